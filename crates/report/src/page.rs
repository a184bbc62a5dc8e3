//! The profile as one HTML file that needs nothing else: no network, no folder beside it, and no script for its tables.

mod arrange;
mod block;
#[cfg(test)]
mod contrast;
pub(crate) mod drawing;
mod explore;
mod facts;
mod head;
pub(crate) mod legend;
mod map;
mod notes;
mod origin;
pub(crate) mod outline;
mod packed;
mod sets;
mod sheet;
mod spark;
mod why;

use crate::markup::{Html, json_for_script};
use crate::reading::Reading;
use crate::words::fill;
use city::profile::CityProfile;
use sha2::{Digest, Sha256};

pub(crate) use head::country;

const PAGE: &str = include_str!("../../../web/profile/page.html");
pub(crate) const STYLE: &str = include_str!("../../../web/profile/page.css");
pub(crate) const MAP_SCRIPT: &str = include_str!("../../../web/profile/map.js");
pub(crate) const SORT_SCRIPT: &str = include_str!("../../../web/profile/sort.js");
const SCRIPT: &str = include_str!("../../../web/profile/page.js");

/// One self-contained HTML file of a profile: the answer first, a map and the table beside it, a sheet for each place,
/// the completeness board, gaps, problems and sources. Sheets that would make the page heavy are packed, and unpacked when they
/// are asked for.
///
/// Numbers are shown as they were handed in, rounded by their kind; a gap is shown with its reason. All texts are escaped,
/// and the page forbids itself scripts other than its own and any request.
#[must_use]
pub fn profile_html(profile: &CityProfile) -> String {
    let reading = Reading::new(profile);
    let sets = sets::Sets::new(profile);
    let all: Vec<Html> = profile.places.iter().map(|place| sheet::sheet(&reading, place)).collect();
    let mut body = Html::default();
    head::head(&mut body, &reading);
    explore::explore(&mut body, &reading, &sets);
    let written = sheet::sheets(&mut body, &reading, &sets, &all);
    notes::notes(&mut body, &reading);
    let mut title = Html::default();
    title.text(&fill("page-title", &[("city", &profile.city)]));
    let data = json_for_script(&packed::data(&all, &written));
    let class = if profile.invented { "invented" } else { "" };
    whole((title.as_str(), class), STYLE, (&body, &data), &format!("{MAP_SCRIPT}{SORT_SCRIPT}{SCRIPT}"))
}

/// A page out of its title and class, style, body and data, and script.
pub(crate) fn whole((title, class): (&str, &str), style: &str, (body, data): (&Html, &str), script: &str) -> String {
    let script_hash = base64(&Sha256::digest(script.as_bytes()));
    assemble(&[
        ("title", title),
        ("class", class),
        ("style", style),
        ("script-hash", &script_hash),
        ("body", body.as_str()),
        ("data", data),
        ("script", script),
    ])
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
pub(crate) mod tests {
    use super::*;

    /// The bytes of a base64 text.
    pub fn from_base64(text: &str) -> Vec<u8> {
        let value = |letter: u8| match letter {
            b'A'..=b'Z' => letter - b'A',
            b'a'..=b'z' => letter - b'a' + 26,
            b'0'..=b'9' => letter - b'0' + 52,
            b'+' => 62,
            _ => 63,
        };
        let mut out = Vec::new();
        for chunk in text.trim_end_matches('=').as_bytes().chunks(4) {
            let bits = chunk.iter().fold(0_u32, |bits, letter| bits << 6 | u32::from(value(*letter)));
            let bits = bits << (6 * (4 - chunk.len()));
            out.extend(bits.to_be_bytes().iter().skip(1).take(chunk.len() - 1));
        }
        out
    }

    #[test]
    fn base64_gives_the_examples_of_rfc_4648() {
        for (text, code) in [("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg==")] {
            assert_eq!(base64(text.as_bytes()), code);
            assert_eq!(from_base64(code), text.as_bytes());
        }
    }

    #[test]
    fn what_stands_in_a_part_is_not_taken_for_a_placeholder() {
        let page = assemble(&[("title", "{{body}}"), ("body", "once")]);
        assert!(page.contains("<title>{{body}}</title>") && page.matches("once").count() == 1);
    }
}
