//! Raw submissions: the texts of an export by table, row and column, whichever way the tool wrote them.

use super::meta::Meta;
use city::Problem;
use std::collections::{BTreeMap, BTreeSet};

/// The most answers of an export.
const MOST_ANSWERS: usize = 20_000_000;
/// The most columns of all its tables, and the most tables.
const MOST_COLUMNS: usize = 32_768;
const MOST_TABLES: usize = 1_000;

/// An export: its main table first, then one for each repeat.
#[derive(Debug, Default)]
pub(super) struct Raw {
    pub tables: Vec<Table>,
    /// Columns of the tool about persons in which something stands.
    pub withheld: BTreeSet<String>,
    /// Files that the submissions name as theirs.
    pub media: usize,
    pub problems: Vec<Problem>,
    answers: usize,
    columns: usize,
    full: bool,
}

/// The submissions, or the instances of one repeat.
#[derive(Debug, Default)]
pub(super) struct Table {
    /// Path of the repeat; empty for the main table.
    pub path: String,
    /// Position of the table that it belongs to.
    pub parent: Option<usize>,
    /// Full paths.
    pub columns: Vec<String>,
    pub rows: Vec<Row>,
    /// Columns that were put together from one for each choice.
    pub coded: BTreeSet<String>,
    positions: BTreeMap<String, usize>,
}

/// One submission, or one instance of a repeat.
#[derive(Debug, Clone, Default)]
pub(super) struct Row {
    /// Row of the sheet, or position in the file from 1 (of a repeat: of the submission).
    pub number: u64,
    pub sheet: String,
    pub meta: Meta,
    /// Position of the row of the parent's table.
    pub parent: Option<usize>,
    pub cells: BTreeMap<usize, String>,
}

impl Table {
    pub fn of(path: &str, parent: Option<usize>) -> Self {
        Self { path: path.to_owned(), parent, ..Self::default() }
    }

    pub fn position(&self, column: &str) -> Option<usize> {
        self.positions.get(column).copied()
    }

    /// Gives a column another name.
    pub fn rename(&mut self, at: usize, name: &str) {
        if let Some(column) = self.columns.get_mut(at) {
            self.positions.remove(column);
            self.positions.insert(name.to_owned(), at);
            name.clone_into(column);
        }
    }

    /// Takes columns away, with their answers.
    pub fn drop_columns(&mut self, gone: &BTreeSet<usize>) {
        if gone.is_empty() {
            return;
        }
        let kept: Vec<usize> = (0..self.columns.len()).filter(|at| !gone.contains(at)).collect();
        let place: BTreeMap<usize, usize> = kept.iter().enumerate().map(|(new, old)| (*old, new)).collect();
        self.columns = kept.iter().filter_map(|at| self.columns.get(*at).cloned()).collect();
        self.positions = self.columns.iter().cloned().enumerate().map(|(at, name)| (name, at)).collect();
        for row in &mut self.rows {
            let cells = std::mem::take(&mut row.cells);
            row.cells = cells.into_iter().filter_map(|(at, text)| Some((*place.get(&at)?, text))).collect();
        }
    }
}

impl Row {
    pub fn text(&self, at: usize) -> &str {
        self.cells.get(&at).map_or("", String::as_str)
    }
}

impl Raw {
    /// The position of the table of a repeat, made where it is not there; none where there are too many.
    pub fn table(&mut self, path: &str, parent: Option<usize>) -> Option<usize> {
        if let Some(at) = self.tables.iter().position(|t| t.path == path) {
            return Some(at);
        }
        if self.tables.len() >= MOST_TABLES {
            self.overflow(&format!("{MOST_TABLES} repeats"));
            return None;
        }
        self.tables.push(Table::of(path, parent));
        Some(self.tables.len() - 1)
    }

    /// The position of a column, made where it is not there; none where there are too many.
    pub fn column(&mut self, table: usize, name: &str) -> Option<usize> {
        let held = self.tables.get_mut(table)?;
        if let Some(at) = held.positions.get(name) {
            return Some(*at);
        }
        if self.columns >= MOST_COLUMNS {
            self.overflow(&format!("{MOST_COLUMNS} columns"));
            return None;
        }
        self.columns += 1;
        held.columns.push(name.to_owned());
        held.positions.insert(name.to_owned(), held.columns.len() - 1);
        Some(held.columns.len() - 1)
    }

    /// Puts an answer into a row; an empty one is none.
    pub fn put(&mut self, row: &mut Row, at: usize, text: &str) {
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        if self.answers >= MOST_ANSWERS {
            self.overflow(&format!("{MOST_ANSWERS} answers"));
            return;
        }
        self.answers += 1;
        row.cells.insert(at, text.to_owned());
    }

    fn overflow(&mut self, expected: &str) {
        if !self.full {
            self.full = true;
            let problem = Problem::error("submissions_too_many").expected(format!("at most {expected}"));
            self.problems.push(problem.hint("what lies beyond was left out: export fewer submissions at a time"));
        }
    }
}
