//! Records: what every reader of tables and features gives, whatever the format.

use city::settings::TextSettings;
use city::{Cell, Column, Problem};
use geo_types::Geometry;
use std::path::Path;

/// What a reader is asked to read.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The file on this machine.
    pub path: &'a Path,
    /// The file as problems name it: relative to the data folder, with `/`.
    pub file: &'a str,
    /// Sheet, layer, or shapefile in a zip; empty for the first or only one.
    pub layer: &'a str,
    /// How the text of a table is written.
    pub text: &'a TextSettings,
}

/// One row of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// Row as a person counts it: line of a CSV, row of a sheet (a header is 1), feature from 1.
    pub number: u64,
    /// Geometry in the file's own reference system, x (longitude, easting) first.
    pub geometry: Option<Geometry<f64>>,
    /// One cell for each column.
    pub cells: Vec<Cell>,
}

/// All rows of one sheet or layer.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Records {
    /// Sheet or layer; empty where the file has only one.
    pub sheet: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows, in the file's order; rows that could not be read are left out and reported.
    pub rows: Vec<Record>,
    /// The reference system as the file says it (EPSG code, WKT, PROJ string, CRS name); none where it says nothing.
    pub reference_system: Option<String>,
    /// What is wrong with the file, and what was settled.
    pub problems: Vec<Problem>,
}

impl Records {
    /// The position of a column by its exact name.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|c| c.name == name)
    }
}
