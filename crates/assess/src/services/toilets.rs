//! Toilets: people for each, by type of settlement, with those whose toilets nobody knows kept apart.

use super::Services;
use super::points::{self, Kind, METHOD, Reach};
use super::scene::Scene;
use super::table::{column, estimate, exact, group_row, percent, row, several, worst_first};
use super::water_points::{Total, columns, observe, rate};
use city::assessment::{ServiceRow, ServiceTable};
use city::indicator::IndicatorKind;
use city::{Estimate, Gap, Observation, Place, Value};
use std::collections::BTreeMap;

/// Adds `sanitation_served_share` of every settlement whose toilets were counted, the table by settlement and by type of
/// settlement, and the toilets by kind.
pub(super) fn add(scene: &Scene, services: &mut Services) {
    let mut groups = Groups::default();
    let mut rows = Vec::new();
    for place in &scene.settlements {
        let people = scene.people(&place.id);
        let unknown = scene.facts.best(&place.id, "toilets_total", &city::Group::all());
        match points::seats(scene, place, Kind::Any) {
            Some(Ok(reach)) => {
                observe(scene, place, "sanitation_served_share", &reach, services);
                groups.count(&kind_of(scene, place), people, &reach);
                rows.push(settlement(place, people, &reach));
            }
            Some(Err(refused)) if people.is_some() => Scene::refuse(&refused, place, services),
            Some(Err(_)) => {
                let toilets = unknown.and_then(|o| o.value.number());
                groups.people_unknown.0 += 1;
                groups.people_unknown.1 += toilets.unwrap_or(0.0);
                rows.push((None, unknown_row(place, None, toilets, "Nobody counted the people.")));
            }
            None => {
                if let Some(gap) = unknown {
                    groups.toilets_unknown.add(people);
                    rows.push((None, unknown_row(place, people, None, &why_unknown(gap))));
                }
            }
        }
    }
    if rows.is_empty() {
        return;
    }
    let mut all = groups.rows();
    all.extend(worst_first(rows));
    services.tables.push(ServiceTable {
        id: "toilets".to_owned(),
        title: "Toilets: people for each".to_owned(),
        note: format!(
            "Working seats where a settlement profiled itself, else toilets that the city counted. Settlements without any \
             toilet stand first, by their people; they have no rate, since nothing is divided by zero. Where toilets are not \
             known they stay not known and are in no total of a type. Homes of a formal type may have toilets of their own that the \
             city did not count: people for each toilet are then too many, and the range of those served is open. Served: {METHOD}."
        ),
        columns: columns("Toilets", "toilets", "People for each toilet", "persons_per_toilet"),
        rows: all,
    });
    by_kind(scene, services);
}

/// Formal, informal or not stated, by the word of the source: the type of dwelling where the city gives that, else of the
/// settlement.
fn kind_of(scene: &Scene, place: &Place) -> String {
    let of = |indicator: &str| scene.classes(&place.id, indicator).map(|codes| scene.words(indicator, codes));
    of("dwelling_type").or_else(|| of("settlement_type")).unwrap_or_else(|| "Type not stated".to_owned())
}

fn why_unknown(o: &Observation) -> String {
    if o.note.is_empty() { "Toilets are not known.".to_owned() } else { format!("Toilets are not known: {}.", o.note) }
}

fn settlement(place: &Place, people: Option<Estimate>, reach: &Reach) -> (Option<f64>, ServiceRow) {
    /// Settlements without a toilet stand before all others.
    const NO_TOILET: f64 = 1e12;
    let none = reach.working.is_some_and(|n| n <= 0.0);
    let values = vec![
        estimate(people),
        exact(reach.working),
        rate(people, reach.working),
        Value::Estimate(reach.people),
        Value::Estimate(percent(reach.share)),
    ];
    let key = if none {
        people.map(|p| NO_TOILET + p.value)
    } else {
        people.zip(reach.working).map(|(people, toilets)| people.value / toilets)
    };
    let words = match (none, reach.left_out.is_empty()) {
        (true, _) => "No toilet was counted.",
        (false, false) => "Homes may have toilets of their own that were not counted.",
        (false, true) => "",
    };
    (key, row(place, values, words.to_owned()))
}

fn unknown_row(place: &Place, people: Option<Estimate>, toilets: Option<f64>, note: &str) -> ServiceRow {
    let gap = || Value::Gap(Gap::NotEstimated);
    row(place, vec![estimate(people), exact(toilets), gap(), gap(), gap()], note.to_owned())
}

/// Totals by type of settlement, and those that are in none.
#[derive(Default)]
struct Groups {
    kinds: BTreeMap<String, Total>,
    without: People,
    toilets_unknown: People,
    people_unknown: (usize, f64),
}

/// Settlements and their people.
#[derive(Default)]
struct People {
    settlements: usize,
    known: usize,
    sum: [f64; 3],
}

impl People {
    fn add(&mut self, people: Option<Estimate>) {
        self.settlements += 1;
        let Some(e) = people else { return };
        self.known += 1;
        for (end, add) in self.sum.iter_mut().zip([e.low, e.value, e.high]) {
            *end += add;
        }
    }

    fn value(&self) -> Value {
        let [low, value, high] = self.sum;
        estimate((self.known > 0).then_some(Estimate { low, value, high }))
    }
}

impl Groups {
    fn count(&mut self, kind: &str, people: Option<Estimate>, reach: &Reach) {
        self.kinds.entry(kind.to_owned()).or_default().count(people, reach);
        if reach.working.is_some_and(|n| n <= 0.0) {
            self.without.add(people);
        }
    }

    fn rows(&self) -> Vec<ServiceRow> {
        let gap = || Value::Gap(Gap::NotEstimated);
        let mut rows: Vec<ServiceRow> = self
            .kinds
            .iter()
            .map(|(kind, total)| total.row(kind, "for each toilet, those without one among them"))
            .collect();
        let apart = |label: &str, people: &People, toilets: Value, note: &str| {
            let of = several(people.settlements, "settlement", "settlements");
            group_row(label.to_owned(), vec![people.value(), toilets, gap(), gap(), gap()], format!("{of}; {note}"))
        };
        if self.without.settlements > 0 {
            rows.push(apart("No toilet counted", &self.without, exact(Some(0.0)), "in the totals by type as well"));
        }
        if self.toilets_unknown.settlements > 0 {
            rows.push(apart("Toilets not known", &self.toilets_unknown, gap(), "in no total by type"));
        }
        if self.people_unknown.0 > 0 {
            let (count, toilets) = self.people_unknown;
            let note = format!("{}; in no total by type", several(count, "settlement", "settlements"));
            let values = vec![gap(), exact(Some(toilets)), gap(), gap(), gap()];
            rows.push(group_row("People not known".to_owned(), values, note));
        }
        rows
    }
}

fn by_kind(scene: &Scene, services: &mut Services) {
    let mut kinds: BTreeMap<&str, (f64, usize)> = BTreeMap::new();
    for place in &scene.settlements {
        for (code, o) in scene.counted(&place.id, "toilets_total", "toilet_type") {
            let Some(number) = o.value.number().filter(|n| *n > 0.0) else { continue };
            let sum = kinds.entry(code).or_default();
            sum.0 += number;
            sum.1 += 1;
        }
    }
    if kinds.is_empty() {
        return;
    }
    let rows = kinds.into_iter().map(|(code, (toilets, settlements))| {
        let improved = match ["improved", "unimproved"].map(|flag| scene.flagged("toilet_type", code, flag)) {
            [true, false] => "improved",
            [false, true] => "not improved",
            _ => "no rule says whether it is improved",
        };
        let count = u32::try_from(settlements).map(f64::from).ok();
        let values = vec![exact(Some(toilets)), exact(count)];
        (Some(toilets), group_row(scene.word("toilet_type", code), values, improved.to_owned()))
    });
    services.tables.push(ServiceTable {
        id: "toilet_kinds".to_owned(),
        title: "Toilets in settlements by kind".to_owned(),
        note: "As the city counted them; whether a kind is improved is a matter of the table of dimensions.".to_owned(),
        columns: vec![
            column("Toilets", "toilets", IndicatorKind::Count, "sum over settlements"),
            column("Settlements that have one", "settlements", IndicatorKind::Count, "settlements with at least one"),
        ],
        rows: worst_first(rows.collect()),
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::services::testing::{Town, cell, classes, number};
    use city::PlaceKind;

    fn town() -> Town {
        let mut unknown = number("settlement:c", "toilets_total", 0.0);
        unknown.value = Value::Gap(Gap::NotEstimated);
        unknown.note = "0 stands in the file and means not known".into();
        let informal = |id: &str| classes(id, "settlement_type", &["informal"], "");
        let mut town = Town::new(vec![
            number("settlement:a", "population", 5000.0),
            number("settlement:a", "toilets_total", 12.0),
            informal("settlement:a"),
            number("settlement:b", "population", 300.0),
            number("settlement:b", "toilets_total", 0.0),
            informal("settlement:b"),
            number("settlement:c", "population", 900.0),
            unknown,
            informal("settlement:c"),
        ]);
        town.places.push(crate::profile::testing::place("settlement:c", PlaceKind::Settlement, Some("city:x")));
        town
    }

    #[test]
    fn nobody_with_a_toilet_stands_first_and_what_is_not_known_stands_last() {
        let made = town().now();
        let table = made.table("toilets");
        let places: Vec<&str> = table.rows.iter().filter(|r| r.place.is_some()).map(|r| r.label.as_str()).collect();
        assert_eq!(places, ["settlement:b", "settlement:a", "settlement:c"]);
        let rate = cell(table, "settlement:a", "People for each toilet").number().unwrap();
        assert!((rate - 5000.0 / 12.0).abs() < 1e-9);
        assert_eq!(cell(table, "settlement:b", "People for each toilet"), Value::Gap(Gap::NotOccurring));
        assert_eq!(cell(table, "settlement:c", "Toilets"), Value::Gap(Gap::NotEstimated));
    }

    #[test]
    fn unknown_toilets_are_in_no_total_and_their_people_are_named() {
        let made = town().now();
        let table = made.table("toilets");
        assert_eq!(cell(table, "Informal", "People").number(), Some(5300.0));
        assert_eq!(cell(table, "Toilets not known", "People").number(), Some(900.0));
        assert_eq!(cell(table, "No toilet counted", "People").number(), Some(300.0));
        assert!(made.number("settlement:c", "sanitation_served_share").is_none());
        assert!(made.number("settlement:b", "sanitation_served_share").unwrap().high.abs() < 1e-12);
    }
}
