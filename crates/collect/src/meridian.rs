//! The 180th meridian: geometries that run across it, or beyond it.

use city::Problem;
use geo::{Coord, CoordsIter, Geometry, Line, LinesIter};

/// What is doubtful about the longitudes of a geometry in degrees: an edge that goes round the world, or a longitude
/// beyond 180. The geometry stays as it is.
pub(crate) fn problem(geometry: &Geometry<f64>) -> Option<Problem> {
    let at = |c: Coord<f64>| format!("longitude {}, latitude {}", c.x, c.y);
    if let Some(beyond) = geometry.coords_iter().find(|c| c.x.abs() > 180.0) {
        let problem = Problem::warning("beyond_180").found(at(beyond)).expected("longitudes from -180 to 180");
        return Some(problem.hint("it came in as it stands and lies off the map: subtract 360 degrees in the source"));
    }
    let across = edge_across(geometry)?;
    let problem = Problem::warning("crosses_180").found(format!("from {} to {}", at(across.start), at(across.end)));
    Some(
        problem.expected("edges that do not go round the world").hint(
            "it came in as it stands, its area is not to be trusted: cut it at 180 degrees (ogr2ogr -wrapdateline)",
        ),
    )
}

fn edge_across(geometry: &Geometry<f64>) -> Option<Line<f64>> {
    let across = |edge: &Line<f64>| edge.dx().abs() > 180.0;
    match geometry {
        Geometry::LineString(line) => line.lines_iter().find(across),
        Geometry::MultiLineString(lines) => lines.lines_iter().find(across),
        Geometry::Polygon(polygon) => polygon.lines_iter().find(across),
        Geometry::MultiPolygon(polygons) => polygons.lines_iter().find(across),
        Geometry::GeometryCollection(parts) => parts.iter().find_map(edge_across),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo_types::polygon;

    fn code(geometry: impl Into<Geometry<f64>>) -> Option<String> {
        problem(&geometry.into()).map(|p| p.code)
    }

    #[test]
    fn a_boundary_across_the_180th_meridian_is_told_from_one_that_was_cut_there() {
        let across = polygon![(x: 179.0, y: -17.0), (x: -179.0, y: -17.0), (x: -179.0, y: -16.0), (x: 179.0, y: -16.0)];
        let east = polygon![(x: 179.0, y: -17.0), (x: 180.0, y: -17.0), (x: 180.0, y: -16.0), (x: 179.0, y: -16.0)];
        let west = polygon![(x: -180.0, y: -17.0), (x: -179.0, y: -17.0), (x: -179.0, y: -16.0), (x: -180.0, y: -16.0)];
        let beyond = polygon![(x: 179.0, y: -17.0), (x: 181.0, y: -17.0), (x: 181.0, y: -16.0), (x: 179.0, y: -16.0)];
        assert_eq!(code(across).as_deref(), Some("crosses_180"));
        assert_eq!(code(geo::MultiPolygon(vec![east, west])), None);
        assert_eq!(code(beyond).as_deref(), Some("beyond_180"));
        assert_eq!(code(geo::Point::new(200.0, 0.0)).as_deref(), Some("beyond_180"));
    }
}
