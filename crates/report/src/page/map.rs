//! The map: places as SVG, coloured by the first key indicator, with a legend for each.

use crate::markup::Html;
use crate::page::colours::{Colours, told};
use crate::page::outline::{Outline, Sheet};
use crate::reading::Reading;
use crate::words::{fill, say};
use city::PlaceKind;
use city::indicator::Direction;
use city::profile::{PlaceProfile, SettlementType};

/// Layers with more places than this are drawn without names.
const NAMED_PLACES: usize = 60;

/// Layers with more places than this are drawn with smaller dots.
const MANY_PLACES: usize = 200;

/// Writes the map and its legends; a sentence where nothing can be drawn.
pub fn map(html: &mut Html, reading: &Reading<'_>, colours: &Colours) {
    let Some(sheet) = Sheet::of(reading.profile) else {
        html.raw("<p class=hatched>").say("no-map").raw("</p>");
        return;
    };
    let profile = reading.profile;
    let key = profile.key.first();
    html.raw("<div class=frame><svg id=map tabindex=0 role=application viewBox=\"0 0 ")
        .number(sheet.width)
        .raw(" ")
        .number(sheet.height);
    html.raw("\" data-metres=\"")
        .text(&format!("{:.4}", sheet.metres_per_unit()))
        .raw("\" data-layer=")
        .index(colours.first);
    html.raw(" data-ramp=")
        .raw(key.map_or("neither", |k| ramp(k.direction)))
        .raw(" data-z=1 aria-describedby=map-help aria-label=\"");
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
    let mut names = Vec::new();
    for (number, layer) in colours.layers.iter().enumerate() {
        html.raw(if number == colours.first { "<g class=\"layer on" } else { "<g class=\"layer" });
        html.raw(if layer.places.len() > MANY_PLACES { " many\" data-layer=" } else { "\" data-layer=" })
            .index(number)
            .raw(">");
        for i in &layer.places {
            let Some(place) = profile.places.get(*i) else { continue };
            let Some(outline) = place.geometry.as_ref().map(|g| sheet.draw(g)) else { continue };
            shape(html, (*i, place), &outline, colours.of(0, *i), &told(place, key));
            if number == 0 && layer.places.len() <= NAMED_PLACES {
                names.push((place.name.as_str(), outline.centre));
            }
        }
        html.raw("</g>");
    }
    html.raw("<g class=names aria-hidden=true>");
    write_names(html, &names);
    html.raw("</g></g></svg><div id=tip hidden></div><div class=under data-js hidden><div class=scale aria-hidden=true><i></i><span></span></div>");
    buttons(html);
    html.raw("</div></div>");
}

fn shape(html: &mut Html, (i, place): (usize, &PlaceProfile), outline: &Outline, colour: Option<u8>, told: &str) {
    html.raw("<g data-i=").index(i).raw(" class=\"p ").raw(class(colour)).raw("\"><title>").text(told).raw("</title>");
    if !outline.path.is_empty() {
        let informal = place.settlement_type == Some(SettlementType::Informal);
        html.raw(if informal { "<path class=inf d=\"" } else { "<path d=\"" }).text(&outline.path).raw("\"/>");
    }
    // Areas that tile the ground need no dots, however small they are.
    let stands_alone = matches!(place.kind, PlaceKind::Settlement | PlaceKind::Building | PlaceKind::Facility);
    if let Some((x, y)) = outline.dot.filter(|_| stands_alone || outline.path.is_empty()) {
        let formal = place.settlement_type == Some(SettlementType::Formal);
        for open in if formal {
            ["<path class=\"h sq\" d=\"M", "<path class=\"d sq\" d=\"M"]
        } else {
            ["<path class=h d=\"M", "<path class=d d=\"M"]
        } {
            html.raw(open).number(x).raw(" ").number(y).raw("h.1\"/>");
        }
    }
    html.raw("</g>");
}

/// Writes names, larger zooms showing those that would lie on others at smaller ones.
fn write_names(html: &mut Html, names: &[(&str, (i64, i64))]) {
    let mut placed: Vec<(i64, i64, i64, i64)> = Vec::new();
    for (name, (x, y)) in names {
        let letters = i64::try_from(name.chars().count()).unwrap_or(100);
        let free = [1_i64, 2, 4, 8].into_iter().find(|zoom| {
            let (half, high) = ((letters * 48 + 60) / zoom, 210 / zoom);
            placed.iter().all(|(a, b, half_there, at)| {
                let there = half_there / zoom;
                at > zoom || (x - a).abs() > half + there || (y - b).abs() > high
            })
        });
        let zoom = free.unwrap_or(16);
        placed.push((*x, *y, letters * 48 + 60, zoom));
        html.raw(match zoom {
            1 => "<text class=z1 x=",
            2 => "<text class=z2 x=",
            4 => "<text class=z4 x=",
            _ => "<text class=z8 x=",
        });
        html.number(*x).raw(" y=").number(*y).raw(">").text(name).raw("</text>");
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

/// Writes a legend for each key indicator and layer; the script shows one of them.
pub fn legends(html: &mut Html, reading: &Reading<'_>, colours: &Colours) {
    html.raw("<div id=legends role=group aria-label=\"").say("legend").raw("\">");
    for (number, (key, shadings)) in reading.profile.key.iter().zip(&colours.shadings).enumerate() {
        for (layer, shading) in shadings.iter().enumerate() {
            html.raw("<div class=legend data-key=").index(number).raw(" data-layer=").index(layer);
            html.raw(" data-ramp=").raw(if shading.names { "names" } else { ramp(key.direction) });
            html.raw(if number == 0 && layer == colours.first { ">" } else { " hidden>" });
            html.raw("<p><b>").text(&key.label).raw("</b>");
            let unit = crate::number::unit_beside(&key.label, &key.unit);
            if !unit.is_empty() && !shading.names {
                html.raw(", ").text(&unit);
            }
            html.raw(" · ").text(colours.layers.get(layer).map_or("", |l| &l.label)).raw("</p><ul>");
            for (colour, label, places) in &shading.classes {
                html.raw("<li><i class=").raw(class(Some(*colour))).raw("></i>").text(label);
                html.raw(" <small>").text(&count(*places)).raw("</small></li>");
            }
            let none = shading.colours.iter().filter(|c| c.is_none()).count();
            if none > 0 {
                html.raw("<li><i class=cn></i>")
                    .say("legend-none")
                    .raw(" <small>")
                    .text(&count(none))
                    .raw("</small></li>");
            }
            html.raw("</ul></div>");
        }
    }
    signs(html, reading);
    html.raw("</div>");
}

/// What circles and squares mean, where both are on the map.
fn signs(html: &mut Html, reading: &Reading<'_>) {
    let has = |t| reading.profile.places.iter().any(|p| p.settlement_type == Some(t) && p.geometry.is_some());
    if has(SettlementType::Formal) && has(SettlementType::Informal) {
        html.raw("<ul class=signs><li><i class=round></i>").say("legend-informal");
        html.raw("</li><li><i class=square></i>").say("legend-formal").raw("</li></ul>");
    }
}

fn count(places: usize) -> String {
    if places == 1 {
        say("legend-place").to_owned()
    } else {
        fill("legend-places", &[("n", &crate::number::count(places as u64))])
    }
}

/// The class of a colour.
pub fn class(colour: Option<u8>) -> &'static str {
    match colour {
        Some(0) => "c0",
        Some(1) => "c1",
        Some(2) => "c2",
        Some(3) => "c3",
        Some(_) => "c4",
        None => "cn",
    }
}

/// The ramp of a direction.
pub fn ramp(direction: Direction) -> &'static str {
    match direction {
        Direction::MoreIsWorse => "worse",
        Direction::MoreIsBetter => "better",
        Direction::Neither => "neither",
    }
}
