//! Network to rows and columns.

mod columns;
mod costs;
mod layout;
mod priced;
mod rows;
mod rules;
mod stand;

use crate::network::Network;
use crate::tables::Objective;
pub(crate) use columns::whole_amount;
pub(crate) use layout::there;
pub use layout::{Clause, Layout};
pub use priced::{Entry, Priced};
use solve::{Model, Sense};
pub(crate) use stand::standing_units;

/// A network as rows and columns, and where everything of it is among them.
pub struct Assembled {
    /// Rows and columns, with no objective yet.
    pub model: Model,
    /// Where everything is.
    pub layout: Layout,
    /// What a unit of each column adds to each metric.
    pub priced: Priced,
    /// What may be in conflict, and with which rows and columns it speaks.
    pub clauses: Vec<(Clause, Vec<solve::conflict::Item>)>,
    /// The first rows, each of one place or of a link; those behind are rules of the whole.
    pub own_rows: usize,
}

/// The rows and columns of a network.
///
/// Columns: units in stock, new units, activity, links built, flows, imports and exports, surplus, demand not served. Rows: balances of
/// every resource in every place and period, stock from period to period, capacities, and the rules that the network states. What
/// cannot be (a technology where it may not stand) has no column at all.
#[must_use]
pub fn assemble(network: &Network) -> Assembled {
    let mut model = Model::new(Sense::Minimise);
    let (mut layout, priced) = columns::columns(network, &mut model);
    let mut clauses = Vec::new();
    rows::rows(network, &mut model, &mut layout, &mut clauses);
    let own_rows = model.row_count();
    rules::rules(network, &mut model, &mut layout, &priced, &mut clauses);
    Assembled { model, layout, priced, clauses, own_rows }
}

impl Assembled {
    /// What each column costs by an objective, the sense, and what no choice changes.
    #[must_use]
    pub fn objective(&self, network: &Network, objective: &Objective) -> (Vec<f64>, Sense, f64) {
        let (weights, sense) = weights(network, objective);
        (self.priced.weighted(&weights, |_| 1.0), sense, self.priced.constant(&weights, |_| 1.0))
    }

    /// Puts an objective into the model.
    pub fn aim(&mut self, network: &Network, objective: &Objective) {
        let (costs, sense, offset) = self.objective(network, objective);
        self.model.cost = costs;
        self.model.sense = sense;
        self.model.offset = offset;
    }
}

/// Weights of all metrics by an objective, and its sense: what is to be made large counts against what is to be made small.
pub(crate) fn weights(network: &Network, objective: &Objective) -> (Vec<f64>, Sense) {
    let only_maximise = objective.minimise.is_empty();
    let sign = if only_maximise { 1.0 } else { -1.0 };
    let mut weights = vec![0.0; network.metrics.len()];
    let signed = objective.minimise.iter().map(|(id, weight)| (id, *weight));
    for (id, weight) in signed.chain(objective.maximise.iter().map(|(id, weight)| (id, sign * weight))) {
        if let Some(metric) = network.metric(id) {
            weights[metric] += weight;
        }
    }
    (weights, if only_maximise { Sense::Maximise } else { Sense::Minimise })
}
