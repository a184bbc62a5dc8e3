//! A damage function with what is known of it.

use super::unit::IntensityUnit;
use crate::error::RiskError;
use crate::function::DamageFunction;
use city::problem::Problem;

city::names! {
    /// Where a function or a figure comes from.
    Certainty ("certainty") {
        /// Somebody measured or published it, and the citation says who.
        Published = "published",
        /// It was published, and our figures were not compared with the source.
        ToCheck = "to_check",
        /// We, or whoever wrote the file, chose it.
        Assumption = "assumption",
    }
}

/// What is known of a function.
#[derive(Debug, Clone, PartialEq)]
pub struct About {
    /// What a person reads.
    pub label: String,
    /// `flood`, `wind`, `earthquake`, `landslide`, ...
    pub hazard: String,
    /// What its intensity is: `Depth`, `Peak Ground Acceleration`.
    pub intensity: String,
    /// Unit of its intensity.
    pub unit: IntensityUnit,
    /// What is exposed: `residential`, `Small power plants`.
    pub element: String,
    /// Where it was made for; empty where that is not said.
    pub made_for: String,
    /// Whose it is.
    pub source: String,
    /// How it is known.
    pub certainty: Certainty,
}

/// How far a function may be off.
#[derive(Debug, Clone, PartialEq)]
pub enum Spread {
    /// Nobody said.
    Unknown,
    /// Standard deviations of the degree at the points.
    Deviation(Vec<f64>),
    /// Degrees at the points, least and most.
    Band {
        /// Least.
        low: Vec<f64>,
        /// Most.
        high: Vec<f64>,
    },
}

/// A damage function with what is known of it.
#[derive(Debug, Clone, PartialEq)]
pub struct KnownFunction {
    /// The function.
    pub function: DamageFunction,
    /// What is known of it.
    pub about: About,
    /// How far it may be off.
    pub spread: Spread,
}

/// What a reader of functions found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FunctionsRead {
    /// Every function that can be used, in the order of the file.
    pub functions: Vec<KnownFunction>,
    /// All that is wrong, or worth a look.
    pub problems: Vec<Problem>,
}

impl KnownFunction {
    /// The least and the most that the function may be; none where nobody said.
    ///
    /// Of standard deviations it is one to each side, within 0 and the larger of 1 and the degree; where the function itself has no
    /// damage there is none in the band either, as what is dry is not harmed.
    #[must_use]
    pub fn band(&self) -> Option<(DamageFunction, DamageFunction)> {
        let degree = self.function.degree();
        let (low, high): (Vec<f64>, Vec<f64>) = match &self.spread {
            Spread::Unknown => return None,
            Spread::Band { low, high } => (low.clone(), high.clone()),
            Spread::Deviation(deviation) => degree
                .iter()
                .zip(deviation)
                .map(|(&y, &d)| if y > 0.0 { ((y - d).max(0.0), (y + d).min(y.max(1.0))) } else { (y, y) })
                .unzip(),
        };
        Some((self.with_degrees("low", low)?, self.with_degrees("high", high)?))
    }

    /// A function of the band: the low one at 0, itself at one half, the high one at 1, in between straight. For sampled runs, where
    /// one number stands for how bad it turns out. Itself where it has no band.
    #[must_use]
    pub fn within_band(&self, place: f64) -> DamageFunction {
        let Some((low, high)) = self.band() else { return self.function.clone() };
        let place = place.clamp(0.0, 1.0);
        let (end, part) = if place < 0.5 { (&low, 1.0 - 2.0 * place) } else { (&high, 2.0 * place - 1.0) };
        let mixed = self.function.degree().iter().zip(end.degree()).map(|(y, e)| y + (e - y) * part).collect();
        self.with_degrees("sampled", mixed).unwrap_or_else(|| self.function.clone())
    }

    /// The same function for intensities in another unit.
    ///
    /// # Errors
    /// [`RiskError::UnitsDiffer`].
    pub fn in_unit(&self, unit: &IntensityUnit) -> Result<Self, RiskError> {
        let convert = |x: &f64| self.about.unit.convert(*x, unit);
        let intensity: Vec<f64> = self.function.intensity().iter().map(convert).collect::<Result<_, _>>()?;
        let about = About { unit: unit.clone(), ..self.about.clone() };
        let function = rebuilt(&self.function, self.function.id(), intensity, self.function.degree().to_vec())?;
        Ok(Self { function, about, spread: self.spread.clone() })
    }

    fn with_degrees(&self, suffix: &str, degree: Vec<f64>) -> Option<DamageFunction> {
        let id = format!("{}_{suffix}", self.function.id());
        rebuilt(&self.function, &id, self.function.intensity().to_vec(), degree).ok()
    }
}

/// A function with other points and the shares it had.
fn rebuilt(from: &DamageFunction, id: &str, x: Vec<f64>, y: Vec<f64>) -> Result<DamageFunction, RiskError> {
    let function = DamageFunction::new(id, x, y)?;
    from.affected().map_or(Ok(function.clone()), |shares| function.with_affected(shares.to_vec()))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub fn known(id: &str, points: &[(f64, f64)], spread: Spread) -> KnownFunction {
        let (x, y) = points.iter().copied().unzip();
        let about = About {
            label: id.to_owned(),
            hazard: "flood".to_owned(),
            intensity: "depth".to_owned(),
            unit: IntensityUnit::parse("m").unwrap(),
            element: "dwelling".to_owned(),
            made_for: String::new(),
            source: "a test".to_owned(),
            certainty: Certainty::Assumption,
        };
        KnownFunction { function: DamageFunction::new(id, x, y).unwrap(), about, spread }
    }

    #[test]
    fn a_band_of_deviations_encloses_the_function_and_leaves_the_dry_dry() {
        let house = known("h", &[(0.0, 0.0), (1.0, 0.5), (2.0, 0.95)], Spread::Deviation(vec![0.1, 0.2, 0.2]));
        let (low, high) = house.band().unwrap();
        assert_eq!((low.degree(), high.degree()), (&[0.0, 0.3, 0.75][..], &[0.0, 0.7, 1.0][..]));
        assert!((house.within_band(0.5).ratio(1.0) - 0.5).abs() < 1e-15);
        assert!((house.within_band(0.25).ratio(1.0) - 0.4).abs() < 1e-15);
        assert!((house.within_band(1.0).ratio(1.0) - 0.7).abs() < 1e-15);
        assert!(known("h", &[(0.0, 0.0)], Spread::Unknown).band().is_none());
    }

    #[test]
    fn a_function_is_the_same_in_another_unit() {
        let house = known("h", &[(0.0, 0.0), (1.0, 0.5), (2.0, 0.95)], Spread::Unknown);
        let in_cm = house.in_unit(&IntensityUnit::parse("cm").unwrap()).unwrap();
        for depth in [0.0, 0.3, 1.0, 1.7, 3.0] {
            assert!((in_cm.function.ratio(depth * 100.0) - house.function.ratio(depth)).abs() < 1e-12);
        }
        assert!(house.in_unit(&IntensityUnit::parse("m/s").unwrap()).is_err());
    }
}
