//! Climate risk for programs: a CSV row for each result, place or group and return period, and all of it as JSON, with every digit.

use super::naming::{measure_id, rule_id, unit};
use super::{equity, sure};
use crate::ReportError;
use crate::travel::export::{estimate, number};
use city::risk::{Lived, Measure, MeasureResult, RiskReport, RiskResult, Suffered, View};
use city::{Estimate, PlaceId};
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;

/// Columns of the CSV.
pub const COLUMNS: [&str; 22] = [
    "exposure",
    "title",
    "measure",
    "unit",
    "currency",
    "price_year",
    "hazard",
    "model",
    "scenario",
    "scenario_year",
    "of",
    "id",
    "name",
    "event",
    "return_period (years)",
    "low",
    "value",
    "high",
    "exposed",
    "share (0-1)",
    "rule",
    "not_covered (0-1)",
];

/// One row for each result, of the whole, each group and each place, at each return period and in a year, with every digit; what
/// is not known or held back is empty, never zero.
///
/// # Errors
/// [`ReportError::Csv`] where the writer refuses a row.
pub fn csv(report: &RiskReport) -> Result<String, ReportError> {
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    writer.write_record(COLUMNS)?;
    let names: BTreeMap<&PlaceId, &str> = report.places.iter().map(|p| (&p.id, p.name.as_str())).collect();
    for result in &report.results {
        let Some(view) = report.views.get(result.view) else { continue };
        let mut write = |of: [&str; 3], suffered: &Suffered| -> Result<(), ReportError> {
            for row in rows(report, (result, view), of, suffered) {
                writer.write_record(row)?;
            }
            Ok(())
        };
        write(["whole", "", ""], &result.whole)?;
        for (name, suffered) in &result.groups {
            write(["group", name, name], suffered)?;
        }
        for (id, suffered) in &result.places {
            write(["place", id.as_str(), names.get(id).copied().unwrap_or_default()], suffered)?;
        }
    }
    for (result, view, of, suffered) in beside(report) {
        for row in rows(report, (result, view), [of.0, of.1, &of.2], &suffered) {
            writer.write_record(row)?;
        }
    }
    let bytes = writer.into_inner().map_err(|_| ReportError::Text)?;
    String::from_utf8(bytes).map_err(|_| ReportError::Text)
}

type Beside<'r> = (&'r RiskResult, &'r View, (&'static str, &'r str, String), Suffered);

/// Quantiles (`of` is `band`: low, value and high are 5, 50 and 95 %), and money of groups beside their income (`income`: what is
/// exposed is the yearly income of all households; `id` is the group and `name` the measure that averts it, empty for the loss).
fn beside(report: &RiskReport) -> Vec<Beside<'_>> {
    let of_band = |sure: &city::risk::Sure| -> Option<Beside<'_>> {
        let result = report.results.get(sure.result)?;
        let view = report.views.get(result.view)?;
        Some((result, view, ("band", "", String::new()), sure::as_suffered(sure, result.whole.exposed)))
    };
    let mut all: Vec<Beside<'_>> = report.sure.iter().filter_map(of_band).collect();
    for one in &report.equity {
        let money = |r: &&RiskResult| {
            r.exposure == one.exposure && r.view == one.view && matches!(r.measure, Measure::Money { .. })
        };
        let Some(result) = report.results.iter().find(money) else { continue };
        let Some(view) = report.views.get(one.view) else { continue };
        for row in &one.groups {
            let of = ("income", row.group.as_str(), one.measure.clone().unwrap_or_default());
            all.push((result, view, of, equity::as_suffered(row)));
        }
    }
    all
}

/// Rows of the whole, a group or a place: a row an event, and one of the year where the events make one.
fn rows(
    report: &RiskReport,
    (result, view): (&RiskResult, &View),
    of: [&str; 3],
    suffered: &Suffered,
) -> Vec<Vec<String>> {
    let (currency, price_year) = match &result.measure {
        Measure::Money { currency, price_year } | Measure::Income { currency, price_year } => {
            (currency.clone(), price_year.map(|y| y.to_string()))
        }
        _ => (String::new(), None),
    };
    let start = vec![
        result.exposure.clone(),
        result.title.clone(),
        measure_id(&result.measure),
        unit(&result.measure).to_owned(),
        currency,
        price_year.unwrap_or_default(),
        view.hazard.clone(),
        view.model.clone(),
        view.scenario.clone(),
        view.year.map_or_else(String::new, |y| y.to_string()),
        of[0].to_owned(),
        of[1].to_owned(),
        of[2].to_owned(),
    ];
    let row = |event: &str, years: Option<f64>, e: Option<Estimate>, rule: String| {
        let share = e.filter(|_| suffered.exposed > 0.0).map(|e| e.value / suffered.exposed);
        let rest = [
            event.to_owned(),
            number(years),
            number(e.map(|e| e.low)),
            number(e.map(|e| e.value)),
            number(e.map(|e| e.high)),
            number(Some(suffered.exposed)),
            number(share),
            rule,
            number(Some(result.not_covered)),
        ];
        start.iter().cloned().chain(rest).collect::<Vec<_>>()
    };
    let events = suffered.events.iter().enumerate();
    let of_event = |(at, e): (usize, &Option<Estimate>)| {
        row("event", view.return_periods.get(at).copied().flatten(), *e, String::new())
    };
    let mut all: Vec<_> = events.map(of_event).collect();
    if result.whole.annual.is_some() {
        // a set of events and days of heat are summed by no rule
        let rule = if result.whole.by_rule.is_empty() { String::new() } else { rule_id(report.rule) };
        all.push(row("year", None, suffered.annual, rule));
    }
    all
}

/// All of it as JSON, with stable names.
///
/// # Errors
/// [`ReportError::Json`] where the writer refuses it.
pub fn json(report: &RiskReport) -> Result<String, ReportError> {
    let heading = &report.heading;
    let names: BTreeMap<&PlaceId, &str> = report.places.iter().map(|p| (&p.id, p.name.as_str())).collect();
    let value = json!({
        "city": heading.city, "country": heading.country, "invented": heading.invented, "notice": heading.notice,
        "generated": heading.generated, "version": heading.version, "run": heading.run, "seed": heading.seed,
        "summary": report.summary.iter().map(super::terminal::said).collect::<Vec<_>>(),
        "rule": rule_id(report.rule),
        "views": report.views.iter().map(|v| json!({
            "hazard": v.hazard, "label": v.label, "model": v.model, "scenario": v.scenario,
            "scenario_title": v.scenario_title, "year": v.year, "unit": v.unit, "return_periods": v.return_periods,
            "source": v.source })).collect::<Vec<_>>(),
        "results": report.results.iter().map(|r| result(&names, r)).collect::<Vec<_>>(),
        "sure": report.sure.iter().map(sure::json).collect::<Vec<_>>(),
        "equity": report.equity.iter().map(equity::json).collect::<Vec<_>>(),
        "changes": report.changes.iter().map(|c| json!({
            "from": c.from, "to": c.to, "change": c.change, "share": c.share })).collect::<Vec<_>>(),
        "lived": report.lived.iter().map(lived).collect::<Vec<_>>(),
        "services": report.services.iter().map(super::stops::json_of).collect::<Vec<_>>(),
        "calibrated": report.calibrated.iter().map(super::stops::json_of_calibrated).collect::<Vec<_>>(),
        "measures": report.measures.iter().map(measure).collect::<Vec<_>>(),
        "held_back": report.held_back.iter().map(|h| json!({
            "what": h.what, "why": h.why, "count": h.count, "reason": h.reason.as_str() })).collect::<Vec<_>>(),
        "problems": report.problems,
        "sources": report.sources.iter().map(|s| s.id.as_str()).collect::<Vec<_>>(),
    });
    Ok(serde_json::to_string_pretty(&value)?)
}

/// What is counted, with its currency and year where it is money.
fn counted(measure: &Measure) -> Json {
    match measure {
        Measure::Money { currency, price_year } | Measure::Income { currency, price_year } => {
            json!({ "id": measure_id(measure), "unit": currency, "currency": currency, "price_year": price_year })
        }
        _ => json!({ "id": measure_id(measure), "unit": unit(measure) }),
    }
}

fn suffered(s: &Suffered) -> Json {
    json!({
        "exposed": s.exposed,
        "events": s.events.iter().map(|e| estimate(*e)).collect::<Vec<_>>(),
        "year": estimate(s.annual),
        "year_by_rule": s.by_rule.iter().map(|(rule, n)| json!({ "rule": rule_id(*rule), "value": n })).collect::<Vec<_>>(),
    })
}

/// The same without the other rules, which are told of the whole only.
fn part(s: &Suffered) -> Json {
    let events: Vec<Json> = s.events.iter().map(|e| estimate(*e)).collect();
    json!({ "exposed": s.exposed, "events": events, "year": estimate(s.annual) })
}

fn result(names: &BTreeMap<&PlaceId, &str>, result: &RiskResult) -> Json {
    let groups: Vec<Json> =
        result.groups.iter().map(|(name, s)| json!({ "group": name, "suffers": part(s) })).collect();
    let places: Vec<Json> =
        result.places.iter().map(|(id, s)| json!({ "place": id, "name": names.get(id), "suffers": part(s) })).collect();
    json!({ "exposure": result.exposure, "title": result.title, "measure": counted(&result.measure), "view": result.view,
            "method": result.method, "not_covered": result.not_covered, "whole": suffered(&result.whole),
            "groups": groups, "places": places })
}

fn lived(one: &Lived) -> Json {
    let rates: Vec<Json> = one
        .rates
        .iter()
        .map(|r| {
            json!({ "place": r.place, "modelled": r.modelled, "reported": r.reported, "years": r.years,
                    "joined": estimate(r.joined) })
        })
        .collect();
    json!({ "view": one.view, "event": one.event, "both": one.both, "model_only": one.model_only,
            "lived_only": one.lived_only, "neither": one.neither, "rates": rates, "note": one.note,
            "told": one.told.iter().map(super::stops::json_of_told).collect::<Vec<_>>() })
}

fn measure(m: &MeasureResult) -> Json {
    let groups: Vec<Json> =
        m.groups.iter().map(|(name, averted)| json!({ "group": name, "averted": averted })).collect();
    json!({ "id": m.id, "title": m.title, "exposure": m.exposure, "changes": m.changes, "views": m.views,
            "measure": counted(&m.measure), "without": m.without, "with": m.with, "cost": estimate(m.cost),
            "benefit": estimate(m.benefit), "ratio": estimate(m.ratio), "without_present_value": m.without_value, "groups": groups, "method": m.method })
}
