//! Things that are counted at places instead of being features of a layer.

use assess::evidence::Evidence;
use assess::travel::LayerRead;
use city::layer::{ColumnType, Shape};
use city::risk_settings::RiskSettings;
use city::{Cell, Column, Feature, Group, Layer, PlaceKind, Style};

/// Name of the column with the id of a place.
pub const PLACE: &str = "place";
/// Name of the column with the number.
const COUNT: &str = "count";

/// A layer for every exposure that is counted at places, and the settings that name it: a feature a place with its number. A place
/// without a number or a boundary is left out: nothing is made up for it.
#[must_use]
pub fn layers(evidence: &Evidence, settings: &RiskSettings) -> (Vec<LayerRead>, RiskSettings) {
    let facts = evidence.facts(&[]);
    let mut settings = settings.clone();
    let mut layers = Vec::new();
    for exposure in settings.exposures.iter_mut().filter(|e| e.layer.is_empty() && !e.indicator.is_empty()) {
        let (indicator, group) = split(&exposure.indicator);
        let kinds = if exposure.places.is_empty() {
            vec![PlaceKind::Settlement, PlaceKind::District]
        } else {
            exposure.places.clone()
        };
        let set = format!("{}:", evidence.settings.districts);
        let of_set = |id: &str, kind: PlaceKind| kind != PlaceKind::District || set == ":" || id.starts_with(&set);
        let mut features = Vec::new();
        let mut source = None;
        for place in evidence
            .places
            .iter()
            .filter(|p| kinds.contains(&p.kind) && p.valid_to.is_none() && of_set(p.id.as_str(), p.kind))
        {
            let Some(found) = facts.best(&place.id, indicator, &group).filter(|_| place.geometry.is_some()) else {
                continue;
            };
            let Some(number) = found.value.number() else { continue };
            source.get_or_insert_with(|| found.source.clone());
            features.push(Feature {
                geometry: place.geometry.clone(),
                cells: vec![Cell::Text(place.id.to_string()), Cell::Real(number)],
            });
        }
        exposure.layer = format!("places_{}", exposure.id);
        COUNT.clone_into(&mut exposure.count_column);
        let Some(source) = source else { continue };
        let layer = Layer {
            name: exposure.layer.clone(),
            title: exposure.title.clone(),
            description: String::new(),
            shape: Shape::Area,
            columns: vec![Column::new(PLACE, ColumnType::Text), Column::new(COUNT, ColumnType::Real)],
            style: Style::Single("#888888".to_owned()),
            source,
        };
        layers.push(LayerRead { layer, features });
    }
    (layers, settings)
}

/// An indicator and its group, written `households[toilet=bucket]`.
pub(crate) fn split(text: &str) -> (&str, Group) {
    match text.split_once('[') {
        Some((indicator, group)) => (indicator, group.trim_end_matches(']').parse().unwrap_or_default()),
        None => (text, Group::all()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_indicator_is_read_with_its_group() {
        let (indicator, group) = split("structures[structure=permanent]");
        assert_eq!((indicator, group.get("structure")), ("structures", Some("permanent")));
        assert_eq!(split("households"), ("households", Group::all()));
    }
}
