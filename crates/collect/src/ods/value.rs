//! What one cell of a spreadsheet holds, by its attributes and the text in it.

use crate::markup;
use crate::worksheet::{number_cell, text_cell};
use city::Cell;
use quick_xml::events::BytesStart;

/// The attributes of a cell that say what it holds and how far it reaches.
#[derive(Debug, Default)]
pub(super) struct Described {
    kind: String,
    value: Option<String>,
    formula: bool,
    error: bool,
    /// How many columns hold the same.
    pub repeated: u32,
    /// Columns and rows that it spans where it is merged, 1 where not.
    pub spans: (u32, u32),
}

/// The words of an error as `LibreOffice` and Excel write them.
const ERRORS: [&str; 8] = ["#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!"];

pub(super) fn described(start: &BytesStart) -> Described {
    let mut cell = Described { repeated: 1, spans: (1, 1), ..Described::default() };
    for attribute in start.attributes().with_checks(false).flatten() {
        let Some(text) = markup::value(&attribute) else { continue };
        let count = || text.trim().parse().unwrap_or(1_u32).max(1);
        match attribute.key.as_ref() {
            b"office:value-type" => cell.kind = text,
            b"calcext:value-type" => cell.error = text == "error",
            b"office:value"
            | b"office:date-value"
            | b"office:time-value"
            | b"office:boolean-value"
            | b"office:string-value" => cell.value = Some(text),
            b"table:formula" => cell.formula = true,
            b"table:number-columns-repeated" => cell.repeated = count(),
            b"table:number-columns-spanned" => cell.spans.0 = count(),
            b"table:number-rows-spanned" => cell.spans.1 = count(),
            _ => {}
        }
    }
    cell
}

/// The cell, and the error that stands in it.
pub(super) fn of(described: &Described, text: &str) -> (Cell, Option<&'static str>) {
    let known = ERRORS.iter().find(|error| **error == text.trim()).copied();
    if described.error || (described.formula && known.is_some()) {
        return (Cell::Empty, Some(known.unwrap_or("an error")));
    }
    let value = described.value.as_deref().map(str::trim);
    let cell = match (described.kind.as_str(), value) {
        ("float" | "percentage" | "currency", Some(value)) => {
            value.parse().map_or_else(|_| text_cell(text), number_cell)
        }
        ("boolean", Some(value)) => Cell::Flag(value == "true" || value == "1"),
        ("date", Some(value)) => text_cell(value.strip_suffix("T00:00:00").unwrap_or(value)),
        ("time", Some(value)) => text_cell(&clock(value).unwrap_or_else(|| value.to_owned())),
        ("string", Some(value)) if !value.is_empty() => text_cell(value),
        _ => text_cell(text),
    };
    (cell, None)
}

/// `PT14H30M05S` as `14:30:05`.
fn clock(duration: &str) -> Option<String> {
    let (hours, rest) = duration.strip_prefix("PT")?.split_once('H')?;
    let (minutes, rest) = rest.split_once('M')?;
    let seconds = rest.strip_suffix('S')?;
    let whole = |text: &str| text.parse::<u32>().ok();
    let (seconds, part) = seconds.split_once(['.', ',']).unwrap_or((seconds, ""));
    let part = part.trim_end_matches('0');
    let part = if part.is_empty() { String::new() } else { format!(".{part}") };
    Some(format!("{:02}:{:02}:{:02}{part}", whole(hours)?, whole(minutes)?, whole(seconds)?))
}
