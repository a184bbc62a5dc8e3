//! A model without its integers, solved, held at rounded values and solved again, warm.

use super::{Clock, Rounded, held, integers, let_go, rounded};
use crate::error::SolveError;
use crate::limits::{Limits, Watch};
use crate::live::Live;
use crate::model::{Kind, Model};
use crate::solution::{Solution, Status};

/// A model whose integers are let go, solved, fixed at rounded values and solved again, warm.
pub(super) struct Rounding<'a> {
    model: &'a Model,
    live: Live,
    pub(super) integers: Vec<usize>,
    pub(super) relaxed: Vec<f64>,
    clock: Clock,
    limits: Limits,
}

impl<'a> Rounding<'a> {
    pub(super) fn open(model: &'a Model, limits: &Limits) -> Result<Self, SolveError> {
        let mut live = Live::open(model, limits)?;
        let integers = integers(model);
        let kinds: Vec<_> = integers.iter().map(|&column| (column, Kind::Continuous)).collect();
        live.set_kinds(&kinds)?;
        live.set_column_bounds(&integers.iter().map(|&column| let_go(model, column)).collect::<Vec<_>>())?;
        Ok(Self { model, live, integers, relaxed: Vec::new(), clock: Clock::start(limits), limits: limits.clone() })
    }

    fn solve(&mut self, watch: &mut dyn Watch) -> Result<Option<Solution>, SolveError> {
        self.live.set_limits(&self.limits.within(self.clock.left()))?;
        Ok(Some(self.live.solve(watch)?).filter(|solution| solution.status == Status::Optimal))
    }

    pub(super) fn first(&mut self, watch: &mut dyn Watch) -> Result<Option<Solution>, SolveError> {
        let Some(relaxed) = self.solve(watch)? else { return Ok(None) };
        self.relaxed = relaxed.values;
        self.round(watch)
    }

    pub(super) fn again(&mut self, slopes: &[f64], watch: &mut dyn Watch) -> Result<Option<Solution>, SolveError> {
        let costs: Vec<_> = self.integers.iter().copied().zip(slopes.iter().copied()).collect();
        self.live.set_costs(&costs)?;
        let Some(relaxed) = self.solve(watch)? else { return Ok(None) };
        self.relaxed = relaxed.values;
        let costs: Vec<_> = self.integers.iter().map(|&column| (column, self.model.cost[column])).collect();
        self.live.set_costs(&costs)?;
        self.round(watch)
    }

    fn round(&mut self, watch: &mut dyn Watch) -> Result<Option<Solution>, SolveError> {
        let mut found = None;
        for how in [Rounded::Up, Rounded::Nearest, Rounded::Down] {
            let fixed: Vec<_> = self.integers.iter().map(|&column| self.rounded(column, how)).collect();
            if fixed.iter().any(|&(_, lower, upper)| lower > upper) {
                break;
            }
            self.live.set_column_bounds(&fixed)?;
            found = self.solve(watch)?;
            if found.is_some() {
                break;
            }
        }
        let free: Vec<_> = self.integers.iter().map(|&column| let_go(self.model, column)).collect();
        self.live.set_column_bounds(&free)?;
        Ok(found)
    }

    /// Bounds that hold a column at its rounded value; crossing where no whole number is between its own.
    fn rounded(&self, column: usize, how: Rounded) -> (usize, f64, f64) {
        let value = self.relaxed[column];
        if self.model.kind[column] == Kind::SemiContinuous {
            return held(self.model, column, if matches!(how, Rounded::Down) { 0.0 } else { value });
        }
        let (lower, upper) = (self.model.lower[column].ceil(), self.model.upper[column].floor());
        if lower > upper {
            (column, lower, upper)
        } else {
            held(self.model, column, rounded(value, how).clamp(lower, upper))
        }
    }
}
