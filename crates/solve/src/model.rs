//! A model: columns to choose, rows to keep, a cost to make small or large.

use crate::error::{Part, SolveError};

/// Which way the objective is pushed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sense {
    /// As small as can be.
    #[default]
    Minimise,
    /// As large as can be.
    Maximise,
}

impl Sense {
    /// The bound of which nothing is known.
    pub(crate) fn no_bound(self) -> f64 {
        match self {
            Self::Minimise => f64::NEG_INFINITY,
            Self::Maximise => f64::INFINITY,
        }
    }

    /// The bound that says more; one that is not a number says nothing.
    pub(crate) fn nearer(self, one: f64, other: f64) -> f64 {
        match self {
            Self::Minimise => one.max(other),
            Self::Maximise => one.min(other),
        }
    }
}

/// What values a column may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Kind {
    /// Any number between the bounds.
    #[default]
    Continuous,
    /// Whole numbers between the bounds.
    Integer,
    /// Zero, or any number between the bounds (a minimum flow); both bounds finite, neither negative.
    SemiContinuous,
}

/// Columns, rows and costs, in the order they were added. An infinite bound is no bound.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Model {
    /// Smallest or largest objective.
    pub sense: Sense,
    /// Added to the objective.
    pub offset: f64,
    /// Per column: objective per unit.
    pub cost: Vec<f64>,
    /// Per column: smallest value.
    pub lower: Vec<f64>,
    /// Per column: largest value.
    pub upper: Vec<f64>,
    /// Per column: what values it may take.
    pub kind: Vec<Kind>,
    /// Per row: smallest sum.
    pub row_lower: Vec<f64>,
    /// Per row: largest sum.
    pub row_upper: Vec<f64>,
    /// Per row, and one more: where its coefficients start in `columns` and `values`.
    pub starts: Vec<usize>,
    /// Per coefficient: its column, rising within a row.
    pub columns: Vec<u32>,
    /// Per coefficient: its value.
    pub values: Vec<f64>,
}

impl Model {
    /// A model with no columns and no rows.
    #[must_use]
    pub fn new(sense: Sense) -> Self {
        Self::with_capacity(sense, 0, 0, 0)
    }

    /// An empty model with room for what will come.
    #[must_use]
    pub fn with_capacity(sense: Sense, columns: usize, rows: usize, nonzeros: usize) -> Self {
        let mut starts = Vec::with_capacity(rows + 1);
        starts.push(0);
        Self {
            sense,
            offset: 0.0,
            cost: Vec::with_capacity(columns),
            lower: Vec::with_capacity(columns),
            upper: Vec::with_capacity(columns),
            kind: Vec::with_capacity(columns),
            row_lower: Vec::with_capacity(rows),
            row_upper: Vec::with_capacity(rows),
            starts,
            columns: Vec::with_capacity(nonzeros),
            values: Vec::with_capacity(nonzeros),
        }
    }

    /// Adds a column and gives its number, from 0. Nothing is checked before [`Model::check`].
    pub fn column(&mut self, cost: f64, lower: f64, upper: f64, kind: Kind) -> usize {
        self.cost.push(cost);
        self.lower.push(lower);
        self.upper.push(upper);
        self.kind.push(kind);
        self.cost.len() - 1
    }

    /// Adds a row `lower <= sum of value x column <= upper` and gives its number, from 0.
    ///
    /// A column named twice counts with the sum of both; zeros are left out. A column that does not exist is found by
    /// [`Model::check`], so columns may also be added after the rows that name them.
    ///
    /// ```
    /// use solve::{Kind, Model, Sense};
    /// let mut model = Model::new(Sense::Minimise);
    /// let (a, b) = (model.column(1.0, 0.0, 9.0, Kind::Continuous), model.column(1.0, 0.0, 9.0, Kind::Continuous));
    /// model.row(3.0, 3.0, &[(b, 1.0), (a, 1.0), (b, 1.0)]);
    /// assert_eq!((&model.columns[..], &model.values[..]), (&[0, 1][..], &[1.0, 2.0][..]));
    /// ```
    pub fn row(&mut self, lower: f64, upper: f64, entries: &[(usize, f64)]) -> usize {
        if self.starts.is_empty() {
            self.starts.push(0);
        }
        let number = |column: usize| u32::try_from(column).unwrap_or(u32::MAX);
        if entries.windows(2).all(|pair| pair[0].0 < pair[1].0) {
            for &(column, value) in entries.iter().filter(|entry| entry.1 != 0.0) {
                self.columns.push(number(column));
                self.values.push(value);
            }
        } else {
            let mut sorted = entries.to_vec();
            sorted.sort_by_key(|entry| entry.0);
            for same in sorted.chunk_by(|a, b| a.0 == b.0) {
                let sum: f64 = same.iter().map(|entry| entry.1).sum();
                if sum != 0.0 {
                    self.columns.push(number(same[0].0));
                    self.values.push(sum);
                }
            }
        }
        self.row_lower.push(lower);
        self.row_upper.push(upper);
        self.starts.push(self.values.len());
        self.row_lower.len() - 1
    }

    /// How many columns there are.
    #[must_use]
    pub fn column_count(&self) -> usize {
        self.cost.len()
    }

    /// How many rows there are.
    #[must_use]
    pub fn row_count(&self) -> usize {
        self.row_lower.len()
    }

    /// The coefficients of a row as (column, value), in rising order of columns; none for a row that is not there.
    pub fn entries(&self, row: usize) -> impl Iterator<Item = (usize, f64)> + '_ {
        let from = self.starts.get(row).copied().unwrap_or(0);
        let to = self.starts.get(row + 1).copied().unwrap_or(from);
        let columns = self.columns.get(from..to).unwrap_or_default();
        let values = self.values.get(from..to).unwrap_or_default();
        columns.iter().zip(values).map(|(&column, &value)| (column as usize, value))
    }

    /// Whether any column takes whole numbers or is zero or within bounds.
    #[must_use]
    pub fn has_integers(&self) -> bool {
        self.kind.iter().any(|kind| *kind != Kind::Continuous)
    }

    /// The objective at these values, offset included; columns without a value count as zero.
    #[must_use]
    pub fn objective(&self, values: &[f64]) -> f64 {
        self.offset + self.cost.iter().zip(values).map(|(cost, value)| cost * value).sum::<f64>()
    }

    /// How far these values miss a bound, a row or a whole number, at most, in the units of what is missed.
    ///
    /// # Errors
    /// [`SolveError::Length`] where there is not one value per column.
    pub fn violation(&self, values: &[f64]) -> Result<f64, SolveError> {
        same_length("values", self.column_count(), values.len())?;
        let outside = |value: f64, lower: f64, upper: f64| (lower - value).max(value - upper).max(0.0);
        let mut worst = 0.0_f64;
        for (column, &value) in values.iter().enumerate() {
            let within = outside(value, self.lower[column], self.upper[column]);
            worst = worst.max(match self.kind[column] {
                Kind::Continuous => within,
                Kind::Integer => within.max((value - value.round()).abs()),
                Kind::SemiContinuous => within.min(value.abs()),
            });
        }
        for row in 0..self.row_count() {
            let sum: f64 = self.entries(row).map(|(column, coefficient)| coefficient * values[column]).sum();
            worst = worst.max(outside(sum, self.row_lower[row], self.row_upper[row]));
        }
        Ok(worst)
    }

    /// Whether the optimiser can take the model; the first fault is named with its row or column.
    ///
    /// # Errors
    /// A number that is none, bounds that cross, a column that is not there, lists of unequal length.
    pub fn check(&self) -> Result<(), SolveError> {
        self.check_lengths()?;
        number(self.offset, Part::Column, 0, || "the objective's constant".to_owned())?;
        for column in 0..self.column_count() {
            number(self.cost[column], Part::Column, column, || "cost".to_owned())?;
            bounds(Part::Column, column, self.lower[column], self.upper[column])?;
            check_kind(column, self.kind[column], self.lower[column], self.upper[column])?;
        }
        for row in 0..self.row_count() {
            bounds(Part::Row, row, self.row_lower[row], self.row_upper[row])?;
            for (column, value) in self.entries(row) {
                if column >= self.column_count() {
                    return Err(SolveError::UnknownColumn { row, column, columns: self.column_count() });
                }
                number(value, Part::Row, row, || format!("the coefficient of column {column}"))?;
            }
        }
        Ok(())
    }

    fn check_lengths(&self) -> Result<(), SolveError> {
        let columns = self.column_count();
        same_length("lower bounds of columns", columns, self.lower.len())?;
        same_length("upper bounds of columns", columns, self.upper.len())?;
        same_length("kinds of columns", columns, self.kind.len())?;
        same_length("upper bounds of rows", self.row_count(), self.row_upper.len())?;
        same_length("starts of rows", self.row_count() + 1, self.starts.len())?;
        same_length("columns of coefficients", self.values.len(), self.columns.len())?;
        for (row, pair) in self.starts.windows(2).enumerate() {
            if pair[0] > pair[1] || (row == 0 && pair[0] != 0) {
                return Err(SolveError::Starts { row, start: pair[0] });
            }
        }
        same_length("coefficients", self.starts.last().copied().unwrap_or(0), self.values.len())
    }
}

pub(crate) fn same_length(what: &'static str, expected: usize, found: usize) -> Result<(), SolveError> {
    if expected == found { Ok(()) } else { Err(SolveError::Length { what, expected, found }) }
}

pub(crate) fn number(value: f64, part: Part, index: usize, what: impl FnOnce() -> String) -> Result<(), SolveError> {
    if value.is_finite() { Ok(()) } else { Err(SolveError::NotANumber { part, index, what: what(), value }) }
}

pub(crate) fn bounds(part: Part, index: usize, lower: f64, upper: f64) -> Result<(), SolveError> {
    let wrong = |what: &str, value| SolveError::NotANumber { part, index, what: what.to_owned(), value };
    if lower.is_nan() || lower == f64::INFINITY {
        return Err(wrong("lower bound", lower));
    }
    if upper.is_nan() || upper == f64::NEG_INFINITY {
        return Err(wrong("upper bound", upper));
    }
    if lower > upper {
        return Err(SolveError::Crossing { part, index, lower, upper });
    }
    Ok(())
}

pub(crate) fn check_kind(column: usize, kind: Kind, lower: f64, upper: f64) -> Result<(), SolveError> {
    if kind == Kind::SemiContinuous && !(lower >= 0.0 && upper.is_finite()) {
        return Err(SolveError::SemiContinuous { column });
    }
    Ok(())
}
