//! Map and tables side by side: the same places, the same numbers.

use crate::markup::Html;
use crate::number::{self, Shown, unit_beside};
use crate::page::sets::{Set, Sets};
use crate::page::sheet::number_of;
use crate::page::{legend, map, notes};
use crate::reading::{Reading, key_entry};
use crate::words::fill;
use city::profile::{Entry, KeyIndicator, PlaceProfile, SettlementType};
use city::source::SourceId;
use city::{Period, PlaceKind};

/// Letters from which a label gets a wider column, so that the head of the table stays low.
const LONG_LABEL: usize = 30;

/// Writes the map, its controls and the tables of key numbers.
pub fn explore(html: &mut Html, reading: &Reading<'_>, sets: &Sets) {
    html.raw("<section id=explore class=explore><h2>").say("explore").raw("</h2>");
    controls(html, reading, sets);
    html.raw("<div class=side><div class=left>");
    map::map(html, reading, sets);
    legend::legends(html, reading, sets);
    html.raw("<p id=map-help class=help data-js hidden>")
        .say("map-help")
        .raw("</p></div><div class=right><div id=list>");
    for (number, set) in sets.list.iter().enumerate() {
        table(html, reading, sets, (number, set));
    }
    html.raw("<p id=none hidden>").say("nothing-found").raw("</p></div>");
    html.raw("<div id=card tabindex=-1 role=region aria-labelledby=card-name hidden><p class=tools>");
    html.raw("<button type=button id=back>").say("back").raw("</button> <button type=button id=print>");
    html.say("print-sheet").raw("</button></p><h3 id=card-name></h3><div id=sheet></div></div>");
    html.raw("<p id=live class=vh aria-live=polite></p></div></div></section>");
}

fn controls(html: &mut Html, reading: &Reading<'_>, sets: &Sets) {
    html.raw("<div class=controls data-js hidden>");
    if !reading.profile.key.is_empty() {
        html.raw("<p><label for=key>").say("colour-by").raw("</label><select id=key>");
        for (i, key) in reading.profile.key.iter().enumerate() {
            html.raw("<option value=").index(i).raw(if i == sets.key { " selected data-ramp=" } else { " data-ramp=" });
            html.raw(legend::ramp(key)).raw(">").text(&key.label).raw("</option>");
        }
        html.raw("</select></p>");
    }
    html.raw("<p><label for=set>").say("which-places").raw("</label><select id=set>");
    for (i, set) in sets.list.iter().enumerate() {
        html.raw("<option value=").index(i).raw(if i == sets.first { " selected>" } else { ">" });
        html.text(&set.label);
        if !set.drawn {
            html.raw(" (").say("not-drawn").raw(")");
        }
        html.raw("</option>");
    }
    html.raw("</select></p>");
    types(html, reading);
    html.raw("<p><label for=search>").say("search").raw("</label><input id=search type=search autocomplete=off></p>");
    html.raw("<output id=found for=\"search set\"></output></div>");
}

/// A choice of informal or formal, where there are both.
fn types(html: &mut Html, reading: &Reading<'_>) {
    let letters = ["i", "f", "u"].into_iter().zip(["kinds-informal", "kinds-formal", "kinds-untyped"]);
    let has = |letter: &str| reading.profile.places.iter().any(|p| type_letter(p) == letter);
    let found: Vec<_> = letters.filter(|(letter, _)| has(letter)).collect();
    if found.len() < 2 {
        return;
    }
    html.raw("<p id=types hidden><label for=type>").say("filter").raw("</label><select id=type><option value=\"\">");
    html.say("filter-all").raw("</option>");
    for (letter, id) in found {
        html.raw("<option value=").raw(letter).raw(">").say(id).raw("</option>");
    }
    html.raw("</select></p>");
}

fn type_letter(place: &PlaceProfile) -> &'static str {
    match (place.kind, place.settlement_type) {
        (PlaceKind::Settlement, Some(SettlementType::Informal)) => "i",
        (PlaceKind::Settlement, Some(SettlementType::Formal)) => "f",
        (PlaceKind::Settlement, None) => "u",
        _ => "",
    }
}

/// Period and source of a whole column, where all its numbers share them.
type Shared<'a> = (Option<&'a Period>, Option<&'a SourceId>);

fn shared<'a>(reading: &Reading<'a>, set: &Set, key: &KeyIndicator) -> Shared<'a> {
    let places = set.places.iter().filter_map(|i| reading.profile.places.get(*i));
    let entries: Vec<&Entry> =
        places.filter_map(|p| key_entry(p, key)).filter(|e| e.value.number().is_some()).collect();
    let Some(first) = entries.first() else { return (None, None) };
    (
        entries.iter().all(|e| e.period == first.period).then_some(&first.period),
        entries.iter().all(|e| e.source == first.source).then_some(&first.source),
    )
}

/// A column: number of its key indicator, the indicator, and what its numbers share.
type Column<'a> = (usize, &'a KeyIndicator, Shared<'a>);

/// A set as a folded table with a column for each key indicator that any of its places has.
fn table(html: &mut Html, reading: &Reading<'_>, sets: &Sets, (number, set): (usize, &Set)) {
    let profile = reading.profile;
    let column = |k: usize| profile.key.get(k).map(|key| (k, key, shared(reading, set, key)));
    let columns: Vec<Column<'_>> = set.keys().into_iter().filter_map(column).collect();
    html.raw(if set.drawn { "<details class=set open data-set=" } else { "<details class=set data-set=" })
        .index(number);
    html.raw("><summary><h3>").text(&set.label).raw("</h3> <small>").text(&number_of(set.places.len()));
    html.raw("</small></summary><div class=scroll role=region tabindex=0 aria-label=\"");
    let caption = fill("table-caption", &[("set", &set.label), ("city", &profile.city)]);
    html.text(&caption).raw("\"><table class=key data-keys=\"");
    let keys: Vec<String> = columns.iter().map(|(k, ..)| k.to_string()).collect();
    html.text(&keys.join(" ")).raw("\"><caption class=vh>").text(&caption).raw("</caption><thead><tr><th scope=col>");
    html.say("column-place").raw("</th>");
    for column in &columns {
        column_head(html, reading, column);
    }
    html.raw("</tr></thead>");
    if let Some(city) = profile.places.iter().position(|p| p.kind == PlaceKind::City) {
        html.raw("<tbody class=whole>");
        row(html, reading, sets, city, &columns);
        html.raw("</tbody>");
    }
    html.raw("<tbody class=parts>");
    for i in &set.places {
        row(html, reading, sets, *i, &columns);
    }
    html.raw("</tbody></table></div></details>");
}

fn column_head(html: &mut Html, reading: &Reading<'_>, (_, key, (period, source)): &Column<'_>) {
    let long = key.label.chars().count() > LONG_LABEL;
    html.raw(if long { "<th scope=col class=\"n long\"><span>" } else { "<th scope=col class=n><span>" })
        .text(&key.label)
        .raw("</span><small>");
    html.text(&unit_beside(&key.label, &key.unit));
    if let Some(period) = period {
        html.raw(" ").text(&number::period(period));
    }
    if let Some(source) = source {
        html.raw(" ");
        notes::reference(html, reading, source);
    }
    html.raw("</small></th>");
}

fn row(html: &mut Html, reading: &Reading<'_>, sets: &Sets, i: usize, columns: &[Column<'_>]) {
    let Some(place) = reading.profile.places.get(i) else { return };
    // The city's own numbers stand under columns of its parts, so they say where they are from.
    let is_city = place.kind == PlaceKind::City;
    let cells: Vec<(usize, Option<&Entry>, Shared<'_>)> = columns
        .iter()
        .map(|(k, key, shared)| (*k, key_entry(place, key), if is_city { (None, None) } else { *shared }))
        .collect();
    let own = if is_city { None } else { own(&cells) };
    html.raw("<tr data-i=").index(i);
    if !type_letter(place).is_empty() {
        html.raw(" data-t=").raw(type_letter(place));
    }
    html.raw("><th scope=row><a href=#p").index(i).raw(">").text(&place.name).raw("</a>");
    if let Some(parent) = reading.parent(place) {
        html.raw("<small>").text(&parent.name).raw("</small>");
    }
    if let Some((period, source)) = own {
        html.raw("<small class=own>").text(&number::period(period)).raw(" ");
        notes::reference(html, reading, source);
        html.raw("</small>");
    }
    html.raw("</th>");
    for (k, entry, shared) in cells {
        let said = |e: &Entry| (shared.0.is_some() && shared.1.is_some()) || own.is_some_and(|own| is_of(e, own));
        let from = entry.is_some_and(|e| !said(e));
        cell(html, reading, entry, sets.colour(k, i), from);
    }
    html.raw("</tr>");
}

/// When and where from most numbers of a row are, of those that their column does not say it of.
fn own<'a>(cells: &[(usize, Option<&'a Entry>, Shared<'_>)]) -> Option<(&'a Period, &'a SourceId)> {
    let silent = cells.iter().filter(|(.., (period, source))| period.is_none() || source.is_none());
    let entries: Vec<&Entry> = silent.filter_map(|(_, e, _)| *e).filter(|e| e.value.number().is_some()).collect();
    let like = |one: &Entry| entries.iter().filter(|e| is_of(e, (&one.period, &one.source))).count();
    let longest = |e: &Entry| e.period.as_str().len();
    let best = entries.iter().max_by_key(|e| (like(e), longest(e)))?;
    (like(best) > 1).then_some((&best.period, &best.source))
}

/// Whether an entry is of a source and of the same year.
fn is_of(entry: &Entry, (period, source): (&Period, &SourceId)) -> bool {
    let year = |p: &Period| p.as_str().get(..4).map(str::to_owned);
    entry.source == *source && year(&entry.period) == year(period)
}

fn cell(html: &mut Html, reading: &Reading<'_>, entry: Option<&Entry>, colour: Option<u8>, from: bool) {
    let Some(entry) = entry else {
        html.raw("<td class=\"n gap\">").say("no-entry").raw("</td>");
        return;
    };
    let shown = Shown::new(&entry.value, entry.kind, "", &entry.class_labels);
    html.raw(if shown.gap { "<td class=\"n gap\"" } else { "<td class=n" });
    if let Some(number) = entry.value.number() {
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
    if !shown.gap && from {
        html.raw("<small>").text(&number::period(&entry.period)).raw(" ");
        notes::reference(html, reading, &entry.source);
        html.raw("</small>");
    }
    html.raw("</td>");
}
