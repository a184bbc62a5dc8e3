//! When each kind of use happens, for each kind of person.

use super::Use;
use crate::ages::Sex;
use crate::population::Person;

/// A share of the day for each hour; they sum to 1.
pub type Hours = [f64; 24];

/// Works, does not, not known.
const WORK: usize = 3;
const AGES: usize = 101;

/// A day by hour for everybody: people alike share one schedule.
#[derive(Debug, Clone, PartialEq)]
pub struct Schedules {
    /// Hours by use, in the order of [`Use::ALL`], then the hours of visits to a toilet.
    list: Vec<[Hours; 6]>,
    /// Number of the schedule by age, sex and work.
    of: Vec<u16>,
}

impl Schedules {
    /// Gathers equal days: `day` gives that of an age, a sex and whether they work.
    pub(super) fn of(day: impl Fn(u8, Sex, Option<bool>) -> [Hours; 6]) -> Self {
        let mut list: Vec<[Hours; 6]> = Vec::new();
        let mut of = Vec::with_capacity(AGES * 2 * WORK);
        for age in 0..101_u8 {
            for sex in Sex::BOTH {
                for works in [Some(true), Some(false), None] {
                    let made = day(age, sex, works);
                    let at = list.iter().position(|known| *known == made).unwrap_or_else(|| {
                        list.push(made);
                        list.len() - 1
                    });
                    of.push(u16::try_from(at).unwrap_or(0));
                }
            }
        }
        Self { list, of }
    }

    /// How many kinds of days there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.list.len()
    }

    /// The number of a person's schedule.
    #[must_use]
    pub fn number(&self, person: Person) -> usize {
        self.at(person.age, person.sex(), person.works())
    }

    /// The number of the schedule of an age, a sex and work.
    #[must_use]
    pub fn at(&self, age: u8, sex: Sex, works: Option<bool>) -> usize {
        let work = match works {
            Some(true) => 0,
            Some(false) => 1,
            None => 2,
        };
        let at = (usize::from(age.min(100)) * 2 + sex.at()) * WORK + work;
        usize::from(self.of.get(at).copied().unwrap_or(0))
    }

    /// When a use happens in a schedule.
    #[must_use]
    pub fn hours(&self, schedule: usize, of: Use) -> Hours {
        let at = Use::ALL.iter().position(|u| *u == of).unwrap_or(0);
        self.list.get(schedule).map_or([0.0; 24], |day| day[at])
    }

    /// When people of a schedule go to a toilet.
    #[must_use]
    pub fn visits(&self, schedule: usize) -> Hours {
        self.list.get(schedule).map_or([0.0; 24], |day| day[5])
    }
}
