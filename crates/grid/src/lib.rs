#![doc = include_str!("../README.md")]

mod ascii_grid;
pub mod clip;
pub mod concordance;
mod coverage;
pub mod crs;
mod error;
mod geotiff;
pub mod measure;
mod regrid;
pub mod validity;
mod window;
mod zonal;

pub use ascii_grid::AsciiGrid;
pub use coverage::{Outline, Span};
pub use error::GridError;
pub use geotiff::{CACHE_BYTES, DecodeError, GeoTiff};
pub use regrid::{CellValue, OnGrid};
pub use window::{GeoTransform, MemoryRaster, RasterInfo, RasterWindow, Window};
pub use zonal::{ZonalRequest, ZoneStatistics, zonal_statistics};
