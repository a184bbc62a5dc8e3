//! What the forecast rests on: every number with its source, what was taken for granted, and what is not given.

use super::amounts::shown;
use super::beside::Names;
use crate::assessment::reading::{capital, table, table_end};
use crate::markup::Html;
use crate::number::{count, gap};
use city::forecast::{CitedNumber, ForecastGap, ForecastReport};
use city::indicator::IndicatorKind;
use city::{Gap, PlaceKind};
use std::collections::BTreeSet;

/// What is not given, and why; nothing where all is.
pub fn gaps(html: &mut Html, report: &ForecastReport, names: &Names<'_>) {
    if report.gaps.is_empty() {
        return;
    }
    html.raw("<section id=gaps><h2>What is not given</h2><p>A missing number is never taken as zero.</p>");
    table(html, "What is not given", &["Where", "~What", "~Why, and what to do"]);
    for one in grouped(report, names) {
        let place = if one.place.is_empty() { "The whole city".to_owned() } else { one.place };
        html.raw("<tr><th scope=row>").text(&place).raw("</th><td>").text(&capital(one.what)).raw("</td><td>");
        let (words, hint) = hint(one.words);
        html.text(&capital(words)).raw(" (").text(gap(one.reason)).raw(")");
        if !hint.is_empty() {
            html.raw("<small>").text(&capital(hint)).raw("</small>");
        }
        html.raw("</td></tr>");
    }
    table_end(html);
    html.raw("</section>");
}

/// A gap for a reader.
#[derive(Debug, Clone, PartialEq)]
pub struct Said<'a> {
    /// Where: a place, how many places, or nothing for the whole city.
    pub place: String,
    /// What is missing.
    pub what: &'a str,
    /// Why, and what to do.
    pub words: &'a str,
    /// The reason.
    pub reason: Gap,
}

/// Gaps for a reader: those that say the same of more than three places are one, and so are years before the count of places within the city.
pub fn grouped<'a>(report: &'a ForecastReport, names: &Names<'_>) -> Vec<Said<'a>> {
    let city = |g: &ForecastGap| {
        g.place.as_ref().is_none_or(|id| report.places.iter().any(|p| p.id == *id && p.kind == PlaceKind::City))
    };
    let (early, rest): (Vec<&ForecastGap>, Vec<&ForecastGap>) =
        report.gaps.iter().partition(|g| !g.years.is_empty() && !city(g));
    let mut list: Vec<(&ForecastGap, Vec<String>)> = Vec::new();
    for gap in rest {
        let name = gap.place.as_ref().map_or_else(String::new, |id| names.of(id).to_owned());
        let same = |g: &ForecastGap| (&g.what, &g.words, g.reason) == (&gap.what, &gap.words, gap.reason);
        match list.iter_mut().find(|(known, _)| same(known)) {
            Some((_, places)) => places.push(name),
            None => list.push((gap, vec![name])),
        }
    }
    let mut made = Vec::new();
    for (gap, places) in list {
        let said = |place: String| Said { place, what: &gap.what, words: &gap.words, reason: gap.reason };
        if places.len() > 3 {
            made.push(said(format!("{} places", places.len())));
        } else {
            made.extend(places.into_iter().map(said));
        }
    }
    let places: BTreeSet<_> = early.iter().filter_map(|g| g.place.as_ref()).collect();
    if let Some(first) = early.first() {
        made.push(Said {
            place: if places.len() == 1 { "1 place".to_owned() } else { format!("{} places", places.len()) },
            what: "the first years of a scenario",
            words: "their people, or those of settlements in them, were counted later: nothing is projected backwards; --format json has each of them",
            reason: first.reason,
        });
    }
    made
}

/// Words and what to do about it.
pub fn hint(words: &str) -> (&str, &str) {
    words.split_once("; hint: ").or_else(|| words.split_once("\n  hint: ")).unwrap_or((words, ""))
}

/// Every number with its source; what nobody can be cited for is marked.
pub fn numbers(html: &mut Html, report: &ForecastReport) {
    let of_scenarios = report.scenarios.iter().any(|s| !s.numbers.is_empty());
    if report.numbers.is_empty() && !of_scenarios && report.assumptions.is_empty() {
        return;
    }
    html.raw("<section id=numbers><h2>What it rests on</h2><p>Every number that went in beside the counts, with its source. <b class=assumed>Assumption</b> marks a number, or the range of one, that nobody can be cited for.</p>");
    for scenario in report.scenarios.iter().filter(|s| !s.numbers.is_empty()) {
        list(html, &format!("The scenario {}", scenario.title), &scenario.numbers);
    }
    if !report.numbers.is_empty() {
        list(html, "A day of water and toilets", &report.numbers);
    }
    if !report.assumptions.is_empty() {
        html.raw("<h3>Taken for granted</h3><ul class=reading>");
        for words in &report.assumptions {
            html.raw("<li>").text(words.trim_end_matches('.')).raw(".</li>");
        }
        html.raw("</ul>");
    }
    html.raw("</section>");
}

fn list(html: &mut Html, title: &str, numbers: &[CitedNumber]) {
    let assumed = numbers.iter().filter(|n| n.assumed).count() as u64;
    html.raw("<details class=set open><summary><h4>").text(&capital(title)).raw("</h4> <small>");
    html.text(&count(numbers.len() as u64)).raw(" numbers, ").text(&count(assumed));
    html.raw(" with an assumption</small></summary>");
    table(html, title, &["What", "Number", "~Source"]);
    let mut before = "";
    for number in numbers {
        html.raw("<tr><th scope=row>").text(&capital(&number.what.replace('_', " "))).raw("</th>");
        let (main, range) = number
            .estimate
            .map_or_else(|| ("no number".to_owned(), String::new()), |e| shown(e, IndicatorKind::Amount));
        html.raw("<td class=n>").text(&main);
        for words in [range, number.unit.replace('_', " ")] {
            if !words.is_empty() {
                html.raw("<small>").text(&words).raw("</small>");
            }
        }
        html.raw("</td><td>");
        if number.assumed {
            html.raw("<b class=assumed>Assumption</b> ");
        }
        if number.source == before {
            html.raw("<span class=same>As above</span></td></tr>");
        } else {
            html.text(&number.source).raw("</td></tr>");
        }
        before = &number.source;
    }
    table_end(html);
    html.raw("</details>");
}
