//! Services, slum households and the indicators of SDG 11, from what was observed.

use crate::evidence::{Evidence, PeopleByPlace};
use city::assessment::{GoalResult, ServiceTable};
use city::{Observation, Problem};

/// Services now.
#[derive(Debug, Default)]
pub struct Services {
    /// Tables for a reader.
    pub tables: Vec<ServiceTable>,
    /// Goals.
    pub goals: Vec<GoalResult>,
    /// For the city file.
    pub observations: Vec<Observation>,
    /// What was wrong.
    pub problems: Vec<Problem>,
}

/// Services now.
#[must_use]
pub fn now(_evidence: &Evidence, _made: &[Observation], _people: &PeopleByPlace) -> Services {
    Services::default()
}
