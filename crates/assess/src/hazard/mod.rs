//! Hazards twice: as models see them and as residents live them.
//!
//! As modelled: the percent of the area, and of the people where a grid of people is at hand, of every settlement and district
//! inside each footprint at each return period, and the distance of those outside. As lived: what profiles and lists of events
//! say. Beside each other they give an agreement, and one score by the rules of `data/hazards.toml`.

mod agreement;
pub mod catalogue;
mod compared;
mod footprints;
mod lived;
mod made;
mod measure;
mod modelled;
mod observed;
pub mod plane;
mod surface;
#[cfg(test)]
mod tests;
mod wet_cells;

use crate::evidence::{Evidence, PeopleByPlace};
pub use modelled::group;

use agreement::Known;
use catalogue::{Catalogue, Hazard};
use city::assessment::Agreement;
use city::{Basis, Observation, Place, PlaceId, PlaceKind, Problem};
use lived::{Asked, Lived};
use modelled::{Inside, Modelled, beside, leading};
use std::collections::{BTreeMap, BTreeSet};

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

/// Names the people of a place among the inputs of what was made of them: `counted` are the observations `population_assessed`.
pub(crate) fn name_people(observations: &mut [Observation], counted: &[Observation]) {
    let of_place: BTreeMap<&PlaceId, String> =
        counted.iter().filter(|o| o.indicator == "population_assessed").map(|o| (&o.place, o.key())).collect();
    for observation in observations.iter_mut().filter(|o| o.indicator == "population_flooded") {
        if let (Basis::Derived { inputs, .. }, Some(key)) = (&mut observation.basis, of_place.get(&observation.place)) {
            inputs.push(key.clone());
        }
    }
}

/// Every hazard that a model or residents know of, at every settlement and district.
///
/// Makes `flooded_share`, `population_flooded` (by hazard, model, scenario, return period), `footprint_distance_m`, and
/// `hazard_evidence` (0 to 1) and `hazard_agreement` by hazard. Scores follow `data/hazards.toml`: the larger of model and
/// residents. What only residents report counts in full, with low quality. A place that nobody asked is not compared, and a place
/// that no model covers has no modelled score: neither is taken for "no hazard". Permanent water is no flood.
///
/// A footprint that cannot be read, a boundary that lies nowhere and a hazard that is not in the list are problems; the rest is
/// still compared.
#[must_use]
pub fn twice(evidence: &Evidence, people: &PeopleByPlace) -> Hazards {
    let catalogue = match Catalogue::shipped() {
        Ok(catalogue) => catalogue,
        Err(problem) => return Hazards { problems: vec![problem], ..Hazards::default() },
    };
    let mut problems = unknown(evidence, &catalogue);
    let facts = evidence.facts(&[]);
    let people = compared::people(evidence, people, &facts);
    let mut models = measured(evidence, &mut problems);
    let mut observations = made::of_models(evidence, &mut models, (&people, &facts));
    models.retain(|m| catalogue.get(&m.hazard).is_some());
    let observed = observed::models(evidence, (&catalogue, &facts), &models, &mut problems);
    models.extend(observed);
    let asked = Asked::new(evidence, &facts, &catalogue.lived);
    let scene = Scene { evidence, catalogue: &catalogue, models: &models, asked: &asked, people: &people };
    let mut agreements = Vec::new();
    for hazard in &catalogue.hazards {
        if let Some((agreement, made)) = scene.compare(hazard) {
            agreements.push(agreement);
            observations.extend(made);
        }
    }
    problems.sort();
    problems.dedup();
    Hazards { agreements, observations, problems }
}

fn unknown(evidence: &Evidence, catalogue: &Catalogue) -> Vec<Problem> {
    let wanted: BTreeSet<&str> = evidence.settings.footprints.iter().map(|f| f.hazard.as_str()).collect();
    let given: BTreeSet<&str> = evidence.footprints.iter().map(|f| f.settings.hazard.as_str()).collect();
    let ids: Vec<&str> = catalogue.hazards.iter().map(|h| h.id.as_str()).collect();
    let problem = |id: &&str| {
        Problem::error("hazard_unknown")
            .in_file("city.toml")
            .in_column("assess.footprint.hazard")
            .found(id)
            .expected(format!("one of {}", ids.join(", ")))
            .hint("the footprint was left out; give the hazard by an id of data/hazards.toml")
    };
    wanted.union(&given).filter(|id| !ids.contains(id)).map(problem).collect()
}

/// Every footprint measured against every settlement and district.
fn measured(evidence: &Evidence, problems: &mut Vec<Problem>) -> Vec<Modelled> {
    if evidence.footprints.is_empty() {
        return Vec::new();
    }
    let Some((plane, grounds)) = measure::grounds(evidence.places, problems) else { return Vec::new() };
    let (surfaces, outlines) = surface::surfaces(evidence.footprints, &plane, problems);
    let rows = measure::all(evidence, (&plane, &grounds), (&surfaces, &outlines), problems);
    modelled::of_surfaces(evidence, &surfaces, &grounds, &rows)
}

/// What all hazards are compared in.
struct Scene<'s, 'a> {
    evidence: &'s Evidence<'a>,
    catalogue: &'s Catalogue,
    models: &'s [Modelled],
    asked: &'s Asked<'a, 's>,
    people: &'s PeopleByPlace,
}

impl<'a> Scene<'_, 'a> {
    /// One hazard at every place; none where neither a model nor residents know of it.
    fn compare(&self, hazard: &Hazard) -> Option<(Agreement, Vec<Observation>)> {
        let lead = leading(self.models, &hazard.id, self.catalogue);
        let lived = self.lived(hazard, lead);
        if lead.is_none() && lived.is_empty() {
            return None;
        }
        let of: Vec<&Modelled> = self.models.iter().filter(|m| m.hazard == hazard.id).collect();
        let compared = compared::places(self.evidence);
        let mut observations = self.distances(&of, lead);
        for place in self.evidence.places.iter().filter(|p| is_ground(p)) {
            let known = self.known(hazard, place, lead, &lived);
            observations.extend(made::evidence_of(self.evidence, (self.catalogue, hazard), lead, &known));
        }
        let told =
            |place: &&&Place| lived.contains_key(&place.id) || lead.is_some_and(|m| m.by_place.contains_key(&place.id));
        let kinds: BTreeSet<PlaceKind> = compared.iter().filter(told).map(|p| p.kind).collect();
        let rows: Vec<_> = compared
            .iter()
            .filter(|p| kinds.contains(&p.kind))
            .map(|place| self.known(hazard, place, lead, &lived).row(self.catalogue))
            .collect();
        let shares = footprints::shares(&of, &compared, self.people);
        let dimensions = self.evidence.dimensions;
        let notes = footprints::notes((&of, self.models), lead, (&rows, &shares), (&compared, dimensions));
        let agreement = Agreement {
            hazard: hazard.id.clone(),
            label: hazard.label.clone(),
            model: lead.map(|m| m.words(dimensions)).unwrap_or_default(),
            lived: lived::questions(self.evidence, lived.values()),
            rule: agreement::rule(self.catalogue, hazard, lead),
            places: rows,
            footprints: shares,
            notes,
        };
        Some((agreement, observations))
    }

    /// Residents' answers; for a hazard of the shore or the river only where its footprint is near.
    fn lived(&self, hazard: &Hazard, lead: Option<&Modelled>) -> BTreeMap<&'a PlaceId, Lived<'a>> {
        let near = |place: &Place| match hazard.lived_within_m {
            None => true,
            Some(metres) => {
                lead.and_then(|m| m.by_place.get(&place.id)).is_some_and(|inside| match inside.distance_m {
                    Some(distance_m) => distance_m <= metres,
                    None => inside.happens() == Some(true),
                })
            }
        };
        let places = self.evidence.places.iter().filter(|p| is_ground(p) && near(p));
        places.filter_map(|place| Some((&place.id, self.asked.of(place, hazard)?))).collect()
    }

    fn known<'k>(
        &'k self,
        hazard: &Hazard,
        place: &'k Place,
        lead: Option<&'k Modelled>,
        lived: &'k BTreeMap<&'a PlaceId, Lived<'a>>,
    ) -> Known<'k, 'a> {
        let at = |m: &'k Modelled| m.by_place.get(&place.id);
        let others = hazard.also_seen_by.iter().filter_map(|id| leading(self.models, id, self.catalogue));
        let elsewhere: Vec<bool> = others.filter_map(|m| at(m).and_then(Inside::happens)).collect();
        Known {
            place: &place.id,
            lead: lead.and_then(at),
            beside: lead.map(|lead| beside(self.models, lead)).unwrap_or_default().into_iter().filter_map(at).collect(),
            elsewhere: (!elsewhere.is_empty()).then(|| elsewhere.contains(&true)),
            lived: lived.get(&place.id),
            people: self.people.get(&place.id).map(|people| people.value),
        }
    }

    /// Distances of each model and scenario, at the return period that leads it.
    fn distances(&self, of: &[&Modelled], lead: Option<&Modelled>) -> Vec<Observation> {
        let mut views: Vec<(&str, &str)> = of.iter().map(|m| (m.model.as_str(), m.scenario.as_str())).collect();
        views.sort_unstable();
        views.dedup();
        let years = Some(self.catalogue.modelled.return_period_years);
        let one = |view: &(&str, &str)| {
            let same = of.iter().copied().filter(|m| (m.model.as_str(), m.scenario.as_str()) == *view);
            let first = lead.filter(|lead| (lead.model.as_str(), lead.scenario.as_str()) == *view);
            let model = first.or_else(|| modelled::nearest(same, years))?;
            Some(made::distances(self.evidence, model, first.is_some()))
        };
        views.iter().filter_map(one).flatten().collect()
    }
}

fn is_ground(place: &Place) -> bool {
    matches!(place.kind, PlaceKind::Settlement | PlaceKind::District)
}
