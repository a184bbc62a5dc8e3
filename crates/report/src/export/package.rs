//! The description of a folder of CSV files: a Frictionless Data Package, version 2 (datapackage.org).

use super::Export;
use super::csv_file::{columns, safe};
use super::table::{Table, TableColumn};
use crate::ReportError;
use city::{ColumnType, Source};
use serde_json::{Map, Value, json};

/// A CSV file of the package.
#[derive(Debug, Clone, PartialEq)]
pub struct Resource {
    /// Its path beside the description.
    pub path: String,
    /// Its size.
    pub bytes: u64,
    /// Its SHA-256, in hexadecimal digits.
    pub sha256: String,
    described: Value,
}

impl Resource {
    /// The description of a table that was written to a file.
    #[must_use]
    pub fn new(table: &Table, path: &str, (bytes, sha256): (u64, &str), export: &Export) -> Self {
        let fields: Vec<Value> = columns(table).iter().map(|c| field(c, table.key)).collect();
        let mut schema = json!({ "fields": fields, "missingValues": [""] });
        if let (Some(key), Some(schema)) = (table.key, schema.as_object_mut()) {
            schema.insert("primaryKey".to_owned(), json!([key]));
        }
        let foreign: Vec<Value> = table.columns.iter().filter_map(|c| foreign(c, table)).collect();
        if let (false, Some(schema)) = (foreign.is_empty(), schema.as_object_mut()) {
            schema.insert("foreignKeys".to_owned(), Value::Array(foreign));
        }
        let described = json!({
            "name": table.name, "title": table.title, "description": table.description,
            "sources": of(table, export).iter().map(|s| source(s)).collect::<Vec<_>>(),
            "licenses": licences(&of(table, export)),
            "schema": schema,
        });
        Self { path: path.to_owned(), bytes, sha256: sha256.to_owned(), described }
    }

    fn json(&self) -> Value {
        let mut all = Map::new();
        for (key, value) in self.described.as_object().into_iter().flatten() {
            all.insert(key.clone(), value.clone());
            if key == "name" {
                all.insert("type".to_owned(), json!("table"));
                all.insert("path".to_owned(), json!(self.path));
                all.insert("format".to_owned(), json!("csv"));
                all.insert("mediatype".to_owned(), json!("text/csv"));
                all.insert("encoding".to_owned(), json!("utf-8"));
                all.insert("bytes".to_owned(), json!(self.bytes));
                all.insert("hash".to_owned(), json!(format!("sha256:{}", self.sha256)));
            }
        }
        all.retain(|_, value| value.as_array().is_none_or(|list| !list.is_empty()));
        Value::Object(all)
    }
}

/// The sources of a table: of a layer its own, of the city's tables all.
fn of<'a>(table: &Table, export: &Export<'a>) -> Vec<&'a Source> {
    let is = |s: &&Source| table.source.is_empty() || s.id.as_str() == table.source;
    export.sources.iter().filter(is).collect()
}

fn source(source: &Source) -> Value {
    let mut described = json!({ "title": source.title });
    if let (true, Some(described)) = (source.address.starts_with("http"), described.as_object_mut()) {
        described.insert("path".to_owned(), json!(source.address));
    }
    described
}

fn licences(sources: &[&Source]) -> Vec<Value> {
    let mut texts: Vec<&str> = sources.iter().map(|s| s.licence.as_str()).filter(|l| !l.is_empty()).collect();
    texts.sort_unstable();
    texts.dedup();
    let name = |text: &str| {
        let dashed: String =
            text.chars().map(|c| if c.is_ascii_alphanumeric() || ".-_".contains(c) { c } else { '-' }).collect();
        dashed.split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-")
    };
    texts.iter().map(|text| json!({ "name": name(text), "title": text })).collect()
}

fn field(column: &TableColumn, key: Option<&str>) -> Value {
    let kind = match column.holds {
        ColumnType::Text if column.list => "array",
        ColumnType::Text => "string",
        ColumnType::Integer => "integer",
        ColumnType::Real => "number",
        ColumnType::Flag => "boolean",
    };
    let mut field = Map::new();
    field.insert("name".to_owned(), json!(safe(&column.name)));
    field.insert("type".to_owned(), json!(kind));
    for (what, words) in [("description", &column.description), ("unit", &column.unit)] {
        if !words.is_empty() {
            field.insert(what.to_owned(), json!(words));
        }
    }
    let mut constraints = Map::new();
    if column.required {
        constraints.insert("required".to_owned(), json!(true));
    }
    if key == Some(column.name.as_str()) {
        constraints.insert("unique".to_owned(), json!(true));
    }
    if !column.choices.is_empty() {
        constraints.insert("enum".to_owned(), json!(column.choices));
    }
    if !constraints.is_empty() {
        field.insert("constraints".to_owned(), Value::Object(constraints));
    }
    Value::Object(field)
}

fn foreign(column: &TableColumn, table: &Table) -> Option<Value> {
    let refers = column.refers?;
    let resource = if refers.table == table.name { "" } else { refers.table };
    Some(json!({ "fields": [column.name], "reference": { "resource": resource, "fields": [refers.column] } }))
}

/// The text of `datapackage.json`.
///
/// # Errors
/// [`ReportError::Json`].
pub fn datapackage(export: &Export, resources: &[Resource]) -> Result<String, ReportError> {
    let all: Vec<&Source> = export.sources.iter().collect();
    let package = json!({
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": slug(&format!("{}-{}", export.head.id, export.role)),
        "title": format!("{}, for: {}", export.head.name, export.role),
        "description": super::readme::text(export),
        "created": export.generated,
        "contributors": [{ "title": format!("makazi {}", export.version), "roles": ["wrangler"] }],
        "licenses": licences(&all),
        "sources": all.iter().map(|s| source(s)).collect::<Vec<_>>(),
        "resources": resources.iter().map(Resource::json).collect::<Vec<_>>(),
    });
    let mut package = package;
    if let Some(package) = package.as_object_mut() {
        package.retain(|_, value| value.as_array().is_none_or(|list| !list.is_empty()));
    }
    Ok(serde_json::to_string_pretty(&package)? + "\n")
}

fn slug(text: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    text.chars().map(plain).collect()
}
