//! The table beside the map: the worst places first, with how firmly each holds its rank.

use super::map::class_name;
use super::reading::{self, Reading, class_word, kind_word, score, table, table_end};
use crate::markup::Html;
use city::PlaceKind;
use city::assessment::{ChainResult, PlaceScore, Rank};

/// So many places stand open.
const OPEN: usize = 20;

/// The ranked places of a result: the first twenty, and the others folded away.
pub fn ranking(html: &mut Html, reading: &Reading<'_>, result: &ChainResult) {
    let (scored, without): (Vec<&PlaceScore>, Vec<&PlaceScore>) = result.scores.iter().partition(|s| s.score.is_some());
    html.raw("<p class=help>Rank 1 comes first in priority for upgrading in place. The bar shows where the rank lies in nine of ten draws of inputs, weights and methods; the mark is the rank by the chosen method. Filled: how much of the chain is known there.</p>");
    let (first, rest) = scored.split_at(scored.len().min(OPEN));
    part(html, reading, result, first);
    if !rest.is_empty() {
        html.raw("<details class=set><summary>The other ").index(rest.len()).raw(" ");
        html.text(kind_word(result.kind, rest.len() as u64)).raw("</summary>");
        part(html, reading, result, rest);
        html.raw("</details>");
    }
    if !without.is_empty() {
        html.raw("<details class=set><summary>").index(without.len()).raw(" ");
        html.text(kind_word(result.kind, without.len() as u64))
            .raw(" without a score: too little is known of them</summary><p>");
        let names: Vec<&str> = without.iter().map(|s| reading.name(&s.place)).collect();
        html.text(&names.join(", ")).raw("</p></details>");
    }
}

fn part(html: &mut Html, reading: &Reading<'_>, result: &ChainResult, scores: &[&PlaceScore]) {
    let caption = format!("{}: {} by rank", result.chain.label, kind_word(result.kind, 2));
    table(html, &caption, &["Place", "Rank", "~Interval", "~Class", "Score", "Filled", "People", "~Why"]);
    for one in scores {
        let place = reading.place(&one.place);
        html.raw("<tr").raw(" data-i=").index(reading.index(&one.place).unwrap_or(usize::MAX)).raw("><th scope=row>");
        html.text(reading.name(&one.place));
        let parent = reading.parent(&one.place);
        if !parent.is_empty() && result.kind == PlaceKind::Settlement {
            html.raw(" <small>").text(parent).raw("</small>");
        }
        html.raw("</th><td class=n>")
            .text(&one.rank.map_or("–".to_owned(), |r| r.nominal.to_string()))
            .raw("</td><td>");
        if let Some(rank) = one.rank {
            interval(html, rank, result.ranked);
        }
        html.raw("</td><td><span class=\"chip ").raw(class_name(one.class)).raw("\">").text(class_word(one.class));
        html.raw("</span></td><td class=n>").text(&score(one.score)).raw("</td><td class=n>");
        html.text(&format!("{:.0} %", 100.0 * one.coverage)).raw("</td><td class=n>");
        html.text(&reading::people(place.and_then(|p| p.people))).raw("</td><td class=why>").text(&one.why);
        if !one.warning.is_empty() {
            html.raw(" <small class=caution>").text(&one.warning).raw("</small>");
        }
        html.raw("</td></tr>");
    }
    table_end(html);
}

/// A rank and its interval as a bar, with the numbers in words.
pub fn interval(html: &mut Html, rank: Rank, ranked: u64) {
    #[expect(clippy::cast_precision_loss, reason = "a count of places")]
    let scale = 100.0 / ranked.max(1) as f64;
    #[expect(clippy::cast_possible_truncation, reason = "from 0 to 100")]
    let at = |rank: f64| (rank * scale).clamp(0.0, 100.0).round() as i64;
    let (low, high) = (at(rank.low - 1.0), at(rank.high));
    let mark = at(f64::from(rank.nominal) - 0.5);
    html.raw("<svg class=interval viewBox=\"0 0 100 10\" preserveAspectRatio=none role=img aria-label=\"");
    html.text(&format!("rank {:.0} to {:.0} of {ranked}", rank.low, rank.high))
        .raw("\"><path class=track d=\"M0 5h100\"/><path class=reach d=\"M");
    html.number(low)
        .raw(" 5h")
        .number((high - low).max(1))
        .raw("\"/><path class=mark d=\"M")
        .number(mark)
        .raw(" 0v10\"/></svg> <small>");
    html.text(&format!("{:.0}–{:.0}", rank.low, rank.high)).raw("</small>");
}
