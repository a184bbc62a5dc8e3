//! Sheets: everything known of a place, by section.

use crate::markup::Html;
use crate::number::{Shown, count};
use crate::page::facts;
use crate::page::sets::{Set, Sets};
use crate::reading::{Reading, key_entry, kind_of};
use crate::row::undefined_sections;
use crate::words::{fill, say};
use city::profile::{Entry, PlaceProfile, SettlementType};
use city::{PlaceKind, Quality};

/// Bytes of sheets that stand in the page as HTML; the sheets of further sets of places are packed.
const OPEN_BYTES: usize = 1_300_000;

/// Writes the sheet of the city, and those of the sets of places that fit, folded; gives the indices of all of them.
pub fn sheets(html: &mut Html, reading: &Reading<'_>, sets: &Sets, all: &[Html]) -> Vec<usize> {
    let bytes = |places: &[usize]| places.iter().filter_map(|i| all.get(*i)).map(|s| s.as_str().len()).sum::<usize>();
    let city: Vec<usize> = places_of_kind(reading, PlaceKind::City);
    let mut room = OPEN_BYTES.saturating_sub(bytes(&city));
    let mut written = city.clone();
    html.raw("<section id=places class=places><h2>").say("places-head").raw("</h2><p>").say("places-text");
    html.raw("</p><p class=tools data-js hidden><button type=button id=unfold>").say("unfold").raw("</button></p>");
    for i in &city {
        place(html, reading, sets, (*i, all), true);
    }
    for set in &sets.list {
        let needed = bytes(&set.places);
        if needed <= room {
            room -= needed;
            written.extend(&set.places);
            whole_set(html, reading, sets, set, all);
        }
    }
    let more = reading.profile.places.len().saturating_sub(written.len());
    if more > 0 {
        html.raw("<p class=more>").text(&fill("more-places", &[("n", &count(more as u64))])).raw(" <noscript>");
        html.say("more-places-nojs").raw("</noscript></p>");
    }
    html.raw("</section>");
    written
}

fn places_of_kind(reading: &Reading<'_>, kind: PlaceKind) -> Vec<usize> {
    let places = reading.profile.places.iter().enumerate();
    places.filter(|(_, p)| p.kind == kind).map(|(i, _)| i).collect()
}

/// A set, informal and formal settlements apart.
fn whole_set(html: &mut Html, reading: &Reading<'_>, sets: &Sets, set: &Set, all: &[Html]) {
    let types = [Some(SettlementType::Informal), Some(SettlementType::Formal), None];
    let of_type = |t: Option<SettlementType>| -> Vec<usize> {
        let is = |i: &&usize| reading.profile.places.get(**i).is_some_and(|p| p.settlement_type == t);
        set.places.iter().filter(is).copied().collect()
    };
    let groups: Vec<_> = types.into_iter().map(of_type).filter(|places| !places.is_empty()).collect();
    for places in &groups {
        let kind = places.first().and_then(|i| reading.profile.places.get(*i)).map_or("", kind_of);
        html.raw("<details class=group><summary><h3>").text(&set.label);
        if groups.len() > 1 {
            html.raw(": ").text(&kind.to_lowercase());
        }
        html.raw("</h3> <small>").text(&number_of(places.len())).raw("</small></summary>");
        for i in places {
            place(html, reading, sets, (*i, all), false);
        }
        html.raw("</details>");
    }
}

/// `12 places`.
pub fn number_of(places: usize) -> String {
    if places == 1 { say("legend-place").to_owned() } else { fill("legend-places", &[("n", &count(places as u64))]) }
}

fn place(html: &mut Html, reading: &Reading<'_>, sets: &Sets, (i, all): (usize, &[Html]), open: bool) {
    let (Some(place), Some(sheet)) = (reading.profile.places.get(i), all.get(i)) else { return };
    html.raw(if open { "<details class=place open id=p" } else { "<details class=place id=p" });
    html.index(i).raw("><summary>").raw(if open { "<h3>" } else { "<h4>" }).text(&place.name);
    html.raw(if open { "</h3>" } else { "</h4>" });
    if let Some(parent) = reading.parent(place) {
        html.raw(" <small>").text(&parent.name).raw("</small>");
    }
    lead(html, reading, sets, place);
    html.raw("</summary>").join(sheet).raw("</details>");
}

/// The number that the map begins with, so that folded sheets say something.
fn lead(html: &mut Html, reading: &Reading<'_>, sets: &Sets, place: &PlaceProfile) {
    let Some(key) = reading.profile.key.get(sets.key) else { return };
    let Some(entry) = key_entry(place, key).filter(|e| e.value.number().is_some()) else { return };
    let shown = Shown::new(&entry.value, entry.kind, "", &entry.class_labels);
    html.raw(" <span class=lead><small>").text(&key.label).raw("</small> ").text(&shown.to_string());
    html.raw(if entry.unit == "percent" { "%</span>" } else { "</span>" });
}

/// The sheet of a place.
pub fn sheet(reading: &Reading<'_>, place: &PlaceProfile) -> Html {
    let mut html = Html::default();
    html.raw("<div class=sheet>");
    if place.kind != PlaceKind::City {
        html.raw("<p class=wide>").text(&reading.described(place)).raw("</p>");
    }
    if !place.geometry_note.is_empty() {
        html.raw("<p class=wide>").text(&place.geometry_note).raw("</p>");
    }
    let (apart, entries): (Vec<&Entry>, Vec<&Entry>) = place.entries.iter().partition(|e| is_apart(place, e));
    let mut silent = Vec::new();
    for (number, (id, label)) in sections(reading, place).into_iter().enumerate() {
        let of_section: Vec<&Entry> = entries.iter().copied().filter(|e| e.section == id).collect();
        if of_section.is_empty() {
            silent.push(label);
        } else {
            facts::section(&mut html, reading, label, &of_section);
        }
        if number == 0 && !apart.is_empty() {
            facts::apart(&mut html, reading, &apart);
        }
    }
    if !silent.is_empty() {
        html.raw("<p class=\"wide silent\">").text(&fill("silent-sections", &[("sections", &silent.join(", "))]));
        html.raw("</p>");
    }
    html.raw("</div>");
    html
}

/// Whether an entry is a total of informal or of formal settlements.
fn is_apart(place: &PlaceProfile, entry: &Entry) -> bool {
    let mut keys = entry.group.iter();
    let by_type = keys.next().is_some_and(|(dimension, _)| dimension == "settlement_type") && keys.next().is_none();
    by_type && matches!(place.kind, PlaceKind::City | PlaceKind::District)
}

/// Id and label of every section: the defined ones, then those that only entries name.
fn sections<'a>(reading: &Reading<'a>, place: &'a PlaceProfile) -> Vec<(&'a str, &'a str)> {
    let defined = reading.profile.sections.iter().map(|s| (s.id.as_str(), s.label.as_str()));
    defined.chain(undefined_sections(reading, place).into_iter().map(|id| (id, id))).collect()
}

/// Three dots, of which one, two or three are full.
pub fn quality(quality: Quality) -> Html {
    let mut html = Html::default();
    html.raw(match quality {
        Quality::High => "<span class=\"q q3\">",
        Quality::Medium => "<span class=\"q q2\">",
        Quality::Low => "<span class=\"q q1\">",
    });
    html.say(match quality {
        Quality::High => "quality-high",
        Quality::Medium => "quality-medium",
        Quality::Low => "quality-low",
    });
    html.raw("</span>");
    html
}
