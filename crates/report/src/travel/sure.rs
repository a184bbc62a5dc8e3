//! How sure: what is known of each network, who has no way, and whose speeds were used.

use crate::markup::Html;
use crate::number;
use crate::travel::part;
use crate::travel::rows::metres;
use city::indicator::IndicatorKind;
use city::travel::{Answer, Journey, TravelReport};

/// The section, one part for each journey.
pub fn section(html: &mut Html, report: &TravelReport) {
    if report.journeys.is_empty() {
        return;
    }
    html.raw("<section id=sure><h2>How sure, and what could not be computed</h2><p>A network is never complete: what is not mapped is not walked here. Waiting, crossings, hills and crowds are in no number; ranges run over slow and fast speeds.</p>");
    for (at, journey) in report.journeys.iter().enumerate() {
        part(html, at, &journey.title);
        facts(html, journey);
        speeds(html, journey);
        html.raw("</div>");
    }
    html.raw("</section>");
}

fn percent(share: f64) -> String {
    format!("{} %", number::figure(100.0 * share, IndicatorKind::Share))
}

fn facts(html: &mut Html, journey: &Journey) {
    let facts = &journey.facts;
    let count = number::count;
    let with = |answer: Answer| journey.rows.iter().filter(|r| r.answer == answer).count() as u64;
    let classes: Vec<String> =
        facts.by_class.iter().take(6).map(|(class, m)| format!("{} {}", class.replace('_', " "), metres(*m))).collect();
    let mut rows: Vec<(&str, String)> = vec![
        ("Network", journey.network.clone()),
        (
            "Lines",
            format!(
                "{}; {} left out (closed, private, or not for this way of going)",
                count(facts.lines),
                count(facts.closed)
            ),
        ),
        ("Length", format!("{}: {}", metres(facts.length_m), classes.join(", "))),
    ];
    if let Some(main) = facts.main_share {
        rows.push(("On main roads", percent(main)));
    }
    rows.push(("Crossings and stretches", format!("{} and {}", count(facts.nodes), count(facts.edges))));
    rows.push((
        "In one piece",
        format!(
            "{} of the length is in the largest of {} parts",
            percent(facts.largest_share),
            count(facts.components)
        ),
    ));
    rows.push(("Loose ends", format!("{} joined, {} left", count(facts.snapped), count(facts.loose_ends))));
    rows.push(("One-way lines", count(facts.oneway)));
    if journey.refused.is_none() {
        rows.push((
            "Destinations",
            format!(
                "{} of {} within {} of a line; {} by a line that does not touch the largest part",
                count(facts.destinations_reached),
                count(facts.destinations),
                metres(journey.access_m),
                count(facts.destinations_apart)
            ),
        ));
        rows.push((
            "Points of people",
            format!(
                "{}; {} farther than {} from a line, {} by a line that does not touch the largest part",
                count(facts.origins),
                count(facts.origins_off),
                metres(journey.access_m),
                count(facts.origins_apart)
            ),
        ));
        rows.push(("Isochrones", format!("cells of {} m, at usual speed; {}", journey.cell_m, areas(journey))));
    }
    rows.push((
        "Places",
        format!(
            "{} with a way for nine in ten people or more, {} for some, {} with the straight line only",
            count(with(Answer::Way)),
            count(with(Answer::Partly)),
            count(with(Answer::StraightLine))
        ),
    ));
    html.raw("<div class=scroll tabindex=0 role=region aria-label=\"The network\"><table class=facts-of><caption class=vh>The network</caption><tbody>");
    for (what, words) in rows {
        html.raw("<tr><th scope=row>").text(what).raw("</th><td>").text(&words).raw("</td></tr>");
    }
    html.raw("</tbody></table></div>");
}

fn areas(journey: &Journey) -> String {
    let mut bands: Vec<_> = journey.bands.iter().collect();
    bands.sort_by_key(|b| b.minutes);
    let words: Vec<String> =
        bands.iter().map(|b| format!("{} minutes {:.1} km²", b.minutes, b.area_m2 / 1e6)).collect();
    words.join(", ")
}

fn speeds(html: &mut Html, journey: &Journey) {
    html.raw(
        "<details class=set><summary><h4>Speeds that were used, and whose they are</h4></summary><ul class=reading>",
    );
    for words in &journey.speeds {
        html.raw("<li>").text(words).raw("</li>");
    }
    html.raw("</ul></details>");
}
