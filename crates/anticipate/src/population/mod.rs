//! A synthetic population: households and persons, one by one, so that they meet what is counted of a place.

mod columns;
mod margins;
mod persons;
mod sample;
mod synthesise;

pub use columns::{Household, NONE, Person, Population};
pub use margins::{Count, Margins};
pub use sample::{Sample, SampleHousehold, from_sample};
pub use synthesise::{Synthesised, from_margins, synthesise_all};

/// What is taken where a place has no more than margins; returned with every population made of them.
pub const ASSUMPTIONS: [&str; 6] = [
    "Water source, toilet and tenure of a household are independent of each other and of its size, as no table crosses them",
    "Every household has one person of 15 or more, where there are enough; all other persons are put together at random",
    "Within a band of ages all single years are alike; an open band spreads over 15 years",
    "The open class of household sizes has the mean that makes the persons counted, up to 20",
    "Persons in institutions and outside households are not told apart from the rest",
    "Who works is drawn by the share given; where none is given nobody's work is known",
];

/// How well one margin of a place is met.
#[derive(Debug, Clone, PartialEq)]
pub struct MarginFit {
    /// The place.
    pub place: String,
    /// What is counted, such as `households water=sachet`.
    pub name: String,
    /// The count given.
    pub target: f64,
    /// The count made.
    pub made: f64,
    /// |made - target| / target; where the target is 0, 0 when met and 1 when not.
    pub difference: f64,
    /// Whether whole numbers alone explain it: it differs by less than one.
    pub by_rounding: bool,
}

impl MarginFit {
    pub(crate) fn new(place: &str, name: String, (target, made): (f64, f64)) -> Self {
        let difference = crate::ipu::difference(made, target);
        Self { place: place.to_owned(), name, target, made, difference, by_rounding: (made - target).abs() < 1.0 }
    }
}

/// The worst and the mean difference over margins.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct FitSummary {
    /// Margins.
    pub margins: usize,
    /// The largest difference.
    pub worst: f64,
    /// The mean.
    pub mean: f64,
}

impl FitSummary {
    /// Over a list of margins; those met but for rounding to whole households count as met.
    #[must_use]
    pub fn of(list: &[MarginFit]) -> Self {
        let of = |m: &MarginFit| if m.by_rounding { 0.0 } else { m.difference };
        #[expect(clippy::cast_precision_loss, reason = "margins are thousands at most")]
        let mean = list.iter().map(of).sum::<f64>() / list.len().max(1) as f64;
        Self { margins: list.len(), worst: list.iter().map(of).fold(0.0, f64::max), mean }
    }
}

#[cfg(test)]
mod tests;
