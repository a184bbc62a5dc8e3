//! The app: the built files of `web/app`, within the binary.

use crate::answer::{Problem, tagged};
use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use rust_embed::{Embed, EmbeddedFile};

#[derive(Embed)]
#[folder = "$MAKAZI_APP"]
struct App;

const ROOTS: [&str; 3] = ["api", "tiles", "ogc"];

/// A file of the app; its page for every address that the app itself draws.
pub(crate) async fn file(uri: Uri, asked: HeaderMap) -> Response {
    let path = uri.path().trim_start_matches('/');
    if let Some(file) = App::get(path).filter(|_| !path.is_empty()) {
        return answer(path, file, &asked);
    }
    let root = path.split('/').next().unwrap_or_default();
    let last = path.rsplit('/').next().unwrap_or_default();
    let drawn = root == "place" || !last.contains('.');
    match App::get("index.html").filter(|_| drawn && root != "assets" && !ROOTS.contains(&root)) {
        Some(page) => answer("index.html", page, &asked),
        None => Problem::none(format!("there is nothing at /{path}"), "begin at / or at /ogc").into_response(),
    }
}

fn answer(path: &str, file: EmbeddedFile, asked: &HeaderMap) -> Response {
    let first: [u8; 8] = std::array::from_fn(|at| file.metadata.sha256_hash()[at]);
    let etag = format!("W/\"{:016x}\"", u64::from_be_bytes(first));
    if asked.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == etag.as_bytes()) {
        return tagged(StatusCode::NOT_MODIFIED.into_response(), &etag);
    }
    let mut response = tagged(Response::new(Body::from(file.data)), &etag);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind(path)));
    if path.starts_with("assets/") {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
    }
    response
}

fn kind(path: &str) -> &'static str {
    match path.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "map" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "pbf" => "application/x-protobuf",
        "webmanifest" => "application/manifest+json",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
