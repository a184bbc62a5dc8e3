//! What a measure costs, year by year.

use super::amount;
use crate::error::RiskError;

/// What a measure costs: capital by year, upkeep, and capital again when its life is over.
#[derive(Debug, Clone, PartialEq)]
pub struct Cost {
    /// Capital by year, in money of one price year.
    pub capital: Vec<(i32, f64)>,
    /// Running cost of every year from the first capital on.
    pub running: f64,
    /// Years until it is to be renewed; none where it lasts.
    pub life_years: Option<u32>,
    /// What a renewal costs, as a share of the capital.
    pub renewal: f64,
    /// What is left at the end of the years that are looked at.
    pub at_the_end: AtTheEnd,
}

/// What a measure is still worth after the last year that is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AtTheEnd {
    /// Nothing.
    Nothing,
    /// The part of its last capital or renewal that its remaining life is of its life; taken off the last year.
    RemainingLife,
}

impl Cost {
    /// Capital spent once, nothing more.
    #[must_use]
    pub fn once(year: i32, capital: f64) -> Self {
        Self {
            capital: vec![(year, capital)],
            running: 0.0,
            life_years: None,
            renewal: 1.0,
            at_the_end: AtTheEnd::Nothing,
        }
    }

    /// Costs of every year from `first` to `last`. Capital before the first year is spent, and only its renewals, running cost and
    /// remaining life count.
    ///
    /// # Errors
    /// [`RiskError::Amount`] for capital, renewal or running cost below 0 (a measure that costs less than nothing would look free
    /// whatever it saves) or a life of 0; [`RiskError::Years`] where the last year comes before the first.
    pub fn yearly(&self, first: i32, last: i32) -> Result<Vec<f64>, RiskError> {
        self.check()?;
        if last < first {
            return Err(RiskError::Years { what: "years of cost", found: last, before: first });
        }
        let begins = self.capital.iter().map(|(year, _)| *year).min().unwrap_or(first);
        let mut costs: Vec<f64> = (first..=last).map(|year| if year >= begins { self.running } else { 0.0 }).collect();
        let mut due = |year: i32, amount: f64| {
            let at = i64::from(year) - i64::from(first);
            if let Some(cost) = usize::try_from(at).ok().and_then(|at| costs.get_mut(at)) {
                *cost += amount;
            }
        };
        let mut left = 0.0;
        for &(year, capital) in &self.capital {
            due(year, capital);
            let (mut last_time, mut amount) = (i64::from(year), capital);
            if let Some(life) = self.life_years.map(i64::from) {
                while last_time + life <= i64::from(last) {
                    last_time += life;
                    amount = capital * self.renewal;
                    due(i32::try_from(last_time).unwrap_or(last), amount);
                }
                if last_time <= i64::from(last) {
                    let remaining = last_time + life - 1 - i64::from(last);
                    left += amount * as_f64(remaining) / as_f64(life);
                }
            }
        }
        if let (AtTheEnd::RemainingLife, Some(cost)) = (self.at_the_end, costs.last_mut()) {
            *cost -= left;
        }
        Ok(costs)
    }

    fn check(&self) -> Result<(), RiskError> {
        let from_0 = |what, found: f64| amount("cost", what, found, "money from 0", found.is_finite() && found >= 0.0);
        self.capital.iter().try_for_each(|(_, capital)| from_0("capital", *capital))?;
        from_0("running cost", self.running)?;
        from_0("renewal", self.renewal)?;
        amount("cost", "life in years", 0.0, "at least 1", self.life_years != Some(0))
    }
}

#[expect(clippy::cast_precision_loss, reason = "years")]
fn as_f64(years: i64) -> f64 {
    years as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capital_comes_again_when_its_life_is_over() {
        let cost = Cost { running: 1.0, life_years: Some(3), renewal: 0.5, ..Cost::once(2021, 12.0) };
        assert_eq!(cost.yearly(2020, 2025).unwrap(), [0.0, 13.0, 1.0, 1.0, 7.0, 1.0]);
        let left = Cost { at_the_end: AtTheEnd::RemainingLife, ..cost };
        assert_eq!(left.yearly(2020, 2025).unwrap(), [0.0, 13.0, 1.0, 1.0, 7.0, 1.0 - 2.0]);
        assert_eq!(left.yearly(2020, 2026).unwrap(), [0.0, 13.0, 1.0, 1.0, 7.0, 1.0, 1.0]);
    }

    #[test]
    fn capital_of_before_is_spent_and_its_renewals_are_not() {
        let cost = Cost { life_years: Some(10), ..Cost::once(2015, 100.0) };
        assert_eq!(cost.yearly(2024, 2026).unwrap(), [0.0, 100.0, 0.0]);
    }

    #[test]
    fn a_measure_that_costs_less_than_nothing_or_lives_no_year_is_refused() {
        assert!(Cost::once(2020, -1.0).yearly(2020, 2021).is_err());
        let none = Cost { life_years: Some(0), ..Cost::once(2020, 1.0) };
        assert_eq!(none.yearly(2020, 2021).unwrap_err().to_string(), "cost: life in years 0 is not at least 1");
        assert!(Cost::once(2020, 1.0).yearly(2021, 2020).is_err());
    }
}
