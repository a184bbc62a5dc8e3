//! The sheets of a document, read event by event: what is repeated is counted, and made only where it holds something.
//!
//! Not by calamine, which holds every sheet at once, makes the cells between the first and the last that hold something,
//! and forgets which are merged.

use super::value::{self, Described};
use crate::findings::Findings;
use crate::markup::{attribute, resolved};
use crate::opening::table_too_large;
use crate::worksheet::{Found, MOST_FOUND, Region, Sheet};
use city::{Cell, Problem};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// The most bytes that cells made by repeating may take: enough for a number in each row of a column.
const MOST_REPEATED: usize = 64 << 20;
/// The most columns of a sheet, and the most rows.
const MOST_COLUMNS: u32 = 16_384;
const MOST_ROWS: u32 = 1 << 20;
/// The most merged cells.
const MOST_MERGED: usize = 1 << 20;

fn reader(xml: &[u8]) -> Reader<&[u8]> {
    let mut reader = Reader::from_reader(xml);
    reader.config_mut().expand_empty_elements = true;
    reader.config_mut().allow_dangling_amp = true;
    reader
}

/// What a flat document says that it is.
pub(super) fn flat_mimetype(xml: &[u8]) -> Option<String> {
    let mut reader = reader(xml);
    loop {
        match reader.read_event() {
            Ok(Event::Start(start)) => {
                let is_document = start.name().as_ref() == b"office:document";
                return attribute(&start, "office:mimetype").filter(|_| is_document);
            }
            Ok(Event::Eof) | Err(_) => return None,
            Ok(_) => {}
        }
    }
}

/// The names of the sheets; up to where the document breaks off.
pub(super) fn sheets(xml: &[u8]) -> Vec<String> {
    let mut reader = reader(xml);
    let mut names = Vec::new();
    while let Some(start) = next_sheet(&mut reader) {
        names.push(attribute(&start, "table:name").unwrap_or_default());
        if reader.read_to_end(start.name()).is_err() {
            break;
        }
    }
    names
}

/// The start of the next sheet: a table that is in no other, and in no list of tracked changes.
fn next_sheet<'a>(reader: &mut Reader<&'a [u8]>) -> Option<BytesStart<'a>> {
    loop {
        match reader.read_event() {
            Ok(Event::Start(start)) if start.name().as_ref() == b"table:table" => return Some(start),
            Ok(Event::Start(start)) if start.name().as_ref() == b"table:tracked-changes" => {
                reader.read_to_end(start.name()).ok()?;
            }
            Ok(Event::Eof) | Err(_) => return None,
            Ok(_) => {}
        }
    }
}

/// The cells of the first sheet of this name.
pub(super) fn read(xml: &[u8], name: &str, findings: &mut Findings) -> Result<Sheet, Problem> {
    let mut reader = reader(xml);
    while let Some(start) = next_sheet(&mut reader) {
        if attribute(&start, "table:name").unwrap_or_default() == name {
            let sheet = Sheet { name: name.to_owned(), cells: Vec::new(), merged: Vec::new() };
            return Ok(rows(&mut reader, Rows { sheet, row: 0, repeated: 0 }, findings));
        }
        reader.read_to_end(start.name()).map_err(super::unreadable)?;
    }
    Err(super::unreadable("a sheet that breaks off"))
}

struct Rows {
    sheet: Sheet,
    row: u32,
    /// Bytes of cells made by repeating.
    repeated: usize,
}

fn rows(reader: &mut Reader<&[u8]>, mut into: Rows, findings: &mut Findings) -> Sheet {
    loop {
        match reader.read_event() {
            Ok(Event::Start(start)) if start.name().as_ref() == b"table:table-row" => {
                let times = attribute(&start, "table:number-rows-repeated").and_then(|text| text.parse().ok());
                let ended = one_row(reader, &mut into, times.unwrap_or(1).max(1));
                match ended {
                    Ok(()) => {}
                    Err(Ended::Broken(reason)) => {
                        findings.add(cut_short(&into, &reason));
                        break;
                    }
                    Err(Ended::TooLarge) => {
                        let found = format!("{} cells and what is repeated of them", into.sheet.cells.len());
                        findings.add(table_too_large(found, MOST_FOUND).at_row(u64::from(into.row) + 1));
                        break;
                    }
                }
            }
            Ok(Event::End(end)) if end.name().as_ref() == b"table:table" => break,
            Ok(Event::Eof) => {
                findings.add(cut_short(&into, "the end of the file"));
                break;
            }
            Err(error) => {
                findings.add(cut_short(&into, &error.to_string()));
                break;
            }
            Ok(_) => {}
        }
    }
    into.sheet
}

fn cut_short(rows: &Rows, reason: &str) -> Problem {
    let problem = Problem::error("workbook_cut_short").found(reason).at_row(u64::from(rows.row) + 1);
    problem.in_sheet(&rows.sheet.name).hint("the rows before came in: get the file again from its source")
}

enum Ended {
    Broken(String),
    TooLarge,
}

fn one_row(reader: &mut Reader<&[u8]>, into: &mut Rows, times: u32) -> Result<(), Ended> {
    let from = into.sheet.cells.len();
    let mut column = 0_u32;
    loop {
        match reader.read_event().map_err(|e| Ended::Broken(e.to_string()))? {
            Event::Start(start) if start.name().as_ref() == b"table:table-cell" => {
                let described = value::described(&start);
                let text = text(reader)?;
                put(into, &described, column, &text)?;
                column = column.saturating_add(described.repeated);
            }
            Event::Start(start) if start.name().as_ref() == b"table:covered-table-cell" => {
                column = column.saturating_add(value::described(&start).repeated);
                reader.read_to_end(start.name()).map_err(|e| Ended::Broken(e.to_string()))?;
            }
            Event::End(end) if end.name().as_ref() == b"table:table-row" => break,
            Event::Eof => return Err(Ended::Broken("the end of the file".to_owned())),
            _ => {}
        }
    }
    repeat_row(into, from, times)
}

fn put(into: &mut Rows, described: &Described, column: u32, text: &str) -> Result<(), Ended> {
    let (cell, error) = value::of(described, text);
    if column >= MOST_COLUMNS || into.row >= MOST_ROWS || (cell == Cell::Empty && error.is_none()) {
        return Ok(());
    }
    let (columns, rows) = described.spans;
    if described.spans != (1, 1) && into.sheet.merged.len() < MOST_MERGED {
        let last = (into.row.saturating_add(rows - 1), column.saturating_add(columns - 1));
        into.sheet.merged.push(Region { first: (into.row, column), last });
    }
    let end = column.saturating_add(described.repeated).min(MOST_COLUMNS);
    room(into, (end - column).saturating_sub(1), text.len())?;
    let row = into.row;
    into.sheet.cells.extend((column..end).map(|column| Found { row, column, cell: cell.clone(), error }));
    Ok(())
}

fn repeat_row(into: &mut Rows, from: usize, times: u32) -> Result<(), Ended> {
    let written: Vec<Found> = into.sheet.cells.get(from..).unwrap_or_default().to_vec();
    if !written.is_empty() {
        let times = times.min(MOST_ROWS.saturating_sub(into.row));
        let bytes = written.iter().map(bytes).sum::<usize>();
        room(into, times.saturating_sub(1), bytes)?;
        for row in (into.row..into.row.saturating_add(times)).skip(1) {
            into.sheet.cells.extend(written.iter().map(|found| Found { row, ..found.clone() }));
        }
        if into.sheet.cells.len() > MOST_FOUND {
            return Err(Ended::TooLarge);
        }
    }
    into.row = into.row.saturating_add(times);
    Ok(())
}

fn bytes(found: &Found) -> usize {
    let text = if let Cell::Text(text) = &found.cell { text.len() } else { 0 };
    size_of::<Found>() + text
}

/// Whether there is room for so many more cells, of so many bytes each.
fn room(into: &mut Rows, times: u32, bytes: usize) -> Result<(), Ended> {
    let more = (times as usize).saturating_mul(bytes.max(size_of::<Found>()));
    into.repeated = into.repeated.saturating_add(more);
    if into.repeated > MOST_REPEATED { Err(Ended::TooLarge) } else { Ok(()) }
}

/// The paragraphs of a cell, up to its end; comments and tables inside it are passed over.
fn text(reader: &mut Reader<&[u8]>) -> Result<String, Ended> {
    let broken = |e: quick_xml::Error| Ended::Broken(e.to_string());
    let mut text = String::new();
    let mut paragraph = 0_usize;
    loop {
        match reader.read_event().map_err(broken)? {
            Event::Start(start) => match start.name().as_ref() {
                b"text:p" | b"text:h" => {
                    if paragraph == 0 && !text.is_empty() {
                        text.push('\n');
                    }
                    paragraph += 1;
                }
                b"text:s" => {
                    let count = attribute(&start, "text:c").and_then(|count| count.parse().ok()).unwrap_or(1_usize);
                    text.extend(std::iter::repeat_n(' ', count.min(100)));
                }
                b"text:tab" => text.push('\t'),
                b"text:line-break" => text.push('\n'),
                b"office:annotation" | b"table:table" | b"draw:frame" | b"table:shapes" => {
                    reader.read_to_end(start.name()).map_err(broken)?;
                }
                _ => {}
            },
            Event::End(end) => match end.name().as_ref() {
                b"table:table-cell" => return Ok(text),
                b"text:p" | b"text:h" => paragraph = paragraph.saturating_sub(1),
                _ => {}
            },
            Event::Text(part) if paragraph > 0 => text.push_str(&String::from_utf8_lossy(&part)),
            Event::CData(part) if paragraph > 0 => text.push_str(&String::from_utf8_lossy(&part)),
            Event::GeneralRef(entity) if paragraph > 0 => text.push_str(&resolved(&entity)),
            Event::Eof => return Err(Ended::Broken("the end of the file".to_owned())),
            _ => {}
        }
    }
}
