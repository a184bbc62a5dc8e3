//! What every part of resolving has at hand: the tables, the names, and where problems go.

use super::names::{List, Names};
use crate::tables::Tables;
use city::Problem;
use std::collections::{BTreeMap, BTreeSet};

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
    /// Names that are not found: of which file, which, where that is said, and in how many lines of which files besides.
    pub unknown: BTreeMap<(&'static str, String), Unknown>,
}

/// A name that is not found.
#[derive(Debug, Default)]
pub(crate) struct Unknown {
    /// Position of its problem.
    said: usize,
    /// In how many more lines it stands.
    more: usize,
    /// In which files.
    files: BTreeSet<&'static str>,
}

impl Work<'_> {
    /// The position of a name that must be there.
    pub(crate) fn find(&mut self, list: impl Fn(&Names) -> &List, at: At, column: &str, id: &str) -> Option<usize> {
        let list = list(self.names);
        let found = list.find(id);
        if found.is_none() && !list.was_left_out(id, &self.tables.lost) {
            self.not_found(list, at, column, id);
        }
        found
    }

    /// Says that a name is not found, once for all lines that name it; and of a table without any name, once for all names.
    fn not_found(&mut self, list: &List, at: At, column: &str, id: &str) {
        let key = (list.file(), if list.is_empty() { String::new() } else { id.to_owned() });
        let said = self.problems.len();
        let unknown = self.unknown.entry(key).or_insert_with(|| Unknown { said, ..Unknown::default() });
        if unknown.said != said {
            unknown.more += 1;
            unknown.files.insert(at.file);
            return;
        }
        let problem = if list.is_empty() {
            let hint = format!("{}, line {}, names `{id}`", at.file, at.row);
            Problem::error("table_missing").in_file(list.file()).expected("a line for each name").hint(hint)
        } else {
            placed(list.missing(id), at, column)
        };
        self.problems.push(problem);
    }

    /// Says in how many more lines a name stands that is not found.
    pub(crate) fn count_unknown(&mut self) {
        for unknown in self.unknown.values().filter(|unknown| unknown.more > 0) {
            let Some(problem) = self.problems.get_mut(unknown.said) else { continue };
            let files = unknown.files.iter().copied().collect::<Vec<_>>().join(", ");
            let lines = if unknown.more == 1 { "line names" } else { "lines name" };
            let what = if problem.code == "table_missing" { "a name of it" } else { "it" };
            problem
                .hint
                .push_str(&["; ", &unknown.more.to_string(), " more ", lines, " ", what, ": ", &files].concat());
        }
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
