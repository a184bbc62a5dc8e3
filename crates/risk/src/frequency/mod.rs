//! From how often to how much a year: expected annual figures, exceedance curves, chances.
//!
//! Two things are called frequency, and taking one for the other makes 3.56 million a year out of 3.14 in San Salvador:
//!
//! - the frequency at which a loss is *reached or exceeded* (1 / return period), what maps by return period have: [`FrequencyPoint`],
//!   [`expected_annual`];
//! - the frequency of *one event* of a set, what a set of storms has: [`EventLoss`], [`ExceedanceCurve`], whose expected annual
//!   loss is the plain sum.

mod chance;
mod curve;
mod expected;
mod gamma;
mod rate;

pub use chance::{Arrivals, chance_of_one};
pub use city::risk::Rule;
pub use city::risk_settings::{Beyond, Join};
pub use curve::{EventLoss, ExceedanceCurve, Reading};
pub use expected::{FrequencyPoint, expected_annual, falls_at};
pub use rate::{JoinedRate, joined_rate};
