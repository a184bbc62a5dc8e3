//! The answer first: sentences of a forecast.

use assess::evidence::Evidence;
use city::forecast::{ForecastReport, ForecastRow, ForecastScenario, Part};
use city::indicator::IndicatorKind;
use city::profile::{Sentence, Tone};
use city::{Estimate, Period, PlaceKind, Value};
use std::collections::BTreeMap;

pub(super) fn summary(report: &ForecastReport, evidence: &Evidence) -> Vec<Sentence> {
    let mut list = Vec::new();
    for scenario in &report.scenarios {
        list.extend(of_scenario(report, scenario, evidence));
    }
    let assumed = report.numbers.iter().filter(|n| n.assumed).count();
    if assumed > 0 {
        let text = format!(
            "{assumed} of {} numbers of the day rest on an assumption, or their range does; each is marked.",
            report.numbers.len()
        );
        list.push(sentence(Tone::Caution, None, text));
    }
    let gaps: std::collections::BTreeSet<_> =
        report.gaps.iter().filter(|g| g.what == "people and demand").filter_map(|g| g.place.as_ref()).collect();
    if !gaps.is_empty() {
        let text = format!("{} places have no count of people: nothing is anticipated there.", gaps.len());
        list.push(sentence(Tone::Missing, None, text));
    }
    list
}

fn sentence(tone: Tone, value: Option<(Estimate, &str, Option<Period>)>, text: String) -> Sentence {
    let (value, unit, period) = value.map_or((None, "", None), |(e, unit, p)| (Some(Value::Estimate(e)), unit, p));
    Sentence { tone, value, kind: IndicatorKind::Amount, unit: unit.to_owned(), text, period, source: None }
}

/// People and water at the end of a scenario: summed over districts where they hold the people of the city, else of the city, else over
/// settlements.
fn of_scenario(report: &ForecastReport, scenario: &ForecastScenario, evidence: &Evidence) -> Vec<Sentence> {
    let Some(last) = scenario.years.last() else { return Vec::new() };
    let first = scenario.years.first().unwrap_or(last);
    let kinds: BTreeMap<_, _> = evidence.places.iter().map(|p| (&p.id, p.kind)).collect();
    let people_of = |wanted: PlaceKind| -> f64 {
        let shown = report.places.iter().filter(|p| p.kind == wanted);
        shown.filter_map(|p| p.people).map(|e| e.value).sum()
    };
    let (city, districts) = (people_of(PlaceKind::City), people_of(PlaceKind::District));
    let leading = if districts >= 0.98 * city { PlaceKind::District } else { PlaceKind::City };
    for of_kind in [leading, PlaceKind::City, PlaceKind::District, PlaceKind::Settlement] {
        let rows = |year: i32| {
            let of = move |r: &&ForecastRow| r.scenario == scenario.id && r.year == year && r.minor.is_empty();
            let whole = |r: &&ForecastRow| of_kind == PlaceKind::Settlement || r.part == Part::All;
            report
                .rows
                .iter()
                .filter(of)
                .filter(whole)
                .filter(|r| kinds.get(&r.place) == Some(&of_kind))
                .collect::<Vec<_>>()
        };
        let (then, start) = (rows(*last), rows(*first));
        if then.is_empty() {
            continue;
        }
        let period = Period::year(*last).ok();
        let people = sum(then.iter().map(|r| Some(r.people)));
        let before = sum(start.iter().map(|r| Some(r.people)));
        let mut told = Vec::new();
        if let Some(people) = people {
            let grown = before.filter(|b| b.value > 0.0).map(|b| 100.0 * (people.value / b.value - 1.0));
            let more = grown.map(|g| format!(", {g:.0} % more than in {first}")).unwrap_or_default();
            let text = format!("people in {last}{more} ({}).", scenario.title);
            told.push(sentence(Tone::Fact, Some((people, "persons", period.clone())), text));
        }
        if let Some(water) = sum(then.iter().map(|r| r.water_m3_day)) {
            let text = format!("cubic metres of water wanted each day in {last} ({}).", scenario.title);
            told.push(sentence(Tone::Fact, Some((water, "m3/day", period)), text));
        }
        return told;
    }
    Vec::new()
}

/// The sum, where at least one is known.
fn sum(list: impl Iterator<Item = Option<Estimate>>) -> Option<Estimate> {
    list.flatten().fold(None, |sum: Option<Estimate>, e| {
        let s = sum.unwrap_or(Estimate { low: 0.0, value: 0.0, high: 0.0 });
        Some(Estimate { low: s.low + e.low, value: s.value + e.value, high: s.high + e.high })
    })
}
