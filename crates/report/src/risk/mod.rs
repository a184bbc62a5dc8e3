//! Climate risk in people's hands: one page that needs nothing else, a table, JSON, and words for a terminal.

mod amounts;
mod compare;
mod equity;
mod events;
mod export;
mod map;
mod measures;
mod naming;
mod plot;
mod rows;
mod stops;
mod sure;
mod terminal;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;

pub use export::{csv, json};
pub use terminal::text;

use crate::assessment::{self, answer, notes};
use crate::heading;
use crate::markup::{Html, json_for_script};
use crate::page;
use crate::travel::part;
use city::profile::{Sentence, Tone};
use city::risk::{RiskReport, RiskResult};
use city::{Estimate, Value};
use serde_json::json as object;
use std::collections::BTreeSet;

const STYLE: &str = include_str!("../../../../web/risk/page.css");
const SCRIPT: &str = include_str!("../../../../web/risk/page.js");

/// Said where no result has a place.
const NOWHERE: &str = "<p class=gap>Where it strikes is not shown: no settlement or district with a boundary is known here, or none may be shown. Bring in boundaries with <code>[source.places]</code>.</p>";

/// Sections of the page: anchor, how the section opens, and heading; those that a page lacks are left out.
const CONTENTS: [(&str, &str, &str); 12] = [
    ("<li><a href=#struck>", "<section id=struck>", "How much, how often"),
    ("<li><a href=#who>", "<section id=who>", "Map and table"),
    ("<li><a href=#sure>", "<section id=sure>", "How sure"),
    ("<li><a href=#equity>", "<section id=equity>", "Whom it burdens most"),
    ("<li><a href=#stops>", "<section id=stops>", "What stops"),
    ("<li><a href=#changes>", "<section id=changes>", "Scenarios"),
    ("<li><a href=#lived>", "<section id=lived>", "Lived through"),
    ("<li><a href=#measures>", "<section id=measures>", "Measures"),
    ("<li><a href=#held>", "<section id=held>", "Held back"),
    ("<li><a href=#wrong>", "<section id=wrong>", "Problems"),
    ("<li><a href=#sources>", "<section id=sources>", "Sources"),
    ("<li><a href=#made>", "<section id=made>", "Method"),
];

/// Climate risk as one HTML file: the answer first, then for the exposure and hazard that are chosen how much, how often, who
/// bears it and where, then scenarios, residents, measures, what was held back, problems and sources.
#[must_use]
pub fn html(report: &RiskReport) -> String {
    let choices = choices(report);
    let mut sections = Html::default();
    if !report.results.is_empty() {
        sections.raw("<div class=chosen>");
        chooser(&mut sections, report, &choices);
        events::section(&mut sections, report);
        if report.results.iter().any(|r| !r.places.is_empty()) {
            who(&mut sections, report);
        } else {
            sections.raw(NOWHERE);
        }
        sections.raw("</div>");
    }
    sure::section(&mut sections, report);
    equity::section(&mut sections, report);
    stops::section(&mut sections, report);
    compare::changes(&mut sections, report);
    compare::lived(&mut sections, report);
    measures::section(&mut sections, report);
    notes::held(&mut sections, &report.held_back);
    notes::wrong(&mut sections, &report.problems);
    notes::sources(&mut sections, &report.sources);
    made(&mut sections, report);
    let mut body = Html::default();
    head(&mut body, report, sections.as_str());
    body.join(&sections).raw("</main>");
    let mut title = Html::default();
    title.text(&format!("{}: climate risk", report.heading.city));
    let class = if report.heading.invented { "invented risk" } else { "risk" };
    let style = format!("{}\n{}\n{STYLE}", page::STYLE, assessment::STYLE);
    let of = |r: &RiskResult| rows::data(report, r, choices.iter().position(|c| *c == choice(r)).unwrap_or(0));
    let data = object!({
        "names": report.places.iter().map(|p| p.name.as_str()).collect::<Vec<_>>(),
        "results": report.results.iter().map(of).collect::<Vec<_>>(),
    });
    let scripts = [page::MAP_SCRIPT, page::SORT_SCRIPT, assessment::VIEWS_SCRIPT, SCRIPT].concat();
    page::whole((title.as_str(), class), &style, (&body, &json_for_script(&data)), &scripts)
}

fn head(html: &mut Html, report: &RiskReport, sections: &str) {
    heading::open(html, "Climate risk", &report.heading);
    html.raw("<nav aria-label=Contents><ul>");
    for (open, id, words) in CONTENTS {
        if sections.contains(id) {
            html.raw(open).text(words).raw("</a></li>");
        }
    }
    html.raw("</ul></nav></header><main>");
    let said: Vec<Sentence> = report.summary.iter().map(with_unit).collect();
    answer::glance(html, &said);
    html.raw("</section>");
}

/// A sentence with its unit before its words, and no more digits than it bears.
fn with_unit(sentence: &Sentence) -> Sentence {
    let mut sentence = sentence.clone();
    if let Some(Value::Estimate(e)) = &mut sentence.value {
        let [low, value, high] = [e.low, e.value, e.high].map(amounts::three_digits);
        if let Ok(shorter) = Estimate::range(low, value, high) {
            *e = shorter;
        }
    }
    if sentence.tone == Tone::Fact && !sentence.unit.is_empty() && !sentence.text.starts_with(&sentence.unit) {
        sentence.text = format!("{} {}", sentence.unit, sentence.text);
    }
    sentence
}

/// Exposure and measure of a result.
type Choice<'a> = (&'a str, String, String);

fn choice(result: &RiskResult) -> Choice<'_> {
    (&result.exposure, naming::measure_id(&result.measure), naming::what(result))
}

fn choices(report: &RiskReport) -> Vec<Choice<'_>> {
    let mut all = Vec::new();
    for result in &report.results {
        let one = choice(result);
        if !all.contains(&one) {
            all.push(one);
        }
    }
    all
}

/// What is shown: an exposure and measure, and a hazard in a scenario.
fn chooser(html: &mut Html, report: &RiskReport, choices: &[Choice<'_>]) {
    html.raw("<div class=\"controls pick\" data-js hidden><input type=hidden id=chain value=0><p><label for=what>What</label><select id=what>");
    for (at, (_, _, words)) in choices.iter().enumerate() {
        html.raw("<option value=").index(at).raw(">").text(words).raw("</option>");
    }
    html.raw("</select></p><p><label for=view>Hazard and scenario</label><select id=view>");
    let used: BTreeSet<usize> = report.results.iter().map(|r| r.view).collect();
    for (at, view) in report.views.iter().enumerate().filter(|(at, _)| used.contains(at)) {
        html.raw("<option value=").index(at).raw(">").text(&naming::view(view)).raw("</option>");
    }
    html.raw("</select></p></div>");
}

fn who(html: &mut Html, report: &RiskReport) {
    html.raw("<section id=who><h2>Where</h2><p>Shares of what is there, so that a small place is not lost beside a large one. The map and the table have the same content.</p><div class=side><div class=left>");
    map::map(html, report);
    html.raw("</div><div class=right><div class=controls data-js hidden><p><label for=search>Find a place</label><input id=search type=search autocomplete=off></p><p id=none role=status hidden>No place in this table has that name.</p></div>");
    for (at, result) in report.results.iter().enumerate() {
        part(html, at, &naming::what(result));
        if let Some(view) = report.views.get(result.view) {
            html.raw("<p class=view><b>").text(&naming::view(view)).raw("</b></p>");
        }
        rows::tables(html, report, result);
        html.raw("</div>");
    }
    html.raw("</div></div></section>");
}

fn made(html: &mut Html, report: &RiskReport) {
    html.raw("<section id=made><h2>How this was made</h2><p>A high risk is a reason to protect people where they live, and never a reason to move anybody.</p>");
    let mut methods: Vec<(String, &str)> = Vec::new();
    for result in report.results.iter().filter(|r| !r.method.is_empty()) {
        let one = (naming::what(result), result.method.as_str());
        if !methods.contains(&one) {
            methods.push(one);
        }
    }
    html.raw("<ul class=reading>");
    for (what, method) in methods {
        html.raw("<li><b>").text(&what).raw("</b>: ").text(method).raw("</li>");
    }
    for view in &report.views {
        html.raw("<li><b>").text(&naming::view(view)).raw("</b>");
        if !view.unit.is_empty() {
            html.raw(": intensity in ").text(&view.unit);
        }
        if !view.source.is_empty() {
            html.raw("; ").text(&view.source);
        }
        html.raw("</li>");
    }
    html.raw("<li><b>A year</b>: ")
        .text(naming::join(report.rule.join))
        .raw("; ")
        .text(naming::beyond(report.rule.beyond));
    html.raw(".</li></ul>");
    heading::again(html, &report.heading, "docs/risk.md");
    html.raw("</section>");
}
