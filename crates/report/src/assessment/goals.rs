//! Sustainable Development Goal 11: each indicator with its number, or with what is missing for it.

use super::reading::{Reading, capital, table, table_end};
use crate::markup::Html;
use crate::number::{self, Shown};
use city::Value;
use city::assessment::GoalResult;
use city::indicator::IndicatorKind::{self, Amount, Count, Rate, Share};

/// A card for each indicator.
pub fn section(html: &mut Html, reading: &Reading<'_>) {
    let goals = &reading.assessment.goals;
    if goals.is_empty() {
        return;
    }
    html.raw("<section id=goals><h2>Sustainable Development Goal 11</h2><p>Each number with its formula and what it covers; where one cannot be computed, what is missing for it.</p><div class=two>");
    for goal in goals {
        let gap = Shown::new(&goal.value, kind(&goal.unit), &goal.unit, &[]).gap;
        html.raw(if gap { "<div class=\"box missing\">" } else { "<div class=box>" });
        card(html, goal);
        html.raw("</div>");
    }
    html.raw("</div></section>");
}

/// The kind of number that a unit belongs to.
fn kind(unit: &str) -> IndicatorKind {
    match unit {
        "percent" => Share,
        "persons" | "households" | "dwellings" => Count,
        "m2" | "km2" | "ha" | "usd" => Amount,
        _ => Rate,
    }
}

fn card(html: &mut Html, goal: &GoalResult) {
    html.raw("<h3>").text(&goal.id).raw(" ").text(&goal.label).raw("</h3>");
    value(html, goal);
    if !goal.missing.is_empty() {
        html.raw(if goal.value.number().is_some() {
            "<p>Still missing for it:</p><ul>"
        } else {
            "<p>Missing for it:</p><ul>"
        });
        for one in &goal.missing {
            html.raw("<li>").text(one).raw("</li>");
        }
        html.raw("</ul>");
    }
    parts(html, goal);
    if !goal.note.is_empty() {
        html.raw("<p>").text(&goal.note).raw("</p>");
    }
    html.raw("<p class=help>").text(capital(&goal.method).trim_end_matches('.'));
    html.raw(". Covers: ").text(&goal.covers);
    if let Some(period) = &goal.period {
        html.raw(", ").text(&number::period(period));
    }
    html.raw(".</p>");
}

fn value(html: &mut Html, goal: &GoalResult) {
    let shown = Shown::new(&goal.value, kind(&goal.unit), &goal.unit, &[]);
    if shown.gap {
        let refused = goal.missing.is_empty() && !goal.note.is_empty();
        html.raw("<p class=gap><b>Cannot be computed</b>");
        if !refused {
            html.raw(": ").text(&shown.main);
        }
        html.raw("</p>");
        return;
    }
    html.raw("<p class=figure>").text(&shown.main);
    if !shown.unit.is_empty() {
        html.raw(" <small>").text(&shown.unit).raw("</small>");
    }
    html.raw("</p>");
    if !shown.range.is_empty() {
        html.raw("<p class=range>").text(&shown.range).raw("</p>");
    }
}

fn parts(html: &mut Html, goal: &GoalResult) {
    if goal.parts.is_empty() {
        return;
    }
    table(html, &goal.label, &["Part", "Value"]);
    for (label, value) in &goal.parts {
        html.raw("<tr><th scope=row>").text(label).raw("</th>");
        part(html, value, &goal.unit);
        html.raw("</tr>");
    }
    table_end(html);
}

/// A part in the unit of its goal where that is percent; otherwise its label says the unit.
fn part(html: &mut Html, value: &Value, unit: &str) {
    let shown = Shown::new(value, kind(unit), if unit == "percent" { unit } else { "" }, &[]);
    html.raw(if shown.gap { "<td class=gap>" } else { "<td class=n>" }).text(&shown.to_string()).raw("</td>");
}

#[cfg(test)]
mod tests {
    use super::super::testing;
    use super::*;

    #[test]
    fn what_cannot_be_computed_says_what_is_missing_and_shows_no_number() {
        let mut assessment = testing::assessment();
        assessment.goals.retain(|g| g.id == "11.2.1");
        assessment.goals[0].parts.clear();
        let mut html = Html::default();
        section(&mut html, &Reading::new(&assessment));
        let page = html.as_str();
        assert!(page.contains("Cannot be computed") && page.contains("<li>stops of public transport</li>"));
        assert!(!page.contains("class=figure"), "{page}");
    }

    #[test]
    fn a_number_has_its_range_and_its_unit() {
        let mut html = Html::default();
        section(&mut html, &Reading::new(&testing::assessment()));
        let page = html.as_str();
        assert!(page.contains("<p class=figure>52.0 <small>%"), "{page}");
        assert!(page.contains("<p class=range>41.0 – 63.0</p>"), "{page}");
    }
}
