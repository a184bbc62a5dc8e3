//! The names of everything, and what stands where no name is found.

use crate::network::Network;
use crate::tables::Tables;
use city::Problem;
use std::collections::BTreeMap;

/// One kind of names, in the order of its table.
#[derive(Debug, Default)]
pub(crate) struct List {
    file: &'static str,
    positions: BTreeMap<String, usize>,
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
        Self { file, positions }
    }

    /// The position of a name.
    pub(crate) fn find(&self, id: &str) -> Option<usize> {
        self.positions.get(id).copied()
    }

    /// What to say where a name is not found.
    pub(crate) fn missing(&self, id: &str) -> Problem {
        let score = |known: &&String| strsim::jaro_winkler(known, id);
        let near =
            self.positions.keys().max_by(|a, b| score(a).total_cmp(&score(b))).filter(|known| score(known) > 0.8);
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
        let periods = network.periods.iter().enumerate().map(|(at, p)| (p.id.as_str(), row(&kept, at)));
        let lines: Vec<(&String, u64)> = tables.minor_periods.iter().map(|m| (&m.minor, m.row)).collect();
        let minors = network.minors.iter().enumerate().map(|(at, m)| (m.id.as_str(), row(&lines, at)));
        let metrics = tables.metrics.iter().map(|r| (r.metric.as_str(), r.row));
        let resources = tables.resources.iter().map(|r| (r.resource.as_str(), r.row));
        let places = tables.places.iter().map(|r| (r.place.as_str(), r.row));
        let technologies = tables.technologies.iter().map(|r| (r.technology.as_str(), r.row));
        let transports = tables.transports.iter().map(|r| (r.transport.as_str(), r.row));
        Self {
            periods: List::of("periods.csv", periods, problems),
            minors: List::of("minor_periods.csv", minors, problems),
            metrics: List::of("metrics.csv", metrics, problems),
            resources: List::of("resources.csv", resources, problems),
            places: List::of("places.csv", places, problems),
            technologies: List::of("technologies.csv", technologies, problems),
            transports: List::of("transports.csv", transports, problems),
        }
    }
}
