use geo_types::wkt;

use super::*;
use crate::{GeoTransform, MemoryRaster};

fn square(id: &str, west: f64, south: f64, east: f64, north: f64) -> Zone {
    Zone { id: id.into(), surface: MultiPolygon::new(vec![Rect::new((west, south), (east, north)).to_polygon()]) }
}

fn between(from: &[Zone], to: &[Zone]) -> Concordance {
    Concordance::between(from, to, &ConcordanceRequest::default()).unwrap()
}

fn same_total(table: &Concordance, figures: &[(&str, f64)]) -> Transferred {
    let given: f64 = figures.iter().map(|(_, figure)| figure).sum();
    let transferred = table.transfer(figures.iter().copied());
    assert!((transferred.total() - given).abs() <= 1e-12 * given, "{transferred:?}");
    transferred
}

#[test]
fn areas_are_those_of_the_ellipsoid() {
    let (old, new) = (square("a", 18.0, -34.0, 18.4, -33.6), square("b", 18.2, -34.0, 18.6, -33.6));
    let table = between(&[old], std::slice::from_ref(&new));
    let common = Geometry::from(square("c", 18.2, -34.0, 18.4, -33.6).surface);
    let expected = crate::measure::area_m2(&common).unwrap();
    // The edge along a parallel is straight on the plane, a geodesic on the ellipsoid.
    assert!((table.overlaps[0].area_m2 / expected - 1.0).abs() < 1e-5, "{} {expected}", table.overlaps[0].area_m2);
    assert!((table.overlaps[0].share_of_from - 0.5).abs() < 1e-6);
}

#[test]
fn a_part_that_no_zone_covers_is_told_and_not_lost() {
    let table = between(&[square("old", 0.0, 0.0, 0.4, 0.1)], &[square("new", 0.1, 0.0, 0.4, 0.1)]);
    let transferred = same_total(&table, &[("old", 1000.0), ("elsewhere", 7.0)]);
    assert!((transferred.uncovered["old"] - 250.0).abs() < 0.01, "{transferred:?}");
    assert!((transferred.unknown["elsewhere"] - 7.0).abs() < f64::EPSILON);
}

#[test]
fn slivers_are_left_out_and_their_share_goes_to_the_others() {
    let new = [square("b", 0.0, 0.0, 0.4, 0.1), square("sliver", 0.3999, -0.3, 0.8, 0.4)];
    let table = between(&[square("a", 0.0, 0.0, 0.4, 0.1)], &new);
    assert!(table.overlaps[1].sliver && table.overlaps[1].weight.abs() < f64::EPSILON);
    assert!(table.sources[0].sliver_share > 0.0);
    let transferred = same_total(&table, &[("a", 12_345.0)]);
    assert_eq!(transferred.values.len(), 1);
    assert!((transferred.values["b"] - 12_345.0).abs() < 1e-9);
}

#[test]
fn a_small_zone_within_a_large_one_is_no_sliver() {
    let table = between(&[square("country", 0.0, 0.0, 2.0, 2.0)], &[square("village", 1.0, 1.0, 1.01, 1.01)]);
    assert!(!table.overlaps[0].sliver);
    assert!((table.overlaps[0].share_of_to - 1.0).abs() < 1e-6);
}

#[test]
fn zones_of_the_other_edition_that_overlap_give_no_figure_twice() {
    let new = [square("b", 0.0, 0.0, 0.4, 0.1), square("c", 0.0, 0.0, 0.4, 0.1)];
    let table = between(&[square("a", 0.0, 0.0, 0.4, 0.1)], &new);
    assert!((table.sources[0].covered_share - 2.0).abs() < 1e-6);
    let transferred = same_total(&table, &[("a", 100.0)]);
    assert!((transferred.values["b"] - 50.0).abs() < 1e-6);
}

#[test]
fn zones_that_only_touch_do_not_overlap() {
    let table = between(&[square("a", 0.0, 0.0, 0.1, 0.1)], &[square("b", 0.1, 0.0, 0.2, 0.1)]);
    assert!(table.overlaps.is_empty());
    assert!((same_total(&table, &[("a", 5.0)]).uncovered["a"] - 5.0).abs() < f64::EPSILON);
}

#[test]
fn faulty_zones_are_told_and_the_others_answered() {
    let bow_tie = Zone { id: "bow tie".into(), surface: wkt!(MULTIPOLYGON(((0. 0., 0.2 0.2, 0.2 0., 0. 0.3, 0. 0.)))) };
    let nowhere = Zone { id: "nowhere".into(), surface: wkt!(MULTIPOLYGON(((0. 0., 1. 95., 1. 0., 0. 0.)))) };
    let empty = Zone { id: "empty".into(), surface: MultiPolygon::new(Vec::new()) };
    let flat = Zone { id: "flat".into(), surface: wkt!(MULTIPOLYGON(((0. 0., 0.1 0., 0.2 0., 0. 0.)))) };
    let twice = square("bow tie", 0.0, 0.0, 0.1, 0.1);
    let table = between(&[bow_tie, nowhere, empty, flat, twice], &[square("b", -1.0, -1.0, 1.0, 1.0)]);
    let told: Vec<&str> = table.faults.iter().map(|(_, id, _)| id.as_str()).collect();
    assert_eq!(told, ["nowhere", "empty", "bow tie", "bow tie"], "{:?}", table.faults);
    assert!(matches!(table.faults[3].2, ZoneFault::Doubtful { .. }));
    let transferred = same_total(&table, &[("bow tie", 10.0), ("nowhere", 20.0), ("flat", 5.0)]);
    assert!((transferred.values["b"] - 10.0).abs() < 1e-9);
    assert!((transferred.unknown["nowhere"] - 20.0).abs() < 1e-9);
    assert!((transferred.uncovered["flat"] - 5.0).abs() < 1e-9);
}

#[test]
fn people_decide_where_a_raster_of_people_is() {
    let transform = GeoTransform::new((0.0, 0.1), (0.1, -0.1)).unwrap();
    let people = MemoryRaster::new((4, 1), transform, None, vec![90.0, 0.0, 5.0, 5.0]).unwrap();
    let wgs84 = Crs::wgs84();
    let request = ConcordanceRequest { population: Some((&people, &wgs84)), ..ConcordanceRequest::default() };
    let new = [square("west", 0.0, 0.0, 0.2, 0.1), square("east", 0.2, 0.0, 0.4, 0.1)];
    let table = Concordance::between(&[square("old", 0.0, 0.0, 0.4, 0.1)], &new, &request).unwrap();
    assert_eq!(table.sources[0].basis, Basis::People);
    let transferred = same_total(&table, &[("old", 1000.0)]);
    assert!((transferred.values["west"] - 900.0).abs() < 0.1, "{transferred:?}");
}

#[test]
fn a_zone_without_people_is_shared_out_by_area() {
    let transform = GeoTransform::new((0.0, 0.1), (0.1, -0.1)).unwrap();
    let people = MemoryRaster::new((4, 1), transform, None, vec![0.0; 4]).unwrap();
    let wgs84 = Crs::wgs84();
    let request = ConcordanceRequest { population: Some((&people, &wgs84)), ..ConcordanceRequest::default() };
    let new = [square("west", 0.0, 0.0, 0.2, 0.1), square("east", 0.2, 0.0, 0.4, 0.1)];
    let table = Concordance::between(&[square("old", 0.0, 0.0, 0.4, 0.1)], &new, &request).unwrap();
    assert_eq!(table.sources[0].basis, Basis::Area);
    assert!((same_total(&table, &[("old", 1000.0)]).values["west"] - 500.0).abs() < 0.01);
}

#[test]
fn many_shifted_cells_keep_their_total_on_one_thread_or_many() {
    let cells = |prefix: &str, shift: f64| -> Vec<Zone> {
        let place = |number: usize| f64::from(u32::try_from(number).unwrap()) * 0.01;
        (0..400)
            .map(|number| {
                let (x, y) = (18.0 + place(number % 20) + shift, -34.0 + place(number / 20) + shift);
                square(&format!("{prefix}{number}"), x, y, x + 0.01, y + 0.01)
            })
            .collect()
    };
    let (old, new) = (cells("old", 0.0), cells("new", 0.003));
    let table = between(&old, &new);
    let figures: Vec<(&str, f64)> = old.iter().map(|zone| (zone.id.as_str(), 100.0)).collect();
    let transferred = same_total(&table, &figures);
    assert_eq!(transferred.uncovered.len(), 39);
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    assert_eq!(one.install(|| between(&old, &new)), table);
}
