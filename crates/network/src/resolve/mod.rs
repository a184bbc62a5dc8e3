//! Tables to network: names become positions, empty cells become what they mean, and everything wrong is named.

mod demand;
mod futures;
mod limits;
mod names;
mod size;
mod technology;
mod time;
mod trade;
mod transport;
mod work;

pub(crate) use technology::one_or_all;

use crate::network::{Metric, Network, Place, Resource};
use crate::tables::Tables;
use city::{Problem, Severity};
pub(crate) use names::Names;
use std::collections::BTreeMap;
use work::Work;

impl Network {
    /// The network that tables say, and everything that is wrong with them. A row with an error is left out; whoever solves the
    /// network should refuse to while there is one.
    #[must_use]
    pub fn resolve(tables: &Tables) -> (Self, Vec<Problem>) {
        let mut network = Self {
            name: tables.settings.name.clone().unwrap_or_default(),
            time_unit: tables.settings.time_unit.clone().unwrap_or_else(|| "d".to_owned()),
            discount_rate: tables.settings.discount_rate,
            discounting: tables.settings.discounting.unwrap_or_default(),
            solve: tables.settings.solve.unwrap_or_default(),
            front: tables.settings.front.clone(),
            futures: tables.settings.futures.clone(),
            objectives: tables.settings.objective.clone(),
            ..Self::default()
        };
        let mut problems = Vec::new();
        time::resolve(tables, &mut network, &mut problems);
        if let Some(problem) = size::too_large(tables, &network) {
            problems.push(problem);
            network.incomplete = true;
            return (network, problems);
        }
        let names = nouns(tables, &mut network, &mut problems);
        let mut work = Work { tables, names: &names, problems: &mut problems, unknown: BTreeMap::new() };
        network.technologies = technology::technologies(&mut work, &network);
        network.availability = technology::availability(&mut work, &network);
        network.standing = technology::standing(&mut work, &network);
        network.transports = transport::transports(&mut work);
        network.links = transport::links(&mut work, &network);
        network.groups = demand::groups(tables);
        network.demands = demand::demands(&mut work, &network);
        limits::built_in_metrics(&mut network);
        network.contents = trade::contents(&mut work, &network);
        network.trades = trade::trades(&mut work, &network);
        network.costs = limits::costs(&mut work, &network);
        network.targets = limits::targets(&mut work, &network);
        network.budgets = limits::budgets(&mut work, &network);
        network.limits = limits::limits(&mut work);
        futures::check(&mut work, &network);
        work.count_unknown();
        limits::objectives(&network, tables, &mut problems);
        network.incomplete = tables.lost.is_anything() || problems.iter().any(|p| p.severity == Severity::Error);
        (network, problems)
    }
}

/// Metrics, resources, places: and the names of everything.
fn nouns(tables: &Tables, network: &mut Network, problems: &mut Vec<Problem>) -> Names {
    let names = Names::of(tables, network, problems);
    for row in &tables.metrics {
        let discounted = row.discounted.unwrap_or_else(|| is_money(&row.unit));
        let each_year = row.each_year.unwrap_or(row.unit == "persons");
        let (id, unit) = (row.metric.clone(), row.unit.clone());
        network.metrics.push(Metric { id, unit, discounted, each_year, built_in: None });
    }
    for row in &tables.resources {
        network.resources.push(Resource {
            id: row.resource.clone(),
            unit: row.unit.clone(),
            surplus: row.surplus.unwrap_or(false),
            optional: row.optional.unwrap_or(false),
            mass_kg: row.mass_kg,
            row: row.row,
        });
    }
    for row in &tables.places {
        network.places.push(Place {
            id: row.place.clone(),
            kind: row.kind.clone().unwrap_or_default(),
            position: row.lon.zip(row.lat),
            elevation_m: row.elevation_m,
            row: row.row,
        });
    }
    names
}

/// Whether a unit is money: three capitals, with the year of its prices or without.
fn is_money(unit: &str) -> bool {
    let (currency, year) = unit.split_once('_').unwrap_or((unit, "2000"));
    currency.len() == 3 && currency.bytes().all(|b| b.is_ascii_uppercase()) && year.parse::<u16>().is_ok()
}

#[cfg(test)]
mod tests;
