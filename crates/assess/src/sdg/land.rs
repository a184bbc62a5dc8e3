//! 11.3.1: ratio of land consumption to population growth, in both published forms.

use super::inputs::{above_zero, all};
use crate::refusal::Refusal;

/// Which published form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Present metadata: land consumption (V1 - V0) / V0 / T.
    Current,
    /// Metadata of 2016: ln(V1 / V0) / T.
    Of2016,
}

/// Inputs of 11.3.1.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Growth {
    /// Built-up area in the first year, km2.
    pub built_first_km2: Option<f64>,
    /// Built-up area in the last year, km2.
    pub built_last_km2: Option<f64>,
    /// People in the first year.
    pub people_first: Option<f64>,
    /// People in the last year.
    pub people_last: Option<f64>,
    /// Years between the two areas.
    pub years_of_area: Option<f64>,
    /// Years between the two counts of people.
    pub years_of_people: Option<f64>,
}

/// 11.3.1 and its parts.
#[derive(Debug, Clone, PartialEq)]
pub struct LandConsumption {
    /// LCR: land consumption rate, a year.
    pub land_per_year: f64,
    /// PGR: population growth rate, a year.
    pub people_per_year: f64,
    /// LCR / PGR, or why it means nothing here.
    pub ratio: Result<f64, Refusal>,
    /// Built-up area to a person in the first and the last year, m2.
    pub built_m2_per_person: (f64, f64),
}

/// 11.3.1: land consumption rate over population growth rate, PGR = ln(P1 / P0) / years.
///
/// Below `least_growth` a year (such as 0.001) or where people become fewer, the ratio jumps without meaning: the two rates are
/// given and the ratio is a reason, not a number. Source: SDG metadata 11-3-1, present and of 2016.
///
/// # Errors
/// [`Refusal::Missing`] naming every missing input; [`Refusal::Parameter`] for one that is not above zero, or a `least_growth`
/// that is not.
///
/// ```
/// use assess::sdg::{land_consumption, Form, Growth};
/// let city = Growth {
///     built_first_km2: Some(100.0), built_last_km2: Some(150.0),
///     people_first: Some(1.0e6), people_last: Some(1.4e6),
///     years_of_area: Some(10.0), years_of_people: Some(10.0),
/// };
/// assert_eq!(format!("{:.7}", land_consumption(&city, Form::Current, 0.001)?.ratio?), "1.4860067");
/// # Ok::<(), assess::refusal::Refusal>(())
/// ```
pub fn land_consumption(city: &Growth, form: Form, least_growth: f64) -> Result<LandConsumption, Refusal> {
    const METHOD: &str = "SDG 11.3.1";
    let named = [
        ("built-up area in the first year", city.built_first_km2),
        ("built-up area in the last year", city.built_last_km2),
        ("people in the first year", city.people_first),
        ("people in the last year", city.people_last),
        ("years between the areas", city.years_of_area),
        ("years between the counts of people", city.years_of_people),
    ];
    let inputs = all(METHOD, named)?;
    for ((name, _), value) in named.iter().zip(inputs) {
        above_zero(METHOD, name, value)?;
    }
    above_zero(METHOD, "least growth of people", least_growth)?;
    let [built_first, built_last, people_first, people_last, years_of_area, years_of_people] = inputs;
    let land_per_year = match form {
        Form::Current => (built_last - built_first) / built_first,
        Form::Of2016 => (built_last / built_first).ln(),
    } / years_of_area;
    let people_per_year = (people_last / people_first).ln() / years_of_people;
    let ratio = if people_per_year >= least_growth {
        Ok(land_per_year / people_per_year)
    } else {
        let change = if people_per_year < -least_growth { "become fewer" } else { "hardly change in number" };
        let reason = format!(
            "people {change} ({:.4} % a year), so that the ratio jumps; look at the two rates and at the area to a person",
            people_per_year * 100.0
        );
        Err(Refusal::Meaningless { method: METHOD.to_owned(), reason })
    };
    let built_m2_per_person = (built_first * 1e6 / people_first, built_last * 1e6 / people_last);
    Ok(LandConsumption { land_per_year, people_per_year, ratio, built_m2_per_person })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn city(people_last: f64) -> Growth {
        Growth {
            built_first_km2: Some(100.0),
            built_last_km2: Some(150.0),
            people_first: Some(1.0e6),
            people_last: Some(people_last),
            years_of_area: Some(10.0),
            years_of_people: Some(10.0),
        }
    }

    #[test]
    fn a_city_that_hardly_grows_gets_a_reason_and_its_rates() {
        for (people, words) in [(1.0e6, "hardly change"), (1.000_01e6, "hardly change"), (0.8e6, "become fewer")] {
            let made = land_consumption(&city(people), Form::Current, 0.001).unwrap();
            assert!(made.ratio.unwrap_err().to_string().contains(words));
            assert!((made.land_per_year - 0.05).abs() < 1e-12);
        }
    }

    #[test]
    fn every_missing_input_is_named() {
        let growth = Growth { people_last: None, built_first_km2: None, ..city(1.0) };
        let refused = land_consumption(&growth, Form::Current, 0.001).unwrap_err().to_string();
        assert!(refused.contains("built-up area in the first year, people in the last year"), "{refused}");
    }

    #[test]
    fn no_people_are_refused_rather_than_divided_by() {
        let refused = land_consumption(&city(0.0), Form::Current, 0.001).unwrap_err().to_string();
        assert!(refused.contains("people in the last year is 0"), "{refused}");
    }

    #[test]
    fn area_to_a_person_is_in_square_metres() {
        let (first, last) = land_consumption(&city(1.5e6), Form::Current, 0.001).unwrap().built_m2_per_person;
        assert!((first - 100.0).abs() < 1e-9 && (last - 100.0).abs() < 1e-9);
    }
}
