//! A model kept open, to which only what differs in the next future is told.

use crate::error::NetworkError;
use solve::{Basis, Limits, Live, Model, Quiet, Solution, SolveError, Status};

/// A model kept open, without integers, and the numbers that it stands at.
pub(crate) struct Again {
    live: Live,
    stands: Model,
}

/// Found, or no plan at all.
pub(crate) type Found = Option<Solution>;

impl Again {
    /// Opens a model; integers are let go.
    pub(crate) fn open(model: &Model) -> Result<Self, NetworkError> {
        let mut live = Live::open(model, &Limits::default())?;
        live.relax()?;
        Ok(Self { live, stands: model.clone() })
    }

    /// The basis of the last solve.
    pub(crate) fn basis(&self) -> Option<Basis> {
        self.live.basis()
    }

    /// Solves a model of the same rows and columns as `base`, whose best basis is given: first with its own costs within the bounds of
    /// the base, where that basis keeps all rows and primal simplex goes on from it; then with its own bounds, by dual simplex. One
    /// change at a time takes a third of the iterations of both at once.
    pub(crate) fn solve(&mut self, model: &Model, base: (&Model, Option<&Basis>)) -> Result<Found, NetworkError> {
        if same_shape(&self.stands, model) {
            self.tell_bounds(base.0)?;
            self.tell_costs(model)?;
            if let Some(basis) = base.1 {
                self.live.set_basis(basis)?;
            }
            // Whatever this comes to, the next solve decides.
            let _: Result<Solution, SolveError> = self.live.solve(&mut Quiet);
        }
        self.again(model)
    }

    /// Solves a model that differs from the last one in bounds only, from where that ended. Where the optimiser gives up on that way,
    /// once more from nothing.
    pub(crate) fn again(&mut self, model: &Model) -> Result<Found, NetworkError> {
        if same_shape(&self.stands, model) {
            self.tell_costs(model)?;
            self.tell_bounds(model)?;
            if let Ok(solution) = self.live.solve(&mut Quiet)
                && let Some(found) = found(solution)
            {
                return Ok(found);
            }
        }
        *self = Self::open(model)?;
        found(self.live.solve(&mut Quiet)?).ok_or(NetworkError::Solve(SolveError::NoAnswer {
            reason: "a future ended without an optimum and without a contradiction",
        }))
    }

    /// Tells costs and coefficients that differ.
    fn tell_costs(&mut self, model: &Model) -> Result<(), NetworkError> {
        let costs = differing(&self.stands.cost, &model.cost).map(|at| (at, model.cost[at]));
        self.live.set_costs(&costs.collect::<Vec<_>>())?;
        let mut row = 0;
        for at in differing(&self.stands.values, &model.values) {
            while model.starts[row + 1] <= at {
                row += 1;
            }
            self.live.set_coefficient(row, model.columns[at] as usize, model.values[at])?;
        }
        self.live.set_offset(model.offset)?;
        self.stands.cost.clone_from(&model.cost);
        self.stands.values.clone_from(&model.values);
        Ok(())
    }

    /// Tells bounds that differ.
    fn tell_bounds(&mut self, model: &Model) -> Result<(), NetworkError> {
        let old = &self.stands;
        let lower = differing(&old.lower, &model.lower);
        let columns = lower.chain(differing(&old.upper, &model.upper)).map(|at| (at, model.lower[at], model.upper[at]));
        self.live.set_column_bounds(&columns.collect::<Vec<_>>())?;
        let lower = differing(&old.row_lower, &model.row_lower);
        let rows = lower.chain(differing(&old.row_upper, &model.row_upper));
        let rows = rows.map(|at| (at, model.row_lower[at], model.row_upper[at]));
        self.live.set_row_bounds(&rows.collect::<Vec<_>>())?;
        self.stands.lower.clone_from(&model.lower);
        self.stands.upper.clone_from(&model.upper);
        self.stands.row_lower.clone_from(&model.row_lower);
        self.stands.row_upper.clone_from(&model.row_upper);
        Ok(())
    }
}

/// Where two lists of the same length differ.
fn differing<'a>(old: &'a [f64], new: &'a [f64]) -> impl Iterator<Item = usize> + 'a {
    let pairs = old.iter().zip(new).enumerate();
    pairs.filter(|(_, (old, new))| old.to_bits() != new.to_bits()).map(|(at, _)| at)
}

/// An optimum, or nothing where no plan keeps all; none where the search ended otherwise.
fn found(solution: Solution) -> Option<Found> {
    match solution.status {
        Status::Optimal | Status::WithinGap => Some(Some(solution)),
        Status::Infeasible | Status::InfeasibleOrUnbounded => Some(None),
        Status::Unbounded | Status::TimeLimit | Status::Cancelled => None,
    }
}

fn same_shape(a: &Model, b: &Model) -> bool {
    a.sense == b.sense && a.cost.len() == b.cost.len() && a.starts == b.starts && a.columns == b.columns
}
