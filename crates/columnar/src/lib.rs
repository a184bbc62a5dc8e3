#![doc = include_str!("../README.md")]

mod error;
mod geo;
mod reading;
mod writing;

pub use error::ColumnarError;
pub use reading::{Table, read};
pub use writing::write;

use city::{Column, Feature};

/// What is written as one file.
#[derive(Debug, Clone, Copy)]
pub struct ToWrite<'a> {
    /// Its columns, with units and what they mean in their descriptions (kept as metadata of the file).
    pub columns: &'a [Column],
    /// Its rows, a cell for each column; geometries in EPSG:4326, longitude first.
    pub features: &'a [Feature],
    /// Whether it has a geometry column (`geometry`): then it is GeoParquet.
    pub with_geometry: bool,
    /// More words kept in the file: key and text (`source`, `licence`).
    pub metadata: &'a [(&'a str, &'a str)],
}

/// The name of the column of shapes in what is written.
pub(crate) const GEOMETRY: &str = "geometry";
/// The key of the metadata under which GeoParquet describes its columns of shapes.
pub(crate) const GEO_KEY: &str = "geo";
/// The key under which what is written says what its columns mean: a JSON object, name and description.
pub(crate) const DESCRIPTIONS_KEY: &str = "column_descriptions";
