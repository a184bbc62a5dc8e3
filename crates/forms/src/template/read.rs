//! Reading a filled template: answers, and everything that is wrong, by sheet, row and column.

use super::TemplateAnswer;
use super::cells::Reader;
use super::columns::{Columns, names_at, text};
use super::lists::ClassLists;
use super::names::letters;
use super::words::TemplateWords;
use super::write::{MARK, VERSION};
use crate::questionnaire::Tongue;
use crate::{Sheet, SheetRow};
use city::{Cell, FieldTable, Period, PlaceId, Problem};
use std::collections::{BTreeMap, BTreeSet};

/// What a filled template says.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Reading {
    /// Answers, by sheet, row and column.
    pub answers: Vec<TemplateAnswer>,
    /// Everything that is wrong; what a problem of severity error names is not among the answers.
    pub problems: Vec<Problem>,
    /// Whether any sheet of a template was found.
    pub found: bool,
}

/// The answers of a filled template.
///
/// Columns are found by the names in the row of names, wherever they stand. Numbers are in the unit of the field table; a header
/// that says another one is a problem, and its column is not read. An empty cell says nothing. The period is the row's, else the
/// sheet's; a row without either is a problem. `places` are those that may be named; none for any.
///
/// Problems: `not_a_template`, `template_version`, `column_name_unreadable`, `column_repeated`, `column_without_name`,
/// `indicator_unknown`, `unit_changed`, `place_empty`, `place_not_known`, `row_repeated`, `period_missing`, `period_unreadable`,
/// `number_as_text`, `decimal_comma`, `percent_sign`, `not_a_number`, `value_out_of_range`, `share_over_100`, `range_reversed`,
/// `range_without_value`, `value_and_gap`, `gap_not_listed`, `class_not_listed`, `flag_unreadable`, `shares_as_fractions`.
#[must_use]
pub fn read(file: &str, sheets: &[Sheet], fields: &FieldTable, places: Option<&BTreeSet<&PlaceId>>) -> Reading {
    let mut reading = Reading::default();
    let (words, lists) = match (TemplateWords::embedded(), ClassLists::embedded()) {
        (Ok(words), Ok(lists)) => (words, lists),
        (Err(error), _) | (_, Err(error)) => {
            let problem = Problem::error("form_table_unreadable").in_file(file).found(error);
            reading.problems.push(problem.hint("this build of makazi is damaged; get it again"));
            return reading;
        }
    };
    let (tongue, version) = about(sheets);
    if version.as_deref().is_some_and(|version| version != VERSION) {
        let problem = Problem::warning("template_version").found(version.unwrap_or_default()).expected(VERSION);
        reading
            .problems
            .push(problem.hint("made by another version of makazi: what has its name is read all the same"));
    }
    let reader = Reader { words: &words, lists: &lists, tongue };
    for sheet in sheets {
        if let Some(at) = names_at(sheet) {
            reading.found = true;
            if let Some(columns) = Columns::of(sheet, at, (fields, &words), &mut reading.problems) {
                let filled = Filled { sheet, columns, reader: &reader, known: places };
                filled.read(&mut reading);
            }
        }
    }
    if !reading.found {
        let problem =
            Problem::error("not_a_template").expected("sheets with a row of names such as `population:value`");
        reading.problems.push(problem.hint("make one with `makazi template`, or name another reader"));
    }
    for problem in &mut reading.problems {
        file.clone_into(&mut problem.file);
    }
    reading
}

/// Whether sheets are those of a template: any has a row of names.
#[must_use]
pub fn is_one(sheets: &[Sheet]) -> bool {
    sheets.iter().any(|sheet| names_at(sheet).is_some())
}

/// Whether a sheet is called as the sheet of names of a template is, in any language.
#[must_use]
pub fn is_sheet_of_names(name: &str) -> bool {
    TemplateWords::embedded().is_ok_and(|words| words.is("sheet.names", name))
}

/// Language and version of a template, from its sheet of names.
fn about(sheets: &[Sheet]) -> (Tongue, Option<String>) {
    let marked = |sheet: &&Sheet| sheet.rows.first().is_some_and(|row| text(row, 0) == MARK);
    let Some(sheet) = sheets.iter().find(marked) else { return (Tongue::English, None) };
    let said = |caption: &str| sheet.rows.iter().take(10).find(|row| text(row, 0) == caption).map(|row| text(row, 1));
    let tongue = said("language").and_then(|code| code.parse().ok()).unwrap_or(Tongue::English);
    (tongue, said(MARK))
}

/// A sheet that is being read.
struct Filled<'a> {
    sheet: &'a Sheet,
    columns: Columns<'a>,
    reader: &'a Reader<'a>,
    known: Option<&'a BTreeSet<&'a PlaceId>>,
}

/// What a row needs of its sheet.
struct Head {
    period: Option<Period>,
    source: String,
}

impl Filled<'_> {
    fn read(&self, reading: &mut Reading) {
        let head = self.head(&mut reading.problems);
        let groups = self.groups_by_column();
        let mut seen: BTreeMap<(String, String), u64> = BTreeMap::new();
        let first = reading.answers.len();
        for row in self.sheet.rows.iter().skip(self.columns.names_at + 1) {
            let said: BTreeSet<usize> = row
                .cells
                .iter()
                .enumerate()
                .filter(|(_, cell)| **cell != Cell::Empty)
                .filter_map(|(at, _)| groups.get(&at).copied())
                .collect();
            if said.is_empty() {
                continue;
            }
            let mut problems = Vec::new();
            if let Some((place, period, source)) = self.place_and_period(row, &head, &mut seen, &mut problems) {
                for group in said.into_iter().filter_map(|at| self.columns.groups.get(at)) {
                    let Some((value, at)) = self.reader.value(row, group, &mut problems) else { continue };
                    reading.answers.push(TemplateAnswer {
                        place: place.clone(),
                        indicator: group.asked.indicator.clone(),
                        group: group.asked.group.clone(),
                        period: period.clone(),
                        value,
                        source: source.clone(),
                        sheet: self.sheet.name.clone(),
                        row: row.number,
                        column: letters(at),
                    });
                }
            }
            reading.problems.extend(problems.into_iter().map(|p| p.in_sheet(&self.sheet.name).at_row(row.number)));
        }
        let answers = reading.answers.get(first..).unwrap_or_default();
        self.fractions(answers, &mut reading.problems);
    }

    fn groups_by_column(&self) -> BTreeMap<usize, usize> {
        let parts = |(at, group): (usize, &super::columns::Group)| {
            group.parts.values().map(|column| (*column, at)).collect::<Vec<_>>()
        };
        self.columns.groups.iter().enumerate().flat_map(parts).collect()
    }

    /// Source and date of the whole sheet: beside their captions, above the names.
    fn head(&self, problems: &mut Vec<Problem>) -> Head {
        let above = || self.sheet.rows.iter().take(self.columns.names_at);
        let beside = |key: &str| above().find(|row| self.reader.words.is(key, &text(row, 0)));
        let source = beside("caption.source").map(|row| text(row, 1)).unwrap_or_default();
        let period = beside("caption.date").and_then(|row| {
            let mut found = Vec::new();
            let period = period(&text(row, 1), 1, &mut found);
            problems.extend(found.into_iter().map(|p| p.in_sheet(&self.sheet.name).at_row(row.number)));
            period
        });
        Head { period, source }
    }

    fn place_and_period(
        &self,
        row: &SheetRow,
        head: &Head,
        seen: &mut BTreeMap<(String, String), u64>,
        problems: &mut Vec<Problem>,
    ) -> Option<(PlaceId, Period, String)> {
        let place = text(row, self.columns.place);
        let at = letters(self.columns.place);
        if place.is_empty() {
            let problem = Problem::error("place_empty").in_column(&at).expected("the id of a place");
            problems.push(problem.hint("the row is not read: copy the id from the row of its place"));
            return None;
        }
        let place = PlaceId(place);
        if self.known.is_some_and(|known| !known.contains(&place)) {
            let problem =
                Problem::error("place_not_known").in_column(&at).found(&place).expected("a place of the city");
            problems.push(problem.hint(
                "the row is not read: ids are as the template gave them; new places come from a source of places",
            ));
            return None;
        }
        let own = self.columns.date.map(|at| (text(row, at), at)).filter(|(text, _)| !text.is_empty());
        let period = if let Some((written, at)) = own {
            period(&written, at, problems)?
        } else if let Some(period) = &head.period {
            period.clone()
        } else {
            let problem = Problem::error("period_missing").expected("a year or a day of the row or of the sheet");
            problems.push(problem.hint("the row is not read: write the date at the top of the sheet"));
            return None;
        };
        let key = (place.to_string(), period.to_string());
        if let Some(before) = seen.get(&key) {
            let problem =
                Problem::error("row_repeated").in_column(&at).found(&place).expected("one row of a place and date");
            problems.push(problem.hint(format!("row {before} is of the same place and date: the first is read")));
            return None;
        }
        seen.insert(key, row.number);
        let own = self.columns.source.map(|at| text(row, at)).filter(|text| !text.is_empty());
        Some((place, period, own.unwrap_or_else(|| head.source.clone())))
    }

    /// Shares of which none is over one were most likely written as fractions.
    fn fractions(&self, answers: &[TemplateAnswer], problems: &mut Vec<Problem>) {
        for group in self.columns.groups.iter().filter(|group| group.indicator.unit == "percent") {
            let mine = |a: &&TemplateAnswer| a.indicator == group.asked.indicator && a.group == group.asked.group;
            let values: Vec<f64> = answers.iter().filter(mine).filter_map(|a| a.value.number()).collect();
            let small = values.len() >= 3 && values.iter().all(|value| *value <= 1.0);
            if let Some(first) = values.iter().find(|value| value.fract() > 0.0).filter(|_| small) {
                let problem = Problem::warning("shares_as_fractions").in_sheet(&self.sheet.name).found(first);
                let at = group.parts.values().next().copied().unwrap_or_default();
                let problem = problem.in_column(&letters(at)).expected("percent: 45 and not 0.45");
                problems.push(problem.hint("taken as they stand; multiply the column by 100 where they are fractions"));
            }
        }
    }
}

/// A period as written: a year, a month or a day; a day may have a time.
fn period(written: &str, at: usize, problems: &mut Vec<Problem>) -> Option<Period> {
    if written.is_empty() {
        return None;
    }
    let day = written.split_once('T').map_or(written, |(day, _)| day);
    day.parse::<Period>()
        .map_err(|error| {
            let problem = Problem::error("period_unreadable").in_column(&letters(at)).found(written);
            problems.push(problem.expected("a year, or a day such as 2024-05-17").hint(error.to_string()));
        })
        .ok()
}
