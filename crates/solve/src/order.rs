//! Several objectives: one after the other, or one against another.

use crate::error::{Part, SolveError};
use crate::limits::{Limits, Watch};
use crate::live::Live;
use crate::model::{Model, Sense, number, same_length};
use crate::solution::Solution;

/// One objective over the columns of a model.
#[derive(Debug, Clone, PartialEq)]
pub struct Objective {
    /// Smallest or largest.
    pub sense: Sense,
    /// Per column.
    pub cost: Vec<f64>,
    /// Added to it.
    pub offset: f64,
    /// How much of its best value the objectives after it may give up, relative (0.01 is one per cent).
    pub keep: f64,
}

impl Objective {
    fn check(&self, columns: usize) -> Result<(), SolveError> {
        same_length("costs of the objective", columns, self.cost.len())?;
        number(self.offset, Part::Column, 0, || "the objective's constant".to_owned())?;
        if !(self.keep >= 0.0 && self.keep.is_finite()) {
            return Err(SolveError::Limit { name: "keep", value: self.keep });
        }
        Ok(())
    }

    fn entries(&self) -> Vec<(usize, f64)> {
        self.cost.iter().copied().enumerate().filter(|entry| entry.1 != 0.0).collect()
    }

    /// Its value at these values of the columns, offset included.
    #[must_use]
    pub fn value(&self, values: &[f64]) -> f64 {
        self.offset + self.cost.iter().zip(values).map(|(cost, value)| cost * value).sum::<f64>()
    }

    /// The bounds of a row without the offset, that keep the objective at `value` or better.
    fn at_least_as_good(&self, value: f64) -> (f64, f64) {
        match self.sense {
            Sense::Minimise => (f64::NEG_INFINITY, value - self.offset),
            Sense::Maximise => (value - self.offset, f64::INFINITY),
        }
    }

    /// `value`, worse by the share that may be given up.
    fn loosened(&self, value: f64) -> f64 {
        let room = self.keep * value.abs() + 1e-9 * value.abs().max(1.0);
        match self.sense {
            Sense::Minimise => value + room,
            Sense::Maximise => value - room,
        }
    }

    fn put_into(&self, live: &mut Live) -> Result<(), SolveError> {
        live.set_sense(self.sense)?;
        live.set_offset(self.offset)?;
        let costs: Vec<(usize, f64)> = self.cost.iter().copied().enumerate().collect();
        live.set_costs(&costs)
    }
}

/// Solves for the first objective, then for the second among the plans that keep the first (within its `keep`), and so
/// on; gives one solution per objective, the last being the plan. Ends early where one has no feasible point; then the
/// last solution says why. The model's own costs do not matter. The time limit is one for each objective.
///
/// # Errors
/// Faults of the model or of an objective, and what [`Live::solve`] says.
pub fn lexicographic(
    model: &Model,
    objectives: &[Objective],
    limits: &Limits,
    watch: &mut dyn Watch,
) -> Result<Vec<Solution>, SolveError> {
    objectives.iter().try_for_each(|objective| objective.check(model.column_count()))?;
    let mut live = Live::open(model, limits)?;
    one_after_another(&mut live, objectives, watch)
}

fn one_after_another(
    live: &mut Live,
    objectives: &[Objective],
    watch: &mut dyn Watch,
) -> Result<Vec<Solution>, SolveError> {
    let mut found: Vec<Solution> = Vec::with_capacity(objectives.len());
    for (number, objective) in objectives.iter().enumerate() {
        objective.put_into(live)?;
        if let Some(before) = found.last().filter(|_| live.has_integers()) {
            live.start_from(&before.values)?;
        }
        let solution = live.solve(watch)?;
        let feasible = solution.is_feasible();
        if feasible && number + 1 < objectives.len() {
            let (lower, upper) = objective.at_least_as_good(objective.loosened(solution.objective));
            live.add_row(lower, upper, &objective.entries())?;
        }
        found.push(solution);
        if !feasible {
            break;
        }
    }
    Ok(found)
}

/// A plan on the front of two objectives.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// Value of the first objective.
    pub first: f64,
    /// Value of the second.
    pub second: f64,
    /// The plan; its own objective is that of the last step that made it.
    pub solution: Solution,
}

/// Plans between the best of one objective and the best of the other: `points` of them (at least the two ends), evenly
/// spaced in the second objective, each the best in the first that keeps the second (epsilon constraint; Haimes, Lasdon
/// and Wismer 1971), and then the best in the second that keeps the first, so that none is beaten in both. From the best
/// of the first to the best of the second. `keep` of both is used so; the time limit is one for each solve.
///
/// # Errors
/// As [`lexicographic`]. Where the model has no feasible point the front is empty.
pub fn front(
    model: &Model,
    objectives: [&Objective; 2],
    points: usize,
    limits: &Limits,
    watch: &mut dyn Watch,
) -> Result<Vec<Point>, SolveError> {
    let [first, second] = objectives;
    let point = |solution: Solution| Point {
        first: first.value(&solution.values),
        second: second.value(&solution.values),
        solution,
    };
    let order = [first.clone(), second.clone()];
    let best = |steps: Vec<Solution>| steps.into_iter().rfind(Solution::is_feasible).map(point);
    let Some(from) = best(lexicographic(model, &order, limits, watch)?) else { return Ok(Vec::new()) };
    let turned = [second.clone(), first.clone()];
    let Some(to) = best(lexicographic(model, &turned, limits, watch)?) else { return Ok(vec![from]) };
    let between = points.saturating_sub(2);
    let mut front = vec![from];
    let (start, end) = (front[0].second, to.second);
    for step in 1..=between {
        let mut live = Live::open(model, limits)?;
        #[expect(clippy::cast_precision_loss, reason = "a few points")]
        let share = step as f64 / (between + 1) as f64;
        let (lower, upper) = second.at_least_as_good(start + share * (end - start));
        live.add_row(lower, upper, &second.entries())?;
        if let Some(point) = best(one_after_another(&mut live, &order, watch)?) {
            front.push(point);
        }
    }
    front.push(to);
    Ok(front)
}
