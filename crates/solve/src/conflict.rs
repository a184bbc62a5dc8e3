//! Finds the smallest set of demands, budgets and bans that cannot hold together.

use crate::error::{Part, SolveError};
use crate::limits::{Limits, Watch};
use crate::live::Live;
use crate::model::{Kind, Model, Sense};
use crate::solution::{Solution, Status};

/// A slack larger than this, relative to the bound it stretches, counts as a broken bound.
const BROKEN: f64 = 1e-6;

/// Which bound of a row or column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The smallest value.
    Lower,
    /// The largest value.
    Upper,
    /// Both.
    Both,
}

/// A bound that could be given up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Item {
    /// Of a row.
    Row(usize, Side),
    /// Of a column that is continuous or whole; the ban of a technology, for instance.
    Column(usize, Side),
}

/// Which groups of bounds conflict, as few as can be: without any one of them the rest can hold (with whatever is in no
/// group, which is never given up). A group is what a person would give up as one: a demand over all periods, a budget, a
/// ban. Empty where the model is feasible. Where several conflicts exist one of them is found.
///
/// Method: an elastic filter (Brown and Graves 1975; Chinneck and Dravnieks 1991, ORSA Journal on Computing 3:157) lets
/// every group stretch at a cost and keeps those that must; a deletion filter then takes out, one by one, each group
/// without which the rest still conflicts. Bounds that are infinite are no bounds and are passed over. The time limit is
/// one for each solve; costs of the model do not matter.
///
/// # Errors
/// [`SolveError::HardPart`] where what is in no group is contradictory by itself; [`SolveError::ConflictUnfinished`]
/// where time ended or the watch cancelled; faults of the model; a row or column that is not there, or one of kind
/// [`Kind::SemiContinuous`].
///
/// ```
/// use solve::conflict::{Item, Side, smallest};
/// use solve::{Kind, Limits, Model, Quiet, Sense};
/// let mut model = Model::new(Sense::Minimise);
/// let water = model.column(1.0, 0.0, 40.0, Kind::Continuous);
/// let (demand, budget) = (model.row(100.0, f64::INFINITY, &[(water, 1.0)]), model.row(0.0, 500.0, &[(water, 1.0)]));
/// let groups = [vec![Item::Row(budget, Side::Upper)], vec![Item::Row(demand, Side::Lower)], vec![Item::Column(water, Side::Upper)]];
/// assert_eq!(smallest(&model, &groups, &Limits::default(), &mut Quiet)?, [1, 2]);
/// # Ok::<(), solve::SolveError>(())
/// ```
pub fn smallest(
    model: &Model,
    groups: &[Vec<Item>],
    limits: &Limits,
    watch: &mut dyn Watch,
) -> Result<Vec<usize>, SolveError> {
    model.check()?;
    let mut elastic = Elastic::new(model, groups, limits)?;
    if model.has_integers() {
        elastic.live.relax()?;
        if let Some(kept) = elastic.filter(watch)? {
            elastic.live.restore_kinds()?;
            return elastic.delete(kept, watch);
        }
        elastic.live.restore_kinds()?;
        elastic.stretch_all()?;
    }
    match elastic.filter(watch)? {
        Some(kept) => elastic.delete(kept, watch),
        None => Ok(Vec::new()),
    }
}

/// A slack column and the size of the bound it stretches.
struct Slack {
    column: usize,
    scale: f64,
}

struct Elastic {
    live: Live,
    slacks: Vec<Vec<Slack>>,
    integers: bool,
}

impl Elastic {
    fn new(model: &Model, groups: &[Vec<Item>], limits: &Limits) -> Result<Self, SolveError> {
        let mut base = Stretched::new(model);
        let mut slacks = Vec::with_capacity(groups.len());
        for group in groups {
            let mut of_group = Vec::new();
            for item in group {
                base.stretch(model, *item, &mut of_group)?;
            }
            slacks.push(of_group);
        }
        let limits = Limits { gap: 0.5, ..limits.clone() };
        let stretched = base.finish(model);
        Ok(Self { live: Live::open(&stretched, &limits)?, slacks, integers: stretched.has_integers() })
    }

    /// Lets a group stretch without end, or not at all.
    fn set(&mut self, group: usize, free: bool) -> Result<(), SolveError> {
        let upper = if free { f64::INFINITY } else { 0.0 };
        let changes: Vec<_> = self.slacks[group].iter().map(|slack| (slack.column, 0.0, upper)).collect();
        self.live.set_column_bounds(&changes)
    }

    fn stretch_all(&mut self) -> Result<(), SolveError> {
        (0..self.slacks.len()).try_for_each(|group| self.set(group, true))
    }

    /// Groups among which there is a conflict; `None` where all can hold. All groups are free at the start.
    fn filter(&mut self, watch: &mut dyn Watch) -> Result<Option<Vec<usize>>, SolveError> {
        let mut kept: Vec<usize> = Vec::new();
        loop {
            let Some(values) = self.feasible(&kept, watch)? else {
                return if kept.is_empty() { Err(SolveError::HardPart) } else { Ok(Some(kept)) };
            };
            let broken =
                |group: &usize| self.slacks[*group].iter().any(|slack| values[slack.column] > BROKEN * slack.scale);
            let stretched: Vec<usize> =
                (0..self.slacks.len()).filter(|group| !kept.contains(group)).filter(broken).collect();
            if stretched.is_empty() {
                return Ok(None);
            }
            for &group in &stretched {
                self.set(group, false)?;
            }
            kept.extend(stretched);
        }
    }

    /// Takes out of `kept` what the conflict does not need. All others are free.
    fn delete(&mut self, mut kept: Vec<usize>, watch: &mut dyn Watch) -> Result<Vec<usize>, SolveError> {
        kept.sort_unstable();
        for group in kept.clone() {
            self.set(group, true)?;
            if self.feasible(&kept, watch)?.is_some() {
                self.set(group, false)?;
            } else {
                kept.retain(|&other| other != group);
            }
        }
        Ok(kept)
    }

    fn feasible(&mut self, kept: &[usize], watch: &mut dyn Watch) -> Result<Option<Vec<f64>>, SolveError> {
        let Solution { status, values, .. } = self.live.solve(watch)?;
        match status {
            // every cost is that of a slack and none is negative, so the objective has an end
            Status::Infeasible | Status::InfeasibleOrUnbounded | Status::Unbounded => Ok(None),
            // with integers any plan will do
            _ if !values.is_empty() && (self.integers || status == Status::Optimal) => Ok(Some(values)),
            _ => Err(SolveError::ConflictUnfinished { groups: kept.to_vec() }),
        }
    }
}

/// The model with its costs taken away and slacks put in.
struct Stretched {
    lower: Vec<f64>,
    upper: Vec<f64>,
    slack_costs: Vec<f64>,
    in_rows: Vec<Vec<(usize, f64)>>,
    more_rows: Vec<MoreRow>,
}

/// Lower and upper bound and entries of a row that stands for a bound of a column.
type MoreRow = (f64, f64, Vec<(usize, f64)>);

impl Stretched {
    fn new(model: &Model) -> Self {
        Self {
            lower: model.lower.clone(),
            upper: model.upper.clone(),
            slack_costs: Vec::new(),
            in_rows: vec![Vec::new(); model.row_count()],
            more_rows: Vec::new(),
        }
    }

    fn stretch(&mut self, model: &Model, item: Item, slacks: &mut Vec<Slack>) -> Result<(), SolveError> {
        let (part, index, side, count) = match item {
            Item::Row(row, side) => (Part::Row, row, side, model.row_count()),
            Item::Column(column, side) => (Part::Column, column, side, model.column_count()),
        };
        if index >= count {
            return Err(SolveError::OutOfRange { part, index, count });
        }
        if part == Part::Column && model.kind[index] == Kind::SemiContinuous {
            return Err(SolveError::SemiContinuous { column: index });
        }
        let (lower, upper) = match part {
            Part::Row => (model.row_lower[index], model.row_upper[index]),
            Part::Column => (model.lower[index], model.upper[index]),
        };
        let wanted = [(lower, side != Side::Upper, 1.0), (upper, side != Side::Lower, -1.0)];
        for (bound, _, sign) in wanted.into_iter().filter(|(bound, wanted, _)| *wanted && bound.is_finite()) {
            let scale = bound.abs().max(1.0);
            let column = model.column_count() + self.slack_costs.len();
            self.slack_costs.push(1.0 / scale);
            slacks.push(Slack { column, scale });
            if part == Part::Row {
                self.in_rows[index].push((column, sign));
            } else if sign > 0.0 {
                self.lower[index] = f64::NEG_INFINITY;
                self.more_rows.push((bound, f64::INFINITY, vec![(index, 1.0), (column, 1.0)]));
            } else {
                self.upper[index] = f64::INFINITY;
                self.more_rows.push((f64::NEG_INFINITY, bound, vec![(index, 1.0), (column, -1.0)]));
            }
        }
        Ok(())
    }

    fn finish(self, model: &Model) -> Model {
        let more = self.slack_costs.len();
        let mut stretched = Model::with_capacity(
            Sense::Minimise,
            model.column_count() + more,
            model.row_count() + self.more_rows.len(),
            model.values.len() + 3 * more,
        );
        for (column, &kind) in model.kind.iter().enumerate() {
            stretched.column(0.0, self.lower[column], self.upper[column], kind);
        }
        for &cost in &self.slack_costs {
            stretched.column(cost, 0.0, f64::INFINITY, Kind::Continuous);
        }
        let mut entries = Vec::new();
        for (row, slacks) in self.in_rows.iter().enumerate() {
            entries.clear();
            entries.extend(model.entries(row));
            entries.extend(slacks);
            stretched.row(model.row_lower[row], model.row_upper[row], &entries);
        }
        for (lower, upper, entries) in &self.more_rows {
            stretched.row(*lower, *upper, entries);
        }
        stretched
    }
}
