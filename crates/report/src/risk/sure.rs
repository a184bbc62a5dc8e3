//! How sure losses are: quantiles of each, what makes them wide, and who says how far off what goes in may be.

use super::amounts::{amount, percent};
use super::naming;
use crate::assessment::reading::{table, table_end};
use crate::markup::Html;
use city::Estimate;
use city::risk::{Band, Measure, RiskReport, RiskResult, Suffered, Sure, UncertainInput, View};
use city::risk_settings::Uncertain;
use serde_json::{Value as Json, json};

/// The section; nothing where no loss was computed.
pub fn section(html: &mut Html, report: &RiskReport) {
    let heat = naming::of_heat(report);
    if report.sure.is_empty() && heat.is_empty() {
        return;
    }
    html.raw("<section id=sure><h2>How sure</h2>");
    let (banded, bare): (Vec<_>, Vec<_>) = all(report).partition(|one| has_band(one.0));
    if !banded.is_empty() {
        html.raw("<p>What goes in was varied within the ranges below: in 9 of 10 samples the loss lies between the low figure and the high one. This is of what is wrong in common, such as water that is deeper everywhere; what is wrong here one way and there the other mostly cancels out. Where a loss has such a range, the figures of everything together above show it; those of groups and places show that of the damage functions alone.</p>");
        table(html, "How sure losses are", &["Loss", "Low (5 %)", "Middle", "High (95 %)", "~What makes it wide"]);
        for one in &banded {
            row(html, *one);
        }
        table_end(html);
        html.raw("<p class=help>Shares: how much of the variance goes back to an input, with others or by itself.</p>");
        inputs(html, report);
        by_event(html, &banded);
    }
    let mut whys: Vec<&str> = bare.iter().map(|(sure, ..)| sure.method.as_str()).collect();
    whys.sort_unstable();
    whys.dedup();
    for why in whys {
        let mut of: Vec<String> =
            bare.iter().filter(|(sure, ..)| sure.method == why).map(|(_, result, _)| naming::what(result)).collect();
        of.sort();
        of.dedup();
        html.raw("<p class=gap><b>").text(&of.join(", ")).raw("</b>: ").text(why).raw(".</p>");
    }
    if !heat.is_empty() {
        html.raw("<p class=gap><b>").text(&heat.join("; "));
        html.raw("</b>: no band: ranges are of intensities, values and damage functions, and days of heat have none of them.</p>");
    }
    html.raw("</section>");
}

type One<'r> = (&'r Sure, &'r RiskResult, &'r View);

fn all(report: &RiskReport) -> impl Iterator<Item = One<'_>> {
    let of = |sure| -> Option<One<'_>> {
        let sure: &Sure = sure;
        let result = report.results.get(sure.result)?;
        Some((sure, result, report.views.get(result.view)?))
    };
    report.sure.iter().filter_map(of)
}

fn has_band(sure: &Sure) -> bool {
    sure.annual.is_some() || sure.events.iter().any(Option::is_some)
}

/// The year; where there is none, the last event.
fn row(html: &mut Html, (sure, result, view): One<'_>) {
    let Some(band) = sure.annual.or_else(|| sure.events.iter().rev().copied().flatten().next()) else { return };
    html.raw("<tr><th scope=row>").text(&naming::what(result)).raw("<small>");
    html.text(if sure.annual.is_some() { "in a year; " } else { "in the event; " });
    html.text(&naming::view(view)).raw("</small></th>");
    cells(html, band, &result.measure);
    let mut inputs: Vec<(&UncertainInput, f64)> =
        sure.inputs.iter().filter_map(|input| Some((input, input.total?))).collect();
    inputs.sort_by(|a, b| b.1.total_cmp(&a.1));
    let words =
        |(input, total): &(&UncertainInput, f64)| format!("{} {}", word(input.what), percent(total.clamp(0.0, 1.0)));
    let words: Vec<String> = inputs.iter().map(words).collect();
    html.raw("<td>").text(if words.is_empty() { "–".to_owned() } else { words.join(", ") }.as_str()).raw("</td></tr>");
}

fn cells(html: &mut Html, band: Band, measure: &Measure) {
    for figure in [band.p5, band.p50, band.p95] {
        html.raw("<td class=n>").text(&amount(figure, measure)).raw("</td>");
    }
}

fn word(what: Uncertain) -> &'static str {
    match what {
        Uncertain::Intensity => "intensity of the hazard",
        Uncertain::Value => "value",
        Uncertain::Function => "damage functions",
        Uncertain::Count => "number of things",
        Uncertain::Cost => "cost of measures",
    }
}

/// What was varied, how far, and who says so; each once.
fn inputs(html: &mut Html, report: &RiskReport) {
    let mut known: Vec<&UncertainInput> = Vec::new();
    for input in report.sure.iter().flat_map(|sure| &sure.inputs) {
        let same = |other: &&UncertainInput| {
            (other.what, other.factors, &other.source) == (input.what, input.factors, &input.source)
        };
        if !known.iter().any(same) {
            known.push(input);
        }
    }
    table(html, "What is not known exactly", &["Input", "~From … to", "~Who says so"]);
    for input in known {
        html.raw("<tr><th scope=row>").text(word(input.what)).raw("</th><td>");
        match input.factors {
            Some((low, high)) => html.text(&format!("{low} to {high} times what is taken")),
            None => html.text("from the low to the high end of their band"),
        };
        html.raw("</td><td>").text(&input.source).raw("</td></tr>");
    }
    table_end(html);
}

fn by_event(html: &mut Html, banded: &[One<'_>]) {
    html.raw("<details><summary>By event</summary>");
    table(html, "How sure losses are, by event", &["Loss", "Low (5 %)", "Middle", "High (95 %)"]);
    for (sure, result, view) in banded {
        for (event, band) in sure.events.iter().enumerate().filter_map(|(at, band)| Some((at, (*band)?))) {
            html.raw("<tr><th scope=row>").text(&naming::what(result)).raw("<small>");
            html.text(&naming::period(view, event)).raw("; ").text(&naming::view(view)).raw("</small></th>");
            cells(html, band, &result.measure);
            html.raw("</tr>");
        }
    }
    table_end(html);
    html.raw("</details>");
    let mut methods: Vec<&str> = banded.iter().map(|(sure, ..)| sure.method.as_str()).collect();
    methods.sort_unstable();
    methods.dedup();
    for method in methods {
        html.raw("<p class=help>").text(method).raw("</p>");
    }
}

/// A band as rows of the CSV have it: 5, 50 and 95 % as low, value and high.
pub fn as_suffered(sure: &Sure, exposed: f64) -> Suffered {
    let estimate = |band: &Option<Band>| band.and_then(|band| Estimate::range(band.p5, band.p50, band.p95).ok());
    let events = sure.events.iter().map(estimate).collect();
    Suffered { exposed, events, annual: estimate(&sure.annual), by_rule: Vec::new() }
}

/// For programs.
pub fn json(sure: &Sure) -> Json {
    let band = |band: &Option<Band>| band.map(|b| json!({ "p5": b.p5, "p50": b.p50, "p95": b.p95 }));
    let input = |input: &UncertainInput| {
        json!({ "what": input.what.as_str(), "low": input.factors.map(|f| f.0), "high": input.factors.map(|f| f.1),
                "source": input.source, "first_order": input.first_order, "total": input.total })
    };
    json!({ "result": sure.result, "year": band(&sure.annual), "events": sure.events.iter().map(band).collect::<Vec<_>>(),
            "inputs": sure.inputs.iter().map(input).collect::<Vec<_>>(), "method": sure.method })
}

#[cfg(test)]
mod tests {
    use super::super::testing::report;
    use super::super::{csv, html};
    use super::*;

    fn input(what: Uncertain, factors: Option<(f64, f64)>, total: f64) -> UncertainInput {
        UncertainInput { what, factors, source: "survey <2016>".into(), first_order: Some(total), total: Some(total) }
    }

    fn with_bands() -> RiskReport {
        let mut report = report();
        let band = |times: f64| Some(Band { p5: 1e6 * times, p50: 2e6 * times, p95: 4e6 * times });
        let inputs = vec![input(Uncertain::Value, Some((0.8, 1.2)), 0.25), input(Uncertain::Function, None, 0.8)];
        report.sure = vec![
            Sure { result: 0, inputs, annual: band(1.0), events: vec![band(3.0)], method: "samples".into() },
            Sure { result: 3, inputs: vec![], annual: None, events: vec![], method: "no band: nobody said".into() },
        ];
        report
    }

    #[test]
    fn a_band_is_shown_with_what_makes_it_wide_and_who_says_so() {
        let page = html(&with_bands());
        assert!(page.contains("<td class=n>1 million</td><td class=n>2 million</td><td class=n>4 million</td><td>damage functions 80 %, value 25 %</td>"));
        assert!(page.contains("0.8 to 1.2 times what is taken</td><td>survey &lt;2016&gt;"));
        assert!(page.contains("once in 2 years; ") && page.contains("<td class=n>12 million</td>"));
        assert!(page.contains("</b>: no band: nobody said.</p>"));
    }

    #[test]
    fn quantiles_go_out_as_rows_of_their_own() {
        let table = csv(&with_bands()).unwrap();
        let bands: Vec<&str> = table.lines().filter(|line| line.contains(",band,")).collect();
        assert_eq!(bands.len(), 3, "{bands:?}");
        assert!(bands[1].contains(",year,,1000000,2000000,4000000,"), "{}", bands[1]);
    }
}
