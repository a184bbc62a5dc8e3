//! Demands: rows of one place, resource and group become one demand with an amount in every period.

use super::technology::one_or_all;
use super::work::{At, Work};
use crate::network::{Demand, Network};
use crate::tables::{Served, Tables};
use std::collections::{BTreeMap, BTreeSet};

/// The groups of demands, by alphabet.
pub(crate) fn groups(tables: &Tables) -> Vec<String> {
    let groups: BTreeSet<&String> = tables.demands.iter().filter_map(|row| row.group.as_ref()).collect();
    groups.into_iter().cloned().collect()
}

struct Line {
    key: (usize, usize, Option<usize>),
    period: Option<usize>,
    minor: Option<usize>,
    amount: f64,
    people: Option<f64>,
    must: bool,
    row: u64,
}

impl Line {
    fn named(&self) -> usize {
        usize::from(self.period.is_some()) + usize::from(self.minor.is_some())
    }
}

/// Demands; a line that names a period wins over one that names none.
pub(crate) fn demands(work: &mut Work<'_>, network: &Network) -> Vec<Demand> {
    let mut lines: Vec<Line> = Vec::new();
    let rows = &work.tables.demands;
    for row in rows {
        lines.extend(line(work, network, row));
    }
    twice(work, &lines);
    let mut places: BTreeMap<(usize, usize, Option<usize>), usize> = BTreeMap::new();
    let mut demands: Vec<Demand> = Vec::new();
    for line in &lines {
        let (place, resource, group) = line.key;
        let at = *places.entry(line.key).or_insert_with(|| {
            let (amount, people) = (vec![0.0; network.slices()], vec![0.0; network.periods.len()]);
            demands.push(Demand { place, resource, group, must: line.must, amount, people, row: line.row });
            demands.len() - 1
        });
        if demands[at].must != line.must {
            let place = At { file: "demands.csv", row: line.row };
            work.wrong(place, "served", String::new(), "the same word in all lines of a place, resource and group");
        }
    }
    lines.sort_by_key(Line::named);
    for line in &lines {
        let demand = &mut demands[places[&line.key]];
        for period in one_or_all(line.period, network.periods.len()) {
            for minor in one_or_all(line.minor, network.minors.len()) {
                demand.amount[network.slice(period, minor)] = line.amount;
            }
            if let Some(people) = line.people {
                demand.people[period] = people;
            }
        }
    }
    demands
}

fn line(work: &mut Work<'_>, network: &Network, row: &crate::tables::Demand) -> Option<Line> {
    let at = At { file: "demands.csv", row: row.row };
    let place = work.find(|n| &n.places, at, "place", &row.place);
    let resource = work.find(|n| &n.resources, at, "resource", &row.resource);
    let period = work.maybe(|n| &n.periods, at, "period", row.period.as_deref());
    let minor = work.maybe(|n| &n.minors, at, "minor", row.minor.as_deref());
    let people = row.people.unwrap_or(0.0);
    work.expect(people >= 0.0, at, ("people", people), "0 or more persons");
    let resource = resource?;
    let amount = in_unit(work, at, row, network, resource)?;
    let group = row.group.as_ref().and_then(|group| network.groups.binary_search(group).ok());
    Some(Line {
        key: (place?, resource, group),
        period: period?,
        minor: minor?,
        amount,
        people: row.people,
        must: row.served.unwrap_or(Served::Must) == Served::Must,
        row: row.row,
    })
}

/// The amount in the resource's unit per the network's time unit.
fn in_unit(
    work: &mut Work<'_>,
    at: At,
    row: &crate::tables::Demand,
    network: &Network,
    resource: usize,
) -> Option<f64> {
    let Some(unit) = row.unit.as_deref() else { return Some(row.amount) };
    let wanted = format!("{}/{}", network.resources.get(resource)?.unit, network.time_unit);
    if unit == wanted {
        return Some(row.amount);
    }
    let converted = units::Unit::parse(unit)
        .and_then(|from| units::convert(row.amount, &from, &units::Unit::parse(&wanted)?))
        .map_err(|error| {
            work.wrong(at, "unit", unit.to_owned(), &format!("a unit that converts to {wanted}: {error}"));
        });
    converted.ok()
}

/// Lines that say the same cell twice.
fn twice(work: &mut Work<'_>, lines: &[Line]) {
    let mut seen = BTreeMap::new();
    for line in lines {
        if let Some(before) = seen.insert((line.key, line.period, line.minor), line.row) {
            let at = At { file: "demands.csv", row: line.row };
            let expected = format!("one amount; line {before} says the same place, resource, group and period");
            work.wrong(at, "amount", line.amount.to_string(), &expected);
        }
    }
}
