//! The districts that settlements are compared with.

use crate::evidence::Evidence;
use crate::profile::facts::Facts;
use city::{Observation, Place, PlaceId, PlaceKind, Problem};
use geo_types::{Geometry, MultiPolygon};
use std::collections::BTreeMap;

/// One set of districts and the city's own totals of them.
#[derive(Debug, Default)]
pub(super) struct Districts<'a> {
    /// The districts, in the order of the city file.
    pub(super) places: Vec<&'a Place>,
    /// Their official totals, where known.
    pub(super) official: BTreeMap<&'a PlaceId, &'a Observation>,
}

impl<'a> Districts<'a> {
    /// The set that a person named; else the one that most settlements name as their parents; else the latest with
    /// boundaries. A set without any boundary is taken only where it is the only one that settlements name.
    pub(super) fn of(evidence: &Evidence<'a>, facts: &Facts<'a>, problems: &mut Vec<Problem>) -> Self {
        let sets = sets(evidence.places);
        let asked = evidence.settings.districts.as_str();
        let named = sets.get_key_value(asked);
        if named.is_none() && !asked.is_empty() {
            let known: Vec<&str> = sets.keys().copied().collect();
            problems.push(
                Problem::warning("districts_missing")
                    .in_column("districts")
                    .found(asked)
                    .expected(format!("the prefix of a set of districts: {}", known.join(", ")))
                    .hint("correct `districts` under `[assess]`; the parents of the settlements were taken"),
            );
        }
        let settlements = evidence.places.iter().any(|p| p.kind == PlaceKind::Settlement);
        let Some((_, places)) = named.or_else(|| best(&sets, evidence, facts)).filter(|_| settlements) else {
            return Self::default();
        };
        let official = places.iter().filter_map(|p| Some((&p.id, official(&p.id, evidence, facts)?))).collect();
        Self { places: places.clone(), official }
    }
}

/// The official total of a place: by the source that a person named for it, where they named one that counts people by
/// district, else the preferred number.
pub(super) fn official<'a>(place: &PlaceId, evidence: &Evidence<'a>, facts: &Facts<'a>) -> Option<&'a Observation> {
    let named = evidence.settings.people_raster.as_str();
    let of_source = |o: &&&Observation| o.group.is_all() && o.source.as_str() == named && o.value.estimate().is_some();
    let chosen = facts.all(place, "population").iter().find(of_source).copied();
    chosen.or_else(|| facts.number(place, "population")).filter(|o| o.value.estimate().is_some_and(|e| e.low >= 0.0))
}

/// The surface of a place, where it has one.
pub(super) fn surface(place: &Place) -> Option<MultiPolygon<f64>> {
    match place.geometry.as_ref()? {
        Geometry::Polygon(polygon) => Some(MultiPolygon::new(vec![polygon.clone()])),
        Geometry::MultiPolygon(polygons) => Some(polygons.clone()),
        _ => None,
    }
}

type Sets<'a> = BTreeMap<&'a str, Vec<&'a Place>>;

fn sets(places: &[Place]) -> Sets<'_> {
    let mut sets = Sets::new();
    for place in places.iter().filter(|p| p.kind == PlaceKind::District) {
        sets.entry(place.id.prefix()).or_default().push(place);
    }
    sets
}

fn best<'s, 'a>(
    sets: &'s Sets<'a>,
    evidence: &Evidence<'a>,
    facts: &Facts<'a>,
) -> Option<(&'s &'a str, &'s Vec<&'a Place>)> {
    let mut named: BTreeMap<&str, usize> = BTreeMap::new();
    for settlement in evidence.places.iter().filter(|p| p.kind == PlaceKind::Settlement) {
        if let Some(parent) = &settlement.parent {
            *named.entry(parent.prefix()).or_default() += 1;
        }
    }
    sets.iter().max_by_key(|(prefix, places)| {
        let drawn = places.iter().any(|p| surface(p).is_some());
        let counted = places.iter().any(|p| official(&p.id, evidence, facts).is_some());
        let edition = places.iter().map(|p| (p.valid_from, p.edition.as_str())).max();
        (drawn, named.get(*prefix).copied(), counted, edition, places.len())
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Scene, square};
    use super::*;

    fn chosen(scene: &Scene) -> Vec<String> {
        let evidence = scene.evidence();
        let mut problems = Vec::new();
        let districts = Districts::of(&evidence, &evidence.facts(&[]), &mut problems);
        districts.places.iter().map(|p| p.id.to_string()).collect()
    }

    #[test]
    fn the_edition_with_boundaries_is_taken_before_one_without() {
        let mut scene = Scene::default();
        scene.settlement("settlement:a", square(0.0, 0.0, 1.0)).district_without_boundary("ward_2011:1");
        scene.district("ward:1", square(0.0, 0.0, 4.0));
        assert_eq!(chosen(&scene), ["ward:1"]);
    }

    #[test]
    fn the_parents_of_settlements_come_before_a_later_set_and_a_named_set_before_both() {
        let mut scene = Scene::default();
        scene.settlement("settlement:a", square(0.0, 0.0, 1.0)).district("ward:1", square(0.0, 0.0, 4.0));
        scene.places[0].parent = Some("ward:1".into());
        scene.district("zone:1", square(0.0, 0.0, 4.0));
        scene.places[2].valid_from = Some(2024);
        assert_eq!(chosen(&scene), ["ward:1"]);
        scene.settings.districts = "zone".to_owned();
        assert_eq!(chosen(&scene), ["zone:1"]);
    }

    #[test]
    fn a_set_that_is_not_there_is_a_problem_and_the_parents_are_taken() {
        let mut scene = Scene::default();
        scene.settlement("settlement:a", square(0.0, 0.0, 1.0)).district("ward:1", square(0.0, 0.0, 4.0));
        scene.settings.districts = "wards".to_owned();
        let evidence = scene.evidence();
        let mut problems = Vec::new();
        let districts = Districts::of(&evidence, &evidence.facts(&[]), &mut problems);
        assert_eq!(districts.places.len(), 1);
        assert_eq!(problems[0].code, "districts_missing");
        assert!(problems[0].expected.ends_with("ward"), "{}", problems[0]);
    }
}
