//! How sure a figure is: ranges of what goes in, quantiles of what comes out, and which input makes them wide.
//!
//! Points of the unit cube are handed in as a function of the number of the draw: this room draws nothing.

mod bands;
mod case;
mod indices;
mod spread;

pub use bands::{Band, bands};
pub use case::{Case, Curves, Ranges, Sample};
pub use indices::{Indices, indices};
pub use spread::Spread;

use crate::error::RiskError;
use rayon::prelude::*;

/// Runs the model at every draw: outputs by draw, one row after another.
fn outputs_of(
    (draws, inputs, outputs): (usize, usize, usize),
    points: impl Fn(usize, &mut [f64]) + Sync,
    model: impl Fn(&[f64], &mut [f64]) -> Result<(), RiskError> + Sync,
) -> Result<Vec<f64>, RiskError> {
    let mut all = vec![0.0; draws * outputs];
    all.par_chunks_mut(outputs.max(1)).enumerate().try_for_each_init(
        || vec![0.0; inputs],
        |point, (draw, row)| {
            points(draw, point);
            model(point, row)
        },
    )?;
    Ok(all)
}

/// Points that look random and are the same every time: `SplitMix64` of draw and dimension.
#[cfg(test)]
#[expect(clippy::cast_precision_loss, reason = "53 bits")]
fn scattered(draw: usize, point: &mut [f64]) {
    for (at, x) in point.iter_mut().enumerate() {
        let mut z = (draw as u64 * 64 + at as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        *x = ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64;
    }
}
