//! The map: places in the class of the chain that is chosen.

use super::reading::{Reading, class_word, kind_word, score};
use crate::markup::Html;
use crate::page::outline::{Outline, Sheet};
use city::PlaceKind;
use city::assessment::{AssessedPlace, ChainResult};
use city::profile::SettlementType;
use std::collections::BTreeMap;

/// Up to so many places carry their names.
const NAMED: usize = 40;

/// The choice of the chain, the map and its legend; a table with the same content stands beside it.
pub fn map(html: &mut Html, reading: &Reading<'_>) {
    let assessment = reading.assessment;
    chooser(html, &assessment.chains);
    let Some(sheet) = Sheet::around(assessment.places.iter().filter_map(|p| p.geometry.as_ref())) else {
        html.raw("<p class=hatched>No boundary may be shown: the table has every place.</p>");
        return;
    };
    html.raw("<div class=frame><svg id=map role=img tabindex=0 data-ramp=worse data-z=1 viewBox=\"0 0 ")
        .number(sheet.width)
        .raw(" ");
    html.number(sheet.height).raw("\" data-metres=\"").text(&format!("{:.4}", sheet.metres_per_unit()));
    html.raw("\" aria-label=\"Map of ")
        .text(&assessment.city)
        .raw(", places by class; the table beside it has the same content\">");
    html.raw("<defs><pattern id=hatch patternUnits=userSpaceOnUse width=110 height=110 patternTransform=rotate(45)><rect class=hatch-ground width=110 height=110 /><path class=hatch-line d=\"M0 0v110\"/></pattern>");
    html.raw("</defs>");
    let shown = assessment.chains.first().map_or(PlaceKind::Settlement, |c| c.kind);
    for kind in [PlaceKind::City, PlaceKind::District, PlaceKind::Settlement] {
        layer(html, reading, kind, (shown, &sheet));
    }
    html.raw("</svg><div id=tip hidden></div><div class=under data-js hidden><div class=scale aria-hidden=true><i></i><span></span></div><div class=pad>");
    for button in [
        "<button type=button data-do=in aria-label=\"Zoom in\">+</button>",
        "<button type=button data-do=out aria-label=\"Zoom out\">−</button>",
        "<button type=button data-do=all aria-label=\"Whole city\">⤢</button>",
        "<button type=button data-do=left aria-label=\"Left\">←</button>",
        "<button type=button data-do=up aria-label=\"Up\">↑</button>",
        "<button type=button data-do=down aria-label=\"Down\">↓</button>",
        "<button type=button data-do=right aria-label=\"Right\">→</button>",
    ] {
        html.raw(button);
    }
    html.raw("</div></div></div>");
    legend(html);
}

fn chooser(html: &mut Html, chains: &[ChainResult]) {
    html.raw("<div class=controls data-js hidden><p><label for=chain>Chain of impacts, and kind of place</label><select id=chain>");
    for (at, result) in chains.iter().enumerate().filter(|(_, c)| c.ranked > 0) {
        html.raw("<option value=").index(at).raw(">").text(&result.chain.label).raw(": ");
        html.text(kind_word(result.kind, 2)).raw(" (").text(result.outcome.as_str()).raw(")</option>");
    }
    html.raw("</select></p></div>");
}

fn layer(html: &mut Html, reading: &Reading<'_>, kind: PlaceKind, (shown, sheet): (PlaceKind, &Sheet)) {
    let assessment = reading.assessment;
    let classes: BTreeMap<usize, (Option<u8>, Option<f64>)> = assessment
        .chains
        .first()
        .filter(|c| c.kind == kind)
        .map(|c| c.scores.iter().filter_map(|s| Some((reading.index(&s.place)?, (s.class, s.score)))).collect())
        .unwrap_or_default();
    html.raw(if kind == shown { "<g class=\"layer on\" data-kind=" } else { "<g class=\"layer base\" data-kind=" });
    html.text(kind.as_str()).raw(">");
    let places: Vec<(usize, &AssessedPlace)> =
        assessment.places.iter().enumerate().filter(|(_, p)| p.kind == kind && p.geometry.is_some()).collect();
    let mut names: Vec<(&str, (i64, i64))> = Vec::new();
    for (at, place) in &places {
        let Some(outline) = place.geometry.as_ref().map(|g| sheet.draw(g)) else { continue };
        let (class, number) = classes.get(at).copied().unwrap_or_default();
        shape(html, (*at, place), &outline, (class, number));
        names.push((&place.name, outline.centre));
    }
    if places.len() <= NAMED && kind != PlaceKind::City {
        for (name, (x, y)) in names {
            html.raw("<text x=").number(x).raw(" y=").number(y).raw(" dy=1.4em>").text(name).raw("</text>");
        }
    }
    html.raw("</g>");
}

fn shape(
    html: &mut Html,
    (at, place): (usize, &AssessedPlace),
    outline: &Outline,
    (class, number): (Option<u8>, Option<f64>),
) {
    html.raw("<g data-i=").index(at).raw(" class=\"p ").raw(class_name(class)).raw("\"><title>");
    html.text(&format!("{}: {} ({})", place.name, class_word(class), score(number))).raw("</title>");
    if !outline.path.is_empty() {
        html.raw("<path d=\"").text(&outline.path).raw("\"/>");
    }
    let small = outline.path.is_empty() || place.kind == PlaceKind::Settlement;
    if let Some((x, y)) = outline.dot.filter(|_| small) {
        let square = place.settlement_type == Some(SettlementType::Formal);
        html.raw("<g class=dot>");
        for open in if square {
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

fn legend(html: &mut Html) {
    html.raw("<div id=legends data-ramp=worse><div class=legend><p>Class of the score (GIZ thresholds .2, .4, .6, .8)</p><ul>");
    for (open, class) in [
        ("<li><i class=c0></i>", Some(1)),
        ("<li><i class=c1></i>", Some(2)),
        ("<li><i class=c2></i>", Some(3)),
        ("<li><i class=\"c3 high\"></i>", Some(4)),
        ("<li><i class=\"c4 high\"></i>", Some(5)),
        ("<li><i class=cn></i>", None),
    ] {
        html.raw(open).text(class_word(class)).raw("</li>");
    }
    html.raw("</ul><ul class=signs><li><i class=round></i>informal or not known, too small to draw</li><li><i class=square></i>formal, too small to draw</li></ul></div></div>");
}
