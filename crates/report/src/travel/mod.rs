//! How far people are, in people's hands: one page that needs nothing else, a table, JSON, and words for a terminal.

pub(crate) mod export;
pub(crate) mod map;
pub(crate) mod rows;
mod sure;
mod terminal;
#[cfg(test)]
mod tests;

pub use export::{csv, json};
pub use terminal::text;

use crate::assessment::{self, answer, notes};
use crate::heading;
use crate::markup::{Html, json_for_script};
use crate::page;
use city::travel::{Journey, TravelReport};
use serde_json::json as object;

const STYLE: &str = include_str!("../../../../web/travel/page.css");
const SCRIPT: &str = include_str!("../../../../web/travel/page.js");

/// Travel as one HTML file: the answer first, a map with isochrones and a table beside it, how sure, what could not be computed and
/// why, sources.
#[must_use]
pub fn html(report: &TravelReport) -> String {
    let mut body = Html::default();
    head(&mut body, report);
    who(&mut body, report);
    sure::section(&mut body, report);
    notes::held(&mut body, &report.held_back);
    notes::wrong(&mut body, &report.problems);
    notes::sources(&mut body, &report.sources);
    made(&mut body, report);
    body.raw("</main>");
    let mut title = Html::default();
    title.text(&format!("{}: walking and driving", report.heading.city));
    let class = if report.heading.invented { "invented travel" } else { "travel" };
    let style = format!("{}\n{}\n{STYLE}", page::STYLE, assessment::STYLE);
    let data = object!({
        "names": report.places.iter().map(|p| p.name.as_str()).collect::<Vec<_>>(),
        "results": report.journeys.iter().map(|j| rows::data(report, j)).collect::<Vec<_>>(),
    });
    page::whole(
        (title.as_str(), class),
        &style,
        (&body, &json_for_script(&data)),
        &format!("{}{}{SCRIPT}", page::MAP_SCRIPT, assessment::VIEWS_SCRIPT),
    )
}

fn head(html: &mut Html, report: &TravelReport) {
    heading::open(html, "Walking and driving", &report.heading);
    html.raw("<nav aria-label=Contents><ul><li><a href=#who>Map and table</a></li><li><a href=#sure>How sure</a></li><li><a href=#held>Held back</a></li>");
    if !report.problems.is_empty() {
        html.raw("<li><a href=#wrong>Problems</a></li>");
    }
    html.raw("<li><a href=#sources>Sources</a></li></ul></nav></header><main>");
    answer::glance(html, &report.summary);
    html.raw("</section>");
}

fn who(html: &mut Html, report: &TravelReport) {
    if report.journeys.is_empty() {
        return;
    }
    html.raw("<section id=who><h2>Who is far from what</h2><p>Minutes run from fast to slow speeds. Where there is no mapped way, the straight line is given: it is less than any way on the ground. The map and the table have the same content.</p>");
    html.raw("<div class=side><div class=left>");
    map::map(html, report);
    html.raw("</div><div class=right>");
    for (at, journey) in report.journeys.iter().enumerate() {
        part(html, at, &journey.title);
        refused(html, journey);
        rows::groups(html, journey);
        rows::tables(html, report, journey);
        html.raw("</div>");
    }
    html.raw("</div></div></section>");
}

/// A part of the page that belongs to one journey; a script shows one of them at a time.
pub(crate) fn part(html: &mut Html, at: usize, title: &str) {
    html.raw(if at == 0 { "<div class=\"part-of on\" data-r=" } else { "<div class=part-of data-r=" });
    html.index(at).raw("><h3>").text(title).raw("</h3>");
}

fn refused(html: &mut Html, journey: &Journey) {
    let Some(reason) = &journey.refused else { return };
    html.raw("<p class=refused><b>No way was looked for</b> along ").text(&journey.network).raw(": ").text(reason);
    html.raw(". Only the straight line is given, as a lower bound on the distance.</p>");
}

fn made(html: &mut Html, report: &TravelReport) {
    html.raw("<section id=made><h2>How this was made</h2><p>A long way is a reason to bring the service nearer to the people, and never a reason to move anybody.</p>");
    heading::again(html, &report.heading, "docs/travel.md");
    html.raw("</section>");
}
