//! Travel for programs: a CSV row for each place, journey and band, and all of it as JSON, with every digit.

use crate::ReportError;
use city::Estimate;
use city::travel::{Farness, Journey, TravelReport, TravelRow, Within};
use serde_json::{Value as Json, json};

/// Columns of the CSV before those of the bands.
pub const COLUMNS: [&str; 24] = [
    "place",
    "name",
    "kind",
    "parent",
    "settlement_type",
    "travel",
    "title",
    "mode",
    "answer",
    "people_spread",
    "points",
    "routed_share (0-1)",
    "minutes_median low",
    "minutes_median",
    "minutes_median high",
    "minutes_mean",
    "minutes_p90",
    "distance_median low (m)",
    "distance_median (m)",
    "distance_median high (m)",
    "distance_mean (m)",
    "distance_p90 (m)",
    "straight_median (m, lower bound)",
    "note",
];

/// Columns of a band.
const BAND: [&str; 8] = [
    "within (minutes)",
    "share low (percent)",
    "share (percent)",
    "share high (percent)",
    "people low (persons)",
    "people (persons)",
    "people high (persons)",
    "share at most by the straight line (percent)",
];

/// One row for each place, journey and band, with every digit; what is not known is empty, never zero.
///
/// # Errors
/// [`ReportError::Csv`] where the writer refuses a row.
pub fn csv(report: &TravelReport) -> Result<String, ReportError> {
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    writer.write_record(COLUMNS.iter().chain(&BAND))?;
    for journey in &report.journeys {
        for row in &journey.rows {
            let start = record(report, journey, row);
            if row.within.is_empty() {
                writer.write_record(start.iter().cloned().chain(BAND.map(|_| String::new())))?;
            }
            for within in &row.within {
                writer.write_record(start.iter().cloned().chain(band(within)))?;
            }
        }
    }
    let bytes = writer.into_inner().map_err(|_| ReportError::Text)?;
    String::from_utf8(bytes).map_err(|_| ReportError::Text)
}

pub(crate) fn number(number: Option<f64>) -> String {
    number.map_or_else(String::new, |n| n.to_string())
}

fn record(report: &TravelReport, journey: &Journey, row: &TravelRow) -> Vec<String> {
    let place = report.places.iter().find(|p| p.id == row.place);
    let text = |of: Option<String>| of.unwrap_or_default();
    let (minutes, metres) = (row.minutes.median, row.distance_m.median);
    vec![
        row.place.to_string(),
        text(place.map(|p| p.name.clone())),
        text(place.map(|p| p.kind.to_string())),
        text(place.and_then(|p| p.parent.as_ref()).map(ToString::to_string)),
        text(place.and_then(|p| p.settlement_type).map(|t| t.to_string())),
        journey.id.clone(),
        journey.title.clone(),
        journey.mode.to_string(),
        row.answer.to_string(),
        row.spread.to_string(),
        row.points.to_string(),
        number(Some(row.routed_share)),
        number(minutes.map(|e| e.low)),
        number(minutes.map(|e| e.value)),
        number(minutes.map(|e| e.high)),
        number(row.minutes.mean.map(|e| e.value)),
        number(row.minutes.p90.map(|e| e.value)),
        number(metres.map(|e| e.low)),
        number(metres.map(|e| e.value)),
        number(metres.map(|e| e.high)),
        number(row.distance_m.mean.map(|e| e.value)),
        number(row.distance_m.p90.map(|e| e.value)),
        number(row.straight_m),
        row.note.clone(),
    ]
}

fn band(within: &Within) -> [String; 8] {
    let ends = |e: Option<Estimate>| [e.map(|e| e.low), e.map(|e| e.value), e.map(|e| e.high)].map(number);
    let [share_low, share, share_high] = ends(within.share);
    let [people_low, people, people_high] = ends(within.people);
    let (minutes, at_most) = (within.minutes.to_string(), number(Some(within.at_most)));
    [minutes, share_low, share, share_high, people_low, people, people_high, at_most]
}

/// All of it as JSON, but for the outlines of the bands, which are layers of the city file.
///
/// # Errors
/// [`ReportError::Json`] where the writer refuses it.
pub fn json(report: &TravelReport) -> Result<String, ReportError> {
    let heading = &report.heading;
    let value = json!({
        "city": heading.city, "country": heading.country, "invented": heading.invented, "notice": heading.notice,
        "generated": heading.generated, "version": heading.version, "run": heading.run, "seed": heading.seed,
        "summary": report.summary.iter().map(|s| &s.text).collect::<Vec<_>>(),
        "journeys": report.journeys.iter().map(|j| journey(report, j)).collect::<Vec<_>>(),
        "held_back": report.held_back.iter().map(|h| json!({
            "what": h.what, "why": h.why, "count": h.count, "reason": h.reason.as_str() })).collect::<Vec<_>>(),
        "problems": report.problems,
        "sources": report.sources.iter().map(|s| s.id.as_str()).collect::<Vec<_>>(),
    });
    Ok(serde_json::to_string_pretty(&value)?)
}

pub(crate) fn estimate(e: Option<Estimate>) -> Json {
    e.map_or(Json::Null, |e| json!({ "low": e.low, "value": e.value, "high": e.high }))
}

fn farness(f: &Farness) -> Json {
    json!({ "median": estimate(f.median), "mean": estimate(f.mean), "p90": estimate(f.p90) })
}

fn bands(list: &[Within]) -> Json {
    list.iter()
        .map(|w| {
            json!({ "minutes": w.minutes, "share": estimate(w.share), "people": estimate(w.people),
                    "at_most_share": w.at_most })
        })
        .collect()
}

fn journey(report: &TravelReport, journey: &Journey) -> Json {
    let facts = &journey.facts;
    let rows: Vec<Json> = journey
        .rows
        .iter()
        .map(|row| {
            let name = report.places.iter().find(|p| p.id == row.place).map(|p| p.name.as_str());
            json!({ "place": row.place, "name": name, "answer": row.answer.as_str(), "spread": row.spread.as_str(),
                    "points": row.points, "routed_share": row.routed_share, "minutes": farness(&row.minutes),
                    "distance_m": farness(&row.distance_m), "straight_m": row.straight_m, "within": bands(&row.within),
                    "note": row.note })
        })
        .collect();
    let groups: Vec<Json> = journey
        .groups
        .iter()
        .map(|g| {
            json!({ "settlement_type": g.settlement_type.as_str(), "settlements": g.settlements, "counted": g.counted,
                    "people": estimate(g.people), "routed_share": g.routed_share, "minutes": farness(&g.minutes),
                    "within": bands(&g.within) })
        })
        .collect();
    json!({
        "id": journey.id, "title": journey.title, "mode": journey.mode.as_str(), "network": journey.network,
        "to": journey.to, "refused": journey.refused, "access_m": journey.access_m, "minutes": journey.minutes,
        "facts": { "lines": facts.lines, "closed": facts.closed, "nodes": facts.nodes, "edges": facts.edges,
                   "length_m": facts.length_m, "components": facts.components, "largest_share": facts.largest_share,
                   "main_share": facts.main_share, "snapped": facts.snapped, "loose_ends": facts.loose_ends,
                   "by_class": facts.by_class, "oneway": facts.oneway, "destinations": facts.destinations,
                   "destinations_reached": facts.destinations_reached, "destinations_apart": facts.destinations_apart,
                   "origins": facts.origins, "origins_apart": facts.origins_apart, "origins_off": facts.origins_off },
        "bands": journey.bands.iter().map(|b| json!({ "minutes": b.minutes, "area_m2": b.area_m2 })).collect::<Vec<_>>(),
        "cell_m": journey.cell_m, "groups": groups, "places": rows, "speeds": journey.speeds,
    })
}
