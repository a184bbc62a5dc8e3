//! What a reader of a profile looks up: numbers of sources, places by id, entries by indicator.

use crate::words::{fill, say};
use city::profile::{CityProfile, Entry, KeyIndicator, PlaceProfile, SettlementType};
use city::source::SourceId;
use city::{PlaceId, PlaceKind};
use std::collections::BTreeMap;

/// A profile with its look-ups.
pub struct Reading<'a> {
    /// The profile.
    pub profile: &'a CityProfile,
    sources: BTreeMap<&'a SourceId, usize>,
    places: BTreeMap<&'a PlaceId, usize>,
    codes: BTreeMap<(&'a str, &'a str), &'a str>,
    indicators: BTreeMap<&'a str, &'a str>,
}

impl<'a> Reading<'a> {
    /// The look-ups of a profile.
    pub fn new(profile: &'a CityProfile) -> Self {
        let mut codes = BTreeMap::new();
        let mut indicators = BTreeMap::new();
        for entry in profile.places.iter().flat_map(|p| &p.entries) {
            let words: Vec<&str> = entry.group_label.split(", ").collect();
            let keys: Vec<(&str, &str)> = entry.group.iter().collect();
            match keys.as_slice() {
                [] => {
                    indicators.insert(entry.indicator.as_str(), entry.label.as_str());
                }
                [key] => {
                    codes.insert(*key, entry.group_label.as_str());
                }
                many if many.len() == words.len() => {
                    many.iter().zip(words).for_each(|(key, words)| {
                        codes.entry(*key).or_insert(words);
                    });
                }
                _ => {}
            }
            indicators.entry(&entry.indicator).or_insert(&entry.label);
        }
        Self {
            codes,
            indicators,
            profile,
            sources: profile.sources.iter().enumerate().map(|(i, s)| (&s.id, i + 1)).collect(),
            places: profile.places.iter().enumerate().map(|(i, p)| (&p.id, i)).collect(),
        }
    }

    /// The number of a source in the list, from 1.
    pub fn source_number(&self, id: &SourceId) -> Option<usize> {
        self.sources.get(id).copied()
    }

    /// Words for a code of a dimension.
    pub fn code_label(&self, dimension: &str, code: &str) -> String {
        self.codes.get(&(dimension, code)).map_or_else(|| code.replace('_', " "), |words| (*words).to_owned())
    }

    /// What an indicator is called.
    pub fn indicator_label(&self, indicator: &str) -> String {
        self.indicators.get(indicator).map_or_else(|| indicator.replace('_', " "), |words| (*words).to_owned())
    }

    /// The place of an id.
    pub fn place(&self, id: &PlaceId) -> Option<&'a PlaceProfile> {
        self.places.get(id).and_then(|i| self.profile.places.get(*i))
    }

    /// The place that a place is part of, unless that is the city.
    pub fn parent(&self, place: &PlaceProfile) -> Option<&'a PlaceProfile> {
        place.parent.as_ref().and_then(|id| self.place(id)).filter(|p| p.kind != PlaceKind::City)
    }

    /// What a place is and where: `Informal settlement in Kade`.
    pub fn described(&self, place: &PlaceProfile) -> String {
        let mut kind = kind_of(place).to_owned();
        if !place.edition.is_empty() {
            kind = fill("kind-of-edition", &[("kind", &kind), ("edition", &place.edition)]);
        }
        match self.parent(place) {
            Some(parent) => fill("kind-in", &[("kind", &kind), ("place", &parent.name)]),
            None => kind,
        }
    }
}

/// What a place is, in words.
pub fn kind_of(place: &PlaceProfile) -> &'static str {
    match (place.kind, place.settlement_type) {
        (PlaceKind::Settlement, Some(SettlementType::Informal)) => say("kind-informal"),
        (PlaceKind::Settlement, Some(SettlementType::Formal)) => say("kind-formal"),
        (PlaceKind::Settlement, None) => say("kind-settlement"),
        (PlaceKind::City, _) => say("kind-city"),
        (PlaceKind::District, _) => say("kind-district"),
        (PlaceKind::Cell, _) => say("kind-cell"),
        (PlaceKind::Building, _) => say("kind-building"),
        (PlaceKind::Facility, _) => say("kind-facility"),
    }
}

/// The entry of a place that a key indicator shows: the latest, should there be several.
pub fn key_entry<'a>(place: &'a PlaceProfile, key: &KeyIndicator) -> Option<&'a Entry> {
    place
        .entries
        .iter()
        .filter(|e| e.indicator == key.indicator && e.group == key.group)
        .max_by(|a, b| a.period.cmp(&b.period))
}
