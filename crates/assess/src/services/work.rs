//! Informal work: by kind, sex and workplace, as a census or survey counts it.

use super::Services;
use super::scene::Scene;
use super::table::{column, exact, group_row, percent_column, row, worst_first};
use city::assessment::{ServiceColumn, ServiceRow, ServiceTable};
use city::indicator::IndicatorKind;
use city::{Group, Place, PlaceId};

const WORKERS: &str = "informal_workers";
const KIND: &str = "informal_work";

/// Where each group of workers works, by the flags of the dimension table.
const WORKPLACES: [(&str, &str); 7] = [
    ("home", "at home"),
    ("street", "on the street"),
    ("market", "in a market"),
    ("dump", "at bins and dumps"),
    ("client", "in a client's home"),
    ("site", "on building sites"),
    ("other", "elsewhere"),
];

/// Adds workers of the city by kind and sex, and of districts by sex. Nothing is shared out that a source does not.
pub(super) fn add(scene: &Scene, services: &mut Services) {
    if let Some(city) = scene.city {
        let codes = scene.evidence.dimensions.codes(KIND);
        let rows: Vec<_> = codes.filter_map(|code| kind(scene, &city.id, &code.code)).collect();
        push(services, ("work", "Informal work by kind, for women and men"), rows);
    }
    let has = |id: &PlaceId| of(scene, id, &Group::all().with("sex", "female")).is_some();
    let rows: Vec<_> = scene.city_and_districts(has).into_iter().filter_map(|place| district(scene, place)).collect();
    push(services, ("work_districts", "Informal work by district, for women and men"), rows);
}

fn push(services: &mut Services, (id, title): (&str, &str), rows: Vec<(Option<f64>, ServiceRow)>) {
    if rows.is_empty() {
        return;
    }
    services.tables.push(ServiceTable {
        id: id.to_owned(),
        title: title.to_owned(),
        note: "As the source counts them, by the groups of workers and workplaces of WIEGO; largest first. A kind without a count \
               for a sex is a gap. What workers earn and what heat and floods cost them was not asked."
            .to_owned(),
        columns: columns(),
        rows: worst_first(rows),
    });
}

fn columns() -> Vec<ServiceColumn> {
    let persons = |label: &str| column(label, "persons", IndicatorKind::Count, "as the source counts them");
    let share = percent_column("Women among them", "100 x women / women and men");
    vec![persons("Women"), persons("Men"), persons("Both"), share]
}

fn of(scene: &Scene, place: &PlaceId, group: &Group) -> Option<f64> {
    scene.facts.best(place, WORKERS, group)?.value.number()
}

type Counts = (Option<f64>, Option<f64>, Option<f64>);

/// Women, men and both; both only where a source counts them together or counts the two.
fn counts(scene: &Scene, place: &PlaceId, group: &Group) -> Counts {
    let by = |sex: &str| of(scene, place, &group.clone().with("sex", sex));
    let (women, men) = (by("female"), by("male"));
    let together = women.zip(men).map(|(w, m)| w + m);
    (women, men, together.or_else(|| of(scene, place, group)))
}

fn values((women, men, both): Counts) -> Vec<city::Value> {
    let share = women.zip(both).filter(|(w, both)| *both > 0.0 && w <= both).map(|(w, both)| 100.0 * w / both);
    [women, men, both, share].map(exact).into()
}

fn kind(scene: &Scene, place: &PlaceId, code: &str) -> Option<(Option<f64>, ServiceRow)> {
    let counts = counts(scene, place, &Group::all().with(KIND, code));
    if counts == (None, None, None) {
        return None;
    }
    let place_of = WORKPLACES.iter().find(|(flag, _)| scene.flagged(KIND, code, flag)).map(|(_, words)| *words);
    let note = place_of.map_or_else(String::new, |words| format!("Work {words}."));
    Some((counts.2.or(counts.0).or(counts.1), group_row(scene.word(KIND, code), values(counts), note)))
}

fn district(scene: &Scene, place: &Place) -> Option<(Option<f64>, ServiceRow)> {
    let counts = counts(scene, &place.id, &Group::all());
    let known = counts != (None, None, None);
    known.then(|| (counts.2.or(counts.0).or(counts.1), row(place, values(counts), String::new())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::services::testing::{Town, cell, of_group};
    use city::{Gap, Value};

    #[test]
    fn women_and_men_stand_beside_each_other_with_where_they_work() {
        let made = Town::new(vec![
            of_group("city:x", WORKERS, 30.0, "informal_work=home_based;sex=female"),
            of_group("city:x", WORKERS, 10.0, "informal_work=home_based;sex=male"),
            of_group("city:x", WORKERS, 99.0, "informal_work=transport;sex=male"),
        ])
        .now();
        let table = made.table("work");
        assert_eq!(cell(table, "Home-based workers", "Women among them").number(), Some(75.0));
        let home = table.rows.iter().find(|r| r.label == "Home-based workers").unwrap();
        assert_eq!(home.note, "Work at home.");
        assert_eq!(cell(table, "Transport workers", "Women"), Value::Gap(Gap::NotEstimated));
        assert_eq!(cell(table, "Transport workers", "Both"), Value::Gap(Gap::NotEstimated));
    }
}
