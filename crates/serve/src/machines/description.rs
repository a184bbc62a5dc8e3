//! `GET /api`: every route as `OpenAPI` 3.1, made of the one list of routes, with examples from the copy.

use super::told::{Gives, JSON, Of, Parameter, Told};
use crate::current::Shown;
use crate::rights::Right;
use serde_json::{Map, Value, json};

/// Its media type.
pub(crate) const OPENAPI: &str = "application/vnd.oai.openapi+json;version=3.1";
const PROBLEM: &str = "application/problem+json";
/// How many examples of a parameter are shown.
const EXAMPLES: usize = 3;

/// The description of all routes.
pub(crate) fn described(told: &[Told], look: &Shown, base: &str) -> Value {
    let head = look.head();
    let mut paths: Map<String, Value> = Map::new();
    for one in told {
        let path = one.path.replace("{*", "{");
        let here = paths.entry(path).or_insert_with(|| json!({}));
        if let Some(here) = here.as_object_mut() {
            here.insert(one.method.as_str().to_ascii_lowercase(), operation(one, look));
        }
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": format!("{}, as makazi serves it", head.name), "version": flow::VERSION, "description": head.notice,
            "license": { "name": "MIT OR Apache-2.0" },
        },
        "servers": [{ "url": base }],
        "paths": paths,
        "components": { "schemas": { "Problem": {
            "description": "What is wrong and what to do (RFC 9457)", "type": "object",
            "required": ["title", "status", "detail", "hint"],
            "properties": {
                "title": { "type": "string" }, "status": { "type": "integer" },
                "detail": { "type": "string" }, "hint": { "type": "string" },
            },
        } } },
    })
}

/// The parts of a path that stand in braces.
fn parts(path: &str) -> impl Iterator<Item = &str> {
    path.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name.trim_start_matches('*'))
}

fn operation(one: &Told, look: &Shown) -> Value {
    let group = one.path.trim_start_matches('/').split('/').next().unwrap_or_default();
    let named: String = one.path.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
    let known = |name: &str| one.parameters.iter().any(|p| p.inside && p.name == name);
    let untold = parts(one.path).filter(|name| !known(name));
    let untold =
        untold.map(|name| json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } }));
    let parameters: Vec<Value> = one.parameters.iter().map(|p| parameter(p, look)).chain(untold).collect();
    let mut operation = json!({
        "operationId": format!("{}_{}", one.method.as_str().to_ascii_lowercase(), named.trim_matches('_')),
        "summary": one.about, "tags": [group], "parameters": parameters, "responses": responses(one),
    });
    let Some(operation) = operation.as_object_mut() else { return Value::Null };
    if let Some(takes) = &one.takes {
        let content = json!({ takes.kind: { "schema": takes.schema } });
        operation.insert("requestBody".to_owned(), json!({ "required": true, "content": content }));
    }
    if let Some(right) = one.needs {
        operation.insert("description".to_owned(), needed(right).into());
    }
    Value::Object(std::mem::take(operation))
}

fn needed(right: Right) -> &'static str {
    match right {
        Right::Look => "Needs an account, where the city has accounts.",
        Right::Work => "Needs the role of a planner, where the city has accounts.",
        Right::Decide => "Needs the community that owns the data, where the city has accounts.",
        Right::Govern => "Needs an administrator, where the city has accounts.",
    }
}

fn responses(one: &Told) -> Value {
    let usual = [Gives { status: 200, kind: JSON, about: one.about }];
    let gives = if one.gives.is_empty() { &usual[..] } else { &one.gives };
    let mut all = Map::new();
    for answer in gives {
        let mut told = json!({ "description": answer.about });
        if !answer.kind.is_empty() {
            let schema = if answer.kind.ends_with("json") { json!({}) } else { json!({ "type": "string" }) };
            told["content"] = json!({ answer.kind: { "schema": schema } });
        }
        let status = answer.status.to_string();
        match (all.get_mut(&status).and_then(|known| known["content"].as_object_mut()), told["content"].as_object()) {
            (Some(known), Some(more)) => known.extend(more.clone()),
            _ => drop(all.insert(status, told)),
        }
    }
    if one.of_copy {
        all.insert("304".to_owned(), json!({ "description": "Nothing has changed since the tag that was sent" }));
    }
    let problem = json!({ PROBLEM: { "schema": { "$ref": "#/components/schemas/Problem" } } });
    all.insert(
        "4XX".to_owned(),
        json!({ "description": "What is asked cannot be given, and what to do", "content": problem }),
    );
    Value::Object(all)
}

fn parameter(of: &Parameter, look: &Shown) -> Value {
    let place = if of.inside { "path" } else { "query" };
    json!({
        "name": of.name, "in": place, "required": of.needed || of.inside, "description": of.about, "schema": schema(&of.of, look),
    })
}

fn schema(of: &Of, look: &Shown) -> Value {
    let text = |examples: Vec<&str>| json!({ "type": "string", "minLength": 1, "examples": examples });
    match of {
        Of::Text => json!({ "type": "string", "minLength": 1 }),
        Of::Whole(least) => json!({ "type": "integer", "minimum": least }),
        Of::Flag => json!({ "type": "boolean" }),
        Of::One(words) => json!({ "type": "string", "enum": words }),
        Of::Place => text(look.places().iter().map(|place| place.id.as_str()).take(EXAMPLES).collect()),
        Of::Indicator => {
            let mut all: Vec<&str> = look.observations().iter().map(|o| o.indicator.as_str()).take(1000).collect();
            all.sort_unstable();
            all.dedup();
            all.truncate(EXAMPLES);
            text(all)
        }
        Of::Layer => text(look.layers().iter().rev().map(|one| one.layer.name.as_str()).take(EXAMPLES).collect()),
        Of::Table => {
            json!({ "type": "string", "pattern": "^[a-z0-9_]+[.](csv|json)$", "examples": ["places.csv", "observations.json"] })
        }
        Of::Ending(of, ending) => ending_with(&schema(of, look), ending),
        Of::Raster => text(look.rasters().iter().map(|one| one.raster.name.as_str()).take(EXAMPLES).collect()),
        Of::Schema(schema) => schema.clone(),
    }
}

/// Texts that end so.
fn ending_with(of: &Value, ending: &str) -> Value {
    let whole = of["type"] == "integer";
    let examples = of["examples"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let examples: Vec<String> = examples.map(|one| format!("{one}{ending}")).collect();
    let middle = if whole { "[0-9]+" } else { "[A-Za-z0-9_-]+" };
    json!({ "type": "string", "pattern": format!("^{middle}{}$", ending.replace('.', "[.]")), "examples": examples })
}
