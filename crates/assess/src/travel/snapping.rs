//! Loose ends: lines that stop short of the line they lead to.

use crate::travel::plane::Plane;
use geo_types::Coord;
use rstar::RTree;
use rstar::primitives::{GeomWithData, Line};
use std::collections::BTreeMap;

/// A vertex by its place, to a ten-millionth of a degree (about a centimetre): lines meet where they share one.
pub type Key = (i64, i64);

/// The key of a coordinate.
#[must_use]
#[expect(
    clippy::cast_possible_truncation,
    reason = "degrees times ten million fit in 64 bits, and others become the largest"
)]
pub fn key(c: Coord<f64>) -> Key {
    ((c.x * 1e7).round() as i64, (c.y * 1e7).round() as i64)
}

/// How often each vertex is used by lines, sorted by key; an end of a line that closes on itself counts twice.
#[must_use]
pub fn uses(lines: &[Vec<Coord<f64>>]) -> Vec<(Key, u32)> {
    let mut keys: Vec<Key> = lines.iter().flatten().map(|c| key(*c)).collect();
    keys.sort_unstable();
    let mut counted: Vec<(Key, u32)> = Vec::new();
    for key in keys {
        match counted.last_mut() {
            Some((last, count)) if *last == key => *count += 1,
            _ => counted.push((key, 1)),
        }
    }
    counted
}

/// How often a vertex is used.
#[must_use]
pub fn count(uses: &[(Key, u32)], key: Key) -> u32 {
    uses.binary_search_by_key(&key, |(k, _)| *k).ok().and_then(|at| uses.get(at)).map_or(0, |(_, count)| *count)
}

/// A stretch between two vertices: which line, and the first of its vertices.
type Stretch = GeomWithData<Line<[f64; 2]>, (usize, usize)>;

/// Joins loose ends to the nearest other line within a tolerance in metres; gives how many were joined, and how many are left.
///
/// A loose end is an end of a line whose place no other line shares. It is led on to the nearest vertex of the nearest stretch where
/// that is within the tolerance, else to the foot of the perpendicular, which becomes a vertex of the line it lies on. What is
/// drawn stays as long as it is, and the gap is added to it. Ends are looked at in the order of the lines.
pub fn snap(lines: &mut [Vec<Coord<f64>>], tolerance_m: f64, plane: &Plane) -> (u64, u64) {
    let uses = uses(lines);
    let is_loose = |c: Option<&Coord<f64>>| c.is_some_and(|c| count(&uses, key(*c)) == 1);
    let mut ends: Vec<(usize, bool, Coord<f64>)> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        ends.extend(line.first().filter(|c| is_loose(Some(c))).map(|c| (at, true, *c)));
        ends.extend(line.last().filter(|c| is_loose(Some(c))).map(|c| (at, false, *c)));
    }
    let loose = ends.len() as u64;
    if tolerance_m <= 0.0 || ends.is_empty() {
        return (0, loose);
    }
    let tree = RTree::bulk_load(stretches(lines, *plane));
    let mut inserted: BTreeMap<(usize, usize), Vec<Coord<f64>>> = BTreeMap::new();
    let mut led_on: Vec<(usize, bool, Coord<f64>)> = Vec::new();
    for (line, first, end) in ends {
        let Some((target, on)) = nearest(&tree, lines, (line, end), tolerance_m, *plane) else { continue };
        if let Some(stretch) = on {
            inserted.entry(stretch).or_default().push(target);
        }
        led_on.push((line, first, target));
    }
    for ((line, after), mut points) in inserted.into_iter().rev() {
        let Some(vertices) = lines.get_mut(line) else { continue };
        let Some(from) = vertices.get(after).copied() else { continue };
        points.sort_by(|a, b| plane.metres(from, *a).total_cmp(&plane.metres(from, *b)));
        points.dedup_by_key(|c| key(*c));
        let rest = vertices.split_off(after + 1);
        vertices.extend(points);
        vertices.extend(rest);
    }
    let joined = led_on.len() as u64;
    for (line, first, target) in led_on {
        let Some(vertices) = lines.get_mut(line) else { continue };
        if first {
            vertices.insert(0, target);
        } else {
            vertices.push(target);
        }
    }
    (joined, loose - joined)
}

fn stretches(lines: &[Vec<Coord<f64>>], plane: Plane) -> Vec<Stretch> {
    let mut list = Vec::new();
    for (line, vertices) in lines.iter().enumerate() {
        for (at, pair) in vertices.windows(2).enumerate() {
            if let [a, b] = pair {
                list.push(GeomWithData::new(Line::new(plane.at(*a), plane.at(*b)), (line, at)));
            }
        }
    }
    list
}

/// A place, and the stretch that it becomes a vertex of where it is none yet.
type Target = (Coord<f64>, Option<(usize, usize)>);

/// Where a loose end is led: to a vertex, or to a new one on a stretch of another line.
fn nearest(
    tree: &RTree<Stretch>,
    lines: &[Vec<Coord<f64>>],
    (line, end): (usize, Coord<f64>),
    tolerance_m: f64,
    plane: Plane,
) -> Option<Target> {
    let from = plane.at(end);
    let near = tree
        .locate_within_distance(from, tolerance_m * tolerance_m)
        .filter(|s| s.data.0 != line)
        .map(|s| (rstar::PointDistance::distance_2(s, &from), s.data))
        .min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)))?;
    let (on, at) = near.1;
    let (a, b) = (*lines.get(on)?.get(at)?, *lines.get(on)?.get(at + 1)?);
    let vertex = [a, b].into_iter().min_by(|x, y| plane.metres(end, *x).total_cmp(&plane.metres(end, *y)))?;
    if plane.metres(end, vertex) <= tolerance_m {
        return Some((vertex, None));
    }
    let foot = plane.between(a, b, plane.foot(end, a, b));
    if key(foot) == key(a) || key(foot) == key(b) {
        return Some((if key(foot) == key(a) { a } else { b }, None));
    }
    Some((foot, Some((on, at))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn c(x: f64, y: f64) -> Coord<f64> {
        Coord { x, y }
    }

    /// A metre in degrees of longitude on the equator.
    const METRE: f64 = 1.0 / 111_319.49;

    #[test]
    fn an_end_two_metres_short_of_a_line_is_joined_within_three_and_not_within_one() {
        let make = || vec![vec![c(-0.01, 0.0), c(0.01, 0.0)], vec![c(0.0, 0.01), c(0.0, 2.0 * METRE)]];
        let plane = Plane::around(0.0);
        let mut lines = make();
        assert_eq!(snap(&mut lines, 1.0, &plane), (0, 4));
        assert_eq!(lines, make());
        assert_eq!(snap(&mut lines, 3.0, &plane), (1, 3));
        assert_eq!((lines[0].len(), lines[1].len()), (3, 3));
        assert_eq!(key(lines[0][1]), key(lines[1][2]));
        assert_eq!(key(lines[0][1]), (0, 0));
    }

    #[test]
    fn an_end_near_a_vertex_goes_to_the_vertex() {
        let mut lines = vec![vec![c(0.0, 0.0), c(0.01, 0.0)], vec![c(0.01 + METRE, METRE), c(0.02, 0.0)]];
        let joined = snap(&mut lines, 3.0, &Plane::around(0.0));
        // the end of the first line is loose too, and is led to the other's old end
        assert_eq!(joined, (2, 2));
        assert_eq!(key(lines[1][0]), key(c(0.01, 0.0)));
    }

    #[test]
    fn a_shared_end_is_not_loose() {
        let mut lines = vec![vec![c(0.0, 0.0), c(0.01, 0.0)], vec![c(0.01, 0.0), c(0.02, 0.0)]];
        assert_eq!(snap(&mut lines, 5.0, &Plane::around(0.0)), (0, 2));
    }

    #[test]
    fn two_ends_on_one_stretch_are_joined_in_order() {
        let mut lines = vec![
            vec![c(0.0, 0.0), c(0.01, 0.0)],
            vec![c(0.007, 0.01), c(0.007, METRE)],
            vec![c(0.003, 0.01), c(0.003, METRE)],
        ];
        assert_eq!(snap(&mut lines, 2.0, &Plane::around(0.0)), (2, 4));
        let along: Vec<i64> = lines[0].iter().map(|p| key(*p).0).collect();
        assert_eq!(along, [0, 30_000, 70_000, 100_000]);
    }
}
