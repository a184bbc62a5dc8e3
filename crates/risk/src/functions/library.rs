//! Functions by their ids.

use super::by_formula::{PARAMETRIC_CSV, read_parametric_csv};
use super::jrc::{JRC_2017_CSV, read_jrc_csv};
use super::known::{FunctionsRead, KnownFunction};
use super::own::read_functions_csv;
use crate::error::RiskError;
use crate::function::DamageFunction;
use std::collections::BTreeMap;

/// Functions by material of the walls, as they come with makazi.
pub const BY_MATERIAL_CSV: &str = include_str!("../../../../data/damage_functions/by_material.csv");

/// Damage functions by their ids, each with label, unit, source and band.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FunctionLibrary {
    functions: BTreeMap<String, KnownFunction>,
}

impl FunctionLibrary {
    /// An empty library.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// What comes with makazi: JRC 2017, functions by material, formulas.
    ///
    /// ```
    /// let library = risk::functions::FunctionLibrary::shipped();
    /// let house = &library.get("jrc_residential_africa")?.function;
    /// assert!((house.ratio(1.2) - 0.43917174).abs() < 1e-8); // 1.2 m of water
    /// # Ok::<(), risk::RiskError>(())
    /// ```
    #[must_use]
    pub fn shipped() -> Self {
        let mut library = Self::new();
        for read in Self::shipped_files() {
            for function in read.functions {
                library.put(function);
            }
        }
        library
    }

    fn shipped_files() -> [FunctionsRead; 3] {
        [
            read_jrc_csv(JRC_2017_CSV, "jrc_2017.csv"),
            read_functions_csv(BY_MATERIAL_CSV, "by_material.csv"),
            read_parametric_csv(PARAMETRIC_CSV, "parametric.csv"),
        ]
    }

    /// Adds a function.
    ///
    /// # Errors
    /// [`RiskError::FunctionTwice`] where the library has one of this id; it is kept.
    pub fn add(&mut self, function: KnownFunction) -> Result<(), RiskError> {
        if self.functions.contains_key(function.function.id()) {
            return Err(RiskError::FunctionTwice { id: function.function.id().to_owned() });
        }
        self.put(function);
        Ok(())
    }

    /// Puts a function in the place of the one of its id, and gives that one back.
    pub fn put(&mut self, function: KnownFunction) -> Option<KnownFunction> {
        self.functions.insert(function.function.id().to_owned(), function)
    }

    /// The function of an id.
    ///
    /// # Errors
    /// [`RiskError::FunctionUnknown`] with ids that look alike.
    pub fn get(&self, id: &str) -> Result<&KnownFunction, RiskError> {
        self.functions.get(id).ok_or_else(|| {
            let alike = |known: &&String| strsim::jaro_winkler(known, id) > 0.85;
            let near: Vec<&str> = self.functions.keys().filter(alike).take(5).map(String::as_str).collect();
            RiskError::FunctionUnknown { id: id.to_owned(), near: near.join(", ") }
        })
    }

    /// The least and the most that a function may be; none where nobody said.
    ///
    /// # Errors
    /// [`RiskError::FunctionUnknown`].
    pub fn band(&self, id: &str) -> Result<Option<(DamageFunction, DamageFunction)>, RiskError> {
        Ok(self.get(id)?.band())
    }

    /// Every function, by id.
    pub fn iter(&self) -> impl Iterator<Item = &KnownFunction> {
        self.functions.values()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.functions.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.functions.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::super::known::{Spread, tests::known};
    use super::*;

    #[test]
    fn what_comes_with_makazi_has_no_fault_and_does_not_fall() {
        for read in FunctionLibrary::shipped_files() {
            assert!(read.problems.is_empty(), "{:?}", read.problems);
        }
        let library = FunctionLibrary::shipped();
        assert_eq!(library.len(), 18 + 7 + 5);
        for known in library.iter() {
            let (function, about) = (&known.function, &known.about);
            assert_eq!(function.falls_at(), None, "{}", function.id());
            assert!(
                !about.source.is_empty() && !about.hazard.is_empty() && !about.label.is_empty(),
                "{}",
                function.id()
            );
            assert!(function.ratio(0.0).abs() < 1e-300, "{} harms what is dry", function.id());
        }
    }

    #[test]
    fn deeper_water_never_costs_less_and_a_share_stays_a_share_in_the_whole_band() {
        for known in FunctionLibrary::shipped().iter() {
            let furthest = known.function.intensity().last().copied().unwrap() * 1.2;
            let (low, high) = known.band().unwrap_or_else(|| (known.function.clone(), known.function.clone()));
            let mut before = 0.0;
            for step in 0..=3_000 {
                let x = furthest * f64::from(step) / 3_000.0;
                let (least, usual, most) = (low.ratio(x), known.function.ratio(x), high.ratio(x));
                assert!(usual >= before && (0.0..=1.0).contains(&least) && (0.0..=1.0).contains(&most), "{x}");
                assert!(least <= usual + 1e-15 && usual <= most + 1e-15, "{} at {x}", known.function.id());
                before = usual;
            }
        }
    }

    #[test]
    fn an_id_that_is_not_there_gets_those_that_look_alike() {
        let message = FunctionLibrary::shipped().get("jrc_residental_africa").unwrap_err().to_string();
        assert!(message.contains("jrc_residential_africa"), "{message}");
    }

    #[test]
    fn a_function_is_not_overwritten_unless_that_is_asked() {
        let mut library = FunctionLibrary::new();
        let (one, two) = (known("f", &[(0.0, 0.1)], Spread::Unknown), known("f", &[(0.0, 0.2)], Spread::Unknown));
        library.add(one.clone()).unwrap();
        assert_eq!(library.add(two.clone()), Err(RiskError::FunctionTwice { id: "f".to_owned() }));
        assert_eq!(library.put(two), Some(one));
        assert_eq!(library.band("f"), Ok(None));
    }
}
