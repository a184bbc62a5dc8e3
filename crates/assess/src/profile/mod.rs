//! The profile: who lives where and what serves them, as the sources allow.

pub mod area;
pub mod board;
pub(crate) mod derive;
pub mod describe;
pub mod explain;
pub mod facts;
pub mod groups;
pub mod key;
pub mod material;
pub mod rates;
pub mod shares;
pub mod summary;
#[cfg(test)]
pub(crate) mod testing;
pub mod totals;
pub mod wide;

use city::dimension::DimensionTable;
use city::run::RunId;
use city::{FieldTable, Observation, Place};
use facts::Facts;

/// Everything that can be computed about places from what was collected: areas, totals, shares and rates, in that order,
/// each from what the one before gave.
#[must_use]
pub fn derive_all(
    places: &[Place],
    collected: &[Observation],
    (fields, dimensions): (&FieldTable, &DimensionTable),
    run: &RunId,
) -> Vec<Observation> {
    let mut made = area::of_places(places, collected, run);
    made.extend(totals::of_city(places, &Facts::new(collected.iter().chain(&made)), fields, run));
    made.extend(totals::of_settlements(places, &Facts::new(collected.iter().chain(&made)), fields, run));
    made.extend(shares::of_places(places, &Facts::new(collected.iter().chain(&made)), dimensions, run));
    made.extend(rates::of_places(places, &Facts::new(collected.iter().chain(&made)), run));
    made
}
