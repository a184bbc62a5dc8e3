//! What the optimiser found, and how sure it is.

/// How a search ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// The best there is (to the optimiser's tolerances).
    Optimal,
    /// Ended because the gap asked for was reached; something up to that gap better may exist.
    WithinGap,
    /// Ended by the time limit, whatever the gap.
    TimeLimit,
    /// Ended by the [`Watch`](crate::Watch).
    Cancelled,
    /// No choice keeps all rows and bounds.
    Infeasible,
    /// The objective has no end.
    Unbounded,
    /// One of the two; the optimiser did not need to know which.
    InfeasibleOrUnbounded,
}

/// An answer. Where no feasible point was found, `values` and `rows` are empty and `objective` is not a number.
#[derive(Debug, Clone, PartialEq)]
pub struct Solution {
    /// How the search ended.
    pub status: Status,
    /// Objective of the values, offset included, in the units of the costs.
    pub objective: f64,
    /// No feasible point is better than this; infinite where nothing is known.
    pub bound: f64,
    /// `|objective - bound| / |objective|`; infinite where one of the two is not known.
    pub gap: f64,
    /// Per column: its value.
    pub values: Vec<f64>,
    /// Per row: its sum.
    pub rows: Vec<f64>,
    /// Per row: change of the objective when its binding bound rises by one. Only without integers, and only at an optimum.
    pub row_duals: Option<Vec<f64>>,
    /// Per column: change of the objective when its binding bound rises by one. As above.
    pub reduced_costs: Option<Vec<f64>>,
    /// Simplex iterations.
    pub iterations: u64,
    /// Nodes of the search tree; 0 without integers.
    pub nodes: u64,
}

impl Solution {
    /// Whether there is a feasible point.
    #[must_use]
    pub fn is_feasible(&self) -> bool {
        self.objective.is_finite()
    }
}
