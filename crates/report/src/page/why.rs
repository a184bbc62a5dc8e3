//! Where the numbers of a section come from: place in the file or method, what went in, earlier values.

use crate::markup::Html;
use crate::number::{Shown, period};
use crate::reading::Reading;
use crate::words::{fill, say};
use city::profile::Entry;
use city::{Group, PlaceId};

/// Inputs that are named; the others are counted, and `makazi explain` names all.
const INPUTS: usize = 2;
/// As many inputs as a profile hands over at most; it may have left some out.
const MOST_INPUTS: usize = 12;

/// Writes a folded list, a line for each indicator.
pub fn why(html: &mut Html, reading: &Reading<'_>, label: &str, entries: &[&Entry]) {
    let mut families: Vec<(&str, Vec<(&Entry, String)>)> = Vec::new();
    for entry in entries {
        let words = words(reading, entry);
        match families.iter_mut().find(|(label, _)| *label == entry.label) {
            Some((_, lines)) => lines.push((entry, words)),
            None => families.push((&entry.label, vec![(entry, words)])),
        }
    }
    families.retain(|(_, lines)| lines.iter().any(|(_, words)| !words.is_empty()));
    if families.is_empty() {
        return;
    }
    html.raw("<details class=why><summary aria-label=\"").text(&fill("why-of", &[("label", label)])).raw("\">");
    html.say("why").raw("</summary><ul>");
    for (label, lines) in families {
        family(html, label, &lines);
    }
    if entries.iter().any(|e| e.default) {
        html.raw("<li>").say("default-means").raw("</li>");
    }
    html.raw("</ul></details>");
}

fn family(html: &mut Html, label: &str, lines: &[(&Entry, String)]) {
    html.raw("<li><b>").text(label).raw("</b> ");
    let first = lines.first().map(|(_, words)| words);
    if let Some(words) = first.filter(|first| lines.iter().all(|(_, words)| words == *first)) {
        html.text(words);
    } else {
        let named = |(entry, words): &(&Entry, String)| {
            if entry.group_label.is_empty() { words.clone() } else { format!("{}: {words}", entry.group_label) }
        };
        html.text(&lines.iter().filter(|(_, w)| !w.is_empty()).map(named).collect::<Vec<_>>().join("; "));
    }
    html.raw("</li>");
}

/// How an entry came to be, in one line.
fn words(reading: &Reading<'_>, entry: &Entry) -> String {
    let earlier = entry
        .history
        .iter()
        .map(|(when, value)| format!("{}: {}", period(when), Shown::new(value, entry.kind, &entry.unit, &[])))
        .collect::<Vec<_>>()
        .join(", ");
    let parts = [("", entry.how.clone()), ("why-inputs", inputs(reading, entry)), ("why-earlier", earlier)];
    let said = parts.into_iter().filter(|(_, words)| !words.is_empty());
    said.map(|(id, words)| if id.is_empty() { words } else { format!("{} {words}", say(id)) })
        .collect::<Vec<_>>()
        .join(". ")
}

fn inputs(reading: &Reading<'_>, entry: &Entry) -> String {
    let named: Vec<String> = entry.inputs.iter().take(INPUTS).map(|key| input(reading, key)).collect();
    let named = named.join("; ");
    match entry.inputs.len() {
        n if n >= MOST_INPUTS => fill("why-and-more", &[("inputs", &named)]),
        n if n > INPUTS => fill("why-and-n-more", &[("inputs", &named), ("n", &(n - INPUTS).to_string())]),
        _ => named,
    }
}

/// `population@ward:1[sex=female]2021#census` as `People, Women and girls, Ward 1, 2021`; other texts as they are.
fn input(reading: &Reading<'_>, key: &str) -> String {
    let read = || {
        let (indicator, rest) = key.split_once('@')?;
        let (place, rest) = rest.split_once('[')?;
        let (group, rest) = rest.split_once(']')?;
        let (when, _) = rest.split_once('#')?;
        let group: Group = group.parse().ok()?;
        let when: city::Period = when.parse().ok()?;
        let place = reading.place(&PlaceId(place.to_owned())).map_or(place, |p| &p.name);
        let mut words = vec![reading.indicator_label(indicator)];
        words.extend(group.iter().map(|(d, code)| reading.code_label(d, code)));
        words.extend([place.to_owned(), period(&when)]);
        Some(words.join(", "))
    };
    read().unwrap_or_else(|| key.to_owned())
}
