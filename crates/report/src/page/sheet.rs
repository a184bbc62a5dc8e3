//! Sheets: everything known of a place, by section.

use crate::markup::Html;
use crate::number::Shown;
use crate::page::notes;
use crate::reading::{Reading, key_entry};
use crate::row::{Row, rows, undefined_sections};
use crate::words::{fill, say};
use city::profile::{PlaceProfile, SettlementType};
use city::{PlaceKind, Quality};

/// Writes the sheets of the first `whole` places: the city open, others folded, formal and informal apart.
pub fn sheets(html: &mut Html, reading: &Reading<'_>, whole: usize) {
    html.raw("<section id=places class=places><h2>").say("places-head").raw("</h2>");
    let places: Vec<_> = reading.profile.places.iter().enumerate().take(whole).collect();
    for (group, title) in GROUPS {
        let of_group: Vec<_> = places.iter().filter(|(_, p)| group_of(p) == *group).collect();
        if of_group.is_empty() {
            continue;
        }
        if *group != Group::City {
            html.raw("<h3 class=group>").say(title).raw("</h3>");
        }
        for (i, place) in of_group {
            html.raw(if *group == Group::City {
                "<details class=place open id=p"
            } else {
                "<details class=place id=p"
            });
            html.index(*i).raw("><summary>");
            html.raw("<h3>").text(&place.name).raw("</h3> <small>").text(&reading.described(place)).raw("</small>");
            first_number(html, reading, place);
            html.raw("</summary>");
            sheet(html, reading, place);
            html.raw("</details>");
        }
    }
    let more = reading.profile.places.len().saturating_sub(whole);
    if more > 0 {
        let number = crate::number::count(more as u64);
        html.raw("<p class=more>")
            .text(&fill("more-places", &[("n", &number)]))
            .raw(" <noscript>")
            .say("more-places-nojs")
            .raw("</noscript></p>");
    }
    html.raw("</section>");
}

/// The first key number, so that folded sheets say something.
fn first_number(html: &mut Html, reading: &Reading<'_>, place: &PlaceProfile) {
    let Some(key) = reading.profile.key.first() else { return };
    if let Some(entry) = key_entry(place, key) {
        let shown = Shown::new(&entry.value, entry.kind, &entry.unit, &entry.class_labels);
        html.raw(if shown.gap { " <span class=\"lead gap\">" } else { " <span class=lead>" })
            .text(&shown.to_string())
            .raw("</span>");
    }
}

#[derive(PartialEq)]
enum Group {
    City,
    District,
    Informal,
    Formal,
    Untyped,
    Other,
}

const GROUPS: &[(Group, &str)] = &[
    (Group::City, "kinds-city"),
    (Group::District, "kinds-district"),
    (Group::Informal, "kinds-informal"),
    (Group::Formal, "kinds-formal"),
    (Group::Untyped, "kinds-untyped"),
    (Group::Other, "kinds-other"),
];

fn group_of(place: &PlaceProfile) -> Group {
    match (place.kind, place.settlement_type) {
        (PlaceKind::City, _) => Group::City,
        (PlaceKind::District, _) => Group::District,
        (PlaceKind::Settlement, Some(SettlementType::Informal)) => Group::Informal,
        (PlaceKind::Settlement, Some(SettlementType::Formal)) => Group::Formal,
        (PlaceKind::Settlement, None) => Group::Untyped,
        _ => Group::Other,
    }
}

fn sheet(html: &mut Html, reading: &Reading<'_>, place: &PlaceProfile) {
    html.raw("<div class=sheet>");
    if !place.geometry_note.is_empty() {
        html.raw("<p class=wide><b>").say("boundary-note").raw("</b> ").text(&place.geometry_note).raw("</p>");
    }
    let mut silent = Vec::new();
    for (id, label) in sections(reading, place) {
        let rows = rows(reading, place, id);
        if rows.is_empty() {
            silent.push(label);
        } else {
            section(html, label, &rows);
        }
    }
    if !silent.is_empty() {
        html.raw("<p class=\"wide silent\">")
            .text(&fill("silent-sections", &[("sections", &silent.join(", "))]))
            .raw("</p>");
    }
    html.raw("</div>");
}

/// Id and label of every section: the defined ones, then those that only entries name.
pub fn sections<'a>(reading: &Reading<'a>, place: &'a PlaceProfile) -> Vec<(&'a str, &'a str)> {
    let defined = reading.profile.sections.iter().map(|s| (s.id.as_str(), s.label.as_str()));
    defined.chain(undefined_sections(reading, place).into_iter().map(|id| (id, id))).collect()
}

fn section(html: &mut Html, label: &str, rows: &[Row]) {
    html.raw("<section class=facts><h4>")
        .text(label)
        .raw("</h4><table><thead class=vh><tr><th scope=col>")
        .say("sheet-what");
    html.raw("</th><th scope=col>")
        .say("sheet-value")
        .raw("</th><th scope=col>")
        .say("sheet-from")
        .raw("</th></tr></thead><tbody>");
    for row in rows {
        write_row(html, row);
    }
    html.raw("</tbody></table></section>");
}

fn write_row(html: &mut Html, row: &Row) {
    html.raw(if row.part { "<tr class=part><th scope=row>" } else { "<tr><th scope=row>" })
        .text(&row.label)
        .raw("</th>");
    html.raw(if row.shown.gap { "<td class=gap>" } else { "<td>" });
    if row.shown.gap {
        html.text(&row.shown.main);
    } else {
        html.raw("<b>").text(&row.shown.main).raw("</b>");
    }
    if !row.shown.unit.is_empty() {
        html.raw(if row.shown.unit == "%" { "<span>" } else { " <span>" }).text(&row.shown.unit).raw("</span>");
    }
    if !row.shown.range.is_empty() {
        html.raw(" <i>(").text(&row.shown.range).raw(")</i>");
    }
    if !row.share.is_empty() {
        html.raw(" <span class=sh>").text(&row.share).raw("</span>");
    }
    if let Some(bar) = row.bar {
        html.raw("<i class=w style=--w:").number(bar).raw("></i>");
    }
    if !row.note.is_empty() {
        html.raw("<p>").text(&row.note).raw("</p>");
    }
    html.raw("</td><td>").text(&row.period).raw(" ");
    notes::reference_to(html, row.source, &row.source_id);
    if !row.shown.gap {
        html.raw(" ").join(&quality(row.quality));
    }
    if row.default {
        html.raw(" <span class=dv>").say("default").raw("</span>");
    }
    why(html, row);
    html.raw("</td></tr>");
}

fn why(html: &mut Html, row: &Row) {
    if row.how.is_empty() && row.inputs.is_empty() && row.earlier.is_empty() {
        return;
    }
    html.raw(" <details><summary aria-label=\"")
        .text(&fill("why-of", &[("label", &row.label)]))
        .raw("\">")
        .say("why")
        .raw("</summary>");
    for (title, text) in [("why-how", &row.how), ("why-inputs", &row.inputs.join("; ")), ("why-earlier", &row.earlier)]
    {
        if !text.is_empty() {
            html.raw("<p><b>").say(title).raw("</b> ").text(text).raw("</p>");
        }
    }
    if row.default {
        html.raw("<p>").say("default-means").raw("</p>");
    }
    html.raw("</details>");
}

/// Three dots, of which one, two or three are full.
pub fn quality(quality: Quality) -> Html {
    let mut html = Html::default();
    html.raw(match quality {
        Quality::High => "<span class=\"q q3\">",
        Quality::Medium => "<span class=\"q q2\">",
        Quality::Low => "<span class=\"q q1\">",
    });
    html.text(quality_word(quality)).raw("</span>");
    html
}

/// The word of a quality.
pub fn quality_word(quality: Quality) -> &'static str {
    match quality {
        Quality::High => say("quality-high"),
        Quality::Medium => say("quality-medium"),
        Quality::Low => say("quality-low"),
    }
}
