//! Places and sources of an assessment, as a reader gets them.

use crate::evidence::{Evidence, PeopleByPlace};
use crate::profile::facts::Facts;
use city::assessment::{AssessedPlace, ChainResult};
use city::profile::SettlementType;
use city::source::SourceId;
use city::{Basis, Group, Observation, Place, PlaceId, PlaceKind, Source, Value};
use std::collections::BTreeSet;

/// The city, the districts that a result or a count is about, and every settlement.
pub(super) fn assessed(evidence: &Evidence, people: &PeopleByPlace, results: &[ChainResult]) -> Vec<AssessedPlace> {
    let scored: BTreeSet<&PlaceId> = results.iter().flat_map(|r| r.scores.iter().map(|s| &s.place)).collect();
    let parents: BTreeSet<&PlaceId> = evidence.places.iter().filter_map(|p| p.parent.as_ref()).collect();
    let facts = evidence.facts(&[]);
    let wanted = |p: &&Place| match p.kind {
        PlaceKind::City | PlaceKind::Settlement => true,
        PlaceKind::District => scored.contains(&p.id) || parents.contains(&p.id),
        _ => false,
    };
    let mut places: Vec<&Place> = evidence.places.iter().filter(wanted).collect();
    places.sort_by_key(|p| (p.kind, &p.name, &p.id));
    places.into_iter().map(|place| described(place, people, &facts)).collect()
}

fn described(place: &Place, people: &PeopleByPlace, facts: &Facts) -> AssessedPlace {
    AssessedPlace {
        id: place.id.clone(),
        kind: place.kind,
        name: place.name.clone(),
        parent: place.parent.clone(),
        settlement_type: settlement_type(place, facts),
        geometry: place.geometry.clone(),
        geometry_note: String::new(),
        people: people.get(&place.id).copied(),
    }
}

fn settlement_type(place: &Place, facts: &Facts) -> Option<SettlementType> {
    match &facts.best(&place.id, "settlement_type", &Group::all())?.value {
        Value::Classes(codes) => codes.first()?.parse().ok(),
        _ => None,
    }
}

/// Every source that a number of the assessment names, or that one of its inputs comes from.
pub(super) fn sources(evidence: &Evidence, made: &[Observation]) -> Vec<Source> {
    let mut named: BTreeSet<SourceId> = BTreeSet::new();
    for observation in made {
        named.insert(observation.source.clone());
        if let Basis::Derived { inputs, .. } = &observation.basis {
            named.extend(inputs.iter().filter_map(|key| key.rsplit_once('#')).map(|(_, id)| SourceId::from(id)));
        }
    }
    named.extend(evidence.places.iter().map(|p| p.source.clone()));
    named.extend(evidence.footprints.iter().map(|f| f.source.clone()));
    evidence.sources.iter().filter(|s| named.contains(&s.id)).cloned().collect()
}
