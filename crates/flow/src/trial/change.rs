//! Changes of a trial: the texts of `city.toml`, of chains and of tables, each with what was chosen in it.

use super::choices::Choice;
use super::chosen;
use crate::city_toml::edited;
use crate::error::FlowError;
use crate::workspace::Workspace;
use city::Problem;
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use toml_edit::{DocumentMut, Item, Table};

/// The files of a trial that differ from the city's, by their path in the folder, and the case of its plan.
#[derive(Debug, Default)]
pub(super) struct Changed {
    pub files: BTreeMap<String, String>,
    pub case: Option<String>,
}

/// Everything that is wrong with changes.
pub(super) fn wrong(choices: &[Choice], changes: &Map<String, Value>) -> Vec<Problem> {
    let of = |(id, value): (&String, &Value)| match choices.iter().find(|choice| choice.id == *id) {
        None => {
            let problem = Problem::error("choice_unknown").in_column(id).found(value);
            Some(problem.expected("the id of a choice").hint("GET /api/choices lists what may be changed"))
        }
        Some(choice) => {
            let expected = choice.takes(value).err()?;
            let problem = Problem::error("choice_not_allowed").in_column(id).found(value).expected(expected);
            Some(problem.hint(format!("{}: choose another", choice.label)))
        }
    };
    changes.iter().filter_map(of).collect()
}

/// The texts of a trial.
///
/// # Errors
/// [`FlowError::Refused`] where a text cannot be changed so, [`FlowError::Disk`].
pub(super) fn apply(workspace: &Workspace, changes: &Map<String, Value>) -> Result<Changed, FlowError> {
    let mut made = Changed::default();
    for (id, value) in changes {
        let parts: Vec<&str> = id.split('/').collect();
        match parts.as_slice() {
            ["chain", chain, rest @ ..] => {
                let (name, text) = chain_text(workspace, &made, chain)?;
                let text = edited_chain(&text, rest, value).ok_or_else(|| cannot(id))?;
                made.files.insert(name, text);
            }
            ["water", "case"] => made.case = value.as_str().filter(|case| !case.is_empty()).map(str::to_owned),
            ["water", table @ ("budgets" | "targets"), row, column] => {
                let folder = workspace.settings()?.plan.water.folder;
                let name = format!("{folder}/{table}.csv");
                let text = text_of(workspace, &made, &name)?;
                let row = row.parse().map_err(|_| cannot(id))?;
                made.files.insert(name, chosen::changed(&text, (row, column), value)?);
            }
            [table @ ("assess" | "risk" | "plan" | "water"), key] => {
                let text = text_of(workspace, &made, "city.toml")?;
                let path: &[&str] = if *table == "water" { &["plan", "water"] } else { &[table] };
                let text = edited(&text, |document| {
                    set(document, path, key, value);
                    Ok(())
                })?;
                made.files.insert("city.toml".to_owned(), text);
            }
            _ => return Err(cannot(id)),
        }
    }
    Ok(made)
}

fn cannot(id: &str) -> FlowError {
    FlowError::Refused(vec![Problem::error("choice_unknown").in_column(id)])
}

fn text_of(workspace: &Workspace, changed: &Changed, name: &str) -> Result<String, FlowError> {
    let path = workspace.dir.join(name);
    changed
        .files
        .get(name)
        .map_or_else(|| std::fs::read_to_string(&path).map_err(crate::error::disk(&path)), |t| Ok(t.clone()))
}

/// The file of a chain in a city's folder, and its text: the city's own, or the one that comes with makazi.
fn chain_text(workspace: &Workspace, changed: &Changed, id: &str) -> Result<(String, String), FlowError> {
    for (name, text) in crate::plan::files_of(&workspace.dir.join("chains"), "toml")? {
        let name = format!("chains/{name}");
        let text = changed.files.get(&name).cloned().unwrap_or(text);
        if text.parse::<DocumentMut>().is_ok_and(|d| d.get("id").and_then(Item::as_str) == Some(id)) {
            return Ok((name, text));
        }
    }
    let name = format!("chains/{id}.toml");
    let text = changed.files.get(&name).cloned();
    let text = text.or_else(|| assess::chain::shipped_text(id).map(str::to_owned)).ok_or_else(|| cannot(id))?;
    Ok((name, text))
}

/// The text of a chain with a number of a node or a leaf changed; none where there is none such.
fn edited_chain(text: &str, path: &[&str], value: &Value) -> Option<String> {
    let mut document: DocumentMut = text.parse().ok()?;
    let number = value.as_f64()?;
    let [list, which, key] = path else { return None };
    let tables = document.get_mut(list)?.as_array_of_tables_mut()?;
    let table: &mut Table = if *list == "node" {
        tables.iter_mut().find(|table| table.get("id").and_then(Item::as_str) == Some(which))?
    } else {
        tables.get_mut(which.parse().ok()?)?
    };
    put(table, key, number.into());
    Some(document.to_string())
}

/// Sets a key, and keeps what is written behind it.
fn put(table: &mut Table, key: &str, value: toml_edit::Value) {
    match table.get_mut(key).and_then(Item::as_value_mut) {
        Some(old) => {
            let decor = old.decor().clone();
            *old = value;
            *old.decor_mut() = decor;
        }
        None => drop(table.insert(key, toml_edit::value(value))),
    }
}

/// Sets a key of a table of settings, or takes it away where the value is nothing.
fn set(document: &mut DocumentMut, path: &[&str], key: &str, value: &Value) {
    let mut table: &mut Table = document.as_table_mut();
    for name in path {
        let entry = table.entry(name).or_insert_with(|| {
            let mut new = Table::new();
            new.set_implicit(true);
            Item::Table(new)
        });
        let Some(next) = entry.as_table_mut() else { return };
        table = next;
    }
    table.set_implicit(false);
    match value {
        Value::Null => drop(table.remove(key)),
        Value::Bool(flag) => put(table, key, (*flag).into()),
        Value::String(text) => put(table, key, text.as_str().into()),
        Value::Number(number) => {
            let whole = ["samples"].contains(&key);
            #[expect(clippy::cast_possible_truncation, reason = "a choice is a number of thousands at most")]
            let as_whole = number.as_f64().map(|n| n.round() as i64);
            match (whole, as_whole, number.as_f64()) {
                (true, Some(n), _) => put(table, key, n.into()),
                (_, _, Some(n)) => put(table, key, n.into()),
                _ => {}
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_chain_is_changed_in_one_number_and_keeps_its_comments() {
        let text = assess::chain::shipped_text("river_flood").unwrap();
        let first = text.lines().next().unwrap().to_owned();
        let id = assess::chain::read("a", text).unwrap().nodes.iter().find(|n| n.id == "people").unwrap().id.clone();
        let new = edited_chain(text, &["node", &id, "weight"], &json!(3.5)).unwrap();
        assert_eq!(new.lines().next(), Some(first.as_str()));
        let chain = assess::chain::read("a", &new).unwrap();
        let changed: Vec<f64> = chain.nodes.iter().map(|n| n.weight).filter(|w| (w - 3.5).abs() < 1e-12).collect();
        assert_eq!(changed.len(), 1);
        let new = edited_chain(text, &["leaf", "0", "high"], &json!(2.0)).unwrap();
        assert!((assess::chain::read("a", &new).unwrap().leaves[0].high - 2.0).abs() < 1e-12);
        assert!(edited_chain(text, &["leaf", "999", "high"], &json!(2.0)).is_none());
    }

    #[test]
    fn a_setting_is_put_where_it_belongs_and_what_stands_beside_it_stays() {
        let text = "[city]\nid='t'\nname='T'\ncountry='GH'\n\n[assess]\nleast_coverage = 0.5 # half\n";
        let mut document: DocumentMut = text.parse().unwrap();
        set(&mut document, &["assess"], "least_coverage", &json!(0.75));
        set(&mut document, &["assess"], "samples", &json!(20.0));
        set(&mut document, &["plan", "water"], "litres_per_person_day", &json!(50));
        let new = document.to_string();
        assert!(new.contains("least_coverage = 0.75 # half"), "{new}");
        let settings = city::settings::CitySettings::from_toml(&new).unwrap();
        assert_eq!((settings.assess.samples, settings.plan.water.litres_per_person_day), (20, Some(50.0)));
        set(&mut document, &["plan", "water"], "litres_per_person_day", &Value::Null);
        assert!(!document.to_string().contains("litres"));
    }
}
