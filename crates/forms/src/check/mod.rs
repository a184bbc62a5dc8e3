//! Everything that is wrong with a form.

mod cycles;
mod expressions;
mod lists;
mod names;
mod words;

pub(crate) use expressions::is_computed;

use crate::{Form, Group, Item, Repeat, Section};
use city::Problem;
use std::collections::BTreeMap;

/// Everything that is wrong with a form, all at once, by sheet, row and column where the form came from a workbook; `file` of
/// the problems is left empty.
///
/// Names that are missing, repeated or no names; `${}` that lead nowhere or to several questions; expressions that cannot be
/// read and functions that no tool knows; calculations and relevants that go in a circle; lists that are missing, unused or
/// hold a choice twice; choices with blanks in their name; words missing in a language; repeats on one screen with others.
/// The code, severity and meaning of each stand in `docs/quality-checks.md`.
///
/// ```
/// use forms::{Form, Item, Kind, Question};
/// let question = Question { name: "2nd".into(), kind: Kind::SelectOne { list: "water".into(), or_other: false }, ..Question::default() };
/// let problems = forms::check(&Form { items: vec![Item::Question(question)], ..Form::default() });
/// let codes: Vec<_> = problems.iter().map(|p| p.code.as_str()).collect();
/// assert_eq!(codes, ["form_name_invalid", "form_list_missing", "form_label_missing"]);
/// ```
#[must_use]
pub fn check(form: &Form) -> Vec<Problem> {
    let mut problems = Vec::new();
    names::check(form, &mut problems);
    lists::check(form, &mut problems);
    words::check(form, &mut problems);
    expressions::check(form, &mut problems);
    cycles::check(form, &mut problems);
    problems
}

/// A problem at the row of an item.
fn at(problem: Problem, row: u64, column: &str) -> Problem {
    let problem = problem.in_sheet("survey").in_column(column);
    if row == 0 { problem } else { problem.at_row(row) }
}

fn row(item: &Item) -> u64 {
    match item {
        Item::Question(question) => question.row,
        Item::Group(Group { section, .. }) | Item::Repeat(Repeat { section, .. }) => section.row,
    }
}

fn section(item: &Item) -> Option<&Section> {
    match item {
        Item::Question(_) => None,
        Item::Group(Group { section, .. }) | Item::Repeat(Repeat { section, .. }) => Some(section),
    }
}

/// How often a name stands in a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Named {
    pub rows: usize,
    /// Whether form tools add it: `..._other` for another answer, `..._count` for a computed number of repeats.
    pub added: bool,
}

/// How often each name stands in the form.
fn named(form: &Form) -> BTreeMap<String, Named> {
    let mut named: BTreeMap<String, Named> = BTreeMap::new();
    for placed in form.placed() {
        named.entry(placed.item.name().to_owned()).or_default().rows += 1;
        let added = match placed.item {
            Item::Question(q) if q.kind.or_other() => format!("{}_other", q.name),
            Item::Repeat(r) if !r.count.is_empty() && simple(&r.count).is_none() => format!("{}_count", r.section.name),
            _ => continue,
        };
        named.entry(added).or_default().added = true;
    }
    named.entry("instanceID".to_owned()).or_default().rows += 1;
    named
}

/// The name in an expression that is nothing but `${name}`.
pub(crate) fn simple(expression: &str) -> Option<&str> {
    let name = expression.trim().strip_prefix("${")?.strip_suffix('}')?;
    crate::expression::lexer::is_name(name).then_some(name)
}

#[cfg(test)]
mod tests;
