//! How many are deprived in so many ways at once, where only the share deprived in each way is known.

use crate::refusal::Refusal;

/// Least and greatest share that the known shares allow.
#[derive(Debug, Clone, PartialEq)]
pub struct Bounds {
    /// Least share, 0 to 1.
    pub low: f64,
    /// Greatest share, 0 to 1.
    pub high: f64,
    /// Which of the shares handed in were not known, by position: each may be anything from 0 to 1.
    pub not_observed: Vec<usize>,
}

/// Bounds of the share deprived in one or more ways: `max p <= P <= min(1, sum p)`.
///
/// Shares are parts of one, in any order. The bounds are Fréchet's and the sharpest there are without household rows; they are an
/// interval and never a point. An unknown share makes the upper end one: hand in only those observed to ask about those alone.
///
/// # Errors
/// [`Refusal::Value`] for a share outside 0 to 1, [`Refusal::Parameter`] where there are no shares.
///
/// ```
/// let any = assess::deprivation::bounds::any(&[Some(0.3), Some(0.2), Some(0.1)])?;
/// assert_eq!((any.low, (any.high * 10.0).round()), (0.3, 6.0));
/// # Ok::<(), assess::refusal::Refusal>(())
/// ```
pub fn any(shares: &[Option<f64>]) -> Result<Bounds, Refusal> {
    at_least(1, shares)
}

/// Bounds of the share deprived in `ways` or more ways.
///
/// Upper: for every r below `ways`, those deprived in `ways` are deprived in `ways - r` of the rarest n - r, so that
/// P <= sum of those shares / (ways - r) (Markov); the least of these is sharp (Rüschendorf 1991). Lower: the same for those not
/// deprived.
///
/// # Errors
/// [`Refusal::Value`] for a share outside 0 to 1, [`Refusal::Parameter`] unless 1 <= ways <= shares.
pub fn at_least(ways: usize, shares: &[Option<f64>]) -> Result<Bounds, Refusal> {
    let ranges: Vec<Option<(f64, f64)>> = shares.iter().map(|share| share.map(|s| (s, s))).collect();
    at_least_of_ranges(ways, &ranges)
}

/// The same where each share is itself known only from a least to a greatest one.
///
/// # Errors
/// As [`at_least`], and [`Refusal::Value`] for a range whose ends are the wrong way round.
pub fn at_least_of_ranges(ways: usize, shares: &[Option<(f64, f64)>]) -> Result<Bounds, Refusal> {
    if ways == 0 || ways > shares.len() {
        let expected = format!("1 to the number of shares, {}", shares.len());
        return Err(Refusal::parameter("bounds of deprivation", "ways", ways, expected));
    }
    for (at, range) in shares.iter().enumerate() {
        let Some((low, high)) = range else { continue };
        for (share, most) in [(high, 1.0), (low, *high)] {
            if !(0.0..=most).contains(share) {
                return Err(Refusal::value(("bounds of deprivation", at), "share", share, format!("0 to {most}")));
            }
        }
    }
    let greatest: Vec<f64> = shares.iter().map(|s| s.map_or(1.0, |(_, high)| high)).collect();
    let least: Vec<f64> = shares.iter().map(|s| s.map_or(0.0, |(low, _)| low)).collect();
    let not_observed = shares.iter().enumerate().filter(|(_, s)| s.is_none()).map(|(at, _)| at).collect();
    let high = upper(ways, greatest);
    let low = if ways == 1 {
        least.into_iter().fold(0.0, f64::max)
    } else {
        let not_deprived = least.iter().map(|share| 1.0 - share).collect();
        (1.0 - upper(shares.len() - ways + 1, not_deprived)).min(high)
    };
    Ok(Bounds { low, high, not_observed })
}

fn upper(ways: usize, mut shares: Vec<f64>) -> f64 {
    shares.sort_by(f64::total_cmp);
    let mut least = 1.0_f64;
    let mut wanted = 0.0;
    for of in (shares.len() + 1).saturating_sub(ways)..=shares.len() {
        wanted += 1.0;
        let rarest: f64 = shares.iter().take(of).sum();
        least = least.min(rarest / wanted);
    }
    least
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(bounds: &Bounds, low: f64, high: f64) {
        assert!((bounds.low - low).abs() < 1e-12 && (bounds.high - high).abs() < 1e-12, "{bounds:?}");
    }

    #[test]
    fn one_or_more_is_at_least_the_greatest_and_at_most_the_sum() {
        near(&any(&[Some(0.2), Some(0.3), Some(0.1)]).unwrap(), 0.3, 0.6);
        near(&any(&[Some(0.7), Some(0.6)]).unwrap(), 0.7, 1.0);
    }

    #[test]
    fn all_ways_at_once_are_at_most_the_least_share() {
        near(&at_least(2, &[Some(0.7), Some(0.6)]).unwrap(), 0.3, 0.6);
        near(&at_least(2, &[Some(0.2), Some(0.3), Some(0.1)]).unwrap(), 0.0, 0.3);
    }

    #[test]
    fn an_unknown_share_leaves_the_upper_end_open_and_is_named() {
        let bounds = any(&[Some(0.2), None]).unwrap();
        near(&bounds, 0.2, 1.0);
        assert_eq!(bounds.not_observed, [1]);
    }

    #[test]
    fn a_wider_range_of_a_share_never_narrows_the_bounds() {
        let narrow = at_least_of_ranges(2, &[Some((0.7, 0.7)), Some((0.6, 0.6))]).unwrap();
        let wide = at_least_of_ranges(2, &[Some((0.7, 0.9)), Some((0.5, 0.6))]).unwrap();
        near(&narrow, 0.3, 0.6);
        near(&wide, 0.2, 0.6);
        assert!(at_least_of_ranges(1, &[Some((0.6, 0.5))]).is_err());
    }

    #[test]
    fn a_share_in_percent_is_refused() {
        assert!(any(&[Some(20.0)]).unwrap_err().to_string().contains("20"));
        assert!(any(&[Some(f64::NAN)]).is_err());
        assert!(any(&[]).is_err());
    }

    #[test]
    fn no_joint_distribution_lies_outside_the_bounds() {
        // every way in which 12 households can be deprived, in steps of 5 households
        for seed in 0_u32..200 {
            let rows: Vec<[bool; 3]> =
                (0_u32..12).map(|i| [1, 5, 7].map(|m| (i * m + seed * seed * (m + 3)) % 11 < 4 + seed % 5)).collect();
            let share = |wanted: &dyn Fn(&[bool; 3]) -> bool| {
                f64::from(u32::try_from(rows.iter().filter(|r| wanted(r)).count()).unwrap()) / 12.0
            };
            let shares: Vec<Option<f64>> = (0..3).map(|j| Some(share(&|r| r[j]))).collect();
            for ways in 1..=3 {
                let bounds = at_least(ways, &shares).unwrap();
                let truth = share(&|r| r.iter().filter(|d| **d).count() >= ways);
                assert!(bounds.low <= truth + 1e-12 && truth <= bounds.high + 1e-12, "{ways} {truth} {bounds:?}");
            }
        }
    }
}
