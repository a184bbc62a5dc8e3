//! One `[[travel]]`: its network, its destinations, and what each place reaches.

use crate::profile::facts::Facts;
use crate::travel::destinations::destinations;
use crate::travel::farness::{Sample, Summed, sum};
use crate::travel::isochrones::{bands, side_m};
use crate::travel::network::Network;
use crate::travel::plane::Plane;
use crate::travel::reach::Reach;
use crate::travel::road::{self, Roads, roads};
use crate::travel::speeds::{Speeds, TRAVEL_SPEEDS_CSV};
use crate::travel::{LayerRead, Scene, raster};
use city::profile::SettlementType;
use city::travel::{Answer, Journey, NetworkFacts, Spread, TravelGroup, TravelRow, Within};
use city::travel_settings::{Mode, TravelSettings};
use city::{Estimate, Group, Observation, Place, PlaceId, PlaceKind, Problem, Value};
use geo_types::{Coord, Geometry};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// A journey and what else its observations and layers need.
pub struct Made {
    pub journey: Journey,
    /// Speed on foot off the road, km/h.
    pub off_road_kmh: f64,
}

/// What the settings ask for, answered; none, with a problem, where there is nothing to go to or no speed to go at.
pub fn journey(scene: &Scene, settings: &TravelSettings, problems: &mut Vec<Problem>) -> Option<Made> {
    let find = |name: &str| scene.travel.layers.iter().find(|l| l.layer.name == name);
    let (along, to) = (find(&settings.network)?, find(&settings.to)?);
    let speeds = match Speeds::read(TRAVEL_SPEEDS_CSV, settings.mode) {
        Ok(speeds) => speeds,
        Err(error) => {
            problems.push(problem("travel_speeds", settings).found(error));
            return None;
        }
    };
    let found = destinations(&to.layer, &to.features, settings);
    if found.points.is_empty() {
        let hint = "look at `keep`, and at the layer in QGIS";
        problems.push(
            problem("travel_no_destination", settings)
                .in_sheet(&settings.to)
                .found(format!("{} features, none of them kept with a place on earth", to.features.len()))
                .expected("one destination at least")
                .hint(hint),
        );
        return None;
    }
    let mut roads = roads(&along.layer, &along.features, settings, &speeds);
    problems.append(&mut roads.problems);
    let network = Network::of(&roads.list, settings.snap_m);
    let main_share = main_share(along, settings);
    let mut facts = facts(&roads, &network, main_share);
    let refused = refused(&roads, &network, settings, main_share);
    let nothing = Network::of(&[], 0.0);
    let access_m = if refused.is_some() { 0.0 } else { settings.access_m };
    let network = if refused.is_some() { &nothing } else { &network };
    let reach = Reach::new(network, &found.points, &speeds, access_m);
    (facts.destinations, facts.destinations_reached, facts.destinations_apart) =
        (found.points.len() as u64, reach.reached, reach.apart);
    noted(&facts, settings, refused.as_deref(), found.nowhere, problems);
    let fastest = fastest_kmh(&roads, &speeds);
    let samples = samples(scene, settings, &reach, &mut facts);
    let rows = rows(scene, settings, &samples, fastest);
    let groups = groups(scene, settings, &samples, (&rows, fastest));
    let bands = if refused.is_some() { Vec::new() } else { bands(&reach, network, access_m, &settings.minutes) };
    let journey = Journey {
        id: settings.id.clone(),
        title: settings.title.clone(),
        mode: settings.mode,
        network: along.layer.title.clone(),
        to: to.layer.title.clone(),
        refused,
        facts,
        access_m: settings.access_m,
        minutes: settings.minutes.clone(),
        rows,
        groups,
        cell_m: if bands.is_empty() { 0.0 } else { side_m(network) },
        bands,
        speeds: speeds.words().to_vec(),
    };
    Some(Made { journey, off_road_kmh: speeds.off_road()[1] })
}

fn problem(code: &str, settings: &TravelSettings) -> Problem {
    Problem::error(code).in_file("city.toml").in_column(&format!("travel.{}", settings.id))
}

/// The highest speed at which anybody goes, km/h: of the table, or of a higher limit on one of the roads.
fn fastest_kmh(roads: &Roads, speeds: &Speeds) -> f64 {
    roads.list.iter().map(|r| r.speeds_kmh[2]).fold(speeds.fastest(), f64::max)
}

fn refused(roads: &Roads, network: &Network, settings: &TravelSettings, main: Option<f64>) -> Option<String> {
    if network.edges.is_empty() {
        return Some("none of its lines can be gone along".to_owned());
    }
    if settings.mode == Mode::Driving {
        return None;
    }
    road::refused(roads, !settings.class_column.is_empty(), main.unwrap_or(0.0), settings.most_main_share)
}

/// Share of the layer's length on main roads, closed ones too; none where nobody said a class.
fn main_share(along: &LayerRead, settings: &TravelSettings) -> Option<f64> {
    let column = along.layer.columns.iter().position(|c| c.name == settings.class_column)?;
    let (mut main, mut all) = (0.0, 0.0);
    for feature in &along.features {
        let Some(geometry) = &feature.geometry else { continue };
        let word = feature.cells.get(column).map(ToString::to_string).unwrap_or_default();
        let word =
            settings.classes.iter().find(|(theirs, _)| theirs.trim() == word.trim()).map_or(word.as_str(), |(_, c)| c);
        let length = length_m(geometry);
        all += length;
        main += if road::is_main(word.trim()) { length } else { 0.0 };
    }
    (all > 0.0).then(|| main / all)
}

/// Length on the plane, m: shares need no geodesics.
fn length_m(geometry: &Geometry<f64>) -> f64 {
    let line = |line: &[Coord<f64>]| -> f64 {
        let plane = Plane::around(line.first().map_or(0.0, |c| c.y));
        line.windows(2).filter_map(|w| Some(plane.metres(*w.first()?, *w.last()?))).filter(|m| m.is_finite()).sum()
    };
    match geometry {
        Geometry::LineString(one) => line(&one.0),
        Geometry::MultiLineString(many) => many.iter().map(|one| line(&one.0)).sum(),
        Geometry::GeometryCollection(parts) => parts.iter().map(length_m).sum(),
        _ => 0.0,
    }
}

fn facts(roads: &Roads, network: &Network, main_share: Option<f64>) -> NetworkFacts {
    let mut by_class: BTreeMap<&str, f64> = BTreeMap::new();
    for edge in &network.edges {
        let class = roads.list.get(edge.road).map_or("road", |r| r.class.as_str());
        *by_class.entry(class).or_default() += edge.length_m;
    }
    let mut by_class: Vec<(String, f64)> = by_class.into_iter().map(|(c, m)| (c.to_owned(), m)).collect();
    by_class.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    NetworkFacts {
        lines: roads.list.len() as u64,
        closed: roads.closed,
        nodes: network.nodes.len() as u64,
        edges: network.edges.len() as u64,
        length_m: network.length_m(),
        components: network.components_m.len() as u64,
        largest_share: network.largest_share(),
        main_share,
        snapped: network.snapped,
        loose_ends: network.loose_ends,
        by_class,
        oneway: roads.oneway,
        ..NetworkFacts::default()
    }
}

/// What needs somebody's eye.
fn noted(
    facts: &NetworkFacts,
    settings: &TravelSettings,
    refused: Option<&str>,
    nowhere: u64,
    problems: &mut Vec<Problem>,
) {
    let about = |problem: Problem| problem.in_file("city.toml").in_column(&format!("travel.{}", settings.id));
    if let Some(reason) = refused {
        problems.push(
            about(Problem::warning("travel_refused"))
                .found(reason)
                .expected(
                    "a network that people can go along this way; only straight lines are given, and no way is shorter",
                )
                .hint("collect an extract with all streets and footways, such as a whole OpenStreetMap extract"),
        );
        return;
    }
    let off = facts.destinations - facts.destinations_reached;
    if off > 0 {
        problems.push(
            about(Problem::warning("travel_destination_off_network"))
                .found(format!("{off} of {}", facts.destinations))
                .expected(format!("destinations within {} m of a line", settings.access_m))
                .hint("their place may be wrong, or lines are missing there; no way leads to them but the straight one of people near by"),
        );
    }
    if facts.destinations_apart > 0 {
        problems.push(
            about(Problem::note("travel_destination_apart"))
                .found(format!("{} of {}", facts.destinations_apart, facts.destinations))
                .expected("destinations whose nearest line touches the rest of the network")
                .hint("lines may stop short of each other: try a larger `snap_m`"),
        );
    }
    if nowhere > 0 {
        problems.push(
            about(Problem::warning("travel_destination_without_place"))
                .found(nowhere)
                .expected("destinations with a point, area or line on earth; these are left out"),
        );
    }
}

type Samples<'a> = BTreeMap<&'a PlaceId, Vec<Sample>>;

fn samples<'a>(scene: &'a Scene, settings: &TravelSettings, reach: &Reach, facts: &mut NetworkFacts) -> Samples<'a> {
    let Some(origins) = scene.origins.get(raster(settings, scene.travel.evidence)) else { return BTreeMap::new() };
    let list: Vec<_> = origins.iter().collect();
    let found: Vec<Vec<Sample>> = list
        .par_iter()
        .map(|(_, origins)| origins.points.iter().map(|(c, weight)| (*weight, reach.from(*c))).collect())
        .collect();
    for (_, reached) in found.iter().flatten() {
        facts.origins += 1;
        facts.origins_apart += u64::from(reached.apart);
        facts.origins_off += u64::from(!reached.near_line);
    }
    list.into_iter().zip(found).map(|((id, _), samples)| (*id, samples)).collect()
}

fn rows(scene: &Scene, settings: &TravelSettings, samples: &Samples, fastest: f64) -> Vec<TravelRow> {
    let origins = scene.origins.get(raster(settings, scene.travel.evidence));
    let row = |place: &&Place| -> Option<TravelRow> {
        let (points, origins) = (samples.get(&place.id)?, origins?.get(&place.id)?);
        let Summed { answer, routed_share, minutes, distance_m, straight_m, mut within } =
            sum(points, &settings.minutes, fastest);
        let counted = counted(&scene.facts, &place.id).and_then(|o| o.value.estimate());
        let people = counted.or_else(|| Estimate::exact(origins.persons?).ok());
        for band in &mut within {
            band.people = band.share.zip(people).and_then(|(share, people)| times(share, people));
        }
        Some(TravelRow {
            place: place.id.clone(),
            answer,
            spread: origins.spread,
            points: points.len() as u64,
            routed_share,
            minutes,
            distance_m,
            straight_m,
            within,
            note: note(
                (answer, routed_share, detour(distance_m.median, straight_m)),
                origins.spread,
                (settings, counted.is_none() && people.is_some()),
            ),
        })
    };
    scene.places.par_iter().filter_map(row).collect()
}

/// A share in percent of people.
fn times(share: Estimate, people: Estimate) -> Option<Estimate> {
    Estimate::range(
        share.low * people.low / 100.0,
        share.value * people.value / 100.0,
        share.high * people.high / 100.0,
    )
    .ok()
}

/// From so many times the straight line on, a way is doubted, where that is longer than a walk off the road.
const DOUBTED_DETOUR: f64 = 5.0;

/// How many times the straight line the way is, where that is doubted.
fn detour(way: Option<Estimate>, straight_m: Option<f64>) -> Option<f64> {
    let (way, straight) = (way?.value, straight_m.filter(|m| *m > 0.0)?);
    Some(way / straight).filter(|times| *times >= DOUBTED_DETOUR && way > 1_000.0)
}

fn note(
    (answer, routed_share, detour): (Answer, f64, Option<f64>),
    spread: Spread,
    (settings, by_cells): (&TravelSettings, bool),
) -> String {
    let mut words = match answer {
        Answer::Way => String::new(),
        Answer::Partly => format!(
            "{:.0} % of its people have a mapped way; the others are more than {} m from one",
            100.0 * routed_share,
            settings.access_m
        ),
        Answer::StraightLine => "no mapped way: the straight line is less than any way on the ground".to_owned(),
    };
    let mut add = |more: &str| {
        words.push_str(if words.is_empty() { "" } else { "; " });
        words.push_str(more);
    };
    if let Some(times) = detour {
        add(&format!("the way is {times:.0} times the straight line: a line may be missing or not joined there"));
    }
    if spread == Spread::Point {
        add("its people are taken to be at one point");
    }
    if by_cells {
        add("its people are the sum of the cells, since nobody counted them");
    }
    words
}

/// The people of a place: as the assessment counted them, else as last counted.
pub fn counted<'a>(facts: &Facts<'a>, place: &PlaceId) -> Option<&'a Observation> {
    facts.number(place, "population_assessed").or_else(|| facts.number(place, "population"))
}

/// Whether a settlement is formal or informal.
#[must_use]
pub fn settlement_type(facts: &Facts, place: &PlaceId) -> Option<SettlementType> {
    match &facts.best(place, "settlement_type", &Group::all())?.value {
        Value::Classes(codes) => codes.first()?.parse().ok(),
        _ => None,
    }
}

/// Formal and informal settlements apart: every settlement weighs its people.
fn groups(
    scene: &Scene,
    settings: &TravelSettings,
    samples: &Samples,
    (rows, fastest): (&[TravelRow], f64),
) -> Vec<TravelGroup> {
    let row = |id: &PlaceId| rows.iter().find(|r| r.place == *id);
    let group = |settlement_type: &SettlementType| -> Option<TravelGroup> {
        let is_one = |p: &&&Place| {
            p.kind == PlaceKind::Settlement && self::settlement_type(&scene.facts, &p.id) == Some(*settlement_type)
        };
        let members: Vec<&Place> = scene.places.iter().filter(is_one).copied().collect();
        let with_people: Vec<(&Place, Estimate, &Vec<Sample>)> = members
            .iter()
            .filter_map(|p| {
                let people = counted(&scene.facts, &p.id)?.value.estimate().filter(|e| e.value > 0.0)?;
                Some((*p, people, samples.get(&p.id)?))
            })
            .collect();
        let mut all: Vec<Sample> = Vec::new();
        for (_, people, points) in &with_people {
            let whole: f64 = points.iter().map(|(w, _)| w).sum();
            all.extend(points.iter().map(|(w, reached)| (w / whole * people.value, *reached)));
        }
        let summed = sum(&all, &settings.minutes, fastest);
        let mut within = summed.within;
        for band in &mut within {
            band.people = band.share.and(within_of(&with_people, band, row));
        }
        let people = Estimate::range(
            with_people.iter().map(|(_, p, _)| p.low).sum(),
            with_people.iter().map(|(_, p, _)| p.value).sum(),
            with_people.iter().map(|(_, p, _)| p.high).sum(),
        );
        (!members.is_empty()).then(|| TravelGroup {
            settlement_type: *settlement_type,
            settlements: members.len() as u64,
            counted: with_people.len() as u64,
            people: people.ok().filter(|_| !with_people.is_empty()),
            routed_share: summed.routed_share,
            minutes: summed.minutes,
            within,
        })
    };
    SettlementType::ALL.iter().filter_map(group).collect()
}

/// People of several settlements within a band: sums, in which a settlement without a way adds nobody but at the upper end.
fn within_of<'a>(
    members: &[(&Place, Estimate, &Vec<Sample>)],
    band: &Within,
    row: impl Fn(&PlaceId) -> Option<&'a TravelRow>,
) -> Option<Estimate> {
    let (mut low, mut value, mut high) = (0.0, 0.0, 0.0);
    for (place, people, _) in members {
        let of = row(&place.id)?.within.iter().find(|w| w.minutes == band.minutes)?;
        match of.people {
            Some(inside) => (low, value, high) = (low + inside.low, value + inside.value, high + inside.high),
            None => high += of.at_most / 100.0 * people.high,
        }
    }
    Estimate::range(low, value, high).ok()
}
