//! Map and table side by side: the same places, the same numbers.

use crate::markup::Html;
use crate::number::{self, Shown, count, unit_beside};
use crate::page::colours::{Colours, sortable};
use crate::page::{map, notes};
use crate::reading::{Reading, key_entry};
use crate::words::fill;
use city::indicator::IndicatorKind;
use city::profile::{Entry, KeyIndicator, PlaceProfile, SettlementType};
use city::source::SourceId;
use city::{Period, PlaceKind};

/// Writes the map, its controls and the table of key numbers.
pub fn explore(html: &mut Html, reading: &Reading<'_>, colours: &Colours) {
    html.raw("<section id=explore class=explore><h2>").say("explore").raw("</h2><div class=side><div class=left>");
    controls(html, reading, colours);
    map::map(html, reading, colours);
    map::legends(html, reading, colours);
    html.raw("<p id=map-help class=help data-js hidden>")
        .say("map-help")
        .raw("</p></div><div class=right><div id=list>");
    search(html, reading);
    table(html, reading, colours);
    html.raw("</div><div id=card tabindex=-1 hidden><p class=tools><button type=button id=back>").say("back");
    html.raw("</button> <button type=button id=print>")
        .say("print-sheet")
        .raw("</button></p><div id=sheet></div></div>");
    html.raw("<p id=live class=vh aria-live=polite></p></div></div></section>");
}

fn controls(html: &mut Html, reading: &Reading<'_>, colours: &Colours) {
    if colours.layers.is_empty() || reading.profile.key.is_empty() {
        return;
    }
    html.raw("<div class=controls data-js hidden><p><label for=key>").say("colour-by").raw("</label><select id=key>");
    for (i, key) in reading.profile.key.iter().enumerate() {
        let names = matches!(key.kind, IndicatorKind::Class | IndicatorKind::Flag);
        html.raw("<option value=").index(i).raw(" data-ramp=").raw(if names {
            "names"
        } else {
            map::ramp(key.direction)
        });
        html.raw(">").text(&key.label).raw("</option>");
    }
    html.raw("</select></p>");
    if colours.layers.len() > 1 {
        html.raw("<p><label for=layer>").say("colour-layer").raw("</label><select id=layer>");
        for (i, layer) in colours.layers.iter().enumerate() {
            html.raw("<option value=")
                .index(i)
                .raw(if i == colours.first { " selected>" } else { ">" })
                .text(&layer.label)
                .raw("</option>");
        }
        html.raw("</select></p>");
    }
    html.raw("</div>");
}

fn search(html: &mut Html, reading: &Reading<'_>) {
    html.raw("<div class=controls data-js hidden><p><label for=search>")
        .say("search")
        .raw("</label><input id=search type=search autocomplete=off></p>");
    html.raw("<p><label for=filter>")
        .say("filter")
        .raw("</label><select id=filter><option value=\"\">")
        .say("filter-all")
        .raw("</option>");
    for (letter, id) in [
        ("d", "kinds-district"),
        ("i", "kinds-informal"),
        ("f", "kinds-formal"),
        ("u", "kinds-untyped"),
        ("o", "kinds-other"),
    ] {
        if reading.profile.places.iter().any(|p| kind_letter(p) == letter) {
            html.raw("<option value=").raw(letter).raw(">").say(id).raw("</option>");
        }
    }
    let all = count(reading.profile.places.len() as u64);
    html.raw("</select></p><output id=found for=\"search filter\">")
        .text(&fill("shown-of", &[("n", &all), ("all", &all)]))
        .raw("</output></div>");
}

fn kind_letter(place: &PlaceProfile) -> &'static str {
    match (place.kind, place.settlement_type) {
        (PlaceKind::City, _) => "c",
        (PlaceKind::District, _) => "d",
        (PlaceKind::Settlement, Some(SettlementType::Informal)) => "i",
        (PlaceKind::Settlement, Some(SettlementType::Formal)) => "f",
        (PlaceKind::Settlement, None) => "u",
        _ => "o",
    }
}

/// Period and source of a whole column, where all its numbers share them.
type Shared<'a> = (Option<&'a Period>, Option<&'a SourceId>);

fn shared<'a>(reading: &Reading<'a>, key: &KeyIndicator) -> Shared<'a> {
    let places = &reading.profile.places;
    let entries: Vec<&Entry> =
        places.iter().filter_map(|p| key_entry(p, key)).filter(|e| e.value.number().is_some()).collect();
    let Some(first) = entries.first() else { return (None, None) };
    (
        entries.iter().all(|e| e.period == first.period).then_some(&first.period),
        entries.iter().all(|e| e.source == first.source).then_some(&first.source),
    )
}

fn table(html: &mut Html, reading: &Reading<'_>, colours: &Colours) {
    let profile = reading.profile;
    let caption = fill("table-caption", &[("city", &profile.city)]);
    html.raw("<div class=scroll role=region tabindex=0 aria-label=\"")
        .text(&caption)
        .raw("\"><table id=table><caption class=vh>");
    html.text(&caption).raw("</caption><thead><tr><th scope=col>").say("column-place").raw("</th>");
    let columns: Vec<Shared<'_>> = profile.key.iter().map(|k| shared(reading, k)).collect();
    for (key, (period, source)) in profile.key.iter().zip(&columns) {
        html.raw("<th scope=col class=n><span>")
            .text(&key.label)
            .raw("</span><small>")
            .text(&unit_beside(&key.label, &key.unit));
        if let Some(period) = period {
            html.raw(" ").text(&number::period(period));
        }
        if let Some(source) = source {
            html.raw(" ");
            notes::reference(html, reading, source);
        }
        html.raw("</small></th>");
    }
    html.raw("</tr></thead><tbody>");
    for (i, place) in profile.places.iter().enumerate() {
        table_row(html, reading, (i, place), &columns, colours);
    }
    html.raw("</tbody></table><p id=none hidden>").say("nothing-found").raw("</p></div>");
}

fn table_row(
    html: &mut Html,
    reading: &Reading<'_>,
    (i, place): (usize, &PlaceProfile),
    columns: &[Shared<'_>],
    colours: &Colours,
) {
    html.raw("<tr data-i=").index(i).raw(" data-k=").raw(kind_letter(place));
    if let Some(layer) = colours.layer_of(i) {
        html.raw(" data-layer=").index(layer);
    }
    html.raw("><th scope=row><a href=#p")
        .index(i)
        .raw(">")
        .text(&place.name)
        .raw("</a><small>")
        .text(&reading.described(place))
        .raw("</small></th>");
    for (k, (key, shared)) in reading.profile.key.iter().zip(columns).enumerate() {
        cell(html, reading, key_entry(place, key), colours.of(k, i), *shared);
    }
    html.raw("</tr>");
}

fn cell(
    html: &mut Html,
    reading: &Reading<'_>,
    entry: Option<&Entry>,
    colour: Option<u8>,
    (period, source): Shared<'_>,
) {
    let Some(entry) = entry else {
        html.raw("<td class=\"n gap\">").say("no-entry").raw("</td>");
        return;
    };
    let shown = Shown::new(&entry.value, entry.kind, "", &entry.class_labels);
    html.raw(if shown.gap { "<td class=\"n gap\"" } else { "<td class=n" });
    if let Some(number) = sortable(&entry.value) {
        html.raw(" data-v=").text(&number.to_string());
    }
    if let Some(colour) = colour {
        html.raw(" data-q=").index(usize::from(colour));
    }
    html.raw(">").text(&shown.main);
    if !shown.range.is_empty() {
        html.raw("<small>").text(&shown.range).raw("</small>");
    }
    if entry.default {
        html.raw("<small class=default>").say("default").raw("</small>");
    }
    if !shown.gap && (period.is_none() || source.is_none()) {
        html.raw("<small>");
        if period.is_none() {
            html.text(&number::period(&entry.period)).raw(" ");
        }
        if source.is_none() {
            notes::reference(html, reading, &entry.source);
        }
        html.raw("</small>");
    }
    html.raw("</td>");
}
