//! Which places are neighbours, and how far apart they are: along roads where roads lead there, else in a straight line.

use super::WaterEvidence;
use super::places::At;
use assess::travel::LayerRead;
use assess::travel::network::Network as RoadNetwork;
use assess::travel::plane::geodesic_m;
use assess::travel::road::{Direction, Road};
use assess::travel::search::{Seed, nearest};
use city::network_plan::AssumptionRow;
use geo_types::{Coord, Geometry, Point};
use network::tables::Link;

/// Loose ends of roads within this many metres are joined.
const SNAP_M: f64 = 20.0;
/// A place whose point is farther than this from any road is not joined to it, m.
const ACCESS_M: f64 = 3000.0;

/// Roads that lengths are taken along.
pub struct Roads {
    network: RoadNetwork,
    title: String,
}

impl Roads {
    /// The roads of a layer of lines, whatever their class and direction: a pipe may lie along any.
    #[must_use]
    pub fn of(layer: &LayerRead) -> Self {
        let lines =
            layer.features.iter().filter_map(|feature| feature.geometry.as_ref()).flat_map(|geometry| match geometry {
                Geometry::LineString(line) => vec![line.0.clone()],
                Geometry::MultiLineString(lines) => lines.0.iter().map(|line| line.0.clone()).collect(),
                _ => Vec::new(),
            });
        let road = |line: Vec<Coord<f64>>| Road {
            line,
            direction: Direction::Both,
            speeds_kmh: [3.6, 3.6, 3.6],
            class: String::new(),
        };
        let roads: Vec<Road> = lines.map(road).collect();
        Self { network: RoadNetwork::of(&roads, SNAP_M), title: layer.layer.title.clone() }
    }

    /// The node nearest to a point, and how far it is in metres.
    fn node(&self, point: Point) -> Option<(u32, f64)> {
        let away = |node: &Coord<f64>| self.network.plane.metres(point.0, *node);
        let nodes = self.network.nodes.iter().enumerate();
        let (at, metres) = nodes.map(|(at, node)| (at, away(node))).min_by(|a, b| a.1.total_cmp(&b.1))?;
        (metres <= ACCESS_M).then(|| (u32::try_from(at).unwrap_or(u32::MAX), metres))
    }
}

/// Links between neighbours, each for both directions and every transport.
pub(crate) fn links(given: &WaterEvidence<'_>, places: &[At], assumptions: &mut Vec<AssumptionRow>) -> Vec<Link> {
    let points: Vec<(usize, Point)> = places.iter().enumerate().filter_map(|(at, p)| Some((at, p.point?))).collect();
    let mut links = Vec::new();
    let mut along_roads = 0;
    let longest_m = given.settings.longest_link_km.map_or(f64::INFINITY, |km| km * 1000.0);
    for (from, (at, point)) in points.iter().enumerate() {
        let neighbours: Vec<usize> = (from + 1..points.len())
            .filter(|to| geodesic_m(point.0, points[*to].1.0) <= longest_m && are_neighbours(&points, from, *to))
            .collect();
        let by_road = given.roads.and_then(|roads| lengths(roads, *point, &neighbours, &points));
        for (n, to) in neighbours.iter().enumerate() {
            let straight_m = geodesic_m(point.0, points[*to].1.0);
            let road_m = by_road.as_ref().and_then(|lengths| lengths[n]).filter(|road_m| *road_m >= straight_m);
            along_roads += usize::from(road_m.is_some());
            let metres = road_m.unwrap_or(straight_m).round();
            let (from, to) = (&places[*at].row.place, &places[points[*to].0].row.place);
            links.push(Link::between(from, to, metres / 1000.0));
        }
    }
    assumptions.push(said(given, links.len(), along_roads));
    links
}

fn said(given: &WaterEvidence<'_>, links: usize, along_roads: usize) -> AssumptionRow {
    let roads = given.roads.map_or_else(String::new, |roads| format!(" along roads ({})", roads.title));
    AssumptionRow {
        what: "length between neighbours".to_owned(),
        value: format!(
            "{along_roads} of {links}{roads}; the others are straight lines, which are shorter than any pipe"
        ),
        range: String::new(),
        source: "Gabriel and Sokal 1969, Systematic Zoology 18:259 (neighbours); this city file (roads)".to_owned(),
    }
}

/// Whether no third point lies in the circle whose diameter two points are.
fn are_neighbours(points: &[(usize, Point)], from: usize, to: usize) -> bool {
    let (a, b) = (points[from].1, points[to].1);
    let across = geodesic_m(a.0, b.0);
    let inside = |p: Point| geodesic_m(a.0, p.0).powi(2) + geodesic_m(p.0, b.0).powi(2) < across.powi(2);
    !points.iter().enumerate().any(|(at, (_, p))| at != from && at != to && inside(*p))
}

/// Metres along roads from a point to others, none where roads do not lead there.
fn lengths(roads: &Roads, from: Point, to: &[usize], points: &[(usize, Point)]) -> Option<Vec<Option<f64>>> {
    let (node, access_m) = roads.node(from)?;
    let seeds = [Seed { node, seconds: access_m, length_m: access_m, destination: 0 }];
    let labels = nearest(&roads.network, &seeds, 1, f64::INFINITY);
    let one = |to: &usize| {
        let (node, access_m) = roads.node(points[*to].1)?;
        let label = labels.get(node as usize)?;
        label.length_m.is_finite().then_some(label.length_m + access_m)
    };
    Some(to.iter().map(one).collect())
}
