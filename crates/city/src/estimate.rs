//! Values: an estimate with its range, one or more codes, or a gap with its reason.

use crate::CityError;

/// A number with the range that it lies in.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Estimate {
    /// Lower end.
    pub low: f64,
    /// Best value.
    pub value: f64,
    /// Upper end.
    pub high: f64,
}

impl Estimate {
    /// A number known as it stands, without a range of its own.
    ///
    /// # Errors
    /// [`CityError::NotFinite`] for NaN and infinities.
    pub fn exact(value: f64) -> Result<Self, CityError> {
        Self::range(value, value, value)
    }

    /// A number and its range.
    ///
    /// # Errors
    /// [`CityError::NotFinite`] for NaN and infinities, [`CityError::Range`] unless `low <= value <= high`.
    ///
    /// ```
    /// let people = city::Estimate::range(4_000.0, 5_000.0, 6_500.0)?;
    /// assert!(city::Estimate::range(6_000.0, 5_000.0, 6_500.0).is_err());
    /// # Ok::<(), city::CityError>(())
    /// ```
    pub fn range(low: f64, value: f64, high: f64) -> Result<Self, CityError> {
        for number in [low, value, high] {
            if !number.is_finite() {
                return Err(CityError::NotFinite(number));
            }
        }
        if low <= value && value <= high {
            Ok(Self { low, value, high })
        } else {
            Err(CityError::Range { low, value, high })
        }
    }

    /// Whether the ends differ from the value.
    #[must_use]
    pub fn has_range(&self) -> bool {
        self.low < self.value || self.value < self.high
    }
}

names! {
    /// Why there is no number. A gap is never zero and never "no risk".
    Gap ("reason of a gap") {
        /// Nobody estimated it.
        NotEstimated = "not_estimated",
        /// The thing does not occur here.
        NotOccurring = "not_occurring",
        /// It is counted under another heading.
        IncludedElsewhere = "included_elsewhere",
        /// The publisher keeps it confidential.
        Confidential = "confidential",
        /// The community keeps it to itself.
        WithheldByCommunity = "withheld_by_community",
        /// No source covers this place.
        NotMeasuredHere = "not_measured_here",
    }
}

/// What is known of an indicator at a place.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A number.
    Estimate(Estimate),
    /// One or more codes of a class indicator.
    Classes(Vec<String>),
    /// Nothing, and why.
    Gap(Gap),
}

impl Value {
    /// The estimate, where there is one.
    #[must_use]
    pub fn estimate(&self) -> Option<Estimate> {
        match self {
            Self::Estimate(estimate) => Some(*estimate),
            _ => None,
        }
    }

    /// The best value, where there is a number.
    #[must_use]
    pub fn number(&self) -> Option<f64> {
        self.estimate().map(|e| e.value)
    }
}
