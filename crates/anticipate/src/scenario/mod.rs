//! Scenarios: named futures of people, in which every number says where it came from.

mod read;
mod reader;
mod shipped;

pub use read::read;
pub use shipped::{SHIPPED, shipped};

use crate::ages::{Band, Sex};
use city::Estimate;
use std::collections::BTreeMap;

/// A number with its range and its source.
#[derive(Debug, Clone, PartialEq)]
pub struct Cited {
    /// The number; its ends are the value where no range was given.
    pub estimate: Estimate,
    /// Id of its source in [`Scenario::sources`].
    pub source: String,
}

/// Where a number of a scenario came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    /// Author, year, title, table.
    pub citation: String,
    /// Where it can be found; empty where that is not known.
    pub address: String,
}

/// A future of a city's people.
#[derive(Debug, Clone, PartialEq)]
pub struct Scenario {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// Id of the city that it is about.
    pub city: String,
    /// Words that a reader needs; empty where there are none.
    pub note: String,
    /// Ends of major periods, years, rising; the first is where it starts.
    pub years: Vec<i32>,
    /// Growth of the people, percent a year, compounded continuously: ln(P2 / P1) / years.
    pub growth_percent_year: Option<Cited>,
    /// Births.
    pub births: Option<Births>,
    /// Deaths.
    pub deaths: Option<Deaths>,
    /// Net migration of the whole city, persons a year; where it is not given and growth is, migration is what is left.
    pub migration: Vec<(Band, Sex, Cited)>,
    /// Change of the mean household size, percent a year.
    pub household_size_percent_year: Option<Cited>,
    /// Growth of household income in real terms, percent a year.
    pub income_percent_year: Option<Cited>,
    /// Services taken up.
    pub uptakes: Vec<Uptake>,
    /// Sources by id.
    pub sources: BTreeMap<String, Citation>,
}

/// Births of a scenario.
#[derive(Debug, Clone, PartialEq)]
pub struct Births {
    /// Children that a woman has, at the rates of the period.
    pub total_fertility: Cited,
    /// Share of them by age of the mother, percent; sums to 100.
    pub share_percent: Vec<(Band, Cited)>,
    /// Boys born for 100 girls.
    pub boys_per_100_girls: Cited,
}

/// Deaths of a scenario.
#[derive(Debug, Clone, PartialEq)]
pub struct Deaths {
    /// Deaths per person and year of women and girls.
    pub female: Vec<(Band, Cited)>,
    /// Deaths per person and year of men and boys.
    pub male: Vec<(Band, Cited)>,
}

/// Households that go from some categories of a service to another.
#[derive(Debug, Clone, PartialEq)]
pub struct Uptake {
    /// The dimension: `water` or `toilet`.
    pub dimension: String,
    /// The category that they come to.
    pub to: String,
    /// Share of households in it at the end, percent.
    pub percent: Cited,
    /// The year when that is reached, in a straight line from the start.
    pub by: i32,
}

impl Scenario {
    /// Whether people are moved by age and sex: births and deaths are given.
    #[must_use]
    pub fn is_by_age(&self) -> bool {
        self.births.is_some() && self.deaths.is_some()
    }

    /// Every number of it with what it is called, for a reader.
    #[must_use]
    pub fn numbers(&self) -> Vec<(String, &Cited)> {
        let single = [
            ("growth_percent_year", self.growth_percent_year.as_ref()),
            ("births.total_fertility", self.births.as_ref().map(|b| &b.total_fertility)),
            ("births.boys_per_100_girls", self.births.as_ref().map(|b| &b.boys_per_100_girls)),
            ("household_size_percent_year", self.household_size_percent_year.as_ref()),
            ("income_percent_year", self.income_percent_year.as_ref()),
        ];
        let mut list: Vec<(String, &Cited)> =
            single.into_iter().filter_map(|(name, cited)| Some((name.to_owned(), cited?))).collect();
        if let Some(births) = &self.births {
            list.extend(births.share_percent.iter().map(|(band, c)| (format!("births.share_percent.{band}"), c)));
        }
        if let Some(deaths) = &self.deaths {
            list.extend(deaths.female.iter().map(|(band, c)| (format!("deaths.female.{band}"), c)));
            list.extend(deaths.male.iter().map(|(band, c)| (format!("deaths.male.{band}"), c)));
        }
        let moved = |(band, sex, _): &(Band, Sex, Cited)| format!("migration.{}.{band}", sex.as_str());
        list.extend(self.migration.iter().map(|m| (moved(m), &m.2)));
        list.extend(self.uptakes.iter().map(|u| (format!("uptake.{}.{}", u.dimension, u.to), &u.percent)));
        list
    }
}
