//! A forecast in people's hands: one page that needs nothing else, a table, JSON, and words for a terminal.

mod amounts;
mod beside;
mod cited;
mod differences;
mod export;
mod people;
mod places;
mod plot;
mod terminal;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod whole;

pub use export::{csv, json};
pub use terminal::text;

use crate::assessment::reading::capital;
use crate::assessment::{self, answer, notes};
use crate::heading;
use crate::markup::{Html, json_for_script};
use crate::page;
use city::Estimate;
use city::Value;
use city::forecast::ForecastReport;
use city::profile::Sentence;

const STYLE: &str = include_str!("../../../../web/forecast/page.css");
const SCRIPT: &str = include_str!("../../../../web/forecast/page.js");

/// Sections of the page: anchor, how the section opens, and heading; those that a page lacks are left out.
const CONTENTS: [(&str, &str, &str); 12] = [
    ("<li><a href=#people>", "<section id=people>", "People"),
    ("<li><a href=#demand>", "<section id=demand>", "Water and waste"),
    ("<li><a href=#places>", "<section id=places>", "Place by place"),
    ("<li><a href=#queues>", "<section id=queues>", "Queues"),
    ("<li><a href=#burdens>", "<section id=burdens>", "Costs"),
    ("<li><a href=#survey>", "<section id=survey>", "Survey"),
    ("<li><a href=#fit>", "<section id=fit>", "How well it fits"),
    ("<li><a href=#gaps>", "<section id=gaps>", "What is not given"),
    ("<li><a href=#numbers>", "<section id=numbers>", "What it rests on"),
    ("<li><a href=#held>", "<section id=held>", "Held back"),
    ("<li><a href=#wrong>", "<section id=wrong>", "Problems"),
    ("<li><a href=#sources>", "<section id=sources>", "Sources"),
];

/// A forecast as one HTML file: the answer first, then people by scenario and year, what they will want, place by place, queues and
/// costs, the survey, how well the synthetic population fits, what is not given, what it rests on, problems and sources.
#[must_use]
pub fn html(report: &ForecastReport) -> String {
    let names = beside::Names::new(report);
    let places = places::Places::new(report);
    let mut sections = Html::default();
    people::sections(&mut sections, report, &whole::Whole::new(report));
    sections.raw("<div class=chosen>");
    if !report.rows.is_empty() {
        places.chooser(&mut sections);
        places.section(&mut sections);
    }
    beside::queues(&mut sections, report, &names);
    beside::burdens(&mut sections, report, &names);
    sections.raw("</div>");
    beside::survey(&mut sections, report);
    beside::fits(&mut sections, report, &names);
    cited::gaps(&mut sections, report, &names);
    cited::numbers(&mut sections, report);
    notes::held(&mut sections, &report.held_back);
    notes::wrong(&mut sections, &report.problems);
    notes::sources(&mut sections, &report.sources);
    made(&mut sections, report);
    let mut body = Html::default();
    head(&mut body, report, sections.as_str());
    body.join(&sections).raw("</main>");
    let mut title = Html::default();
    title.text(&format!("{}: people and water to come", report.heading.city));
    let class = if report.heading.invented { "invented forecast" } else { "forecast" };
    let style = format!("{}\n{}\n{STYLE}", page::STYLE, assessment::STYLE);
    let scripts = [page::SORT_SCRIPT, SCRIPT].concat();
    page::whole((title.as_str(), class), &style, (&body, &json_for_script(&places.data())), &scripts)
}

fn head(html: &mut Html, report: &ForecastReport, sections: &str) {
    heading::open(html, "People and water to come", &report.heading);
    html.raw("<nav aria-label=Contents><ul>");
    for (open, id, words) in CONTENTS {
        if sections.contains(id) {
            html.raw(open).text(words).raw("</a></li>");
        }
    }
    html.raw("</ul></nav></header><main>");
    let said: Vec<Sentence> = report.summary.iter().map(shortened).collect();
    answer::glance(html, &said);
    html.raw("</section>");
}

/// A sentence with no more digits than its number bears.
fn shortened(sentence: &Sentence) -> Sentence {
    let mut sentence = sentence.clone();
    if let Some(Value::Estimate(e)) = &mut sentence.value
        && e.has_range()
    {
        let [low, value, high] = [e.low, e.value, e.high].map(amounts::three_digits);
        if let Ok(shorter) = Estimate::range(low, value, high) {
            *e = shorter;
        }
    }
    sentence
}

fn made(html: &mut Html, report: &ForecastReport) {
    html.raw("<section id=made><h2>How this was made</h2><p>A forecast says what to be ready for, not what must come: more people are a reason to bring water and toilets to where they live, and never a reason to move anybody.</p>");
    let method = |r: &'_ city::forecast::ForecastRow| r.method.split(": sum of ").next().unwrap_or_default().to_owned();
    let mut methods: Vec<String> = report.rows.iter().map(method).filter(|m| !m.is_empty()).collect();
    methods.sort_unstable();
    methods.dedup();
    html.raw("<ul class=reading>");
    for method in methods {
        html.raw("<li>").text(&capital(method.trim_end_matches('.'))).raw(".</li>");
    }
    if report.rows.iter().any(|r| r.method.contains(": sum of ")) {
        html.raw("<li>A city is the sum of its districts, the formal and informal part of a place that of its settlements.</li>");
    }
    html.raw("</ul>");
    heading::again(html, &report.heading, "docs/anticipate.md");
    html.raw("</section>");
}
