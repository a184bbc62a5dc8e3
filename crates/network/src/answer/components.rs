//! Parts of a network that touch each other only through rules of the whole, and through what every place can bring in or let go.

use crate::assemble::{Assembled, there};
use crate::network::{Network, Technology};
use std::collections::{BTreeMap, BTreeSet};

/// Columns of each part: what the rows of places and links join, directly or through others. Left out are rules of the whole, and the
/// balances of loose resources: their price says nearly all that one part has to know of another. `point` is the optimum without whole
/// numbers.
pub(crate) fn components(network: &Network, assembled: &Assembled, point: &[f64]) -> Vec<Vec<usize>> {
    let model = &assembled.model;
    let left_out = loose_balances(network, assembled, point);
    let mut leader: Vec<usize> = (0..model.column_count()).collect();
    for row in (0..assembled.own_rows).filter(|row| !left_out.contains(row)) {
        let mut columns = model.entries(row).map(|entry| entry.0);
        let Some(first) = columns.next() else { continue };
        for column in columns {
            let (one, other) = (lead(&mut leader, first), lead(&mut leader, column));
            leader[one.max(other)] = one.min(other);
        }
    }
    let mut parts: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for column in 0..leader.len() {
        parts.entry(lead(&mut leader, column)).or_default().push(column);
    }
    parts.into_values().collect()
}

fn lead(leader: &mut [usize], mut column: usize) -> usize {
    while leader[column] != column {
        leader[column] = leader[leader[column]];
        column = leader[column];
    }
    column
}

/// The balances of resources that nobody needs for themselves and that either every place can buy, such as electricity, or that nothing
/// needed is made of and every place can let go, such as treated water.
fn loose_balances(network: &Network, assembled: &Assembled, point: &[f64]) -> BTreeSet<usize> {
    let layout = &assembled.layout;
    let places = 0..network.places.len();
    let needed: BTreeSet<usize> = network.demands.iter().map(|demand| demand.resource).collect();
    let traded: BTreeSet<(usize, usize, bool)> =
        network.trades.iter().map(|trade| (trade.resource, trade.place, trade.import)).collect();
    let everywhere =
        |resource: usize, import: bool| places.clone().all(|place| traded.contains(&(resource, place, import)));
    let (scarce, made_of) = (scarce(network, assembled, point), made_of(network, &needed));
    let loose = |resource: &usize| {
        let bought = everywhere(*resource, true) && !scarce.contains(resource);
        let let_go = network.resources[*resource].surplus || everywhere(*resource, false);
        !needed.contains(resource) && (bought || (let_go && !made_of.contains(resource)))
    };
    let mut balances = BTreeSet::new();
    for resource in (0..network.resources.len()).filter(loose) {
        for place in places.clone() {
            for slice in 0..network.slices() {
                let (period, minor) = (slice / network.minors.len(), slice % network.minors.len());
                balances.extend(there(layout.balance[layout.at(resource, place, period, minor)]));
            }
        }
    }
    balances
}

/// What something needed is made of.
fn made_of(network: &Network, needed: &BTreeSet<usize>) -> BTreeSet<usize> {
    let makes = |technology: &&Technology| {
        technology.flows.iter().any(|flow| flow.amount > 0.0 && needed.contains(&flow.resource))
    };
    let used = network.technologies.iter().filter(makes).flat_map(|technology| &technology.flows);
    used.filter(|flow| flow.amount < 0.0).map(|flow| flow.resource).collect()
}

/// Resources of which some place brings in all that it may.
fn scarce(network: &Network, assembled: &Assembled, point: &[f64]) -> BTreeSet<usize> {
    let full = |column: usize| point.get(column).is_none_or(|value| *value >= assembled.model.upper[column] * 0.999);
    let trades = network.trades.iter().enumerate().filter(|(_, trade)| trade.import);
    let columns = |trade: usize| {
        (0..network.slices()).filter_map(move |slice| there(assembled.layout.trade[trade * network.slices() + slice]))
    };
    trades.filter(|(at, _)| columns(*at).any(full)).map(|(_, trade)| trade.resource).collect()
}
