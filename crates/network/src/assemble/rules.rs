//! Rows of the rules that a network states: targets, budgets, limits.

use super::columns::whole_amount;
use super::layout::{Clause, Layout, there};
use super::priced::Priced;
use crate::network::{Limit, Network, Where};
use crate::resolve::one_or_all;
use crate::tables::LimitKind;
use solve::Model;
use solve::conflict::{Item, Side};

type Entries = Vec<(usize, f64)>;

/// All rows that rules state.
pub(crate) fn rules(
    network: &Network,
    model: &mut Model,
    layout: &mut Layout,
    priced: &Priced,
    clauses: &mut Vec<(Clause, Vec<Item>)>,
) {
    for target in 0..network.targets.len() {
        let items = targets(network, model, layout, target);
        clauses.push((Clause::Target(target), items));
    }
    for (at, budget) in network.budgets.iter().enumerate() {
        let counts = |entry: &&super::priced::Entry| {
            entry.metric as usize == budget.metric && budget.period.is_none_or(|period| period == entry.period as usize)
        };
        let amount = |column: usize| priced.of(column).iter().filter(counts).map(|entry| entry.amount).sum::<f64>();
        let entries: Entries =
            (0..priced.columns()).map(|column| (column, amount(column))).filter(|e| e.1 != 0.0).collect();
        if !entries.is_empty() {
            let row = model.row(f64::NEG_INFINITY, budget.most, &entries);
            clauses.push((Clause::Budget(at), vec![Item::Row(row, Side::Upper)]));
        }
    }
    for limit in 0..network.limits.len() {
        let items = limits(network, model, layout, limit);
        clauses.push((Clause::Limit(limit), items));
    }
}

/// The places of a rule, one list for each row.
fn areas(network: &Network, place: Where) -> Vec<Vec<usize>> {
    let all = 0..network.places.len();
    match place {
        Where::Together => vec![all.collect()],
        Where::Each => all.map(|place| vec![place]).collect(),
        Where::One(place) => vec![vec![place]],
    }
}

fn targets(network: &Network, model: &mut Model, layout: &mut Layout, target: usize) -> Vec<Item> {
    let target = &network.targets[target];
    let mut items = Vec::new();
    for area in areas(network, target.place) {
        for period in one_or_all(target.period, network.periods.len()) {
            let mut entries = Entries::new();
            let mut whole = 0.0;
            for (demand, noun) in network.demands.iter().enumerate() {
                let counts = noun.resource == target.resource && area.contains(&noun.place);
                if !counts || target.group.is_some() && noun.group != target.group {
                    continue;
                }
                whole += whole_amount(network, noun, period);
                for minor in 0..network.minors.len() {
                    let column = there(layout.unserved[layout.slice(demand, period, minor)]);
                    entries.extend(column.map(|column| (column, network.minors[minor].span)));
                }
            }
            if !entries.is_empty() {
                let row = model.row(f64::NEG_INFINITY, (1.0 - target.share) * whole, &entries);
                items.push(Item::Row(row, Side::Upper));
                layout.shares_of_demand.push((row, target.resource, period));
            }
        }
    }
    items
}

fn limits(network: &Network, model: &mut Model, layout: &mut Layout, limit: usize) -> Vec<Item> {
    let limit = &network.limits[limit];
    let mut items = Vec::new();
    for area in areas(network, limit.place) {
        for period in one_or_all(limit.period, network.periods.len()) {
            let entries = limited(network, layout, limit, &area, period);
            let scale = limit.share_of.map_or(1.0, |resource| demanded(network, limit, resource, &area, period));
            if entries.is_empty() && limit.least.is_none_or(|least| least * scale <= 0.0) {
                continue;
            }
            let lower = limit.least.map_or(f64::NEG_INFINITY, |least| least * scale);
            let upper = limit.most.map_or(f64::INFINITY, |most| most * scale);
            let row = model.row(lower, upper, &entries);
            layout.shares_of_demand.extend(limit.share_of.map(|resource| (row, resource, period)));
            if limit.least.is_some() {
                items.push(Item::Row(row, Side::Lower));
            }
            if limit.most.is_some() {
                items.push(Item::Row(row, Side::Upper));
            }
            if matches!(limit.what, LimitKind::ImportPlaces | LimitKind::ExportPlaces) {
                return items;
            }
        }
    }
    items
}

/// What a limit is of, in an area and a period, all its ids together.
fn limited(network: &Network, layout: &Layout, limit: &Limit, area: &[usize], period: usize) -> Entries {
    limit.ids.iter().flat_map(|id| limited_one(network, layout, (limit, *id), area, period)).collect()
}

fn limited_one(
    network: &Network,
    layout: &Layout,
    (limit, id): (&Limit, usize),
    area: &[usize],
    period: usize,
) -> Entries {
    let minors = || one_or_all(limit.minor, network.minors.len());
    let mut entries = Entries::new();
    let mut add = |column: u32, amount: f64| entries.extend(there(column).map(|column| (column, amount)));
    match limit.what {
        LimitKind::New => area.iter().for_each(|p| add(layout.new[layout.unit(id, *p, period)], 1.0)),
        LimitKind::Stock => area.iter().for_each(|p| add(layout.stock[layout.unit(id, *p, period)], 1.0)),
        LimitKind::Activity => {
            for place in area {
                for minor in minors() {
                    let column = layout.activity[layout.at(id, *place, period, minor)];
                    add(column, network.duration(period, minor));
                }
            }
        }
        LimitKind::Import | LimitKind::Export => {
            for (trade, noun) in network.trades.iter().enumerate() {
                let same = noun.resource == id && noun.import == (limit.what == LimitKind::Import);
                for minor in minors().filter(|_| same && area.contains(&noun.place)) {
                    add(layout.trade[layout.slice(trade, period, minor)], network.duration(period, minor));
                }
            }
        }
        LimitKind::Moved | LimitKind::Links => {
            for (link, noun) in network.links.iter().enumerate() {
                if noun.transport != id || !area.contains(&noun.from) {
                    continue;
                }
                if limit.what == LimitKind::Links {
                    add(layout.built[layout.link(link, period)], 1.0);
                    continue;
                }
                for minor in minors() {
                    add(layout.flow[layout.slice(link, period, minor)], network.duration(period, minor));
                }
            }
        }
        LimitKind::ImportPlaces | LimitKind::ExportPlaces => {
            for (trade, noun) in network.trades.iter().enumerate() {
                let same = noun.resource == id && noun.import == (limit.what == LimitKind::ImportPlaces);
                if same && area.contains(&noun.place) {
                    add(layout.trading[trade], 1.0);
                }
            }
        }
    }
    entries
}

/// What is in demand of a resource in an area, over a period or a minor period of it.
fn demanded(network: &Network, limit: &Limit, resource: usize, area: &[usize], period: usize) -> f64 {
    let of = network.demands.iter().filter(|demand| demand.resource == resource && area.contains(&demand.place));
    let amount = |demand: &crate::network::Demand| {
        let minors = one_or_all(limit.minor, network.minors.len());
        minors.map(|m| demand.amount[network.slice(period, m)].abs() * network.duration(period, m)).sum::<f64>()
    };
    of.map(amount).sum()
}
