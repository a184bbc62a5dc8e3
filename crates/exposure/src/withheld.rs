//! What may not leave: boundaries that no consent covers, numbers of closed sources, small counts.

use crate::RiskEvidence;
use assess::disclosure::guard::Guard;
use city::assessment::HeldBack;
use city::risk::{Measure, RiskReport, Suffered};
use city::{Gap, Observation, Place, PlaceId};
use std::collections::{BTreeMap, BTreeSet};

/// Takes out of a report what not everybody may see, and says so.
pub fn withhold(report: &mut RiskReport, risk: &RiskEvidence, places: &[&Place], made: &[Observation]) {
    let evidence = risk.evidence;
    let guard = Guard::new(evidence, made);
    let of_exposure = |id: &str| {
        let layer = risk.exposure(id).map(|e| e.layer.as_str());
        risk.layers.iter().find(|l| Some(l.layer.name.as_str()) == layer).map(|l| &l.layer.source)
    };
    let by_id: BTreeMap<&PlaceId, &&Place> = places.iter().map(|p| (&p.id, p)).collect();
    let counts =
        |o: &Observation| ["population", "population_assessed", "population_flooded"].contains(&o.indicator.as_str());
    let people: BTreeSet<PlaceId> =
        places.iter().filter(|p| guard.holds(&p.id, counts)).map(|p| p.id.clone()).collect();
    let hidden: BTreeSet<&PlaceId> =
        places.iter().filter(|p| guard.consents.closed(&p.source)).map(|p| &p.id).collect();
    let (mut closed, mut rows, mut boundaries, mut small) = (0, 0, 0, 0);
    for shown in &mut report.places {
        if let Some(place) = by_id.get(&shown.id).filter(|p| !guard.consents.shows_boundary(&p.source)) {
            let (geometry, note) = guard.consents.geometry(place);
            shown.geometry = geometry;
            note.clone_into(&mut shown.geometry_note);
            boundaries += 1;
        }
        if people.contains(&shown.id) || hidden.contains(&shown.id) {
            shown.people = None;
        }
    }
    let least = f64::from(evidence.settings.least_count);
    for result in &mut report.results {
        let is_people = result.measure == Measure::People;
        let before = result.places.len();
        result.places.retain(|(id, _)| !(hidden.contains(id) || is_people && people.contains(id)));
        let held = before - result.places.len();
        rows += held;
        if of_exposure(&result.exposure).is_some_and(|source| guard.consents.closed(source)) {
            closed += 1;
            result.places.clear();
            result.groups.clear();
            result.whole = Suffered::default();
        } else if held == 1 {
            // one alone could be had from the whole by subtraction
            result.groups.clear();
        }
    }
    small += crate::small::hide(report, least);
    hide_days(report, risk);
    report.results.retain(|r| r.whole != Suffered::default());
    let asked = ["disasters", "disaster_frequency", "structures_destroyed"];
    let said = |o: &Observation| asked.contains(&o.indicator.as_str());
    let silent: BTreeSet<&PlaceId> = places.iter().map(|p| &p.id).filter(|id| guard.holds(id, said)).collect();
    for lived in &mut report.lived {
        let before = lived.told.len();
        lived.told.retain(|told| !(hidden.contains(&told.place) || silent.contains(&told.place)));
        lived.rates.retain(|rate| !(hidden.contains(&rate.place) || silent.contains(&rate.place)));
        rows += before - lived.told.len();
    }
    let services = &risk.settings.services;
    if services.iter().any(|s| of_exposure(&s.exposure).is_some_and(|source| guard.consents.closed(source))) {
        // what stops of one tells of what it needs
        closed += report.services.len();
        report.services.clear();
    }
    for stop in &mut report.services {
        small += stop.people.as_mut().map_or(0, |people| hide_small(people, least));
    }
    let consent: Vec<String> = guard.closed().map(|s| guard.consents.why_closed(s)).collect();
    let consent = format!("Not everybody may see it. {}.", consent.join("; "));
    let list = [
        ("Results of a layer", consent.clone(), closed, Gap::WithheldByCommunity),
        ("Numbers of places", consent, rows, Gap::WithheldByCommunity),
        (
            "Boundaries of places",
            "Their consent does not cover the boundary: each is a point rounded to about 1 km.".to_owned(),
            boundaries,
            Gap::WithheldByCommunity,
        ),
        (
            "Small counts of persons or dwellings at an event",
            format!("Fewer than {} could be recognised.", evidence.settings.least_count),
            small,
            Gap::Confidential,
        ),
    ];
    let named = list.into_iter().filter(|(_, _, count, _)| *count > 0);
    report.held_back = named
        .map(|(what, why, count, reason)| HeldBack { what: what.to_owned(), why, count: count as u64, reason })
        .collect();
}

/// Days of repair and work at a place tell of how few dwellings were struck: hidden at events where that is, and then in the year.
fn hide_days(report: &mut RiskReport, risk: &RiskEvidence) {
    let mut gone: BTreeSet<(String, usize, PlaceId, usize)> = BTreeSet::new();
    for result in report.results.iter().filter(|r| matches!(r.measure, Measure::Struck(_))) {
        for (place, suffered) in &result.places {
            let held = suffered.events.iter().enumerate().filter(|(_, event)| event.is_none());
            gone.extend(held.map(|(at, _)| (result.exposure.clone(), result.view, place.clone(), at)));
        }
    }
    for result in &mut report.results {
        if !matches!(result.measure, Measure::RepairDays | Measure::WorkDays | Measure::Income { .. }) {
            continue;
        }
        let Some(exposure) = risk.exposure(&result.exposure).map(|e| e.id.clone()) else { continue };
        for (place, suffered) in &mut result.places {
            let mut held = false;
            for (at, event) in suffered.events.iter_mut().enumerate() {
                if gone.contains(&(exposure.clone(), result.view, place.clone(), at)) {
                    *event = None;
                    held = true;
                }
            }
            if held {
                suffered.annual = None;
                suffered.by_rule.clear();
            }
        }
    }
}

/// Events that strike fewer than the least, and those that leave as few unstruck; gives how many were left out.
fn hide_small(suffered: &mut Suffered, least: f64) -> usize {
    let is_small = |n: f64| n >= 0.5 && n < least;
    let exposed = suffered.exposed;
    let mut count = 0;
    for event in &mut suffered.events {
        if event.is_some_and(|e| is_small(e.value) || is_small(exposed - e.value)) {
            *event = None;
            count += 1;
        }
    }
    if count > 0 {
        suffered.annual = None;
        suffered.by_rule.clear();
    }
    count
}
