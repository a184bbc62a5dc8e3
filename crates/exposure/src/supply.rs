//! Facilities of all services as one network: who needs whom.

use crate::things::{Things, as_number};
use city::risk_settings::{EnoughOf, NeedSettings, RiskSettings, ServiceSettings};
use city::{Cell, Problem};
use geo_types::{Geometry, Point};
use risk::cascade::{Enough, Facility, Need, Network};
use rstar::RTree;
use rstar::primitives::GeomWithData;
use std::collections::BTreeMap;

/// The network of a city.
pub struct Supply<'a> {
    /// Where each facility comes from, in the order of the network.
    pub at: Vec<At>,
    /// Who needs whom.
    pub network: Network,
    things: Vec<Option<&'a Things<'a>>>,
}

/// A facility: a thing of a service.
pub struct At {
    /// The service: its place in the settings.
    pub service: usize,
    /// The thing: its place in the list of its exposure.
    pub thing: usize,
    /// What it is called; empty where nothing names it.
    pub name: String,
    point: Option<Point<f64>>,
}

impl Supply<'_> {
    /// Facilities of a service.
    pub fn count(&self, service: usize) -> usize {
        self.at.iter().filter(|at| at.service == service).count()
    }

    /// The things of a service.
    pub fn things(&self, service: usize) -> Option<&Things<'_>> {
        self.things.get(service).copied().flatten()
    }
}

/// Faults of links, counted.
#[derive(Default)]
struct Links {
    unknown: BTreeMap<String, usize>,
    missing: usize,
}

/// The facilities of every service with what they need; none where no service is asked for. What is wrong with one of them is a
/// problem, and the others are still there.
pub fn supply<'a>(
    settings: &RiskSettings,
    things: &'a [Things<'a>],
    problems: &mut Vec<Problem>,
) -> Option<Supply<'a>> {
    let services = &settings.services;
    if services.is_empty() {
        return None;
    }
    let of_service: Vec<Option<&Things>> = services.iter().map(|s| things_of(s, things, problems)).collect();
    let mut at: Vec<At> = Vec::new();
    let mut served: Vec<Option<f64>> = Vec::new();
    for (service, settings) in services.iter().enumerate() {
        if let Some(things) = of_service.get(service).copied().flatten() {
            facilities(settings, service, things, (&mut at, &mut served), problems);
        }
    }
    let mut list = Vec::with_capacity(at.len());
    let known: Vec<Known> = (0..services.len()).map(|service| Known::of(&at, service)).collect();
    let mut links: BTreeMap<(usize, usize), Links> = BTreeMap::new();
    for (place, facility) in at.iter().enumerate() {
        let (Some(settings), Some(things)) =
            (services.get(facility.service), of_service.get(facility.service).copied().flatten())
        else {
            continue;
        };
        let mut needs = Vec::new();
        for (number, need) in settings.needs.iter().enumerate() {
            let Some(supplier) = services.iter().position(|s| s.id == need.service).and_then(|s| known.get(s)) else {
                continue;
            };
            let found = links.entry((facility.service, number)).or_default();
            let of = suppliers(need, (place, facility), things, supplier, found);
            if !of.is_empty() {
                let enough = if need.enough == EnoughOf::All { Enough::All } else { Enough::Any };
                needs.push(Need { of, enough, backup_hours: need.backup_hours });
            }
        }
        list.push(Facility {
            service: facility.service,
            served: served.get(place).copied().flatten(),
            fails_from: settings.fails_from.unwrap_or(f64::NEG_INFINITY),
            out_hours: settings.out_hours,
            needs,
        });
    }
    tell(services, links, problems);
    let network = Network::new(list).map_err(|error| {
        problems.push(
            Problem::error("service_not_read")
                .in_file("city.toml")
                .in_column("risk.service")
                .found(error.to_string())
                .hint("nothing was said of services"),
        );
    });
    Some(Supply { at, network: network.ok()?, things: of_service })
}

fn problem(settings: &ServiceSettings) -> Problem {
    Problem::error("service_not_read").in_file("city.toml").in_column(&format!("risk.service.{}", settings.id))
}

fn things_of<'a>(
    settings: &ServiceSettings,
    things: &'a [Things<'a>],
    problems: &mut Vec<Problem>,
) -> Option<&'a Things<'a>> {
    let found = things.iter().find(|t| t.settings.id == settings.exposure);
    let hint = "nothing of it was computed";
    match found {
        None => {
            let known: Vec<&str> = things.iter().map(|t| t.settings.id.as_str()).collect();
            let expected = format!("an exposure that could be read: {}", known.join(", "));
            problems.push(problem(settings).found(&settings.exposure).expected(expected).hint(hint));
            None
        }
        Some(things) if !things.settings.count_column.is_empty() => {
            let expected = "an exposure each of whose features is one facility or line";
            problems.push(problem(settings).found("features that stand for many").expected(expected).hint(hint));
            None
        }
        found => found,
    }
}

fn facilities(
    settings: &ServiceSettings,
    service: usize,
    things: &Things,
    (at, served): (&mut Vec<At>, &mut Vec<Option<f64>>),
    problems: &mut Vec<Problem>,
) {
    let mut column = |name: &str| {
        let found = things.layer.layer.columns.iter().position(|c| c.name == name);
        if found.is_none() && !name.is_empty() {
            let expected = format!("a column of {}", things.layer.layer.name);
            problems.push(problem(settings).found(name).expected(expected).hint("it counts as empty"));
        }
        found
    };
    let (people, names) = (column(&settings.people_column), column(&settings.name_column));
    let keep: Vec<(Option<usize>, &[String])> =
        settings.keep.iter().map(|(name, values)| (column(name), values.as_slice())).collect();
    for (place, thing) in things.list.iter().enumerate() {
        let cells = things.layer.features.get(thing.feature).map_or(&[][..], |f| &f.cells);
        let cell = |at: Option<usize>| at.and_then(|at| cells.get(at));
        if !keep.iter().all(|(at, values)| cell(*at).is_some_and(|c| values.contains(&c.to_string()))) {
            continue;
        }
        let point = thing.geometry.and_then(|geometry| match geometry {
            Geometry::Point(point) => Some(*point),
            other => grid::measure::interior_point(other).ok().flatten(),
        });
        let name = cell(names).filter(|c| !matches!(c, Cell::Empty)).map(ToString::to_string).unwrap_or_default();
        at.push(At { service, thing: place, name, point });
        served.push(cell(people).and_then(as_number).filter(|n| n.is_finite() && *n >= 0.0));
    }
    if !at.iter().any(|at| at.service == service) {
        problems.push(problem(settings).found("no facility").expected("facilities that `keep` lets through"));
    }
}

/// Facilities of a service by name and by place.
struct Known {
    by_name: BTreeMap<String, usize>,
    /// On a plane in which degrees are as long as they are on the ground.
    near: RTree<GeomWithData<[f64; 2], usize>>,
    narrow: f64,
}

impl Known {
    fn of(at: &[At], service: usize) -> Self {
        let own = || at.iter().enumerate().filter(|(_, at)| at.service == service);
        let mut by_name = BTreeMap::new();
        for (place, facility) in own().filter(|(_, at)| !at.name.is_empty()) {
            by_name.entry(facility.name.clone()).or_insert(place);
        }
        let latitudes: Vec<f64> = own().filter_map(|(_, at)| at.point).map(Point::y).collect();
        let narrow = latitudes.first().map_or(1.0, |first| first.to_radians().cos().max(0.01));
        let spots = own().filter_map(|(place, at)| Some(GeomWithData::new(flat(at.point?, narrow), place)));
        Self { by_name, near: RTree::bulk_load(spots.collect()), narrow }
    }
}

fn flat(point: Point<f64>, narrow: f64) -> [f64; 2] {
    [point.x() * narrow, point.y()]
}

fn suppliers(
    need: &NeedSettings,
    (place, facility): (usize, &At),
    things: &Things,
    known: &Known,
    found: &mut Links,
) -> Vec<usize> {
    if need.link_column.is_empty() {
        let Some(point) = facility.point else {
            found.missing += 1;
            return Vec::new();
        };
        let near = known.near.nearest_neighbor_iter(flat(point, known.narrow)).map(|n| n.data);
        return near.filter(|other| *other != place).take(1).collect();
    }
    let column = things.layer.layer.columns.iter().position(|c| c.name == need.link_column);
    let feature = things.list.get(facility.thing).and_then(|t| things.layer.features.get(t.feature));
    let text = column.zip(feature).and_then(|(at, f)| f.cells.get(at)).map(ToString::to_string).unwrap_or_default();
    let names = text.split(';').map(str::trim).filter(|name| !name.is_empty());
    let mut of = Vec::new();
    for name in names {
        match known.by_name.get(name) {
            Some(at) => of.push(*at),
            None => *found.unknown.entry(name.to_owned()).or_default() += 1,
        }
    }
    if of.is_empty() && text.trim().is_empty() {
        found.missing += 1;
    }
    of
}

fn tell(services: &[ServiceSettings], links: BTreeMap<(usize, usize), Links>, problems: &mut Vec<Problem>) {
    let hint = "they count as needing nothing there, and what stops is at least what is shown: correct the column";
    for settings in services {
        for need in settings.needs.iter().filter(|n| !services.iter().any(|s| s.id == n.service)) {
            let known: Vec<&str> = services.iter().map(|s| s.id.as_str()).collect();
            problems.push(problem(settings).found(&need.service).expected(format!("one of {}", known.join(", "))));
        }
    }
    for ((service, need), found) in links {
        let Some((settings, need)) = services.get(service).and_then(|s| Some((s, s.needs.get(need)?))) else {
            continue;
        };
        let warn = || {
            Problem::warning("service_link_unknown")
                .in_file("city.toml")
                .in_column(&format!("risk.service.{}.needs", settings.id))
                .hint(hint)
        };
        if let Some((name, _)) = found.unknown.first_key_value() {
            let count: usize = found.unknown.values().sum();
            let expected = format!("a name of a facility of {}", need.service);
            problems.push(warn().found(format!("{name:?}; {count} links in all")).expected(expected));
        }
        if found.missing > 0 {
            let expected = format!("the {} that each needs", need.service);
            problems
                .push(warn().found(format!("{} facilities without a link or place", found.missing)).expected(expected));
        }
    }
}
