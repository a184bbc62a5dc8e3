//! Networks: crossings and ends, and the stretches of road between them.

use crate::travel::plane::{Plane, geodesic_m};
use crate::travel::road::{Direction, Road};
use crate::travel::snapping::{Key, count, key, snap, uses};
use crate::travel::speeds::{Three, metres_a_second};
use geo_types::Coord;

/// A stretch of road between two nodes.
#[derive(Debug, Clone, PartialEq)]
pub struct Edge {
    /// Node that it was drawn from.
    pub from: u32,
    /// Node that it was drawn to.
    pub to: u32,
    /// Length, m.
    pub length_m: f64,
    /// Seconds as it was drawn, at slow, usual and fast speed; infinite where it may not be gone that way.
    pub forward: Three,
    /// Seconds against it.
    pub backward: Three,
    /// Position of its first vertex among all vertices.
    pub first: usize,
    /// Number of its vertices.
    pub vertices: usize,
    /// Position of its road.
    pub road: usize,
}

/// An edge as the search from the destinations sees it: it is gone against the way that people go.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Arc {
    /// Where people would come from.
    pub node: u32,
    /// Length, m.
    pub length_m: f64,
    /// Seconds from there.
    pub seconds: Three,
}

/// Roads as a network.
#[derive(Debug)]
pub struct Network {
    /// Nodes.
    pub nodes: Vec<Coord<f64>>,
    /// Edges.
    pub edges: Vec<Edge>,
    /// Vertices of all edges, one edge after the other.
    pub vertices: Vec<Coord<f64>>,
    /// Metres from the start of its edge to each vertex.
    pub along_m: Vec<f64>,
    /// Where the arcs into each node begin; one more than there are nodes.
    first_arc: Vec<u32>,
    arcs: Vec<Arc>,
    /// Which component each node is of; 0 is the longest.
    pub component: Vec<u32>,
    /// Length of each component, m, longest first.
    pub components_m: Vec<f64>,
    /// Loose ends that were joined.
    pub snapped: u64,
    /// Loose ends that are left.
    pub loose_ends: u64,
    /// The plane that things are looked up on.
    pub plane: Plane,
}

impl Network {
    /// The network of roads; loose ends within `snap_m` metres of another road are joined to it first.
    ///
    /// Nodes are the ends of lines and every vertex that is used more than once, to a ten-millionth of a degree; edges are geodesic
    /// from vertex to vertex (WGS 84). Roads that only cross on the drawing, as on a bridge, are not joined.
    #[must_use]
    pub fn of(roads: &[Road], snap_m: f64) -> Self {
        let plane = Plane::of(roads.iter().flat_map(|r| &r.line));
        let mut lines: Vec<Vec<Coord<f64>>> = roads.iter().map(|r| r.line.clone()).collect();
        for line in &mut lines {
            line.dedup_by_key(|c| key(*c));
        }
        lines.iter_mut().filter(|l| l.len() < 2).for_each(Vec::clear);
        let (snapped, loose_ends) = snap(&mut lines, snap_m, &plane);
        let mut network = Self {
            nodes: Vec::new(),
            edges: Vec::new(),
            vertices: Vec::new(),
            along_m: Vec::new(),
            first_arc: Vec::new(),
            arcs: Vec::new(),
            component: Vec::new(),
            components_m: Vec::new(),
            snapped,
            loose_ends,
            plane,
        };
        network.split(&lines, roads);
        network.link();
        network.part();
        network
    }

    /// Cuts lines at nodes into edges.
    fn split(&mut self, lines: &[Vec<Coord<f64>>], roads: &[Road]) {
        let uses = uses(lines);
        let mut ids: Vec<u32> = vec![u32::MAX; uses.len()];
        let mut node = |nodes: &mut Vec<Coord<f64>>, c: Coord<f64>| -> u32 {
            let place: Key = key(c);
            let Some(id) = uses.binary_search_by_key(&place, |(k, _)| *k).ok().and_then(|at| ids.get_mut(at)) else {
                return u32::MAX;
            };
            if *id == u32::MAX {
                *id = u32::try_from(nodes.len()).unwrap_or(u32::MAX);
                nodes.push(c);
            }
            *id
        };
        for (road_at, (line, road)) in lines.iter().zip(roads).enumerate() {
            let Some(last) = line.len().checked_sub(1) else { continue };
            let mut start = 0;
            for at in 1..=last {
                let Some(here) = line.get(at) else { break };
                if at < last && count(&uses, key(*here)) < 2 {
                    continue;
                }
                let part = line.get(start..=at).unwrap_or_default();
                start = at;
                let (Some(first), Some(end)) = (part.first(), part.last()) else { continue };
                let (from, to) = (node(&mut self.nodes, *first), node(&mut self.nodes, *end));
                self.add(part, (from, to), road, road_at);
            }
        }
    }

    fn add(&mut self, part: &[Coord<f64>], (from, to): (u32, u32), road: &Road, road_at: usize) {
        let first = self.vertices.len();
        let mut length_m = 0.0;
        let mut before: Option<Coord<f64>> = None;
        for c in part {
            length_m += before.map_or(0.0, |b| geodesic_m(b, *c));
            before = Some(*c);
            self.vertices.push(*c);
            self.along_m.push(length_m);
        }
        let seconds = road.speeds_kmh.map(|kmh| length_m / metres_a_second(kmh));
        let closed = [f64::INFINITY; 3];
        self.edges.push(Edge {
            from,
            to,
            length_m,
            forward: if road.direction == Direction::Backward { closed } else { seconds },
            backward: if road.direction == Direction::Forward { closed } else { seconds },
            first,
            vertices: part.len(),
            road: road_at,
        });
    }

    /// Lays out the arcs into each node one after the other.
    fn link(&mut self) {
        let arcs = self.edges.iter().flat_map(|edge| {
            let arc = |node, seconds: Three| Arc { node, length_m: edge.length_m, seconds };
            [(edge.to, arc(edge.from, edge.forward)), (edge.from, arc(edge.to, edge.backward))]
        });
        let mut arcs: Vec<(u32, Arc)> = arcs.filter(|(_, a)| a.seconds[0].is_finite()).collect();
        arcs.sort_by_key(|(into, _)| *into);
        let mut first: Vec<u32> = vec![0; self.nodes.len() + 1];
        for (into, _) in &arcs {
            if let Some(count) = first.get_mut(*into as usize + 1) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for count in &mut first {
            sum += *count;
            *count = sum;
        }
        (self.first_arc, self.arcs) = (first, arcs.into_iter().map(|(_, arc)| arc).collect());
    }

    /// Finds the parts that do not touch each other, whatever the direction.
    fn part(&mut self) {
        let mut above: Vec<u32> = (0..u32::try_from(self.nodes.len()).unwrap_or(u32::MAX)).collect();
        for edge in &self.edges {
            let (a, b) = (root(&mut above, edge.from), root(&mut above, edge.to));
            if let Some(slot) = above.get_mut(a.max(b) as usize) {
                *slot = a.min(b);
            }
        }
        let mut length = vec![0.0; self.nodes.len()];
        for edge in &self.edges {
            if let Some(sum) = length.get_mut(root(&mut above, edge.from) as usize) {
                *sum += edge.length_m;
            }
        }
        let roots: Vec<u32> = (0..above.len()).map(|at| root(&mut above, u32::try_from(at).unwrap_or(0))).collect();
        let mut order: Vec<u32> = roots.clone();
        order.sort_unstable();
        order.dedup();
        let of = |root: u32| length.get(root as usize).copied().unwrap_or(0.0);
        order.sort_by(|a, b| of(*b).total_cmp(&of(*a)).then(a.cmp(b)));
        let mut number = vec![0_u32; self.nodes.len()];
        for (at, root) in order.iter().enumerate() {
            if let Some(slot) = number.get_mut(*root as usize) {
                *slot = u32::try_from(at).unwrap_or(u32::MAX);
            }
        }
        self.component = roots.iter().map(|root| number.get(*root as usize).copied().unwrap_or(0)).collect();
        self.components_m = order.into_iter().map(of).collect();
    }

    /// The arcs that lead people into a node.
    #[must_use]
    pub fn into_node(&self, node: u32) -> &[Arc] {
        let at = node as usize;
        match (self.first_arc.get(at), self.first_arc.get(at + 1)) {
            (Some(from), Some(to)) => self.arcs.get(*from as usize..*to as usize).unwrap_or_default(),
            _ => &[],
        }
    }

    /// Length of all edges, m.
    #[must_use]
    pub fn length_m(&self) -> f64 {
        self.components_m.iter().sum()
    }

    /// Share of the length in the largest component, 0 to 1; 0 for a network without edges.
    #[must_use]
    pub fn largest_share(&self) -> f64 {
        let all = self.length_m();
        if all > 0.0 { self.components_m.first().copied().unwrap_or(0.0) / all } else { 0.0 }
    }

    /// The vertices of an edge and the metres along it to each.
    #[must_use]
    pub fn shape(&self, edge: &Edge) -> (&[Coord<f64>], &[f64]) {
        let range = edge.first..edge.first + edge.vertices;
        (self.vertices.get(range.clone()).unwrap_or_default(), self.along_m.get(range).unwrap_or_default())
    }

    /// Which component an edge is of.
    #[must_use]
    pub fn component_of(&self, edge: &Edge) -> u32 {
        self.component.get(edge.from as usize).copied().unwrap_or(0)
    }
}

fn root(above: &mut [u32], mut node: u32) -> u32 {
    while let Some(next) = above.get(node as usize).copied() {
        if next == node {
            break;
        }
        let over = above.get(next as usize).copied().unwrap_or(next);
        if let Some(slot) = above.get_mut(node as usize) {
            *slot = over;
        }
        node = over;
    }
    node
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::travel::testing::road;

    #[test]
    fn lines_meet_where_they_share_a_vertex_and_not_where_they_only_cross() {
        let shared = [road(&[(0.0, 0.0), (0.01, 0.0), (0.02, 0.0)]), road(&[(0.01, -0.01), (0.01, 0.0), (0.01, 0.01)])];
        let network = Network::of(&shared, 0.0);
        assert_eq!((network.nodes.len(), network.edges.len(), network.components_m.len()), (5, 4, 1));
        let bridge = [road(&[(0.0, 0.0), (0.02, 0.0)]), road(&[(0.01, -0.01), (0.01, 0.01)])];
        let network = Network::of(&bridge, 0.0);
        assert_eq!((network.nodes.len(), network.edges.len(), network.components_m.len()), (4, 2, 2));
    }

    #[test]
    fn a_vertex_between_is_no_node_and_the_length_is_geodesic() {
        let network = Network::of(&[road(&[(0.0, 0.0), (0.01, 0.0), (0.02, 0.0)])], 0.0);
        assert_eq!((network.nodes.len(), network.edges.len()), (2, 1));
        // 0.02 degrees of the equator of WGS 84: 2 pi x 6,378,137 m x 0.02 / 360
        assert!((network.edges[0].length_m - 2_226.389_816).abs() < 1e-6);
        // at 4.5 km/h
        assert!((network.edges[0].forward[1] - 2_226.389_816 / 1.25).abs() < 1e-6);
    }

    #[test]
    fn the_longest_part_comes_first_and_shares_are_of_length() {
        let parts = [road(&[(1.0, 0.0), (1.01, 0.0)]), road(&[(0.0, 0.0), (0.01, 0.0), (0.03, 0.0)])];
        let network = Network::of(&parts, 0.0);
        assert!((network.largest_share() - 0.75).abs() < 1e-9);
        assert_eq!(network.component, [1, 1, 0, 0]);
    }

    #[test]
    fn nothing_and_lines_of_one_place_make_no_network() {
        for roads in [vec![], vec![road(&[(0.0, 0.0), (0.0, 0.0)])]] {
            let network = Network::of(&roads, 5.0);
            assert!(network.edges.is_empty() && network.largest_share().abs() < 1e-12);
        }
    }

    #[test]
    fn a_ring_is_an_edge_from_a_node_to_itself() {
        let network = Network::of(&[road(&[(0.0, 0.0), (0.01, 0.0), (0.01, 0.01), (0.0, 0.0)])], 0.0);
        assert_eq!((network.nodes.len(), network.edges.len()), (1, 1));
        assert_eq!((network.edges[0].from, network.edges[0].to), (0, 0));
    }
}
