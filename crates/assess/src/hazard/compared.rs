//! Which places are compared: every settlement, and the districts of one set, so that nobody is counted in two of them.

use crate::evidence::{Evidence, PeopleByPlace};
use crate::profile::facts::Facts;
use city::{Place, PlaceId, PlaceKind};
use std::collections::BTreeMap;

/// Settlements and the districts of one set, in the order of the evidence.
pub(super) fn places<'a>(evidence: &Evidence<'a>) -> Vec<&'a Place> {
    let set = districts(evidence);
    let wanted = |place: &&Place| match place.kind {
        PlaceKind::Settlement => true,
        PlaceKind::District => Some(place.id.prefix()) == set,
        _ => false,
    };
    evidence.places.iter().filter(wanted).collect()
}

/// The set that was asked for, else that of most settlements' parents, else the one with most places.
fn districts<'a>(evidence: &Evidence<'a>) -> Option<&'a str> {
    let of_kind = |kind| evidence.places.iter().filter(move |p: &&Place| p.kind == kind);
    let asked = of_kind(PlaceKind::District).map(|p| p.id.prefix()).find(|set| *set == evidence.settings.districts);
    let parents = of_kind(PlaceKind::Settlement).filter_map(|p| p.parent.as_ref().map(PlaceId::prefix));
    let all = of_kind(PlaceKind::District).filter(|p| p.geometry.is_some()).map(|p| p.id.prefix());
    asked.or_else(|| most(parents)).or_else(|| most(all))
}

fn most<'a>(sets: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for set in sets {
        *counts.entry(set).or_default() += 1;
    }
    counts.into_iter().max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(a.0))).map(|(set, _)| set)
}

/// People of every settlement and district: as the assessment counts them, else as collected.
pub(super) fn people(evidence: &Evidence, counted: &PeopleByPlace, facts: &Facts) -> PeopleByPlace {
    let mut people = counted.clone();
    for place in evidence.places.iter().filter(|p| matches!(p.kind, PlaceKind::Settlement | PlaceKind::District)) {
        if people.contains_key(&place.id) {
            continue;
        }
        if let Some(estimate) = facts.number(&place.id, "population").and_then(|o| o.value.estimate()) {
            people.insert(place.id.clone(), estimate);
        }
    }
    people
}
