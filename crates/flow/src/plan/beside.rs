//! The figures of each plan of a city, kept in the city file so that plans stand side by side.

use super::save::{PREFIX, layer};
use crate::error::FlowError;
use city::layer::{Cell, ColumnType, Shape};
use city::network_plan::{BesideRow, NetworkPlan, ServedRow};
use city::{Feature, Layer};
use std::collections::BTreeMap;
use store::CityFile;

/// Columns of the table.
const COLUMNS: [(&str, ColumnType, &str); 6] = [
    ("plan", ColumnType::Text, ""),
    ("title", ColumnType::Text, ""),
    ("what", ColumnType::Text, ""),
    ("unit", ColumnType::Text, ""),
    ("period", ColumnType::Text, "empty: all together, as objectives count it"),
    ("value", ColumnType::Real, ""),
];

/// The name of the table.
fn name() -> String {
    format!("{PREFIX}plans")
}

/// The rows of a plan: people served by resource and period, and each metric by period and together.
pub(super) fn rows(id: &str, plan: &NetworkPlan) -> Vec<BesideRow> {
    let row = |what: String, unit: &str, period: &str, value: f64| BesideRow {
        plan: id.to_owned(),
        title: plan.name.clone(),
        what,
        unit: unit.to_owned(),
        period: period.to_owned(),
        value,
    };
    let mut people: BTreeMap<(&str, usize), f64> = BTreeMap::new();
    let counted = |served: &&ServedRow| served.people > 0.0 && !served.waste;
    for served in plan.served.iter().filter(counted) {
        *people.entry((served.resource.as_str(), served.period)).or_insert(0.0) += served.people_served;
    }
    let mut rows: Vec<BesideRow> = people
        .into_iter()
        .filter_map(|((resource, period), persons)| {
            let period = &plan.periods.get(period)?.period;
            Some(row(format!("people served: {}", resource.replace('_', " ")), "persons", period, persons))
        })
        .collect();
    for metric in plan.metrics.iter().filter(|metric| !metric.built_in) {
        for (period, amount) in plan.periods.iter().zip(&metric.amounts) {
            // what holds year by year, such as jobs, is not added up
            let amount = if metric.each_year { amount / period.years } else { *amount };
            rows.push(row(metric.metric.replace('_', " "), &metric.unit, &period.period, amount));
        }
        if !metric.each_year {
            rows.push(row(metric.metric.replace('_', " "), &metric.unit, "", metric.worth));
        }
    }
    rows
}

/// The rows of all plans that the city file holds but this one, then its own.
pub(super) fn with_others(file: &CityFile, id: &str, own: Vec<BesideRow>) -> Result<Vec<BesideRow>, FlowError> {
    let mut rows = Vec::new();
    if file.layers()?.iter().any(|layer| layer.name == name()) {
        rows.extend(file.features_in(&name(), None)?.iter().filter_map(read).filter(|row| row.plan != id));
    }
    rows.extend(own);
    Ok(rows)
}

fn read(feature: &Feature) -> Option<BesideRow> {
    let text = |at: usize| match feature.cells.get(at) {
        Some(Cell::Text(text)) => text.clone(),
        _ => String::new(),
    };
    let Some(Cell::Real(value)) = feature.cells.get(5) else { return None };
    Some(BesideRow { plan: text(0), title: text(1), what: text(2), unit: text(3), period: text(4), value: *value })
}

/// The rows as a table of the city file.
pub(super) fn table(rows: &[BesideRow]) -> (Layer, Vec<Feature>) {
    let feature = |row: &BesideRow| {
        let texts = [&row.plan, &row.title, &row.what, &row.unit, &row.period].map(|text| Cell::Text(text.clone()));
        Feature { geometry: None, cells: texts.into_iter().chain([Cell::Real(row.value)]).collect() }
    };
    (layer(&name(), "Plans of water side by side", Shape::None, &COLUMNS), rows.iter().map(feature).collect())
}
