#![doc = include_str!("../README.md")]

mod cog;
mod connection;
mod contents;
mod error;
mod file;
pub mod foreign;
mod geokeys;
mod geopackage_binary;
mod layer_columns;
mod layer_table;
mod layer_window;
mod merge;
mod metadata;
mod migration;
mod observation_table;
mod place_table;
mod place_views;
mod raster_file;
mod raster_table;
mod run_table;
mod source_table;
mod spatial_functions;
mod spatial_index;
mod stage;
mod style;
mod withdrawal;
mod writer_lock;

pub use error::StoreError;
pub use file::CityFile;
pub use geopackage_binary::GeometryFault;
pub use layer_window::Window;
pub use merge::{Conflict, Merged};
pub use raster_file::{StoredRaster, WrittenRaster};
pub use raster_table::Shared;
pub use stage::{Mark, Stage};
pub use withdrawal::Dropped;
