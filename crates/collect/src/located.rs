//! Rows that are about the place in which they lie: each gets a column with that place's code, and joins by it.

use crate::mapping::assign_parents_by_location;
use crate::records::Records;
use city::layer::ColumnType;
use city::{Cell, Column, Place, PlaceId, PlaceKind, Problem};

/// Adds a column with the code of the place that holds most of each row's geometry; empty where none does.
///
/// Rows over several places, and rows outside all of them, are reported with the shares.
pub fn add_place_column(records: &mut Records, column: &str, places: &[Place]) -> Vec<Problem> {
    let mut rows = rows_as_places(records);
    let problems = assign_parents_by_location(&mut rows, places);
    records.columns.push(Column::new(column, ColumnType::Text));
    for (record, row) in records.rows.iter_mut().zip(rows) {
        record.cells.push(row.parent.map_or(Cell::Empty, |parent| Cell::Text(parent.code().to_owned())));
    }
    problems
}

/// Each row as a place called by its number, so that what is said of places can be said of rows.
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::Record;
    use geo_types::{Geometry, Point, polygon};

    #[test]
    fn a_point_in_a_ward_is_about_that_ward_and_one_outside_is_about_none() {
        let mut ward = Place::new(PlaceId::from("ward:7"), PlaceKind::District, "Ward 7", &"wards".into());
        ward.geometry = Some(Geometry::Polygon(polygon![(x: 0.0, y: 0.0), (x: 1.0, y: 0.0), (x: 1.0, y: 1.0), (x: 0.0, y: 1.0)]));
        let at = |number, x| Record { number, geometry: Some(Geometry::Point(Point::new(x, 0.5))), cells: Vec::new() };
        let mut records = Records { rows: vec![at(1, 0.5), at(2, 5.0)], ..Records::default() };
        add_place_column(&mut records, "ward", &[ward]);
        assert_eq!(records.rows[0].cells, [Cell::Text("7".to_owned())]);
        assert_eq!(records.rows[1].cells, [Cell::Empty]);
    }
}
