//! Impact chains checked and bound to what is known.

mod bound;

pub use bound::{Bound, BoundLeaf};
