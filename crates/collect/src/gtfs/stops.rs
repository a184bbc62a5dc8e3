//! The table `stops`: where timetables call, and how often.

use super::calls;
use super::feed::{Asked, Feed, Report, Row};
use super::trips::{self, Trips, Unknown, new_id, room};
use super::words::{clock, location_type};
use crate::findings::Findings;
use crate::records::{Record, Records};
use city::{Cell, Column, ColumnType, Problem, Severity};
use geo_types::{Coord, Point};
use std::collections::{HashMap, HashSet};

const COLUMNS: [&str; 7] =
    ["stop_id", "stop_lat", "stop_lon", "stop_name", "location_type", "parent_station", "wheelchair_boarding"];

/// A row of `stops.txt`.
#[derive(Debug)]
pub(super) struct Stop {
    pub at: Option<Coord<f64>>,
    id: String,
    name: String,
    kind: Option<&'static str>,
    parent: String,
    wheelchair: Option<&'static str>,
    row: u64,
}

/// What calls at a stop.
#[derive(Debug, Default, Clone)]
struct Service {
    routes: i64,
    trips: i64,
    last_trip: Option<usize>,
    departures: f64,
    times: Option<(i64, i64)>,
}

/// Stops with their numbers by id; none where `stops.txt` cannot be read.
pub(super) fn read(
    feed: &Feed,
    severity: Severity,
    findings: &mut Findings,
) -> Option<(Vec<Stop>, HashMap<String, usize>)> {
    let (mut stops, mut known) = (Vec::new(), HashMap::new());
    let for_what = "where stops are: the table `stops`, and lines without a shape";
    let asked = Asked { name: "stops.txt", columns: &COLUMNS, needed: 3, for_what, severity };
    let read = feed.each(asked, findings, |row, report| {
        let id = row.text(0);
        if let Err(problem) = new_id(&mut known, &id, ("stop_id", row.number)) {
            report.add(problem);
            return true;
        }
        let wheelchair = |code: &str| match code {
            "0" => Some(None),
            "1" => Some(Some("yes")),
            "2" => Some(Some("no")),
            _ => None,
        };
        let kind = |code: &str| location_type(code);
        stops.push(Stop {
            at: position(row, report),
            id: id.into_owned(),
            name: row.text(3).into_owned(),
            kind: if row.text(4).is_empty() { Some("stop") } else { row.value(4, "0 to 4", kind, report) },
            parent: row.text(5).into_owned(),
            wheelchair: row.value(6, "0, 1 or 2", wheelchair, report).flatten(),
            row: row.number,
        });
        room(stops.len(), report)
    });
    (read || !stops.is_empty()).then_some((stops, known))
}

fn position(row: &Row, report: &mut Report) -> Option<Coord<f64>> {
    let degrees = |column: usize, most: f64| row.text(column).parse::<f64>().ok().filter(|n| n.abs() <= most);
    let at = degrees(2, 180.0).zip(degrees(1, 90.0)).map(|(x, y)| Coord { x, y });
    // Nodes and boarding areas may have no position of their own.
    if at.is_none() && !(row.text(1).is_empty() && matches!(row.text(4).as_ref(), "3" | "4")) {
        let problem = Problem::error("coordinate_unreadable").at_row(row.number).in_column("stop_lat");
        let problem = problem.found(format!("{} {}", row.text(1), row.text(2)));
        report.add(problem.expected("latitude and longitude in degrees").hint("the stop came in without a point"));
    }
    at
}

pub(super) fn table(feed: &Feed, findings: &mut Findings) -> Records {
    let Some((stops, by_id)) = read(feed, Severity::Error, findings) else { return Records::default() };
    let routes = trips::routes(feed, &[], Severity::Warning, findings);
    let trips = Trips::read(feed, routes.as_deref().unwrap_or_default(), Severity::Warning, findings);
    let services = trips.read.then(|| services(feed, &trips, &by_id, findings)).flatten();
    let known = Known { services, routes: routes.is_some(), calendar: trips.calendar_known };
    let rows = stops.iter().enumerate().map(|(at, stop)| Record {
        number: stop.row,
        geometry: stop.at.map(|at| Point(at).into()),
        cells: cells(stop, wheelchair(stop, &stops, &by_id), at, &known),
    });
    let columns = [
        ("stop_id", ColumnType::Text),
        ("name", ColumnType::Text),
        ("location_type", ColumnType::Text),
        ("wheelchair", ColumnType::Text),
        ("routes", ColumnType::Integer),
        ("trips", ColumnType::Integer),
        ("departures_weekday", ColumnType::Real),
        ("first_departure", ColumnType::Text),
        ("last_departure", ColumnType::Text),
    ];
    Records {
        rows: rows.collect(),
        columns: columns.map(|(name, holds)| Column::new(name, holds)).to_vec(),
        ..Records::default()
    }
}

/// What of the calls is known.
struct Known {
    services: Option<Vec<Service>>,
    routes: bool,
    calendar: bool,
}

fn wheelchair(stop: &Stop, stops: &[Stop], by_id: &HashMap<String, usize>) -> Option<&'static str> {
    stop.wheelchair.or_else(|| by_id.get(&stop.parent).and_then(|at| stops.get(*at))?.wheelchair)
}

/// Calls by stop; none where `stop_times.txt` cannot be read.
fn services(
    feed: &Feed,
    trips: &Trips,
    by_id: &HashMap<String, usize>,
    findings: &mut Findings,
) -> Option<Vec<Service>> {
    let ends = calls::ends(feed, trips, findings)?;
    let mut services = vec![Service::default(); by_id.len()];
    let mut pairs: HashSet<(usize, usize)> = HashSet::new();
    let mut unknown = Unknown::default();
    calls::each(feed, trips, |call| {
        let trip = trips.all.get(call.trip);
        let (Some(trip), Some(end)) = (trip, ends.get(call.trip).copied().flatten()) else { return };
        let Some((at, service)) = by_id.get(call.stop.as_ref()).and_then(|at| Some((*at, services.get_mut(*at)?)))
        else {
            unknown.at(call.row, &call.stop);
            return;
        };
        if service.last_trip.replace(call.trip) != Some(call.trip) {
            service.trips += 1;
        }
        if let Some(route) = trip.route {
            service.routes += i64::from(pairs.insert((at, route)));
        }
        if call.boards && (call.sequence < end.last || end.calls == 1) && trip.on_weekdays(trips.calendar_known) {
            service.departures += trip.weekdays.unwrap_or(0.0) * trip.departures();
            calls::widen(&mut service.times, calls::times(trip, end.departs, call.time));
        }
    });
    unknown.report(feed, ("stop_times.txt", "stop_id"), "stops.txt", findings);
    Some(services)
}

fn cells(stop: &Stop, wheelchair: Option<&str>, at: usize, known: &Known) -> Vec<Cell> {
    let text = |text: &str| if text.is_empty() { Cell::Empty } else { Cell::Text(text.to_owned()) };
    let mut cells =
        vec![text(&stop.id), text(&stop.name), text(stop.kind.unwrap_or("")), text(wheelchair.unwrap_or(""))];
    // Trips call at stops, and not at the station around them: nothing is known of it by itself.
    let service = known.services.as_ref().and_then(|all| all.get(at));
    let Some(service) = service.filter(|service| stop.kind == Some("stop") || service.trips > 0) else {
        cells.resize(9, Cell::Empty);
        return cells;
    };
    let only = |so: bool, cell: Cell| if so { cell } else { Cell::Empty };
    let time = |time: Option<i64>| time.map_or(Cell::Empty, |time| Cell::Text(clock(time)));
    cells.extend([
        only(known.routes, Cell::Integer(service.routes)),
        Cell::Integer(service.trips),
        only(known.calendar, Cell::Real(service.departures)),
        time(service.times.map(|(first, _)| first)),
        time(service.times.map(|(_, last)| last)),
    ]);
    cells
}
