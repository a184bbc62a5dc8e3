//! The index of known places, by the prefix of their ids.

use super::proposal::Candidate;
use super::{Areas, normalised_name};
use city::{Place, PlaceId};
use geo_types::Geometry;
use std::collections::{BTreeMap, BTreeSet};

/// The places that rows can be about, found by code, name, other name and normalised name.
#[derive(Debug, Clone)]
pub struct Known {
    city: PlaceId,
    prefixes: BTreeMap<String, Prefix>,
}

#[derive(Debug, Clone, Default)]
struct Prefix {
    names: BTreeMap<PlaceId, String>,
    by_name: BTreeMap<String, BTreeSet<PlaceId>>,
    by_alias: BTreeMap<String, BTreeSet<PlaceId>>,
    by_normalised: BTreeMap<String, BTreeSet<PlaceId>>,
    shapes: Vec<(PlaceId, Geometry<f64>)>,
}

impl Known {
    /// An index that knows the city alone.
    #[must_use]
    pub fn new(city: &PlaceId) -> Self {
        Self { city: city.clone(), prefixes: BTreeMap::new() }
    }

    /// An index of places and the city.
    #[must_use]
    pub fn of(city: &PlaceId, places: &[Place]) -> Self {
        let mut known = Self::new(city);
        for place in places {
            known.add(place);
        }
        known
    }

    /// Takes in one more place.
    pub fn add(&mut self, place: &Place) {
        let (prefix, _) = place.id.as_str().split_once(':').unwrap_or_default();
        let index = self.prefixes.entry(prefix.to_owned()).or_default();
        index.names.insert(place.id.clone(), place.name.clone());
        index.shapes.extend(place.geometry.iter().map(|g| (place.id.clone(), g.clone())));
        index.by_name.entry(place.name.trim().to_owned()).or_default().insert(place.id.clone());
        for name in place.aliases.iter().chain([&place.name]) {
            index.by_normalised.entry(normalised_name(name)).or_default().insert(place.id.clone());
        }
        for alias in &place.aliases {
            index.by_alias.entry(alias.trim().to_owned()).or_default().insert(place.id.clone());
        }
    }

    /// The city's own place.
    #[must_use]
    pub fn city(&self) -> &PlaceId {
        &self.city
    }

    /// Whether a place is known.
    #[must_use]
    pub fn holds(&self, id: &PlaceId) -> bool {
        let prefix = id.as_str().split_once(':').map_or("", |(prefix, _)| prefix);
        *id == self.city || self.prefixes.get(prefix).is_some_and(|p| p.names.contains_key(id))
    }

    /// The name of a place.
    #[must_use]
    pub fn name(&self, id: &PlaceId) -> Option<&str> {
        let (prefix, _) = id.as_str().split_once(':')?;
        self.prefixes.get(prefix)?.names.get(id).map(String::as_str)
    }

    /// How many places have ids of a prefix.
    #[must_use]
    pub fn count(&self, prefix: &str) -> usize {
        self.prefixes.get(prefix).map_or(0, |p| p.names.len())
    }

    /// The places that a code names: the one with that code, or those with such an alias.
    #[must_use]
    pub fn by_code(&self, prefix: &str, code: &str) -> Vec<PlaceId> {
        let id = PlaceId::new(prefix, code);
        if self.holds(&id) {
            return vec![id];
        }
        self.set(prefix, |p| p.by_alias.get(code.trim()))
    }

    /// The places of exactly this name, or else with such an alias.
    #[must_use]
    pub fn by_name(&self, prefix: &str, name: &str) -> Vec<PlaceId> {
        let named = self.set(prefix, |p| p.by_name.get(name.trim()));
        if named.is_empty() { self.set(prefix, |p| p.by_alias.get(name.trim())) } else { named }
    }

    /// The places of which a name or alias is alike once both are normalised.
    #[must_use]
    pub fn by_normalised(&self, prefix: &str, name: &str) -> Vec<PlaceId> {
        self.set(prefix, |p| p.by_normalised.get(&normalised_name(name)))
    }

    /// The areas of a prefix, and the place that each position stands for.
    pub(crate) fn areas(&self, prefix: &str) -> (Areas, Vec<PlaceId>) {
        let shapes = self.prefixes.get(prefix).map_or(&[][..], |p| &p.shapes);
        let areas = Areas::of(shapes.iter().enumerate().map(|(at, (_, shape))| (at, shape)));
        (areas, shapes.iter().map(|(id, _)| id.clone()).collect())
    }

    /// The place that a code or a name without double meaning stands for.
    #[must_use]
    pub fn one(&self, prefix: &str, text: &str) -> Option<PlaceId> {
        let tries = [self.by_code(prefix, text), self.by_name(prefix, text), self.by_normalised(prefix, text)];
        match tries.iter().find(|found| !found.is_empty()).map(Vec::as_slice) {
            Some([one]) => Some(one.clone()),
            _ => None,
        }
    }

    fn set<'a>(&'a self, prefix: &str, of: impl Fn(&'a Prefix) -> Option<&'a BTreeSet<PlaceId>>) -> Vec<PlaceId> {
        self.prefixes.get(prefix).and_then(of).map_or_else(Vec::new, |set| set.iter().cloned().collect())
    }

    /// Up to three places whose names look most like a text (Jaro-Winkler on normalised names, at least 0.75), those in
    /// `taken` left out; the most alike first.
    #[must_use]
    pub fn look_alikes(&self, prefix: &str, text: &str, taken: &BTreeSet<PlaceId>) -> Vec<Candidate> {
        let Some(index) = self.prefixes.get(prefix) else { return Vec::new() };
        let wanted = normalised_name(text);
        let mut best: BTreeMap<&PlaceId, f64> = BTreeMap::new();
        for (name, ids) in &index.by_normalised {
            let score = strsim::jaro_winkler(&wanted, name);
            for id in ids.iter().filter(|id| score >= 0.75 && !taken.contains(id)) {
                let held = best.entry(id).or_insert(score);
                *held = held.max(score);
            }
        }
        let name = |id: &PlaceId| index.names.get(id).cloned().unwrap_or_default();
        let mut candidates = best
            .into_iter()
            .map(|(id, score)| Candidate { accept: id.code().to_owned(), name: name(id), score })
            .collect::<Vec<_>>();
        candidates.sort_by(|a, b| b.score.total_cmp(&a.score));
        candidates.truncate(3);
        candidates
    }
}
