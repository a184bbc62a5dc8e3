//! Jobs as the page asks for them.

use super::answered::{Answer, Asker, MOST_JSON, said, worked};
use super::jobs::JobAsked;
use crate::answer::Problem;
use crate::machines::{Of, Routes, Told};
use crate::rights::Right;
use axum::body::Bytes;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use city::job::{Job, JobStage};
use serde_json::{Value, json};

pub(super) fn routes() -> Routes {
    let number = |told: Told| told.part("id", "Number of the job", Of::Text).needs(Right::Work);
    let stages: Vec<&str> = JobStage::ALL.iter().map(|stage| stage.as_str()).collect();
    let takes = json!({
        "type": "object", "required": ["stage"], "additionalProperties": false,
        "properties": {
            "stage": { "type": "string", "enum": stages }, "case": { "type": ["string", "null"] },
            "trial": { "type": ["string", "null"], "description": "The trial that it works on; none for the city itself" },
        },
    });
    let add = Told::post("/api/jobs", "Has a stage run over the city, or over a trial").needs(Right::Work);
    Routes::new()
        .add_up_to(MOST_JSON, add.takes("application/json", takes).gives(202, "application/json", "Its number"), begin)
        .add(Told::get("/api/jobs", "Jobs, the newest first").needs(Right::Work), list)
        .add(number(Told::get("/api/jobs/{id}", "A job and how far it is")), one)
        .add(number(Told::delete("/api/jobs/{id}", "Stops a job")).gives(204, "", "It is asked to stop"), stop)
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    stage: JobStage,
    #[serde(default)]
    case: Option<String>,
    #[serde(default)]
    trial: Option<String>,
}

async fn begin(asker: Asker, body: Bytes) -> Response {
    worked(move || {
        let wanted: Wanted = said(&body)?;
        let trial = wanted.trial.filter(|trial| !trial.is_empty());
        if let Some(trial) = &trial {
            flow::trial_workspace(&asker.server.workspace()?, trial)?;
        }
        let job = JobAsked {
            stage: wanted.stage,
            case: wanted.case.filter(|case| !case.is_empty()),
            trial,
            who: asker.who.name().to_owned(),
        };
        let full = || Problem {
            status: StatusCode::TOO_MANY_REQUESTS,
            title: "Too many jobs wait",
            detail: "nothing more is taken before some are done".to_owned(),
            hint: "stop some, or wait".to_owned(),
        };
        let id = asker.jobs().add(&asker.server, job).ok_or_else(full)?;
        Ok((StatusCode::ACCEPTED, json!({ "id": id.to_string() })))
    })
    .await
}

async fn list(asker: Asker) -> Response {
    worked(move || Ok((StatusCode::OK, asker.jobs().all().iter().map(shown).collect()))).await
}

async fn one(asker: Asker, Path(id): Path<String>) -> Response {
    worked(move || {
        let job = id.parse().ok().and_then(|id| asker.jobs().one(id)).ok_or_else(|| none(&id))?;
        Ok((StatusCode::OK, shown(&job)))
    })
    .await
}

async fn stop(asker: Asker, Path(id): Path<String>) -> Response {
    worked(move || -> Answer {
        let there = id.parse().is_ok_and(|id| asker.jobs().cancel(&asker.server, id));
        if there { Ok((StatusCode::NO_CONTENT, Value::Null)) } else { Err(none(&id).into()) }
    })
    .await
}

fn none(id: &str) -> Problem {
    Problem::none(format!("there is no job `{id}`"), "GET /api/jobs lists them")
}

fn shown(job: &Job) -> Value {
    let mut shown = json!(job);
    shown["id"] = job.id.to_string().into();
    shown
}
