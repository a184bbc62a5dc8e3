#![doc = include_str!("../README.md")]

pub mod archive;
pub mod csv;
pub mod encoding;
mod findings;
pub mod geojson;
mod headings;
pub mod located;
mod opening;
pub mod join;
pub mod mapping;
pub mod profiles;
pub mod quality;
pub mod records;
pub mod reference;
pub mod shapefile;
pub mod xlsx;
pub use records::{Record, Records, Request};
