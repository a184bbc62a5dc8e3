//! Shapes cut off at the edges of a tile and its margin.

use super::frame::{EXTENT, MARGIN};
use geo_types::Coord;

const LOW: f64 = -MARGIN;
const HIGH: f64 = EXTENT + MARGIN;

pub(super) fn holds(at: Coord<f64>) -> bool {
    (LOW..=HIGH).contains(&at.x) && (LOW..=HIGH).contains(&at.y)
}

/// The parts of a line that lie within (Liang and Barsky 1984).
pub(super) fn line(points: &[Coord<f64>]) -> Vec<Vec<Coord<f64>>> {
    if points.iter().all(|at| holds(*at)) {
        return vec![points.to_vec()];
    }
    let mut parts: Vec<Vec<Coord<f64>>> = Vec::new();
    let mut open = false;
    for pair in points.windows(2) {
        let [from, to] = pair else { continue };
        let Some((start, end)) = segment(*from, *to) else {
            open = false;
            continue;
        };
        match parts.last_mut().filter(|part| open && part.last() == Some(&start)) {
            Some(part) => part.push(end),
            None => parts.push(vec![start, end]),
        }
        open = end == *to;
    }
    parts
}

fn segment(from: Coord<f64>, to: Coord<f64>) -> Option<(Coord<f64>, Coord<f64>)> {
    let (dx, dy) = (to.x - from.x, to.y - from.y);
    let (mut first, mut last) = (0.0_f64, 1.0_f64);
    for (step, room) in [(-dx, from.x - LOW), (dx, HIGH - from.x), (-dy, from.y - LOW), (dy, HIGH - from.y)] {
        if step.abs() < f64::EPSILON {
            if room < 0.0 {
                return None;
            }
        } else if step < 0.0 {
            first = first.max(room / step);
        } else {
            last = last.min(room / step);
        }
    }
    let at = |part: f64| Coord { x: from.x + part * dx, y: from.y + part * dy };
    let start = if first > 0.0 { at(first) } else { from };
    let end = if last < 1.0 { at(last) } else { to };
    (first <= last).then_some((start, end))
}

/// The part of a closed ring that lies within, one edge after the other (Sutherland and Hodgman 1974); empty where none does. A ring
/// that leaves and comes back runs along the edge between, which lies in the margin and is not drawn.
pub(super) fn ring(points: &[Coord<f64>]) -> Vec<Coord<f64>> {
    let mut points = points.to_vec();
    if points.iter().all(|at| holds(*at)) {
        return points;
    }
    for (along_x, limit, above) in [(true, LOW, true), (true, HIGH, false), (false, LOW, true), (false, HIGH, false)] {
        let of = |at: Coord<f64>| if along_x { at.x } else { at.y };
        let within = |at: Coord<f64>| if above { of(at) >= limit } else { of(at) <= limit };
        let mut kept = Vec::with_capacity(points.len() + 4);
        let mut before = points.last().copied();
        for at in points {
            if let Some(from) = before.filter(|from| within(*from) != within(at)) {
                let part = (limit - of(from)) / (of(at) - of(from));
                let (x, y) = (from.x + part * (at.x - from.x), from.y + part * (at.y - from.y));
                kept.push(if along_x { Coord { x: limit, y } } else { Coord { x, y: limit } });
            }
            if within(at) {
                kept.push(at);
            }
            before = Some(at);
        }
        points = kept;
    }
    points
}

#[cfg(test)]
mod tests {
    use super::*;

    fn c(x: f64, y: f64) -> Coord<f64> {
        Coord { x, y }
    }

    #[test]
    fn a_ring_around_the_tile_becomes_its_edge_and_one_beside_it_nothing() {
        let around = [c(-1e6, -1e6), c(1e6, -1e6), c(1e6, 1e6), c(-1e6, 1e6)];
        let cut = ring(&around);
        assert!(
            cut.len() == 4 && cut.iter().all(|at| (at.x - LOW).abs() < 1e-6 || (at.x - HIGH).abs() < 1e-6),
            "{cut:?}"
        );
        assert!(ring(&[c(5000.0, 0.0), c(6000.0, 0.0), c(6000.0, 9.0)]).is_empty());
    }

    #[test]
    fn a_line_that_leaves_and_comes_back_is_two() {
        let cut = line(&[c(10.0, 10.0), c(10.0, 9000.0), c(20.0, 9000.0), c(20.0, 10.0)]);
        assert_eq!(cut, [[c(10.0, 10.0), c(10.0, HIGH)], [c(20.0, HIGH), c(20.0, 10.0)]]);
        assert!(line(&[c(-100.0, 0.0), c(-100.0, 50.0)]).is_empty());
    }
}
