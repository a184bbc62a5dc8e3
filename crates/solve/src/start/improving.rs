//! A plan improved a group of columns at a time.

use super::{Clock, WHOLE, hold, integers, is_better, let_go};
use crate::error::SolveError;
use crate::limits::{Limits, Watch, relative_gap};
use crate::live::Live;
use crate::model::{Kind, Model};
use crate::solution::{Solution, Status};

/// A plan and the model in which all integers stand at it.
pub(crate) struct Improving<'a> {
    pub(crate) model: &'a Model,
    live: Live,
    pub(crate) best: Solution,
    clock: Clock,
    limits: Limits,
    cancelled: bool,
    /// Whether a group was ended by its time, so that longer may give more.
    pub(crate) cut_short: bool,
}

impl<'a> Improving<'a> {
    pub(crate) fn open(
        model: &'a Model,
        plan: &[f64],
        limits: &Limits,
        watch: &mut dyn Watch,
    ) -> Result<Option<Self>, SolveError> {
        let clock = Clock::start(limits);
        let mut live = Live::open(model, limits)?;
        let integers = integers(model);
        let outside = |&column: &usize| {
            let (_, lower, upper) = let_go(model, column);
            !(lower - WHOLE..=upper + WHOLE).contains(&plan[column])
        };
        if integers.iter().any(outside) {
            return Ok(None);
        }
        hold(&mut live, model, &integers, plan)?;
        live.set_limits(&limits.within(clock.left()))?;
        let best = live.solve(watch)?;
        let feasible = best.is_feasible();
        let cancelled = best.status == Status::Cancelled;
        let search = Self { model, live, best, clock, limits: limits.clone(), cancelled, cut_short: false };
        Ok(Some(search).filter(|_| feasible))
    }

    pub(crate) fn is_over(&self) -> bool {
        self.cancelled || self.clock.left().is_some_and(|left| left <= 0.0)
    }

    /// Whether freeing these columns gave a better plan.
    pub(crate) fn free(&mut self, group: &[usize], seconds: f64, watch: &mut dyn Watch) -> Result<bool, SolveError> {
        let of_group: Vec<usize> = group.iter().copied().filter(|&column| self.is_integer(column)).collect();
        let bounds: Vec<_> =
            of_group.iter().map(|&column| (column, self.model.lower[column], self.model.upper[column])).collect();
        self.live.set_column_bounds(&bounds)?;
        self.live.set_limits(&self.limits.within(Some(self.clock.at_most(seconds))))?;
        self.live.start_from(&self.best.values)?;
        let found = self.live.solve(watch)?;
        self.cancelled |= found.status == Status::Cancelled;
        self.cut_short |= found.status == Status::TimeLimit;
        let better = found.is_feasible()
            && is_better(self.model.sense, found.objective, self.best.objective)
            && relative_gap(found.objective, self.best.objective) > 1e-6;
        if better {
            self.best = found;
        }
        hold(&mut self.live, self.model, &of_group, &self.best.values)?;
        Ok(better)
    }

    fn is_integer(&self, column: usize) -> bool {
        self.model.kind[column] != Kind::Continuous
    }
}
