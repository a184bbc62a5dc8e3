//! The answer first: sentences of a forecast.

use city::forecast::{ForecastReport, ForecastRow, ForecastScenario, Part};
use city::indicator::IndicatorKind;
use city::profile::{Sentence, Tone};
use city::{Estimate, Period, PlaceKind, Value};

pub(super) fn summary(report: &ForecastReport) -> Vec<Sentence> {
    let mut list = Vec::new();
    for scenario in &report.scenarios {
        list.extend(of_scenario(report, scenario));
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
    Sentence { tone, value, kind: IndicatorKind::Amount, unit: unit.to_owned(), text, said: None, period, source: None }
}

/// People and water at the end of a scenario: of the rows that the tables of the city are made of, so that both are one number.
fn of_scenario(report: &ForecastReport, scenario: &ForecastScenario) -> Vec<Sentence> {
    let (kind, leading) = report.leading();
    let whole = |r: &&&ForecastRow| kind == PlaceKind::Settlement || r.part == Part::All;
    let of = |year: i32| leading.iter().filter(move |r| r.scenario == scenario.id && r.year == year).filter(whole);
    let years = || scenario.years.iter().copied().filter(|y| of(*y).next().is_some());
    let (Some(first), Some(last)) = (years().min(), years().max()) else { return Vec::new() };
    let period = Period::year(last).ok();
    let mut told = Vec::new();
    if let Some(people) = sum(of(last).map(|r| Some(r.people))) {
        let before = sum(of(first).map(|r| Some(r.people)));
        let grown = before.filter(|b| b.value > 0.0).map(|b| 100.0 * (people.value / b.value - 1.0));
        let more = grown.map(|g| format!(", {g:.0} % more than in {first}")).unwrap_or_default();
        let text = format!("people in {last}{more} ({}).", scenario.title);
        told.push(sentence(Tone::Fact, Some((people, "persons", period.clone())), text));
    }
    if let Some(water) = sum(of(last).map(|r| r.water_m3_day)) {
        let text = format!("cubic metres of water wanted each day in {last} ({}).", scenario.title);
        told.push(sentence(Tone::Fact, Some((water, "m3/day", period)), text));
    }
    told
}

/// The sum, where at least one is known.
fn sum(list: impl Iterator<Item = Option<Estimate>>) -> Option<Estimate> {
    list.flatten().fold(None, |sum: Option<Estimate>, e| {
        let s = sum.unwrap_or(Estimate { low: 0.0, value: 0.0, high: 0.0 });
        Some(Estimate { low: s.low + e.low, value: s.value + e.value, high: s.high + e.high })
    })
}
