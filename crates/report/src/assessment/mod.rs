//! The assessment in people's hands: one page that needs nothing else, a table, JSON, and words for a terminal.

pub(crate) mod answer;
mod chain;
mod diagram;
mod export;
mod goals;
mod hazards;
mod map;
pub(crate) mod notes;
mod people;
mod ranking;
pub(crate) mod reading;
mod residents;
mod services;
pub(crate) mod sure;
mod terminal;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
mod views;

pub use export::{csv, json};
pub use terminal::text;

use crate::markup::{Html, json_for_script};
use crate::page;
use city::PlaceKind;
use city::assessment::{Assessment, ChainResult};
use reading::{Reading, kind_word};
use serde_json::{Value, json as object};
use views::{About, View};

pub(crate) const STYLE: &str = include_str!("../../../../web/assessment/page.css");
pub(crate) const VIEWS_SCRIPT: &str = include_str!("../../../../web/assessment/views.js");
const SCRIPT: &str = include_str!("../../../../web/assessment/page.js");

/// The assessment as one HTML file: the answer first, a map with a table beside it, why, how sure, what the profiles changed,
/// what would improve it, then people, services, hazards, priorities, goals, and what was held back.
#[must_use]
pub fn html(assessment: &Assessment) -> String {
    let reading = Reading::new(assessment);
    let views = views::views(&reading);
    let mut sections = Html::default();
    who(&mut sections, &reading, &views);
    details(&mut sections, &reading, &views);
    people::section(&mut sections, &reading);
    services::section(&mut sections, &reading);
    hazards::section(&mut sections, &reading);
    residents::section(&mut sections, &reading);
    goals::section(&mut sections, &reading);
    notes::section(&mut sections, &reading);
    let mut body = Html::default();
    answer::head(&mut body, &reading, sections.as_str());
    body.join(&sections).raw("</main>");
    let mut title = Html::default();
    title.text(&format!("{}: vulnerability assessment", assessment.heading.city));
    let class = if assessment.heading.invented { "invented" } else { "" };
    let style = format!("{}\n{STYLE}", page::STYLE);
    page::whole(
        (title.as_str(), class),
        &style,
        (&body, &json_for_script(&data(&reading, &views))),
        &format!("{}{VIEWS_SCRIPT}{SCRIPT}", page::MAP_SCRIPT),
    )
}

/// The chains among the views, with their numbers.
fn chains<'a>(views: &[View<'a>]) -> impl Iterator<Item = (usize, &'a ChainResult)> {
    views.iter().enumerate().filter_map(|(at, view)| match view.about {
        About::Chain(result) => Some((at, result)),
        About::Hazard(_) => None,
    })
}

fn who(html: &mut Html, reading: &Reading<'_>, views: &[View<'_>]) {
    html.raw("<section id=who>");
    html.raw(match chains(views).next() {
        Some(_) => "<h2>Who comes first</h2><p>In priority for upgrading in place: rank 1 comes first. The map and the table have the same content.</p>",
        None => "<h2>On the map</h2><p>No place can be ranked yet. The map and the table have the same content.</p>",
    });
    html.raw("<div class=side><div class=left>");
    map::map(html, reading, views);
    html.raw("</div><div class=right>");
    for (at, view) in views.iter().enumerate() {
        part(html, at, &view.label(), view.kind);
        match view.about {
            About::Chain(result) => {
                answer::outcome(html, result);
                ranking::ranking(html, reading, result);
            }
            About::Hazard(agreement) => hazards::beside_map(html, reading, agreement, view.kind),
        }
        html.raw("</div>");
    }
    unranked(html, reading);
    html.raw("</div></div></section>");
}

/// The part of a view on the page; a script shows one of them at a time.
fn part(html: &mut Html, at: usize, label: &str, kind: PlaceKind) {
    html.raw("<div class=part-of data-r=").index(at).raw("><h3>").text(label).raw(" <small>");
    html.text(kind_word(kind, 2)).raw("</small></h3>");
}

fn unranked(html: &mut Html, reading: &Reading<'_>) {
    let list: Vec<&ChainResult> = reading.assessment.chains.iter().filter(|c| c.ranked == 0).collect();
    if list.is_empty() {
        return;
    }
    html.raw("<details class=set><summary><h4>Not computed, because too little is known</h4></summary><ul>");
    for result in list {
        html.raw("<li><b>").text(&result.chain.label).raw("</b>, ").text(kind_word(result.kind, 2)).raw(": ");
        let missing: Vec<&str> =
            result.leaves.iter().filter(|l| l.present == 0).map(|l| l.filled_by.as_str()).collect();
        let mut first: Vec<&str> = Vec::new();
        for one in missing {
            if !first.contains(&one) && first.len() < 3 {
                first.push(one);
            }
        }
        html.text("would be filled by ").text(&first.join("; ")).raw("</li>");
    }
    html.raw("</ul></details>");
}

fn details(html: &mut Html, reading: &Reading<'_>, views: &[View<'_>]) {
    let mut ranked = chains(views).peekable();
    if ranked.peek().is_none() {
        missing(html, reading);
        return;
    }
    html.raw("<section id=why><h2>Why</h2>");
    for (at, result) in ranked {
        part(html, at, &result.chain.label, result.kind);
        chain::why(html, reading, result);
        sure::groups(html, result);
        html.raw("</div>");
    }
    html.raw("</section><section id=sure><h2>How sure, and what would improve it</h2><p>The same assessment many times over, with inputs within their ranges, other weights, other methods and other thresholds.</p>");
    for (at, result) in chains(views) {
        part(html, at, &result.chain.label, result.kind);
        sure::sure(html, reading, result);
        sure::changed(html, reading, result);
        sure::asking(html, result);
        html.raw("</div>");
    }
    html.raw("</section>");
}

/// The chain that would lead, and what it waits for, where no place can be ranked.
fn missing(html: &mut Html, reading: &Reading<'_>) {
    let Some(result) = reading.assessment.chains.first() else { return };
    html.raw("<section id=why><h2>What the answer waits for</h2><p>No place can be ranked yet. This is the chain of which most is known, and what would fill it.</p><h3>");
    html.text(&result.chain.label).raw(" <small>").text(kind_word(result.kind, 2)).raw("</small></h3>");
    chain::why(html, reading, result);
    html.raw("</section>");
}

/// What the script needs: the level of each place in each view, and what is told of it.
fn data(reading: &Reading<'_>, views: &[View<'_>]) -> Value {
    let results: Vec<Value> = views.iter().map(|view| view.data(reading)).collect();
    let names: Vec<&str> = reading.assessment.places.iter().map(|p| p.name.as_str()).collect();
    object!({ "results": results, "names": names, "layers": map::LAYERS.map(PlaceKind::as_str) })
}
