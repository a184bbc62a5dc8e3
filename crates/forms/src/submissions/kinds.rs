//! Kinds: what each column holds, by the form or by what stands in it, and which columns are not read.

use super::Asked;
use super::names::Names;
use super::personal::{self, Withheld};
use super::raw::{Raw, Table};
use super::shapes::{Shape, looks_like};
use crate::{Kind, Question};
use city::personal::speaks_of_households;
use city::{Cell, ColumnType, Problem};
use std::collections::BTreeMap;

/// A column that is read.
#[derive(Debug)]
pub(super) struct Answer {
    pub path: String,
    pub label: String,
    /// Its position in the export; none where nobody answered it.
    pub column: Option<usize>,
    pub holds: ColumnType,
    pub shape: Option<Shape>,
}

/// The columns that are read of each table, and those that are not.
#[derive(Debug, Default)]
pub(super) struct Kinds {
    tables: Vec<Vec<Answer>>,
    pub withheld: BTreeMap<String, Withheld>,
}

impl Kinds {
    pub fn of(raw: &Raw, names: &Names, asked: &Asked, problems: &mut Vec<Problem>) -> Self {
        let household = asked.households
            || names
                .form()
                .is_some_and(|form| form.title.values().chain([&form.id]).any(|text| speaks_of_households(text)))
            || raw.tables.iter().flat_map(|t| &t.columns).any(|column| personal::asks_a_household(column));
        let mut kinds = Self::default();
        for table in &raw.tables {
            let household = household || speaks_of_households(&table.path);
            let mut answers = Vec::new();
            for (path, column) in in_order(table, names) {
                let answer = kinds.answer(table, (&path, column), names, (household, asked), problems);
                answers.extend(answer);
            }
            kinds.tables.push(answers);
        }
        for column in &raw.withheld {
            kinds.withheld.insert(column.clone(), Withheld::Device);
        }
        kinds
    }

    pub fn of_table(&self, at: usize) -> &[Answer] {
        self.tables.get(at).map(Vec::as_slice).unwrap_or_default()
    }

    fn answer(
        &mut self,
        table: &Table,
        (path, column): (&str, Option<usize>),
        names: &Names,
        (household, asked): (bool, &Asked),
        problems: &mut Vec<Problem>,
    ) -> Option<Answer> {
        let question = names.question(path).map(|asked| asked.question);
        let texts: Vec<&str> = column.map_or_else(Vec::new, |at| {
            table.rows.iter().map(|row| row.text(at)).filter(|text| !text.is_empty()).collect()
        });
        let shape = match question.map(|q| &q.kind) {
            Some(Kind::Geopoint) => Some(Shape::Point),
            Some(Kind::Geotrace) => Some(Shape::Line),
            Some(Kind::Geoshape) => Some(Shape::Area),
            Some(Kind::Note) => return None,
            Some(_) => None,
            None => looks_like(texts.iter().copied()),
        };
        let coded = table.coded.contains(path);
        let held = personal::Column { path, asked: question, texts: &texts, shape, household, coded };
        if !asked.also_reads(path)
            && let Some(why) = personal::withheld(&held, names)
        {
            if !texts.is_empty() {
                self.withheld.insert(path.to_owned(), why);
            }
            return None;
        }
        let wanted = wanted(question, &texts);
        let fits = texts.iter().all(|text| number(text, wanted).is_some());
        if !fits && let Some(at) = column {
            unreadable(table, at, path, wanted, problems);
        }
        let holds = if fits { wanted } else { ColumnType::Text };
        let label = question.and_then(|q| label(q, names)).unwrap_or_default();
        Some(Answer { path: path.to_owned(), label, column, holds, shape })
    }
}

impl Answer {
    /// An answer as what its column holds; as text where it does not fit.
    pub fn cell(&self, text: &str) -> Cell {
        number(text, self.holds).unwrap_or_else(|| Cell::Text(text.to_owned()))
    }
}

/// The columns of a table in the order of the form, those it does not know after them, as they stand.
fn in_order(table: &Table, names: &Names) -> Vec<(String, Option<usize>)> {
    let known = names.in_order(&table.path).map(|path| (path.to_owned(), table.position(path)));
    let mut all: Vec<(String, Option<usize>)> = known.collect();
    let others = table.columns.iter().enumerate();
    let asked_here = |column: &str| names.question(column).is_some_and(|asked| asked.repeat == table.path);
    all.extend(others.filter(|(_, column)| !asked_here(column)).map(|(at, column)| (column.clone(), Some(at))));
    all
}

fn label(question: &Question, names: &Names) -> Option<String> {
    let default = names.form().map(|form| form.default_language.as_str()).unwrap_or_default();
    question.label.get(default).or_else(|| question.label.values().next()).cloned()
}

fn wanted(question: Option<&Question>, texts: &[&str]) -> ColumnType {
    match question.map(|q| &q.kind) {
        Some(Kind::Integer) => ColumnType::Integer,
        Some(Kind::Decimal | Kind::Range(_)) => ColumnType::Real,
        Some(Kind::Calculate | Kind::Hidden) | None => by_content(texts),
        Some(_) => ColumnType::Text,
    }
}

/// Numbers where every answer is written plainly as one: no leading zeros, which codes have, no marks between thousands.
fn by_content(texts: &[&str]) -> ColumnType {
    let whole = |text: &&str| text.parse::<i64>().is_ok_and(|n| n.to_string() == **text);
    let plain = |text: &&str| {
        let unsigned = text.strip_prefix('-').unwrap_or(text);
        let (head, part) = unsigned.split_once('.').unwrap_or((unsigned, "0"));
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        digits(head) && digits(part) && (head == "0" || !head.starts_with('0'))
    };
    match texts {
        [] => ColumnType::Text,
        _ if texts.iter().all(whole) => ColumnType::Integer,
        _ if texts.iter().all(plain) => ColumnType::Real,
        _ => ColumnType::Text,
    }
}

fn number(text: &str, holds: ColumnType) -> Option<Cell> {
    match holds {
        ColumnType::Integer => {
            let whole = text.strip_suffix(".0").unwrap_or(text);
            whole.parse().ok().map(Cell::Integer)
        }
        ColumnType::Real => text.parse().ok().filter(|n: &f64| n.is_finite()).map(Cell::Real),
        ColumnType::Text | ColumnType::Flag => Some(Cell::Text(text.to_owned())),
    }
}

fn unreadable(table: &Table, at: usize, path: &str, wanted: ColumnType, problems: &mut Vec<Problem>) {
    let faulty = table.rows.iter().filter(|row| !row.text(at).is_empty() && number(row.text(at), wanted).is_none());
    for row in faulty {
        let problem = Problem::error("answer_unreadable").in_sheet(&row.sheet).at_row(row.number).in_column(path);
        let expected = if wanted == ColumnType::Integer { "a whole number" } else { "a number" };
        let problem = problem.found(row.text(at)).expected(expected);
        problems
            .push(problem.hint("kept as text, so that the column is no number: correct the answer in the survey tool"));
    }
}
