//! Features as GeoJSON (RFC 7946), longitude first.

use city::{Cell, Column, Feature};
use geo_types::{Coord, Geometry, LineString, Polygon};
use std::fmt::Write;

/// A feature with its number as id and its cells as properties; a column without anything in it is null.
pub(crate) fn feature(number: i64, feature: &Feature, columns: &[Column]) -> String {
    let mut text = format!("{{\"type\":\"Feature\",\"id\":{number},\"geometry\":");
    geometry(feature.geometry.as_ref(), &mut text);
    text.push_str(",\"properties\":{");
    for (at, (column, cell)) in columns.iter().zip(&feature.cells).enumerate() {
        let comma = if at == 0 { "" } else { "," };
        let _ = write!(text, "{comma}{}:{}", serde_json::Value::from(column.name.as_str()), value(cell));
    }
    text.push_str("}}");
    text
}

/// A cell as JSON.
pub(crate) fn value(cell: &Cell) -> serde_json::Value {
    match cell {
        Cell::Empty => serde_json::Value::Null,
        Cell::Text(text) => text.as_str().into(),
        Cell::Integer(number) => (*number).into(),
        Cell::Real(number) => (*number).into(),
        Cell::Flag(flag) => (*flag).into(),
    }
}

/// A shape; `null` where there is none.
pub(crate) fn geometry(shape: Option<&Geometry<f64>>, out: &mut String) {
    let Some(shape) = shape else { return out.push_str("null") };
    let kind = match shape {
        Geometry::Point(_) => "Point",
        Geometry::MultiPoint(_) => "MultiPoint",
        Geometry::Line(_) | Geometry::LineString(_) => "LineString",
        Geometry::MultiLineString(_) => "MultiLineString",
        Geometry::Polygon(_) | Geometry::Rect(_) | Geometry::Triangle(_) => "Polygon",
        Geometry::MultiPolygon(_) => "MultiPolygon",
        Geometry::GeometryCollection(all) => {
            out.push_str("{\"type\":\"GeometryCollection\",\"geometries\":");
            list(out, &all.0, |one, out| geometry(Some(one), out));
            return out.push('}');
        }
    };
    let _ = write!(out, "{{\"type\":\"{kind}\",\"coordinates\":");
    match shape {
        Geometry::Point(point) => position(&point.0, out),
        Geometry::MultiPoint(points) => list(out, &points.0, |point, out| position(&point.0, out)),
        Geometry::Line(one) => list(out, &[one.start, one.end], position),
        Geometry::LineString(one) => line(one, out),
        Geometry::MultiLineString(lines) => list(out, &lines.0, line),
        Geometry::Polygon(one) => area(one, out),
        Geometry::Rect(rect) => area(&rect.to_polygon(), out),
        Geometry::Triangle(one) => area(&one.to_polygon(), out),
        Geometry::MultiPolygon(areas) => list(out, &areas.0, area),
        Geometry::GeometryCollection(_) => {}
    }
    out.push('}');
}

fn list<T>(out: &mut String, all: &[T], each: impl Fn(&T, &mut String)) {
    out.push('[');
    for (at, one) in all.iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        each(one, out);
    }
    out.push(']');
}

fn position(at: &Coord<f64>, out: &mut String) {
    let _ = write!(out, "[{},{}]", at.x, at.y);
}

fn line(line: &LineString<f64>, out: &mut String) {
    list(out, &line.0, position);
}

fn area(area: &Polygon<f64>, out: &mut String) {
    out.push('[');
    line(area.exterior(), out);
    for hole in area.interiors() {
        out.push(',');
        line(hole, out);
    }
    out.push(']');
}

#[cfg(test)]
mod tests {
    use super::*;
    use city::ColumnType;
    use geo_types::polygon;

    #[test]
    fn a_feature_has_its_number_its_shape_and_what_is_not_known_as_null() {
        let columns = [Column::new("na\"me", ColumnType::Text), Column::new("depth_m", ColumnType::Real)];
        let cells = vec![Cell::Text("a\nb".to_owned()), Cell::Empty];
        let area = polygon![(x: 0.0, y: 0.5), (x: 1.0, y: 0.0), (x: 1.0, y: 1.0), (x: 0.0, y: 0.5)];
        let text = feature(7, &Feature { geometry: Some(area.into()), cells }, &columns);
        let read: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(read["properties"]["na\"me"], "a\nb");
        assert!(read["properties"]["depth_m"].is_null());
        assert_eq!(read["geometry"]["coordinates"][0][0], serde_json::json!([0, 0.5]));
        assert_eq!(read["id"], 7);
    }
}
