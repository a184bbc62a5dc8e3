//! Zonal statistics as a whole.

#![expect(clippy::unwrap_used, clippy::cast_precision_loss, reason = "a test may fail, and its numbers are small")]

use std::sync::atomic::{AtomicUsize, Ordering};

use geo_types::{Coord, LineString, MultiPolygon, Polygon, Rect, wkt};
use grid::{
    GeoTransform, GridError, MemoryRaster, RasterInfo, RasterWindow, Window, ZonalRequest, ZoneStatistics,
    zonal_statistics,
};
use proptest::prelude::*;

const SIDE: usize = 1200;

fn transform() -> GeoTransform {
    GeoTransform::new((1000.0, 4000.0), (2.5, -2.5)).unwrap()
}

/// 1200 x 1200 cells of 2.5 m, with values that repeat and some gaps.
fn raster(block: (usize, usize)) -> MemoryRaster {
    let cell = |place: usize| match place * 7919 % 1009 {
        n if n % 41 == 0 => f64::NAN,
        n => (n % 97) as f64 / 8.0,
    };
    MemoryRaster::new((SIDE, SIDE), transform(), None, (0..SIDE * SIDE).map(cell).collect()).unwrap().with_block(block)
}

fn rectangle(x: (f64, f64), y: (f64, f64)) -> MultiPolygon<f64> {
    Rect::new((x.0, y.0), (x.1, y.1)).to_polygon().into()
}

fn star(middle: (f64, f64), radii: &[f64]) -> MultiPolygon<f64> {
    let corner = |(step, radius): (usize, &f64)| {
        let angle = std::f64::consts::TAU * step as f64 / radii.len() as f64;
        Coord { x: middle.0 + radius * angle.cos(), y: middle.1 + radius * angle.sin() }
    };
    Polygon::new(LineString(radii.iter().enumerate().map(corner).collect()), vec![]).into()
}

/// Coordinates in, around and far off a raster of 40 x 2 cells.
fn wild() -> impl Strategy<Value = f64> {
    prop_oneof![8 => -2.0..6.0_f64, 8 => (-4..12_i32).prop_map(|half| f64::from(half) / 2.0), 1 => any::<f64>(), 1 => -1e16..1e16_f64]
}

/// The part of a zone on one side of the line at `cut`, where `inside` is not negative.
fn half(zone: &MultiPolygon<f64>, inside: impl Fn(f64) -> f64, cut: f64) -> MultiPolygon<f64> {
    let clip = |edge: geo_types::Line<f64>| {
        let (from, to) = (inside(edge.start.x), inside(edge.end.x));
        let on_line = || Coord { x: cut, y: edge.start.y + edge.delta().y * (from / (from - to)) };
        [(from >= 0.0).then_some(edge.start), ((from < 0.0) != (to < 0.0)).then(on_line)].into_iter().flatten()
    };
    Polygon::new(LineString(zone.0[0].exterior().lines().flat_map(clip).collect()), vec![]).into()
}

fn all() -> ZonalRequest {
    ZonalRequest {
        quantiles: vec![0.1, 0.5, 0.9],
        class_breaks: vec![2.0, 5.0],
        majority: true,
        value_shares: true,
        ..ZonalRequest::default()
    }
}

fn of(raster: &dyn RasterWindow, zone: MultiPolygon<f64>, request: &ZonalRequest) -> ZoneStatistics {
    zonal_statistics(raster, None, &[zone], request).unwrap().remove(0).unwrap()
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-11 * a.abs().max(b.abs()).max(1.0)
}

fn small(cells: Vec<f64>) -> MemoryRaster {
    let width = cells.len() / 2;
    MemoryRaster::new((width, 2), GeoTransform::new((0.0, 2.0), (1.0, -1.0)).unwrap(), Some(-9999.0), cells).unwrap()
}

/// Figures of exactextract 0.3 for the same cells and zone.
#[test]
fn statistics_are_those_of_exactextract() {
    let cells = small(vec![1.0, 2.0, 2.0, 5.0, 3.0, 3.0, -9999.0, 8.0]);
    let found = of(&cells, rectangle((0.5, 3.5), (0.25, 2.0)), &all());
    assert_eq!((found.count, found.sum, found.min, found.max), (4.5, Some(13.375), Some(1.0), Some(8.0)));
    assert!(close(found.mean.unwrap(), 2.972_222_222_222_222_3));
    assert!(close(found.variance.unwrap(), 3.415_895_061_728_396));
    assert!(close(found.stdev().unwrap(), 1.848_214_019_459_974_8));
    assert_eq!((found.majority, found.minority, found.variety), (Some(2.0), Some(8.0), Some(5)));
    let quantiles = [1.45, 2.606_060_606_060_606, 5.299_999_999_999_999];
    assert!(found.quantiles.len() == 3 && found.quantiles.iter().zip(quantiles).all(|(a, b)| close(*a, b)));
    let shares = [(1.0, 1.0 / 9.0), (2.0, 4.0 / 9.0), (3.0, 0.25), (5.0, 1.0 / 9.0), (8.0, 1.0 / 12.0)];
    assert!(found.value_shares.iter().zip(shares).all(|(a, b)| close(a.0, b.0) && close(a.1, b.1)));
    assert!(found.class_shares.iter().zip([1.0 / 9.0, 25.0 / 36.0, 7.0 / 36.0]).all(|(a, b)| close(*a, b)));
    assert!(close(found.missing_cells, 0.75) && close(found.missing_share().unwrap(), 1.0 / 7.0));
}

#[test]
fn a_zone_beyond_the_raster_is_a_gap_not_zero() {
    let found = of(&raster((64, 64)), rectangle((0.0, 500.0), (0.0, 500.0)), &all());
    assert_eq!(
        (found.sum, found.mean, found.min, found.majority, found.missing_share()),
        (None, None, None, None, None)
    );
    assert_eq!((found.outside_share(), found.area_cells), (1.0, 40_000.0));
    assert!(found.quantiles.is_empty() && found.class_shares.is_empty());
}

#[test]
fn a_zone_over_gaps_alone_is_a_gap_not_zero() {
    let found = of(&small(vec![-9999.0; 8]), rectangle((0.0, 2.0), (0.0, 2.0)), &all());
    assert_eq!((found.count, found.missing_cells, found.sum, found.missing_share()), (0.0, 4.0, None, Some(1.0)));
}

#[test]
fn a_zone_partly_beyond_the_raster_says_how_much() {
    let found = of(&small(vec![2.0; 8]), rectangle((-1.0, 1.0), (0.0, 2.0)), &ZonalRequest::default());
    assert_eq!((found.count, found.mean, found.outside_share()), (2.0, Some(2.0), 0.5));
}

#[test]
fn weights_say_where_the_people_are() {
    let (depth_m, people) = (small(vec![1.0, 4.0, -9999.0, 2.0]), small(vec![10.0, 30.0, 5.0, -9999.0]));
    let found =
        zonal_statistics(&depth_m, Some(&people), &[rectangle((0.5, 2.0), (0.0, 2.0))], &ZonalRequest::default());
    let found = found.unwrap().remove(0).unwrap();
    assert_eq!((found.weighted_sum, found.weight), (Some(125.0), Some(35.0)));
    assert_eq!(found.weighted_mean, Some(125.0 / 35.0));
    assert_eq!(found.weight_missing_cells, Some(1.0));
}

#[test]
fn weights_on_another_grid_are_refused() {
    let other =
        MemoryRaster::new((2, 2), GeoTransform::new((0.0, 2.0), (0.5, -1.0)).unwrap(), None, vec![1.0; 4]).unwrap();
    let found = zonal_statistics(&small(vec![1.0; 4]), Some(&other), &[], &ZonalRequest::default());
    assert!(matches!(found, Err(GridError::GridsDiffer { .. })));
}

#[test]
fn a_faulty_zone_does_not_cost_the_others_their_answer() {
    let bow_tie = wkt!(MULTIPOLYGON(((1100.0 1100.0, 1300.0 1300.0, 1300.0 1100.0, 1100.0 1300.0, 1100.0 1100.0))));
    let inner = wkt!(MULTIPOLYGON(((1100.0 1100.0, 1900.0 1100.0, 1900.0 1900.0, 1100.0 1100.0)), ((1700.0 1300.0, 1800.0 1300.0, 1800.0 1400.0, 1700.0 1300.0))));
    let found = zonal_statistics(
        &raster((64, 64)),
        None,
        &[bow_tie, rectangle((1100.0, 1200.0), (1100.0, 1200.0)), inner],
        &all(),
    )
    .unwrap();
    assert!(matches!(found[0], Err(GridError::ZoneCrossesItself { .. })));
    assert!(found[1].as_ref().is_ok_and(|zone| close(zone.count + zone.missing_cells, 1600.0)));
    assert!(matches!(found[2], Err(GridError::ZoneOverlapsItself { .. })));
}

#[test]
fn too_many_distinct_values_are_refused_not_swapped_out() {
    let zones = [rectangle((1000.0, 4000.0), (1000.0, 4000.0))];
    let limited = |distinct_values_limit| ZonalRequest { distinct_values_limit, ..all() };
    assert!(zonal_statistics(&raster((64, 64)), None, &zones, &limited(97)).is_ok());
    let refused = zonal_statistics(&raster((64, 64)), None, &zones, &limited(50));
    assert!(matches!(refused, Err(GridError::TooManyDistinctValues { limit: 50 })));
}

/// Counts the cells it is asked for.
struct Counted(MemoryRaster, AtomicUsize);

impl RasterWindow for Counted {
    fn info(&self) -> &RasterInfo {
        self.0.info()
    }

    fn read(&self, window: Window, out: &mut [f64]) -> Result<(), GridError> {
        self.1.fetch_add(window.cells(), Ordering::Relaxed);
        self.0.read(window, out)
    }
}

#[test]
fn no_cell_is_read_twice_however_many_zones_want_it() {
    let counted = Counted(raster((64, 64)), AtomicUsize::new(0));
    let zones: Vec<_> = (1..40).map(|step| star((2500.0, 2500.0), &[1000.0 + 10.0 * f64::from(step); 12])).collect();
    zonal_statistics(&counted, None, &zones, &ZonalRequest::default()).unwrap();
    assert!(counted.1.into_inner() <= SIDE * SIDE);
}

#[test]
fn one_thread_and_many_give_the_same_bits() {
    let mut zones: Vec<_> = (0..60)
        .map(|n| {
            star((1200.0 + 47.0 * f64::from(n), 1500.0 + 31.0 * f64::from(n)), &[300.0, 900.0, 500.0, 1100.0, 250.0])
        })
        .collect();
    zones.push(rectangle((0.0, 9000.0), (0.0, 9000.0)));
    let run = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let raster = raster((1200, 1));
        let found = pool.install(|| zonal_statistics(&raster, Some(&raster), &zones, &all())).unwrap();
        found.into_iter().map(|zone| format!("{:?}", zone.unwrap())).collect::<Vec<_>>()
    };
    assert_eq!(run(1), run(7));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn two_halves_hold_what_the_whole_holds(radii in prop::collection::vec(50.0..1400.0_f64, 3..30), cut in 1200.0..3800.0_f64) {
        let whole = star((2500.0, 2500.0), &radii);
        let raster = raster((64, 64));
        let halves = zonal_statistics(&raster, None, &[half(&whole, |x| cut - x, cut), half(&whole, |x| x - cut, cut)], &all()).unwrap();
        let halves: Vec<_> = halves.into_iter().flatten().collect();
        let whole = of(&raster, whole, &all());
        let sum = |field: fn(&ZoneStatistics) -> f64| halves.iter().map(field).sum::<f64>();
        let near = |a: f64, b: f64| (a - b).abs() < 1e-9 * b.max(1.0);
        prop_assert!(near(sum(|zone| zone.count), whole.count));
        prop_assert!(near(sum(|zone| zone.missing_cells), whole.missing_cells));
        prop_assert!(near(sum(|zone| zone.sum.unwrap_or(0.0)), whole.sum.unwrap_or(0.0)));
    }

    #[test]
    fn blocks_change_no_answer(radii in prop::collection::vec(50.0..2400.0_f64, 3..30)) {
        let request = all();
        let a = of(&raster((64, 64)), star((2500.0, 2500.0), &radii), &request);
        let b = of(&raster((1200, 3)), star((2500.0, 2500.0), &radii), &request);
        prop_assert!(close(a.count, b.count) && close(a.missing_cells, b.missing_cells));
        prop_assert!(close(a.sum.unwrap_or(0.0), b.sum.unwrap_or(0.0)) && close(a.variance.unwrap_or(0.0), b.variance.unwrap_or(0.0)));
        prop_assert_eq!((a.min, a.max, a.majority, a.variety), (b.min, b.max, b.majority, b.variety));
        prop_assert!(a.quantiles.iter().zip(&b.quantiles).all(|(a, b)| (a - b).abs() < 1e-9));
        for shares in [&a.class_shares, &a.value_shares.iter().map(|value| value.1).collect()] {
            prop_assert!(a.count == 0.0 || close(shares.iter().sum(), 1.0));
        }
    }
}

proptest! {
    #[test]
    fn no_outline_makes_it_panic(
        points in prop::collection::vec((wild(), wild()), 0..7),
        holes in prop::collection::vec((wild(), wild()), 0..5),
    ) {
        let zone: MultiPolygon<f64> = Polygon::new(points.into(), vec![holes.into()]).into();
        let found = zonal_statistics(&small(vec![1.0; 80]), None, &[zone], &all()).unwrap().remove(0);
        if let Ok(zone) = found {
            prop_assert!(zone.count + zone.missing_cells <= zone.area_cells * (1.0 + 1e-6) + 1e-6);
        }
    }
}
