//! The wide layers of the assessment, made anew from the observations that leave.

use crate::profile::facts::Facts;
use city::{Cell, Estimate, Feature, Group, Layer, Observation, Place, PlaceKind, Value};
use std::collections::{BTreeMap, BTreeSet};

/// Codes of classes, and the figures that the layers show for them.
const CLASSES: [(&str, &str); 5] =
    [("very_low", "1"), ("low", "2"), ("intermediate", "3"), ("high", "4"), ("very_high", "5")];

/// The rows of `assessment_districts` or `assessment_settlements` for places that leave: each cell is that of an observation, so
/// that nothing stands in the layer that is held back. Columns that no observation is behind stay empty, and a place of which nothing is left
/// has no row.
#[must_use]
pub fn rows(layer: &Layer, places: &[Place], observations: &[Observation]) -> Vec<Feature> {
    let kind = match layer.name.as_str() {
        "assessment_districts" => PlaceKind::District,
        "assessment_settlements" => PlaceKind::Settlement,
        _ => return Vec::new(),
    };
    let of: BTreeMap<&str, &Place> = places.iter().filter(|p| p.kind == kind).map(|p| (p.id.as_str(), p)).collect();
    let facts = Facts::new(observations.iter().filter(|o| of.contains_key(o.place.as_str())));
    let at_risk: BTreeSet<&str> = facts
        .iter()
        .filter(|(_, indicator, _)| *indicator == "risk_class")
        .flat_map(|(_, _, list)| list.iter().filter_map(|o| o.group.get("chain")))
        .collect();
    let row = |place: &Place| Feature {
        geometry: place.geometry.clone(),
        cells: layer.columns.iter().map(|column| cell(&column.name, place, &facts, &at_risk)).collect(),
    };
    let says_something = |f: &Feature| f.cells.iter().skip(3).any(|cell| *cell != Cell::Empty);
    of.values().map(|place| row(place)).filter(says_something).collect()
}

fn cell(column: &str, place: &Place, facts: &Facts, at_risk: &BTreeSet<&str>) -> Cell {
    let text = |text: &str| if text.is_empty() { Cell::Empty } else { Cell::Text(text.to_owned()) };
    let number = |indicator: &str, group: &Group, of: fn(Estimate) -> f64| {
        facts.best(&place.id, indicator, group)?.value.estimate().map(of)
    };
    match column {
        "id" => return text(place.id.as_str()),
        "name" => return text(&place.name),
        "parent" => return place.parent.as_ref().map_or(Cell::Empty, |p| text(p.as_str())),
        "people" => {
            return number("population_assessed", &Group::all(), |e| e.value).map_or(Cell::Empty, Cell::Real);
        }
        _ => {}
    }
    let part = |ending: &str| column.strip_suffix(ending).map(|chain| (chain, Group::all().with("chain", chain)));
    let outcome = |chain: &str, what: &str| {
        let of = if at_risk.contains(chain) { "risk" } else { "vulnerability" };
        format!("{of}_{what}")
    };
    let real = |(chain, group): (&str, Group), what: &str, of: fn(Estimate) -> f64| {
        number(&outcome(chain, what), &group, of).map_or(Cell::Empty, Cell::Real)
    };
    if let Some(found) = part("_rank_low") {
        real(found, "rank", |e| e.low)
    } else if let Some(found) = part("_rank_high") {
        real(found, "rank", |e| e.high)
    } else if let Some(found) = part("_rank") {
        match real(found, "rank", |e| e.value) {
            #[expect(clippy::cast_possible_truncation, reason = "a rank is a small whole number")]
            Cell::Real(rank) => Cell::Integer(rank.round() as i64),
            other => other,
        }
    } else if let Some(found) = part("_score") {
        real(found, "score", |e| e.value)
    } else if let Some((chain, group)) = part("_class") {
        match facts.best(&place.id, &outcome(chain, "class"), &group).map(|o| &o.value) {
            Some(Value::Classes(codes)) => {
                let figure = |code: &String| CLASSES.iter().find(|(known, _)| known == code).map(|(_, figure)| *figure);
                codes.first().and_then(figure).map_or(Cell::Empty, text)
            }
            _ => Cell::Empty,
        }
    } else {
        Cell::Empty
    }
}
