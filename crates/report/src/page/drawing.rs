//! The map that pages share: layers of places as SVG, one of them coloured, with names, a legend's classes and buttons.

use crate::markup::Html;
use crate::page::legend;
use crate::page::outline::{Outline, Sheet};
use crate::words::say;
use city::PlaceKind;
use city::profile::SettlementType;
use geo_types::Geometry;
use std::cmp::Ordering;

/// Layers with more places than this are drawn without names.
const NAMED_PLACES: usize = 400;
/// Layers with more places than this are drawn with smaller dots.
const MANY_PLACES: usize = 60;
/// Zooms at which names appear and dots give way to outlines.
const ZOOMS: [i64; 6] = [1, 2, 4, 8, 16, 32];
/// Units that an outline must be large on the screen (15 units are about a pixel) to need no dot.
const SEEN: i64 = 200;

/// A place to draw.
pub struct Shape<'a> {
    /// Its number in the page.
    pub index: usize,
    /// What it is.
    pub kind: PlaceKind,
    /// What people call it.
    pub name: &'a str,
    /// Formal or informal, where that is known.
    pub settlement_type: Option<SettlementType>,
    /// Its boundary or point.
    pub geometry: &'a Geometry<f64>,
    /// Its colour of five; none where there is no number.
    pub colour: Option<u8>,
    /// What its tooltip says without a script.
    pub told: String,
}

/// Where a layer stands among the others.
#[derive(Clone, Copy)]
pub struct Order {
    /// Its number.
    pub number: usize,
    /// Number of the layer that is coloured.
    pub first: usize,
    /// Places of its set, drawn or not.
    pub places: usize,
}

/// Names of a layer and where they are written.
#[derive(Default)]
pub struct Names<'a> {
    list: Vec<(&'a str, (i64, i64))>,
    /// Whether they stand under dots.
    below: bool,
}

/// Opens the map; `label` says what it shows, `help` is the id of the words that explain its keys.
pub fn open(html: &mut Html, sheet: &Sheet, first: usize, ramp: &'static str, label: &str) {
    html.raw("<div class=frame><svg id=map tabindex=0 role=application viewBox=\"0 0 ").number(sheet.width).raw(" ");
    html.number(sheet.height).raw("\" data-metres=\"").text(&format!("{:.4}", sheet.metres_per_unit()));
    html.raw("\" data-set=").index(first).raw(" data-ramp=").raw(ramp);
    html.raw(" data-z=1 aria-describedby=map-help aria-label=\"").text(label);
    html.raw(
        "\"><defs><pattern id=hatch patternUnits=userSpaceOnUse width=110 height=110 patternTransform=rotate(45)>",
    );
    html.raw("<rect class=hatch-ground width=110 height=110 /><path class=hatch-line d=\"M0 0v110\"/></pattern></defs><g id=view>");
}

/// Draws the ground that everything lies on.
pub fn ground(html: &mut Html, sheet: &Sheet, geometry: &Geometry<f64>) {
    html.raw("<path class=ground d=\"").text(&sheet.draw(geometry).path).raw("\"/>");
}

/// Draws the places of a layer; gives the names to write on top.
pub fn layer<'a>(html: &mut Html, sheet: &Sheet, order: Order, tiles: bool, shapes: &[Shape<'a>]) -> Names<'a> {
    let mut names = Names::default();
    html.raw(match order.number.cmp(&order.first) {
        Ordering::Less => "<g class=\"layer base",
        Ordering::Equal => "<g class=\"layer on",
        Ordering::Greater => "<g class=\"layer",
    });
    html.raw(if tiles { " tiles" } else { "" });
    html.raw(if order.places > MANY_PLACES { " many\" data-set=" } else { "\" data-set=" });
    html.index(order.number).raw(">");
    for place in shapes {
        let outline = sheet.draw(place.geometry);
        shape(html, place, &outline);
        if order.places <= NAMED_PLACES {
            names.list.push((place.name, outline.centre));
            names.below |= stands_alone(place.kind);
        }
    }
    html.raw("</g>");
    names
}

fn shape(html: &mut Html, place: &Shape<'_>, outline: &Outline) {
    html.raw("<g data-i=").index(place.index).raw(" class=\"p ").raw(legend::class(place.colour));
    html.raw("\"><title>").text(&place.told).raw("</title>");
    if !outline.path.is_empty() {
        let informal = place.settlement_type == Some(SettlementType::Informal);
        html.raw(if informal { "<path class=inf d=\"" } else { "<path d=\"" }).text(&outline.path).raw("\"/>");
    }
    if let Some((x, y)) = outline.dot.filter(|_| stands_alone(place.kind) || outline.path.is_empty()) {
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

/// Whether places of a kind do not tile the ground with their neighbours; those that do need no dots, however small they are.
pub fn stands_alone(kind: PlaceKind) -> bool {
    matches!(kind, PlaceKind::Settlement | PlaceKind::Building | PlaceKind::Facility)
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

/// Writes the names of a layer, larger zooms showing those that would lie on others at smaller ones.
pub fn names(html: &mut Html, order: Order, names: &Names<'_>) {
    html.raw(if order.number == order.first { "<g class=\"names on\" data-set=" } else { "<g class=names data-set=" });
    html.index(order.number).raw(" aria-hidden=true>");
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
        html.number(*x).raw(" y=").number(*y).raw(if names.below { " dy=1.25em>" } else { ">" });
        html.text(name).raw("</text>");
    }
    html.raw("</g>");
}

/// Closes the map and writes its tooltip, scale and buttons.
pub fn close(html: &mut Html) {
    html.raw("</g></svg><div id=tip hidden></div><div class=under data-js hidden><div class=scale aria-hidden=true><i></i><span></span></div>");
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
        html.raw(open).text(say(id)).raw("\">").text(sign).raw("</button>");
    }
    html.raw("</div></div></div>");
}
