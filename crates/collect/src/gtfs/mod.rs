//! GTFS: timetables of public transport, zipped or as a folder's text files.
//!
//! Read by own code and not by the crate `gtfs-structures`, which holds a whole feed in memory, refuses one with files
//! missing, and says neither row nor column of what is wrong.

mod calendar;
mod calls;
mod feed;
mod lines;
mod stops;
mod trips;
mod words;

use crate::findings::Findings;
use crate::records::{Records, Request};
use city::Problem;

/// The tables that a timetable gives, as `layer` of a source names them.
pub const LAYERS: [&str; 2] = ["stops", "lines"];

/// The files of a timetable that are read; unpacked, those beside the one that is named belong to the source.
pub const FILES: [&str; 9] = [
    "stops.txt",
    "routes.txt",
    "trips.txt",
    "stop_times.txt",
    "agency.txt",
    "calendar.txt",
    "calendar_dates.txt",
    "frequencies.txt",
    "shapes.txt",
];

/// One table of a timetable (a zip, or the folder of the file that is named), by `request.layer`:
///
/// `stops`: the rows of `stops.txt` as points, with `stop_id`, `name`, `location_type` in words, `wheelchair` (`yes`, `no`,
/// or its station's), `routes` and `trips` that call there, `departures_weekday`, `first_departure` and `last_departure`.
///
/// `lines`: one row for each direction and shape of a route, with `route_id`, `route_short_name`, `route_long_name`,
/// `route_type` in words, `agency`, `direction` (0 or 1), `headsign`, `trips`, `stops`, `departures_weekday`,
/// `headway_minutes`, `first_departure`, `last_departure` and `geometry_from`: the line is that of `shapes.txt` (`shape`),
/// else straight from stop to stop of its longest trip (`stops`). Routes without trips stand there without a line.
///
/// A weekday is the mean of Monday to Friday by `calendar.txt`, without exceptions; a service that is only in
/// `calendar_dates.txt` counts by its share of the weekdays between the first date there and the last. A trip of
/// `frequencies.txt` departs at the start of each span, then at its headway until before the end. The last call of a trip,
/// and one where nobody may get on, is no departure. A headway is the time in which trips of `frequencies.txt` run by
/// their departures, else the time between first and last departure by the departures but one. Times are as written, also
/// past 24:00. What cannot be known is empty: counts of stations (their stops have them), all that needs a file that is
/// missing. A row's number is that in `stops.txt`, or of the first trip in `trips.txt` (of a route without trips, in
/// `routes.txt`).
///
/// `stop_times.txt`, twice, and `shapes.txt` are read a row at a time; of `shapes.txt` the shapes in use are kept.
///
/// Problems: `layer_not_chosen`, `layer_missing`, `timetable_file_missing` (what is missing, and what that blocks),
/// `timetable_column_missing`, `timetable_value_unreadable`, `timetable_id_repeated`, `timetable_reference_unknown`,
/// `timetable_exceptions`, `timetable_line_from_stops`, `timetable_not_read`, `coordinate_unreadable`, `row_short`,
/// `row_long`, `quote_unclosed`, `encoding_mismatch`, `no_rows`, `table_too_large`, and those of files and archives.
#[must_use]
pub fn read(request: &Request) -> Records {
    let mut findings = Findings::of_file(request.file);
    let table = match request.layer {
        "stops" => stops::table,
        "lines" => lines::table,
        layer => {
            let code = if layer.is_empty() { "layer_not_chosen" } else { "layer_missing" };
            let problem = Problem::error(code).found(layer).expected("one of stops, lines");
            findings.add(problem.hint("set `layer` of this source"));
            return Records { problems: findings.into_problems(), ..Records::default() };
        }
    };
    let mut records = match feed::Feed::open(request) {
        Ok(feed) => {
            let mut records = table(&feed, &mut findings);
            if records.rows.is_empty() {
                findings.add(Problem::warning("no_rows").expected(format!("rows of {}", request.layer)));
            }
            feed.not_read(&mut findings);
            records.reference_system = Some("EPSG:4326".to_owned());
            request.layer.clone_into(&mut records.sheet);
            records
        }
        Err(problem) => {
            findings.add(problem);
            Records::default()
        }
    };
    records.problems = findings.into_problems();
    records
}

#[cfg(test)]
mod tests;
