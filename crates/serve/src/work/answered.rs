//! How work is answered: done on a thread of its own, with all problems at once where it is refused.

use super::Jobs;
use crate::answer::Problem;
use crate::current::Server;
use crate::rights::{Right, Who};
use axum::extract::{Extension, FromRequestParts, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use flow::{By, FlowError};
use serde_json::{Value, json};
use std::sync::Arc;

/// Bytes of a body of JSON.
pub(super) const MOST_JSON: usize = 8 << 20;

/// Who asks for work, of which server.
pub(super) struct Asker {
    pub server: Arc<Server>,
    pub who: Who,
}

impl FromRequestParts<Arc<Server>> for Asker {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, server: &Arc<Server>) -> Result<Self, Response> {
        let State(server) = State::<Arc<Server>>::from_request_parts(parts, server).await.map_err(|_| closed())?;
        let Extension(who) = Extension::<Who>::from_request_parts(parts, &server).await.map_err(|_| closed())?;
        who.may(Right::Work).map_err(IntoResponse::into_response)?;
        Ok(Self { server, who })
    }
}

fn closed() -> Response {
    Problem::inside("nobody knows who asks").into_response()
}

impl Asker {
    /// Who changes the city; all of it is theirs where there are no accounts.
    pub fn by(&self) -> By<'_> {
        By { who: self.who.name(), sees: self.who.account.is_some().then_some(self.who.level) }
    }

    pub fn jobs(&self) -> &Arc<Jobs> {
        self.server.jobs()
    }

    /// Has the sources brought in, and the places described again; gives the number of the job.
    pub fn collected(&self) -> Value {
        self.jobs().collect(&self.server, self.who.name())
    }
}

/// Why work is not done.
#[derive(Debug)]
pub(super) struct Refusal {
    problem: Problem,
    problems: Vec<city::Problem>,
}

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Self {
        Self { problem, problems: Vec::new() }
    }
}

impl From<FlowError> for Refusal {
    fn from(error: FlowError) -> Self {
        let text = error.to_string();
        let (detail, hint) = text.split_once("\n  hint: ").unwrap_or((&text, ""));
        let of = |status, title| Problem { status, title, detail: detail.to_owned(), hint: hint.to_owned() };
        let problem = match error {
            FlowError::Refused(problems) => {
                let problem = Problem {
                    status: StatusCode::UNPROCESSABLE_ENTITY,
                    title: "Something is wrong with what was sent",
                    detail: format!("{} things are wrong; nothing was changed", problems.len()),
                    hint: "mend them and send it again".to_owned(),
                };
                return Self { problem, problems };
            }
            FlowError::NotYours => of(StatusCode::FORBIDDEN, "This is not yours to do"),
            FlowError::Asked { .. } | FlowError::NoSource { .. } | FlowError::NoCity(_) | FlowError::NoTrial(_) => {
                of(StatusCode::NOT_FOUND, "There is no such thing")
            }
            FlowError::NotCollected(_) => of(StatusCode::CONFLICT, "Nothing was collected yet"),
            other => other.into(),
        };
        problem.into()
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let Problem { status, title, detail, hint } = self.problem;
        let mut body = json!({ "title": title, "status": status.as_u16(), "detail": detail, "hint": hint });
        if !self.problems.is_empty() {
            body["problems"] = json!(self.problems);
        }
        answer(status, "application/problem+json", &body)
    }
}

fn answer(status: StatusCode, kind: &'static str, body: &Value) -> Response {
    let mut response = (status, body.to_string()).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// What is answered: a status, and JSON; no body where that is nothing.
pub(super) type Answer = Result<(StatusCode, Value), Refusal>;

/// Does the work on a thread of its own.
pub(super) async fn worked(work: impl FnOnce() -> Answer + Send + 'static) -> Response {
    match tokio::task::spawn_blocking(work).await {
        Ok(Ok((status, Value::Null))) => status.into_response(),
        Ok(Ok((status, body))) => answer(status, "application/json", &body),
        Ok(Err(refusal)) => refusal.into_response(),
        Err(_) => Problem::inside("the answer broke off").into_response(),
    }
}

/// What a body of JSON says.
pub(super) fn said<T: serde::de::DeserializeOwned>(body: &[u8]) -> Result<T, Refusal> {
    let wrong =
        |error: serde_json::Error| Problem::bad(format!("the body is not as it should be: {error}"), "see GET /api");
    Ok(serde_json::from_slice(body).map_err(wrong)?)
}

/// A value as JSON: `low`, `value`, `high`, or `classes`, or `gap`.
pub(super) fn known(value: &city::Value) -> Value {
    match value {
        city::Value::Estimate(e) => json!({ "low": e.low, "value": e.value, "high": e.high }),
        city::Value::Classes(codes) => json!({ "classes": codes }),
        city::Value::Gap(gap) => json!({ "gap": gap }),
    }
}
