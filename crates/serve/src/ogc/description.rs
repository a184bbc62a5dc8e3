//! The description of all that can be asked, as `OpenAPI` 3.0, made from the layers of the copy.

use super::parameters::{MOST, USUAL};
use super::{OPENAPI, kind, parameters};
use crate::answer::{Found, Problem};
use crate::routes::Asked;
use flow::look::LookLayer;
use serde_json::{Map, Value, json};

pub(crate) fn description(asked: &Asked) -> Result<Found, Problem> {
    asked.only(&["f"])?;
    parameters::form(asked)?;
    let head = asked.look.head();
    let mut paths = Map::new();
    for (path, about, kind, more) in fixed() {
        paths.insert(path.to_owned(), json!({ "get": operation((path, about), kind, &more) }));
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

type Fixed = (&'static str, &'static str, &'static str, Vec<Value>);

fn fixed() -> Vec<Fixed> {
    let (json, inside) = (
        "application/json",
        |name: &str, schema: Value| json!({ "name": name, "in": "path", "required": true, "schema": schema }),
    );
    let text = || json!({ "type": "string" });
    let asked = |name: &str, required: bool| json!({ "name": name, "in": "query", "required": required, "schema": { "type": "string", "minLength": 1 } });
    let whole = |name: &str| inside(name, json!({ "type": "integer", "minimum": 0 }));
    let kinds: Vec<&str> = city::PlaceKind::ALL.iter().map(|kind| kind.as_str()).collect();
    let kind = json!({ "name": "kind", "in": "query", "schema": { "type": "string", "enum": kinds } });
    vec![
        ("/api/city", "The city, and what its profile says first", json, vec![]),
        (
            "/api/places",
            "Places, by name, kind and the place they lie in",
            json,
            vec![asked("q", false), kind, asked("parent", false)],
        ),
        ("/api/places/{id}", "A place and all that is known of it", json, vec![inside("id", text())]),
        ("/api/why", "Where a number came from", json, vec![asked("place", true), asked("indicator", true)]),
        ("/api/gaps", "What is known of each indicator and what is not", json, vec![]),
        ("/api/layers", "Layers with columns, styles and licences", json, vec![]),
        (
            "/api/tables/{name}.csv",
            "A table: places, observations, indicators, sources, runs, held_back or a layer",
            "text/csv",
            vec![inside("name", text())],
        ),
        ("/api/tables/{name}.json", "The same as rows of JSON", json, vec![inside("name", text())]),
        (
            "/tiles/{layer}.json",
            "What the vector tiles of a layer hold, as TileJSON",
            json,
            vec![inside("layer", text())],
        ),
        (
            "/tiles/{layer}/{z}/{x}/{y}.mvt",
            "A vector tile",
            "application/vnd.mapbox-vector-tile",
            vec![inside("layer", text()), whole("z"), whole("x"), whole("y")],
        ),
        ("/ogc", "OGC API: where it begins", json, vec![]),
        ("/ogc/conformance", "OGC API: what this keeps to", json, vec![]),
        ("/ogc/api", "This description", OPENAPI, vec![]),
        ("/ogc/collections", "OGC API: the layers", json, vec![]),
    ]
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
            "description": "West, south, east, north in degrees; features whose boxes touch it",
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
