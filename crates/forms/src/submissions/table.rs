//! Tables: what comes out of an export, typed, with one table for the submissions and one for each repeat.

use super::kinds::Kinds;
use super::raw::{self, Raw};
use super::shapes;
use city::{Cell, Column, ColumnType, Problem};
use geo_types::Geometry;
use std::collections::BTreeMap;

/// The most cells of a table, the empty ones too.
const MOST_CELLS: usize = 100_000_000;

/// The submissions, or the instances of one repeat.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// Path of the repeat; empty for the main table.
    pub path: String,
    /// Position of the table that it belongs to; none for the main table.
    pub parent: Option<usize>,
    /// First what the tool says (`_instance_id`, `_submitted` in UTC, `_form_version`, `_review`; of a repeat
    /// `_instance_id`, `_key`, `_parent_key`), then answers by their full path.
    pub columns: Vec<Column>,
    /// Its rows, in the order of the export.
    pub rows: Vec<Row>,
}

/// One submission, or one instance of a repeat.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Row {
    /// Row of its sheet as a person counts it; of JSON and XML the position of its submission from 1.
    pub number: u64,
    /// Sheet, or file of an instance; empty where there is one only.
    pub sheet: String,
    /// Instance id; of a repeat that of its parent, its own path and number: `uuid:1/member[2]`.
    pub key: String,
    /// Key of the row that it belongs to; empty for a submission.
    pub parent_key: String,
    /// The first area that was answered, else line, else point; longitude first.
    pub geometry: Option<Geometry<f64>>,
    /// One cell for each column.
    pub cells: Vec<Cell>,
}

impl Table {
    /// The position of a column by its exact name.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == name)
    }
}

/// Names of what the tool says, in the main table and in a repeat.
const OF_SUBMISSIONS: [&str; 4] = ["_instance_id", "_submitted", "_form_version", "_review"];
const OF_REPEATS: [&str; 3] = ["_instance_id", "_key", "_parent_key"];

/// Makes tables of what was read.
pub(super) fn tables(raw: &Raw, kinds: &Kinds, problems: &mut Vec<Problem>) -> Vec<Table> {
    let mut tables: Vec<Table> = Vec::new();
    for (at, table) in raw.tables.iter().enumerate() {
        let keys = keys(table, &tables);
        let made = made(table, at, kinds, keys, problems);
        tables.push(made);
    }
    tables
}

/// Key, parent's key and instance id of every row.
fn keys(table: &raw::Table, before: &[Table]) -> Vec<[String; 3]> {
    let Some(above) = table.parent.and_then(|parent| before.get(parent)) else {
        return table.rows.iter().map(|row| [row.meta.id.clone(), String::new(), row.meta.id.clone()]).collect();
    };
    let name = table.path.strip_prefix(above.path.as_str()).unwrap_or(&table.path).trim_start_matches('/');
    let mut counts: BTreeMap<Option<usize>, usize> = BTreeMap::new();
    let key = |row: &raw::Row| {
        let count = counts.entry(row.parent).or_default();
        *count += 1;
        let parent = row.parent.and_then(|at| above.rows.get(at));
        let parent_key = parent.map_or_else(String::new, |parent| parent.key.clone());
        let id = parent_key.split('/').next().unwrap_or_default().to_owned();
        [format!("{parent_key}/{name}[{count}]"), parent_key, id]
    };
    table.rows.iter().map(key).collect()
}

fn made(table: &raw::Table, at: usize, kinds: &Kinds, keys: Vec<[String; 3]>, problems: &mut Vec<Problem>) -> Table {
    let answers = kinds.of_table(at);
    let told: &[&str] = if table.parent.is_none() { &OF_SUBMISSIONS } else { &OF_REPEATS };
    let width = told.len() + answers.len();
    let most = MOST_CELLS / width.max(1);
    if table.rows.len() > most {
        let problem = Problem::error("table_too_large").found(format!("{} rows of {width} columns", table.rows.len()));
        let problem = problem.expected(format!("at most {MOST_CELLS} cells, counting the empty ones"));
        problems.push(problem.hint("the rows from here on were left out: export fewer submissions at a time"));
    }
    let mut columns: Vec<Column> = told.iter().map(|name| Column::new(name, ColumnType::Text)).collect();
    for answer in answers {
        let taken = told.contains(&answer.path.as_str());
        let name = if taken { format!("{}_2", answer.path) } else { answer.path.clone() };
        columns.push(Column { description: answer.label.clone(), ..Column::new(&name, answer.holds) });
    }
    let mut rows = Vec::with_capacity(table.rows.len().min(most));
    for (row, [key, parent_key, id]) in table.rows.iter().zip(keys).take(most) {
        let geometry = geometry(row, answers, problems);
        let used = geometry.as_ref().map(|(used, _)| *used);
        let told = if table.parent.is_none() {
            vec![id, row.meta.submitted.clone(), row.meta.version.clone(), row.meta.review.clone()]
        } else {
            vec![id, key.clone(), parent_key.clone()]
        };
        let mut cells: Vec<Cell> =
            told.into_iter().map(|text| if text.is_empty() { Cell::Empty } else { Cell::Text(text) }).collect();
        for (position, answer) in answers.iter().enumerate() {
            let text = answer.column.map_or("", |at| row.text(at));
            cells.push(if text.is_empty() || used == Some(position) { Cell::Empty } else { answer.cell(text) });
        }
        let geometry = geometry.map(|(_, shape)| shape);
        rows.push(Row { number: row.number, sheet: row.sheet.clone(), key, parent_key, geometry, cells });
    }
    let mut whole = Table { path: table.path.clone(), parent: table.parent, columns, rows };
    drop_used_shapes(&mut whole, told.len(), answers);
    whole
}

/// The geometry of a row, and the position of the answer that gave it.
fn geometry(
    row: &raw::Row,
    answers: &[super::kinds::Answer],
    problems: &mut Vec<Problem>,
) -> Option<(usize, Geometry<f64>)> {
    let mut found: Vec<_> =
        answers.iter().enumerate().filter_map(|(at, answer)| Some((answer.shape?, at, answer))).collect();
    found.sort_by_key(|(shape, at, _)| (*shape, *at));
    for (shape, at, answer) in found {
        let text = answer.column.map_or("", |column| row.text(column));
        if text.is_empty() {
            continue;
        }
        match shapes::geometry(text, shape) {
            Ok(geometry) => return Some((at, geometry)),
            Err(problem) => problems.push(problem.in_sheet(&row.sheet).at_row(row.number).in_column(&answer.path)),
        }
    }
    None
}

/// Takes out the columns of shapes of which every answer became a geometry.
fn drop_used_shapes(table: &mut Table, told: usize, answers: &[super::kinds::Answer]) {
    if table.rows.iter().all(|row| row.geometry.is_none()) {
        return;
    }
    let is_used = |at: usize, table: &Table| table.rows.iter().all(|row| row.cells.get(at) == Some(&Cell::Empty));
    for (position, _) in answers.iter().enumerate().rev().filter(|(_, answer)| answer.shape.is_some()) {
        let at = told + position;
        if is_used(at, table) && at < table.columns.len() {
            table.columns.remove(at);
            for row in &mut table.rows {
                row.cells.remove(at);
            }
        }
    }
}
