//! The assessment: every part in order, each from what the one before gave, and put together for a reader.

mod headline;
pub mod layers;
mod places;
mod summary;

use crate::evidence::{Evidence, PeopleByPlace};
use crate::profile::facts::Facts;
use crate::{chain, disclosure, hazard, people, residents, services, vulnerability};
use city::assessment::{Assessment, ChainResult};
use city::{Observation, PlaceKind, Problem, Progress};

/// An assessment and the numbers that it made.
#[derive(Debug)]
pub struct Assessed {
    /// For a reader: what may not leave is left out.
    pub assessment: Assessment,
    /// For the city file: everything that was computed, with its method and inputs.
    pub observations: Vec<Observation>,
}

/// Assesses a city: people, hazards, services, chains, priorities, in that order.
///
/// What is wrong with one part is a problem of the assessment; the rest is still computed.
#[must_use]
pub fn assess(evidence: &Evidence, progress: &dyn Progress) -> Assessed {
    progress.at("people", 1, STEPS);
    let counted = people::count(evidence);
    let mut problems = counted.problems;
    let mut made = counted.observations;
    progress.at("hazards", 2, STEPS);
    let mut hazards = hazard::twice(evidence, &counted.by_place);
    hazard::name_people(&mut hazards.observations, &made);
    made.append(&mut hazards.observations);
    problems.extend(hazards.problems);
    progress.at("services", 3, STEPS);
    let served = services::now(evidence, &made, &counted.by_place);
    made.extend(served.observations);
    problems.extend(served.problems);
    progress.at("chains", 4, STEPS);
    let facts = evidence.facts(&made);
    let (results, of_chains) = chains(evidence, &counted.by_place, &facts);
    problems.extend(of_chains);
    let (priorities, of_residents) = residents::priorities(evidence, &facts, &counted.by_place);
    problems.extend(of_residents);
    let scored: Vec<Observation> = results.iter().flat_map(|r| vulnerability::observations(r, evidence)).collect();
    drop(facts);
    made.extend(scored);
    progress.at("putting together", 5, STEPS);
    let mut assessment = Assessment {
        heading: evidence.heading(),
        samples: evidence.settings.samples,
        summary: Vec::new(),
        places: places::assessed(evidence, &counted.by_place, &results),
        people: counted.counts,
        chains: headline::first(results, &evidence.settings.headline),
        services: served.tables,
        agreements: hazards.agreements,
        goals: served.goals,
        priorities,
        held_back: Vec::new(),
        problems,
        sources: Vec::new(),
    };
    assessment.problems.sort();
    assessment.problems.dedup();
    assessment.sources = places::sources(evidence, &made);
    let mut assessment = disclosure::withhold(assessment, evidence, &made);
    assessment.summary = summary::of(&assessment);
    Assessed { assessment, observations: made }
}

/// Steps that progress is counted in.
const STEPS: u64 = 5;

fn chains(evidence: &Evidence, people: &PeopleByPlace, facts: &Facts) -> (Vec<ChainResult>, Vec<Problem>) {
    let (mut results, mut problems) = (Vec::new(), Vec::new());
    for chain in evidence.chains {
        for kind in [PlaceKind::Settlement, PlaceKind::District, PlaceKind::City] {
            if !chain.places.contains(&kind) || !evidence.places.iter().any(|p| p.kind == kind) {
                continue;
            }
            let (bound, of_binding) = chain::bind(chain, kind, evidence, facts);
            let (result, of_result) = vulnerability::result(&bound, evidence, people, facts);
            problems.extend(of_binding);
            problems.extend(of_result);
            results.push(result);
        }
    }
    problems.sort();
    problems.dedup();
    (results, problems)
}
