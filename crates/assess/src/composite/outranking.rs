//! Places compared two by two: outranking matrix, Copeland and Borda, which need no common scale.

use super::weighting::checked;
use super::{CompositeError, Table};

/// Share of the weight in which one place has the higher value than another, for all pairs.
#[derive(Debug, Clone)]
pub struct Outranking {
    places: usize,
    shares: Vec<f64>,
}

impl Outranking {
    /// Share of the weight where `one` is above `other`, ties counted half. Nothing for a place with itself, or for two that
    /// share no measured indicator.
    #[must_use]
    pub fn share(&self, one: usize, other: usize) -> Option<f64> {
        let within = one < self.places && other < self.places && one != other;
        self.shares.get(one * self.places + other).copied().filter(|share| within && !share.is_nan())
    }
}

/// The outranking matrix of places by weighted indicators that all point the same way. An indicator counts for a pair where
/// both have a value. Its size grows with the square of the places.
///
/// # Errors
/// Weights that are negative, all zero or of another number.
pub fn outranking(table: &Table, weights: &[f64]) -> Result<Outranking, CompositeError> {
    checked(table.indicators(), weights)?;
    let places = table.places().len();
    let mut shares = vec![f64::NAN; places * places];
    for one in 0..places {
        for other in 0..one {
            let (mut above, mut all) = (0.0, 0.0);
            for (indicator, weight) in weights.iter().enumerate() {
                let cells = table.cells(indicator);
                if let Some(order) = cells[one].partial_cmp(&cells[other]) {
                    all += weight;
                    above += weight * f64::from(1 + order as i8) / 2.0;
                }
            }
            if all > 0.0 {
                shares[one * places + other] = above / all;
                shares[other * places + one] = (all - above) / all;
            }
        }
    }
    Ok(Outranking { places, shares })
}

/// Copeland score of each place: how many it outranks, less how many outrank it.
#[must_use]
pub fn copeland(matrix: &Outranking) -> Vec<i64> {
    let sign = |share: f64| i64::from(share > 0.5) - i64::from(share < 0.5);
    let places = 0..matrix.places;
    places.clone().map(|one| places.clone().filter_map(|other| matrix.share(one, other)).map(sign).sum()).collect()
}

/// Pairs of which one is above the other in every indicator.
#[must_use]
pub fn dominant_pairs(matrix: &Outranking) -> usize {
    let pairs = (0..matrix.places).flat_map(|one| (0..matrix.places).map(move |other| (one, other)));
    pairs.filter(|&(one, other)| matrix.share(one, other).is_some_and(|share| share >= 1.0)).count()
}

/// Borda sums: for each indicator, the weight times how many places are below; a gap adds nothing.
///
/// # Errors
/// As [`outranking`].
pub fn borda(table: &Table, weights: &[f64]) -> Result<Vec<f64>, CompositeError> {
    checked(table.indicators(), weights)?;
    let mut sums = vec![0.0; table.places().len()];
    for (indicator, weight) in weights.iter().enumerate() {
        let mut sorted: Vec<f64> = table.column(indicator).flatten().collect();
        sorted.sort_by(f64::total_cmp);
        for (sum, value) in sums.iter_mut().zip(table.column(indicator)) {
            let below = value.map_or(0, |value| sorted.partition_point(|v| *v < value));
            #[expect(clippy::cast_precision_loss, reason = "far fewer than 2^52 places")]
            let below = below as f64;
            *sum += weight * below;
        }
    }
    Ok(sums)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_compared_where_both_are_measured() {
        let columns = vec![("x".into(), vec![Some(1.0), None, None]), ("y".into(), vec![Some(1.0), Some(1.0), None])];
        let table = Table::new(vec!["a".into(), "b".into(), "c".into()], columns).unwrap();
        let matrix = outranking(&table, &[1.0, 1.0]).unwrap();
        assert_eq!((matrix.share(0, 1), matrix.share(0, 2), matrix.share(0, 0)), (Some(0.5), None, None));
        assert_eq!((copeland(&matrix), dominant_pairs(&matrix)), (vec![0, 0, 0], 0));
    }
}
