//! How long and how exactly to search, and who is told meanwhile.

use std::ops::ControlFlow;

use crate::error::SolveError;

/// Where a search may end, and what makes it repeatable. With a time limit the answer depends on the machine; without
/// one, the same model, `threads` and `seed` give the same answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Limits {
    /// Seconds of wall clock for one solve; `None` is no limit.
    pub seconds: Option<f64>,
    /// Relative gap `|objective - bound| / |objective|` that is good enough.
    pub gap: f64,
    /// Threads the optimiser may use; 0 counts as 1.
    pub threads: usize,
    /// Seed of the optimiser's own random stream.
    pub seed: u32,
}

impl Default for Limits {
    /// No time limit, a gap of 0.0001, one thread, seed 0.
    fn default() -> Self {
        Self { seconds: None, gap: 0.0001, threads: 1, seed: 0 }
    }
}

impl Limits {
    /// The same limits with another time.
    #[must_use]
    pub fn within(&self, seconds: Option<f64>) -> Self {
        Self { seconds, ..self.clone() }
    }

    pub(crate) fn check(&self) -> Result<(), SolveError> {
        if let Some(seconds) = self.seconds.filter(|seconds| seconds.is_nan() || *seconds < 0.0) {
            return Err(SolveError::Limit { name: "seconds", value: seconds });
        }
        if self.gap.is_nan() || self.gap < 0.0 {
            return Err(SolveError::Limit { name: "gap", value: self.gap });
        }
        Ok(())
    }
}

/// Where a search stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Progress {
    /// Seconds of wall clock since this solve began.
    pub seconds: f64,
    /// Objective of the best plan so far.
    pub objective: Option<f64>,
    /// No plan can be better than this.
    pub bound: Option<f64>,
    /// Relative gap between the two.
    pub gap: Option<f64>,
}

/// Is told about progress, about ten times a second, and may end the search.
pub trait Watch {
    /// `Break` cancels; what was found until then is kept.
    fn progress(&mut self, progress: &Progress) -> ControlFlow<()>;

    /// Hears of every better plan as it is found, one value per column; only with integers.
    fn found(&mut self, _values: &[f64]) {}

    /// A plan found elsewhere, one value per column, that the search may take up; asked for now and then, only with
    /// integers. One that is not feasible is passed over.
    fn better_plan(&mut self) -> Option<Vec<f64>> {
        None
    }
}

/// Watches nothing and cancels nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Quiet;

impl Watch for Quiet {
    fn progress(&mut self, _progress: &Progress) -> ControlFlow<()> {
        ControlFlow::Continue(())
    }
}

impl<F: FnMut(&Progress) -> ControlFlow<()>> Watch for F {
    fn progress(&mut self, progress: &Progress) -> ControlFlow<()> {
        self(progress)
    }
}

/// `|objective - bound| / |objective|`; 0 where they are equal, infinite where one is missing.
#[must_use]
pub fn relative_gap(objective: f64, bound: f64) -> f64 {
    let distance = (objective - bound).abs();
    if distance.is_nan() || distance.is_infinite() {
        f64::INFINITY
    } else if distance <= 1e-6 {
        0.0
    } else {
        distance / objective.abs()
    }
}
