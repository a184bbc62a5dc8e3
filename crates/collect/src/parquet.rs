//! Parquet and GeoParquet: tables and features by columns.

use crate::records::{Records, Request};

/// Not written yet.
#[must_use]
pub fn read(_request: &Request) -> Records {
    Records::default()
}
