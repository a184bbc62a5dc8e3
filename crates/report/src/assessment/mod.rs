//! The assessment in people's hands: one page that needs nothing else, a table, JSON, and words for a terminal.

mod answer;
mod chain;
mod diagram;
mod export;
mod goals;
mod hazards;
mod map;
mod notes;
mod people;
mod ranking;
mod reading;
mod residents;
mod services;
mod sure;
mod terminal;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;

pub use export::{csv, json};
pub use terminal::text;

use crate::markup::{Html, json_for_script};
use crate::page;
use city::assessment::{Assessment, ChainResult};
use reading::{Reading, kind_word};
use serde_json::{Value, json as object};

const STYLE: &str = include_str!("../../../../web/assessment/page.css");
const SCRIPT: &str = include_str!("../../../../web/assessment/page.js");

/// The assessment as one HTML file: the answer first, a map with a table beside it, why, how sure, what the profiles changed,
/// what would improve it, then people, services, hazards, priorities, goals, and what was held back.
#[must_use]
pub fn html(assessment: &Assessment) -> String {
    let reading = Reading::new(assessment);
    let mut body = Html::default();
    answer::head(&mut body, &reading);
    who(&mut body, &reading);
    details(&mut body, &reading);
    people::section(&mut body, &reading);
    services::section(&mut body, &reading);
    hazards::section(&mut body, &reading);
    residents::section(&mut body, &reading);
    goals::section(&mut body, &reading);
    notes::section(&mut body, &reading);
    body.raw("</main>");
    let mut title = Html::default();
    title.text(&format!("{}: vulnerability assessment", assessment.city));
    let class = if assessment.invented { "invented" } else { "" };
    let style = format!("{}\n{STYLE}", page::STYLE);
    page::whole(
        (title.as_str(), class),
        &style,
        (&body, &json_for_script(&data(&reading))),
        &format!("{}{SCRIPT}", page::MAP_SCRIPT),
    )
}

/// Results in which some place is ranked, with their number.
fn ranked<'a>(reading: &Reading<'a>) -> impl Iterator<Item = (usize, &'a ChainResult)> {
    reading.assessment.chains.iter().enumerate().filter(|(_, c)| c.ranked > 0)
}

fn who(html: &mut Html, reading: &Reading<'_>) {
    html.raw("<section id=who><h2>Who comes first</h2><p>In priority for upgrading in place: rank 1 comes first. The map and the table have the same content.</p><div class=side><div class=left>");
    map::map(html, reading);
    html.raw("</div><div class=right>");
    for (at, result) in ranked(reading) {
        part(html, at, result);
        answer::outcome(html, result);
        ranking::ranking(html, reading, result);
        html.raw("</div>");
    }
    unranked(html, reading);
    html.raw("</div></div></section>");
}

/// The part of a result on the page; a script shows one of them at a time.
fn part(html: &mut Html, at: usize, result: &ChainResult) {
    html.raw("<div class=part-of data-r=").index(at).raw("><h3>").text(&result.chain.label).raw(" <small>");
    html.text(kind_word(result.kind, 2)).raw("</small></h3>");
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

fn details(html: &mut Html, reading: &Reading<'_>) {
    html.raw("<section id=why><h2>Why</h2>");
    for (at, result) in ranked(reading) {
        part(html, at, result);
        chain::why(html, reading, result);
        sure::groups(html, result);
        html.raw("</div>");
    }
    html.raw("</section><section id=sure><h2>How sure, and what would improve it</h2><p>The same assessment many times over, with inputs within their ranges, other weights, other methods and other thresholds.</p>");
    for (at, result) in ranked(reading) {
        part(html, at, result);
        sure::sure(html, reading, result);
        sure::changed(html, reading, result);
        sure::asking(html, result);
        html.raw("</div>");
    }
    html.raw("</section>");
}

/// What the script needs: the class of each place in each result, and what is told of it.
fn data(reading: &Reading<'_>) -> Value {
    let results: Vec<Value> = reading
        .assessment
        .chains
        .iter()
        .map(|result| {
            let scores: Vec<Value> = result
                .scores
                .iter()
                .filter_map(|s| {
                    Some(object!([
                        reading.index(&s.place)?,
                        s.class,
                        reading::score(s.score),
                        s.rank.map(|r| r.nominal)
                    ]))
                })
                .collect();
            object!({ "kind": result.kind.as_str(), "ranked": result.ranked, "scores": scores })
        })
        .collect();
    let names: Vec<&str> = reading.assessment.places.iter().map(|p| p.name.as_str()).collect();
    let layers = map::LAYERS.map(city::PlaceKind::as_str);
    let words: Vec<&str> = (0..=5).map(|class| reading::class_word(Some(class))).collect();
    object!({ "results": results, "names": names, "layers": layers, "words": words })
}
