//! Impact chains: shipped and read from text, checked, and bound to what is known.

mod binding;
mod bound;
mod check;
mod districts;
mod graph;
mod leaf;
mod reading;
mod shipped;
#[cfg(test)]
mod tests;
mod weights;

pub use binding::{bind, bind_to_districts_of_settlements};
pub use bound::{Bound, BoundLeaf};
pub use check::{check, is_refused};
pub use districts::district_set;
pub use reading::read;
pub use shipped::{shipped, shipped_text};
