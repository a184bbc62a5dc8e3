//! What residents want first: their options by several ways of counting votes, and who is not heard.

use super::reading::{Reading, count, table, table_end};
use crate::markup::Html;
use crate::number::figure;
use city::assessment::{PrioritiesResult, PriorityOption};
use city::indicator::IndicatorKind;

/// So many options stand open.
const OPEN: usize = 15;
/// So many options are compared in pairs on the page, and so many settlements are listed.
const PAIRS: usize = 12;
const UNHEARD: usize = 50;

/// What residents want first, where profiles say it.
pub fn section(html: &mut Html, reading: &Reading<'_>) {
    let Some(priorities) = reading.assessment.priorities.as_ref().filter(|p| !p.options.is_empty()) else { return };
    html.raw("<section id=residents><h2>What residents want first</h2><p>The longer the bar, the higher residents put it in their lists; it is their order and nobody else's.</p><p>");
    html.index(usize::try_from(priorities.settlements).unwrap_or(usize::MAX));
    html.raw(if priorities.settlements == 1 { " settlement voted. " } else { " settlements voted. " });
    html.text(&priorities.weighing).raw("</p>");
    options(html, &priorities.options);
    html.raw("<p>");
    match &priorities.condorcet {
        Some(first) => html.raw("<b>").text(first).raw("</b> beats every other option in pairs."),
        None => html.raw("No option beats every other in pairs."),
    };
    html.raw(" ").text(&priorities.other_weighing).raw("</p>");
    pairs(html, priorities);
    unheard(html, reading, priorities);
    for note in &priorities.notes {
        html.raw("<p class=help>").text(note).raw("</p>");
    }
    html.raw("</section>");
}

fn options(html: &mut Html, options: &[PriorityOption]) {
    let most = options.iter().map(|o| o.borda).fold(0.0, f64::max);
    let (first, rest) = options.split_at(options.len().min(OPEN));
    option_rows(html, first, most);
    if !rest.is_empty() {
        html.raw("<details class=set><summary>The other ").index(rest.len()).raw("</summary>");
        option_rows(html, rest, most);
        html.raw("</details>");
    }
    html.raw("<p class=help>Borda: points by place in the list. Copeland: options beaten in pairs less options lost to. Profile score: rank times term, as the settlement profile counts. First: settlements that name it first.</p>");
}

fn option_rows(html: &mut Html, options: &[PriorityOption], most: f64) {
    table(html, "What residents want first", &["Option", "~Borda", "Points", "Copeland", "Profile score", "First"]);
    for option in options {
        #[expect(clippy::cast_possible_truncation, reason = "from 0 to 100")]
        let width = if most > 0.0 { (100.0 * (option.borda / most).clamp(0.0, 1.0)).round() as i64 } else { 0 };
        html.raw("<tr><th scope=row>").text(&option.label).raw("</th><td><svg class=bars viewBox=\"0 0 100 10\" preserveAspectRatio=none aria-hidden=true><rect class=solid y=1 height=8 width=");
        html.number(width).raw(" /></svg></td>");
        for points in [option.borda, option.copeland, option.profile_score] {
            html.raw("<td class=n>").text(&point(points)).raw("</td>");
        }
        html.raw("<td class=n>").text(&option.first.to_string()).raw("</td></tr>");
    }
    table_end(html);
}

/// Points, with a decimal only where they are not whole.
fn point(points: f64) -> String {
    let whole = (points - points.round()).abs() < 0.05;
    let text = if whole { format!("{points:.0}") } else { format!("{points:.1}") };
    if text == "-0" { "0".to_owned() } else { text.replace('-', "\u{2212}") }
}

fn pairs(html: &mut Html, priorities: &PrioritiesResult) {
    let options: Vec<&PriorityOption> = priorities.options.iter().take(PAIRS).collect();
    if options.len() < 2 || priorities.pairwise.is_empty() {
        return;
    }
    html.raw("<details class=set><summary>Options in pairs: percent of the votes that put the row before the column</summary>");
    let headings: Vec<String> =
        std::iter::once("Option".to_owned()).chain((1..=options.len()).map(|n| n.to_string())).collect();
    table(html, "Options in pairs", &headings.iter().map(String::as_str).collect::<Vec<_>>());
    for (at, option) in options.iter().enumerate() {
        html.raw("<tr><th scope=row>").index(at + 1).raw(" ").text(&option.label).raw("</th>");
        let row = priorities.pairwise.get(at);
        for other in 0..options.len() {
            match row.and_then(|row| row.get(other).copied()).flatten() {
                Some(share) => html.raw("<td class=n>").text(&figure(share, IndicatorKind::Share)).raw("</td>"),
                None if at == other => html.raw("<td></td>"),
                None => html.raw("<td class=gap>nobody compared them</td>"),
            };
        }
        html.raw("</tr>");
    }
    table_end(html);
    if priorities.options.len() > options.len() {
        html.raw("<p class=help>The first ").index(options.len()).raw("; all pairs are in assessment.json.</p>");
    }
    html.raw("</details>");
}

fn unheard(html: &mut Html, reading: &Reading<'_>, priorities: &PrioritiesResult) {
    let all = &priorities.unheard;
    if all.is_empty() {
        return;
    }
    html.raw("<details class=set open><summary><h3>Who is not heard if the first three are done: ").index(all.len());
    html.raw("</h3></summary>");
    table(html, "Who is not heard", &["Settlement", "People", "~Wants"]);
    for (place, people, wants) in all.iter().take(UNHEARD) {
        html.raw("<tr><th scope=row>").text(reading.name(place)).raw("</th>");
        match people {
            Some(_) => html.raw("<td class=n>").text(&count(*people)),
            None => html.raw("<td class=gap>not known"),
        };
        html.raw("</td><td>").text(wants).raw("</td></tr>");
    }
    table_end(html);
    if all.len() > UNHEARD {
        html.raw("<p class=help>").index(all.len() - UNHEARD).raw(" more are in assessment.json.</p>");
    }
    html.raw("</details>");
}

#[cfg(test)]
mod tests {
    use super::super::testing;
    use super::*;

    fn shown(assessment: &city::assessment::Assessment) -> String {
        let mut html = Html::default();
        section(&mut html, &Reading::new(assessment));
        html.as_str().to_owned()
    }

    #[test]
    fn bars_are_as_long_as_their_points() {
        let page = shown(&testing::assessment());
        for width in ["width=100 /", "width=86 /", "width=43 /"] {
            assert!(page.contains(width), "{width}: {page}");
        }
    }

    #[test]
    fn who_is_not_heard_is_named_with_what_they_want() {
        let page = shown(&testing::assessment());
        assert!(page.contains("<th scope=row>Pwani</th><td class=n>5,000</td><td>street lights</td>"), "{page}");
    }

    #[test]
    fn points_have_a_decimal_only_where_they_need_one() {
        assert_eq!([21.0, -2.0, 20.25, -0.01].map(point), ["21", "\u{2212}2", "20.2", "0"]);
    }

    #[test]
    fn without_votes_there_is_nothing() {
        let mut assessment = testing::assessment();
        assessment.priorities = None;
        assert_eq!(shown(&assessment), "");
    }
}
