//! Weighted columns into running sums, a few columns at a time, in the widest lanes that the processor has.
//!
//! Each place is summed by itself and in the order of the columns, so that every processor gives the same digits.

use fearless_simd::{Level, dispatch};
use std::array;

/// Columns that go through together: their cells stay near the processor between the passes over them.
pub(crate) const TOGETHER: usize = 4;

/// A column on its way into a weighted sum: (x - origin) x slope, kept between two ends; NaN is a gap.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Term<'a> {
    pub cells: &'a [f64],
    pub weight: f64,
    pub origin: f64,
    /// Weight for a unit of the indicator.
    pub slope: f64,
    /// Least and greatest that a cell may add; nothing where it cannot add more or less.
    pub ends: Option<(f64, f64)>,
}

impl<'a> Term<'a> {
    /// A column already on its scale.
    pub(crate) fn of(cells: &'a [f64], weight: f64) -> Self {
        Self { cells, weight, origin: 0.0, slope: weight, ends: None }
    }
}

/// Adds every term to the sum, and its weight to what is present, of each place that has a value. All are equally long.
pub(crate) fn add_weighted(terms: &[Term], sums: &mut [f64], present: &mut [f64]) {
    for few in terms.chunks(TOGETHER) {
        match *few {
            [a, b, c, d] => add([a, b, c, d], sums, present),
            [a, b, c] => add([a, b, c], sums, present),
            [a, b] => add([a, b], sums, present),
            [a] => add([a], sums, present),
            _ => (),
        }
    }
}

fn add<const COUNT: usize>(terms: [Term; COUNT], sums: &mut [f64], present: &mut [f64]) {
    let level = Level::new();
    if terms.iter().any(|term| term.ends.is_some()) {
        dispatch!(level, _lanes => add_lanes::<COUNT, true>(&terms, sums, present));
    } else {
        dispatch!(level, _lanes => add_lanes::<COUNT, false>(&terms, sums, present));
    }
}

#[inline(always)]
#[expect(clippy::inline_always, reason = "it takes the lanes of the function it is put into")]
fn add_lanes<const COUNT: usize, const ENDS: bool>(terms: &[Term; COUNT], sums: &mut [f64], present: &mut [f64]) {
    let length = terms.iter().map(|term| term.cells.len()).fold(sums.len().min(present.len()), usize::min);
    let columns: [&[f64]; COUNT] = array::from_fn(|k| &terms[k].cells[..length]);
    let (origins, slopes) = (terms.map(|term| term.origin), terms.map(|term| term.slope));
    let weights = terms.map(|term| term.weight);
    let ends: [(f64, f64); COUNT] = array::from_fn(|k| terms[k].ends.unwrap_or((f64::NEG_INFINITY, f64::INFINITY)));
    let (sums, present) = (&mut sums[..length], &mut present[..length]);
    for place in 0..length {
        let (mut sum, mut weight) = (sums[place], present[place]);
        for k in 0..COUNT {
            let x = columns[k][place];
            let mut y = (x - origins[k]) * slopes[k];
            if ENDS {
                y = if y < ends[k].0 { ends[k].0 } else { y };
                y = if y > ends[k].1 { ends[k].1 } else { y };
            }
            let there = !x.is_nan();
            sum += if there { y } else { 0.0 };
            weight += if there { weights[k] } else { 0.0 };
        }
        (sums[place], present[place]) = (sum, weight);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_number_of_columns_gives_the_sums_of_one_at_a_time() {
        let column = |j: u32| {
            (0..37).map(|i| if (i + j).is_multiple_of(5) { f64::NAN } else { f64::from(i * (j + 3)) }).collect()
        };
        let columns: Vec<Vec<f64>> = (0..9).map(column).collect();
        let term = |cells| Term { cells, weight: 2.0, origin: 1.0, slope: 0.5, ends: Some((-0.25, 40.0)) };
        for count in 0..=columns.len() {
            let terms: Vec<Term> = columns[..count].iter().map(|cells| term(cells)).collect();
            let (mut sums, mut present) = (vec![0.0; 37], vec![0.0; 37]);
            add_weighted(&terms, &mut sums, &mut present);
            for place in 0..37 {
                let there: Vec<f64> = columns[..count].iter().map(|c| c[place]).filter(|x| !x.is_nan()).collect();
                let sum: f64 = there.iter().map(|x| ((x - 1.0) * 0.5).clamp(-0.25, 40.0)).sum();
                let weight: f64 = there.iter().map(|_| 2.0).sum();
                assert!((sums[place] - sum).abs() < 1e-12 && (present[place] - weight).abs() < 1e-12);
            }
        }
    }
}
