//! Risk between the years for which it is known.

use super::amount;
use crate::error::RiskError;

/// Yearly losses at some years, and how they go in between: `earlier + (later - earlier) * t^k`, t from 0 to 1.
///
/// Years before the first and after the last are not known and not made up.
#[derive(Debug, Clone, PartialEq)]
pub struct RiskOverYears {
    known: Vec<(i32, f64)>,
    exponent: f64,
}

impl RiskOverYears {
    /// Losses by year, rising, and the exponent: 1 is a straight line; below 1 most of the change comes early.
    ///
    /// ```
    /// let risk = risk::valuation::RiskOverYears::new(vec![(2015, 100.0), (2017, 120.0), (2018, 150.0)], 1.0)?;
    /// assert_eq!(risk.yearly(), [100.0, 110.0, 120.0, 150.0]);
    /// # Ok::<(), risk::RiskError>(())
    /// ```
    ///
    /// # Errors
    /// [`RiskError::Years`] where they do not rise, [`RiskError::Lengths`] for none, [`RiskError::Amount`] for an exponent that is
    /// not above 0 or a loss that is no number.
    pub fn new(known: Vec<(i32, f64)>, exponent: f64) -> Result<Self, RiskError> {
        if known.is_empty() {
            return Err(RiskError::Lengths { what: "years of risk", found: 0, expected: 1 });
        }
        if let Some(pair) = known.windows(2).find(|pair| pair[1].0 <= pair[0].0) {
            return Err(RiskError::Years { what: "risk over years", found: pair[1].0, before: pair[0].0 });
        }
        let of = "risk over years";
        amount(of, "exponent", exponent, "above 0", exponent.is_finite() && exponent > 0.0)?;
        known.iter().try_for_each(|(_, loss)| amount(of, "loss", *loss, "a number", loss.is_finite()))?;
        Ok(Self { known, exponent })
    }

    /// The first year.
    #[must_use]
    pub fn first_year(&self) -> i32 {
        self.known.first().map_or(0, |known| known.0)
    }

    /// The last year.
    #[must_use]
    pub fn last_year(&self) -> i32 {
        self.known.last().map_or(0, |known| known.0)
    }

    /// Losses of every year from the first to the last.
    #[must_use]
    pub fn yearly(&self) -> Vec<f64> {
        let mut losses = Vec::new();
        for pair in self.known.windows(2) {
            let [(from, earlier), (to, later)] = [pair[0], pair[1]];
            let span = f64::from(to) - f64::from(from);
            for year in from..to {
                let passed = (f64::from(year) - f64::from(from)) / span;
                losses.push(earlier + (later - earlier) * passed.powf(self.exponent));
            }
        }
        losses.extend(self.known.last().map(|known| known.1));
        losses
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_exponent_bends_the_way_and_keeps_the_ends() {
        let risk = RiskOverYears::new(vec![(2000, 0.0), (2004, 16.0)], 0.5).unwrap();
        let expected = [0.0, 8.0, 16.0 * 0.5_f64.sqrt(), 16.0 * 0.75_f64.sqrt(), 16.0];
        assert!(risk.yearly().iter().zip(expected).all(|(found, expected)| (found - expected).abs() < 1e-12));
        assert_eq!((risk.first_year(), risk.last_year()), (2000, 2004));
    }

    #[test]
    fn years_that_repeat_and_no_years_are_refused() {
        assert!(matches!(RiskOverYears::new(vec![(2000, 1.0), (2000, 2.0)], 1.0), Err(RiskError::Years { .. })));
        assert!(RiskOverYears::new(vec![], 1.0).is_err());
        assert!(RiskOverYears::new(vec![(2000, 1.0)], 0.0).is_err());
        assert_eq!(RiskOverYears::new(vec![(2000, 1.0)], 1.0).unwrap().yearly(), [1.0]);
    }
}
