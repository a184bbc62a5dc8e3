//! Small counts of persons and dwellings by place: left out with as many others as it takes that nobody can work them out.

use assess::disclosure::{Cell, Totals, suppress};
use city::risk::{Measure, RiskReport, RiskResult};
use city::risk_settings::ExposureKind;
use city::{PlaceId, PlaceKind};
use std::collections::{BTreeMap, BTreeSet};

/// A result, a place and an event.
type At = (usize, PlaceId, usize);

/// Leaves out events at places that strike, or leave unstruck, fewer than the least; gives how many were left out.
///
/// Districts sum to the whole, and so do settlements to theirs: in every event of either kind two are left out or none. What is left
/// out for one model is left out of all models together, and what is lost of dwellings goes where their number goes.
pub fn hide(report: &mut RiskReport, least: f64) -> usize {
    let kinds: BTreeMap<&PlaceId, PlaceKind> = report.places.iter().map(|p| (&p.id, p.kind)).collect();
    let mut gone: BTreeSet<At> = BTreeSet::new();
    for (at, result) in report.results.iter().enumerate().filter(|(_, r)| heads(&r.measure)) {
        for kind in [PlaceKind::Settlement, PlaceKind::District] {
            gone.extend(of_kind(at, result, |place| kinds.get(place) == Some(&kind), least));
        }
    }
    let more: Vec<At> = gone.iter().flat_map(|one| follows(report, one)).collect();
    gone.extend(more);
    for (result, place, event) in &gone {
        let Some((_, suffered)) = report.results[*result].places.iter_mut().find(|(id, _)| id == place) else {
            continue;
        };
        if let Some(event) = suffered.events.get_mut(*event) {
            *event = None;
        }
        suffered.annual = None;
        suffered.by_rule.clear();
    }
    gone.len()
}

/// Whether a measure counts persons or dwellings.
fn heads(measure: &Measure) -> bool {
    matches!(measure, Measure::People | Measure::Struck(ExposureKind::Dwellings))
}

fn of_kind(at: usize, result: &RiskResult, of: impl Fn(&PlaceId) -> bool, least: f64) -> Vec<At> {
    let rows: Vec<_> = result.places.iter().filter(|(place, _)| of(place)).collect();
    // what leaves few unstruck tells of those few
    let cell = |exposed: f64, struck: f64| {
        let rest = exposed - struck;
        Cell::Own(if rest > 0.0 && rest < least { rest } else { struck })
    };
    let table: Vec<Vec<Cell>> = rows
        .iter()
        .map(|(_, s)| s.events.iter().map(|e| e.map_or(Cell::Nothing, |e| cell(s.exposed, e.value))).collect())
        .collect();
    let hidden = suppress(&table, Totals { rows: false, columns: true }, least);
    let place = |row: usize| rows[row].0.clone();
    hidden
        .iter()
        .enumerate()
        .flat_map(|(row, events)| {
            events.iter().enumerate().filter(|(_, gone)| **gone).map(move |(event, _)| (row, event))
        })
        .map(|(row, event)| (at, place(row), event))
        .collect()
}

/// Where else a number has to go that is left out here: all models together, and what dwellings lose.
fn follows(report: &RiskReport, (result, place, event): &At) -> Vec<At> {
    let own = &report.results[*result];
    let Some(view) = report.views.get(own.view) else { return Vec::new() };
    let years = view.return_periods.get(*event);
    let goes = |(at, other): (usize, &RiskResult)| -> Option<At> {
        let seen = report.views.get(other.view)?;
        let same = seen.hazard == view.hazard && seen.scenario == view.scenario && other.exposure == own.exposure;
        let one = other.view == own.view || seen.together;
        let tells = other.measure == own.measure
            || heads(&own.measure) && matches!(other.measure, Measure::LostThings(_) | Measure::Money { .. });
        let event = seen.return_periods.iter().position(|other| Some(other) == years)?;
        (at != *result && same && one && tells).then(|| (at, place.clone(), event))
    };
    report.results.iter().enumerate().filter_map(goes).collect()
}
