#![doc = include_str!("../README.md")]

pub mod archive;
pub mod bring;
pub mod csv;
pub mod encoding;
mod findings;
pub mod geojson;
pub mod geopackage;
mod headings;
pub(crate) mod rows_as_places;
pub use rows_as_places::rows_as_places;
pub mod join;
mod layers;
pub use layers::layers;
pub mod mapping;
mod meridian;
mod opening;
pub mod osm;
pub mod profiles;
pub mod quality;
pub mod raster;
pub mod records;
pub mod reference;
mod rings;
pub mod shapefile;
pub mod sniff;
pub mod xlsx;
pub use records::{Record, Records, Request};
