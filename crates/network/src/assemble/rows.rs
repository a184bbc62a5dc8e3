//! Rows that every network has: balances, stock, capacities, links, trading.

use super::layout::{Clause, Layout, there};
use super::stand::standing_units;
use crate::network::Network;
use solve::Model;
use solve::conflict::{Item, Side};

type Entries = Vec<(usize, f64)>;

/// All rows that no rule of the network states.
pub(crate) fn rows(network: &Network, model: &mut Model, layout: &mut Layout, clauses: &mut Vec<(Clause, Vec<Item>)>) {
    balances(network, model, layout, clauses);
    stock(network, model, layout);
    capacities(network, model, layout);
    links(network, model, layout);
    trading(network, model, layout, clauses);
    for technology in 0..network.technologies.len() {
        let first = layout.unit(technology, 0, 0);
        let end = layout.unit(technology + 1, 0, 0);
        let columns = layout.stock[first..end].iter().chain(&layout.new[first..end]);
        let items: Vec<Item> =
            columns.filter_map(|at| there(*at)).map(|column| Item::Column(column, Side::Upper)).collect();
        if !items.is_empty() && network.technologies[technology].most.is_finite() {
            clauses.push((Clause::Technology(technology), items));
        }
    }
}

/// What touches a resource: position of the thing, and how much of the resource a unit of it makes.
struct Touching {
    technologies: Vec<Vec<(usize, f64)>>,
    /// By place and resource.
    links: Vec<Vec<(usize, f64)>>,
    trades: Vec<Vec<(usize, f64)>>,
    demands: Vec<Vec<usize>>,
}

impl Touching {
    fn of(network: &Network) -> Self {
        let (resources, places) = (network.resources.len(), network.places.len());
        let mut touching = Self {
            technologies: vec![Vec::new(); resources],
            links: vec![Vec::new(); resources * places],
            trades: vec![Vec::new(); resources * places],
            demands: vec![Vec::new(); resources * places],
        };
        for (technology, noun) in network.technologies.iter().enumerate() {
            for flow in &noun.flows {
                touching.technologies[flow.resource].push((technology, flow.amount));
            }
        }
        for (link, noun) in network.links.iter().enumerate() {
            for (place, resource, amount) in noun.makes(&network.transports[noun.transport]) {
                touching.links[place * resources + resource].push((link, amount));
            }
        }
        for (trade, noun) in network.trades.iter().enumerate() {
            let sign = if noun.import { 1.0 } else { -1.0 };
            touching.trades[noun.place * resources + noun.resource].push((trade, sign));
            for (quality, amount) in &network.contents[noun.resource] {
                touching.trades[noun.place * resources + quality].push((trade, sign * amount));
            }
        }
        for (demand, noun) in network.demands.iter().enumerate() {
            touching.demands[noun.place * resources + noun.resource].push(demand);
        }
        touching
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a model has fewer than 4,294,967,295 rows")]
fn balances(network: &Network, model: &mut Model, layout: &mut Layout, clauses: &mut Vec<(Clause, Vec<Item>)>) {
    let touching = Touching::of(network);
    let mut entries = Entries::new();
    for place in 0..network.places.len() {
        for resource in 0..network.resources.len() {
            let mut items = Vec::new();
            for period in 0..network.periods.len() {
                for minor in 0..network.minors.len() {
                    entries.clear();
                    let needed = balance(network, layout, &touching, (place, resource, period, minor), &mut entries);
                    if entries.is_empty() && needed == 0.0 {
                        continue;
                    }
                    let row = model.row(needed, needed, &entries);
                    let at = layout.at(resource, place, period, minor);
                    layout.balance[at] = row as u32;
                    if needed > 0.0 {
                        items.push(Item::Row(row, Side::Lower));
                    } else if needed < 0.0 {
                        items.push(Item::Row(row, Side::Upper));
                    }
                }
            }
            // what may be left unserved gives way by itself: only a target can keep it, and that is named instead
            let must =
                touching.demands[place * network.resources.len() + resource].iter().any(|d| network.demands[*d].must);
            if must && !items.is_empty() {
                clauses.push((Clause::Demand(place, resource), items));
            }
        }
    }
}

/// The entries of a balance, and what it must come to.
fn balance(
    network: &Network,
    layout: &Layout,
    touching: &Touching,
    (place, resource, period, minor): (usize, usize, usize, usize),
    entries: &mut Entries,
) -> f64 {
    let here = place * network.resources.len() + resource;
    for (technology, amount) in &touching.technologies[resource] {
        let column = there(layout.activity[layout.at(*technology, place, period, minor)]);
        entries.extend(column.map(|column| (column, *amount)));
    }
    for (things, columns) in [(&touching.links[here], &layout.flow), (&touching.trades[here], &layout.trade)] {
        for (thing, amount) in things {
            let column = there(columns[layout.slice(*thing, period, minor)]);
            entries.extend(column.map(|column| (column, *amount)));
        }
    }
    entries.extend(there(layout.surplus[layout.at(resource, place, period, minor)]).map(|column| (column, -1.0)));
    let mut needed = 0.0;
    for demand in &touching.demands[here] {
        let amount = network.demands[*demand].amount[network.slice(period, minor)];
        needed += amount;
        let column = there(layout.unserved[layout.slice(*demand, period, minor)]);
        entries.extend(column.map(|column| (column, amount.signum())));
    }
    needed
}

#[expect(clippy::cast_possible_truncation, reason = "a model has fewer than 4,294,967,295 rows")]
fn stock(network: &Network, model: &mut Model, layout: &mut Layout) {
    let standing = standing_units(network);
    let nothing = vec![0.0; network.periods.len()];
    let mut entries = Entries::new();
    for technology in 0..network.technologies.len() {
        for place in 0..network.places.len() {
            let stands = standing.get(&(technology, place)).unwrap_or(&nothing);
            for period in 0..network.periods.len() {
                let at = layout.unit(technology, place, period);
                let Some(column) = there(layout.stock[at]) else { continue };
                entries.clear();
                entries.push((column, 1.0));
                entries.extend(there(layout.new[at]).map(|column| (column, -1.0)));
                let before = period.checked_sub(1).map(|before| layout.unit(technology, place, before));
                entries.extend(before.and_then(|at| there(layout.stock[at])).map(|column| (column, -1.0)));
                for ended in ending(network, technology, period) {
                    let at = layout.unit(technology, place, ended);
                    entries.extend(there(layout.new[at]).map(|column| (column, 1.0)));
                }
                let change = stands[period] - period.checked_sub(1).map_or(0.0, |before| stands[before]);
                layout.stock_row[at] = model.row(change, change, &entries) as u32;
            }
        }
    }
}

/// The periods whose new units are gone since this one.
fn ending(network: &Network, technology: usize, period: usize) -> Vec<usize> {
    let Some(life) = network.technologies[technology].life_years else { return Vec::new() };
    let year = |period: usize| network.periods[period].start_year;
    let over = |built: usize, now: usize| year(now) - year(built) >= life - 1e-9;
    (0..period).filter(|built| over(*built, period) && !over(*built, period - 1)).collect()
}

#[expect(clippy::cast_possible_truncation, reason = "a model has fewer than 4,294,967,295 rows")]
fn capacities(network: &Network, model: &mut Model, layout: &mut Layout) {
    for (technology, noun) in network.technologies.iter().enumerate() {
        for place in 0..network.places.len() {
            for period in 0..network.periods.len() {
                let Some(stock) = there(layout.stock[layout.unit(technology, place, period)]) else { continue };
                for minor in 0..network.minors.len() {
                    let at = layout.at(technology, place, period, minor);
                    let Some(activity) = there(layout.activity[at]) else { continue };
                    let factor = network.availability.get(&(technology, place, period, minor)).unwrap_or(&1.0);
                    let entries = [(activity, 1.0), (stock, -noun.capacity * factor)];
                    layout.capacity_row[at] = model.row(f64::NEG_INFINITY, 0.0, &entries) as u32;
                }
            }
        }
    }
}

fn links(network: &Network, model: &mut Model, layout: &Layout) {
    let mut entries = Entries::new();
    for (link, noun) in network.links.iter().enumerate() {
        let transport = &network.transports[noun.transport];
        let capacity = noun.capacity.unwrap_or(f64::INFINITY);
        for period in 0..network.periods.len() {
            for minor in 0..network.minors.len() {
                let at = layout.slice(link, period, minor);
                let Some(flow) = there(layout.flow[at]) else { continue };
                if let Some(used) = there(layout.used[at]) {
                    model.row(f64::NEG_INFINITY, 0.0, &[(flow, 1.0), (used, -capacity)]);
                    model.row(0.0, f64::INFINITY, &[(flow, 1.0), (used, -transport.least)]);
                }
                if transport.build {
                    let built = (0..=period).filter_map(|k| there(layout.built[layout.link(noun.built_with, k)]));
                    let built: Vec<usize> = built.collect();
                    for (each, upper) in [(capacity, true), (transport.least, false)] {
                        if each == 0.0 && !upper {
                            continue;
                        }
                        entries.clear();
                        entries.push((flow, 1.0));
                        entries.extend(built.iter().map(|column| (*column, -each)));
                        let side = each * noun.existing;
                        let bounds = if upper { (f64::NEG_INFINITY, side) } else { (side, f64::INFINITY) };
                        model.row(bounds.0, bounds.1, &entries);
                    }
                }
            }
        }
        if transport.build && noun.built_with == link && network.periods.len() > 1 {
            parallel(network, model, layout, link);
        }
    }
}

/// No more links side by side than the transport allows, all periods together.
fn parallel(network: &Network, model: &mut Model, layout: &Layout, link: usize) {
    let transport = &network.transports[network.links[link].transport];
    let most = (transport.most - network.links[link].existing).max(0.0);
    #[expect(clippy::cast_precision_loss, reason = "a network has few periods")]
    if transport.most_new * network.periods.len() as f64 <= most {
        return;
    }
    let built = (0..network.periods.len()).filter_map(|k| there(layout.built[layout.link(link, k)]));
    let entries: Entries = built.map(|column| (column, 1.0)).collect();
    model.row(f64::NEG_INFINITY, most, &entries);
}

fn trading(network: &Network, model: &mut Model, layout: &Layout, clauses: &mut Vec<(Clause, Vec<Item>)>) {
    for (trade, noun) in network.trades.iter().enumerate() {
        let mut items = Vec::new();
        for period in 0..network.periods.len() {
            for minor in 0..network.minors.len() {
                let Some(column) = there(layout.trade[layout.slice(trade, period, minor)]) else { continue };
                let slice = network.slice(period, minor);
                items.push(Item::Column(column, Side::Upper));
                if let Some(trading) = there(layout.trading[trade]) {
                    let most = if noun.most[slice].is_finite() { noun.most[slice] } else { all_demand(network) };
                    model.row(f64::NEG_INFINITY, 0.0, &[(column, 1.0), (trading, -most)]);
                    if noun.least[slice] > 0.0 {
                        model.row(0.0, f64::INFINITY, &[(column, 1.0), (trading, -noun.least[slice])]);
                    }
                }
            }
        }
        if !items.is_empty() && noun.most.iter().any(|most| most.is_finite()) {
            clauses.push((Clause::Trade(trade), items));
        }
    }
}

/// More than any place could want to trade: what a count of places needs where no limit is stated.
fn all_demand(network: &Network) -> f64 {
    let largest =
        network.demands.iter().map(|d| d.amount.iter().fold(0.0_f64, |most, a| most.max(a.abs()))).sum::<f64>();
    (largest * 1000.0).max(1e6)
}
