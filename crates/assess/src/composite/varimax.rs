//! Varimax: loadings turned so that each factor stands on few indicators (Kaiser 1958).

use super::symmetric::{Matrix, eigen, identity, product, transposed, with_values};

const MOST_ROUNDS: usize = 100;
const SETTLED: f64 = 1e-6;
/// Below this share of the largest, a squared singular value says nothing about a direction.
const FLAT: f64 = 1e-20;

/// Loadings (indicators x factors) after rotation, rows of length one while they turn (Kaiser's normalisation). Stops once the
/// criterion grows by less than 1e-6 of itself, after 100 rounds at the latest, or where no direction is better than another.
///
/// The criterion is the sum of singular values, as published with `SoVI`; on loadings without any noise it can stand still too
/// early.
pub(super) fn varimax(loadings: &[Vec<f64>]) -> Matrix {
    let factors = loadings.first().map_or(0, Vec::len);
    if factors < 2 {
        return loadings.to_vec();
    }
    let lengths: Vec<f64> = loadings.iter().map(|row| row.iter().map(|v| v * v).sum::<f64>().sqrt()).collect();
    let unit =
        |(row, length): (&Vec<f64>, &f64)| row.iter().map(|v| if *length > 0.0 { v / length } else { 0.0 }).collect();
    let rows: Matrix = loadings.iter().zip(&lengths).map(unit).collect();
    let (mut rotation, mut before) = (identity(factors), 0.0);
    for _ in 0..MOST_ROUNDS {
        let Some((next, criterion)) =
            nearest_rotation(&product(&transposed(&rows), &steepest(&product(&rows, &rotation))))
        else {
            break;
        };
        rotation = next;
        if before > 0.0 && criterion / before < 1.0 + SETTLED {
            break;
        }
        before = criterion;
    }
    let turned = product(&rows, &rotation).into_iter().zip(lengths);
    turned.map(|(row, length)| row.into_iter().map(|v| v * length).collect()).collect()
}

/// v^3 - v x (mean square of its column).
fn steepest(loadings: &[Vec<f64>]) -> Matrix {
    #[expect(clippy::cast_precision_loss, reason = "far fewer than 2^52 indicators")]
    let count = loadings.len() as f64;
    let mean_square = |column: Vec<f64>| column.iter().map(|v| v * v).sum::<f64>() / count;
    let squares: Vec<f64> = transposed(loadings).into_iter().map(mean_square).collect();
    let row = |row: &Vec<f64>| row.iter().zip(&squares).map(|(v, square)| v.powi(3) - v * square).collect();
    loadings.iter().map(row).collect()
}

/// The rotation nearest to a square matrix, and the sum of its singular values; nothing where it is flat in some direction.
fn nearest_rotation(matrix: &[Vec<f64>]) -> Option<(Matrix, f64)> {
    let found = eigen(product(&transposed(matrix), matrix));
    let (largest, smallest) = (found.first()?.value, found.last()?.value);
    if smallest <= FLAT * largest {
        return None;
    }
    let criterion = found.iter().map(|e| e.value.sqrt()).sum();
    Some((product(matrix, &with_values(&found, |v| v.sqrt().recip())), criterion))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Variance of the squared loadings of each factor, rows of length one, summed.
    fn simplicity(loadings: &[Vec<f64>]) -> f64 {
        let square = |row: &Vec<f64>| {
            let length: f64 = row.iter().map(|v| v * v).sum();
            row.iter().map(|v| v * v / length).collect()
        };
        let squares = transposed(&loadings.iter().map(square).collect::<Matrix>());
        let spread = |column: &Vec<f64>| {
            let mean = column.iter().sum::<f64>() / 9.0;
            column.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>()
        };
        squares.iter().map(spread).sum()
    }

    #[test]
    fn no_other_angle_between_two_factors_is_simpler() {
        let before: Matrix =
            (1..=9).map(|i| vec![(f64::from(i) * 0.9).sin(), (f64::from(i * i) * 0.4).cos()]).collect();
        let at = |degrees: f64| {
            let (s, c) = degrees.to_radians().sin_cos();
            simplicity(&product(&before, &[vec![c, s], vec![-s, c]]))
        };
        let best = (0..900).map(|tenths| at(f64::from(tenths) / 10.0)).fold(0.0, f64::max);
        let found = simplicity(&varimax(&before));
        assert!(best > simplicity(&before) + 0.01 && found > best - 1e-3, "{found} {best} {}", simplicity(&before));
    }

    #[test]
    fn rotation_keeps_what_the_factors_say_of_each_indicator() {
        let before: Matrix = (1..=6).map(|i| (1..=3).map(|j| (f64::from(i * j) * 0.7).sin()).collect()).collect();
        for (row, turned) in before.iter().zip(varimax(&before)) {
            let square = |row: &[f64]| row.iter().map(|v| v * v).sum::<f64>();
            assert!((square(row) - square(&turned)).abs() < 1e-10);
        }
    }

    #[test]
    fn one_factor_stays_as_it_is() {
        assert_eq!(varimax(&[vec![0.5], vec![-0.2]]), [[0.5], [-0.2]]);
    }
}
