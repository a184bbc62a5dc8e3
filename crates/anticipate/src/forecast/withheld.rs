//! What may not leave: places of closed sources, boundaries that no consent covers, small counts.

use super::whole::Whole;
use crate::survey::Survey;
use assess::disclosure::guard::Guard;
use assess::evidence::Evidence;
use city::assessment::HeldBack;
use city::forecast::{ForecastReport, ForecastRow, Part};
use city::source::{Level, SourceId};
use city::{Gap, Observation, Place, PlaceId};
use std::collections::{BTreeMap, BTreeSet};

/// Takes out of a report what not everybody may see, and says so.
pub(super) fn withhold(
    report: &mut ForecastReport,
    (evidence, wholes, surveys): (&Evidence, &[Whole], &[Survey]),
    made: &[Observation],
) {
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
    let before = report.rows.len();
    report.rows.retain(|row| shown(&row.place, row.part));
    let rows = before - report.rows.len();
    let few = |row: &ForecastRow| row.people.value < least || row.households.is_some_and(|h| h.value < least);
    let hidden: BTreeSet<(PlaceId, Part)> =
        report.rows.iter().filter(|r| few(r)).map(|r| (r.place.clone(), r.part)).collect();
    let before = report.rows.len();
    report.rows.retain(|row| !few(row));
    let small = before - report.rows.len();
    // what a sum is made of is had by subtraction where one part of it alone is not shown
    let mut tells = BTreeSet::new();
    for whole in wholes {
        let gone = |(id, part): &&(&PlaceId, Part)| {
            let of = ((*id).clone(), *part);
            held.contains(*id) || hidden.contains(&of) || tells.contains(&of)
        };
        if whole.of.iter().filter(gone).count() == 1 {
            tells.insert((whole.place.id.clone(), whole.part));
        }
    }
    let before = report.rows.len();
    report.rows.retain(|row| !tells.contains(&(row.place.clone(), row.part)));
    let sums = before - report.rows.len();
    report.differences.retain(|d| shown(&d.place, d.part) && !tells.contains(&(d.place.clone(), d.part)));
    report.fits.retain(|fit| shown(&fit.place, fit.part));
    for fit in &mut report.fits {
        fit.margins.retain(|(_, target, made)| *target >= least && *made >= least);
    }
    report.queues.retain(|row| !held.contains(&row.place));
    report.burdens.retain(|row| !held.contains(&row.place));
    let answers = withhold_surveys(report, surveys, &guard);
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
        (
            "Sums of places",
            "One place in each is not shown: the sum less the others would give it.".to_owned(),
            sums,
            Gap::Confidential,
        ),
        (
            "Medians of surveys",
            "The consent of their households keeps the answers from others; no summary may leave unless city.toml says why.".to_owned(),
            answers,
            Gap::WithheldByCommunity,
        ),
    ];
    let named = list.into_iter().filter(|(_, _, count, _)| *count > 0);
    report.held_back = named
        .map(|(what, why, count, reason)| HeldBack { what: what.to_owned(), why, count: count as u64, reason })
        .collect();
}

/// Takes out what surveys say whose consent keeps them from others, unless somebody said why medians may leave; that is shown then.
fn withhold_surveys(report: &mut ForecastReport, surveys: &[Survey], guard: &Guard) -> usize {
    let mut answers = 0;
    for survey in surveys.iter().filter(|s| s.read_from.iter().any(|source| guard.consents.closed(source))) {
        // what is sealed, withdrawn or ended leaves for no reason that an analyst gives
        let lasts = survey.read_from.iter().filter(|s| guard.consents.closed(s)).all(|s| closed_by_level(guard, s));
        if survey.summaries_may_leave.trim().is_empty() || !lasts {
            let before = report.survey.len() + report.survey_burdens.len();
            report.survey.retain(|row| row.survey != survey.title);
            report.survey_burdens.retain(|row| row.survey != survey.title);
            answers += before - report.survey.len() - report.survey_burdens.len();
        } else {
            let why = survey.summaries_may_leave.trim().trim_end_matches('.');
            report
                .assumptions
                .push(format!("Medians of {} are shown and no answer of a household: {why}", survey.title));
        }
    }
    answers
}

/// Whether a source is closed by the level of its consent alone, and that is not `sealed`.
fn closed_by_level(guard: &Guard, id: &SourceId) -> bool {
    let consents = &guard.consents;
    let source = consents.sources.iter().find(|s| s.id == *id);
    let consent = source.and_then(|s| s.consent.as_ref()).and_then(|c| consents.given.iter().find(|g| g.id == *c));
    consent.is_some_and(|c| {
        c.level != Level::Sealed && !c.is_withdrawn_on(consents.today) && c.holds_on(consents.today) == Ok(true)
    })
}
