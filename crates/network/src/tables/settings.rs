//! `network.toml`: time, discounting, objectives, and how long to search.

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
    /// Objectives, the first first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub objective: Vec<Objective>,
}

impl NetworkSettings {
    /// Settings out of TOML; what is wrong is named by line.
    pub(crate) fn read(text: &str, problems: &mut Vec<Problem>) -> Self {
        match toml::from_str::<Self>(text) {
            Ok(settings) => {
                settings.check(problems);
                settings
            }
            Err(error) => {
                let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or("");
                let row = before.bytes().filter(|byte| *byte == b'\n').count() as u64 + 1;
                problems.push(Problem::error("settings_wrong").in_file(FILE).at_row(row).expected(error.message()));
                Self::default()
            }
        }
    }

    fn check(&self, problems: &mut Vec<Problem>) {
        let mut wrong = |key: &str, value: f64, expected: &str| {
            problems
                .push(Problem::error("settings_wrong").in_file(FILE).in_column(key).found(value).expected(expected));
        };
        for rate in self.discount_rate.into_iter().filter(|rate| !(0.0..1.0).contains(rate)) {
            wrong("discount_rate", rate, "a share of 0 to 1 a year, such as 0.08");
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
            objective: if more.objective.is_empty() { self.objective } else { more.objective },
        }
    }
}
