//! The names of everything, and what stands where no name is found.

use crate::network::Network;
use crate::tables::{Lost, Tables, nearest};
use city::Problem;
use std::collections::{BTreeMap, BTreeSet};

/// One kind of names, in the order of its table.
#[derive(Debug, Default)]
pub(crate) struct List {
    file: &'static str,
    positions: BTreeMap<String, usize>,
    dropped: BTreeSet<String>,
}

impl List {
    fn of<'a>(file: &'static str, ids: impl Iterator<Item = (&'a str, u64)>, problems: &mut Vec<Problem>) -> Self {
        let mut positions = BTreeMap::new();
        for (at, (id, row)) in ids.enumerate() {
            if positions.insert(id.to_owned(), at).is_some() {
                let twice = Problem::error("name_twice").in_file(file).at_row(row).found(id);
                problems
                    .push(twice.expected("a name that stands once").hint("take one of the lines out, or rename it"));
            }
        }
        Self { file, positions, dropped: BTreeSet::new() }
    }

    /// The position of a name.
    pub(crate) fn find(&self, id: &str) -> Option<usize> {
        self.positions.get(id).copied()
    }

    /// Its file.
    pub(crate) const fn file(&self) -> &'static str {
        self.file
    }

    /// Whether there is no name at all.
    pub(crate) fn is_empty(&self) -> bool {
        self.positions.is_empty()
    }

    /// Whether a name stood in a line that was left out, which was said already.
    pub(crate) fn was_left_out(&self, id: &str, lost: &Lost) -> bool {
        self.dropped.contains(id) || lost.may_hold(self.file, id)
    }

    /// What to say where a name is not found.
    pub(crate) fn missing(&self, id: &str) -> Problem {
        let near = nearest(id, self.positions.keys().map(String::as_str));
        let hint = near.map_or_else(|| format!("add it to {}", self.file), |near| format!("do you mean `{near}`?"));
        Problem::error("name_unknown").found(id).expected(format!("a name of {}", self.file)).hint(hint)
    }
}

/// The names of everything in a network.
#[derive(Debug, Default)]
pub(crate) struct Names {
    /// Major periods.
    pub periods: List,
    /// Minor periods.
    pub minors: List,
    /// Metrics.
    pub metrics: List,
    /// Resources.
    pub resources: List,
    /// Places.
    pub places: List,
    /// Technologies.
    pub technologies: List,
    /// Transports.
    pub transports: List,
}

impl Names {
    /// The names of tables; those that stand twice are named.
    pub(crate) fn of(tables: &Tables, network: &Network, problems: &mut Vec<Problem>) -> Self {
        let row = |rows: &[(&String, u64)], at: usize| rows.get(at).map_or(0, |row| row.1);
        let lines: Vec<(&String, u64)> = tables.periods.iter().map(|p| (&p.period, p.row)).collect();
        let (lines, network_periods) = (&lines, &network.periods);
        // Lines of periods that are wrong are left out of the network.
        let kept: Vec<(&String, u64)> =
            lines.iter().copied().filter(|(id, _)| network_periods.iter().any(|period| period.id == **id)).collect();
        let dropped = lines
            .iter()
            .map(|(id, _)| (*id).clone())
            .filter(|id| network_periods.iter().all(|p| p.id != *id))
            .collect();
        let periods = network.periods.iter().enumerate().map(|(at, p)| (p.id.as_str(), row(&kept, at)));
        let lines: Vec<(&String, u64)> = tables.minor_periods.iter().map(|m| (&m.minor, m.row)).collect();
        let minors = network.minors.iter().enumerate().map(|(at, m)| (m.id.as_str(), row(&lines, at)));
        let metrics = tables.metrics.iter().map(|r| (r.metric.as_str(), r.row));
        let resources = tables.resources.iter().map(|r| (r.resource.as_str(), r.row));
        let places = tables.places.iter().map(|r| (r.place.as_str(), r.row));
        let technologies = tables.technologies.iter().map(|r| (r.technology.as_str(), r.row));
        let transports = tables.transports.iter().map(|r| (r.transport.as_str(), r.row));
        Self {
            periods: List { dropped, ..List::of("periods.csv", periods, problems) },
            minors: List::of("minor_periods.csv", minors, problems),
            metrics: List::of("metrics.csv", metrics, problems),
            resources: List::of("resources.csv", resources, problems),
            places: List::of("places.csv", places, problems),
            technologies: List::of("technologies.csv", technologies, problems),
            transports: List::of("transports.csv", transports, problems),
        }
    }
}
