//! What people go to, as points.

use crate::travel::plane::{Plane, geodesic_m};
use city::travel_settings::TravelSettings;
use city::{Feature, Layer};
use geo_types::{Coord, Geometry, LineString};

/// Lines are taken as points no farther apart than this, m.
pub const LINE_STEP_M: f64 = 25.0;

/// Destinations of a layer.
#[derive(Debug, Default, PartialEq)]
pub struct Destinations {
    /// Points in longitude and latitude.
    pub points: Vec<Coord<f64>>,
    /// Features that they are of.
    pub features: u64,
    /// Features that were wanted, and have no place on earth.
    pub nowhere: u64,
}

/// The destinations of a layer that the settings keep: points as they are, areas as a point inside them, lines as their vertices and
/// points between, at most 25 m apart.
#[must_use]
pub fn destinations(layer: &Layer, features: &[Feature], settings: &TravelSettings) -> Destinations {
    let at = |name: &str| layer.columns.iter().position(|c| c.name == name);
    let rules: Vec<(Option<usize>, &[String])> =
        settings.keep.iter().map(|(column, values)| (at(column), values.as_slice())).collect();
    let kept = |feature: &&Feature| {
        rules.iter().all(|(column, values)| {
            let cell = column.and_then(|at| feature.cells.get(at)).map(ToString::to_string).unwrap_or_default();
            values.iter().any(|v| v.trim() == cell.trim())
        })
    };
    let mut found = Destinations::default();
    for feature in features.iter().filter(kept) {
        let before = found.points.len();
        if let Some(geometry) = &feature.geometry {
            add(geometry, &mut found.points);
        }
        if found.points.len() > before {
            found.features += 1;
        } else {
            found.nowhere += 1;
        }
    }
    found
}

fn add(geometry: &Geometry<f64>, points: &mut Vec<Coord<f64>>) {
    match geometry {
        Geometry::Point(point) => push(point.0, points),
        Geometry::MultiPoint(many) => many.iter().for_each(|p| push(p.0, points)),
        Geometry::LineString(line) => along(line, points),
        Geometry::MultiLineString(lines) => lines.iter().for_each(|line| along(line, points)),
        Geometry::GeometryCollection(parts) => parts.iter().for_each(|part| add(part, points)),
        area => {
            if let Some(point) = grid::measure::interior_point(area).ok().flatten() {
                push(point.0, points);
            }
        }
    }
}

fn push(c: Coord<f64>, points: &mut Vec<Coord<f64>>) {
    if c.x.abs() <= 180.0 && c.y.abs() <= 90.0 {
        points.push(c);
    }
}

fn along(line: &LineString<f64>, points: &mut Vec<Coord<f64>>) {
    if let Some(first) = line.0.first() {
        push(*first, points);
    }
    for pair in line.0.windows(2) {
        let [a, b] = pair else { continue };
        let length = geodesic_m(*a, *b);
        if !length.is_finite() {
            continue;
        }
        let steps = (length / LINE_STEP_M).ceil().clamp(1.0, 10_000.0);
        let plane = Plane::around(a.y);
        let mut step = 1.0;
        while step <= steps {
            push(plane.between(*a, *b, step / steps), points);
            step += 1.0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::travel::testing::{coords, layer, line, settings};
    use city::Cell;
    use city::settings::OneOrMany;
    use geo_types::{Point, polygon};

    fn point(x: f64, y: f64, kind: &str) -> Feature {
        Feature { geometry: Some(Point::new(x, y).into()), cells: vec![Cell::Text(kind.into())] }
    }

    #[test]
    fn only_what_is_kept_and_on_earth_is_a_destination() {
        let features = [
            point(1.0, 2.0, "clinic"),
            point(3.0, 4.0, " clinic"),
            point(5.0, 6.0, "tap"),
            point(500.0, 0.0, "clinic"),
        ];
        let mut settings = settings();
        settings.keep = [("kind".into(), OneOrMany::One("clinic".into()))].into();
        let found = destinations(&layer("points", &["kind"]), &features, &settings);
        assert_eq!(found.points, coords(&[(1.0, 2.0), (3.0, 4.0)]));
        assert_eq!((found.features, found.nowhere), (2, 1));
    }

    #[test]
    fn an_area_is_a_point_inside_it_and_a_line_is_points_close_together() {
        let ring = polygon![(x: 0.0, y: 0.0), (x: 0.03, y: 0.0), (x: 0.03, y: 0.01), (x: 0.0, y: 0.01)];
        let area = Feature { geometry: Some(ring.into()), cells: vec![] };
        let found = destinations(&layer("areas", &[]), &[area], &settings());
        assert!((found.points[0].x - 0.015).abs() < 1e-9 && (found.points[0].y - 0.005).abs() < 1e-9);
        // a thousandth of a degree of the equator is 111.3 m
        let found = destinations(&layer("lines", &[]), &[line(&[(0.0, 0.0), (0.001, 0.0)], &[])], &settings());
        assert_eq!((found.points.len(), found.features), (6, 1));
    }
}
