//! The map: places by the share of what they have that is struck or lost in a year, or in the only event.

use super::naming::Basis;
use super::rows;
use crate::markup::Html;
use crate::page::drawing::{self, Names, Order, Shape};
use crate::page::legend::class;
use crate::page::outline::Sheet;
use crate::travel::map::{LAYERS, drawn};
use city::assessment::AssessedPlace;
use city::profile::SettlementType;
use city::risk::{RiskReport, RiskResult};
use city::{PlaceId, PlaceKind};
use std::collections::BTreeMap;

/// Upper limits of the classes 1 to 3, of 0 to 1: in a year, and in an event.
const LIMITS: [[f64; 3]; 2] = [[1e-4, 1e-3, 1e-2], [0.01, 0.1, 0.5]];

/// The class of a share: 0 is nothing, 4 the most.
pub fn level(share: f64, basis: Basis) -> u8 {
    if share <= 0.0 {
        return 0;
    }
    let limits = LIMITS[usize::from(basis != Basis::Year)];
    limits.iter().zip(1..).find(|(limit, _)| share <= **limit).map_or(4, |(_, level)| level)
}

/// The layer that a result is shown on: the smallest places of which any is struck, else the smallest that it is known of.
pub fn layer_of(report: &RiskReport, result: &RiskResult) -> usize {
    let basis = Basis::of(result);
    let kinds: BTreeMap<&PlaceId, PlaceKind> = report.places.iter().map(|p| (&p.id, p.kind)).collect();
    let has = |wanted: PlaceKind, struck: bool| {
        let any = |(id, s): &(PlaceId, _)| {
            kinds.get(id) == Some(&wanted) && (!struck || basis.number(s).is_some_and(|e| e.high > 0.0))
        };
        result.places.iter().any(any)
    };
    let smallest = |struck: bool| (0..LAYERS.len()).rev().find(|at| LAYERS.get(*at).is_some_and(|k| has(*k, struck)));
    smallest(true).or_else(|| smallest(false)).unwrap_or(LAYERS.len() - 1)
}

/// The map as the first result has it, and its legends.
pub fn map(html: &mut Html, report: &RiskReport) {
    let drawn = drawn(&report.places);
    let Some(sheet) = Sheet::around(drawn.iter().filter_map(|at| report.places.get(*at)?.geometry.as_ref())) else {
        html.raw("<p class=hatched>No boundary is known, or none may be shown: the table has every place.</p>");
        return;
    };
    let Some(result) = report.results.first() else { return };
    let first = layer_of(report, result);
    let label = format!("Map of {}; the table beside it has the same content", report.heading.city);
    drawing::open(html, &sheet, first, "worse", &label);
    for city in report.places.iter().filter(|p| p.kind == PlaceKind::City) {
        if let Some(geometry) = &city.geometry {
            drawing::ground(html, &sheet, geometry);
        }
    }
    let levels: BTreeMap<usize, (u8, String)> =
        rows::levels(report, result).into_iter().map(|(at, level, told)| (at, (level, told))).collect();
    let mut written: Vec<(Order, Names<'_>)> = Vec::new();
    for (number, kind) in LAYERS.into_iter().enumerate() {
        let of_kind = |at: &usize| report.places.get(*at).is_some_and(|p| p.kind == kind);
        let places: Vec<usize> = drawn.iter().copied().filter(of_kind).collect();
        let order = Order { number, first, places: places.len() };
        let shapes: Vec<Shape<'_>> = places.iter().filter_map(|at| shape(report, *at, &levels)).collect();
        let tiles = !shapes.iter().any(|s| drawing::stands_alone(s.kind));
        written.push((order, drawing::layer(html, &sheet, order, tiles, &shapes)));
    }
    for (order, names) in &written {
        drawing::names(html, *order, names);
    }
    drawing::close(html);
    legends(html, report, Basis::of(result));
}

fn shape<'a>(report: &'a RiskReport, index: usize, levels: &BTreeMap<usize, (u8, String)>) -> Option<Shape<'a>> {
    let place: &AssessedPlace = report.places.get(index)?;
    let found = levels.get(&index);
    Some(Shape {
        index,
        kind: place.kind,
        name: &place.name,
        settlement_type: place.settlement_type,
        geometry: place.geometry.as_ref()?,
        colour: found.map(|(level, _)| *level),
        told: format!("{}: {}", place.name, found.map_or("no number", |(_, told)| told)),
    })
}

fn legends(html: &mut Html, report: &RiskReport, shown: Basis) {
    html.raw("<div id=legends role=group aria-label=Legend>");
    let words = [
        ["nothing", "up to 1 in 10,000", "up to 1 in 1,000", "up to 1 in 100", "more than 1 in 100"],
        ["nothing", "up to 1 %", "up to 10 %", "up to half", "more than half"],
    ];
    let year = shown == Basis::Year;
    for ((open, title, visible), words) in [
        (
            "<div class=legend data-ramp=worse data-basis=year",
            "<p><b>Share of what is there, expected in a year</b></p><ul>",
            year,
        ),
        (
            "<div class=legend data-ramp=worse data-basis=event",
            "<p><b>Share of what is there, in the event</b></p><ul>",
            !year,
        ),
    ]
    .into_iter()
    .zip(words)
    {
        html.raw(open).raw(if visible { ">" } else { " hidden>" }).raw(title);
        for (level, words) in (0_u8..).zip(words) {
            html.raw("<li><i class=\"").raw(class(Some(level))).raw(if level > 2 { " high\"></i>" } else { "\"></i>" });
            html.raw(words).raw("</li>");
        }
        html.raw("<li><i class=cn></i>no number, or held back</li></ul></div>");
    }
    let has = |t| report.places.iter().any(|p| p.settlement_type == Some(t) && p.geometry.is_some());
    if has(SettlementType::Formal) && has(SettlementType::Informal) {
        html.raw("<ul class=signs><li><i class=round></i>informal settlement</li><li><i class=square></i>formal settlement</li></ul>");
    }
    html.raw("</div><p id=map-help class=help data-js hidden>The two upper classes have a bold edge. Select a place on the map to find it in the table. Keys: arrows move, + and − zoom, 0 shows everything.</p>");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limit_of_a_class_belongs_to_it_and_nothing_is_a_class_of_its_own() {
        assert_eq!([0.0, 1e-9, 1e-4, 5e-4, 0.01, 0.02].map(|s| level(s, Basis::Year)), [0, 1, 1, 2, 3, 4]);
        assert_eq!([0.0, 0.01, 0.1, 0.5, 0.51].map(|s| level(s, Basis::Event(0))), [0, 1, 2, 3, 4]);
    }
}
