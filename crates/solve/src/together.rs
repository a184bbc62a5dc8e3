//! Searches for plans on one thread and for the bound on another, until they are near enough.

use std::ops::ControlFlow;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::apart::bound_by_parts;
use crate::error::SolveError;
use crate::limits::{Limits, Progress, Watch, relative_gap};
use crate::live::Live;
use crate::model::{Model, Sense};
use crate::solution::{Solution, Status};
use crate::start::{Clock, Improving, between, check_groups, is_better, slopes};

/// How often slopes are scaled for the first plans.
const ROUNDS: usize = 60;
/// How many times as long as for a group the plans met are crossed.
const CROSSING: f64 = 6.0;
/// How much longer each group may take once none gave anything.
const LONGER: f64 = 2.0;

/// How much of the time may go into bounding part by part.
const IN_PARTS: f64 = 0.8;

/// What is known of a model beside its rows and columns.
#[derive(Debug, Clone, Copy, Default)]
pub struct Structure<'a> {
    /// Columns that belong together: a place, a place and its neighbours, a period. Freed together when a plan is improved.
    pub groups: &'a [Vec<usize>],
    /// Columns that only a few rows of the whole join with those of other parts: networks that do not touch each other.
    pub parts: &'a [Vec<usize>],
    /// Seconds for a group at first.
    pub seconds_a_group: f64,
}

/// Solves a model with integers that the optimiser alone does not close: one thread makes plans
/// ([`scale_slopes`](crate::start::scale_slopes), [`between`], then group by group as in
/// [`fix_and_optimise`](crate::start::fix_and_optimise), small groups first), the other bounds part by part, the rows between parts
/// at their prices, and then runs the optimiser on the whole model; it takes up those plans and gives the bound. Ends when the gap of
/// the best plan to the bound is reached, or by time, or by the watch.
///
/// The optimiser has all but one of `limits.threads`. Which plan is found depends on the speed of the machine, as with any time limit;
/// that it is feasible, and its gap, do not.
///
/// # Errors
/// As [`Live::open`] and [`Live::solve`]; a column in a group that is not there.
pub fn together(
    model: &Model,
    structure: &Structure<'_>,
    limits: &Limits,
    watch: &mut dyn Watch,
) -> Result<Solution, SolveError> {
    let Structure { groups, parts, seconds_a_group } = *structure;
    check_groups(model, groups)?;
    check_groups(model, parts)?;
    let bounding = Limits { threads: limits.threads.saturating_sub(1).max(1), ..limits.clone() };
    if !model.has_integers() || groups.is_empty() {
        return Live::open(model, &bounding)?.solve(watch);
    }
    let shared = Shared { sense: model.sense, state: Mutex::new(State::default()) };
    std::thread::scope(|scope| {
        let finder = scope.spawn(|| find(model, groups, seconds_a_group, limits, &shared));
        let mut bound = Bounding::new(&shared, limits, watch);
        let solved = prove(model, parts, &bounding, &mut bound);
        let (reached, nearest) = (bound.reached, bound.bound);
        shared.lock().over = true;
        let found = finder.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        let mut solution = solved?;
        solution.bound = model.sense.nearer(solution.bound, nearest);
        solution.gap = relative_gap(solution.objective, solution.bound);
        let solution = shared.best_of(solution, model, limits.gap, reached);
        // a fault of the finder matters only where nobody else has an answer
        let unanswered = !solution.is_feasible() && matches!(solution.status, Status::TimeLimit | Status::Cancelled);
        match found {
            Err(fault) if unanswered => Err(fault),
            _ => Ok(solution),
        }
    })
}

/// Runs the optimiser part by part, then on the whole.
fn prove(
    model: &Model,
    parts: &[Vec<usize>],
    limits: &Limits,
    bound: &mut Bounding<'_>,
) -> Result<Solution, SolveError> {
    let clock = Clock::start(limits);
    let mut live = Live::open(model, limits)?;
    live.relax()?;
    let point = live.solve(bound)?;
    if point.status == Status::Optimal {
        bound.bound = model.sense.nearer(bound.bound, point.objective);
        let first = limits.within(clock.left().map(|left| left * IN_PARTS));
        // a part that cannot be bounded says nothing of the whole
        match bound_by_parts(model, parts, &point, &first, bound) {
            Ok(()) | Err(SolveError::NoAnswer { .. }) => {}
            Err(fault) => return Err(fault),
        }
    }
    // opened anew: from a start that is not whole, the optimiser tells of bounds of a smaller model
    let mut live = Live::open(model, &limits.within(clock.left()))?;
    live.seek_plans(false)?;
    live.solve(bound)
}

/// What both threads know.
#[derive(Default)]
struct State {
    best: Option<(f64, Vec<f64>)>,
    plans: usize,
    over: bool,
}

struct Shared {
    sense: Sense,
    state: Mutex<State>,
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn offer(&self, objective: f64, values: &[f64]) {
        let mut state = self.lock();
        if state.best.as_ref().is_none_or(|best| is_better(self.sense, objective, best.0)) {
            state.best = Some((objective, values.to_vec()));
            state.plans += 1;
        }
    }

    fn offer_plan(&self, plan: &Solution) {
        self.offer(plan.objective, &plan.values);
    }

    /// The better of the optimiser's plan and the finder's, with the optimiser's bound.
    fn best_of(&self, mut solution: Solution, model: &Model, gap: f64, reached: bool) -> Solution {
        let best = self.lock().best.take();
        if let Some((objective, values)) = best {
            let better = !solution.is_feasible() || is_better(self.sense, objective, solution.objective);
            if better && !matches!(solution.status, Status::Optimal | Status::Infeasible) {
                (solution.objective, solution.values) = (objective, values);
                solution.rows = (0..model.row_count())
                    .map(|row| model.entries(row).map(|(column, value)| value * solution.values[column]).sum())
                    .collect();
                solution.gap = relative_gap(solution.objective, solution.bound);
            }
        }
        if reached || (solution.status == Status::TimeLimit && solution.gap <= gap) {
            solution.status = if solution.gap > 0.0 { Status::WithinGap } else { Status::Optimal };
        }
        solution
    }
}

/// Ends the finder's solves when the search is over, and hears of their plans, which are plans of the model.
struct UntilOver<'a> {
    shared: &'a Shared,
    model: &'a Model,
}

impl Watch for UntilOver<'_> {
    fn progress(&mut self, _progress: &Progress) -> ControlFlow<()> {
        if self.shared.lock().over { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    fn found(&mut self, values: &[f64]) {
        self.shared.offer(self.model.objective(values), values);
    }
}

fn find(
    model: &Model,
    groups: &[Vec<usize>],
    seconds: f64,
    limits: &Limits,
    shared: &Shared,
) -> Result<(), SolveError> {
    let clock = Clock::start(limits);
    let limits = Limits { threads: 1, gap: limits.gap / 10.0, ..limits.clone() };
    let mut watch = UntilOver { shared, model };
    let plans = slopes(model, ROUNDS, &limits, &mut watch, &mut |plan| shared.offer_plan(plan))?;
    let mut best = plans.first().cloned();
    if let Some(plan) = between(model, &plans, &limits.within(Some(clock.at_most(CROSSING * seconds))), &mut watch)? {
        shared.offer_plan(&plan);
        best = Some(plan);
    }
    let Some(best) = best.filter(|_| !shared.lock().over) else { return Ok(()) };
    match Improving::open(model, &best.values, &limits.within(clock.left()), &mut watch)? {
        Some(search) => part_by_part(search, groups, seconds, shared),
        None => Ok(()),
    }
}

/// Small groups until none gives anything, then large ones until one does, and so on, longer each time that nothing did.
fn part_by_part(
    mut search: Improving<'_>,
    groups: &[Vec<usize>],
    mut seconds: f64,
    shared: &Shared,
) -> Result<(), SolveError> {
    let mut watch = UntilOver { shared, model: search.model };
    let smallest = groups.iter().map(Vec::len).min().unwrap_or(0);
    let (small, large): (Vec<_>, Vec<_>) = groups.iter().partition(|group| group.len() <= 2 * smallest);
    let mut next = 0;
    loop {
        search.cut_short = false;
        let mut idle = 0;
        let mut turns = small.iter().cycle();
        while idle < small.len() {
            let Some(group) = turns.next().filter(|_| !search.is_over()) else { return Ok(()) };
            idle += 1;
            if search.free(group, seconds, &mut watch)? {
                shared.offer_plan(&search.best);
                idle = 0;
            }
        }
        let mut better = false;
        for _ in 0..large.len() {
            if search.is_over() {
                return Ok(());
            }
            better = search.free(large[next % large.len()], seconds, &mut watch)?;
            next += 1;
            if better {
                shared.offer_plan(&search.best);
                break;
            }
        }
        if !better && !search.cut_short {
            return Ok(());
        }
        if !better {
            seconds *= LONGER;
        }
    }
}

/// The watch of the optimiser: hands it the finder's plans, tells the person the best of both, ends at the gap.
struct Bounding<'a> {
    shared: &'a Shared,
    watch: &'a mut dyn Watch,
    clock: Clock,
    gap: f64,
    /// The nearest bound so far.
    bound: f64,
    given: usize,
    reached: bool,
}

impl<'a> Bounding<'a> {
    fn new(shared: &'a Shared, limits: &Limits, watch: &'a mut dyn Watch) -> Self {
        let bound = shared.sense.no_bound();
        Self { shared, watch, clock: Clock::start(limits), gap: limits.gap, bound, given: 0, reached: false }
    }
}

impl Watch for Bounding<'_> {
    fn progress(&mut self, progress: &Progress) -> ControlFlow<()> {
        self.bound = self.shared.sense.nearer(self.bound, progress.bound.unwrap_or(f64::NAN));
        let found = self.shared.lock().best.as_ref().map(|best| best.0);
        let objective = match (found, progress.objective) {
            (Some(one), Some(other)) => Some(if is_better(self.shared.sense, one, other) { one } else { other }),
            (one, other) => one.or(other),
        };
        let bound = Some(self.bound).filter(|bound| bound.is_finite());
        let gap = objective.zip(bound).map(|(objective, bound)| relative_gap(objective, bound));
        if gap.is_some_and(|gap| gap <= self.gap) {
            self.reached = true;
            return ControlFlow::Break(());
        }
        self.watch.progress(&Progress { seconds: self.clock.seconds(), objective, bound, gap })
    }

    fn better_plan(&mut self) -> Option<Vec<f64>> {
        let state = self.shared.lock();
        if state.plans == self.given {
            return None;
        }
        self.given = state.plans;
        state.best.as_ref().map(|best| best.1.clone())
    }
}
