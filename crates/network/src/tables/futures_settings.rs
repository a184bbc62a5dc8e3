//! `[futures]` in `network.toml`: what is uncertain, and how many futures are tried.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How what is decided now is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hold {
    /// As it is: neither less nor more.
    #[default]
    Exactly,
    /// At least: more may be added in the same period.
    AtLeast,
}

/// What is uncertain, and how many futures are tried.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct FuturesSettings {
    /// How many futures.
    pub count: usize,
    /// How many of the first periods' investments are decided now.
    pub now: usize,
    /// How those are held.
    pub hold: Hold,
    /// Share by which each place's demand may be more or less, besides, in the last period.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub demand_by_place: Option<f64>,
    /// Whether costs move between their `low` and `high`.
    pub costs: bool,
    /// Years that a committed project may be late, at most.
    pub slip_years: u32,
    /// Lowest and highest factor on demand in the last period, by resource (several joined by `;` move together).
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub demand: BTreeMap<String, [f64; 2]>,
    /// Lowest and highest factor on the most that may come in, by resource (several joined by `;` move together).
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub imports: BTreeMap<String, [f64; 2]>,
}

impl Default for FuturesSettings {
    fn default() -> Self {
        let (demand, imports) = (BTreeMap::new(), BTreeMap::new());
        Self {
            count: 1000,
            now: 1,
            hold: Hold::Exactly,
            demand_by_place: None,
            costs: false,
            slip_years: 0,
            demand,
            imports,
        }
    }
}

impl FuturesSettings {
    /// What is wrong with them: key, value, what was expected.
    pub(crate) fn wrong(&self) -> Vec<(String, String, &'static str)> {
        let mut wrong = Vec::new();
        let mut say = |right: bool, key: &str, found: String, expected: &'static str| {
            if !right {
                wrong.push((key.to_owned(), found, expected));
            }
        };
        say((2..=65_536).contains(&self.count), "count", self.count.to_string(), "2 to 65,536 futures");
        say(self.now >= 1, "now", self.now.to_string(), "1 period or more");
        let share = self.demand_by_place.unwrap_or(0.0);
        say((0.0..1.0).contains(&share), "demand_by_place", share.to_string(), "a share of 0 to 1: 0.2 is 20 %");
        say(self.slip_years <= 100, "slip_years", self.slip_years.to_string(), "at most 100 years");
        for (resource, [low, high]) in self.demand.iter().chain(&self.imports) {
            let right = *low > 0.0 && low <= high && high.is_finite();
            say(
                right,
                resource,
                format!("{low} to {high}"),
                "two factors above 0, the lower first, such as [0.8, 1.3]",
            );
        }
        wrong
    }
}
