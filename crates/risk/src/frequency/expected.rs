//! Expected annual figures out of losses at exceedance frequencies.

use super::{Beyond, Join, Rule};
use crate::error::RiskError;

/// The loss that is reached or exceeded so often.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FrequencyPoint {
    /// Times a year, 1 / return period in years.
    pub frequency: f64,
    /// Money, people, dwellings: anything that adds up.
    pub loss: f64,
}

impl FrequencyPoint {
    /// The loss of a return period in years.
    #[must_use]
    pub fn of_period(return_period_years: f64, loss: f64) -> Self {
        Self { frequency: 1.0 / return_period_years, loss }
    }
}

/// Expected loss a year: the area under the loss over exceedance frequency. With people as loss it is people affected a year
/// (SDG 11.5.1 before it is put per 100,000), with money direct loss a year (11.5.2).
///
/// The points may come in any order. A loss that falls as events get rarer is allowed, and told by [`falls_at`]. The flat tail
/// adds the smallest frequency times the loss there.
///
/// ```
/// use risk::frequency::{Beyond, FrequencyPoint, Join, Rule, expected_annual};
/// let points = [FrequencyPoint::of_period(10.0, 100.0), FrequencyPoint::of_period(100.0, 300.0)];
/// let linear = Rule { join: Join::Linear, beyond: Beyond::Flat };
/// assert!((expected_annual(&points, linear)? - (0.09 * 200.0 + 0.01 * 300.0)).abs() < 1e-12);
/// # Ok::<(), risk::RiskError>(())
/// ```
///
/// # Errors
/// [`RiskError::NoPoints`]; [`RiskError::FrequencyPoint`] for a frequency not above 0 or a loss below 0 or none;
/// [`RiskError::FrequencyRepeated`].
pub fn expected_annual(points: &[FrequencyPoint], rule: Rule) -> Result<f64, RiskError> {
    let sorted = checked(points)?;
    if rule.join == Join::Sum {
        return Ok(sorted.iter().map(|point| point.frequency * point.loss).sum());
    }
    let between: f64 = sorted.windows(2).map(|pair| area(pair[1], pair[0], rule.join)).sum();
    let beyond = match (rule.beyond, sorted.last()) {
        (Beyond::Flat, Some(rarest)) => rarest.frequency * rarest.loss,
        _ => 0.0,
    };
    Ok(between + beyond)
}

/// The return periods, in years, at which the loss is below that of the next more frequent point: worth a look, and no error.
///
/// # Errors
/// As [`expected_annual`].
pub fn falls_at(points: &[FrequencyPoint]) -> Result<Vec<f64>, RiskError> {
    let sorted = checked(points)?;
    Ok(sorted.windows(2).filter(|pair| pair[1].loss < pair[0].loss).map(|pair| 1.0 / pair[1].frequency).collect())
}

/// The points from the most frequent to the rarest.
fn checked(points: &[FrequencyPoint]) -> Result<Vec<FrequencyPoint>, RiskError> {
    if points.is_empty() {
        return Err(RiskError::NoPoints { what: "a frequency curve" });
    }
    let wrong = |at: usize, found: f64, expected| Err(RiskError::FrequencyPoint { point: at + 1, found, expected });
    for (at, point) in points.iter().enumerate() {
        if !(point.frequency.is_finite() && point.frequency > 0.0) {
            return wrong(at, point.frequency, "a frequency above 0 a year (a return period above 0)");
        }
        if !(point.loss.is_finite() && point.loss >= 0.0) {
            return wrong(at, point.loss, "a loss from 0");
        }
    }
    let mut order: Vec<usize> = (0..points.len()).collect();
    order.sort_by(|a, b| points[*b].frequency.total_cmp(&points[*a].frequency).then(a.cmp(b)));
    if let Some(pair) = order.windows(2).find(|pair| same(points[pair[0]].frequency, points[pair[1]].frequency)) {
        let frequency = points[pair[1]].frequency;
        return Err(RiskError::FrequencyRepeated { first: pair[0] + 1, second: pair[1] + 1, frequency });
    }
    Ok(order.into_iter().map(|at| points[at]).collect())
}

fn same(a: f64, b: f64) -> bool {
    a.total_cmp(&b).is_eq()
}

/// The area between a rarer and a more frequent point.
fn area(rarer: FrequencyPoint, oftener: FrequencyPoint, join: Join) -> f64 {
    let width = oftener.frequency - rarer.frequency;
    let height = match join {
        Join::StepBelow => rarer.loss.min(oftener.loss),
        Join::StepAbove => rarer.loss.max(oftener.loss),
        Join::LogLinear => {
            rarer.loss + (oftener.loss - rarer.loss) * weight_of_oftener(oftener.frequency / rarer.frequency)
        }
        Join::Linear | Join::Sum => f64::midpoint(rarer.loss, oftener.loss),
    };
    width * height
}

/// The mean of `ln(p / a) / ln(b / a)` over p from a to b, where `ratio` is b / a: `r / (r - 1) - 1 / ln r`. One half in the limit
/// of 1, from which the series is taken.
fn weight_of_oftener(ratio: f64) -> f64 {
    let more = ratio - 1.0;
    if more < 1e-4 { 0.5 + more / 12.0 - more * more / 24.0 } else { ratio / more - 1.0 / ratio.ln() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(join: Join, beyond: Beyond) -> Rule {
        Rule { join, beyond }
    }

    fn points(pairs: &[(f64, f64)]) -> Vec<FrequencyPoint> {
        pairs.iter().map(|&(frequency, loss)| FrequencyPoint { frequency, loss }).collect()
    }

    /// Points of a loss that is known at every frequency, at `count` frequencies even in their logarithm.
    fn sampled(least: f64, most: f64, count: u32, loss: impl Fn(f64) -> f64) -> Vec<FrequencyPoint> {
        let step = (most / least).ln() / f64::from(count - 1);
        let frequencies = (0..count).map(|i| if i + 1 == count { most } else { least * (step * f64::from(i)).exp() });
        frequencies.map(|frequency| FrequencyPoint { frequency, loss: loss(frequency) }).collect()
    }

    #[test]
    fn a_loss_straight_in_the_logarithm_is_met_exactly_with_two_points() {
        // loss = -c ln p from p = 1 (0) to a: integral c (1 - a + a ln a)
        let (a, c) = (0.01_f64, 1000.0);
        let exact = c * (1.0 - a + a * a.ln());
        let two = sampled(a, 1.0, 2, |p| -c * p.ln());
        let found = expected_annual(&two, rule(Join::LogLinear, Beyond::Nothing)).unwrap();
        assert!((found / exact - 1.0).abs() < 1e-12, "{found} {exact}");
        let tail = expected_annual(&two, rule(Join::LogLinear, Beyond::Flat)).unwrap() - found;
        assert!((tail / (-c * a * a.ln()) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn linear_and_log_linear_come_closer_to_a_known_area_with_more_points() {
        // loss = exp(-k p): integral (exp(-k a) - exp(-k b)) / k
        let (a, b, k) = (0.002_f64, 0.5_f64, 30.0_f64);
        let exact = ((-k * a).exp() - (-k * b).exp()) / k;
        for join in [Join::Linear, Join::LogLinear] {
            let off = |count| {
                let found = expected_annual(&sampled(a, b, count, |p| (-k * p).exp()), rule(join, Beyond::Nothing));
                (found.unwrap() / exact - 1.0).abs()
            };
            assert!(off(10) > 1e-3 && off(1000) < 1e-5, "{join}: {} {}", off(10), off(1000));
            assert!(off(100) < off(10) / 50.0 && off(1000) < off(100) / 50.0, "{join}: of second order");
        }
    }

    #[test]
    fn an_asset_with_a_two_point_function_under_a_known_curve_has_its_exact_annual_loss() {
        // depth 2 m at p = 0.01, 0 m at p = 0.1, straight in ln p; half of the house is lost at 2 m
        let house = crate::DamageFunction::new("house", vec![0.0, 2.0], vec![0.0, 0.5]).unwrap();
        let depth = |p: f64| 2.0 * (0.1 / p).log10();
        let found = expected_annual(
            &sampled(0.01, 0.1, 2, |p| 1000.0 * house.ratio(depth(p))),
            rule(Join::LogLinear, Beyond::Flat),
        );
        // 500 / ln 10 (0.1 - 0.01 - 0.01 ln 10) + 0.01 x 500
        let exact = 500.0 / 10_f64.ln() * (0.09 - 0.01 * 10_f64.ln()) + 5.0;
        assert!((found.unwrap() / exact - 1.0).abs() < 1e-12);
    }

    #[test]
    fn steps_enclose_every_other_rule_where_losses_rise() {
        let points = points(&[(0.5, 1.0), (0.2, 3.0), (0.01, 70.0)]);
        let figure = |join| expected_annual(&points, rule(join, Beyond::Flat)).unwrap();
        assert!(figure(Join::StepBelow) < figure(Join::LogLinear));
        assert!(figure(Join::LogLinear) < figure(Join::Linear) && figure(Join::Linear) < figure(Join::StepAbove));
    }

    #[test]
    fn points_may_come_in_any_order_and_one_is_enough() {
        let there = points(&[(0.5, 1.0), (0.2, 3.0), (0.01, 70.0)]);
        let back: Vec<_> = there.iter().rev().copied().collect();
        let figure = |points: &[FrequencyPoint]| expected_annual(points, Rule::default()).unwrap();
        assert!((figure(&there) - figure(&back)).abs() < 1e-15);
        assert!((figure(&there[2..]) - 0.7).abs() < 1e-15);
    }

    #[test]
    fn frequencies_that_almost_touch_lose_no_digits() {
        let close = points(&[(0.1, 5.0), (0.1 * (1.0 + 1e-9), 4.0)]);
        let found = expected_annual(&close, rule(Join::LogLinear, Beyond::Nothing)).unwrap();
        assert!((found / 4.5e-10 - 1.0).abs() < 1e-6, "{found}");
        // r / (r - 1) - 1 / ln r at 1 + e is 1/2 + e/12 - e^2/24 + ...
        for more in [0.9e-4, 1.1e-4] {
            assert!((weight_of_oftener(1.0 + more) - (0.5 + more / 12.0 - more * more / 24.0)).abs() < 1e-11, "{more}");
        }
    }

    #[test]
    fn a_repeated_or_impossible_frequency_is_named_by_its_point() {
        let message = |pairs: &[(f64, f64)]| expected_annual(&points(pairs), Rule::default()).unwrap_err().to_string();
        let repeated = message(&[(0.1, 1.0), (0.5, 0.0), (0.1, 2.0)]);
        assert!(repeated.contains("1 and 3") && repeated.contains("0.1"), "{repeated}");
        for wrong in [(0.0, 1.0), (-0.1, 1.0), (f64::NAN, 1.0), (f64::INFINITY, 1.0), (0.2, -1.0), (0.2, f64::NAN)] {
            assert!(message(&[(0.1, 1.0), wrong]).contains("point 2"), "{wrong:?}");
        }
        assert!(matches!(expected_annual(&[], Rule::default()), Err(RiskError::NoPoints { .. })));
    }

    #[test]
    fn a_loss_that_falls_with_the_period_is_allowed_and_told() {
        let odd = points(&[(0.5, 1.0), (0.2, 3.0), (0.01, 2.0)]);
        assert!(expected_annual(&odd, Rule::default()).unwrap() > 0.0);
        let at = falls_at(&odd).unwrap();
        assert!(at.len() == 1 && (at[0] - 100.0).abs() < 1e-12);
    }
}
