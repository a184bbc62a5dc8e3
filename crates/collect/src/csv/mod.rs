//! Delimited text: CSV, semicolons, tabs or bars, by RFC 4180 with what programs really write.

mod delimiter;
mod rows;

use crate::encoding;
use crate::findings::Findings;
use crate::headings;
use crate::opening::{self, MOST_COLUMNS, most_cells, table_too_large};
use crate::records::{Record, Records, Request};
use city::settings::TextSettings;
use city::{Cell, Column, ColumnType, Problem};
use rows::{Row, Rows};

/// All rows of a delimited text, every cell as the text that stands there, without the spaces around it; what it means
/// is for the mapping to say.
///
/// The header is the first row on or after line `header_row`. A delimiter that is not declared is the one that is most
/// frequent in the header (`delimiter_found`). Empty cells and the declared `missing` texts are `Empty`. A row's number
/// is the line on which it starts. A short row is filled with `Empty` (`row_short`), cells beyond the last column are
/// reported and left out (`row_long`), rows without any text are left out and counted (`rows_empty`). Further problems:
/// `column_repeated`, `column_unnamed`, `header_missing`, `no_rows`, `quote_unclosed` (the rows from there on are left
/// out), `delimiter_unsupported`, `table_too_large`, and those of files and encodings.
#[must_use]
pub fn read(request: &Request) -> Records {
    let mut findings = Findings::of_file(request.file);
    let mut records = match opening::bytes(request.path) {
        Ok(bytes) => {
            let (text, problems) = encoding::text(&bytes, request.text.encoding.as_deref());
            findings.add_all(problems);
            table(&text, request.text, &mut findings)
        }
        Err(problem) => {
            findings.add(problem);
            Records::default()
        }
    };
    records.problems = findings.into_problems();
    records
}

fn table(text: &str, settings: &TextSettings, findings: &mut Findings) -> Records {
    let header_row = settings.header_row.unwrap_or(1).max(1);
    let (delimiter, names_delimiter) = delimiter::of(text, settings, header_row, findings);
    let mut rows = Rows::new(text, delimiter);
    let mut record = Row::default();
    let header_row = if names_delimiter { header_row.max(2) } else { header_row };
    let line = loop {
        match rows.next(&mut record) {
            Ok(Some(line)) if line >= header_row => break line,
            Ok(Some(_)) => {}
            Ok(None) => {
                let problem = Problem::error("header_missing").expected(format!("column names in row {header_row}"));
                findings.add(problem.hint("the file ends before: change `header_row` in [source.text]"));
                return Records::default();
            }
            Err(line) => {
                findings.add(quote_unclosed(line, &record));
                return Records::default();
            }
        }
    };
    let has_text = |(_, name): &(usize, &str)| !name.trim().is_empty();
    let last = record.iter().enumerate().filter(has_text).last().map_or(0, |(position, _)| position);
    if last >= MOST_COLUMNS || record.len() > MOST_COLUMNS {
        let problem = Problem::error("table_too_wide").at_row(line).found(format!("{} column names", record.len()));
        findings.add(
            problem
                .expected(format!("at most {MOST_COLUMNS}"))
                .hint("nothing was read: declare `delimiter` in [source.text], or mend the line ends of the file"),
        );
        return Records::default();
    }
    let names: Vec<(usize, String)> = record.iter().take(last + 1).map(str::to_owned).enumerate().collect();
    let names = headings::distinct(&names, Some(line), findings);
    let rows = body(&mut rows, names.len(), most_cells(text.len() as u64), settings, findings);
    let columns = names.iter().map(|name| Column::new(name, ColumnType::Text)).collect();
    Records { columns, rows, ..Records::default() }
}

fn body(
    rows: &mut Rows,
    width: usize,
    most_cells: usize,
    settings: &TextSettings,
    findings: &mut Findings,
) -> Vec<Record> {
    let mut read = Vec::new();
    let mut record = Row::default();
    let mut empty = 0_u64;
    loop {
        let number = match rows.next(&mut record) {
            Ok(Some(line)) => line,
            Ok(None) => break,
            Err(line) => {
                findings.add(quote_unclosed(line, &record));
                break;
            }
        };
        if record.iter().all(|text| text.trim().is_empty()) {
            empty += 1;
            continue;
        }
        if (read.len() + 1).saturating_mul(width) > most_cells {
            let found = format!("{} rows of {width} columns", read.len() + 1);
            findings.add(table_too_large(found, most_cells).at_row(number));
            break;
        }
        uneven(&record, width, number, findings);
        let cells = record.iter().take(width).map(|text| cell(text, &settings.missing));
        let cells: Vec<Cell> = cells.chain(std::iter::repeat_with(|| Cell::Empty)).take(width).collect();
        read.push(Record { number, geometry: None, cells });
    }
    if empty > 0 {
        findings.add(Problem::note("rows_empty").found(empty).hint("rows without any text were left out"));
    }
    if read.is_empty() {
        findings.add(Problem::warning("no_rows").expected("rows below the column names"));
    }
    read
}

/// Reports a row that has too few or too many cells.
fn uneven(record: &Row, width: usize, number: u64, findings: &mut Findings) {
    let expected = format!("{width} cells");
    if record.len() < width {
        let problem = Problem::warning("row_short").at_row(number).found(format!("{} cells", record.len()));
        findings.add(problem.expected(expected).hint("the cells that are missing are empty here"));
        return;
    }
    let beyond: Vec<&str> = record.iter().skip(width).collect();
    if beyond.iter().any(|text| !text.trim().is_empty()) {
        let problem = Problem::error("row_long").at_row(number).found(beyond.join(" | ")).expected(expected);
        let hint = if width == 1 {
            "these cells have no column and were left out: if the header stands further down, declare `header_row` in \
             [source.text]"
        } else {
            "these cells have no column and were left out: is a text with a delimiter not quoted?"
        };
        findings.add(problem.hint(hint));
    }
}

fn cell(text: &str, missing: &[String]) -> Cell {
    let text = text.trim();
    if text.is_empty() || missing.iter().any(|m| m.trim() == text) { Cell::Empty } else { Cell::Text(text.to_owned()) }
}

fn quote_unclosed(line: u64, record: &Row) -> Problem {
    let cell = record.iter().find(|cell| cell.contains('\n')).unwrap_or_default();
    Problem::error("quote_unclosed")
        .at_row(line)
        .found(cell.lines().next().unwrap_or_default())
        .expected("a closing quotation mark")
        .hint("the rows from here on were left out: mend the quotation mark in this row")
}

#[cfg(test)]
mod tests;
