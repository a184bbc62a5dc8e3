//! Lines cut by cells, against each cell by itself, and what a raster says along them.

#![expect(clippy::unwrap_used, clippy::cast_precision_loss, reason = "a test may fail, and its numbers are small")]

use geo::{Euclidean, Length};
use geo_types::{Coord, LineString, wkt};
use grid::{
    GeoTransform, GridError, LengthBy, LineRequest, MemoryRaster, RasterInfo, RasterWindow, ZonalRequest, each_piece,
    line_values, measure, split_lines, zonal_statistics,
};
use proptest::prelude::*;

const WIDTH: usize = 9;
const HEIGHT: usize = 7;

fn info(transform: GeoTransform) -> RasterInfo {
    RasterInfo { width: WIDTH, height: HEIGHT, transform, nodata: None, crs: None, block: (4, 4) }
}

fn grids() -> impl Strategy<Value = GeoTransform> {
    prop_oneof![
        Just(GeoTransform::new((200_000.0, 9_900_000.0), (10.0, -10.0)).unwrap()),
        Just(GeoTransform::new((36.65, -1.45), (1.0 / 1200.0, 1.0 / 1200.0)).unwrap()),
        Just(GeoTransform::new((3.0, 8.0), (-1.0, 2.0)).unwrap()),
    ]
}

/// Positions in cells: in, around and far off the raster, some on borders.
fn position() -> impl Strategy<Value = f64> {
    prop_oneof![8 => -2.0..11.0_f64, 4 => (-4..22_i32).prop_map(|half| f64::from(half) / 2.0), 1 => -1e5..1e5_f64]
}

fn roads() -> impl Strategy<Value = Vec<(f64, f64)>> {
    prop::collection::vec((position(), position()), 0..9)
}

fn on_map(road: &[(f64, f64)], grid: &GeoTransform) -> LineString<f64> {
    road.iter().map(|&(column, row)| Coord::from(grid.to_map(column, row))).collect()
}

/// Length of a line in the closed cell (Liang and Barsky 1984), in map units.
fn length_in_cell(road: &[(f64, f64)], (row, column): (usize, usize), cell: (f64, f64)) -> f64 {
    let within = |ends: &[(f64, f64)]| {
        let (a, way) = (ends[0], (ends[1].0 - ends[0].0, ends[1].1 - ends[0].1));
        let (mut from, mut to) = (0.0_f64, 1.0_f64);
        for (start, way, low) in [(a.0, way.0, column as f64), (a.1, way.1, row as f64)] {
            if way.abs() <= 0.0 {
                if !(low..low + 1.0).contains(&start) {
                    return 0.0;
                }
            } else {
                let (one, other) = ((low - start) / way, (low + 1.0 - start) / way);
                (from, to) = (from.max(one.min(other)), to.min(one.max(other)));
            }
        }
        (to - from).max(0.0) * (way.0 * cell.0).hypot(way.1 * cell.1)
    };
    road.windows(2).map(within).sum()
}

proptest! {
    #[test]
    fn lengths_of_pieces_and_beyond_the_raster_sum_to_the_line(road in roads(), grid in grids()) {
        let line = on_map(&road, &grid);
        let found = split_lines(&info(grid), std::slice::from_ref(&line), LengthBy::Plane);
        let lengths = found.lines[0].as_ref().unwrap();
        let whole = Euclidean.length(&line);
        let pieces: f64 = found.pieces.iter().map(|piece| piece.length).sum();
        prop_assert!((pieces + lengths.outside - whole).abs() <= 1e-12 * whole);
        prop_assert!((lengths.length - whole).abs() <= 1e-12 * whole);
        prop_assert!((pieces - lengths.inside).abs() <= 1e-12 * whole && lengths.pieces == found.pieces.len());
        prop_assert!(found.pieces.iter().all(|piece| piece.row < HEIGHT && piece.column < WIDTH && piece.length > 0.0));
        let apart = found.pieces.windows(2).all(|two| two[0] != two[1]);
        prop_assert!(apart);
    }

    #[test]
    fn each_cell_holds_what_is_in_it(road in roads(), grid in grids()) {
        let line = on_map(&road, &grid);
        let mut sums = [[0.0; WIDTH]; HEIGHT];
        each_piece(&info(grid), &[line], LengthBy::Plane, |piece| sums[piece.row][piece.column] += piece.length);
        let along_last = |at: fn(&(f64, f64)) -> f64, last: f64| {
            road.windows(2).any(|two| at(&two[0]).to_bits() == last.to_bits() && at(&two[1]).to_bits() == last.to_bits())
        };
        prop_assume!(!along_last(|at| at.0, WIDTH as f64) && !along_last(|at| at.1, HEIGHT as f64));
        let unit = grid.cell().0.hypot(grid.cell().1);
        for (row, cells) in sums.iter().enumerate() {
            for (column, sum) in cells.iter().enumerate() {
                let expected = length_in_cell(&road, (row, column), grid.cell());
                prop_assert!((sum - expected).abs() < 1e-6 * unit, "row {row} column {column}: {sum} {expected}");
            }
        }
    }

    #[test]
    fn geodesic_lengths_sum_to_the_geodesic_length(road in prop::collection::vec((-2.0..11.0_f64, -2.0..9.0_f64), 2..6)) {
        let grid = GeoTransform::new((18.2, -33.7), (0.01, -0.01)).unwrap();
        let line = on_map(&road, &grid);
        let found = split_lines(&info(grid), std::slice::from_ref(&line), LengthBy::Ellipsoid);
        let lengths = found.lines[0].as_ref().unwrap();
        let metres = measure::length_m(&line.into()).unwrap();
        prop_assert!((lengths.inside + lengths.outside - metres).abs() <= 1e-12 * metres);
    }

    #[test]
    fn any_coordinates_give_an_answer(road in prop::collection::vec((any::<f64>(), any::<f64>()), 0..5), grid in grids()) {
        let line = LineString::from(road);
        for by in [LengthBy::Plane, LengthBy::Ellipsoid] {
            if let Ok(lengths) = &split_lines(&info(grid), std::slice::from_ref(&line), by).lines[0] {
                prop_assert!(lengths.length.is_finite() && lengths.inside <= lengths.length * (1.0 + 1e-9));
            }
        }
    }

    #[test]
    fn both_rules_of_extraction_count_the_cells_of_the_outline(
        corners in prop::collection::vec(0.3..6.0_f64, 3..12), middle in (-1.0..10.0_f64, -1.0..8.0_f64),
    ) {
        let grid = GeoTransform::new((0.0, 0.0), (1.0, 1.0)).unwrap();
        let angle = |step: usize| std::f64::consts::TAU * step as f64 / corners.len() as f64;
        let corner = |(step, radius): (usize, &f64)| (middle.0 + radius * angle(step).cos(), middle.1 + radius * angle(step).sin());
        let zone: geo_types::MultiPolygon<f64> =
            geo_types::Polygon::new(corners.iter().enumerate().map(corner).collect(), vec![]).into();
        let depth = |cell: usize| if cell.is_multiple_of(5) { f64::NAN } else { (cell * 7919 % 13) as f64 - 6.0 };
        let cells: Vec<f64> = (0..WIDTH * HEIGHT).map(depth).collect();
        let raster = MemoryRaster::new((WIDTH, HEIGHT), grid, None, cells.clone()).unwrap().with_block((4, 4));
        let request = ZonalRequest { above: Some(0.0), ..ZonalRequest::default() };
        let found = zonal_statistics(&raster, None, std::slice::from_ref(&zone), &request).unwrap().remove(0).unwrap();
        let mut expected = [0.0; 6];
        let whole = grid::Window { row: 0, column: 0, width: WIDTH, height: HEIGHT };
        grid::Outline::new(&zone, &grid).unwrap().each_row(whole, |row, spans| {
            for (column, share) in spans.iter().flat_map(|span| span.columns.clone().map(|column| (column, span.coverage))) {
                let cell = cells[row * WIDTH + column];
                for (first, weight) in [(0, 1.0), (3, share)] {
                    expected[first] += weight;
                    expected[first + 1] += if cell > 0.0 { weight } else { 0.0 };
                    expected[first + 2] += if cell > 0.0 { weight * cell } else { 0.0 };
                }
            }
        }).unwrap();
        let above = found.above.unwrap();
        for (of, first) in [(above.touched, 0), (above.area_weighted, 3)] {
            prop_assert!((of.known_cells + of.missing_cells - expected[first]).abs() < 1e-9);
            prop_assert!((of.above_cells - expected[first + 1]).abs() < 1e-9);
            prop_assert!((of.mean.unwrap_or(0.0) * of.above_cells - expected[first + 2]).abs() < 1e-9);
        }
        prop_assert!((above.area_weighted.known_cells - found.count).abs() < 1e-9);
    }
}

fn depths() -> MemoryRaster {
    let transform = GeoTransform::new((0.0, HEIGHT as f64), (1.0, -1.0)).unwrap();
    let depth = |cell: usize| if cell.is_multiple_of(4) { f64::NAN } else { cell as f64 / 10.0 };
    MemoryRaster::new((WIDTH, HEIGHT), transform, None, (0..WIDTH * HEIGHT).map(depth).collect())
        .unwrap()
        .with_block((4, 4))
}

#[test]
fn a_road_says_how_much_of_it_is_deep_and_how_much_is_not_known() {
    // Row 0: gap, 0.1, 0.2, 0.3, gap, 0.5, ...; the road begins a cell before the raster and ends within column 5.
    let road = wkt!(LINESTRING(-1.0 6.5, 5.5 6.5));
    let request = LineRequest { above: vec![0.15, 9.0], ..LineRequest::default() };
    let road = line_values(&depths(), &[road], &request).unwrap().remove(0).unwrap();
    let found = [road.lengths.length, road.lengths.outside, road.known, road.missing, road.above[0], road.above[1]];
    for (found, expected) in found.into_iter().zip([6.5, 1.0, 3.5, 2.0, 2.5, 0.0]) {
        assert!((found - expected).abs() < 1e-14, "{found} {expected}");
    }
    assert!((road.mean.unwrap() - (0.1 + 0.2 + 0.3 + 0.25) / 3.5).abs() < 1e-15);
    assert_eq!((road.min, road.max), (Some(0.1), Some(0.5)));
    assert!((road.unknown_share().unwrap() - 3.0 / 6.5).abs() < 1e-15);
}

#[test]
fn where_nothing_is_known_nothing_is_said() {
    let beyond = wkt!(LINESTRING(20.0 20.0, 30.0 20.0));
    let gap = wkt!(LINESTRING(0.1 6.5, 0.9 6.5));
    let request = LineRequest { above: vec![0.0], ..LineRequest::default() };
    for answer in line_values(&depths(), &[beyond, gap], &request).unwrap() {
        let road = answer.unwrap();
        assert_eq!((road.mean, road.max, road.above.len(), road.unknown_share()), (None, None, 0, Some(1.0)));
    }
    let point = wkt!(LINESTRING(1.0 1.0, 1.0 1.0));
    let road = line_values(&depths(), &[point], &request).unwrap().remove(0).unwrap();
    assert_eq!((road.lengths.length, road.unknown_share()), (0.0, None));
}

#[test]
fn a_line_that_is_refused_leaves_the_others_answered() {
    let lines = [
        LineString::from(vec![(f64::NAN, 1.0), (2.0, 2.0)]),
        wkt!(LINESTRING(1.5 6.5, 2.5 6.5)),
        LineString::from(vec![(1.0, 1.0), (f64::INFINITY, 2.0)]),
    ];
    let request = LineRequest { above: vec![0.15, 0.0], ..LineRequest::default() };
    let found = line_values(&depths(), &lines, &request).unwrap();
    assert!(matches!(found[0], Err(GridError::LineNotFinite { .. })) && found[2].is_err());
    assert_eq!(found[1].as_ref().unwrap().above, [0.5, 1.0]);
    let no_number = LineRequest { above: vec![f64::NAN], ..LineRequest::default() };
    assert!(matches!(line_values(&depths(), &[], &no_number), Err(GridError::Request { .. })));
}

#[test]
fn one_thread_or_many_give_the_same_bits() {
    let road = |n: usize| {
        let at = |step: usize| Coord {
            x: ((n * 31 + step * 17) % 97) as f64 / 10.0,
            y: ((n * 13 + step * 29) % 83) as f64 / 11.0,
        };
        (0..6).map(at).collect::<LineString<f64>>()
    };
    let lines: Vec<LineString<f64>> = (0..10_000).map(road).collect();
    let request = LineRequest { above: vec![2.0], ..LineRequest::default() };
    let on = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            let values: Vec<_> =
                line_values(&depths(), &lines, &request).unwrap().into_iter().map(Result::unwrap).collect();
            (values, split_lines(depths().info(), &lines, LengthBy::Plane).pieces)
        })
    };
    assert_eq!(on(1), on(4));
}

#[test]
fn a_stretch_on_the_ellipsoid_is_as_long_as_it_is_alone() {
    let grid = GeoTransform::new((18.2, -33.7), (0.01, -0.01)).unwrap();
    let road = wkt!(LINESTRING(18.205 - 33.705, 18.255 - 33.755));
    let found = split_lines(&info(grid), &[road], LengthBy::Ellipsoid);
    let third = &found.pieces[2];
    let alone = measure::length_m(&wkt!(LINESTRING(18.22 - 33.72, 18.23 - 33.73)).into()).unwrap();
    assert_eq!((third.row, third.column), (2, 2));
    assert!((third.length / alone - 1.0).abs() < 1e-7, "{} {alone}", third.length);
}
