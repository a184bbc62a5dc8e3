//! Travel as text for a terminal: the answer, and the farthest places of each journey.

use crate::number::Shown;
use crate::table::{aligned, one_line};
use crate::travel::rows::{metres, minutes};
use crate::words::say;
use city::PlaceKind;
use city::profile::Tone;
use city::travel::{Journey, TravelReport, TravelRow};
use std::fmt::Write;

/// So many places of a journey stand in the text.
const FIRST: usize = 15;
/// Letters of a name.
const NAME: usize = 32;

/// Travel as aligned text: the answer, then for each journey the places that are farthest; settlements before districts.
#[must_use]
pub fn text(report: &TravelReport) -> String {
    let mut out = format!("{}: walking and driving\n", one_line(&report.heading.city));
    if report.heading.invented {
        let _ = writeln!(out, "{}. {}", say("invented-banner"), say("invented-text"));
    }
    out.push('\n');
    for sentence in &report.summary {
        let mark = if sentence.tone == Tone::Fact { " " } else { "!" };
        let unit = if sentence.unit == "minutes" { "" } else { sentence.unit.as_str() };
        let number = sentence.value.as_ref().map(|v| Shown::new(v, sentence.kind, unit, &[]).to_string() + " ");
        let _ = writeln!(out, "{mark} {}{}", number.unwrap_or_default(), one_line(&sentence.text));
    }
    for journey in &report.journeys {
        out += &table(report, journey);
    }
    let _ = writeln!(
        out,
        "\nRun {}, seed {}. Every place: --format csv or --json.",
        report.heading.run, report.heading.seed
    );
    out
}

fn table(report: &TravelReport, journey: &Journey) -> String {
    let kind = |row: &TravelRow| report.places.iter().find(|p| p.id == row.place).map(|p| p.kind);
    let settlements = journey.rows.iter().any(|r| kind(r) == Some(PlaceKind::Settlement));
    let wanted = if settlements { PlaceKind::Settlement } else { PlaceKind::District };
    let mut rows: Vec<&TravelRow> = journey.rows.iter().filter(|r| kind(r) == Some(wanted)).collect();
    let far = |r: &TravelRow| r.minutes.median.map_or(f64::NEG_INFINITY, |m| m.value);
    rows.sort_by(|a, b| {
        far(b).total_cmp(&far(a)).then_with(|| b.straight_m.unwrap_or(0.0).total_cmp(&a.straight_m.unwrap_or(0.0)))
    });
    let mut lines = vec![
        ["Place", "Minutes", "Nine in ten", "Along the way", "Straight", "Mapped way"].map(str::to_owned).to_vec(),
    ];
    for row in rows.iter().take(FIRST) {
        let name = report.places.iter().find(|p| p.id == row.place).map_or("", |p| p.name.as_str());
        let name: String = one_line(name).chars().take(NAME).collect();
        let dash = || "–".to_owned();
        lines.push(vec![
            name,
            row.minutes
                .median
                .map_or_else(dash, |m| format!("{} ({}–{})", minutes(m.value), minutes(m.low), minutes(m.high))),
            row.minutes.p90.map_or_else(dash, |m| minutes(m.value)),
            row.distance_m.median.map_or_else(dash, |m| metres(m.value)),
            row.straight_m.map_or_else(dash, metres),
            format!("{:.0} %", 100.0 * row.routed_share),
        ]);
    }
    let note =
        journey.refused.as_ref().map_or_else(String::new, |_| " – straight lines only, a lower bound".to_owned());
    let rest = rows.len().saturating_sub(FIRST);
    let rest = if rest > 0 { format!("  … and {rest} more\n") } else { String::new() };
    format!("\n{}{note}\n{}{rest}", one_line(&journey.title), aligned(&lines, &[1, 2, 3, 4, 5]))
}
