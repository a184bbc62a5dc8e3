//! Worksheets: the cells of one sheet made a table, whatever workbook they came out of.

mod header;

use crate::findings::Findings;
use crate::headings;
use crate::opening::{most_cells, table_too_large};
use crate::records::{Record, Records, Request};
use city::{Cell, Column, ColumnType, Problem};
use std::collections::BTreeMap;

/// The most cells that a sheet may have.
pub(crate) const MOST_FOUND: usize = 20_000_000;

/// A sheet: its cells by rows, then columns.
#[derive(Debug)]
pub(crate) struct Sheet {
    pub name: String,
    pub cells: Vec<Found>,
    pub merged: Vec<Region>,
}

/// A cell where it stands, counted from 0.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    pub row: u32,
    pub column: u32,
    pub cell: Cell,
    /// The error that stands in it, such as `#N/A`.
    pub error: Option<&'static str>,
}

impl Found {
    pub(crate) fn holds_something(&self) -> bool {
        self.cell != Cell::Empty || self.error.is_some()
    }
}

/// Merged cells, from one corner (row, column) to the other, both in it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Region {
    pub first: (u32, u32),
    pub last: (u32, u32),
}

/// The records of a sheet, or the problem that it could not be read for, with all that was found.
pub(crate) fn records(sheet: Result<Sheet, Problem>, request: &Request, mut findings: Findings) -> Records {
    let mut records = match sheet {
        Ok(sheet) => {
            findings.in_sheet(&sheet.name);
            let mut records = table(&sheet, request, &mut findings);
            records.sheet = sheet.name;
            records
        }
        Err(problem) => {
            findings.add(problem);
            Records::default()
        }
    };
    records.problems = findings.into_problems();
    records
}

/// The sheet that `layer` names, or the first (a note `sheet_chosen` then names the others).
pub(crate) fn chosen(names: &[&str], layer: &str, findings: &mut Findings) -> Result<String, Problem> {
    let all = names.join(", ");
    if layer.is_empty() {
        let first = names.first().ok_or_else(|| Problem::error("sheet_missing").expected("a worksheet"))?;
        if names.len() > 1 {
            let problem = Problem::note("sheet_chosen").found(first).expected(format!("one of {all}"));
            findings.add(problem.hint("the first sheet was read; set `layer` of this source for another"));
        }
        return Ok((*first).to_owned());
    }
    let exact = names.iter().find(|name| **name == layer);
    let close = || names.iter().find(|name| name.trim().eq_ignore_ascii_case(layer.trim()));
    exact.or_else(close).map(|name| (*name).to_owned()).ok_or_else(|| {
        let problem = Problem::error("sheet_missing").found(layer).expected(format!("one of {all}"));
        problem.hint("change `layer` of this source")
    })
}

/// Every sheet of a workbook, as long as all of them together have no more cells than one may have.
pub(crate) fn every(
    names: Vec<String>,
    mut read: impl FnMut(String) -> Result<Sheet, Problem>,
) -> Result<Vec<Sheet>, Problem> {
    let mut sheets = Vec::new();
    let mut cells = 0;
    for name in names {
        let sheet = read(name)?;
        cells += sheet.cells.len();
        if cells > MOST_FOUND {
            return Err(table_too_large(format!("more than {MOST_FOUND} cells in all sheets"), MOST_FOUND));
        }
        sheets.push(sheet);
    }
    Ok(sheets)
}

fn table(sheet: &Sheet, request: &Request, findings: &mut Findings) -> Records {
    let header_row = request.text.header_row.unwrap_or(1).max(1);
    let header = u32::try_from(header_row - 1).unwrap_or(u32::MAX);
    let mut wanted: BTreeMap<usize, String> = header::names(sheet, header);
    if wanted.is_empty() {
        let problem = Problem::error("header_missing").expected(format!("column names in row {header_row}"));
        findings.add(problem.hint("nothing stands in this row: change `header_row` in [source.text]"));
        return Records::default();
    }
    let body = sheet.cells.partition_point(|cell| cell.row <= header);
    let body = sheet.cells.get(body..).unwrap_or_default();
    // Columns are those with a name or with anything below it.
    for cell in body.iter().filter(|cell| cell.holds_something()) {
        wanted.entry(cell.column as usize).or_default();
    }
    let positions: BTreeMap<usize, usize> = wanted.keys().enumerate().map(|(at, column)| (*column, at)).collect();
    let wanted: Vec<(usize, String)> = wanted.into_iter().collect();
    let names = headings::distinct(&wanted, Some(header_row), findings);
    let rows = rows(body, &names, &positions, &request.text.missing, findings);
    let columns = names.iter().enumerate().map(|(at, name)| Column::new(name, holds(&rows, at))).collect();
    Records { columns, rows, ..Records::default() }
}

fn rows(
    body: &[Found],
    names: &[String],
    positions: &BTreeMap<usize, usize>,
    missing: &[String],
    findings: &mut Findings,
) -> Vec<Record> {
    // A cell takes some ten bytes of a sheet; a workbook's own size says little, as it is packed.
    let most = most_cells(body.len() as u64 * 10);
    let mut rows: Vec<Record> = Vec::new();
    let mut empty = 0_u64;
    for row in body.chunk_by(|a, b| a.row == b.row) {
        let number = row.first().map_or(0, |cell| u64::from(cell.row) + 1);
        if !row.iter().any(Found::holds_something) {
            empty += 1;
            continue;
        }
        if (rows.len() + 1).saturating_mul(names.len()) > most {
            let found = format!("{} rows of {} columns", rows.len() + 1, names.len());
            findings.add(table_too_large(found, most).at_row(number));
            break;
        }
        let mut cells = vec![Cell::Empty; names.len()];
        for found in row {
            let Some(at) = positions.get(&(found.column as usize)) else { continue };
            if let Some(error) = found.error {
                let column = names.get(*at).map_or("", String::as_str);
                let problem = Problem::error("cell_error").at_row(number).in_column(column).found(error);
                findings
                    .add(problem.expected("a value").hint("the cell is empty here: mend the formula in the workbook"));
            }
            if let Some(cell) = cells.get_mut(*at) {
                *cell = match &found.cell {
                    Cell::Text(text) if missing.iter().any(|m| m.trim() == text) => Cell::Empty,
                    other => other.clone(),
                };
            }
        }
        rows.push(Record { number, geometry: None, cells });
    }
    if empty > 0 {
        findings.add(Problem::note("rows_empty").found(empty).hint("rows without any value were left out"));
    }
    if rows.is_empty() {
        findings.add(Problem::warning("no_rows").expected("rows below the column names"));
    }
    rows
}

/// What a column holds by all of its cells.
fn holds(rows: &[Record], at: usize) -> ColumnType {
    let mut holds = None;
    for cell in rows.iter().filter_map(|row| row.cells.get(at)) {
        holds = match (holds, cell) {
            (holds, Cell::Empty) => holds,
            (None | Some(ColumnType::Integer), Cell::Integer(_)) => Some(ColumnType::Integer),
            (None | Some(ColumnType::Integer | ColumnType::Real), Cell::Real(_))
            | (Some(ColumnType::Real), Cell::Integer(_)) => Some(ColumnType::Real),
            (None | Some(ColumnType::Flag), Cell::Flag(_)) => Some(ColumnType::Flag),
            _ => return ColumnType::Text,
        };
    }
    holds.unwrap_or(ColumnType::Text)
}

pub(crate) fn text_cell(text: &str) -> Cell {
    let text = text.trim();
    if text.is_empty() { Cell::Empty } else { Cell::Text(text.to_owned()) }
}

/// Workbooks know reals only; what is whole and exact in them is a whole number.
pub(crate) fn number_cell(number: f64) -> Cell {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if !number.is_finite() {
        return Cell::Empty;
    }
    if number.abs() < EXACT && number.trunc().total_cmp(&number).is_eq() {
        #[expect(clippy::cast_possible_truncation, reason = "whole, and below 2^53")]
        return Cell::Integer(number as i64);
    }
    Cell::Real(number)
}
