//! Who fetches water and how long it takes, how long people wait for a toilet, and whether women are safe there at night.

use super::Services;
use super::scene::Scene;
use super::table::{column, estimate, group_row, people_column, row, several, shown, worst_first};
use city::assessment::{ServiceRow, ServiceTable};
use city::indicator::IndicatorKind;
use city::{Estimate, Gap, Place, Value};
use std::collections::BTreeMap;

const FETCHED_BY: &str = "water_fetched_by";
const MINUTES: &str = "water_collection_minutes";
const WAIT: &str = "toilet_wait_minutes";
const UNSAFE: &str = "unsafe_toilet_share";

/// Adds the table of settlements, with a row for each group of people who fetch.
pub(super) fn add(scene: &Scene, services: &mut Services) {
    let asked = |p: &&&Place| {
        [MINUTES, WAIT, UNSAFE].iter().any(|i| scene.facts.number(&p.id, i).is_some())
            || scene.classes(&p.id, FETCHED_BY).is_some()
    };
    let places: Vec<&Place> = scene.settlements.iter().filter(asked).copied().collect();
    if places.is_empty() {
        return;
    }
    let mut rows = by_who(scene, &places);
    let each = places.iter().map(|place| {
        let minutes = scene.estimate(&place.id, MINUTES).map(|e| e.value);
        let values = vec![
            scene.people_value(&place.id),
            scene.value(&place.id, FETCHED_BY),
            scene.value(&place.id, MINUTES),
            scene.value(&place.id, WAIT),
            scene.value(&place.id, UNSAFE),
        ];
        (minutes, row(place, values, String::new()))
    });
    rows.extend(worst_first(each.collect()));
    services.tables.push(ServiceTable {
        id: "fetching".to_owned(),
        title: "Who fetches water and how long; waiting for toilets".to_owned(),
        note: "As the settlements say of one trip and one wait; minutes are the middle of the band that was ticked. How many hours a \
               woman or a girl spends is not asked, and nothing is shared out between sexes. Safety at the toilet at night is kept \
               for the community where it was asked."
            .to_owned(),
        columns: vec![
            people_column(),
            shown(scene, FETCHED_BY),
            shown(scene, MINUTES),
            shown(scene, WAIT),
            column("Women unsafe on the way to the toilet", "percent", IndicatorKind::Share, "not for everybody to see"),
        ],
        rows,
    });
}

/// One row for each answer: settlements, their people, and the mean of the minutes weighted by people.
fn by_who(scene: &Scene, places: &[&Place]) -> Vec<ServiceRow> {
    let mut answers: BTreeMap<String, Vec<&Place>> = BTreeMap::new();
    for place in places {
        if let Some(codes) = scene.classes(&place.id, FETCHED_BY) {
            answers.entry(scene.words(FETCHED_BY, codes)).or_default().push(place);
        }
    }
    let rows = answers.into_iter().map(|(answer, places)| {
        let people = places.iter().filter_map(|p| scene.people(&p.id));
        let sum =
            people.reduce(|a, b| Estimate { low: a.low + b.low, value: a.value + b.value, high: a.high + b.high });
        let values = vec![
            estimate(sum),
            Value::Classes(vec![answer.clone()]),
            estimate(mean(scene, &places, MINUTES)),
            estimate(mean(scene, &places, WAIT)),
            Value::Gap(Gap::NotEstimated),
        ];
        let label = format!("Fetched by {}", answer.to_lowercase());
        let key = sum.map(|s| s.value);
        let note =
            format!("{}; minutes are means weighted by people", several(places.len(), "settlement", "settlements"));
        (key, group_row(label, values, note))
    });
    worst_first(rows.collect())
}

/// The mean of an indicator over places that have it, weighted by people.
fn mean(scene: &Scene, places: &[&Place], indicator: &str) -> Option<Estimate> {
    let (mut weights, mut sums) = (0.0, [0.0; 3]);
    for place in places {
        let Some((people, e)) = scene.people(&place.id).zip(scene.estimate(&place.id, indicator)) else { continue };
        weights += people.value;
        for (sum, end) in sums.iter_mut().zip([e.low, e.value, e.high]) {
            *sum += people.value * end;
        }
    }
    let [low, value, high] = sums.map(|sum| sum / weights);
    (weights > 0.0).then_some(())?;
    Estimate::range(low, value, high).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::services::testing::{Town, cell, classes, number};

    #[test]
    fn minutes_of_those_who_fetch_are_weighted_by_people() {
        let made = Town::new(vec![
            number("settlement:a", "population", 300.0),
            number("settlement:a", MINUTES, 10.0),
            classes("settlement:a", FETCHED_BY, &["women_and_children"], ""),
            number("settlement:b", "population", 100.0),
            number("settlement:b", MINUTES, 30.0),
            classes("settlement:b", FETCHED_BY, &["women_and_children"], ""),
        ])
        .now();
        let table = made.table("fetching");
        let row = "Fetched by women and children";
        assert_eq!(cell(table, row, "Minutes to fetch water").number(), Some(15.0));
        assert_eq!(cell(table, row, "People").number(), Some(400.0));
        assert_eq!(table.rows[1].label, "settlement:b");
    }

    #[test]
    fn safety_at_night_is_held_back_for_the_community() {
        let made = Town::new(vec![number("settlement:a", UNSAFE, 60.0)]).now();
        let shown = cell(made.table("fetching"), "settlement:a", "Women unsafe on the way to the toilet");
        assert_eq!(shown, Value::Gap(Gap::WithheldByCommunity));
    }
}
