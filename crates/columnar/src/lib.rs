#![doc = include_str!("../README.md")]

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
