//! What is known of an input.

use crate::error::RiskError;

/// What is known of an input that is not known exactly. Where nothing is known there is no spread, and none is made up.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Spread {
    /// Anything between two numbers, all alike.
    Uniform {
        /// At least.
        low: f64,
        /// At most.
        high: f64,
    },
    /// Between two numbers, rising in a straight line to the most likely and falling from it.
    Triangular {
        /// At least.
        low: f64,
        /// Most likely.
        likely: f64,
        /// At most.
        high: f64,
    },
}

impl Spread {
    /// The value below which a share `u` (0 to 1) of all lies.
    ///
    /// ```
    /// use risk::uncertainty::Spread;
    /// assert_eq!(Spread::Uniform { low: 0.8, high: 1.2 }.at(0.5), 1.0);
    /// assert_eq!(Spread::Triangular { low: 0.0, likely: 1.0, high: 4.0 }.at(0.25), 1.0);
    /// ```
    #[must_use]
    pub fn at(self, u: f64) -> f64 {
        match self {
            Self::Uniform { low, high } => low + u * (high - low),
            Self::Triangular { low, likely, high } => {
                let (width, below) = (high - low, likely - low);
                if u * width <= below {
                    low + (u * width * below).sqrt()
                } else {
                    high - ((1.0 - u) * width * (high - likely)).sqrt()
                }
            }
        }
    }

    /// Whether it rises, within limits.
    pub(super) fn check(self, of: &str, (least, most): (f64, f64), expected: &'static str) -> Result<(), RiskError> {
        let points = match self {
            Self::Uniform { low, high } => vec![low, high],
            Self::Triangular { low, likely, high } => vec![low, likely, high],
        };
        let wrong = |found, expected| Err(RiskError::Amount { of: of.to_owned(), what: "range", found, expected });
        if let Some(found) = points.iter().find(|x| !(x.is_finite() && **x >= least && **x <= most)) {
            return wrong(*found, expected);
        }
        match points.windows(2).find(|pair| pair[1] < pair[0]) {
            Some(pair) => wrong(pair[1], "at or above the number before it"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_triangle_has_its_ends_and_a_range_that_falls_is_refused() {
        let triangle = Spread::Triangular { low: 1.0, likely: 2.0, high: 5.0 };
        assert!((triangle.at(0.0) - 1.0).abs() < 1e-15 && (triangle.at(1.0) - 5.0).abs() < 1e-15);
        let flat = Spread::Triangular { low: 1.0, likely: 1.0, high: 1.0 };
        assert!((flat.at(0.3) - 1.0).abs() < 1e-15);
        assert!(Spread::Uniform { low: 2.0, high: 1.0 }.check("x", (0.0, 9.0), "0 to 9").is_err());
        assert!(Spread::Uniform { low: -1.0, high: 1.0 }.check("x", (0.0, 9.0), "0 to 9").is_err());
        assert!(triangle.check("x", (0.0, 9.0), "0 to 9").is_ok());
    }
}
