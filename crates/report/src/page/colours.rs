//! Layers of the map and the colour of each place in them.

use crate::number;
use crate::reading::key_entry;
use crate::shade::{Shading, shade};
use crate::words::{fill, say};
use city::profile::{CityProfile, PlaceProfile};
use city::{PlaceKind, Value};

/// Places that are coloured together because they divide the same ground.
pub struct Layer {
    /// What a person reads.
    pub label: String,
    /// Indices of its places.
    pub places: Vec<usize>,
}

/// Layers, and for each key indicator the classes in each layer.
pub struct Colours {
    /// Layers, larger places first.
    pub layers: Vec<Layer>,
    /// By key indicator, then by layer.
    pub shadings: Vec<Vec<Shading>>,
    /// The layer that is coloured first.
    pub first: usize,
    /// By key indicator, then by place.
    colour: Vec<Vec<Option<u8>>>,
    layer_of: Vec<Option<usize>>,
}

impl Colours {
    /// The layers and classes of a profile.
    pub fn new(profile: &CityProfile) -> Self {
        let layers = layers(profile);
        let mut layer_of = vec![None; profile.places.len()];
        for (number, layer) in layers.iter().enumerate() {
            for place in &layer.places {
                if let Some(slot) = layer_of.get_mut(*place) {
                    *slot = Some(number);
                }
            }
        }
        let mut colour = vec![vec![None; profile.places.len()]; profile.key.len()];
        let mut shadings = Vec::new();
        for (key, colour) in profile.key.iter().zip(&mut colour) {
            let mut of_key = Vec::new();
            for layer in &layers {
                let places = layer.places.iter().filter_map(|i| profile.places.get(*i));
                let entries: Vec<_> = places.map(|p| key_entry(p, key)).collect();
                let shading = shade(&entries, key.kind);
                for (place, class) in layer.places.iter().zip(&shading.colours) {
                    if let Some(slot) = colour.get_mut(*place) {
                        *slot = *class;
                    }
                }
                of_key.push(shading);
            }
            shadings.push(of_key);
        }
        let has = |layer: usize| {
            shadings.first().and_then(|k: &Vec<Shading>| k.get(layer)).is_some_and(|s| !s.classes.is_empty())
        };
        let first = (0..layers.len()).find(|l| has(*l)).unwrap_or(0);
        Self { layers, shadings, first, colour, layer_of }
    }

    /// The colour of a place by a key indicator.
    pub fn of(&self, key: usize, place: usize) -> Option<u8> {
        self.colour.get(key)?.get(place).copied().flatten()
    }

    /// The layer of a place.
    pub fn layer_of(&self, place: usize) -> Option<usize> {
        self.layer_of.get(place).copied().flatten()
    }
}

fn layers(profile: &CityProfile) -> Vec<Layer> {
    let mut found: Vec<(PlaceKind, &str, &str, Vec<usize>)> = Vec::new();
    for (i, place) in profile.places.iter().enumerate() {
        if place.kind == PlaceKind::City || place.geometry.is_none() {
            continue;
        }
        let key = (place.kind, prefix(place), place.edition.as_str());
        match found.iter_mut().find(|(k, p, e, _)| (*k, *p, *e) == key) {
            Some((.., places)) => places.push(i),
            None => found.push((key.0, key.1, key.2, vec![i])),
        }
    }
    found.sort_by_key(|(kind, ..)| *kind);
    let labelled: Vec<(String, String)> = found.iter().map(|(k, p, e, _)| label(*k, p, e)).collect();
    let twice = |text: &String| labelled.iter().filter(|(l, _)| l == text).count() > 1;
    let label = |(short, long): &(String, String)| if twice(short) { long.clone() } else { short.clone() };
    let labels: Vec<String> = labelled.iter().map(label).collect();
    found.into_iter().zip(labels).map(|((.., places), label)| Layer { label, places }).collect()
}

fn prefix(place: &PlaceProfile) -> &str {
    place.id.as_str().split_once(':').map_or("", |(prefix, _)| prefix)
}

fn label(kind: PlaceKind, prefix: &str, edition: &str) -> (String, String) {
    let kind = say(match kind {
        PlaceKind::City => "kinds-city",
        PlaceKind::District => "kinds-district",
        PlaceKind::Settlement => "kinds-settlement",
        PlaceKind::Cell => "kinds-cell",
        PlaceKind::Building => "kinds-building",
        PlaceKind::Facility => "kinds-facility",
    });
    let short = if edition.is_empty() {
        kind.to_owned()
    } else {
        fill("kind-of-edition", &[("kind", kind), ("edition", edition)])
    };
    let long = format!("{short}: {prefix}");
    (short, long)
}

/// The words that the map's tooltip shows for a place without a script.
pub fn told(place: &PlaceProfile, key: Option<&city::profile::KeyIndicator>) -> String {
    let Some(key) = key else { return place.name.clone() };
    let words = match key_entry(place, key) {
        Some(entry) => number::Shown::new(&entry.value, entry.kind, &entry.unit, &entry.class_labels).to_string(),
        None => say("no-entry").to_owned(),
    };
    format!("{}: {} {}", place.name, key.label, words)
}

/// The number of an entry for sorting.
pub fn sortable(value: &Value) -> Option<f64> {
    value.number()
}
