//! Time to clinics and schools: as settlements say, else along a straight line, which is a lower bound.

use super::Services;
use super::scene::{Made, Scene};
use super::table::{column, row, worst_first};
use city::assessment::{ServiceColumn, ServiceRow, ServiceTable};
use city::indicator::IndicatorKind;
use city::{Estimate, Group, Observation, Place, PlaceKind, Quality, Value};
use geo_types::Point;
use std::collections::BTreeMap;

/// Facilities looked for, by their codes.
const FACILITIES: [&str; 5] = ["clinic", "hospital", "preschool", "primary_school", "secondary_school"];

const PROFILED: &str = "minutes_to_facility";
const STRAIGHT: &str = "minutes_to_facility_straight";

/// Metres walked in a minute, at 5 km an hour.
const WALK_M_PER_MINUTE: f64 = 5_000.0 / 60.0;

const METHOD: &str = "distance on the ellipsoid from the middle of the settlement to the nearest facility whose name or set says so / \
    5 km an hour; the range is half the settlement's width to either side";

/// Adds `minutes_to_facility_straight` of settlements that did not say how long they walk, and the table.
pub(super) fn add(scene: &Scene, services: &mut Services) {
    let facilities = facilities(scene);
    let mut rows = Vec::new();
    for place in &scene.settlements {
        let middle = middle(place);
        let cells: Vec<(Value, bool)> =
            FACILITIES.iter().map(|code| cell(scene, place, middle, code, &facilities, services)).collect();
        if cells.iter().all(|(value, _)| matches!(value, Value::Gap(_))) {
            continue;
        }
        rows.push(row_of(scene, place, cells));
    }
    if rows.is_empty() {
        return;
    }
    services.tables.push(ServiceTable {
        id: "access".to_owned(),
        title: "Minutes on foot to clinics and schools".to_owned(),
        note: format!(
            "As the settlement says, at the middle of the band that was ticked. Where it says nothing: {METHOD}. A straight line \
             is shorter than any way on the ground: at least so many minutes. What it costs, and whether it is open, is not in it."
        ),
        columns: FACILITIES.iter().map(|code| facility_column(scene, code)).collect(),
        rows: worst_first(rows),
    });
}

fn facility_column(scene: &Scene, code: &str) -> ServiceColumn {
    let method = "as profiled, else in a straight line at 5 km an hour";
    column(&scene.word("facility", code), "minutes", IndicatorKind::Amount, method)
}

fn row_of(scene: &Scene, place: &Place, cells: Vec<(Value, bool)>) -> (Option<f64>, ServiceRow) {
    let longest = cells.iter().filter_map(|(value, _)| value.number()).reduce(f64::max);
    let straight: Vec<String> = FACILITIES
        .iter()
        .zip(&cells)
        .filter(|(_, (_, straight))| *straight)
        .map(|(code, _)| scene.word("facility", code).to_lowercase())
        .collect();
    let note = if straight.is_empty() {
        String::new()
    } else {
        format!("In a straight line, so at least: {}.", straight.join(", "))
    };
    (longest, row(place, cells.into_iter().map(|(value, _)| value).collect(), note))
}

/// The minutes to one kind of facility, and whether they are along a straight line.
fn cell(
    scene: &Scene,
    place: &Place,
    middle: Option<(Point<f64>, f64)>,
    code: &str,
    facilities: &BTreeMap<&str, Vec<Point<f64>>>,
    services: &mut Services,
) -> (Value, bool) {
    let group = Group::all().with("facility", code);
    let said = scene.value_of(&place.id, PROFILED, &group);
    let nothing = || (said.clone(), false);
    if said.estimate().is_some() {
        return nothing();
    }
    let Some(((from, around_m), points)) = middle.zip(facilities.get(code)) else { return nothing() };
    let Some(metres) = nearest_m(from, points) else { return nothing() };
    let minutes = |metres: f64| metres.max(0.0) / WALK_M_PER_MINUTE;
    let value = Estimate { low: minutes(metres - around_m), value: minutes(metres), high: minutes(metres + around_m) };
    observe(scene, place, group, value, services);
    (Value::Estimate(value), true)
}

/// A straight line leans on places alone, so that the period is that of the settlement's latest number.
fn observe(scene: &Scene, place: &Place, group: Group, value: Estimate, services: &mut Services) {
    let latest: Option<&Observation> = ["population", "area_m2", "settlement_type"]
        .iter()
        .filter_map(|indicator| scene.facts.all(&place.id, indicator).first().copied())
        .max_by_key(|o| &o.period);
    let inputs: Vec<&Observation> = latest.into_iter().collect();
    let made = Made {
        place: &place.id,
        indicator: STRAIGHT,
        group,
        value,
        method: METHOD.to_owned(),
        inputs: &inputs,
        note: "A straight line is shorter than any way: at least so long. The facilities' own date is that of their source.".to_owned(),
        most_trust: Quality::Low,
    };
    scene.emit(made, services);
}

/// The middle of a place and half its width, m.
fn middle(place: &Place) -> Option<(Point<f64>, f64)> {
    let geometry = place.geometry.as_ref()?;
    let middle = grid::measure::interior_point(geometry).ok()??;
    let bounds = grid::measure::bounding_box(geometry).ok()??;
    let corner_m = grid::measure::distance_m(bounds.min().into(), bounds.max().into()).ok()?;
    Some((middle, corner_m / 2.0))
}

/// Facilities by code, from the words of their names or the set of their ids: `Daraja primary_school 2` or `clinic:12`.
fn facilities<'c>(scene: &Scene) -> BTreeMap<&'c str, Vec<Point<f64>>> {
    let mut found: BTreeMap<&str, Vec<Point<f64>>> = BTreeMap::new();
    for place in scene.evidence.places.iter().filter(|p| p.kind == PlaceKind::Facility) {
        let Some(point) = middle(place).map(|(point, _)| point) else { continue };
        if let Some(code) = kind_of(&place.name).or_else(|| kind_of(place.id.prefix())) {
            found.entry(code).or_default().push(point);
        }
    }
    found
}

fn kind_of(name: &str) -> Option<&'static str> {
    let words: String = name.to_lowercase().chars().map(|c| if c.is_alphanumeric() { c } else { '_' }).collect();
    let words = format!("_{words}_");
    let says = |code: &&&str| words.contains(&format!("_{code}_"));
    FACILITIES.iter().filter(says).max_by_key(|code| code.len()).copied()
}

/// Metres to the nearest of some points.
fn nearest_m(from: Point<f64>, points: &[Point<f64>]) -> Option<f64> {
    let east = from.y().to_radians().cos();
    let flat = |to: &Point<f64>| ((to.x() - from.x()) * east).powi(2) + (to.y() - from.y()).powi(2);
    let nearest = points.iter().min_by(|a, b| flat(a).total_cmp(&flat(b)))?;
    grid::measure::distance_m(from, *nearest).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::services::testing::{Town, cell, number, of_group};
    use geo_types::Geometry;

    fn town() -> Town {
        let mut town = Town::new(vec![
            number("settlement:a", "population", 100.0),
            number("settlement:b", "population", 100.0),
            of_group("settlement:b", "minutes_to_facility", 45.0, "facility=clinic"),
        ]);
        for place in town.places.iter_mut().filter(|p| p.kind == PlaceKind::Settlement) {
            place.geometry = Some(Geometry::Point(Point::new(-0.187, 5.6037)));
        }
        let mut clinic = crate::profile::testing::place("facility:1", PlaceKind::Facility, None);
        clinic.name = "Nima clinic 3".into();
        clinic.geometry = Some(Geometry::Point(Point::new(-0.2, 5.61)));
        town.places.push(clinic);
        town
    }

    #[test]
    fn sixteen_hundred_metres_are_nineteen_minutes_at_least() {
        let made = town().now();
        let straight = made.number("settlement:a", STRAIGHT).unwrap();
        assert!((straight.value - 19.2).abs() < 0.01, "{straight:?}");
        assert!(made.table("access").rows.iter().any(|r| r.note.contains("straight line")));
    }

    #[test]
    fn what_a_settlement_says_stands_before_a_straight_line() {
        let made = town().now();
        assert!(made.number("settlement:b", STRAIGHT).is_none());
        assert_eq!(cell(made.table("access"), "settlement:b", "Clinic").number(), Some(45.0));
        assert_eq!(cell(made.table("access"), "settlement:b", "Hospital"), Value::Gap(city::Gap::NotMeasuredHere));
    }

    #[test]
    fn a_name_says_what_a_facility_is_and_a_preschool_is_no_school() {
        assert_eq!(kind_of("Daraja Bunifu primary_school 2 (invented)"), Some("primary_school"));
        assert_eq!(kind_of("St Mary's Primary School"), Some("primary_school"));
        assert_eq!(kind_of("Daraja tap 1"), None);
        assert_eq!(kind_of("clinic"), Some("clinic"));
    }
}
