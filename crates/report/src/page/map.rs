//! The map of the profile page: places coloured by a key indicator.

use crate::markup::Html;
use crate::number::Shown;
use crate::page::drawing::{self, Names, Order, Shape};
use crate::page::legend;
use crate::page::outline::Sheet;
use crate::page::sets::Sets;
use crate::reading::{Reading, key_entry};
use crate::words::{fill, say};
use city::PlaceKind;
use city::profile::{KeyIndicator, PlaceProfile};

/// Writes the map; a sentence where nothing can be drawn.
pub fn map(html: &mut Html, reading: &Reading<'_>, sets: &Sets) {
    let profile = reading.profile;
    let Some(sheet) = Sheet::around(profile.places.iter().filter_map(|p| p.geometry.as_ref())) else {
        html.raw("<p class=hatched>").say("no-map").raw("</p>");
        return;
    };
    let key = profile.key.get(sets.key);
    let label = fill("map-label", &[("city", &profile.city), ("key", key.map_or("", |k| &k.label))]);
    drawing::open(html, &sheet, sets.first, key.map_or("neither", legend::ramp), &label);
    for place in profile.places.iter().filter(|p| p.kind == PlaceKind::City) {
        if let Some(geometry) = &place.geometry {
            drawing::ground(html, &sheet, geometry);
        }
    }
    let drawn: Vec<Order> = (0..sets.list.len()).filter_map(|number| order(sets, number)).collect();
    let names: Vec<Names<'_>> = drawn.iter().map(|order| layer(html, reading, sets, *order, &sheet)).collect();
    for (order, names) in drawn.into_iter().zip(&names) {
        drawing::names(html, order, names);
    }
    drawing::close(html);
}

fn order(sets: &Sets, number: usize) -> Option<Order> {
    let set = sets.list.get(number).filter(|s| s.drawn)?;
    Some(Order { number, first: sets.first, places: set.places.len() })
}

/// Draws a set; gives the names to write on top.
fn layer<'a>(html: &mut Html, reading: &Reading<'a>, sets: &Sets, order: Order, sheet: &Sheet) -> Names<'a> {
    let Some(set) = sets.list.get(order.number) else { return Names::default() };
    let profile = reading.profile;
    let key = profile.key.get(sets.key);
    let places = || set.places.iter().filter_map(|i| Some((*i, profile.places.get(*i)?)));
    let shape = |(index, place): (usize, &'a PlaceProfile)| {
        Some(Shape {
            index,
            kind: place.kind,
            name: &place.name,
            settlement_type: place.settlement_type,
            geometry: place.geometry.as_ref()?,
            colour: sets.colour(sets.key, index),
            told: told(place, key),
        })
    };
    let shapes: Vec<Shape<'_>> = places().filter_map(shape).collect();
    drawing::layer(html, sheet, order, places().all(|(_, p)| !drawing::stands_alone(p.kind)), &shapes)
}

/// The words that a place's tooltip shows without a script.
fn told(place: &PlaceProfile, key: Option<&KeyIndicator>) -> String {
    let Some(key) = key else { return place.name.clone() };
    let words = match key_entry(place, key) {
        Some(entry) => Shown::new(&entry.value, entry.kind, &entry.unit, &entry.class_labels).to_string(),
        None => say("no-entry").to_owned(),
    };
    format!("{}: {} {}", place.name, key.label, words)
}
