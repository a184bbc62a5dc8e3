//! A plane for a city: outlines laid on it, their overlaps and distances.

use geo::{Area, BooleanOps, BoundingRect, CoordsIter, Distance, Euclidean, Intersects, LinesIter};
use geo_types::{Coord, Geometry, Line, MultiPolygon, Polygon, Rect};
use grid::clip::{clip, grown};
use grid::crs::{Crs, CrsError, Transform};

/// Lambert's azimuthal equal-area projection (Snyder 1987, USGS Professional Paper 1395, section 24) around the middle of the
/// places: areas are those of the ellipsoid, and 100 km from the middle a distance is right to 4 parts in 100,000.
pub struct Plane {
    crs: Crs,
    from_earth: Transform,
}

impl Plane {
    /// The plane around some boxes in longitude and latitude; none where there is no box.
    ///
    /// # Errors
    /// What the reference system refuses.
    pub fn around(boxes: impl Iterator<Item = Rect<f64>>) -> Result<Option<Self>, CrsError> {
        let Some(all) = boxes.reduce(joined) else { return Ok(None) };
        let (lon, lat) = (all.center().x, all.center().y);
        let crs = Crs::parse(&format!("+proj=laea +lat_0={lat} +lon_0={lon} +datum=WGS84 +units=m"))?;
        Ok(Some(Self { from_earth: Transform::new(&Crs::wgs84(), &crs)?, crs }))
    }

    /// Lays a geometry in longitude and latitude on the plane.
    ///
    /// # Errors
    /// What the reference system refuses.
    pub fn lay(&self, geometry: &Geometry<f64>) -> Result<Option<Laid>, CrsError> {
        Ok(Laid::of(&self.from_earth.transform(geometry)?))
    }

    /// A geometry in longitude and latitude on the plane; none where it cannot be brought there.
    #[must_use]
    pub fn transformed(&self, geometry: &Geometry<f64>) -> Option<Geometry<f64>> {
        self.from_earth.transform(geometry).ok()
    }

    /// The way from another reference system to the plane.
    ///
    /// # Errors
    /// What the reference system refuses.
    pub fn from(&self, crs: &Crs) -> Result<Transform, CrsError> {
        Transform::new(crs, &self.crs)
    }

    /// The way from the plane to another reference system.
    ///
    /// # Errors
    /// What the reference system refuses.
    pub fn to(&self, crs: &Crs) -> Result<Transform, CrsError> {
        Transform::new(&self.crs, crs)
    }
}

/// An outline on the plane, its edges in strips of a few with a box around each.
#[derive(Debug, Clone)]
pub struct Laid {
    /// Its surfaces; none for points and lines.
    pub surface: MultiPolygon<f64>,
    /// The box around it.
    pub bounds: Rect<f64>,
    /// Square metres.
    pub area_m2: f64,
    strips: Vec<(Rect<f64>, Vec<Line<f64>>)>,
}

const EDGES_IN_A_STRIP: usize = 16;

impl Laid {
    /// An outline on the plane; none for an empty one.
    #[must_use]
    pub fn of(geometry: &Geometry<f64>) -> Option<Self> {
        let surface = surfaces(geometry);
        let mut lines: Vec<Line<f64>> = surface.lines_iter().collect();
        if lines.is_empty() {
            lines = geometry.coords_iter().map(|c| Line::new(c, c)).collect();
        }
        let strip = |lines: &[Line<f64>]| -> Option<(Rect<f64>, Vec<Line<f64>>)> {
            Some((lines.iter().map(|l| Rect::new(l.start, l.end)).reduce(joined)?, lines.to_vec()))
        };
        let strips = lines.chunks(EDGES_IN_A_STRIP).filter_map(strip).collect();
        Some(Self { bounds: geometry.bounding_rect()?, area_m2: surface.unsigned_area(), surface, strips })
    }

    /// The surface that two outlines have in common, with its square metres.
    #[must_use]
    pub fn overlap(&self, other: &Self) -> Option<(MultiPolygon<f64>, f64)> {
        if gap_m(&self.bounds, &other.bounds) > 0.0 || self.surface.0.is_empty() || other.surface.0.is_empty() {
            return None;
        }
        if !self.edges_near(&other.bounds) {
            return self.holds_start_of(other).then(|| (other.surface.clone(), other.area_m2));
        }
        let window = grown(common(&self.bounds, &other.bounds)?);
        let (mine, theirs) = (self.within(window), other.within(window));
        let piece = mine.intersection(&theirs);
        let area_m2 = piece.unsigned_area();
        // Boolean overlays work on a lattice: an overlap thinner than that is a shared border.
        (area_m2 > 1e-9 * self.area_m2.min(other.area_m2)).then_some((piece, area_m2))
    }

    /// The outline less others.
    #[must_use]
    pub fn less(&self, others: &[&Self]) -> Option<Self> {
        let mut left = self.surface.clone();
        for other in others {
            left = left.difference(&other.surface);
        }
        Self::of(&Geometry::MultiPolygon(left))
    }

    /// Metres between two outlines, 0 where they touch; `below` where they are no nearer than that.
    #[must_use]
    pub fn distance_m(&self, other: &Self, below: f64) -> f64 {
        let mut least = below;
        for (bounds, mine) in &self.strips {
            if gap_m(bounds, &other.bounds) >= least {
                continue;
            }
            for (other_bounds, theirs) in &other.strips {
                if gap_m(bounds, other_bounds) >= least {
                    continue;
                }
                for (a, b) in mine.iter().flat_map(|a| theirs.iter().map(move |b| (a, b))) {
                    least = least.min(Euclidean.distance(a, b));
                }
            }
        }
        let within =
            gap_m(&self.bounds, &other.bounds) <= 0.0 && (self.holds_start_of(other) || other.holds_start_of(self));
        if within { 0.0 } else { least }
    }

    fn edges_near(&self, bounds: &Rect<f64>) -> bool {
        self.strips
            .iter()
            .filter(|(strip, _)| gap_m(strip, bounds) <= 0.0)
            .any(|(_, lines)| lines.iter().any(|l| gap_m(&Rect::new(l.start, l.end), bounds) <= 0.0))
    }

    fn holds_start_of(&self, other: &Self) -> bool {
        let start = other.strips.first().and_then(|(_, lines)| lines.first()).map(|line| line.start);
        start.is_some_and(|start| self.surface.intersects(&start))
    }

    /// The rings cut to a window, as surfaces of which a place lies within an odd number when it lies within the outline.
    fn within(&self, window: Rect<f64>) -> MultiPolygon<f64> {
        let rings = self.surface.iter().flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors()));
        rings.filter_map(|ring| clip(ring, window)).map(|ring| Polygon::new(ring, Vec::new())).collect()
    }
}

fn surfaces(geometry: &Geometry<f64>) -> MultiPolygon<f64> {
    match geometry {
        Geometry::Polygon(polygon) => MultiPolygon::new(vec![polygon.clone()]),
        Geometry::MultiPolygon(surface) => surface.clone(),
        Geometry::GeometryCollection(parts) => parts.iter().flat_map(surfaces).collect(),
        Geometry::Rect(rect) => MultiPolygon::new(vec![rect.to_polygon()]),
        Geometry::Triangle(triangle) => MultiPolygon::new(vec![triangle.to_polygon()]),
        _ => MultiPolygon::new(Vec::new()),
    }
}

/// Metres between two boxes, 0 where they touch.
#[must_use]
pub fn gap_m(a: &Rect<f64>, b: &Rect<f64>) -> f64 {
    let across = (b.min().x - a.max().x).max(a.min().x - b.max().x).max(0.0);
    let along = (b.min().y - a.max().y).max(a.min().y - b.max().y).max(0.0);
    across.hypot(along)
}

fn joined(a: Rect<f64>, b: Rect<f64>) -> Rect<f64> {
    Rect::new(
        (a.min().x.min(b.min().x), a.min().y.min(b.min().y)),
        (a.max().x.max(b.max().x), a.max().y.max(b.max().y)),
    )
}

fn common(a: &Rect<f64>, b: &Rect<f64>) -> Option<Rect<f64>> {
    let low = Coord { x: a.min().x.max(b.min().x), y: a.min().y.max(b.min().y) };
    let high = Coord { x: a.max().x.min(b.max().x), y: a.max().y.min(b.max().y) };
    (low.x <= high.x && low.y <= high.y).then(|| Rect::new(low, high))
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo_types::wkt;

    fn laid(polygon: Polygon<f64>) -> Laid {
        Laid::of(&polygon.into()).unwrap()
    }

    #[test]
    fn areas_and_distances_on_the_plane_are_those_of_the_ellipsoid() {
        let geometry = Geometry::from(wkt!(POLYGON((-0.25 5.5, -0.15 5.5, -0.15 5.6, -0.25 5.6, -0.25 5.5))));
        let far = Geometry::from(geo_types::Point::new(0.55, 5.55));
        let boxes = [&geometry, &far].map(|g| g.bounding_rect().unwrap());
        let plane = Plane::around(boxes.into_iter()).unwrap().unwrap();
        let (here, there) = (plane.lay(&geometry).unwrap().unwrap(), plane.lay(&far).unwrap().unwrap());
        let area_m2 = grid::measure::area_m2(&geometry).unwrap();
        assert!((here.area_m2 / area_m2 - 1.0).abs() < 1e-6, "{} {area_m2}", here.area_m2);
        let edge = geo_types::Point::new(-0.15, 5.55);
        let metres = grid::measure::distance_m(edge, geo_types::Point::new(0.55, 5.55)).unwrap();
        let found = here.distance_m(&there, f64::INFINITY);
        assert!((found / metres - 1.0).abs() < 1e-4, "{found} {metres}");
    }

    #[test]
    fn a_cell_wholly_inside_a_place_and_one_on_its_border_are_measured_exactly() {
        let place = laid(wkt!(POLYGON((0. 0., 1000. 0., 1000. 1000., 0. 1000., 0. 0.))));
        let inside = laid(wkt!(POLYGON((400. 400., 500. 400., 500. 500., 400. 500., 400. 400.))));
        let border = laid(wkt!(POLYGON((950. 400., 1050. 400., 1050. 500., 950. 500., 950. 400.))));
        assert!((place.overlap(&inside).unwrap().1 - 10_000.0).abs() < 1e-6);
        assert!((place.overlap(&border).unwrap().1 - 5_000.0).abs() < 1e-3);
        assert!(place.distance_m(&inside, f64::INFINITY).abs() < 1e-12);
        let outside = laid(wkt!(POLYGON((1030. 1040., 1100. 1040., 1100. 1100., 1030. 1100., 1030. 1040.))));
        assert!(place.overlap(&outside).is_none());
        assert!((place.distance_m(&outside, f64::INFINITY) - 50.0).abs() < 1e-9);
    }

    #[test]
    fn a_place_in_the_hole_of_another_is_outside_it() {
        let ring = laid(
            wkt!(POLYGON((0. 0., 100. 0., 100. 100., 0. 100., 0. 0.),(20. 20., 80. 20., 80. 80., 20. 80., 20. 20.))),
        );
        let within = laid(wkt!(POLYGON((40. 40., 60. 40., 60. 60., 40. 60., 40. 40.))));
        assert!(ring.overlap(&within).is_none());
        assert!((ring.distance_m(&within, f64::INFINITY) - 20.0).abs() < 1e-9);
    }
}
