//! People per hectare, of the people that the assessment counts: its range is theirs.

use crate::profile::derive::{derived, ratio};
use crate::profile::facts::Facts;
use city::run::RunId;
use city::{Group, Observation};

/// Square metres of a hectare.
const M2_PER_HA: f64 = 1e4;

/// Density of every place whose people and area are known; `counted` are the observations `population_assessed`.
pub(super) fn of_places(counted: &[Observation], facts: &Facts, run: &RunId) -> Vec<Observation> {
    let one = |people: &Observation| {
        let area = facts.number(&people.place, "area_m2")?;
        let density = ratio(people.value.estimate()?, area.value.estimate()?, M2_PER_HA)?;
        let method = "people that the assessment counts / area in hectares".to_owned();
        let mut made = derived(
            (&people.place, "population_density_assessed_per_ha", Group::all()),
            density,
            method,
            &[people, area],
            run,
        )?;
        made.period = people.period.clone();
        Some(made)
    };
    counted.iter().filter(|o| o.indicator == "population_assessed").filter_map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::testing::number;
    use city::{Estimate, Value};

    #[test]
    fn the_range_of_the_people_is_the_range_of_the_density() {
        let mut people = number("settlement:1", "population_assessed", 900.0, "2019");
        people.value = Value::Estimate(Estimate::range(500.0, 900.0, 1000.0).unwrap());
        let area = [number("settlement:1", "area_m2", 20_000.0, "2019")];
        let made = of_places(&[people], &Facts::new(&area), &"run".into());
        assert_eq!(made[0].value, Value::Estimate(Estimate::range(250.0, 450.0, 500.0).unwrap()));
        assert!(
            of_places(&[number("settlement:2", "population_assessed", 9.0, "2019")], &Facts::new(&area), &"run".into())
                .is_empty()
        );
    }
}
