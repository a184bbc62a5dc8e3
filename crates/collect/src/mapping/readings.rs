//! Readings: every row and value column with its categories, period and amount, before totals and places are settled.

use super::Table;
use super::cells::{Amount, ValueColumn};
use super::rows::{Rows, creates};
use super::table::written;
use crate::join::{Found, Named};
use city::settings::{CategorySettings, ValueSettings};
use city::{FieldTable, Indicator, Period, Problem};
use std::collections::BTreeMap;

/// What `codes` says about a category text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning<'a> {
    /// A member of the dimension.
    Code(&'a str),
    /// All members together.
    All,
    /// An indicator of its own.
    Indicator(&'a str),
    /// A person wants it left out.
    LeftOut,
    /// Nothing.
    Unlisted,
}

impl<'a> Meaning<'a> {
    pub fn of(code: Option<&'a String>) -> Self {
        match code.map(String::as_str) {
            None => Self::Unlisted,
            Some("-") => Self::LeftOut,
            Some("*") => Self::All,
            Some(code) => code.strip_prefix("indicator:").map_or(Self::Code(code), Self::Indicator),
        }
    }
}

/// A category column and the texts that stand in it, in the order of the file.
pub(super) struct Category<'a> {
    pub settings: &'a CategorySettings,
    pub texts: Vec<String>,
    pub first_rows: Vec<u64>,
    pub meanings: Vec<Meaning<'a>>,
    pub of_row: Vec<usize>,
}

impl<'a> Category<'a> {
    pub fn of(table: &Table<'a>, settings: &'a CategorySettings) -> Self {
        let position = table.records.column(&settings.column);
        let mut category =
            Self { settings, texts: Vec::new(), first_rows: Vec::new(), meanings: Vec::new(), of_row: Vec::new() };
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        for record in &table.records.rows {
            let text = position.and_then(|p| record.cells.get(p)).map(written).unwrap_or_default();
            let at = *seen.entry(text.clone()).or_insert_with(|| {
                category.meanings.push(Meaning::of(settings.codes.get(&text)));
                category.first_rows.push(record.number);
                category.texts.push(text);
                category.texts.len() - 1
            });
            category.of_row.push(at);
        }
        category
    }

    pub fn text(&self, at: usize) -> &str {
        self.texts.get(at).map_or("", String::as_str)
    }

    pub fn meaning(&self, at: usize) -> Meaning<'a> {
        self.meanings.get(at).copied().unwrap_or(Meaning::Unlisted)
    }
}

/// One value of one row.
pub(super) struct Reading<'a> {
    /// Row as a person counts it.
    pub row: u64,
    /// Which of the table's names it is about.
    pub name: usize,
    /// Which of `[[source.values]]` it is.
    pub value: usize,
    /// What it is about.
    pub indicator: &'a Indicator,
    /// When; none where the row does not say it readably, and that is reported.
    pub period: Option<Period>,
    /// Its text in each category column.
    pub texts: Vec<usize>,
    /// What stands there.
    pub amount: Amount,
}

/// All readings of a table and its category columns.
pub(super) struct Readings<'a> {
    pub categories: Vec<Category<'a>>,
    pub readings: Vec<Reading<'a>>,
}

/// Reads every value of every row that names a place.
pub(super) fn read<'a>(
    table: &Table<'a>,
    rows: &Rows<'a>,
    fields: &'a FieldTable,
    problems: &mut Vec<Problem>,
) -> Readings<'a> {
    let source = table.source;
    let categories =
        source.categories.iter().filter(|c| c.counts.is_none()).map(|c| Category::of(table, c)).collect::<Vec<_>>();
    let mut columns: BTreeMap<(usize, &str), Option<ValueColumn<'a>>> = BTreeMap::new();
    let mut readings = Vec::new();
    for (at, record) in table.records.rows.iter().enumerate() {
        let Some((name, named)) = rows.of_row.get(at).copied().flatten().and_then(|n| Some((n, rows.names.get(n)?)))
        else {
            continue;
        };
        let texts = categories.iter().map(|c| c.of_row.get(at).copied().unwrap_or_default()).collect::<Vec<_>>();
        let meanings = categories.iter().zip(&texts).map(|(c, t)| c.meaning(*t)).collect::<Vec<_>>();
        let used = is_used(table, named) && !meanings.iter().any(|m| matches!(m, Meaning::LeftOut | Meaning::Unlisted));
        let mut found = Vec::new();
        for (value, settings) in source.values.iter().enumerate() {
            let id = indicator(settings, named, &meanings);
            let column =
                columns.entry((value, id)).or_insert_with(|| ValueColumn::new(table, settings, fields.get(id)?));
            let Some(column) = column else { continue };
            let period = period(table, record, settings, &mut found);
            let amount = column.read(table, record, &mut found);
            let (row, indicator, texts) = (record.number, column.indicator, texts.clone());
            readings.push(Reading { row, name, value, indicator, period, texts, amount });
        }
        if used {
            problems.append(&mut found);
        }
    }
    Readings { categories, readings }
}

fn is_used(table: &Table<'_>, named: &Named<'_>) -> bool {
    match &named.found {
        Found::Place(_) | Found::Normalised(_) | Found::City => true,
        Found::Nothing => table.source.join.as_ref().is_some_and(|join| creates(named, join)),
        _ => false,
    }
}

/// The indicator of a value: its category's, else its edition's, else its own.
fn indicator<'a>(settings: &'a ValueSettings, named: &Named<'a>, meanings: &[Meaning<'a>]) -> &'a str {
    let own = meanings.iter().find_map(|m| if let Meaning::Indicator(id) = m { Some(*id) } else { None });
    let edition = named.edition.and_then(|e| e.indicator.as_deref());
    own.or(edition).unwrap_or(&settings.indicator)
}

fn period(
    table: &Table<'_>,
    record: &crate::records::Record,
    settings: &ValueSettings,
    problems: &mut Vec<Problem>,
) -> Option<Period> {
    let Some(column) = &settings.period_column else {
        return settings.period.as_deref()?.parse().ok();
    };
    let text = table.text(record, table.records.column(column)).unwrap_or_default();
    let day = text.split(['T', ' ']).next().unwrap_or_default();
    let period = day.parse::<Period>();
    if period.is_err() {
        let problem = table.error("period_unreadable").at_row(record.number).in_column(column).found(&text);
        let problem = problem.expected("a year (2011), month (2011-10), day (2011-10-09) or two of them joined by `/`");
        problems.push(problem.hint("the row's values were left out; or give all rows one `period` in city.toml"));
    }
    period.ok()
}
