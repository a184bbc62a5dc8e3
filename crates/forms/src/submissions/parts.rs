//! Parts: columns that an export made of one question: a column for each choice, or for each number of a point.

use super::names::Names;
use super::raw::Table;
use crate::Kind;
use std::collections::{BTreeMap, BTreeSet};

/// Endings of the columns of a point: as ODK Central writes them, and as KoboToolbox does after `_question`.
const OF_CENTRAL: [&str; 4] = ["Latitude", "Longitude", "Altitude", "Accuracy"];
const OF_KOBO: [&str; 4] = ["_latitude", "_longitude", "_altitude", "_precision"];

/// Makes one column of the columns of each question.
pub(super) fn put_together(table: &mut Table, names: &Names) {
    points(table);
    choices(table, names);
}

/// Columns of points by the question they belong to: latitude, longitude, altitude, accuracy.
fn points(table: &mut Table) {
    let mut parts: BTreeMap<String, [Option<usize>; 4]> = BTreeMap::new();
    for (at, column) in table.columns.iter().enumerate() {
        let Some((question, part)) = part_of_point(column) else { continue };
        if let Some(place) = parts.entry(question).or_default().get_mut(part) {
            *place = Some(at);
        }
    }
    let mut gone = BTreeSet::new();
    for (question, places) in parts {
        let [Some(latitude), Some(_), ..] = places else { continue };
        let whole = table.position(&question);
        let target = whole.unwrap_or(latitude);
        for row in &mut table.rows {
            let numbers: Vec<String> = places.iter().map(|at| at.map_or("", |at| row.text(at)).to_owned()).collect();
            let given = whole.is_some_and(|at| row.cells.contains_key(&at));
            for at in places.iter().flatten() {
                row.cells.remove(at);
            }
            let point = numbers.iter().take(2).all(|number| !number.is_empty());
            if !given && point {
                row.cells.insert(target, numbers.join(" ").trim_end().replace("  ", " 0 "));
            }
        }
        gone.extend(places.iter().flatten().filter(|at| **at != target));
        if whole.is_none() {
            table.rename(latitude, &question);
        }
    }
    table.drop_columns(&gone);
}

fn part_of_point(column: &str) -> Option<(String, usize)> {
    if let Some((question, ending)) = column.rsplit_once('/')
        && let Some(part) = OF_CENTRAL.iter().position(|known| *known == ending)
    {
        return Some((question.to_owned(), part));
    }
    let (above, leaf) = column.rsplit_once('/').map_or(("", column), |(above, leaf)| (above, leaf));
    let leaf = leaf.strip_prefix('_')?;
    let (part, question) = OF_KOBO.iter().enumerate().find_map(|(at, end)| Some((at, leaf.strip_suffix(end)?)))?;
    let question = if above.is_empty() { question.to_owned() } else { format!("{above}/{question}") };
    (!question.is_empty() && !question.ends_with('/')).then_some((question, part))
}

/// What a column of one choice says.
fn chosen(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "1" | "true" | "1.0" | "yes" => Some(true),
        "0" | "false" | "0.0" | "no" => Some(false),
        _ => None,
    }
}

/// Columns of one choice each: those of a question that the form knows to take several; without a form those beside a
/// column of the whole question, and those that hold nothing but true and false.
fn choices(table: &mut Table, names: &Names) {
    let mut parts: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, column) in table.columns.iter().enumerate() {
        if let Some((question, _)) = column.rsplit_once('/') {
            parts.entry(question.to_owned()).or_default().push(at);
        }
    }
    let mut gone = BTreeSet::new();
    let mut renamed = Vec::new();
    for (question, places) in parts {
        let list = match names.question(&question).map(|asked| &asked.question.kind) {
            Some(Kind::SelectMultiple { list, .. }) => Some(list.as_str()),
            Some(_) => continue,
            None => None,
        };
        let whole = table.position(&question);
        if list.is_none() && !looks_split(table, &places, whole.is_some()) {
            continue;
        }
        let ordered = in_order(table, names, list, &places);
        let target = whole.or(places.first().copied()).unwrap_or_default();
        for row in &mut table.rows {
            let texts: Vec<String> = ordered
                .iter()
                .filter(|(at, _)| chosen(row.text(*at)) == Some(true))
                .map(|(_, choice)| choice.clone())
                .collect();
            let given = whole.and_then(|at| row.cells.get(&at)).cloned();
            for at in &places {
                row.cells.remove(at);
            }
            let text = given.unwrap_or_else(|| texts.join(" "));
            if !text.is_empty() {
                row.cells.insert(target, text);
            }
        }
        gone.extend(places.iter().filter(|at| **at != target));
        table.coded.insert(question.clone());
        if whole.is_none() {
            renamed.push((target, question));
        }
    }
    for (at, name) in renamed {
        table.rename(at, &name);
    }
    table.drop_columns(&gone);
}

/// The choices of a question with their columns, in the order of the form's list, then of the columns.
fn in_order(table: &Table, names: &Names, list: Option<&str>, places: &[usize]) -> Vec<(usize, String)> {
    let choice = |at: &usize| {
        let column = table.columns.get(*at).map_or("", String::as_str);
        column.rsplit_once('/').map_or("", |(_, choice)| choice).to_owned()
    };
    let mut found: Vec<(usize, String)> = places.iter().map(|at| (*at, choice(at))).collect();
    if let Some(list) = list.and_then(|list| names.form()?.choices.get(list)) {
        let position = |name: &str| list.choices.iter().position(|c| c.name == name).unwrap_or(usize::MAX);
        found.sort_by_key(|(at, name)| (position(name), *at));
    }
    found
}

fn looks_split(table: &Table, places: &[usize], whole: bool) -> bool {
    let texts =
        || places.iter().flat_map(|at| table.rows.iter().map(|row| row.text(*at))).filter(|text| !text.is_empty());
    let truth = |text: &str| ["true", "false"].contains(&text.to_ascii_lowercase().as_str());
    if whole { texts().all(|text| chosen(text).is_some()) } else { texts().next().is_some() && texts().all(truth) }
}
