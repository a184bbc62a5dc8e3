//! What residents want first, from the lists of their profiles.

use crate::evidence::{Evidence, PeopleByPlace};
use crate::profile::facts::Facts;
use city::Problem;
use city::assessment::PrioritiesResult;

/// Priorities.
#[must_use]
pub fn priorities(
    _evidence: &Evidence,
    _facts: &Facts,
    _people: &PeopleByPlace,
) -> (Option<PrioritiesResult>, Vec<Problem>) {
    (None, Vec::new())
}
