//! Wide layers: the main numbers of every place of a kind as columns, coloured by the first, for people who open the city
//! file in QGIS.

use city::layer::{ColumnType, Shape};
use city::profile::{CityProfile, KeyIndicator, PlaceProfile};
use city::source::SourceId;
use city::{Cell, Column, Feature, Layer, PlaceKind, Style};

/// Ramps from light to dark that colour-blind people can read (`ColorBrewer`, 5 classes): blue for districts, and brown for
/// settlements, which lie on them.
const BLUE: [&str; 5] = ["#f1eef6", "#bdc9e1", "#74a9cf", "#2b8cbe", "#045a8d"];
const BROWN: [&str; 5] = ["#ffffd4", "#fed98e", "#fe9929", "#d95f0e", "#993404"];

/// The layers of districts and of settlements, where there are any; `source` is what they are stored under.
#[must_use]
pub fn layers(profile: &CityProfile, source: &SourceId) -> Vec<(Layer, Vec<Feature>)> {
    [
        (PlaceKind::District, "profile_districts", "Districts with their main numbers"),
        (PlaceKind::Settlement, "profile_settlements", "Settlements with their main numbers"),
    ]
    .into_iter()
    .filter_map(|(kind, name, title)| layer(profile, kind, (name, title), source))
    .collect()
}

fn layer(
    profile: &CityProfile,
    kind: PlaceKind,
    (name, title): (&str, &str),
    source: &SourceId,
) -> Option<(Layer, Vec<Feature>)> {
    let places: Vec<&PlaceProfile> = profile.places.iter().filter(|p| p.kind == kind).collect();
    if places.is_empty() {
        return None;
    }
    let keys: Vec<&KeyIndicator> = profile.key.iter().filter(|k| k.group.is_all()).collect();
    let mut columns: Vec<Column> =
        ["id", "name", "parent", "settlement_type", "edition"].map(|n| Column::new(n, ColumnType::Text)).into();
    columns.extend(keys.iter().map(|k| Column {
        name: k.indicator.clone(),
        holds: ColumnType::Real,
        description: format!("{}, {}", k.label, k.unit),
    }));
    let layer = Layer {
        name: name.to_owned(),
        title: title.to_owned(),
        description: "A column for each main number; the observation table holds all of them with ranges and sources"
            .to_owned(),
        shape: Shape::Mixed,
        columns,
        style: style(&places, &keys, if kind == PlaceKind::District { BLUE } else { BROWN }),
        source: source.clone(),
    };
    Some((layer, places.iter().map(|p| feature(p, &keys)).collect()))
}

fn feature(place: &PlaceProfile, keys: &[&KeyIndicator]) -> Feature {
    let text = |text: Option<String>| text.map_or(Cell::Empty, Cell::Text);
    let mut cells = vec![
        text(Some(place.id.to_string())),
        text(Some(place.name.clone())),
        text(place.parent.as_ref().map(ToString::to_string)),
        text(place.settlement_type.map(|t| t.to_string())),
        text(Some(place.edition.clone())),
    ];
    cells.extend(keys.iter().map(|k| number(place, k).map_or(Cell::Empty, Cell::Real)));
    Feature { geometry: place.geometry.clone(), cells }
}

fn number(place: &PlaceProfile, key: &KeyIndicator) -> Option<f64> {
    place.entries.iter().find(|e| e.indicator == key.indicator && e.group.is_all())?.value.number()
}

/// Five classes with as many places each, by the first main number that at least half of the places have.
fn style(places: &[&PlaceProfile], keys: &[&KeyIndicator], colours: [&str; 5]) -> Style {
    for key in keys {
        let mut values: Vec<f64> = places.iter().filter_map(|p| number(p, key)).collect();
        if values.len() * 2 < places.len() {
            continue;
        }
        values.sort_by(f64::total_cmp);
        let mut limits: Vec<f64> = (1..=colours.len())
            .filter_map(|n| values.get((values.len() * n).div_ceil(colours.len()) - 1))
            .copied()
            .collect();
        limits.dedup();
        if limits.len() < 2 {
            continue;
        }
        let from = values.first().copied().into_iter().chain(limits.iter().copied());
        let ramp = colours.iter().skip(colours.len() - limits.len());
        let classes = limits.iter().zip(from).zip(ramp).map(|((to, from), colour)| {
            (*to, (*colour).to_owned(), format!("{} to {} {}", rounded(from), rounded(*to), key.unit))
        });
        return Style::Graduated { column: key.indicator.clone(), classes: classes.collect() };
    }
    Style::Single(colours[1].to_owned())
}

fn rounded(value: f64) -> String {
    if value.abs() >= 100.0 { format!("{value:.0}") } else { format!("{value:.1}") }
}
