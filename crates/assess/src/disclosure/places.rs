//! Places and their people.

use super::guard::Guard;
use super::ledger::{Ledger, What};
use city::assessment::{AssessedPlace, Assessment, SettlementPeople};
use city::source::SourceId;
use city::{Observation, Place, PlaceId};
use std::collections::{BTreeMap, BTreeSet};

pub(super) const HELD: &str = "Held back: the consent that covers it does not let everybody see it.";

/// Coarse points in place of boundaries that may not be shown; gives the places so shown.
pub(super) fn geometry(
    assessment: &mut Assessment,
    places: &[Place],
    guard: &Guard,
    ledger: &mut Ledger,
) -> BTreeSet<PlaceId> {
    let by_id: BTreeMap<&PlaceId, &Place> = places.iter().map(|p| (&p.id, p)).collect();
    let mut coarse = BTreeSet::new();
    for shown in &mut assessment.places {
        let Some(place) = by_id.get(&shown.id).filter(|p| !guard.consents.shows_boundary(&p.source)) else { continue };
        let (geometry, note) = guard.consents.geometry(place);
        shown.geometry = geometry;
        note.clone_into(&mut shown.geometry_note);
        coarse.insert(shown.id.clone());
    }
    ledger.add(What::Boundaries, coarse.len());
    coarse
}

/// Counts of people that rest on a closed source, and the totals that would give them away; gives the places held.
pub(super) fn people(assessment: &mut Assessment, guard: &Guard, ledger: &mut Ledger) -> BTreeSet<PlaceId> {
    let counted = |o: &Observation| o.indicator == "population_assessed";
    let ids = assessment.places.iter().map(|p| &p.id).chain(assessment.people.settlements.iter().map(|s| &s.place));
    let held: BTreeSet<PlaceId> = ids.filter(|id| guard.holds_result(id, counted)).cloned().collect();
    if held.is_empty() {
        return held;
    }
    let known = |p: &AssessedPlace| held.contains(&p.id) && p.people.is_some();
    ledger.add(What::People, assessment.places.iter().filter(|p| known(p)).count());
    assessment.places.iter_mut().filter(|p| held.contains(&p.id)).for_each(|p| p.people = None);
    let rows = &mut assessment.people.settlements;
    let twice = |row: &&SettlementPeople| row.independent && row.profile.is_some() && row.city.is_some();
    let of_missed = rows.iter().filter(twice).filter(|row| held.contains(&row.place)).count();
    rows.iter_mut().filter(|row| held.contains(&row.place)).for_each(hold_row);
    if of_missed == 1 && assessment.people.missed.take().is_some() {
        ledger.add(What::Totals, 1);
    }
    districts(assessment, &held, ledger);
    held
}

fn hold_row(row: &mut SettlementPeople) {
    if row.profile.take().is_none() {
        row.city = None;
        row.city_method = String::new();
    }
    row.profile_method = String::new();
    row.combined = None;
    HELD.clone_into(&mut row.note);
}

/// The totals of a district with one held settlement among others.
fn districts(assessment: &mut Assessment, held: &BTreeSet<PlaceId>, ledger: &mut Ledger) {
    let parents: Vec<&PlaceId> =
        assessment.places.iter().filter(|p| held.contains(&p.id)).filter_map(|p| p.parent.as_ref()).collect();
    for row in &mut assessment.people.districts {
        let inside = parents.iter().filter(|parent| ***parent == row.place).count();
        if inside == 1 && row.inside_after.is_some() {
            (row.inside_after, row.total_after) = (None, None);
            ledger.add(What::Totals, 1);
        }
    }
}

/// What the list of problems and the warnings say of held places.
pub(super) fn problems(assessment: &mut Assessment, guard: &Guard, ledger: &mut Ledger) {
    let closed: BTreeSet<&SourceId> = guard.closed().map(|s| &s.id).collect();
    if closed.is_empty() {
        return;
    }
    let touched: Vec<(String, String)> =
        assessment.places.iter().filter(|p| guard.touches(&p.id)).map(|p| (p.id.to_string(), p.name.clone())).collect();
    let speaks_of = |text: &str| {
        touched
            .iter()
            .any(|(id, name)| text.contains(id.as_str()) || name.chars().count() > 3 && text.contains(name.as_str()))
    };
    let mut count = 0;
    for problem in &mut assessment.problems {
        let texts = [&problem.value, &problem.expected, &problem.hint, &problem.column];
        if closed.contains(&SourceId::from(problem.source.as_str())) || texts.iter().any(|text| speaks_of(text)) {
            (problem.value, problem.expected) = (String::new(), String::new());
            HELD.clone_into(&mut problem.hint);
            count += 1;
        }
    }
    for chain in &mut assessment.chains {
        let before = chain.warnings.len();
        chain.warnings.retain(|warning| !speaks_of(warning));
        count += before - chain.warnings.len();
    }
    ledger.add(What::Problems, count);
}
