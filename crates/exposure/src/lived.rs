//! A model's footprint beside an event that residents lived through.

use crate::RiskEvidence;
use crate::answers;
use crate::people::group;
use crate::views::Seen;
use assess::hazard::catalogue::{Catalogue, Hazard};
use assess::profile::facts::Facts;
use city::risk::{Lived, Measure, Rate, RiskReport, RiskResult, Told};
use city::{Estimate, Place, PlaceKind};
use risk::frequency::joined_rate;

/// Chance with which the range of a joined rate holds it.
const CREDIBLE: f64 = 0.9;

/// One row for each view and each event that places say they lived through, or did not.
pub fn lived(risk: &RiskEvidence, facts: &Facts, seen: &[Seen], places: &[&Place]) -> Vec<Lived> {
    let Ok(catalogue) = Catalogue::shipped() else { return Vec::new() };
    let mut rows = Vec::new();
    for (at, one) in seen.iter().enumerate() {
        let Some(hazard) = catalogue.get(&one.view.hazard) else { continue };
        for event in &hazard.events {
            rows.extend(row(risk, facts, (at, one), event, places));
        }
        rows.extend(told(risk, facts, (at, one), hazard, places));
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
        told: Vec::new(),
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

/// What residents tell of how often and how much, beside a view of the present whose events all have a return period.
fn told(
    risk: &RiskEvidence,
    facts: &Facts,
    (at, seen): (usize, &Seen),
    hazard: &Hazard,
    places: &[&Place],
) -> Option<Lived> {
    if seen.view.scenario != "present" || seen.view.return_periods.iter().any(Option::is_none) {
        return None;
    }
    let mut row = Lived {
        view: at,
        event: "how often residents say that it happened".to_owned(),
        both: 0,
        model_only: 0,
        lived_only: 0,
        neither: 0,
        rates: Vec::new(),
        told: Vec::new(),
        note: String::new(),
    };
    for place in places.iter().filter(|p| p.kind == PlaceKind::Settlement) {
        let Some(said) = answers::of(risk, facts, place, hazard).filter(|_| shows(facts, seen, place).is_some()) else {
            continue;
        };
        let period = touched(facts, seen, place);
        *match (period.is_some(), said.happened) {
            (true, true) => &mut row.both,
            (true, false) => &mut row.model_only,
            (false, true) => &mut row.lived_only,
            (false, false) => &mut row.neither,
        } += 1;
        row.rates.extend(said.times.and_then(|times| rate(risk, place, times, period)));
        row.told.push(Told {
            place: place.id.clone(),
            times: said.times,
            destroyed: said.destroyed,
            destroyed_open: said.destroyed_open,
            modelled_period: period,
            modelled_lost: None,
        });
    }
    row.note = note(risk, !row.rates.is_empty());
    (!row.told.is_empty()).then_some(row)
}

fn note(risk: &RiskEvidence, rated: bool) -> String {
    let start = "Times are the least that an answer can mean; a settlement whose list of disasters leaves it out says never. The model's event is the most frequent one that touches any part of the settlement.";
    match risk.settings.reported_years {
        Some(years) if rated => format!(
            "{start} Rates: reported times over {years} years; joined, where asked for, with the model counting as {} events: the range holds the rate with a chance of 90 %. Where no event of the model touches a settlement there is nothing to join.",
            risk.settings.model_weight
        ),
        _ => format!("{start} Nobody said how many years the answers cover, so no rate is made of them."),
    }
}

/// The rate of events at a settlement; none where nobody said how many years the answers cover.
fn rate(risk: &RiskEvidence, place: &Place, times: f64, period: Option<f64>) -> Option<Rate> {
    let years = risk.settings.reported_years.filter(|years| years.is_finite() && *years > 0.0)?;
    let modelled = period.map(|period| 1.0 / period);
    let joined = modelled.filter(|_| risk.settings.calibrate).and_then(|modelled| {
        let joined = joined_rate(modelled, risk.settings.model_weight, (times, years), CREDIBLE).ok()?;
        Estimate::range(joined.low.min(joined.mean), joined.mean, joined.high.max(joined.mean)).ok()
    });
    Some(Rate { place: place.id.clone(), modelled, reported: times / years, years, joined })
}

/// Return period of the most frequent event of a view that touches a place; none where no event touches it.
fn touched(facts: &Facts, seen: &Seen, place: &Place) -> Option<f64> {
    let touches = |years: &f64| inside_percent(facts, seen, place, Some(*years)).is_some_and(|percent| percent > 0.0);
    seen.view.return_periods.iter().filter_map(|years| *years).filter(touches).min_by(f64::total_cmp)
}

/// Dwellings that a model loses in a year, beside what residents tell: from results of which what may not leave is gone.
pub fn beside_lost(report: &mut RiskReport) {
    for lived in &mut report.lived {
        let dwellings = |r: &&RiskResult| {
            r.view == lived.view && r.measure == Measure::LostThings(city::risk_settings::ExposureKind::Dwellings)
        };
        let Some(result) = report.results.iter().find(dwellings) else { continue };
        for told in &mut lived.told {
            let own = result.places.iter().find(|(place, _)| *place == told.place);
            told.modelled_lost = own.and_then(|(_, suffered)| suffered.annual);
        }
    }
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

/// Percent of a place inside the footprint at a return period: as the assessment measured it, else as it was collected from the same
/// source for the same scenario.
fn inside_percent(facts: &Facts, seen: &Seen, place: &Place, years: Option<f64>) -> Option<f64> {
    let measured = facts.best(&place.id, "flooded_share", &group(seen, years));
    let collected = |o: &&&city::Observation| {
        let period: Option<f64> = o.group.get("return_period").and_then(|years| years.parse().ok());
        let hazard = o.group.get("hazard").is_none_or(|hazard| hazard == seen.view.hazard);
        let scenario = o.group.get("scenario").unwrap_or("present") == seen.view.scenario;
        seen.sources.contains(&o.source) && hazard && scenario && period == years
    };
    let found = measured.or_else(|| facts.all(&place.id, "flooded_share").iter().find(collected).copied());
    found?.value.number()
}

/// Whether any part of a place lies inside the footprint at any return period; none where the model says nothing of it.
fn shows(facts: &Facts, seen: &Seen, place: &Place) -> Option<bool> {
    let share = |years: &Option<f64>| inside_percent(facts, seen, place, *years);
    let known: Vec<f64> = seen.view.return_periods.iter().filter_map(share).collect();
    (!known.is_empty()).then(|| known.iter().any(|percent| *percent > 0.0))
}
