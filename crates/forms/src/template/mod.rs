//! Excel templates: the field table and a city's places as a workbook that is filled at a desk and read back.
//!
//! A sheet stands for a kind of place and a sector, a row for a place, a few columns for an indicator: value, from, to, why
//! missing. Row 9 holds names for machines, by which columns are found wherever they have gone.

mod cells;
mod columns;
mod lists;
mod looks;
mod names;
mod read;
mod sheet;
mod words;
mod write;

pub use names::Asked;
pub use read::{Reading, is_one, is_sheet_of_names, read};
pub use write::{Template, write};

use city::{Group, Period, PlaceId, Value};

/// One answer of a template.
#[derive(Debug, Clone, PartialEq)]
pub struct TemplateAnswer {
    /// Where.
    pub place: PlaceId,
    /// Of what: an id of the field table.
    pub indicator: String,
    /// For whom.
    pub group: Group,
    /// When: of the row, else of the sheet.
    pub period: Period,
    /// An estimate with its range, codes, or a gap with its reason.
    pub value: Value,
    /// Where the number is from, in the words of whoever filled the sheet in.
    pub source: String,
    /// Sheet.
    pub sheet: String,
    /// Row as a person counts it.
    pub row: u64,
    /// Column of the value (or of the reason), such as `F`.
    pub column: String,
}

#[cfg(test)]
mod tests;
