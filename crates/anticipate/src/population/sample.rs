//! A population out of a household sample: weights by iterative proportional updating, then whole households.

use super::MarginFit;
use super::columns::{Household, NONE, Person, Population};
use super::margins::{Count, Margins};
use super::synthesise::Synthesised;
use crate::AnticipateError;
use crate::integerise::integerise;
use crate::ipu::{Constraint, Fit, IpuSettings, ipu};

/// A household of a sample; no name, number or place of it is kept.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SampleHousehold {
    /// Code of its water source; empty where it was not asked.
    pub water: String,
    /// Code of its toilet.
    pub toilet: String,
    /// Code of its tenure.
    pub tenure: String,
    /// Its persons.
    pub persons: Vec<Person>,
}

/// Households that were asked.
pub type Sample = Vec<SampleHousehold>;

/// Households of a sample, replicated so that they meet the margins of a place.
///
/// - Method: [`ipu`](crate::ipu::ipu) over households, sizes, services, and people by age and sex at once, then
///   [`integerise`](crate::integerise::integerise) with the households counted; whom the sample puts together stays together.
/// - The fit shows each margin as the whole households make it; categories that the sample lacks are unmet and named there.
///
/// # Errors
/// Those of [`ipu`](crate::ipu::ipu) and [`integerise`](crate::integerise::integerise); [`AnticipateError::TooMany`].
pub fn from_sample(sample: &Sample, margins: &Margins, seed: u64) -> Result<(Synthesised, Fit), AnticipateError> {
    let constraints = constraints(sample, margins);
    let settings = IpuSettings { most_iterations: 500, tolerance: 1e-9 };
    let weighed = ipu(&vec![1.0; sample.len()], &constraints, &settings)?;
    let counted = margins.household_count().ok_or(AnticipateError::NoHouseholds)?.round();
    if counted > f64::from(u32::MAX) {
        return Err(super::persons::too_many(margins));
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked above and by the margins")]
    let counts = integerise(&weighed.weights, counted as u32, seed, &margins.place)?;
    let population = replicated(sample, margins, &counts);
    #[expect(clippy::cast_precision_loss, reason = "persons are below 2^32")]
    let held = population.persons.len() as f64;
    let made = |constraint: &Constraint| {
        constraint.uses.iter().map(|(household, uses)| f64::from(counts[*household]) * uses).sum::<f64>()
    };
    let fit = constraints.iter().map(|c| MarginFit::new(&margins.place, c.name.clone(), (c.target, made(c)))).collect();
    let place = margins.place.clone();
    let people_per_person = if held > 0.0 { margins.people / held } else { 1.0 };
    let assumptions =
        vec!["Households of the place are like those of the sample, but for how many there are of each kind"];
    let gaps = margins.gaps();
    Ok((Synthesised { place, population, people_per_person, fit, assumptions, gaps }, weighed))
}

fn constraints(sample: &Sample, margins: &Margins) -> Vec<Constraint> {
    let uses = |of: &dyn Fn(&SampleHousehold) -> f64| {
        sample.iter().enumerate().map(|(at, h)| (at, of(h))).filter(|(_, n)| *n > 0.0).collect::<Vec<_>>()
    };
    let flag = |yes: bool| f64::from(u8::from(yes));
    let mut list = Vec::new();
    let open_from = margins.sizes.last().map(|(size, _)| *size).filter(|_| margins.sizes_open);
    for (size, target) in &margins.sizes {
        let size = usize::from(*size);
        let open = open_from.is_some_and(|l| usize::from(l) == size);
        let of = |h: &SampleHousehold| flag(if open { h.persons.len() >= size } else { h.persons.len() == size });
        list.push(Constraint { name: format!("households household_size={size}"), target: *target, uses: uses(&of) });
    }
    for c in &margins.water {
        let of = |h: &SampleHousehold| flag(h.water == c.code);
        list.push(Constraint { name: format!("households water={}", c.code), target: c.count, uses: uses(&of) });
    }
    for c in &margins.toilet {
        let of = |h: &SampleHousehold| flag(h.toilet == c.code);
        list.push(Constraint { name: format!("households toilet={}", c.code), target: c.count, uses: uses(&of) });
    }
    for c in &margins.tenure {
        let of = |h: &SampleHousehold| flag(h.tenure == c.code);
        list.push(Constraint { name: format!("households tenure={}", c.code), target: c.count, uses: uses(&of) });
    }
    for (band, sex, target) in &margins.ages {
        let of = |h: &SampleHousehold| h.persons.iter().map(|p| flag(p.sex() == *sex && band.holds(p.age))).sum();
        let name = format!("people age={band};sex={}", sex.as_str());
        list.push(Constraint { name, target: *target, uses: uses(&of) });
    }
    list
}

fn replicated(sample: &Sample, margins: &Margins, counts: &[u32]) -> Population {
    let names = |list: &[Count]| list.iter().map(|c| c.code.clone()).collect::<Vec<_>>();
    let mut made = Population {
        water: names(&margins.water),
        toilet: names(&margins.toilet),
        tenure: names(&margins.tenure),
        ..Population::default()
    };
    let code = |list: &[String], wanted: &str| {
        list.iter().position(|c| c == wanted).and_then(|at| u8::try_from(at).ok()).unwrap_or(NONE)
    };
    for (household, count) in sample.iter().zip(counts) {
        let size = u8::try_from(household.persons.len()).unwrap_or(u8::MAX);
        let water = code(&made.water, &household.water);
        let toilet = code(&made.toilet, &household.toilet);
        let tenure = code(&made.tenure, &household.tenure);
        for _ in 0..*count {
            let first = u32::try_from(made.persons.len()).unwrap_or(u32::MAX);
            made.households.push(Household { first, size, water, toilet, tenure });
            made.persons.extend(household.persons.iter().take(usize::from(size)));
        }
    }
    made
}
