//! Water points: whom they serve, and how many people there are to a tap.

use super::Services;
use super::points::{self, METHOD, Reach};
use super::scene::{Made, Scene};
use super::table::{
    column, estimate, exact, group_row, people_column, percent, percent_column, row, several, worst_first,
};
use city::assessment::{ServiceColumn, ServiceRow, ServiceTable};
use city::indicator::IndicatorKind;
use city::{Estimate, Gap, Group, Place, Quality, Value};

/// Adds `water_served_share` of every settlement whose water points were counted, and the table.
pub(super) fn add(scene: &Scene, services: &mut Services) {
    let mut rows = Vec::new();
    let mut total = Total::default();
    for place in &scene.settlements {
        let Some(reach) = points::water(scene, place) else { continue };
        match reach {
            Ok(reach) => {
                observe(scene, place, "water_served_share", &reach, services);
                total.count(scene.people(&place.id), &reach);
                rows.push(settlement(scene, place, &reach));
            }
            Err(_) if scene.people(&place.id).is_none() => rows.push((None, without_people(scene, place))),
            Err(refused) => Scene::refuse(&refused, place, services),
        }
    }
    if rows.is_empty() {
        return;
    }
    let mut all = vec![total.row("Settlements with people and water points counted", "for each working tap")];
    all.extend(worst_first(rows));
    services.tables.push(ServiceTable {
        id: "water".to_owned(),
        title: "Water points: people for each, and people served".to_owned(),
        note: format!(
            "Served: {METHOD}. It is an upper bound, because points need not stand where people live. A well, spring, tanker or other \
             point that is there has no stated number of people and leaves the upper end open; a river serves nobody. A \
             shared tap counts in full."
        ),
        columns: columns("Working taps", "taps", "People for each working tap", "persons_per_point"),
        rows: all,
    });
}

/// Puts a share served into the city file.
pub(super) fn observe(scene: &Scene, place: &Place, indicator: &str, reach: &Reach, services: &mut Services) {
    let inputs: Vec<_> = scene.people_input(&place.id).into_iter().chain(reach.inputs.iter().copied()).collect();
    let note = if reach.left_out.is_empty() {
        String::new()
    } else {
        format!("Not counted or without a stated number of people: {}.", named(scene, &reach.left_out))
    };
    let made = Made {
        place: &place.id,
        indicator,
        group: Group::all(),
        value: percent(reach.share),
        method: format!("100 x people served / people; {METHOD}"),
        inputs: &inputs,
        note,
        most_trust: Quality::Medium,
    };
    scene.emit(made, services);
}

fn named(scene: &Scene, codes: &[String]) -> String {
    let word = |code: &String| {
        let dimensions = ["water_point", "toilet_access", "toilet_type"];
        let label = dimensions.iter().find_map(|d| scene.evidence.dimensions.label(d, code));
        label.map_or_else(|| code.replace('_', " "), str::to_lowercase)
    };
    codes.iter().map(word).collect::<Vec<_>>().join(", ")
}

/// The columns that water and toilets share.
pub(super) fn columns(points: &str, unit: &str, rate: &str, rate_unit: &str) -> Vec<ServiceColumn> {
    vec![
        people_column(),
        column(points, unit, IndicatorKind::Count, "as counted by the settlement or the city"),
        column(rate, rate_unit, IndicatorKind::Rate, "people / points; none where there is no point"),
        column("People served, at most", "persons", IndicatorKind::Count, METHOD),
        percent_column("Served, at most", "100 x people served / people"),
    ]
}

/// People for each point.
pub(super) fn rate(people: Option<Estimate>, points: Option<f64>) -> Value {
    match (people, points) {
        (Some(people), Some(points)) if points > 0.0 => Value::Estimate(Estimate {
            low: people.low / points,
            value: people.value / points,
            high: people.high / points,
        }),
        (Some(_), Some(_)) => Value::Gap(Gap::NotOccurring),
        _ => Value::Gap(Gap::NotEstimated),
    }
}

fn settlement(scene: &Scene, place: &Place, reach: &Reach) -> (Option<f64>, ServiceRow) {
    let people = scene.people(&place.id);
    let values = vec![
        estimate(people),
        exact(reach.working),
        rate(people, reach.working),
        Value::Estimate(reach.people),
        Value::Estimate(percent(reach.share)),
    ];
    let mut note = String::new();
    if reach.working.is_some_and(|n| n <= 0.0) {
        note.push_str("No tap works. ");
    }
    if !reach.left_out.is_empty() && reach.share.value < 1.0 {
        note = format!(
            "{note}More may be served: {} not counted or without a stated number of people.",
            named(scene, &reach.left_out)
        );
    }
    (Some(1.0 - reach.share.value), row(place, values, note.trim().to_owned()))
}

fn without_people(scene: &Scene, place: &Place) -> ServiceRow {
    let gap = || Value::Gap(Gap::NotEstimated);
    let values = vec![scene.people_value(&place.id), gap(), gap(), gap(), gap()];
    row(place, values, "Nobody counted the people.".to_owned())
}

/// A total over settlements that have both people and points.
#[derive(Debug, Clone, Default)]
pub(super) struct Total {
    settlements: usize,
    people: [f64; 3],
    points: f64,
    served: [f64; 3],
}

impl Total {
    pub fn count(&mut self, people: Option<Estimate>, reach: &Reach) {
        let Some(people) = people else { return };
        self.settlements += 1;
        self.points += reach.working.unwrap_or(0.0);
        for (sum, e) in [(&mut self.people, people), (&mut self.served, reach.people)] {
            for (end, add) in sum.iter_mut().zip([e.low, e.value, e.high]) {
                *end += add;
            }
        }
    }

    pub fn row(&self, label: &str, what: &str) -> ServiceRow {
        let of = |[low, value, high]: [f64; 3]| Estimate { low, value, high };
        let (people, served) = (of(self.people), of(self.served));
        let share = |served: f64, people: f64| 100.0 * (served / people).min(1.0);
        let known = self.settlements > 0 && people.low > 0.0;
        let shares = known.then(|| Estimate {
            low: share(served.low, people.high),
            value: share(served.value, people.value),
            high: share(served.high, people.low),
        });
        let values = vec![
            estimate(known.then_some(people)),
            exact(known.then_some(self.points)),
            rate(known.then_some(people), Some(self.points)),
            estimate(known.then_some(served)),
            estimate(shares),
        ];
        let note = format!("{}; people {what}", several(self.settlements, "settlement", "settlements"));
        group_row(label.to_owned(), values, note)
    }
}

#[cfg(test)]
mod tests {
    use crate::services::testing::{Town, cell, number, of_group};

    #[test]
    fn the_settlement_with_the_smallest_share_served_stands_first_under_the_total() {
        let made = Town::new(vec![
            number("settlement:a", "population", 1000.0),
            of_group("settlement:a", "water_points_working", 3.0, "water_point=communal_tap"),
            number("settlement:b", "population", 1000.0),
            of_group("settlement:b", "water_points_working", 1.0, "water_point=communal_tap"),
        ])
        .now();
        let table = made.table("water");
        let labels: Vec<&str> = table.rows.iter().skip(1).map(|r| r.label.as_str()).collect();
        assert_eq!(labels, ["settlement:b", "settlement:a"]);
        let share = made.number("settlement:a", "water_served_share").unwrap();
        assert!((share.value - 75.0).abs() < 1e-9);
        let all = "Settlements with people and water points counted";
        assert_eq!(cell(table, all, "People for each working tap").number(), Some(500.0));
        assert_eq!(cell(table, all, "Served, at most").number(), Some(50.0));
    }

    #[test]
    fn a_negative_number_of_taps_is_a_problem_and_not_a_share() {
        let made = Town::new(vec![
            number("settlement:a", "population", 1000.0),
            of_group("settlement:a", "water_points_working", -1.0, "water_point=communal_tap"),
        ])
        .now();
        assert!(made.number("settlement:a", "water_served_share").is_none());
        let words: Vec<String> = made.problems.iter().map(ToString::to_string).collect();
        assert!(words.iter().any(|w| w.contains("settlement:a") && w.contains("`-1 at")), "{words:?}");
    }
}
