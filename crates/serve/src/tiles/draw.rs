//! A tile being drawn: each feature brought into it, thinned, cut, and written in whole units.

use super::encode::{Commands, Drawn, Layer};
use super::frame::{Frame, UNITS};
use super::thin::SMALLEST;
use super::{WHOLE_FROM, clip, thin};
use city::Feature;
use geo_types::{Coord, Geometry, LineString, Polygon};
use std::collections::BTreeSet;

/// Points of a thinned layer that fall into one square of so many units are one.
const ONE_POINT: i32 = 8;

/// A tile of one layer.
pub(super) struct Tile<'a> {
    layer: &'a city::Layer,
    frame: Frame,
    /// Whether what cannot be seen is left out.
    thinned: bool,
    taken: BTreeSet<(i32, i32)>,
    written: Layer,
}

impl<'a> Tile<'a> {
    pub fn new(layer: &'a city::Layer, frame: Frame, thinned: bool) -> Self {
        Self { layer, frame, thinned, taken: BTreeSet::new(), written: Layer::default() }
    }

    /// Draws a feature. One that holds shapes of several kinds becomes one feature of each.
    pub fn add(&mut self, number: i64, feature: &Feature) {
        let Some(shape) = &feature.geometry else { return };
        let mut parts = Parts::default();
        parts.gather(shape);
        let points = self.points(&parts.points);
        let mut commands = Commands::default();
        commands.points(&points);
        self.write(number, Drawn::Point, &commands, feature);
        let mut commands = Commands::default();
        parts.lines.iter().for_each(|line| self.line(&line.0, &mut commands));
        self.write(number, Drawn::Line, &commands, feature);
        let mut commands = Commands::default();
        parts.areas.iter().for_each(|area| self.area(area, &mut commands));
        self.write(number, Drawn::Area, &commands, feature);
    }

    fn write(&mut self, number: i64, drawn: Drawn, commands: &Commands, feature: &Feature) {
        if !commands.is_empty() {
            self.written.add(number, drawn, commands, &feature.cells);
        }
    }

    pub fn finish(self) -> Vec<u8> {
        let columns = self.layer.columns.iter().map(|column| column.name.as_str());
        self.written.finish(&self.layer.name, columns, UNITS.into())
    }

    fn points(&mut self, points: &[Coord<f64>]) -> Vec<(i32, i32)> {
        let placed = points.iter().map(|at| self.frame.place(*at)).filter(|at| clip::holds(*at)).map(whole);
        let mut placed: Vec<(i32, i32)> = placed.collect();
        if self.thinned {
            placed.retain(|(x, y)| self.taken.insert((x.div_euclid(ONE_POINT), y.div_euclid(ONE_POINT))));
        }
        placed
    }

    fn line(&self, points: &[Coord<f64>], commands: &mut Commands) {
        let placed = self.placed(points);
        for part in clip::line(&placed) {
            let mut drawn = rounded(&self.simple(part));
            if let ([only], false) = (drawn.as_slice(), self.thinned) {
                // shorter than a unit, and still to be seen
                drawn = vec![*only, (only.0 + 1, only.1)];
            }
            if drawn.len() > 1 {
                commands.line(&drawn);
            }
        }
    }

    fn area(&self, area: &Polygon<f64>, commands: &mut Commands) {
        let Some(outline) = self.ring(area.exterior()) else { return };
        let mut outer = rounded(&self.simple(outline.clone()));
        close(&mut outer);
        if twice_area(&outer) == 0 {
            if self.thinned {
                return;
            }
            // smaller than a unit, and still to be seen
            let (x, y) = outline.first().copied().map_or((0, 0), whole);
            outer = vec![(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1)];
        }
        turned(&mut outer, true);
        commands.ring(&outer);
        for hole in area.interiors() {
            let Some(hole) = self.ring(hole) else { continue };
            let mut inner = rounded(&self.simple(hole));
            close(&mut inner);
            if twice_area(&inner) != 0 {
                turned(&mut inner, false);
                commands.ring(&inner);
            }
        }
    }

    /// A ring in units, cut, its first point not repeated; none where nothing of it can be seen.
    fn ring(&self, ring: &LineString<f64>) -> Option<Vec<Coord<f64>>> {
        let mut placed = self.placed(&ring.0);
        close(&mut placed);
        let cut = clip::ring(&placed);
        let span = |of: fn(&Coord<f64>) -> f64| {
            let (low, high) = cut.iter().map(of).fold((f64::MAX, f64::MIN), |(l, h), v| (l.min(v), h.max(v)));
            high - low
        };
        let seen = !self.thinned || span(|at| at.x).max(span(|at| at.y)) >= SMALLEST;
        (!cut.is_empty() && seen).then_some(cut)
    }

    fn placed(&self, points: &[Coord<f64>]) -> Vec<Coord<f64>> {
        points.iter().map(|at| self.frame.place(*at)).collect()
    }

    fn simple(&self, points: Vec<Coord<f64>>) -> Vec<Coord<f64>> {
        if self.frame.zoom() < WHOLE_FROM { thin::line(&points) } else { points }
    }
}

/// The points, lines and areas that a shape is made of.
#[derive(Default)]
struct Parts {
    points: Vec<Coord<f64>>,
    lines: Vec<LineString<f64>>,
    areas: Vec<Polygon<f64>>,
}

impl Parts {
    fn gather(&mut self, shape: &Geometry<f64>) {
        match shape {
            Geometry::Point(point) => self.points.push(point.0),
            Geometry::MultiPoint(points) => self.points.extend(points.iter().map(|point| point.0)),
            Geometry::Line(line) => self.lines.push(LineString(vec![line.start, line.end])),
            Geometry::LineString(line) => self.lines.push(line.clone()),
            Geometry::MultiLineString(lines) => self.lines.extend(lines.0.iter().cloned()),
            Geometry::Polygon(area) => self.areas.push(area.clone()),
            Geometry::MultiPolygon(areas) => self.areas.extend(areas.0.iter().cloned()),
            Geometry::Rect(rect) => self.areas.push(rect.to_polygon()),
            Geometry::Triangle(triangle) => self.areas.push(triangle.to_polygon()),
            Geometry::GeometryCollection(all) => all.0.iter().for_each(|one| self.gather(one)),
        }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "what is cut lies within a tile and its margin")]
fn whole(at: Coord<f64>) -> (i32, i32) {
    (at.x.round() as i32, at.y.round() as i32)
}

/// In whole units, each point once where several fall together.
fn rounded(points: &[Coord<f64>]) -> Vec<(i32, i32)> {
    let mut points: Vec<(i32, i32)> = points.iter().copied().map(whole).collect();
    points.dedup();
    points
}

/// Without a last point that is the first again.
fn close<T: PartialEq>(ring: &mut Vec<T>) {
    if ring.len() > 1 && ring.first() == ring.last() {
        ring.pop();
    }
}

/// Twice the area of a ring; positive where it runs clockwise as it is seen, with y to the south.
fn twice_area(ring: &[(i32, i32)]) -> i64 {
    let next = ring.iter().cycle().skip(1);
    ring.iter().zip(next).map(|(a, b)| i64::from(a.0) * i64::from(b.1) - i64::from(b.0) * i64::from(a.1)).sum()
}

/// Turned so that outlines run clockwise and holes against it.
fn turned(ring: &mut [(i32, i32)], clockwise: bool) {
    if (twice_area(ring) > 0) != clockwise {
        ring.reverse();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outlines_run_clockwise_with_y_to_the_south() {
        let mut ring = vec![(0, 0), (0, 10), (10, 10), (10, 0)];
        turned(&mut ring, true);
        assert!(twice_area(&ring) > 0);
        assert_eq!(ring, [(10, 0), (10, 10), (0, 10), (0, 0)]);
    }
}
