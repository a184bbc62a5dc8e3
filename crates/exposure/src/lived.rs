//! A model's footprint beside an event that residents lived through.

use assess::hazard::catalogue::Catalogue;
use assess::profile::facts::Facts;
use crate::RiskEvidence;
use crate::people::group;
use crate::views::Seen;
use city::risk::Lived;
use city::{Place, PlaceKind};

/// One row for each view and each event that places say they lived through, or did not.
pub fn lived(risk: &RiskEvidence, facts: &Facts, seen: &[Seen], places: &[&Place]) -> Vec<Lived> {
    let Ok(catalogue) = Catalogue::shipped() else { return Vec::new() };
    let mut rows = Vec::new();
    for (at, one) in seen.iter().enumerate() {
        let Some(hazard) = catalogue.get(&one.view.hazard) else { continue };
        for event in &hazard.events {
            rows.extend(row(risk, facts, (at, one), event, places));
        }
    }
    rows
}

fn row(
    risk: &RiskEvidence,
    facts: &Facts,
    (at, seen): (usize, &Seen),
    event: &str,
    places: &[&Place],
) -> Option<Lived> {
    let complete = risk.evidence.settings.lived_list_complete.iter().any(|flag| flag == event);
    let flag = |place: &Place| facts.number(&place.id, event).and_then(|o| o.value.number()).map(|yes| yes > 0.0);
    let asked: Vec<PlaceKind> = places.iter().filter(|p| flag(p).is_some()).map(|p| p.kind).collect();
    let mut row = Lived {
        view: at,
        event: event.replace('_', " "),
        both: 0,
        model_only: 0,
        lived_only: 0,
        neither: 0,
        rates: Vec::new(),
        note: String::new(),
    };
    for place in places {
        let lived = flag(place).or_else(|| (complete && asked.contains(&place.kind)).then_some(false));
        let (Some(lived), Some(modelled)) = (lived, shows(facts, seen, place)) else { continue };
        *match (modelled, lived) {
            (true, true) => &mut row.both,
            (true, false) => &mut row.model_only,
            (false, true) => &mut row.lived_only,
            (false, false) => &mut row.neither,
        } += 1;
    }
    if row.both + row.model_only + row.lived_only + row.neither == 0 {
        return None;
    }
    "One event is no frequency: no annual figure is made of it. A model shows a place where any part of it is inside the footprint.".clone_into(&mut row.note);
    Some(row)
}

/// How many settlements a model knows of, and how many of them any footprint touches.
pub fn settlements(facts: &Facts, seen: &[Seen], places: &[&Place]) -> (usize, usize) {
    let (mut known, mut touched) = (0, 0);
    for place in places.iter().filter(|p| p.kind == PlaceKind::Settlement) {
        let of_views: Vec<bool> = seen.iter().filter_map(|one| shows(facts, one, place)).collect();
        known += usize::from(!of_views.is_empty());
        touched += usize::from(of_views.contains(&true));
    }
    (known, touched)
}

/// Whether any part of a place lies inside the footprint at any return period; none where the model says nothing of it.
fn shows(facts: &Facts, seen: &Seen, place: &Place) -> Option<bool> {
    let share = |years: &Option<f64>| facts.best(&place.id, "flooded_share", &group(seen, *years))?.value.number();
    let known: Vec<f64> = seen.view.return_periods.iter().filter_map(share).collect();
    (!known.is_empty()).then(|| known.iter().any(|percent| *percent > 0.0))
}
