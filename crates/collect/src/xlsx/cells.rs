//! The cells of a sheet, as they stream out of the workbook: nothing is allocated for cells that are not there.

use super::unreadable;
use crate::opening::table_too_large;
use crate::worksheet::{Found, MOST_FOUND, Region, Sheet, number_cell, text_cell};
use calamine::{DataRef, ExcelDateTime, Xlsx};
use city::{Cell, Problem};
use std::fs::File;
use std::io::BufReader;

pub(super) fn read(book: &mut Xlsx<BufReader<File>>, name: String) -> Result<Sheet, Problem> {
    let merged = book.merge_cells_by_sheet_name(&name).unwrap_or_default();
    let merged = merged.into_iter().map(|region| Region { first: region.start, last: region.end }).collect();
    let mut reader = book.worksheet_cells_reader(&name).map_err(unreadable)?;
    let mut cells = Vec::new();
    while let Some(found) = reader.next_cell().map_err(unreadable)? {
        let (row, column) = found.get_position();
        let (cell, error) = value(found.get_value());
        if cell != Cell::Empty || error.is_some() {
            cells.push(Found { row, column, cell, error });
        }
        if cells.len() > MOST_FOUND {
            return Err(table_too_large(format!("more than {MOST_FOUND} cells"), MOST_FOUND));
        }
    }
    cells.sort_by_key(|found| (found.row, found.column));
    Ok(Sheet { name, cells, merged })
}

fn value(value: &DataRef) -> (Cell, Option<&'static str>) {
    let cell = match value {
        DataRef::Empty => Cell::Empty,
        DataRef::Int(number) => Cell::Integer(*number),
        DataRef::Float(number) => number_cell(*number),
        DataRef::Bool(flag) => Cell::Flag(*flag),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text_cell(text),
        DataRef::SharedString(text) => text_cell(text),
        DataRef::DateTime(date) => date_cell(date),
        DataRef::Error(error) => return (Cell::Empty, Some(error_name(error))),
    };
    (cell, None)
}

fn error_name(error: &calamine::CellErrorType) -> &'static str {
    use calamine::CellErrorType::{Div0, GettingData, NA, Name, Null, Num, Ref, Value};
    match error {
        Div0 => "#DIV/0!",
        NA => "#N/A",
        Name => "#NAME?",
        Null => "#NULL!",
        Num => "#NUM!",
        Ref => "#REF!",
        Value => "#VALUE!",
        GettingData => "#DATA!",
        #[allow(unreachable_patterns, reason = "the list may grow")]
        _ => "an error",
    }
}

/// A date, a date and a time, a time of day, or hours and minutes of a duration.
fn date_cell(date: &ExcelDateTime) -> Cell {
    let days = date.as_f64();
    if date.is_duration() || !(0.0..2_958_466.0).contains(&days) {
        return number_cell(days);
    }
    let (year, month, day, hour, minute, second, milli) = date.to_ymd_hms_milli();
    let midnight = (hour, minute, second, milli) == (0, 0, 0, 0);
    Cell::Text(if days < 1.0 {
        format!("{hour:02}:{minute:02}:{second:02}")
    } else if midnight {
        format!("{year:04}-{month:02}-{day:02}")
    } else {
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")
    })
}
