//! A population out of margins, place by place.

use super::columns::{Household, NONE, Population};
use super::margins::{Count, Margins};
use super::persons::{persons, sizes, too_many};
use super::{ASSUMPTIONS, MarginFit};
use crate::AnticipateError;
use crate::ages::Sex;
use crate::integerise::whole;
use crate::random::Stream;
use rayon::prelude::*;

/// A population, how well it meets its margins, and what was taken for granted.
#[derive(Debug, Clone, PartialEq)]
pub struct Synthesised {
    /// The place and part.
    pub place: String,
    /// Households and persons.
    pub population: Population,
    /// People counted for each person made: 1 where the households hold everybody.
    pub people_per_person: f64,
    /// Each margin beside what was made.
    pub fit: Vec<MarginFit>,
    /// What was taken where only margins are known.
    pub assumptions: Vec<&'static str>,
    /// What is not known of the place, in words.
    pub gaps: Vec<&'static str>,
}

/// Households and persons of a place out of its margins.
///
/// - Inputs: [`Margins`]; `seed`. The stream of random numbers is the place's own.
/// - Method: households in whole numbers (as counted), by size (`integerise`; the open class takes the mean that makes the persons),
///   each service margin in whole households in random order; persons by age and sex in whole numbers, one of 15 or more to each
///   household, the rest at random. What is taken for granted is returned ([`ASSUMPTIONS`]).
/// - Margins that nobody counted stay unknown ([`NONE`], no persons without ages); margins that contradict each other show in the fit.
///
/// # Errors
/// [`AnticipateError::NoHouseholds`] where neither households, sizes nor a mean size are known, [`AnticipateError::NotACount`],
/// [`AnticipateError::TooMany`].
///
/// ```
/// use anticipate::population::{Margins, from_margins};
/// let margins = Margins {
///     place: "ward:1".into(), people: 10.0, households: Some(4.0),
///     sizes: vec![(1, 1.0), (2, 1.0), (3, 1.0), (4, 1.0)], ..Margins::default()
/// };
/// let made = from_margins(&margins, 42)?;
/// assert_eq!(made.population.households.len(), 4);
/// assert!(made.fit.iter().all(|f| f.difference == 0.0) && made.gaps.contains(&"ages and sexes"));
/// # Ok::<(), anticipate::AnticipateError>(())
/// ```
pub fn from_margins(margins: &Margins, seed: u64) -> Result<Synthesised, AnticipateError> {
    check(margins)?;
    let mut stream = Stream::of(seed, &margins.place);
    let counted = margins.household_count().ok_or(AnticipateError::NoHouseholds)?.round().max(1.0);
    if counted > f64::from(u32::MAX) {
        return Err(too_many(margins));
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at least 1 and at most 2^32")]
    let households = counted as u32;
    let sizes = sizes(margins, households, &mut stream)?;
    let water = codes(&margins.water, households, &mut stream)?;
    let toilet = codes(&margins.toilet, households, &mut stream)?;
    let tenure = codes(&margins.tenure, households, &mut stream)?;
    let persons = persons(margins, &sizes, &mut stream)?;
    let mut first = 0_u32;
    let each = sizes.iter().enumerate().map(|(at, size)| {
        let of = |codes: &[u8]| codes.get(at).copied().unwrap_or(NONE);
        let made = Household { first, size: *size, water: of(&water), toilet: of(&toilet), tenure: of(&tenure) };
        first = first.saturating_add(u32::from(*size));
        made
    });
    let households: Vec<Household> = each.collect();
    let names = |list: &[Count]| list.iter().map(|c| c.code.clone()).collect::<Vec<_>>();
    let (water, toilet, tenure) = (names(&margins.water), names(&margins.toilet), names(&margins.tenure));
    let population = Population { households, persons, water, toilet, tenure };
    let held: f64 = sizes.iter().map(|s| f64::from(*s)).sum();
    Ok(Synthesised {
        place: margins.place.clone(),
        people_per_person: if held > 0.0 { margins.people / held } else { 1.0 },
        fit: fit(margins, &population, held),
        population,
        assumptions: ASSUMPTIONS.to_vec(),
        gaps: margins.gaps(),
    })
}

/// [`from_margins`] for many places, on all threads; each place has its own stream, so that the digits are the same on any number of
/// threads and whichever other places there are.
#[must_use]
pub fn synthesise_all(places: &[Margins], seed: u64) -> Vec<Result<Synthesised, AnticipateError>> {
    places.par_iter().map(|margins| from_margins(margins, seed)).collect()
}

fn check(margins: &Margins) -> Result<(), AnticipateError> {
    let count = |what: &str, value: f64| {
        let what = format!("{what} of {}", margins.place);
        if value.is_finite() && value >= 0.0 { Ok(()) } else { Err(AnticipateError::NotACount { what, value }) }
    };
    count("people", margins.people)?;
    margins.households.map_or(Ok(()), |n| count("households", n))?;
    margins.sizes.iter().try_for_each(|(size, n)| count(&format!("households of {size}"), *n))?;
    margins.ages.iter().try_for_each(|(band, sex, n)| count(&format!("people {} {band}", sex.as_str()), *n))?;
    let services = margins.water.iter().chain(&margins.toilet).chain(&margins.tenure);
    services.into_iter().try_for_each(|c| count(&format!("households {}", c.code), c.count))
}

/// The code number of each household, in random order; empty where the margin is not known.
fn codes(margin: &[Count], households: u32, stream: &mut Stream) -> Result<Vec<u8>, AnticipateError> {
    if margin.iter().all(|c| c.count <= 0.0) {
        return Ok(Vec::new());
    }
    let weights: Vec<f64> = margin.iter().map(|c| c.count).collect();
    let counts = whole(&weights, households, stream)?;
    let mut codes = Vec::with_capacity(usize::try_from(households).unwrap_or(0));
    for (at, count) in counts.iter().enumerate() {
        let code = u8::try_from(at).unwrap_or(NONE);
        codes.extend((0..*count).map(|_| code));
    }
    stream.shuffle(&mut codes);
    Ok(codes)
}

/// Every margin beside what was made.
fn fit(margins: &Margins, population: &Population, held: f64) -> Vec<MarginFit> {
    let place = &margins.place;
    let mut list = vec![MarginFit::new(place, "people".to_owned(), (margins.people, held))];
    #[expect(clippy::cast_precision_loss, reason = "households are below 2^32")]
    let households = population.households.len() as f64;
    if let Some(counted) = margins.households {
        list.push(MarginFit::new(place, "households".to_owned(), (counted, households)));
    }
    let count = |of: &dyn Fn(&Household) -> bool| {
        population.households.iter().fold(0.0, |n, h| if of(h) { n + 1.0 } else { n })
    };
    let open_from = margins.sizes.last().map(|(size, _)| *size).filter(|_| margins.sizes_open);
    for (size, target) in &margins.sizes {
        let open = Some(*size) == open_from;
        let name = format!("households household_size={size}{}", if open { "_plus" } else { "" });
        let made = count(&|h| if open { h.size >= *size } else { h.size == *size });
        list.push(MarginFit::new(place, name, (*target, made)));
    }
    let code = |at: usize| u8::try_from(at).unwrap_or(NONE);
    for (at, c) in margins.water.iter().enumerate() {
        list.push(MarginFit::new(
            place,
            format!("households water={}", c.code),
            (c.count, count(&|h| h.water == code(at))),
        ));
    }
    for (at, c) in margins.toilet.iter().enumerate() {
        list.push(MarginFit::new(
            place,
            format!("households toilet={}", c.code),
            (c.count, count(&|h| h.toilet == code(at))),
        ));
    }
    for (at, c) in margins.tenure.iter().enumerate() {
        list.push(MarginFit::new(
            place,
            format!("households tenure={}", c.code),
            (c.count, count(&|h| h.tenure == code(at))),
        ));
    }
    list.extend(ages_fit(margins, population));
    list
}

fn ages_fit(margins: &Margins, population: &Population) -> Vec<MarginFit> {
    let mut by_age = [[0.0_f64; 256]; 2];
    for person in &population.persons {
        by_age[usize::from(person.sex() == Sex::Male)][usize::from(person.age)] += 1.0;
    }
    let each = margins.ages.iter().map(|(band, sex, target)| {
        let of = &by_age[usize::from(*sex == Sex::Male)];
        let made: f64 = (0..=u8::MAX).filter(|a| band.holds(*a)).map(|a| of[usize::from(a)]).sum();
        MarginFit::new(&margins.place, format!("people age={band};sex={}", sex.as_str()), (*target, made))
    });
    each.collect()
}
