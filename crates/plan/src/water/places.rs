//! Where people are: places of the network, each with a point that stands for it.

use super::{PeopleRow, WaterEvidence};
use city::{Place, Problem, Value};
use geo_types::Point;
use network::{Tables, tables};
use std::collections::BTreeSet;

/// A place of the network.
#[derive(Debug, Clone)]
pub(crate) struct At {
    /// Its row.
    pub row: tables::Place,
    /// The point that stands for it.
    pub point: Option<Point>,
}

/// People of a place and group in a year: of the nearest year that the forecast has.
#[must_use]
pub fn people_at(people: &[PeopleRow], place: &str, group: &str, year: f64) -> Option<f64> {
    let of = people.iter().filter(|row| row.place.as_str() == place && row.group == group);
    of.min_by(|a, b| (a.year - year).abs().total_cmp(&(b.year - year).abs())).map(|row| row.persons)
}

/// The places of a network: of the kinds asked for, where people are counted or that the city's own tables name.
pub(crate) fn places(given: &WaterEvidence<'_>, tables: &Tables, problems: &mut Vec<Problem>) -> Vec<At> {
    let named = named(tables);
    let peopled: BTreeSet<&str> = given.people.iter().map(|row| row.place.as_str()).collect();
    let mut places = Vec::new();
    for place in given.evidence.places {
        let id = place.id.as_str();
        let of_kind = given.settings.kinds.iter().any(|kind| kind == place.kind.as_str());
        if named.contains(id) || of_kind && peopled.contains(id) {
            places.push(at(given, place));
        } else if of_kind {
            let problem = Problem::warning("people_unknown").in_file("city.gpkg").found(&place.name);
            problems.push(problem.expected("a count of people").hint("nothing is planned for this place"));
        }
    }
    places
}

/// The places that the city's own tables name.
fn named(tables: &Tables) -> BTreeSet<&str> {
    let stock = tables.stock.iter().map(|row| row.place.as_str());
    let projects = tables.projects.iter().map(|row| row.place.as_str());
    let imports = tables.imports.iter().filter_map(|row| row.place.as_deref());
    let exports = tables.exports.iter().filter_map(|row| row.place.as_deref());
    let demands = tables.demands.iter().map(|row| row.place.as_str());
    stock.chain(projects).chain(imports).chain(exports).chain(demands).collect()
}

fn at(given: &WaterEvidence<'_>, place: &Place) -> At {
    let point = place.geometry.as_ref().and_then(|geometry| grid::measure::interior_point(geometry).ok().flatten());
    let observations = given.evidence.observations.iter();
    let elevation = observations.filter(|o| o.place == place.id && o.indicator == "elevation_mean_m").find_map(|o| {
        match &o.value {
            Value::Estimate(estimate) => Some(estimate.value),
            _ => None,
        }
    });
    let row = tables::Place {
        place: place.id.as_str().to_owned(),
        kind: Some(place.kind.as_str().to_owned()),
        lon: point.map(Point::x),
        lat: point.map(Point::y),
        elevation_m: elevation,
        row: 0,
    };
    At { row, point }
}
