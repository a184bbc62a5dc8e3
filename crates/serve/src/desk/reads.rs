//! Who read what of a community's: kept with each answer, shown to the community.

use super::{private, worked};
use crate::answer::Problem;
use crate::current::{Server, Shown, now};
use crate::machines::Routes;
use crate::machines::Told;
use crate::rights::{Right, Who};
use crate::routes::Asked;
use axum::Extension;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use city::desk::Read;
use city::source::{Level, SourceId};
use flow::FlowError;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Rows of an answer.
const MOST: u32 = 1000;

pub(super) fn routes() -> Routes {
    Routes::new().add(
        Told::get("/api/reads", "Who read what of one's community-only data, and when").needs(Right::Decide),
        answer,
    )
}

/// Keeps that an account read what is a community's; the answer does not go out where that cannot be kept. Only copies for a
/// community hold such data.
pub(crate) fn log(asked: &Asked) -> Result<(), Problem> {
    let Some(account) = &asked.who.account else { return Ok(()) };
    if asked.who.level < Level::Community {
        return Ok(());
    }
    let Some((kind, thing)) = about(asked) else { return Ok(()) };
    let mut owners = owners(&asked.look, kind, &thing);
    // what others keep to their community is not in the copy, only that it is there
    owners.retain(|owner| asked.who.owners.as_ref().is_none_or(|own| own.contains(owner)));
    if owners.is_empty() {
        return Ok(());
    }
    let now = now();
    let day = now.get(..10).unwrap_or_default().to_owned();
    let read = |owner: String| Read {
        account: account.clone(),
        owner,
        kind: kind.to_owned(),
        thing: thing.clone(),
        day: day.clone(),
        first: now.clone(),
        last: now.clone(),
        times: 1,
    };
    let reads: Vec<Read> = owners.into_iter().map(read).collect();
    Ok(asked.server.desk()?.log_reads(&reads).map_err(FlowError::from)?)
}

/// What kind of request it is, and of what; none for what holds no data.
fn about(asked: &Asked) -> Option<(&'static str, String)> {
    let named = |at: usize| asked.part(at).rsplit_once('.').map_or(asked.part(at), |(name, _)| name).to_owned();
    Some(match asked.route.as_str() {
        "/api/places/{id}" => ("place", asked.part(0).to_owned()),
        "/api/why" => ("why", asked.parameter("place").unwrap_or_default().to_owned()),
        "/api/tables/{file}" => ("table", named(0)),
        "/api/city" | "/api/places" | "/api/gaps" => ("city", String::new()),
        route if route.starts_with("/tiles/") => ("tiles", named(0)),
        route if route.starts_with("/ogc/collections/{id}/items") => ("features", asked.part(0).to_owned()),
        "/api" | "/api/layers" | "/ogc" | "/ogc/" | "/ogc/api" | "/ogc/conformance" | "/ogc/collections" => {
            return None;
        }
        route if route.starts_with("/ogc/") => return None,
        _ => ("other", asked.route.clone()),
    })
}

/// Whose community-only data an answer may hold: of a place, of a layer, or of the whole copy.
fn owners(look: &Shown, kind: &str, thing: &str) -> BTreeSet<String> {
    let all = look.sources();
    let used: BTreeSet<&SourceId> = match kind {
        "place" | "why" => match look.place(thing) {
            // what was computed rests on others: all of the place's is named by what it was computed from
            Some(place) => look.sources_at(&place.id),
            None => return BTreeSet::new(),
        },
        // tables and layers that makazi makes may hold anything of the copy
        _ => match look.layer(thing) {
            Some(layer) if look.source(&layer.layer.source).is_some_and(|s| s.consent.is_some()) => {
                [&layer.layer.source].into()
            }
            _ => all.iter().map(|source| &source.id).collect(),
        },
    };
    let consents = all.iter().filter(|source| used.contains(&source.id)).filter_map(|source| source.consent.as_ref());
    let of = |id: &city::source::ConsentId| {
        look.consents().iter().find(|consent| consent.id == *id && consent.level >= Level::Community)
    };
    consents.filter_map(of).map(|consent| consent.owner.trim().to_owned()).collect()
}

async fn answer(State(server): State<Arc<Server>>, Extension(who): Extension<Who>) -> Response {
    worked(move || {
        who.may(Right::Decide)?;
        let owners: Option<Vec<String>> = who.owners.as_ref().map(|owners| owners.iter().cloned().collect());
        let reads = match server.desk_if_there()? {
            Some(desk) => desk.reads(owners.as_deref(), MOST).map_err(FlowError::from)?,
            None => Vec::new(),
        };
        let reads = serde_json::to_value(reads).map_err(|error| Problem::inside(error.to_string()))?;
        Ok(private(StatusCode::OK, &reads))
    })
    .await
}
