use crate::clip::{clip, grown};
use geo::{Area, BooleanOps, BoundingRect};
use geo_types::{Coord, LineString, MultiPolygon, Polygon, Rect};

use crate::crs::{Crs, CrsError, Transform};

/// The plane on which areas are those of the ellipsoid: Lambert's cylindrical equal-area projection (Snyder 1987, USGS
/// Professional Paper 1395, section 10). Meridians and parallels stay straight, so edges along them that two zones share
/// with unlike vertices still run together; the plane is stretched away from the equator, which areas do not feel.
#[derive(Clone)]
pub(super) struct Plane {
    to_plane: Transform,
    pub(super) crs: Crs,
}

impl Plane {
    pub(super) fn new() -> Result<Self, CrsError> {
        let crs = Crs::parse("+proj=cea +lat_ts=0 +lon_0=0 +over +datum=WGS84")?;
        Ok(Self { to_plane: Transform::new(&Crs::wgs84(), &crs)?, crs })
    }

    pub(super) fn project(&self, zone: &MultiPolygon<f64>) -> Result<Shape, CrsError> {
        let projected = self.to_plane.transform(zone)?;
        let rings = projected.into_iter().flat_map(|polygon| {
            let (shell, holes) = polygon.into_inner();
            std::iter::once(shell).chain(holes)
        });
        Ok(Shape { rings: rings.filter_map(|ring| ring.bounding_rect().map(|bounds| (bounds, ring))).collect() })
    }
}

/// A zone on a plane as its rings, of which a place lies within an odd number when it lies in the zone.
#[derive(Debug, Clone)]
pub(super) struct Shape {
    rings: Vec<(Rect<f64>, LineString<f64>)>,
}

impl Shape {
    pub(super) fn bounds(&self) -> Option<Rect<f64>> {
        let mut all = self.rings.iter().map(|(bounds, _)| *bounds);
        let first = all.next()?;
        Some(all.fold(first, |joined, next| {
            let (low, high) = (joined.min(), joined.max());
            Rect::new(
                (low.x.min(next.min().x), low.y.min(next.min().y)),
                (high.x.max(next.max().x), high.y.max(next.max().y)),
            )
        }))
    }

    /// Square metres within.
    pub(super) fn area_m2(&self) -> f64 {
        let all = self.within(None);
        self.bounds().map_or(0.0, |bounds| all.intersection(&grown(bounds).to_polygon()).unsigned_area())
    }

    /// Square metres that shells less holes would give: other than [`Self::area_m2`] where rings cross or overlap.
    pub(super) fn stated_area_m2(zone: &MultiPolygon<f64>, plane: &Plane) -> Result<f64, CrsError> {
        Ok(plane.to_plane.transform(zone)?.unsigned_area())
    }

    /// The common surface of two zones.
    pub(super) fn intersection(&self, other: &Self) -> MultiPolygon<f64> {
        let common = match (self.bounds(), other.bounds()) {
            (Some(a), Some(b)) => common(a, b),
            _ => None,
        };
        let Some(common) = common.map(grown) else { return MultiPolygon::new(Vec::new()) };
        let (a, b) = (self.within(Some(common)), other.within(Some(common)));
        if a.0.is_empty() || b.0.is_empty() { MultiPolygon::new(Vec::new()) } else { a.intersection(&b) }
    }

    /// The rings, cut to a window if one is given: an overlay works on whole numbers scaled to the extent, so its
    /// exactness is that of the window.
    fn within(&self, window: Option<Rect<f64>>) -> MultiPolygon<f64> {
        let rings = self.rings.iter().filter_map(|(bounds, ring)| match window {
            None => Some(ring.clone()),
            Some(window) if holds(window, *bounds) => Some(ring.clone()),
            Some(window) => common(window, *bounds).and_then(|_| clip(ring, window)),
        });
        rings.map(|ring| Polygon::new(ring, Vec::new())).collect()
    }
}

fn common(a: Rect<f64>, b: Rect<f64>) -> Option<Rect<f64>> {
    let low = Coord { x: a.min().x.max(b.min().x), y: a.min().y.max(b.min().y) };
    let high = Coord { x: a.max().x.min(b.max().x), y: a.max().y.min(b.max().y) };
    (low.x < high.x && low.y < high.y).then(|| Rect::new(low, high))
}

fn holds(window: Rect<f64>, bounds: Rect<f64>) -> bool {
    window.min().x <= bounds.min().x
        && window.min().y <= bounds.min().y
        && window.max().x >= bounds.max().x
        && window.max().y >= bounds.max().y
}

#[cfg(test)]
mod tests {
    use geo_types::wkt;

    use super::*;

    #[test]
    fn the_plane_keeps_the_area_of_the_ellipsoid() {
        let zone = wkt!(MULTIPOLYGON(((-0.25 5.5, -0.15 5.5, -0.15 5.6, -0.25 5.6, -0.25 5.5))));
        let on_plane = Plane::new().unwrap().project(&zone).unwrap().area_m2();
        let geodesic = crate::measure::area_m2(&zone.into()).unwrap();
        // An edge along a parallel is the parallel here, and a geodesic there.
        assert!((on_plane / geodesic - 1.0).abs() < 1e-6, "{on_plane} {geodesic}");
    }

    #[test]
    fn longitudes_beyond_180_are_not_folded_back() {
        let (east, far) = (
            wkt!(MULTIPOLYGON(((179. 0., 180. 0., 180. 1., 179. 1., 179. 0.)))),
            wkt!(MULTIPOLYGON(((179.5 0., 180.5 0., 180.5 1., 179.5 1., 179.5 0.)))),
        );
        let plane = Plane::new().unwrap();
        let areas = [east, far].map(|zone| plane.project(&zone).unwrap().area_m2());
        assert!((areas[0] / areas[1] - 1.0).abs() < 1e-9, "{areas:?}");
    }

    #[test]
    fn cutting_to_a_window_keeps_what_lies_in_it() {
        let shoe = wkt!(LINESTRING(0. 0., 30. 0., 30. 30., 20. 30., 20. 10., 10. 10., 10. 30., 0. 30., 0. 0.));
        let window = Rect::new((-5.0, 15.0), (40.0, 25.0));
        let cut = clip(&shoe, window).unwrap();
        assert!((Polygon::new(cut, Vec::new()).unsigned_area() - 200.0).abs() < 1e-9);
        assert!(clip(&shoe, Rect::new((50.0, 50.0), (60.0, 60.0))).is_none());
    }
}
