//! 11.2.1, 11.6.1 and 11.7.1: transport, waste and public space.

use super::inputs::{above_zero, all, part};
use crate::refusal::Refusal;

/// 11.2.1: percent of people within 500 m of a low-capacity stop or 1 km of a high-capacity one, from the people within either.
///
/// Count a person near both once. Source: SDG metadata 11-2-1.
///
/// # Errors
/// [`Refusal::Missing`] naming every missing input; [`Refusal::Parameter`] for a part greater than the whole, or no people.
///
/// ```
/// assert_eq!(assess::sdg::near_transport(Some(600.0), Some(1000.0))?, 60.0);
/// # Ok::<(), assess::refusal::Refusal>(())
/// ```
pub fn near_transport(near: Option<f64>, people: Option<f64>) -> Result<f64, Refusal> {
    const METHOD: &str = "SDG 11.2.1";
    let [near, people] = all(METHOD, [("people near a stop", near), ("people of the city", people)])?;
    let people = above_zero(METHOD, "people of the city", people)?;
    Ok(100.0 * part(METHOD, ("people near a stop", near), ("people of the city", people))? / people)
}

/// Inputs of 11.6.1, tonnes of municipal solid waste in one period.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Waste {
    /// Generated.
    pub generated_tonnes: Option<f64>,
    /// Collected.
    pub collected_tonnes: Option<f64>,
    /// Of what was collected, managed in controlled facilities.
    pub controlled_tonnes: Option<f64>,
}

/// 11.6.1 and its first part, in percent of waste generated.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WasteControlled {
    /// Collected.
    pub collected: f64,
    /// Collected and managed in controlled facilities: the indicator.
    pub controlled: f64,
}

/// 11.6.1: percent of municipal solid waste collected and managed in controlled facilities. Source: UN-Habitat, Waste Wise Cities
/// Tool.
///
/// # Errors
/// [`Refusal::Missing`] naming every missing input; [`Refusal::Parameter`] for more collected than generated, or more controlled than
/// collected.
///
/// ```
/// use assess::sdg::{waste_controlled, Waste};
/// let waste = Waste { generated_tonnes: Some(1000.0), collected_tonnes: Some(600.0), controlled_tonnes: Some(250.0) };
/// assert_eq!(waste_controlled(&waste)?.controlled, 25.0);
/// # Ok::<(), assess::refusal::Refusal>(())
/// ```
pub fn waste_controlled(waste: &Waste) -> Result<WasteControlled, Refusal> {
    const METHOD: &str = "SDG 11.6.1";
    let [generated, collected, controlled] = all(
        METHOD,
        [
            ("waste generated", waste.generated_tonnes),
            ("waste collected", waste.collected_tonnes),
            ("waste managed in controlled facilities", waste.controlled_tonnes),
        ],
    )?;
    let generated = above_zero(METHOD, "waste generated", generated)?;
    let collected = part(METHOD, ("waste collected", collected), ("waste generated", generated))?;
    let name = "waste managed in controlled facilities";
    let controlled = part(METHOD, (name, controlled), ("waste collected", collected))?;
    Ok(WasteControlled { collected: 100.0 * collected / generated, controlled: 100.0 * controlled / generated })
}

/// Inputs of 11.7.1.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct PublicSpace {
    /// Open public space, km2.
    pub open_km2: Option<f64>,
    /// Land allocated to streets, km2.
    pub streets_km2: Option<f64>,
    /// Built-up area of the urban extent, km2.
    pub built_km2: Option<f64>,
}

/// 11.7.1: percent of the built-up area of the urban extent that is open for public use: (open public space + streets) / built-up
/// area. Source: SDG metadata 11-7-1.
///
/// # Errors
/// [`Refusal::Missing`] naming every missing input; [`Refusal::Parameter`] for more open than built-up area.
///
/// ```
/// use assess::sdg::{public_space, PublicSpace};
/// let city = PublicSpace { open_km2: Some(4.0), streets_km2: Some(16.0), built_km2: Some(80.0) };
/// assert_eq!(public_space(&city)?, 25.0);
/// # Ok::<(), assess::refusal::Refusal>(())
/// ```
pub fn public_space(city: &PublicSpace) -> Result<f64, Refusal> {
    const METHOD: &str = "SDG 11.7.1";
    let [open, streets, built] = all(
        METHOD,
        [
            ("open public space", city.open_km2),
            ("land allocated to streets", city.streets_km2),
            ("built-up area", city.built_km2),
        ],
    )?;
    let built = above_zero(METHOD, "built-up area", built)?;
    let open = part(METHOD, ("open public space and streets", open + streets), ("built-up area", built))?;
    Ok(100.0 * open / built)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_collected_than_generated_is_refused() {
        let waste = Waste { generated_tonnes: Some(1.0), collected_tonnes: Some(2.0), controlled_tonnes: Some(1.0) };
        assert!(waste_controlled(&waste).unwrap_err().to_string().contains("waste collected is 2"));
    }

    #[test]
    fn streets_that_nobody_measured_are_named() {
        let city = PublicSpace { open_km2: Some(1.0), streets_km2: None, built_km2: Some(5.0) };
        let refused = public_space(&city).unwrap_err().to_string();
        assert_eq!(refused, "SDG 11.7.1 needs land allocated to streets, which nobody gave");
    }

    #[test]
    fn nobody_lives_nowhere() {
        assert!(near_transport(Some(0.0), Some(0.0)).is_err());
        assert!(near_transport(Some(2.0), Some(1.0)).is_err());
    }
}
