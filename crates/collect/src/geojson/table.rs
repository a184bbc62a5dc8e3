//! Columns out of properties: their names in the order in which they are met, their types by what all features hold.

use super::feature::Feature;
use crate::opening::{most_cells, table_too_large};
use crate::records::Record;
use city::{Cell, Column, ColumnType, Problem};
use geo_types::Geometry;
use serde_json::Value;
use std::collections::HashMap;

/// Features under way to rows.
#[derive(Debug, Default)]
pub(crate) struct Table {
    most_cells: usize,
    rows: Vec<Row>,
    names: Vec<String>,
    kinds: Vec<Kinds>,
    positions: HashMap<String, usize>,
    ids: bool,
}

#[derive(Debug)]
struct Row {
    number: u64,
    geometry: Option<Geometry<f64>>,
    id: Option<Value>,
    values: Vec<(usize, Value)>,
}

/// Which kinds of values a column holds.
#[expect(clippy::struct_excessive_bools, reason = "a set of four kinds")]
#[derive(Debug, Clone, Copy, Default)]
struct Kinds {
    integers: bool,
    reals: bool,
    flags: bool,
    texts: bool,
}

impl Kinds {
    fn see(&mut self, value: &Value) {
        match value {
            Value::Null => {}
            Value::Bool(_) => self.flags = true,
            Value::Number(number) if number.is_i64() => self.integers = true,
            Value::Number(number) if number.is_f64() => self.reals = true,
            _ => self.texts = true,
        }
    }

    fn holds(self) -> ColumnType {
        match (self.integers, self.reals, self.flags, self.texts) {
            (true, false, false, false) => ColumnType::Integer,
            (_, true, false, false) => ColumnType::Real,
            (false, false, true, false) => ColumnType::Flag,
            _ => ColumnType::Text,
        }
    }
}

impl Table {
    /// A table out of so many bytes.
    pub fn out_of(bytes: usize) -> Self {
        Self { most_cells: most_cells(bytes as u64), ..Self::default() }
    }

    /// Takes a feature in, unless there would be too many cells.
    pub fn add(&mut self, number: u64, feature: Feature) -> Result<(), Problem> {
        let mut values = Vec::with_capacity(feature.properties.len());
        for (name, value) in feature.properties {
            let position = self.position(name);
            if let Some(kinds) = self.kinds.get_mut(position) {
                kinds.see(&value);
            }
            values.push((position, value));
        }
        let (rows, columns) = (self.rows.len() + 1, self.names.len() + 1);
        if rows.saturating_mul(columns) > self.most_cells {
            let found = format!("{rows} features with {columns} properties between them");
            return Err(table_too_large(found, self.most_cells));
        }
        self.ids |= feature.id.is_some();
        self.rows.push(Row { number, geometry: feature.geometry, id: feature.id, values });
        Ok(())
    }

    fn position(&mut self, name: String) -> usize {
        if let Some(position) = self.positions.get(&name) {
            return *position;
        }
        let position = self.names.len();
        self.names.push(name.clone());
        self.kinds.push(Kinds::default());
        self.positions.insert(name, position);
        position
    }

    /// Columns and rows; ids of features come last.
    pub fn into_columns_and_rows(mut self) -> (Vec<Column>, Vec<Record>) {
        if self.ids {
            let free = (0_u64..).map(|n| match n {
                0 => "id".to_owned(),
                1 => "feature_id".to_owned(),
                n => format!("feature_id_{n}"),
            });
            let name = free.into_iter().find(|name| !self.positions.contains_key(name)).unwrap_or_default();
            let position = self.position(name);
            for row in &mut self.rows {
                let id = row.id.take().unwrap_or_default();
                if let Some(kinds) = self.kinds.get_mut(position) {
                    kinds.see(&id);
                }
                row.values.push((position, id));
            }
        }
        let holds: Vec<ColumnType> = self.kinds.iter().map(|kinds| kinds.holds()).collect();
        let columns = self.names.iter().zip(&holds).map(|(name, holds)| Column::new(name, *holds)).collect();
        (columns, self.rows.into_iter().map(|row| record(row, &holds)).collect())
    }
}

fn record(row: Row, holds: &[ColumnType]) -> Record {
    let mut cells = vec![Cell::Empty; holds.len()];
    for (position, value) in row.values {
        if let (Some(cell), Some(holds)) = (cells.get_mut(position), holds.get(position)) {
            *cell = cell_of(value, *holds);
        }
    }
    Record { number: row.number, geometry: row.geometry, cells }
}

fn cell_of(value: Value, holds: ColumnType) -> Cell {
    match (value, holds) {
        (Value::Null, _) => Cell::Empty,
        (Value::String(text), _) => Cell::Text(text),
        (Value::Bool(flag), ColumnType::Flag) => Cell::Flag(flag),
        (Value::Number(number), ColumnType::Integer) => number.as_i64().map_or(Cell::Empty, Cell::Integer),
        (Value::Number(number), ColumnType::Real) => number.as_f64().map_or(Cell::Empty, Cell::Real),
        (other, _) => Cell::Text(other.to_string()),
    }
}
