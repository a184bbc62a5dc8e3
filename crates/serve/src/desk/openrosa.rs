//! The `OpenRosa` server: what ODK Collect and `KoboCollect` speak. Forms go out, submissions come in and wait.
//!
//! <https://docs.getodk.org/openrosa/>: form list, form submission and HTTP request.

use super::sent::{self, MOST_BYTES};
use super::{private, worked};
use crate::answer::Problem;
use crate::current::Server;
use crate::machines::{Of, Routes, Told};
use crate::rights::{Right, Who};
use axum::Extension;
use axum::body::Body;
use axum::extract::multipart::MultipartRejection;
use axum::extract::{Multipart, Path, Query, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use flow::desk::FieldForm;
use md5::{Digest, Md5};
use serde_json::json;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;
use std::time::Duration;

const XML: &str = "text/xml; charset=utf-8";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
/// The longest time that a submission may take to come.
const PATIENCE: Duration = Duration::from_mins(15);

pub(super) fn routes() -> Routes {
    let list = |path| {
        Told::get(path, "The forms, as OpenRosa lists them")
            .asks("formID", "only this form", Of::Text)
            .asks("deviceID", "not looked at", Of::Text)
            .asks("verbose", "not looked at", Of::Text)
            .asks("listAllVersions", "not looked at", Of::Text)
            .gives(200, XML, "the list")
    };
    let form =
        |path| Told::get(path, "A form as an ODK XForm").part("file", "ID.xml", Of::Text).gives(200, XML, "the form");
    let manifest = |path| Told::get(path, "The files that a form needs").gives(200, XML, "the manifest");
    let asks = |path| Told::head(path, "Whether submissions are taken, and how large").gives(204, "", "they are");
    let sends = |path| {
        let part = json!({ "type": "string", "contentMediaType": "text/xml" });
        let schema = json!({ "type": "object", "required": ["xml_submission_file"], "properties": { "xml_submission_file": part } });
        Told::post(path, "A submission, whole or with some of its files").takes("multipart/form-data", schema).gives(
            201,
            XML,
            "it is on the disk; the same again changes nothing",
        )
    };
    Routes::new()
        .add(Told::get("/api/forms", "Forms that the field fills"), told)
        .add(
            Told::get("/api/forms/{file}", "A form as an XLSForm, for KoboToolbox and ODK")
                .part("file", "ID.xlsx", Of::Text)
                .gives(200, XLSX, "the workbook"),
            workbook,
        )
        .add(list("/openrosa/formList"), form_list)
        .add(form("/openrosa/forms/{file}"), xform)
        .add(manifest("/openrosa/forms/{id}/manifest"), form_manifest)
        .add(asks("/openrosa/submission"), ready)
        .add_up_to(MOST_BYTES, sends("/openrosa/submission"), submission)
        .add(list("/field/{token}/openrosa/formList"), form_list)
        .add(form("/field/{token}/openrosa/forms/{file}"), xform)
        .add(manifest("/field/{token}/openrosa/forms/{id}/manifest"), form_manifest)
        .add(asks("/field/{token}/openrosa/submission"), ready)
        .add_up_to(MOST_BYTES, sends("/field/{token}/openrosa/submission"), submission)
}

type Parts = Path<BTreeMap<String, String>>;

/// With the headers that each answer of `OpenRosa` has.
fn spoken(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(HeaderName::from_static("x-openrosa-version"), HeaderValue::from_static("1.0"));
    headers.insert(HeaderName::from_static("x-openrosa-accept-content-length"), HeaderValue::from(MOST_BYTES));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

fn xml(status: StatusCode, text: String) -> Response {
    let mut response = (status, text).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(XML));
    spoken(response)
}

/// What a program shows to whoever sends.
fn said(status: StatusCode, words: &str) -> Response {
    let message = escaped(words);
    xml(
        status,
        format!(
            "<OpenRosaResponse xmlns=\"http://openrosa.org/http/response\"><message nature=\"\">{message}</message></OpenRosaResponse>"
        ),
    )
}

/// A problem as a program of the field shows it.
fn refused(problem: &Problem) -> Response {
    let words =
        if problem.hint.is_empty() { problem.detail.clone() } else { format!("{}: {}", problem.detail, problem.hint) };
    said(problem.status, &words)
}

/// A text within XML; what XML cannot hold is left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c if c.is_control() && !"\n\t\r".contains(c) => {}
            c => out.push(c),
        }
    }
    out
}

/// A part of a path as it stands in an address.
fn in_address(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// The address of `/openrosa` as the client names it, with its token.
fn base(headers: &HeaderMap, path: &str) -> String {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let scheme = text("x-forwarded-proto").filter(|proto| *proto == "https").unwrap_or("http");
    let host = text("host").unwrap_or("localhost");
    let before = path.split_once("/openrosa/").map_or("", |(before, _)| before);
    format!("{scheme}://{host}{before}/openrosa")
}

async fn form_list(
    State(server): State<Arc<Server>>,
    Extension(who): Extension<Who>,
    uri: Uri,
    Query(query): Query<Vec<(String, String)>>,
    headers: HeaderMap,
) -> Response {
    worked(move || {
        who.may(Right::Look)?;
        let base = base(&headers, uri.path());
        let wanted = query.iter().find(|(name, _)| name == "formID").map(|(_, id)| id.as_str());
        let mut text = String::from(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<xforms xmlns=\"http://openrosa.org/xforms/xformsList\">\n",
        );
        for form in server.forms.all()?.iter().filter(|form| wanted.is_none_or(|id| id == form.form.id)) {
            let hash = super::secret::hexadecimal(&Md5::digest(form.xform.as_bytes()));
            let _ = writeln!(
                text,
                "<xform><formID>{}</formID><name>{}</name><version>{}</version><hash>md5:{hash}</hash>\
                 <downloadUrl>{}/forms/{}.xml</downloadUrl></xform>",
                escaped(&form.form.id),
                escaped(&form.title),
                escaped(&form.form.version),
                escaped(&base),
                in_address(&form.form.id),
            );
        }
        text.push_str("</xforms>\n");
        Ok(xml(StatusCode::OK, text))
    })
    .await
}

/// The form of a file name with an ending.
fn found(server: &Server, file: &str, ending: &str) -> Result<FieldForm, Problem> {
    let none = || Problem::none(format!("there is no form `{file}`"), "forms are listed at /api/forms");
    let id = file.strip_suffix(ending).ok_or_else(none)?;
    server.forms.all()?.iter().find(|form| form.form.id == id).cloned().ok_or_else(none)
}

async fn xform(State(server): State<Arc<Server>>, Extension(who): Extension<Who>, Path(parts): Parts) -> Response {
    worked(move || {
        who.may(Right::Look)?;
        let file = parts.get("file").map_or("", String::as_str);
        Ok(xml(StatusCode::OK, found(&server, file, ".xml")?.xform))
    })
    .await
}

/// A form of ours needs no files.
async fn form_manifest(
    State(server): State<Arc<Server>>,
    Extension(who): Extension<Who>,
    Path(parts): Parts,
) -> Response {
    worked(move || {
        who.may(Right::Look)?;
        found(&server, parts.get("id").map_or("", String::as_str), "")?;
        let empty = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<manifest xmlns=\"http://openrosa.org/xforms/xformsManifest\"/>\n";
        Ok(xml(StatusCode::OK, empty.to_owned()))
    })
    .await
}

async fn ready(Extension(who): Extension<Who>, uri: Uri, headers: HeaderMap) -> Response {
    if let Err(problem) = who.may_send() {
        return spoken(problem.into_response());
    }
    let mut response = StatusCode::NO_CONTENT.into_response();
    if let Ok(place) = HeaderValue::from_str(&format!("{}/submission", base(&headers, uri.path()))) {
        response.headers_mut().insert(header::LOCATION, place);
    }
    spoken(response)
}

async fn submission(
    State(server): State<Arc<Server>>,
    Extension(who): Extension<Who>,
    uri: Uri,
    headers: HeaderMap,
    multipart: Result<Multipart, MultipartRejection>,
) -> Response {
    if let Err(problem) = who.may_send() {
        return refused(&problem);
    }
    let Ok(multipart) = multipart else {
        return refused(&Problem::bad("this is no multipart/form-data", "send it as OpenRosa says"));
    };
    let sent = match tokio::time::timeout(PATIENCE, sent::take(&server, multipart)).await {
        Ok(Ok(sent)) => sent,
        Ok(Err(problem)) => return refused(&problem),
        Err(_) => return said(StatusCode::REQUEST_TIMEOUT, "it took too long to come: send it again"),
    };
    let place = HeaderValue::from_str(&format!("{}/submission", base(&headers, uri.path())));
    let kept = tokio::task::spawn_blocking(move || sent.keep(&server, who.name())).await;
    match kept {
        Ok(Ok(arrived)) => {
            let words = match (arrived.new, arrived.edition) {
                (false, _) => "It was here already.",
                (true, 1) => "It has arrived, and waits for the community.",
                (true, _) => "It came before with other content: both are kept, and wait for the community.",
            };
            let mut response = said(StatusCode::CREATED, words);
            if let Ok(place) = place {
                response.headers_mut().insert(header::LOCATION, place);
            }
            response
        }
        Ok(Err(problem)) => refused(&problem),
        Err(_) => refused(&Problem::inside("the answer broke off")),
    }
}

async fn told(State(server): State<Arc<Server>>, Extension(who): Extension<Who>) -> Response {
    worked(move || {
        who.may(Right::Look)?;
        let one = |form: &FieldForm| {
            let id = in_address(&form.form.id);
            json!({
                "id": form.form.id, "title": form.title, "version": form.form.version, "languages": form.form.languages,
                "xform": format!("/openrosa/forms/{id}.xml"), "xlsform": format!("/api/forms/{id}.xlsx"),
            })
        };
        Ok(private(StatusCode::OK, &server.forms.all()?.iter().map(one).collect::<Vec<_>>().into()))
    })
    .await
}

async fn workbook(State(server): State<Arc<Server>>, Extension(who): Extension<Who>, Path(parts): Parts) -> Response {
    worked(move || {
        who.may(Right::Look)?;
        let form = found(&server, parts.get("file").map_or("", String::as_str), ".xlsx")?;
        let mut response = Response::new(Body::from(form.xlsform()?));
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(XLSX));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        let name: String = form.form.id.chars().filter(|c| c.is_ascii_alphanumeric() || "-_".contains(*c)).collect();
        if let Ok(name) = HeaderValue::from_str(&format!("attachment; filename=\"{name}.xlsx\"")) {
            headers.insert(header::CONTENT_DISPOSITION, name);
        }
        Ok(response)
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_and_titles_stay_text_in_xml_and_in_addresses() {
        assert_eq!(escaped("<a>&\"\u{1}"), "&lt;a&gt;&amp;&quot;");
        assert_eq!(in_address("a b/../é"), "a%20b%2F..%2F%C3%A9");
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, HeaderValue::from_static("10.0.0.1:8750"));
        assert_eq!(base(&headers, "/field/abc/openrosa/formList"), "http://10.0.0.1:8750/field/abc/openrosa");
        assert_eq!(base(&headers, "/openrosa/submission"), "http://10.0.0.1:8750/openrosa");
    }
}
