//! People by what changes their demand: water source, toilet, and the kind of day they have.

use crate::ages::{Ages, Sex};
use crate::day::Day;
use crate::population::{NONE, Population};
use std::collections::BTreeMap;

/// What changes the demand of a person.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cell {
    /// Code of the water source; empty where it is not known.
    pub water: String,
    /// Code of the toilet; empty where it is not known.
    pub toilet: String,
    /// Number of the day's schedule.
    pub schedule: usize,
}

/// People by cell. Demand depends on nothing else, so that sums over cells are sums over persons.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Counts {
    /// Persons by cell.
    pub cells: BTreeMap<Cell, f64>,
    /// Of each schedule, its people by age and sex; empty where ages are not known.
    by_schedule: BTreeMap<usize, Ages>,
}

impl Counts {
    /// Counts the persons of a population; where ages are not known, households count by their size with a day of unknown work.
    #[must_use]
    pub fn of(population: &Population, day: &Day) -> Self {
        let schedules = day.schedules.count().max(1);
        let (waters, toilets) = (population.water.len() + 1, population.toilet.len() + 1);
        let mut flat = vec![0_u64; waters * toilets * schedules];
        let mut ages = vec![[0_u64; 202]; schedules];
        let unknown = day.schedules.at(30, Sex::Female, None);
        let code = |code: u8, all: usize| if code == NONE { all - 1 } else { usize::from(code).min(all - 1) };
        for household in &population.households {
            let at = (code(household.water, waters) * toilets + code(household.toilet, toilets)) * schedules;
            if population.persons.is_empty() {
                flat[at + unknown] += u64::from(household.size);
            }
            for person in population.persons_of(household) {
                let schedule = day.schedules.number(*person);
                flat[at + schedule] += 1;
                ages[schedule][usize::from(person.age.min(100)) * 2 + person.sex().at()] += 1;
            }
        }
        let name = |list: &[String], at: usize| list.get(at).cloned().unwrap_or_default();
        #[expect(clippy::cast_precision_loss, reason = "persons are below 2^32")]
        let number = |n: u64| n as f64;
        let mut counts = Self::default();
        for (at, n) in flat.iter().enumerate().filter(|(_, n)| **n > 0) {
            let (place, schedule) = (at / schedules, at % schedules);
            let water = name(&population.water, place / toilets);
            let toilet = name(&population.toilet, place % toilets);
            *counts.cells.entry(Cell { water, toilet, schedule }).or_default() += number(*n);
        }
        if !population.persons.is_empty() {
            for (schedule, of) in ages.iter().enumerate() {
                let mut made = Ages::default();
                for sex in Sex::BOTH {
                    made.of_mut(sex).iter_mut().enumerate().for_each(|(age, n)| *n = number(of[age * 2 + sex.at()]));
                }
                counts.by_schedule.insert(schedule, made);
            }
        }
        counts
    }

    /// Everybody.
    #[must_use]
    pub fn people(&self) -> f64 {
        self.cells.values().sum()
    }

    /// The same people later: as many as `people`, and where ages are known at both times each kind of day as its ages are then.
    #[must_use]
    pub fn later(&self, people: f64, ages: Option<&Ages>) -> Self {
        let mut later = self.clone();
        if let Some(then) = ages.filter(|_| !self.by_schedule.is_empty()) {
            let now = |sex: Sex, age: usize| self.by_schedule.values().map(|a| a.of(sex)[age]).sum::<f64>();
            for (cell, count) in &mut later.cells {
                let Some(of) = self.by_schedule.get(&cell.schedule).filter(|a| a.total() > 0.0) else { continue };
                let grown: f64 = Sex::BOTH
                    .iter()
                    .flat_map(|sex| (0..crate::ages::YEARS).map(move |age| (*sex, age)))
                    .filter(|(sex, age)| of.of(*sex)[*age] > 0.0)
                    .map(|(sex, age)| then.of(sex)[age] * of.of(sex)[age] / now(sex, age))
                    .sum();
                *count *= grown / of.total();
            }
        }
        let mut sum = later.people();
        if sum <= 0.0 {
            // nobody is left of the ages that were there: the days stay as they were
            (later, sum) = (self.clone(), self.people());
        }
        if sum > 0.0 {
            later.cells.values_mut().for_each(|n| *n *= people / sum);
        }
        later
    }

    /// People who come to a category of `water` or `toilet` from the others, in proportion, until it holds `share` of them; where it holds
    /// more already nobody leaves it.
    #[must_use]
    pub fn taken_up(&self, dimension: &str, to: &str, share: f64) -> Self {
        let of = |cell: &Cell| if dimension == "water" { cell.water.clone() } else { cell.toilet.clone() };
        let all = self.people();
        let inside: f64 = self.cells.iter().filter(|(c, _)| of(c) == to).map(|(_, n)| n).sum();
        if all <= 0.0 || inside >= share * all || inside >= all {
            return self.clone();
        }
        let moving = (share * all - inside) / (all - inside);
        let mut made = Self { cells: BTreeMap::new(), by_schedule: self.by_schedule.clone() };
        for (cell, count) in &self.cells {
            if of(cell) == to {
                *made.cells.entry(cell.clone()).or_default() += count;
                continue;
            }
            let mut there = cell.clone();
            to.clone_into(if dimension == "water" { &mut there.water } else { &mut there.toilet });
            *made.cells.entry(there).or_default() += count * moving;
            *made.cells.entry(cell.clone()).or_default() += count * (1.0 - moving);
        }
        made
    }
}
