//! For other programs: the description of all that is answered.

mod description;
mod list;
mod told;

pub(crate) use list::Routes;
pub(crate) use told::{JSON, Of, Told};

use crate::answer::Found;
use crate::current::Server;
use crate::ogc;
use crate::routes::looking;
use axum::Router;
use std::sync::Arc;

const API: &str = "/api";
const OGC_API: &str = "/ogc/api";

/// The descriptions themselves, as they are told of.
fn own() -> Vec<Told> {
    let openapi = |path, about, kind| Told::get(path, about).gives(200, kind, "the description").of_copy();
    vec![
        openapi(API, "This description: everything that is answered here", description::OPENAPI),
        openapi(OGC_API, "OGC API - Features alone, as its standard wants it", ogc::OPENAPI).asks(
            "f",
            "the format",
            Of::One(vec!["json"]),
        ),
    ]
}

/// With the descriptions of all routes, and of themselves.
pub(crate) fn telling(router: Router<Arc<Server>>, mut told: Vec<Told>) -> Router<Arc<Server>> {
    told.splice(0..0, own());
    let told: Arc<[Told]> = told.into();
    let of_ogc = Arc::clone(&told);
    router
        .route(
            API,
            looking(move |asked| {
                asked.only(&[])?;
                let text = description::described(&told, &asked.look, &asked.base).to_string();
                Ok(Found::of(description::OPENAPI, text.into_bytes()))
            }),
        )
        .route(OGC_API, looking(move |asked| ogc::description(asked, &of_ogc)))
}
