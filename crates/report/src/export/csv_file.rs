//! Tables as CSV: RFC 4180, UTF-8 without a mark, `.` in numbers, shapes as well-known text or as longitude and latitude.

use super::table::{Table, TableColumn};
use super::wkt::wkt;
use crate::ReportError;
use city::{Cell, ColumnType, Feature};
use geo_types::Geometry;
use std::io::Write;

/// What makes a spreadsheet run a text as a formula, where it stands first; full-width forms run in some languages.
const RUNS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'];

/// How the shapes of a table are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shapes {
    /// It has none.
    None,
    /// As longitude and latitude: all of them are points.
    Points,
    /// As well-known text.
    Text,
}

/// Points in two columns where there is nothing else, else well-known text.
pub(super) fn shapes(table: &Table) -> Shapes {
    let point = |f: &Feature| matches!(f.geometry, None | Some(Geometry::Point(_)));
    match () {
        () if !table.drawn => Shapes::None,
        () if table.rows.iter().all(point) && table.rows.iter().any(|f| f.geometry.is_some()) => Shapes::Points,
        () => Shapes::Text,
    }
}

/// The columns of the file: those of the table, then those of its shapes.
pub(super) fn columns(table: &Table) -> Vec<TableColumn> {
    columns_with(table, shapes(table))
}

fn columns_with(table: &Table, shapes: Shapes) -> Vec<TableColumn> {
    let mut columns = table.columns.clone();
    let free = |name: &str| {
        let mut name = name.to_owned();
        while table.columns.iter().any(|c| c.name.eq_ignore_ascii_case(&name)) {
            name.push_str("_of_shape");
        }
        name
    };
    let degrees = |name: &str| TableColumn {
        unit: "degrees".to_owned(),
        ..TableColumn::new(&free(name), ColumnType::Real, "of the point, WGS 84")
    };
    match shapes {
        Shapes::None => {}
        Shapes::Points => columns.extend([degrees("longitude"), degrees("latitude")]),
        Shapes::Text => columns.push(TableColumn::new(
            &free("wkt"),
            ColumnType::Text,
            "Shape as well-known text, EPSG:4326, longitude first",
        )),
    }
    columns
}

/// Writes a table as CSV. A text that a spreadsheet would run as a formula has an apostrophe before it; [`plain`] takes it off.
///
/// # Errors
/// [`ReportError::Csv`] where the disk is full.
pub fn csv(table: &Table, out: impl Write) -> Result<(), ReportError> {
    csv_part(table, shapes(table), true, out)
}

/// Writes a part of a table as [`csv`] would: the rows that stand in `table`, their shapes as those of the whole table are written,
/// and the names of the columns before them where it is the first part.
///
/// # Errors
/// [`ReportError::Csv`] where the disk is full.
pub fn csv_part(table: &Table, shapes: Shapes, first: bool, out: impl Write) -> Result<(), ReportError> {
    let mut writer = csv::Writer::from_writer(out);
    if first {
        writer.write_record(columns_with(table, shapes).iter().map(|c| safe(&c.name)))?;
    }
    for row in &table.rows {
        let mut cells: Vec<String> = row.cells.iter().map(cell).collect();
        match (shapes, &row.geometry) {
            (Shapes::None, _) => {}
            (Shapes::Points, Some(Geometry::Point(p))) => cells.extend([p.x().to_string(), p.y().to_string()]),
            (Shapes::Points, _) => cells.extend([String::new(), String::new()]),
            (Shapes::Text, shape) => cells.push(shape.as_ref().map(wkt).unwrap_or_default()),
        }
        writer.write_record(&cells)?;
    }
    writer.flush().map_err(csv::Error::from)?;
    Ok(())
}

fn cell(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => safe(text),
        other => other.to_string(),
    }
}

fn runs(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(RUNS)
}

/// A text as it is written: with one apostrophe more where a spreadsheet would run it.
pub(super) fn safe(text: &str) -> String {
    if runs(text) { format!("'{text}") } else { text.to_owned() }
}

/// A text of our CSV as it was before it was written.
///
/// ```
/// assert_eq!(report::export::plain("'=1+1"), "=1+1");
/// assert_eq!(report::export::plain("'s-Hertogenbosch"), "'s-Hertogenbosch");
/// ```
#[must_use]
pub fn plain(written: &str) -> &str {
    match written.strip_prefix('\'') {
        Some(rest) if runs(rest) => rest,
        _ => written,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_would_run_is_written_so_that_it_does_not_and_read_back_equal() {
        for text in ["=1+1", "+49", "-", "@SUM(A1)", "\tx", "'=1", "''+", "'s", "plain", "", "a=b", "\u{ff1d}1", "--"] {
            let written = safe(text);
            assert!(!written.starts_with(RUNS), "{written}");
            assert_eq!(plain(&written), text);
        }
    }
}
