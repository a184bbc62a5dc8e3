//! Small counts of persons and households in the tables of an assessment.

use super::guard::Guard;
use super::ledger::{Ledger, What};
use super::suppression::{Cell, Totals, suppress};
use city::assessment::{ChainResult, GroupClasses, ServiceColumn, ServiceRow, ServiceTable};
use city::dimension::DimensionTable;
use city::indicator::IndicatorKind;
use city::{Gap, Observation, PlaceId, Value};
use std::collections::{BTreeMap, BTreeSet};

/// Units that people are counted in; facilities have others and are never left out.
const UNITS: [&str; 2] = ["persons", "households"];

/// Leaves out small counts of groups by class, where what they are counted from has a consent. What public sources publish keeps
/// their own rule: those counts stand.
pub(super) fn groups(
    result: &mut ChainResult,
    (guard, dimensions): (&Guard, &DimensionTable),
    least: u32,
    ledger: &mut Ledger,
) {
    let places: BTreeSet<&PlaceId> = result.scores.iter().map(|s| &s.place).collect();
    let mut of_dimension: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, row) in result.groups.iter().enumerate() {
        of_dimension.entry(&row.dimension).or_default().push(at);
    }
    let mut hidden: Vec<(usize, Vec<bool>)> = Vec::new();
    for (dimension, rows) in of_dimension {
        let key = dimension.to_lowercase().replace(' ', "_");
        let is_key = dimensions.names().any(|name| name == key);
        let counts = |o: &Observation| {
            let divided = if is_key { o.group.get(&key).is_some() } else { !o.group.is_all() };
            divided && places.contains(&o.place)
        };
        if !guard.consented(counts) {
            continue;
        }
        let table: Vec<Vec<Cell>> = rows.iter().filter_map(|at| result.groups.get(*at)).map(cells).collect();
        let totals = Totals { rows: true, columns: table.len() > 1 };
        hidden.extend(rows.into_iter().zip(suppress(&table, totals, f64::from(least))));
    }
    for (at, mask) in hidden {
        if let Some(row) = result.groups.get_mut(at) {
            ledger.add(What::SmallCells, mask.iter().filter(|hide| **hide).count());
            let cells = row.people.iter_mut().chain(std::iter::once(&mut row.without_class));
            cells.zip(mask).filter(|(_, hide)| *hide).for_each(|(cell, _)| *cell = None);
        }
    }
}

fn cells(row: &GroupClasses) -> Vec<Cell> {
    row.people.iter().chain(std::iter::once(&row.without_class)).map(|n| n.map_or(Cell::Nothing, Cell::Own)).collect()
}

/// Leaves out small counts of persons or households in a table of services; counts of places without any source that has
/// a consent stand.
pub(super) fn services(table: &mut ServiceTable, guard: &Guard, least: u32, ledger: &mut Ledger) {
    for unit in UNITS {
        let counts = |column: &ServiceColumn| column.kind == IndicatorKind::Count && column.unit == unit;
        let columns: Vec<usize> =
            table.columns.iter().enumerate().filter(|(_, column)| counts(column)).map(|(at, _)| at).collect();
        if columns.is_empty() {
            continue;
        }
        let own: Vec<bool> = table.rows.iter().map(|row| is_own(row, guard)).collect();
        if !own.contains(&true) {
            continue;
        }
        let cell = |row: &ServiceRow, own: bool, at: usize| match row.values.get(at).and_then(Value::number) {
            Some(count) if own => Cell::Own(count),
            Some(count) => Cell::Public(count),
            None => Cell::Nothing,
        };
        let cells: Vec<Vec<Cell>> = table
            .rows
            .iter()
            .zip(&own)
            .map(|(row, own)| columns.iter().map(|at| cell(row, *own, *at)).collect())
            .collect();
        let totals = Totals { rows: columns.len() > 1, columns: table.rows.len() > 1 };
        let mask = suppress(&cells, totals, f64::from(least));
        for (row, mask) in table.rows.iter_mut().zip(mask) {
            for (at, _) in columns.iter().zip(mask).filter(|(_, hide)| *hide) {
                if let Some(value) = row.values.get_mut(*at) {
                    *value = Value::Gap(Gap::Confidential);
                    ledger.add(What::SmallCells, 1);
                }
            }
        }
    }
}

/// Whether a row counts people that a source with a consent counted; for a row of a group, whether any such source did.
fn is_own(row: &ServiceRow, guard: &Guard) -> bool {
    match &row.place {
        Some(place) => guard.consented(|o| o.place == *place),
        None => guard.consented(|o| !o.group.is_all()),
    }
}
