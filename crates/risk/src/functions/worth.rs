//! Money that a square metre of building can lose, by income.

use super::jrc::JrcClass;
use super::rows::Rows;
use crate::error::RiskError;
use city::problem::Problem;
use std::collections::BTreeMap;

/// The figures as they come with makazi.
pub const JRC_2017_WORTH_CSV: &str = include_str!("../../../../data/damage_functions/jrc_2017_worth.csv");

/// The kinds of figure that the table holds.
const KINDS: [&str; 5] = ["coefficient", "exponent", "content", "undamageable", "material"];

/// Greatest damage by GDP per head, with the factors for materials, after Huizinga and others (2017).
///
/// The factors lower the worth of what stands there, and are for worth that is derived from income alone. A dwelling whose own
/// value is known (a survey, a repair bill) has it already: use none then. The JRC gives informal dwellings a worth of an eighth
/// of a usual house, all of which can be lost; no other program applies it by default, nor does this one.
#[derive(Debug, Clone, PartialEq)]
pub struct GreatestDamage {
    figures: BTreeMap<(String, String), f64>,
}

impl GreatestDamage {
    /// The figures out of CSV `what,name,value,...`, with all that is wrong.
    #[must_use]
    pub fn read(text: &str, file: &str) -> (Self, Vec<Problem>) {
        let mut problems = Vec::new();
        let rows = Rows::of_csv(text, file, &mut problems);
        let at = ["what", "name", "value"].map(|name| rows.required(&[name], &mut problems));
        let mut figures = BTreeMap::new();
        if at.contains(&None) {
            return (Self { figures }, problems);
        }
        for row in rows.iter() {
            let (what, name) = (row.text(at[0]), row.text(at[1]));
            if !KINDS.contains(&what) {
                let problem = row.problem(Problem::error("kind_not_known"), at[0]).found(what);
                problems.push(problem.expected(KINDS.join(", ")).hint("the row is left out"));
                continue;
            }
            let Some(value) = row.number_in(at[2], &mut problems) else { continue };
            if value < 0.0 || (what == "undamageable" && value > 1.0) {
                let problem = row.problem(Problem::error("out_of_range"), at[2]).found(value);
                problems.push(problem.expected("from 0; a part from 0 to 1").hint("the row is left out"));
                continue;
            }
            if figures.insert((what.to_owned(), name.to_owned()), value).is_some() {
                let problem = row.problem(Problem::warning("figure_twice"), at[1]).found(format!("{what} {name}"));
                problems.push(problem.expected("one row of each").hint("the later one counts"));
            }
        }
        (Self { figures }, problems)
    }

    /// The figures that come with makazi.
    #[must_use]
    pub fn shipped() -> Self {
        Self::read(JRC_2017_WORTH_CSV, "jrc_2017_worth.csv").0
    }

    /// Cost of construction in EUR of 2010 a square metre, at a GDP per head in USD of 2010: `coefficient x GDP ^ exponent`. Change
    /// currency and price year of what comes out, never of what goes in.
    ///
    /// ```
    /// use risk::functions::{GreatestDamage, JrcClass};
    /// let cost = GreatestDamage::shipped().construction_eur_2010_per_m2(JrcClass::Residential, 1000.0)?;
    /// assert!((cost - 344.5247).abs() < 0.0001); // 24.078 x 1000 ^ .3852
    /// # Ok::<(), risk::RiskError>(())
    /// ```
    ///
    /// # Errors
    /// [`RiskError::Parameter`] for a GDP not above 0; [`RiskError::UnknownName`] where the table lacks the class.
    pub fn construction_eur_2010_per_m2(&self, class: JrcClass, gdp_per_head_usd_2010: f64) -> Result<f64, RiskError> {
        if !(gdp_per_head_usd_2010.is_finite() && gdp_per_head_usd_2010 > 0.0) {
            let (name, expected) = ("GDP per head", "above 0 USD of 2010");
            return Err(RiskError::Parameter { name, found: gdp_per_head_usd_2010, expected });
        }
        let of = |what| self.figure(what, class.as_str());
        Ok(of("coefficient")? * gdp_per_head_usd_2010.powf(of("exponent")?))
    }

    /// The most that a structure can lose: its cost of construction, by the factor of its material (`mud`, `corrugated_iron`,
    /// `informal`, `rural`; none for the usual one), less the part that water does not harm (`concrete`, `masonry`, `wood`, `mud`,
    /// `informal`; none for all of it).
    ///
    /// # Errors
    /// [`RiskError::UnknownName`] for a material that the table lacks.
    pub fn structure(
        &self,
        construction: f64,
        material: Option<&str>,
        undamageable: Option<&str>,
    ) -> Result<f64, RiskError> {
        let factor = material.map_or(Ok(1.0), |name| self.material_factor(name))?;
        let kept = undamageable.map_or(Ok(0.0), |name| self.undamageable_part(name))?;
        Ok(construction * factor * (1.0 - kept))
    }

    /// What the content is worth as a part of the most that the structure can lose.
    ///
    /// # Errors
    /// [`RiskError::UnknownName`].
    pub fn content_part(&self, class: JrcClass) -> Result<f64, RiskError> {
        self.figure("content", class.as_str())
    }

    /// What a building of a material costs beside the usual one.
    ///
    /// # Errors
    /// [`RiskError::UnknownName`].
    pub fn material_factor(&self, material: &str) -> Result<f64, RiskError> {
        self.figure("material", material)
    }

    /// The part of a building that water does not harm.
    ///
    /// # Errors
    /// [`RiskError::UnknownName`].
    pub fn undamageable_part(&self, material: &str) -> Result<f64, RiskError> {
        self.figure("undamageable", material)
    }

    fn figure(&self, what: &str, name: &str) -> Result<f64, RiskError> {
        self.figures.get(&(what.to_owned(), name.to_owned())).copied().ok_or_else(|| {
            let known = self.figures.keys().filter(|(kind, _)| kind == what).map(|(_, name)| name.as_str());
            let expected = known.collect::<Vec<_>>().join(", ");
            RiskError::UnknownName {
                noun: "row of the table of greatest damages",
                found: format!("{what} {name}"),
                expected,
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_informal_dwelling_has_an_eighth_of_the_worth_and_can_lose_all_of_it() {
        let worth = GreatestDamage::shipped();
        assert!((worth.structure(800.0, Some("informal"), Some("informal")).unwrap() - 100.0).abs() < 1e-12);
        assert!((worth.structure(800.0, None, Some("concrete")).unwrap() - 480.0).abs() < 1e-12);
        assert!(worth.structure(800.0, Some("straw"), None).unwrap_err().to_string().contains("corrugated_iron"));
    }

    #[test]
    fn rows_that_cannot_be_are_told() {
        let text =
            "what,name,value\nmaterial,mud,x\nundamageable,mud,1.5\ncolour,mud,1\nmaterial,mud,0.2\nmaterial,mud,0.3\n";
        let (_, problems) = GreatestDamage::read(text, "w.csv");
        let found: Vec<_> = problems.iter().map(|p| (p.code.as_str(), p.row)).collect();
        let expected = [("not_a_number", 2), ("out_of_range", 3), ("kind_not_known", 4), ("figure_twice", 6)];
        assert_eq!(found, expected.map(|(code, row)| (code, Some(row))));
    }

    #[test]
    fn no_income_is_an_error() {
        let worth = GreatestDamage::shipped();
        assert!(worth.construction_eur_2010_per_m2(JrcClass::Residential, 0.0).is_err());
        assert!(worth.construction_eur_2010_per_m2(JrcClass::Industrial, f64::NAN).is_err());
    }
}
