//! Shortest ways from many destinations at once, back along the network.

use crate::travel::network::Network;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Where a search starts: a node from which a destination is so many seconds and metres away.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Seed {
    /// The node.
    pub node: u32,
    /// Seconds from there to the destination.
    pub seconds: f64,
    /// Metres from there to the destination.
    pub length_m: f64,
    /// Position of the destination.
    pub destination: u32,
}

/// What is known of a node: the destination that is reached first, in how many seconds and over how many metres.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Label {
    /// Seconds; infinite where no destination is reached.
    pub seconds: f64,
    /// Metres along that way.
    pub length_m: f64,
    /// Position of the destination.
    pub destination: u32,
}

impl Label {
    /// No destination is reached.
    pub const NONE: Self = Self { seconds: f64::INFINITY, length_m: f64::INFINITY, destination: u32::MAX };

    /// Whether this is the better way: sooner, then shorter, then to the destination that comes first.
    #[must_use]
    pub fn before(&self, other: &Self) -> bool {
        self.seconds
            .total_cmp(&other.seconds)
            .then(self.length_m.total_cmp(&other.length_m))
            .then(self.destination.cmp(&other.destination))
            .is_lt()
    }
}

/// For every node the destination that is reached first, in one pass from all of them, against the direction of the arcs
/// (Dijkstra 1959, A note on two problems in connexion with graphs, Numerische Mathematik 1, 269-271); `case` is 0 for slow, 1 for
/// usual, 2 for fast speeds. Nodes more than `most_seconds` away are left without.
///
/// Of two ways that take the same time the shorter is taken, then the one to the destination that comes first.
#[must_use]
pub fn nearest(network: &Network, seeds: &[Seed], case: usize, most_seconds: f64) -> Vec<Label> {
    let mut labels = vec![Label::NONE; network.nodes.len()];
    let mut heap: BinaryHeap<Reverse<(u64, u32)>> = BinaryHeap::new();
    for seed in seeds {
        let new = Label { seconds: seed.seconds, length_m: seed.length_m, destination: seed.destination };
        if let Some(label) = labels.get_mut(seed.node as usize).filter(|old| new.seconds.is_finite() && new.before(old))
        {
            *label = new;
            heap.push(Reverse((new.seconds.to_bits(), seed.node)));
        }
    }
    while let Some(Reverse((bits, node))) = heap.pop() {
        let Some(here) = labels.get(node as usize).copied() else { continue };
        if here.seconds.to_bits() != bits {
            continue;
        }
        if here.seconds > most_seconds {
            break;
        }
        for arc in network.into_node(node) {
            let seconds = here.seconds + arc.seconds.get(case).copied().unwrap_or(f64::INFINITY);
            let new = Label { seconds, length_m: here.length_m + arc.length_m, destination: here.destination };
            if let Some(label) = labels.get_mut(arc.node as usize).filter(|old| new.before(old)) {
                *label = new;
                heap.push(Reverse((seconds.to_bits(), arc.node)));
            }
        }
    }
    for label in &mut labels {
        if label.seconds > most_seconds {
            *label = Label::NONE;
        }
    }
    labels
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::travel::road::Direction;
    use crate::travel::testing::{node_at, one_way, road};

    fn at(node: u32, destination: u32) -> Seed {
        Seed { node, seconds: 0.0, length_m: 0.0, destination }
    }

    #[test]
    fn a_one_way_street_is_a_detour_back() {
        // A square; its lower side may only be gone from west to east.
        let roads = [
            one_way(&[(0.0, 0.0), (0.01, 0.0)], Direction::Forward),
            road(&[(0.01, 0.0), (0.01, 0.01)]),
            road(&[(0.01, 0.01), (0.0, 0.01)]),
            road(&[(0.0, 0.01), (0.0, 0.0)]),
        ];
        let network = Network::of(&roads, 0.0);
        let (west, east) = (node_at(&network, 0.0, 0.0), node_at(&network, 0.01, 0.0));
        let side = network.edges[0].length_m;
        let to_east = nearest(&network, &[at(east, 0)], 1, f64::INFINITY);
        assert!((to_east[west as usize].length_m - side).abs() < 1e-9);
        let to_west = nearest(&network, &[at(west, 0)], 1, f64::INFINITY);
        let round: f64 = network.edges[1..].iter().map(|e| e.length_m).sum();
        assert!((to_west[east as usize].length_m - round).abs() < 1e-9);
    }

    #[test]
    fn of_two_ways_the_sooner_is_taken_though_it_is_longer() {
        let mut steps = road(&[(0.0, 0.0), (0.01, 0.0)]);
        steps.speeds_kmh = [1.0, 1.5, 2.0];
        let round = road(&[(0.0, 0.0), (0.005, 0.006), (0.01, 0.0)]);
        let network = Network::of(&[steps, round], 0.0);
        let found = nearest(&network, &[at(node_at(&network, 0.01, 0.0), 0)], 1, f64::INFINITY);
        let start = found[node_at(&network, 0.0, 0.0) as usize];
        assert!((start.length_m - network.edges[1].length_m).abs() < 1e-9);
        assert!(network.edges[1].length_m > network.edges[0].length_m);
    }

    #[test]
    fn of_two_destinations_equally_far_the_first_is_named_whatever_the_order_of_seeds() {
        let network = Network::of(&[road(&[(-0.01, 0.0), (0.0, 0.0)]), road(&[(0.0, 0.0), (0.01, 0.0)])], 0.0);
        let (west, east) = (node_at(&network, -0.01, 0.0), node_at(&network, 0.01, 0.0));
        let middle = node_at(&network, 0.0, 0.0) as usize;
        for seeds in [[at(west, 0), at(east, 1)], [at(east, 1), at(west, 0)]] {
            assert_eq!(nearest(&network, &seeds, 1, f64::INFINITY)[middle].destination, 0);
        }
    }

    #[test]
    fn a_bound_leaves_out_what_is_farther_and_changes_nothing_nearer() {
        let roads: Vec<_> =
            (0..20).map(|i| f64::from(i) * 0.001).map(|x| road(&[(x, 0.0), (x + 0.001, 0.0)])).collect();
        let network = Network::of(&roads, 0.0);
        let all = nearest(&network, &[at(0, 0)], 1, f64::INFINITY);
        let most = 600.0;
        let some = nearest(&network, &[at(0, 0)], 1, most);
        for (a, b) in all.iter().zip(&some) {
            assert!(if a.seconds <= most { a == b } else { *b == Label::NONE });
        }
        assert!(some.contains(&Label::NONE));
    }

    #[test]
    fn a_city_of_squares_has_manhattan_distances() {
        // Ten by ten streets on the equator, where a hundredth of a degree is nearly as long both ways.
        let lines = (0..10).flat_map(|i| {
            let at = f64::from(i) * 0.01;
            let across: Vec<_> = (0..10).map(|j| (f64::from(j) * 0.01, at)).collect();
            let along: Vec<_> = (0..10).map(|j| (at, f64::from(j) * 0.01)).collect();
            [road(&across), road(&along)]
        });
        let network = Network::of(&lines.collect::<Vec<_>>(), 0.0);
        assert_eq!((network.nodes.len(), network.edges.len()), (100, 180));
        let found = nearest(&network, &[at(node_at(&network, 0.0, 0.0), 0)], 1, f64::INFINITY);
        for (i, j) in [(3, 4), (9, 9), (0, 7)] {
            let (x, y) = (f64::from(i) * 0.01, f64::from(j) * 0.01);
            let label = found[node_at(&network, x, y) as usize];
            let east = f64::from(i) * 1_113.194_908; // 0.01 degrees of the equator
            let north = f64::from(j) * 1_105.742_7; // 0.01 degrees of the meridian at the equator
            // parallels away from the equator are shorter by the cosine: less than 2 in 10,000 at 0.09 degrees
            assert!((label.length_m - east - north).abs() < 0.3, "{i} {j}: {}", label.length_m);
            assert!((label.seconds - label.length_m / 1.25).abs() < 1e-6);
        }
    }
}
