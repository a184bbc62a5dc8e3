//! The desk: who asks and what they may, and what the field sends.

mod accounts;
mod asking;
mod guesses;
mod inbox;
mod openrosa;
mod passwords;
mod people;
mod reads;
mod received;
mod secret;
mod sent;

pub use accounts::{AccountRequest, NewToken, account_add, account_password, account_remove, account_token, accounts};
pub(crate) use asking::{address, challenged, who};
pub(crate) use guesses::Guesses;
pub(crate) use passwords::Passwords;
pub(crate) use reads::log;

use crate::answer::Problem;
use crate::machines::Routes;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

/// What the desk answers.
pub(crate) fn routes() -> Routes {
    people::routes().and(reads::routes()).and(inbox::routes()).and(openrosa::routes())
}

/// Does the work of an answer on a thread of its own.
pub(super) async fn worked(work: impl FnOnce() -> Result<Response, Problem> + Send + 'static) -> Response {
    let done = tokio::task::spawn_blocking(work).await;
    done.unwrap_or_else(|_| Err(Problem::inside("the answer broke off"))).unwrap_or_else(IntoResponse::into_response)
}

/// JSON that nobody keeps.
fn private(status: StatusCode, value: &serde_json::Value) -> Response {
    let mut response = (status, value.to_string()).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// What was done, with nothing to say of it.
fn done() -> Response {
    let mut response = StatusCode::NO_CONTENT.into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// A body of JSON, in its size bounded by the route.
fn body(bytes: &[u8]) -> Result<serde_json::Value, Problem> {
    serde_json::from_slice(bytes)
        .ok()
        .filter(serde_json::Value::is_object)
        .ok_or_else(|| Problem::bad("the body is no JSON object", "send {…} as application/json"))
}

/// A text of a body; none where it is not there.
fn text<'a>(body: &'a serde_json::Value, key: &str) -> Result<Option<&'a str>, Problem> {
    match body.get(key) {
        None | Some(serde_json::Value::Null) => Ok(None),
        Some(value) => {
            value.as_str().map(Some).ok_or_else(|| Problem::bad(format!("`{key}` is no text"), "write it in \"\""))
        }
    }
}

/// A list of texts of a body; none where it is not there.
fn texts(body: &serde_json::Value, key: &str) -> Result<Option<Vec<String>>, Problem> {
    let wrong = || Problem::bad(format!("`{key}` is no list of texts"), "write it as [\"…\"]");
    match body.get(key) {
        None | Some(serde_json::Value::Null) => Ok(None),
        Some(value) => {
            let all = value.as_array().ok_or_else(wrong)?.iter().map(|one| one.as_str().map(str::to_owned));
            all.collect::<Option<Vec<_>>>().map(Some).ok_or_else(wrong)
        }
    }
}
