//! How far people are, in people's hands: one page that needs nothing else, a table, JSON, and words for a terminal.

mod export;
mod map;
mod rows;
mod sure;
mod terminal;
#[cfg(test)]
mod tests;

pub use export::{csv, json};
pub use terminal::text;

use crate::assessment::{answer, notes};
use crate::markup::{Html, json_for_script};
use crate::number;
use crate::page;
use city::travel::{Journey, TravelReport};
use serde_json::json as object;

const STYLE: &str = include_str!("../../../../web/travel/page.css");
const ASSESSMENT_STYLE: &str = include_str!("../../../../web/assessment/page.css");
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
    title.text(&format!("{}: walking and driving", report.city));
    let class = if report.invented { "invented travel" } else { "travel" };
    let style = format!("{}\n{ASSESSMENT_STYLE}\n{STYLE}", page::STYLE);
    let data = object!({
        "names": report.places.iter().map(|p| p.name.as_str()).collect::<Vec<_>>(),
        "results": report.journeys.iter().map(|j| rows::data(report, j)).collect::<Vec<_>>(),
    });
    page::whole(
        (title.as_str(), class),
        &style,
        (&body, &json_for_script(&data)),
        &format!("{}{SCRIPT}", page::MAP_SCRIPT),
    )
}

fn head(html: &mut Html, report: &TravelReport) {
    html.raw("<a class=skip href=#answer>Skip to the answer</a>");
    if report.invented {
        html.raw("<div class=banner role=note><b>Invented city.</b> No number, name or boundary on this page is evidence of anything.</div>");
    }
    html.raw("<header class=head><p class=eyebrow>Walking and driving</p><h1>").text(&report.city).raw("</h1>");
    if let Some(country) = page::country(&report.country) {
        html.raw("<p class=country>").text(country).raw("</p>");
    }
    html.raw("<p class=made>Made on ").text(&day(report)).raw(" with makazi ").text(&report.version).raw("</p>");
    if !report.notice.is_empty() {
        html.raw("<p class=notice>").text(&report.notice).raw("</p>");
    }
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
fn part(html: &mut Html, at: usize, title: &str) {
    html.raw(if at == 0 { "<div class=\"part-of on\" data-r=" } else { "<div class=part-of data-r=" });
    html.index(at).raw("><h3>").text(title).raw("</h3>");
}

fn refused(html: &mut Html, journey: &Journey) {
    let Some(reason) = &journey.refused else { return };
    html.raw("<p class=refused><b>No way was looked for</b> along ").text(&journey.network).raw(": ").text(reason);
    html.raw(". Only the straight line is given, as a lower bound on the distance.</p>");
}

fn day(report: &TravelReport) -> String {
    report.generated.parse().map_or_else(|_| report.generated.clone(), |day| number::period(&day))
}

fn made(html: &mut Html, report: &TravelReport) {
    html.raw("<section id=made><h2>How this was made</h2><p>A long way is a reason to bring the service nearer to the people, and never a reason to move anybody.</p><p class=help>Run ");
    html.text(&report.run).raw(", seed ").text(&report.seed.to_string()).raw(", makazi ").text(&report.version);
    html.raw(", made on ").text(&day(report));
    html.raw(". The same input, version and seed give the same numbers. Method: docs/travel.md.</p></section>");
}
