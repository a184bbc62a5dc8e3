//! Discounting.

use super::amount;
use crate::error::RiskError;
use std::collections::BTreeMap;

/// How money of later years is put into money of the first.
#[derive(Debug, Clone, PartialEq)]
pub struct Discount {
    rate: Rate,
    first: FirstYear,
}

/// Discount rates, as shares a year.
#[derive(Debug, Clone, PartialEq)]
pub enum Rate {
    /// The same every year.
    Constant(f64),
    /// By year: the rate of a year is that between it and the next.
    ByYear(BTreeMap<i32, f64>),
}

/// Whether the first year is discounted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FirstYear {
    /// Counts in full: amounts fall due at the beginning of each year. CLIMADA.
    Full,
    /// By one year: amounts fall due at the end of each year.
    Discounted,
}

impl Discount {
    /// Rates, and what becomes of the first year.
    ///
    /// # Errors
    /// [`RiskError::Amount`] for a rate of -1 or less, or none.
    pub fn new(rate: Rate, first: FirstYear) -> Result<Self, RiskError> {
        let check =
            |found: f64| amount("discounting", "rate", found, "a share above -1", found.is_finite() && found > -1.0);
        match &rate {
            Rate::Constant(rate) => check(*rate)?,
            Rate::ByYear(rates) => rates.values().try_for_each(|rate| check(*rate))?,
        }
        Ok(Self { rate, first })
    }

    /// What the amounts of these years, one after another from `first_year`, are worth at the beginning of the first. Backwards:
    /// worth of a year = its amount + worth of the next / (1 + rate of the year).
    ///
    /// ```
    /// use risk::valuation::{Discount, FirstYear, Rate};
    /// let discount = Discount::new(Rate::Constant(0.25), FirstYear::Full)?;
    /// assert_eq!(discount.present_value(2015, &[100.0, 100.0])?, 180.0);
    /// # Ok::<(), risk::RiskError>(())
    /// ```
    ///
    /// # Errors
    /// [`RiskError::NoRate`] for a year that needs one and has none.
    pub fn present_value(&self, first_year: i32, amounts: &[f64]) -> Result<f64, RiskError> {
        let mut worth = 0.0;
        for (back, amount) in amounts.iter().rev().enumerate() {
            let after = amounts.len() - 1 - back;
            let year = first_year.saturating_add(i32::try_from(after).unwrap_or(i32::MAX));
            worth = if back == 0 { *amount } else { amount + worth / (1.0 + self.rate_of(year)?) };
        }
        match self.first {
            FirstYear::Full => Ok(worth),
            FirstYear::Discounted => Ok(worth / (1.0 + self.rate_of(first_year)?)),
        }
    }

    fn rate_of(&self, year: i32) -> Result<f64, RiskError> {
        match &self.rate {
            Rate::Constant(rate) => Ok(*rate),
            Rate::ByYear(rates) => rates.get(&year).copied().ok_or(RiskError::NoRate { year }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_year_counts_in_full_or_not_by_name() {
        let at = |first| {
            Discount::new(Rate::Constant(0.25), first).unwrap().present_value(2015, &[100.0, 100.0, 125.0]).unwrap()
        };
        assert!((at(FirstYear::Full) - (100.0 + 80.0 + 80.0)).abs() < 1e-12);
        assert!((at(FirstYear::Discounted) - 260.0 / 1.25).abs() < 1e-12);
    }

    #[test]
    fn rates_by_year_hold_between_that_year_and_the_next() {
        let rates = BTreeMap::from([(2015, 0.25), (2016, 1.0)]);
        let discount = Discount::new(Rate::ByYear(rates), FirstYear::Full).unwrap();
        assert!((discount.present_value(2015, &[0.0, 0.0, 250.0]).unwrap() - 100.0).abs() < 1e-12);
        assert_eq!(discount.present_value(2014, &[0.0, 1.0]), Err(RiskError::NoRate { year: 2014 }));
        assert!(discount.present_value(2014, &[]).unwrap().abs() < 1e-12);
    }

    #[test]
    fn a_rate_of_minus_one_is_refused() {
        assert!(Discount::new(Rate::Constant(-1.0), FirstYear::Full).is_err());
        assert!(Discount::new(Rate::ByYear([(2015, f64::NAN)].into()), FirstYear::Full).is_err());
    }
}
