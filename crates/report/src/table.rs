//! The profile as text for people, and as CSV and JSON for programs, with every digit.

use crate::ReportError;
use crate::number::{self, Shown, count};
use crate::reading::{Reading, key_entry};
use crate::row::{rows, undefined_sections};
use crate::words::say;
use city::profile::{CityProfile, Entry, PlaceProfile, Tone};
use city::{Source, Value};
use serde_json::json;

/// Columns of the CSV.
pub const COLUMNS: [&str; 16] = [
    "place",
    "name",
    "kind",
    "indicator",
    "unit",
    "group",
    "period",
    "low",
    "value",
    "high",
    "classes",
    "gap",
    "quality",
    "source",
    "licence",
    "method",
];

/// The profile as aligned text: the answer, the key numbers of each place, what is missing.
#[must_use]
pub fn text(profile: &CityProfile) -> String {
    let mut out = String::new();
    line(&mut out, &format!("{}, {}", profile.city, profile.country));
    if profile.invented {
        line(&mut out, &format!("{}. {}", say("invented-banner"), say("invented-text")));
    }
    if !profile.notice.is_empty() {
        line(&mut out, &profile.notice);
    }
    line(&mut out, "");
    for sentence in &profile.summary {
        let mark = if sentence.tone == Tone::Fact { " " } else { "!" };
        let value =
            sentence.value.as_ref().map(|v| Shown::new(v, sentence.kind, &sentence.unit, &[]).to_string() + " ");
        line(&mut out, &format!("{mark} {}{}", value.unwrap_or_default(), sentence.text));
    }
    line(&mut out, "");
    out += &key_table(profile);
    if !profile.gaps.is_empty() {
        line(&mut out, "");
        line(&mut out, say("gaps"));
        let lines = profile
            .gaps
            .iter()
            .map(|g| vec![format!("  {}", g.label), number::gap(g.reason).into(), count(g.places), g.blocks.clone()]);
        out += &aligned(&lines.collect::<Vec<_>>(), &[2]);
    }
    out + &sources(profile) + &format!("\n{}\n", say("text-page-note"))
}

fn line(out: &mut String, text: &str) {
    out.push_str(&one_line(text));
    out.push('\n');
}

fn key_table(profile: &CityProfile) -> String {
    let reading = Reading::new(profile);
    let unit = |k: &city::profile::KeyIndicator| match number::unit_beside(&k.label, &k.unit) {
        unit if unit.is_empty() => k.label.clone(),
        unit => format!("{} ({unit})", k.label),
    };
    let head = [say("column-place").to_owned(), String::new()].into_iter().chain(profile.key.iter().map(unit));
    let mut lines = vec![head.collect::<Vec<_>>()];
    for place in &profile.places {
        let cells = profile.key.iter().map(|key| match key_entry(place, key) {
            Some(entry) => Shown::new(&entry.value, entry.kind, "", &entry.class_labels).to_string(),
            None => say("no-entry").to_owned(),
        });
        lines.push([place.name.clone(), reading.described(place)].into_iter().chain(cells).collect());
    }
    let numbers: Vec<usize> = (2..profile.key.len() + 2).collect();
    aligned(&lines, &numbers)
}

/// Everything known of one place as aligned text, by section.
#[must_use]
pub fn place_text(profile: &CityProfile, place: &PlaceProfile) -> String {
    let reading = Reading::new(profile);
    let mut out = String::new();
    line(&mut out, &format!("{} ({}), {}", place.name, place.id, reading.described(place)));
    let defined = profile.sections.iter().map(|s| (s.id.as_str(), s.label.as_str()));
    for (id, label) in defined.chain(undefined_sections(&reading, place).into_iter().map(|id| (id, id))) {
        let rows = rows(place, id);
        if rows.is_empty() {
            continue;
        }
        line(&mut out, "");
        line(&mut out, label);
        let lines = rows.into_iter().map(|row| {
            let indent = if row.part { "    " } else { "  " };
            let quality = if row.shown.gap { String::new() } else { row.quality.to_string() };
            let share = if row.share.is_empty() { String::new() } else { format!(" {}", row.share) };
            vec![
                format!("{indent}{}", row.label),
                format!("{}{share}", row.shown),
                row.period,
                quality,
                row.source_id,
                marked(row.default, &row.note),
            ]
        });
        out += &aligned(&lines.collect::<Vec<_>>(), &[]);
    }
    out + &sources(profile)
}

fn marked(default: bool, note: &str) -> String {
    match (default, note.is_empty()) {
        (false, _) => note.to_owned(),
        (true, true) => say("default").to_owned(),
        (true, false) => format!("{}; {note}", say("default")),
    }
}

fn sources(profile: &CityProfile) -> String {
    let line = |s: &Source| {
        let licence = if s.licence.is_empty() { say("licence-unknown") } else { &s.licence };
        let date = if s.date.is_empty() { say("date-unknown") } else { &s.date };
        vec![format!("  {}", s.id), s.title.clone(), s.publisher.clone(), licence.to_owned(), date.to_owned()]
    };
    format!("\n{}\n{}", say("sources"), aligned(&profile.sources.iter().map(line).collect::<Vec<_>>(), &[]))
}

/// Lines of cells with two spaces between columns; the columns of `right` stand to the right.
pub(crate) fn aligned(lines: &[Vec<String>], right: &[usize]) -> String {
    let clean: Vec<Vec<String>> = lines.iter().map(|l| l.iter().map(|c| one_line(c)).collect()).collect();
    let columns = clean.iter().map(Vec::len).max().unwrap_or(0);
    let width = |c: usize| clean.iter().filter_map(|l| l.get(c)).map(|cell| cell.chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let mut out = String::new();
    for line in &clean {
        let cells = line.iter().zip(&widths).enumerate().map(|(c, (cell, width))| {
            if right.contains(&c) { format!("{cell:>width$}") } else { format!("{cell:<width$}") }
        });
        out += cells.collect::<Vec<_>>().join("  ").trim_end();
        out.push('\n');
    }
    out
}

/// A text without control characters, so that no name moves the cursor or colours a terminal.
pub(crate) fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// One row for each place, indicator and group, with every digit; a gap has its reason and no number.
///
/// # Errors
/// [`ReportError::Csv`] where the writer refuses a row.
pub fn csv(profile: &CityProfile) -> Result<String, ReportError> {
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    writer.write_record(COLUMNS)?;
    for place in &profile.places {
        for entry in &place.entries {
            writer.write_record(record(profile, place, entry))?;
        }
    }
    let bytes = writer.into_inner().map_err(|e| ::csv::Error::from(e.into_error()))?;
    String::from_utf8(bytes).map_err(|_| ReportError::Text)
}

fn record(profile: &CityProfile, place: &PlaceProfile, entry: &Entry) -> [String; 16] {
    let [low, value, high] = entry
        .value
        .estimate()
        .map_or([const { String::new() }; 3], |e| [e.low, e.value, e.high].map(|n| n.to_string()));
    let (classes, gap) = match &entry.value {
        Value::Classes(codes) => (codes.join(";"), String::new()),
        Value::Gap(reason) => (String::new(), reason.to_string()),
        Value::Estimate(_) => (String::new(), String::new()),
    };
    let source = profile.sources.iter().find(|s| s.id == entry.source);
    [
        place.id.to_string(),
        place.name.clone(),
        place.kind.to_string(),
        entry.indicator.clone(),
        entry.unit.clone(),
        entry.group.to_string(),
        entry.period.to_string(),
        low,
        value,
        high,
        classes,
        gap,
        entry.quality.to_string(),
        entry.source.to_string(),
        source.map(|s| s.licence.clone()).unwrap_or_default(),
        entry.how.clone(),
    ]
}

/// The whole profile as JSON, geometries left out.
///
/// # Errors
/// [`ReportError::Json`] where the writer refuses a value.
pub fn json(profile: &CityProfile) -> Result<String, ReportError> {
    let summary = profile.summary.iter().map(|s| {
        json!({ "tone": s.tone, "text": s.text, "value": s.value.as_ref().map(value_json), "unit": s.unit,
                "period": s.period.as_ref().map(ToString::to_string), "source": s.source })
    });
    let places = profile.places.iter().map(|p| {
        json!({ "id": p.id, "name": p.name, "kind": p.kind, "parent": p.parent, "settlement_type": p.settlement_type,
                "edition": p.edition, "entries": p.entries.iter().map(entry_json).collect::<Vec<_>>() })
    });
    let gaps = profile
        .gaps
        .iter()
        .map(|g| json!({ "label": g.label, "reason": g.reason, "places": g.places, "blocks": g.blocks }));
    let problems = profile.problems.iter().map(|p| {
        json!({ "severity": p.severity, "code": p.code, "source": p.source, "count": p.count, "example": p.example })
    });
    let board = profile.board.iter().map(|b| {
        json!({ "section": b.section, "indicator": b.indicator, "label": b.label, "kind": b.kind, "have": b.have, "default": b.default,
                "missing": b.missing, "missing_places": b.missing_places, "blocks": b.blocks })
    });
    Ok(serde_json::to_string_pretty(&json!({
        "city": profile.city, "country": profile.country, "invented": profile.invented, "notice": profile.notice,
        "generated": profile.generated, "version": profile.version,
        "summary": summary.collect::<Vec<_>>(),
        "places": places.collect::<Vec<_>>(),
        "gaps": gaps.collect::<Vec<_>>(),
        "problems": problems.collect::<Vec<_>>(),
        "board": board.collect::<Vec<_>>(),
        "sources": profile.sources.iter().collect::<Vec<&Source>>(),
    }))?)
}

fn entry_json(entry: &Entry) -> serde_json::Value {
    let history =
        entry.history.iter().map(|(period, value)| json!({ "period": period.as_str(), "value": value_json(value) }));
    json!({ "section": entry.section, "indicator": entry.indicator, "label": entry.label, "unit": entry.unit, "kind": entry.kind,
            "group": entry.group.to_string(), "period": entry.period.as_str(), "value": value_json(&entry.value),
            "share_of_total": entry.share_of_total, "quality": entry.quality, "default": entry.default, "source": entry.source,
            "note": entry.note, "how": entry.how, "inputs": entry.inputs, "history": history.collect::<Vec<_>>() })
}

/// A value as JSON: `{low, value, high}`, `{classes}` or `{gap}`.
#[must_use]
pub fn value_json(value: &Value) -> serde_json::Value {
    match value {
        Value::Estimate(e) => json!({ "low": e.low, "value": e.value, "high": e.high }),
        Value::Classes(codes) => json!({ "classes": codes }),
        Value::Gap(reason) => json!({ "gap": reason }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up_and_names_cannot_steer_the_terminal() {
        let lines = [vec!["a\u{1b}[31m".into(), "1".into()], vec!["longer".into(), "1,000".into()]];
        assert_eq!(aligned(&lines, &[1]), "a [31m      1\nlonger  1,000\n");
    }
}
