//! How often something comes, as a model has it and as people lived it, joined.

use super::gamma;
use crate::error::RiskError;

/// A rate of events, times a year, with the range that holds it with a stated chance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct JoinedRate {
    /// Lower end of the range.
    pub low: f64,
    /// Mean.
    pub mean: f64,
    /// Upper end of the range.
    pub high: f64,
}

/// The rate of a Poisson process after `events` in `years`, where a model says `modelled` times a year and is given the weight of
/// `weight` events: conjugate update of a Gamma distribution of shape `weight` and mean `modelled`, so shape `weight + events`, and
/// mean (`weight` + `events`) / (`weight` / `modelled` + `years`). The range holds the rate with the chance `credible`, half of the
/// rest on either side.
///
/// Gelman and others, Bayesian Data Analysis (3rd edition, 2013), section 2.6.
///
/// ```
/// // once in 20 years by the model, which counts as one event; three times in ten years as lived: 4 events in 30 years
/// let joined = risk::frequency::joined_rate(0.05, 1.0, (3.0, 10.0), 0.9)?;
/// assert!((joined.mean - 4.0 / 30.0).abs() < 1e-15);
/// # Ok::<(), risk::RiskError>(())
/// ```
///
/// # Errors
/// [`RiskError::Parameter`] for a modelled rate, weight or years that are not above 0, events below 0, and a chance that is not
/// between 0 and 1.
pub fn joined_rate(
    modelled: f64,
    weight: f64,
    (events, years): (f64, f64),
    credible: f64,
) -> Result<JoinedRate, RiskError> {
    for (name, found) in [("modelled rate", modelled), ("weight of the model", weight), ("years", years)] {
        if !(found.is_finite() && found > 0.0) {
            return Err(RiskError::Parameter { name, found, expected: "a number above 0" });
        }
    }
    if !(events.is_finite() && events >= 0.0) {
        return Err(RiskError::Parameter { name: "events", found: events, expected: "a number from 0" });
    }
    if !(credible > 0.0 && credible < 1.0) {
        return Err(RiskError::Parameter { name: "chance of the range", found: credible, expected: "between 0 and 1" });
    }
    let (shape, exposure) = (weight + events, weight / modelled + years);
    let at = |chance: f64| gamma::quantile(shape, chance) / exposure;
    let rest = 0.5 * (1.0 - credible);
    Ok(JoinedRate { low: at(rest), mean: shape / exposure, high: at(1.0 - rest) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_computed_by_hand_is_met() {
        // prior mean 0.05 of weight 1: Gamma(1, 20); 3 events in 10 years: Gamma(4, 30); chi-square of 8 degrees / 60
        let joined = joined_rate(0.05, 1.0, (3.0, 10.0), 0.9).unwrap();
        assert!((joined.mean - 0.133_333_333_333).abs() < 1e-12);
        // SciPy 1.17.1, chi2.ppf of 0.05 and 0.95 at 8 degrees of freedom (2.733 and 15.507 in printed tables)
        assert!((joined.low - 2.732_636_793_499_662 / 60.0).abs() < 1e-12);
        assert!((joined.high - 15.507_313_055_865_45 / 60.0).abs() < 1e-12);
    }

    #[test]
    fn with_much_weight_the_model_stays_and_with_many_years_life_leads() {
        let model = joined_rate(0.02, 1e6, (9.0, 10.0), 0.9).unwrap();
        assert!((model.mean - 0.02).abs() < 1e-5);
        let lived = joined_rate(0.02, 1.0, (5_000.0, 10_000.0), 0.9).unwrap();
        assert!((lived.mean - 0.5).abs() < 5e-3 && lived.low > 0.47 && lived.high < 0.53);
    }

    #[test]
    fn no_event_in_many_years_lowers_the_rate_and_never_to_nothing() {
        // Gamma(1, 10 + 90): exponential, quantiles -ln(1 - p) / 100
        let joined = joined_rate(0.1, 1.0, (0.0, 90.0), 0.9).unwrap();
        assert!((joined.mean - 0.01).abs() < 1e-15);
        assert!((joined.low + 0.95_f64.ln() / 100.0).abs() < 1e-12);
        assert!((joined.high + 0.05_f64.ln() / 100.0).abs() < 1e-12);
    }

    #[test]
    fn what_cannot_be_is_refused() {
        assert!(joined_rate(0.0, 1.0, (1.0, 1.0), 0.9).is_err());
        assert!(joined_rate(0.1, 0.0, (1.0, 1.0), 0.9).is_err());
        assert!(joined_rate(0.1, 1.0, (-1.0, 1.0), 0.9).is_err());
        assert!(joined_rate(0.1, 1.0, (1.0, f64::NAN), 0.9).is_err());
        assert!(joined_rate(0.1, 1.0, (1.0, 1.0), 1.0).is_err());
    }
}
