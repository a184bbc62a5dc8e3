//! Quantiles of what a model gives.

use super::outputs_of;
use crate::error::RiskError;
use rayon::prelude::*;

/// Quantiles of one figure over all draws.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Band {
    /// One draw in 20 is below.
    pub p5: f64,
    /// Half of the draws are below.
    pub median: f64,
    /// One draw in 20 is above.
    pub p95: f64,
    /// The mean of the draws.
    pub mean: f64,
}

/// Quantiles of each output of a model over `draws` points of the unit cube. None of any where no input is uncertain (`inputs` 0):
/// a figure without a basis has no band. None of an output that is no number in some draw.
///
/// Quantiles are linear between draws, as `numpy.percentile`. The same on one thread or many.
///
/// # Errors
/// Those of the model; [`RiskError::Lengths`] for no draws.
pub fn bands(
    (draws, inputs, outputs): (usize, usize, usize),
    points: impl Fn(usize, &mut [f64]) + Sync,
    model: impl Fn(&[f64], &mut [f64]) -> Result<(), RiskError> + Sync,
) -> Result<Vec<Option<Band>>, RiskError> {
    if inputs == 0 {
        return Ok(vec![None; outputs]);
    }
    if draws == 0 {
        return Err(RiskError::Lengths { what: "draws", found: 0, expected: 1 });
    }
    let all = outputs_of((draws, inputs, outputs), points, model)?;
    let of = |at: usize| band(all.iter().skip(at).step_by(outputs).copied().collect());
    Ok((0..outputs).into_par_iter().map(of).collect())
}

fn band(mut drawn: Vec<f64>) -> Option<Band> {
    if drawn.iter().any(|figure| !figure.is_finite()) {
        return None;
    }
    drawn.sort_by(f64::total_cmp);
    let mean = drawn.iter().sum::<f64>() / as_f64(drawn.len());
    Some(Band { p5: quantile(&drawn, 0.05), median: quantile(&drawn, 0.5), p95: quantile(&drawn, 0.95), mean })
}

fn quantile(sorted: &[f64], share: f64) -> f64 {
    let rank = share * as_f64(sorted.len() - 1);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a rank from 0 to the number of draws")]
    let below = rank.floor() as usize;
    let (low, high) = (sorted[below], sorted[(below + 1).min(sorted.len() - 1)]);
    low + (high - low) * (rank - rank.floor())
}

#[expect(clippy::cast_precision_loss, reason = "a number of draws")]
pub(super) fn as_f64(count: usize) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn even(draw: usize, point: &mut [f64]) {
        point.fill(as_f64(draw) / 100.0);
    }

    #[test]
    fn quantiles_of_an_even_spread_are_its_shares() {
        let model = |x: &[f64], y: &mut [f64]| {
            y.copy_from_slice(&[x[0] * 10.0, -x[0], if x[0] > 0.5 { f64::NAN } else { 1.0 }]);
            Ok(())
        };
        let found = bands((101, 1, 3), even, model).unwrap();
        assert_eq!(found[2], None);
        let found: Vec<Band> = found.into_iter().flatten().collect();
        let near = |a: f64, b: f64| (a - b).abs() < 1e-12;
        assert!(
            near(found[0].p5, 0.5) && near(found[0].median, 5.0) && near(found[0].p95, 9.5) && near(found[0].mean, 5.0)
        );
        assert!(near(found[1].p5, -0.95));
    }

    #[test]
    fn without_an_uncertain_input_there_is_no_band() {
        assert_eq!(bands((100, 0, 1), even, |_, _| Ok(())).unwrap(), [None]);
        assert!(bands((0, 1, 1), even, |_, _| Ok(())).is_err());
    }

    #[test]
    fn what_goes_wrong_in_a_draw_is_handed_on() {
        let fault = RiskError::NoRate { year: 2015 };
        assert_eq!(bands((10, 1, 1), even, |_, _| Err(fault.clone())), Err(fault.clone()));
    }
}
