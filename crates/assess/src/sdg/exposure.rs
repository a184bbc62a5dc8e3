//! 11.5.1 and 11.6.2: victims of disasters, and the fine dust that people breathe.

use super::inputs::{above_zero, all, part};
use crate::refusal::Refusal;

/// Inputs of 11.5.1, of one year.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct DisasterYear {
    /// Deaths.
    pub deaths: Option<f64>,
    /// Missing persons.
    pub missing: Option<f64>,
    /// Directly affected persons.
    pub affected: Option<f64>,
    /// People of the city.
    pub people: Option<f64>,
}

/// 11.5.1, to 100,000 people.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Victims {
    /// Deaths and missing persons.
    pub dead_or_missing: f64,
    /// Directly affected persons.
    pub affected: f64,
    /// All three.
    pub all: f64,
}

/// 11.5.1: deaths, missing and directly affected persons to 100,000 people, in one year.
///
/// Each of the three has to be known: a count that nobody made is not zero. Source: SDG metadata 11-5-1.
///
/// # Errors
/// [`Refusal::Missing`] naming every missing input; [`Refusal::Parameter`] for a negative one or no people.
///
/// ```
/// use assess::sdg::{disaster_victims, DisasterYear};
/// let year = DisasterYear { deaths: Some(3.0), missing: Some(1.0), affected: Some(496.0), people: Some(250_000.0) };
/// assert_eq!(disaster_victims(&year)?.all, 200.0);
/// # Ok::<(), assess::refusal::Refusal>(())
/// ```
pub fn disaster_victims(year: &DisasterYear) -> Result<Victims, Refusal> {
    const METHOD: &str = "SDG 11.5.1";
    let [deaths, missing, affected, people] = all(
        METHOD,
        [
            ("deaths", year.deaths),
            ("missing persons", year.missing),
            ("directly affected persons", year.affected),
            ("people of the city", year.people),
        ],
    )?;
    let per = 100_000.0 / above_zero(METHOD, "people of the city", people)?;
    let dead = part(METHOD, ("deaths and missing persons", deaths + missing), ("people of the city", people))?;
    Ok(Victims { dead_or_missing: dead * per, affected: affected * per, all: (dead + affected) * per })
}

/// 11.6.2: mean concentration of fine dust (PM2.5, micrograms to a cubic metre) weighted by people, and the people it covers.
///
/// Input is a name, a yearly mean and the people of each part of the city. A part without a concentration is left out of the mean
/// and named, and its people are in no divisor: sum(C x P) / sum(P). Source: SDG metadata 11-6-2.
///
/// # Errors
/// [`Refusal::Missing`] where no part has both; [`Refusal::Value`] for a negative number, with its place.
///
/// ```
/// let parts = [("north", Some(40.0), 1000.0), ("south", Some(20.0), 3000.0), ("east", None, 500.0)];
/// let (mean, covered, missing) = assess::sdg::particulate_matter(&parts)?;
/// assert_eq!((mean, covered, missing), (25.0, 4000.0, vec!["east".to_owned()]));
/// # Ok::<(), assess::refusal::Refusal>(())
/// ```
pub fn particulate_matter(parts: &[(&str, Option<f64>, f64)]) -> Result<(f64, f64, Vec<String>), Refusal> {
    let (mut dust, mut people, mut missing) = (0.0, 0.0, Vec::new());
    for (at, (place, concentration, living)) in parts.iter().enumerate() {
        for (column, number) in [("people", Some(*living)), ("PM2.5", *concentration)] {
            if let Some(number) = number.filter(|n| !(*n >= 0.0 && n.is_finite())) {
                return Err(Refusal::value((place, at), column, number, "a number, zero or more"));
            }
        }
        match concentration {
            Some(concentration) => {
                dust += concentration * living;
                people += living;
            }
            None => missing.push((*place).to_owned()),
        }
    }
    if people > 0.0 {
        Ok((dust / people, people, missing))
    } else {
        let inputs = vec!["PM2.5".to_owned(), "people".to_owned()];
        Err(Refusal::Missing { method: "SDG 11.6.2".to_owned(), inputs })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_uncounted_death_is_not_zero() {
        let year = DisasterYear { affected: Some(1.0), people: Some(10.0), ..DisasterYear::default() };
        assert!(disaster_victims(&year).unwrap_err().to_string().contains("deaths, missing persons"));
    }

    #[test]
    fn negative_dust_is_refused_with_its_place() {
        let refused = particulate_matter(&[("north", Some(-1.0), 5.0)]).unwrap_err().to_string();
        assert!(refused.contains("north, row 1: PM2.5 is -1"), "{refused}");
    }

    #[test]
    fn nobody_measured_gives_no_number() {
        assert!(particulate_matter(&[("north", None, 5.0)]).is_err());
        assert!(particulate_matter(&[]).is_err());
    }
}
