//! Units of intensity by name, and numbers that look like another unit.

use crate::error::RiskError;
use city::problem::Problem;

/// Standard gravity, m/s2.
const GRAVITY: f64 = 9.806_65;

/// Names of accelerations, and what one is in m/s2. Here `g` is gravity, never a gram.
const ACCELERATIONS: [(&str, f64); 6] =
    [("g", GRAVITY), ("%g", GRAVITY / 100.0), ("m/s2", 1.0), ("cm/s2", 0.01), ("gal", 0.01), ("gals", 0.01)];

/// Names of speeds that are not length by time, and what one is in m/s.
const SPEEDS: [(&str, f64); 4] =
    [("kn", 1852.0 / 3600.0), ("kt", 1852.0 / 3600.0), ("knots", 1852.0 / 3600.0), ("mph", 0.447_04)];

/// What an intensity is measured in: a depth, a wind speed, a temperature, a shaking.
#[derive(Debug, Clone, PartialEq)]
pub struct IntensityUnit {
    text: String,
    measure: Measure,
}

#[derive(Debug, Clone, PartialEq)]
enum Measure {
    /// Of so many m/s2.
    Acceleration(f64),
    /// Of so many of a unit.
    Other(f64, units::Unit),
}

impl IntensityUnit {
    /// The unit that a text spells: `m`, `cm`, `mm`, `ft`, `m/s`, `km/h`, `kn`, `degC`, `g`, `cm/s2`, `days` and what `units` knows.
    ///
    /// ```
    /// use risk::functions::IntensityUnit;
    /// let (feet, metres) = (IntensityUnit::parse("ft")?, IntensityUnit::parse("m")?);
    /// assert!((feet.convert(10.0, &metres)? - 3.048).abs() < 1e-12);
    /// assert!(IntensityUnit::parse("m/s")?.convert(1.0, &metres).is_err());
    /// # Ok::<(), risk::RiskError>(())
    /// ```
    ///
    /// # Errors
    /// [`RiskError::UnitUnknown`].
    pub fn parse(text: &str) -> Result<Self, RiskError> {
        let text = text.trim();
        let unknown = || RiskError::UnitUnknown { found: text.to_owned() };
        let spelled = text.replace('²', "2").replace("s-1", "s").replace("in/s", "inches/s");
        let listed = |list: &[(&str, f64)]| list.iter().find(|(name, _)| *name == spelled).map(|(_, factor)| *factor);
        let measure = if let Some(factor) = listed(&ACCELERATIONS) {
            Measure::Acceleration(factor)
        } else if let Some(factor) = listed(&SPEEDS) {
            Measure::Other(factor, units::Unit::parse("m/s").map_err(|_| unknown())?)
        } else {
            Measure::Other(1.0, units::Unit::parse(&spelled).map_err(|_| unknown())?)
        };
        if text.is_empty() { Err(unknown()) } else { Ok(Self { text: text.to_owned(), measure }) }
    }

    /// As it was spelled.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// An intensity of this unit in another.
    ///
    /// # Errors
    /// [`RiskError::UnitsDiffer`] where they measure different things.
    pub fn convert(&self, value: f64, to: &Self) -> Result<f64, RiskError> {
        if self.measure == to.measure {
            return Ok(value);
        }
        match (&self.measure, &to.measure) {
            (Measure::Acceleration(from), Measure::Acceleration(to)) => Some(value * from / to),
            (Measure::Other(a, from), Measure::Other(b, to)) => {
                units::convert(value * a, from, to).ok().map(|value| value / b)
            }
            _ => None,
        }
        .ok_or_else(|| RiskError::UnitsDiffer { from: self.text.clone(), to: to.text.clone() })
    }
}

impl std::fmt::Display for IntensityUnit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(&self.text)
    }
}

/// The most that each quantity can be believed to reach, and what a larger number probably is.
const BELIEVABLE: [(&str, f64, &str); 4] = [
    ("m", 30.0, "cm (or mm above 3,000)"),
    ("m/s", 120.0, "km/h"),
    ("g", 5.0, "% of g, or cm/s2 (gal)"),
    ("degC", 70.0, "degF, or K above 200"),
];

/// A warning where the largest intensity of a hazard is beyond what its unit can be: water of 250 "m" is probably 250 cm.
///
/// ```
/// use risk::functions::{IntensityUnit, looks_like_other_unit};
/// let metres = IntensityUnit::parse("m")?;
/// assert!(looks_like_other_unit(250.0, &metres).unwrap().to_string().contains("cm"));
/// assert!(looks_like_other_unit(12.0, &metres).is_none());
/// # Ok::<(), risk::RiskError>(())
/// ```
#[must_use]
pub fn looks_like_other_unit(largest: f64, unit: &IntensityUnit) -> Option<Problem> {
    BELIEVABLE.iter().find_map(|&(name, most, probably)| {
        let known = IntensityUnit::parse(name).ok()?;
        let converted = unit.convert(largest, &known).ok()?;
        (converted > most).then(|| {
            let hint = format!(
                "the numbers are probably {probably}: declare the unit they have. As they stand nearly everything would be a total loss"
            );
            Problem::warning("intensity_in_other_unit")
                .found(format!("{largest} {unit}"))
                .expected(format!("at most {most} {name}"))
                .hint(hint)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(text: &str) -> IntensityUnit {
        IntensityUnit::parse(text).unwrap()
    }

    #[test]
    fn intensities_become_the_unit_of_the_function() {
        for (value, from, to, expected) in [
            (250.0, "cm", "m", 2.5),
            (1500.0, "mm", "m", 1.5),
            (10.0, "ft", "m", 3.048),
            (180.0, "km/h", "m/s", 50.0),
            (100.0, "kn", "km/h", 185.2),
            (0.5, "g", "cm/s2", 490.3325),
            (490.3325, "cm/s2", "g", 0.5),
            (95.0, "degF", "degC", 35.0),
            (308.15, "K", "degC", 35.0),
        ] {
            let found = unit(from).convert(value, &unit(to)).unwrap();
            assert!((found - expected).abs() < 1e-9, "{value} {from} in {to}: {found}");
        }
        assert!(unit("g").convert(1.0, &unit("kg")).is_err(), "gravity is no mass");
    }

    #[test]
    fn a_unit_that_nobody_knows_is_an_error() {
        for wrong in ["", "metre deep", "bananas", "m/s/"] {
            assert!(matches!(IntensityUnit::parse(wrong), Err(RiskError::UnitUnknown { .. })), "{wrong}");
        }
    }

    #[test]
    fn every_unit_of_the_published_curves_is_known() {
        for text in ["m", "g", "m/s", "cm", "mm/year", "cm/s"] {
            assert_eq!(unit(text).as_str(), text);
        }
    }

    #[test]
    fn numbers_beyond_belief_are_told_in_any_unit() {
        assert!(looks_like_other_unit(31.0, &unit("m")).is_some());
        assert!(looks_like_other_unit(250.0, &unit("cm")).is_none());
        assert!(looks_like_other_unit(250.0, &unit("m/s")).is_some());
        assert!(looks_like_other_unit(250.0, &unit("km/h")).is_none());
        assert!(looks_like_other_unit(f64::NAN, &unit("m")).is_none());
    }
}
