//! 11.1.1: people in slum households, informal settlements and inadequate housing.

use super::inputs::{above_zero, all, part};
use crate::refusal::Refusal;
use city::Estimate;

/// Inputs of 11.1.1, in people; none where nobody counted.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Inadequate {
    /// People in slum households or informal settlements.
    pub in_slums: Option<f64>,
    /// People in inadequate housing.
    pub in_inadequate_housing: Option<f64>,
    /// Of these, people counted in both; without it the two are not added, only bounded.
    pub in_both: Option<f64>,
    /// People of the city.
    pub people: Option<f64>,
}

/// 11.1.1 and its two parts, in percent.
#[derive(Debug, Clone, PartialEq)]
pub struct InadequateHousing {
    /// SISH: people in slum households and informal settlements.
    pub slums: f64,
    /// IHH: people in inadequate housing; the input that is missing where there is none.
    pub inadequate: Result<f64, Refusal>,
    /// Both, each person once: a number where the overlap is known, else from the greater part to their sum.
    pub both: Result<Estimate, Refusal>,
}

/// 11.1.1: share of people in slums, informal settlements and inadequate housing.
///
/// SISH = 100 x people in slum households / people; IHH the same for inadequate housing. The published metadata give the two apart:
/// they are added only less their overlap. Source: SDG metadata 11-1-1 (github.com/worldbank/sdg-metadata, 44ae84c).
///
/// # Errors
/// [`Refusal::Missing`] without people in slums or people of the city; [`Refusal::Parameter`] for a part greater than its whole.
///
/// ```
/// use assess::sdg::{inadequate_housing, Inadequate};
/// let city = Inadequate { in_slums: Some(300.0), in_inadequate_housing: Some(200.0), in_both: None, people: Some(1000.0) };
/// let made = inadequate_housing(&city)?;
/// let both = made.both?;
/// assert_eq!((made.slums, both.low, both.high), (30.0, 30.0, 50.0));
/// # Ok::<(), assess::refusal::Refusal>(())
/// ```
pub fn inadequate_housing(city: &Inadequate) -> Result<InadequateHousing, Refusal> {
    const METHOD: &str = "SDG 11.1.1";
    let [slums, people] = all(METHOD, [("people in slums", city.in_slums), ("people of the city", city.people)])?;
    let whole = ("people of the city", above_zero(METHOD, "people of the city", people)?);
    let slums = part(METHOD, ("people in slums", slums), whole)?;
    let housing = all(METHOD, [("people in inadequate housing", city.in_inadequate_housing)])
        .and_then(|[number]| part(METHOD, ("people in inadequate housing", number), whole));
    let percent = |number: f64| 100.0 * number / people;
    let both = housing.clone().and_then(|housing| {
        let Some(overlap) = city.in_both else {
            let (low, high) = (percent(slums.max(housing)), percent((slums + housing).min(people)));
            return Ok(Estimate { low, value: f64::midpoint(low, high), high });
        };
        let [overlap] = all(METHOD, [("people in both", Some(overlap))])?;
        let smaller = ("people in either part", slums.min(housing));
        let once = slums + housing - part(METHOD, ("people in both", overlap), smaller)?;
        let once = percent(part(METHOD, ("people in slums or inadequate housing", once), whole)?);
        Ok(Estimate { low: once, value: once, high: once })
    });
    Ok(InadequateHousing { slums: percent(slums), inadequate: housing.map(percent), both })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn city() -> Inadequate {
        Inadequate {
            in_slums: Some(300.0),
            in_inadequate_housing: Some(200.0),
            in_both: Some(150.0),
            people: Some(1000.0),
        }
    }

    #[test]
    fn a_person_in_both_is_counted_once() {
        assert!((inadequate_housing(&city()).unwrap().both.unwrap().value - 35.0).abs() < 1e-12);
    }

    #[test]
    fn what_is_missing_is_named_and_the_rest_still_given() {
        let made = inadequate_housing(&Inadequate { in_inadequate_housing: None, ..city() }).unwrap();
        assert!((made.slums - 30.0).abs() < 1e-12);
        assert!(made.inadequate.unwrap_err().to_string().contains("people in inadequate housing"));
        let none = inadequate_housing(&Inadequate::default()).unwrap_err().to_string();
        assert!(none.contains("people in slums, people of the city"), "{none}");
    }

    #[test]
    fn more_people_in_slums_than_in_the_city_are_refused() {
        let refused = inadequate_housing(&Inadequate { in_slums: Some(1001.0), ..city() }).unwrap_err();
        assert!(refused.to_string().contains("people in slums is 1001"), "{refused}");
    }
}
