//! A submission as it comes over the wire: its XML, and the files beside it.

use super::received::Coming;
use super::secret;
use crate::answer::Problem;
use crate::current::{Server, now};
use axum::extract::Multipart;
use axum::extract::multipart::{Field, MultipartError};
use axum::http::StatusCode;
use flow::FlowError;
use flow::desk::{Arrived, Came, heading};
use std::sync::Arc;

/// Bytes of one request.
pub(super) const MOST_BYTES: usize = 100 << 20;
/// Bytes of the XML.
const MOST_XML: usize = 4 << 20;
/// Parts of one request.
const MOST_PARTS: usize = 100;
/// The longest name of a file, in characters.
const LONGEST_NAME: usize = 250;
/// The part that is the submission itself.
const XML: &str = "xml_submission_file";

/// What a request brought.
pub(super) struct Sent {
    xml: Vec<u8>,
    files: Vec<Coming>,
}

/// Takes a request apart while it comes: files go to the disk at once.
///
/// # Errors
/// 400, 413, 507.
pub(super) async fn take(server: &Arc<Server>, mut multipart: Multipart) -> Result<Sent, Problem> {
    let (mut xml, mut files, mut parts) = (None, Vec::new(), 0);
    while let Some(mut field) = multipart.next_field().await.map_err(|error| broken(&error))? {
        parts += 1;
        if parts > MOST_PARTS {
            return Err(large(&format!("more than {MOST_PARTS} parts")));
        }
        if field.name() == Some(XML) {
            if xml.replace(read(&mut field).await?).is_some() {
                return Err(Problem::bad(format!("`{XML}` stands twice"), "send one submission at a time"));
            }
            continue;
        }
        let Some(name) = field.file_name().filter(|name| !name.is_empty()).map(str::to_owned) else {
            // fields without a file, such as `*isIncomplete*`, say nothing that is kept
            while field.chunk().await.map_err(|error| broken(&error))?.is_some() {}
            continue;
        };
        if name.chars().count() > LONGEST_NAME || name.chars().any(char::is_control) {
            return Err(Problem::bad("the name of a file cannot be one", "send it under a short name of one line"));
        }
        let kind: String = field.content_type().unwrap_or("application/octet-stream").chars().take(100).collect();
        let mut coming = Coming::begin(server.dir(), name, kind)?;
        while let Some(bytes) = field.chunk().await.map_err(|error| broken(&error))? {
            coming.write(&bytes)?;
        }
        files.push(coming);
    }
    let xml = xml.ok_or_else(|| Problem::bad(format!("there is no part `{XML}`"), "send it as OpenRosa says"))?;
    Ok(Sent { xml, files })
}

async fn read(field: &mut Field<'_>) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(|error| broken(&error))? {
        if bytes.len() + chunk.len() > MOST_XML {
            return Err(large("XML of more than 4 MB"));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

impl Sent {
    /// Keeps it: when this returns it is on the disk.
    pub fn keep(self, server: &Server, sender: &str) -> Result<Arrived, Problem> {
        let heading = heading(&self.xml)?;
        let forms = server.forms.all()?;
        if !forms.iter().any(|form| form.form.id == heading.form) {
            return Err(Problem::none(
                format!("no form `{}` is sent out by this city", heading.form),
                "get the form from here again; a city's own forms lie in its folder forms",
            ));
        }
        let files = self.files.into_iter().map(|file| file.finish(server.dir())).collect::<Result<Vec<_>, _>>()?;
        let came = Came {
            form: &heading.form,
            form_version: &heading.version,
            instance: &heading.instance,
            digest: &secret::digest(&self.xml),
            xml: &self.xml,
            sender,
            received: &now(),
        };
        Ok(server.desk()?.receive(&came, &files).map_err(FlowError::from)?)
    }
}

fn large(what: &str) -> Problem {
    Problem {
        status: StatusCode::PAYLOAD_TOO_LARGE,
        title: "This is too large",
        detail: format!("{what} in one request"),
        hint: "send the files of one submission in several requests".to_owned(),
    }
}

fn broken(error: &MultipartError) -> Problem {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        return large(&format!("more than {} MB", MOST_BYTES >> 20));
    }
    Problem::bad("the request broke off, or is no multipart/form-data", "send it again")
}
