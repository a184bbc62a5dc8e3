//! Whole tables: as CSV they are what an export writes, as JSON a list of rows. They are made part by part while they are sent.

use crate::answer::{Found, Problem};
use crate::geojson;
use crate::machines::JSON;
use crate::routes::Asked;
use flow::look::{Table, TableParts};
use std::sync::Arc;

pub(crate) fn answer(asked: &Asked) -> Result<Found, Problem> {
    asked.only(&[])?;
    let file = asked.part(0);
    let none = || {
        Problem::none(
            format!("there is no table `{file}`"),
            "ask for places.csv, observations.csv or the name of a layer, as .csv or .json",
        )
    };
    let (name, ending) = file.rsplit_once('.').ok_or_else(none)?;
    let (kind, write): (_, Write) = match ending {
        "csv" => {
            ("text/csv; charset=utf-8; header=present", Box::new(|parts, table, _, out| Ok(parts.csv(table, out)?)))
        }
        "json" => {
            let write = |parts: &TableParts, table: &Table, first: &mut bool, out: &mut Vec<u8>| {
                json(parts, table, first, out);
                Ok(())
            };
            (JSON, Box::new(write))
        }
        _ => return Err(none()),
    };
    let mut parts = asked.look.table(name)?.ok_or_else(none)?;
    let (look, mut end) = (Arc::clone(&asked.look), (ending == "json").then_some("]"));
    let mut first = true;
    let next = move || {
        let mut body = Vec::new();
        match look.table_part(&mut parts)? {
            Some(table) => write(&parts, &table, &mut first, &mut body)?,
            None => match end.take() {
                Some(end) => body.extend(end.as_bytes()),
                None => return Ok(None),
            },
        }
        Ok(Some(body))
    };
    // names of tables are letters, digits and `_`
    Ok(Found { file: Some(file.to_owned()), ..Found::parts(kind, Box::new(next)) })
}

/// Writes a part; `first` says whether no row was written before, and is kept up.
type Write = Box<dyn Fn(&TableParts, &Table, &mut bool, &mut Vec<u8>) -> Result<(), Problem> + Send>;

fn json(parts: &TableParts, table: &Table, first: &mut bool, out: &mut Vec<u8>) {
    let names: Vec<String> =
        table.columns.iter().map(|c| serde_json::Value::from(c.name.as_str()).to_string()).collect();
    let mut text = String::from(if parts.is_first() { "[" } else { "" });
    for row in &table.rows {
        text.push_str(if std::mem::take(first) { "{" } else { ",\n{" });
        for (at, (name, cell)) in names.iter().zip(&row.cells).enumerate() {
            text.push_str(if at == 0 { "" } else { "," });
            text.push_str(name);
            text.push(':');
            text.push_str(&geojson::value(cell).to_string());
        }
        if table.drawn {
            text.push_str(if names.is_empty() { "\"geometry\":" } else { ",\"geometry\":" });
            geojson::geometry(row.geometry.as_ref(), &mut text);
        }
        text.push('}');
    }
    out.extend(text.as_bytes());
}
