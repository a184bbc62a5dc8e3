//! What may not leave: numbers of closed sources, boundaries that no consent covers, small counts.

use crate::disclosure::guard::Guard;
use crate::travel::Scene;
use city::assessment::HeldBack;
use city::source::SourceId;
use city::travel::{Farness, TravelReport, TravelRow, Within};
use city::travel_settings::TravelSettings;
use city::{Estimate, Gap, Observation, PlaceId};
use std::collections::{BTreeMap, BTreeSet};

/// Takes out of a report what not everybody may see, and says so.
pub fn withhold(report: &mut TravelReport, scene: &Scene, sound: &[TravelSettings], made: &[Observation]) {
    let evidence = scene.travel.evidence;
    let guard = Guard::new(evidence, made);
    let of_layer = |name: &str| scene.travel.layers.iter().find(|l| l.layer.name == name).map(|l| &l.layer.source);
    let closed = |source: Option<&SourceId>| source.is_some_and(|s| guard.consents.closed(s));
    let held: BTreeSet<&str> = sound
        .iter()
        .filter(|s| closed(of_layer(&s.network)) || closed(of_layer(&s.to)))
        .map(|s| s.id.as_str())
        .collect();
    let before = report.journeys.len();
    report.journeys.retain(|j| !held.contains(j.id.as_str()));
    let mut ledger = Held { journeys: before - report.journeys.len(), ..Held::default() };
    let places: BTreeMap<&PlaceId, &SourceId> = scene.places.iter().map(|p| (&p.id, &p.source)).collect();
    let hidden: BTreeSet<PlaceId> =
        places.iter().filter(|(_, source)| guard.consents.closed(source)).map(|(id, _)| (*id).clone()).collect();
    let coarse = geometry(report, scene, &guard);
    ledger.boundaries = coarse.len();
    ledger.places = hidden.len();
    let counts = |id: &PlaceId| {
        guard.holds(id, |o| {
            ["population", "population_assessed", "travel_within_people"].contains(&o.indicator.as_str())
        })
    };
    let people: BTreeSet<PlaceId> = places.keys().filter(|id| counts(id)).map(|id| (*id).clone()).collect();
    for place in &mut report.places {
        if (people.contains(&place.id) || hidden.contains(&place.id)) && place.people.take().is_some() {
            ledger.people += 1;
        }
    }
    let least = f64::from(evidence.settings.least_count);
    let of_place: BTreeMap<PlaceId, Estimate> =
        report.places.iter().filter_map(|p| Some((p.id.clone(), p.people?))).collect();
    for journey in &mut report.journeys {
        for row in &mut journey.rows {
            if hidden.contains(&row.place) {
                clear(row);
            }
            if coarse.contains(&row.place) {
                roughen(row);
            }
            if people.contains(&row.place) {
                row.within.iter_mut().for_each(|w| w.people = None);
            }
            ledger.small += small(&mut row.within, of_place.get(&row.place).map(|p| p.value), least);
        }
        let partly = people.len() + hidden.len();
        for group in &mut journey.groups {
            // all others that go into the total are shown, so one that is held would be given away
            if partly == 1 {
                group.people = None;
                group.within.iter_mut().for_each(|w| w.people = None);
            }
        }
    }
    report.held_back = ledger.list(&guard, evidence.settings.least_count);
}

#[derive(Default)]
struct Held {
    journeys: usize,
    places: usize,
    people: usize,
    boundaries: usize,
    small: usize,
}

impl Held {
    fn list(&self, guard: &Guard, least: u32) -> Vec<HeldBack> {
        let closed: Vec<String> = guard.closed().map(|s| guard.consents.why_closed(s)).collect();
        let consent = format!("Not everybody may see it. {}.", closed.join("; "));
        let coarse = "Their consent does not cover the boundary: each is a point rounded to about 1 km, metres are rounded to 1 km, and minutes are left out.";
        let small = format!("Fewer than {least} persons could be recognised.");
        [
            ("Ways along or to a layer", &consent, self.journeys, Gap::WithheldByCommunity),
            ("Numbers of places", &consent, self.places, Gap::WithheldByCommunity),
            ("Counts of people of places", &consent, self.people, Gap::WithheldByCommunity),
            ("Boundaries of places", &coarse.to_owned(), self.boundaries, Gap::WithheldByCommunity),
            ("Small counts of persons, and those that would give them away", &small, self.small, Gap::Confidential),
        ]
        .into_iter()
        .filter(|(_, _, count, _)| *count > 0)
        .map(|(what, why, count, reason)| HeldBack {
            what: what.to_owned(),
            why: why.clone(),
            count: count as u64,
            reason,
        })
        .collect()
    }
}

/// Coarse points in place of boundaries that may not be shown; gives the places so shown.
fn geometry(report: &mut TravelReport, scene: &Scene, guard: &Guard) -> BTreeSet<PlaceId> {
    let by_id: BTreeMap<&PlaceId, _> = scene.places.iter().map(|p| (&p.id, *p)).collect();
    let mut coarse = BTreeSet::new();
    for shown in &mut report.places {
        let Some(place) = by_id.get(&shown.id).filter(|p| !guard.consents.shows_boundary(&p.source)) else { continue };
        let (geometry, note) = guard.consents.geometry(place);
        shown.geometry = geometry;
        note.clone_into(&mut shown.geometry_note);
        coarse.insert(shown.id.clone());
    }
    coarse
}

fn clear(row: &mut TravelRow) {
    (row.minutes, row.distance_m, row.straight_m) = (Farness::default(), Farness::default(), None);
    row.within.clear();
    "held back: the consent that covers it does not let everybody see it".clone_into(&mut row.note);
}

/// Distances to the kilometre and no minutes: several of them exactly would say where the place is.
fn roughen(row: &mut TravelRow) {
    let kilometre = |m: f64| (m / 1_000.0).round() * 1_000.0;
    let rough = |e: Option<Estimate>| {
        e.and_then(|e| Estimate::range(kilometre(e.low), kilometre(e.value), kilometre(e.high)).ok())
    };
    let far = row.distance_m;
    row.distance_m = Farness { median: rough(far.median), mean: rough(far.mean), p90: rough(far.p90) };
    row.minutes = Farness::default();
    row.straight_m = row.straight_m.map(kilometre);
}

/// Counts of fewer than the least, and those whose rest would be; gives how many were left out.
fn small(within: &mut [Within], people: Option<f64>, least: f64) -> usize {
    let is_small = |n: f64| n > 0.0 && n < least;
    let mut count = 0;
    for band in within {
        let Some(inside) = band.people else { continue };
        if is_small(inside.value) || people.is_some_and(|p| is_small(p - inside.value)) {
            (band.people, band.share) = (None, None);
            count += 1;
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_below_the_least_go_and_so_do_those_that_leave_as_few_outside() {
        let exact = |n: f64| Estimate::exact(n).ok();
        let band = |n: f64| Within { minutes: 5, share: exact(n), people: exact(n), at_most: 100.0 };
        let mut within = [band(3.0), band(50.0), band(97.0), band(100.0), band(0.0)];
        assert_eq!(small(&mut within, Some(100.0), 5.0), 2);
        let left: Vec<bool> = within.iter().map(|w| w.people.is_some()).collect();
        assert_eq!(left, [false, true, false, true, true]);
    }
}
