//! The city as a whole: its rows, else the sum of one set of districts, else of settlements; formal and informal apart.

use crate::assessment::reading::kind_word;
use crate::number::count;
use city::forecast::{ForecastGap, ForecastReport, ForecastRow, ForecastScenario, Part, PeopleChange};
use city::{Estimate, PlaceId, PlaceKind};
use std::collections::{BTreeMap, BTreeSet};

/// A sum, and of how many places it is where some have no number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sum {
    /// The sum of what is known; low ends together, high ends together.
    pub estimate: Estimate,
    /// Places with a number.
    pub known: usize,
    /// Places.
    pub places: usize,
}

impl Sum {
    /// Said where places are missing; empty where none is.
    pub fn partly(&self) -> String {
        if self.known == self.places {
            return String::new();
        }
        format!("{} of {} places", count(self.known as u64), count(self.places as u64))
    }
}

/// Rows of the whole day that make up the city.
pub struct Whole<'a> {
    /// What the sums are of, in words.
    pub label: String,
    /// The same of formal and informal, where they are known from elsewhere; empty where they are not.
    pub apart: String,
    /// Rows of the city that are left out, and why.
    pub left_out: Vec<&'a ForecastGap>,
    rows: Vec<&'a ForecastRow>,
    settlements: Vec<&'a ForecastRow>,
    /// Places that have a row of everybody.
    with_everybody: BTreeSet<&'a PlaceId>,
}

impl<'a> Whole<'a> {
    /// Takes the rows that make up the city ([`ForecastReport::leading`]).
    pub fn new(report: &'a ForecastReport) -> Self {
        let (kind, rows) = report.leading();
        let settlements = settlements(report);
        let places = number(&rows);
        let label = match kind {
            PlaceKind::City => "the whole city".to_owned(),
            _ => format!("{} {} together", count(places), kind_word(kind, places)),
        };
        let apart = if kind == PlaceKind::Settlement || rows.iter().any(|r| r.part != Part::All) {
            String::new()
        } else if settlements.iter().any(|r| r.part != Part::All) {
            let places = number(&settlements);
            format!("{} {} with a count", count(places), kind_word(PlaceKind::Settlement, places))
        } else {
            String::new()
        };
        let with_everybody = rows.iter().filter(|r| r.part == Part::All).map(|r| &r.place).collect();
        let of: BTreeSet<&PlaceId> = rows.iter().map(|r| &r.place).collect();
        let left_out = report.gaps.iter().filter(|g| !g.years.is_empty());
        let left_out = left_out.filter(|g| kind == PlaceKind::City && g.place.as_ref().is_some_and(|p| of.contains(p)));
        Self { label, apart, left_out: left_out.collect(), rows, settlements, with_everybody }
    }

    /// The sum of a quantity over the places that have it.
    pub fn sum(
        &self,
        part: Part,
        (scenario, year): (&str, i32),
        of: impl Fn(&ForecastRow) -> Option<Estimate>,
    ) -> Option<Sum> {
        let everybody = |r: &ForecastRow| r.part == Part::All || !self.with_everybody.contains(&r.place);
        let from = if part != Part::All && !self.apart.is_empty() { &self.settlements } else { &self.rows };
        let rows = from
            .iter()
            .filter(|r| r.scenario == scenario && r.year == year)
            .filter(|r| if part == Part::All { everybody(r) } else { r.part == part });
        let mut sum = Sum { estimate: Estimate { low: 0.0, value: 0.0, high: 0.0 }, known: 0, places: 0 };
        for row in rows {
            sum.places += 1;
            let Some(e) = of(row) else { continue };
            sum.known += 1;
            sum.estimate.low += e.low;
            sum.estimate.value += e.value;
            sum.estimate.high += e.high;
        }
        (sum.known > 0).then_some(sum)
    }

    /// Births, deaths, net migration and growth not told apart, since the year before; none for what a scenario does not tell of them all.
    pub fn change(&self, (scenario, year): (&str, i32)) -> Option<[Option<f64>; 4]> {
        let of = |r: &&&ForecastRow| r.scenario == scenario && r.year == year;
        let rows =
            self.rows.iter().filter(of).filter(|r| r.part == Part::All || !self.with_everybody.contains(&r.place));
        let changes: Vec<PeopleChange> = rows.map(|r| r.change).collect::<Option<Vec<_>>>()?;
        let all = |of: fn(&PeopleChange) -> Option<f64>| -> Option<f64> { changes.iter().map(of).sum() };
        let list = [all(|c| c.births), all(|c| c.deaths), all(|c| c.migration), all(|c| c.growth)];
        list.iter().any(Option::is_some).then_some(list)
    }

    /// The parts that have people in a scenario.
    pub fn parts(&self, scenario: &ForecastScenario) -> Vec<Part> {
        let known = |part: &&Part| {
            scenario.years.iter().any(|y| self.sum(**part, (&scenario.id, *y), |r| Some(r.people)).is_some())
        };
        Part::ALL.iter().filter(known).copied().collect()
    }
}

/// Rows of the set of settlements with the most people.
fn settlements(report: &ForecastReport) -> Vec<&ForecastRow> {
    let of = report.places.iter().filter(|p| p.kind == PlaceKind::Settlement);
    let kinds: BTreeSet<&PlaceId> = of.map(|p| &p.id).collect();
    let mut sets: BTreeMap<&str, (f64, Vec<&ForecastRow>)> = BTreeMap::new();
    for row in report.rows.iter().filter(|r| r.minor.is_empty() && kinds.contains(&r.place)) {
        let set = sets.entry(row.place.prefix()).or_default();
        set.0 += row.people.value;
        set.1.push(row);
    }
    sets.into_values().max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, rows)| rows).unwrap_or_default()
}

fn number(rows: &[&ForecastRow]) -> u64 {
    rows.iter().map(|r| &r.place).collect::<BTreeSet<&PlaceId>>().len() as u64
}
