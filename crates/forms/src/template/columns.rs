//! Columns of a filled sheet, found by their names for machines wherever they have gone.

use super::names::{Asked, ColumnName, Part, letters};
use super::words::{TemplateWords, same};
use crate::{Sheet, SheetRow};
use city::{Cell, FieldTable, Indicator, Problem};
use std::collections::BTreeMap;

/// Rows from the top among which the names are looked for.
const MOST_HEADER_ROWS: usize = 60;

/// The columns of one indicator.
pub(super) struct Group<'a> {
    pub(super) asked: Asked,
    pub(super) indicator: &'a Indicator,
    pub(super) parts: BTreeMap<Part, usize>,
}

/// Where everything stands in a sheet.
pub(super) struct Columns<'a> {
    /// Position of the row of names among the rows.
    pub(super) names_at: usize,
    pub(super) place: usize,
    pub(super) date: Option<usize>,
    pub(super) source: Option<usize>,
    pub(super) groups: Vec<Group<'a>>,
}

/// The text of a cell, without the spaces around it; empty where there is none.
pub(super) fn text(row: &SheetRow, column: usize) -> String {
    match row.cells.get(column) {
        Some(Cell::Flag(flag)) => if *flag { "yes" } else { "no" }.to_owned(),
        cell => cell.map(|cell| cell.to_string().trim().to_owned()).unwrap_or_default(),
    }
}

/// Position of the row of names; none where the sheet has none.
pub(super) fn names_at(sheet: &Sheet) -> Option<usize> {
    let named = |row: &SheetRow| {
        let cells = (0..row.cells.len()).filter_map(|at| text(row, at).parse::<ColumnName>().ok());
        let (mut place, mut indicators) = (false, false);
        for name in cells {
            place |= name == ColumnName::Place;
            indicators |= matches!(name, ColumnName::Of(..));
        }
        place && indicators
    };
    sheet.rows.iter().take(MOST_HEADER_ROWS).position(named)
}

impl<'a> Columns<'a> {
    /// The columns of a sheet, and what is wrong with them; none where no column names the places.
    pub(super) fn of(
        sheet: &Sheet,
        names_at: usize,
        (fields, words): (&'a FieldTable, &TemplateWords),
        problems: &mut Vec<Problem>,
    ) -> Option<Self> {
        let names = sheet.rows.get(names_at)?;
        let units = sheet.rows.iter().take(names_at).find(|row| {
            let caption = text(row, 0);
            !caption.is_empty() && words.is("caption.unit", &caption)
        });
        let mut found: BTreeMap<ColumnName, usize> = BTreeMap::new();
        let mut order: Vec<(Asked, &Indicator)> = Vec::new();
        let filled = first_filled(sheet, names_at);
        let width = filled.last_key_value().map_or(0, |(at, _)| at + 1).max(names.cells.len());
        for at in 0..width {
            let written = text(names, at);
            let problem = |code: &str| {
                Problem::error(code).in_sheet(&sheet.name).at_row(names.number).in_column(&letters(at)).found(&written)
            };
            if written.is_empty() {
                if let Some(row) = filled.get(&at) {
                    let problem = Problem::warning("column_without_name").in_sheet(&sheet.name).at_row(row.number);
                    let problem = problem.in_column(&letters(at)).found(text(row, at));
                    problems.push(
                        problem.expected("nothing, or a name in the row of names").hint(
                            "a column that was added is not read: ask for its indicator when the template is made",
                        ),
                    );
                }
                continue;
            }
            let name = match written.parse::<ColumnName>() {
                Ok(name) => name,
                Err(why) => {
                    problems
                        .push(problem("column_name_unreadable").expected("a name as the template had it").hint(why));
                    continue;
                }
            };
            if let ColumnName::Of(asked, part) = &name {
                let Some(indicator) = fields.get(&asked.indicator) else {
                    let unknown = problem("indicator_unknown").expected("an id of the field table");
                    problems.push(unknown.hint("the column is not read: make the template anew"));
                    continue;
                };
                let unit = units.map(|row| text(row, at)).unwrap_or_default();
                if *part != Part::Gap && !is_unit(words, &indicator.unit, &unit) {
                    let changed = problem("unit_changed").found(&unit).expected(indicator.unit.as_str());
                    problems.push(changed.hint(
                        "the column is not read: put the unit back and its numbers into that unit; only whoever makes the template chooses units",
                    ));
                    continue;
                }
                if !order.iter().any(|(before, _)| before == asked) {
                    order.push((asked.clone(), indicator));
                }
            }
            if let Some(before) = found.get(&name) {
                let twice =
                    problem("column_repeated").expected(format!("one column of it; {} is one", letters(*before)));
                problems.push(twice.hint("the first is read: take the other one out"));
                continue;
            }
            found.insert(name, at);
        }
        let group = |(asked, indicator): (Asked, &'a Indicator)| {
            let at = |part: &Part| Some((*part, *found.get(&ColumnName::Of(asked.clone(), *part))?));
            let parts = Part::of(indicator).iter().filter_map(at).collect();
            Group { asked, indicator, parts }
        };
        let groups = order.into_iter().map(group).collect();
        let (date, source) = (found.get(&ColumnName::Date).copied(), found.get(&ColumnName::Source).copied());
        Some(Self { names_at, place: *found.get(&ColumnName::Place)?, date, source, groups })
    }
}

fn is_unit(words: &TemplateWords, unit: &str, written: &str) -> bool {
    same(unit, written) || words.is(&format!("unit.{unit}"), written)
}

/// The first row below the names in which each column holds something.
fn first_filled(sheet: &Sheet, names_at: usize) -> BTreeMap<usize, &SheetRow> {
    let mut first = BTreeMap::new();
    for row in sheet.rows.iter().skip(names_at + 1) {
        for (at, _) in row.cells.iter().enumerate().filter(|(_, cell)| **cell != Cell::Empty) {
            first.entry(at).or_insert(row);
        }
    }
    first
}
