//! Every address that is answered, and what holds for all of them: who may ask, tags, headers, compression.

use crate::answer::{Found, Problem, tagged};
use crate::current::{Choice, Server, Shown};
use crate::machines;
use crate::rights::{Right, Who};
use crate::{address, api, app, desk, ogc, tiles, work};
use axum::Router;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Extension, MatchedPath, Path, Query, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get};
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
    pub who: Who,
    /// The route as it is listed, such as `/api/places/{id}`.
    pub route: String,
    pub path: Vec<String>,
    pub query: Vec<(String, String)>,
    /// How the client names this server, such as `http://localhost:8750`.
    pub base: String,
    /// Whether the client takes what is packed with gzip.
    pub packed: bool,
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

type Work = Arc<dyn Fn(&Asked) -> Result<Found, Problem> + Send + Sync>;

/// Every address. What is told of them at `/api` is the same list.
pub(crate) fn all(server: Arc<Server>) -> Router {
    let routes = api::routes().and(tiles::routes()).and(ogc::routes()).and(desk::routes()).and(work::routes());
    let (answering, told) = routes.parted();
    let answering = machines::telling(answering, told);
    let compressed = CompressionLayer::new().quality(CompressionLevel::Fastest);
    answering
        .route("/", get(app::file))
        .fallback(get(app::file))
        .method_not_allowed_fallback(|| async { only_looking() })
        .layer(compressed)
        .layer(from_fn_with_state(Arc::clone(&server), known))
        .layer(from_fn_with_state(Arc::clone(&server), guarded))
        .with_state(server)
}

/// A handler of GET that answers from the copy alone: with its tag, on a thread of its own.
pub(crate) fn looking(
    work: impl Fn(&Asked) -> Result<Found, Problem> + Send + Sync + 'static,
) -> MethodRouter<Arc<Server>> {
    let work: Work = Arc::new(work);
    get(
        move |state: State<Arc<Server>>,
              who: Extension<Who>,
              route: MatchedPath,
              path: Parts,
              query: Words,
              headers: HeaderMap| { answered((state, work), (who, route), path, query, headers) },
    )
}

type Parts = Result<Path<Vec<(String, String)>>, axum::extract::rejection::PathRejection>;
type Words = Result<Query<Vec<(String, String)>>, QueryRejection>;

/// Does the work of an answer on a thread of its own; nothing where the client has it already.
async fn answered(
    (State(server), work): (State<Arc<Server>>, Work),
    (Extension(who), route): (Extension<Who>, MatchedPath),
    path: Parts,
    query: Words,
    headers: HeaderMap,
) -> Response {
    let (Ok(Path(path)), Ok(Query(query))) = (path, query) else {
        return Problem::bad("the address is not written as addresses are", "write it in UTF-8, percent-encoded")
            .into_response();
    };
    let done = tokio::task::spawn_blocking(move || {
        let mut query = query;
        let found = who
            .may(Right::Look)
            .and_then(|()| choice(&server, &who, &mut query))
            .and_then(|choice| server.look(&choice));
        let look = match found {
            Ok(look) => look,
            Err(problem) => return problem.into_response(),
        };
        let etag = format!("W/\"{}\"", look.revision());
        let known = headers.get(header::IF_NONE_MATCH).and_then(|known| known.to_str().ok());
        if known.is_some_and(|known| known.split(',').any(|one| one.trim() == etag)) {
            return tagged(StatusCode::NOT_MODIFIED.into_response(), &etag);
        }
        let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("localhost");
        let path = path.into_iter().map(|(_, part)| part).collect();
        let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|accepted| accepted.to_str().ok());
        let packed = accepted.is_some_and(takes_gzip);
        let route = route.as_str().to_owned();
        let asked = Asked { look, server, who, route, path, query, base: format!("http://{host}"), packed };
        match work(&asked).and_then(|found| desk::log(&asked).map(|()| found)) {
            Ok(found) => found.with(&etag),
            Err(problem) => problem.into_response(),
        }
    });
    done.await.unwrap_or_else(|_| Problem::inside("the answer broke off").into_response())
}

/// Whether `gzip` is among what a client takes, and not at `q=0`.
fn takes_gzip(accepted: &str) -> bool {
    accepted.split(',').any(|one| {
        let (name, weight) = one.split_once(';').unwrap_or((one, "q=1"));
        let never = weight.trim().strip_prefix("q=").and_then(|q| q.parse::<f32>().ok()).is_some_and(|q| q <= 0.0);
        name.trim() == "gzip" && !never
    })
}

/// Which copy answers: that of a trial where one is asked for, which is then taken out of the question.
fn choice(server: &Server, who: &Who, query: &mut Vec<(String, String)>) -> Result<Choice, Problem> {
    let at = query.iter().position(|(name, _)| name == "trial");
    let trial = at.map(|at| query.remove(at).1).filter(|trial| !trial.is_empty());
    if let Some(trial) = &trial {
        who.may(Right::Work)?;
        let none = |_| Problem::none(format!("there is no trial `{trial}`"), "GET /api/trials lists them");
        flow::trial_workspace(&server.workspace()?, trial).map_err(none)?;
    }
    Ok(Choice { trial, audience: who.audience() })
}

fn only_looking() -> Problem {
    Problem {
        status: StatusCode::METHOD_NOT_ALLOWED,
        title: "It is not asked like this",
        detail: "this address is not answered by that method".to_owned(),
        hint: "/api tells how each address is asked".to_owned(),
    }
}

/// Says who asks, as `Extension<Who>`, and refuses changes that another site's page asks for in somebody's name.
async fn known(State(server): State<Arc<Server>>, mut request: Request, next: Next) -> Response {
    if !request.method().is_safe() && foreign(request.headers()) {
        return Problem::bad("a page of another site asked for this", "open makazi itself and do it there")
            .into_response();
    }
    let (path, headers) = (request.uri().path().to_owned(), request.headers().clone());
    let from = desk::address(&request);
    let who = match desk::who(&server, &path, &headers, from).await {
        Ok(who) => who,
        Err(refusal) => return refusal,
    };
    let (signed, programs) = (who.account.is_some(), for_programs(&path));
    request.extensions_mut().insert(who);
    let mut response = next.run(request).await;
    if response.status() == StatusCode::UNAUTHORIZED && programs {
        desk::challenged(&mut response);
    }
    if signed {
        // what one account is answered is not what another is
        response.headers_mut().append(header::VARY, HeaderValue::from_static("cookie, authorization"));
    }
    response
}

/// Addresses that programs ask, which sign in with HTTP Basic.
fn for_programs(path: &str) -> bool {
    path.starts_with("/openrosa/") || path == "/ogc" || path.starts_with("/ogc/")
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
async fn guarded(State(server): State<Arc<Server>>, request: Request, next: Next) -> Response {
    let named = request.uri().authority().map(axum::http::uri::Authority::as_str);
    let header = request.headers().get(header::HOST).map(|host| host.to_str().unwrap_or_default());
    let is_ours = |host: &str| address::is_ours(host, !server.is_loopback(), &server.request().names);
    let ours = header.is_some_and(is_ours) && named.is_none_or(is_ours);
    let mut response = if ours { next.run(request).await } else { misdirected().into_response() };
    for (name, value) in ALWAYS {
        response.headers_mut().entry(HeaderName::from_static(name)).or_insert(HeaderValue::from_static(value));
    }
    response
}

fn misdirected() -> Problem {
    Problem {
        status: StatusCode::MISDIRECTED_REQUEST,
        title: "This is another server",
        detail: "the name in the address is not one of this machine".to_owned(),
        hint: "open it as http://127.0.0.1 or http://localhost; other names are given with --name".to_owned(),
    }
}
