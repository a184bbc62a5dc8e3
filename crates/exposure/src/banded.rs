//! Damage functions with their range, in the unit of a hazard.

use crate::things::Things;
use crate::views::Seen;
use city::Problem;
use risk::DamageFunction;
use risk::functions::{FunctionLibrary, IntensityUnit};

/// A damage function with the range that its makers or users give it.
#[derive(Debug, Clone, PartialEq)]
pub struct Banded {
    /// The best.
    best: DamageFunction,
    /// The least and the most that is lost; none where nobody gave a range.
    band: Option<(DamageFunction, DamageFunction)>,
}

impl Banded {
    /// A function without a range.
    #[cfg(test)]
    pub fn exact(best: DamageFunction) -> Self {
        Self { best, band: None }
    }

    /// Whether somebody gave a range.
    pub fn has_band(&self) -> bool {
        self.band.is_some()
    }

    /// The function that says the least (0), the best (1) or the most (2).
    pub fn of_band(&self, band: usize) -> DamageFunction {
        match (&self.band, band) {
            (Some((low, _)), 0) => low.clone(),
            (Some((_, high)), 2) => high.clone(),
            _ => self.best.clone(),
        }
    }

    /// Parts lost at an intensity: low, best, high.
    pub fn ratios(&self, intensity: f64) -> [f64; 3] {
        let best = self.best.ratio(intensity);
        match &self.band {
            None => [best; 3],
            Some((low, high)) => [low.ratio(intensity).min(best), best, high.ratio(intensity).max(best)],
        }
    }
}

/// The functions that things use, in the unit of a view, in the order of their ids; none for one that is not known or whose unit is
/// of something else.
pub fn banded(
    things: &Things,
    seen: &Seen,
    library: &FunctionLibrary,
    problems: &mut Vec<Problem>,
) -> Vec<Option<Banded>> {
    let column = format!("risk.exposure.{}.functions", things.settings.id);
    let mut one = |id: &String| -> Option<Banded> {
        let known = library.get(id).ok()?;
        let unit = IntensityUnit::parse(&seen.view.unit);
        match unit.and_then(|unit| known.in_unit(&unit)) {
            Ok(known) => Some(Banded { best: known.function.clone(), band: known.band() }),
            Err(error) => {
                let hint = "no damage is computed of this hazard with it: choose a function of the hazard's kind, or correct the unit";
                problems.push(
                    Problem::error("damage_function_of_other_unit")
                        .in_file("city.toml")
                        .in_column(&column)
                        .found(format!("{id}: {error}"))
                        .expected(format!("an intensity in {}", seen.view.unit))
                        .hint(hint),
                );
                None
            }
        }
    };
    things.functions.iter().map(&mut one).collect()
}
