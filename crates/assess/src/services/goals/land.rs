//! 11.3.1 in both published forms, and 11.7.1.

use super::{goal, missing, reported};
use crate::refusal::Refusal;
use crate::sdg::{Form, Growth, LandConsumption, PublicSpace, land_consumption, public_space as share_open};
use crate::services::scene::Scene;
use crate::services::table::exact;
use city::assessment::GoalResult;
use city::{Group, Observation, Value};

const BUILT: &str = "built_up_area_m2";

/// Below this growth of people in a year the ratio jumps without meaning.
const LEAST_GROWTH: f64 = 0.001;

const FORMS: [(Form, &str); 2] = [
    (Form::Current, "present metadata: ((V1 - V0) / V0 / years) / (ln(P1 / P0) / years)"),
    (Form::Of2016, "metadata of 2016: (ln(V1 / V0) / years) / (ln(P1 / P0) / years)"),
];

const AREAS: &str = "`built_up_area_m2` of the city in two years, such as from a layer of settled land";
const PEOPLE: &str = "`population` of the city in two years, from two censuses";
const LAND_FILLED_BY: [(&str, &str); 6] = [
    ("built-up area in the first year", AREAS),
    ("built-up area in the last year", AREAS),
    ("people in the first year", PEOPLE),
    ("people in the last year", PEOPLE),
    ("years between the areas", AREAS),
    ("years between the counts of people", PEOPLE),
];

const SPACE_FILLED_BY: [(&str, &str); 3] = [
    ("open public space", "a layer of parks, squares and playgrounds with their areas"),
    ("land allocated to streets", "a layer of streets with their widths"),
    ("built-up area", "`built_up_area_m2` of the city"),
];

/// 11.3.1, once for each published form.
pub(super) fn consumption(scene: &Scene) -> Vec<GoalResult> {
    let growth = growth(scene);
    FORMS
        .iter()
        .map(|(form, method)| {
            let mut goal = goal("11.3.1", "Land consumption against growth of people", method, "ratio");
            match land_consumption(&growth, *form, LEAST_GROWTH) {
                Ok(made) => filled(scene, &mut goal, &made),
                Err(refused) => goal.missing = missing(&refused, &LAND_FILLED_BY),
            }
            goal
        })
        .collect()
}

fn filled(scene: &Scene, goal: &mut GoalResult, made: &LandConsumption) {
    let percent = |label: &str, rate: f64| (label.to_owned(), exact(Some(100.0 * rate)));
    let (first, last) = made.built_m2_per_person;
    goal.parts = vec![
        percent("Growth of built-up area, percent a year", made.land_per_year),
        percent("Growth of people, percent a year", made.people_per_year),
        ("Built-up m2 to a person, first year".to_owned(), exact(Some(first))),
        ("Built-up m2 to a person, last year".to_owned(), exact(Some(last))),
    ];
    goal.period = ends(scene, BUILT).map(|(_, last)| last.period.clone());
    match &made.ratio {
        Ok(ratio) => goal.value = exact(Some(*ratio)),
        Err(Refusal::Meaningless { reason, .. }) => goal.note.clone_from(reason),
        Err(other) => goal.note = other.to_string(),
    }
}

/// The earliest and the latest number of the city, where they are of different years.
fn ends<'a>(scene: &Scene<'a>, indicator: &str) -> Option<(&'a Observation, &'a Observation)> {
    let known = scene.facts.all(&scene.city?.id, indicator);
    let counted = || known.iter().filter(|o| o.group == Group::all() && o.value.number().is_some());
    let (first, last) = (counted().min_by_key(|o| &o.period)?, counted().max_by_key(|o| &o.period)?);
    (first.period.last_year() < last.period.last_year()).then_some((*first, *last))
}

fn growth(scene: &Scene) -> Growth {
    let (areas, people) = (ends(scene, BUILT), ends(scene, "population"));
    let years = |pair: Option<(&Observation, &Observation)>| {
        pair.map(|(first, last)| f64::from(last.period.last_year() - first.period.last_year()))
    };
    let km2 = |o: &Observation| o.value.number().map(|m2| m2 / 1e6);
    Growth {
        built_first_km2: areas.and_then(|(first, _)| km2(first)),
        built_last_km2: areas.and_then(|(_, last)| km2(last)),
        people_first: people.and_then(|(first, _)| first.value.number()),
        people_last: people.and_then(|(_, last)| last.value.number()),
        years_of_area: years(areas),
        years_of_people: years(people),
    }
}

/// 11.7.1, as a source gives it; the areas that it is made of are in no table yet.
pub(super) fn public_space(scene: &Scene) -> GoalResult {
    let mut goal = goal(
        "11.7.1",
        "Built-up area open for public use",
        "100 x (open public space + streets) / built-up area of the urban extent (SDG metadata 11-7-1)",
        "percent",
    );
    if let Some((value, observation)) = reported(scene, "open_space_share") {
        goal.value = Value::Estimate(value);
        goal.period = Some(observation.period.clone());
        return goal;
    }
    let built_km2 = ends(scene, BUILT).and_then(|(_, last)| last.value.number()).map(|m2| m2 / 1e6);
    if let Err(refused) = share_open(&PublicSpace { built_km2, ..PublicSpace::default() }) {
        goal.missing = missing(&refused, &SPACE_FILLED_BY);
    }
    goal
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::services::testing::Town;

    fn at(indicator: &str, value: f64, year: &str) -> Observation {
        crate::profile::testing::number("city:x", indicator, value, year)
    }

    /// UN-Habitat, metadata of 11.3.1: 100 to 150 km2, 1.0 to 1.4 million people in ten years.
    #[test]
    fn both_published_forms_stand_beside_each_other() {
        let made = Town::new(vec![
            at(BUILT, 100e6, "2010"),
            at(BUILT, 150e6, "2020"),
            at("population", 1.0e6, "2010"),
            at("population", 1.4e6, "2020"),
        ])
        .now();
        let ratios: Vec<f64> =
            made.goals.iter().filter(|g| g.id == "11.3.1").filter_map(|g| g.value.number()).collect();
        assert!((ratios[0] - 1.486_006_7).abs() < 5e-8 && (ratios[1] - 1.205_047_7).abs() < 5e-8, "{ratios:?}");
    }

    #[test]
    fn one_year_of_areas_is_not_enough_and_the_file_is_named() {
        let made = Town::new(vec![at(BUILT, 100e6, "2010"), at("population", 1.0e6, "2010")]).now();
        let goal = made.goals.iter().find(|g| g.id == "11.3.1").unwrap();
        assert!(goal.missing.iter().any(|m| m.contains("built_up_area_m2")), "{:?}", goal.missing);
    }
}
