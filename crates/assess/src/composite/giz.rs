//! Classes and warnings of the GIZ procedure.

use super::{CompositeError, Table};
use std::fmt;

/// Five classes of an indicator that has no metric scale, from optimal to critical (GIZ *Vulnerability Sourcebook* 2014).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClassValue {
    /// 0.1
    Optimal,
    /// 0.3
    RatherPositive,
    /// 0.5
    Neutral,
    /// 0.7
    RatherNegative,
    /// 0.9
    Critical,
}

impl ClassValue {
    /// The class of a code 1 (optimal) to 5 (critical).
    #[must_use]
    pub fn of_code(code: u8) -> Option<Self> {
        let all = [Self::Optimal, Self::RatherPositive, Self::Neutral, Self::RatherNegative, Self::Critical];
        all.get(usize::from(code).checked_sub(1)?).copied()
    }

    /// The middle of the class on 0..1.
    #[must_use]
    pub fn midpoint(self) -> f64 {
        match self {
            Self::Optimal => 0.1,
            Self::RatherPositive => 0.3,
            Self::Neutral => 0.5,
            Self::RatherNegative => 0.7,
            Self::Critical => 0.9,
        }
    }
}

/// Five classes of a result on 0..1: up to 0.2, 0.4, 0.6, 0.8 and 1, each limit in the class below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RiskClass {
    /// Up to 0.2.
    VeryLow,
    /// Up to 0.4.
    Low,
    /// Up to 0.6.
    Intermediate,
    /// Up to 0.8.
    High,
    /// Up to 1.
    VeryHigh,
}

impl RiskClass {
    const ALL: [(Self, f64); 5] =
        [(Self::VeryLow, 0.2), (Self::Low, 0.4), (Self::Intermediate, 0.6), (Self::High, 0.8), (Self::VeryHigh, 1.0)];

    /// The class of a score.
    ///
    /// # Errors
    /// A score outside 0..1.
    pub fn of(score: f64) -> Result<Self, CompositeError> {
        let off = || CompositeError::OffScale { what: "score".to_owned(), value: score, low: 0.0, high: 1.0 };
        let within = score >= 0.0;
        Self::ALL.iter().find(|(_, limit)| within && score <= *limit).map(|(class, _)| *class).ok_or_else(off)
    }

    /// 1 (very low) to 5 (very high).
    #[must_use]
    pub fn number(self) -> u8 {
        self as u8 + 1
    }
}

/// A risk above zero where there is no hazard or nothing exposed: the additive mean lets the rest make up for it.
#[derive(Debug, Clone, PartialEq)]
pub struct RiskWarning {
    /// The place.
    pub place: String,
    /// The component that is zero.
    pub component: String,
    /// The risk that stands beside it.
    pub risk: f64,
}

impl fmt::Display for RiskWarning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { place, component, risk } = self;
        write!(f, "{component} of {place} is zero and its risk still {risk:.3}; hint: look at the geometric mean too")
    }
}

/// Places whose hazard or exposure is zero while their risk is not. Names are those of the columns.
///
/// # Errors
/// A column that is not there.
pub fn risk_warnings(
    table: &Table,
    (hazard, exposure): (&str, &str),
    risk: &str,
) -> Result<Vec<RiskWarning>, CompositeError> {
    let position = |name: &str| {
        table.position(name).ok_or_else(|| CompositeError::UnknownIndicator { indicator: name.to_owned() })
    };
    let (risk, components) = (position(risk)?, [(hazard, position(hazard)?), (exposure, position(exposure)?)]);
    let mut warnings = Vec::new();
    for (place, name) in table.places().iter().enumerate() {
        let Some(risk) = table.value(place, risk).filter(|risk| *risk > 0.0) else { continue };
        for (component, column) in components {
            if table.value(place, column).is_some_and(|value| value <= 0.0) {
                warnings.push(RiskWarning { place: name.clone(), component: component.to_owned(), risk });
            }
        }
    }
    Ok(warnings)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_belongs_to_the_class_below_it() {
        let classes = [0.0, 0.2, 0.200_001, 0.6, 0.8, 0.81, 1.0].map(|score| RiskClass::of(score).unwrap().number());
        assert_eq!(classes, [1, 1, 2, 3, 4, 5, 5]);
        assert!(RiskClass::of(1.01).is_err() && RiskClass::of(-0.01).is_err() && RiskClass::of(f64::NAN).is_err());
    }

    #[test]
    fn codes_run_from_one_to_five() {
        let values: Vec<_> = (0..=6).map(|code| ClassValue::of_code(code).map(ClassValue::midpoint)).collect();
        assert_eq!(values, [None, Some(0.1), Some(0.3), Some(0.5), Some(0.7), Some(0.9), None]);
    }
}
