//! A network as other solvers read it: MPS and LP, with names that say what each row and column is.

use crate::assemble::{Assembled, Layout, assemble};
use crate::network::Network;
use std::borrow::Cow;

/// Names of columns and rows, such as `new.well.A.2025`.
struct Named {
    columns: Vec<String>,
    rows: Vec<String>,
}

impl solve::Names for Named {
    fn column(&self, column: usize) -> Cow<'_, str> {
        Cow::Borrowed(self.columns.get(column).map_or("", String::as_str))
    }
    fn row(&self, row: usize) -> Cow<'_, str> {
        Cow::Borrowed(self.rows.get(row).map_or("", String::as_str))
    }
}

/// The network with its first objective as MPS.
#[must_use]
pub fn mps(network: &Network) -> String {
    let (assembled, named) = aimed(network);
    solve::mps::write(&assembled.model, &named)
}

/// The network with its first objective in the LP format.
#[must_use]
pub fn lp(network: &Network) -> String {
    let (assembled, named) = aimed(network);
    solve::lp::write(&assembled.model, &named)
}

fn aimed(network: &Network) -> (Assembled, Named) {
    let mut assembled = assemble(network);
    if let Some(objective) = network.objectives.first() {
        assembled.aim(network, objective);
    }
    let columns = vec![String::new(); assembled.model.cost.len()];
    let rows = vec![String::new(); assembled.model.row_lower.len()];
    let mut named = Named { columns, rows };
    name_all(network, &assembled.layout, &mut named);
    (assembled, named)
}

fn name_all(network: &Network, layout: &Layout, named: &mut Named) {
    let (periods, minors) = (network.periods.len(), network.minors.len());
    let time = |at: usize| format!("{}.{}", network.periods[at / minors].id, network.minors[at % minors].id);
    let link = |at: usize| {
        let link = &network.links[at];
        let (from, to) = (&network.places[link.from].id, &network.places[link.to].id);
        format!("{}.{from}.{to}", network.transports[link.transport].id)
    };
    let here = |things: &dyn Fn(usize) -> String, at: usize| {
        let places = network.places.len();
        format!("{}.{}", things(at / places), network.places[at % places].id)
    };
    let technology = |at: usize| network.technologies[at].id.clone();
    let resource = |at: usize| network.resources[at].id.clone();
    let trade = |at: usize| {
        let trade = &network.trades[at];
        format!("{}.{}", network.resources[trade.resource].id, network.places[trade.place].id)
    };
    let demand = |at: usize| {
        let demand = &network.demands[at];
        let group = demand.group.map_or("", |group| network.groups[group].as_str());
        format!("{}.{}.{group}", network.resources[demand.resource].id, network.places[demand.place].id)
    };
    let mut give = |word: &str, list: &[u32], inner: usize, what: &dyn Fn(usize) -> String, row: bool| {
        for (at, position) in list.iter().enumerate() {
            let Some(position) = crate::assemble::there(*position) else { continue };
            let when = if inner == periods { network.periods[at % inner].id.clone() } else { time(at % inner) };
            let name = format!("{word}.{}.{when}", what(at / inner));
            let into = if row { &mut named.rows } else { &mut named.columns };
            if let Some(slot) = into.get_mut(position) {
                *slot = name;
            }
        }
    };
    let slices = periods * minors;
    give("stock", &layout.stock, periods, &|at| here(&technology, at), false);
    give("new", &layout.new, periods, &|at| here(&technology, at), false);
    give("activity", &layout.activity, slices, &|at| here(&technology, at), false);
    give("built", &layout.built, periods, &link, false);
    give("flow", &layout.flow, slices, &link, false);
    give("used", &layout.used, slices, &link, false);
    give("trade", &layout.trade, slices, &trade, false);
    give("surplus", &layout.surplus, slices, &|at| here(&resource, at), false);
    give("unserved", &layout.unserved, slices, &demand, false);
    give("balance", &layout.balance, slices, &|at| here(&resource, at), true);
    give("stocks", &layout.stock_row, periods, &|at| here(&technology, at), true);
    give("capacity", &layout.capacity_row, slices, &|at| here(&technology, at), true);
}
