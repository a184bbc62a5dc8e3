//! Exports: what may leave a city, as tables that other programs read. What may leave is decided before; nothing is here that may
//! not.

mod csv_file;
mod package;
mod parquet_file;
mod readme;
mod table;
mod tables;
mod wkt;
mod workbook;

pub use csv_file::{Shapes, csv, csv_part, plain};
pub use package::{Resource, datapackage};
pub use parquet_file::parquet;
pub use readme::{json, text};
pub use table::{Refers, Table, TableColumn};
pub use tables::{NAMES, all, layer, one, wide};
pub use workbook::workbook;

use city::settings::CityHead;
use city::source::Consent;
use city::{FieldTable, Indicator, Observation, Place, PlaceId, PlaceKind, Run, Source};
use std::collections::{BTreeMap, BTreeSet};

/// So many things held back for a reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldRow {
    /// What.
    pub thing: String,
    /// The reason as machines read it.
    pub reason: String,
    /// The reason in words.
    pub why: String,
    /// How many.
    pub count: u64,
}

/// The places of one kind, each with what is known of it for everybody.
#[derive(Debug, Clone)]
pub struct Wide<'a> {
    /// The kind.
    pub kind: PlaceKind,
    /// The columns.
    pub indicators: Vec<&'a Indicator>,
    /// The rows, a cell for each column.
    pub rows: Vec<(&'a Place, Vec<Option<&'a Observation>>)>,
}

/// What leaves, and for whom.
#[derive(Debug, Clone, Copy)]
pub struct Export<'a> {
    /// What the city is.
    pub head: &'a CityHead,
    /// For whom: `public`, `partner`, `city`, `community`, or `community with sealed`.
    pub role: &'a str,
    /// When, RFC 3339.
    pub generated: &'a str,
    /// Version of makazi.
    pub version: &'a str,
    /// The places.
    pub places: &'a [Place],
    /// Places whose point is coarse.
    pub coarse: &'a BTreeSet<PlaceId>,
    /// A point in each place that has a shape: longitude and latitude.
    pub points: &'a BTreeMap<PlaceId, [f64; 2]>,
    /// The observations.
    pub observations: &'a [Observation],
    /// Their sources.
    pub sources: &'a [Source],
    /// Consents of the sources.
    pub consents: &'a [Consent],
    /// Runs that made the observations.
    pub runs: &'a [Run],
    /// The field table.
    pub fields: &'a FieldTable,
    /// Wide tables.
    pub wide: &'a [Wide<'a>],
    /// What is held back.
    pub held: &'a [HeldRow],
}
