#![doc = include_str!("../README.md")]

mod ascii_grid;
pub mod clip;
pub mod concordance;
mod coverage;
pub mod crs;
mod error;
mod geotiff;
mod lines;
pub mod measure;
mod regrid;
mod sampling;
pub mod validity;
mod window;
mod zonal;

pub use ascii_grid::AsciiGrid;
pub use coverage::{Outline, Span};
pub use error::GridError;
pub use geotiff::{CACHE_BYTES, DecodeError, GeoTiff};
pub use lines::{
    LengthBy, LineLengths, LinePiece, LineRequest, LineValues, SplitLines, each_piece, each_piece_value, line_values,
    split_lines,
};
pub use regrid::{CellValue, OnGrid};
pub use sampling::{NoValue, sample_points};
pub use window::{GeoTransform, MemoryRaster, RasterInfo, RasterWindow, Window};
pub use zonal::{AboveThreshold, Extracted, Extraction, ZonalRequest, ZoneStatistics, zonal_statistics};
