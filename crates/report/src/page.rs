//! The profile as one HTML file that needs nothing else: no network, no folder beside it, and no script for its tables.

mod colours;
mod data;
mod explore;
mod head;
mod map;
mod notes;
mod outline;
mod sheet;

use crate::markup::{Html, json_for_script};
use crate::reading::Reading;
use crate::words::fill;
use city::profile::CityProfile;
use sha2::{Digest, Sha256};

const PAGE: &str = include_str!("../../../web/profile/page.html");
const STYLE: &str = include_str!("../../../web/profile/page.css");
const SCRIPT: &str = include_str!("../../../web/profile/page.js");

/// Places whose sheets stand in the page as HTML; the sheets of further places are made when they are asked for.
const STATIC_PLACES: usize = 150;
/// Entries that stand in the page as HTML.
const STATIC_ENTRIES: usize = 6_000;

/// One self-contained HTML file of a profile: the answer first, a map and the table beside it, a sheet for each place,
/// the completeness board, gaps, problems and sources.
///
/// Numbers are shown as they were handed in, rounded by their kind; a gap is shown with its reason. All texts are escaped,
/// and the page forbids itself scripts other than its own and any request.
#[must_use]
pub fn profile_html(profile: &CityProfile) -> String {
    let reading = Reading::new(profile);
    let shown_whole = shown_whole(profile);
    let colours = colours::Colours::new(profile);
    let mut body = Html::default();
    head::head(&mut body, &reading);
    explore::explore(&mut body, &reading, &colours);
    sheet::sheets(&mut body, &reading, shown_whole);
    notes::notes(&mut body, &reading);
    let mut title = Html::default();
    title.text(&fill("page-title", &[("city", &profile.city)]));
    let data = json_for_script(&data::data(&reading, shown_whole));
    let script_hash = base64(&Sha256::digest(SCRIPT.as_bytes()));
    let class = if profile.invented { "invented" } else { "" };
    assemble(&[
        ("title", title.as_str()),
        ("class", class),
        ("style", STYLE),
        ("script-hash", &script_hash),
        ("body", body.as_str()),
        ("data", &data),
        ("script", SCRIPT),
    ])
}

/// How many places, from the first, have their sheets in the page.
fn shown_whole(profile: &CityProfile) -> usize {
    let mut entries = 0;
    let fits = profile.places.iter().take(STATIC_PLACES).take_while(|place| {
        entries += place.entries.len();
        entries <= STATIC_ENTRIES
    });
    fits.count().max(1)
}

fn assemble(parts: &[(&str, &str)]) -> String {
    let mut out = String::new();
    let mut rest = PAGE;
    while let Some((before, after)) = rest.split_once("{{") {
        out.push_str(before);
        let Some((name, after)) = after.split_once("}}") else { break };
        out.push_str(parts.iter().find(|(key, _)| *key == name).map_or("", |(_, text)| text));
        rest = after;
    }
    out.push_str(rest);
    out
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let bits = (0..3).fold(0_u32, |bits, i| bits << 8 | u32::from(chunk.get(i).copied().unwrap_or(0)));
        for i in 0..4 {
            let letter = LETTERS.get((bits >> (18 - 6 * i) & 63) as usize).copied().unwrap_or(b'=');
            out.push(if i <= chunk.len() { char::from(letter) } else { '=' });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_gives_the_examples_of_rfc_4648() {
        for (text, code) in [("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg==")] {
            assert_eq!(base64(text.as_bytes()), code);
        }
    }

    #[test]
    fn what_stands_in_a_part_is_not_taken_for_a_placeholder() {
        let page = assemble(&[("title", "{{body}}"), ("body", "once")]);
        assert!(page.contains("<title>{{body}}</title>") && page.matches("once").count() == 1);
    }
}
