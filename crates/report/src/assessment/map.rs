//! The map: places in the class of the chain that is chosen.

use super::reading::{Reading, class_word, kind_word, score};
use crate::markup::Html;
use crate::page::drawing::{self, Names, Order, Shape};
use crate::page::outline::Sheet;
use city::PlaceKind;
use city::assessment::{AssessedPlace, ChainResult};
use city::profile::SettlementType;
use std::collections::BTreeMap;

/// Kinds of places that have a layer, larger ones below.
pub const LAYERS: [PlaceKind; 2] = [PlaceKind::District, PlaceKind::Settlement];

/// The choice of the chain, the map and its legend; a table with the same content stands beside it.
pub fn map(html: &mut Html, reading: &Reading<'_>) {
    let assessment = reading.assessment;
    chooser(html, &assessment.chains);
    let Some(sheet) = Sheet::around(assessment.places.iter().filter_map(|p| p.geometry.as_ref())) else {
        html.raw("<p class=hatched>No boundary is known, or none may be shown: the table has every place.</p>");
        return;
    };
    let leading = assessment.chains.iter().find(|c| c.ranked > 0);
    let first = leading.and_then(|c| LAYERS.iter().position(|kind| *kind == c.kind)).unwrap_or(LAYERS.len() - 1);
    let label = format!("Map of {}, places by class; the table beside it has the same content", assessment.city);
    drawing::open(html, &sheet, first, "worse", &label);
    for city in assessment.places.iter().filter(|p| p.kind == PlaceKind::City) {
        if let Some(geometry) = &city.geometry {
            drawing::ground(html, &sheet, geometry);
        }
    }
    let orders = LAYERS.iter().enumerate().map(|(number, kind)| {
        (*kind, Order { number, first, places: assessment.places.iter().filter(|p| p.kind == *kind).count() })
    });
    let orders: Vec<(PlaceKind, Order)> = orders.collect();
    let names: Vec<Names<'_>> =
        orders.iter().map(|(kind, order)| layer(html, reading, leading, (*kind, *order), &sheet)).collect();
    for ((_, order), names) in orders.iter().zip(&names) {
        drawing::names(html, *order, names);
    }
    drawing::close(html);
    legend(html, reading);
}

fn chooser(html: &mut Html, chains: &[ChainResult]) {
    html.raw("<div class=controls data-js hidden><p><label for=chain>Chain of impacts</label><select id=chain>");
    for kind in [PlaceKind::Settlement, PlaceKind::District, PlaceKind::City] {
        let here: Vec<(usize, &ChainResult)> =
            chains.iter().enumerate().filter(|(_, c)| c.ranked > 0 && c.kind == kind).collect();
        let Some(leading) = chains.iter().position(|c| c.ranked > 0).filter(|_| !here.is_empty()) else { continue };
        html.raw("<optgroup label=\"").text(&super::reading::capital(kind_word(kind, 2))).raw("\">");
        for (at, result) in here {
            html.raw("<option value=").index(at).raw(if at == leading { " selected>" } else { ">" });
            html.text(&result.chain.label).raw(": ").text(kind_word(result.kind, 2)).raw(" (");
            html.text(result.outcome.as_str()).raw(")</option>");
        }
        html.raw("</optgroup>");
    }
    html.raw("</select></p><p><label for=search>Find a place</label><input id=search type=search autocomplete=off></p><p id=none role=status hidden>No place with a score under this chain has that name.</p></div>");
}

/// Draws the places of a kind; gives the names to write on top.
fn layer<'a>(
    html: &mut Html,
    reading: &Reading<'a>,
    leading: Option<&'a ChainResult>,
    (kind, order): (PlaceKind, Order),
    sheet: &Sheet,
) -> Names<'a> {
    let scores = leading.filter(|c| c.kind == kind).map_or(&[][..], |c| &c.scores);
    let found: BTreeMap<usize, (Option<u8>, Option<f64>)> =
        scores.iter().filter_map(|s| Some((reading.index(&s.place)?, (s.class, s.score)))).collect();
    let shape = |(index, place): (usize, &'a AssessedPlace)| {
        let (class, number) = found.get(&index).copied().unwrap_or_default();
        Some(Shape {
            index,
            kind,
            name: &place.name,
            settlement_type: place.settlement_type,
            geometry: place.geometry.as_ref()?,
            colour: class.map(|c| c.saturating_sub(1)),
            told: format!("{}: {} ({})", place.name, class_word(class), score(number)),
        })
    };
    let places = reading.assessment.places.iter().enumerate().filter(|(_, p)| p.kind == kind);
    let shapes: Vec<Shape<'_>> = places.filter_map(shape).collect();
    drawing::layer(html, sheet, order, !drawing::stands_alone(kind), &shapes)
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

fn legend(html: &mut Html, reading: &Reading<'_>) {
    html.raw("<div id=legends data-ramp=worse><div class=legend><p><b>Class of the score</b> · the two upper ones have a bold edge</p><ul>");
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
    html.raw("</ul>");
    let has = |t| reading.assessment.places.iter().any(|p| p.settlement_type == Some(t) && p.geometry.is_some());
    if has(SettlementType::Formal) && has(SettlementType::Informal) {
        html.raw("<ul class=signs><li><i class=round></i>informal settlement</li><li><i class=square></i>formal settlement</li></ul>");
    }
    html.raw("<p class=help>Classes are fifths of the scale (GIZ Vulnerability Sourcebook), the same everywhere; they do not depend on the other places.</p></div></div><p id=map-help class=help data-js hidden>Select a place on the map to find it in the table. Keys: arrows move, + and − zoom, 0 shows everything.</p>");
}
