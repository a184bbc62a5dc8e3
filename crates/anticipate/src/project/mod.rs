//! Projection: people by age and sex, and households, over the major periods of a scenario.

mod cohort;
mod growth;

pub use cohort::{Rates, Year, step};
pub use growth::{grown, growth_percent_year};

use crate::ages::Ages;
use crate::scenario::{Cited, Scenario};
use city::Estimate;

/// Who is there at the start.
#[derive(Debug, Clone, PartialEq)]
pub struct Base {
    /// The year of the count.
    pub year: i32,
    /// People.
    pub people: Estimate,
    /// Them by age and sex, where that is known; scaled to the people.
    pub ages: Option<Ages>,
    /// Persons in a household, mean; none where nobody counted households.
    pub household_size: Option<f64>,
    /// Share of the city's people that they are, 0 to 1: by it they get their part of the city's migration.
    pub share_of_city: f64,
}

/// People at the end of a major period.
#[derive(Debug, Clone, PartialEq)]
pub struct AtYear {
    /// The year.
    pub year: i32,
    /// People.
    pub people: Estimate,
    /// Households; none where their size is not known.
    pub households: Option<Estimate>,
    /// By age and sex, for the best value; none where ages are not known.
    pub ages: Option<Ages>,
    /// Who came and went since the year before in the list, for the best value.
    pub change: Change,
}

/// Who came and went, persons: `start + births - deaths + migration = end`.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Change {
    /// Children born.
    pub births: f64,
    /// People who died.
    pub deaths: f64,
    /// People who moved in less those who moved out.
    pub migration: f64,
    /// Growth that is not told apart, where a scenario gives no births and deaths or ages are not known.
    pub growth: f64,
}

/// How people were moved, in words.
#[must_use]
pub fn method(scenario: &Scenario, by_age: bool) -> &'static str {
    match (by_age && scenario.is_by_age(), scenario.growth_percent_year.is_some(), scenario.migration.is_empty()) {
        (true, true, true) => {
            "cohort component in steps of a year (births and deaths by age and sex); migration is what is left of the given growth, spread as the people are"
        }
        (true, true, false) => {
            "cohort component in steps of a year (births, deaths and migration by age and sex), brought to the given growth"
        }
        (true, false, true) => {
            "cohort component in steps of a year, births and deaths by age and sex only: nobody moves"
        }
        (true, false, false) => "cohort component in steps of a year: births, deaths and migration by age and sex",
        (false, true, _) => "growth at a rate, compounded continuously: P exp(r t)",
        (false, false, _) => "people as counted: the scenario moves them by age, and ages are not known here",
    }
}

/// Which end of every range is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Low,
    Value,
    High,
}

impl End {
    fn of(self, cited: &Cited) -> f64 {
        self.take(cited.estimate)
    }

    fn take(self, estimate: Estimate) -> f64 {
        match self {
            Self::Low => estimate.low,
            Self::Value => estimate.value,
            Self::High => estimate.high,
        }
    }

    fn against(self) -> Self {
        match self {
            Self::Low => Self::High,
            Self::Value => Self::Value,
            Self::High => Self::Low,
        }
    }
}

/// People and households at each year of a scenario from the year of the count on.
///
/// - Inputs: people counted (persons), ages where known; the scenario.
/// - Method: with births, deaths and known ages, the cohort component method in single years of age and time (Preston, Heuveline and
///   Guillot 2001, Demography, chapter 6); else growth at a rate, compounded continuously. Households are people over their mean size.
/// - Range: the low end takes the low end of the count, of growth, births and migration and the high end of deaths, all at once; the
///   high end the reverse. It is wider than a range of independent errors.
/// - Years before the count are left out: nothing is projected backwards.
///
/// ```
/// use anticipate::{project::{Base, project}, scenario};
/// let text = "id='s'\ntitle='S'\ncity='c'\nyears=[2010, 2021]\n[source.gss]\ncitation='GSS, censuses 2010 and 2021'\n\
///             [growth_percent_year]\nvalue=2.799\nsource='gss'";
/// let scenario = scenario::read("s.toml", text).unwrap();
/// let people = city::Estimate::exact(4_010_054.0)?;
/// let base = Base { year: 2010, people, ages: None, household_size: None, share_of_city: 1.0 };
/// let at = project(&base, &scenario);
/// assert!((at[1].people.value / 5_455_692.0 - 1.0).abs() < 1e-4);
/// # Ok::<(), city::CityError>(())
/// ```
#[must_use]
pub fn project(base: &Base, scenario: &Scenario) -> Vec<AtYear> {
    let years: Vec<i32> = scenario.years.iter().copied().filter(|y| *y >= base.year).collect();
    let value = run(base, scenario, (&years, End::Value));
    let low = run(base, scenario, (&years, End::Low));
    let high = run(base, scenario, (&years, End::High));
    let each = years.iter().zip(value).zip(low.iter().zip(&high));
    each.map(|((year, value), (low, high))| {
        let people = around(value.people, low.people, high.people);
        AtYear {
            year: *year,
            people,
            households: households(base, scenario, (*year, people)),
            ages: value.ages,
            change: value.change,
        }
    })
    .collect()
}

struct Run {
    people: f64,
    ages: Option<Ages>,
    change: Change,
}

fn run(base: &Base, scenario: &Scenario, (years, end): (&[i32], End)) -> Vec<Run> {
    let people = end.take(base.people);
    let rates = Rates::of(scenario, end, base.share_of_city).filter(|_| scenario.is_by_age());
    let start = base.ages.as_ref().filter(|a| a.total() > 0.0).map(|a| a.scaled(people / a.total()));
    let growth = scenario.growth_percent_year.as_ref().map(|g| end.of(g));
    let mut list = Vec::with_capacity(years.len());
    if let Some((mut ages, rates)) = start.zip(rates) {
        let mut now = base.year;
        for year in years {
            let mut change = Change::default();
            while now < *year {
                let made = step(&ages, &rates, growth);
                change.births += made.births;
                change.deaths += made.deaths;
                change.migration += made.migration;
                ages = made.ages;
                now += 1;
            }
            list.push(Run { people: ages.total(), ages: Some(ages.clone()), change });
        }
        return list;
    }
    let mut before = people;
    for year in years {
        let now = growth.map_or(people, |g| grown(people, g, f64::from(year - base.year)));
        let change = Change { growth: now - before, ..Change::default() };
        before = now;
        let ages = base.ages.as_ref().filter(|a| a.total() > 0.0).map(|a| a.scaled(now / a.total()));
        list.push(Run { people: now, ages, change });
    }
    list
}

fn around(value: f64, low: f64, high: f64) -> Estimate {
    Estimate { low: low.min(value).max(0.0), value: value.max(0.0), high: high.max(value).max(0.0) }
}

fn households(base: &Base, scenario: &Scenario, (year, people): (i32, Estimate)) -> Option<Estimate> {
    let size = base.household_size.filter(|s| *s > 0.0)?;
    let years = f64::from(year - base.year);
    let at = |end: End| {
        let rate = scenario.household_size_percent_year.as_ref().map_or(0.0, |c| end.of(c));
        grown(size, rate, years)
    };
    Some(around(people.value / at(End::Value), people.low / at(End::High), people.high / at(End::Low)))
}

impl Rates {
    fn of(scenario: &Scenario, end: End, share: f64) -> Option<Self> {
        use crate::ages::Sex;
        let (births, deaths) = (scenario.births.as_ref()?, scenario.deaths.as_ref()?);
        let of_sex = |list: &[(crate::ages::Band, Cited)], sex: Sex| {
            list.iter().map(|(band, c)| (*band, sex, end.against().of(c))).collect::<Vec<_>>()
        };
        let mut dying = of_sex(&deaths.female, Sex::Female);
        dying.extend(of_sex(&deaths.male, Sex::Male));
        let fertility = end.of(&births.total_fertility);
        let bearing = births.share_percent.iter().map(|(band, c)| {
            let years = f64::from(u8::try_from(band.years().count()).unwrap_or(1));
            (*band, Sex::Female, fertility * c.estimate.value / 100.0 / years)
        });
        let boys = births.boys_per_100_girls.estimate.value;
        let moving: Vec<_> = scenario.migration.iter().map(|(b, s, c)| (*b, *s, end.of(c) * share)).collect();
        Some(Self {
            deaths: Ages::of_rates(&dying),
            births: Ages::of_rates(&bearing.collect::<Vec<_>>()),
            girls: 100.0 / (100.0 + boys),
            migration: Ages::from_bands(&moving),
        })
    }
}

#[cfg(test)]
mod tests;
