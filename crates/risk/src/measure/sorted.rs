//! Things sorted by intensity with running sums, so that a changed function costs its points and not the things.

use crate::dense::AtAssets;
use crate::function::DamageFunction;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Things of one function and one group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Class {
    /// The group, a number of the caller.
    pub group: u32,
    /// The function, its place in the list of functions.
    pub function: u32,
}

/// What an event strikes of a class at one intensity.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PartStruck {
    /// Of which class.
    pub class: Class,
    /// The event, its place among all.
    pub event: usize,
    /// How hard.
    pub intensity: f64,
    /// What it is worth.
    pub value: f64,
    /// Of a set of events: times a year that events together reach so much or more where it stands. None of return periods, whose
    /// events are themselves reached so often.
    pub reached: Option<f64>,
}

/// Things by class and event, sorted by intensity with running sums of value x intensity^0, 1, 2.
///
/// The loss under any piecewise-linear function is then a sum over its points: a draw of an uncertainty run costs some
/// microseconds instead of a look at each thing. The same as [`AtAssets::at_event`] to rounding.
#[derive(Debug, Clone)]
pub struct Sorted {
    pub(crate) classes: Vec<Class>,
    /// By class, then by event.
    pub(crate) columns: Vec<Vec<Column>>,
    pub(crate) events: usize,
    /// Whether each part knows how often so much is reached where it stands.
    pub(crate) by_place: bool,
    value: Vec<f64>,
}

/// Intensity, value, and how often so much is reached.
type Part = (f64, f64, f64);

#[derive(Debug, Clone)]
pub(crate) struct Column {
    intensity: Vec<f64>,
    /// How often so much is reached where it stands, times a year; empty of return periods.
    reached: Vec<f64>,
    /// One more than things; sums of value, value x intensity, value x intensity^2 of the things before.
    running: Vec<[f64; 3]>,
}

impl Sorted {
    /// The same things, sorted.
    #[must_use]
    pub fn of(things: &AtAssets) -> Self {
        let mut by_class: BTreeMap<Class, Vec<usize>> = BTreeMap::new();
        for (at, (&group, &function)) in things.group().iter().zip(things.function()).enumerate() {
            by_class.entry(Class { group, function }).or_default().push(at);
        }
        let value = |members: &Vec<usize>| members.iter().map(|at| things.value()[*at]).sum();
        let column = |members: &Vec<usize>| {
            let of = |intensity: &Vec<f64>| Column::of(members, things.value(), intensity);
            things.intensity().par_iter().map(of).collect()
        };
        Self {
            columns: by_class.values().map(column).collect(),
            events: things.intensity().len(),
            by_place: false,
            value: by_class.values().map(value).collect(),
            classes: by_class.into_keys().collect(),
        }
    }

    /// Parts of things that events strike; `value` is what each class is worth in all. A part is struck at its own event only, and
    /// what no part says is not struck.
    #[must_use]
    pub fn of_parts(events: usize, value: &BTreeMap<Class, f64>, parts: &[PartStruck]) -> Self {
        let by_place = parts.iter().any(|part| part.reached.is_some());
        let mut by_class: BTreeMap<Class, Vec<Vec<Part>>> =
            value.keys().map(|class| (*class, vec![Vec::new(); events])).collect();
        for part in parts {
            if let Some(column) = by_class.get_mut(&part.class).and_then(|columns| columns.get_mut(part.event)) {
                column.push((part.intensity, part.value, part.reached.unwrap_or(0.0)));
            }
        }
        let column = |parts: Vec<Part>| Column::of_parts(parts, by_place);
        Self {
            events,
            by_place,
            value: value.values().copied().collect(),
            classes: by_class.keys().copied().collect(),
            columns: by_class.into_values().map(|of| of.into_iter().map(column).collect()).collect(),
        }
    }

    /// The classes there are, in order of group and function.
    #[must_use]
    pub fn classes(&self) -> &[Class] {
        &self.classes
    }

    /// The value of each class.
    #[must_use]
    pub fn value(&self) -> &[f64] {
        &self.value
    }
}

impl Column {
    fn of(members: &[usize], value: &[f64], intensity: &[f64]) -> Self {
        Self::of_parts(members.iter().map(|at| (intensity[*at], value[*at], 0.0)).collect(), false)
    }

    /// Of intensity, value and how often so much is reached, which is kept where it is known.
    fn of_parts(mut parts: Vec<Part>, by_place: bool) -> Self {
        parts.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut sums = [0.0; 3];
        let mut running = Vec::with_capacity(parts.len() + 1);
        running.push(sums);
        for (x, v, _) in &parts {
            sums = [sums[0] + v, sums[1] + v * x, sums[2] + v * x * x];
            running.push(sums);
        }
        let reached = if by_place { parts.iter().map(|(_, _, often)| *often).collect() } else { Vec::new() };
        Self { intensity: parts.into_iter().map(|(x, ..)| x).collect(), reached, running }
    }

    /// What is left where everything is kept out that is reached `frequency` times a year or oftener.
    pub(crate) fn rarer_than(&self, frequency: f64) -> Self {
        let limit = frequency * (1.0 - 1e-9);
        let value = |at: usize| self.running[at + 1][0] - self.running[at][0];
        let all = self.intensity.iter().zip(&self.reached).enumerate();
        let left = all.filter(|(_, (_, often))| **often < limit).map(|(at, (x, often))| (*x, value(at), *often));
        Self::of_parts(left.collect(), true)
    }

    /// Sum of value x part lost, with all intensities times `stretch` (above 0).
    pub(crate) fn loss(&self, function: &DamageFunction, stretch: f64) -> f64 {
        let (xs, ys) = (function.intensity(), function.degree());
        let shares = function.affected();
        let share = |at: usize| shares.map_or(1.0, |of| of[at]);
        let below = |from: usize, x: f64| from + self.intensity[from..].partition_point(|known| known * stretch < x);
        let last = xs.len() - 1;
        let end = self.intensity.len();
        let mut from = below(0, xs[0]);
        let mut loss = ys[0] * share(0) * self.running[from][0];
        for at in 0..last {
            if from == end {
                return loss;
            }
            let to = below(from, xs[at + 1]);
            if to > from {
                let width = xs[at + 1] - xs[at];
                let (rise, more) = ((ys[at + 1] - ys[at]) / width, (share(at + 1) - share(at)) / width);
                let [v, u, uu] = self.beyond(from, to, xs[at], stretch);
                loss += ys[at] * share(at) * v + (ys[at] * more + share(at) * rise) * u + rise * more * uu;
                from = to;
            }
        }
        loss + ys[last] * share(last) * (self.running[end][0] - self.running[from][0])
    }

    /// Sums of value x (intensity - x)^0, 1, 2 of the things from `from` up to `to`.
    fn beyond(&self, from: usize, to: usize, x: f64, stretch: f64) -> [f64; 3] {
        let (a, b) = (self.running[from], self.running[to]);
        let (v, vx, vxx) = (b[0] - a[0], (b[1] - a[1]) * stretch, (b[2] - a[2]) * stretch * stretch);
        [v, vx - x * v, vxx - 2.0 * x * vx + x * x * v]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn many() -> AtAssets {
        let things = 500;
        let of = |seed: u32| (0..things).map(move |i: u32| f64::from((i * 7919 + seed * 104_729) % 1000) / 250.0);
        let value = of(3).map(|v| v + 1.0).collect();
        let function = (0..things).map(|i| i % 2).collect();
        AtAssets::new(value, function, vec![0; 500], &[of(1).collect(), of(2).map(|x| (x - 3.0).max(0.0)).collect()])
            .unwrap()
    }

    fn functions() -> [DamageFunction; 2] {
        let step = DamageFunction::new("a", vec![0.0, 0.5, 1.0, 1.0, 2.0], vec![0.01, 0.2, 0.4, 0.7, 0.9]).unwrap();
        let share = DamageFunction::new("b", vec![0.3, 1.2, 3.0], vec![0.0, 0.7, 1.0]).unwrap();
        [step, share.with_affected(vec![0.1, 0.4, 1.0]).unwrap()]
    }

    #[test]
    fn running_sums_give_what_a_look_at_each_thing_gives() {
        let (things, functions) = (many(), functions());
        let sorted = Sorted::of(&things);
        let each = things.at_event(&functions).unwrap();
        for (event, expected) in each.iter().enumerate() {
            let found: f64 = (0..2).map(|class| sorted.columns[class][event].loss(&functions[class], 1.0)).sum();
            assert!((found / expected - 1.0).abs() < 1e-12, "{found} {expected}");
        }
    }

    #[test]
    fn a_stretch_is_the_same_as_deeper_water() {
        let (things, functions) = (many(), functions());
        let deeper: Vec<Vec<f64>> = things.intensity().iter().map(|of| of.iter().map(|x| x * 1.3).collect()).collect();
        let deeper = AtAssets::new(things.value().to_vec(), things.function().to_vec(), vec![0; 500], &deeper).unwrap();
        let each = deeper.at_event(&functions).unwrap();
        let sorted = Sorted::of(&things);
        for (event, expected) in each.iter().enumerate() {
            let found: f64 = (0..2).map(|class| sorted.columns[class][event].loss(&functions[class], 1.3)).sum();
            assert!((found / expected - 1.0).abs() < 1e-12, "{found} {expected}");
        }
    }
}
