//! Layers: features or a raster as they came, with their source.

use crate::source::SourceId;
use geo_types::Geometry;

names! {
    /// What a column holds.
    ColumnType ("column type") {
        /// Words.
        Text = "text",
        /// Whole numbers.
        Integer = "integer",
        /// Numbers.
        Real = "real",
        /// Yes or no.
        Flag = "flag",
    }
}

/// A column of a layer.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Column {
    /// Its name: `snake_case` with the unit where we made it, as it came where we did not.
    pub name: String,
    /// What it holds.
    pub holds: ColumnType,
    /// Description with unit; empty where not known.
    pub description: String,
}

impl Column {
    /// A column without a description.
    #[must_use]
    pub fn new(name: &str, holds: ColumnType) -> Self {
        Self { name: name.to_owned(), holds, description: String::new() }
    }
}

/// What stands in one column of one row.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Cell {
    /// Nothing.
    #[default]
    Empty,
    /// Words.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A number.
    Real(f64),
    /// Yes or no.
    Flag(bool),
}

impl std::fmt::Display for Cell {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Empty => Ok(()),
            Self::Text(text) => f.pad(text),
            Self::Integer(number) => write!(f, "{number}"),
            Self::Real(number) => write!(f, "{number}"),
            Self::Flag(flag) => write!(f, "{flag}"),
        }
    }
}

/// One feature: a geometry, or none, and a cell for each column of its layer.
#[derive(Debug, Clone, PartialEq)]
pub struct Feature {
    /// In EPSG:4326 once it is in a layer, longitude first.
    pub geometry: Option<Geometry<f64>>,
    /// One for each column.
    pub cells: Vec<Cell>,
}

names! {
    /// What shapes a layer holds.
    Shape ("shape") {
        /// None: a table.
        None = "none",
        /// Points.
        Point = "point",
        /// Lines.
        Line = "line",
        /// Areas.
        Area = "area",
        /// Several of these.
        Mixed = "mixed",
    }
}

/// How a layer is drawn.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Style {
    /// One colour, `#rrggbb`.
    Single(String),
    /// A colour for each class of a number: column, and (upper limit, colour, label) in rising order.
    Graduated {
        /// The column that decides.
        column: String,
        /// Upper limit, colour, label.
        classes: Vec<(f64, String, String)>,
    },
    /// A colour for each value: column, and (value, colour, label).
    Categorised {
        /// The column that decides.
        column: String,
        /// Value, colour, label.
        classes: Vec<(String, String, String)>,
    },
}

/// A layer of features.
#[derive(Debug, Clone, PartialEq)]
pub struct Layer {
    /// Table name: letters, digits and `_`.
    pub name: String,
    /// What a person reads.
    pub title: String,
    /// One sentence more.
    pub description: String,
    /// What shapes it holds.
    pub shape: Shape,
    /// Its columns.
    pub columns: Vec<Column>,
    /// How it is drawn.
    pub style: Style,
    /// Where it came from.
    pub source: SourceId,
}

/// A raster that lies beside the city file.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct RasterLayer {
    /// Name, and file name without `.tif`.
    pub name: String,
    /// What a person reads.
    pub title: String,
    /// What a cell's number means, such as `depth_m`; the unit stands in it.
    pub measures: String,
    /// Columns and rows of cells.
    pub size: (u64, u64),
    /// Its own reference system, as text.
    pub reference_system: String,
    /// SHA-256 of the file, in hexadecimal.
    pub checksum: String,
    /// Where it came from.
    pub source: SourceId,
}
