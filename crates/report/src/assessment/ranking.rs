//! The table beside the map: the worst places first, with how firmly each holds its rank.

use super::map::class_name;
use super::reading::{Reading, class_word, estimate_cell, kind_word, score, table, table_end};
use crate::markup::Html;
use city::PlaceKind;
use city::assessment::{ChainResult, PlaceScore, Rank};

/// So many places stand open.
const OPEN: usize = 20;

/// The ranked places of a result: the first twenty, and the others folded away.
pub fn ranking(html: &mut Html, reading: &Reading<'_>, result: &ChainResult) {
    let (scored, without): (Vec<&PlaceScore>, Vec<&PlaceScore>) = result.scores.iter().partition(|s| s.score.is_some());
    let (first, rest) = scored.split_at(scored.len().min(OPEN));
    part(html, reading, result, first);
    html.raw("<p class=help>The bar is where the rank lies in nine of ten draws of inputs, weights and methods; the mark is the rank by the chosen method. A mark beside its bar says that other methods agree on another rank. Filled: how much of the chain is known there.</p>");
    if !rest.is_empty() {
        html.raw("<details class=\"set rest\"><summary>The other ").index(rest.len()).raw(" ");
        html.text(kind_word(result.kind, rest.len() as u64)).raw("</summary>");
        part(html, reading, result, rest);
        html.raw("</details>");
    }
    if !without.is_empty() {
        html.raw("<details class=set><summary>").index(without.len()).raw(" ");
        html.text(kind_word(result.kind, without.len() as u64))
            .raw(" without a score: too little is known of them</summary><p class=hatched>");
        let names: Vec<&str> = without.iter().map(|s| reading.name(&s.place)).collect();
        html.text(&names.join(", ")).raw("</p></details>");
    }
}

fn part(html: &mut Html, reading: &Reading<'_>, result: &ChainResult, scores: &[&PlaceScore]) {
    let caption = format!("{}: {} by rank", result.chain.label, kind_word(result.kind, 2));
    table(html, &caption, &["Place, and what raises its score most", "~Rank", "~Class, score, filled", "People"]);
    for one in scores {
        let place = reading.place(&one.place);
        html.raw("<tr data-i=").index(reading.index(&one.place).unwrap_or(usize::MAX)).raw("><th scope=row>");
        html.text(reading.name(&one.place));
        let parent = reading.parent(&one.place);
        if !parent.is_empty() && result.kind == PlaceKind::Settlement {
            html.raw(", <span class=in>").text(parent).raw("</span>");
        }
        html.raw("<small>").text(causes(&one.why)).raw("</small>");
        if !one.warning.is_empty() {
            html.raw("<small class=caution>").text(&one.warning).raw("</small>");
        }
        html.raw("</th><td class=rank>");
        match one.rank {
            Some(rank) => {
                html.raw("<b>").number(i64::from(rank.nominal)).raw("</b> ");
                interval(html, rank, result.ranked);
            }
            None => {
                html.raw("–");
            }
        }
        html.raw("</td><td><span class=\"chip ").raw(class_name(one.class)).raw("\">").text(class_word(one.class));
        html.raw("</span><small>").text(&score(one.score)).raw(" · ");
        html.text(&format!("{:.0} %", 100.0 * one.coverage)).raw("</small></td>");
        estimate_cell(html, place.and_then(|p| p.people), "not known");
        html.raw("</tr>");
    }
    table_end(html);
}

/// What raises a score, without the words that the heading of its column says.
fn causes(why: &str) -> &str {
    let why = why.trim_end_matches('.');
    why.strip_suffix(" raise it most").or_else(|| why.strip_suffix(" raises it most")).unwrap_or(why)
}

/// A rank's interval as a bar with a mark at the rank, and the interval in words.
pub fn interval(html: &mut Html, rank: Rank, ranked: u64) {
    #[expect(clippy::cast_precision_loss, reason = "a count of places")]
    let scale = 100.0 / ranked.max(1) as f64;
    #[expect(clippy::cast_possible_truncation, reason = "from 0 to 100")]
    let at = |rank: f64| (rank * scale).clamp(0.0, 100.0).round() as i64;
    let (low, high) = (at(rank.low - 1.0), at(rank.high));
    let mark = at(f64::from(rank.nominal) - 0.5);
    html.raw("<svg class=interval viewBox=\"0 0 100 10\" preserveAspectRatio=none aria-hidden=true><path class=track d=\"M0 5h100\"/><path class=reach d=\"M");
    html.number(low).raw(" 5h").number((high - low).max(1)).raw("\"/><path class=mark d=\"M").number(mark);
    html.raw(" 0v10\"/></svg><small>").text(&format!("{:.0}–{:.0}", rank.low, rank.high)).raw("</small>");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bar_reaches_from_the_first_rank_of_the_interval_to_the_last() {
        let mut html = Html::default();
        interval(&mut html, Rank { nominal: 2, low: 1.0, median: 2.0, high: 5.0 }, 10);
        assert!(html.as_str().contains("class=reach d=\"M0 5h50\""), "{}", html.as_str());
        assert!(html.as_str().contains("class=mark d=\"M15 0v10\"") && html.as_str().contains("<small>1–5</small>"));
    }
}
