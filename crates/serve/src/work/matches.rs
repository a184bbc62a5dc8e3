//! Names that match no known place, and boundaries that are drawn.

use super::answered::{Asker, MOST_JSON, said, worked};
use crate::machines::{Of, Routes, Told};
use crate::rights::Right;
use axum::body::Bytes;
use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::Response;
use flow::{BoundaryAsked, DrawnBoundary, Match};
use serde_json::{Value, json};
use std::collections::BTreeMap;

pub(super) fn routes() -> Routes {
    let text = || json!({ "type": "string" });
    let accept = json!({
        "type": "object", "required": ["source", "text", "accept"], "additionalProperties": false,
        "properties": { "source": text(), "text": text(), "accept": text() },
    });
    let draw = json!({
        "type": "object", "required": ["place", "geometry", "reason"], "additionalProperties": false,
        "properties": { "place": text(), "geometry": { "type": "object" }, "reason": text() },
    });
    let accepting = Told::post("/api/matches", "Accepts what a name means").needs(Right::Work);
    let drawing = Told::post("/api/boundaries", "Draws the boundary of a place").needs(Right::Work);
    let drawing = drawing.takes("application/json", draw).gives(
        201,
        "application/json",
        "The boundary, and the job that brings it in",
    );
    let drawn = Told::get("/api/boundaries", "Boundaries that were drawn").needs(Right::Work);
    Routes::new()
        .add(Told::get("/api/matches", "Names that match no known place, with proposals").needs(Right::Work), list)
        .add_up_to(MOST_JSON, accepting.takes("application/json", accept), accepted)
        .add(drawn.asks("place", "Only those of a place", Of::Place), boundaries)
        .add_up_to(MOST_JSON, drawing, draw_it)
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    source: String,
    text: String,
    accept: String,
}

async fn list(asker: Asker) -> Response {
    worked(move || Ok((StatusCode::OK, flow::matches(&asker.server.workspace()?)?.iter().map(matched).collect()))).await
}

fn matched(one: &Match) -> Value {
    let candidates: Vec<Value> =
        one.candidates.iter().map(|c| json!({ "accept": c.accept, "name": c.name, "score": c.score })).collect();
    json!({
        "source": one.source, "source_title": one.source_title, "text": one.text, "rows": one.rows,
        "first_row": one.first_row, "prefix": one.prefix, "reason": "", "candidates": candidates,
    })
}

async fn accepted(asker: Asker, body: Bytes) -> Response {
    worked(move || {
        let wanted: Wanted = said(&body)?;
        flow::accept_match(&asker.server.workspace()?, &wanted.source, &wanted.text, &wanted.accept)?;
        Ok((StatusCode::OK, json!({ "job": asker.collected() })))
    })
    .await
}

async fn boundaries(asker: Asker, Query(query): Query<BTreeMap<String, String>>) -> Response {
    worked(move || {
        let all = flow::boundaries(&asker.server.workspace()?, &asker.by())?;
        let place = query.get("place").filter(|place| !place.is_empty());
        let wanted = all.iter().filter(|one| place.is_none_or(|place| one.place == *place));
        Ok((StatusCode::OK, wanted.map(drawn).collect()))
    })
    .await
}

fn drawn(one: &DrawnBoundary) -> Value {
    json!({
        "place": one.place, "name": one.name, "reason": one.reason, "who": one.who, "when": one.when, "area_m2": one.area_m2,
        "current": one.current, "consent": one.consent,
    })
}

async fn draw_it(asker: Asker, body: Bytes) -> Response {
    worked(move || {
        let wanted: BoundaryAsked = said(&body)?;
        let done = flow::draw(&asker.server.workspace()?, &wanted, &asker.by())?;
        Ok((StatusCode::CREATED, json!({ "place": done.place, "boundary": drawn(&done), "job": asker.collected() })))
    })
    .await
}
