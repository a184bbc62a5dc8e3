//! Hazards twice: as models see them and as residents live them.

use crate::evidence::{Evidence, PeopleByPlace};
use city::assessment::Agreement;
use city::{Observation, Problem};

/// Hazards, twice.
#[derive(Debug, Default)]
pub struct Hazards {
    /// For a reader.
    pub agreements: Vec<Agreement>,
    /// For the city file.
    pub observations: Vec<Observation>,
    /// What was wrong.
    pub problems: Vec<Problem>,
}

/// Hazards, twice.
#[must_use]
pub fn twice(_evidence: &Evidence, _people: &PeopleByPlace) -> Hazards {
    Hazards::default()
}
