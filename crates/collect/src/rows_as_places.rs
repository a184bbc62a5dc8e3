//! Rows as places, so that what is said of places can be said of any file with geometries.

use crate::records::Records;
use city::{Place, PlaceId, PlaceKind};

/// The prefix of such places, which no source has: its characters are not those of a prefix.
const PREFIX: &str = "(row)";

/// Each row as a place called by its number.
#[must_use]
pub fn rows_as_places(records: &Records) -> Vec<Place> {
    let place = |row: &crate::Record| {
        let id = PlaceId::new(PREFIX, &row.number.to_string());
        let mut place = Place::new(id, PlaceKind::Facility, &format!("row {}", row.number), &"rows".into());
        place.geometry.clone_from(&row.geometry);
        place
    };
    records.rows.iter().map(place).collect()
}

/// The row that such a place stands for.
pub(crate) fn row_of(place: &PlaceId) -> Option<u64> {
    (place.prefix() == PREFIX).then(|| place.code().parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Record;
    use crate::quality::{Context, check_places};
    use geo_types::polygon;

    #[test]
    fn what_is_wrong_with_a_row_is_said_of_the_row() {
        let tie = polygon![(x: 0.0, y: 5.6), (x: 0.1, y: 5.7), (x: 0.1, y: 5.6), (x: 0.0, y: 5.7)];
        let row = Record { number: 7, geometry: Some(tie.into()), cells: Vec::new() };
        let places = rows_as_places(&Records { rows: vec![row], ..Records::default() });
        let problems = check_places(&places, &Context::default());
        assert_eq!((problems[0].row, problems[0].column.as_str(), problems[0].source.as_str()), (Some(7), "", ""));
    }
}
