//! 11.5.1: people hit by disasters.

use super::{goal, missing, reported};
use crate::sdg::{DisasterYear, disaster_victims};
use crate::services::scene::Scene;
use city::Value;
use city::assessment::GoalResult;

const REGISTER: &str = "the city's register of disasters, by year and hazard";
const FILLED_BY: [(&str, &str); 4] = [
    ("deaths", REGISTER),
    ("missing persons", REGISTER),
    ("directly affected persons", REGISTER),
    ("people of the city", "a census, `population` of the city"),
];

/// As a source gives it. What settlements say they lived through is no count of persons and is not turned into one.
pub(super) fn victims(scene: &Scene) -> GoalResult {
    let mut goal = goal(
        "11.5.1",
        "Deaths, missing and affected persons in disasters",
        "(deaths + missing + directly affected persons) / people x 100,000 in a year (SDG metadata 11-5-1)",
        "persons_per_100000_year",
    );
    if let Some((value, observation)) = reported(scene, "disaster_deaths_per_100000") {
        goal.value = Value::Estimate(value);
        goal.period = Some(observation.period.clone());
        return goal;
    }
    let people = scene.city.and_then(|c| scene.people(&c.id)).map(|e| e.value);
    if let Err(refused) = disaster_victims(&DisasterYear { people, ..DisasterYear::default() }) {
        goal.missing = missing(&refused, &FILLED_BY);
    }
    let lived = scene.settlements.iter().any(|p| !scene.facts.all(&p.id, "disasters").is_empty());
    if lived {
        "Settlements say which disasters they lived through and how often; nobody counted the persons."
            .clone_into(&mut goal.note);
    }
    goal
}

#[cfg(test)]
mod tests {
    use crate::services::testing::{Town, classes, number};

    #[test]
    fn disasters_lived_through_are_no_count_of_persons() {
        let made = Town::new(vec![
            number("city:x", "population", 1000.0),
            classes("settlement:a", "disasters", &["floods"], ""),
        ])
        .now();
        let goal = made.goals.iter().find(|g| g.id == "11.5.1").unwrap();
        assert_eq!(goal.missing.len(), 1, "{:?}", goal.missing);
        assert!(goal.value.number().is_none() && goal.note.contains("nobody counted"));
    }
}
