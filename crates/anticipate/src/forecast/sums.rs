//! Rows of what is a sum: the whole is what it consists of, in every year and part of the day.

use super::whole::{Of, Whole};
use super::{Asked, gap, rows, stated};
use city::Estimate;
use city::forecast::{ForecastDifference, ForecastGap, ForecastReport, ForecastRow, Part, PeopleChange};
use std::collections::BTreeMap;

type Key<'r> = (&'r str, Part, &'r str, i32, &'r str);

/// Adds the rows of every whole, in the order in which they are made of each other; a year in which one that belongs to it has no row is a
/// gap, and never a smaller sum.
pub(super) fn add(report: &mut ForecastReport, wholes: &[Whole], asked: &Asked) {
    let minors: Vec<&str> = std::iter::once("").chain(asked.day.minor.iter().map(|m| m.name.as_str())).collect();
    for whole in wholes {
        let (mut made, mut differences) = (Vec::new(), Vec::new());
        let mut missing: BTreeMap<i32, usize> = BTreeMap::new();
        let known: BTreeMap<Key, &ForecastRow> = report.rows.iter().map(|r| (key(r), r)).collect();
        for (scenario, year) in asked.scenarios.iter().flat_map(|s| s.years.iter().map(move |y| (s, *y))) {
            let found = |minor: &str| -> Vec<&ForecastRow> {
                let of = |(id, part): &Of| known.get(&(id.as_str(), *part, scenario.id.as_str(), year, minor)).copied();
                whole.of.iter().filter_map(of).collect()
            };
            let here = found("").len();
            if here < whole.of.len() {
                missing.insert(year, whole.of.len() - here);
                continue;
            }
            let mut of_day: Vec<ForecastRow> = minors.iter().map(|minor| sum(whole, &found(minor))).collect();
            if whole.part == Part::All {
                differences.extend(beyond(&mut of_day, whole, asked));
            }
            made.extend(of_day);
        }
        report.gaps.extend(left_out(whole, &missing));
        report.rows.extend(made);
        report.differences.extend(differences);
    }
    sort(report, asked);
}

fn key(row: &ForecastRow) -> Key<'_> {
    (row.place.as_str(), row.part, row.scenario.as_str(), row.year, row.minor.as_str())
}

/// City, districts, settlements; scenario by scenario, year by year, the whole day first.
fn sort(report: &mut ForecastReport, asked: &Asked) {
    let places: BTreeMap<String, usize> =
        report.places.iter().enumerate().map(|(at, p)| (p.id.to_string(), at)).collect();
    let scenario = |id: &str| asked.scenarios.iter().position(|s| s.id == id);
    let minor = |name: &str| asked.day.minor.iter().position(|m| m.name == name);
    report.rows.sort_by_key(|r| {
        (scenario(&r.scenario), places.get(r.place.as_str()).copied(), r.part, r.year, minor(&r.minor))
    });
}

/// The years of which a part has no row, and why; none where no row is missing.
fn left_out(whole: &Whole, missing: &BTreeMap<i32, usize>) -> Option<ForecastGap> {
    let (most, last) = (missing.values().max()?, missing.keys().max()?);
    let years: Vec<i32> = missing.keys().copied().collect();
    let (from, to) = whole.counted;
    let why = if *last < to {
        let counted = if from == to { format!("in {from}") } else { format!("between {from} and {to}") };
        format!("counted {counted}, up to {most} of them later than the year: nothing is projected backwards")
    } else {
        format!("{most} of them have no number then")
    };
    let words = format!("the sum of {}, {why}", whole.words);
    let people = if whole.part == Part::All { "people".to_owned() } else { format!("{} people", whole.part) };
    let listed = years.iter().map(i32::to_string).collect::<Vec<_>>().join(", ");
    Some(ForecastGap { part: whole.part, years, ..gap(Some(whole.place), &format!("{people} in {listed}"), &words) })
}

/// The sum of rows of one scenario, year and part of the day: low ends together, high ends together. A quantity that one of them lacks is
/// left out, since the rest would not be the whole.
fn sum(whole: &Whole, rows: &[&ForecastRow]) -> ForecastRow {
    let all = |of: &dyn Fn(&ForecastRow) -> Option<Estimate>| total(rows.iter().map(|r| of(r)));
    let first = rows.first();
    let mut sources: Vec<&str> = Vec::new();
    for (name, _) in rows.iter().flat_map(|r| &r.water_by_source) {
        if !sources.contains(&name.as_str()) {
            sources.push(name);
        }
    }
    // a source that nobody uses at a place is none of its water, and not unknown
    let of_source = |name: &str| {
        let here = |r: &ForecastRow| r.water_by_source.iter().find(|(n, _)| n == name).map(|(_, e)| *e);
        total(rows.iter().filter_map(|r| here(r)).map(Some)).map(|e| (name.to_owned(), e))
    };
    sources.sort_by_key(|name| rows::source_order(name));
    let mut notes: Vec<&str> = rows.iter().map(|r| r.note.as_str()).filter(|n| !n.is_empty()).collect();
    notes.sort_unstable();
    notes.dedup();
    let ways: std::collections::BTreeSet<&str> =
        rows.iter().map(|r| r.method.split(SUM_OF).next().unwrap_or("")).collect();
    ForecastRow {
        place: whole.place.id.clone(),
        part: whole.part,
        scenario: first.map(|r| r.scenario.clone()).unwrap_or_default(),
        year: first.map_or(0, |r| r.year),
        minor: first.map(|r| r.minor.clone()).unwrap_or_default(),
        people: all(&|r| Some(r.people)).unwrap_or(Estimate { low: 0.0, value: 0.0, high: 0.0 }),
        households: all(&|r| r.households),
        water_m3_day: all(&|r| r.water_m3_day),
        water_by_source: sources.into_iter().filter_map(of_source).collect(),
        household_toilet_visits: all(&|r| r.household_toilet_visits),
        public_toilet_visits: all(&|r| r.public_toilet_visits),
        wastewater_m3_day: all(&|r| r.wastewater_m3_day),
        faecal_sludge_m3_day: all(&|r| r.faecal_sludge_m3_day),
        change: changes(rows),
        method: format!("{}{SUM_OF}{}", ways.into_iter().collect::<Vec<_>>().join("; "), whole.words),
        note: match notes.len() {
            0..=3 => notes.join("; "),
            _ => format!("what to know of them stands with each of the {}", whole.words),
        },
    }
}

/// What stands before the words of what a row is the sum of.
const SUM_OF: &str = ": sum of ";

/// The sum; none where one is missing.
fn total(list: impl Iterator<Item = Option<Estimate>>) -> Option<Estimate> {
    let mut sum: Option<Estimate> = None;
    for each in list {
        let (e, s) = (each?, sum.unwrap_or(Estimate { low: 0.0, value: 0.0, high: 0.0 }));
        sum = Some(Estimate { low: s.low + e.low, value: s.value + e.value, high: s.high + e.high });
    }
    sum
}

fn changes(rows: &[&ForecastRow]) -> Option<PeopleChange> {
    let all = |of: fn(&PeopleChange) -> Option<f64>| -> Option<f64> {
        rows.iter().map(|r| r.change.as_ref().and_then(of)).sum()
    };
    rows.iter().all(|r| r.change.is_some()).then(|| PeopleChange {
        births: all(|c| c.births),
        deaths: all(|c| c.deaths),
        migration: all(|c| c.migration),
        growth: all(|c| c.growth),
    })
}

/// What tables state of the whole: with it the whole is not the sum, and that is told.
fn beyond(of_day: &mut [ForecastRow], whole: &Whole, asked: &Asked) -> Option<ForecastDifference> {
    let water = |rows: &[ForecastRow]| rows.first().and_then(|r| r.water_m3_day).map(|w| w.value);
    let sum = water(of_day);
    let said = stated::state(of_day, whole.people, asked);
    let (row, own) = (of_day.first().filter(|_| !said.is_empty())?, water(of_day)?);
    Some(ForecastDifference {
        place: row.place.clone(),
        part: row.part,
        what: format!("water in {}, m3 a day ({})", row.year, row.scenario),
        own,
        of: whole.words.clone(),
        sum: sum.unwrap_or(0.0),
        sum_leads: false,
        words: said.join("; "),
    })
}
