//! Legends: what each colour of the map means, for every key indicator and set of places.

use crate::markup::Html;
use crate::number::unit_beside;
use crate::page::sets::Sets;
use crate::page::sheet::number_of;
use crate::reading::Reading;
use crate::shade::Shading;
use city::indicator::{Direction, IndicatorKind};
use city::profile::{KeyIndicator, SettlementType};

/// Writes a legend for each key indicator and set that has any number of it; the script shows one of them.
pub fn legends(html: &mut Html, reading: &Reading<'_>, sets: &Sets) {
    html.raw("<div id=legends role=group aria-label=\"").say("legend").raw("\">");
    for (set_number, set) in sets.list.iter().enumerate().filter(|(_, s)| s.drawn) {
        for (number, (key, shading)) in reading.profile.key.iter().zip(&set.shadings).enumerate() {
            html.raw("<div class=legend data-key=").index(number).raw(" data-set=").index(set_number);
            html.raw(" data-ramp=").raw(ramp(key));
            html.raw(if number == sets.key && set_number == sets.first { ">" } else { " hidden>" });
            legend(html, key, &set.label, shading);
            html.raw("</div>");
        }
    }
    signs(html, reading);
    html.raw("</div>");
}

fn legend(html: &mut Html, key: &KeyIndicator, set: &str, shading: &Shading) {
    html.raw("<p><b>").text(&key.label).raw("</b>");
    let unit = unit_beside(&key.label, &key.unit);
    if !unit.is_empty() && !shading.names {
        html.raw(", ").text(&unit);
    }
    html.raw(" · ").text(set).raw("</p><ul>");
    for (colour, label, places) in &shading.classes {
        html.raw("<li><i class=").raw(class(Some(*colour))).raw("></i>").text(label);
        html.raw(" <small>").text(&number_of(*places)).raw("</small></li>");
    }
    let none = shading.colours.iter().filter(|c| c.is_none()).count();
    if none > 0 {
        html.raw("<li><i class=cn></i>").say("legend-none").raw(" <small>").text(&number_of(none)).raw("</small></li>");
    }
    html.raw("</ul>");
}

/// What circles and squares mean, where both are on the map.
fn signs(html: &mut Html, reading: &Reading<'_>) {
    let has = |t| reading.profile.places.iter().any(|p| p.settlement_type == Some(t) && p.geometry.is_some());
    if has(SettlementType::Formal) && has(SettlementType::Informal) {
        html.raw("<ul class=signs><li><i class=round></i>").say("legend-informal");
        html.raw("</li><li><i class=square></i>").say("legend-formal").raw("</li></ul>");
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

/// The colours of a key indicator: a ramp by whether more is good news, or a list for names.
pub fn ramp(key: &KeyIndicator) -> &'static str {
    match (key.kind, key.direction) {
        (IndicatorKind::Class | IndicatorKind::Flag, _) => "names",
        (_, Direction::MoreIsWorse) => "worse",
        (_, Direction::MoreIsBetter) => "better",
        (_, Direction::Neither) => "neither",
    }
}
