//! Combine: readings of one place, indicator, period and group made into one observation, and repetitions reported.

use super::Table;
use super::cells::Amount;
use super::readings::{Meaning, Reading, Readings};
use super::rows::Rows;
use super::total_categories::{CategoryTotals, Fate, fate};
use crate::join::Known;
use city::indicator::AddsUp;
use city::run::RunId;
use city::{Basis, Estimate, Gap, Group, Observation, Period, PlaceId, Problem, Value};
use std::collections::BTreeMap;

/// A table's rows, readings and totals, settled.
pub(super) struct Parts<'p, 'a> {
    pub table: &'p Table<'a>,
    pub known: &'p Known,
    pub rows: &'p Rows<'a>,
    pub readings: &'p Readings<'a>,
    pub totals: &'p CategoryTotals,
}

/// What an observation is about.
type Key = (PlaceId, String, Period, Group);

/// Makes the observations in the order in which the file first speaks of each.
pub(super) fn combine(parts: &Parts<'_, '_>, run: &RunId, problems: &mut Vec<Problem>) -> Vec<Observation> {
    let mut about: Vec<(Key, Vec<&Reading<'_>>)> = Vec::new();
    let mut seen: BTreeMap<Key, usize> = BTreeMap::new();
    for reading in &parts.readings.readings {
        let Some(key) = parts.key(reading) else { continue };
        let at = *seen.entry(key.clone()).or_insert_with(|| {
            about.push((key, Vec::new()));
            about.len() - 1
        });
        if let Some((_, readings)) = about.get_mut(at) {
            readings.push(reading);
        }
    }
    let mut repeated = Repeated::default();
    let observation = |(key, readings): (Key, Vec<&Reading<'_>>)| {
        let distinct = parts.distinct(readings, &mut repeated, problems);
        parts.observation(key, &distinct, run, problems)
    };
    let observations = about.into_iter().filter_map(observation).collect();
    problems.extend(repeated.report(parts.table));
    observations
}

impl<'a> Parts<'_, 'a> {
    /// What a reading is about; none where it is left out, which was reported.
    fn key(&self, reading: &Reading<'a>) -> Option<Key> {
        let place = self.rows.names.get(reading.name)?.place(self.known)?.clone();
        let settings = self.table.source.values.get(reading.value)?;
        let mut group: Group = settings.group.parse().ok()?;
        let columns = self.readings.categories.iter().zip(self.totals).zip(&reading.texts);
        for ((category, totals), text) in columns {
            if totals.get(text).is_some_and(|total| fate(category, total) == Fate::Dropped) {
                return None;
            }
            match category.meaning(*text) {
                Meaning::Code(code) => group = group.with(&category.settings.dimension, code),
                Meaning::All | Meaning::Indicator(_) => {}
                Meaning::LeftOut | Meaning::Unlisted => return None,
            }
        }
        Some((place, reading.indicator.id.clone(), reading.period.clone()?, group))
    }

    /// The readings of one key without repetitions: those of other categories that were given the same code stay.
    fn distinct<'r>(
        &self,
        readings: Vec<&'r Reading<'a>>,
        repeated: &mut Repeated,
        problems: &mut Vec<Problem>,
    ) -> Vec<&'r Reading<'a>> {
        let mut distinct: Vec<&Reading<'a>> = Vec::new();
        for reading in readings {
            let same = |held: &&&Reading<'a>| held.value == reading.value && held.texts == reading.texts;
            match distinct.iter().find(same) {
                Some(held) if held.amount == reading.amount => repeated.take(reading.row, held.row),
                Some(held) => problems.push(self.differs(reading, held, "row_repeated")),
                None => match distinct.first() {
                    Some(held) if held.value != reading.value || held.indicator.adds_up != AddsUp::Sum => {
                        problems.push(self.differs(reading, held, "value_repeated"));
                    }
                    _ => distinct.push(reading),
                },
            }
        }
        distinct
    }

    fn differs(&self, reading: &Reading<'_>, held: &Reading<'_>, code: &str) -> Problem {
        let column = self.table.source.values.get(reading.value).map_or("", |v| v.column.as_str());
        let problem = self.table.error(code).at_row(reading.row).in_column(column).found(written(&reading.amount));
        let problem = problem.expected(format!(
            "one value of a place, indicator, period and group; row {} has {}",
            held.row,
            written(&held.amount)
        ));
        problem.hint("the earlier row stays and this one was left out; a `keep`, a category or a period may tell them apart")
    }

    fn observation(
        &self,
        (place, indicator, period, group): Key,
        readings: &[&Reading<'a>],
        run: &RunId,
        problems: &mut Vec<Problem>,
    ) -> Option<Observation> {
        let first = readings.first()?;
        let mut amount = first.amount.clone();
        if readings.len() > 1 {
            amount = self.sum(readings, problems);
        }
        let named = self.rows.names.get(first.name)?;
        let edition = named.edition.map_or("", |e| e.note.as_str());
        let note = [edition, &amount.note].into_iter().filter(|n| !n.is_empty()).collect::<Vec<_>>().join("; ");
        let numbers = readings.iter().map(|r| r.row).collect::<Vec<_>>();
        let column = self.table.source.values.get(first.value).map_or("", |v| v.column.as_str());
        Some(Observation {
            place,
            indicator,
            period,
            group,
            value: amount.value,
            quality: self.table.source.quality,
            source: self.table.source.id.clone(),
            run: run.clone(),
            basis: Basis::Reported { locator: self.table.locator(&numbers, column) },
            note,
        })
    }

    /// The sum of categories that were given one code; a gap where one of them is.
    fn sum(&self, readings: &[&Reading<'a>], problems: &mut Vec<Problem>) -> Amount {
        let estimates = readings.iter().map(|r| r.amount.value.estimate()).collect::<Option<Vec<_>>>();
        let texts = readings.iter().map(|r| {
            let texts = self.readings.categories.iter().zip(&r.texts).map(|(c, t)| c.text(*t));
            texts.collect::<Vec<_>>().join(", ")
        });
        let texts = texts.map(|t| format!("`{t}`")).collect::<Vec<_>>().join(" + ");
        let total = |end: fn(&Estimate) -> f64| estimates.iter().flatten().map(end).sum::<f64>();
        let sum = Estimate::range(total(|e| e.low), total(|e| e.value), total(|e| e.high));
        match (&estimates, sum) {
            (Some(_), Ok(sum)) => Amount { value: Value::Estimate(sum), note: format!("sum of {texts}") },
            _ => {
                let gap = readings.iter().find_map(|r| if let Value::Gap(g) = r.amount.value { Some(g) } else { None });
                if let Some(first) = readings.first() {
                    let problem = self.table.warning("sum_with_gap").at_row(first.row).found(&texts);
                    problems.push(problem.expected("a number for each category that is given the same code").hint("the sum was left out"));
                }
                let note = format!("one of {texts} is not known");
                Amount { value: Value::Gap(gap.unwrap_or(Gap::NotEstimated)), note }
            }
        }
    }
}

/// Rows that say again what another row said.
#[derive(Default)]
struct Repeated {
    count: usize,
    first: Option<(u64, u64)>,
}

impl Repeated {
    fn take(&mut self, row: u64, of: u64) {
        self.count += 1;
        self.first.get_or_insert((row, of));
    }

    fn report(&self, table: &Table<'_>) -> Option<Problem> {
        let (row, of) = self.first?;
        let problem = table.note("row_repeated_alike").at_row(row);
        Some(problem.expected(format!("a value once; {} values stand again, here as in row {of}, and count once", self.count)))
    }
}

fn written(amount: &Amount) -> String {
    match &amount.value {
        Value::Estimate(estimate) => estimate.value.to_string(),
        Value::Classes(codes) => codes.join(", "),
        Value::Gap(gap) => gap.to_string(),
    }
}
