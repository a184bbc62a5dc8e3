//! Every address that is answered, and what holds for all of them: who may ask, tags, headers, compression.

use crate::answer::{Found, Problem, tagged};
use crate::current::{Server, Shown};
use crate::rights::Who;
use crate::{address, api, app, ogc, tiles};
use axum::Router;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use std::sync::Arc;
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;

/// What a page may load: nothing that is not of this address.
const POLICY: &str = "default-src 'self'; style-src 'self'; img-src 'self' data: blob:; worker-src 'self' blob:; \
                      connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
const ALWAYS: [(&str, &str); 5] = [
    ("content-security-policy", POLICY),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-resource-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
];

/// A question: the parts of its path, what stands after the question mark, and the copy to answer from.
pub(crate) struct Asked {
    pub look: Arc<Shown>,
    pub server: Arc<Server>,
    pub path: Vec<String>,
    pub query: Vec<(String, String)>,
    /// How the client names this server, such as `http://localhost:8750`.
    pub base: String,
}

impl Asked {
    /// A part of the path.
    pub fn part(&self, at: usize) -> &str {
        self.path.get(at).map_or("", String::as_str)
    }

    /// What a parameter says; none where it is not there or says nothing.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.query
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
            .filter(|value| !value.is_empty())
    }

    /// That nothing else is asked than this, and nothing twice.
    pub fn only(&self, known: &[&str]) -> Result<(), Problem> {
        for (at, (name, _)) in self.query.iter().enumerate() {
            if !known.contains(&name.as_str()) {
                let hint = if known.is_empty() {
                    "it takes none".to_owned()
                } else {
                    format!("it takes {}", known.join(", "))
                };
                return Err(Problem::bad(format!("there is no parameter `{name}`"), hint));
            }
            if self.query.iter().skip(at + 1).any(|(other, _)| other == name) {
                return Err(Problem::bad(format!("`{name}` stands twice"), "say it once"));
            }
        }
        Ok(())
    }
}

type Work = fn(&Asked) -> Result<Found, Problem>;

/// Every address.
pub(crate) fn all(server: Arc<Server>) -> Router {
    let routes: [(&str, Work); 18] = [
        ("/api/city", api::city::answer),
        ("/api/places", api::places::list),
        ("/api/places/{id}", api::places::one),
        ("/api/why", api::why::answer),
        ("/api/gaps", api::gaps::answer),
        ("/api/layers", api::layers::answer),
        ("/api/tables/{file}", api::tables::answer),
        ("/tiles/{file}", tiles::described),
        ("/tiles/{layer}/{z}/{x}/{file}", tiles::tile),
        ("/ogc", ogc::landing),
        ("/ogc/", ogc::landing),
        ("/ogc/api", ogc::description),
        ("/ogc/conformance", ogc::conformance),
        ("/ogc/collections", ogc::collections),
        ("/ogc/collections/{id}", ogc::collection),
        ("/ogc/collections/{id}/queryables", ogc::queryables),
        ("/ogc/collections/{id}/items", ogc::items),
        ("/ogc/collections/{id}/items/{number}", ogc::item),
    ];
    let mut all = Router::new().route("/", get(app::file));
    for (path, work) in routes {
        let handler =
            move |state: State<Arc<Server>>, path, query, headers| answered((state, work), path, query, headers);
        all = all.route(path, get(handler));
    }
    let compressed = CompressionLayer::new().quality(CompressionLevel::Fastest);
    all.fallback(get(app::file))
        .method_not_allowed_fallback(|| async { only_looking() })
        .layer(compressed)
        .layer(from_fn_with_state(Arc::clone(&server), known))
        .layer(from_fn(guarded))
        .with_state(server)
}

type Parts = Result<Path<Vec<(String, String)>>, axum::extract::rejection::PathRejection>;
type Words = Result<Query<Vec<(String, String)>>, QueryRejection>;

/// Does the work of an answer on a thread of its own; nothing where the client has it already.
async fn answered(
    (State(server), work): (State<Arc<Server>>, Work),
    path: Parts,
    query: Words,
    headers: HeaderMap,
) -> Response {
    let (Ok(Path(path)), Ok(Query(query))) = (path, query) else {
        return Problem::bad("the address is not written as addresses are", "write it in UTF-8, percent-encoded")
            .into_response();
    };
    let done = tokio::task::spawn_blocking(move || {
        let look = server.look();
        let etag = format!("W/\"{}\"", look.revision());
        let known = headers.get(header::IF_NONE_MATCH).and_then(|known| known.to_str().ok());
        if known.is_some_and(|known| known.split(',').any(|one| one.trim() == etag)) {
            return tagged(StatusCode::NOT_MODIFIED.into_response(), &etag);
        }
        let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("localhost");
        let path = path.into_iter().map(|(_, part)| part).collect();
        let asked = Asked { look, server, path, query, base: format!("http://{host}") };
        match work(&asked) {
            Ok(found) => found.with(&etag),
            Err(problem) => problem.into_response(),
        }
    });
    done.await.unwrap_or_else(|_| Problem::inside("the answer broke off").into_response())
}

fn only_looking() -> Problem {
    Problem {
        status: StatusCode::METHOD_NOT_ALLOWED,
        title: "Nothing can be changed here",
        detail: "only GET and HEAD are answered".to_owned(),
        hint: String::new(),
    }
}

/// Says who asks, as `Extension<Who>`, and refuses changes that another site's page asks for in somebody's name.
async fn known(State(server): State<Arc<Server>>, mut request: Request, next: Next) -> Response {
    if !request.method().is_safe() && foreign(request.headers()) {
        return Problem::bad("a page of another site asked for this", "open makazi itself and do it there")
            .into_response();
    }
    request.extensions_mut().insert(Who::here(server.role()));
    next.run(request).await
}

/// Whether a browser says that a page of another site asks. Programs that are no browsers say neither.
fn foreign(headers: &HeaderMap) -> bool {
    let said = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    let site = said("sec-fetch-site").is_some_and(|site| !matches!(site, "same-origin" | "none"));
    let host = said("host").unwrap_or_default();
    let origin = said("origin").is_some_and(|origin| origin.split_once("://").is_none_or(|(_, name)| name != host));
    site || origin
}

/// Refuses who asks by another name than this machine's, and sets the headers that every answer has.
async fn guarded(request: Request, next: Next) -> Response {
    let named = request.uri().authority().map(axum::http::uri::Authority::as_str);
    let header = request.headers().get(header::HOST).map(|host| host.to_str().unwrap_or_default());
    let ours = header.is_some_and(address::is_ours) && named.is_none_or(address::is_ours);
    let mut response = if ours { next.run(request).await } else { misdirected().into_response() };
    for (name, value) in ALWAYS {
        response.headers_mut().insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    response
}

fn misdirected() -> Problem {
    Problem {
        status: StatusCode::MISDIRECTED_REQUEST,
        title: "This is another server",
        detail: "the name in the address is not one of this machine".to_owned(),
        hint: "open it as http://127.0.0.1 or http://localhost".to_owned(),
    }
}
