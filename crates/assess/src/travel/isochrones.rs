//! Isochrones: from where a destination is reached within so many minutes.

use crate::travel::network::Network;
use crate::travel::outline::{Cell, outline};
use crate::travel::plane::Plane;
use crate::travel::reach::Reach;
use city::travel::Band;
use geo_types::{Geometry, MultiPolygon};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// Sides of cells to choose from, m.
const SIDES_M: [f64; 7] = [25.0, 50.0, 100.0, 200.0, 500.0, 1_000.0, 2_000.0];
/// Cells along the larger side of the network, at most.
const MOST_CELLS: f64 = 400.0;

/// The side of the cells for a network, m: the smallest of 25, 50, 100, 200, 500, 1,000 and 2,000 m of which no more than 400 lie along
/// its larger side.
#[must_use]
pub fn side_m(network: &Network) -> f64 {
    let mut ends = [f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY];
    for c in &network.nodes {
        let [x, y] = network.plane.at(*c);
        ends = [ends[0].min(x), ends[1].min(y), ends[2].max(x), ends[3].max(y)];
    }
    let reach = (ends[2] - ends[0]).max(ends[3] - ends[1]);
    SIDES_M.into_iter().find(|side| reach <= side * MOST_CELLS).unwrap_or(SIDES_M[SIDES_M.len() - 1])
}

/// The areas of bands, the widest first.
///
/// A cell of a square grid is in a band where people at its middle reach a destination within the minutes, at usual speed, exactly as
/// people of a place do (see [`Reach`]). So bands are nested, no area lies farther from the network than people may be, but
/// for half a cell, and nothing is drawn round what was not reached. Only cells near the network are looked at.
#[must_use]
pub fn bands(reach: &Reach, network: &Network, access_m: f64, minutes: &[u32]) -> Vec<Band> {
    let side = side_m(network);
    let most = f64::from(minutes.iter().copied().max().unwrap_or(0)) * 60.0;
    let near = near(network, reach, access_m, (side, most));
    let plane = network.plane;
    let seconds: Vec<f64> = near
        .par_iter()
        .map(|(x, y)| {
            let middle = plane.back([(f64::from(*x) + 0.5) * side, (f64::from(*y) + 0.5) * side]);
            reach.usual_seconds(middle)
        })
        .collect();
    let mut bands: Vec<u32> = minutes.to_vec();
    bands.sort_unstable_by(|a, b| b.cmp(a));
    bands.dedup();
    bands.into_iter().map(|minutes| band(minutes, &near, &seconds, (side, plane))).collect()
}

fn band(minutes: u32, cells: &[Cell], seconds: &[f64], (side, plane): (f64, Plane)) -> Band {
    let limit = f64::from(minutes) * 60.0;
    let inside: BTreeSet<Cell> = cells.iter().zip(seconds).filter(|(_, s)| **s <= limit).map(|(c, _)| *c).collect();
    let area: MultiPolygon<f64> = outline(&inside, |(x, y)| plane.back([f64::from(x) * side, f64::from(y) * side]));
    let area_m2 = grid::measure::area_m2(&Geometry::MultiPolygon(area.clone())).unwrap_or(0.0);
    Band { minutes, area, area_m2 }
}

/// Cells whose middle may be near enough: those around a stretch that is reached in time, as far as people may be from it.
fn near(network: &Network, reach: &Reach, access_m: f64, (side, most): (f64, f64)) -> Vec<Cell> {
    let in_time = |node: u32| reach.usual().get(node as usize).is_some_and(|label| label.seconds <= most);
    let edges = (0_u32..).zip(&network.edges);
    let reached = edges.filter(|(at, e)| in_time(e.from) || in_time(e.to) || reach.has_door(*at));
    let mut under: Vec<Cell> = Vec::new();
    for (_, edge) in reached {
        for pair in network.shape(edge).0.windows(2) {
            if let [a, b] = pair {
                under.extend(along(network.plane.at(*a), network.plane.at(*b), side));
            }
        }
    }
    under.sort_unstable();
    under.dedup();
    // the plane is true to one in a hundred over a city, and a stretch may lie a cell beside its steps
    widened(&under, whole(access_m * 1.02 / side) + 2)
}

/// Cells under a stretch, in steps of half a cell.
fn along([ax, ay]: [f64; 2], [bx, by]: [f64; 2], side: f64) -> impl Iterator<Item = Cell> {
    let steps = (2.0 * (bx - ax).hypot(by - ay) / side).ceil().clamp(1.0, 1e6);
    let at = move |step: i32| {
        let part = f64::from(step) / steps;
        (whole((ax + part * (bx - ax)) / side), whole((ay + part * (by - ay)) / side))
    };
    (0..=whole(steps)).map(at)
}

/// Every cell at most so many columns and rows from one of these.
fn widened(cells: &[Cell], by: i32) -> Vec<Cell> {
    let mut runs: BTreeMap<i32, Vec<(i32, i32)>> = BTreeMap::new();
    for (x, y) in cells {
        let row = runs.entry(*y).or_default();
        match row.last_mut() {
            Some((_, end)) if *end >= x - by - 1 => *end = (*end).max(x + by),
            _ => row.push((x - by, x + by)),
        }
    }
    let rows: BTreeSet<i32> = runs.keys().flat_map(|y| y - by..=y + by).collect();
    let mut all = Vec::new();
    for y in rows {
        let mut spans: Vec<(i32, i32)> = runs.range(y - by..=y + by).flat_map(|(_, row)| row.iter().copied()).collect();
        spans.sort_unstable();
        let mut from = i32::MIN;
        for (west, east) in spans {
            all.extend((west.max(from)..=east).map(|x| (x, y)));
            from = from.max(east + 1);
        }
    }
    all
}

#[expect(clippy::cast_possible_truncation, reason = "metres on earth over a cell of 25 m at least fit in 32 bits")]
fn whole(number: f64) -> i32 {
    number.floor() as i32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::travel::speeds::{Speeds, TRAVEL_SPEEDS_CSV};
    use crate::travel::testing::{coords, road};
    use city::travel_settings::Mode;
    use geo::{Contains, Validation};
    use geo_types::Point;

    fn made(access_m: f64, minutes: &[u32]) -> Vec<Band> {
        let roads = [road(&[(0.0, 0.0), (0.01, 0.0), (0.02, 0.0)]), road(&[(0.01, 0.0), (0.01, 0.015)])];
        let network = Network::of(&roads, 0.0);
        let clinics = coords(&[(0.0, 0.0)]);
        let speeds = Speeds::read(TRAVEL_SPEEDS_CSV, Mode::Walking).unwrap();
        let reach = Reach::new(&network, &clinics, &speeds, access_m);
        bands(&reach, &network, access_m, minutes)
    }

    #[test]
    fn bands_are_nested_valid_and_end_where_the_minutes_do() {
        let bands = made(100.0, &[5, 15, 30]);
        assert_eq!(bands.iter().map(|b| b.minutes).collect::<Vec<_>>(), [30, 15, 5]);
        for pair in bands.windows(2) {
            assert!(pair[0].area_m2 > pair[1].area_m2);
            for polygon in &pair[1].area {
                let corner = polygon.exterior().0[0];
                assert!(
                    pair[0].area.contains(&Point(corner))
                        || pair[0].area.iter().any(|p| p.exterior().0.contains(&corner))
                );
            }
        }
        assert!(bands.iter().all(|b| b.area.is_valid()));
        // 5 minutes at 4.5 km/h are 375 m, 0.0034 degrees of the equator
        let holds = |band: usize, x: f64| bands[band].area.contains(&Point::new(x, 0.0001));
        assert!(holds(2, 0.0030) && !holds(2, 0.0038));
        // 15 minutes are 1,125 m, 0.0101 degrees
        assert!(holds(1, 0.0098) && !holds(1, 0.0106));
    }

    #[test]
    fn nothing_is_drawn_farther_from_the_road_than_people_may_be() {
        for access_m in [60.0, 200.0] {
            let limit = access_m / 110_574.0 + 25.0 / 110_574.0;
            for band in made(access_m, &[60]) {
                for c in band.area.iter().flat_map(|p| p.exterior().0.clone()).filter(|c| c.x > 0.012) {
                    assert!(c.y.abs() <= limit, "{c:?}");
                }
            }
        }
    }

    #[test]
    fn widening_gives_each_cell_once() {
        let cells = widened(&[(0, 0), (3, 1)], 2);
        let each: BTreeSet<Cell> = cells.iter().copied().collect();
        assert_eq!(each.len(), cells.len());
        let by_hand: BTreeSet<Cell> = [(0, 0), (3, 1)]
            .iter()
            .flat_map(|(x, y)| (x - 2..=x + 2).flat_map(move |i| (y - 2..=y + 2).map(move |j| (i, j))))
            .collect();
        assert_eq!(each, by_hand);
    }
}
