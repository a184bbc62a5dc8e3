//! The extent of a shape.

use geo_types::{Coord, Geometry, Polygon};

/// West, south, east, north of a geometry; none where it has no coordinates.
///
/// ```
/// let line = geo_types::LineString::from(vec![(1.0, 2.0), (0.0, 5.0)]);
/// assert_eq!(wkb::extent(&line.into()), Some([0.0, 2.0, 1.0, 5.0]));
/// ```
#[must_use]
pub fn extent(geometry: &Geometry<f64>) -> Option<[f64; 4]> {
    let mut found: Option<[f64; 4]> = None;
    each_coordinate(geometry, &mut |Coord { x, y }| {
        let [west, south, east, north] = found.unwrap_or([x, y, x, y]);
        found = Some([west.min(x), south.min(y), east.max(x), north.max(y)]);
    });
    found
}

pub(crate) fn each_coordinate(geometry: &Geometry<f64>, visit: &mut dyn FnMut(Coord<f64>)) {
    fn area(polygon: &Polygon<f64>, visit: &mut dyn FnMut(Coord<f64>)) {
        for ring in std::iter::once(polygon.exterior()).chain(polygon.interiors()) {
            ring.0.iter().copied().for_each(&mut *visit);
        }
    }
    match geometry {
        Geometry::Point(point) => visit(point.0),
        Geometry::MultiPoint(points) => points.iter().for_each(|p| visit(p.0)),
        Geometry::Line(line) => [line.start, line.end].into_iter().for_each(visit),
        Geometry::LineString(line) => line.0.iter().copied().for_each(visit),
        Geometry::MultiLineString(lines) => lines.iter().flat_map(|l| l.0.iter().copied()).for_each(visit),
        Geometry::Polygon(polygon) => area(polygon, visit),
        Geometry::MultiPolygon(polygons) => polygons.iter().for_each(|p| area(p, visit)),
        Geometry::Rect(rect) => area(&rect.to_polygon(), visit),
        Geometry::Triangle(triangle) => area(&triangle.to_polygon(), visit),
        Geometry::GeometryCollection(parts) => parts.iter().for_each(|part| each_coordinate(part, visit)),
    }
}
