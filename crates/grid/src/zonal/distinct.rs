use std::cmp::Ordering;

/// Every value met and the coverage it was met with.
///
/// Values are kept as they come and sorted, with equal ones joined, whenever they have doubled: never more than about twice
/// the distinct values are held.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct DistinctValues {
    met: Vec<Met>,
    joined: usize,
}

/// A value and the coverage it was met with, in cells.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Met {
    pub(super) value: f64,
    pub(super) coverage: f64,
}

const SORT_FROM: usize = 4096;

impl DistinctValues {
    /// Adds cells that are all covered by the same share, but for the gaps.
    pub(super) fn add(&mut self, cells: &[f64], coverage: f64) {
        for value in cells.iter().filter(|cell| !cell.is_nan()) {
            self.push(Met { value: value + 0.0, coverage });
        }
        self.join_if_doubled();
    }

    pub(super) fn append(&mut self, mut other: Self) {
        if self.met.is_empty() {
            *self = other;
        } else {
            self.met.append(&mut other.met);
            self.join_if_doubled();
        }
    }

    /// Values held, some of them perhaps more than once.
    pub(super) fn len(&self) -> usize {
        self.met.len()
    }

    /// Distinct values in rising order.
    pub(super) fn join(mut self) -> Vec<Met> {
        self.sort_and_join();
        self.met
    }

    fn push(&mut self, met: Met) {
        match self.met.last_mut() {
            Some(last) if last.value.to_bits() == met.value.to_bits() => last.coverage += met.coverage,
            _ => self.met.push(met),
        }
    }

    fn join_if_doubled(&mut self) {
        if self.met.len() >= 2 * self.joined + SORT_FROM {
            self.sort_and_join();
        }
    }

    pub(super) fn sort_and_join(&mut self) {
        self.met.sort_by(|a, b| a.value.total_cmp(&b.value));
        self.met.dedup_by(|next, kept| {
            let same = next.value.to_bits() == kept.value.to_bits();
            if same {
                kept.coverage += next.coverage;
            }
            same
        });
        self.joined = self.met.len();
    }
}

/// The value met with most coverage; of several, the greatest (as exactextract).
pub(super) fn majority(values: &[Met]) -> Option<f64> {
    values.iter().max_by(|a, b| by_coverage(a, b).then(a.value.total_cmp(&b.value))).map(|met| met.value)
}

/// The value met with least coverage; of several, the least (as exactextract).
pub(super) fn minority(values: &[Met]) -> Option<f64> {
    values.iter().min_by(|a, b| by_coverage(a, b).then(a.value.total_cmp(&b.value))).map(|met| met.value)
}

fn by_coverage(a: &Met, b: &Met) -> Ordering {
    a.coverage.total_cmp(&b.coverage)
}

/// Quantiles of values that are distinct and rising, each weighted by its coverage.
///
/// Value i of n, with coverage w and coverage W before it, stands at i w + (n - 1) W; the quantile for p is read at
/// p (n - 1) times the whole coverage, on the straight line between the values on either side. With equal coverages this is
/// R's type 7 over the distinct values; it is the definition of exactextract.
pub(super) fn quantiles(values: &[Met], probabilities: &[f64]) -> Vec<f64> {
    let steps = crate::window::as_float(values.len().saturating_sub(1));
    let mut before = 0.0;
    let mut places = Vec::with_capacity(values.len());
    for (index, met) in values.iter().enumerate() {
        places.push(crate::window::as_float(index) * met.coverage + steps * before);
        before += met.coverage;
    }
    let at = |probability: &f64| read_at(probability * steps * before, &places, values);
    probabilities.iter().filter_map(at).collect()
}

fn read_at(place: f64, places: &[f64], values: &[Met]) -> Option<f64> {
    let right = places.partition_point(|other| *other <= place).max(1);
    let (left_value, left_place) = (values.get(right - 1)?.value, places.get(right - 1)?);
    Some(match (values.get(right), places.get(right)) {
        (Some(next), Some(next_place)) => {
            left_value + (place - left_place) * (next.value - left_value) / (next_place - left_place)
        }
        _ => left_value,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn met(pairs: &[(f64, f64)]) -> Vec<Met> {
        pairs.iter().map(|&(value, coverage)| Met { value, coverage }).collect()
    }

    #[test]
    fn equal_values_are_joined_wherever_they_were_met() {
        let mut values = DistinctValues::default();
        values.add(&[2.0, 1.0, f64::NAN], 1.0);
        let mut other = DistinctValues::default();
        other.add(&[1.0, -0.0, 0.0], 0.5);
        values.append(other);
        assert_eq!(values.join(), met(&[(0.0, 1.0), (1.0, 1.5), (2.0, 1.0)]));
    }

    #[test]
    fn many_values_are_held_about_twice_at_most() {
        let mut values = DistinctValues::default();
        for _ in 0..1000 {
            values.add(&(0..100).map(f64::from).collect::<Vec<_>>(), 1.0);
        }
        assert!(values.len() <= 200 + SORT_FROM);
        assert!(values.join().iter().all(|met| met.coverage.to_bits() == 1000.0_f64.to_bits()));
    }

    #[test]
    fn the_median_of_even_coverage_lies_halfway() {
        let values = met(&[(1.0, 1.0), (2.0, 1.0), (3.0, 1.0), (4.0, 1.0)]);
        assert_eq!(quantiles(&values, &[0.0, 0.25, 0.5, 1.0]), [1.0, 1.75, 2.5, 4.0]);
    }

    #[test]
    fn ties_go_to_the_greatest_majority_and_the_least_minority() {
        let values = met(&[(1.0, 2.0), (5.0, 1.0), (6.0, 1.0), (7.0, 2.0)]);
        assert_eq!((majority(&values), minority(&values)), (Some(7.0), Some(5.0)));
    }
}
