//! Solid waste: how often it is collected in settlements and by whom, and what a census says of districts.

use super::Services;
use super::scene::Scene;
use super::table::{row, shown, worst_first};
use city::assessment::ServiceTable;
use city::{Estimate, PlaceId};

const OF_SETTLEMENTS: [&str; 6] = [
    "garbage_collections_per_week",
    "garbage_collector",
    "garbage_location",
    "garbage_points",
    "garbage_paid",
    "garbage_cost_month",
];
const OF_DISTRICTS: [&str; 4] =
    ["waste_collected_share", "refuse_collected_weekly_share", "refuse_dumped_share", "refuse_burnt_share"];

/// Adds a table of settlements and one of districts, each where anything is known.
pub(super) fn add(scene: &Scene, services: &mut Services) {
    let rows: Vec<_> = scene
        .settlements
        .iter()
        .filter(|p| known(scene, &p.id, &OF_SETTLEMENTS))
        .map(|place| {
            let values = OF_SETTLEMENTS.iter().map(|indicator| scene.value(&place.id, indicator)).collect();
            let times = scene.estimate(&place.id, "garbage_collections_per_week");
            let never = times.is_some_and(|t| t.high <= 0.0)
                || scene.classes(&place.id, "garbage_collector").is_some_and(|c| c == ["not_collected"]);
            let note = if never { "Nobody collects." } else { "" };
            (times.map(|t: Estimate| -t.value), row(place, values, note.to_owned()))
        })
        .collect();
    push(scene, services, ("waste", "Refuse in settlements: how often, by whom"), &OF_SETTLEMENTS, rows);
    let rows: Vec<_> = scene
        .city_and_districts(|id| known(scene, id, &OF_DISTRICTS))
        .into_iter()
        .map(|place| {
            let values = OF_DISTRICTS.iter().map(|indicator| scene.value(&place.id, indicator)).collect();
            let city = Some(&place.id) == scene.city.map(|c| &c.id);
            let collected = scene.estimate(&place.id, "waste_collected_share").map(|e| -e.value);
            (if city { Some(f64::MAX) } else { collected }, row(place, values, String::new()))
        })
        .collect();
    push(scene, services, ("waste_districts", "Refuse by district: share collected"), &OF_DISTRICTS, rows);
}

fn known(scene: &Scene, place: &PlaceId, indicators: &[&str]) -> bool {
    indicators.iter().any(|i| scene.facts.number(place, i).is_some() || scene.classes(place, i).is_some())
}

fn push(
    scene: &Scene,
    services: &mut Services,
    (id, title): (&str, &str),
    indicators: &[&str],
    rows: Vec<(Option<f64>, city::assessment::ServiceRow)>,
) {
    if rows.is_empty() {
        return;
    }
    services.tables.push(ServiceTable {
        id: id.to_owned(),
        title: title.to_owned(),
        note: "As reported; a place without an answer is not one without collection.".to_owned(),
        columns: indicators.iter().map(|indicator| shown(scene, indicator)).collect(),
        rows: worst_first(rows),
    });
}

#[cfg(test)]
mod tests {
    use crate::services::testing::{Town, cell, classes, number};
    use city::Value;

    #[test]
    fn a_settlement_that_nobody_collects_from_stands_before_one_that_nobody_asked() {
        let made = Town::new(vec![
            classes("settlement:a", "garbage_location", &["individual_bins"], ""),
            number("settlement:b", "garbage_collections_per_week", 0.0),
        ])
        .now();
        let labels: Vec<&str> = made.table("waste").rows.iter().map(|r| r.label.as_str()).collect();
        assert_eq!(labels, ["settlement:b", "settlement:a"]);
        assert_eq!(made.table("waste").rows[0].note, "Nobody collects.");
        let put = cell(made.table("waste"), "settlement:a", "Where refuse is put");
        assert_eq!(put, Value::Classes(vec!["Bins of each home".into()]));
    }
}
