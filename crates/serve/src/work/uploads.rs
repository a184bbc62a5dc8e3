//! Uploads as the page sends, looks at and accepts them.

use super::answered::{Answer, Asker, MOST_JSON, Refusal, known, said, worked};
use crate::answer::Problem;
use crate::machines::{Of, Routes, Told};
use crate::rights::Right;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use city::Basis;
use flow::{Looked, Previewed, Proposed, Upload, UploadColumn};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::future::poll_fn;
use std::io::Write;
use std::pin::Pin;
use std::time::Duration;

/// Bytes of one file.
const MOST_BYTES: u64 = 200 << 20;
/// How long a file may take to arrive.
const MOST_TIME: Duration = Duration::from_mins(1);

pub(super) fn routes() -> Routes {
    let number = |told: Told| told.part("id", "Id of the upload", Of::Text).needs(Right::Work);
    let settings = json!({
        "type": "object", "required": ["settings"],
        "properties": { "settings": { "type": "object", "description": "What a [[source]] of city.toml says, without `file` and `reader`" } },
    });
    let add = Told::post("/api/uploads", "Sends a file, which waits beside the city").needs(Right::Work);
    let add = add.must_ask("name", "The name of the file", Of::Text);
    let add = add.takes("application/octet-stream", json!({ "type": "string", "format": "binary" }));
    let preview = number(Told::post("/api/uploads/{id}/preview", "What an upload would become, and all that is wrong"));
    let accept = number(Told::post("/api/uploads/{id}/accept", "Makes an upload a source of the city"));
    Routes::new()
        .add(add.gives(201, "application/json", "What it holds"), send)
        .add(Told::get("/api/uploads", "Files that wait").needs(Right::Work), list)
        .add(number(Told::get("/api/uploads/{id}", "What a file that waits holds")), one)
        .add(number(Told::delete("/api/uploads/{id}", "Takes a file away")).gives(204, "", "It is gone"), drop_it)
        .add_up_to(MOST_JSON, preview.takes("application/json", settings.clone()), preview_it)
        .add_up_to(
            MOST_JSON,
            accept.takes("application/json", settings).gives(
                201,
                "application/json",
                "The source, and the job that brings it in",
            ),
            accept_it,
        )
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    settings: Value,
}

async fn send(asker: Asker, Query(query): Query<BTreeMap<String, String>>, body: Body) -> Response {
    let name = query.get("name").cloned().unwrap_or_default();
    let begun = {
        let server = std::sync::Arc::clone(&asker.server);
        tokio::task::spawn_blocking(move || -> Result<Upload, Refusal> {
            Ok(flow::begin_upload(&server.workspace()?, &name)?)
        })
    };
    let upload = match begun.await {
        Ok(Ok(upload)) => upload,
        Ok(Err(refusal)) => return refusal.into_response(),
        Err(_) => return Problem::inside("the upload broke off").into_response(),
    };
    let received = tokio::time::timeout(MOST_TIME, receive(&upload, body)).await;
    let problem = match received {
        Ok(Ok(())) => None,
        Ok(Err(problem)) => Some(problem),
        Err(_) => Some(Problem {
            status: StatusCode::REQUEST_TIMEOUT,
            title: "The file took too long",
            detail: format!("a file has {} seconds to arrive", MOST_TIME.as_secs()),
            hint: "send it again, or copy it into the city's folder and name it in city.toml".to_owned(),
        }),
    };
    worked(move || {
        let workspace = asker.server.workspace()?;
        if let Some(problem) = problem {
            let _ = flow::drop_upload(&workspace, &upload.id);
            return Err(problem.into());
        }
        Ok((StatusCode::CREATED, looked(&flow::look_at_upload(&workspace, &upload.id)?)))
    })
    .await
}

/// Writes a body to its file as it comes, and no more of it than is allowed.
async fn receive(upload: &Upload, mut body: Body) -> Result<(), Problem> {
    let full = || Problem::inside("the file could not be written: is the disk full?");
    let mut file = std::fs::File::create(&upload.path).map_err(|_| full())?;
    let mut bytes = 0_u64;
    while let Some(frame) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
        let frame = frame.map_err(|_| Problem::bad("the file broke off on its way", "send it again"))?;
        let Some(data) = frame.data_ref() else { continue };
        bytes += data.len() as u64;
        if bytes > MOST_BYTES {
            return Err(Problem {
                status: StatusCode::PAYLOAD_TOO_LARGE,
                title: "The file is too large",
                detail: format!("a file may have {} MiB", MOST_BYTES >> 20),
                hint: "copy it into the city's folder and name it in city.toml".to_owned(),
            });
        }
        file.write_all(data).map_err(|_| full())?;
    }
    if bytes == 0 {
        return Err(Problem::bad("the file is empty", "send the bytes of the file as the body"));
    }
    file.sync_all().map_err(|_| full())
}

async fn list(asker: Asker) -> Response {
    worked(move || {
        let all = flow::uploads(&asker.server.workspace()?);
        Ok((StatusCode::OK, all.iter().map(|one| json!({ "id": one.id, "name": one.name })).collect()))
    })
    .await
}

async fn one(asker: Asker, Path(id): Path<String>) -> Response {
    worked(move || Ok((StatusCode::OK, looked(&flow::look_at_upload(&asker.server.workspace()?, &id)?)))).await
}

async fn drop_it(asker: Asker, Path(id): Path<String>) -> Response {
    worked(move || -> Answer {
        flow::drop_upload(&asker.server.workspace()?, &id)?;
        Ok((StatusCode::NO_CONTENT, Value::Null))
    })
    .await
}

async fn preview_it(asker: Asker, Path(id): Path<String>, body: Bytes) -> Response {
    worked(move || {
        let wanted: Wanted = said(&body)?;
        let shown = flow::preview_upload(&asker.server.workspace()?, &id, &wanted.settings)?;
        Ok((StatusCode::OK, previewed(&shown)))
    })
    .await
}

async fn accept_it(asker: Asker, Path(id): Path<String>, body: Bytes) -> Response {
    worked(move || {
        let wanted: Wanted = said(&body)?;
        let done = flow::accept_upload(&asker.server.workspace()?, &id, &wanted.settings)?;
        Ok((StatusCode::CREATED, json!({ "source": done.source, "file": done.file, "job": asker.collected() })))
    })
    .await
}

fn looked(found: &Looked) -> Value {
    json!({
        "id": found.upload.id, "name": found.upload.name, "format": found.format, "bytes": found.bytes, "encoding": null,
        "delimiter": found.delimiter, "sheets": found.sheets, "holds": found.holds, "rows": found.rows,
        "columns": found.columns.iter().map(column).collect::<Vec<_>>(), "problems": found.problems,
        "settings": found.settings,
    })
}

fn column(column: &UploadColumn) -> Value {
    let proposed = column.proposed.as_ref().map(|proposed| match proposed {
        Proposed::Indicator { id, label, unit, sure } => {
            json!({ "indicator": id, "label": label, "unit": unit, "sure": sure })
        }
        Proposed::Place { prefix, by } => json!({ "place": by, "prefix": prefix }),
        Proposed::Period => json!({ "period": true }),
        Proposed::Longitude => json!({ "longitude": true }),
        Proposed::Latitude => json!({ "latitude": true }),
    });
    json!({ "name": column.name, "type": column.holds, "examples": column.examples, "proposed": proposed })
}

fn previewed(shown: &Previewed) -> Value {
    let fields = flow::fields();
    let observations = shown.observations.iter().zip(&shown.names).map(|(o, name)| {
        let field = fields.as_ref().ok().and_then(|fields| fields.get(&o.indicator));
        let place = match &o.basis {
            Basis::Reported { locator } => locator.as_str(),
            Basis::Derived { method, .. } => method.as_str(),
        };
        let mut row = json!({
            "place": o.place, "name": name, "indicator": o.indicator, "label": field.map(|f| f.label.as_str()),
            "unit": field.map(|f| f.unit.as_str()), "group": o.group.to_string(), "period": o.period.as_str(), "row": place,
        });
        if let (Some(row), Value::Object(more)) = (row.as_object_mut(), known(&o.value)) {
            row.extend(more);
        }
        row
    });
    json!({
        "columns": shown.columns, "rows": shown.rows, "observations": observations.collect::<Vec<_>>(),
        "counts": {
            "rows": shown.row_count, "places": shown.place_count, "observations": shown.observation_count,
            "features": shown.feature_count,
        },
        "problems": shown.problems,
    })
}
