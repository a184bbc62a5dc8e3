//! `/api/inbox`: what came from the field and waits for its community, without names, telephones and photos.

use super::{body, done, private, text, worked};
use crate::answer::Problem;
use crate::current::Server;
use crate::machines::{JSON, Of, Routes, Told};
use crate::rights::{Right, Who};
use axum::Extension;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use city::desk::{Account, Decision, Role, State as Stand, Submission};
use city::source::Level;
use flow::FlowError;
use flow::desk::{Confirmation, Desk, summary};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Bytes of a body here.
const MOST_BYTES: usize = 64 << 10;
/// Rows of an answer.
const MOST: u32 = 200;
/// The longest reason, in characters.
const LONGEST_REASON: usize = 2000;

pub(super) fn routes() -> Routes {
    let states = Stand::ALL.iter().map(|state| state.as_str()).collect();
    let confirming = json!({ "type": "object", "required": ["owner", "level"], "properties": {
        "owner": { "type": "string" }, "level": { "enum": Level::ALL }, "boundary": { "type": "boolean" },
        "purpose": { "type": "string" } } });
    let reason =
        || json!({ "type": "object", "required": ["reason"], "properties": { "reason": { "type": "string" } } });
    Routes::new()
        .add(
            Told::get("/api/inbox", "What came from the field, the latest first")
                .needs(Right::Decide)
                .asks("form", "the id of a form", Of::Text)
                .asks("state", "how far it has come", Of::One(states))
                .asks("before", "only what came before this number", Of::Whole(0))
                .asks("language", "of labels: en, fr, pt, es", Of::Text),
            list,
        )
        .add(
            Told::get("/api/inbox/{id}", "One of them").needs(Right::Decide).part("id", "its number", Of::Whole(0)),
            one,
        )
        .add_up_to(
            MOST_BYTES,
            Told::post("/api/inbox/{id}/confirm", "Confirm it: it becomes a part of the city at the next `collect`")
                .needs(Right::Decide)
                .part("id", "its number", Of::Whole(0))
                .takes(JSON, confirming),
            confirm,
        )
        .add_up_to(
            MOST_BYTES,
            Told::post("/api/inbox/{id}/refuse", "Refuse it; it stays, with the reason")
                .needs(Right::Decide)
                .part("id", "its number", Of::Whole(0))
                .takes(JSON, reason())
                .gives(204, "", "refused"),
            refuse,
        )
        .add_up_to(
            MOST_BYTES,
            Told::post(
                "/api/inbox/{id}/withdraw",
                "Take what was confirmed back: it leaves the city at the next `collect`",
            )
            .needs(Right::Decide)
            .part("id", "its number", Of::Whole(0))
            .takes(JSON, reason())
            .gives(204, "", "withdrawn"),
            withdraw,
        )
}

/// Whether it is theirs to see: what is confirmed is its owner's; what waits is of the community whose account sent it, and of every
/// community where an account sent it that speaks for none.
fn is_theirs(who: &Who, accounts: &[Account], submission: &Submission) -> bool {
    let Some(owners) = &who.owners else { return true };
    if !submission.owner.is_empty() {
        return owners.contains(&submission.owner);
    }
    let sender = accounts.iter().find(|account| account.name == submission.sender);
    let of_sender = sender.filter(|account| account.role == Role::Community).map(|account| &account.owners);
    of_sender.is_none_or(|of_sender| of_sender.iter().any(|owner| owners.contains(owner)))
}

fn told(
    server: &Server,
    desk: &Desk,
    (submission, xml): (&Submission, &[u8]),
    language: &str,
) -> Result<Value, Problem> {
    let forms = server.forms.all()?;
    let summary = summary(forms.iter().find(|form| form.form.id == submission.form), xml, language);
    let files = desk.attachments(submission.id)?;
    let rows: Vec<Value> =
        summary.rows.iter().map(|(label, value)| json!({ "label": label, "value": value })).collect();
    let files: Vec<Value> = files
        .iter()
        .map(|file| json!({ "name": file_name(&file.about.name), "kind": file.about.kind, "bytes": file.about.bytes }))
        .collect();
    let problems = serde_json::to_value(&summary.problems).map_err(|error| Problem::inside(error.to_string()))?;
    Ok(json!({
        "id": submission.id, "form": submission.form, "form_version": submission.form_version,
        "edition": submission.edition, "received": submission.received, "from": submission.sender,
        "state": submission.state, "owner": submission.owner, "source": submission.source, "reason": submission.reason,
        "decided": submission.decided, "decided_by": submission.decided_by, "settlement": summary.settlement,
        "summary": rows, "attachments": files, "problems": problems,
    }))
}

/// The name of a file without what people write into names: its ending.
fn file_name(name: &str) -> String {
    match name.rsplit_once('.') {
        Some((_, ending)) if ending.len() <= 5 && ending.chars().all(|c| c.is_ascii_alphanumeric()) => {
            format!("file.{ending}")
        }
        _ => "file".to_owned(),
    }
}

type Words = Vec<(String, String)>;

fn said<'a>(query: &'a Words, name: &str) -> Option<&'a str> {
    query.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
}

async fn list(
    State(server): State<Arc<Server>>,
    Extension(who): Extension<Who>,
    Query(query): Query<Words>,
) -> Response {
    worked(move || {
        who.may(Right::Decide)?;
        let Some(desk) = server.desk_if_there()? else { return Ok(private(StatusCode::OK, &json!([]))) };
        let state = said(&query, "state").map(str::parse::<Stand>).transpose();
        let state = state.map_err(|error| Problem::bad(error.to_string(), "leave `state` away for all of them"))?;
        let before = said(&query, "before").map(str::parse::<i64>).transpose();
        let before = before.map_err(|_| Problem::bad("`before` is no number", "name the number of a submission"))?;
        let wanted = (said(&query, "form"), state.map(Stand::as_str));
        let accounts = desk.accounts()?;
        let mut all = Vec::new();
        for submission in desk.submissions(wanted, before, MOST)? {
            if is_theirs(&who, &accounts, &submission)
                && let Some((submission, xml)) = desk.submission(submission.id)?
            {
                all.push(told(&server, desk, (&submission, &xml), said(&query, "language").unwrap_or("en"))?);
            }
        }
        Ok(private(StatusCode::OK, &all.into()))
    })
    .await
}

/// A submission that is theirs.
fn theirs<'a>(server: &'a Server, who: &Who, id: &str) -> Result<(&'a Desk, Submission, Vec<u8>), Problem> {
    who.may(Right::Decide)?;
    let none = || Problem::none(format!("there is no submission {id}"), "look at the inbox");
    let number: i64 = id.parse().map_err(|_| none())?;
    let desk = server.desk_if_there()?.ok_or_else(none)?;
    let (submission, xml) = desk.submission(number)?.ok_or_else(none)?;
    if is_theirs(who, &desk.accounts()?, &submission) { Ok((desk, submission, xml)) } else { Err(none()) }
}

async fn one(
    State(server): State<Arc<Server>>,
    Extension(who): Extension<Who>,
    Path(id): Path<String>,
    Query(query): Query<Words>,
) -> Response {
    worked(move || {
        let (desk, submission, xml) = theirs(&server, &who, &id)?;
        let language = said(&query, "language").unwrap_or("en");
        Ok(private(StatusCode::OK, &told(&server, desk, (&submission, &xml), language)?))
    })
    .await
}

async fn confirm(
    State(server): State<Arc<Server>>,
    Extension(who): Extension<Who>,
    Path(id): Path<String>,
    bytes: Bytes,
) -> Response {
    worked(move || {
        let (desk, submission, _) = theirs(&server, &who, &id)?;
        let body = body(&bytes)?;
        let missing = |key: &str| Problem::bad(format!("`{key}` is missing"), "say owner, level and boundary");
        let owner = text(&body, "owner")?.ok_or_else(|| missing("owner"))?.trim().to_owned();
        if !who.speaks_for(&owner) {
            let known: BTreeSet<&String> = who.owners.iter().flatten().collect();
            let hint =
                format!("you speak for {}", known.into_iter().map(String::as_str).collect::<Vec<_>>().join("; "));
            let title = "This is not yours to do";
            return Err(Problem {
                status: StatusCode::FORBIDDEN,
                title,
                detail: format!("you do not speak for `{owner}`"),
                hint,
            });
        }
        let level = text(&body, "level")?.ok_or_else(|| missing("level"))?.parse::<Level>();
        let said = Confirmation {
            owner,
            level: level.map_err(|error| Problem::bad(error.to_string(), "say who may see it"))?,
            boundary: body.get("boundary").and_then(Value::as_bool).unwrap_or(false),
            purpose: text(&body, "purpose")?.unwrap_or_default().to_owned(),
            by: who.name().to_owned(),
        };
        let forms = server.forms.all()?;
        let form = forms.iter().find(|form| form.form.id == submission.form);
        let source = flow::desk::confirm(&server.workspace()?, desk, (submission.id, form), &said)?;
        Ok(private(
            StatusCode::OK,
            &json!({ "source": source, "consent": source, "job": server.jobs().collect(&server, who.name()) }),
        ))
    })
    .await
}

fn reason(bytes: &Bytes) -> Result<String, Problem> {
    let body = body(bytes)?;
    let reason = text(&body, "reason")?.unwrap_or_default().trim().to_owned();
    if reason.is_empty() || reason.chars().count() > LONGEST_REASON {
        return Err(Problem::bad("there is no reason", "say why, in a few words: it is kept"));
    }
    Ok(reason)
}

async fn refuse(
    State(server): State<Arc<Server>>,
    Extension(who): Extension<Who>,
    Path(id): Path<String>,
    bytes: Bytes,
) -> Response {
    worked(move || {
        let (desk, submission, _) = theirs(&server, &who, &id)?;
        let decision = Decision {
            state: Stand::Refused,
            owner: String::new(),
            source: String::new(),
            reason: reason(&bytes)?,
            by: who.name().to_owned(),
            when: crate::current::now(),
        };
        if desk.decide(submission.id, Stand::Waiting, &decision)? {
            return Ok(done());
        }
        Err(FlowError::Desk(format!("submission {id} does not wait any more\n  hint: look at the inbox again")).into())
    })
    .await
}

async fn withdraw(
    State(server): State<Arc<Server>>,
    Extension(who): Extension<Who>,
    Path(id): Path<String>,
    bytes: Bytes,
) -> Response {
    worked(move || {
        let (desk, submission, _) = theirs(&server, &who, &id)?;
        flow::desk::withdraw(&server.workspace()?, desk, submission.id, (&reason(&bytes)?, who.name()))?;
        Ok(done())
    })
    .await
}
