//! Joining: which known place a row is about, by code, exact name or normalised name; the rest is proposed, never matched.

mod areas;
mod known;
mod names;
mod normalised;
mod proposal;

pub use crate::mapping::nearest;
pub(crate) use areas::Areas;
pub use known::Known;
pub(crate) use names::{Found, Named, match_names, taken};
pub use normalised::normalised_name;
pub use proposal::{Candidate, Proposal};
