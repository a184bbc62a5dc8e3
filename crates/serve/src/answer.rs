//! Answers: what is found, or what is wrong as `application/problem+json` (RFC 9457).

use crate::ServeError;
use crate::machines::JSON;
use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use flow::FlowError;
use flow::desk::StoreError;
use futures_util::StreamExt;
use serde_json::json;

/// Gives the next part of a long answer; none when all of it is given.
pub(crate) type NextPart = Box<dyn FnMut() -> Result<Option<Vec<u8>>, Problem> + Send>;

/// The bytes of an answer.
pub(crate) enum Content {
    /// All of them.
    Whole(Bytes),
    /// All of them, packed with gzip.
    Packed(Bytes),
    /// Part by part, each made when the one before is on its way. Where a part cannot be made the answer breaks off.
    Parts(NextPart),
}

/// A found thing.
pub(crate) struct Found {
    pub kind: &'static str,
    pub body: Content,
    /// The name of the file that a browser saves.
    pub file: Option<String>,
}

impl Found {
    pub fn json(value: &serde_json::Value) -> Self {
        Self::of(JSON, value.to_string().into_bytes())
    }

    pub fn of(kind: &'static str, body: impl Into<Bytes>) -> Self {
        Self { kind, body: Content::Whole(body.into()), file: None }
    }

    /// A long answer.
    pub fn parts(kind: &'static str, next: NextPart) -> Self {
        Self { kind, body: Content::Parts(next), file: None }
    }

    pub fn with(self, etag: &str) -> Response {
        let packed = matches!(self.body, Content::Packed(_));
        let mut response = Response::new(match self.body {
            Content::Whole(bytes) | Content::Packed(bytes) => Body::from(bytes),
            Content::Parts(next) => one_after_the_other(next),
        });
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.kind));
        if packed {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
            headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        }
        if let Some(file) =
            self.file.and_then(|file| HeaderValue::from_str(&format!("attachment; filename=\"{file}\"")).ok())
        {
            headers.insert(header::CONTENT_DISPOSITION, file);
        }
        tagged(response, etag)
    }
}

/// A body whose parts are made on a thread for work, when they are wanted; one that a client waits with holds no thread.
fn one_after_the_other(next: NextPart) -> Body {
    let parts = futures_util::stream::unfold(Some(next), |next| async move {
        let mut next = next?;
        let made = tokio::task::spawn_blocking(move || (next(), next)).await;
        let (part, next) =
            made.unwrap_or_else(|_| (Err(Problem::inside("the answer broke off")), Box::new(|| Ok(None))));
        match part {
            Ok(part) => part.map(|part| (Ok(Bytes::from(part)), Some(next))),
            Err(problem) => Some((Err(std::io::Error::other(problem.detail)), None)),
        }
    });
    // packing asks once more after the end
    Body::from_stream(parts.fuse())
}

/// With a tag by which a client asks whether it has changed.
pub(crate) fn tagged(mut response: Response, etag: &str) -> Response {
    let headers = response.headers_mut();
    if let Ok(etag) = HeaderValue::from_str(etag) {
        headers.insert(header::ETAG, etag);
    }
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}

/// Something that cannot be answered.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    pub status: StatusCode,
    pub title: &'static str,
    pub detail: String,
    pub hint: String,
}

impl Problem {
    pub fn bad(detail: impl Into<String>, hint: impl Into<String>) -> Self {
        let title = "The question cannot be understood";
        Self { status: StatusCode::BAD_REQUEST, title, detail: detail.into(), hint: hint.into() }
    }

    pub fn none(detail: impl Into<String>, hint: impl Into<String>) -> Self {
        let title = "There is no such thing";
        Self { status: StatusCode::NOT_FOUND, title, detail: detail.into(), hint: hint.into() }
    }

    pub fn inside(detail: impl Into<String>) -> Self {
        let hint = "the copy of the city could not be read: stop makazi and serve again";
        let title = "It cannot be answered now";
        Self { status: StatusCode::INTERNAL_SERVER_ERROR, title, detail: detail.into(), hint: hint.to_owned() }
    }
}

impl From<FlowError> for Problem {
    fn from(error: FlowError) -> Self {
        let text = error.to_string();
        let (detail, hint) = text.split_once("\n  hint: ").unwrap_or((&text, ""));
        match error {
            FlowError::NoPlace { .. } | FlowError::NoIndicator { .. } | FlowError::Withdrawn { .. } => {
                Self::none(detail, hint)
            }
            FlowError::Store(StoreError::Locked { .. }) => Self {
                status: StatusCode::CONFLICT,
                title: "The city is being written",
                detail: detail.to_owned(),
                hint: hint.to_owned(),
            },
            FlowError::Desk(_) => Self::bad(detail, hint),
            _ => Self::inside(detail),
        }
    }
}

impl From<ServeError> for Problem {
    fn from(error: ServeError) -> Self {
        let text = error.to_string();
        let (detail, hint) = text.split_once("\n  hint: ").unwrap_or((&text, ""));
        match error {
            ServeError::Account(_) => Self::bad(detail, hint),
            _ => Self::inside(detail),
        }
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        FlowError::from(error).into()
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body =
            json!({ "title": self.title, "status": self.status.as_u16(), "detail": self.detail, "hint": self.hint });
        let mut response = Response::new(Body::from(body.to_string()));
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response
    }
}
