//! Finds good whole-number plans fast, to start from: rounding, dearer slopes, stage by stage, and a part at a time.

mod improving;
mod rounding;

use std::time::Instant;

use crate::error::{Part, SolveError};
use crate::limits::{Limits, Watch};
use crate::live::Live;
use crate::model::{Kind, Model, Sense, same_length};
use crate::solution::{Solution, Status};

pub(crate) use improving::Improving;
use rounding::Rounding;

/// Scaling ends after so many rounds without a better plan.
const IDLE_ROUNDS: usize = 8;
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
/// again and rounds again, at most `rounds` times and no longer than it helps; gives every plan met, the best first. Many small amounts on dear fixed parts
/// (pipes, plants) gather on few. Method: dynamic slope scaling (Kim and Pardalos 1999, Operations Research Letters
/// 24:195). Costs of integers that are not wanted (below zero when minimising) stay as they are.
///
/// # Errors
/// As [`round_up`].
pub fn scale_slopes(
    model: &Model,
    rounds: usize,
    limits: &Limits,
    watch: &mut dyn Watch,
) -> Result<Vec<Solution>, SolveError> {
    slopes(model, rounds, limits, watch, &mut |_| ())
}

/// [`scale_slopes`], telling of every plan.
pub(crate) fn slopes(
    model: &Model,
    rounds: usize,
    limits: &Limits,
    watch: &mut dyn Watch,
    heard: &mut dyn FnMut(&Solution),
) -> Result<Vec<Solution>, SolveError> {
    let mut rounding = Rounding::open(model, limits)?;
    let mut plans: Vec<Solution> = rounding.first(watch)?.into_iter().collect();
    plans.iter().for_each(&mut *heard);
    let mut slope: Vec<f64> = rounding.integers.iter().map(|&column| model.cost[column]).collect();
    let (mut best, mut idle) = (plans.first().map(|plan| plan.objective), 0);
    for _ in 0..rounds {
        let mut changed = false;
        for (place, &column) in rounding.integers.iter().enumerate() {
            let Some(&used) = rounding.relaxed.get(column) else { continue };
            let cost = model.cost[column];
            let counted = model.kind[column] == Kind::Integer;
            let unwanted = if model.sense == Sense::Minimise { cost > 0.0 } else { cost < 0.0 };
            if used > WHOLE && counted && unwanted {
                let dearer = cost * rounded(used, Rounded::Up) / used;
                changed |= (dearer - slope[place]).abs() > 1e-9 * dearer.abs();
                slope[place] = dearer;
            }
        }
        if !changed || idle == IDLE_ROUNDS {
            break;
        }
        let Some(plan) = rounding.again(&slope, watch)? else { break };
        idle += 1;
        if best.is_none_or(|best| is_better(model.sense, plan.objective, best)) {
            (best, idle) = (Some(plan.objective), 0);
        }
        heard(&plan);
        plans.push(plan);
    }
    plans.sort_by(|one, other| match model.sense {
        Sense::Minimise => one.objective.total_cmp(&other.objective),
        Sense::Maximise => other.objective.total_cmp(&one.objective),
    });
    Ok(plans)
}

/// The best plan whose integers each lie between the least and the most that they are in the plans given: what the plans
/// agree on stays, and only their differences are searched. Starts from the best of them. `None` where none is feasible.
///
/// # Errors
/// As [`round_up`]; a plan of another length.
pub fn between(
    model: &Model,
    plans: &[Solution],
    limits: &Limits,
    watch: &mut dyn Watch,
) -> Result<Option<Solution>, SolveError> {
    let plans: Vec<&Solution> = plans.iter().filter(|plan| plan.is_feasible()).collect();
    plans.iter().try_for_each(|plan| same_length("values of a plan", model.column_count(), plan.values.len()))?;
    let Some(best) = plans
        .iter()
        .reduce(|best, plan| if is_better(model.sense, plan.objective, best.objective) { plan } else { best })
    else {
        return Ok(None);
    };
    let mut live = Live::open(model, limits)?;
    let bounds: Vec<_> = integers(model)
        .into_iter()
        .map(|column| {
            let held = plans.iter().map(|plan| held(model, column, plan.values[column]));
            held.fold((column, f64::INFINITY, f64::NEG_INFINITY), |(_, least, most), (_, lower, upper)| {
                (column, least.min(lower), most.max(upper))
            })
        })
        .collect();
    live.set_column_bounds(&bounds)?;
    live.start_from(&best.values)?;
    Ok(Some(live.solve(watch)?).filter(Solution::is_feasible))
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
    live.set_column_bounds(&integers.iter().map(|&column| let_go(model, column)).collect::<Vec<_>>())?;
    let mut last = None;
    for (number, &stage) in stages.iter().enumerate() {
        let of_stage: Vec<usize> =
            integers.iter().copied().filter(|&column| stage_of_column[column] == stage).collect();
        let own: Vec<_> = of_stage.iter().map(|&column| (column, model.lower[column], model.upper[column])).collect();
        live.set_column_bounds(&own)?;
        let whole: Vec<_> = of_stage.iter().map(|&column| (column, model.kind[column])).collect();
        live.set_kinds(&whole)?;
        live.set_limits(&limits.within(clock.share(stages.len() - number)))?;
        let solution = live.solve(watch)?;
        if !solution.is_feasible() || solution.status == Status::Cancelled {
            return Ok(None);
        }
        hold(&mut live, model, &of_stage, &solution.values)?;
        last = Some(solution);
    }
    Ok(last)
}

/// Improves a plan a part at a time: the integers of one group are free, all others stay as they are, and the better plan
/// is kept; group after group, again and again, until no group gives anything or time ends. A group is what belongs
/// together (a period, a district and its neighbours, one kind of pipe) and small enough to be solved in seconds;
/// `seconds_a_group` limits each solve. Gives the plan itself where it is feasible and nothing better was found, `None`
/// where it is not feasible. Method: fix and optimise (Helber and Sahling 2010, International Journal of Production
/// Economics 123:247).
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
    same_length("values of the plan", model.column_count(), plan.len())?;
    check_groups(model, groups)?;
    let Some(mut search) = Improving::open(model, plan, limits, watch)? else { return Ok(None) };
    let mut idle = 0;
    for group in groups.iter().cycle() {
        if idle == groups.len() || search.is_over() {
            break;
        }
        idle = if search.free(group, seconds_a_group, watch)? { 0 } else { idle + 1 };
    }
    Ok(Some(search.best))
}

pub(crate) fn check_groups(model: &Model, groups: &[Vec<usize>]) -> Result<(), SolveError> {
    let count = model.column_count();
    match groups.iter().flatten().find(|&&column| column >= count) {
        Some(&index) => Err(SolveError::OutOfRange { part: Part::Column, index, count }),
        None => Ok(()),
    }
}

/// The wall clock of one call.
pub(crate) struct Clock {
    from: Instant,
    seconds: Option<f64>,
}

impl Clock {
    pub(crate) fn start(limits: &Limits) -> Self {
        Self { from: Instant::now(), seconds: limits.seconds }
    }

    /// Seconds since it was started.
    pub(crate) fn seconds(&self) -> f64 {
        self.from.elapsed().as_secs_f64()
    }

    pub(crate) fn left(&self) -> Option<f64> {
        self.seconds.map(|seconds| (seconds - self.seconds()).max(0.0))
    }

    /// The seconds asked for, or what is left where that is less.
    pub(crate) fn at_most(&self, seconds: f64) -> f64 {
        self.left().map_or(seconds, |left| left.min(seconds))
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

/// The bounds that hold a decision at this value: a whole number stays what it is, zero stays zero, and what is zero or
/// within bounds stays within them.
fn held(model: &Model, column: usize, value: f64) -> (usize, f64, f64) {
    match model.kind[column] {
        Kind::SemiContinuous if value > WHOLE => (column, model.lower[column], model.upper[column]),
        Kind::SemiContinuous => (column, 0.0, 0.0),
        _ => (column, value.round(), value.round()),
    }
}

fn hold(live: &mut Live, model: &Model, columns: &[usize], values: &[f64]) -> Result<(), SolveError> {
    let changes: Vec<_> = columns.iter().map(|&column| held(model, column, values[column])).collect();
    live.set_column_bounds(&changes)
}

/// The bounds of a decision that is let go: zero or within bounds becomes anything from zero up.
fn let_go(model: &Model, column: usize) -> (usize, f64, f64) {
    let lower = if model.kind[column] == Kind::SemiContinuous { 0.0 } else { model.lower[column] };
    (column, lower, model.upper[column])
}

pub(crate) fn is_better(sense: Sense, one: f64, other: f64) -> bool {
    match sense {
        Sense::Minimise => one < other,
        Sense::Maximise => one > other,
    }
}
