//! The map: places in the class of the chain that is chosen, or by whether model and residents agree on a hazard.

use super::reading::{Reading, class_word};
use super::views::{View, agreement_word, colour};
use crate::markup::Html;
use crate::page::drawing::{self, Names, Order, Shape};
use crate::page::outline::Sheet;
use city::PlaceKind;
use city::assessment::{Agrees, AssessedPlace};
use city::profile::SettlementType;
use std::collections::{BTreeMap, BTreeSet};

/// Kinds of places that have a layer, larger ones below.
pub const LAYERS: [PlaceKind; 2] = [PlaceKind::District, PlaceKind::Settlement];

/// The choice of what is shown, the map and its legend; a table with the same content stands beside it.
pub fn map(html: &mut Html, reading: &Reading<'_>, views: &[View<'_>]) {
    let assessment = reading.assessment;
    chooser(html, views);
    let Some(sheet) = Sheet::around(assessment.places.iter().filter_map(|p| p.geometry.as_ref())) else {
        html.raw("<p class=hatched>No boundary is known, or none may be shown: the table has every place.</p>");
        return;
    };
    let leading = views.first();
    let first = leading.and_then(|v| LAYERS.iter().position(|kind| *kind == v.kind)).unwrap_or(LAYERS.len() - 1);
    let label = format!("Map of {}; the table beside it has the same content", assessment.heading.city);
    drawing::open(html, &sheet, first, leading.map_or("worse", View::ramp), &label);
    for city in assessment.places.iter().filter(|p| p.kind == PlaceKind::City) {
        if let Some(geometry) = &city.geometry {
            drawing::ground(html, &sheet, geometry);
        }
    }
    let drawn = drawn(reading, views);
    let mut written: Vec<(Order, Names<'_>)> = Vec::new();
    for (number, kind) in LAYERS.into_iter().enumerate() {
        let places: Vec<usize> =
            drawn.iter().copied().filter(|at| assessment.places.get(*at).is_some_and(|p| p.kind == kind)).collect();
        let order = Order { number, first, places: places.len() };
        let view = leading.filter(|v| v.kind == kind);
        written.push((order, layer(html, reading, (order, view), &places, &sheet)));
    }
    for (order, names) in &written {
        drawing::names(html, *order, names);
    }
    drawing::close(html);
    legends(html, reading, views);
}

/// Places that any view is about; of a kind that none is about, all. Sets of districts that nothing was computed for would only
/// lie upon the others.
fn drawn(reading: &Reading<'_>, views: &[View<'_>]) -> BTreeSet<usize> {
    let mut drawn: BTreeSet<usize> = views.iter().flat_map(|view| view.levels(reading)).map(|(at, ..)| at).collect();
    let places = || reading.assessment.places.iter().enumerate();
    for kind in LAYERS {
        if !places().any(|(at, p)| p.kind == kind && drawn.contains(&at)) {
            drawn.extend(places().filter(|(_, p)| p.kind == kind).map(|(at, _)| at));
        }
    }
    drawn
}

fn chooser(html: &mut Html, views: &[View<'_>]) {
    if views.is_empty() {
        return;
    }
    html.raw("<div class=controls data-js hidden><p><label for=chain>Show</label><select id=chain>");
    let mut groups: Vec<String> = Vec::new();
    for view in views {
        if !groups.contains(&view.group()) {
            groups.push(view.group());
        }
    }
    for group in &groups {
        html.raw("<optgroup label=\"").text(group).raw("\">");
        for (at, view) in views.iter().enumerate().filter(|(_, v)| v.group() == *group) {
            html.raw("<option value=").index(at).raw(if at == 0 { " selected>" } else { ">" });
            html.text(&view.label()).raw(" (").text(&view.kind_of_answer()).raw(")</option>");
        }
        html.raw("</optgroup>");
    }
    html.raw("</select></p><p><label for=search>Find a place</label><input id=search type=search autocomplete=off></p><p id=none role=status hidden>No place in this table has that name.</p></div>");
}

/// Draws the places of a layer; gives the names to write on top.
fn layer<'a>(
    html: &mut Html,
    reading: &Reading<'a>,
    (order, view): (Order, Option<&View<'a>>),
    places: &[usize],
    sheet: &Sheet,
) -> Names<'a> {
    let levels = view.map(|v| v.levels(reading)).unwrap_or_default();
    let found: BTreeMap<usize, (Option<u8>, String)> =
        levels.into_iter().map(|(at, level, words)| (at, (level, words))).collect();
    let shape = |index: usize| {
        let place: &'a AssessedPlace = reading.assessment.places.get(index)?;
        let (level, words) = found.get(&index).cloned().unwrap_or_default();
        Some(Shape {
            index,
            kind: place.kind,
            name: &place.name,
            settlement_type: place.settlement_type,
            geometry: place.geometry.as_ref()?,
            colour: level.map(|c| c.saturating_sub(1)),
            told: if words.is_empty() { place.name.clone() } else { format!("{}: {words}", place.name) },
        })
    };
    let shapes: Vec<Shape<'_>> = places.iter().filter_map(|at| shape(*at)).collect();
    let tiles = !shapes.iter().any(|s| drawing::stands_alone(s.kind));
    drawing::layer(html, sheet, order, tiles, &shapes)
}

/// The colour of a class.
pub fn class_name(class: Option<u8>) -> &'static str {
    match class {
        Some(1) => "c0",
        Some(2) => "c1",
        Some(3) => "c2",
        Some(4) => "c3",
        Some(5) => "c4",
        _ => "cn",
    }
}

fn legends(html: &mut Html, reading: &Reading<'_>, views: &[View<'_>]) {
    let shown = views.first().map_or("worse", View::ramp);
    html.raw("<div id=legends role=group aria-label=Legend>");
    if views.iter().any(|v| v.ramp() == "worse") || views.is_empty() {
        html.raw(if shown == "worse" {
            "<div class=legend data-ramp=worse>"
        } else {
            "<div class=legend data-ramp=worse hidden>"
        });
        classes(html);
    }
    if views.iter().any(|v| v.ramp() == "names") {
        html.raw(if shown == "names" {
            "<div class=legend data-ramp=names>"
        } else {
            "<div class=legend data-ramp=names hidden>"
        });
        agreements(html);
    }
    let has = |t| reading.assessment.places.iter().any(|p| p.settlement_type == Some(t) && p.geometry.is_some());
    if has(SettlementType::Formal) && has(SettlementType::Informal) {
        html.raw("<ul class=signs><li><i class=round></i>informal settlement</li><li><i class=square></i>formal settlement</li></ul>");
    }
    html.raw("</div><p id=map-help class=help data-js hidden>Select a place on the map to find it in the table. Keys: arrows move, + and − zoom, 0 shows everything.</p>");
}

fn classes(html: &mut Html) {
    html.raw("<p><b>Class of the score</b> · the two upper ones have a bold edge</p><ul>");
    for (open, class, limits) in [
        ("<li><i class=c0></i>", Some(1), "to 0.2"),
        ("<li><i class=c1></i>", Some(2), "to 0.4"),
        ("<li><i class=c2></i>", Some(3), "to 0.6"),
        ("<li><i class=\"c3 high\"></i>", Some(4), "to 0.8"),
        ("<li><i class=\"c4 high\"></i>", Some(5), "to 1"),
        ("<li><i class=cn></i>", None, ""),
    ] {
        html.raw(open).text(class_word(class)).raw(" <small>").raw(limits).raw("</small></li>");
    }
    html.raw("</ul><p class=help>Classes are fifths of the scale (GIZ Vulnerability Sourcebook), the same everywhere; they do not depend on the other places.</p></div>");
}

fn agreements(html: &mut Html) {
    html.raw("<p><b>Does it happen here?</b> · what only residents say has a bold edge</p><ul>");
    for agrees in [Agrees::Both, Agrees::ResidentsOnly, Agrees::ModelOnly, Agrees::Neither, Agrees::NotCompared] {
        html.raw("<li><i class=\"").raw(class_name(colour(agrees)));
        html.raw(if agrees == Agrees::ResidentsOnly { " high\"></i>" } else { "\"></i>" });
        html.text(agreement_word(agrees)).raw("</li>");
    }
    html.raw("</ul></div>");
}
