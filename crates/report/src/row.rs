//! A row of a place's sheet: an entry in words, the same for every page.

use crate::number::{Shown, figure, period, unit_beside};
use crate::reading::Reading;
use city::indicator::IndicatorKind;
use city::profile::{Entry, PlaceProfile};
use city::{Quality, Value};

/// An entry in words.
pub struct Row {
    /// What it is.
    pub label: String,
    /// Whether it is a part of what the row above names.
    pub part: bool,
    /// The value.
    pub shown: Shown,
    /// Its share of the total, in words; empty where there is none.
    pub share: String,
    /// Length of its bar in tenths of a percent, where it is a part of a whole.
    pub bar: Option<u16>,
    /// When.
    pub period: String,
    /// Id of its source.
    pub source_id: String,
    /// How far to trust it.
    pub quality: Quality,
    /// Whether it is a default.
    pub default: bool,
    /// Words that a reader needs.
    pub note: String,
}

/// The rows of a place in one section.
pub fn rows(place: &PlaceProfile, section: &str) -> Vec<Row> {
    let entries: Vec<&Entry> = place.entries.iter().filter(|e| e.section == section).collect();
    let mut above: Option<&Entry> = None;
    let mut rows = Vec::new();
    for entry in entries {
        let part = !entry.group_label.is_empty()
            && above.is_some_and(|a| a.indicator == entry.indicator && a.label == entry.label);
        rows.push(row(entry, part));
        above = Some(entry);
    }
    rows
}

/// The entries of a place whose section the profile does not define.
pub fn undefined_sections<'a>(reading: &Reading<'_>, place: &'a PlaceProfile) -> Vec<&'a str> {
    let mut names: Vec<&str> = Vec::new();
    for entry in &place.entries {
        let defined = reading.profile.sections.iter().any(|s| s.id == entry.section);
        if !defined && !names.contains(&entry.section.as_str()) {
            names.push(&entry.section);
        }
    }
    names
}

/// An entry in words; a part is named by its group alone.
pub fn row(entry: &Entry, part: bool) -> Row {
    let label = match (part, entry.group_label.is_empty()) {
        (true, _) => entry.group_label.clone(),
        (false, true) => entry.label.clone(),
        (false, false) => format!("{}: {}", entry.label, entry.group_label),
    };
    let mut shown = Shown::new(&entry.value, entry.kind, &entry.unit, &entry.class_labels);
    if unit_beside(&entry.label, &entry.unit).is_empty() || (part && entry.kind == IndicatorKind::Count) {
        shown.unit.clear();
    }
    Row {
        label,
        part,
        shown,
        share: entry.share_of_total.map(|s| format!("{}%", figure(s, IndicatorKind::Share))).unwrap_or_default(),
        bar: bar(entry),
        period: period(&entry.period),
        source_id: entry.source.to_string(),
        quality: entry.quality,
        default: entry.default,
        note: entry.note.clone(),
    }
}

/// Length of a bar in tenths of a percent, for what is a part of a whole.
pub fn bar(entry: &Entry) -> Option<u16> {
    let percent = match (&entry.value, entry.kind) {
        (Value::Estimate(e), IndicatorKind::Share) => Some(e.value),
        (Value::Estimate(_), _) => entry.share_of_total,
        _ => None,
    }?;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 1000")]
    percent.is_finite().then(|| (percent.clamp(0.0, 100.0) * 10.0).round() as u16)
}
