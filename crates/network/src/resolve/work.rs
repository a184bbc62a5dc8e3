//! What every part of resolving has at hand: the tables, the names, and where problems go.

use super::names::{List, Names};
use crate::tables::Tables;
use city::Problem;
use std::collections::BTreeMap;

/// A line that is being resolved.
#[derive(Clone, Copy)]
pub(crate) struct At {
    /// Its file.
    pub file: &'static str,
    /// Its line.
    pub row: u64,
}

/// The tables, the names, and where problems go.
pub(crate) struct Work<'a> {
    /// The tables.
    pub tables: &'a Tables,
    /// Names of everything.
    pub names: &'a Names,
    /// What is wrong.
    pub problems: &'a mut Vec<Problem>,
}

impl Work<'_> {
    /// The position of a name that must be there.
    pub(crate) fn find(&mut self, list: impl Fn(&Names) -> &List, at: At, column: &str, id: &str) -> Option<usize> {
        let list = list(self.names);
        let found = list.find(id);
        if found.is_none() {
            self.problems.push(placed(list.missing(id), at, column));
        }
        found
    }

    /// The position of a name that may be left out: `Some(None)` where it is, `None` where it is wrong.
    #[expect(clippy::option_option, reason = "wrong, left out, and there are three things")]
    pub(crate) fn maybe(
        &mut self,
        list: impl Fn(&Names) -> &List,
        at: At,
        column: &str,
        id: Option<&str>,
    ) -> Option<Option<usize>> {
        match id.filter(|id| *id != "all") {
            None => Some(None),
            Some(id) => self.find(list, at, column, id).map(Some),
        }
    }

    /// Says that a cell is wrong unless it is right; gives whether it is right.
    pub(crate) fn expect(&mut self, right: bool, at: At, cell: (&str, f64), expected: &str) -> bool {
        if !right {
            self.wrong(at, cell.0, cell.1.to_string(), expected);
        }
        right
    }

    /// Says that a cell is wrong.
    pub(crate) fn wrong(&mut self, at: At, column: &str, found: String, expected: &str) {
        self.problems.push(placed(Problem::error("cell_wrong").found(found).expected(expected), at, column));
    }

    /// Lower and upper end of a row, if it has both and they hold the amount.
    pub(crate) fn range(&mut self, at: At, amount: f64, low: Option<f64>, high: Option<f64>) -> Option<(f64, f64)> {
        if low.is_some() != high.is_some() {
            let column = if low.is_some() { "high" } else { "low" };
            self.wrong(at, column, String::new(), "both ends of the range, or neither");
        }
        let (low, high) = (low?, high?);
        if low <= amount && amount <= high {
            return Some((low, high));
        }
        self.wrong(at, "low", format!("{low} to {high}"), &format!("a range that holds {amount}"));
        None
    }
}

/// Says that a line says again what one before it says.
pub(crate) fn once<K: Ord>(work: &mut Work<'_>, seen: &mut BTreeMap<K, u64>, at: At, key: K) {
    if let Some(before) = seen.insert(key, at.row) {
        let twice = Problem::error("line_twice").in_file(at.file).at_row(at.row);
        work.problems.push(twice.expected(format!("one line; line {before} says the same thing, place and period")));
    }
}

fn placed(problem: Problem, at: At, column: &str) -> Problem {
    problem.in_file(at.file).at_row(at.row).in_column(column)
}
