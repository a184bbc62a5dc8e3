//! On which days services run.

use super::feed::{Asked, Feed};
use super::words::day;
use crate::findings::Findings;
use city::{Problem, Severity};
use std::collections::HashMap;

/// Services by their ids: the share of the weekdays, Monday to Friday, on which each runs.
#[derive(Debug, Default)]
pub(super) struct Calendar {
    services: HashMap<String, f64>,
    /// Whether any file says on which days services run.
    pub known: bool,
}

const DAYS: [&str; 6] = ["service_id", "monday", "tuesday", "wednesday", "thursday", "friday"];
const DATES: [&str; 3] = ["service_id", "date", "exception_type"];

/// The most services, trips, stops or routes that are held.
pub(super) const MOST_HELD: usize = 5_000_000;

impl Calendar {
    /// The share of weekdays on which a service runs; none where it is not known.
    pub fn weekdays(&self, service: &str) -> Option<f64> {
        self.services.get(service).copied()
    }

    pub fn read(feed: &Feed, findings: &mut Findings) -> Self {
        let mut calendar = Self::default();
        let has = feed.has("calendar.txt");
        if has || !feed.has("calendar_dates.txt") {
            let for_what = "on which days services run: departures and headways of a weekday stay empty";
            let severity = Severity::Warning;
            let asked = Asked { name: "calendar.txt", columns: &DAYS, needed: 6, for_what, severity };
            calendar.known = feed.each(asked, findings, |row, report| {
                let runs = |text: &str| match text {
                    "0" => Some(0.0),
                    "1" => Some(0.2),
                    _ => None,
                };
                let days: Vec<f64> = (1..6).filter_map(|at| row.value(at, "0 or 1", runs, report)).collect();
                if days.len() == 5 {
                    // The sum of five fifths is not one to the last digit.
                    let days = (days.iter().sum::<f64>() * 5.0).round() / 5.0;
                    calendar.services.insert(row.text(0).into_owned(), days);
                }
                calendar.services.len() < MOST_HELD
            });
        }
        if feed.has("calendar_dates.txt") {
            calendar.dates(feed, findings);
        }
        calendar
    }

    /// Services that are only in the list of dates.
    fn dates(&mut self, feed: &Feed, findings: &mut Findings) {
        let mut counts: HashMap<String, u32> = HashMap::new();
        let (mut first, mut last, mut exceptions) = (i64::MAX, i64::MIN, 0_u64);
        let for_what = "the dates of services";
        let asked =
            Asked { name: "calendar_dates.txt", columns: &DATES, needed: 3, for_what, severity: Severity::Warning };
        let read = feed.each(asked, findings, |row, report| {
            let Some((date, weekday)) = row.value(1, "a day such as 20190304", day, report) else { return true };
            let service = row.text(0);
            if self.services.contains_key(service.as_ref()) {
                exceptions += 1;
            } else if row.text(2) == "1" {
                (first, last) = (first.min(date), last.max(date));
                *counts.entry(service.into_owned()).or_default() += u32::from(weekday < 5);
            }
            counts.len() < MOST_HELD
        });
        self.known |= read;
        // Day 0 was a Thursday; whole weeks have five weekdays.
        let weekdays = (first..=last).take(100_000).filter(|date| (date + 3).rem_euclid(7) < 5).count().max(1);
        let weekdays = u32::try_from(weekdays).map_or(f64::INFINITY, f64::from);
        self.services
            .extend(counts.into_iter().map(|(service, days)| (service, (f64::from(days) / weekdays).min(1.0))));
        if exceptions > 0 {
            let problem = Problem::note("timetable_exceptions").found(format!("{exceptions} rows"));
            let problem = problem.expected("weekdays as calendar.txt has them");
            findings.add(feed.problem(problem.hint("holidays and the like were not taken off"), "calendar_dates.txt"));
        }
    }
}
