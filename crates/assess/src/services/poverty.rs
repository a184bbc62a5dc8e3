//! Multidimensional poverty by district, as a census publishes it.

use super::Services;
use super::scene::Scene;
use super::table::{column, estimate, people_column, row, shown, worst_first};
use city::assessment::ServiceTable;
use city::indicator::IndicatorKind;
use city::{Estimate, PlaceId};

const INCIDENCE: &str = "mpi_incidence";
const CONTRIBUTION: &str = "mpi_contribution";

/// Adds the table of the city and its districts, poorest first, each with what makes up most of its poverty.
pub(super) fn add(scene: &Scene, services: &mut Services) {
    let places = scene.city_and_districts(|id| scene.facts.number(id, INCIDENCE).is_some());
    if places.is_empty() {
        return;
    }
    let rows = places.into_iter().map(|place| {
        let share = scene.estimate(&place.id, INCIDENCE);
        let people = scene.people(&place.id);
        let poor = share.zip(people).map(|(share, people)| Estimate {
            low: share.low * people.low / 100.0,
            value: share.value * people.value / 100.0,
            high: share.high * people.high / 100.0,
        });
        let values = vec![
            scene.people_value(&place.id),
            scene.value(&place.id, INCIDENCE),
            scene.value(&place.id, "mpi_intensity"),
            scene.value(&place.id, "mpi_index"),
            estimate(poor),
        ];
        let city = Some(&place.id) == scene.city.map(|c| &c.id);
        let key = if city { Some(f64::MAX) } else { share.map(|s| s.value) };
        (key, row(place, values, parts(scene, &place.id)))
    });
    services.tables.push(ServiceTable {
        id: "poverty".to_owned(),
        title: "People in multidimensional poverty".to_owned(),
        note: "As the statistical service computes it from the census, by the method of Alkire and Foster: the share of people who are \
               poor, the share of deprivations that they suffer on average, and the product of the two. People in poverty are \
               that share of the people counted here."
            .to_owned(),
        columns: vec![
            people_column(),
            shown(scene, INCIDENCE),
            shown(scene, "mpi_intensity"),
            shown(scene, "mpi_index"),
            column("People in poverty", "persons", IndicatorKind::Count, "share of people in poverty x people / 100"),
        ],
        rows: worst_first(rows.collect()),
    });
}

/// The three parts that make up most of a place's poverty.
fn parts(scene: &Scene, place: &PlaceId) -> String {
    let mut parts: Vec<(String, f64)> = scene
        .counted(place, CONTRIBUTION, "mpi_contributor")
        .into_iter()
        .filter_map(|(code, o)| Some((scene.word("mpi_contributor", code).to_lowercase(), o.value.number()?)))
        .collect();
    parts.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let largest: Vec<String> = parts.iter().take(3).map(|(label, share)| format!("{label} {share:.1} %")).collect();
    if largest.is_empty() { String::new() } else { format!("Most of it: {}.", largest.join(", ")) }
}

#[cfg(test)]
mod tests {
    use crate::services::testing::{Town, cell, number, of_group};

    #[test]
    fn a_tenth_of_a_thousand_are_a_hundred_poor_people_and_what_makes_them_poor_is_named() {
        let made = Town::new(vec![
            number("district:1", "population", 1000.0),
            number("district:1", "mpi_incidence", 10.0),
            number("district:2", "mpi_incidence", 30.0),
            of_group("district:1", "mpi_contribution", 47.8, "mpi_contributor=employment"),
            of_group("district:1", "mpi_contribution", 24.5, "mpi_contributor=insurance"),
        ])
        .now();
        let table = made.table("poverty");
        assert_eq!(cell(table, "district:1", "People in poverty").number(), Some(100.0));
        assert_eq!(table.rows[0].label, "district:2");
        assert_eq!(table.rows[1].note, "Most of it: employment 47.8 %, health insurance 24.5 %.");
    }
}
