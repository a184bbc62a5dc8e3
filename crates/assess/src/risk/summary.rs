//! The answer first: who and what is struck, how much a year, and what is not known.

use crate::risk::changes::leading;
use city::indicator::IndicatorKind;
use city::profile::{Sentence, Tone};
use city::risk::{Measure, RiskReport, RiskResult, View};
use city::{Estimate, Value};

/// The sentences of a report.
pub fn of(report: &RiskReport) -> Vec<Sentence> {
    let mut said = Vec::new();
    for result in &report.results {
        let Some(view) = report.views.get(result.view) else { continue };
        if is_first(report, result, view)
            && matches!(result.measure, Measure::People | Measure::Money { .. } | Measure::Metres | Measure::Struck(_))
        {
            said.extend(year(result, view).or_else(|| event(result, view)));
        }
    }
    said.extend(changed(report));
    if report.results.is_empty() {
        said.push(sentence(
            Tone::Missing,
            None,
            "Nothing could be computed: what was wrong is listed below.".to_owned(),
        ));
    }
    said.extend(settlements_untouched(report));
    said
}

fn sentence(tone: Tone, number: Option<(Estimate, &str)>, text: String) -> Sentence {
    let (value, unit) = number.map_or((None, ""), |(value, unit)| (Some(Value::Estimate(value)), unit));
    Sentence { tone, value, kind: IndicatorKind::Amount, unit: unit.to_owned(), text, period: None, source: None }
}

/// Whether a view is the first of its hazard among the results of an exposure and measure.
fn is_first(report: &RiskReport, result: &RiskResult, view: &View) -> bool {
    let same = |r: &&RiskResult| {
        r.exposure == result.exposure
            && r.measure == result.measure
            && report.views.get(r.view).is_some_and(|v| v.hazard == view.hazard)
    };
    report.results.iter().find(same).is_some_and(|first| first.view == result.view)
}

/// What is counted, in words.
fn counted(result: &RiskResult) -> (String, String) {
    match &result.measure {
        Measure::People => ("people".to_owned(), "times that somebody is struck, expected in a year".to_owned()),
        Measure::Struck(_) => (
            result.title.to_lowercase(),
            format!("times that one of the {} is struck, expected in a year", result.title.to_lowercase()),
        ),
        Measure::LostThings(_) => (result.title.to_lowercase(), "lost, expected in a year".to_owned()),
        Measure::Metres => ("m".to_owned(), format!("of {} struck, expected in a year", result.title.to_lowercase())),
        Measure::Money { currency, price_year } => {
            let year = price_year.map(|y| format!(" of {y}")).unwrap_or_default();
            (format!("{currency}{year}"), format!("of damage to {} expected in a year", result.title.to_lowercase()))
        }
    }
}

fn year(result: &RiskResult, view: &View) -> Option<Sentence> {
    let annual = result.whole.annual?;
    let (unit, words) = counted(result);
    let share = if result.whole.exposed > 0.0 {
        format!(", {:.2} % of all", 100.0 * annual.value / result.whole.exposed)
    } else {
        String::new()
    };
    Some(sentence(Tone::Fact, Some((annual, &unit)), format!("{words}{share}. {}", named(view))))
}

fn event(result: &RiskResult, view: &View) -> Option<Sentence> {
    let struck = result.whole.events.iter().rev().copied().flatten().next()?;
    let (unit, _) = counted(result);
    let share = if result.whole.exposed > 0.0 {
        format!("{:.1} % of all", 100.0 * struck.value / result.whole.exposed)
    } else {
        String::new()
    };
    let words = match result.measure {
        Measure::Money { .. } => format!("of damage to {}", result.title.to_lowercase()),
        _ => "struck".to_owned(),
    };
    let text = format!("{words}, {share}. {}: how often is not known, so nothing is said of a year.", named(view));
    Some(sentence(Tone::Fact, Some((struck, &unit)), text))
}

/// A view in words.
pub fn named(view: &View) -> String {
    let parts = [view.label.as_str(), view.scenario_title.as_str(), view.model.as_str()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// The greatest change of each exposure, in people and money first.
fn changed(report: &RiskReport) -> Vec<Sentence> {
    let mut said = Vec::new();
    for change in &report.changes {
        let (Some(from), Some(to)) = (report.results.get(change.from), report.results.get(change.to)) else { continue };
        let (Some(before), Some(after)) = (report.views.get(from.view), report.views.get(to.view)) else { continue };
        let Some(share) = change.share.filter(|_| !matches!(to.measure, Measure::LostThings(_))) else { continue };
        let (unit, _) = counted(to);
        let way = if change.change < 0.0 { "fewer" } else { "more" };
        let Ok(amount) = Estimate::exact(change.change.abs()) else { continue };
        let when = if leading(&from.whole) == from.whole.annual.map(|e| e.value) { " in a year" } else { "" };
        let text = format!(
            "{way}{when} ({:+.0} %): {} beside {}. {}, {}",
            100.0 * share,
            after.scenario_title,
            before.scenario_title,
            to.title,
            before.model
        );
        said.push(sentence(Tone::Fact, Some((amount, &unit)), text));
    }
    said.truncate(6);
    said
}

/// Whether no settlement is touched in any view, or how many are.
fn settlements_untouched(report: &RiskReport) -> Option<Sentence> {
    let of_people = report.results.iter().filter(|r| r.measure == Measure::People);
    let settlements: Vec<_> =
        report.places.iter().filter(|p| p.kind == city::PlaceKind::Settlement).map(|p| &p.id).collect();
    let (mut known, mut touched) = (std::collections::BTreeSet::new(), std::collections::BTreeSet::new());
    for (place, suffered) in of_people.flat_map(|r| &r.places).filter(|(id, _)| settlements.contains(&id)) {
        known.insert(place);
        if suffered.events.iter().flatten().any(|e| e.high > 0.0) {
            touched.insert(place);
        }
    }
    if known.is_empty() {
        return None;
    }
    let text = match touched.len() {
        0 => format!("None of the {} settlements that were looked at lies in any footprint.", known.len()),
        some => format!(
            "{some} of the {} settlements that were looked at lie in a footprint, in part at least.",
            known.len()
        ),
    };
    Some(sentence(Tone::Fact, None, text))
}
