//! Routes, trips and their frequencies.

use super::calendar::{Calendar, MOST_HELD};
use super::feed::{Asked, Feed};
use super::words::{route_type, seconds};
use crate::findings::Findings;
use crate::opening::table_too_large;
use city::{Problem, Severity};
use std::collections::HashMap;

/// A row of `routes.txt`.
#[derive(Debug)]
pub(super) struct Route {
    pub id: String,
    pub short_name: String,
    pub long_name: String,
    pub kind: Option<&'static str>,
    pub agency: String,
    pub row: u64,
}

/// A row of `trips.txt`, with its rows of `frequencies.txt`.
#[derive(Debug)]
pub(super) struct Trip {
    pub route: Option<usize>,
    pub service: usize,
    /// The share of weekdays on which it runs.
    pub weekdays: Option<f64>,
    pub direction: Option<u8>,
    pub shape: Option<usize>,
    pub headsign: String,
    pub spans: Vec<Span>,
    pub row: u64,
}

/// From when until when a trip runs how often, in seconds.
#[derive(Debug, Clone, Copy)]
pub(super) struct Span {
    pub start: i64,
    pub end: i64,
    pub headway: i64,
}

impl Span {
    /// Departures at the start and then at each headway, before the end.
    pub fn departures(self) -> i64 {
        (self.end - self.start + self.headway - 1) / self.headway
    }

    pub fn last(self) -> i64 {
        self.start + (self.departures() - 1) * self.headway
    }
}

impl Trip {
    /// How often it departs on a day on which it runs.
    #[expect(clippy::cast_precision_loss, reason = "departures of a day")]
    pub fn departures(&self) -> f64 {
        if self.spans.is_empty() { 1.0 } else { self.spans.iter().map(|span| span.departures()).sum::<i64>() as f64 }
    }

    /// Whether it runs on weekdays, as far as is known.
    pub fn on_weekdays(&self, calendar_known: bool) -> bool {
        if calendar_known { self.weekdays.is_some_and(|share| share > 0.0) } else { true }
    }
}

/// All trips, and what they name.
#[derive(Debug, Default)]
pub(super) struct Trips {
    pub all: Vec<Trip>,
    pub by_id: HashMap<String, usize>,
    pub shapes: HashMap<String, usize>,
    pub read: bool,
    pub calendar_known: bool,
    pub frequencies: bool,
}

/// References that lead nowhere, counted.
#[derive(Default)]
pub(super) struct Unknown {
    count: u64,
    first: Option<(u64, String)>,
}

impl Unknown {
    pub fn at(&mut self, row: u64, id: &str) {
        self.count += 1;
        self.first.get_or_insert_with(|| (row, id.chars().take(100).collect()));
    }

    pub fn report(self, feed: &Feed, (file, column): (&str, &str), there: &str, findings: &mut Findings) {
        let Some((row, id)) = self.first else { return };
        let problem = Problem::warning("timetable_reference_unknown").at_row(row).in_column(column).found(id);
        let problem = problem.expected(format!("an id in {there}; {} rows name others", self.count));
        findings.add(feed.problem(problem.hint("these rows count nowhere where that is needed"), file));
    }
}

const ROUTES: [&str; 5] = ["route_id", "route_short_name", "route_long_name", "route_type", "agency_id"];
const TRIPS: [&str; 6] = ["trip_id", "route_id", "service_id", "direction_id", "shape_id", "trip_headsign"];
const FREQUENCIES: [&str; 4] = ["trip_id", "start_time", "end_time", "headway_secs"];

/// A new id, or the problem of one that comes again or is missing.
pub(super) fn new_id(known: &mut HashMap<String, usize>, id: &str, (column, row): (&str, u64)) -> Result<(), Problem> {
    let code = if id.is_empty() { "timetable_value_unreadable" } else { "timetable_id_repeated" };
    if id.is_empty() || known.contains_key(id) {
        let problem = Problem::error(code).at_row(row).in_column(column).found(id).expected("an id of its own");
        return Err(problem.hint("this row was left out"));
    }
    known.insert(id.to_owned(), known.len());
    Ok(())
}

/// Routes with the names of their agencies (by id); none where `routes.txt` cannot be read.
pub(super) fn routes(
    feed: &Feed,
    agencies: &[(String, String)],
    severity: Severity,
    findings: &mut Findings,
) -> Option<Vec<Route>> {
    let mut known = HashMap::new();
    let mut routes = Vec::new();
    let for_what = "names and types of lines, and how many routes call at a stop";
    let asked = Asked { name: "routes.txt", columns: &ROUTES, needed: 1, for_what, severity };
    let mut unknown = Unknown::default();
    let read = feed.each(asked, findings, |row, report| {
        let id = row.text(0);
        if let Err(problem) = new_id(&mut known, &id, ("route_id", row.number)) {
            report.add(problem);
            return true;
        }
        let agency = row.text(4);
        // A feed of one agency may leave out which.
        let runs = agencies.iter().find(|(id, _)| *id == agency);
        let runs = runs.or(agencies.first().filter(|_| agency.is_empty() && agencies.len() == 1));
        if runs.is_none() && !agency.is_empty() && !agencies.is_empty() {
            unknown.at(row.number, &agency);
        }
        routes.push(Route {
            id: id.into_owned(),
            short_name: row.text(1).into_owned(),
            long_name: row.text(2).into_owned(),
            kind: row.value(3, "a type of route of GTFS, such as 3", |code| route_type(code.parse().ok()?), report),
            agency: runs.map(|(_, name)| name.clone()).unwrap_or_default(),
            row: row.number,
        });
        room(routes.len(), report)
    });
    unknown.report(feed, ("routes.txt", "agency_id"), "agency.txt", findings);
    (read || !routes.is_empty()).then_some(routes)
}

/// Ids and names of those who run lines.
pub(super) fn agencies(feed: &Feed, findings: &mut Findings) -> Vec<(String, String)> {
    let mut agencies = Vec::new();
    let asked = Asked {
        name: "agency.txt",
        columns: &["agency_name", "agency_id"],
        needed: 1,
        for_what: "who runs the lines: the column `agency` stays empty",
        severity: Severity::Warning,
    };
    feed.each(asked, findings, |row, _| {
        agencies.push((row.text(1).into_owned(), row.text(0).into_owned()));
        agencies.len() < 10_000
    });
    agencies
}

/// Whether there is room for one more row.
pub(super) fn room(held: usize, report: &mut super::feed::Report) -> bool {
    if held >= MOST_HELD {
        report.add(table_too_large(format!("more than {MOST_HELD} rows"), MOST_HELD));
    }
    held < MOST_HELD
}

impl Trips {
    /// Trips of these routes, with their days and frequencies.
    pub fn read(feed: &Feed, routes: &[Route], severity: Severity, findings: &mut Findings) -> Self {
        let by_id: HashMap<&str, usize> =
            routes.iter().enumerate().map(|(at, route)| (route.id.as_str(), at)).collect();
        let calendar = Calendar::read(feed, findings);
        let mut trips = Self { calendar_known: calendar.known, ..Self::default() };
        let mut services: HashMap<String, usize> = HashMap::new();
        let (mut no_route, mut no_service) = (Unknown::default(), Unknown::default());
        let for_what = "which trips run: lines, and what calls at a stop, stay empty";
        let asked = Asked { name: "trips.txt", columns: &TRIPS, needed: 3, for_what, severity };
        trips.read = feed.each(asked, findings, |row, report| {
            let (id, route, service, shape) = (row.text(0), row.text(1), row.text(2), row.text(4));
            if let Err(problem) = new_id(&mut trips.by_id, &id, ("trip_id", row.number)) {
                report.add(problem);
                return true;
            }
            let (at, weekdays) = (by_id.get(route.as_ref()).copied(), calendar.weekdays(&service));
            if at.is_none() && !routes.is_empty() {
                no_route.at(row.number, &route);
            }
            if weekdays.is_none() && calendar.known {
                no_service.at(row.number, &service);
            }
            let direction = |text: &str| text.parse().ok().filter(|direction: &u8| *direction < 2);
            let (next_service, next_shape) = (services.len(), trips.shapes.len());
            trips.all.push(Trip {
                route: at,
                service: *services.entry(service.into_owned()).or_insert(next_service),
                weekdays,
                direction: row.value(3, "0 or 1", direction, report),
                shape: (!shape.is_empty()).then(|| *trips.shapes.entry(shape.into_owned()).or_insert(next_shape)),
                headsign: row.text(5).into_owned(),
                spans: Vec::new(),
                row: row.number,
            });
            room(trips.all.len(), report)
        });
        trips.read |= !trips.all.is_empty();
        no_route.report(feed, ("trips.txt", "route_id"), "routes.txt", findings);
        no_service.report(feed, ("trips.txt", "service_id"), "calendar.txt", findings);
        if feed.has("frequencies.txt") {
            trips.frequencies(feed, findings);
        }
        trips
    }

    fn frequencies(&mut self, feed: &Feed, findings: &mut Findings) {
        let mut unknown = Unknown::default();
        let mut held = 0;
        let for_what = "how often trips run";
        let asked =
            Asked { name: "frequencies.txt", columns: &FREQUENCIES, needed: 4, for_what, severity: Severity::Warning };
        self.frequencies = feed.each(asked, findings, |row, report| {
            let id = row.text(0);
            let time = "a time such as 05:00:00";
            let start = row.value(1, time, seconds, report);
            let end = row.value(2, time, |text| seconds(text).filter(|end| Some(*end) > start), report);
            let often = |text: &str| text.parse().ok().filter(|seconds: &i64| (1..=1_000_000).contains(seconds));
            let headway = row.value(3, "seconds, more than 0", often, report);
            let trip = self.by_id.get(id.as_ref()).and_then(|at| self.all.get_mut(*at));
            match (trip, start, end, headway) {
                (None, ..) => unknown.at(row.number, &id),
                (Some(trip), Some(start), Some(end), Some(headway)) => {
                    held += 1;
                    trip.spans.push(Span { start, end, headway });
                }
                _ => {}
            }
            room(held, report)
        });
        unknown.report(feed, ("frequencies.txt", "trip_id"), "trips.txt", findings);
    }
}
