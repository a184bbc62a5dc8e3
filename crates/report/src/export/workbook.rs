//! Tables as an Excel workbook: one header row before each table, units in headers, numbers as numbers, gaps as words.

use super::tables::{kind_title, wide_columns};
use super::{Export, Table, TableColumn, Wide, all, readme};
use crate::ReportError;
use crate::number::gap;
use city::{Cell, Value};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet};

/// Rows of a sheet below its header; a longer table goes on in another sheet.
const MOST_ROWS: usize = 1_048_575;
/// Letters of a cell.
const MOST_LETTERS: usize = 32_767;
/// Rows that the widths of columns are taken from.
const MEASURED_ROWS: usize = 200;

/// The workbook as bytes: the sheets Read me, Places, one for each kind of place with a column for each indicator, Observations,
/// Indicators, Sources, Runs, Held back. The same export gives the same bytes.
///
/// # Errors
/// [`ReportError::Workbook`].
pub fn workbook(export: &Export) -> Result<Vec<u8>, ReportError> {
    let mut book = Workbook::new();
    let (date, _) = export.generated.split_once('T').unwrap_or((export.generated, ""));
    let mut about = DocProperties::new().set_title(&export.head.name).set_author("makazi").set_subject(export.role);
    if let Ok(date) = ExcelDateTime::parse_from_str(date) {
        about = about.set_creation_datetime(&date);
    }
    book.set_properties(&about);
    sheets(&mut book, "Read me", &read_me(export))?;
    let mut tables = all(export).into_iter();
    if let Some(places) = tables.next() {
        sheets(&mut book, "Places", &with_points(places, export))?;
    }
    for wide in export.wide {
        sheets(&mut book, kind_title(wide.kind), &wide_sheet(wide, export))?;
    }
    for table in tables {
        let title = table.title.clone();
        sheets(&mut book, &title, &sheet(table))?;
    }
    Ok(book.save_to_buffer()?)
}

/// A sheet: headers, and cells as they are shown.
struct Sheet {
    headers: Vec<String>,
    rows: Vec<Vec<Cell>>,
}

fn header(column: &TableColumn) -> String {
    if column.unit.is_empty() { column.name.clone() } else { format!("{} ({})", column.name, column.unit) }
}

fn sheet(table: Table) -> Sheet {
    Sheet {
        headers: table.columns.iter().map(header).collect(),
        rows: table.rows.into_iter().map(|row| row.cells).collect(),
    }
}

fn read_me(export: &Export) -> Sheet {
    let line = |(what, words)| vec![Cell::Text(what), Cell::Text(words)];
    Sheet {
        headers: vec!["What".to_owned(), "Words".to_owned()],
        rows: readme::words(export).into_iter().map(line).collect(),
    }
}

fn with_points(places: Table, export: &Export) -> Sheet {
    let mut sheet = sheet(places);
    sheet.headers.extend(["longitude (degrees)", "latitude (degrees)"].map(str::to_owned));
    for (row, place) in sheet.rows.iter_mut().zip(export.places) {
        row.extend(point(export, &place.id));
    }
    sheet
}

fn point(export: &Export, place: &city::PlaceId) -> [Cell; 2] {
    export.points.get(place).map_or([Cell::Empty, Cell::Empty], |at| at.map(Cell::Real))
}

fn wide_sheet(wide: &Wide, export: &Export) -> Sheet {
    let row = |(place, cells): &(&city::Place, Vec<Option<&city::Observation>>)| {
        let parent = place.parent.as_ref().map_or("", |p| p.as_str());
        let mut row = [place.id.as_str(), &place.name, parent].map(super::table::text).to_vec();
        row.extend(point(export, &place.id));
        row.extend(cells.iter().map(|o| o.map_or(Cell::Empty, |o| shown(&o.value))));
        row
    };
    Sheet { headers: wide_columns(wide).iter().map(header).collect(), rows: wide.rows.iter().map(row).collect() }
}

fn shown(value: &Value) -> Cell {
    match value {
        Value::Estimate(e) => Cell::Real(e.value),
        Value::Classes(codes) => Cell::Text(codes.join(", ")),
        Value::Gap(reason) => Cell::Text(gap(*reason).to_owned()),
    }
}

/// Writes a table on as many sheets as it takes; the second is called `NAME 2`.
fn sheets(book: &mut Workbook, name: &str, sheet: &Sheet) -> Result<(), ReportError> {
    let mut parts: Vec<&[Vec<Cell>]> = sheet.rows.chunks(MOST_ROWS).collect();
    if parts.is_empty() {
        parts.push(&[]);
    }
    for (at, rows) in parts.into_iter().enumerate() {
        let name = if at == 0 { name.to_owned() } else { format!("{name} {}", at + 1) };
        let page = book.add_worksheet().set_name(name)?;
        write(page, &sheet.headers, rows)?;
    }
    Ok(())
}

fn write(page: &mut Worksheet, headers: &[String], rows: &[Vec<Cell>]) -> Result<(), ReportError> {
    let bold = Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Top);
    for (at, header) in (0_u16..).zip(headers) {
        page.write_string_with_format(0, at, header, &bold)?;
        let letters = |cell: Option<&Cell>| cell.map_or(0, |cell| cell.to_string().chars().count());
        let longest = rows.iter().take(MEASURED_ROWS).map(|row| letters(row.get(usize::from(at)))).max().unwrap_or(0);
        let width = longest.max(header.chars().count().min(24)).clamp(8, 60);
        page.set_column_width(at, u32::try_from(width + 2).unwrap_or(60))?;
    }
    for (at, row) in (1_u32..).zip(rows) {
        for (column, cell) in (0_u16..).zip(row) {
            match cell {
                Cell::Empty => {}
                Cell::Text(text) => drop(page.write_string(at, column, cut(text))?),
                Cell::Integer(number) if number.unsigned_abs() < 1 << 53 => {
                    #[expect(clippy::cast_precision_loss, reason = "whole numbers below 2^53 are exact")]
                    page.write_number(at, column, *number as f64)?;
                }
                Cell::Integer(number) => drop(page.write_string(at, column, number.to_string())?),
                Cell::Real(number) => drop(page.write_number(at, column, *number)?),
                Cell::Flag(flag) => drop(page.write_boolean(at, column, *flag)?),
            }
        }
    }
    page.set_freeze_panes(1, 0)?;
    let last = u16::try_from(headers.len().saturating_sub(1)).unwrap_or(u16::MAX);
    page.autofilter(0, 0, u32::try_from(rows.len()).unwrap_or(u32::MAX), last)?;
    Ok(())
}

/// A text that a cell can hold; a longer one stands whole in the CSV.
fn cut(text: &str) -> String {
    const SAID: &str = " ... (cut: see the CSV)";
    // Excel counts in UTF-16
    if text.encode_utf16().count() <= MOST_LETTERS {
        return text.to_owned();
    }
    let mut left = MOST_LETTERS - SAID.len();
    let fits = |c: &char| {
        let fits = c.len_utf16() <= left;
        left = left.saturating_sub(c.len_utf16());
        fits
    };
    text.chars().take_while(fits).chain(SAID.chars()).collect()
}
