//! Weights to whole households: truncate, replicate, sample.

use crate::AnticipateError;
use crate::random::Stream;

/// Whole counts out of weights, as many in all as asked: each weight is truncated, and the households still missing are drawn without
/// replacement with the fractions as chances (systematic sampling in random order, so that nobody is drawn twice and each is drawn
/// with a chance in proportion to its fraction).
///
/// - Inputs: `weights` of at least 0; `total`, households in all, kept exactly; `seed` and `name` of the stream (the place).
/// - Method: Lovelace, R. and Ballas, D. 2013, "'Truncate, replicate, sample': a method for creating integer weights for spatial
///   microsimulation", Computers, Environment and Urban Systems 41, 1-11. Where `total` differs from the sum of the weights, they are
///   scaled to it first.
/// - With weights that are all 0 and a total above 0 there is nobody to replicate: that is an error, not a guess.
///
/// # Errors
/// [`AnticipateError::NotACount`] for a weight that is negative or not finite, [`AnticipateError::NoHouseholds`] where nothing weighs.
///
/// ```
/// let whole = anticipate::integerise::integerise(&[1.2, 3.4, 0.4], 5, 42, "ward:1")?;
/// assert_eq!(whole.iter().sum::<u32>(), 5);
/// assert!(whole[0] >= 1 && whole[1] >= 3);
/// # Ok::<(), anticipate::AnticipateError>(())
/// ```
pub fn integerise(weights: &[f64], total: u32, seed: u64, name: &str) -> Result<Vec<u32>, AnticipateError> {
    whole(weights, total, &mut Stream::of(seed, name))
}

pub(crate) fn whole(weights: &[f64], total: u32, stream: &mut Stream) -> Result<Vec<u32>, AnticipateError> {
    if let Some(bad) = weights.iter().find(|w| !(w.is_finite() && **w >= 0.0)) {
        return Err(AnticipateError::NotACount { what: "a weight".to_owned(), value: *bad });
    }
    let sum: f64 = weights.iter().sum();
    if total == 0 {
        return Ok(vec![0; weights.len()]);
    }
    if sum <= 0.0 || !sum.is_finite() {
        return Err(AnticipateError::NoHouseholds);
    }
    let scale = f64::from(total) / sum;
    let scaled: Vec<f64> = weights.iter().map(|w| w * scale).collect();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at least 0 and at most the total")]
    let mut counts: Vec<u32> = scaled.iter().map(|w| w.floor() as u32).collect();
    let mut fractions: Vec<(usize, f64)> = scaled.iter().map(|w| w - w.floor()).enumerate().collect();
    stream.shuffle(&mut fractions);
    let made: u32 = counts.iter().fold(0_u32, |sum, n| sum.saturating_add(*n));
    sample(&mut counts, &fractions, total.saturating_sub(made), stream);
    Ok(counts)
}

/// Draws `missing` of them, each with a chance in proportion to its fraction.
fn sample(counts: &mut [u32], fractions: &[(usize, f64)], missing: u32, stream: &mut Stream) {
    let sum: f64 = fractions.iter().map(|(_, f)| f).sum();
    if missing == 0 {
        return;
    }
    let step = sum / f64::from(missing);
    let mut next = stream.unit() * step;
    let (mut upto, mut left) = (0.0, missing);
    for (at, fraction) in fractions {
        upto += fraction;
        if left > 0 && *fraction > 0.0 && next < upto {
            counts[*at] += 1;
            left -= 1;
            next += step;
        }
    }
    // what rounding of floating point left over goes to the largest fractions, in order
    let mut rest: Vec<&(usize, f64)> = fractions.iter().collect();
    rest.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    for (at, _) in rest.into_iter().cycle().take(usize::try_from(left).unwrap_or(0)) {
        counts[*at] += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_total_is_kept_and_no_weight_moves_by_a_whole_household(
            weights in prop::collection::vec(0.0_f64..9.0, 1..60), seed in any::<u64>(),
        ) {
            let sum: f64 = weights.iter().sum();
            prop_assume!(sum >= 1.0);
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "small")]
            let total = sum.round() as u32;
            let whole = integerise(&weights, total, seed, "p").unwrap();
            prop_assert_eq!(whole.iter().sum::<u32>(), total);
            let scale = f64::from(total) / sum;
            for (n, w) in whole.iter().zip(&weights) {
                prop_assert!((f64::from(*n) - w * scale).abs() < 1.0 + 1e-9, "{n} of {w}");
            }
        }
    }

    #[test]
    fn fractions_are_the_chances() {
        let drawn: u32 = (0..4_000).map(|seed| integerise(&[0.25, 0.75], 1, seed, "p").unwrap()[0]).sum();
        assert!((900..1_100).contains(&drawn), "{drawn} of 4,000");
    }

    #[test]
    fn nothing_to_replicate_is_said_and_nothing_asked_is_nothing() {
        assert_eq!(integerise(&[0.0, 0.0], 3, 1, "p"), Err(AnticipateError::NoHouseholds));
        assert_eq!(integerise(&[0.0, 2.0], 0, 1, "p").unwrap(), [0, 0]);
        assert!(integerise(&[f64::INFINITY], 1, 1, "p").is_err());
    }
}
