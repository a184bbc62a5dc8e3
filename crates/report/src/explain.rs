//! Where one number came from, as text: value and range, method, inputs, sources with licence and date, run.

use crate::number::Shown;
use crate::table::{one_line, value_json};
use crate::words::{fill, say};
use city::profile::Explanation;
use city::source::SourceId;
use city::{Basis, Observation, Source};
use serde_json::json;

/// Inputs of inputs are followed this far.
const DEEPEST: usize = 8;

/// From a number to the sources that it rests on beside its own.
pub type More<'a> = dyn Fn(&Observation) -> Vec<&'a Source> + 'a;

/// An explanation as text: the number, then everything that it rests on, inputs indented below it.
#[must_use]
pub fn text(explanation: &Explanation) -> String {
    text_with(explanation, &|_| Vec::new())
}

/// The same, of numbers that rest on more sources than one.
#[must_use]
pub fn text_with<'a>(explanation: &'a Explanation, more: &More<'a>) -> String {
    let mut lines = Lines { text: String::new(), told: Vec::new(), more };
    lines.number(explanation, 0);
    if !explanation.definition.is_empty() {
        let cited =
            if explanation.citation.is_empty() { String::new() } else { format!(" ({})", explanation.citation) };
        lines.field(1, "explain-definition", &format!("{}{cited}", explanation.definition));
    }
    lines.rest(explanation, 0);
    if let Some(run) = &explanation.run {
        let words = [
            ("id", run.id.as_str()),
            ("stage", run.stage.as_str()),
            ("version", &run.version),
            ("started", &run.started),
        ];
        lines.field(
            1,
            "explain-run",
            &format!(
                "{}, {}",
                fill("explain-run-text", &words),
                fill("explain-seed", &[("seed", &run.seed.to_string())])
            ),
        );
    }
    if !explanation.others.is_empty() {
        lines.line(1, &format!("{}:", say("explain-others")));
        for other in &explanation.others {
            let shown = Shown::new(&other.value, explanation.kind, &explanation.unit, &[]);
            lines.line(2, &format!("{} {shown}, {} {}, {}", other.period, say("quality"), other.quality, other.source));
        }
    }
    lines.text
}

struct Lines<'a, 'm> {
    text: String,
    told: Vec<&'a SourceId>,
    more: &'m More<'a>,
}

impl<'a> Lines<'a, '_> {
    fn line(&mut self, depth: usize, text: &str) {
        self.text.push_str(&"  ".repeat(depth));
        self.text.push_str(&one_line(text));
        self.text.push('\n');
    }

    fn field(&mut self, depth: usize, id: &str, text: &str) {
        if !text.is_empty() {
            self.line(depth, &format!("{}: {text}", say(id)));
        }
    }

    fn number(&mut self, e: &'a Explanation, depth: usize) {
        let group = if e.group_label.is_empty() { String::new() } else { format!(", {}", e.group_label) };
        let shown = Shown::new(&e.observation.value, e.kind, &e.unit, &[]);
        let gap = if shown.gap { format!("{}: ", say("not-known")) } else { String::new() };
        let o = &e.observation;
        self.line(depth, &format!("{}{group}, {} ({}), {}: {gap}{shown}", e.label, e.place_name, o.place, o.period));
        if !shown.gap {
            self.field(depth + 1, "quality", o.quality.as_str());
        }
    }

    /// Everything below the number but its run, inputs first explained themselves.
    fn rest(&mut self, e: &'a Explanation, depth: usize) {
        self.basis(&e.observation, depth + 1);
        self.field(depth + 1, "explain-note", &e.observation.note);
        self.source(&e.source, depth + 1);
        for source in (self.more)(&e.observation) {
            self.source(source, depth + 1);
        }
        let Basis::Derived { inputs, .. } = &e.observation.basis else { return };
        if inputs.is_empty() || depth >= DEEPEST {
            return;
        }
        self.line(depth + 1, &format!("{}:", say("explain-inputs")));
        for key in inputs {
            match e.inputs.iter().find(|i| i.observation.key() == *key) {
                Some(input) => {
                    self.number(input, depth + 2);
                    self.rest(input, depth + 2);
                }
                None => self.line(depth + 2, &fill("explain-input-missing", &[("key", key)])),
            }
        }
    }

    fn basis(&mut self, observation: &Observation, depth: usize) {
        match &observation.basis {
            Basis::Reported { locator } => self.field(depth, "explain-reported", locator),
            Basis::Derived { method, .. } => self.field(depth, "explain-method", method),
        }
    }

    fn source(&mut self, source: &'a Source, depth: usize) {
        if self.told.contains(&&source.id) {
            return self.field(depth, "explain-source", &fill("explain-above", &[("source", source.id.as_str())]));
        }
        self.told.push(&source.id);
        let or_unknown = |text: &str| if text.is_empty() { say("explain-unknown").to_owned() } else { text.to_owned() };
        self.field(depth, "explain-source", &format!("{} ({})", source.title, source.id));
        self.field(depth + 1, "publisher", &or_unknown(&source.publisher));
        self.field(depth + 1, "licence", &or_unknown(&source.licence));
        self.field(depth + 1, "date", &or_unknown(&source.date));
        self.field(depth + 1, "address", &source.address);
        self.field(depth + 1, "explain-files", &source.files.join(", "));
        self.field(depth + 1, "checksum", &source.checksum);
        self.field(depth + 1, "explain-reference-system", &source.reference_system);
    }
}

/// An explanation as JSON, inputs within.
#[must_use]
pub fn json(explanation: &Explanation) -> serde_json::Value {
    json_with(explanation, &|_| Vec::new())
}

/// The same, of numbers that rest on more sources than one.
#[must_use]
pub fn json_with<'a>(explanation: &'a Explanation, more: &More<'a>) -> serde_json::Value {
    let o = &explanation.observation;
    let basis = match &o.basis {
        Basis::Reported { locator } => json!({ "reported": { "locator": locator } }),
        Basis::Derived { method, inputs } => json!({ "derived": { "method": method, "inputs": inputs } }),
    };
    json!({
        "indicator": o.indicator, "label": explanation.label, "unit": explanation.unit, "kind": explanation.kind,
        "definition": explanation.definition, "citation": explanation.citation,
        "place": o.place, "place_name": explanation.place_name, "group": o.group.to_string(), "period": o.period.as_str(),
        "value": value_json(&o.value), "quality": o.quality, "note": o.note, "basis": basis, "key": o.key(),
        "source": explanation.source, "more_sources": more(o), "run": explanation.run,
        "inputs": explanation.inputs.iter().map(|input| json_with(input, more)).collect::<Vec<_>>(),
        "others": explanation.others.iter().map(|x| json!({ "key": x.key(), "value": value_json(&x.value), "quality": x.quality })).collect::<Vec<_>>(),
    })
}
