//! Do no harm: what may leave, and what is held back. Every page, table, layer and answer of an assessment is made after this.
//!
//! - Values of sources whose consent does not let everybody see them, and what was made of them ([`mod@withhold`]).
//! - Indicators above the public level, and standing in law beside any hazard.
//! - Small counts of persons and households, with those that would give them away ([`suppress`]); never of facilities.
//! - Boundaries that no consent covers.
//!
//! Sources without a consent record are as public as their makers made them, and keep their makers' rule.

mod chains;
pub mod consent;
pub mod guard;
mod ledger;
mod places;
mod small_cells;
mod suppression;
mod tables;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;

pub use suppression::{Cell, Totals, suppress};

use crate::evidence::Evidence;
use city::Observation;
use city::assessment::Assessment;
use guard::Guard;
use ledger::Ledger;
use std::collections::BTreeMap;

/// An assessment as anybody may see it; `held_back` then says what is missing, why, and how much.
///
/// `made` are the observations that the assessment computed: a result is followed through their inputs to its sources, and takes
/// the strictest of them, unless it adds up two or more held places into a district or the city. Held places keep their name;
/// they lose their scores, their ranks (the others move up), their rows of services, their people and what their residents said.
#[must_use]
pub fn withhold(mut assessment: Assessment, evidence: &Evidence, made: &[Observation]) -> Assessment {
    let guard = Guard::new(evidence, made);
    let mut ledger = Ledger::default();
    let least = evidence.settings.least_count;
    let coarse = places::geometry(&mut assessment, evidence.places, &guard, &mut ledger);
    let held = places::people(&mut assessment, &guard, &mut ledger);
    let people = assessment.places.iter().filter_map(|p| Some((p.id.clone(), p.people?))).collect::<BTreeMap<_, _>>();
    places::problems(&mut assessment, &guard, &mut ledger);
    for result in &mut assessment.chains {
        chains::withhold(result, &people, (&guard, evidence.fields), &mut ledger);
        small_cells::groups(result, (&guard, evidence.dimensions), least, &mut ledger);
    }
    tables::services(&mut assessment.services, &guard, &mut ledger);
    for table in &mut assessment.services {
        small_cells::services(table, &guard, least, &mut ledger);
    }
    tables::hazards(&mut assessment.agreements, (&held, &coarse), &guard, &mut ledger);
    tables::priorities(&mut assessment, &held, &guard, &mut ledger);
    assessment.held_back = ledger.into_list(&guard, least);
    assessment
}
