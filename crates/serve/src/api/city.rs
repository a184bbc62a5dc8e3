//! The city: what it is, what its copy holds, what the profile says first.

use super::{TOLD, around};
use crate::answer::{Found, Problem};
use crate::routes::Asked;
use ::city::profile::{Part, Said, Sentence, Tone};
use serde_json::{Value, json};
use std::collections::BTreeMap;

pub(crate) fn answer(asked: &Asked) -> Result<Found, Problem> {
    asked.only(&[])?;
    let (look, head) = (&asked.look, asked.look.head());
    let mut places: BTreeMap<&str, u64> = BTreeMap::new();
    for place in look.places() {
        *places.entry(place.kind.as_str()).or_default() += 1;
    }
    let of_places = TOLD.iter().filter_map(|kind| look.layer(&format!("place_{kind}"))?.bounds);
    let bounds = around(of_places).or(head.extent);
    Ok(Found::json(&json!({
        "id": head.id, "name": head.name, "country": head.country, "role": look.role(), "revision": look.revision(),
        "made": look.made(), "invented": head.invented, "notice": head.notice, "places": places, "bounds": bounds,
        "sentences": look.sentences().iter().map(sentence).collect::<Vec<_>>(),
        // pages in `outputs` are written for files: what was withdrawn since stands in them, and our policy stops their scripts
        "outputs": [],
    })))
}

fn sentence(sentence: &Sentence) -> Value {
    let tone = match sentence.tone {
        Tone::Fact => "plain",
        Tone::Missing | Tone::Caution => "warn",
    };
    let estimate = sentence.value.as_ref().and_then(::city::Value::estimate);
    json!({
        "text": sentence.text, "said": sentence.said.as_ref().map(said), "tone": tone, "unit": sentence.unit,
        "value": estimate.map(|e| e.value), "low": estimate.map(|e| e.low), "high": estimate.map(|e| e.high),
        "period": sentence.period.as_ref().map(::city::Period::as_str), "source": sentence.source,
    })
}

/// The words by their key, for a page in another language.
fn said(said: &Said) -> Value {
    let with = said.with.iter().map(|(name, part)| {
        let part = match part {
            Part::Text(text) => json!(text),
            Part::Count(count) => json!(count),
        };
        ((*name).to_owned(), part)
    });
    json!({ "key": said.key, "with": with.collect::<serde_json::Map<_, _>>() })
}
