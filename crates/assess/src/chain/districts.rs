//! The one set of districts that chains are computed for: editions of boundaries are never mixed.

use crate::evidence::Evidence;
use city::{PlaceId, PlaceKind, Problem};
use std::collections::BTreeMap;

/// The prefix of the districts that are assessed: the one that `[assess] districts` names; otherwise, of the sets that there
/// are, the one of the latest edition, of several such the one with most observations, and then the first by name.
///
/// With it comes a note where one of several was chosen, and a warning where the named set is not there.
#[must_use]
pub fn district_set(evidence: &Evidence) -> (Option<String>, Vec<Problem>) {
    let mut sets: BTreeMap<&str, (&str, usize)> = BTreeMap::new();
    for place in evidence.places.iter().filter(|p| p.kind == PlaceKind::District) {
        let set = sets.entry(place.id.prefix()).or_default();
        set.0 = set.0.max(&place.edition);
    }
    let wanted = evidence.settings.districts.as_str();
    let names = sets.keys().copied().collect::<Vec<_>>().join(", ");
    if sets.contains_key(wanted) {
        return (Some(wanted.to_owned()), Vec::new());
    }
    let mut problems = Vec::new();
    if !wanted.is_empty() && !sets.is_empty() {
        problems.push(
            Problem::warning("district_set_unknown")
                .in_column("[assess] districts")
                .found(wanted)
                .expected(format!("a set of districts of this city: {names}"))
                .hint("name the prefix that [source.places] gives them"),
        );
    }
    if sets.len() > 1 {
        for observation in evidence.observations {
            if let Some(set) = sets.get_mut(observation.place.prefix()) {
                set.1 += 1;
            }
        }
    }
    // Of equals the last is taken: turned round, it is the first by name.
    let chosen = sets.iter().rev().max_by_key(|(_, rank)| **rank).map(|(prefix, _)| (*prefix).to_owned());
    if let Some(chosen) = chosen.as_deref().filter(|_| sets.len() > 1) {
        problems.push(
            Problem::note("district_set_chosen")
                .in_column("[assess] districts")
                .found(chosen)
                .expected(format!("one of the sets {names}: the latest edition, then the one with most observations"))
                .hint("write `districts = \"...\"` under [assess] for another"),
        );
    }
    (chosen, problems)
}

/// The district of a set that a place lies in, through its parents; none where there is none, or they go in a circle.
pub(super) fn district_of<'a>(
    place: &PlaceId,
    set: &str,
    parents: &BTreeMap<&PlaceId, &'a PlaceId>,
) -> Option<&'a PlaceId> {
    let mut at = *parents.get(place)?;
    for _ in 0..parents.len() {
        if at.prefix() == set {
            return Some(at);
        }
        at = parents.get(at)?;
    }
    None
}
