//! Where a metric comes from: what is built, what is committed, what runs, what is brought in.

use crate::assemble::{Assembled, Entry};
use crate::network::Network;
use crate::tables::Per;
use std::collections::BTreeMap;

/// What a part of a metric comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// New units of technologies.
    NewUnits,
    /// New links.
    NewLinks,
    /// Committed projects.
    Committed,
    /// Units in stock, and their activity.
    RunningUnits,
    /// Links that stand, and what they move.
    RunningLinks,
    /// What is brought in.
    Imports,
    /// What is taken out.
    Exports,
    /// What is not served.
    NotServed,
    /// What is let go.
    LetGo,
}

impl Source {
    /// The word of it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::NewUnits => "new_units",
            Self::NewLinks => "new_links",
            Self::Committed => "committed",
            Self::RunningUnits => "running_units",
            Self::RunningLinks => "running_links",
            Self::Imports => "imports",
            Self::Exports => "exports",
            Self::NotServed => "not_served",
            Self::LetGo => "let_go",
        }
    }

    const fn of(per: Per) -> Self {
        match per {
            Per::Unit => Self::NewUnits,
            Per::Link | Per::Km => Self::NewLinks,
            Per::UnitYear | Per::Activity => Self::RunningUnits,
            Per::LinkYear | Per::KmYear | Per::Moved | Per::MovedKm => Self::RunningLinks,
            Per::Import => Self::Imports,
            Per::Export => Self::Exports,
            Per::Unserved => Self::NotServed,
            Per::Surplus => Self::LetGo,
        }
    }
}

/// A part of a metric.
#[derive(Debug, Clone, PartialEq)]
pub struct MetricPart {
    /// Metric.
    pub metric: usize,
    /// What it comes from.
    pub source: Source,
    /// Amount by period, not discounted.
    pub amounts: Vec<f64>,
    /// All periods together as objectives count it.
    pub worth: f64,
}

/// Every part of every metric that the network names, by metric and source; the parts of a metric add up to it.
pub(super) fn parts(network: &Network, assembled: &Assembled, values: &[f64]) -> Vec<MetricPart> {
    let mut sums: BTreeMap<(usize, Source), (Vec<f64>, f64)> = BTreeMap::new();
    let mut add = |entry: &Entry, source: Source, times: f64| {
        let none = || (vec![0.0; network.periods.len()], 0.0);
        let sum = sums.entry((entry.metric as usize, source)).or_insert_with(none);
        sum.0[entry.period as usize] += entry.amount * times;
        sum.1 += entry.worth * times;
    };
    let cost = |entry: &Entry| network.costs.get(entry.cost as usize);
    for (column, value) in values.iter().enumerate().filter(|(_, value)| **value != 0.0) {
        for entry in assembled.priced.of(column) {
            if let Some(cost) = cost(entry) {
                add(entry, Source::of(cost.per), *value);
            }
        }
    }
    for (_, entry) in assembled.priced.committed() {
        add(entry, Source::Committed, 1.0);
    }
    // of what no choice changes, committed projects are the only ones that are counted by the unit
    for entry in assembled.priced.constants() {
        if let Some(cost) = cost(entry).filter(|cost| cost.per != Per::Unit) {
            add(entry, Source::of(cost.per), 1.0);
        }
    }
    let part = |((metric, source), (amounts, worth))| MetricPart { metric, source, amounts, worth };
    sums.into_iter().map(part).collect()
}

/// What building so much of a column costs, in the network's unit of money; none where no cost is named.
pub(super) fn capital(network: &Network, assembled: &Assembled, column: Option<usize>, built: f64) -> Option<f64> {
    let building = |entry: &&Entry| {
        let cost = network.costs.get(entry.cost as usize);
        is_money(network, entry) && cost.is_some_and(|cost| matches!(cost.per, Per::Unit | Per::Link | Per::Km))
    };
    let each = assembled.priced.of(column?).iter().filter(building);
    each.fold(None, |sum, entry| Some(sum.unwrap_or(0.0) + entry.amount * built))
}

/// What each committed project costs, by its position among what stands: the period in which that counts, and the amount.
pub(super) fn committed(network: &Network, assembled: &Assembled) -> BTreeMap<usize, (usize, f64)> {
    let mut costs = BTreeMap::new();
    for (standing, entry) in assembled.priced.committed().iter().filter(|(_, entry)| is_money(network, entry)) {
        costs.entry(*standing).or_insert((entry.period as usize, 0.0)).1 += entry.amount;
    }
    costs
}

fn is_money(network: &Network, entry: &Entry) -> bool {
    network.metrics.get(entry.metric as usize).is_some_and(|m| m.discounted && m.unit == network.money_unit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Tables;
    use crate::answer::{Asked, answer};

    /// Case a of the two districts in the method notes, 50.555556, with one of its three wells committed and one paid for long ago.
    #[test]
    fn the_two_districts_pay_for_wells_a_pipe_a_project_and_what_runs() {
        let files = [
            ("network.toml", "[[objective]]\nminimise = { cost = 1 }\n"),
            ("periods.csv", "period,start_year,years\nnow,2025,1\n"),
            ("minor_periods.csv", "minor,span\nday,1\n"),
            ("metrics.csv", "metric,unit\ncost,USD\n"),
            ("resources.csv", "resource,unit\npotable,m3\n"),
            ("places.csv", "place\nA\nB\n"),
            ("technologies.csv", "technology,capacity,whole,places\nwell,60,yes,A\n"),
            ("coefficients.csv", "technology,resource,amount\nwell,potable,1\n"),
            ("transports.csv", "transport,resource,build,capacity,loss_per_link\npipe,potable,yes,80,0.1\n"),
            ("links.csv", "from,to,transport,length_km\nA,B,pipe,1\n"),
            ("projects.csv", "project,technology,place,units,start_year\nnew_well,well,A,1,2025\n"),
            ("demands.csv", "place,resource,amount\nA,potable,100\nB,potable,50\n"),
            (
                "costs.csv",
                "metric,kind,id,per,amount\ncost,technology,well,unit,10\ncost,technology,well,activity,0.1\n\
                 cost,transport,pipe,link,5\n",
            ),
        ];
        let files: Vec<_> = files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
        let (network, problems) = Network::resolve(&Tables::read(&files).0);
        assert_eq!(problems, []);
        let plan = answer(&network, &Asked { gap: Some(1e-7), ..Asked::default() }, &mut solve::Quiet).unwrap();
        let parts: Vec<(Source, f64)> = plan.parts.iter().map(|part| (part.source, part.worth)).collect();
        let wanted = [
            (Source::NewUnits, 20.0),
            (Source::NewLinks, 5.0),
            (Source::Committed, 10.0),
            (Source::RunningUnits, 15.555_556),
        ];
        assert_eq!(parts.len(), wanted.len(), "{parts:?}");
        for (part, wanted) in parts.iter().zip(wanted) {
            assert!(part.0 == wanted.0 && (part.1 - wanted.1).abs() < 1e-5, "{part:?}");
        }
        assert!((plan.reached[0].value - 50.555_556).abs() < 1e-5);
        let report = crate::report::report(&network, &plan, &Asked::default());
        assert_eq!((report.projects[0].capital, report.projects[0].period), (Some(10.0), Some(0)));
        assert_eq!(report.links[0].capital, Some(5.0));
    }
}
