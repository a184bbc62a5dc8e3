#![doc = include_str!("../README.md")]

pub mod assessment;
pub mod board;
pub mod explain;
pub mod export;
pub mod forecast;
mod heading;
mod markup;
pub mod number;
pub mod page;
pub mod plan;
mod reading;
pub mod risk;
mod row;
mod shade;
pub mod table;
pub mod travel;
pub mod words;

/// Why a report could not be written.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// The CSV writer refused a row.
    #[error("the table could not be written as CSV: {0}\n  hint: write it as JSON instead, and report this")]
    Csv(#[from] csv::Error),
    /// The JSON writer refused a value.
    #[error("the report could not be written as JSON: {0}\n  hint: write it as CSV instead, and report this")]
    Json(#[from] serde_json::Error),
    /// The workbook cannot be written.
    #[error("the workbook could not be written: {0}\n  hint: export as CSV instead, and report this")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
    /// The Parquet writer refused a column or a row.
    #[error("the table could not be written as Parquet: {0}\n  hint: export as CSV instead, and report this")]
    Columnar(#[from] columnar::ColumnarError),
    /// What the CSV writer made is no text.
    #[error("the table holds bytes that are no text")]
    Text,
}
