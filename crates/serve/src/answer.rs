//! Answers: what is found, or what is wrong as `application/problem+json` (RFC 9457).

use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use flow::FlowError;
use serde_json::json;

/// A found thing as bytes.
#[derive(Debug)]
pub(crate) struct Found {
    pub kind: &'static str,
    pub body: Vec<u8>,
    /// The name of the file that a browser saves.
    pub file: Option<String>,
}

impl Found {
    pub fn json(value: &serde_json::Value) -> Self {
        Self::of("application/json", value.to_string().into_bytes())
    }

    pub fn of(kind: &'static str, body: Vec<u8>) -> Self {
        Self { kind, body, file: None }
    }

    pub fn with(self, etag: &str) -> Response {
        let mut response = Response::new(Body::from(self.body));
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.kind));
        if let Some(file) =
            self.file.and_then(|file| HeaderValue::from_str(&format!("attachment; filename=\"{file}\"")).ok())
        {
            headers.insert(header::CONTENT_DISPOSITION, file);
        }
        tagged(response, etag)
    }
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
            _ => Self::inside(detail),
        }
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
