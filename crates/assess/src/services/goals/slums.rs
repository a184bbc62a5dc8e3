//! 11.1.1: people in slums, informal settlements and inadequate housing.

use super::{goal, missing};
use crate::sdg::{Inadequate, inadequate_housing};
use crate::services::scene::Scene;
use crate::services::slums::{Slum, lacks};
use crate::services::table::several;
use city::assessment::GoalResult;
use city::{Estimate, Place, Value};

const FILLED_BY: [(&str, &str); 2] = [
    ("people in slums", "profiles of informal settlements, or a layer of them with people"),
    ("people of the city", "a census, `population` of the city"),
];

/// From people in informal settlements over people of the city, and from the bounds of slum households, each beside the other; the
/// value joins them: at least the greater, at most their sum.
pub(super) fn inadequate(scene: &Scene, slums: &[Slum]) -> GoalResult {
    let mut goal = goal(
        "11.1.1",
        "People in slums, informal settlements or inadequate housing",
        "at least the greater, at most the sum of (1) people in informal settlements / people of the city and (2) bounds of the share \
         that lacks any of five (SDG metadata 11-1-1, github.com/worldbank/sdg-metadata, 44ae84c)",
        "percent",
    );
    let informal = informal(scene);
    let counted: Vec<Estimate> = informal.iter().filter_map(|p| scene.people(&p.id)).collect();
    let settlements = settlements(scene, &counted);
    let households = scene.city.and_then(|city| slums.iter().find(|s| s.place == city.id));
    if let Ok(share) = &settlements {
        let covers = format!(
            "People in {} of {}",
            counted.len(),
            several(informal.len(), "informal settlement", "informal settlements")
        );
        goal.parts.push((covers, Value::Estimate(*share)));
    }
    if let Some(slum) = households {
        let range = Estimate::range(100.0 * slum.any.low, 100.0 * slum.any.low, 100.0 * slum.any.high);
        goal.parts.extend(range.ok().map(|r| ("Lacking any of five".to_owned(), Value::Estimate(r))));
        goal.parts.extend(lacks(slum));
    }
    let uncounted = informal.len() > counted.len();
    goal.value = joined(settlements.as_ref().ok(), households, uncounted).map_or(goal.value, Value::Estimate);
    goal.period = period(scene, &informal, households);
    goal.missing = named(&settlements, households, informal.len() - counted.len());
    goal.note = note(scene, households);
    goal
}

fn informal<'a>(scene: &Scene<'a>) -> Vec<&'a Place> {
    let formal = |p: &&&Place| scene.classes(&p.id, "settlement_type").is_some_and(|codes| codes == ["formal"]);
    scene.settlements.iter().filter(|p| !formal(p)).copied().collect()
}

/// Percent of the city's people in its informal settlements, over the range of people there.
fn settlements(scene: &Scene, counted: &[Estimate]) -> Result<Estimate, crate::refusal::Refusal> {
    let people = scene.city.and_then(|city| scene.people(&city.id)).map(|e| e.value);
    let sum = |end: fn(&Estimate) -> f64| (!counted.is_empty()).then(|| counted.iter().map(end).sum::<f64>());
    let share = |in_slums: Option<f64>| {
        inadequate_housing(&Inadequate { in_slums, in_inadequate_housing: None, in_both: None, people })
            .map(|made| made.slums)
    };
    let (low, value, high) = (share(sum(|e| e.low))?, share(sum(|e| e.value))?, share(sum(|e| e.high))?);
    Ok(Estimate { low, value, high })
}

/// At least the greater of the two, at most their sum; settlements whose people nobody counted leave the upper end open.
fn joined(settlements: Option<&Estimate>, households: Option<&Slum>, uncounted: bool) -> Option<Estimate> {
    let bounds = households.map(|s| (100.0 * s.any.low, 100.0 * s.any.high));
    let (low, value) = match (settlements, bounds) {
        (None, None) => return None,
        (Some(s), None) => (s.low, s.value),
        (None, Some((low, _))) => (low, low),
        (Some(s), Some((low, _))) => (s.low.max(low), s.value.max(low)),
    };
    let high = match (settlements, bounds) {
        (Some(s), Some((_, most))) => (s.high + most).min(100.0),
        (None, Some((_, most))) => most,
        (Some(s), None) if !uncounted => s.high,
        _ => 100.0,
    };
    Estimate::range(low, value, high.max(value)).ok()
}

fn period(scene: &Scene, informal: &[&Place], households: Option<&Slum>) -> Option<city::Period> {
    let people = informal.iter().filter_map(|p| scene.people_input(&p.id)).map(|o| &o.period);
    let inputs = households.into_iter().flat_map(|s| s.deprived.inputs.iter()).map(|o| &o.period);
    people.chain(inputs).max().cloned()
}

fn named(
    settlements: &Result<Estimate, crate::refusal::Refusal>,
    households: Option<&Slum>,
    uncounted: usize,
) -> Vec<String> {
    let mut names = settlements.as_ref().err().map(|refused| missing(refused, &FILLED_BY)).unwrap_or_default();
    if uncounted > 0 {
        names.push(format!(
            "people of {}: a profile of each",
            several(uncounted, "informal settlement", "informal settlements")
        ));
    }
    names.push(
        "people in inadequate housing (rents over 30 percent of income): a survey of household spending".to_owned(),
    );
    match households {
        None => names.push("water, toilets, rooms, walls and tenure of households: census tables of the city, or a survey with one row for each household".to_owned()),
        Some(slum) => {
            let lacks = crate::deprivation::household::FIVE;
            names.extend(slum.any.not_observed.iter().filter_map(|at| lacks.get(*at)).map(|lack| match *lack {
                "space" => "space: census tables of rooms and of household sizes".to_owned(),
                "durability" => "durability: census tables of walls, roof and floor, or of dwellings".to_owned(),
                other => format!("{other}: a census table of the city"),
            }));
        }
    }
    names
}

fn note(scene: &Scene, households: Option<&Slum>) -> String {
    let mut words = vec![
        "The value is what is sure: the greater of the two parts. It counts people to serve where they live; it is no list of places to clear.".to_owned(),
    ];
    if households.is_some() {
        words.push("Households are not known one by one, so that lacks are an interval (with rows of households it would be a number).".to_owned());
    }
    if scene.settlements.iter().any(|p| !scene.facts.all(&p.id, "settlement_status").is_empty()) {
        words.push("Standing in law is known for settlements, held back, and not used here.".to_owned());
    }
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::services::testing::{Town, classes, number, of_group};

    fn goal_of(town: &Town) -> GoalResult {
        town.now().goals.into_iter().find(|g| g.id == "11.1.1").unwrap()
    }

    #[test]
    fn settlements_over_the_city_and_the_bounds_are_joined() {
        let goal = goal_of(&Town::new(vec![
            number("city:x", "population", 1000.0),
            number("settlement:a", "population", 150.0),
            number("settlement:b", "population", 50.0),
            classes("settlement:b", "settlement_type", &["formal"], ""),
            of_group("city:x", "households", 90.0, "water=public_tap"),
            of_group("city:x", "households", 10.0, "water=river"),
        ]));
        let value = goal.value.estimate().unwrap();
        assert!(
            (value.low - 15.0).abs() < 1e-9 && (value.value - 15.0).abs() < 1e-9 && (value.high - 100.0).abs() < 1e-9
        );
        assert!(goal.missing.iter().any(|m| m.starts_with("space:")), "{:?}", goal.missing);
    }

    #[test]
    fn a_settlement_that_nobody_counted_leaves_the_upper_end_open_and_is_named() {
        let goal = goal_of(&Town::new(vec![
            number("city:x", "population", 1000.0),
            number("settlement:a", "population", 150.0),
        ]));
        let value = goal.value.estimate().unwrap();
        assert!((value.low - 15.0).abs() < 1e-9 && (value.high - 100.0).abs() < 1e-9);
        assert!(goal.missing.iter().any(|m| m.contains("1 informal settlement")), "{:?}", goal.missing);
    }
}
