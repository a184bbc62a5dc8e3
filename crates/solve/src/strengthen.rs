//! Adds rows that every whole-number plan keeps and that fractional plans break, so that the bound comes nearer.

use std::collections::BTreeMap;

use crate::error::{Part, SolveError};
use crate::limits::{Limits, Watch, relative_gap};
use crate::live::Live;
use crate::model::{Kind, Model};
use crate::solution::Status;

/// A row is worth adding from this violation on, relative to the length of its coefficients.
const WORTH: f64 = 1e-4;
/// Equality rows longer than this are not used to replace a column by integers.
const LONGEST: usize = 40;
/// Another round is worth it while the last one brought the bound nearer by this share.
const GAIN: f64 = 1e-4;
/// Divisors tried for each sum of rows.
const DIVISORS: usize = 12;

/// A stronger model.
#[derive(Debug, Clone, PartialEq)]
pub struct Strengthened {
    /// The model with rows added behind its own.
    pub model: Model,
    /// How many rows were added.
    pub added: usize,
    /// Optimum without integers before; not a number where there is none.
    pub before: f64,
    /// Optimum without integers after.
    pub after: f64,
    /// The columns there; empty where there is none.
    pub values: Vec<f64>,
}

/// Adds rows found from sums of rows. A sum is a list of (row, weight), for example the balances of one resource over a
/// group of neighbouring places: what must come in or be made there. In the sum each flow or output is replaced by the
/// capacity that whole units give it (`flow <= 80 x pipes`, with stocks written out as what was built), and the sum is
/// rounded to whole units. A sum is tried with both signs.
///
/// Method: mixed-integer rounding with variable upper bounds on aggregated rows (Marchand and Wolsey 2001, Operations
/// Research 49:363). `rounds` at most of solving without integers and adding what is broken, while that gives anything; rows that do not
/// bind at the end are left out. The optimum with integers is the same.
///
/// # Errors
/// Faults of the model; a row that is not there; a failing optimiser.
///
/// ```
/// use solve::{Kind, Limits, Model, Quiet, Sense, strengthen::strengthen};
/// // wells of 60 m3 a day at 10 each; 155 are needed: 2.58 wells without integers, 3 with
/// let mut model = Model::new(Sense::Minimise);
/// let wells = model.column(10.0, 0.0, 9.0, Kind::Integer);
/// let made = model.column(0.0, 0.0, f64::INFINITY, Kind::Continuous);
/// model.row(f64::NEG_INFINITY, 0.0, &[(made, 1.0), (wells, -60.0)]);
/// let demand = model.row(155.0, f64::INFINITY, &[(made, 1.0)]);
/// let stronger = strengthen(&model, &[vec![(demand, 1.0)]], 5, &Limits::default(), &mut Quiet)?;
/// assert!((stronger.before - 10.0 * 155.0 / 60.0).abs() < 1e-6 && (stronger.after - 30.0).abs() < 1e-6);
/// # Ok::<(), solve::SolveError>(())
/// ```
pub fn strengthen(
    model: &Model,
    sums: &[Vec<(usize, f64)>],
    rounds: usize,
    limits: &Limits,
    watch: &mut dyn Watch,
) -> Result<Strengthened, SolveError> {
    let count = model.row_count();
    if let Some(&(index, _)) = sums.iter().flatten().find(|entry| entry.0 >= count) {
        return Err(SolveError::OutOfRange { part: Part::Row, index, count });
    }
    let mut live = Live::open(model, limits)?;
    live.relax()?;
    let unchanged =
        |value| Strengthened { model: model.clone(), added: 0, before: value, after: value, values: Vec::new() };
    let mut point = live.solve(watch)?;
    if point.status != Status::Optimal {
        return Ok(unchanged(f64::NAN));
    }
    let before = point.objective;
    let capacities = Capacities::of(model);
    let sums: Vec<Sum> =
        sums.iter().flat_map(|rows| [1.0, -1.0].map(|sign| Sum::of(model, rows, sign))).flatten().collect();
    let mut added: Vec<Cut> = Vec::new();
    let mut after = before;
    for _ in 0..rounds {
        let mut cuts = broken(model, &sums, &capacities, &point.values, limits.threads);
        cuts.sort_by(|one, other| other.violation.total_cmp(&one.violation));
        cuts.truncate(200);
        if cuts.is_empty() {
            break;
        }
        for cut in &cuts {
            live.add_row(cut.lower, f64::INFINITY, &cut.entries)?;
        }
        added.extend(cuts);
        let next = live.solve(watch)?;
        if next.status != Status::Optimal {
            break;
        }
        point = next;
        let gained = relative_gap(point.objective, after);
        after = point.objective;
        if gained < GAIN {
            break;
        }
    }
    let mut stronger = model.clone();
    for (number, cut) in added.iter().enumerate() {
        let binds = point
            .rows
            .get(model.row_count() + number)
            .is_none_or(|sum| sum - cut.lower < 1e-6 * cut.lower.abs().max(1.0));
        if binds {
            stronger.row(cut.lower, f64::INFINITY, &cut.entries);
        }
    }
    let added = stronger.row_count() - model.row_count();
    Ok(Strengthened { model: stronger, added, before, after, values: point.values })
}

/// The rounding of each sum that the point breaks most, in the order of the sums.
fn broken(model: &Model, sums: &[Sum], capacities: &Capacities, point: &[f64], threads: usize) -> Vec<Cut> {
    let cuts =
        |sums: &[Sum]| -> Vec<Cut> { sums.iter().filter_map(|sum| sum.best_cut(model, capacities, point)).collect() };
    let each = sums.len().div_ceil(threads.max(1)).max(1);
    std::thread::scope(|scope| {
        let running: Vec<_> = sums.chunks(each).map(|chunk| scope.spawn(|| cuts(chunk))).collect();
        let done = running.into_iter().map(|one| one.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        done.flatten().collect()
    })
}

/// A constant and whole columns with their factors.
#[derive(Debug, Clone, Default)]
struct Whole {
    constant: f64,
    factors: Vec<(usize, f64)>,
}

impl Whole {
    fn at(&self, values: &[f64]) -> f64 {
        self.constant + self.factors.iter().map(|&(column, factor)| factor * values[column]).sum::<f64>()
    }
}

/// What whole units allow: columns that equal a sum of whole columns, and columns that are at most such a sum.
struct Capacities {
    equal: BTreeMap<usize, Whole>,
    at_most: BTreeMap<usize, Whole>,
}

impl Capacities {
    fn of(model: &Model) -> Self {
        let mut capacities = Self { equal: BTreeMap::new(), at_most: BTreeMap::new() };
        let equalities: Vec<usize> = (0..model.row_count())
            .filter(|&row| model.row_upper[row] - model.row_lower[row] <= 0.0 && model.entries(row).count() <= LONGEST)
            .collect();
        loop {
            let known = capacities.equal.len();
            for &row in &equalities {
                capacities.learn_equality(model, row);
            }
            if capacities.equal.len() == known {
                break;
            }
        }
        for row in 0..model.row_count() {
            capacities.learn_capacity(model, row);
        }
        capacities
    }

    /// The sum of these entries in whole columns, if they all are or equal such.
    fn whole(&self, model: &Model, entries: impl Iterator<Item = (usize, f64)>) -> Option<Whole> {
        let mut whole = Whole::default();
        let mut factors: BTreeMap<usize, f64> = BTreeMap::new();
        for (column, value) in entries {
            if model.kind[column] == Kind::Integer {
                *factors.entry(column).or_default() += value;
            } else {
                let equal = self.equal.get(&column)?;
                whole.constant += value * equal.constant;
                for &(column, factor) in &equal.factors {
                    *factors.entry(column).or_default() += value * factor;
                }
            }
        }
        whole.factors = factors.into_iter().collect();
        Some(whole)
    }

    fn learn_equality(&mut self, model: &Model, row: usize) {
        let mut unknown = model
            .entries(row)
            .filter(|&(column, _)| model.kind[column] == Kind::Continuous && !self.equal.contains_key(&column));
        let (Some((column, value)), None) = (unknown.next(), unknown.next()) else { return };
        drop(unknown);
        let others =
            model.entries(row).filter(|entry| entry.0 != column).map(|(other, factor)| (other, -factor / value));
        if let Some(mut whole) = self.whole(model, others) {
            whole.constant += model.row_lower[row] / value;
            self.equal.insert(column, whole);
        }
    }

    fn learn_capacity(&mut self, model: &Model, row: usize) {
        let sign = if model.row_upper[row].is_finite() && model.row_lower[row].is_infinite() {
            1.0
        } else if model.row_lower[row].is_finite() && model.row_upper[row].is_infinite() {
            -1.0
        } else {
            return;
        };
        let side = if sign > 0.0 { model.row_upper[row] } else { -model.row_lower[row] };
        let mut free = model
            .entries(row)
            .filter(|&(column, _)| model.kind[column] == Kind::Continuous && !self.equal.contains_key(&column));
        let (Some((column, value)), None) = (free.next(), free.next()) else { return };
        drop(free);
        let value = sign * value;
        if value <= 0.0 || self.at_most.contains_key(&column) {
            return;
        }
        let others =
            model.entries(row).filter(|entry| entry.0 != column).map(|(other, factor)| (other, -sign * factor / value));
        if let Some(mut whole) = self.whole(model, others) {
            whole.constant += side / value;
            self.at_most.insert(column, whole);
        }
    }
}

/// A row to add: `sum of entries >= lower`.
struct Cut {
    lower: f64,
    entries: Vec<(usize, f64)>,
    violation: f64,
}

/// A weighted sum of rows: `sum of entries >= lower`.
struct Sum {
    lower: f64,
    entries: Vec<(usize, f64)>,
}

/// A sum rewritten as `whole + rest >= lower`, where `rest` is not negative.
#[derive(Default)]
struct Rewritten {
    lower: f64,
    whole: BTreeMap<usize, f64>,
    rest: BTreeMap<usize, f64>,
    rest_constant: f64,
}

impl Sum {
    fn of(model: &Model, rows: &[(usize, f64)], sign: f64) -> Option<Self> {
        let mut entries: BTreeMap<usize, f64> = BTreeMap::new();
        let mut lower = 0.0;
        for &(row, weight) in rows {
            let weight = weight * sign;
            let side = if weight > 0.0 { model.row_lower.get(row)? } else { model.row_upper.get(row)? };
            lower += weight * side;
            for (column, value) in model.entries(row) {
                *entries.entry(column).or_default() += weight * value;
            }
        }
        let entries = entries.into_iter().filter(|entry| entry.1.abs() > 1e-12).collect();
        Some(Self { lower, entries }).filter(|sum| sum.lower.is_finite())
    }

    /// The rounding that the point breaks most.
    fn best_cut(&self, model: &Model, capacities: &Capacities, point: &[f64]) -> Option<Cut> {
        let rewritten = self.rewrite(model, capacities, point)?;
        let mut divisors: Vec<f64> = rewritten
            .whole
            .iter()
            .filter(|&(&column, factor)| *factor > 1e-9 && point[column] > 1e-9)
            .map(|(_, factor)| *factor)
            .collect();
        divisors.sort_by(|one, other| other.total_cmp(one));
        divisors.dedup_by(|one, other| (*one - *other).abs() <= 1e-9 * other.abs());
        divisors.truncate(DIVISORS);
        let cuts = divisors.iter().filter_map(|&divisor| rewritten.rounded(divisor, point));
        cuts.max_by(|one, other| one.violation.total_cmp(&other.violation)).filter(|cut| cut.violation > WORTH)
    }

    fn rewrite(&self, model: &Model, capacities: &Capacities, point: &[f64]) -> Option<Rewritten> {
        let mut out = Rewritten { lower: self.lower, ..Rewritten::default() };
        for &(column, value) in &self.entries {
            if model.kind[column] == Kind::Integer {
                // whole columns are counted from their lower bound, which has to be zero here
                if model.lower[column] != 0.0 {
                    return None;
                }
                *out.whole.entry(column).or_default() += value;
            } else if let Some(equal) = capacities.equal.get(&column) {
                out.add_whole(equal, value);
            } else {
                out.add_continuous(model, capacities, point, (column, value))?;
            }
        }
        let from_zero = |column: &usize| model.lower[*column].abs() <= 0.0;
        out.whole.keys().all(from_zero).then_some(out)
    }
}

impl Rewritten {
    fn add_whole(&mut self, whole: &Whole, value: f64) {
        self.lower -= value * whole.constant;
        for &(column, factor) in &whole.factors {
            *self.whole.entry(column).or_default() += value * factor;
        }
    }

    /// Replaces a column by the nearer of its bounds; what then helps stays as `rest`, what hinders is left out.
    fn add_continuous(
        &mut self,
        model: &Model,
        capacities: &Capacities,
        point: &[f64],
        (column, value): (usize, f64),
    ) -> Option<()> {
        let constant = Whole { constant: model.upper[column], factors: Vec::new() };
        let capacity = capacities.at_most.get(&column).unwrap_or(&constant);
        let above = capacity.at(point) - point[column];
        let lower = if model.kind[column] == Kind::SemiContinuous { 0.0 } else { model.lower[column] };
        let below = point[column] - lower;
        if below <= above && lower.is_finite() {
            self.lower -= value * lower;
            if value > 0.0 {
                *self.rest.entry(column).or_default() += value;
                self.rest_constant -= value * lower;
            }
            return Some(());
        }
        if !capacity.constant.is_finite() {
            return None;
        }
        self.add_whole(capacity, value);
        if value < 0.0 {
            // column = capacity - slack: -|v| column = -|v| capacity + |v| slack
            *self.rest.entry(column).or_default() += value;
            self.rest_constant -= value * capacity.constant;
            for &(whole, factor) in &capacity.factors {
                *self.rest.entry(whole).or_default() -= value * factor;
            }
        }
        Some(())
    }

    /// The rounding for one divisor, and how far the point breaks it.
    fn rounded(&self, divisor: f64, point: &[f64]) -> Option<Cut> {
        let share = self.lower / divisor;
        let part = share - share.floor();
        if !(0.01..0.999).contains(&part) || share.abs() > 1e6 {
            return None;
        }
        let mut entries: BTreeMap<usize, f64> = BTreeMap::new();
        for (&column, factor) in &self.whole {
            let scaled = factor / divisor;
            let fraction = scaled - scaled.floor();
            // a fraction within rounding error of the next whole number counts as that number
            let rounded =
                if fraction > 1.0 - 1e-9 { scaled.ceil() } else { scaled.floor() + (fraction / part).min(1.0) };
            *entries.entry(column).or_default() += rounded;
        }
        let rest = 1.0 / (divisor * part);
        for (&column, factor) in &self.rest {
            *entries.entry(column).or_default() += factor * rest;
        }
        let lower = share.ceil() - self.rest_constant * rest;
        let entries: Vec<(usize, f64)> = entries.into_iter().filter(|entry| entry.1.abs() > 1e-12).collect();
        let reached: f64 = entries.iter().map(|&(column, factor)| factor * point[column]).sum();
        let length = entries.iter().map(|entry| entry.1 * entry.1).sum::<f64>().sqrt();
        Some(Cut { lower, violation: (lower - reached) / length, entries })
    }
}
