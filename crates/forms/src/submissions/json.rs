//! Submissions as JSON: what KoboToolbox answers, and the `OData` of ODK Central.

use super::meta::{Known, known, take};
use super::raw::{Raw, Row};
use city::Problem;
use serde_json::{Map, Value};
use std::fmt::Write;

/// Adds the submissions of a text.
pub(super) fn read(text: &str, raw: &mut Raw) {
    let value: Value = match serde_json::from_str(text) {
        Ok(value) => value,
        Err(error) => {
            let problem = Problem::error("json_unreadable").at_row(error.line() as u64).found(&error);
            let problem = problem.expected("JSON as KoboToolbox or ODK Central answer it");
            raw.problems.push(problem.hint("get the file again; it may be cut off"));
            return;
        }
    };
    let Some(submissions) = submissions(value) else {
        let problem =
            Problem::error("not_submissions").expected("an array of submissions, or `results` or `value` with one");
        raw.problems.push(problem.hint("export the submissions of the form as JSON"));
        return;
    };
    let _main = raw.table("", None);
    for (number, value) in (1..).zip(submissions) {
        let Value::Object(object) = value else {
            let problem = Problem::error("row_unreadable").at_row(number).found(value);
            raw.problems.push(problem.expected("a submission: an object of answers"));
            continue;
        };
        let at = raw.tables.first().map_or(0, |t| t.rows.len());
        let mut row = Row { number, ..Row::default() };
        take_object(&object, "", (0, at), &mut row, raw);
        if let Some(table) = raw.tables.first_mut() {
            table.rows.push(row);
        }
    }
}

fn submissions(value: Value) -> Option<Vec<Value>> {
    match value {
        Value::Array(rows) => Some(rows),
        Value::Object(mut object) => {
            for key in ["results", "value", "data"] {
                if let Some(Value::Array(rows)) = object.get_mut(key).map(Value::take) {
                    return Some(rows);
                }
            }
            Some(vec![Value::Object(object)])
        }
        _ => None,
    }
}

fn take_object(object: &Map<String, Value>, above: &str, (table, at): (usize, usize), row: &mut Row, raw: &mut Raw) {
    for (key, value) in object {
        // KoboToolbox writes the whole path in repeats, too; ODK Central nests.
        let whole = above.is_empty() || key.strip_prefix(above).is_some_and(|rest| rest.starts_with('/'));
        let of_the_tool = key.starts_with("__") || key.starts_with('_') && known(key, true).is_some();
        let path = if whole || of_the_tool { key.clone() } else { format!("{above}/{key}") };
        if let Some(known) = known(&path, false) {
            take(raw, row, (known, &path), &told(known, value));
            continue;
        }
        match value {
            Value::Object(inner) => match point_or_line(inner) {
                Some(text) => put(raw, row, (table, &path), &text),
                None => take_object(inner, &path, (table, at), row, raw),
            },
            Value::Array(items) if items.iter().any(Value::is_object) => {
                take_repeat(items, &path, (table, at), row, raw);
            }
            other => put(raw, row, (table, &path), &plain(other)),
        }
    }
}

fn take_repeat(items: &[Value], path: &str, (table, at): (usize, usize), row: &Row, raw: &mut Raw) {
    let Some(child) = raw.table(path, Some(table)) else { return };
    for item in items.iter().filter_map(Value::as_object) {
        let here = raw.tables.get(child).map_or(0, |t| t.rows.len());
        let mut instance = Row { number: row.number, parent: Some(at), ..Row::default() };
        take_object(item, path, (child, here), &mut instance, raw);
        if let Some(table) = raw.tables.get_mut(child) {
            table.rows.push(instance);
        }
    }
}

fn put(raw: &mut Raw, row: &mut Row, (table, path): (usize, &str), text: &str) {
    if !text.trim().is_empty()
        && let Some(column) = raw.column(table, path)
    {
        raw.put(row, column, text);
    }
}

/// What the tool says: of attachments how many, of a review its code, of notes only that there are some.
fn told(known: Known, value: &Value) -> String {
    match (known, value) {
        (Known::Attachments, Value::Array(files)) => files.len().to_string(),
        (Known::Review, Value::Object(status)) => status.get("uid").map(plain).unwrap_or_default(),
        (Known::Personal, Value::Array(notes)) if notes.is_empty() => String::new(),
        (Known::Personal, Value::Array(_) | Value::Object(_)) => "some".to_owned(),
        (_, other) => plain(other),
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::Null | Value::Object(_) => String::new(),
        Value::Bool(flag) => flag.to_string(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.clone(),
        Value::Array(items) => {
            let texts: Vec<String> =
                items.iter().filter(|i| !i.is_array()).map(plain).filter(|t| !t.is_empty()).collect();
            texts.join(" ")
        }
    }
}

/// GeoJSON as a submission writes it: latitude, longitude, altitude, accuracy; corners parted by `;`.
fn point_or_line(object: &Map<String, Value>) -> Option<String> {
    let kind = object.get("type")?.as_str()?;
    let coordinates = object.get("coordinates")?.as_array()?;
    let accuracy = object.get("properties").and_then(|p| p.get("accuracy")).and_then(Value::as_f64);
    let corner = |at: &[Value]| {
        let mut text = format!("{} {}", at.get(1)?.as_f64()?, at.first()?.as_f64()?);
        if let Some(altitude) = at.get(2).and_then(Value::as_f64) {
            let _written = write!(text, " {altitude}");
        }
        Some(text)
    };
    match kind {
        "Point" => {
            let text = corner(coordinates)?;
            let has_altitude = text.split(' ').count() == 3;
            Some(match accuracy {
                Some(accuracy) => format!("{text}{} {accuracy}", if has_altitude { "" } else { " 0" }),
                None => text,
            })
        }
        "LineString" | "Polygon" => {
            let corners = if kind == "Polygon" { coordinates.first()?.as_array()? } else { coordinates };
            let texts = corners.iter().map(|c| corner(c.as_array()?)).collect::<Option<Vec<_>>>()?;
            Some(texts.join(";"))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn geojson_becomes_the_text_that_a_form_writes_latitude_first() {
        let text = |json: &str| match serde_json::from_str(json).unwrap() {
            Value::Object(object) => point_or_line(&object),
            _ => None,
        };
        let point = r#"{"type":"Point","coordinates":[36.8,-1.3,1700.5],"properties":{"accuracy":4.5}}"#;
        assert_eq!(text(point).as_deref(), Some("-1.3 36.8 1700.5 4.5"));
        let area = r#"{"type":"Polygon","coordinates":[[[1,2],[1,3],[2,3],[1,2]]]}"#;
        assert_eq!(text(area).as_deref(), Some("2 1;3 1;3 2;2 1"));
        assert_eq!(text(r#"{"type":"pump","coordinates":"none"}"#), None);
    }

    #[test]
    fn json_that_is_no_submissions_says_so() {
        let code = |text: &str| {
            let mut raw = Raw::default();
            read(text, &mut raw);
            raw.problems.into_iter().map(|p| p.code).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(code("[{\"a\""), "json_unreadable");
        assert_eq!(code("7"), "not_submissions");
        assert_eq!(code("[7,{\"a\":1}]"), "row_unreadable");
        assert_eq!(code(&"[".repeat(100_000)), "json_unreadable");
    }
}
