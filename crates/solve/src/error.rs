//! What stops a model before, or while, it is solved.

use thiserror::Error;

/// A row or a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// A row: a limit on a sum.
    Row,
    /// A column: a quantity that is chosen.
    Column,
}

impl std::fmt::Display for Part {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(match self {
            Self::Row => "row",
            Self::Column => "column",
        })
    }
}

/// Why there is no answer. An infeasible or unbounded model is no error but a [`Status`](crate::Status).
#[derive(Debug, Clone, PartialEq, Error)]
#[non_exhaustive]
pub enum SolveError {
    /// A cost, a bound or a coefficient is not a number, or is infinite where it may not be.
    #[error(
        "{part} {index}: {what} is {value}\nhint: a gap in the data has to be filled or named before the model is built"
    )]
    NotANumber {
        /// Row or column.
        part: Part,
        /// Which one, from 0.
        index: usize,
        /// `cost`, `lower bound`, `upper bound`, `coefficient of column 3` …
        what: String,
        /// The value found.
        value: f64,
    },
    /// A lower bound above its upper bound.
    #[error("{part} {index}: the lower bound {lower} is above the upper bound {upper}")]
    Crossing {
        /// Row or column.
        part: Part,
        /// Which one, from 0.
        index: usize,
        /// Lower bound.
        lower: f64,
        /// Upper bound.
        upper: f64,
    },
    /// A row names a column that the model does not have.
    #[error("row {row} names column {column}, but the model has {columns} columns")]
    UnknownColumn {
        /// The row, from 0.
        row: usize,
        /// The column named.
        column: usize,
        /// How many columns there are.
        columns: usize,
    },
    /// A row or a column outside the model.
    #[error("{part} {index} was named, but the model has {count}")]
    OutOfRange {
        /// Row or column.
        part: Part,
        /// The one named.
        index: usize,
        /// How many there are.
        count: usize,
    },
    /// Two lists that belong together differ in length.
    #[error("{what}: {found} given, {expected} expected")]
    Length {
        /// Which list.
        what: &'static str,
        /// The length that fits.
        expected: usize,
        /// The length found.
        found: usize,
    },
    /// The starts of the rows do not rise from 0 to the number of coefficients.
    #[error("row {row}: its coefficients start at {start}, which is out of order")]
    Starts {
        /// The row, from 0.
        row: usize,
        /// Where it starts.
        start: usize,
    },
    /// A column that is zero or between two bounds, without an upper bound.
    #[error("column {column}: a column that is zero or within bounds needs bounds that are finite and not negative")]
    SemiContinuous {
        /// The column, from 0.
        column: usize,
    },
    /// A limit that makes no sense.
    #[error("the limit '{name}' is {value}\nhint: seconds and gap are numbers of zero or more")]
    Limit {
        /// `seconds`, `gap`, `keep` …
        name: &'static str,
        /// The value found.
        value: f64,
    },
    /// More rows, columns or coefficients than the optimiser can count.
    #[error("the model has {count} {what}, more than the optimiser can hold")]
    TooLarge {
        /// `rows`, `columns` or `coefficients`.
        what: &'static str,
        /// How many.
        count: usize,
    },
    /// The optimiser refused a call.
    #[error("the optimiser refused to {call}\nhint: very large or very small numbers in one row are the usual cause")]
    Refused {
        /// What was asked of it.
        call: &'static str,
    },
    /// The optimiser ended without saying what it found.
    #[error("the optimiser ended without an answer: {reason}")]
    NoAnswer {
        /// What it said.
        reason: &'static str,
    },
    /// The rows and bounds outside every group already contradict each other.
    #[error(
        "what may not be given up is already contradictory\nhint: look at existing stock, committed projects and balances, not at demands and budgets"
    )]
    HardPart,
    /// The search for a conflict was ended by the time limit or by the person.
    #[error("the search for the smallest conflict was stopped; it lies within {} groups", groups.len())]
    ConflictUnfinished {
        /// Groups that conflict together, perhaps more than needed; empty where nothing is known yet.
        groups: Vec<usize>,
    },
}
