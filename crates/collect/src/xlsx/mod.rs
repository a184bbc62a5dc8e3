//! Excel workbooks (`.xlsx`, `.xlsm`): one sheet as a table.

mod cells;
mod header;

use crate::archive::Archive;
use crate::findings::Findings;
use crate::headings;
use crate::opening::{self, guarded, most_cells, table_too_large};
use crate::records::{Record, Records, Request};
use calamine::{Reader as _, SheetType, Xlsx};
use cells::Sheet;
use city::{Cell, Column, ColumnType, Problem};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

/// All rows below the header of one sheet: the one that `request.layer` names, or the first worksheet (the others are
/// then named in a note `sheet_chosen`).
///
/// Numbers are `Integer` where they are whole, else `Real`; dates are texts `2011-10-09` or `2011-10-09T14:30:00`;
/// formulas give the result that Excel saved. Errors such as `#N/A` are `Empty` and reported (`cell_error`), the declared
/// `missing` texts are `Empty`. A column is `Integer`, `Real`, `Flag` or `Text` by what it holds; one that mixes texts and
/// numbers is `Text`, and its cells stay what they are, so that no number is read twice. Merged headers name each of
/// their columns.
///
/// Problems: `sheet_missing`, `header_missing`, `no_rows`, `workbook_old` (`.xls` or with a password),
/// `workbook_unreadable`, `column_repeated`, `column_unnamed`, `rows_empty`, `table_too_large`, and those of files and
/// archives.
#[must_use]
pub fn read(request: &Request) -> Records {
    let mut findings = Findings::of_file(request.file);
    let mut records = match sheet(request, &mut findings) {
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

/// The names of the worksheets, in their order.
pub(crate) fn sheets(path: &Path) -> Result<Vec<String>, Problem> {
    in_workbook(path, |book| Ok(worksheets(book).map(str::to_owned).collect()))
}

fn sheet(request: &Request, findings: &mut Findings) -> Result<Sheet, Problem> {
    in_workbook(request.path, |book| {
        let name = chosen(book, request.layer, findings)?;
        cells::read(book, name)
    })
}

/// Opens a workbook that was unpacked once to see that it can be, and works on it under guard.
fn in_workbook<T>(
    path: &Path,
    work: impl FnOnce(&mut Xlsx<BufReader<File>>) -> Result<T, Problem>,
) -> Result<T, Problem> {
    let (mut file, _) = opening::open(path)?;
    let mut magic = [0; 4];
    if file.read_exact(&mut magic).is_ok() && magic == [0xD0, 0xCF, 0x11, 0xE0] {
        let problem = Problem::error("workbook_old").found("an .xls workbook, or one with a password");
        return Err(problem
            .expected("an .xlsx workbook")
            .hint("open it in Excel or LibreOffice and save it as .xlsx without a password"));
    }
    Archive::open(path)?.check()?;
    let (file, _) = opening::open(path)?;
    let done = guarded(|| work(&mut Xlsx::new(BufReader::new(file)).map_err(unreadable)?));
    done.unwrap_or_else(|panic| Err(unreadable(panic)))
}

fn unreadable(reason: impl std::fmt::Display) -> Problem {
    let problem = Problem::error("workbook_unreadable").found(reason).expected("an .xlsx workbook");
    problem.hint("open it in Excel or LibreOffice and save it anew")
}

fn worksheets(book: &Xlsx<BufReader<File>>) -> impl Iterator<Item = &str> {
    let sheets = book.sheets_metadata().iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
    sheets.map(|sheet| sheet.name.as_str())
}

fn chosen(book: &Xlsx<BufReader<File>>, layer: &str, findings: &mut Findings) -> Result<String, Problem> {
    let names: Vec<&str> = worksheets(book).collect();
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
    body: &[cells::Found],
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
        if !row.iter().any(cells::Found::holds_something) {
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

#[cfg(test)]
mod tests;
