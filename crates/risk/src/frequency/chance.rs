//! How likely something comes at least once in some years.

use crate::error::RiskError;

city::names! {
    /// How events come.
    Arrivals ("arrivals") {
        /// At any time, without memory, several in a year if need be: `1 - exp(-f n)`.
        Poisson = "poisson",
        /// Once a year at most, each year by itself, as annual maxima are read: `1 - (1 - f)^n`.
        Yearly = "yearly",
    }
}

/// Chance of at least one event of this frequency (times a year) within this many years, 0 to 1.
///
/// ```
/// use risk::frequency::{Arrivals, chance_of_one};
/// // the "one in a hundred years" flood within thirty years
/// assert!((chance_of_one(0.01, 30.0, Arrivals::Yearly)? - 0.2603).abs() < 5e-5);
/// assert!((chance_of_one(0.01, 30.0, Arrivals::Poisson)? - 0.2592).abs() < 5e-5);
/// # Ok::<(), risk::RiskError>(())
/// ```
///
/// # Errors
/// [`RiskError::Parameter`] for a frequency or years below 0 or no number, and for a yearly frequency above 1.
pub fn chance_of_one(frequency: f64, years: f64, arrivals: Arrivals) -> Result<f64, RiskError> {
    if !(frequency.is_finite() && frequency >= 0.0) {
        return Err(RiskError::Parameter { name: "frequency", found: frequency, expected: "from 0 a year" });
    }
    if !(years.is_finite() && years >= 0.0) {
        return Err(RiskError::Parameter { name: "years", found: years, expected: "from 0" });
    }
    if years <= 0.0 {
        return Ok(0.0);
    }
    let exponent = match arrivals {
        Arrivals::Poisson => -frequency * years,
        Arrivals::Yearly if frequency <= 1.0 => years * (-frequency).ln_1p(),
        Arrivals::Yearly => {
            let expected = "at most 1 a year where a year has one event at most";
            return Err(RiskError::Parameter { name: "frequency", found: frequency, expected });
        }
    };
    Ok(-exponent.exp_m1())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chance_stays_between_none_and_certain() {
        for arrivals in Arrivals::ALL {
            assert!(chance_of_one(0.0, 50.0, *arrivals).unwrap().abs() < 1e-300);
            assert!(chance_of_one(0.5, 0.0, *arrivals).unwrap().abs() < 1e-300);
            let near = chance_of_one(1.0, 1e6, *arrivals).unwrap();
            assert!((near - 1.0).abs() < 1e-12);
        }
        assert!((chance_of_one(1.0, 1.0, Arrivals::Yearly).unwrap() - 1.0).abs() < 1e-15);
        assert!(chance_of_one(2.0, 1.0, Arrivals::Yearly).is_err());
        assert!(chance_of_one(-0.1, 1.0, Arrivals::Poisson).is_err());
        assert!(chance_of_one(0.1, f64::NAN, Arrivals::Poisson).is_err());
    }

    #[test]
    fn rare_events_differ_little_between_the_two() {
        let poisson = chance_of_one(1e-9, 10.0, Arrivals::Poisson).unwrap();
        let yearly = chance_of_one(1e-9, 10.0, Arrivals::Yearly).unwrap();
        assert!((poisson - 1e-8).abs() < 1e-16 && (yearly - 1e-8).abs() < 1e-16);
    }
}
