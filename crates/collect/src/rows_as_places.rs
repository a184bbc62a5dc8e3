//! Rows as places, so that what is said of places can be said of any file with geometries.

use crate::records::Records;
use city::{Place, PlaceId, PlaceKind};

/// Each row as a place called by its number.
#[must_use]
pub fn rows_as_places(records: &Records) -> Vec<Place> {
    let place = |row: &crate::Record| {
        let id = PlaceId::new("row", &row.number.to_string());
        let mut place = Place::new(id, PlaceKind::Facility, &format!("row {}", row.number), &"rows".into());
        place.geometry.clone_from(&row.geometry);
        place
    };
    records.rows.iter().map(place).collect()
}
