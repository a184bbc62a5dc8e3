//! Sheets that are unpacked when they are asked for: HTML that this program wrote, compressed, in chunks of neighbours.

use crate::markup::Html;
use crate::page::base64;
use crate::words::ENGLISH;
use serde_json::{Value, json};

/// Bytes of HTML in a chunk; unpacking one is not felt.
const CHUNK_BYTES: usize = 400_000;
/// How hard to compress, of 10.
const EFFORT: u8 = 8;
/// Stands between two sheets; [`Html`] holds no control letters.
const BETWEEN: char = '\u{1e}';

/// Words for the script, and the sheets of all places but the written ones.
pub fn data(all: &[Html], written: &[usize]) -> Value {
    let mut chunks = Vec::new();
    let (mut places, mut text) = (Vec::new(), String::new());
    for (i, sheet) in all.iter().enumerate().filter(|(i, _)| !written.contains(i)) {
        if !places.is_empty() {
            text.push(BETWEEN);
        }
        places.push(i);
        text.push_str(sheet.as_str());
        if text.len() > CHUNK_BYTES {
            chunks.push(chunk(&std::mem::take(&mut places), &std::mem::take(&mut text)));
        }
    }
    if !places.is_empty() {
        chunks.push(chunk(&places, &text));
    }
    let words = ENGLISH.iter().filter(|(id, _)| id.starts_with("js-")).map(|(id, w)| ((*id).to_owned(), json!(w)));
    json!({ "words": words.collect::<serde_json::Map<_, _>>(), "chunks": chunks })
}

fn chunk(places: &[usize], text: &str) -> Value {
    json!([places, base64(&miniz_oxide::deflate::compress_to_vec(text.as_bytes(), EFFORT))])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sheet_that_is_not_written_is_packed_once_and_comes_out_as_it_went_in() {
        let sheet = |i: usize| {
            let mut html = Html::default();
            html.raw("<p>").text(&format!("sheet {i} & more \u{1e}").repeat(4_000)).raw("</p>");
            html
        };
        let all: Vec<Html> = (0..30).map(sheet).collect();
        let data = data(&all, &[0, 7]);
        let mut seen = Vec::new();
        for chunk in data["chunks"].as_array().unwrap() {
            let bytes = crate::page::tests::from_base64(chunk[1].as_str().unwrap());
            let text = String::from_utf8(miniz_oxide::inflate::decompress_to_vec(&bytes).unwrap()).unwrap();
            for (place, sheet) in chunk[0].as_array().unwrap().iter().zip(text.split(BETWEEN)) {
                let place = usize::try_from(place.as_u64().unwrap()).unwrap();
                assert_eq!(sheet, all[place].as_str());
                seen.push(place);
            }
        }
        assert_eq!(seen, (1..30).filter(|i| *i != 7).collect::<Vec<_>>());
    }
}
