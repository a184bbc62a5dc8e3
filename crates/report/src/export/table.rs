//! A table as every format of an export takes it.

use city::{Cell, ColumnType, Feature};

/// A column of another table whose cells this one's are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refers {
    /// The table.
    pub table: &'static str,
    /// Its column.
    pub column: &'static str,
}

/// A column.
#[derive(Debug, Clone, PartialEq)]
pub struct TableColumn {
    /// Its name.
    pub name: String,
    /// What it means, in one sentence.
    pub description: String,
    /// The unit of its numbers; empty where it has none.
    pub unit: String,
    /// What its cells hold.
    pub holds: ColumnType,
    /// Whether every row has a cell.
    pub required: bool,
    /// The only texts that stand in it; any where empty.
    pub choices: Vec<String>,
    /// What its cells are the ids of.
    pub refers: Option<Refers>,
    /// Whether its texts are JSON lists.
    pub list: bool,
}

impl TableColumn {
    /// A column without a unit that may be empty.
    #[must_use]
    pub fn new(name: &str, holds: ColumnType, description: &str) -> Self {
        Self {
            name: name.to_owned(),
            description: description.to_owned(),
            unit: String::new(),
            holds,
            required: false,
            choices: Vec::new(),
            refers: None,
            list: false,
        }
    }

    pub(super) fn required(mut self) -> Self {
        self.required = true;
        self
    }

    pub(super) fn one_of(mut self, choices: impl IntoIterator<Item = &'static str>) -> Self {
        self.choices = choices.into_iter().map(str::to_owned).collect();
        self
    }

    pub(super) fn refers(mut self, table: &'static str, column: &'static str) -> Self {
        self.refers = Some(Refers { table, column });
        self
    }

    pub(super) fn list(mut self) -> Self {
        self.list = true;
        self
    }
}

/// A table with or without shapes.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Its name: lower case, digits and `_`.
    pub name: String,
    /// Its title.
    pub title: String,
    /// What it holds.
    pub description: String,
    /// Its columns.
    pub columns: Vec<TableColumn>,
    /// Its rows, a cell for each column.
    pub rows: Vec<Feature>,
    /// Whether its rows have shapes.
    pub drawn: bool,
    /// The column that tells rows apart.
    pub key: Option<&'static str>,
    /// The source of a layer, as an id; empty where rows say their own.
    pub source: String,
}

/// A text as a cell; empty where it says nothing.
pub(super) fn text(text: &str) -> Cell {
    if text.is_empty() { Cell::Empty } else { Cell::Text(text.to_owned()) }
}
