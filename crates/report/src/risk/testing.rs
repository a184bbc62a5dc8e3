//! A made-up report to test the page and the tables with; it looks like a city and is none.
#![allow(clippy::unwrap_used, reason = "only tests use it")]

use crate::assessment::testing::{NAMES, about, assessment, settlement};
use city::assessment::HeldBack;
use city::indicator::IndicatorKind;
use city::profile::{Sentence, Tone};
use city::risk::*;
use city::risk_settings::{Beyond, ExposureKind, Join};
use city::{Estimate, Gap, PlaceId, Value};

/// Two scenarios of a flood with six return periods, and one event that nobody can say the frequency of.
pub fn views() -> Vec<View> {
    let view = |scenario: &str, title: &str, year| View {
        hazard: "river_flood".into(),
        label: "River flood".into(),
        model: "Model A".into(),
        together: false,
        by_period: true,
        scenario: scenario.into(),
        scenario_title: title.into(),
        year: Some(year),
        unit: "m".into(),
        return_periods: [2.0, 5.0, 10.0, 25.0, 50.0, 100.0].map(Some).to_vec(),
        source: "Made up for a test".into(),
    };
    let event = View {
        hazard: "rain_flood".into(),
        label: "Flood of <i>2007</i>".into(),
        scenario_title: "as it was".into(),
        scenario: "present".into(),
        year: None,
        return_periods: vec![None],
        ..view("", "", 0)
    };
    vec![view("present", "today", 2015), view("climate", "2040 with climate", 2040), event]
}

pub fn money() -> Measure {
    Measure::Money { currency: "USD".into(), price_year: Some(2015) }
}

fn rules(value: f64) -> Vec<(Rule, f64)> {
    let by = [
        (Join::StepBelow, 0.6, 0.7),
        (Join::StepAbove, 1.3, 1.45),
        (Join::Linear, 0.9, 1.05),
        (Join::LogLinear, 0.85, 1.0),
    ];
    let pair = |(join, nothing, flat): (Join, f64, f64)| {
        [(Rule { join, beyond: Beyond::Nothing }, nothing * value), (Rule { join, beyond: Beyond::Flat }, flat * value)]
    };
    by.into_iter().flat_map(pair).chain([(Rule { join: Join::Sum, beyond: Beyond::Nothing }, 1.13 * value)]).collect()
}

/// What is lost of so much, with a share at the rarest event; `held` holds the events of a place back.
fn suffered(exposed: f64, at_worst: f64, events: usize, held: bool) -> Suffered {
    let around = |x: f64| Estimate::range(0.7 * x, x, 1.4 * x).ok();
    let share = |at: usize| {
        at_worst * f64::from(u32::try_from(at + 1).unwrap()).powi(2) / f64::from(u32::try_from(events).unwrap()).powi(2)
    };
    let annual = 0.06 * at_worst * exposed;
    let year = events > 1 && !held;
    Suffered {
        exposed,
        events: (0..events).map(|at| around(exposed * share(at)).filter(|_| !held)).collect(),
        annual: around(annual).filter(|_| year),
        by_rule: if year { rules(annual) } else { Vec::new() },
    }
}

fn result(title: &str, measure: Measure, view: usize, exposed: f64, worse: f64) -> RiskResult {
    let events = views()[view].return_periods.len();
    let places = NAMES.iter().enumerate().take(5).map(|(at, _)| {
        let share = [0.3, 0.12, 0.02, 0.0, 0.2][at] * worse;
        (settlement(at), suffered(exposed / 10.0, share, events, at == 4))
    });
    let districts = [("district:N", 0.15), ("district:S", 0.05)]
        .map(|(id, share): (&str, f64)| (PlaceId::from(id), suffered(exposed / 2.0, share * worse, events, false)));
    let mut whole = suffered(exposed, 0.268 * worse, events, false);
    if title == "Houses" && view == 1 {
        whole.events[3] = None;
    }
    RiskResult {
        exposure: title.to_lowercase(),
        title: title.into(),
        method: if matches!(measure, Measure::Money { .. }) {
            "value x part lost at the depth of each house; value: somebody".into()
        } else {
            "by the share of each place that is struck".into()
        },
        measure,
        view,
        whole,
        groups: vec![
            ("formal".into(), suffered(0.66 * exposed, 0.2 * worse, events, false)),
            ("precarious".into(), suffered(0.34 * exposed, 0.402 * worse, events, false)),
        ],
        places: places.chain(districts).collect(),
        not_covered: if view == 0 { 0.03 } else { 0.0 },
    }
}

fn measure() -> MeasureResult {
    MeasureResult {
        id: "drain".into(),
        title: "A drain that is kept clear".into(),
        exposure: "houses".into(),
        changes: "Water stands 0.3 m lower; events more frequent than once in 2 years no longer come into houses."
            .into(),
        views: vec![0, 1],
        measure: money(),
        without: vec![2_950_000.0, 4_700_000.0],
        with: vec![1_850_000.0, 3_100_000.0],
        cost: Some(about(4e6, 6e6, 9e6)),
        benefit: Some(about(1.2e7, 2.1e7, 3.3e7)),
        without_value: String::new(),
        ratio: Some(about(1.3, 3.5, 8.25)),
        groups: vec![("formal".into(), 400_000.0), ("precarious".into(), 700_000.0)],
        method: "Risk changes in a straight line from 2015 to 2040; 2 % discount a year; prices of 2015.".into(),
    }
}

/// Houses in money and number, and people, in two scenarios and an event; a place held back, residents, and a measure.
pub fn report() -> RiskReport {
    let base = assessment();
    let mut results = Vec::new();
    for (view, worse) in [(0, 1.0), (1, 1.6)] {
        results.push(result("Houses", money(), view, 183_604_369.61, worse));
        results.push(result("Houses", Measure::Struck(ExposureKind::Dwellings), view, 12_472.0, 2.0 * worse));
        results.push(result("People", Measure::People, view, 48_000.0, 2.0 * worse));
    }
    results.push(result("People", Measure::People, 2, 48_000.0, 1.3));
    let change = |from: usize, to: usize| {
        let year = |at: usize| results[at].whole.annual.unwrap().value;
        Change { from, to, change: year(to) - year(from), share: Some(year(to) / year(from) - 1.0) }
    };
    let changes = vec![change(0, 3), change(1, 4), change(5, 2)];
    let fact = |value: Estimate, unit: &str, text: &str| Sentence {
        tone: Tone::Fact,
        value: Some(Value::Estimate(value)),
        kind: IndicatorKind::Amount,
        unit: unit.into(),
        text: text.into(),
        said: None,
        period: None,
        source: None,
    };
    RiskReport {
        heading: base.heading,
        summary: vec![
            fact(
                results[0].whole.annual.unwrap(),
                "USD of 2015",
                "of damage to houses expected in a year, 1.61 % of all. River flood, today",
            ),
            fact(results[2].whole.annual.unwrap(), "people", "struck in a year on average. River flood, today"),
            Sentence {
                tone: Tone::Missing,
                value: None,
                ..fact(about(0.0, 0.0, 0.0), "", "How often the flood of 2007 comes is not known.")
            },
            Sentence {
                tone: Tone::Caution,
                value: None,
                ..fact(about(0.0, 0.0, 0.0), "", "3 % of the value lies where the model says nothing.")
            },
        ],
        rule: Rule { join: Join::LogLinear, beyond: Beyond::Flat },
        places: base.places,
        views: views(),
        results,
        sure: Vec::new(),
        equity: Vec::new(),
        changes,
        lived: vec![Lived {
            view: 2,
            event: "flooded in 2007".into(),
            both: 2,
            model_only: 1,
            lived_only: 1,
            neither: 1,
            rates: vec![Rate {
                place: settlement(0),
                modelled: Some(0.2),
                reported: 0.5,
                years: 10.0,
                joined: Some(about(0.22, 0.41, 0.66)),
            }],
            told: Vec::new(),
            note: "One event is no frequency: no annual figure is made of it.".into(),
        }],
        services: Vec::new(),
        calibrated: Vec::new(),
        measures: vec![measure()],
        held_back: vec![HeldBack {
            what: "Risk of settlements".into(),
            why: "the community has not agreed".into(),
            count: 1,
            reason: Gap::WithheldByCommunity,
        }],
        problems: base.problems,
        sources: base.sources,
    }
}
