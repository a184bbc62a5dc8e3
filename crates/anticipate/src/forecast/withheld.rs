//! What may not leave: places of closed sources, boundaries that no consent covers, small counts.

use assess::disclosure::guard::Guard;
use assess::evidence::Evidence;
use city::assessment::HeldBack;
use city::forecast::{ForecastReport, Part};
use city::{Gap, Observation, Place, PlaceId};
use std::collections::{BTreeMap, BTreeSet};

/// Takes out of a report what not everybody may see, and says so.
pub(super) fn withhold(report: &mut ForecastReport, evidence: &Evidence, made: &[Observation]) {
    let guard = Guard::new(evidence, made);
    let by_id: BTreeMap<&PlaceId, &Place> = evidence.places.iter().map(|p| (&p.id, p)).collect();
    let counts = |o: &Observation| {
        ["population", "population_assessed", "population_projected", "households"].contains(&o.indicator.as_str())
            && o.group.get("settlement_type").is_none()
    };
    let is_held =
        |id: &PlaceId| guard.holds(id, counts) || by_id.get(id).is_some_and(|p| guard.consents.closed(&p.source));
    let held: BTreeSet<PlaceId> = report.places.iter().map(|p| p.id.clone()).filter(is_held).collect();
    // sums by formal and informal tell of a settlement that is held back, by subtraction
    let parts = !held.is_empty();
    let shown = |place: &PlaceId, part: Part| {
        let settlement = by_id.get(place).is_some_and(|p| p.kind == city::PlaceKind::Settlement);
        !held.contains(place) && (settlement || part == Part::All || !parts)
    };
    let least = f64::from(evidence.settings.least_count);
    let (before, mut small) = (report.rows.len(), 0_usize);
    report.rows.retain(|row| shown(&row.place, row.part));
    let rows = before - report.rows.len();
    report.rows.retain(|row| {
        let few = row.people.value < least || row.households.is_some_and(|h| h.value < least);
        small += usize::from(few);
        !few
    });
    report.fits.retain(|fit| shown(&fit.place, fit.part));
    for fit in &mut report.fits {
        fit.margins.retain(|(_, target, made)| *target >= least && *made >= least);
    }
    report.queues.retain(|row| !held.contains(&row.place));
    report.burdens.retain(|row| !held.contains(&row.place));
    let mut boundaries = 0_usize;
    for place in &mut report.places {
        if held.contains(&place.id) {
            place.people = None;
        }
        let Some(of) = by_id.get(&place.id).filter(|p| !guard.consents.shows_boundary(&p.source)) else { continue };
        let (geometry, note) = guard.consents.geometry(of);
        place.geometry = geometry;
        note.clone_into(&mut place.geometry_note);
        boundaries += 1;
    }
    let why: Vec<String> = guard.closed().map(|s| guard.consents.why_closed(s)).collect();
    let list = [
        ("Rows of places", format!("Not everybody may see them. {}.", why.join("; ")), rows, Gap::WithheldByCommunity),
        (
            "Boundaries of places",
            "Their consent does not cover the boundary: each is a point rounded to about 1 km.".to_owned(),
            boundaries,
            Gap::WithheldByCommunity,
        ),
        (
            "Rows of few persons or households",
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
