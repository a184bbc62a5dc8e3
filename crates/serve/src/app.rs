//! The app: the built files of `web/app`, within the binary.

use crate::answer::{Problem, tagged};
use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use rust_embed::{Embed, EmbeddedFile};

#[derive(Embed)]
#[folder = "$MAKAZI_APP"]
struct App;

/// What the page that fills a form may load beside: the form engine reads expressions with WebAssembly.
const FILLING: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob:; \
                       worker-src 'self' blob:; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; \
                       frame-ancestors 'none'";
const ROOTS: [&str; 5] = ["api", "tiles", "ogc", "openrosa", "field"];

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
        Some(page) => {
            let mut response = answer("index.html", page, &asked);
            if path.starts_with("forms/") {
                response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(FILLING));
            }
            response
        }
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
    } else if path == "sw.js" {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
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
        "wasm" => "application/wasm",
        "woff2" => "font/woff2",
        "pbf" => "application/x-protobuf",
        "webmanifest" => "application/manifest+json",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
