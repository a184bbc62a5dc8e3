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
}

impl<'a> Reading<'a> {
    /// The look-ups of a profile.
    pub fn new(profile: &'a CityProfile) -> Self {
        Self {
            profile,
            sources: profile.sources.iter().enumerate().map(|(i, s)| (&s.id, i + 1)).collect(),
            places: profile.places.iter().enumerate().map(|(i, p)| (&p.id, i)).collect(),
        }
    }

    /// The number of a source in the list, from 1.
    pub fn source_number(&self, id: &SourceId) -> Option<usize> {
        self.sources.get(id).copied()
    }

    /// What a place is and where: `Informal settlement in Kade`.
    pub fn described(&self, place: &PlaceProfile) -> String {
        let mut kind = kind_of(place).to_owned();
        if !place.edition.is_empty() {
            kind = fill("kind-of-edition", &[("kind", &kind), ("edition", &place.edition)]);
        }
        let parent = place.parent.as_ref().and_then(|id| self.places.get(id)).and_then(|i| self.profile.places.get(*i));
        match parent {
            Some(parent) if parent.kind != PlaceKind::City => {
                fill("kind-in", &[("kind", &kind), ("place", &parent.name)])
            }
            _ => kind,
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
