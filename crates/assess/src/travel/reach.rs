//! From any place to the destination that is reached first: off the road, along the network, off the road again.

use crate::travel::network::{Edge, Network};
use crate::travel::plane::{Plane, geodesic_m};
use crate::travel::search::{Label, Seed, nearest};
use crate::travel::speeds::{Speeds, Three, USUAL, metres_a_second};
use geo_types::Coord;
use rstar::primitives::{GeomWithData, Line};
use rstar::{PointDistance, RTree};
use std::collections::BTreeMap;

/// Where a place meets the network.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Foot {
    edge: u32,
    /// Metres along the edge as it was drawn.
    along_m: f64,
    /// Metres off the road to there, straight.
    off_m: f64,
}

/// A destination's foot, on an edge.
#[derive(Debug, Clone, Copy)]
struct Door {
    destination: u32,
    along_m: f64,
    off_m: f64,
}

type Stretch = GeomWithData<Line<[f64; 2]>, (u32, u32)>;

/// What a place reaches.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reached {
    /// The way at slow, usual and fast speed; none where no way leads to any destination.
    pub ways: Option<[Label; 3]>,
    /// To the nearest destination as the crow flies, m; infinite where there is none.
    pub straight_m: f64,
    /// Whether a line is near enough.
    pub near_line: bool,
    /// Whether the nearest line is of another part than the largest.
    pub apart: bool,
}

/// Which lines are near a place.
struct Feet {
    feet: Vec<Foot>,
    apart: bool,
}

/// A network with destinations on it.
pub struct Reach<'a> {
    network: &'a Network,
    access_m: f64,
    /// Seconds a metre off the road.
    off_road: Three,
    all: RTree<Stretch>,
    /// Stretches of the largest part, where there are others.
    largest: Option<RTree<Stretch>>,
    labels: [Vec<Label>; 3],
    /// Destinations by the edge that they are on.
    doors: BTreeMap<u32, Vec<Door>>,
    points: RTree<GeomWithData<[f64; 2], u32>>,
    /// The plane of the destinations, which may be where no network is.
    plane: Plane,
    destinations: &'a [Coord<f64>],
    /// Destinations near enough to the network.
    pub reached: u64,
    /// Destinations whose nearest line is not of the largest part.
    pub apart: u64,
}

impl<'a> Reach<'a> {
    /// Puts destinations on a network and searches from all of them at once.
    ///
    /// Destinations and people leave the road at the nearest point of the nearest line, and of the nearest line of the largest part
    /// where that is another, at most `access_m` metres away, straight and on foot at the speed off the road. Where a destination is
    /// within that distance of people, they may also go straight to it.
    #[must_use]
    pub fn new(network: &'a Network, destinations: &'a [Coord<f64>], speeds: &Speeds, access_m: f64) -> Self {
        let plane = Plane::around(middle_latitude(destinations));
        let points = (0_u32..).zip(destinations).map(|(at, c)| GeomWithData::new(plane.at(*c), at)).collect();
        let mut reach = Self {
            network,
            access_m,
            off_road: speeds.off_road().map(|kmh| 1.0 / metres_a_second(kmh)),
            all: stretches(network, false),
            largest: (network.components_m.len() > 1).then(|| stretches(network, true)),
            labels: [Vec::new(), Vec::new(), Vec::new()],
            doors: BTreeMap::new(),
            points: RTree::bulk_load(points),
            plane,
            destinations,
            reached: 0,
            apart: 0,
        };
        let mut starts: [Vec<Seed>; 3] = [Vec::new(), Vec::new(), Vec::new()];
        for (destination, at) in (0_u32..).zip(destinations) {
            let found = reach.feet(*at);
            reach.reached += u64::from(!found.feet.is_empty());
            reach.apart += u64::from(found.apart);
            for foot in found.feet {
                reach.open(destination, foot, &mut starts);
            }
        }
        for (case, seeds) in starts.iter().enumerate() {
            if let Some(labels) = reach.labels.get_mut(case) {
                *labels = nearest(network, seeds, case, f64::INFINITY);
            }
        }
        reach
    }

    /// Puts a destination on its edge, and seeds at both ends of that.
    fn open(&mut self, destination: u32, foot: Foot, starts: &mut [Vec<Seed>; 3]) {
        let Some(edge) = self.network.edges.get(foot.edge as usize) else { return };
        let door = Door { destination, along_m: foot.along_m, off_m: foot.off_m };
        self.doors.entry(foot.edge).or_default().push(door);
        for (case, list) in starts.iter_mut().enumerate() {
            let off = foot.off_m * at(&self.off_road, case);
            let mut seed = |node, part_m: f64, whole: &Three| {
                let seconds = off + part(part_m, edge) * at(whole, case);
                if seconds.is_finite() {
                    list.push(Seed { node, seconds, length_m: foot.off_m + part_m, destination });
                }
            };
            seed(edge.from, foot.along_m, &edge.forward);
            seed(edge.to, edge.length_m - foot.along_m, &edge.backward);
        }
    }

    /// The nearest point of the nearest line, and of the nearest line of the largest part where that is another.
    fn feet(&self, place: Coord<f64>) -> Feet {
        let first = self.foot(&self.all, place);
        let apart = first.is_some_and(|foot| self.component(foot) != 0);
        let second = self.largest.as_ref().filter(|_| apart).and_then(|tree| self.foot(tree, place));
        Feet { feet: first.into_iter().chain(second).collect(), apart }
    }

    fn component(&self, foot: Foot) -> u32 {
        self.network.edges.get(foot.edge as usize).map_or(0, |edge| self.network.component_of(edge))
    }

    fn foot(&self, tree: &RTree<Stretch>, place: Coord<f64>) -> Option<Foot> {
        let (edge, at) = tree.nearest_neighbor(self.network.plane.at(place))?.data;
        let (vertices, along) = self.network.shape(self.network.edges.get(edge as usize)?);
        let (a, b) = (*vertices.get(at as usize)?, *vertices.get(at as usize + 1)?);
        let part = self.network.plane.foot(place, a, b);
        let off_m = geodesic_m(place, self.network.plane.between(a, b, part));
        if off_m > self.access_m {
            return None;
        }
        let (start, end) = (along.get(at as usize)?, along.get(at as usize + 1)?);
        Some(Foot { edge, along_m: start + part * (end - start), off_m })
    }

    /// What people at a place reach.
    #[must_use]
    pub fn from(&self, place: Coord<f64>) -> Reached {
        let found = self.feet(place);
        let straight = self.straight(place);
        let ways = [0, 1, 2].map(|case| self.way(&found, straight, case));
        Reached {
            ways: ways.iter().all(|w| w.seconds.is_finite()).then_some(ways),
            straight_m: straight.0,
            near_line: !found.feet.is_empty(),
            apart: found.apart,
        }
    }

    /// Seconds from a place at usual speed; infinite where there is no way.
    #[must_use]
    pub fn usual_seconds(&self, place: Coord<f64>) -> f64 {
        let found = self.feet(place);
        self.way(&found, self.straight(place), USUAL).seconds
    }

    fn way(&self, found: &Feet, (straight_m, nearest): (f64, u32), case: usize) -> Label {
        let mut way = Label::NONE;
        for foot in &found.feet {
            self.along(*foot, case, &mut way);
        }
        if straight_m <= self.access_m {
            let seconds = straight_m * at(&self.off_road, case);
            better(&mut way, Label { seconds, length_m: straight_m, destination: nearest });
        }
        way
    }

    /// The ways from a point on an edge: to its ends and on from there, or to a destination on the same edge.
    fn along(&self, foot: Foot, case: usize, best: &mut Label) {
        let Some(edge) = self.network.edges.get(foot.edge as usize) else { return };
        let off = foot.off_m * at(&self.off_road, case);
        let (forward, backward) = (at(&edge.forward, case), at(&edge.backward, case));
        let ends = [(edge.to, edge.length_m - foot.along_m, forward), (edge.from, foot.along_m, backward)];
        for (node, part_m, whole) in ends {
            let Some(on) = self.labels.get(case).and_then(|l| l.get(node as usize)) else { continue };
            let seconds = off + part(part_m, edge) * whole + on.seconds;
            better(best, Label { seconds, length_m: foot.off_m + part_m + on.length_m, destination: on.destination });
        }
        for door in self.doors.get(&foot.edge).into_iter().flatten() {
            let between = door.along_m - foot.along_m;
            let whole = if between >= 0.0 { forward } else { backward };
            let seconds = off + part(between.abs(), edge) * whole + door.off_m * at(&self.off_road, case);
            let length_m = foot.off_m + between.abs() + door.off_m;
            better(best, Label { seconds, length_m, destination: door.destination });
        }
    }

    /// The nearest destination in a straight line: geodesic, among those that may be by the plane, which is off by less than one
    /// in a hundred.
    fn straight(&self, place: Coord<f64>) -> (f64, u32) {
        let from = self.plane.at(place);
        let Some(first) = self.points.nearest_neighbor(from) else { return (f64::INFINITY, u32::MAX) };
        let candidates = self.points.locate_within_distance(from, first.distance_2(&from) * 1.05 + 1e-6);
        let measured =
            candidates.filter_map(|p| Some((geodesic_m(place, *self.destinations.get(p.data as usize)?), p.data)));
        measured.min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1))).unwrap_or((f64::INFINITY, u32::MAX))
    }

    /// What each node reaches at usual speed.
    #[must_use]
    pub fn usual(&self) -> &[Label] {
        &self.labels[USUAL]
    }

    /// Whether a destination is on an edge.
    #[must_use]
    pub fn has_door(&self, edge: u32) -> bool {
        self.doors.contains_key(&edge)
    }
}

/// The middle latitude, which a few destinations at a wrong place do not move.
fn middle_latitude(places: &[Coord<f64>]) -> f64 {
    let mut latitudes: Vec<f64> = places.iter().map(|c| c.y).collect();
    latitudes.sort_by(f64::total_cmp);
    latitudes.get(latitudes.len() / 2).copied().unwrap_or(0.0)
}

fn stretches(network: &Network, only_largest: bool) -> RTree<Stretch> {
    let mut list: Vec<Stretch> = Vec::new();
    for (edge_at, edge) in (0_u32..).zip(&network.edges) {
        if only_largest && network.component_of(edge) != 0 {
            continue;
        }
        for (at, pair) in (0_u32..).zip(network.shape(edge).0.windows(2)) {
            if let [a, b] = pair {
                let line = Line::new(network.plane.at(*a), network.plane.at(*b));
                list.push(GeomWithData::new(line, (edge_at, at)));
            }
        }
    }
    RTree::bulk_load(list)
}

fn at(three: &Three, case: usize) -> f64 {
    three.get(case).copied().unwrap_or(f64::INFINITY)
}

/// Which part of an edge so many metres are; closed edges stay closed for a way of no length too.
fn part(metres: f64, edge: &Edge) -> f64 {
    if edge.length_m > 0.0 { (metres / edge.length_m).max(f64::MIN_POSITIVE) } else { f64::MIN_POSITIVE }
}

fn better(best: &mut Label, new: Label) {
    if new.seconds.is_finite() && new.before(best) {
        *best = new;
    }
}
