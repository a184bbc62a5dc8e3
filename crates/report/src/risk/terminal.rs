//! Climate risk as text for a terminal: the answer, every result in a line, what measures avert.

use super::amounts::{amount, percent, share, with_range};
use super::naming;
use crate::number::Shown;
use crate::table::{aligned, one_line};
use crate::words::say;
use city::profile::{Sentence, Tone};
use city::risk::{RiskReport, RiskResult};
use std::fmt::Write;

/// So many results and measures stand in the text.
const FIRST: usize = 30;
/// Letters of a name, and of a view, which models tell apart at its end.
const NAME: usize = 44;
const VIEW: usize = 72;

/// Climate risk as aligned text: the answer, then each result with its year and its rarest event, then measures.
#[must_use]
pub fn text(report: &RiskReport) -> String {
    let mut out = format!("{}: climate risk\n", one_line(&report.heading.city));
    if report.heading.invented {
        let _ = writeln!(out, "{}. {}", say("invented-banner"), say("invented-text"));
    }
    out.push('\n');
    for sentence in &report.summary {
        let mark = if sentence.tone == Tone::Fact { " " } else { "!" };
        let _ = writeln!(out, "{mark} {}", one_line(&said(sentence)));
    }
    out += &results(report);
    out += &measures(report);
    let heading = &report.heading;
    let _ = writeln!(out, "\nRun {}, seed {}. Every number: --format csv or --json.", heading.run, heading.seed);
    out
}

/// A sentence of the summary with its number and unit.
pub(super) fn said(sentence: &Sentence) -> String {
    let sentence = super::with_unit(sentence);
    let number = sentence.value.as_ref().map(|v| Shown::new(v, sentence.kind, "", &[]).to_string() + " ");
    number.unwrap_or_default() + &sentence.text
}

fn short(text: &str, letters: usize) -> String {
    let line = one_line(text);
    if line.chars().count() <= letters {
        return line;
    }
    line.chars().take(letters.saturating_sub(1)).chain(['…']).collect()
}

fn results(report: &RiskReport) -> String {
    if report.results.is_empty() {
        return String::new();
    }
    let head = ["What", "Hazard and scenario", "There", "Expected in a year", "Of all", "Rarest event", "Of all"];
    let mut lines = vec![head.map(str::to_owned).to_vec()];
    for result in report.results.iter().take(FIRST) {
        lines.push(line(report, result));
    }
    let rest = report.results.len().saturating_sub(FIRST);
    let rest = if rest > 0 { format!("  … and {rest} more\n") } else { String::new() };
    format!("\n{}{rest}", aligned(&lines, &[2, 3, 4, 5, 6]))
}

fn line(report: &RiskReport, result: &RiskResult) -> Vec<String> {
    let whole = &result.whole;
    let dash = || "–".to_owned();
    let view = report.views.get(result.view).map_or_else(String::new, naming::view);
    let of = |value: Option<f64>| value.and_then(|v| share(v, whole.exposed)).map_or_else(dash, percent);
    let rarest = whole.events.iter().rev().copied().flatten().next();
    vec![
        short(&naming::what(result), NAME),
        short(&view, VIEW),
        amount(whole.exposed, &result.measure),
        whole.annual.map_or_else(dash, |e| with_range(e, &result.measure)),
        of(whole.annual.map(|e| e.value)),
        rarest.map_or_else(dash, |e| with_range(e, &result.measure)),
        of(rarest.map(|e| e.value)),
    ]
}

fn measures(report: &RiskReport) -> String {
    if report.measures.is_empty() {
        return String::new();
    }
    let head = ["Measure", "Without, in a year", "With", "Cost", "Averted over the years", "For each 1 spent"];
    let mut lines = vec![head.map(str::to_owned).to_vec()];
    let dash = || "–".to_owned();
    for one in report.measures.iter().take(FIRST) {
        let yearly = |list: &[f64]| list.first().map_or_else(dash, |n| amount(*n, &one.measure));
        let money = |e: Option<city::Estimate>| e.map_or_else(dash, |e| with_range(e, &one.measure));
        let ratio = one.ratio.map_or_else(dash, |e| naming::years_of(e.value));
        lines.push(vec![
            short(&one.title, NAME),
            yearly(&one.without),
            yearly(&one.with),
            money(one.cost),
            money(one.benefit),
            ratio,
        ]);
    }
    format!("\n{}", aligned(&lines, &[1, 2, 3, 4, 5]))
}

#[cfg(test)]
mod tests {
    use super::super::naming::Basis;
    use super::super::testing;
    use super::*;

    #[test]
    fn a_title_that_is_cut_says_so() {
        assert_eq!(short("Houses", 6), "Houses");
        assert_eq!(short("Households of the ward", 10), "Household…");
    }

    #[test]
    fn a_result_without_a_year_shows_its_event_and_a_dash() {
        let report = testing::report();
        let result = report.results.iter().find(|r| matches!(Basis::of(r), Basis::Event(_))).unwrap();
        let line = line(&report, result);
        assert_eq!((line[3].as_str(), line[4].as_str()), ("–", "–"));
        assert_ne!(line[5], "–");
    }
}
