//! The city as the services see it: places by kind, the people of each, and observations that can be true.

use super::Services;
use crate::evidence::{Evidence, PeopleByPlace};
use crate::limits::outside_limits;
use crate::profile::derive::derived;
use crate::profile::facts::Facts;
use crate::refusal::Refusal;
use city::source::Level;
use city::{Estimate, Gap, Group, Indicator, Observation, Place, PlaceId, PlaceKind, Problem, Quality, Value};
use std::collections::BTreeMap;

/// What every service is computed from.
pub(super) struct Scene<'a> {
    pub evidence: &'a Evidence<'a>,
    pub facts: Facts<'a>,
    pub settlements: Vec<&'a Place>,
    pub districts: Vec<&'a Place>,
    pub city: Option<&'a Place>,
    people: &'a PeopleByPlace,
}

impl<'a> Scene<'a> {
    /// An index of what can be true; what cannot is named and left out.
    pub fn new(
        evidence: &'a Evidence<'a>,
        made: &'a [Observation],
        people: &'a PeopleByPlace,
        problems: &mut Vec<Problem>,
    ) -> Self {
        let mut kept = Vec::new();
        for observation in evidence.observations.iter().chain(made) {
            match outside_limits(observation, evidence.fields) {
                Some(problem) => problems.push(problem),
                None => kept.push(observation),
            }
        }
        let of_kind = |kind: PlaceKind| evidence.places.iter().filter(move |p| p.kind == kind);
        Self {
            evidence,
            facts: Facts::new(kept),
            settlements: of_kind(PlaceKind::Settlement).collect(),
            districts: of_kind(PlaceKind::District).collect(),
            city: of_kind(PlaceKind::City).next(),
            people,
        }
    }

    /// People that the assessment counts at a place, else those observed.
    pub fn people(&self, place: &PlaceId) -> Option<Estimate> {
        self.people.get(place).copied().or_else(|| self.estimate(place, "population"))
    }

    /// The observation behind the people of a place.
    pub fn people_input(&self, place: &PlaceId) -> Option<&'a Observation> {
        self.facts.number(place, "population_assessed").or_else(|| self.facts.number(place, "population"))
    }

    /// People as a value of a table.
    pub fn people_value(&self, place: &PlaceId) -> Value {
        self.people(place).map_or(Value::Gap(Gap::NotEstimated), Value::Estimate)
    }

    /// The number for everybody at a place.
    pub fn estimate(&self, place: &PlaceId, indicator: &str) -> Option<Estimate> {
        self.facts.number(place, indicator)?.value.estimate()
    }

    /// The preferred value for everybody at a place, or the gap that stands there, or that nobody measured it.
    pub fn value(&self, place: &PlaceId, indicator: &str) -> Value {
        self.value_of(place, indicator, &Group::all())
    }

    /// The preferred value of a group at a place, for a reader: codes are words. One that not everybody may see is not given.
    pub fn value_of(&self, place: &PlaceId, indicator: &str, group: &Group) -> Value {
        let found = self.facts.best(place, indicator, group).map(|o| o.value.clone());
        match found {
            Some(Value::Gap(gap)) => Value::Gap(gap),
            Some(_) if !self.is_public(indicator) => Value::Gap(Gap::WithheldByCommunity),
            Some(Value::Classes(codes)) => {
                Value::Classes(codes.iter().map(|code| self.word(indicator, code)).collect())
            }
            Some(known) => known,
            None => Value::Gap(Gap::NotMeasuredHere),
        }
    }

    /// The codes of a class for everybody at a place.
    pub fn classes(&self, place: &PlaceId, indicator: &str) -> Option<&'a [String]> {
        self.classes_of(place, indicator, &Group::all())
    }

    /// The codes of a class for a group at a place.
    pub fn classes_of(&self, place: &PlaceId, indicator: &str, group: &Group) -> Option<&'a [String]> {
        match &self.facts.best(place, indicator, group)?.value {
            Value::Classes(codes) => Some(codes),
            _ => None,
        }
    }

    /// Counts by the codes of one dimension that belong together: of the latest period and one source.
    pub fn counted(&self, place: &PlaceId, indicator: &str, dimension: &str) -> Vec<(&'a str, &'a Observation)> {
        let alone = |o: &&&'a Observation| o.group.iter().count() == 1 && o.group.get(dimension).is_some();
        let list = self.facts.all(place, indicator);
        let Some(first) = list.iter().find(|o| alone(o) && o.value.number().is_some()) else { return Vec::new() };
        let same = |o: &&&'a Observation| o.period == first.period && o.source == first.source;
        let together = list.iter().filter(alone).filter(same);
        let mut counted: Vec<(&str, &Observation)> =
            together.map(|o| (o.group.get(dimension).unwrap_or_default(), *o)).collect();
        counted.sort_by_key(|(code, _)| *code);
        counted
    }

    /// Whether anybody may see an indicator.
    pub fn is_public(&self, indicator: &str) -> bool {
        self.evidence.fields.get(indicator).is_none_or(|field| field.level == Level::Public)
    }

    /// The row of the field table.
    pub fn field(&self, indicator: &str) -> Option<&'a Indicator> {
        self.evidence.fields.get(indicator)
    }

    /// Whether a code counts as something, by the dimension table.
    pub fn flagged(&self, dimension: &str, code: &str, flag: &str) -> bool {
        self.evidence.dimensions.counts_as(dimension, code).any(|f| f == flag)
    }

    /// Codes in words, joined by commas.
    pub fn words(&self, dimension: &str, codes: &[String]) -> String {
        let word = |code: &String| self.word(dimension, code);
        codes.iter().map(word).collect::<Vec<_>>().join(", ")
    }

    /// A code in words.
    pub fn word(&self, dimension: &str, code: &str) -> String {
        self.evidence.dimensions.label(dimension, code).map_or_else(|| code.replace('_', " "), str::to_owned)
    }

    /// The city and the set of districts of which most have something, by a test: the chosen set where one is chosen and has
    /// any, then those with boundaries, then the latest edition.
    pub fn city_and_districts(&self, has: impl Fn(&PlaceId) -> bool) -> Vec<&'a Place> {
        let mut sets: BTreeMap<&str, (usize, usize, bool, &str)> = BTreeMap::new();
        for district in &self.districts {
            let set = sets.entry(district.id.prefix()).or_default();
            set.0 += usize::from(has(&district.id));
            set.1 += 1;
            set.2 |= district.geometry.is_some();
            set.3 = set.3.max(&district.edition);
        }
        let chosen = &self.evidence.settings.districts;
        let rank = |(prefix, (with, all, drawn, edition)): &(&str, (usize, usize, bool, &'a str))| {
            (*prefix == chosen.as_str(), 1000 * with / (*all).max(1), *drawn, *edition, *with)
        };
        let best = sets.into_iter().filter(|(_, set)| set.0 > 0).max_by(|a, b| rank(a).cmp(&rank(b)));
        let in_best = |p: &&&Place| best.as_ref().is_some_and(|(prefix, _)| p.id.prefix() == *prefix);
        let districts = self.districts.iter().filter(in_best).filter(|p| has(&p.id)).copied();
        self.city.filter(|p| has(&p.id)).into_iter().chain(districts).collect()
    }

    /// A number computed from observations, and a note where the inputs alone do not say what a reader must know.
    pub fn emit(&self, made: Made<'_>, services: &mut Services) {
        let Made { place, indicator, group, value, method, inputs, note, most_trust } = made;
        let key = (place, indicator, group);
        let Some(mut observation) = derived(key, value, method, inputs, self.evidence.run) else { return };
        observation.quality = observation.quality.max(most_trust);
        if !note.is_empty() {
            observation.note = note;
        }
        services.observations.push(observation);
    }

    /// The name of a place that a refusal carries is the name that people know.
    pub fn refuse(refusal: &Refusal, place: &Place, services: &mut Services) {
        let mut problem = refusal.problem();
        problem.row = None;
        if problem.sheet.is_empty() {
            problem.sheet = format!("{} ({})", place.name, place.id);
        }
        services.problems.push(problem);
    }
}

/// A number to put into the city file.
pub(super) struct Made<'m> {
    pub place: &'m PlaceId,
    pub indicator: &'m str,
    pub group: Group,
    pub value: Estimate,
    pub method: String,
    pub inputs: &'m [&'m Observation],
    pub note: String,
    /// It is trusted no more than this.
    pub most_trust: Quality,
}
