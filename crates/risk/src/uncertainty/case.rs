//! Risk and measures at a draw: two times, functions with bands, costs.

use super::spread::Spread;
use crate::error::RiskError;
use crate::function::DamageFunction;
use crate::measure::{Applied, Losses, Measure, Overlap, Scenario};
use crate::valuation::{Appraisal, Cost, Worth};

/// What is uncertain in a case, each only where there is a basis for its range.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Ranges {
    /// Factor of all intensities, above 0.
    pub intensity: Option<Spread>,
    /// Factor of all values, from 0.
    pub value: Option<Spread>,
    /// Factor of how many things there are, from 0.
    pub count: Option<Spread>,
    /// Where between the lower functions (-1), the functions (0) and the upper ones (1).
    pub function: Option<Spread>,
    /// Factor of all costs, from 0.
    pub cost: Option<Spread>,
}

/// A draw of them; the middle is as things are taken to be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sample {
    /// Factor of all intensities.
    pub intensity: f64,
    /// Factor of all values.
    pub value: f64,
    /// Factor of how many things there are.
    pub count: f64,
    /// Where in the band of the functions, -1 to 1.
    pub function: f64,
    /// Factor of all costs.
    pub cost: f64,
}

impl Default for Sample {
    fn default() -> Self {
        Self { intensity: 1.0, value: 1.0, count: 1.0, function: 0.0, cost: 1.0 }
    }
}

impl Ranges {
    /// How many inputs are uncertain.
    #[must_use]
    pub fn count(&self) -> usize {
        self.all().into_iter().flatten().count()
    }

    /// Their names, in the order of the dimensions of a point.
    #[must_use]
    pub fn names(&self) -> Vec<&'static str> {
        let names = ["intensity", "value", "count", "function", "cost"];
        names.into_iter().zip(self.all()).filter(|(_, spread)| spread.is_some()).map(|(name, _)| name).collect()
    }

    /// The draw at a point of the unit cube of [`Ranges::count`] dimensions.
    #[must_use]
    pub fn at(&self, point: &[f64]) -> Sample {
        let mut sample = Sample::default();
        let mut point = point.iter();
        let to = [&mut sample.intensity, &mut sample.value, &mut sample.count, &mut sample.function, &mut sample.cost];
        for (to, spread) in to.into_iter().zip(self.all()) {
            if let Some((spread, u)) = spread.and_then(|spread| Some((spread, point.next()?))) {
                *to = spread.at(*u);
            }
        }
        sample
    }

    fn all(&self) -> [Option<Spread>; 5] {
        [self.intensity, self.value, self.count, self.function, self.cost]
    }

    fn check(&self, curves: &Curves) -> Result<(), RiskError> {
        let from_0 = (0.0, f64::MAX);
        let limits = [
            ("factor of intensity", (f64::MIN_POSITIVE, f64::MAX), "a factor above 0"),
            ("factor of value", from_0, "a factor from 0"),
            ("factor of count", from_0, "a factor from 0"),
            ("place in the band of the functions", (-1.0, 1.0), "a number from -1 to 1"),
            ("factor of cost", from_0, "a factor from 0"),
        ];
        for (spread, (of, limits, expected)) in self.all().into_iter().zip(limits) {
            spread.map_or(Ok(()), |spread| spread.check(of, limits, expected))?;
        }
        if self.function.is_some() && (curves.lower.is_none() || curves.upper.is_none()) {
            let (what, lacking) = ("a band of the functions", "lower and upper functions are not given");
            return Err(RiskError::NoBasis { what, lacking });
        }
        Ok(())
    }
}

/// Functions, with those at the lower and the upper end of what is known, in the same order.
#[derive(Debug, Clone, PartialEq)]
pub struct Curves {
    /// The functions.
    pub best: Vec<DamageFunction>,
    /// The lower ones; none where nothing says how low.
    pub lower: Option<Vec<DamageFunction>>,
    /// The upper ones.
    pub upper: Option<Vec<DamageFunction>>,
}

/// Things at some years, measures with costs, and how they are valued: a model of what goes in.
#[derive(Debug, Clone)]
pub struct Case {
    years: Vec<(i32, Scenario)>,
    ranges: Ranges,
    bare: Standing,
    portfolios: Vec<(Standing, f64)>,
    appraisal: Appraisal,
}

/// Measures brought to the functions, and to both ends of their band.
#[derive(Debug, Clone)]
struct Standing {
    best: Applied,
    lower: Option<Applied>,
    upper: Option<Applied>,
}

impl Standing {
    fn new(measures: &[&Measure], overlap: Overlap, curves: &Curves, scenario: &Scenario) -> Result<Self, RiskError> {
        let of = |functions: &Vec<DamageFunction>| Applied::new(measures, overlap, functions, scenario.things());
        Ok(Self {
            best: of(&curves.best)?,
            lower: curves.lower.as_ref().map(of).transpose()?,
            upper: curves.upper.as_ref().map(of).transpose()?,
        })
    }

    fn losses(&self, scenario: &Scenario, sample: Sample, before: &[f64]) -> Result<Losses, RiskError> {
        let of = |applied: &Applied| scenario.borne(applied, sample.intensity, before);
        let end = if sample.function < 0.0 { &self.lower } else { &self.upper };
        let part = sample.function.abs();
        let mut losses = match end {
            Some(end) if part > 0.0 => of(&self.best)?.mixed(&of(end)?, part),
            _ => of(&self.best)?,
        };
        losses.scaled(sample.value * sample.count);
        losses.transfer(&self.best);
        Ok(losses)
    }
}

impl Case {
    /// Things at one or more years (rising, with the same classes), and portfolios: measures that stand together, and their cost.
    ///
    /// # Errors
    /// Those of [`Applied::new`], [`Appraisal::of_risk`] and [`Appraisal::of_cost`]; [`RiskError::Amount`] and
    /// [`RiskError::NoBasis`] for ranges.
    pub fn new(
        years: Vec<(i32, Scenario)>,
        curves: &Curves,
        portfolios: &[(Vec<&Measure>, Cost)],
        overlap: Overlap,
        appraisal: Appraisal,
        ranges: Ranges,
    ) -> Result<Self, RiskError> {
        let (Some((first, scenario)), Some((last, _))) = (years.first(), years.last()) else {
            return Err(RiskError::Lengths { what: "years", found: 0, expected: 1 });
        };
        ranges.check(curves)?;
        appraisal.of_risk(&years.iter().map(|(year, _)| (*year, 0.0)).collect::<Vec<_>>())?;
        let bare = Standing::new(&[], overlap, curves, scenario)?;
        let stand = |(measures, cost): &(Vec<&Measure>, Cost)| {
            let cost = appraisal.of_cost(cost, *first, *last)?;
            Ok((Standing::new(measures, overlap, curves, scenario)?, cost))
        };
        let portfolios = portfolios.iter().map(stand).collect::<Result<_, RiskError>>()?;
        Ok(Self { years, ranges, bare, portfolios, appraisal })
    }

    /// The ranges.
    #[must_use]
    pub fn ranges(&self) -> &Ranges {
        &self.ranges
    }

    /// Losses without measures at each year.
    ///
    /// # Errors
    /// [`RiskError::Lengths`] where years have other classes of things.
    pub fn without(&self, sample: Sample) -> Result<Vec<Losses>, RiskError> {
        self.years.iter().map(|(_, scenario)| self.bare.losses(scenario, sample, &[])).collect()
    }

    /// Losses with a portfolio at each year.
    ///
    /// # Errors
    /// [`RiskError::Lengths`] where there is no such portfolio, or years have other classes of things.
    pub fn with(&self, portfolio: usize, sample: Sample, without: &[Losses]) -> Result<Vec<Losses>, RiskError> {
        let found = self.portfolios.len();
        let (standing, _) = self.portfolios.get(portfolio).ok_or(RiskError::Lengths {
            what: "portfolios",
            found,
            expected: portfolio + 1,
        })?;
        let each = self.years.iter().zip(without);
        each.map(|((_, scenario), before)| standing.losses(scenario, sample, &before.at_event())).collect()
    }

    /// What a portfolio costs and brings.
    ///
    /// # Errors
    /// Those of [`Case::with`].
    pub fn worth(&self, portfolio: usize, sample: Sample, without: &[Losses]) -> Result<Worth, RiskError> {
        let with = self.with(portfolio, sample, without)?;
        let cost = self.portfolios.get(portfolio).map_or(0.0, |(_, cost)| *cost);
        Worth::new(self.present_value(without)? - self.present_value(&with)?, cost * sample.cost)
    }

    /// What the losses of all years, in between too, are worth in the first.
    ///
    /// # Errors
    /// Those of [`Appraisal::of_risk`].
    pub fn present_value(&self, losses: &[Losses]) -> Result<f64, RiskError> {
        let each = self.years.iter().zip(losses);
        let known: Vec<(i32, f64)> = each.map(|((year, at), losses)| (*year, losses.annual(at.events()))).collect();
        self.appraisal.of_risk(&known)
    }

    /// How many figures [`Case::run`] gives.
    #[must_use]
    pub fn outputs(&self) -> usize {
        let events: usize = self.years.iter().map(|(_, scenario)| scenario.events().frequency().len()).sum();
        self.years.len() + events + 1 + 4 * self.portfolios.len()
    }

    /// All figures at a point of the unit cube of [`Ranges::count`] dimensions: for each year the yearly loss and then the loss of
    /// each event; the present value of all losses; then for each portfolio benefit, cost, net benefit and benefit over cost (NaN
    /// where it costs nothing). For [`super::bands()`] and [`super::indices()`].
    ///
    /// # Errors
    /// Those of [`Case::without`] and [`Case::worth`]; [`RiskError::Lengths`] where `to` is not [`Case::outputs`] long.
    pub fn run(&self, point: &[f64], to: &mut [f64]) -> Result<(), RiskError> {
        if to.len() != self.outputs() {
            return Err(RiskError::Lengths { what: "places for figures", found: to.len(), expected: self.outputs() });
        }
        let sample = self.ranges.at(point);
        let without = self.without(sample)?;
        let mut figures = Vec::with_capacity(to.len());
        for ((_, scenario), losses) in self.years.iter().zip(&without) {
            figures.push(losses.annual(scenario.events()));
            figures.extend(losses.at_event());
        }
        figures.push(self.present_value(&without)?);
        for portfolio in 0..self.portfolios.len() {
            let worth = self.worth(portfolio, sample, &without)?;
            figures.extend([worth.benefit, worth.cost, worth.net(), worth.benefit_cost().unwrap_or(f64::NAN)]);
        }
        to.copy_from_slice(&figures);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::{bands, indices, scattered};
    use super::*;
    use crate::dense::AtAssets;
    use crate::frequency::{Beyond, Join, Rule};
    use crate::measure::{Events, Hazard, Sorted};
    use crate::valuation::{Costing, Discount, FirstYear, Rate};

    fn case(ranges: Ranges, banded: bool) -> Result<Case, RiskError> {
        let line = DamageFunction::new("line", vec![0.0, 4.0], vec![0.0, 1.0])?;
        let things = Sorted::of(&AtAssets::new(vec![100.0], vec![0], vec![0], &[vec![1.0]])?);
        let events = Events::new(vec![0.1], Rule { join: Join::Sum, beyond: Beyond::Nothing })?;
        let scenario = Scenario::new(things, events, 1.0)?;
        let half = Measure { hazard: Hazard::Intensity { factor: 0.5, less: 0.0 }, ..Measure::named("half") };
        let discount = Discount::new(Rate::Constant(0.0), FirstYear::Full)?;
        let appraisal = Appraisal { discount, costing: Costing::Discounted, exponent: 1.0 };
        let curves = Curves {
            lower: banded.then(|| vec![line.changed((0.5, 0.0), (1.0, 0.0))]),
            upper: banded.then(|| vec![line.changed((2.0, 0.0), (1.0, 0.0))]),
            best: vec![line],
        };
        let years = vec![(2020, scenario.clone()), (2021, scenario)];
        Case::new(years, &curves, &[(vec![&half], Cost::once(2020, 1.0))], Overlap::Nested, appraisal, ranges)
    }

    #[test]
    fn figures_are_as_computed_by_hand() {
        let case = case(Ranges::default(), true).unwrap();
        let mut found = vec![0.0; case.outputs()];
        case.run(&[], &mut found).unwrap();
        let expected = [2.5, 25.0, 2.5, 25.0, 5.0, 2.5, 1.0, 1.5, 2.5];
        assert!(found.iter().zip(expected).all(|(f, e)| (f - e).abs() < 1e-12) && found.len() == 9, "{found:?}");
        let up = case.without(Sample { intensity: 1.2, value: 0.5, function: 0.5, ..Sample::default() }).unwrap();
        assert!((up[0].at_event()[0] - 0.5 * 1.2 * 25.0 * 1.5).abs() < 1e-12);
        let down = case.without(Sample { function: -1.0, ..Sample::default() }).unwrap();
        assert!((down[0].at_event()[0] - 12.5).abs() < 1e-12);
    }

    #[test]
    fn without_lower_and_upper_functions_there_is_no_band_of_them() {
        let function = Some(Spread::Uniform { low: -1.0, high: 1.0 });
        assert!(matches!(case(Ranges { function, ..Ranges::default() }, false), Err(RiskError::NoBasis { .. })));
        let intensity = Some(Spread::Uniform { low: 0.0, high: 1.0 });
        assert!(matches!(case(Ranges { intensity, ..Ranges::default() }, true), Err(RiskError::Amount { .. })));
    }

    #[test]
    fn a_case_has_bands_and_indices_of_its_uncertain_inputs() {
        let value = Some(Spread::Uniform { low: 0.8, high: 1.2 });
        let cost = Some(Spread::Uniform { low: 0.5, high: 2.0 });
        let case = case(Ranges { value, cost, ..Ranges::default() }, false).unwrap();
        assert_eq!(case.ranges().names(), ["value", "cost"]);
        let run = |point: &[f64], to: &mut [f64]| case.run(point, to);
        let band = bands((20_000, 2, case.outputs()), scattered, run).unwrap()[0].unwrap();
        assert!((band.p5 - 2.05).abs() < 2e-2 && (band.p95 - 2.95).abs() < 2e-2, "{band:?}");
        let shares = indices((20_000, 2, case.outputs()), scattered, run).unwrap();
        let annual = shares[0].as_ref().unwrap();
        assert!((annual.first_order[0] - 1.0).abs() < 3e-2 && annual.total[1].abs() < 1e-12, "{annual:?}");
    }
}
