//! Sheets: tables of cells, decoded by whoever opened the file.

use city::Cell;

/// One sheet of a workbook (or one delimited text).
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sheet {
    /// Its name.
    pub name: String,
    /// Its rows, the header among them, in the order of the file; empty rows may be left out.
    pub rows: Vec<SheetRow>,
}

/// One row of a sheet.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SheetRow {
    /// Row as a person counts it: the first is 1.
    pub number: u64,
    /// Its cells, from the first column on.
    pub cells: Vec<Cell>,
}
