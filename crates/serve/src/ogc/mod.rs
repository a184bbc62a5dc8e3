//! OGC API - Features, Part 1: Core (17-069r4), with GeoJSON and an `OpenAPI` 3.0 description: what QGIS, GDAL and others read.

mod description;
mod items;
mod parameters;

pub(crate) use description::description;

use crate::answer::{Found, Problem};
use crate::machines::{Of, Routes, Told};
use crate::routes::Asked;
use city::ColumnType;
use flow::look::LookLayer;
use serde_json::{Value, json};

const CRS84: &str = "http://www.opengis.net/def/crs/OGC/1.3/CRS84";
const QUERYABLES: &str = "http://www.opengis.net/def/rel/ogc/1.0/queryables";
pub(crate) const OPENAPI: &str = "application/vnd.oai.openapi+json;version=3.0";
const GEOJSON: &str = "application/geo+json";

/// All but `/ogc/api`, which `machines` adds: it tells of the others.
pub(crate) fn routes() -> Routes {
    let format = |told: Told| told.asks("f", "the format", Of::One(vec!["json"]));
    let of_layer = |path, about| format(Told::get(path, about)).part("id", "the name of a layer", Of::Layer);
    Routes::new()
        .look(format(Told::get("/ogc", "OGC API - Features: where it begins")), landing)
        .look(format(Told::get("/ogc/", "The same")), landing)
        .look(format(Told::get("/ogc/conformance", "What this keeps to")), conformance)
        .look(format(Told::get("/ogc/collections", "The layers")), collections)
        .look(of_layer("/ogc/collections/{id}", "A layer"), collection)
        .look(
            of_layer("/ogc/collections/{id}/queryables", "By what the features of a layer can be chosen").gives(
                200,
                "application/schema+json",
                "as JSON Schema",
            ),
            queryables,
        )
        .look(
            of_layer(
                "/ogc/collections/{id}/items",
                "Features of a layer, page by page; any column may be asked for by its name",
            )
            .asks(
                "bbox",
                "west,south,east,north in degrees: features that it meets",
                Of::Schema(parameters::box_schema()),
            )
            .asks(
                "datetime",
                "a moment or a span (RFC 3339); features have no time of their own, so all match",
                Of::Text,
            )
            .asks("limit", "features in a page, 10,000 at most", Of::Whole(1))
            .asks("offset", "features before the page", Of::Whole(0))
            .gives(200, GEOJSON, "a page of features, with links to the next and the one before"),
            items::items,
        )
        .look(
            of_layer("/ogc/collections/{id}/items/{number}", "One feature")
                .part("number", "its number", Of::Whole(1))
                .gives(200, GEOJSON, "the feature"),
            items::item,
        )
}

fn link(base: &str, path: &str, (rel, kind, title): (&str, &str, &str)) -> Value {
    json!({ "href": format!("{base}/ogc{path}"), "rel": rel, "type": kind, "title": title })
}

/// The landing page.
pub(crate) fn landing(asked: &Asked) -> Result<Found, Problem> {
    asked.only(&["f"])?;
    parameters::form(asked)?;
    let head = asked.look.head();
    let to = |path, words| link(&asked.base, path, words);
    Ok(Found::json(&json!({
        "title": head.name, "description": format!("The data of {}, as makazi keeps them, for: {}. {}", head.name, asked.look.role(), head.notice).trim(),
        "links": [
            to("", ("self", "application/json", "This page")),
            to("/api", ("service-desc", OPENAPI, "What can be asked")),
            to("/conformance", ("conformance", "application/json", "What this keeps to")),
            to("/collections", ("data", "application/json", "The layers")),
        ],
    })))
}

/// What this keeps to.
pub(crate) fn conformance(asked: &Asked) -> Result<Found, Problem> {
    asked.only(&["f"])?;
    parameters::form(asked)?;
    Ok(Found::json(&json!({ "conformsTo": [
        "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
        "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
        "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
    ] })))
}

/// Every layer.
pub(crate) fn collections(asked: &Asked) -> Result<Found, Problem> {
    asked.only(&["f"])?;
    parameters::form(asked)?;
    let all: Vec<Value> = asked.look.layers().iter().map(|one| described(one, &asked.base)).collect();
    let links = [link(&asked.base, "/collections", ("self", "application/json", "The layers"))];
    Ok(Found::json(&json!({ "links": links, "collections": all })))
}

/// One layer.
pub(crate) fn collection(asked: &Asked) -> Result<Found, Problem> {
    asked.only(&["f"])?;
    parameters::form(asked)?;
    Ok(Found::json(&described(layer(asked)?, &asked.base)))
}

/// By what the features of a layer can be chosen, as JSON Schema.
pub(crate) fn queryables(asked: &Asked) -> Result<Found, Problem> {
    asked.only(&["f"])?;
    parameters::form(asked)?;
    let one = &layer(asked)?.layer;
    let properties: serde_json::Map<String, Value> = one
        .columns
        .iter()
        .map(|column| {
            (
                column.name.clone(),
                json!({ "title": column.name, "description": column.description, "type": kind(column.holds) }),
            )
        })
        .collect();
    Ok(Found::of(
        "application/schema+json",
        json!({
            "$schema": "https://json-schema.org/draft/2019-09/schema",
            "$id": format!("{}/ogc/collections/{}/queryables", asked.base, one.name),
            "type": "object", "title": one.title, "description": one.description,
            "properties": properties, "additionalProperties": false,
        })
        .to_string()
        .into_bytes(),
    ))
}

/// The type of a column in JSON Schema.
fn kind(holds: ColumnType) -> &'static str {
    match holds {
        ColumnType::Text => "string",
        ColumnType::Integer => "integer",
        ColumnType::Real => "number",
        ColumnType::Flag => "boolean",
    }
}

fn layer(asked: &Asked) -> Result<&LookLayer, Problem> {
    let name = asked.part(0);
    let hint = "layers are listed at /ogc/collections";
    asked.look.layer(name).ok_or_else(|| Problem::none(format!("there is no layer `{name}`"), hint))
}

fn described(one: &LookLayer, base: &str) -> Value {
    let layer = &one.layer;
    let here = format!("/collections/{}", layer.name);
    let mut links = vec![
        link(base, &here, ("self", "application/json", "This layer")),
        link(base, &format!("{here}/items"), ("items", GEOJSON, "Its features")),
        link(
            base,
            &format!("{here}/queryables"),
            (QUERYABLES, "application/schema+json", "By what they can be chosen"),
        ),
    ];
    if !one.licence.is_empty() && one.licence.starts_with("http") {
        links.push(json!({ "href": one.licence, "rel": "license", "title": "Licence" }));
    }
    let named = [one.source.as_str(), &one.licence].into_iter().filter(|text| !text.is_empty());
    let attribution = named.collect::<Vec<_>>().join(", ");
    let mut described = json!({
        "id": layer.name, "title": layer.title, "description": layer.description, "itemType": "feature", "crs": [CRS84],
        "attribution": attribution,
        "links": links,
    });
    if let (Some(bounds), Some(described)) = (one.bounds, described.as_object_mut()) {
        described.insert("extent".to_owned(), json!({ "spatial": { "bbox": [bounds], "crs": CRS84 } }));
    }
    described
}
