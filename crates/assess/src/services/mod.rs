//! Services, slum households and the indicators of SDG 11, from what was observed.
//!
//! Each file is one service: it reads observations, calls the published method that [`crate::served`], [`crate::ladder`],
//! [`crate::deprivation`] or [`crate::sdg`] holds, and gives observations, a table, or both. What nobody observed stays a gap or
//! makes a range; nothing is filled in.

mod access;
mod categories;
mod electricity;
mod emergency;
mod fetching;
mod goals;
mod jobs;
mod points;
mod poverty;
mod sanitation_ladder;
mod scene;
mod slums;
mod table;
#[cfg(test)]
mod testing;
mod toilets;
mod waste;
mod water_ladder;
mod water_points;
mod work;

use crate::evidence::{Evidence, PeopleByPlace};
use city::assessment::{GoalResult, ServiceTable};
use city::{Observation, Problem};
use scene::Scene;

/// What is known of services.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Services {
    /// Tables for a reader, one for each service that anything is known of.
    pub tables: Vec<ServiceTable>,
    /// Indicators of SDG 11, each with what is missing for it.
    pub goals: Vec<GoalResult>,
    /// Numbers that were computed, for the city file.
    pub observations: Vec<Observation>,
    /// What cannot be true and was left out.
    pub problems: Vec<Problem>,
}

/// Services of every settlement, district and the city as they stand now, slum households, and the indicators of SDG 11.
///
/// `made` are the observations that earlier parts of the assessment computed; `people` the people that it counts at each place.
/// A value outside what its indicator can be (a share over 100, a negative count) is a problem and is left out; a place without
/// an answer has a gap. Indicators that anybody may not see (eviction, standing in law, safety at night) are not read.
#[must_use]
pub fn now(evidence: &Evidence, made: &[Observation], people: &PeopleByPlace) -> Services {
    let mut services = Services::default();
    let scene = Scene::new(evidence, made, people, &mut services.problems);
    water_points::add(&scene, &mut services);
    toilets::add(&scene, &mut services);
    water_ladder::add(&scene, &mut services);
    sanitation_ladder::add(&scene, &mut services);
    electricity::add(&scene, &mut services);
    waste::add(&scene, &mut services);
    emergency::add(&scene, &mut services);
    access::add(&scene, &mut services);
    fetching::add(&scene, &mut services);
    work::add(&scene, &mut services);
    jobs::add(&scene, &mut services);
    let slums = slums::add(&scene, &mut services);
    poverty::add(&scene, &mut services);
    goals::add(&scene, &slums, &mut services);
    services.problems.sort();
    services.problems.dedup();
    services
}
