//! Demand: a population's water by source and hour, visits to toilets, wastewater and faecal sludge.

mod counts;
mod given;
mod sums;

pub use counts::{Cell, Counts};
pub use given::{Given, given};
pub use sums::{Demand, Ends, other_demand};

#[cfg(test)]
mod tests;
