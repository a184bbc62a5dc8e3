//! The map: places as SVG, coloured by a key indicator.

use crate::markup::Html;
use crate::number::Shown;
use crate::page::legend;
use crate::page::outline::{Outline, Sheet};
use crate::page::sets::Sets;
use crate::reading::{Reading, key_entry};
use crate::words::{fill, say};
use city::PlaceKind;
use city::profile::{KeyIndicator, PlaceProfile, SettlementType};
use std::cmp::Ordering;

/// Sets with more places than this are drawn without names.
const NAMED_PLACES: usize = 400;
/// Sets with more places than this are drawn with smaller dots.
const MANY_PLACES: usize = 60;
/// Zooms at which names appear and dots give way to outlines.
const ZOOMS: [i64; 6] = [1, 2, 4, 8, 16, 32];
/// Units that an outline must be large on the screen (15 units are about a pixel) to need no dot.
const SEEN: i64 = 200;

/// Writes the map; a sentence where nothing can be drawn.
pub fn map(html: &mut Html, reading: &Reading<'_>, sets: &Sets) {
    let Some(sheet) = Sheet::of(reading.profile) else {
        html.raw("<p class=hatched>").say("no-map").raw("</p>");
        return;
    };
    let profile = reading.profile;
    let key = profile.key.get(sets.key);
    html.raw("<div class=frame><svg id=map tabindex=0 role=application viewBox=\"0 0 ").number(sheet.width).raw(" ");
    html.number(sheet.height).raw("\" data-metres=\"").text(&format!("{:.4}", sheet.metres_per_unit()));
    html.raw("\" data-set=").index(sets.first).raw(" data-ramp=").raw(key.map_or("neither", legend::ramp));
    html.raw(" data-z=1 aria-describedby=map-help aria-label=\"");
    html.text(&fill("map-label", &[("city", &profile.city), ("key", key.map_or("", |k| &k.label))]));
    html.raw(
        "\"><defs><pattern id=hatch patternUnits=userSpaceOnUse width=110 height=110 patternTransform=rotate(45)>",
    );
    html.raw("<rect class=hatch-ground width=110 height=110 /><path class=hatch-line d=\"M0 0v110\"/></pattern></defs><g id=view>");
    for place in profile.places.iter().filter(|p| p.kind == PlaceKind::City) {
        if let Some(geometry) = &place.geometry {
            html.raw("<path class=ground d=\"").text(&sheet.draw(geometry).path).raw("\"/>");
        }
    }
    let drawn: Vec<usize> = (0..sets.list.len()).filter(|s| sets.list.get(*s).is_some_and(|s| s.drawn)).collect();
    let names: Vec<Names<'_>> = drawn.iter().map(|number| layer(html, reading, sets, *number, &sheet)).collect();
    for (number, names) in drawn.iter().zip(&names) {
        html.raw(if *number == sets.first { "<g class=\"names on\" data-set=" } else { "<g class=names data-set=" });
        html.index(*number).raw(" aria-hidden=true>");
        write_names(html, names);
        html.raw("</g>");
    }
    html.raw("</g></svg><div id=tip hidden></div><div class=under data-js hidden><div class=scale aria-hidden=true><i></i><span></span></div>");
    buttons(html);
    html.raw("</div></div>");
}

/// Names of a set and where they are written.
#[derive(Default)]
struct Names<'a> {
    list: Vec<(&'a str, (i64, i64))>,
    /// Whether they stand under dots.
    below: bool,
}

/// Writes the shapes of a set; gives the names to write on top.
fn layer<'a>(html: &mut Html, reading: &Reading<'a>, sets: &Sets, number: usize, sheet: &Sheet) -> Names<'a> {
    let mut names = Names::default();
    let Some(set) = sets.list.get(number) else { return names };
    html.raw(match number.cmp(&sets.first) {
        Ordering::Less => "<g class=\"layer base",
        Ordering::Equal => "<g class=\"layer on",
        Ordering::Greater => "<g class=\"layer",
    });
    let tiles = |i: &usize| reading.profile.places.get(*i).is_some_and(|p| !stands_alone(p));
    html.raw(if set.places.iter().all(tiles) { " tiles" } else { "" });
    html.raw(if set.places.len() > MANY_PLACES { " many\" data-set=" } else { "\" data-set=" }).index(number).raw(">");
    for i in &set.places {
        let Some(place) = reading.profile.places.get(*i) else { continue };
        let Some(outline) = place.geometry.as_ref().map(|g| sheet.draw(g)) else { continue };
        let told = told(place, reading.profile.key.get(sets.key));
        shape(html, (*i, place), &outline, sets.colour(sets.key, *i), &told);
        if set.places.len() <= NAMED_PLACES {
            names.list.push((place.name.as_str(), outline.centre));
            names.below |= stands_alone(place);
        }
    }
    html.raw("</g>");
    names
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

fn shape(html: &mut Html, (i, place): (usize, &PlaceProfile), outline: &Outline, colour: Option<u8>, told: &str) {
    html.raw("<g data-i=")
        .index(i)
        .raw(" class=\"p ")
        .raw(legend::class(colour))
        .raw("\"><title>")
        .text(told)
        .raw("</title>");
    if !outline.path.is_empty() {
        let informal = place.settlement_type == Some(SettlementType::Informal);
        html.raw(if informal { "<path class=inf d=\"" } else { "<path d=\"" }).text(&outline.path).raw("\"/>");
    }
    if let Some((x, y)) = outline.dot.filter(|_| stands_alone(place) || outline.path.is_empty()) {
        let formal = place.settlement_type == Some(SettlementType::Formal);
        html.raw("<g class=\"dot").raw(until(outline)).raw("\">");
        for open in if formal {
            ["<path class=\"h sq\" d=\"M", "<path class=\"d sq\" d=\"M"]
        } else {
            ["<path class=h d=\"M", "<path class=d d=\"M"]
        } {
            html.raw(open).number(x).raw(" ").number(y).raw("h.1\"/>");
        }
        html.raw("</g>");
    }
    html.raw("</g>");
}

/// Whether a place does not tile the ground with its neighbours; those that do need no dots, however small they are.
fn stands_alone(place: &PlaceProfile) -> bool {
    matches!(place.kind, PlaceKind::Settlement | PlaceKind::Building | PlaceKind::Facility)
}

/// The class by which a dot goes once its outline can be seen.
fn until(outline: &Outline) -> &'static str {
    if outline.path.is_empty() {
        return "";
    }
    match ZOOMS.into_iter().find(|zoom| outline.size * zoom >= SEEN) {
        Some(1) => " u1",
        Some(2) => " u2",
        Some(4) => " u4",
        Some(8) => " u8",
        Some(16) => " u16",
        _ => " u32",
    }
}

/// Writes names, larger zooms showing those that would lie on others at smaller ones.
fn write_names(html: &mut Html, names: &Names<'_>) {
    let mut placed: Vec<(i64, i64, i64, i64)> = Vec::new();
    let zooms = if names.below && names.list.len() > MANY_PLACES { &ZOOMS[2..] } else { &ZOOMS[..] };
    for (name, (x, y)) in &names.list {
        let letters = i64::try_from(name.chars().count()).unwrap_or(100);
        let free = zooms.iter().copied().find(|zoom| {
            let (half, high) = ((letters * 48 + 60) / zoom, 210 / zoom);
            placed.iter().all(|(a, b, half_there, at)| {
                let there = half_there / zoom;
                at > zoom || (x - a).abs() > half + there || (y - b).abs() > high
            })
        });
        let Some(zoom) = free else { continue };
        placed.push((*x, *y, letters * 48 + 60, zoom));
        html.raw(match zoom {
            1 => "<text class=z1 x=",
            2 => "<text class=z2 x=",
            4 => "<text class=z4 x=",
            8 => "<text class=z8 x=",
            16 => "<text class=z16 x=",
            _ => "<text class=z32 x=",
        });
        html.number(*x)
            .raw(" y=")
            .number(*y)
            .raw(if names.below { " dy=1.25em>" } else { ">" })
            .text(name)
            .raw("</text>");
    }
}

fn buttons(html: &mut Html) {
    html.raw("<div class=pad data-js hidden>");
    for (open, id, sign) in [
        ("<button type=button data-do=in aria-label=\"", "zoom-in", "+"),
        ("<button type=button data-do=out aria-label=\"", "zoom-out", "−"),
        ("<button type=button data-do=all aria-label=\"", "zoom-all", "⤢"),
        ("<button type=button data-do=left aria-label=\"", "pan-left", "←"),
        ("<button type=button data-do=up aria-label=\"", "pan-up", "↑"),
        ("<button type=button data-do=down aria-label=\"", "pan-down", "↓"),
        ("<button type=button data-do=right aria-label=\"", "pan-right", "→"),
    ] {
        html.raw(open).say(id).raw("\">").text(sign).raw("</button>");
    }
    html.raw("</div>");
}
