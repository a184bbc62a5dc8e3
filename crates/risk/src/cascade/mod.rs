//! What stops when facilities or lines fail: struck ones first, then those that cannot do without them.
//!
//! A facility stops from its first hour without what it needs to the last. What is struck stops at hour 0 until it works again. A
//! need is missing while all of its suppliers have stopped ([`Enough::Any`]) or while any of them has ([`Enough::All`]), and stops who
//! has it once the backup has run out. Two facilities may need each other: what is found is the least that is so, which is one answer
//! however facilities are ordered.

mod network;
mod spread;
mod summed;

pub use network::{Enough, Facility, Need, Network};
pub use spread::{Cascade, Cause, Stop};
pub use summed::{FirstCause, ServiceLoss};

#[cfg(test)]
mod tests;
