//! Lines and areas put together from nodes, ways and relations.

use super::{Nodes, Ways};
use crate::rings;
use city::Problem;
use geo_types::{Coord, Geometry, LineString};
use std::collections::HashMap;

/// What a feature is made of.
pub(super) enum Parts {
    /// Its nodes.
    Way(Vec<i64>),
    /// Its ways, and whether each is an inner one.
    Relation(Vec<(i64, bool)>),
}

/// Nodes that are not in the extract.
#[derive(Debug, Default)]
pub(super) struct Missing {
    count: u64,
    first: Vec<i64>,
}

impl Missing {
    fn add(&mut self, node: i64) {
        self.count += 1;
        if self.first.len() < 5 {
            self.first.push(node);
        }
    }

    /// One problem for all of them.
    pub fn problem(&self) -> Option<Problem> {
        let first = self.first.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        (self.count > 0).then(|| {
            let problem = Problem::warning("node_missing").found(format!("{} nodes, such as {first}", self.count));
            problem
                .expected("every node of a way in the extract")
                .hint("lines were drawn without them, areas with them have no geometry")
        })
    }
}

/// Why an area could not be put together.
pub(super) struct Reason {
    pub code: &'static str,
    pub found: String,
    pub expected: &'static str,
}

/// Whether a way ends where it starts, around something.
pub(super) fn is_closed(refs: &[i64]) -> bool {
    refs.len() > 3 && refs.first() == refs.last()
}

/// A line through the nodes that are there; none where there are fewer than two.
pub(super) fn line(refs: &[i64], nodes: &Nodes, missing: &mut Missing) -> Result<Option<Geometry<f64>>, Reason> {
    let place = |id: &i64| nodes.get(id).map(|&(x, y)| Coord { x, y });
    let places = refs.iter().filter_map(|id| {
        place(id).or_else(|| {
            missing.add(*id);
            None
        })
    });
    let line: Vec<Coord<f64>> = places.collect();
    if line.len() < 2 {
        return Err(Reason {
            code: "line_too_short",
            found: format!("{} nodes", line.len()),
            expected: "two nodes or more",
        });
    }
    Ok(Some(LineString(line).into()))
}

/// The area of these ways (id, whether inner).
pub(super) fn area(
    members: &[(i64, bool)],
    ways: &Ways,
    nodes: &Nodes,
    missing: &mut Missing,
) -> Result<Option<Geometry<f64>>, Reason> {
    let absent = members.iter().find(|(id, _)| !ways.contains_key(id));
    if let Some((id, _)) = absent {
        return Err(Reason {
            code: "way_missing",
            found: format!("way {id}"),
            expected: "every way of an area in the extract",
        });
    }
    let mut paths = Vec::new();
    for inner in [false, true] {
        let refs = members.iter().filter(|(_, is_inner)| *is_inner == inner).filter_map(|(id, _)| ways.get(id));
        for ring in closed(refs.map(Vec::as_slice).collect())? {
            let mut whole = true;
            let places = ring.iter().filter_map(|id| {
                let place = nodes.get(id).map(|&(x, y)| Coord { x, y });
                if place.is_none() {
                    missing.add(*id);
                    whole = false;
                }
                place
            });
            let path: Vec<Coord<f64>> = places.collect();
            if !whole {
                return Err(Reason {
                    code: "node_missing",
                    found: "a ring with gaps".to_owned(),
                    expected: "every node of an area in the extract",
                });
            }
            paths.push(turned(path, inner));
        }
    }
    let mut reported = Vec::new();
    let area = rings::areas(paths, &mut reported);
    match (area, reported.iter().find(|problem| problem.code != "ring_orientation")) {
        (None, problem) => {
            let found = problem.map_or_else(|| "no outer ring".to_owned(), |problem| problem.value.clone());
            Err(Reason { code: "area_unreadable", found, expected: "an outer ring with an area" })
        }
        (area, _) => Ok(area),
    }
}

/// Outer rings clockwise and inner ones not, as [`rings::areas`] wants them.
fn turned(mut path: Vec<Coord<f64>>, inner: bool) -> Vec<Coord<f64>> {
    let first = path.first().copied().unwrap_or_default();
    let cross = |pair: &[Coord<f64>]| match pair {
        [a, b] => (a.x - first.x) * (b.y - first.y) - (b.x - first.x) * (a.y - first.y),
        _ => 0.0,
    };
    let clockwise = path.windows(2).map(cross).sum::<f64>() < 0.0;
    if clockwise == inner {
        path.reverse();
    }
    path
}

/// Ways joined end to end, in either direction, until every ring is closed.
fn closed(ways: Vec<&[i64]>) -> Result<Vec<Vec<i64>>, Reason> {
    let (whole, open): (Vec<&[i64]>, Vec<&[i64]>) =
        ways.into_iter().filter(|way| way.len() > 1).partition(|way| is_closed(way));
    let mut made: Vec<Vec<i64>> = whole.into_iter().map(<[i64]>::to_vec).collect();
    let mut at_end: HashMap<i64, Vec<usize>> = HashMap::new();
    for (position, way) in open.iter().enumerate() {
        for end in [way.first(), way.last()].into_iter().flatten() {
            at_end.entry(*end).or_default().push(position);
        }
    }
    let mut used = vec![false; open.len()];
    for start in 0..open.len() {
        let Some(way) = open.get(start).filter(|_| used.get(start) == Some(&false)) else { continue };
        used.iter_mut().skip(start).take(1).for_each(|used| *used = true);
        let mut ring = way.to_vec();
        while ring.first() != ring.last() {
            let end = ring.last().copied().unwrap_or_default();
            let next = at_end.get_mut(&end).and_then(|positions| {
                while let Some(position) = positions.pop() {
                    if used.get(position) == Some(&false) {
                        return Some(position);
                    }
                }
                None
            });
            let Some((next, way)) = next.and_then(|next| open.get(next).map(|way| (next, way))) else {
                return Err(Reason {
                    code: "ring_unclosed",
                    found: format!("a ring that ends at node {end}"),
                    expected: "ways that join to closed rings",
                });
            };
            used.iter_mut().skip(next).take(1).for_each(|used| *used = true);
            if way.first() == Some(&end) {
                ring.extend(way.iter().skip(1));
            } else {
                ring.extend(way.iter().rev().skip(1));
            }
        }
        made.push(ring);
    }
    Ok(made)
}
