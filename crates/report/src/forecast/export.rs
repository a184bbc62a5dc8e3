//! A forecast for programs: a CSV row for each place, part, scenario, year and part of the day, and all of it as JSON, with every digit.

use crate::ReportError;
use crate::travel::export::{estimate, number};
use city::Estimate;
use city::forecast::{
    BurdenRow, CitedNumber, ForecastDifference, ForecastReport, ForecastRow, ForecastScenario, PlaceFit, QueueRow,
    SurveyRow,
};
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;

/// Columns of the CSV before those of quantities.
pub const COLUMNS: [&str; 11] = [
    "place",
    "name",
    "kind",
    "parent",
    "settlement_type",
    "part",
    "scenario",
    "scenario_title",
    "year",
    "part_of_day",
    "hours",
];

/// Columns of quantities, each with its ends.
const QUANTITIES: [(&str, &str); 7] = [
    ("people", "persons"),
    ("households", "households"),
    ("water", "m3 a day"),
    ("household_toilet_visits", "visits a day"),
    ("public_toilet_visits", "visits a day"),
    ("wastewater", "m3 a day"),
    ("faecal_sludge", "m3 a day"),
];

/// Columns after those of quantities and of sources of water.
const LAST: [&str; 6] = ["births", "deaths", "net_migration", "growth_not_told_apart", "method", "note"];

/// One row for each place, part, scenario, year and part of the day (empty: the whole day), with every digit; what is not known is
/// empty, never zero. Each class of source has its own three columns.
///
/// # Errors
/// [`ReportError::Csv`] where the writer refuses a row.
pub fn csv(report: &ForecastReport) -> Result<String, ReportError> {
    let sources = sources(report);
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    let ends = |what: &str, unit: &str| {
        [format!("{what} low ({unit})"), format!("{what} ({unit})"), format!("{what} high ({unit})")]
    };
    let heads: Vec<String> = COLUMNS
        .iter()
        .map(ToString::to_string)
        .chain(QUANTITIES.iter().flat_map(|(what, unit)| ends(what, unit)))
        .chain(sources.iter().flat_map(|s| ends(&format!("water from {s}"), "m3 a day")))
        .chain(LAST.iter().map(ToString::to_string))
        .collect();
    writer.write_record(&heads)?;
    for row in &report.rows {
        writer.write_record(record(report, &sources, row))?;
    }
    let bytes = writer.into_inner().map_err(|_| ReportError::Text)?;
    String::from_utf8(bytes).map_err(|_| ReportError::Text)
}

/// Classes of sources of water, in the order in which they first come.
pub fn sources(report: &ForecastReport) -> Vec<&str> {
    let mut all: Vec<&str> = Vec::new();
    for (source, _) in report.rows.iter().flat_map(|row| &row.water_by_source) {
        if !all.contains(&source.as_str()) {
            all.push(source);
        }
    }
    all
}

fn ends(e: Option<Estimate>) -> [String; 3] {
    [e.map(|e| e.low), e.map(|e| e.value), e.map(|e| e.high)].map(number)
}

fn record(report: &ForecastReport, sources: &[&str], row: &ForecastRow) -> Vec<String> {
    let place = report.places.iter().find(|p| p.id == row.place);
    let text = |of: Option<String>| of.unwrap_or_default();
    let start = [
        row.place.to_string(),
        text(place.map(|p| p.name.clone())),
        text(place.map(|p| p.kind.to_string())),
        text(place.and_then(|p| p.parent.as_ref()).map(ToString::to_string)),
        text(place.and_then(|p| p.settlement_type).map(|t| t.to_string())),
        row.part.to_string(),
        row.scenario.clone(),
        text(report.scenarios.iter().find(|s| s.id == row.scenario).map(|s| s.title.clone())),
        row.year.to_string(),
        row.minor.clone(),
        text(report.minor.iter().find(|(name, _)| *name == row.minor).map(|(_, hours)| hours.clone())),
    ];
    let of = |source: &&str| row.water_by_source.iter().find(|(name, _)| name == source).map(|(_, e)| *e);
    let change = row.change.map_or([None; 4], |c| [c.births, c.deaths, c.migration, c.growth]).map(number);
    start
        .into_iter()
        .chain(quantities(row).into_iter().flat_map(ends))
        .chain(sources.iter().flat_map(|s| ends(of(s))))
        .chain(change)
        .chain([row.method.clone(), row.note.clone()])
        .collect()
}

fn quantities(row: &ForecastRow) -> [Option<Estimate>; 7] {
    [
        Some(row.people),
        row.households,
        row.water_m3_day,
        row.household_toilet_visits,
        row.public_toilet_visits,
        row.wastewater_m3_day,
        row.faecal_sludge_m3_day,
    ]
}

/// All of it as JSON, with stable names.
///
/// # Errors
/// [`ReportError::Json`] where the writer refuses it.
pub fn json(report: &ForecastReport) -> Result<String, ReportError> {
    let heading = &report.heading;
    let names: BTreeMap<&city::PlaceId, &str> = report.places.iter().map(|p| (&p.id, p.name.as_str())).collect();
    let gaps = report.gaps.iter().map(|g| {
        let name = g.place.as_ref().and_then(|id| names.get(id));
        json!({ "place": g.place, "name": name, "part": g.part.as_str(), "years": g.years, "what": g.what, "reason": g.reason.as_str(), "words": g.words })
    });
    let value = json!({
        "city": heading.city, "country": heading.country, "invented": heading.invented, "notice": heading.notice,
        "generated": heading.generated, "version": heading.version, "run": heading.run, "seed": heading.seed,
        "summary": report.summary.iter().map(super::terminal::said).collect::<Vec<_>>(),
        "scenarios": report.scenarios.iter().map(scenario).collect::<Vec<_>>(),
        "parts_of_the_day": report.minor.iter().enumerate().map(|(at, (name, hours))| json!({
            "name": name, "hours": hours, "list": report.minor_hours.get(at) })).collect::<Vec<_>>(),
        "places": report.places.iter().map(|p| json!({
            "place": p.id, "name": p.name, "kind": p.kind, "parent": p.parent,
            "settlement_type": p.settlement_type.map(city::profile::SettlementType::as_str) })).collect::<Vec<_>>(),
        "rows": report.rows.iter().map(|r| row(&names, r)).collect::<Vec<_>>(),
        "differences": report.differences.iter().map(|d| difference(&names, d)).collect::<Vec<_>>(),
        "fits": report.fits.iter().map(|f| fit(&names, f)).collect::<Vec<_>>(),
        "queues": report.queues.iter().map(|q| queue(&names, q)).collect::<Vec<_>>(),
        "burdens": report.burdens.iter().map(|b| burden(&names, b)).collect::<Vec<_>>(),
        "survey": report.survey.iter().map(survey).collect::<Vec<_>>(),
        "survey_burdens": report.survey_burdens.iter().map(|b| json!({
            "survey": b.survey, "of": b.of, "cost_month": estimate(Some(b.cost_month)), "money": b.money,
            "of_income_percent": estimate(Some(b.of_income_percent)), "answers": b.answers, "method": b.method })).collect::<Vec<_>>(),
        "numbers": report.numbers.iter().map(cited).collect::<Vec<_>>(),
        "assumptions": report.assumptions,
        "gaps": gaps.collect::<Vec<_>>(),
        "held_back": report.held_back.iter().map(|h| json!({
            "what": h.what, "why": h.why, "count": h.count, "reason": h.reason.as_str() })).collect::<Vec<_>>(),
        "problems": report.problems,
        "sources": report.sources.iter().map(|s| s.id.as_str()).collect::<Vec<_>>(),
    });
    Ok(serde_json::to_string_pretty(&value)?)
}

type Names<'a> = BTreeMap<&'a city::PlaceId, &'a str>;

fn scenario(s: &ForecastScenario) -> Json {
    let numbers: Vec<Json> = s.numbers.iter().map(cited).collect();
    json!({ "id": s.id, "title": s.title, "note": s.note, "years": s.years, "numbers": numbers })
}

fn cited(n: &CitedNumber) -> Json {
    json!({ "what": n.what, "estimate": estimate(n.estimate), "unit": n.unit, "source": n.source, "assumed": n.assumed })
}

fn row(names: &Names<'_>, r: &ForecastRow) -> Json {
    let by_source: Vec<Json> =
        r.water_by_source.iter().map(|(source, e)| json!({ "source": source, "m3_day": estimate(Some(*e)) })).collect();
    let change = r.change.map(|c| {
        json!({ "births": c.births, "deaths": c.deaths, "net_migration": c.migration, "growth_not_told_apart": c.growth })
    });
    let [people, households, water, household, public, waste, sludge] = quantities(r).map(estimate);
    json!({ "place": r.place, "name": names.get(&r.place), "part": r.part.as_str(), "scenario": r.scenario,
            "year": r.year, "part_of_day": r.minor, "people": people, "households": households, "water_m3_day": water,
            "water_by_source": by_source, "household_toilet_visits": household, "public_toilet_visits": public,
            "wastewater_m3_day": waste, "faecal_sludge_m3_day": sludge, "change": change, "method": r.method,
            "note": r.note })
}

fn difference(names: &Names<'_>, d: &ForecastDifference) -> Json {
    json!({ "place": d.place, "name": names.get(&d.place), "part": d.part.as_str(), "what": d.what, "own": d.own,
            "sum_of": d.of, "sum": d.sum, "sum_leads": d.sum_leads, "words": d.words })
}

fn fit(names: &Names<'_>, f: &PlaceFit) -> Json {
    let margin = |(what, counted, made): &(String, f64, f64)| json!({ "what": what, "counted": counted, "made": made });
    json!({ "place": f.place, "name": names.get(&f.place), "part": f.part.as_str(), "households": f.households,
            "persons": f.persons, "worst": f.worst, "mean": f.mean,
            "margins": f.margins.iter().map(margin).collect::<Vec<_>>(),
            "borrowed": f.borrowed.as_ref().map(|(place, what)| json!({ "place": place, "what": what })) })
}

fn queue(names: &Names<'_>, q: &QueueRow) -> Json {
    let needed = q.seats_needed.map(|[low, value, high]| json!({ "low": low, "value": value, "high": high }));
    json!({ "place": q.place, "name": names.get(&q.place), "scenario": q.scenario, "year": q.year, "hour": q.hour,
            "visits": estimate(Some(q.visits)), "seats": q.seats, "wait_minutes": estimate(q.wait_minutes),
            "seats_needed": needed, "method": q.method })
}

fn burden(names: &Names<'_>, b: &BurdenRow) -> Json {
    json!({ "place": b.place, "name": names.get(&b.place), "scenario": b.scenario, "year": b.year, "of": b.of,
            "cost_month": estimate(Some(b.cost_month)), "of_income_percent": estimate(Some(b.of_income_percent)),
            "method": b.method })
}

fn survey(s: &SurveyRow) -> Json {
    let [lower, median, upper] = s.quartiles;
    json!({ "survey": s.survey, "of": s.of, "measure": s.measure, "lower_quartile": lower, "median": median, "upper_quartile": upper,
            "answers": s.answers })
}
