//! A forecast as text for a terminal: the answer, people by scenario and year, demand, and what is not given.

use super::amounts::with_range;
use super::beside::Names;
use super::cited::{grouped, hint};
use super::people::{in_order, quantities};
use super::whole::{Sum, Whole};
use crate::number::Shown;
use crate::table::{aligned, one_line};
use crate::words::say;
use city::forecast::{ForecastReport, Part};
use city::indicator::IndicatorKind;
use city::profile::{Sentence, Tone};
use std::fmt::Write;

/// So many gaps stand in the text.
const FIRST: usize = 8;
/// Letters of a title.
const NAME: usize = 44;

/// A forecast as aligned text: the answer, people by scenario and year of the city as a whole, what they will want at the end of each
/// scenario, and the first gaps.
#[must_use]
pub fn text(report: &ForecastReport) -> String {
    let mut out = format!("{}: people and water to come\n", one_line(&report.heading.city));
    if report.heading.invented {
        let _ = writeln!(out, "{}. {}", say("invented-banner"), say("invented-text"));
    }
    out.push('\n');
    for sentence in &report.summary {
        let mark = if sentence.tone == Tone::Fact { " " } else { "!" };
        let _ = writeln!(out, "{mark} {}", one_line(&said(sentence)));
    }
    let whole = Whole::new(report);
    out += &people(report, &whole);
    out += &beside_people(report, &whole);
    out += &demand(report, &whole);
    out += &gaps(report);
    let heading = &report.heading;
    let _ = writeln!(out, "\nRun {}, seed {}. Every number: --format csv or --json.", heading.run, heading.seed);
    out
}

/// A sentence of the summary with its number.
pub(super) fn said(sentence: &Sentence) -> String {
    let sentence = super::shortened(sentence);
    let number = sentence.value.as_ref().map(|v| Shown::new(v, sentence.kind, "", &[]).to_string() + " ");
    number.unwrap_or_default() + &sentence.text
}

fn short(text: &str) -> String {
    let line = one_line(text);
    if line.chars().count() <= NAME {
        return line;
    }
    line.chars().take(NAME - 1).chain(['…']).collect()
}

fn sum_words(sum: Option<Sum>, kind: IndicatorKind) -> String {
    sum.map_or_else(
        || "–".to_owned(),
        |s| match s.partly() {
            partly if partly.is_empty() => with_range(s.estimate, kind),
            partly => format!("{}, {partly}", with_range(s.estimate, kind)),
        },
    )
}

fn people(report: &ForecastReport, whole: &Whole<'_>) -> String {
    let mut lines = vec![["People", "Year", "All", "Formal", "Informal"].map(str::to_owned).to_vec()];
    for scenario in &report.scenarios {
        for year in &scenario.years {
            let of = |part: Part| whole.sum(part, (&scenario.id, *year), |r| Some(r.people));
            if Part::ALL.iter().all(|part| of(*part).is_none()) {
                continue;
            }
            let mut line = vec![short(&scenario.title), year.to_string()];
            line.extend(
                [Part::All, Part::Formal, Part::Informal].map(|part| sum_words(of(part), IndicatorKind::Count)),
            );
            lines.push(line);
        }
    }
    if lines.len() == 1 {
        return String::new();
    }
    let apart = if whole.apart.is_empty() { String::new() } else { format!("; formal and informal: {}", whole.apart) };
    format!("\n{}{apart}\n{}", one_line(&whole.label), aligned(&lines, &[2, 3, 4]))
}

/// What they will want a day in the last year of each scenario, a line a quantity.
fn demand(report: &ForecastReport, whole: &Whole<'_>) -> String {
    let last: Vec<_> = report.scenarios.iter().filter_map(|s| Some((s, s.years.iter().copied().max()?))).collect();
    let quantities = quantities(report);
    if last.is_empty() || quantities.is_empty() {
        return String::new();
    }
    let head = last.iter().map(|(s, year)| format!("{}, {year}", short(&s.title)));
    let mut lines: Vec<Vec<String>> = vec![std::iter::once("A day".to_owned()).chain(head).collect()];
    for quantity in in_order(&quantities) {
        let of_scenario = |(s, year): &(&city::forecast::ForecastScenario, i32)| {
            sum_words(whole.sum(Part::All, (&s.id, *year), &quantity.of), quantity.kind)
        };
        let name = if quantity.of_source { format!("  of it {}", quantity.name) } else { quantity.name.clone() };
        lines.push(std::iter::once(name).chain(last.iter().map(of_scenario)).collect());
    }
    let right: Vec<usize> = (1..=last.len()).collect();
    format!("\n{}", aligned(&lines, &right))
}

/// Why rows of the city are left out, and where its own number is not the sum of what is in it.
fn beside_people(report: &ForecastReport, whole: &Whole<'_>) -> String {
    let names = Names::new(report);
    let mut out = String::new();
    for gap in &whole.left_out {
        let _ = writeln!(out, "  –: {}\n     {}", one_line(&gap.what), one_line(&gap.words));
    }
    for one in report.differences.iter().take(FIRST) {
        let _ =
            writeln!(out, "  ≠: {}\n     {}", one_line(&super::differences::line(&names, one)), one_line(&one.words));
    }
    out
}

fn gaps(report: &ForecastReport) -> String {
    let names = Names::new(report);
    // why the city's rows are left out stands below them already
    let said = Whole::new(report).left_out;
    let is_said = |what: &str, words: &str| said.iter().any(|g| g.what == what && g.words == words);
    let list: Vec<_> = grouped(report, &names).into_iter().filter(|g| !is_said(g.what, g.words)).collect();
    if list.is_empty() {
        return String::new();
    }
    let mut out = "\nNot given\n".to_owned();
    for gap in list.iter().take(FIRST) {
        let place = if gap.place.is_empty() { String::new() } else { format!("{}: ", gap.place) };
        let (words, hint) = hint(gap.words);
        let _ = writeln!(out, "  {}", one_line(&format!("{place}{}, {words}", gap.what)));
        if !hint.is_empty() {
            let _ = writeln!(out, "    hint: {}", one_line(hint));
        }
    }
    if list.len() > FIRST {
        let _ = writeln!(out, "  … and {} more", list.len() - FIRST);
    }
    out
}
