//! Emergency access: how long the ambulance and the fire engine take, and whether they can enter.

use super::Services;
use super::scene::Scene;
use super::table::{row, shown, worst_first};
use city::assessment::ServiceTable;

const SHOWN: [&str; 4] = ["ambulance_enters", "ambulance_minutes", "fire_engine_enters", "fire_engine_minutes"];

/// Adds the table of settlements that said anything of it: first those that one of the two cannot enter, then by the longest wait.
pub(super) fn add(scene: &Scene, services: &mut Services) {
    let rows: Vec<_> = scene
        .settlements
        .iter()
        .filter(|p| SHOWN.iter().any(|i| scene.facts.number(&p.id, i).is_some()))
        .map(|place| {
            let number = |indicator: &str| scene.estimate(&place.id, indicator).map(|e| e.value);
            let shut: Vec<&str> = [("ambulance_enters", "the ambulance"), ("fire_engine_enters", "the fire engine")]
                .into_iter()
                .filter(|(indicator, _)| number(indicator).is_some_and(|enters| enters <= 0.0))
                .map(|(_, name)| name)
                .collect();
            let minutes = [number("ambulance_minutes"), number("fire_engine_minutes")].into_iter().flatten();
            let longest = minutes.reduce(f64::max);
            let note = if shut.is_empty() { String::new() } else { format!("Cannot enter: {}.", shut.join(", ")) };
            let key = match (longest, shut.len()) {
                (None, 0) => None,
                (longest, shut) => Some(longest.unwrap_or(0.0) + 1e4 * f64::from(u8::try_from(shut).unwrap_or(2))),
            };
            let values = SHOWN.iter().map(|indicator| scene.value(&place.id, indicator)).collect();
            (key, row(place, values, note))
        })
        .collect();
    if rows.is_empty() {
        return;
    }
    services.tables.push(ServiceTable {
        id: "emergency".to_owned(),
        title: "Ambulance and fire engine: how long, and whether they can enter".to_owned(),
        note: "As the settlements say; minutes are the middle of the band that was ticked, with the band as range."
            .to_owned(),
        columns: SHOWN.iter().map(|indicator| shown(scene, indicator)).collect(),
        rows: worst_first(rows),
    });
}

#[cfg(test)]
mod tests {
    use crate::services::testing::{Town, number};

    #[test]
    fn a_settlement_that_the_fire_engine_cannot_enter_stands_before_one_that_waits_longer() {
        let made = Town::new(vec![
            number("settlement:a", "ambulance_minutes", 75.0),
            number("settlement:b", "ambulance_minutes", 5.0),
            number("settlement:b", "fire_engine_enters", 0.0),
        ])
        .now();
        let table = made.table("emergency");
        assert_eq!(table.rows[0].label, "settlement:b");
        assert_eq!(table.rows[0].note, "Cannot enter: the fire engine.");
    }
}
