//! Geometries as paths on a sheet of 10,000 units, the larger side, north up.

use geo_types::{Coord, Geometry, LineString, Polygon};
use std::fmt::Write;

/// Units of the larger side of the sheet.
pub const SIDE: f64 = 10_000.0;
const MARGIN: f64 = 260.0;
/// An area smaller than this is marked by a dot as well.
const DOT: i64 = 260;
/// Length of one degree of latitude.
const METRES_PER_DEGREE: f64 = 111_195.0;

/// How longitude and latitude lie on the sheet: equirectangular, true to scale in the middle.
pub struct Sheet {
    west: f64,
    north: f64,
    units_per_degree: f64,
    shrink: f64,
    /// Width in units.
    pub width: i64,
    /// Height in units.
    pub height: i64,
}

/// A place drawn on the sheet.
#[derive(Default)]
pub struct Outline {
    /// Path data of its areas and lines; empty for points.
    pub path: String,
    /// Where its dot is, for points and small areas.
    pub dot: Option<(i64, i64)>,
    /// Units of its larger side.
    pub size: i64,
    /// Where its name is written.
    pub centre: (i64, i64),
}

impl Sheet {
    /// The sheet that holds all of these; none where there is nothing to draw.
    pub fn around<'a>(geometries: impl Iterator<Item = &'a Geometry<f64>>) -> Option<Self> {
        let mut ends: Option<[f64; 4]> = None;
        for geometry in geometries {
            visit(geometry, &mut |c| {
                let [w, s, e, n] = ends.unwrap_or([c.x, c.y, c.x, c.y]);
                ends = Some([w.min(c.x), s.min(c.y), e.max(c.x), n.max(c.y)]);
            });
        }
        let [west, south, east, north] = ends?;
        let shrink = f64::midpoint(south, north).to_radians().cos().max(0.01);
        let (wide, high) = (((east - west) * shrink).max(1e-4), (north - south).max(1e-4));
        let inner = SIDE - 2.0 * MARGIN;
        // A tall city gets a narrower sheet, so that it still fits on a screen.
        let units_per_degree = (inner / wide).min(inner * 0.8 / high);
        Some(Self {
            west,
            north,
            units_per_degree,
            shrink,
            width: whole(wide * units_per_degree + 2.0 * MARGIN),
            height: whole(high * units_per_degree + 2.0 * MARGIN),
        })
    }

    /// Metres that a unit stands for in the middle of the sheet.
    pub fn metres_per_unit(&self) -> f64 {
        METRES_PER_DEGREE / self.units_per_degree
    }

    /// Draws a geometry.
    pub fn draw(&self, geometry: &Geometry<f64>) -> Outline {
        let mut outline = Outline::default();
        let mut points = Vec::new();
        visit(geometry, &mut |c| points.push(self.at(c)));
        let Some(first) = points.first().copied() else { return outline };
        let (mut low, mut high) = (first, first);
        for (x, y) in points {
            low = (low.0.min(x), low.1.min(y));
            high = (high.0.max(x), high.1.max(y));
        }
        let mut largest = 0.0;
        outline.centre = (i64::midpoint(low.0, high.0), i64::midpoint(low.1, high.1));
        self.add(geometry, &mut outline, &mut largest);
        outline.size = (high.0 - low.0).max(high.1 - low.1);
        if outline.size < DOT {
            outline.dot = Some(outline.centre);
        }
        outline
    }

    fn add(&self, geometry: &Geometry<f64>, outline: &mut Outline, largest: &mut f64) {
        match geometry {
            Geometry::Polygon(polygon) => self.polygon(polygon, outline, largest),
            Geometry::MultiPolygon(polygons) => polygons.iter().for_each(|p| self.polygon(p, outline, largest)),
            Geometry::LineString(line) => self.line(line, false, &mut outline.path),
            Geometry::MultiLineString(lines) => lines.iter().for_each(|l| self.line(l, false, &mut outline.path)),
            Geometry::GeometryCollection(parts) => parts.iter().for_each(|g| self.add(g, outline, largest)),
            Geometry::Rect(rect) => self.polygon(&rect.to_polygon(), outline, largest),
            Geometry::Triangle(triangle) => self.polygon(&triangle.to_polygon(), outline, largest),
            Geometry::Line(line) => self.line(&LineString(vec![line.start, line.end]), false, &mut outline.path),
            Geometry::Point(_) | Geometry::MultiPoint(_) => {}
        }
    }

    fn polygon(&self, polygon: &Polygon<f64>, outline: &mut Outline, largest: &mut f64) {
        self.line(polygon.exterior(), true, &mut outline.path);
        polygon.interiors().iter().for_each(|ring| self.line(ring, true, &mut outline.path));
        let points: Vec<_> = polygon.exterior().coords().map(|c| self.at(*c)).collect();
        if let Some((area, centre)) = centre(&points).filter(|(area, _)| area > largest) {
            *largest = area;
            outline.centre = centre;
        }
    }

    fn line(&self, line: &LineString<f64>, closed: bool, path: &mut String) {
        let mut points: Vec<_> = line.coords().map(|c| self.at(*c)).collect();
        points.dedup();
        if closed && points.len() > 1 && points.first() == points.last() {
            points.pop();
        }
        if points.len() < if closed { 3 } else { 2 } {
            return;
        }
        let mut from: Option<(i64, i64)> = None;
        for (x, y) in points {
            // Writing to a String cannot fail.
            let _ = match from {
                None => write!(path, "M{x} {y}l"),
                Some((a, b)) => write!(path, "{}{}{} ", x - a, if y < b { "" } else { " " }, y - b),
            };
            from = Some((x, y));
        }
        path.truncate(path.trim_end().len());
        if closed {
            path.push('z');
        }
    }

    fn at(&self, c: Coord<f64>) -> (i64, i64) {
        let x = (c.x - self.west) * self.shrink * self.units_per_degree + MARGIN;
        let y = (self.north - c.y) * self.units_per_degree + MARGIN;
        (whole(x), whole(y))
    }
}

/// Area and centroid of a ring, where it encloses anything.
#[expect(clippy::cast_precision_loss, reason = "at most a few times SIDE")]
fn centre(points: &[(i64, i64)]) -> Option<(f64, (i64, i64))> {
    let (mut area, mut right, mut down) = (0.0, 0.0, 0.0);
    for pair in points.windows(2) {
        let [from, to] = pair else { continue };
        let (from, to) = ((from.0 as f64, from.1 as f64), (to.0 as f64, to.1 as f64));
        let cross = from.0 * to.1 - to.0 * from.1;
        area += cross;
        right += (from.0 + to.0) * cross;
        down += (from.1 + to.1) * cross;
    }
    (area.abs() > 1.0).then(|| (area.abs(), (whole(right / (3.0 * area)), whole(down / (3.0 * area)))))
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a float that is too large becomes the largest integer, which is drawn off the sheet"
)]
fn whole(number: f64) -> i64 {
    number.round().clamp(-1e9, 1e9) as i64
}

fn visit(geometry: &Geometry<f64>, see: &mut impl FnMut(Coord<f64>)) {
    let mut line =
        |line: &LineString<f64>| line.coords().filter(|c| c.x.is_finite() && c.y.is_finite()).for_each(|c| see(*c));
    match geometry {
        Geometry::Point(p) => line(&LineString(vec![p.0])),
        Geometry::MultiPoint(points) => points.iter().for_each(|p| line(&LineString(vec![p.0]))),
        Geometry::Line(l) => line(&LineString(vec![l.start, l.end])),
        Geometry::LineString(l) => line(l),
        Geometry::MultiLineString(lines) => lines.iter().for_each(line),
        Geometry::Polygon(p) => line(p.exterior()),
        Geometry::MultiPolygon(polygons) => polygons.iter().for_each(|p| line(p.exterior())),
        Geometry::Rect(r) => line(r.to_polygon().exterior()),
        Geometry::Triangle(t) => line(t.to_polygon().exterior()),
        Geometry::GeometryCollection(parts) => {
            for part in parts {
                visit_part(part, see);
            }
        }
    }
}

/// Keeps the recursion of [`visit`] from making ever new closure types.
fn visit_part(geometry: &Geometry<f64>, see: &mut dyn FnMut(Coord<f64>)) {
    visit(geometry, &mut |c| see(c));
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo_types::polygon;

    fn sheet() -> Sheet {
        Sheet { west: 0.0, north: 1.0, units_per_degree: 9_480.0, shrink: 1.0, width: 10_000, height: 10_000 }
    }

    #[test]
    fn a_square_is_a_closed_path_with_its_centre_in_the_middle() {
        let square = polygon![(x: 0.0, y: 0.0), (x: 1.0, y: 0.0), (x: 1.0, y: 1.0), (x: 0.0, y: 1.0)];
        let outline = sheet().draw(&square.into());
        assert_eq!(outline.path, "M260 9740l9480 0 0-9480 -9480 0z");
        assert_eq!((outline.centre, outline.dot), ((5_000, 5_000), None));
    }

    #[test]
    fn what_is_too_small_to_see_gets_a_dot() {
        let point = sheet().draw(&geo_types::Point::new(0.5, 0.5).into());
        assert_eq!((point.dot, point.path.as_str()), (Some((5_000, 5_000)), ""));
    }

    #[test]
    fn coordinates_that_are_no_numbers_do_not_stop_the_map() {
        let broken = geo_types::Point::new(f64::NAN, f64::INFINITY);
        assert!(sheet().draw(&broken.into()).dot.is_none());
    }
}
