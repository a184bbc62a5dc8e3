//! The door through which `collect` reads GeoPackages: only `store` knows SQL.

use collect::geopackage::GeoPackageDoor;

/// Reads GeoPackages with `store`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct StoreDoor;
