//! Trials, what may be changed in them, and how they compare.

use super::answered::{Answer, Asker, MOST_JSON, said, worked};
use crate::answer::Problem;
use crate::current::Choice as Copy;
use crate::machines::{Of, Routes, Told};
use crate::rights::Right;
use axum::body::Bytes;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::Response;
use flow::{Choice, ChoiceKind, Compared, FlowError, Side, Trial};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// How many trials are compared with what is.
const MOST_COMPARED: usize = 3;

pub(super) fn routes() -> Routes {
    let takes = json!({
        "type": "object", "required": ["name", "changes"], "additionalProperties": false,
        "properties": {
            "name": { "type": "string", "minLength": 1, "maxLength": 120 },
            "changes": { "type": "object", "description": "A value for each id of GET /api/choices that is to be changed" },
        },
    });
    let make = Told::post("/api/trials", "Makes a trial: the city with something changed").needs(Right::Work);
    let drop = Told::delete("/api/trials/{id}", "Takes a trial away").needs(Right::Work).part(
        "id",
        "Id of the trial",
        Of::Text,
    );
    let compare = Told::get("/api/compare", "Trials beside what is").needs(Right::Work);
    let compare = compare
        .asks("with", "Ids of up to three trials, with `,` between", Of::Text)
        .asks("chain", "Id of the impact chain", Of::Text)
        .asks("kind", "Kind of places", Of::One(vec!["settlement", "district", "city"]));
    Routes::new()
        .add(Told::get("/api/choices", "What may be changed in a trial").needs(Right::Work), choices)
        .add(Told::get("/api/trials", "Trials of this city").needs(Right::Work), list)
        .add_up_to(MOST_JSON, make.takes("application/json", takes).gives(201, "application/json", "Its id"), begin)
        .add(drop.gives(204, "", "It is gone"), end)
        .add(compare, beside)
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    name: String,
    changes: Map<String, Value>,
}

async fn choices(asker: Asker) -> Response {
    worked(move || Ok((StatusCode::OK, flow::choices(&asker.server.workspace()?)?.iter().map(choice).collect()))).await
}

fn choice(one: &Choice) -> Value {
    let mut shown = json!({
        "id": one.id, "stage": one.stage, "group": one.group, "label": one.label, "unit": one.unit, "now": one.now,
        "words": one.words, "low": null, "high": null, "step": null, "options": [],
    });
    match &one.kind {
        ChoiceKind::Number(low, high) => {
            shown["kind"] = "number".into();
            (shown["low"], shown["high"]) = (json!(low), json!(high));
        }
        ChoiceKind::Flag => shown["kind"] = "flag".into(),
        ChoiceKind::Choice(options) => {
            shown["kind"] = "choice".into();
            shown["options"] = options.iter().map(|(id, label)| json!({ "id": id, "label": label })).collect();
        }
    }
    shown
}

async fn list(asker: Asker) -> Response {
    worked(move || Ok((StatusCode::OK, flow::trials(&asker.server.workspace()?)?.iter().map(trial).collect()))).await
}

fn trial(one: &Trial) -> Value {
    json!({
        "id": one.id, "name": one.name, "changes": one.changes, "made": one.made, "case": one.case, "stages": one.stages,
        "ready": !one.stages.is_empty(),
    })
}

async fn begin(asker: Asker, body: Bytes) -> Response {
    worked(move || {
        let wanted: Wanted = said(&body)?;
        let made = flow::make_trial(&asker.server.workspace()?, &wanted.name, &wanted.changes)?;
        Ok((StatusCode::CREATED, trial(&made)))
    })
    .await
}

async fn end(asker: Asker, Path(id): Path<String>) -> Response {
    worked(move || -> Answer {
        if asker.jobs().uses(&id) {
            return Err(Problem {
                status: StatusCode::CONFLICT,
                title: "The trial is at work",
                detail: format!("a job works on `{id}` or waits for it"),
                hint: "stop the job first".to_owned(),
            }
            .into());
        }
        flow::drop_trial(&asker.server.workspace()?, &id)?;
        Ok((StatusCode::NO_CONTENT, Value::Null))
    })
    .await
}

async fn beside(asker: Asker, Query(query): Query<BTreeMap<String, String>>) -> Response {
    worked(move || {
        let given = |key: &str| query.get(key).map(String::as_str).filter(|text| !text.is_empty());
        let ids: Vec<&str> = given("with").unwrap_or_default().split(',').filter(|id| !id.is_empty()).collect();
        if ids.len() > MOST_COMPARED {
            return Err(Problem::bad("at most three trials are compared", "name fewer").into());
        }
        let kind = given("kind")
            .map(str::parse)
            .transpose()
            .map_err(|_| Problem::bad("there is no such kind", "settlement, district or city"))?;
        let city = asker.server.workspace()?;
        let trials: Vec<Trial> = ids.iter().map(|id| flow::trial(&city, id)).collect::<Result<_, FlowError>>()?;
        let copy = |trial: Option<String>| asker.server.look(&Copy { trial, audience: asker.who.audience() });
        let now = copy(None)?;
        let looks = trials.iter().map(|t| copy(Some(t.id.clone()))).collect::<Result<Vec<_>, _>>()?;
        let mut sides = vec![Side { id: String::new(), workspace: city.clone(), look: &now, case: None }];
        for (trial, look) in trials.iter().zip(&looks) {
            let workspace = flow::trial_workspace(&city, &trial.id)?;
            sides.push(Side { id: trial.id.clone(), workspace, look, case: trial.case.clone() });
        }
        let found = flow::compare(&sides, given("chain"), kind)?;
        Ok((StatusCode::OK, compared(&found, &trials)))
    })
    .await
}

fn compared(found: &Compared, trials: &[Trial]) -> Value {
    let first = json!({ "id": "", "name": "", "changes": {}, "stages": [] });
    let scenarios: Vec<Value> = std::iter::once(first).chain(trials.iter().map(trial)).collect();
    let places = found.places.iter().map(|(id, name, stands)| {
        let stands: Vec<Value> =
            stands.iter().map(|s| json!({ "value": s.value, "rank": s.rank, "class": s.class })).collect();
        json!({ "id": id, "name": name, "scenarios": stands })
    });
    let swapped = found.swapped.iter().map(|s| {
        let why: Vec<Value> =
            s.why.iter().map(|p| json!({ "indicator": p.indicator, "label": p.label, "part": p.part })).collect();
        json!({
            "place": s.place, "name": s.name, "scenario": s.scenario, "from": s.from, "to": s.to,
            "difference": s.difference, "why": why,
        })
    });
    let plans = found.plans.iter().map(|plan| {
        let metrics: Vec<Value> =
            plan.metrics.iter().map(|m| json!({ "label": m.label, "unit": m.unit, "value": m.value })).collect();
        let builds: Vec<Value> = plan
            .builds
            .iter()
            .map(|b| json!({ "year": b.year, "label": b.label, "count": b.count, "place": b.place }))
            .collect();
        json!({ "id": plan.id, "case": plan.case, "metrics": metrics, "builds": builds })
    });
    let named = |(id, label): &(String, String)| json!({ "id": id, "label": label });
    json!({
        "chain": named(&found.chain), "chains": found.chains.iter().map(named).collect::<Vec<_>>(),
        "indicator": found.indicator, "label": found.label, "unit": "", "scenarios": scenarios,
        "places": places.collect::<Vec<_>>(), "swapped": swapped.collect::<Vec<_>>(), "not_run": found.not_run,
        "plan": plans.collect::<Vec<_>>(),
    })
}
