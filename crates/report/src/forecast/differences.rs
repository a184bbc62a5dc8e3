//! Where a place's own number is not the sum of what it consists of: both, and why.

use super::amounts::part_word;
use super::beside::Names;
use crate::assessment::reading::{capital, table, table_end};
use crate::markup::Html;
use crate::number::figure;
use city::forecast::{ForecastDifference, ForecastReport};
use city::indicator::IndicatorKind;

/// A table of differences; nothing where every place is the sum of its parts.
pub fn section(html: &mut Html, report: &ForecastReport) {
    if report.differences.is_empty() {
        return;
    }
    let names = Names::new(report);
    html.raw("<details class=set open><summary><h4>Counts that differ</h4></summary><p class=help>A city is the sum of its districts here, and formal and informal people of a place are those of its settlements. Where a place has a count of its own that differs, both stand here.</p>");
    table(
        html,
        "Counts that differ",
        &["Place", "~What", "Own number", "Sum", "Difference", "~Which is used, and why they differ"],
    );
    for one in &report.differences {
        html.raw("<tr><th scope=row>").text(names.of(&one.place));
        if !part_word(one.part).is_empty() {
            html.raw("<small>").raw(part_word(one.part)).raw("</small>");
        }
        html.raw("</th><td>").text(&capital(&one.what)).raw("</td>");
        for number in [one.own, one.sum, one.own - one.sum] {
            html.raw("<td class=n>").text(&figure(number, IndicatorKind::Count)).raw("</td>");
        }
        html.raw("<td>").text(&used(one)).raw("<small>").text(&capital(&one.words)).raw("</small></td></tr>");
    }
    table_end(html);
    html.raw("</details>");
}

fn used(one: &ForecastDifference) -> String {
    if one.sum_leads { format!("The sum of {}", one.of) } else { format!("Its own number; the sum is of {}", one.of) }
}

/// A line for a terminal.
pub fn line(names: &Names<'_>, one: &ForecastDifference) -> String {
    let part = if part_word(one.part).is_empty() { String::new() } else { format!(", {}", part_word(one.part)) };
    let number = |n: f64| figure(n, IndicatorKind::Count);
    let used = if one.sum_leads { "the sum is used" } else { "its own number is used" };
    format!(
        "{}{part}: {} {} of its own, {} as the sum of {} ({used})",
        names.of(&one.place),
        number(one.own),
        one.what,
        number(one.sum),
        one.of
    )
}
