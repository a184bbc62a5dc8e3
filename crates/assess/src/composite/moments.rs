//! Moments of a sample: extent, mean, deviation, skewness, excess kurtosis, quantiles.

const LANES: usize = 8;

/// Smallest and largest of the cells, NaN left out; the smallest is above the largest where there is none.
pub(super) fn extent(cells: &[f64]) -> (f64, f64) {
    let (mut low, mut high) = ([f64::INFINITY; LANES], [f64::NEG_INFINITY; LANES]);
    let mut widen = |part: &[f64]| {
        for ((v, low), high) in part.iter().zip(&mut low).zip(&mut high) {
            *low = if *v < *low { *v } else { *low };
            *high = if *v > *high { *v } else { *high };
        }
    };
    let (whole, rest) = cells.as_chunks::<LANES>();
    for part in whole {
        widen(part);
    }
    widen(rest);
    (low.into_iter().fold(f64::INFINITY, f64::min), high.into_iter().fold(f64::NEG_INFINITY, f64::max))
}

/// Mean and sample deviation (n - 1) of the cells, NaN left out.
pub(super) fn mean_and_deviation(cells: &[f64]) -> (f64, f64) {
    let (sum, count) = sum_of(cells, |v| v);
    let mean = sum / count;
    let (squares, _) = sum_of(cells, |v| (v - mean) * (v - mean));
    (mean, (squares / (count - 1.0)).sqrt())
}

fn sum_of(cells: &[f64], term: impl Fn(f64) -> f64) -> (f64, f64) {
    let (mut sums, mut counts) = ([0.0; LANES], [0.0; LANES]);
    let mut add = |part: &[f64]| {
        for ((v, sum), count) in part.iter().zip(&mut sums).zip(&mut counts) {
            *sum += if v.is_nan() { 0.0 } else { term(*v) };
            *count += if v.is_nan() { 0.0 } else { 1.0 };
        }
    };
    let (whole, rest) = cells.as_chunks::<LANES>();
    for part in whole {
        add(part);
    }
    add(rest);
    (sums.iter().sum(), counts.iter().sum())
}

/// n, m2, m3, m4 about the mean; nothing where there are fewer than `least` values or they are all equal.
fn central(values: &[f64], least: usize) -> Option<(f64, f64, f64, f64)> {
    let (low, high) = extent(values);
    #[expect(clippy::cast_precision_loss, reason = "far fewer than 2^52 places")]
    let n = values.len() as f64;
    if values.len() < least || low >= high {
        return None;
    }
    let mean = values.iter().sum::<f64>() / n;
    let moment = |power| values.iter().map(|v| (v - mean).powi(power)).sum::<f64>() / n;
    Some((n, moment(2), moment(3), moment(4)))
}

/// Skewness of type 2 of the R package e1071 (as SAS and SPSS): g1 sqrt(n (n - 1)) / (n - 2). Nothing for fewer than three
/// values or equal ones.
///
/// ```
/// let skewness = assess::composite::moments::skewness(&[1.0, 2.0, 3.0]);
/// assert_eq!(skewness, Some(0.0));
/// ```
#[must_use]
pub fn skewness(values: &[f64]) -> Option<f64> {
    let (n, m2, m3, _) = central(values, 3)?;
    Some(m3 / m2.powf(1.5) * (n * (n - 1.0)).sqrt() / (n - 2.0))
}

/// Excess kurtosis of type 2 of the R package e1071: ((n + 1) g2 + 6) (n - 1) / ((n - 2) (n - 3)). Nothing for fewer than four
/// values or equal ones.
#[must_use]
pub fn kurtosis(values: &[f64]) -> Option<f64> {
    let (n, m2, _, m4) = central(values, 4)?;
    let g2 = m4 / (m2 * m2) - 3.0;
    Some(((n + 1.0) * g2 + 6.0) * (n - 1.0) / ((n - 2.0) * (n - 3.0)))
}

/// Quantile of sorted values by linear interpolation between order statistics (type 7, the default of R and `NumPy`).
///
/// Nothing for no values; `share` is kept between 0 and 1.
#[must_use]
pub fn quantile(sorted: &[f64], share: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    #[expect(clippy::cast_precision_loss, reason = "far fewer than 2^52 values")]
    let position = last as f64 * share.clamp(0.0, 1.0);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and the last place")]
    let below = (position.floor() as usize).min(last);
    let (low, high) = (sorted[below], sorted[(below + 1).min(last)]);
    Some(low + (high - low) * position.fract())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extent_and_moments_leave_gaps_out() {
        let mut cells: Vec<f64> = (1..=21).map(f64::from).collect();
        cells.extend([f64::NAN, f64::NAN]);
        assert_eq!(extent(&cells), (1.0, 21.0));
        let (mean, deviation) = mean_and_deviation(&cells);
        assert!((mean - 11.0).abs() < 1e-12 && (deviation - 38.5_f64.sqrt()).abs() < 1e-12);
    }

    #[test]
    fn too_few_or_equal_values_have_no_skewness_or_kurtosis() {
        assert_eq!((skewness(&[1.0, 2.0]), kurtosis(&[1.0, 2.0, 3.0])), (None, None));
        assert_eq!((skewness(&[2.0; 9]), kurtosis(&[2.0; 9])), (None, None));
    }

    #[test]
    fn quantiles_interpolate_between_neighbours() {
        assert_eq!(quantile(&[1.0, 2.0, 3.0, 4.0], 0.25), Some(1.75));
        assert_eq!(
            (quantile(&[], 0.5), quantile(&[3.0], 0.9), quantile(&[1.0, 2.0], 7.0)),
            (None, Some(3.0), Some(2.0))
        );
    }
}
