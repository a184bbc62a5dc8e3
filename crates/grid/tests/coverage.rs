//! Coverage against the area of zones and against cells clipped one by one.

#![expect(clippy::unwrap_used, clippy::cast_precision_loss, reason = "a test may fail, and its numbers are small")]

use geo::Area;
use geo_types::{Coord, LineString, MultiPolygon, Polygon};
use grid::{GeoTransform, Outline, Window};
use proptest::prelude::*;

const WIDTH: usize = 24;
const HEIGHT: usize = 17;
const ALL: Window = Window { row: 0, column: 0, width: WIDTH, height: HEIGHT };

/// A grid as found in the field: degrees or metres, rows going down or up the map.
fn grids() -> impl Strategy<Value = GeoTransform> {
    prop_oneof![
        Just(GeoTransform::new((200_000.0, 9_900_000.0), (10.0, -10.0)).unwrap()),
        Just(GeoTransform::new((36.65, -1.45), (1.0 / 1200.0, 1.0 / 1200.0)).unwrap()),
        Just(GeoTransform::new((0.0, 0.0), (1.0, 1.0)).unwrap()),
    ]
}

/// A star in cells: corners at rising angles about a middle, some on whole or half cells, with a smaller star as a hole.
fn stars() -> impl Strategy<Value = Polygon<f64>> {
    let middle = (-2.0..26.0_f64, -2.0..19.0_f64);
    let radii = prop::collection::vec((0.3..12.0_f64, any::<bool>()), 3..40);
    (middle, radii, any::<bool>()).prop_map(|((x, y), radii, holed)| {
        let steps = radii.len() as f64;
        let ring = |scale: f64, round: bool| {
            let corner = |(step, &(radius, rounded)): (usize, &(f64, bool))| {
                let angle = std::f64::consts::TAU * step as f64 / steps;
                let radius = if rounded && round { radius.max(0.5) } else { radius } * scale;
                Coord { x: x + radius * angle.cos(), y: y + radius * angle.sin() }
            };
            LineString(radii.iter().enumerate().map(corner).collect())
        };
        Polygon::new(ring(1.0, true), if holed { vec![ring(0.5, true)] } else { vec![] })
    })
}

fn on_map(zone: &Polygon<f64>, grid: &GeoTransform) -> MultiPolygon<f64> {
    let to_map = |at: Coord<f64>| Coord::from(grid.to_map(at.x, at.y));
    geo::MapCoords::map_coords(zone, to_map).into()
}

fn shares(zone: &MultiPolygon<f64>, grid: &GeoTransform, window: Window) -> Vec<f64> {
    let mut shares = vec![0.0; window.cells()];
    let outline = Outline::new(zone, grid).unwrap();
    outline
        .each_row(window, |row, spans| {
            for span in spans {
                let start = (row - window.row) * window.width;
                shares[start + span.columns.start - window.column..start + span.columns.end - window.column]
                    .fill(span.coverage);
            }
        })
        .unwrap();
    shares
}

/// The part of a ring on the inner side of one border of a cell (Sutherland and Hodgman 1974).
fn clip(ring: &[Coord<f64>], distance: impl Fn(Coord<f64>) -> f64) -> Vec<Coord<f64>> {
    let ends = ring.iter().cycle().skip(1);
    ring.iter()
        .zip(ends)
        .flat_map(|(&a, &b)| {
            let (da, db) = (distance(a), distance(b));
            let crossing = ((da < 0.0) != (db < 0.0)).then(|| a + (b - a) * (da / (da - db)));
            [(da >= 0.0).then_some(a), crossing]
        })
        .flatten()
        .collect()
}

fn clipped_area(ring: &LineString<f64>, column: f64, row: f64) -> f64 {
    let ring = &ring.0[..ring.0.len() - 1];
    let ring = clip(ring, |at| at.x - column);
    let ring = clip(&ring, |at| column + 1.0 - at.x);
    let ring = clip(&ring, |at| at.y - row);
    let ring = clip(&ring, |at| row + 1.0 - at.y);
    let from_corner = |at: &Coord<f64>| Coord { x: at.x - column, y: at.y - row };
    Polygon::new(LineString(ring.iter().map(from_corner).collect()), vec![]).unsigned_area()
}

proptest! {
    #[test]
    fn each_cell_is_covered_as_clipping_says(star in stars(), grid in grids()) {
        let found = shares(&on_map(&star, &grid), &grid, ALL);
        for (cell, share) in found.iter().enumerate() {
            let (column, row) = ((cell % WIDTH) as f64, (cell / WIDTH) as f64);
            let holes: f64 = star.interiors().iter().map(|hole| clipped_area(hole, column, row)).sum();
            let expected = clipped_area(star.exterior(), column, row) - holes;
            // the corners themselves are rounded to the map's coordinates: 1e-9 m of 10 m
            prop_assert!((share - expected).abs() < 2e-9, "cell {column}, {row}: {share} for {expected}");
        }
    }

    #[test]
    fn each_cell_is_exact_where_coordinates_are(star in stars()) {
        let grid = GeoTransform::new((0.0, 0.0), (1.0, 1.0)).unwrap();
        let found = shares(&star.clone().into(), &grid, ALL);
        for (cell, share) in found.iter().enumerate() {
            let (column, row) = ((cell % WIDTH) as f64, (cell / WIDTH) as f64);
            let holes: f64 = star.interiors().iter().map(|hole| clipped_area(hole, column, row)).sum();
            prop_assert!((share - clipped_area(star.exterior(), column, row) + holes).abs() < 2e-12);
        }
    }

    #[test]
    fn coverage_adds_up_to_the_area(star in stars()) {
        let grid = GeoTransform::new((-40.0, -40.0), (0.5, 0.5)).unwrap();
        let zone = star.into();
        let covered: f64 = shares(&zone, &grid, Window { row: 0, column: 0, width: 200, height: 200 }).iter().sum();
        let area = zone.unsigned_area() * 4.0;
        prop_assert!((covered - area).abs() <= 1e-11 * area.max(1.0), "{covered} for {area}");
        prop_assert!((Outline::new(&zone, &grid).unwrap().area_cells() - area).abs() <= 1e-11 * area.max(1.0));
    }

    #[test]
    fn a_window_sees_what_the_whole_sees(star in stars(), row in 0..HEIGHT, column in 0..WIDTH) {
        let grid = GeoTransform::new((0.0, 0.0), (1.0, 1.0)).unwrap();
        let zone = star.into();
        let window = Window { row, column, width: WIDTH - column, height: HEIGHT - row };
        let all = shares(&zone, &grid, ALL);
        let some = shares(&zone, &grid, window);
        for (cell, share) in some.iter().enumerate() {
            let whole = all[(row + cell / window.width) * WIDTH + column + cell % window.width];
            prop_assert!((share - whole).abs() < 2e-12);
        }
    }
}
