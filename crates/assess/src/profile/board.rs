//! The completeness board: what is there, what is missing, and what each gap blocks.

use super::facts::Facts;
use super::material::{Material, section_of};
use city::profile::BoardRow;
use city::{Place, PlaceKind};

/// What cannot be said of a place without an indicator: kind of place, indicator (or any of several), and what hangs on it.
const NEEDED: [(PlaceKind, &str, &[&str]); 24] = [
    (PlaceKind::City, "population", &["every number per person", "who the city's figures miss"]),
    (
        PlaceKind::District,
        "population",
        &["people exposed to hazards", "service shares by district", "moving people to where they live"],
    ),
    (PlaceKind::District, "households", &["demand for water and energy", "slum households (SDG 11.1.1)"]),
    (PlaceKind::District, "improved_water_share", &["water ladder (SDG 6.1)", "slum households (SDG 11.1.1)"]),
    (
        PlaceKind::District,
        "improved_sanitation_share",
        &["sanitation ladder (SDG 6.2)", "slum households (SDG 11.1.1)"],
    ),
    (PlaceKind::District, "waste_collected_share", &["solid waste (SDG 11.6.1)"]),
    (PlaceKind::District, "electricity_share", &["energy access (SDG 7.1.1)"]),
    (PlaceKind::District, "clean_cooking_share", &["clean cooking (SDG 7.1.2)"]),
    (PlaceKind::District, "unemployment_rate", &["long-term stress: employment"]),
    (PlaceKind::District, "elevation_mean_m", &["pumping energy", "low-lying areas"]),
    (PlaceKind::District, "flooded_share", &["flood risk of districts"]),
    (PlaceKind::City, "own_revenue_share", &["long-term stress: own revenue"]),
    (PlaceKind::City, "product_per_person", &["losses against the economy (SDG 11.5.2)"]),
    (
        PlaceKind::Settlement,
        "population",
        &["people per toilet", "people at risk in settlements", "the second count beside the census"],
    ),
    (PlaceKind::Settlement, "households", &["slum households (SDG 11.1.1)"]),
    (PlaceKind::Settlement, "people_per_toilet|people_per_working_toilet_seat", &["who shares a toilet with how many"]),
    (PlaceKind::Settlement, "people_per_working_tap", &["water ladder of settlements", "taps to repair first"]),
    (PlaceKind::Settlement, "structures", &["exposed dwellings", "damage"]),
    (PlaceKind::Settlement, "disasters", &["hazard as residents live it", "agreement of model and residents"]),
    (PlaceKind::Settlement, "flooded_share", &["flood risk of settlements"]),
    (PlaceKind::Settlement, "priority_1", &["what residents want first"]),
    (PlaceKind::Settlement, "electricity_available", &["energy tier"]),
    (PlaceKind::Settlement, "garbage_collector", &["solid waste in settlements"]),
    (PlaceKind::Settlement, "minutes_to_facility", &["time to clinics and schools"]),
];

/// How many names of places with nothing are worth showing.
const NAMES: usize = 5;

/// A row for each thing that something later hangs on, for each set of places that the city has.
pub(crate) fn rows(places: &[&Place], facts: &Facts, material: &Material) -> Vec<BoardRow> {
    NEEDED
        .iter()
        .filter_map(|(kind, indicator, blocks)| row((*kind, indicator, blocks), places, facts, material))
        .collect()
}

fn row(
    (kind, indicator, blocks): (PlaceKind, &str, &[&str]),
    places: &[&Place],
    facts: &Facts,
    material: &Material,
) -> Option<BoardRow> {
    let any: Vec<&str> = indicator.split('|').collect();
    let indicator = *any.first()?;
    let field = material.fields.get(indicator)?;
    let of_kind: Vec<&&Place> = places.iter().filter(|p| p.kind == kind).collect();
    let known =
        |p: &Place| any.iter().flat_map(|id| facts.all(&p.id, id)).any(|o| !matches!(o.value, city::Value::Gap(_)));
    // A city with several sets of districts (editions, levels) is complete when the best of them is.
    let mut sets: Vec<&str> = of_kind.iter().map(|p| p.id.prefix()).collect();
    sets.sort_unstable();
    sets.dedup();
    let counts = sets.into_iter().map(|set| {
        let members: Vec<&&&Place> = of_kind.iter().filter(|p| p.id.prefix() == set).collect();
        let missing: Vec<String> = members.iter().filter(|p| !known(p)).map(|p| p.name.clone()).collect();
        (members.len() - missing.len(), missing)
    });
    let (have, missing) = counts.max_by_key(|(have, missing)| (have * 1000 / (have + missing.len()).max(1), *have))?;
    Some(BoardRow {
        section: section_of(field).to_owned(),
        indicator: indicator.to_owned(),
        label: field.label.clone(),
        kind,
        have: have as u64,
        default: 0,
        missing: missing.len() as u64,
        blocks: if missing.is_empty() { Vec::new() } else { blocks.iter().map(|b| (*b).to_owned()).collect() },
        missing_places: missing.into_iter().take(NAMES).collect(),
    })
}
