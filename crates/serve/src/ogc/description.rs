//! The description of what this standard covers, as it wants it: `OpenAPI` 3.0, each layer by its name.

use super::parameters::{MOST, USUAL};
use super::{OPENAPI, kind, parameters};
use crate::answer::{Found, Problem};
use crate::machines::Told;
use crate::routes::Asked;
use flow::look::LookLayer;
use serde_json::{Map, Value, json};

/// Of those that are `told`, the ones of this standard; the rest is at `/api`.
pub(crate) fn description(asked: &Asked, told: &[Told]) -> Result<Found, Problem> {
    asked.only(&["f"])?;
    parameters::form(asked)?;
    let head = asked.look.head();
    let mut paths = Map::new();
    for one in told.iter().filter(|one| one.path.starts_with("/ogc") && !one.path.contains('{')) {
        let format = json!({ "name": "f", "in": "query", "schema": { "type": "string", "enum": ["json"] } });
        paths.insert(
            one.path.to_owned(),
            json!({ "get": operation((one.path, one.about), "application/json", &[format]) }),
        );
    }
    for one in asked.look.layers() {
        let here = format!("/ogc/collections/{}", one.layer.name);
        let title = format!("{}: ", one.layer.title);
        let number = json!({ "name": "number", "in": "path", "required": true, "schema": { "type": "string" } });
        for (end, about, kind, more) in [
            ("", "the layer", "application/json", Vec::new()),
            ("/queryables", "by what its features can be chosen", "application/schema+json", Vec::new()),
            ("/items", "its features", super::GEOJSON, choices(one)),
            ("/items/{number}", "one feature", super::GEOJSON, vec![number]),
        ] {
            let path = format!("{here}{end}");
            let about = format!("{title}{about}");
            let get = operation((&path, &about), kind, &more);
            paths.insert(path, json!({ "get": get }));
        }
    }
    let description = json!({
        "openapi": "3.0.3",
        "info": { "title": format!("{}, as makazi keeps it", head.name), "version": flow::VERSION, "description": head.notice },
        "servers": [{ "url": asked.base }],
        "paths": paths,
        "components": { "schemas": { "Problem": {
            "type": "object", "required": ["title", "status", "detail", "hint"],
            "properties": {
                "title": { "type": "string" }, "status": { "type": "integer" },
                "detail": { "type": "string" }, "hint": { "type": "string" },
            },
        } } },
    });
    Ok(Found::of(OPENAPI, description.to_string().into_bytes()))
}

fn operation((path, about): (&str, &str), kind: &str, parameters: &[Value]) -> Value {
    let id: String = path.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
    let problem = |about: &str| json!({ "description": about, "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } } });
    let schema = if kind.ends_with("json") { json!({}) } else { json!({ "type": "string" }) };
    json!({
        "operationId": id.trim_matches('_'), "summary": about, "parameters": parameters,
        "responses": {
            "200": { "description": about, "content": { kind: { "schema": schema } } },
            "304": { "description": "Nothing has changed since the tag that was sent" },
            "400": problem("The question cannot be understood"),
            "404": problem("There is no such thing"),
        },
    })
}

/// What features can be asked for by.
fn choices(one: &LookLayer) -> Vec<Value> {
    let query = |name: &str, about: &str, schema: Value| json!({ "name": name, "in": "query", "required": false, "description": about, "schema": schema });
    let mut choices = vec![
        json!({
            "name": "bbox", "in": "query", "required": false, "style": "form", "explode": false,
            "description": "West, south, east, north in degrees; features that share a point with it",
            "schema": { "type": "array", "oneOf": [{ "minItems": 4, "maxItems": 4 }, { "minItems": 6, "maxItems": 6 }], "items": { "type": "number" } },
        }),
        query(
            "datetime",
            "A moment or a span; features have no time of their own, so all match",
            json!({ "type": "string" }),
        ),
        query(
            "limit",
            "Features in a page",
            json!({ "type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL }),
        ),
        query("offset", "Features before the page", json!({ "type": "integer", "minimum": 0, "default": 0 })),
    ];
    choices.extend(one.layer.columns.iter().map(|c| query(&c.name, &c.description, json!({ "type": kind(c.holds) }))));
    choices
}
