//! Which costs are for which thing: of each metric, the row that names most.

use crate::network::{Cost, Network};
use crate::tables::Per;
use std::collections::BTreeMap;

/// Costs by what they are of.
pub(crate) struct Costs<'a> {
    lists: BTreeMap<(Per, usize), Vec<(usize, &'a Cost)>>,
}

/// For which place and period a cost is asked.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Asked {
    /// Place, or where a flow starts.
    pub place: usize,
    /// Where a flow arrives.
    pub to: usize,
    /// Major period.
    pub period: usize,
    /// Minor period; none: the cost is not of one.
    pub minor: Option<usize>,
}

fn named(cost: &Cost) -> usize {
    usize::from(cost.place.is_some()) + usize::from(cost.period.is_some()) + usize::from(cost.minor.is_some())
}

fn is_for(cost: &Cost, asked: Asked) -> bool {
    cost.place.is_none_or(|place| place == asked.place)
        && cost.to.is_none_or(|to| to == asked.to)
        && cost.period.is_none_or(|period| period == asked.period)
        && cost.minor.is_none_or(|minor| Some(minor) == asked.minor)
}

impl<'a> Costs<'a> {
    /// The costs of a network.
    pub(crate) fn of(network: &'a Network) -> Self {
        let mut lists: BTreeMap<(Per, usize), Vec<(usize, &Cost)>> = BTreeMap::new();
        for (at, cost) in network.costs.iter().enumerate() {
            lists.entry((cost.per, cost.id)).or_default().push((at, cost));
        }
        for list in lists.values_mut() {
            list.sort_by_key(|(_, cost)| (cost.metric, std::cmp::Reverse(named(cost))));
        }
        Self { lists }
    }

    /// Every cost of a thing, with its position among the costs.
    pub(crate) fn each(&self, per: Per, id: usize, asked: Asked) -> impl Iterator<Item = (usize, &'a Cost)> {
        let mut before = usize::MAX;
        let list = self.lists.get(&(per, id)).into_iter().flatten().filter(move |(_, cost)| is_for(cost, asked));
        list.copied().filter(move |(_, cost)| std::mem::replace(&mut before, cost.metric) != cost.metric)
    }
}
