//! What GeoParquet says of its shapes: the JSON under the key `geo`.

use crate::{GEOMETRY, ToWrite};
use geo_types::Geometry;
use serde_json::json;
use std::collections::BTreeSet;

/// The JSON of what is written: version 1.1.0, one column of WKB in longitude and latitude (`OGC:CRS84`, by its absence),
/// which types it holds, and its extent.
pub(crate) fn written(what: &ToWrite) -> String {
    let shapes = || what.features.iter().filter_map(|feature| feature.geometry.as_ref());
    let types: BTreeSet<&str> = shapes().map(name).collect();
    let extent = shapes()
        .filter_map(wkb::extent)
        .reduce(|[w, s, e, n], [west, south, east, north]| [w.min(west), s.min(south), e.max(east), n.max(north)]);
    let mut column = json!({ "encoding": "WKB", "geometry_types": types });
    if let (Some(extent), Some(column)) = (extent, column.as_object_mut()) {
        column.insert("bbox".to_owned(), json!(extent));
    }
    json!({ "version": "1.1.0", "primary_column": GEOMETRY, "columns": { GEOMETRY: column } }).to_string()
}

/// The type as it is written.
fn name(geometry: &Geometry<f64>) -> &'static str {
    match geometry {
        Geometry::Point(_) => "Point",
        Geometry::Line(_) | Geometry::LineString(_) => "LineString",
        Geometry::Polygon(_) | Geometry::Rect(_) | Geometry::Triangle(_) => "Polygon",
        Geometry::MultiPoint(_) => "MultiPoint",
        Geometry::MultiLineString(_) => "MultiLineString",
        Geometry::MultiPolygon(_) => "MultiPolygon",
        Geometry::GeometryCollection(_) => "GeometryCollection",
    }
}
