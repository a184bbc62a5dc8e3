//! 11.6.1 and 11.6.2: solid waste under control, and fine dust.

use super::{goal, missing, reported};
use crate::sdg::{Waste, particulate_matter, waste_controlled};
use crate::services::scene::Scene;
use crate::services::table::{exact, several};
use city::assessment::GoalResult;
use city::{Place, Value};

const WASTE_FILLED_BY: [(&str, &str); 3] = [
    ("waste generated", "`waste_kg_per_person_day` from a survey of households, shops and markets"),
    ("waste collected", "weighbridge records of the collectors, tonnes in a year"),
    ("waste managed in controlled facilities", "records of the disposal and recovery sites, tonnes in a year"),
];

const NOT_WEIGHED: &str =
    "The census asks households whether their refuse is collected; it weighs nothing and does not say where it goes.";

/// 11.6.1, as a source gives it; households whose refuse is collected are shown beside it and are not tonnes.
pub(super) fn waste(scene: &Scene) -> GoalResult {
    let mut goal = goal(
        "11.6.1",
        "Solid waste collected and managed in controlled facilities",
        "100 x tonnes collected and controlled / tonnes generated (UN-Habitat, Waste Wise Cities Tool)",
        "percent",
    );
    if let Some((value, observation)) = reported(scene, "waste_controlled_share") {
        goal.value = Value::Estimate(value);
        goal.period = Some(observation.period.clone());
    } else {
        let kg = reported(scene, "waste_kg_per_person_day").map(|(e, _)| e.value);
        let people = scene.city.and_then(|c| scene.people(&c.id)).map(|e| e.value);
        let generated_tonnes = kg.zip(people).map(|(kg, people)| kg * people * 365.0 / 1000.0);
        if let Err(refused) = waste_controlled(&Waste { generated_tonnes, ..Waste::default() }) {
            goal.missing = missing(&refused, &WASTE_FILLED_BY);
        }
    }
    for indicator in ["waste_collected_share", "refuse_collected_weekly_share"] {
        let Some(((value, observation), field)) = reported(scene, indicator).zip(scene.field(indicator)) else {
            continue;
        };
        goal.parts.push((format!("{}, by the census ({})", field.label, observation.period), Value::Estimate(value)));
        NOT_WEIGHED.clone_into(&mut goal.note);
    }
    goal
}

/// 11.6.2: the mean of districts weighted by people, of those that have a concentration.
pub(super) fn fine_dust(scene: &Scene) -> GoalResult {
    const DUST: &str = "pm25_ug_per_m3";
    let mut goal = goal(
        "11.6.2",
        "Fine dust (PM2.5) that people breathe",
        "sum(concentration x people) / sum(people) over districts (SDG metadata 11-6-2)",
        "ug_per_m3",
    );
    if let Some((value, observation)) = reported(scene, DUST) {
        goal.value = Value::Estimate(value);
        goal.period = Some(observation.period.clone());
        return goal;
    }
    let has = |place: &city::PlaceId| scene.facts.number(place, DUST).is_some();
    let districts: Vec<&Place> = scene.city_and_districts(has);
    let parts: Vec<(&str, Option<f64>, f64)> = districts
        .iter()
        .filter_map(|p| {
            Some((p.name.as_str(), scene.estimate(&p.id, DUST).map(|e| e.value), scene.people(&p.id)?.value))
        })
        .collect();
    match particulate_matter(&parts) {
        Ok((mean, ..)) => {
            goal.value = exact(Some(mean));
            goal.covers = several(parts.len(), "district", "districts");
            goal.period =
                districts.iter().filter_map(|p| scene.facts.number(&p.id, DUST)).map(|o| &o.period).max().cloned();
        }
        Err(_) => {
            goal.missing = vec![
                "`pm25_ug_per_m3` by district: yearly means of monitors, or a raster of a satellite product".to_owned(),
            ];
        }
    }
    goal
}

#[cfg(test)]
mod tests {
    use crate::services::testing::{Town, number};

    #[test]
    fn dust_is_weighted_by_people() {
        let made = Town::new(vec![
            number("district:1", "pm25_ug_per_m3", 40.0),
            number("district:1", "population", 1000.0),
            number("district:2", "pm25_ug_per_m3", 20.0),
            number("district:2", "population", 3000.0),
        ])
        .now();
        let goal = made.goals.iter().find(|g| g.id == "11.6.2").unwrap();
        assert_eq!(goal.value.number(), Some(25.0));
        assert_eq!(goal.covers, "2 districts");
    }

    #[test]
    fn households_that_are_collected_from_are_shown_beside_the_goal_and_are_not_the_goal() {
        let made = Town::new(vec![number("city:x", "waste_collected_share", 74.0)]).now();
        let goal = made.goals.iter().find(|g| g.id == "11.6.1").unwrap();
        assert!(goal.value.number().is_none() && goal.parts.len() == 1 && goal.missing.len() == 3, "{goal:?}");
    }
}
