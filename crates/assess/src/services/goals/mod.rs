//! The indicators of SDG 11: a number with its range where the inputs allow, and what is missing with the file that would give it.

mod air_and_waste;
mod disasters;
mod land;
mod slums;
mod transport;

use super::Services;
use super::scene::Scene;
use super::slums::Slum;
use crate::refusal::Refusal;
use city::assessment::GoalResult;
use city::{Estimate, Gap, Observation, Value};

/// Adds 11.1.1, 11.2.1, 11.3.1 in both forms, 11.5.1, 11.6.1, 11.6.2 and 11.7.1.
pub(super) fn add(scene: &Scene, slums: &[Slum], services: &mut Services) {
    services.goals.push(slums::inadequate(scene, slums));
    services.goals.push(transport::near(scene));
    services.goals.extend(land::consumption(scene));
    services.goals.push(disasters::victims(scene));
    services.goals.push(air_and_waste::waste(scene));
    services.goals.push(air_and_waste::fine_dust(scene));
    services.goals.push(land::public_space(scene));
}

/// A goal of which nothing is known yet.
fn goal(id: &str, label: &str, method: &str, unit: &str) -> GoalResult {
    GoalResult {
        id: id.to_owned(),
        label: label.to_owned(),
        method: method.to_owned(),
        value: Value::Gap(Gap::NotEstimated),
        unit: unit.to_owned(),
        covers: "the city".to_owned(),
        period: None,
        missing: Vec::new(),
        parts: Vec::new(),
        note: String::new(),
    }
}

/// A number of the city that a source gives for the goal itself, and when.
fn reported<'a>(scene: &Scene<'a>, indicator: &str) -> Option<(Estimate, &'a Observation)> {
    let observation = scene.facts.number(&scene.city?.id, indicator)?;
    Some((observation.value.estimate()?, observation))
}

/// What a refusal says is missing, by the file that would give it.
fn missing(refused: &Refusal, filled_by: &[(&str, &str)]) -> Vec<String> {
    let Refusal::Missing { inputs, .. } = refused else { return vec![refused.to_string()] };
    let mut by_file: Vec<(&str, Vec<&str>)> = Vec::new();
    for input in inputs {
        let file = filled_by.iter().find(|(name, _)| name == input).map_or("a table of the city", |(_, file)| file);
        match by_file.iter_mut().find(|(known, _)| *known == file) {
            Some((_, names)) => names.push(input),
            None => by_file.push((file, vec![input])),
        }
    }
    by_file.into_iter().map(|(file, names)| format!("{}: {file}", names.join(", "))).collect()
}

#[cfg(test)]
mod tests {
    use crate::services::testing::Town;
    use city::Value;

    #[test]
    fn a_city_that_knows_nothing_has_every_goal_with_what_is_missing_for_it() {
        let made = Town::new(Vec::new()).now();
        let ids: Vec<&str> = made.goals.iter().map(|g| g.id.as_str()).collect();
        assert_eq!(ids, ["11.1.1", "11.2.1", "11.3.1", "11.3.1", "11.5.1", "11.6.1", "11.6.2", "11.7.1"]);
        for goal in &made.goals {
            assert!(matches!(goal.value, Value::Gap(_)) && !goal.missing.is_empty(), "{goal:?}");
        }
    }
}
