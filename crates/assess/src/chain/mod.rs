//! Impact chains checked and bound to what is known.

mod bound;

pub use bound::{Bound, BoundLeaf};

use crate::evidence::Evidence;
use crate::profile::facts::Facts;
use city::chain::ImpactChain;
use city::{FieldTable, PlaceKind, Problem};

/// The chains that come with makazi.
#[must_use]
pub fn shipped() -> Vec<ImpactChain> {
    Vec::new()
}

/// Reads a chain.
///
/// # Errors
/// What is wrong with it.
pub fn read(file: &str, text: &str) -> Result<ImpactChain, Vec<Problem>> {
    ImpactChain::from_toml(text).map_err(|e| vec![Problem::error("chain_not_read").in_file(file).found(e)])
}

/// What is wrong with a chain.
#[must_use]
pub fn check(_chain: &ImpactChain, _file: &str, _fields: &FieldTable) -> Vec<Problem> {
    Vec::new()
}

/// Binds a chain.
#[must_use]
pub fn bind(chain: &ImpactChain, kind: PlaceKind, _evidence: &Evidence, _facts: &Facts) -> (Bound, Vec<Problem>) {
    (Bound { chain: chain.clone(), kind, places: Vec::new(), leaves: Vec::new() }, Vec::new())
}
