//! The rows of a journey as tables, and what the map's script is told of them.

use crate::assessment::reading::{capital, table, table_end};
use crate::markup::Html;
use crate::number;
use city::assessment::AssessedPlace;
use city::indicator::IndicatorKind;
use city::travel::{Answer, Journey, TravelReport, TravelRow, Within};
use city::{Estimate, PlaceKind};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Minutes with the digits that they bear.
pub fn minutes(number: f64) -> String {
    if number < 9.95 { format!("{number:.1}") } else { format!("{number:.0}") }
}

/// Metres, or kilometres from one on.
pub fn metres(number: f64) -> String {
    if number < 1_000.0 {
        format!("{number:.0} m")
    } else if number < 100_000.0 {
        format!("{:.1} km", number / 1_000.0)
    } else {
        format!("{} km", number::figure(number / 1_000.0, IndicatorKind::Count))
    }
}

/// An estimate and its ends below it.
fn cell(html: &mut Html, estimate: Option<Estimate>, words: impl Fn(f64) -> String) {
    let Some(e) = estimate else {
        html.raw("<td class=n>–<span class=vh> no number</span></td>");
        return;
    };
    html.raw("<td class=n>").text(&words(e.value));
    let (low, high) = (words(e.low), words(e.high));
    if low != words(e.value) || high != words(e.value) {
        html.raw("<small>").text(&low).raw(" – ").text(&high).raw("</small>");
    }
    html.raw("</td>");
}

/// The band that stands for all in a table: the middle one.
fn middle(journey: &Journey) -> Option<u32> {
    journey.minutes.get(journey.minutes.len() / 2).copied()
}

fn within(row: &[Within], minutes: u32) -> Option<Within> {
    row.iter().find(|w| w.minutes == minutes).copied()
}

/// Formal and informal settlements beside each other.
pub fn groups(html: &mut Html, journey: &Journey) {
    if journey.groups.is_empty() || journey.refused.is_some() {
        return;
    }
    html.raw("<h4>Formal and informal settlements</h4>");
    let bands: Vec<String> = journey.minutes.iter().map(|m| format!("Within {m} minutes")).collect();
    let mut headings = vec!["Settlements", "Minutes, middle person"];
    headings.extend(bands.iter().map(String::as_str));
    table(html, "Formal and informal settlements", &headings);
    for group in &journey.groups {
        html.raw("<tr><th scope=row>").text(&capital(group.settlement_type.as_str())).raw("<small>");
        html.text(&number::count(group.counted)).raw(" of ").text(&number::count(group.settlements));
        html.raw(" counted their people; ").text(&format!("{:.0}", 100.0 * group.routed_share));
        html.raw(" % of those have a mapped way</small></th>");
        cell(html, group.minutes.median, minutes);
        for band in &journey.minutes {
            let within = within(&group.within, *band);
            people_cell(html, within);
        }
        html.raw("</tr>");
    }
    table_end(html);
}

/// People within a band: share with its range, and how many.
fn people_cell(html: &mut Html, within: Option<Within>) {
    let Some((within, share)) = within.and_then(|w| Some((w, w.share?))) else {
        html.raw("<td class=n>–<span class=vh> no number</span></td>");
        return;
    };
    html.raw("<td class=n>").text(&format!("{:.0} %", share.value));
    let [low, value, high] = [share.low, share.value, share.high].map(|n| format!("{n:.0}"));
    if low != value || high != value {
        html.raw("<small>").text(&format!("{low} – {high} %")).raw("</small>");
    }
    if let Some(people) = within.people {
        html.raw("<small>").text(&number::figure(people.value, IndicatorKind::Count)).raw(" people</small>");
    }
    html.raw("</td>");
}

/// Places of one kind whose ids begin alike, with their positions and rows.
pub(crate) type RowSet<'a, R> = (PlaceKind, &'a str, Vec<(usize, &'a AssessedPlace, R)>);

/// Rows by settlements and sets of districts, settlements first, then small sets before large ones.
pub(crate) fn sets<'a, R>(
    places: &'a [AssessedPlace],
    rows: impl Iterator<Item = (&'a city::PlaceId, R)>,
) -> Vec<RowSet<'a, R>> {
    let index: BTreeMap<&city::PlaceId, usize> = places.iter().enumerate().map(|(at, p)| (&p.id, at)).collect();
    let mut sets: Vec<RowSet<'a, R>> = Vec::new();
    for (id, row) in rows {
        let Some((at, place)) = index.get(id).and_then(|at| Some((*at, places.get(*at)?))) else { continue };
        let prefix = if place.kind == PlaceKind::Settlement { "settlement" } else { place.id.prefix() };
        match sets.iter_mut().find(|(kind, known, _)| *kind == place.kind && *known == prefix) {
            Some((_, _, list)) => list.push((at, place, row)),
            None => sets.push((place.kind, prefix, vec![(at, place, row)])),
        }
    }
    sets.sort_by_key(|(kind, prefix, list)| (*kind != PlaceKind::Settlement, list.len(), *prefix));
    sets
}

/// What a set is called, and how many places it has.
pub(crate) fn set_title(prefix: &str, places: usize) -> String {
    let words = match prefix {
        "settlement" => "Settlements".to_owned(),
        "district" => "Districts".to_owned(),
        own => capital(&own.replace('_', " ")),
    };
    format!("{words}: {}", number::count(places as u64))
}

/// The rows of settlements, then of each set of districts, the farthest first.
pub fn tables(html: &mut Html, report: &TravelReport, journey: &Journey) {
    let sets = sets(&report.places, journey.rows.iter().map(|row| (&row.place, row)));
    for (at, (_, prefix, mut list)) in sets.into_iter().enumerate() {
        list.sort_by(|a, b| far(b.2).total_cmp(&far(a.2)).then_with(|| a.1.name.cmp(&b.1.name)));
        let title = set_title(prefix, list.len());
        html.raw(if at == 0 { "<details class=set open>" } else { "<details class=set>" });
        html.raw("<summary><h4>").text(&title).raw("</h4></summary>");
        set(html, journey, &title, &list);
        html.raw("</details>");
    }
}

/// How far for sorting: minutes, and those without a way after all others, by the straight line.
fn far(row: &TravelRow) -> f64 {
    row.minutes.median.map_or_else(|| row.straight_m.unwrap_or(0.0) - 1e9, |m| m.value)
}

fn set(html: &mut Html, journey: &Journey, caption: &str, list: &[(usize, &AssessedPlace, &TravelRow)]) {
    let band = middle(journey);
    let heading = band.map_or_else(String::new, |m| format!("People within {m} minutes"));
    let headings = ["Place", "Minutes, middle person", "Nine in ten", "Along the way", "Straight", heading.as_str()];
    table(html, caption, headings.get(..if band.is_some() { 6 } else { 5 }).unwrap_or(&headings));
    for (at, place, row) in list {
        html.raw("<tr data-i=").index(*at).raw("><th scope=row>").text(&place.name);
        if !row.note.is_empty() && row.answer != Answer::StraightLine {
            html.raw("<small>").text(&row.note).raw("</small>");
        }
        html.raw("</th>");
        if row.minutes.median.is_none() && row.distance_m.median.is_none() && row.straight_m.is_some() {
            lower(html, row);
        } else {
            cell(html, row.minutes.median, minutes);
            cell(html, row.minutes.p90, minutes);
            cell(html, row.distance_m.median, metres);
        }
        html.raw("<td class=n>").text(&row.straight_m.map_or_else(|| "–".to_owned(), metres)).raw("</td>");
        if let Some(band) = band {
            match within(&row.within, band) {
                Some(found) if found.share.is_none() && row.answer == Answer::StraightLine => {
                    html.raw("<td class=\"n lower\">at most ").text(&format!("{:.0} %", found.at_most)).raw("</td>");
                }
                found => people_cell(html, found),
            }
        }
        html.raw("</tr>");
    }
    table_end(html);
}

/// What stands instead of a way: more than the straight line, and no minutes.
fn lower(html: &mut Html, row: &TravelRow) {
    html.raw("<td class=\"n lower\" colspan=3>");
    html.raw(if row.answer == Answer::StraightLine { "no mapped way" } else { "fewer than half have a mapped way" });
    html.raw("<small>more than ").text(&row.straight_m.map_or_else(|| "–".to_owned(), metres)).raw("</small></td>");
}

/// The class of a row on the map: from 4, the nearest band, to 1, and 0 beyond the last; none where half of the people have no way.
pub fn level(journey: &Journey, row: &TravelRow) -> Option<u8> {
    let median = row.minutes.median?.value;
    let at = journey.minutes.iter().position(|m| median <= f64::from(*m));
    Some(at.map_or(0, |at| band_level(at, journey.minutes.len())))
}

/// The class of a band among so many: 4 is the nearest, 1 the farthest.
pub fn band_level(at: usize, bands: usize) -> u8 {
    let last = bands.saturating_sub(1).max(1);
    let step = (3 * at.min(last) + last / 2) / last;
    u8::try_from(4_usize.saturating_sub(step).max(1)).unwrap_or(1)
}

/// What a row says in one line.
pub fn told(row: &TravelRow) -> String {
    match (row.minutes.median, row.straight_m) {
        (Some(m), _) => format!("{} minutes ({} – {})", minutes(m.value), minutes(m.low), minutes(m.high)),
        (None, Some(straight)) => format!("no mapped way; more than {}", metres(straight)),
        (None, None) => "no number".to_owned(),
    }
}

/// What the script needs: the class of each place and what is told of it.
pub fn data(report: &TravelReport, journey: &Journey) -> Value {
    let index: BTreeMap<&city::PlaceId, usize> = report.places.iter().enumerate().map(|(at, p)| (&p.id, at)).collect();
    let places: Vec<Value> = journey
        .rows
        .iter()
        .filter_map(|row| Some(json!([index.get(&row.place)?, level(journey, row), told(row)])))
        .collect();
    json!({ "places": places })
}
