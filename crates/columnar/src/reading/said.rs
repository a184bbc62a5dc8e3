//! What is said of a file or a column that is not all read.

use super::cells::Trouble;
use super::fault::Fault;
use city::{Cell, Problem};
use std::collections::BTreeMap;

/// The most shapes of one file that are named one by one.
const MOST_SHAPES: usize = 200;

/// What was found in one column.
#[derive(Debug, Clone, Default)]
pub(super) struct Said {
    /// The first fault, its row, and how many rows are empty through this and later ones.
    stopped: Option<(Fault, u64, usize)>,
    /// The first row of each trouble, how many cells have it, and what the first holds.
    troubles: BTreeMap<Trouble, (u64, usize, String)>,
    shapes: Vec<(u64, String)>,
    more_shapes: usize,
}

impl Said {
    pub fn trouble(&mut self, trouble: Trouble, row: u64, cell: &Cell) {
        let entry =
            self.troubles.entry(trouble).or_insert_with(|| (row, 0, cell.to_string().chars().take(60).collect()));
        entry.1 += 1;
    }

    pub fn shape(&mut self, row: u64, why: &dyn std::fmt::Display) {
        if self.shapes.len() < MOST_SHAPES {
            self.shapes.push((row, why.to_string()));
        } else {
            self.more_shapes += 1;
        }
    }

    pub fn stop(&mut self, fault: Fault, row: u64, rows: usize) {
        match &mut self.stopped {
            Some((_, _, lost)) => *lost = lost.saturating_add(rows),
            None => self.stopped = Some((fault, row, rows)),
        }
    }

    pub fn fault(&self) -> Option<&Fault> {
        self.stopped.as_ref().map(|(fault, ..)| fault)
    }

    pub fn into_problems(self, column: &str, problems: &mut Vec<Problem>) {
        if let Some((fault, row, lost)) = self.stopped {
            let problem = Problem::error("column_unreadable").at_row(row).found(fault).expected("a whole column");
            problems.push(problem.in_column(column).hint(format!("{lost} of its cells are empty here")));
        }
        for (trouble, (row, count, found)) in self.troubles {
            problems.push(of_cells(trouble, count).at_row(row).in_column(column).found(found));
        }
        let more = self.more_shapes;
        problems.extend(self.shapes.into_iter().map(|(row, why)| broken(column).at_row(row).found(why)));
        if more > 0 {
            problems.push(broken(column).hint(format!("{more} more of this kind are not listed")));
        }
    }
}

fn broken(column: &str) -> Problem {
    Problem::error("geometry_unreadable").in_column(column).expected("a whole geometry")
}

fn of_cells(trouble: Trouble, count: usize) -> Problem {
    let (problem, what) = match trouble {
        Trouble::NotFinite => (Problem::warning("number_not_finite").expected("finite numbers"), "empty here"),
        Trouble::NotText => (Problem::error("encoding_mismatch").expected("UTF-8"), "texts with \u{FFFD} in them"),
        Trouble::OutOfRange => {
            (Problem::error("cell_unreadable").expected("values that its column can hold"), "empty here")
        }
    };
    problem.hint(if count == 1 { format!("1 cell is so: {what}") } else { format!("{count} cells are so: {what}") })
}

/// A column that is left out.
pub(super) fn not_read(column: &str, why: &str) -> Problem {
    let problem =
        Problem::warning("column_not_read").in_column(column).found(why).expected("a column of single values");
    problem.hint("the column was left out")
}

/// Why nothing of a file is read.
pub(super) fn whole(fault: &Fault, file: &[u8]) -> Problem {
    match fault {
        Fault::Truncated if file.starts_with(b"PAR1") => Problem::error("file_truncated")
            .found(fault)
            .expected("a whole Parquet file, with its description at the end")
            .hint("get the file again from its source"),
        Fault::Truncated => Problem::error("parquet_unreadable").found("other bytes").expected("a Parquet file"),
        Fault::Wrong(_) => Problem::error("parquet_unreadable")
            .found(fault)
            .expected("a whole Parquet file")
            .hint("write it anew, or get it again from its source"),
        Fault::Unsupported(_) => {
            Problem::error("parquet_unsupported").found(fault).expected("Parquet that is not encrypted, in one file")
        }
    }
}

/// A table of more rows than are read.
pub(super) fn too_large(claimed: usize, most_rows: usize, most_cells: usize) -> Problem {
    Problem::error("table_too_large")
        .found(format!("{claimed} rows by its description"))
        .expected(format!("at most {most_rows} rows ({most_cells} cells)"))
        .hint("the groups of rows from there on were left out: split the file, or drop columns that are not needed")
}
