//! How sure: rank intervals over choices and intervals, and variance-based sensitivity indices.
//!
//! Every draw is a point of the unit cube that follows from the seed and the draw's number alone, so that results are the same
//! on one thread or many.

mod choices;
mod draws;
mod rank_intervals;
mod sobol;
mod uncertain;

pub use choices::{Choices, Prepared};
pub use draws::Draws;
pub(crate) use draws::Stream;
pub use rank_intervals::{RankInterval, rank_intervals};
pub(crate) use rank_intervals::{interval, intervals};
pub use sobol::{Indices, InputIndex, sobol_indices};
