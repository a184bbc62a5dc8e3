//! A plane of metres for looking up what is near; what was found is then measured on the ellipsoid.

use geo_types::{Coord, Point};

/// Metres in a degree of latitude on a sphere of the mean radius of the earth.
const METRES_PER_DEGREE: f64 = 111_195.08;

/// An equirectangular plane, true to scale along its middle parallel; over a city it is off by less than one in a hundred.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Plane {
    shrink: f64,
}

impl Plane {
    /// The plane whose middle parallel is at a latitude in degrees.
    #[must_use]
    pub fn around(latitude: f64) -> Self {
        Self { shrink: latitude.to_radians().cos().abs().max(0.01) }
    }

    /// The plane in the middle of coordinates.
    #[must_use]
    pub fn of<'a>(coordinates: impl Iterator<Item = &'a Coord<f64>>) -> Self {
        let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
        for c in coordinates {
            (low, high) = (low.min(c.y), high.max(c.y));
        }
        Self::around(if low <= high { f64::midpoint(low, high) } else { 0.0 })
    }

    /// Longitude and latitude as metres on the plane.
    #[must_use]
    pub fn at(&self, c: Coord<f64>) -> [f64; 2] {
        [c.x * self.shrink * METRES_PER_DEGREE, c.y * METRES_PER_DEGREE]
    }

    /// Metres on the plane as longitude and latitude.
    #[must_use]
    pub fn back(&self, [x, y]: [f64; 2]) -> Coord<f64> {
        Coord { x: x / (self.shrink * METRES_PER_DEGREE), y: y / METRES_PER_DEGREE }
    }

    /// Distance on the plane, m.
    #[must_use]
    pub fn metres(&self, a: Coord<f64>, b: Coord<f64>) -> f64 {
        let (from, to) = (self.at(a), self.at(b));
        (to[0] - from[0]).hypot(to[1] - from[1])
    }

    /// Which part of the way from `a` to `b` the foot of the perpendicular from a point lies at, 0 to 1.
    #[must_use]
    pub fn foot(&self, point: Coord<f64>, a: Coord<f64>, b: Coord<f64>) -> f64 {
        let ([px, py], [ax, ay], [bx, by]) = (self.at(point), self.at(a), self.at(b));
        let (dx, dy) = (bx - ax, by - ay);
        let square = dx * dx + dy * dy;
        if square > 0.0 { (((px - ax) * dx + (py - ay) * dy) / square).clamp(0.0, 1.0) } else { 0.0 }
    }

    /// The coordinate at a part of the way from `a` to `b`.
    #[must_use]
    pub fn between(&self, a: Coord<f64>, b: Coord<f64>, part: f64) -> Coord<f64> {
        Coord { x: a.x + part * (b.x - a.x), y: a.y + part * (b.y - a.y) }
    }
}

/// Geodesic distance, m; infinite where a coordinate is no place on earth.
#[must_use]
pub fn geodesic_m(a: Coord<f64>, b: Coord<f64>) -> f64 {
    grid::measure::distance_m(Point(a), Point(b)).unwrap_or(f64::INFINITY)
}
