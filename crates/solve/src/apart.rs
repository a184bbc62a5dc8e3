//! A bound for a model that falls apart once the rows that join its blocks are priced instead of kept.

use crate::error::SolveError;
use crate::limits::{Limits, Progress, Watch};
use crate::live::Live;
use crate::model::{Kind, Model, Sense};
use crate::solution::{Solution, Status};
use crate::start::Clock;
use std::ops::ControlFlow;

/// The gap at which a block ends, as a share of the gap that is asked of the whole.
const SHARE_OF_GAP: f64 = 0.15;

/// A model in blocks. For every plan of the whole, its value is at least (at most, where the most is sought) the sum of what the
/// blocks reach each by itself, and [`Apart::constant`]: rows that join blocks are weighed by their prices (Lagrange multipliers)
/// instead of kept.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Apart {
    /// The smallest first.
    pub blocks: Vec<Block>,
    /// What is paid whatever the blocks do.
    pub constant: f64,
}

/// A part of a model by itself.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Block {
    /// Its rows and columns.
    pub model: Model,
    /// Which column of the whole each of its columns is.
    pub columns: Vec<usize>,
}

impl Apart {
    /// The blocks of a model: columns in different lists of `parts` belong to different blocks; each column in none is one by itself.
    /// `prices` are the duals of all rows without integers. None where there is only one block.
    pub fn of(model: &Model, parts: &[Vec<usize>], prices: &[f64]) -> Option<Self> {
        let mut part_of = vec![parts.len(); model.column_count()];
        for (part, columns) in parts.iter().enumerate() {
            for column in columns {
                *part_of.get_mut(*column)? = part;
            }
        }
        let mut blocks: Vec<Block> = (0..=parts.len()).map(|_| Block::empty(model.sense)).collect();
        let mut place = vec![0; model.column_count()];
        for (column, part) in part_of.iter().enumerate() {
            place[column] = blocks[*part].take(model, column);
        }
        let mut constant = model.offset;
        for row in 0..model.row_count() {
            let entries: Vec<(usize, f64)> = model.entries(row).collect();
            let first = entries.first().map(|entry| part_of[entry.0]);
            if let Some(part) = first.filter(|part| entries.iter().all(|entry| part_of[entry.0] == *part)) {
                let own: Vec<(usize, f64)> = entries.iter().map(|(column, value)| (place[*column], *value)).collect();
                blocks[part].model.row(model.row_lower[row], model.row_upper[row], &own);
                continue;
            }
            let price = prices.get(row).copied().unwrap_or(0.0);
            let at_lower = (price > 0.0) == (model.sense == Sense::Minimise);
            let limit = if at_lower { model.row_lower[row] } else { model.row_upper[row] };
            // a price on a side that has no limit is a rounding of the optimiser
            if !limit.is_finite() {
                continue;
            }
            constant += price * limit;
            for (column, value) in entries {
                blocks[part_of[column]].model.cost[place[column]] -= price * value;
            }
        }
        blocks.retain(|block| !block.columns.is_empty());
        blocks.sort_by(|one, other| one.weight().total_cmp(&other.weight()));
        (blocks.len() > 1).then_some(Self { blocks, constant })
    }
}

impl Block {
    fn empty(sense: Sense) -> Self {
        Self { model: Model::new(sense), columns: Vec::new() }
    }

    fn take(&mut self, whole: &Model, column: usize) -> usize {
        self.columns.push(column);
        self.model.column(whole.cost[column], whole.lower[column], whole.upper[column], whole.kind[column])
    }

    /// How hard it is: the square of its whole numbers, at least one.
    fn weight(&self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "a count of columns")]
        let whole = self.model.kind.iter().filter(|kind| **kind != Kind::Continuous).count() as f64;
        (whole * whole).max(1.0)
    }

    /// What a plan of the whole says of this block.
    fn of_plan(&self, values: &[f64]) -> Vec<f64> {
        self.columns.iter().map(|column| values[*column]).collect()
    }
}

/// Bounds the whole by bounding block after block, from its optimum without whole numbers. The watch is told of each bound of the
/// whole, and offers plans of the whole.
///
/// The time is shared out by the square of whole numbers, and what one block leaves the next has too. A block ends at a share of the gap
/// that is asked of the whole.
///
/// # Errors
/// Of the optimiser.
pub(crate) fn bound_by_parts(
    model: &Model,
    parts: &[Vec<usize>],
    point: &Solution,
    limits: &Limits,
    watch: &mut dyn Watch,
) -> Result<(), SolveError> {
    let clock = Clock::start(limits);
    let Some(apart) = point.row_duals.as_ref().and_then(|prices| Apart::of(model, parts, prices)) else {
        return Ok(());
    };
    let mut bounds: Vec<f64> =
        apart.blocks.iter().map(|block| block.model.objective(&block.of_plan(&point.values))).collect();
    // without whole numbers a block is bounded already
    for (at, block) in apart.blocks.iter().enumerate().filter(|(_, block)| block.model.has_integers()) {
        let all = apart.constant + bounds.iter().sum::<f64>();
        let mut part = Part { block, others: all - bounds[at], watch };
        let seconds = clock.left().map(|left| left * block.weight() / apart.weight_from(at));
        let limits = Limits { gap: limits.gap * SHARE_OF_GAP, ..limits.within(seconds) };
        let mut live = Live::open(&block.model, &limits)?;
        live.seek_plans(false)?;
        let solution = live.solve(&mut part)?;
        bounds[at] = model.sense.nearer(bounds[at], solution.bound);
        if matches!(solution.status, Status::Cancelled | Status::Infeasible) {
            return Ok(());
        }
    }
    Ok(())
}

impl Apart {
    fn weight_from(&self, at: usize) -> f64 {
        self.blocks[at..].iter().map(Block::weight).sum()
    }
}

/// The watch of a block: tells of the whole what is heard of the block.
struct Part<'a> {
    block: &'a Block,
    /// What all other blocks reach at best.
    others: f64,
    watch: &'a mut dyn Watch,
}

impl Watch for Part<'_> {
    fn progress(&mut self, progress: &Progress) -> ControlFlow<()> {
        let bound = progress.bound.map(|bound| bound + self.others);
        self.watch.progress(&Progress { objective: None, bound, gap: None, ..*progress })
    }

    fn better_plan(&mut self) -> Option<Vec<f64>> {
        self.watch.better_plan().map(|plan| self.block.of_plan(&plan))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Quiet;
    use proptest::prelude::*;

    /// Two places that make and need, whole units, and one row over both.
    fn two(needs: [f64; 2], costs: [f64; 2], both: f64, sense: Sense) -> (Model, Vec<Vec<usize>>) {
        let mut model = Model::new(sense);
        model.offset = 3.0;
        let sign = if sense == Sense::Minimise { 1.0 } else { -1.0 };
        let mut parts = Vec::new();
        for (need, cost) in needs.into_iter().zip(costs) {
            let units = model.column(sign * cost, 0.0, 9.0, Kind::Integer);
            let bought = model.column(sign * 2.0, 0.0, 50.0, Kind::Continuous);
            model.row(need, f64::INFINITY, &[(units, 6.0), (bought, 1.0)]);
            parts.push(vec![units, bought]);
        }
        model.row(f64::NEG_INFINITY, both, &[(1, 1.0), (3, 1.0)]);
        (model, parts)
    }

    fn bound_of(model: &Model, parts: &[Vec<usize>]) -> (f64, f64) {
        let mut live = Live::open(model, &Limits::default()).unwrap();
        live.relax().unwrap();
        let point = live.solve(&mut Quiet).unwrap();
        let apart = Apart::of(model, parts, point.row_duals.as_ref().unwrap()).unwrap();
        let exact = Limits { gap: 0.0, ..Limits::default() };
        let whole: f64 =
            apart.blocks.iter().map(|block| crate::solve(&block.model, &exact, &mut Quiet).unwrap().bound).sum();
        (point.objective, apart.constant + whole)
    }

    #[test]
    fn parts_that_nothing_joins_give_the_optimum_itself() {
        let (model, parts) = two([15.0, 8.0], [10.0, 11.0], 1e9, Sense::Minimise);
        let best = crate::solve(&model, &Limits { gap: 0.0, ..Limits::default() }, &mut Quiet).unwrap().objective;
        assert!((bound_of(&model, &parts).1 - best).abs() < 1e-9);
    }

    proptest! {
        #[test]
        fn the_bound_lies_between_that_without_whole_numbers_and_the_best_plan(
            needs in [0.0..50.0, 0.0..50.0], costs in [1.0..30.0, 1.0..30.0], both in 0.0..40.0, most in any::<bool>(),
        ) {
            let sense = if most { Sense::Maximise } else { Sense::Minimise };
            let (model, parts) = two(needs, costs, both, sense);
            let best = crate::solve(&model, &Limits { gap: 0.0, ..Limits::default() }, &mut Quiet).unwrap();
            let (relaxed, bound) = bound_of(&model, &parts);
            let sign = if most { -1.0 } else { 1.0 };
            // HiGHS keeps rows to a millionth, which prices multiply
            prop_assert!(sign * bound <= sign * best.objective + 1e-4);
            prop_assert!(sign * bound >= sign * relaxed - 1e-4);
        }
    }
}
