//! The outline of a set of cells of a grid, as areas with holes.

use geo_types::{Coord, LineString, MultiPolygon, Polygon};
use std::collections::{BTreeMap, BTreeSet};

/// A cell by its column and row; rows run north.
pub type Cell = (i32, i32);

/// A corner of cells.
type Corner = (i32, i32);

/// The outline of cells: shells run against the clock, holes with it, and `place` says where a corner is. Cells that touch at a corner
/// only are areas of their own. The order of what comes out depends on the cells alone.
pub fn outline(cells: &BTreeSet<Cell>, place: impl Fn(Corner) -> Coord<f64>) -> MultiPolygon<f64> {
    let rings = rings(cells);
    let (shells, holes): (Vec<_>, Vec<_>) = rings.into_iter().partition(|ring| doubled_area(ring) > 0);
    let mut with_holes: Vec<(Vec<Corner>, Vec<Vec<Corner>>)> = shells.into_iter().map(|s| (s, Vec::new())).collect();
    // The smallest shell around a hole is the one that it is in.
    with_holes.sort_by_key(|(shell, _)| (doubled_area(shell), shell.first().copied()));
    let boxes: Vec<[i32; 4]> = with_holes.iter().map(|(shell, _)| bounds(shell)).collect();
    for hole in holes {
        let Some(start) = hole.first().copied() else { continue };
        let around = |of: &[i32; 4]| of[0] <= start.0 && start.0 <= of[2] && of[1] <= start.1 && start.1 <= of[3];
        // the cell north-east of the lowest, westernmost corner of a hole is in the hole
        let lowest = hole.iter().copied().min_by_key(|(x, y)| (*y, *x)).unwrap_or(start);
        let home = boxes
            .iter()
            .enumerate()
            .filter(|(_, of)| around(of))
            .map(|(at, _)| at)
            .find(|at| with_holes.get(*at).is_some_and(|(shell, _)| holds(shell, lowest)));
        if let Some((_, list)) = home.and_then(|at| with_holes.get_mut(at)) {
            list.push(hole);
        }
    }
    with_holes.sort_by_key(|(shell, _)| shell.first().copied());
    let line = |ring: Vec<Corner>| -> LineString<f64> { LineString(ring.into_iter().map(&place).collect()) };
    let polygons = with_holes.into_iter().map(|(shell, mut holes)| {
        holes.sort();
        Polygon::new(line(shell), holes.into_iter().map(&line).collect())
    });
    MultiPolygon(polygons.collect())
}

/// Rings with the cells on their left, without corners between that lie straight.
fn rings(cells: &BTreeSet<Cell>) -> Vec<Vec<Corner>> {
    let mut ways: BTreeMap<Corner, Vec<Corner>> = BTreeMap::new();
    for (x, y) in cells.iter().copied() {
        for (beside, from, to) in [
            ((x, y - 1), (x, y), (x + 1, y)),
            ((x + 1, y), (x + 1, y), (x + 1, y + 1)),
            ((x, y + 1), (x + 1, y + 1), (x, y + 1)),
            ((x - 1, y), (x, y + 1), (x, y)),
        ] {
            if !cells.contains(&beside) {
                ways.entry(from).or_default().push(to);
            }
        }
    }
    let mut rings = Vec::new();
    while let Some((start, first)) = ways.iter().find_map(|(from, to)| Some((*from, *to.first()?))) {
        let mut ring = vec![start];
        let (mut from, mut here) = (start, first);
        take(&mut ways, start, first);
        while here != start {
            ring.push(here);
            let Some(next) = next(&ways, from, here) else { break };
            take(&mut ways, here, next);
            (from, here) = (here, next);
        }
        rings.extend(simple(ring).iter().map(|ring| straightened(ring)));
    }
    rings
}

/// A ring that comes to a corner again made several that touch there: a ring may not touch itself.
fn simple(ring: Vec<Corner>) -> Vec<Vec<Corner>> {
    let (mut rings, mut way): (Vec<Vec<Corner>>, Vec<Corner>) = (Vec::new(), Vec::new());
    let mut on_way: BTreeMap<Corner, usize> = BTreeMap::new();
    for corner in ring {
        if let Some(at) = on_way.get(&corner).copied() {
            let loop_back = way.split_off(at);
            for passed in &loop_back {
                on_way.remove(passed);
            }
            rings.push(loop_back);
        }
        on_way.insert(corner, way.len());
        way.push(corner);
    }
    rings.push(way);
    rings
}

fn take(ways: &mut BTreeMap<Corner, Vec<Corner>>, from: Corner, to: Corner) {
    if let Some(list) = ways.get_mut(&from) {
        list.retain(|c| *c != to);
        if list.is_empty() {
            ways.remove(&from);
        }
    }
}

/// Where to go on from a corner: to the left where there is a choice, so that cells which touch at a corner only stay apart.
fn next(ways: &BTreeMap<Corner, Vec<Corner>>, from: Corner, here: Corner) -> Option<Corner> {
    let turn = |to: &Corner| (here.0 - from.0) * (to.1 - here.1) - (here.1 - from.1) * (to.0 - here.0);
    ways.get(&here)?.iter().copied().max_by_key(|to| turn(to))
}

fn straightened(ring: &[Corner]) -> Vec<Corner> {
    let count = ring.len();
    let bends = |at: usize| {
        let (a, b, c) = (ring.get((at + count - 1) % count)?, ring.get(at)?, ring.get((at + 1) % count)?);
        ((b.0 - a.0) * (c.1 - b.1) != (b.1 - a.1) * (c.0 - b.0)).then_some(*b)
    };
    (0..count).filter_map(bends).collect()
}

/// Twice the area of a ring, above zero where it runs against the clock.
fn doubled_area(ring: &[Corner]) -> i64 {
    let pairs = ring.iter().zip(ring.iter().cycle().skip(1));
    pairs.map(|(a, b)| i64::from(a.0) * i64::from(b.1) - i64::from(b.0) * i64::from(a.1)).sum()
}

fn bounds(ring: &[Corner]) -> [i32; 4] {
    ring.iter().fold([i32::MAX, i32::MAX, i32::MIN, i32::MIN], |[w, s, e, n], (x, y)| {
        [w.min(*x), s.min(*y), e.max(*x), n.max(*y)]
    })
}

/// Whether the cell north-east of a corner lies in a ring: edges that run north or south, west of its middle, are counted.
fn holds(ring: &[Corner], (x, y): Corner) -> bool {
    let pairs = ring.iter().zip(ring.iter().cycle().skip(1));
    let west = pairs.filter(|(a, b)| a.0 == b.0 && a.0 <= x && a.1.min(b.1) <= y && y < a.1.max(b.1));
    west.count() % 2 == 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{Area, Contains, Validation};
    use geo_types::Point;

    fn made(cells: &[Cell]) -> MultiPolygon<f64> {
        outline(&cells.iter().copied().collect(), |(x, y)| Coord { x: f64::from(x), y: f64::from(y) })
    }

    #[test]
    fn a_row_of_cells_is_one_rectangle_of_four_corners() {
        let area = made(&[(0, 0), (1, 0), (2, 0)]);
        assert_eq!(area.0.len(), 1);
        assert_eq!(area.0[0].exterior().0.len(), 5);
        assert!((area.signed_area() - 3.0).abs() < 1e-12);
    }

    #[test]
    fn a_ring_of_cells_has_a_hole_and_an_island_in_it_is_its_own_area() {
        let ring: Vec<Cell> = (0..5)
            .flat_map(|x| (0..5).map(move |y| (x, y)))
            .filter(|(x, y)| *x == 0 || *y == 0 || *x == 4 || *y == 4)
            .collect();
        let area = made(&[ring, vec![(2, 2)]].concat());
        assert_eq!((area.0.len(), area.unsigned_area()), (2, 17.0));
        assert_eq!(area.0.iter().map(|p| p.interiors().len()).sum::<usize>(), 1);
        assert!(area.is_valid());
    }

    #[test]
    fn cells_that_touch_at_a_corner_are_apart() {
        let area = made(&[(0, 0), (1, 1)]);
        assert_eq!((area.0.len(), area.unsigned_area()), (2, 2.0));
        assert!(area.is_valid());
    }

    #[test]
    fn a_loop_of_cells_that_closes_at_a_corner_only_has_a_hole_that_touches_its_edge() {
        let area = made(&[(0, 0), (1, 0), (2, 0), (0, 1), (0, 2), (1, 2), (2, 1)]);
        // (1, 2) and (2, 1) touch at the corner (2, 2)
        assert!(area.is_valid());
        assert_eq!((area.0.len(), area.0[0].interiors().len()), (1, 1));
        assert!((area.unsigned_area() - 7.0).abs() < 1e-12);
    }

    #[test]
    fn any_set_of_cells_has_its_own_area_and_holds_just_its_cells() {
        let mut state = 7_u32;
        for _ in 0..30 {
            let mut cells = BTreeSet::new();
            for x in 0..9 {
                for y in 0..9 {
                    state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    if state >> 31 == 1 {
                        cells.insert((x, y));
                    }
                }
            }
            let list: Vec<Cell> = cells.iter().copied().collect();
            let area = made(&list);
            assert!(area.is_valid(), "{list:?}");
            assert!((area.unsigned_area() - f64::from(u32::try_from(cells.len()).unwrap())).abs() < 1e-9);
            for x in 0..9 {
                for y in 0..9 {
                    let middle = Point::new(f64::from(x) + 0.5, f64::from(y) + 0.5);
                    assert_eq!(area.contains(&middle), cells.contains(&(x, y)), "{x} {y}");
                }
            }
        }
    }

    #[test]
    fn no_cells_have_no_area() {
        assert!(made(&[]).0.is_empty());
    }
}
