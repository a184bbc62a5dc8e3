//! The map: isochrones of the journey that is chosen, and places by how far their people are.

use crate::markup::Html;
use crate::page::drawing::{self, Names, Order, Shape};
use crate::page::legend::class;
use crate::page::outline::Sheet;
use crate::travel::rows::{band_level, level, told};
use city::PlaceKind;
use city::assessment::AssessedPlace;
use city::travel::{Answer, Journey, TravelReport};
use geo_types::Geometry;
use std::collections::{BTreeMap, BTreeSet};

/// Kinds of places that have a layer, larger ones below.
pub(crate) const LAYERS: [PlaceKind; 2] = [PlaceKind::District, PlaceKind::Settlement];
/// A set of more districts than this is drawn only where there is no smaller one.
const MOST_DRAWN: usize = 400;

/// The choice of what is shown, the map and its legends.
pub fn map(html: &mut Html, report: &TravelReport) {
    chooser(html, report);
    let drawn = drawn(&report.places);
    let near = with_ways(report, &drawn);
    let Some(sheet) = Sheet::around(near.iter().filter_map(|at| report.places.get(*at)?.geometry.as_ref())) else {
        html.raw("<p class=hatched>No boundary is known, or none may be shown: the table has every place.</p>");
        return;
    };
    let has = |kind: PlaceKind| drawn.iter().any(|at| report.places.get(*at).is_some_and(|p| p.kind == kind));
    let first = usize::from(has(PlaceKind::Settlement));
    let label = format!("Map of {}; the table beside it has the same content", report.heading.city);
    drawing::open(html, &sheet, first, "better", &label);
    for city in report.places.iter().filter(|p| p.kind == PlaceKind::City) {
        if let Some(geometry) = &city.geometry {
            drawing::ground(html, &sheet, geometry);
        }
    }
    for (at, journey) in report.journeys.iter().enumerate() {
        isochrones(html, &sheet, at, journey);
    }
    let mut written: Vec<(Order, Names<'_>)> = Vec::new();
    for (number, kind) in LAYERS.into_iter().enumerate() {
        let places: Vec<usize> =
            drawn.iter().copied().filter(|at| report.places.get(*at).is_some_and(|p| p.kind == kind)).collect();
        let order = Order { number, first, places: places.len() };
        written.push((order, layer(html, report, order, &places, &sheet)));
    }
    for (order, names) in &written {
        drawing::names(html, *order, names);
    }
    drawing::close(html);
    if near.len() < drawn.len() {
        html.raw("<p class=help>The map shows the part of the city in which ways are mapped; the other ");
        html.index(drawn.len() - near.len()).raw(" places are in the table.</p>");
    }
    legends(html, report);
    html.raw("<p id=map-help class=help data-js hidden>Select a place on the map to find it in the table. Keys: arrows move, + and − zoom, 0 shows everything.</p>");
}

/// Settlements, and the smallest set of districts that still shows parts of the city.
pub(crate) fn drawn(places: &[AssessedPlace]) -> BTreeSet<usize> {
    let mut sets: BTreeMap<&str, usize> = BTreeMap::new();
    for place in places.iter().filter(|p| p.kind == PlaceKind::District) {
        *sets.entry(place.id.prefix()).or_default() += 1;
    }
    let best = sets.iter().filter(|(_, count)| **count <= MOST_DRAWN).max_by_key(|(_, count)| **count);
    let set = best.or_else(|| sets.iter().min_by_key(|(_, count)| **count)).map(|(prefix, _)| *prefix);
    let wanted = |p: &AssessedPlace| match p.kind {
        PlaceKind::Settlement => true,
        PlaceKind::District => Some(p.id.prefix()) == set,
        _ => false,
    };
    places.iter().enumerate().filter(|(_, p)| wanted(p)).map(|(at, _)| at).collect()
}

/// Places from which any way leads, where they are the fewer; else all.
fn with_ways(report: &TravelReport, drawn: &BTreeSet<usize>) -> BTreeSet<usize> {
    let with: BTreeSet<&city::PlaceId> = report
        .journeys
        .iter()
        .flat_map(|j| &j.rows)
        .filter(|r| r.answer != Answer::StraightLine)
        .map(|r| &r.place)
        .collect();
    let near: BTreeSet<usize> =
        drawn.iter().copied().filter(|at| report.places.get(*at).is_some_and(|p| with.contains(&p.id))).collect();
    if near.is_empty() || near.len() * 2 > drawn.len() { drawn.clone() } else { near }
}

fn chooser(html: &mut Html, report: &TravelReport) {
    html.raw("<div class=controls data-js hidden><p><label for=chain>Show</label><select id=chain>");
    for (at, journey) in report.journeys.iter().enumerate() {
        html.raw("<option value=").index(at).raw(if at == 0 { " selected>" } else { ">" }).text(&journey.title);
        html.raw(if journey.refused.is_some() { " (straight lines only)</option>" } else { "</option>" });
    }
    html.raw("</select></p><p><label for=search>Find a place</label><input id=search type=search autocomplete=off></p><p id=none role=status hidden>No place in this table has that name.</p></div>");
}

fn isochrones(html: &mut Html, sheet: &Sheet, at: usize, journey: &Journey) {
    html.raw(if at == 0 { "<g class=\"iso on\" data-r=" } else { "<g class=iso data-r=" })
        .index(at)
        .raw(" aria-hidden=true>");
    for band in &journey.bands {
        let number = journey.minutes.iter().position(|m| *m == band.minutes).unwrap_or(0);
        html.raw("<path class=").raw(class(Some(band_level(number, journey.minutes.len())))).raw(" d=\"");
        html.text(&sheet.draw(&Geometry::MultiPolygon(band.area.clone())).path).raw("\"/>");
    }
    html.raw("</g>");
}

/// Draws the places of a layer as the first journey has them; gives the names to write on top.
fn layer<'a>(html: &mut Html, report: &'a TravelReport, order: Order, places: &[usize], sheet: &Sheet) -> Names<'a> {
    let first = report.journeys.first();
    let rows: BTreeMap<&city::PlaceId, _> =
        first.iter().flat_map(|j| j.rows.iter().map(|r| (&r.place, (level(j, r), told(r))))).collect();
    let shape = |index: usize| {
        let place: &'a AssessedPlace = report.places.get(index)?;
        let (colour, words) = rows.get(&place.id).cloned().unwrap_or_default();
        Some(Shape {
            index,
            kind: place.kind,
            name: &place.name,
            settlement_type: place.settlement_type,
            geometry: place.geometry.as_ref()?,
            colour,
            told: format!("{}: {words}", place.name),
        })
    };
    let shapes: Vec<Shape<'_>> = places.iter().filter_map(|at| shape(*at)).collect();
    let tiles = !shapes.iter().any(|s| drawing::stands_alone(s.kind));
    drawing::layer(html, sheet, order, tiles, &shapes)
}

fn legends(html: &mut Html, report: &TravelReport) {
    html.raw("<div id=legends role=group aria-label=Legend>");
    for (at, journey) in report.journeys.iter().enumerate() {
        html.raw(if at == 0 {
            "<div class=\"legend part-of on\" data-ramp=better data-r="
        } else {
            "<div class=\"legend part-of\" data-ramp=better data-r="
        });
        html.index(at)
            .raw("><p><b>")
            .text(&journey.title)
            .raw("</b> · the ground and, as dots, the middle person of each settlement</p><ul>");
        for (number, minutes) in journey.minutes.iter().enumerate() {
            html.raw("<li><i class=").raw(class(Some(band_level(number, journey.minutes.len())))).raw("></i>within ");
            html.number(i64::from(*minutes)).raw(" minutes</li>");
        }
        html.raw("<li><i class=\"c0 out\"></i>farther (bold edge)</li><li><i class=cn></i>half of the people have no mapped way: straight line only</li></ul></div>");
    }
    html.raw("</div>");
}
