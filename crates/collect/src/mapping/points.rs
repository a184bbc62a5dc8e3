//! Points: longitude and latitude columns of a table become its geometries.

use super::table::written;
use crate::findings::Findings;
use crate::records::Records;
use city::settings::SourceSettings;
use city::{Cell, Problem};
use geo_types::{Geometry, Point};

/// Gives each row the point that the columns of `longitude_latitude` say, in degrees on WGS 84; without that setting, or
/// where a row has neither, nothing changes.
///
/// A coordinate that is no number of degrees is reported; its row stays without a point.
#[must_use]
pub fn take_points(source: &SourceSettings, file: &str, records: &mut Records) -> Vec<Problem> {
    let Some([longitude, latitude]) = &source.longitude_latitude else { return Vec::new() };
    let mut findings = Findings::of_file(file);
    findings.in_sheet(&records.sheet);
    let columns = [(longitude, records.column(longitude), 180.0), (latitude, records.column(latitude), 90.0)];
    for record in &mut records.rows {
        let cells = columns.map(|(name, at, most)| (name, at.and_then(|at| record.cells.get(at)), most));
        if cells.iter().all(|(_, cell, _)| matches!(cell, None | Some(Cell::Empty))) {
            continue;
        }
        let [x, y] = cells.map(|(name, cell, most)| {
            let cell = cell.unwrap_or(&Cell::Empty);
            let found = degrees(source, cell).filter(|n| n.abs() <= most);
            if found.is_none() {
                let problem = Problem::error("coordinate_unreadable").at_row(record.number).in_column(name);
                let problem = problem.found(written(cell)).expected(format!("degrees between -{most} and {most}"));
                findings.add(problem.hint("the row came in without a point"));
            }
            found
        });
        record.geometry = x.zip(y).map(|(x, y)| Geometry::Point(Point::new(x, y)));
    }
    if records.reference_system.is_none() {
        records.reference_system = Some("EPSG:4326".to_owned());
    }
    findings.into_problems()
}

fn degrees(source: &SourceSettings, cell: &Cell) -> Option<f64> {
    let style = units::NumberStyle { decimal: source.text.decimal.unwrap_or('.'), thousands: source.text.thousands };
    match cell {
        Cell::Real(number) => Some(*number),
        cell => units::parse_number(&written(cell), &style).ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::table::made_up;
    use super::*;

    fn points(csv: &str) -> (Records, Vec<Problem>) {
        let source = made_up::source("longitude_latitude=['x','y']\n");
        let mut records = made_up::records(csv);
        let problems = take_points(&source, "a.csv", &mut records);
        (records, problems)
    }

    #[test]
    fn a_row_gets_the_point_that_its_columns_say() {
        let (records, problems) = points("name,x,y\nTap,18.5,-33.9\nNowhere,,\n");
        assert_eq!(records.rows[0].geometry, Some(Geometry::Point(Point::new(18.5, -33.9))));
        assert!(records.rows[1].geometry.is_none() && problems.is_empty());
    }

    #[test]
    fn a_point_off_the_globe_is_reported_and_its_row_stays() {
        let (records, problems) = points("name,x,y\nTap,-33.9,185\n");
        assert!(records.rows[0].geometry.is_none());
        assert_eq!((problems[0].code.as_str(), problems[0].column.as_str()), ("coordinate_unreadable", "y"));
    }
}
