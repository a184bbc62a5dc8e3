use super::Draws;
use crate::composite::CompositeError;
use rayon::prelude::*;

/// How much of a result's variance each input explains.
#[derive(Debug, Clone, PartialEq)]
pub struct Indices {
    /// Variance of the result.
    pub variance: f64,
    /// N: the model ran N x (inputs + 2) times.
    pub draws: usize,
    /// In the order of the inputs.
    pub inputs: Vec<InputIndex>,
}

/// One input's share of the variance.
#[derive(Debug, Clone, PartialEq)]
pub struct InputIndex {
    /// Its name.
    pub input: String,
    /// By itself: the expected share of variance that knowing it would remove.
    pub first_order: f64,
    /// With all its interactions: the share that stays while it alone is unknown.
    pub total: f64,
}

/// First-order and total Sobol indices of a model on the unit cube.
///
/// Sampling of Saltelli, N (inputs + 2) runs; S = mean((yB - f0) (yAB - yA)) / V of Saltelli and others (2010), centred on the mean
/// f0, and ST = mean((yA - yAB)^2) / 2V of Jansen (1999). An input without effect gets zeros, and so do all where the result never
/// varies. Estimates err by about 1 / sqrt(N) with random and nearer 1 / N with Sobol points, so a small one may be below zero.
///
/// # Errors
/// Fewer than two draws or more than the sequence has; a model result that is not a finite number.
///
/// ```
/// use assess::sensitivity::{Draws, sobol_indices};
/// let found = sobol_indices(&["x1".into(), "x2".into()], 4096, Draws::owen_sobol(1), |x| x[0] + 10.0 * x[1])?;
/// assert!((found.inputs[1].total - 100.0 / 101.0).abs() < 1e-3);
/// # Ok::<(), assess::composite::CompositeError>(())
/// ```
pub fn sobol_indices(
    inputs: &[String],
    draws: usize,
    sequence: Draws,
    model: impl Fn(&[f64]) -> f64 + Sync,
) -> Result<Indices, CompositeError> {
    sequence.check(draws, usize::MAX / (inputs.len() + 2) / 8)?;
    let width = inputs.len() + 2;
    let mut results = vec![0.0; draws * width];
    results.par_chunks_mut(width).enumerate().for_each_init(
        || vec![0.0; 2 * inputs.len()],
        |point, (draw, row)| {
            sequence.point(draw, point);
            run(&model, point, row);
        },
    );
    if let Some(place) = results.iter().position(|y| !y.is_finite()) {
        return Err(CompositeError::NoResult { draw: place / width });
    }
    Ok(estimate(inputs, draws, &results))
}

/// yA, yB, then for each input y of A with that input from B.
fn run(model: impl Fn(&[f64]) -> f64, point: &mut [f64], row: &mut [f64]) {
    let (a, b) = point.split_at_mut(point.len() / 2);
    let [y_a, y_b, mixed @ ..] = row else { return };
    (*y_a, *y_b) = (model(a), model(b));
    for (input, y) in mixed.iter_mut().enumerate() {
        std::mem::swap(&mut a[input], &mut b[input]);
        *y = model(a);
        std::mem::swap(&mut a[input], &mut b[input]);
    }
}

fn estimate(inputs: &[String], draws: usize, results: &[f64]) -> Indices {
    let rows = || results.chunks_exact(inputs.len() + 2);
    #[expect(clippy::cast_precision_loss, reason = "far fewer than 2^52 draws")]
    let n = draws as f64;
    let mean = rows().map(|row| row[0] + row[1]).sum::<f64>() / (2.0 * n);
    let variance = rows().map(|row| (row[0] - mean).powi(2) + (row[1] - mean).powi(2)).sum::<f64>() / (2.0 * n);
    let share = |sum: f64| if variance > 0.0 { sum / n / variance } else { 0.0 };
    let of_input = |(place, input): (usize, &String)| InputIndex {
        input: input.clone(),
        first_order: share(rows().map(|row| (row[1] - mean) * (row[place + 2] - row[0])).sum()),
        total: share(rows().map(|row| (row[0] - row[place + 2]).powi(2)).sum::<f64>() / 2.0),
    };
    Indices { variance, draws, inputs: inputs.iter().enumerate().map(of_input).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_result_that_never_varies_has_no_influence_to_share() {
        let found = sobol_indices(&["x".into()], 8, Draws::random(1), |_| 3.0).unwrap();
        assert_eq!((found.variance, found.inputs[0].first_order, found.inputs[0].total), (0.0, 0.0, 0.0));
    }

    #[test]
    fn results_that_are_no_numbers_and_too_many_draws_are_errors() {
        let bad = sobol_indices(&["x".into()], 8, Draws::random(1), |_| f64::NAN);
        assert_eq!(bad.unwrap_err(), CompositeError::NoResult { draw: 0 });
        let many = sobol_indices(&["x".into()], 65_537, Draws::owen_sobol(1), |x| x[0]);
        assert!(matches!(many, Err(CompositeError::WrongNumberOfDraws { most: 65_536, .. })));
    }
}
