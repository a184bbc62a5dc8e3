//! Which input makes a figure uncertain.

use super::bands::as_f64;
use super::outputs_of;
use crate::error::RiskError;

/// Shares of the variance of one output, by input.
#[derive(Debug, Clone, PartialEq)]
pub struct Indices {
    /// The variance.
    pub variance: f64,
    /// Share that an input makes by itself.
    pub first_order: Vec<f64>,
    /// Share in which it has a part, with others or by itself.
    pub total: Vec<f64>,
}

/// Sobol indices of each output: first order after Saltelli and others (2010), total after Jansen (1999), from
/// `draws * (inputs + 2)` runs. Points are of `2 * inputs` dimensions. An output that does not vary has
/// none, nor has one that is no number in some draw.
///
/// Saltelli, Annoni, Azzini, Campolongo, Ratto and Tarantola (2010), "Variance based sensitivity analysis of model output",
/// Computer Physics Communications 181, 259-270, table 2 (b) and (f).
///
/// # Errors
/// Those of the model; [`RiskError::Lengths`] for fewer than two draws.
pub fn indices(
    (draws, inputs, outputs): (usize, usize, usize),
    points: impl Fn(usize, &mut [f64]) + Sync,
    model: impl Fn(&[f64], &mut [f64]) -> Result<(), RiskError> + Sync,
) -> Result<Vec<Option<Indices>>, RiskError> {
    if draws < 2 {
        return Err(RiskError::Lengths { what: "draws", found: draws, expected: 2 });
    }
    let runs = inputs + 2;
    let at_each = |point: &[f64], row: &mut [f64]| {
        let (a, b) = point.split_at(inputs);
        let mut mixed = a.to_vec();
        for (run, out) in row.chunks_mut(outputs.max(1)).enumerate() {
            match run {
                0 => model(a, out)?,
                1 => model(b, out)?,
                _ => {
                    mixed[run - 2] = b[run - 2];
                    model(&mixed, out)?;
                    mixed[run - 2] = a[run - 2];
                }
            }
        }
        Ok(())
    };
    let all = outputs_of((draws, 2 * inputs, runs * outputs), points, at_each)?;
    let of = |output: usize| {
        let run = |run: usize| all.chunks(runs * outputs).map(move |row| row[run * outputs + output]);
        let mixed: Vec<Vec<f64>> = (2..runs).map(|input| run(input).collect()).collect();
        shares(&run(0).collect::<Vec<_>>(), &run(1).collect::<Vec<_>>(), &mixed)
    };
    Ok((0..outputs).map(of).collect())
}

fn shares(a: &[f64], b: &[f64], mixed: &[Vec<f64>]) -> Option<Indices> {
    let both = || a.iter().chain(b);
    let count = as_f64(a.len() + b.len());
    let mean = both().sum::<f64>() / count;
    let variance = both().map(|y| (y - mean).powi(2)).sum::<f64>() / count;
    // Below this, what varies is rounding.
    let numbers = mixed.iter().all(|of| of.iter().all(|y| y.is_finite()));
    if !variance.is_finite() || !numbers || variance <= 0.0 || variance.sqrt() <= 1e-14 * mean.abs() {
        return None;
    }
    let mut found = Indices { variance, first_order: Vec::new(), total: Vec::new() };
    let draws = as_f64(a.len());
    for ab in mixed {
        let first: f64 = a.iter().zip(b).zip(ab).map(|((a, b), ab)| (b - mean) * (ab - a)).sum();
        let total: f64 = a.iter().zip(ab).map(|(a, ab)| (a - ab).powi(2)).sum();
        found.first_order.push(first / draws / variance);
        found.total.push(total / (2.0 * draws) / variance);
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::super::scattered;
    use super::*;

    /// y = x1 + 3 x2: variance 10 / 12, of which 0.1 and 0.9; the second output does not vary.
    #[test]
    fn a_sum_is_shared_by_the_squares_of_its_factors() {
        let model = |x: &[f64], y: &mut [f64]| {
            y.copy_from_slice(&[x[0] + 3.0 * x[1], 7.0]);
            Ok(())
        };
        let found = indices((50_000, 2, 2), scattered, model).unwrap();
        let sum = found[0].as_ref().unwrap();
        assert!((sum.variance - 10.0 / 12.0).abs() < 1e-2, "{sum:?}");
        for (shares, tolerance) in [(&sum.first_order, 2e-2), (&sum.total, 2e-2)] {
            assert!((shares[0] - 0.1).abs() < tolerance && (shares[1] - 0.9).abs() < tolerance, "{sum:?}");
        }
        assert_eq!(found[1], None);
    }

    /// y = (x1 - 1/2)(x2 - 1/2): neither matters by itself, both matter wholly together.
    #[test]
    fn what_matters_only_together_has_no_first_order() {
        let model = |x: &[f64], y: &mut [f64]| {
            y[0] = (x[0] - 0.5) * (x[1] - 0.5);
            Ok(())
        };
        let found = indices((50_000, 2, 1), scattered, model).unwrap();
        let product = found[0].as_ref().unwrap();
        assert!(product.first_order.iter().all(|share| share.abs() < 2e-2), "{product:?}");
        assert!(product.total.iter().all(|share| (share - 1.0).abs() < 2e-2), "{product:?}");
        assert!(indices((1, 2, 1), scattered, model).is_err());
    }
}
