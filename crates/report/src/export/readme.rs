//! What an export is, in words and for machines.

use super::Export;
use serde_json::{Value, json};

/// Words of the read-me: heading and text.
pub(super) fn words(export: &Export) -> Vec<(String, String)> {
    let line = |what: &str, text: String| (what.to_owned(), text);
    let mut lines = vec![
        line("City", export.head.name.clone()),
        line("For", export.role.to_owned()),
        line("Made", format!("{}, by makazi {}", export.generated, export.version)),
    ];
    if export.head.invented {
        lines.push(line("Invented", "This city is invented; its numbers are evidence of nothing.".to_owned()));
    }
    if !export.head.notice.is_empty() {
        lines.push(line("Notice", export.head.notice.clone()));
    }
    let counted = [
        (export.places.len(), "places"),
        (export.observations.len(), "observations"),
        (export.sources.len(), "sources"),
    ];
    lines.push(line("Holds", counted.map(|(count, of)| format!("{count} {of}")).join(", ")));
    let licence = "Each source keeps its own licence: see the table of sources. Name them where you use the numbers.";
    lines.push(line("Licence", licence.to_owned()));
    for consent in export.consents {
        let until = consent.until.as_ref().map(|day| format!(", until {day}")).unwrap_or_default();
        lines.push(line("Consent", format!("{}: {}{until}", consent.owner, consent.purpose)));
    }
    let use_it = "Numbers about settlements are for upgrading them in place, with those who live there.";
    lines.push(line("Use", use_it.to_owned()));
    let gap = "A gap is no number and never zero; the column `gap` says why, and a wide table says it in words.";
    lines.push(line("Gaps", gap.to_owned()));
    lines.extend(
        city::Gap::ALL.iter().map(|gap| line(&format!("Gap {}", gap.as_str()), crate::number::gap(*gap).to_owned())),
    );
    if export.held.is_empty() {
        lines.push(line("Held back", "nothing".to_owned()));
    }
    for held in export.held {
        lines.push(line("Held back", format!("{} {} ({}): {}", held.count, held.thing, held.reason, held.why)));
    }
    lines
}

/// The read-me as text.
#[must_use]
pub fn text(export: &Export) -> String {
    let lines = words(export).into_iter().map(|(what, text)| format!("{what}: {}\n", text.replace(['\r', '\n'], " ")));
    lines.collect()
}

/// What the export is, for machines; `files` are those that it consists of, with size and SHA-256.
#[must_use]
pub fn json(export: &Export, files: &[(String, u64, String)]) -> Value {
    json!({
        "made_by": "makazi", "version": export.version, "city": export.head.id, "name": export.head.name,
        "for": export.role, "made": export.generated, "places": export.places.len(),
        "observations": export.observations.len(),
        "held_back": export.held.iter().map(|h| json!({
            "thing": h.thing, "reason": h.reason, "count": h.count, "why": h.why,
        })).collect::<Vec<_>>(),
        "files": files.iter().map(|(path, bytes, sha256)| json!({
            "path": path, "bytes": bytes, "sha256": sha256,
        })).collect::<Vec<_>>(),
    })
}
