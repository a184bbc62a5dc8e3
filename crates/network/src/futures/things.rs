//! What is uncertain, how it is drawn, and a network as it is in one future.

use crate::network::{Cost, Network};
use crate::tables::{CostKind, FuturesSettings, Per};
use std::collections::BTreeSet;

/// What is uncertain.
#[derive(Debug, Clone, PartialEq)]
pub enum What {
    /// Demand for resources, everywhere.
    Demand(Vec<usize>),
    /// All demand of a place.
    DemandAt(usize),
    /// The most that may come in of resources.
    Imports(Vec<usize>),
    /// Costs of one technology, transport or resource.
    Costs(CostKind, usize),
    /// The start of a committed project.
    Slip(String),
}

/// One uncertain thing, and between what it lies.
#[derive(Debug, Clone, PartialEq)]
pub struct Thing {
    /// What is uncertain.
    pub what: What,
    /// Least: a factor; for costs -1 (`low`); for a project 0 years.
    pub low: f64,
    /// Most: a factor; for costs 1 (`high`, 0 being the amount itself); for a project whole years.
    pub high: f64,
}

/// More dimensions than one Sobol sequence has.
const DIMENSIONS: usize = 256;

/// All that the settings of a network make uncertain, in a fixed order.
#[must_use]
pub fn things(network: &Network, settings: &FuturesSettings) -> Vec<Thing> {
    let mut things = Vec::new();
    let resources = |key: &str| -> Vec<usize> {
        key.split(';').filter_map(|id| network.resources.iter().position(|r| r.id == id.trim())).collect()
    };
    for (key, [low, high]) in &settings.demand {
        things.push(Thing { what: What::Demand(resources(key)), low: *low, high: *high });
    }
    if let Some(share) = settings.demand_by_place.filter(|share| *share > 0.0) {
        let places: BTreeSet<usize> = network.demands.iter().map(|demand| demand.place).collect();
        let one = |place| Thing { what: What::DemandAt(place), low: 1.0 - share, high: 1.0 + share };
        things.extend(places.into_iter().map(one));
    }
    for (key, [low, high]) in &settings.imports {
        things.push(Thing { what: What::Imports(resources(key)), low: *low, high: *high });
    }
    if settings.costs {
        let ranged = network.costs.iter().filter(|cost| cost.range.is_some());
        let ids: BTreeSet<(CostKind, usize)> = ranged.map(|cost| (cost.per.kind(), cost.id)).collect();
        things.extend(ids.into_iter().map(|(kind, id)| Thing { what: What::Costs(kind, id), low: -1.0, high: 1.0 }));
    }
    if settings.slip_years > 0 {
        let committed = network.standing.iter().filter(|standing| standing.from_year.is_some());
        let projects: BTreeSet<&String> = committed.map(|standing| &standing.project).collect();
        let years = f64::from(settings.slip_years);
        things.extend(projects.into_iter().map(|p| Thing { what: What::Slip(p.clone()), low: 0.0, high: years }));
    }
    things
}

/// The values of all things in one future: a point of an Owen-scrambled Sobol sequence (Burley 2020), evenly between the ends; a
/// project's years are whole. Beyond 256 things another scramble of the sequence is taken for the next 256, so that evenness holds
/// within each 256 and chance decides between them.
#[expect(clippy::cast_possible_truncation, reason = "futures are at most 65,536 and things fewer than 4,294,967,295")]
#[must_use]
pub fn draw(things: &[Thing], future: usize, seed: u32) -> Vec<f64> {
    let value = |(at, thing): (usize, &Thing)| {
        let scramble = seed.wrapping_add(((at / DIMENSIONS) as u32).wrapping_mul(0x9e37_79b9));
        let x = f64::from(sobol_burley::sample(future as u32, (at % DIMENSIONS) as u32, scramble));
        match thing.what {
            What::Slip(_) => (x * (thing.high + 1.0)).floor().min(thing.high),
            _ => thing.low + x * (thing.high - thing.low),
        }
    };
    things.iter().enumerate().map(value).collect()
}

/// The value at which a thing is as the forecast says.
pub(super) const fn unchanged(thing: &Thing) -> f64 {
    match thing.what {
        What::Demand(_) | What::DemandAt(_) | What::Imports(_) => 1.0,
        What::Costs(..) | What::Slip(_) => 0.0,
    }
}

/// The network as it is in a future.
///
/// A factor on demand is reached in the last period, evenly from the first: amount x (1 + (factor - 1) x (k + 1) / periods), and that
/// of a place is multiplied with it. A factor on imports holds in all periods. A cost at 0 is its amount, at -1 its `low`, at 1 its
/// `high`, straight in between. A project that is late costs and works later.
#[must_use]
pub fn vary(network: &Network, things: &[Thing], values: &[f64]) -> Network {
    let mut future = network.clone();
    for (thing, value) in things.iter().zip(values) {
        match &thing.what {
            What::Demand(resources) => demand(&mut future, *value, |d| resources.contains(&d.resource)),
            What::DemandAt(place) => demand(&mut future, *value, |d| d.place == *place),
            What::Imports(resources) => {
                for trade in future.trades.iter_mut().filter(|t| t.import && resources.contains(&t.resource)) {
                    trade.most.iter_mut().for_each(|most| *most *= value);
                }
            }
            What::Costs(kind, id) => {
                for cost in future.costs.iter_mut().filter(|cost| cost.per.kind() == *kind && cost.id == *id) {
                    cost.amount = between(cost, *value);
                }
            }
            What::Slip(project) => {
                for standing in future.standing.iter_mut().filter(|s| s.from_year.is_some() && s.project == *project) {
                    standing.from_year = standing.from_year.map(|year| year + value);
                    standing.until_year = standing.until_year.map(|year| year + value);
                }
            }
        }
    }
    future
}

#[expect(clippy::cast_precision_loss, reason = "a network has few periods")]
fn demand(future: &mut Network, factor: f64, is_of: impl Fn(&crate::network::Demand) -> bool) {
    let (periods, minors) = (future.periods.len(), future.minors.len().max(1));
    for demand in future.demands.iter_mut().filter(|demand| is_of(demand)) {
        for (slice, amount) in demand.amount.iter_mut().enumerate() {
            *amount *= 1.0 + (factor - 1.0) * ((slice / minors) as f64 + 1.0) / periods as f64;
        }
    }
}

/// The amount of a cost between its ends; without a range it stays.
fn between(cost: &Cost, at: f64) -> f64 {
    let Some((low, high)) = cost.range else { return cost.amount };
    if at < 0.0 { cost.amount + at * (cost.amount - low) } else { cost.amount + at * (high - cost.amount) }
}

/// A thing in words: `demand for potable`.
#[must_use]
pub fn in_words(network: &Network, thing: &Thing) -> String {
    let names = |of: &[usize]| of.iter().map(|r| network.resources[*r].id.as_str()).collect::<Vec<_>>().join(" and ");
    match &thing.what {
        What::Demand(resources) => format!("demand for {}", names(resources)),
        What::DemandAt(place) => format!("demand in {}", network.places[*place].id),
        What::Imports(resources) => format!("import of {}", names(resources)),
        What::Costs(kind, id) => format!("cost of {}", noun(network, *kind, *id)),
        What::Slip(project) => format!("delay of {project}"),
    }
}

/// A thing's value in words that can be measured: a factor, an amount of `costs.csv`, years.
#[must_use]
pub fn value_in_words(network: &Network, thing: &Thing, value: f64) -> String {
    match &thing.what {
        What::Demand(_) | What::DemandAt(_) => format!("{} of the forecast of the last period", short(value)),
        What::Imports(_) => format!("{} of what imports.csv says", short(value)),
        What::Costs(kind, id) => {
            let ranged = || network.costs.iter().filter(|c| c.range.is_some() && c.per.kind() == *kind && c.id == *id);
            let building = |cost: &&Cost| matches!(cost.per, Per::Unit | Per::Link | Per::Km);
            let cost = ranged().find(building).or_else(|| ranged().next());
            cost.map_or_else(String::new, |cost| {
                let unit = &network.metrics[cost.metric].unit;
                format!("{} {unit} per {} (costs.csv, line {})", short(between(cost, value)), cost.per, cost.row)
            })
        }
        What::Slip(_) => format!("{} years", short(value)),
    }
}

fn noun(network: &Network, kind: CostKind, id: usize) -> &str {
    match kind {
        CostKind::Technology => &network.technologies[id].id,
        CostKind::Transport => &network.transports[id].id,
        CostKind::Resource => &network.resources[id].id,
    }
}

/// A number to three digits.
fn short(value: f64) -> String {
    let rounded = format!("{value:.2e}").parse::<f64>().unwrap_or(value);
    rounded.to_string()
}
