#![doc = include_str!("../README.md")]

mod coverage;
mod error;
mod window;

pub use coverage::{Outline, Span};
pub use error::GridError;
pub use window::{GeoTransform, MemoryRaster, RasterInfo, RasterWindow, Window};
