//! Calls of trips at stops: `stop_times.txt`, read twice and never held.

use super::feed::{Asked, Feed, Row};
use super::trips::{Trip, Trips, Unknown};
use super::words::seconds;
use crate::findings::Findings;
use city::Severity;

const COLUMNS: [&str; 6] = ["trip_id", "stop_sequence", "stop_id", "departure_time", "arrival_time", "pickup_type"];

/// The first and last call of one trip.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ends {
    pub first: u64,
    pub last: u64,
    /// When it departs from the first, in seconds.
    pub departs: Option<i64>,
    pub calls: u32,
}

/// One call.
pub(super) struct Call<'r> {
    pub trip: usize,
    pub stop: std::borrow::Cow<'r, str>,
    pub sequence: u64,
    /// When it departs, in seconds; at a call without a departure when it arrives.
    pub time: Option<i64>,
    /// Whether somebody may get on.
    pub boards: bool,
    pub row: u64,
}

fn asked(severity: Severity) -> Asked {
    let for_what =
        "which trips call where and when: counts, times and departures stay empty, and lines without a shape";
    Asked { name: "stop_times.txt", columns: &COLUMNS, needed: 3, for_what, severity }
}

fn sequence(text: &str) -> Option<u64> {
    text.parse().ok()
}

fn of<'r>(row: &Row<'r>, trips: &Trips) -> Option<Call<'r>> {
    let trip = *trips.by_id.get(row.text(0).as_ref())?;
    let sequence = sequence(&row.text(1))?;
    let time = seconds(&row.text(3)).or_else(|| seconds(&row.text(4)));
    Some(Call { trip, stop: row.text(2), sequence, time, boards: row.text(5) != "1", row: row.number })
}

/// The ends of all trips, by their numbers; none where the file cannot be read. Everything that is wrong with its rows is
/// reported here, once.
pub(super) fn ends(feed: &Feed, trips: &Trips, findings: &mut Findings) -> Option<Vec<Option<Ends>>> {
    let mut ends: Vec<Option<Ends>> = vec![None; trips.all.len()];
    let mut unknown = Unknown::default();
    let read = feed.each(asked(Severity::Warning), findings, |row, report| {
        row.value(1, "a whole number", sequence, report);
        for column in [3, 4] {
            row.value(column, "a time such as 05:00:00", seconds, report);
        }
        let Some(call) = of(row, trips) else {
            if !trips.by_id.contains_key(row.text(0).as_ref()) {
                unknown.at(row.number, &row.text(0));
            }
            return true;
        };
        if let Some(end) = ends.get_mut(call.trip) {
            let new = Ends { first: call.sequence, last: call.sequence, departs: call.time, calls: 0 };
            let end = end.get_or_insert(new);
            if call.sequence < end.first {
                (end.first, end.departs) = (call.sequence, call.time);
            }
            end.last = end.last.max(call.sequence);
            end.calls = end.calls.saturating_add(1);
        }
        true
    });
    unknown.report(feed, ("stop_times.txt", "trip_id"), "trips.txt", findings);
    read.then_some(ends)
}

/// Hands on every call whose trip is known.
pub(super) fn each(feed: &Feed, trips: &Trips, mut take: impl FnMut(Call)) {
    // What is wrong with the rows was said when the ends were looked for.
    let mut said = Findings::default();
    feed.each(asked(Severity::Warning), &mut said, |row, _| {
        if let Some(call) = of(row, trips) {
            take(call);
        }
        true
    });
}

/// When a trip departs on a day, first and last, with every time `later` by so many seconds than at its first stop.
pub(super) fn times(trip: &Trip, departs: Option<i64>, time: Option<i64>) -> Option<(i64, i64)> {
    let time = time?;
    if trip.spans.is_empty() {
        return Some((time, time));
    }
    let later = time - departs?;
    let first = trip.spans.iter().map(|span| span.start).min()?;
    let last = trip.spans.iter().map(|span| span.last()).max()?;
    Some((first + later, last + later))
}

/// The first and last of several.
pub(super) fn widen(all: &mut Option<(i64, i64)>, more: Option<(i64, i64)>) {
    *all = match (*all, more) {
        (Some((first, last)), Some((a, b))) => Some((first.min(a), last.max(b))),
        (known, more) => known.or(more),
    };
}
