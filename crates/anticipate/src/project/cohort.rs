//! The cohort component method, a year at a time.

use crate::ages::{Ages, Sex, YEARS};

/// What happens to people in a year.
#[derive(Debug, Clone, PartialEq)]
pub struct Rates {
    /// Deaths per person and year, by age and sex.
    pub deaths: Ages,
    /// Births per woman and year, by her age.
    pub births: Ages,
    /// Share of girls among those born, 0 to 1.
    pub girls: f64,
    /// Net migration, persons a year, by age and sex.
    pub migration: Ages,
}

/// People a year on, and who came and went.
#[derive(Debug, Clone, PartialEq)]
pub struct Year {
    /// People by age and sex.
    pub ages: Ages,
    /// Children born.
    pub births: f64,
    /// People who died.
    pub deaths: f64,
    /// People who moved in less those who moved out.
    pub migration: f64,
}

/// One year on: everybody dies at the rate of their age (chance to live `exp(-m)`), the living become a year older, women bear children
/// at the rates of their ages (mean of the women at the start and at the end of the year), the children live through half a year of
/// the rate of age 0, and at the end of the year people move. Where `growth` (percent a year) is given, people who move make up what
/// is left of it, spread over ages and sexes as the people are. More people cannot leave than are there.
///
/// `start + births - deaths + migration = end`, to rounding.
#[must_use]
pub fn step(start: &Ages, rates: &Rates, growth: Option<f64>) -> Year {
    let mut end = Ages::default();
    let mut deaths = 0.0;
    for sex in Sex::BOTH {
        let dying = rates.deaths.of(sex);
        for (age, people) in start.of(sex).iter().enumerate() {
            let living = people * (-dying[age]).exp();
            deaths += people - living;
            end.of_mut(sex)[(age + 1).min(YEARS - 1)] += living;
        }
    }
    let women = start.of(Sex::Female).iter().zip(end.of(Sex::Female));
    let births: f64 = women.zip(rates.births.of(Sex::Female)).map(|((a, b), rate)| (a + b) / 2.0 * rate).sum();
    for (sex, share) in [(Sex::Female, rates.girls), (Sex::Male, 1.0 - rates.girls)] {
        let born = births * share;
        let living = born * (-rates.deaths.of(sex)[0] / 2.0).exp();
        deaths += born - living;
        end.of_mut(sex)[0] += living;
    }
    let mut migration = moved(&mut end, &rates.migration);
    if let Some(growth) = growth {
        let wanted = start.total() * (growth / 100.0).exp();
        let here = end.total();
        if here > 0.0 {
            end = end.scaled(wanted / here);
            migration += wanted - here;
        }
    }
    Year { ages: end, births, deaths, migration }
}

/// Moves people in and out; gives the net number that did.
fn moved(people: &mut Ages, migration: &Ages) -> f64 {
    let mut net = 0.0;
    for sex in Sex::BOTH {
        for (here, moving) in people.of_mut(sex).iter_mut().zip(migration.of(sex)) {
            let moving = moving.max(-*here);
            *here += moving;
            net += moving;
        }
    }
    net
}
