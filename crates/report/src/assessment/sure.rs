//! How sure: rank intervals, which input matters most, what the profiles changed, what an answer would be worth.

use super::map::class_name;
use super::ranking::interval;
use super::reading::{Reading, class_word, count, kind_word, score, table, table_end};
use crate::markup::Html;
use city::assessment::{Asking, ChainResult, Changes, GroupClasses, PlaceChange};

/// So many rows stand open.
const OPEN: usize = 20;

/// Rank intervals and the inputs behind them.
pub fn sure(html: &mut Html, reading: &Reading<'_>, result: &ChainResult) {
    let ranked: Vec<_> = result.scores.iter().filter_map(|s| Some((s, s.rank?))).take(OPEN).collect();
    if ranked.is_empty() {
        html.raw("<p class=help>Too few places have a score to draw ranks.</p>");
        return;
    }
    html.raw("<div class=two><div><h4>Rank intervals of the first ").index(ranked.len()).raw("</h4>");
    table(html, "Rank intervals", &["Place", "Rank", "~Nine of ten draws", "Middle"]);
    for (one, rank) in ranked {
        html.raw("<tr><th scope=row>")
            .text(reading.name(&one.place))
            .raw("</th><td class=n>")
            .number(i64::from(rank.nominal));
        html.raw("</td><td>");
        interval(html, rank, result.ranked);
        html.raw("</td><td class=n>").text(&format!("{:.0}", rank.median)).raw("</td></tr>");
    }
    table_end(html);
    html.raw("</div><div><h4>Which input matters most to the ranks</h4>");
    inputs(html, result);
    html.raw("</div></div>");
}

fn inputs(html: &mut Html, result: &ChainResult) {
    if result.inputs.is_empty() {
        html.raw("<p class=help>Not computed here.</p>");
        return;
    }
    table(html, "Which input matters most", &["Input", "~Share of the variance", "Alone", "With others"]);
    for input in result.inputs.iter().take(12) {
        html.raw("<tr><th scope=row>").text(&input.label).raw("</th><td>");
        bars(html, (input.first_order, "solid"), (input.total, "open"), 1.0);
        html.raw("</td><td class=n>")
            .text(&percent(input.first_order))
            .raw("</td><td class=n>")
            .text(&percent(input.total))
            .raw("</td></tr>");
    }
    table_end(html);
    html.raw("<p class=help>Sobol indices: the filled bar is what the input explains by itself, the outline what it explains together with all others.</p>");
}

fn percent(share: f64) -> String {
    format!("{:.0} %", 100.0 * share.clamp(0.0, 1.0))
}

/// Two bars upon each other, both shares of `most`.
pub(crate) fn bars(html: &mut Html, (solid, _): (f64, &str), (open, _): (f64, &str), most: f64) {
    #[expect(clippy::cast_possible_truncation, reason = "from 0 to 100")]
    let width = |value: f64| (100.0 * (value / most).clamp(0.0, 1.0)).round() as i64;
    html.raw("<svg class=bars viewBox=\"0 0 100 10\" preserveAspectRatio=none aria-hidden=true><rect class=solid y=2 height=6 width=");
    html.number(width(solid)).raw(" /><rect class=open y=1 height=8 width=").number(width(open)).raw(" /></svg>");
}

/// What the profiles changed against the averages of districts.
pub fn changed(html: &mut Html, reading: &Reading<'_>, result: &ChainResult) {
    let Some(changes) = result.changes.as_ref().filter(|c| !c.places.is_empty()) else { return };
    html.raw("<h3>What the profiles changed</h3><p>").text(&changes.without).raw("</p><ul class=figures>");
    fact(html, &format!("{:.1}", changes.mean_move), "ranks that a settlement moves on average");
    fact(html, &changes.newly_high.to_string(), &newly(changes));
    if let Some(tau) = changes.agreement {
        fact(html, &signed(tau), "agreement of the two orders (Kendall's tau-b: 1 the same, 0 unrelated, −1 reversed)");
    }
    html.raw("</ul>");
    let mut moved: Vec<_> = changes.places.iter().collect();
    moved.sort_by(|a, b| {
        let step = |c: &city::assessment::PlaceChange| c.rank_with.zip(c.rank_without).map_or(0.0, |(w, o)| o - w);
        step(b).total_cmp(&step(a)).then_with(|| a.place.cmp(&b.place))
    });
    let (first, rest) = moved.split_at(moved.len().min(OPEN));
    let most = moved.iter().flat_map(|c| [c.rank_with, c.rank_without]).flatten().fold(2.0, f64::max);
    html.raw("<p class=help>First those that move up most, that is, whom district averages hide most.</p>");
    change_rows(html, reading, first, most);
    if !rest.is_empty() {
        html.raw("<details class=set><summary>The other ").index(rest.len()).raw("</summary>");
        change_rows(html, reading, rest, most);
        html.raw("</details>");
    }
}

/// Two decimals, with the sign that readers expect.
fn signed(number: f64) -> String {
    format!("{number:.2}").replace('-', "\u{2212}")
}

fn newly(changes: &Changes) -> String {
    let people = changes.newly_high_people.filter(|_| changes.newly_high > 0);
    let people = people.map_or(String::new(), |p| format!(", with {} people", count(Some(p))));
    let come = if changes.newly_high == 1 { "settlement comes" } else { "settlements come" };
    format!("{come} into the two upper classes only by their own numbers{people}")
}

fn fact(html: &mut Html, number: &str, words: &str) {
    html.raw("<li><p class=figure>").text(number).raw("</p><p class=words>").text(words).raw("</p></li>");
}

fn change_rows(html: &mut Html, reading: &Reading<'_>, rows: &[&PlaceChange], most: f64) {
    let headings = [
        "Settlement",
        "Rank by district averages",
        "~First … last",
        "Rank by its own numbers",
        "~Moves",
        "~Class by district averages",
        "~Class by its own numbers",
    ];
    table(html, "What the profiles changed", &headings);
    let rank = |rank: Option<f64>| rank.map_or("–".to_owned(), ranks);
    for row in rows {
        html.raw("<tr><th scope=row>")
            .text(reading.name(&row.place))
            .raw("</th><td class=n>")
            .text(&rank(row.rank_without));
        html.raw("</td><td>");
        dumbbell(html, row, most);
        html.raw("</td><td class=n><b>").text(&rank(row.rank_with)).raw("</b></td><td>").text(&moves(row));
        for (class, number) in [(row.class_without, row.score_without), (row.class_with, row.score_with)] {
            html.raw("</td><td><span class=\"chip ").raw(class_name(class)).raw("\">").text(class_word(class));
            html.raw("</span> <small>").text(&score(number)).raw("</small>");
        }
        html.raw("</td></tr>");
    }
    table_end(html);
}

/// How far a settlement moves, in words that need no colour.
fn moves(row: &PlaceChange) -> String {
    let Some((with, without)) = row.rank_with.zip(row.rank_without) else { return String::new() };
    let step = without - with;
    match step {
        step if step >= 0.5 => format!("▲ up {}", ranks(step)),
        step if step <= -0.5 => format!("▼ down {}", ranks(-step)),
        _ => "stays".to_owned(),
    }
}

/// From the rank by district averages (a ring) to the rank with the profile (a disc).
fn dumbbell(html: &mut Html, row: &PlaceChange, most: f64) {
    let Some((with, without)) = row.rank_with.zip(row.rank_without) else { return };
    #[expect(clippy::cast_possible_truncation, reason = "from 4 to 116")]
    let at = |rank: f64| (4.0 + 112.0 * ((rank - 1.0) / (most - 1.0).max(1.0)).clamp(0.0, 1.0)).round() as i64;
    html.raw("<svg class=dumbbell viewBox=\"0 0 120 12\" aria-hidden=true><path class=track d=\"M4 6h112\"/><path class=way d=\"M").number(at(without));
    html.raw(" 6H").number(at(with)).raw("\"/><circle class=before r=3.2 cy=6 cx=").number(at(without));
    html.raw(" /><circle class=after r=4 cy=6 cx=").number(at(with)).raw(" /></svg>");
}

/// What each missing answer would be worth.
pub fn asking(html: &mut Html, result: &ChainResult) {
    let worth: Vec<&Asking> = result.asking.iter().filter(|a| a.width_now - a.width_known > 0.005).take(12).collect();
    if worth.is_empty() {
        return;
    }
    html.raw("<h3>What would improve the answer</h3><p class=help>How wide the rank intervals are on average now, and how wide they would be if the answer were known everywhere.</p>");
    table(
        html,
        "What would improve the answer",
        &["Ask for", "~Rank intervals, now and then", "Now", "Then", "Missing at", "~From"],
    );
    let most = worth.iter().map(|a| a.width_now).fold(1.0, f64::max);
    for ask in worth {
        html.raw("<tr><th scope=row>").text(&ask.label).raw("</th><td>");
        bars(html, (ask.width_known, "solid"), (ask.width_now, "open"), most);
        html.raw("</td><td class=n>").text(&format!("{:.1}", ask.width_now)).raw("</td><td class=n>");
        html.text(&format!("{:.1}", ask.width_known)).raw("</td><td class=n>").text(&ask.places.to_string()).raw(" ");
        html.text(kind_word(result.kind, ask.places))
            .raw("</td><td><small>")
            .text(&ask.filled_by)
            .raw("</small></td></tr>");
    }
    table_end(html);
}

/// A rank, or a number of ranks; places with the same score share the middle of theirs.
fn ranks(ranks: f64) -> String {
    if ranks.fract().abs() < 1e-9 { format!("{ranks:.0}") } else { format!("{ranks:.1}") }
}

/// People of each group by class of the place.
pub fn groups(html: &mut Html, result: &ChainResult) {
    if result.groups.is_empty() {
        return;
    }
    html.raw("<h3>Who lives in which class</h3><p class=help>Only groups whose people were counted at these places; a group is never estimated. A dash is a small number that is held back.</p>");
    table(
        html,
        "People of each group by class",
        &[
            "Group",
            "Very low",
            "Low",
            "Intermediate",
            "High",
            "Very high",
            "In places without a class",
            "Places without this count",
        ],
    );
    for group in &result.groups {
        row(html, group);
    }
    table_end(html);
}

fn row(html: &mut Html, group: &GroupClasses) {
    html.raw("<tr><th scope=row>").text(&group.dimension).raw(": ").text(&group.label).raw("</th>");
    for people in group.people {
        html.raw("<td class=n>").text(&count(people)).raw("</td>");
    }
    html.raw("<td class=n>")
        .text(&count(group.without_class))
        .raw("</td><td class=n>")
        .text(&group.places_unknown.to_string());
    html.raw("</td></tr>");
}
