#![doc = include_str!("../README.md")]

mod apart;
mod door;
mod error;
mod limits;
mod live;
mod model;
mod names;
mod solution;
mod together;

pub mod conflict;
pub mod lp;
pub mod mps;
pub mod order;
pub mod start;
pub mod strengthen;

#[cfg(test)]
mod tests;

pub use door::Basis;
pub use error::{Part, SolveError};
pub use limits::{Limits, Progress, Quiet, Watch, relative_gap};
pub use live::Live;
pub use model::{Kind, Model, Sense};
pub use names::{Names, Numbered};
pub use solution::{Solution, Status};
pub use together::{Structure, together};

/// Opens a model, solves it once and closes it.
///
/// # Errors
/// As [`Live::open`] and [`Live::solve`].
///
/// ```
/// use solve::{Kind, Limits, Model, Quiet, Sense, Status};
/// // three wells of 60 m3 a day at 10 each; 155 are needed
/// let mut model = Model::new(Sense::Minimise);
/// let wells = model.column(10.0, 0.0, 9.0, Kind::Integer);
/// model.row(155.0, f64::INFINITY, &[(wells, 60.0)]);
/// let plan = solve::solve(&model, &Limits::default(), &mut Quiet)?;
/// assert_eq!(plan.status, Status::Optimal);
/// assert!((plan.objective - 30.0).abs() < 1e-9);
/// # Ok::<(), solve::SolveError>(())
/// ```
pub fn solve(model: &Model, limits: &Limits, watch: &mut dyn Watch) -> Result<Solution, SolveError> {
    Live::open(model, limits)?.solve(watch)
}
