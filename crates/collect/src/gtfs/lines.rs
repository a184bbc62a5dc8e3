//! The table `lines`: one row for each direction and shape of a route.

use super::calls::{self, Ends};
use super::feed::{Asked, Feed};
use super::stops;
use super::trips::{self, Route, Trip, Trips, Unknown};
use super::words::clock;
use crate::findings::Findings;
use crate::opening::table_too_large;
use crate::records::{Record, Records};
use city::{Cell, Column, ColumnType, Problem, Severity};
use geo_types::{Coord, LineString};
use std::collections::BTreeMap;

const SHAPES: [&str; 4] = ["shape_id", "shape_pt_lat", "shape_pt_lon", "shape_pt_sequence"];
/// The most points of all shapes that are held.
const MOST_POINTS: usize = 20_000_000;
/// The most calls of a trip that make a line.
const MOST_CALLS: usize = 10_000;

/// A direction and shape of a route.
#[derive(Debug, Default)]
struct Line {
    row: u64,
    headsign: String,
    trips: i64,
    /// The trip with the most calls, and how many those are.
    longest: Option<(usize, u32)>,
    /// The service of all trips, where they have one.
    services: Vec<usize>,
    departures: f64,
    /// Departures of trips of `frequencies.txt`, and when they run.
    frequent: f64,
    spans: Vec<(i64, i64)>,
    times: Option<(i64, i64)>,
}

type Key = (usize, Option<u8>, Option<usize>);

pub(super) fn table(feed: &Feed, findings: &mut Findings) -> Records {
    let agencies = trips::agencies(feed, findings);
    let Some(routes) = trips::routes(feed, &agencies, Severity::Error, findings) else { return Records::default() };
    let trips = Trips::read(feed, &routes, Severity::Warning, findings);
    let ends = trips.read.then(|| calls::ends(feed, &trips, findings)).flatten();
    let lines = lines(&trips, ends.as_deref());
    let shapes = shapes(feed, &trips, findings);
    let through = through_stops(feed, &trips, (&lines, &shapes), ends.is_some(), findings);
    let mut rows = Vec::new();
    for ((route, direction, shape), line) in &lines {
        let Some(route) = routes.get(*route) else { continue };
        let drawn = shape.and_then(|at| shapes.get(at)).and_then(made).map(|line| (line, "shape"));
        let followed = || line.longest.and_then(|(trip, _)| through.get(&trip)).and_then(made);
        let (geometry, from) = drawn.or_else(|| followed().map(|line| (line, "stops"))).unzip();
        let cells = cells(route, *direction, line, &trips, ends.is_some(), from);
        rows.push(Record { number: line.row, geometry: geometry.map(Into::into), cells });
    }
    let served: std::collections::BTreeSet<usize> = lines.keys().map(|(route, ..)| *route).collect();
    for (_, route) in routes.iter().enumerate().filter(|(at, _)| !served.contains(at)) {
        let mut cells = named(route);
        cells.resize(COLUMNS.len(), Cell::Empty);
        if let (true, Some(cell)) = (trips.read, cells.get_mut(7)) {
            *cell = Cell::Integer(0);
        }
        rows.push(Record { number: route.row, geometry: None, cells });
    }
    let columns = COLUMNS.map(|(name, holds)| Column::new(name, holds)).to_vec();
    Records { columns, rows, ..Records::default() }
}

/// Lines by route, direction and shape, with what their trips add up to.
fn lines(trips: &Trips, ends: Option<&[Option<Ends>]>) -> BTreeMap<Key, Line> {
    let mut lines: BTreeMap<Key, Line> = BTreeMap::new();
    for (at, trip) in trips.all.iter().enumerate() {
        let Some(route) = trip.route else { continue };
        let line = lines.entry((route, trip.direction, trip.shape)).or_insert_with(|| Line {
            row: trip.row,
            headsign: trip.headsign.clone(),
            ..Line::default()
        });
        let end = ends.and_then(|ends| ends.get(at).copied().flatten());
        line.add(at, trip, end, trips.calendar_known);
    }
    lines
}

impl Line {
    fn add(&mut self, at: usize, trip: &Trip, end: Option<Ends>, calendar_known: bool) {
        self.trips += 1;
        if self.headsign.is_empty() {
            self.headsign.clone_from(&trip.headsign);
        }
        if let Some(end) = end.filter(|end| self.longest.is_none_or(|(_, calls)| end.calls > calls)) {
            self.longest = Some((at, end.calls));
        }
        if self.services.len() < 2 && !self.services.contains(&trip.service) {
            self.services.push(trip.service);
        }
        if !trip.on_weekdays(calendar_known) {
            return;
        }
        let departures = trip.weekdays.unwrap_or(1.0) * trip.departures();
        self.departures += departures;
        if !trip.spans.is_empty() {
            self.frequent += departures;
            self.spans.extend(trip.spans.iter().map(|span| (span.start, span.end)));
        }
        let departs = end.and_then(|end| end.departs);
        let times = if trip.spans.is_empty() {
            calls::times(trip, departs, departs)
        } else {
            calls::times(trip, Some(0), Some(0))
        };
        calls::widen(&mut self.times, times);
    }

    /// Minutes between departures; none where that cannot be known.
    #[expect(clippy::cast_precision_loss, reason = "seconds of a day")]
    fn headway_minutes(&self) -> Option<f64> {
        if self.frequent > 0.0 {
            return Some(covered(&self.spans) as f64 / self.frequent / 60.0);
        }
        let (first, last) = self.times.filter(|(first, last)| last > first)?;
        (self.departures > 1.0).then(|| (last - first) as f64 / (self.departures - 1.0) / 60.0)
    }
}

/// Seconds that spans cover, those that lie on each other once.
fn covered(spans: &[(i64, i64)]) -> i64 {
    let mut spans = spans.to_vec();
    spans.sort_unstable();
    let (mut covered, mut until) = (0, i64::MIN);
    for (start, end) in spans {
        covered += (end - start.max(until)).max(0);
        until = until.max(end);
    }
    covered
}

type Path = Vec<(u64, Coord<f64>)>;

/// The shapes that trips use, by their numbers.
fn shapes(feed: &Feed, trips: &Trips, findings: &mut Findings) -> Vec<Path> {
    let mut shapes: Vec<Path> = vec![Vec::new(); trips.shapes.len()];
    let mut held = 0_usize;
    let for_what = "where lines run: they go straight from stop to stop instead";
    let severity = Severity::Warning;
    let read = feed.each(
        Asked { name: "shapes.txt", columns: &SHAPES, needed: 4, for_what, severity },
        findings,
        |row, report| {
            let Some(path) = trips.shapes.get(row.text(0).as_ref()).and_then(|at| shapes.get_mut(*at)) else {
                return true;
            };
            let mut degrees = |column, most: f64| {
                let degrees = |text: &str| text.parse::<f64>().ok().filter(|n| n.abs() <= most);
                row.value(column, "degrees", degrees, report)
            };
            let at = degrees(2, 180.0).zip(degrees(1, 90.0));
            let sequence = row.value(3, "a whole number", |text| text.parse().ok(), report);
            if let (Some((x, y)), Some(sequence)) = (at, sequence) {
                path.push((sequence, Coord { x, y }));
                held += 1;
            }
            if held >= MOST_POINTS {
                report.add(table_too_large(format!("more than {MOST_POINTS} points"), MOST_POINTS).at_row(row.number));
            }
            held < MOST_POINTS
        },
    );
    if read {
        let mut unknown = Unknown::default();
        let empty = |trip: &&Trip| trip.shape.and_then(|at| shapes.get(at)).is_some_and(Vec::is_empty);
        for trip in trips.all.iter().filter(empty) {
            unknown.at(trip.row, "");
        }
        unknown.report(feed, ("trips.txt", "shape_id"), "shapes.txt", findings);
    }
    shapes
}

/// The stops, in order, of the longest trip of each line without a shape, by the trip.
fn through_stops(
    feed: &Feed,
    trips: &Trips,
    (lines, shapes): (&BTreeMap<Key, Line>, &[Path]),
    has_calls: bool,
    findings: &mut Findings,
) -> BTreeMap<usize, Path> {
    let bare =
        lines.iter().filter(|((_, _, shape), _)| shape.and_then(|at| shapes.get(at)).is_none_or(|p| p.len() < 2));
    let mut paths: BTreeMap<usize, Path> =
        bare.filter_map(|(_, line)| line.longest).map(|(trip, _)| (trip, Vec::new())).collect();
    if paths.is_empty() || !has_calls {
        return paths;
    }
    let Some((stops, by_id)) = stops::read(feed, Severity::Warning, findings) else { return paths };
    let (mut unknown, mut too_long) = (Unknown::default(), 0_u64);
    calls::each(feed, trips, |call| {
        let Some(path) = paths.get_mut(&call.trip) else { return };
        match by_id.get(call.stop.as_ref()).and_then(|at| stops.get(*at)) {
            Some(stop) if path.len() < MOST_CALLS => path.extend(stop.at.map(|at| (call.sequence, at))),
            Some(_) => too_long += 1,
            None => unknown.at(call.row, &call.stop),
        }
    });
    unknown.report(feed, ("stop_times.txt", "stop_id"), "stops.txt", findings);
    if too_long > 0 {
        let found = format!("{too_long} calls beyond the first {MOST_CALLS} of a trip");
        findings.add(feed.problem(table_too_large(found, MOST_CALLS), "stop_times.txt"));
    }
    let problem = Problem::note("timetable_line_from_stops").found(format!("{} lines", paths.len()));
    let problem = problem.expected("a shape in shapes.txt");
    findings.add(problem.hint("they go straight from stop to stop of their longest trip, and not along streets"));
    paths
}

/// A line through points in the order of their numbers; none where it has no two different ones.
fn made(path: &Path) -> Option<LineString<f64>> {
    let mut path = path.clone();
    path.sort_by_key(|(sequence, _)| *sequence);
    let mut line: Vec<Coord<f64>> = path.into_iter().map(|(_, at)| at).collect();
    line.dedup();
    (line.len() > 1).then_some(LineString(line))
}

const COLUMNS: [(&str, ColumnType); 14] = [
    ("route_id", ColumnType::Text),
    ("route_short_name", ColumnType::Text),
    ("route_long_name", ColumnType::Text),
    ("route_type", ColumnType::Text),
    ("agency", ColumnType::Text),
    ("direction", ColumnType::Integer),
    ("headsign", ColumnType::Text),
    ("trips", ColumnType::Integer),
    ("stops", ColumnType::Integer),
    ("departures_weekday", ColumnType::Real),
    ("headway_minutes", ColumnType::Real),
    ("first_departure", ColumnType::Text),
    ("last_departure", ColumnType::Text),
    ("geometry_from", ColumnType::Text),
];

fn text(text: &str) -> Cell {
    if text.is_empty() { Cell::Empty } else { Cell::Text(text.to_owned()) }
}

fn named(route: &Route) -> Vec<Cell> {
    [&route.id, &route.short_name, &route.long_name, route.kind.unwrap_or(""), &route.agency].map(text).to_vec()
}

fn cells(
    route: &Route,
    direction: Option<u8>,
    line: &Line,
    trips: &Trips,
    has_calls: bool,
    from: Option<&str>,
) -> Vec<Cell> {
    let real = |number: Option<f64>| number.filter(|n| n.is_finite()).map_or(Cell::Empty, Cell::Real);
    let time = |time: Option<i64>| time.map_or(Cell::Empty, |time| Cell::Text(clock(time)));
    // Without days, trips that all run on the same ones are as far apart as they are.
    let comparable = trips.calendar_known || line.services.len() < 2;
    let longest = line.longest.map(|(_, calls)| Cell::Integer(i64::from(calls)));
    let mut cells = named(route);
    cells.extend([
        direction.map_or(Cell::Empty, |direction| Cell::Integer(i64::from(direction))),
        text(&line.headsign),
        Cell::Integer(line.trips),
        longest.filter(|_| has_calls).unwrap_or(Cell::Empty),
        real(trips.calendar_known.then_some(line.departures)),
        real(comparable.then(|| line.headway_minutes()).flatten()),
        time(line.times.map(|(first, _)| first)),
        time(line.times.map(|(_, last)| last)),
        text(from.unwrap_or("")),
    ]);
    cells
}
