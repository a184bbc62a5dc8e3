//! Electricity: the tier of the Multi-Tier Framework that can be reached at most.

use super::Services;
use super::categories;
use super::scene::{Made, Scene};
use super::table::{column, exact, percent_column, row, shown, worst_first};
use crate::ladder::electricity::{Attribute, MTF_ELECTRICITY_CSV, Tier, read, tier};
use city::assessment::{ServiceRow, ServiceTable};
use city::indicator::IndicatorKind;
use city::{Estimate, Gap, Group, Observation, Place, Quality, Value};
use std::collections::BTreeMap;

/// What a profile tells of the framework's attributes.
const ATTRIBUTES: [(&str, &str); 2] = [("available", "electricity_available"), ("hours", "electricity_hours_per_day")];

const METHOD: &str = "share of households connected x the highest tier that the attributes observed allow; households without a \
    connection are tier 0 (ESMAP, Beyond Connections, 2015)";

/// Adds `electricity_tier` of settlements and districts, as the most that its mean over households can be, and the tables.
pub(super) fn add(scene: &Scene, services: &mut Services) {
    match read(MTF_ELECTRICITY_CSV) {
        Ok(framework) => {
            settlements(scene, &framework, services);
            districts(scene, &framework, services);
        }
        Err(refused) => services.problems.push(refused.problem()),
    }
}

fn settlements(scene: &Scene, framework: &[Attribute], services: &mut Services) {
    let mut rows = Vec::new();
    let mut not_observed = Vec::new();
    for place in &scene.settlements {
        let inputs: Vec<&Observation> =
            ATTRIBUTES.iter().filter_map(|(_, indicator)| scene.facts.number(&place.id, indicator)).collect();
        if inputs.is_empty() {
            continue;
        }
        let observed: BTreeMap<String, f64> = ATTRIBUTES
            .iter()
            .filter_map(|(name, indicator)| Some(((*name).to_owned(), scene.estimate(&place.id, indicator)?.high)))
            .collect();
        match tier(framework, &place.name, &observed) {
            Ok(tier) => {
                not_observed.clone_from(&tier.not_observed);
                let (mean, connected) = settlement(scene, place, &tier, inputs, services);
                rows.push((mean.map(|m| -m.value), settlement_row(scene, place, &tier, mean, connected)));
            }
            Err(refused) => Scene::refuse(&refused, place, services),
        }
    }
    if rows.is_empty() {
        return;
    }
    services.tables.push(ServiceTable {
        id: "electricity".to_owned(),
        title: "Electricity in settlements: the highest tier that is possible".to_owned(),
        note: format!(
            "An upper bound: the true tier is this or lower, because nobody observed {}. Cost in a month is shown, but income, which \
             would say whether it can be paid, was not asked.",
            words(&not_observed)
        ),
        columns: vec![
            column("Tier of a connected home, at most", "tier", IndicatorKind::Rate, "the least over attributes observed"),
            percent_column("Homes connected", "100 x households with electricity / households"),
            column("Mean tier over all homes, at most", "tier", IndicatorKind::Rate, METHOD),
            shown(scene, "electricity_hours_per_day"),
            shown(scene, "electricity_cost_month"),
        ],
        rows: worst_first(rows),
    });
}

/// The most that the mean tier can be, put into the city file, and the share connected.
fn settlement<'a>(
    scene: &Scene<'a>,
    place: &Place,
    tier: &Tier,
    mut inputs: Vec<&'a Observation>,
    services: &mut Services,
) -> (Option<Estimate>, Option<f64>) {
    let households = scene.facts.number(&place.id, "households");
    let with = scene.facts.number(&place.id, "households_with_electricity");
    let connected = households.zip(with).and_then(|(all, with)| {
        let (all_of, with_of) = (all.value.number()?, with.value.number()?);
        inputs.extend([with, all]);
        (all_of > 0.0).then(|| (with_of / all_of).min(1.0))
    });
    let most = f64::from(tier.at_most) * connected.unwrap_or(1.0);
    let low = if tier.is_certain() { most } else { 0.0 };
    let mean = Estimate::range(low, most, most).ok();
    if let Some(value) = mean {
        observe(
            scene,
            place,
            value,
            &inputs,
            &format!("At most: nobody observed {}.", words(&tier.not_observed)),
            services,
        );
    }
    (mean, connected.map(|share| 100.0 * share))
}

fn observe(
    scene: &Scene,
    place: &Place,
    value: Estimate,
    inputs: &[&Observation],
    note: &str,
    services: &mut Services,
) {
    let made = Made {
        place: &place.id,
        indicator: "electricity_tier",
        group: Group::all(),
        value,
        method: METHOD.to_owned(),
        inputs,
        note: note.to_owned(),
        most_trust: Quality::Low,
    };
    if scene.facts.number(&place.id, "electricity_tier").is_none() {
        scene.emit(made, services);
    }
}

fn settlement_row(
    scene: &Scene,
    place: &Place,
    tier: &Tier,
    mean: Option<Estimate>,
    connected: Option<f64>,
) -> ServiceRow {
    let values = vec![
        exact(Some(f64::from(tier.at_most))),
        exact(connected),
        mean.map_or(Value::Gap(Gap::NotEstimated), Value::Estimate),
        scene.value(&place.id, "electricity_hours_per_day"),
        scene.value(&place.id, "electricity_cost_month"),
    ];
    row(place, values, format!("Held there by {}.", words(&tier.held_by)))
}

fn districts(scene: &Scene, framework: &[Attribute], services: &mut Services) {
    let not_observed: Vec<String> =
        framework.iter().map(|a| a.attribute.clone()).filter(|name| name != "available").collect();
    let mut rows = Vec::new();
    for place in scene.city_and_districts(|id| categories::of(scene, id, "lighting").is_some()) {
        let Some(lighting) = categories::of(scene, &place.id, "lighting") else { continue };
        let electric = lighting.share(|code| scene.flagged("lighting", code, "electric"));
        let Ok(value) = Estimate::range(0.0, 5.0 * electric, 5.0 * electric) else { continue };
        let note = format!(
            "At most: the census asked for the light alone; nobody observed {}. A solar lamp counts as no connection.",
            words(&not_observed)
        );
        observe(scene, place, value, &lighting.inputs, &note, services);
        let values = vec![exact(Some(100.0 * (1.0 - electric))), exact(Some(100.0 * electric)), Value::Estimate(value)];
        let city = Some(&place.id) == scene.city.map(|c| &c.id);
        rows.push((Some(if city { f64::MAX } else { 1.0 - electric }), row(place, values, String::new())));
    }
    if rows.is_empty() {
        return;
    }
    services.tables.push(ServiceTable {
        id: "electricity_districts".to_owned(),
        title: "Electric light by district".to_owned(),
        note: "The census asked for the main light alone: homes without electric light are tier 0 of the Multi-Tier Framework (a \
               solar lamp may reach tier 1), those with it may be any tier from 1 to 5."
            .to_owned(),
        columns: vec![
            percent_column("Tier 0: no electric light", "100 x those without electric light / those whose light is known"),
            percent_column("Tier 1 to 5, not known which", "100 x those with electric light / those whose light is known"),
            column("Mean tier, at most", "tier", IndicatorKind::Rate, METHOD),
        ],
        rows: worst_first(rows),
    });
}

/// Attributes of the framework in words.
fn words(names: &[String]) -> String {
    match names.split_last() {
        None => "nothing".to_owned(),
        Some((last, [])) => last.replace('_', " "),
        Some((last, rest)) => {
            let rest: Vec<String> = rest.iter().map(|n| n.replace('_', " ")).collect();
            format!("{} and {}", rest.join(", "), last.replace('_', " "))
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::services::testing::{Town, cell, number, of_group};

    #[test]
    fn ten_hours_are_tier_3_at_most_and_half_the_homes_make_a_mean_of_one_and_a_half() {
        let made = Town::new(vec![
            number("settlement:a", "electricity_available", 1.0),
            number("settlement:a", "electricity_hours_per_day", 10.0),
            number("settlement:a", "households", 100.0),
            number("settlement:a", "households_with_electricity", 50.0),
        ])
        .now();
        let tier = made.number("settlement:a", "electricity_tier").unwrap();
        assert!(tier.low.abs() < 1e-12 && (tier.high - 1.5).abs() < 1e-12, "{tier:?}");
        let table = made.table("electricity");
        assert_eq!(cell(table, "settlement:a", "Tier of a connected home, at most").number(), Some(3.0));
        assert!(table.note.contains("capacity"), "{}", table.note);
    }

    #[test]
    fn a_settlement_without_electricity_is_tier_0_for_sure() {
        let made = Town::new(vec![number("settlement:a", "electricity_available", 0.0)]).now();
        let tier = made.number("settlement:a", "electricity_tier").unwrap();
        assert!(tier.high.abs() < 1e-12);
    }

    #[test]
    fn light_alone_says_who_is_tier_0_and_no_more() {
        let made = Town::new(vec![
            of_group("district:1", "households", 80.0, "lighting=mains"),
            of_group("district:1", "households", 20.0, "lighting=candle"),
        ])
        .now();
        let tier = made.number("district:1", "electricity_tier").unwrap();
        assert!(tier.low.abs() < 1e-12 && (tier.high - 4.0).abs() < 1e-12, "{tier:?}");
    }
}
