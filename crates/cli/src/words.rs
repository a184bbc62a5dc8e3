//! Answers in words, and as JSON.

use crate::arguments::Format;
use city::{Problem, Severity};
use flow::{CollectReport, FileReport, SourceReport, SourceState, Status, TableFormat};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// How many problems of one kind and source are written out before the rest are counted.
const SHOWN: usize = 3;

/// The table format that `flow` knows.
pub fn table(format: Format) -> TableFormat {
    match format {
        Format::Text => TableFormat::Text,
        Format::Csv => TableFormat::Csv,
        Format::Json => TableFormat::Json,
    }
}

/// Problems, the worst first, a few of each kind.
pub fn problems(all: &[Problem]) -> String {
    let mut kinds: BTreeMap<(Severity, &str, &str), Vec<&Problem>> = BTreeMap::new();
    for problem in all {
        kinds.entry((problem.severity, &problem.source, &problem.code)).or_default().push(problem);
    }
    let mut lines = Vec::new();
    for list in kinds.values() {
        lines.extend(list.iter().take(SHOWN).map(ToString::to_string));
        if let (Some(first), true) = (list.first(), list.len() > SHOWN) {
            let place = if first.source.is_empty() { &first.file } else { &first.source };
            let place = if place.is_empty() { String::new() } else { format!(" in {place}") };
            lines.push(format!("  ... and {} more {}{place}", list.len() - SHOWN, first.code));
        }
    }
    lines.join("\n")
}

fn state(source: &SourceReport) -> String {
    match source.state {
        SourceState::Unchanged => "unchanged".to_owned(),
        SourceState::Failed => "left out".to_owned(),
        SourceState::Missing => "missing".to_owned(),
        SourceState::Waiting => "to be collected".to_owned(),
        SourceState::Withdrawn => "consent withdrawn: nothing of it is kept".to_owned(),
        SourceState::Collected => {
            let counts = [
                (source.places, "places"),
                (source.observations, "numbers"),
                (source.features, "features"),
                (source.rasters, "rasters"),
            ];
            let words = counts.iter().filter(|(n, _)| *n > 0).map(|(n, word)| format!("{n} {word}"));
            let words = words.collect::<Vec<_>>().join(", ");
            if words.is_empty() { "nothing came in".to_owned() } else { words }
        }
    }
}

fn source_lines(sources: &[SourceReport]) -> String {
    let width = sources.iter().map(|s| s.id.as_str().len()).max().unwrap_or(0);
    let line = |s: &SourceReport| {
        let wrong = [(s.errors, "errors"), (s.warnings, "warnings")];
        let wrong = wrong.iter().filter(|(n, _)| *n > 0).map(|(n, word)| format!("{n} {word}"));
        let wrong = wrong.collect::<Vec<_>>().join(", ");
        let wrong = if wrong.is_empty() { wrong } else { format!("  ({wrong})") };
        format!("  {:width$}  {}{wrong}", s.id.as_str(), state(s))
    };
    sources.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// What collecting did, a line a source.
pub fn collected(report: &CollectReport) -> String {
    let count = |severity| report.problems.iter().filter(|p| p.severity == severity).count();
    let (errors, warnings, notes) = (count(Severity::Error), count(Severity::Warning), count(Severity::Note));
    format!(
        "{}\n{errors} errors (left out), {warnings} warnings (came in, look at them), {notes} notes; all are in the \
         problem table of city.gpkg",
        source_lines(&report.sources)
    )
}

fn source_json(s: &SourceReport) -> Value {
    json!({
        "source": s.id.as_str(), "state": s.state.as_str(), "places": s.places, "observations": s.observations,
        "features": s.features, "rasters": s.rasters, "errors": s.errors, "warnings": s.warnings,
    })
}

/// What collecting did, as JSON.
pub fn collected_json(report: &CollectReport) -> Value {
    json!({
        "run": report.run.as_ref().map(city::run::RunId::as_str),
        "sources": report.sources.iter().map(source_json).collect::<Vec<_>>(),
        "problems": report.problems,
        "withdrawn": report.withdrawn.iter().map(withdrawn_json).collect::<Vec<_>>(),
    })
}

fn withdrawn_json(withdrawn: &flow::Withdrawn) -> Value {
    json!({
        "source": withdrawn.source.as_str(),
        "places": withdrawn.dropped.places.iter().map(city::PlaceId::as_str).collect::<Vec<_>>(),
        "observations": withdrawn.dropped.observations,
        "layers": withdrawn.dropped.layers,
        "rasters": withdrawn.dropped.rasters,
        "relied": withdrawn.dropped.relied,
        "layers_relied": withdrawn.layers,
        "outputs": withdrawn.outputs,
    })
}

/// The completeness board.
pub fn status(status: &Status) -> String {
    let board = status.board_text().unwrap_or_else(|| "Nothing was collected yet: run makazi collect.\n".to_owned());
    format!("{board}\nSources\n{}", source_lines(&status.sources))
}

/// The completeness board, as JSON.
pub fn status_json(status: &Status) -> Value {
    json!({
        "sources": status.sources.iter().map(source_json).collect::<Vec<_>>(),
        "collect_due": status.due.iter().map(city::source::SourceId::as_str).collect::<Vec<_>>(),
        "board": status.profile.iter().flat_map(|p| &p.board).map(|row| json!({
            "section": row.section, "indicator": row.indicator, "label": row.label, "kind": row.kind,
            "have": row.have, "default": row.default, "missing": row.missing,
            "missing_places": row.missing_places, "blocks": row.blocks,
        })).collect::<Vec<_>>(),
    })
}

/// What a file holds and what is wrong with it.
pub fn checked(report: &FileReport) -> String {
    let mut lines = vec![format!("{}: {}", report.file.display(), report.kind)];
    lines.extend(report.holds.iter().map(|line| format!("  {line}")));
    if report.problems.is_empty() {
        lines.push("  nothing wrong was found".to_owned());
    } else {
        lines.push(problems(&report.problems));
    }
    lines.join("\n")
}

/// What a file holds and what is wrong with it, as JSON.
pub fn checked_json(report: &FileReport) -> Value {
    json!({ "file": report.file, "kind": report.kind, "holds": report.holds, "problems": report.problems })
}

/// What an export holds, and what it does not.
pub fn exported(exported: &flow::Exported, role: &str) -> String {
    let mut lines = vec![format!(
        "for {role}: {} places, {} observations, {} layers, {} rasters, in {} files",
        exported.places,
        exported.observations,
        exported.layers,
        exported.rasters,
        exported.files.len()
    )];
    lines.extend(exported.held.iter().map(|h| format!("held back: {} {} ({}): {}", h.count, h.thing, h.reason, h.why)));
    lines.push(format!("folder: {}", exported.folder.display()));
    lines.join("\n")
}

/// What an export holds, as JSON.
pub fn exported_json(exported: &flow::Exported) -> Value {
    json!({
        "folder": exported.folder, "files": exported.files, "places": exported.places,
        "observations": exported.observations, "layers": exported.layers, "rasters": exported.rasters,
        "held_back": exported.held.iter().map(|h| json!({
            "thing": h.thing, "reason": h.reason, "count": h.count, "why": h.why,
        })).collect::<Vec<_>>(),
        "collect_due": exported.due.iter().map(city::source::SourceId::as_str).collect::<Vec<_>>(),
    })
}

/// That what a withdrawn consent covers still lies in the city file.
pub fn due(sources: &[city::source::SourceId]) -> String {
    if sources.is_empty() {
        return String::new();
    }
    let names = sources.iter().map(city::source::SourceId::as_str).collect::<Vec<_>>().join(", ");
    format!(
        "withdrawn, and held back here, but still in city.gpkg: {names}\n  hint: run makazi collect, which takes it out"
    )
}

/// What joining another copy did.
pub fn merged(merged: &flow::Merged) -> String {
    let mut lines: Vec<String> =
        merged.added.iter().map(|(table, count)| format!("{count} came into {table}")).collect();
    if lines.is_empty() {
        lines.push("nothing new came in".to_owned());
    }
    for conflict in &merged.conflicts {
        let of = if conflict.source.is_empty() { String::new() } else { format!(" ({})", conflict.source) };
        lines.push(format!(
            "conflict in {}: {}{of}\n  ours, kept: {}\n  theirs:     {}",
            conflict.table, conflict.key, conflict.ours, conflict.theirs
        ));
    }
    if !merged.conflicts.is_empty() {
        lines.push(format!(
            "{} conflicts: ours was kept\n  hint: settle them in city.toml or in the sources, then collect again",
            merged.conflicts.len()
        ));
    }
    lines.push("Run makazi profile again: computed numbers were not brought in.".to_owned());
    lines.join("\n")
}

/// What joining another copy did, as JSON.
pub fn merged_json(merged: &flow::Merged) -> Value {
    json!({
        "added": merged.added,
        "conflicts": merged.conflicts.iter().map(|c| json!({
            "table": c.table, "key": c.key, "source": c.source, "ours": c.ours, "theirs": c.theirs,
        })).collect::<Vec<_>>(),
    })
}
