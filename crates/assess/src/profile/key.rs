//! Key indicators: the few that the map can be coloured by.

use super::groups::words as group_label;
use super::material::Material;
use city::profile::{KeyIndicator, PlaceProfile};
use city::{Group, PlaceKind};
use std::collections::BTreeMap;

/// Candidates in order of preference; the first eight that enough places have are shown.
const CANDIDATES: [&str; 21] = [
    "population",
    "population_density_per_ha",
    "people_per_toilet",
    "people_per_working_toilet_seat",
    "people_per_working_tap",
    "no_toilet_share",
    "improved_water_share",
    "improved_water_without_packaged_share",
    "flooded_share",
    "flooded_lived",
    "flood_prone",
    "bucket_toilet_share",
    "electricity_share",
    "clean_cooking_share",
    "refuse_collected_weekly_share",
    "waste_collected_share",
    "unemployment_rate",
    "mpi_incidence",
    "informal_dwelling_share",
    "elevation_mean_m",
    "household_size",
];

/// The indicators, each for everybody, that at least a third of the districts or of the settlements have; where one is known
/// only for groups (such as scenarios), the first two groups are taken.
pub(crate) fn indicators(places: &[PlaceProfile], material: &Material) -> Vec<KeyIndicator> {
    let mut keys = Vec::new();
    for id in CANDIDATES {
        let Some(field) = material.fields.get(id) else { continue };
        for group in groups(places, id).into_iter().take(2) {
            let suffix = group_label(&group, material.dimensions);
            keys.push(KeyIndicator {
                indicator: id.to_owned(),
                label: if suffix.is_empty() { field.label.clone() } else { format!("{} ({suffix})", field.label) },
                unit: field.unit.clone(),
                kind: field.kind,
                direction: field.direction,
                group,
            });
        }
    }
    keys.truncate(8);
    keys
}

/// Groups in which enough places have the indicator; everybody alone where that is one of them.
fn groups(places: &[PlaceProfile], indicator: &str) -> Vec<Group> {
    let mut counts: BTreeMap<(&Group, PlaceKind), usize> = BTreeMap::new();
    for place in places {
        for entry in
            place.entries.iter().filter(|e| e.indicator == indicator && !matches!(e.value, city::Value::Gap(_)))
        {
            *counts.entry((&entry.group, place.kind)).or_default() += 1;
        }
    }
    let of_kind = |kind: PlaceKind| places.iter().filter(|p| p.kind == kind).count();
    let enough = counts.into_iter().filter(|((_, kind), n)| *kind != PlaceKind::City && *n * 3 >= of_kind(*kind));
    let mut groups: Vec<Group> = enough.map(|((group, _), _)| group.clone()).collect();
    groups.dedup();
    groups.retain(|g| g.get("settlement_type").is_none());
    if groups.iter().any(Group::is_all) { vec![Group::all()] } else { groups }
}
