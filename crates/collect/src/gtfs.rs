//! GTFS: timetables of public transport, zipped or as a folder's text files.

use crate::records::{Records, Request};

/// Not written yet.
#[must_use]
pub fn read(_request: &Request) -> Records {
    Records::default()
}
