//! The INFORM Risk Index on 0 to 10, where high is worse (Marin-Ferrer, Vernaccini and Poljansek 2017).

use super::moments::{extent, quantile};
use super::{CompositeError, Direction};

const TOP: f64 = 10.0;

/// A dimension from its components on 0 to 10: the scaled geometric mean, which pulls toward the worse component.
///
/// D = (10 - GM((10 - c) / 10 x 9 + 1)) / 9 x 10, not rounded.
///
/// # Errors
/// No component, or one off the scale.
///
/// ```
/// use assess::composite::inform::{dimension, one_decimal};
/// assert_eq!(one_decimal(dimension(&[0.0, 10.0])?), 7.6);
/// # Ok::<(), assess::composite::CompositeError>(())
/// ```
pub fn dimension(components: &[f64]) -> Result<f64, CompositeError> {
    components.iter().try_for_each(|c| on_scale("component", *c))?;
    if components.is_empty() {
        return Err(CompositeError::NothingToAggregate);
    }
    #[expect(clippy::cast_precision_loss, reason = "a handful of components")]
    let count = components.len() as f64;
    let logarithms: f64 = components.iter().map(|c| ((TOP - c) / TOP * 9.0 + 1.0).ln()).sum();
    Ok((TOP - (logarithms / count).exp()) / 9.0 * TOP)
}

/// Risk: the geometric mean of hazard and exposure, vulnerability, and lack of coping capacity; not rounded.
///
/// # Errors
/// One of them off 0 to 10.
pub fn risk(hazard_exposure: f64, vulnerability: f64, lack_of_coping: f64) -> Result<f64, CompositeError> {
    on_scale("hazard and exposure", hazard_exposure)?;
    on_scale("vulnerability", vulnerability)?;
    on_scale("lack of coping capacity", lack_of_coping)?;
    Ok((hazard_exposure * vulnerability * lack_of_coping).cbrt())
}

/// To one decimal, as INFORM publishes.
#[must_use]
pub fn one_decimal(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

/// An indicator on 0 to 10: capped at the Tukey fences (quartiles -/+ 1.5 times their distance; quartiles of type 7), from
/// the smallest to the largest of what is left, and turned round where more of it lowers risk. Gaps stay gaps. Where the
/// documentation takes logarithms, or sets limits of its own, do so before.
///
/// # Errors
/// No value, or all equal after capping.
pub fn scale(
    indicator: &str,
    values: &[Option<f64>],
    direction: Direction,
) -> Result<Vec<Option<f64>>, CompositeError> {
    let mut sorted: Vec<f64> = values.iter().flatten().copied().collect();
    sorted.sort_by(f64::total_cmp);
    let quartiles = quantile(&sorted, 0.25).zip(quantile(&sorted, 0.75));
    let nothing = || CompositeError::NothingMeasured { indicator: indicator.to_owned() };
    let (low, high) = quartiles.map(|(q1, q3)| (q1 - 1.5 * (q3 - q1), q3 + 1.5 * (q3 - q1))).ok_or_else(nothing)?;
    let capped: Vec<Option<f64>> = values.iter().map(|v| v.map(|v| v.max(low).min(high))).collect();
    let (low, high) = extent(&capped.iter().flatten().copied().collect::<Vec<_>>());
    if low >= high {
        return Err(CompositeError::AllEqual { indicator: indicator.to_owned(), value: low });
    }
    let (from, span) = if direction == Direction::Raises { (low, high - low) } else { (high, low - high) };
    Ok(capped.into_iter().map(|v| v.map(|v| (v - from) / span * TOP)).collect())
}

/// INFORM's five classes of risk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum InformClass {
    /// Below 2.
    VeryLow = 1,
    /// 2 to 3.4.
    Low,
    /// 3.5 to 4.9.
    Medium,
    /// 5 to 6.4.
    High,
    /// 6.5 and above.
    VeryHigh,
}

impl InformClass {
    /// The class of a risk, taken to one decimal as published.
    ///
    /// # Errors
    /// A risk off 0 to 10.
    pub fn of(risk: f64) -> Result<Self, CompositeError> {
        on_scale("risk", risk)?;
        Ok(match one_decimal(risk) {
            r if r < 2.0 => Self::VeryLow,
            r if r < 3.5 => Self::Low,
            r if r < 5.0 => Self::Medium,
            r if r < 6.5 => Self::High,
            _ => Self::VeryHigh,
        })
    }
}

fn on_scale(what: &str, value: f64) -> Result<(), CompositeError> {
    if (0.0..=TOP).contains(&value) {
        Ok(())
    } else {
        Err(CompositeError::OffScale { what: what.to_owned(), value, low: 0.0, high: TOP })
    }
}
