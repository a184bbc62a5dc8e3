//! The places of a result as tables, and what the map's script is told of them.

use super::amounts::{amount, percent, share};
use super::events::{amount_cell, told};
use super::map::{layer_of, level};
use super::naming::{self, Basis};
use crate::assessment::reading::{kind_word, table, table_end};
use crate::markup::Html;
use crate::number;
use crate::travel::map::LAYERS;
use crate::travel::rows::{set_title, sets};
use city::PlaceKind;
use city::assessment::AssessedPlace;
use city::risk::{RiskReport, RiskResult, Suffered};
use serde_json::{Value, json};
use std::collections::BTreeMap;

type Row<'a> = (usize, &'a AssessedPlace, &'a Suffered);

/// Settlements, then each set of districts, those with the largest share first; what is not struck is named below.
pub fn tables(html: &mut Html, report: &RiskReport, result: &RiskResult) {
    let shown = LAYERS.get(layer_of(report, result)).copied();
    let known = sets(&report.places, result.places.iter().map(|(id, suffered)| (id, suffered)));
    if known.is_empty() {
        html.raw("<p class=gap>No settlement or district has a number here.</p>");
    }
    for (kind, prefix, list) in known {
        let title = set_title(prefix, list.len());
        html.raw(if Some(kind) == shown { "<details class=set open>" } else { "<details class=set>" });
        html.raw("<summary><h4>").text(&title).raw("</h4></summary>");
        set(html, report, result, (&title, kind), list);
        html.raw("</details>");
    }
    without(html, report, result);
}

fn set(
    html: &mut Html,
    report: &RiskReport,
    result: &RiskResult,
    (title, kind): (&str, PlaceKind),
    list: Vec<Row<'_>>,
) {
    let basis = Basis::of(result);
    let when = basis.when(report.views.get(result.view));
    let part = |s: &Suffered| basis.number(s).and_then(|e| share(e.value, s.exposed));
    let (mut struck, mut spared): (Vec<Row<'_>>, Vec<Row<'_>>) =
        list.into_iter().partition(|(_, _, s)| touched(s, basis));
    struck.sort_by(|a, b| {
        let order = |r: &Row<'_>| part(r.2).unwrap_or(-1.0);
        order(b).total_cmp(&order(a)).then_with(|| a.1.name.cmp(&b.1.name))
    });
    spared.sort_by(|a, b| a.1.name.cmp(&b.1.name));
    if struck.is_empty() {
        html.raw("<p class=nothing><b>None of them is struck.</b></p>");
    } else {
        let (there, suffers) = naming::columns(&result.measure);
        let (share, suffers) = (format!("Share {when}"), format!("{suffers} {when}"));
        html.raw("<div class=by-place>");
        table(html, title, &["Place", &share, &suffers, there]);
        for (at, place, suffered) in &struck {
            row(html, (*at, place), (suffered, basis), result);
        }
        table_end(html);
        html.raw("</div>");
    }
    if !spared.is_empty() {
        html.raw("<p class=nothing>").text(&number::count(spared.len() as u64)).raw(" ");
        html.raw(kind_word(kind, spared.len() as u64)).raw(" where nothing is struck ").text(&when);
        html.raw(", as far as this model shows.</p><details class=spared><summary>Their names</summary>");
        table(html, "Nothing is struck there", &["Place"]);
        for (at, place, _) in &spared {
            html.raw("<tr data-i=").index(*at).raw("><th scope=row>").text(&place.name).raw("</th></tr>");
        }
        table_end(html);
        html.raw("</details>");
    }
}

/// Whether anything there is struck, or may be; what is held back is not taken as spared.
fn touched(suffered: &Suffered, basis: Basis) -> bool {
    basis.number(suffered).is_none_or(|e| e.high > 0.0)
}

fn row(
    html: &mut Html,
    (at, place): (usize, &AssessedPlace),
    (suffered, basis): (&Suffered, Basis),
    result: &RiskResult,
) {
    html.raw("<tr data-i=").index(at).raw("><th scope=row>").text(&place.name).raw("</th>");
    let found = basis.number(suffered);
    match found.and_then(|e| share(e.value, suffered.exposed)) {
        Some(part) => {
            html.raw("<td class=n data-v=\"").text(&part.to_string()).raw("\">").text(&percent(part)).raw("</td>");
        }
        None => {
            html.raw("<td class=n>–</td>");
        }
    }
    match found {
        Some(e) => {
            html.raw("<td class=n data-v=\"")
                .text(&e.value.to_string())
                .raw("\">")
                .text(&amount(e.value, &result.measure));
            let range = super::amounts::range(e, &result.measure);
            if !range.is_empty() {
                html.raw("<small>").text(&range).raw("</small>");
            }
            html.raw("</td>");
        }
        None => amount_cell(html, None, &result.measure),
    }
    html.raw("<td class=n data-v=\"").text(&suffered.exposed.to_string()).raw("\">");
    html.text(&amount(suffered.exposed, &result.measure)).raw("</td></tr>");
}

/// How many places have no number at all.
fn without(html: &mut Html, report: &RiskReport, result: &RiskResult) {
    let drawn = crate::travel::map::drawn(&report.places);
    let known: std::collections::BTreeSet<&city::PlaceId> = result.places.iter().map(|(id, _)| id).collect();
    for kind in LAYERS {
        let of_kind = |at: &&usize| report.places.get(**at).is_some_and(|p| p.kind == kind && !known.contains(&p.id));
        let missing = drawn.iter().filter(of_kind).count() as u64;
        if missing > 0 {
            html.raw("<p class=gap>").text(&number::count(missing)).raw(" ").raw(kind_word(kind, missing));
            html.raw(" without a number: nothing of this is known there, or it is held back.</p>");
        }
    }
}

/// Number, class and words of each place that has a number.
pub fn levels(report: &RiskReport, result: &RiskResult) -> Vec<(usize, u8, String)> {
    let index: BTreeMap<&city::PlaceId, usize> = report.places.iter().enumerate().map(|(at, p)| (&p.id, at)).collect();
    let basis = Basis::of(result);
    let Some(view) = report.views.get(result.view) else { return Vec::new() };
    let of = |(id, suffered): &(city::PlaceId, Suffered)| {
        let share = share(basis.number(suffered)?.value, suffered.exposed)?;
        let words = if touched(suffered, basis) {
            told(suffered, basis, view, &result.measure)
        } else {
            "nothing is struck".to_owned()
        };
        Some((*index.get(id)?, level(share, basis), words))
    };
    result.places.iter().filter_map(of).collect()
}

/// What the script needs of a result: what and which view it is of, its layer, and of each place the class and words (none where
/// nothing is struck).
pub fn data(report: &RiskReport, result: &RiskResult, what: usize) -> Value {
    let places: Vec<Value> = levels(report, result)
        .into_iter()
        .map(|(at, level, told)| if level == 0 { json!([at, 0]) } else { json!([at, level, told]) })
        .collect();
    let basis = if Basis::of(result) == Basis::Year { "year" } else { "event" };
    json!({ "what": what, "view": result.view, "layer": layer_of(report, result), "basis": basis, "places": places })
}
