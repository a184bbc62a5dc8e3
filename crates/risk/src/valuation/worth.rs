//! What a measure costs beside what it brings.

use super::amount;
use super::cost::Cost;
use super::discount::Discount;
use super::over_years::RiskOverYears;
use crate::error::RiskError;

/// The years that are looked at, and how money of different years is made one.
#[derive(Debug, Clone, PartialEq)]
pub struct Appraisal {
    /// Discounting.
    pub discount: Discount,
    /// What is done with costs.
    pub costing: Costing,
    /// Exponent of the change of risk between years for which it is known.
    pub exponent: f64,
}

/// What is done with costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Costing {
    /// Summed as they are: CLIMADA, whose cost is one figure.
    Undiscounted,
    /// Discounted like benefits: ours.
    Discounted,
}

impl Appraisal {
    /// What yearly losses, known at some years, are worth in the first of them.
    ///
    /// # Errors
    /// Those of [`RiskOverYears::new`] and [`Discount::present_value`].
    pub fn of_risk(&self, known: &[(i32, f64)]) -> Result<f64, RiskError> {
        let risk = RiskOverYears::new(known.to_vec(), self.exponent)?;
        self.discount.present_value(risk.first_year(), &risk.yearly())
    }

    /// What the costs of these years are worth in the first.
    ///
    /// # Errors
    /// Those of [`Cost::yearly`] and [`Discount::present_value`].
    pub fn of_cost(&self, cost: &Cost, first_year: i32, last_year: i32) -> Result<f64, RiskError> {
        let costs = cost.yearly(first_year, last_year)?;
        match self.costing {
            Costing::Undiscounted => Ok(costs.iter().sum()),
            Costing::Discounted => self.discount.present_value(first_year, &costs),
        }
    }

    /// A measure: yearly losses without and with it at the years for which they are known, and its cost.
    ///
    /// # Errors
    /// Those of [`Appraisal::of_risk`] and [`Appraisal::of_cost`].
    pub fn worth(&self, without: &[(i32, f64)], with: &[(i32, f64)], cost: &Cost) -> Result<Worth, RiskError> {
        let benefit = self.of_risk(without)? - self.of_risk(with)?;
        let (first, last) = (without.first().map_or(0, |k| k.0), without.last().map_or(0, |k| k.0));
        Worth::new(benefit, self.of_cost(cost, first, last)?)
    }
}

/// What a measure costs and brings, in money of the first year.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Worth {
    /// Losses averted.
    pub benefit: f64,
    /// What it costs.
    pub cost: f64,
}

impl Worth {
    /// Benefit and cost in money of one year.
    ///
    /// # Errors
    /// [`RiskError::Amount`] for a cost below 0 or no number.
    pub fn new(benefit: f64, cost: f64) -> Result<Self, RiskError> {
        amount("measure", "cost", cost, "money from 0", cost.is_finite() && cost >= 0.0)?;
        amount("measure", "benefit", benefit, "a number", benefit.is_finite())?;
        Ok(Self { benefit, cost })
    }

    /// Benefit less cost.
    #[must_use]
    pub fn net(&self) -> f64 {
        self.benefit - self.cost
    }

    /// Benefit for each unit of cost; none where it costs nothing.
    #[must_use]
    pub fn benefit_cost(&self) -> Option<f64> {
        (self.cost > 0.0).then(|| self.benefit / self.cost)
    }

    /// Cost for each unit of benefit, CLIMADA's ratio; none where it brings nothing.
    #[must_use]
    pub fn cost_benefit(&self) -> Option<f64> {
        (self.benefit > 0.0).then(|| self.cost / self.benefit)
    }

    /// Cost for each person protected; none where nobody is.
    #[must_use]
    pub fn cost_per_person(&self, persons_protected: f64) -> Option<f64> {
        (persons_protected > 0.0).then(|| self.cost / persons_protected)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{FirstYear, Rate};
    use super::*;

    #[test]
    fn ratios_go_both_ways_and_nothing_is_divided_by_nothing() {
        let worth = Worth::new(200.0, 50.0).unwrap();
        assert_eq!((worth.net(), worth.benefit_cost(), worth.cost_benefit()), (150.0, Some(4.0), Some(0.25)));
        assert_eq!((worth.cost_per_person(25.0), worth.cost_per_person(0.0)), (Some(2.0), None));
        let free = Worth::new(0.0, 0.0).unwrap();
        assert_eq!((free.benefit_cost(), free.cost_benefit()), (None, None));
        assert!(Worth::new(1.0, -1.0).is_err() && Worth::new(f64::NAN, 1.0).is_err());
    }

    #[test]
    fn costs_are_discounted_or_summed_by_name() {
        let discount = Discount::new(Rate::Constant(0.25), FirstYear::Full).unwrap();
        let of = |costing| {
            let appraisal = Appraisal { discount: discount.clone(), costing, exponent: 1.0 };
            let cost = Cost { running: 10.0, ..Cost::once(2020, 100.0) };
            appraisal.worth(&[(2020, 50.0), (2021, 50.0)], &[(2020, 0.0), (2021, 25.0)], &cost).unwrap()
        };
        assert!((of(Costing::Discounted).cost - 118.0).abs() < 1e-12);
        assert!((of(Costing::Undiscounted).cost - 120.0).abs() < 1e-12);
        assert!((of(Costing::Discounted).benefit - 70.0).abs() < 1e-12);
    }
}
