//! Areas, lengths and distances on the ellipsoid of WGS84, for geometries in longitude and latitude.
//!
//! Method: geodesics by Karney (2013, Journal of Geodesy 87, 43-55, <https://doi.org/10.1007/s00190-012-0578-z>) in the
//! port `geographiclib-rs`; edges are geodesics. A coordinate that is not finite or lies beyond latitude 90 or longitude
//! 360 is refused with its place.

use geo::{BoundingRect, Centroid, CoordsIter, Distance, Geodesic, GeodesicArea, Intersects, Length};
use geo_types::{Coord, Geometry, Line, LineString, MultiPolygon, Point, Polygon, Rect};

use crate::crs::CrsError;

/// The area of all surfaces of a geometry in square metres; zero for points and lines.
///
/// Rings may run either way: every hole is taken from its shell. Parts that overlap count twice.
///
/// # Errors
/// [`CrsError::OutOfDomain`] with the first coordinate that is no longitude and latitude.
///
/// ```
/// use geo_types::{Geometry, wkt};
/// let accra = Geometry::from(wkt!(POLYGON((-0.25 5.5, -0.15 5.5, -0.15 5.6, -0.25 5.6, -0.25 5.5))));
/// assert_eq!(grid::measure::area_m2(&accra)?.round(), 122_529_053.0);
/// # Ok::<(), grid::crs::CrsError>(())
/// ```
pub fn area_m2(geometry: &Geometry<f64>) -> Result<f64, CrsError> {
    check(geometry)?;
    Ok(polygons(geometry).iter().map(polygon_area_m2).sum())
}

fn polygon_area_m2(polygon: &Polygon<f64>) -> f64 {
    let ring = |ring: &LineString<f64>| Polygon::new(ring.clone(), Vec::new()).geodesic_area_signed().abs();
    ring(polygon.exterior()) - polygon.interiors().iter().map(ring).sum::<f64>()
}

/// The length of all lines of a geometry in metres; for surfaces the length of their edges, holes too.
///
/// # Errors
/// As [`area_m2`].
pub fn length_m(geometry: &Geometry<f64>) -> Result<f64, CrsError> {
    check(geometry)?;
    Ok(lines(geometry).iter().map(|line| Geodesic.length(line)).sum())
}

/// The distance of two places in metres.
///
/// # Errors
/// As [`area_m2`].
///
/// ```
/// use geo_types::Point;
/// let metres = grid::measure::distance_m(Point::new(-0.187, 5.6037), Point::new(-0.2, 5.61))?;
/// assert_eq!(metres.round(), 1600.0);
/// # Ok::<(), grid::crs::CrsError>(())
/// ```
pub fn distance_m(from: Point<f64>, to: Point<f64>) -> Result<f64, CrsError> {
    check(&from.into())?;
    check(&to.into())?;
    Ok(Geodesic.distance(from, to))
}

/// The centroid in longitude and latitude, of the parts with the highest dimension; it may lie outside the geometry.
///
/// Computed on the plane of degrees: for a settlement or a district the error is far below a metre, and it grows with
/// the square of the extent.
///
/// # Errors
/// As [`area_m2`].
pub fn centroid(geometry: &Geometry<f64>) -> Result<Option<Point<f64>>, CrsError> {
    check(geometry)?;
    Ok(geometry.centroid().filter(|point| point.x().is_finite() && point.y().is_finite()))
}

/// A place that lies inside the surfaces of a geometry, for labels and for joining by place: the middle of the widest
/// stretch on some parallels through it. For a geometry without surface, a vertex near its middle.
///
/// # Errors
/// As [`area_m2`].
pub fn interior_point(geometry: &Geometry<f64>) -> Result<Option<Point<f64>>, CrsError> {
    check(geometry)?;
    let surfaces = polygons(geometry);
    let widest =
        surfaces.iter().filter_map(widest_stretch).reduce(|best, next| if next.1 > best.1 { next } else { best });
    if let Some((point, _)) = widest {
        return Ok(Some(point));
    }
    let vertices: Vec<Coord<f64>> = geometry.coords_iter().collect();
    Ok(vertices.get(vertices.len() / 2).map(|vertex| Point::from(*vertex)))
}

/// The middle and the width in degrees of the widest stretch of a parallel within a polygon.
fn widest_stretch(polygon: &Polygon<f64>) -> Option<(Point<f64>, f64)> {
    const PARALLELS: [f64; 7] = [0.5, 0.372, 0.631, 0.247, 0.754, 0.118, 0.883];
    let (low, high) = (polygon.bounding_rect()?.min().y, polygon.bounding_rect()?.max().y);
    let mut best: Option<(Point<f64>, f64)> = None;
    for share in PARALLELS {
        let y = low + share * (high - low);
        let mut crossings: Vec<f64> = std::iter::once(polygon.exterior())
            .chain(polygon.interiors())
            .flat_map(LineString::lines)
            .filter(|edge| (edge.start.y > y) != (edge.end.y > y))
            .map(|edge| edge.start.x + (y - edge.start.y) / (edge.end.y - edge.start.y) * (edge.end.x - edge.start.x))
            .collect();
        crossings.sort_by(f64::total_cmp);
        for stretch in crossings.chunks_exact(2) {
            let width = stretch[1] - stretch[0];
            if width > best.map_or(0.0, |(_, width)| width) {
                best = Some((Point::new(f64::midpoint(stretch[0], stretch[1]), y), width));
            }
        }
    }
    best
}

/// The box around a geometry; nothing for an empty one.
///
/// # Errors
/// As [`area_m2`].
pub fn bounding_box(geometry: &Geometry<f64>) -> Result<Option<Rect<f64>>, CrsError> {
    check(geometry)?;
    Ok(geometry.bounding_rect())
}

/// Whether a geometry shares a point with a box (west, south, east, north in degrees), its edges included. Where west is greater
/// than east the box goes over the date line. Lines between points are straight in longitude and latitude.
///
/// ```
/// use geo_types::{Geometry, line_string};
/// let bend: Geometry<f64> = line_string![(x: 0.0, y: 0.0), (x: 4.0, y: 0.0), (x: 4.0, y: 4.0)].into();
/// assert!(grid::measure::meets(&bend, [3.0, -1.0, 5.0, 1.0]));
/// // within its bounding box, and apart from the line
/// assert!(!grid::measure::meets(&bend, [1.0, 2.0, 2.0, 3.0]));
/// assert!(grid::measure::meets(&bend, [170.0, -1.0, 0.0, 1.0]));
/// ```
#[must_use]
pub fn meets(geometry: &Geometry<f64>, [west, south, east, north]: [f64; 4]) -> bool {
    let within = |west: f64, east: f64| {
        geometry.intersects(&Rect::new(Coord { x: west, y: south }, Coord { x: east, y: north }))
    };
    if west > east { within(west, 180.0) || within(-180.0, east) } else { within(west, east) }
}

/// Refuses the first coordinate that is no longitude and latitude.
pub(crate) fn check(geometry: &Geometry<f64>) -> Result<(), CrsError> {
    match geometry.coords_iter().find(|Coord { x, y }| !(x.abs() <= 360.0 && y.abs() <= 90.0)) {
        Some(Coord { x, y }) => Err(CrsError::OutOfDomain { x, y, name: "WGS 84".into() }),
        None => Ok(()),
    }
}

/// All polygons of a geometry.
fn polygons(geometry: &Geometry<f64>) -> Vec<Polygon<f64>> {
    match geometry {
        Geometry::Polygon(polygon) => vec![polygon.clone()],
        Geometry::MultiPolygon(MultiPolygon(polygons)) => polygons.clone(),
        Geometry::Rect(rect) => vec![rect.to_polygon()],
        Geometry::Triangle(triangle) => vec![triangle.to_polygon()],
        Geometry::GeometryCollection(parts) => parts.iter().flat_map(polygons).collect(),
        Geometry::Point(_)
        | Geometry::MultiPoint(_)
        | Geometry::Line(_)
        | Geometry::LineString(_)
        | Geometry::MultiLineString(_) => Vec::new(),
    }
}

/// All lines of a geometry, and the edges of its surfaces.
fn lines(geometry: &Geometry<f64>) -> Vec<LineString<f64>> {
    match geometry {
        Geometry::Line(Line { start, end }) => vec![LineString::new(vec![*start, *end])],
        Geometry::LineString(line) => vec![line.clone()],
        Geometry::MultiLineString(lines) => lines.0.clone(),
        Geometry::GeometryCollection(parts) => parts.iter().flat_map(lines).collect(),
        surface => polygons(surface)
            .into_iter()
            .flat_map(|polygon| {
                let (shell, holes) = polygon.into_inner();
                std::iter::once(shell).chain(holes)
            })
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use geo::Contains;
    use geo_types::wkt;

    use super::*;

    fn close(found: f64, expected: f64) {
        assert!((found - expected).abs() <= 1e-9 * expected.abs(), "{found} {expected}");
    }

    // PROJ 9 via pyproj 3.7.2, pyproj.Geod(ellps="WGS84").
    #[test]
    fn areas_and_lengths_agree_with_proj() {
        let accra = Geometry::from(wkt!(POLYGON((-0.25 5.5, -0.15 5.5, -0.15 5.6, -0.25 5.6, -0.25 5.5))));
        close(area_m2(&accra).unwrap(), 122_529_053.032_710_08);
        close(length_m(&accra).unwrap(), 44_277.146_906_371_37);
        let degree = Geometry::from(wkt!(POLYGON((18. - 34., 19. - 34., 19. - 33., 18. - 33., 18. - 34.))));
        close(area_m2(&degree).unwrap(), 10_306_245_947.464_844);
        let road = Geometry::from(wkt!(LINESTRING(-0.25 5.5, -0.2 5.55, -0.15 5.5)));
        close(length_m(&road).unwrap(), 15_654.668_588_337_732);
        close(distance_m(Point::new(18.4241, -33.9249), Point::new(106.8272, -6.1754)).unwrap(), 9_486_592.055_846_058);
        close(distance_m(Point::new(-0.187, 5.6037), Point::new(-0.2, 5.61)).unwrap(), 1_599.926_258_964_642_8);
    }

    #[test]
    fn a_hole_is_taken_away_whichever_way_it_runs() {
        let one_way = wkt!(POLYGON((-0.25 5.5, -0.15 5.5, -0.15 5.6, -0.25 5.6, -0.25 5.5),(-0.22 5.53, -0.18 5.53, -0.18 5.57, -0.22 5.57, -0.22 5.53)));
        let other_way = wkt!(POLYGON((-0.25 5.5, -0.25 5.6, -0.15 5.6, -0.15 5.5, -0.25 5.5),(-0.22 5.53, -0.22 5.57, -0.18 5.57, -0.18 5.53, -0.22 5.53)));
        let expected = 122_529_053.032_710_08 - 19_604_646.430_821_42;
        close(area_m2(&one_way.into()).unwrap(), expected);
        close(area_m2(&other_way.into()).unwrap(), expected);
    }

    #[test]
    fn the_interior_point_of_a_horseshoe_lies_in_it() {
        let shoe = wkt!(POLYGON((0. 0., 3. 0., 3. 3., 2. 3., 2. 1., 1. 1., 1. 3., 0. 3., 0. 0.)));
        let point = interior_point(&shoe.clone().into()).unwrap().unwrap();
        assert!(shoe.contains(&point), "{point:?}");
        assert!(!shoe.contains(&centroid(&shoe.clone().into()).unwrap().unwrap()));
    }

    #[test]
    fn a_point_has_no_area_and_is_its_own_middle() {
        let point = Geometry::from(Point::new(1.0, 2.0));
        assert!(area_m2(&point).unwrap().abs() < f64::EPSILON);
        assert_eq!(interior_point(&point).unwrap(), Some(Point::new(1.0, 2.0)));
        assert_eq!(
            bounding_box(&Geometry::GeometryCollection(geo_types::GeometryCollection::default())).unwrap(),
            None
        );
    }

    #[test]
    fn coordinates_of_a_projection_are_refused() {
        let metres = Geometry::from(LineString::from(vec![(18.0, -34.0), (-53_000.0, -3_756_000.0)]));
        let refused = length_m(&metres).unwrap_err();
        assert_eq!(refused, CrsError::OutOfDomain { x: -53_000.0, y: -3_756_000.0, name: "WGS 84".into() });
        assert!(area_m2(&Point::new(f64::NAN, 0.0).into()).is_err());
    }
}
