//! Kendall's tau-b: how alike two rankings are.

use crate::refusal::Refusal;

/// Kendall's tau-b of two lists of scores of the same things: 1 the same order, -1 the reverse. Ties count for neither.
///
/// tau-b = (concordant - discordant) / sqrt((pairs - ties in a) (pairs - ties in b)). Source: Kendall 1945, Biometrika 33. Takes
/// time with the square of the length.
///
/// # Errors
/// [`Refusal::Parameter`] for lists of different length or a score that is no number; [`Refusal::Meaningless`] where one of them puts
/// everything level.
///
/// ```
/// let tau = assess::priorities::tau_b(&[1.0, 2.0, 3.0, 4.0], &[1.0, 3.0, 2.0, 4.0])?;
/// assert_eq!((tau * 3.0).round(), 2.0); // one pair of six turned: (5 - 1) / 6
/// # Ok::<(), assess::refusal::Refusal>(())
/// ```
pub fn tau_b(a: &[f64], b: &[f64]) -> Result<f64, Refusal> {
    const METHOD: &str = "Kendall's tau-b";
    if a.len() != b.len() {
        return Err(Refusal::parameter(METHOD, "second list", b.len(), format!("as long as the first, {}", a.len())));
    }
    if let Some(score) = a.iter().chain(b).find(|score| score.is_nan()) {
        return Err(Refusal::parameter(METHOD, "score", score, "a number"));
    }
    let sign = |x: &f64, y: &f64| x.partial_cmp(y).map_or(0.0, |o| f64::from(o as i8));
    let (mut agreement, mut apart_in_a, mut apart_in_b) = (0.0, 0.0_f64, 0.0_f64);
    for (at, (x, y)) in a.iter().zip(b).enumerate() {
        for (other_x, other_y) in a.iter().zip(b).skip(at + 1) {
            let (in_a, in_b) = (sign(x, other_x), sign(y, other_y));
            agreement += in_a * in_b;
            apart_in_a += in_a * in_a;
            apart_in_b += in_b * in_b;
        }
    }
    if apart_in_a <= 0.0 || apart_in_b <= 0.0 {
        let reason = "one of the rankings puts everything level, or there are fewer than two things".to_owned();
        return Err(Refusal::Meaningless { method: METHOD.to_owned(), reason });
    }
    Ok(agreement / (apart_in_a * apart_in_b).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_order_is_one_and_the_reverse_is_minus_one() {
        let a = [5.0, 1.0, 3.0];
        assert!((tau_b(&a, &[50.0, 10.0, 30.0]).unwrap() - 1.0).abs() < 1e-12);
        assert!((tau_b(&a, &[-5.0, -1.0, -3.0]).unwrap() + 1.0).abs() < 1e-12);
    }

    #[test]
    fn ties_shrink_neither_sign_nor_range() {
        // pairs of (1,1,2) and (1,2,3): one tied in the first, two concordant: 2 / sqrt(2 x 3)
        assert!((tau_b(&[1.0, 1.0, 2.0], &[1.0, 2.0, 3.0]).unwrap() - 2.0 / 6.0_f64.sqrt()).abs() < 1e-12);
    }

    #[test]
    fn everything_level_gives_a_reason() {
        assert!(tau_b(&[1.0, 1.0], &[1.0, 2.0]).unwrap_err().to_string().contains("level"));
        assert!(tau_b(&[1.0], &[]).is_err());
        assert!(tau_b(&[f64::NAN, 1.0], &[1.0, 2.0]).is_err());
    }
}
