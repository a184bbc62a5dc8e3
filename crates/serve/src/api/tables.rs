//! Whole tables: as CSV they are what an export writes, as JSON a list of rows.

use crate::answer::{Found, Problem};
use crate::geojson;
use crate::routes::Asked;

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
    let found = match ending {
        "csv" => {
            let mut body = Vec::new();
            let there = asked.look.table_csv(name, &mut body)?;
            there.then(|| Found::of("text/csv; charset=utf-8; header=present", body))
        }
        "json" => json(asked, name)?.map(|body| Found::of("application/json", body.into_bytes())),
        _ => None,
    };
    let found = found.ok_or_else(none)?;
    // names of tables are letters, digits and `_`
    Ok(Found { file: Some(file.to_owned()), ..found })
}

fn json(asked: &Asked, name: &str) -> Result<Option<String>, Problem> {
    let Some(table) = asked.look.table(name)? else { return Ok(None) };
    let names: Vec<String> =
        table.columns.iter().map(|c| serde_json::Value::from(c.name.as_str()).to_string()).collect();
    let mut text = String::from("[");
    for (at, row) in table.rows.iter().enumerate() {
        text.push_str(if at == 0 { "{" } else { ",\n{" });
        for (at, (name, cell)) in names.iter().zip(&row.cells).enumerate() {
            text.push_str(if at == 0 { "" } else { "," });
            text.push_str(name);
            text.push(':');
            text.push_str(&geojson::value(cell).to_string());
        }
        if table.drawn {
            text.push_str(",\"geometry\":");
            geojson::geometry(row.geometry.as_ref(), &mut text);
        }
        text.push('}');
    }
    text.push(']');
    Ok(Some(text))
}
