//! `network.toml`: time, discounting, objectives, and how long to search.

use super::futures_settings::FuturesSettings;
use super::lost::Lost;
use super::nearest;
use city::Problem;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

const FILE: &str = "network.toml";

/// How years of a period are discounted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Discounting {
    /// Each year by itself; building counts in the first year of its period.
    #[default]
    EachYear,
    /// Every year of a period as its first, as some published studies do.
    PeriodStart,
}

/// An objective: metrics with weights, to be made as small or as large as can be.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Objective {
    /// Metrics to make small, with weights.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub minimise: BTreeMap<String, f64>,
    /// Metrics to make large, with weights.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub maximise: BTreeMap<String, f64>,
    /// Share of the best that the next objective may give up.
    #[serde(default)]
    pub tolerance: f64,
}

/// A front between two metrics by the epsilon constraint.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Front {
    /// Metric to make small.
    pub minimise: String,
    /// Metric that is limited ever more.
    pub against: String,
    /// How many points.
    #[serde(default = "seven")]
    pub points: usize,
}

fn seven() -> usize {
    7
}

/// How exact, and how long.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SolveSettings {
    /// Relative gap at which to stop.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gap: Option<f64>,
    /// Seconds after which to stop.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seconds: Option<f64>,
}

/// What `network.toml` says.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NetworkSettings {
    /// What the network is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What every rate is per.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_unit: Option<String>,
    /// Discount rate, a year.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub discount_rate: Option<f64>,
    /// How years are discounted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub discounting: Option<Discounting>,
    /// Year that costs are discounted to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base_year: Option<f64>,
    /// Gap and time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub solve: Option<SolveSettings>,
    /// A front, if one is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub front: Option<Front>,
    /// Futures to try a plan under, if asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub futures: Option<FuturesSettings>,
    /// Objectives, the first first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub objective: Vec<Objective>,
    /// The text that they were read from, so that lines can be named.
    #[serde(skip)]
    pub text: String,
}

impl NetworkSettings {
    /// Settings out of TOML; what is wrong is named by line.
    pub(crate) fn read(text: &str, problems: &mut Vec<Problem>, lost: &mut Lost) -> Self {
        match toml::from_str::<Self>(text) {
            Ok(settings) => {
                settings.check(text, problems);
                Self { text: text.to_owned(), ..settings }
            }
            Err(error) => {
                let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or("");
                let row = before.bytes().filter(|byte| *byte == b'\n').count() as u64 + 1;
                let wrong = Problem::error("settings_wrong").in_file(FILE).at_row(row);
                problems.push(wrong.expected("settings as docs/networks.md says them").hint(meant(error.message())));
                lost.file(FILE);
                Self { text: text.to_owned(), ..Self::default() }
            }
        }
    }

    fn check(&self, text: &str, problems: &mut Vec<Problem>) {
        for (key, found, expected) in self.futures.iter().flat_map(FuturesSettings::wrong) {
            let problem = Problem::error("settings_wrong").in_file(FILE).at_row(line_of(text, &key)).in_column(&key);
            problems.push(problem.found(found).expected(expected));
        }
        let mut wrong = |key: &str, value: f64, expected: &str| {
            let problem = Problem::error("settings_wrong").in_file(FILE).at_row(line_of(text, key)).in_column(key);
            problems.push(problem.found(value).expected(expected));
        };
        for rate in self.discount_rate.into_iter().filter(|rate| !(0.0..1.0).contains(rate)) {
            wrong("discount_rate", rate, "a share of 0 to 1 a year, such as 0.08");
        }
        for year in self.base_year.into_iter().filter(|year| !(-1e5..1e5).contains(year)) {
            wrong("base_year", year, "a year, such as 2025");
        }
        for gap in self.solve.and_then(|s| s.gap).into_iter().filter(|gap| !(0.0..1.0).contains(gap)) {
            wrong("gap", gap, "a share of 0 to 1, such as 0.02");
        }
        for seconds in self.solve.and_then(|s| s.seconds).into_iter().filter(|s| !s.is_finite() || *s <= 0.0) {
            wrong("seconds", seconds, "seconds, more than 0");
        }
        for objective in self.objective.iter().filter(|o| !(0.0..1.0).contains(&o.tolerance)) {
            wrong("tolerance", objective.tolerance, "a share of 0 to 1");
        }
        let weights = self.objective.iter().flat_map(|o| o.minimise.iter().chain(&o.maximise));
        for (metric, weight) in weights.filter(|(_, weight)| !weight.is_finite()) {
            wrong(metric, *weight, "a plain number");
        }
    }

    /// The settings as TOML.
    #[must_use]
    pub fn write(&self) -> String {
        toml::to_string(self).unwrap_or_default()
    }

    /// These, with what the second says in place of them.
    #[must_use]
    pub fn and(self, more: Self) -> Self {
        Self {
            name: more.name.or(self.name),
            time_unit: more.time_unit.or(self.time_unit),
            discount_rate: more.discount_rate.or(self.discount_rate),
            discounting: more.discounting.or(self.discounting),
            base_year: more.base_year.or(self.base_year),
            solve: more.solve.or(self.solve),
            front: more.front.or(self.front),
            futures: more.futures.or(self.futures),
            objective: if more.objective.is_empty() { self.objective } else { more.objective },
            text: if more.text.is_empty() { self.text } else { more.text },
        }
    }
}

/// What the parser says, with the key that was meant where one is near: it names the key in question first, and then all there are.
fn meant(message: &str) -> String {
    let names: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    let [found, known @ ..] = names.as_slice() else { return message.to_owned() };
    match nearest(found, known.iter().copied()) {
        Some(near) if message.starts_with("unknown") => format!("do you mean `{near}`? {message}"),
        _ => message.to_owned(),
    }
}

/// The first line of a text that sets a key, else that names it; 1 where none does.
pub(crate) fn line_of(text: &str, key: &str) -> u64 {
    let bare = |line: &str| line.split('#').next().unwrap_or("").to_owned();
    let sets = |line: &str| {
        let line = bare(line);
        line.match_indices(key).any(|(at, _)| {
            let after = line[at + key.len()..].trim_start_matches(['"', '\'', ' ', '\t']);
            after.starts_with('=') && !line[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_')
        })
    };
    let found = text.lines().position(sets).or_else(|| text.lines().position(|line| bare(line).contains(key)));
    found.map_or(1, |at| at as u64 + 1)
}
