//! What a page says of an upload, as the `[[source]]` that a person would write.

use crate::error::FlowError;
use city::Problem;
use serde_json::Value as Json;
use toml_edit::{Array, ArrayOfTables, InlineTable, Item, Table, Value};

/// Keys that the program says itself, or that name other files.
const NOT_ASKED: [&str; 5] = ["file", "reader", "form", "also_read", "profiles"];
/// How deep settings may lie in each other.
const DEEPEST: usize = 6;

/// The `[[source]]` of a file.
///
/// # Errors
/// [`FlowError::Refused`] for what is no table of settings; whether the keys are known is said by whoever reads it.
pub(super) fn source(asked: &Json, file: &str) -> Result<Table, FlowError> {
    let Json::Object(asked) = asked else { return Err(wrong("settings", "an object")) };
    let mut source = Table::new();
    for first in ["id", "title", "publisher", "licence", "address", "date", "quality"] {
        if let Some(item) = asked.get(first).and_then(|value| item(value, 0)) {
            source.insert(first, item);
        }
    }
    source.insert("file", toml_edit::value(file));
    for (key, value) in asked {
        if NOT_ASKED.contains(&key.as_str()) {
            return Err(wrong(key, "no such key: the program says it itself"));
        }
        if !source.contains_key(key)
            && let Some(item) = item(value, 0)
        {
            source.insert(key, item);
        }
    }
    source.decor_mut().set_prefix("\n# Uploaded on a page.\n");
    Ok(source)
}

fn wrong(key: &str, expected: &str) -> FlowError {
    FlowError::Refused(vec![Problem::error("settings_unreadable").in_column(key).expected(expected)])
}

/// A table for an object, tables for a list of objects, a value for the rest; none for nothing.
fn item(value: &Json, depth: usize) -> Option<Item> {
    match value {
        Json::Object(pairs) if depth < DEEPEST => {
            let mut table = Table::new();
            for (key, value) in pairs {
                if let Some(item) = item(value, depth + 1) {
                    table.insert(key, item);
                }
            }
            Some(Item::Table(table))
        }
        Json::Array(list) if !list.is_empty() && list.iter().all(Json::is_object) && depth < DEEPEST => {
            let mut tables = ArrayOfTables::new();
            for one in list {
                if let Some(Item::Table(table)) = item(one, depth + 1) {
                    tables.push(table);
                }
            }
            Some(Item::ArrayOfTables(tables))
        }
        other => plain(other, depth).map(Item::Value),
    }
}

fn plain(value: &Json, depth: usize) -> Option<Value> {
    match value {
        Json::Bool(flag) => Some((*flag).into()),
        Json::Number(number) => number.as_i64().map(Value::from).or_else(|| number.as_f64().map(Value::from)),
        Json::String(text) => Some(text.as_str().into()),
        Json::Array(list) if depth < DEEPEST => {
            let mut array = Array::new();
            array.extend(list.iter().filter_map(|one| plain(one, depth + 1)));
            Some(Value::Array(array))
        }
        Json::Object(pairs) if depth < DEEPEST => {
            let mut table = InlineTable::new();
            for (key, value) in pairs {
                if let Some(value) = plain(value, depth + 1) {
                    table.insert(key, value);
                }
            }
            Some(Value::InlineTable(table))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_a_page_says_is_read_as_what_a_person_writes() {
        let asked = json!({
            "id": "wards_21", "title": "Wards \"2021\"", "licence": "CC0-1.0", "quality": "medium",
            "join": { "prefix": "ward", "column": "Ward", "by": "name", "accept": { "a.b \"c\"": "1" } },
            "values": [{ "column": "People", "indicator": "population", "period": "2021" }],
            "text": { "missing": ["n/a"], "delimiter": ";" },
        });
        let source = source(&asked, "uploads/w.csv").unwrap();
        let mut text = "[city]\nid='t'\nname='T'\ncountry='GH'\n".to_owned();
        let mut document: toml_edit::DocumentMut = text.parse().unwrap();
        crate::city_toml::add_source(&mut document, source).unwrap();
        text = document.to_string();
        let settings = city::settings::CitySettings::from_toml(&text).unwrap();
        let read = &settings.sources[0];
        assert_eq!(read.title, "Wards \"2021\"");
        assert_eq!(read.join.as_ref().unwrap().accept["a.b \"c\""], "1");
        assert_eq!((read.values[0].column.as_str(), read.text.delimiter), ("People", Some(';')));
        assert_eq!(read.files.as_slice(), ["uploads/w.csv"]);
    }

    #[test]
    fn a_page_cannot_name_another_file() {
        for key in NOT_ASKED {
            assert!(source(&json!({ "id": "a", key: "../../secret" }), "uploads/a.csv").is_err(), "{key}");
        }
        let mut deep = json!(1);
        for _ in 0..100 {
            deep = json!({ "a": deep });
        }
        assert!(source(&json!({ "id": "a", "text": deep }), "a").is_ok(), "cut, not followed without end");
    }
}
