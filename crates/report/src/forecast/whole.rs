//! The city as a whole: its own rows, else the sum of one set of districts, else of settlements; formal and informal apart.

use crate::assessment::reading::kind_word;
use crate::number::count;
use crate::travel::rows::sets;
use city::forecast::{ForecastReport, ForecastRow, ForecastScenario, Part};
use city::{Estimate, PlaceId, PlaceKind};
use std::collections::BTreeSet;

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
    rows: Vec<&'a ForecastRow>,
    settlements: Vec<&'a ForecastRow>,
    /// Places that have a row of everybody.
    with_everybody: BTreeSet<&'a PlaceId>,
}

impl<'a> Whole<'a> {
    /// Takes the city's own rows; else of the set of districts with the most people; else of settlements.
    pub fn new(report: &'a ForecastReport) -> Self {
        let day = || report.rows.iter().filter(|r| r.minor.is_empty());
        let kinds = sets(&report.places, day().map(|r| (&r.place, r)));
        let of = |list: &Vec<(usize, _, &'a ForecastRow)>| list.iter().map(|(_, _, row)| *row).collect::<Vec<_>>();
        let set = |kind: PlaceKind| {
            let people = |list: &Vec<(usize, _, &'a ForecastRow)>| -> f64 {
                list.iter().filter(|l| l.2.part == Part::All).map(|l| l.2.people.value).sum()
            };
            kinds.iter().filter(|s| s.0 == kind).max_by(|a, b| people(&a.2).total_cmp(&people(&b.2))).map(|s| of(&s.2))
        };
        let settlements = set(PlaceKind::Settlement).unwrap_or_default();
        let own = [PlaceKind::City, PlaceKind::District].into_iter().find_map(|kind| Some((kind, set(kind)?)));
        let (kind, rows) = own.unwrap_or((PlaceKind::Settlement, settlements.clone()));
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
        Self { label, apart, rows, settlements, with_everybody }
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

    /// Births, deaths, net migration and growth not told apart, since the year before.
    pub fn change(&self, (scenario, year): (&str, i32)) -> Option<[f64; 4]> {
        let part = |at: usize| {
            let of = |r: &ForecastRow| r.change.and_then(|c| Estimate::exact(*c.get(at)?).ok());
            self.sum(Part::All, (scenario, year), of).map(|s| s.estimate.value)
        };
        Some([part(0)?, part(1)?, part(2)?, part(3)?])
    }

    /// The parts that have people in a scenario.
    pub fn parts(&self, scenario: &ForecastScenario) -> Vec<Part> {
        let known = |part: &&Part| {
            scenario.years.iter().any(|y| self.sum(**part, (&scenario.id, *y), |r| Some(r.people)).is_some())
        };
        Part::ALL.iter().filter(known).copied().collect()
    }
}

fn number(rows: &[&ForecastRow]) -> u64 {
    rows.iter().map(|r| &r.place).collect::<BTreeSet<&PlaceId>>().len() as u64
}
