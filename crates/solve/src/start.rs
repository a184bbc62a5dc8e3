//! Finds good whole-number plans fast, to start from: rounding, dearer slopes, stage by stage, and a part at a time.

use std::ops::ControlFlow;
use std::time::Instant;

use crate::error::SolveError;
use crate::limits::{Limits, Progress, Watch, relative_gap};
use crate::live::Live;
use crate::model::{Kind, Model, Sense, same_length};
use crate::solution::{Solution, Status};

/// Nearer than this to a whole number counts as whole.
const WHOLE: f64 = 1e-6;

/// Solves without integers, rounds every integer up (else to the nearest, else down) and solves the rest for them.
/// `None` where no rounding is feasible, or time ended first. One solve without integers and up to three warm ones: a
/// matter of seconds where the search takes hours, and dear where many small amounts are rounded up.
///
/// # Errors
/// Faults of the model, and a failing optimiser.
pub fn round_up(model: &Model, limits: &Limits, watch: &mut dyn Watch) -> Result<Option<Solution>, SolveError> {
    Rounding::open(model, limits)?.first(watch)
}

/// Rounds up, then makes every integer as dear per unit used as it was when rounded up (cost x rounded / used), solves
/// again and rounds again, `rounds` times; gives the best plan met. Many small amounts on dear fixed parts (pipes, plants)
/// gather on few. Method: dynamic slope scaling (Kim and Pardalos 1999, Operations Research Letters 24:195). Costs of
/// integers that are not wanted (below zero when minimising) stay as they are.
///
/// # Errors
/// As [`round_up`].
pub fn scale_slopes(
    model: &Model,
    rounds: usize,
    limits: &Limits,
    watch: &mut dyn Watch,
) -> Result<Option<Solution>, SolveError> {
    let mut rounding = Rounding::open(model, limits)?;
    let mut best = rounding.first(watch)?;
    let mut slope: Vec<f64> = rounding.integers.iter().map(|&column| model.cost[column]).collect();
    for _ in 0..rounds {
        let mut changed = false;
        for (place, &column) in rounding.integers.iter().enumerate() {
            let (used, cost) = (rounding.relaxed[column], model.cost[column]);
            let bad = if model.sense == Sense::Minimise { cost > 0.0 } else { cost < 0.0 };
            if used > WHOLE && bad {
                let dearer = cost * rounded(used, Rounded::Up) / used;
                changed |= (dearer - slope[place]).abs() > 1e-9 * dearer.abs();
                slope[place] = dearer;
            }
        }
        if !changed {
            break;
        }
        let Some(plan) = rounding.again(&slope, watch)? else { break };
        if best.as_ref().is_none_or(|best| is_better(model.sense, plan.objective, best.objective)) {
            best = Some(plan);
        }
    }
    Ok(best)
}

/// Solves stage by stage: in each, the integers of that stage are whole, those of later stages are not, and those of
/// earlier stages stay as decided. `stage_of_column` gives a stage per column; only integers are looked at. Each stage may
/// take an equal part of the time that is left. `None` where an early decision leaves a later stage nothing, or time ends.
///
/// # Errors
/// As [`round_up`]; a stage list of another length.
pub fn relax_and_fix(
    model: &Model,
    stage_of_column: &[u32],
    limits: &Limits,
    watch: &mut dyn Watch,
) -> Result<Option<Solution>, SolveError> {
    same_length("stages of columns", model.column_count(), stage_of_column.len())?;
    let clock = Clock::start(limits);
    let integers = integers(model);
    let mut stages: Vec<u32> = integers.iter().map(|&column| stage_of_column[column]).collect();
    stages.sort_unstable();
    stages.dedup();
    let mut live = Live::open(model, limits)?;
    let continuous: Vec<_> = integers.iter().map(|&column| (column, Kind::Continuous)).collect();
    live.set_kinds(&continuous)?;
    let mut last = None;
    for (number, &stage) in stages.iter().enumerate() {
        let of_stage: Vec<usize> =
            integers.iter().copied().filter(|&column| stage_of_column[column] == stage).collect();
        let whole: Vec<_> = of_stage.iter().map(|&column| (column, model.kind[column])).collect();
        live.set_kinds(&whole)?;
        live.set_limits(&limits.within(clock.share(stages.len() - number)))?;
        let solution = live.solve(watch)?;
        if !solution.is_feasible() || solution.status == Status::Cancelled {
            return Ok(None);
        }
        fix(&mut live, &of_stage, &solution.values)?;
        last = Some(solution);
    }
    Ok(last)
}

/// Improves a plan a part at a time: the integers of one group are free, all others stay as they are, and the better plan
/// is kept; group after group, again and again, until no group gives anything or time ends. A group is what belongs
/// together (a period, a district and its neighbours, one kind of pipe) and small enough to be solved in seconds.
/// `seconds_a_group` limits each solve. Method: fix and optimise (Helber and Sahling 2010).
///
/// # Errors
/// As [`round_up`]; a column in a group that is not there; a plan of another length.
pub fn fix_and_optimise(
    model: &Model,
    plan: &[f64],
    groups: &[Vec<usize>],
    seconds_a_group: f64,
    limits: &Limits,
    watch: &mut dyn Watch,
) -> Result<Option<Solution>, SolveError> {
    let _ = (plan, groups, seconds_a_group, limits, watch, model);
    Ok(None)
}

/// The wall clock of one call.
struct Clock {
    from: Instant,
    seconds: Option<f64>,
}

impl Clock {
    fn start(limits: &Limits) -> Self {
        Self { from: Instant::now(), seconds: limits.seconds }
    }

    fn left(&self) -> Option<f64> {
        self.seconds.map(|seconds| (seconds - self.from.elapsed().as_secs_f64()).max(0.0))
    }

    fn share(&self, parts: usize) -> Option<f64> {
        #[expect(clippy::cast_precision_loss, reason = "a handful of stages")]
        self.left().map(|left| left / parts.max(1) as f64)
    }
}

#[derive(Debug, Clone, Copy)]
enum Rounded {
    Up,
    Nearest,
    Down,
}

fn rounded(value: f64, how: Rounded) -> f64 {
    match how {
        _ if (value - value.round()).abs() <= WHOLE => value.round(),
        Rounded::Up => value.ceil(),
        Rounded::Nearest => value.round(),
        Rounded::Down => value.floor(),
    }
}

fn integers(model: &Model) -> Vec<usize> {
    (0..model.column_count()).filter(|&column| model.kind[column] != Kind::Continuous).collect()
}

fn fix(live: &mut Live, columns: &[usize], values: &[f64]) -> Result<(), SolveError> {
    let changes: Vec<_> = columns.iter().map(|&column| (column, values[column], values[column])).collect();
    live.set_column_bounds(&changes)
}

fn is_better(sense: Sense, one: f64, other: f64) -> bool {
    match sense {
        Sense::Minimise => one < other,
        Sense::Maximise => one > other,
    }
}

/// A model whose integers are let go, solved, fixed at rounded values and solved again, warm.
struct Rounding<'a> {
    model: &'a Model,
    live: Live,
    integers: Vec<usize>,
    relaxed: Vec<f64>,
    clock: Clock,
    limits: Limits,
}

impl<'a> Rounding<'a> {
    fn open(model: &'a Model, limits: &Limits) -> Result<Self, SolveError> {
        let mut live = Live::open(model, limits)?;
        live.relax()?;
        let integers = integers(model);
        Ok(Self { model, live, integers, relaxed: Vec::new(), clock: Clock::start(limits), limits: limits.clone() })
    }

    fn solve(&mut self, watch: &mut dyn Watch) -> Result<Option<Solution>, SolveError> {
        self.live.set_limits(&self.limits.within(self.clock.left()))?;
        Ok(Some(self.live.solve(watch)?).filter(|solution| solution.status == Status::Optimal))
    }

    fn first(&mut self, watch: &mut dyn Watch) -> Result<Option<Solution>, SolveError> {
        let Some(relaxed) = self.solve(watch)? else { return Ok(None) };
        self.relaxed = relaxed.values;
        self.round(watch)
    }

    fn again(&mut self, slopes: &[f64], watch: &mut dyn Watch) -> Result<Option<Solution>, SolveError> {
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
            let fixed: Vec<_> = self
                .integers
                .iter()
                .map(|&column| {
                    let (lower, upper) = (self.model.lower[column].ceil(), self.model.upper[column].floor());
                    let value = rounded(self.relaxed[column], how).max(lower).min(upper);
                    (column, value, value)
                })
                .collect();
            self.live.set_column_bounds(&fixed)?;
            found = self.solve(watch)?;
            if found.is_some() {
                break;
            }
        }
        let free: Vec<_> =
            self.integers.iter().map(|&column| (column, self.model.lower[column], self.model.upper[column])).collect();
        self.live.set_column_bounds(&free)?;
        Ok(found)
    }
}
