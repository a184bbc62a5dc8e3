//! Sizes of households, ages of persons, and who lives with whom.

use super::columns::Person;
use super::margins::Margins;
use crate::AnticipateError;
use crate::integerise::whole;
use crate::random::Stream;

/// Persons that the open class of sizes has at most, as a mean.
const LARGEST: u8 = 20;

/// The size of each household, in random order.
///
/// Where sizes are counted their numbers are kept exactly, and the open class takes the mean that makes the persons counted, from its
/// least size to [`LARGEST`]; else all households have one of the two whole sizes next to the mean.
pub(super) fn sizes(margins: &Margins, households: u32, stream: &mut Stream) -> Result<Vec<u8>, AnticipateError> {
    let mut list: Vec<u8> = Vec::with_capacity(usize::try_from(households).unwrap_or(0));
    if margins.sizes.is_empty() {
        around_mean(&mut list, margins.people, households);
    } else {
        let weights: Vec<f64> = margins.sizes.iter().map(|(_, n)| *n).collect();
        let counts = whole(&weights, households, stream)?;
        let open_at = counts.len() - 1;
        for (at, ((size, _), count)) in margins.sizes.iter().zip(&counts).enumerate() {
            if margins.sizes_open && at == open_at {
                let others: f64 = list.iter().map(|s| f64::from(*s)).sum();
                open_class(&mut list, (*size, *count), margins.people - others);
            } else {
                list.extend((0..*count).map(|_| (*size).max(1)));
            }
        }
    }
    stream.shuffle(&mut list);
    Ok(list)
}

fn around_mean(list: &mut Vec<u8>, people: f64, households: u32) {
    let mean = (people / f64::from(households)).clamp(1.0, f64::from(LARGEST));
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 1 and 20")]
    let low = mean.floor() as u8;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most the households")]
    let above = ((mean - mean.floor()) * f64::from(households)).round() as u32;
    list.extend((0..households).map(|at| if at < above { low + 1 } else { low }));
}

/// Households of an open class, together as near to the persons left as their sizes allow.
fn open_class(list: &mut Vec<u8>, (least, count): (u8, u32), persons: f64) {
    if count == 0 {
        return;
    }
    let mean = (persons / f64::from(count)).clamp(f64::from(least), f64::from(LARGEST.max(least)));
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 1 and 255")]
    let low = mean.floor() as u8;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most the households")]
    let above = ((mean - mean.floor()) * f64::from(count)).round() as u32;
    list.extend((0..count).map(|at| if at < above { low.saturating_add(1) } else { low }));
}

/// As many persons as the households hold, adults first: the first of each household comes from the front, the others from behind.
pub(super) fn persons(margins: &Margins, sizes: &[u8], stream: &mut Stream) -> Result<Vec<Person>, AnticipateError> {
    let total: u64 = sizes.iter().map(|s| u64::from(*s)).sum();
    let total = u32::try_from(total).map_err(|_| too_many(margins))?;
    if margins.ages.is_empty() {
        return Ok(Vec::new());
    }
    let weights: Vec<f64> = margins.ages.iter().map(|(_, _, n)| *n).collect();
    let counts = whole(&weights, total, stream)?;
    let mut adults = Vec::new();
    let mut children = Vec::new();
    for ((band, sex, _), count) in margins.ages.iter().zip(counts) {
        let years = band.years();
        let span = u32::from(years.end() - years.start()) + 1;
        for _ in 0..count {
            let age = years.start() + u8::try_from(stream.below(span)).unwrap_or(0);
            let works = margins.working_share.filter(|_| age >= 15).map(|share| stream.unit() < share);
            let person = Person::new(age, *sex, works);
            if age >= 15 { adults.push(person) } else { children.push(person) }
        }
    }
    stream.shuffle(&mut adults);
    let heads = adults.split_off(adults.len().saturating_sub(sizes.len()));
    adults.append(&mut children);
    stream.shuffle(&mut adults);
    Ok(housed(sizes, &heads, &adults))
}

/// Persons in the order of their households: a head each while there are heads, then the others.
fn housed(sizes: &[u8], heads: &[Person], others: &[Person]) -> Vec<Person> {
    let mut housed = Vec::with_capacity(heads.len() + others.len());
    let (mut heads, mut others) = (heads.iter(), others.iter());
    for size in sizes {
        for at in 0..*size {
            let person = if at == 0 { heads.next().or_else(|| others.next()) } else { others.next() };
            housed.extend(person.or_else(|| heads.next()).copied());
        }
    }
    housed
}

pub(super) fn too_many(margins: &Margins) -> AnticipateError {
    AnticipateError::TooMany { place: margins.place.clone(), people: margins.people }
}
