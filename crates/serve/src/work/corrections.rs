//! Corrections as the page makes and lists them.

use super::answered::{Asker, MOST_JSON, known, said, worked};
use crate::machines::{Of, Routes, Told};
use crate::rights::Right;
use axum::body::Bytes;
use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::Response;
use flow::{Corrected, CorrectionAsked};
use serde_json::{Value, json};
use std::collections::BTreeMap;

pub(super) fn routes() -> Routes {
    let text = || json!({ "type": "string" });
    let number = || json!({ "type": ["number", "null"] });
    let takes = json!({
        "type": "object", "required": ["place", "indicator", "period", "value", "reason"], "additionalProperties": false,
        "properties": {
            "place": text(), "indicator": text(), "group": text(), "period": text(),
            "value": { "description": "A number, or codes with `;` between" },
            "low": number(), "high": number(), "unit": { "type": ["string", "null"] }, "reason": text(),
        },
    });
    let add = Told::post("/api/corrections", "Puts a number in place of another, which is kept").needs(Right::Work);
    let add = add.takes("application/json", takes).gives(
        201,
        "application/json",
        "The correction, and the job that brings it in",
    );
    let list = Told::get("/api/corrections", "Corrections, and what they corrected").needs(Right::Work);
    Routes::new()
        .add_up_to(MOST_JSON, add, correct)
        .add(list.asks("place", "Only those of a place", Of::Place), corrections)
}

async fn correct(asker: Asker, body: Bytes) -> Response {
    worked(move || {
        let wanted: CorrectionAsked = said(&body)?;
        let done = flow::correct(&asker.server.workspace()?, &wanted, &asker.by())?;
        Ok((StatusCode::CREATED, json!({ "correction": shown(&done), "job": asker.collected() })))
    })
    .await
}

async fn corrections(asker: Asker, Query(query): Query<BTreeMap<String, String>>) -> Response {
    worked(move || {
        let (all, problems) = flow::corrections(&asker.server.workspace()?, &asker.by())?;
        let place = query.get("place").filter(|place| !place.is_empty());
        let wanted = all.iter().filter(|one| place.is_none_or(|place| one.correction.place.as_str() == place));
        let list = wanted.map(|one| {
            let mut shown = shown(one);
            let of_row: Vec<_> = problems.iter().filter(|p| p.row == Some(one.correction.row)).collect();
            shown["problems"] = json!(of_row);
            shown
        });
        Ok((StatusCode::OK, list.collect()))
    })
    .await
}

fn shown(one: &Corrected) -> Value {
    let c = &one.correction;
    let mut shown = json!({
        "row": c.row, "place": c.place, "name": one.name, "indicator": c.indicator, "label": one.label,
        "group": c.group.to_string(), "period": c.period.as_str(), "unit": one.unit, "reason": c.reason, "who": c.who,
        "when": c.when, "replaces": c.replaces, "was": one.was.as_ref().map(known), "problems": [],
    });
    if let (Some(shown), Value::Object(more)) = (shown.as_object_mut(), known(&c.value)) {
        shown.extend(more);
    }
    shown
}
