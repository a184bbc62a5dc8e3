//! Observations: columns and categories of rows made into what is known of places.

use super::combine::{Parts, combine};
use super::make_total::make_totals;
use super::rows::{Rows, own_places};
use super::table::written;
use super::{SETTLEMENT_TYPE, Table, city_row, readings, total_categories};
use crate::join::{Known, Proposal};
use city::run::RunId;
use city::{Basis, FieldTable, Group, Observation, Period, Place, Problem, Value};
use std::collections::BTreeMap;

/// What a table says of places, and what is wrong with it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Observed {
    /// In the order of the file.
    pub observations: Vec<Observation>,
    /// Places that the join was told to make, without a geometry.
    pub created: Vec<Place>,
    /// What was left out or settled, row by row.
    pub problems: Vec<Problem>,
    /// Texts that wait for a person (each is also among the problems).
    pub proposals: Vec<Proposal>,
}

/// The observations of a table by what its source's `values`, `categories`, `join` and `places` say.
///
/// Units are converted to the indicator's. A cell without a value is a gap ("not measured here"); an impossible value is
/// reported and becomes a gap with a note, and the rest of its row stays. Categories given one code are summed. Categories
/// that are sums of their neighbours are recognised within rounding (half a unit a part, or 0.05 %) and not added up; the
/// city's own row is compared with its parts and reported. Rows whose place is not certain are left out and proposed.
#[must_use]
pub fn observations_of(table: &Table<'_>, known: &Known, fields: &FieldTable, run: &RunId) -> Observed {
    let mut problems = Vec::new();
    let mut rows = Rows::of(table, known, &mut problems);
    let readings = readings::read(table, &rows, fields, &mut problems);
    let totals = total_categories::find_categories(&readings);
    let sums = total_categories::find_rows(&rows, &readings);
    let settled = rows.settle(table, known, &sums);
    problems.extend(settled.problems);
    problems.extend(total_categories::report(table, &readings, &totals));
    let parts = Parts { table, known, rows: &rows, readings: &readings, totals: &totals };
    let mut observations = combine(&parts, run, &mut problems);
    make_totals(table, fields, &mut observations);
    problems.extend(city_row::compare(table, known.city(), fields, &observations));
    observations.extend(settlement_types(table, run, &mut problems));
    Observed { observations, created: settled.created, problems, proposals: settled.proposals }
}

/// The period of what a source says without a period of its own: that of its first values, else its date.
pub(super) fn period_of_places(table: &Table<'_>) -> Option<Period> {
    let declared = table.source.values.iter().find_map(|v| v.period.as_ref());
    declared.unwrap_or(&table.source.date).parse().ok()
}

fn settlement_types(table: &Table<'_>, run: &RunId, problems: &mut Vec<Problem>) -> Vec<Observation> {
    let Some(mapped) = table.source.places.as_ref().and_then(|p| p.settlement_type.as_ref()) else { return Vec::new() };
    let Some(period) = period_of_places(table) else { return Vec::new() };
    let position = table.records.column(&mapped.column);
    let mut unlisted: BTreeMap<String, (u64, usize)> = BTreeMap::new();
    let mut observations = Vec::new();
    for (place, record) in own_places(table).into_iter().zip(&table.records.rows) {
        let Some(place) = place else { continue };
        let text = position.and_then(|p| record.cells.get(p)).map(written).unwrap_or_default();
        let Some(code) = mapped.codes.get(&text) else {
            unlisted.entry(text).or_insert((record.number, 0)).1 += 1;
            continue;
        };
        observations.push(Observation {
            place,
            indicator: SETTLEMENT_TYPE.to_owned(),
            period: period.clone(),
            group: Group::all(),
            value: Value::Classes(vec![code.clone()]),
            quality: table.source.quality,
            source: table.source.id.clone(),
            run: run.clone(),
            basis: Basis::Reported { locator: table.locator(&[record.number], &mapped.column) },
            note: String::new(),
        });
    }
    for (text, (row, rows)) in unlisted {
        let problem = table.warning("settlement_type_not_listed").at_row(row).in_column(&mapped.column).found(&text);
        let problem = problem.expected(format!("a text that `settlement_type.codes` gives a code; {rows} places have no type"));
        problems.push(problem.hint(format!("add `{text}` to `places.settlement_type.codes`")));
    }
    observations
}
