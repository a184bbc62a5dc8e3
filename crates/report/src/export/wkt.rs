//! Shapes as well-known text.

use geo_types::{Coord, Geometry, LineString, Polygon};
use std::fmt::Write;

/// A shape as well-known text, with every digit.
pub(super) fn wkt(geometry: &Geometry<f64>) -> String {
    let mut text = String::new();
    write(&mut text, geometry);
    text
}

fn write(out: &mut String, geometry: &Geometry<f64>) {
    match geometry {
        Geometry::Point(point) => named(out, "POINT", &[point.0], |out, at| coordinate(out, *at)),
        Geometry::Line(one) => write(out, &Geometry::LineString(LineString::from(vec![one.start, one.end]))),
        Geometry::LineString(line) => named(out, "LINESTRING", &line.0, |out, at| coordinate(out, *at)),
        Geometry::Polygon(area) => named(out, "POLYGON", &rings(area), |out, ring| line(out, ring)),
        Geometry::MultiPoint(many) => named(out, "MULTIPOINT", &many.0, |out, point| {
            list(out, &[point.0], |out, at| coordinate(out, *at));
        }),
        Geometry::MultiLineString(many) => named(out, "MULTILINESTRING", &many.0, line),
        Geometry::MultiPolygon(many) => named(out, "MULTIPOLYGON", &many.0, |out, area| {
            list(out, &rings(area), |out, ring| line(out, ring));
        }),
        Geometry::GeometryCollection(many) => named(out, "GEOMETRYCOLLECTION", &many.0, write),
        Geometry::Rect(area) => write(out, &Geometry::Polygon(area.to_polygon())),
        Geometry::Triangle(area) => write(out, &Geometry::Polygon(area.to_polygon())),
    }
}

fn rings(polygon: &Polygon<f64>) -> Vec<&LineString<f64>> {
    std::iter::once(polygon.exterior()).chain(polygon.interiors()).filter(|ring| !ring.0.is_empty()).collect()
}

fn line(out: &mut String, line: &LineString<f64>) {
    list(out, &line.0, |out, c| coordinate(out, *c));
}

fn coordinate(out: &mut String, at: Coord<f64>) {
    let _ = write!(out, "{} {}", at.x, at.y);
}

fn named<T>(out: &mut String, name: &str, parts: &[T], part: impl Fn(&mut String, &T)) {
    out.push_str(name);
    out.push(' ');
    if parts.is_empty() {
        out.push_str("EMPTY");
    } else {
        list(out, parts, part);
    }
}

fn list<T>(out: &mut String, parts: &[T], part: impl Fn(&mut String, &T)) {
    out.push('(');
    for (at, one) in parts.iter().enumerate() {
        if at > 0 {
            out.push_str(", ");
        }
        part(out, one);
    }
    out.push(')');
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo_types::{MultiPolygon, Point, polygon};

    #[test]
    fn shapes_are_written_as_the_standard_writes_them() {
        assert_eq!(wkt(&Geometry::Point(Point::new(-0.25, 5.5))), "POINT (-0.25 5.5)");
        let square = polygon!(exterior: [(x: 0., y: 0.), (x: 4., y: 0.), (x: 4., y: 4.)], interiors: [[(x: 1., y: 1.), (x: 2., y: 1.), (x: 2., y: 2.)]]);
        let text = "MULTIPOLYGON (((0 0, 4 0, 4 4, 0 0), (1 1, 2 1, 2 2, 1 1)))";
        assert_eq!(wkt(&Geometry::MultiPolygon(MultiPolygon(vec![square]))), text);
        assert_eq!(wkt(&Geometry::MultiPolygon(MultiPolygon(Vec::new()))), "MULTIPOLYGON EMPTY");
    }
}
