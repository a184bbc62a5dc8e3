//! A model kept in the optimiser, with its basis, so that a small change is solved again from where it stood.

use crate::door::{Basis, Door, Ran};
use crate::error::{Part, SolveError};
use crate::limits::{Limits, Watch, relative_gap};
use crate::model::{Kind, Model, Sense, bounds, check_kind, number, same_length};
use crate::solution::{Solution, Status};

/// A model in the optimiser. After a change of costs, bounds or coefficients, a model without integers is solved again
/// from its last basis; one with integers can be given values to start from ([`Live::start_from`]).
pub struct Live {
    door: Door,
    sense: Sense,
    kinds: Vec<Kind>,
    relaxed: bool,
    offset: f64,
    lower: Vec<f64>,
    upper: Vec<f64>,
}

impl std::fmt::Debug for Live {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Live {{ columns: {}, rows: {} }}", self.door.columns(), self.door.rows())
    }
}

impl Live {
    /// Puts a model into the optimiser.
    ///
    /// # Errors
    /// What [`Model::check`] finds, limits that make no sense, and a model the optimiser refuses.
    pub fn open(model: &Model, limits: &Limits) -> Result<Self, SolveError> {
        model.check()?;
        Ok(Self {
            door: Door::open(model, limits)?,
            sense: model.sense,
            kinds: model.kind.clone(),
            relaxed: false,
            offset: model.offset,
            lower: model.lower.clone(),
            upper: model.upper.clone(),
        })
    }

    /// How many columns the model has.
    #[must_use]
    pub fn column_count(&self) -> usize {
        self.door.columns()
    }

    /// How many rows the model has.
    #[must_use]
    pub fn row_count(&self) -> usize {
        self.door.rows()
    }

    /// Solves, within the limits. The watch is told about progress and may cancel.
    ///
    /// # Errors
    /// Where the optimiser fails or ends without an answer. Infeasible and unbounded are a [`Status`].
    pub fn solve(&mut self, watch: &mut dyn Watch) -> Result<Solution, SolveError> {
        let mut ran = self.door.run(watch)?;
        if ran.status == highs_status::EMPTY {
            (ran.feasible, ran.objective, ran.bound) = (true, self.offset, self.offset);
        }
        let status = self.status(&ran)?;
        let optimal = matches!(status, Status::Optimal | Status::WithinGap);
        let integers = self.has_integers();
        let bound = match (integers, optimal) {
            (true, _) if !ran.bound.is_nan() => ran.bound,
            (false, true) => ran.objective,
            _ => self.sense.no_bound(),
        };
        let mut solution = Solution {
            status,
            objective: f64::NAN,
            bound,
            gap: f64::INFINITY,
            values: Vec::new(),
            rows: Vec::new(),
            row_duals: None,
            reduced_costs: None,
            iterations: ran.iterations,
            nodes: ran.nodes,
        };
        let answered = !matches!(status, Status::Infeasible | Status::Unbounded | Status::InfeasibleOrUnbounded);
        if ran.feasible && answered {
            let values = self.door.values()?;
            solution.objective = ran.objective;
            solution.gap = relative_gap(ran.objective, bound);
            solution.values = values.columns;
            solution.rows = values.rows;
            if optimal && !integers {
                solution.row_duals = Some(values.row_duals);
                solution.reduced_costs = Some(values.column_duals);
            }
        }
        Ok(solution)
    }

    fn status(&self, ran: &Ran) -> Result<Status, SolveError> {
        use highs_status::{
            CANCELLED, EMPTY, INFEASIBLE, OPTIMAL, TIME_LIMIT, UNBOUNDED, UNBOUNDED_OR_INFEASIBLE, UNKNOWN,
        };
        Ok(match ran.status {
            OPTIMAL | EMPTY if self.has_integers() && relative_gap(ran.objective, ran.bound) > 1e-9 => {
                Status::WithinGap
            }
            OPTIMAL | EMPTY => Status::Optimal,
            INFEASIBLE => Status::Infeasible,
            UNBOUNDED => Status::Unbounded,
            UNBOUNDED_OR_INFEASIBLE => Status::InfeasibleOrUnbounded,
            TIME_LIMIT => Status::TimeLimit,
            CANCELLED => Status::Cancelled,
            UNKNOWN => return Err(SolveError::NoAnswer { reason: "its numbers became too inexact" }),
            _ => return Err(SolveError::NoAnswer { reason: "a limit of its own or a failure inside it" }),
        })
    }

    /// Whether the next solve has columns that are not continuous.
    #[must_use]
    pub fn has_integers(&self) -> bool {
        !self.relaxed && self.kinds.iter().any(|kind| *kind != Kind::Continuous)
    }

    /// Other limits for the solves to come.
    ///
    /// # Errors
    /// Limits that make no sense.
    pub fn set_limits(&mut self, limits: &Limits) -> Result<(), SolveError> {
        self.door.limits(limits)
    }

    /// Turns the objective.
    ///
    /// # Errors
    /// Where the optimiser refuses.
    pub fn set_sense(&mut self, sense: Sense) -> Result<(), SolveError> {
        self.sense = sense;
        self.door.set_sense(sense)
    }

    /// Another constant of the objective.
    ///
    /// # Errors
    /// A constant that is not a finite number.
    pub fn set_offset(&mut self, offset: f64) -> Result<(), SolveError> {
        number(offset, Part::Column, 0, || "the objective's constant".to_owned())?;
        self.offset = offset;
        self.door.set_offset(offset)
    }

    /// Other costs, as (column, cost). Of a column named twice the last counts.
    ///
    /// # Errors
    /// A column that is not there, a cost that is not a finite number; then nothing is changed.
    pub fn set_costs(&mut self, costs: &[(usize, f64)]) -> Result<(), SolveError> {
        self.in_range(Part::Column, costs.iter().map(|change| change.0))?;
        for &(column, cost) in costs {
            number(cost, Part::Column, column, || "cost".to_owned())?;
        }
        let changes = last_of_each(costs.iter().map(|&(column, cost)| (column, cost)));
        let (set, values): (Vec<usize>, Vec<f64>) = changes.into_iter().unzip();
        self.door.set_costs(&set, &values)
    }

    /// Other bounds of columns, as (column, lower, upper). Of a column named twice the last counts.
    ///
    /// # Errors
    /// A column that is not there, bounds that cross or are not numbers; then nothing is changed.
    pub fn set_column_bounds(&mut self, changes: &[(usize, f64, f64)]) -> Result<(), SolveError> {
        self.in_range(Part::Column, changes.iter().map(|change| change.0))?;
        for &(column, lower, upper) in changes {
            bounds(Part::Column, column, lower, upper)?;
            check_kind(column, self.kinds[column], lower, upper)?;
        }
        let (set, lower, upper) = split(changes);
        for ((&column, &lower), &upper) in set.iter().zip(&lower).zip(&upper) {
            self.lower[column] = lower;
            self.upper[column] = upper;
        }
        let lower: Vec<f64> = set.iter().map(|&column| self.door_lower(column)).collect();
        self.door.set_column_bounds(&set, &lower, &upper)
    }

    /// Other bounds of rows, as (row, lower, upper). Of a row named twice the last counts.
    ///
    /// # Errors
    /// A row that is not there, bounds that cross or are not numbers; then nothing is changed.
    pub fn set_row_bounds(&mut self, changes: &[(usize, f64, f64)]) -> Result<(), SolveError> {
        self.in_range(Part::Row, changes.iter().map(|change| change.0))?;
        for &(row, lower, upper) in changes {
            bounds(Part::Row, row, lower, upper)?;
        }
        let (set, lower, upper) = split(changes);
        self.door.set_row_bounds(&set, &lower, &upper)
    }

    /// Another coefficient of one column in one row; zero takes it out.
    ///
    /// # Errors
    /// A row or column that is not there, a value that is not a finite number.
    pub fn set_coefficient(&mut self, row: usize, column: usize, value: f64) -> Result<(), SolveError> {
        self.in_range(Part::Row, [row])?;
        self.in_range(Part::Column, [column])?;
        number(value, Part::Row, row, || format!("the coefficient of column {column}"))?;
        self.door.set_coefficient(row, column, value)
    }

    /// One more row, `lower <= sum <= upper`; gives its number. The basis is kept.
    ///
    /// # Errors
    /// A column that is not there, a number that is none, bounds that cross.
    pub fn add_row(&mut self, lower: f64, upper: f64, entries: &[(usize, f64)]) -> Result<usize, SolveError> {
        let row = self.door.rows();
        let mut one = Model::new(self.sense);
        one.row(lower, upper, entries);
        bounds(Part::Row, row, lower, upper)?;
        let entries: Vec<(usize, f64)> = one.entries(0).collect();
        self.in_range(Part::Column, entries.iter().map(|entry| entry.0))?;
        for &(column, value) in &entries {
            number(value, Part::Row, row, || format!("the coefficient of column {column}"))?;
        }
        self.door.add_row(lower, upper, &entries)?;
        Ok(row)
    }

    /// Other kinds of columns. Ends [`Live::relax`].
    ///
    /// # Errors
    /// A column that is not there; zero-or-within-bounds without fitting bounds.
    pub fn set_kinds(&mut self, kinds: &[(usize, Kind)]) -> Result<(), SolveError> {
        self.in_range(Part::Column, kinds.iter().map(|change| change.0))?;
        for &(column, kind) in kinds {
            check_kind(column, kind, self.lower[column], self.upper[column])?;
        }
        for &(column, kind) in kinds {
            self.kinds[column] = kind;
        }
        self.restore_kinds()
    }

    /// Lets every column be continuous within its bounds (from zero up, where it was zero or within bounds), until [`Live::restore_kinds`] or [`Live::set_kinds`]. Its
    /// optimum is a bound of the model with integers.
    ///
    /// # Errors
    /// Where the optimiser refuses.
    pub fn relax(&mut self) -> Result<(), SolveError> {
        self.relaxed = true;
        self.door.mark_integers(false)?;
        self.put_semi_continuous_bounds()
    }

    /// Columns that are zero or within bounds: from zero up while relaxed, else their own bounds.
    fn put_semi_continuous_bounds(&mut self) -> Result<(), SolveError> {
        let set: Vec<usize> =
            (0..self.kinds.len()).filter(|&column| self.kinds[column] == Kind::SemiContinuous).collect();
        let lower: Vec<f64> = set.iter().map(|&column| self.door_lower(column)).collect();
        let upper: Vec<f64> = set.iter().map(|&column| self.upper[column]).collect();
        self.door.set_column_bounds(&set, &lower, &upper)
    }

    fn door_lower(&self, column: usize) -> f64 {
        if self.relaxed && self.kinds[column] == Kind::SemiContinuous { 0.0 } else { self.lower[column] }
    }

    /// Takes [`Live::relax`] back.
    ///
    /// # Errors
    /// Where the optimiser refuses.
    pub fn restore_kinds(&mut self) -> Result<(), SolveError> {
        self.relaxed = false;
        self.put_semi_continuous_bounds()?;
        if !self.has_integers() {
            return self.door.mark_integers(false);
        }
        self.door.mark_integers(true)?;
        let all: Vec<usize> = (0..self.kinds.len()).collect();
        self.door.set_kinds(&all, &self.kinds)
    }

    /// Values, one per column, from which the next solve starts: where they are feasible they are the first plan, where
    /// only the whole numbers are right the rest is solved for them. Without integers they are of little use; see
    /// [`Live::set_basis`]. A change of the model forgets them.
    ///
    /// # Errors
    /// Not one value per column, or a value that is not a finite number.
    pub fn start_from(&mut self, values: &[f64]) -> Result<(), SolveError> {
        same_length("values to start from", self.door.columns(), values.len())?;
        for (column, &value) in values.iter().enumerate() {
            number(value, Part::Column, column, || "the value to start from".to_owned())?;
        }
        self.door.start_from(values)
    }

    /// Whether the optimiser searches for plans itself, by solving smaller models on the way (it does at first). Without,
    /// all its time goes into the bound, and a watch is heard at once; of use where plans come from elsewhere.
    ///
    /// # Errors
    /// Where the optimiser refuses.
    pub fn seek_plans(&mut self, seek: bool) -> Result<(), SolveError> {
        self.door.seek_plans(seek)
    }

    /// The basis of the last solve; none after a solve with integers or without an answer.
    #[must_use]
    pub fn basis(&self) -> Option<Basis> {
        self.door.basis()
    }

    /// A basis from which the next solve without integers starts.
    ///
    /// # Errors
    /// A basis of a model of another size.
    pub fn set_basis(&mut self, basis: &Basis) -> Result<(), SolveError> {
        self.door.set_basis(basis)
    }

    fn in_range(&self, part: Part, indices: impl IntoIterator<Item = usize>) -> Result<(), SolveError> {
        let count = match part {
            Part::Row => self.door.rows(),
            Part::Column => self.door.columns(),
        };
        match indices.into_iter().find(|&index| index >= count) {
            Some(index) => Err(SolveError::OutOfRange { part, index, count }),
            None => Ok(()),
        }
    }

    #[cfg(test)]
    pub(crate) fn read(path: &std::path::Path, limits: &Limits) -> Result<Self, SolveError> {
        let door = Door::read(path, limits)?;
        let columns = door.columns();
        Ok(Self {
            door,
            sense: Sense::Minimise,
            kinds: vec![Kind::Integer; columns],
            relaxed: false,
            offset: 0.0,
            lower: Vec::new(),
            upper: Vec::new(),
        })
    }
}

fn last_of_each<T>(changes: impl Iterator<Item = (usize, T)>) -> Vec<(usize, T)> {
    let mut sorted: Vec<(usize, T)> = changes.collect();
    sorted.reverse();
    sorted.sort_by_key(|change| change.0);
    sorted.dedup_by_key(|change| change.0);
    sorted
}

fn split(changes: &[(usize, f64, f64)]) -> (Vec<usize>, Vec<f64>, Vec<f64>) {
    let changes = last_of_each(changes.iter().map(|&(index, lower, upper)| (index, (lower, upper))));
    let (set, pairs): (Vec<usize>, Vec<(f64, f64)>) = changes.into_iter().unzip();
    let (lower, upper) = pairs.into_iter().unzip();
    (set, lower, upper)
}

/// The model statuses of `HiGHS` that mean something to us.
mod highs_status {
    pub(super) const EMPTY: i32 = 6;
    pub(super) const OPTIMAL: i32 = 7;
    pub(super) const INFEASIBLE: i32 = 8;
    pub(super) const UNBOUNDED_OR_INFEASIBLE: i32 = 9;
    pub(super) const UNBOUNDED: i32 = 10;
    pub(super) const TIME_LIMIT: i32 = 13;
    pub(super) const UNKNOWN: i32 = 15;
    pub(super) const CANCELLED: i32 = 17;
}
