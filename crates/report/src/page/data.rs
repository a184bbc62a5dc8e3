//! The sheets that are made when they are asked for, as compact JSON: every text once, rows as numbers of texts.

use crate::page::sheet::{quality_word, sections};
use crate::reading::Reading;
use crate::row::{Row, rows};
use crate::words::ENGLISH;
use city::Quality;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Things that are named by their number, each kept once.
#[derive(Default)]
struct Once {
    numbers: BTreeMap<String, usize>,
    list: Vec<Value>,
}

impl Once {
    fn number(&mut self, thing: Value) -> usize {
        let key = thing.to_string();
        let next = self.list.len();
        let number = *self.numbers.entry(key).or_insert(next);
        if number == next {
            self.list.push(thing);
        }
        number
    }

    fn text(&mut self, text: &str) -> usize {
        self.number(json!(text))
    }
}

/// Words for the script, and the sheets of all places from `whole` on.
pub fn data(reading: &Reading<'_>, whole: usize) -> Value {
    let (mut texts, mut shapes) = (Once::default(), Once::default());
    texts.text("");
    let mut places = serde_json::Map::new();
    for (i, place) in reading.profile.places.iter().enumerate().skip(whole) {
        let mut of_place = vec![json!(texts.text(&place.geometry_note))];
        for (id, label) in sections(reading, place) {
            let rows: Vec<Value> =
                rows(reading, place, id).iter().map(|r| packed(&mut texts, &mut shapes, r)).collect();
            of_place.push(json!([texts.text(label), rows]));
        }
        places.insert(i.to_string(), Value::Array(of_place));
    }
    let wanted = ["js-", "sheet-", "why", "default", "silent-", "source-ref", "boundary-note", "unlisted", "sort-by"];
    let words: serde_json::Map<String, Value> = ENGLISH
        .iter()
        .filter(|(id, _)| wanted.iter().any(|w| id.starts_with(w)))
        .map(|(id, w)| ((*id).to_owned(), json!(w)))
        .collect();
    let qualities: Vec<&str> = [Quality::Low, Quality::Medium, Quality::High].into_iter().map(quality_word).collect();
    json!({ "words": words, "qualities": qualities, "texts": texts.list, "shapes": shapes.list, "places": places })
}

/// `[shape, main, range, share, bar, earlier]` without the zeros at its end; a shape is what many rows have in common:
/// `[label, part, gap, unit, note, period, source, quality, default, how, inputs]`.
fn packed(texts: &mut Once, shapes: &mut Once, row: &Row) -> Value {
    let quality = match row.quality {
        Quality::Low => 1,
        Quality::Medium => 2,
        Quality::High => 3,
    };
    let shape = json!([
        texts.text(&row.label),
        u8::from(row.part),
        u8::from(row.shown.gap),
        texts.text(&row.shown.unit),
        texts.text(&row.note),
        texts.text(&row.period),
        if row.source > 0 { json!(row.source) } else { json!(row.source_id) },
        quality,
        u8::from(row.default),
        texts.text(&row.how),
        texts.text(&row.inputs.join("; ")),
    ]);
    let mut cells = vec![
        shapes.number(shape),
        texts.text(&row.shown.main),
        texts.text(&row.shown.range),
        texts.text(&row.share),
        row.bar.map_or(0, |b| usize::from(b) + 1),
        texts.text(&row.earlier),
    ];
    while cells.last() == Some(&0) {
        cells.pop();
    }
    json!(cells)
}
