//! Against: answers that go against the form that asked for them, and choices that it does not have.

use super::names::Names;
use super::raw::{Raw, Row};
use crate::{Against, Answers, Breach, Kind, World, evaluate};
use city::Problem;
use std::collections::{BTreeMap, BTreeSet};

/// Where each instance of a repeat stands: path and instances, sheet and row.
type Places = BTreeMap<(String, Vec<usize>), (String, u64)>;

/// Columns that are not shown in problems, by path.
pub(super) type Hidden = BTreeSet<String>;

/// Reports every answer that goes against the form; nothing is dropped.
pub(super) fn check(raw: &Raw, names: &Names, hidden: &Hidden) -> Vec<Problem> {
    let Some(form) = names.form() else { return Vec::new() };
    let mut problems = Vec::new();
    for table in &raw.tables {
        for (at, column) in table.columns.iter().enumerate() {
            if let Some(asked) = names.question(column) {
                for row in &table.rows {
                    problems.extend(not_listed(row, (column, row.text(at)), &asked.question.kind, names));
                }
            }
        }
    }
    let children = children(raw);
    let there: BTreeSet<&str> = raw.tables.iter().flat_map(|t| t.columns.iter().map(String::as_str)).collect();
    let mut unknown: BTreeSet<(String, String)> = BTreeSet::new();
    let Some(main) = raw.tables.first() else { return problems };
    for (at, row) in main.rows.iter().enumerate() {
        let mut places = Places::new();
        let answers = answers(raw, &children, (0, at), &mut Vec::new(), &mut places);
        for breach in evaluate(form, &answers, &world(row, main.position("today"), main.position("end"))) {
            let exported = there.contains(breach.path.as_str());
            match breach.against {
                Against::Required if !exported => {}
                Against::NotEvaluated => {
                    if unknown.insert((breach.path.clone(), breach.expression.clone())) {
                        let problem =
                            Problem::note("form_not_checked").in_column(&breach.path).found(&breach.expression);
                        let why = breach.message.values().next().cloned().unwrap_or_default();
                        problems.push(problem.expected(why).hint("answers were not checked against it; said once"));
                    }
                }
                _ => problems.push(said(&breach, names, &places, hidden)),
            }
        }
    }
    problems
}

fn said(breach: &Breach, names: &Names, places: &Places, hidden: &Hidden) -> Problem {
    let problem = match breach.against {
        Against::Required => Problem::warning("answer_missing").expected("an answer, which the form requires"),
        Against::NotRelevant => {
            let expected = format!("no answer, for it was not to be asked: `{}`", breach.expression);
            Problem::warning("answer_not_asked").expected(expected)
        }
        Against::Constraint | Against::NotEvaluated => {
            let default = names.form().map(|form| form.default_language.as_str()).unwrap_or_default();
            let message = breach.message.get(default).or_else(|| breach.message.values().next());
            let words = message.map(|m| format!("{m}; ")).unwrap_or_default();
            Problem::warning("answer_against_constraint").expected(format!("{words}`{}`", breach.expression))
        }
    };
    let repeat = names.question(&breach.path).map(|asked| asked.repeat.clone()).unwrap_or_default();
    let place = places.get(&(repeat, breach.instances.clone())).or_else(|| places.get(&(String::new(), Vec::new())));
    let (sheet, row) = place.cloned().unwrap_or_default();
    let found = if breach.answer.is_empty() {
        String::new()
    } else if hidden.contains(&breach.path) {
        "an answer that is not shown".to_owned()
    } else {
        breach.answer.clone()
    };
    let problem = problem.in_sheet(&sheet).at_row(row).in_column(&breach.path).found(found);
    problem.hint("it came in as it stands; correct it in the survey tool")
}

fn not_listed(row: &Row, (column, text): (&str, &str), kind: &Kind, names: &Names) -> Option<Problem> {
    let (list, or_other, several) = match kind {
        Kind::SelectOne { list, or_other } => (list, *or_other, false),
        Kind::SelectMultiple { list, or_other } => (list, *or_other, true),
        Kind::Rank { list } => (list, false, true),
        _ => return None,
    };
    let held = names.form()?.choices.get(list).filter(|held| !held.choices.is_empty())?;
    let is_there = |code: &str| held.choices.iter().any(|c| c.name == code) || or_other && code == "other";
    let codes: Vec<&str> = if several { text.split_whitespace().collect() } else { vec![text] };
    let unknown: Vec<&str> = codes.into_iter().filter(|code| !code.is_empty() && !is_there(code)).collect();
    if unknown.is_empty() {
        return None;
    }
    let choices = held.choices.iter().map(|c| c.name.as_str()).collect::<Vec<_>>().join(", ");
    let problem = Problem::warning("choice_not_listed").in_sheet(&row.sheet).at_row(row.number).in_column(column);
    let problem = problem.found(unknown.join(" ")).expected(format!("a choice of `{list}`: {choices}"));
    Some(problem.hint("it came in as it stands: is this the form of the submission's version?"))
}

/// What the form's clock said: the day and moment at which the submission ended, else was sent.
fn world(row: &Row, today: Option<usize>, end: Option<usize>) -> World {
    let text = |at: Option<usize>| at.map(|at| row.text(at)).filter(|text| !text.is_empty());
    let now = text(end).unwrap_or(&row.meta.submitted).to_owned();
    let today = text(today).unwrap_or(&now).split('T').next().unwrap_or_default().to_owned();
    World { today, now }
}

/// The rows of each repeat by the row that they belong to: table and row.
fn children(raw: &Raw) -> BTreeMap<(usize, usize), Vec<(usize, usize)>> {
    let mut children: BTreeMap<(usize, usize), Vec<(usize, usize)>> = BTreeMap::new();
    for (table, held) in raw.tables.iter().enumerate() {
        for (at, row) in held.rows.iter().enumerate() {
            if let (Some(above), Some(parent)) = (held.parent.filter(|above| *above < table), row.parent) {
                children.entry((above, parent)).or_default().push((table, at));
            }
        }
    }
    children
}

fn answers(
    raw: &Raw,
    children: &BTreeMap<(usize, usize), Vec<(usize, usize)>>,
    (table, at): (usize, usize),
    instances: &mut Vec<usize>,
    places: &mut Places,
) -> Answers {
    let mut told = Answers::default();
    let Some((held, row)) = raw.tables.get(table).and_then(|t| Some((t, t.rows.get(at)?))) else { return told };
    places.insert((held.path.clone(), instances.clone()), (row.sheet.clone(), row.number));
    let relative = |path: &str| {
        let inside = path.strip_prefix(held.path.as_str()).and_then(|rest| rest.strip_prefix('/'));
        inside.filter(|_| !held.path.is_empty()).unwrap_or(path).to_owned()
    };
    for (position, text) in &row.cells {
        if let Some(column) = held.columns.get(*position) {
            told.values.insert(relative(column), text.clone());
        }
    }
    for (child, instance) in children.get(&(table, at)).map(Vec::as_slice).unwrap_or_default() {
        let Some(path) = raw.tables.get(*child).map(|t| relative(&t.path)) else { continue };
        let number = told.repeats.get(&path).map_or(0, Vec::len) + 1;
        instances.push(number);
        let inner = answers(raw, children, (*child, *instance), instances, places);
        instances.pop();
        told.repeats.entry(path).or_default().push(inner);
    }
    told
}
