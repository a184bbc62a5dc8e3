//! The head of the page: whose it is, what everybody must know first, and the answer.

use crate::markup::Html;
use crate::number::{self, Shown};
use crate::page::notes;
use crate::reading::Reading;
use crate::words::{fill, say};
use city::profile::{CityProfile, Sentence, Tone};

/// Codes of ISO 3166-1 and names of the Unicode CLDR.
const COUNTRIES: &str = include_str!("../countries.txt");
/// Figures shown large.
const LARGE: usize = 8;

/// Writes banner, title, contents and summary.
pub fn head(html: &mut Html, reading: &Reading<'_>) {
    let profile = reading.profile;
    html.raw("<a class=skip href=#glance>").say("skip").raw("</a>");
    if profile.invented {
        html.raw("<div class=banner role=note><b>")
            .say("invented-banner")
            .raw("</b> ")
            .say("invented-text")
            .raw("</div>");
    }
    html.raw("<header class=head><p class=eyebrow>").say("eyebrow").raw("</p><h1>").text(&profile.city).raw("</h1>");
    if let Some(country) = country(&profile.country) {
        html.raw("<p class=country>").text(country).raw("</p>");
    }
    html.raw("<p class=made>");
    html.text(&made(profile)).raw("</p>");
    if !profile.notice.is_empty() {
        html.raw("<p class=notice>").text(&profile.notice).raw("</p>");
    }
    html.raw("<nav aria-label=\"").say("contents").raw("\"><ul>");
    link(html, "<li><a href=#glance>", "glance");
    link(html, "<li><a href=#explore>", "explore");
    link(html, "<li><a href=#places>", "places-head");
    link(html, "<li><a href=#gaps>", "missing-head");
    link(html, "<li><a href=#board>", "board");
    link(html, "<li><a href=#sources>", "sources");
    html.raw("</ul></nav></header><main>");
    summary(html, reading);
}

/// When and with what the page was made.
pub fn made(profile: &CityProfile) -> String {
    let day = profile.generated.parse().map_or_else(|_| profile.generated.clone(), |day| number::period(&day));
    fill("made", &[("generated", &day), ("version", &profile.version)])
}

/// The name of a country by its ISO 3166-1 code; a name as it is, and nothing for a code that no country has.
pub fn country(given: &str) -> Option<&str> {
    let is_code = given.len() == 2 && given.bytes().all(|b| b.is_ascii_uppercase());
    let listed = COUNTRIES.lines().find_map(|line| line.strip_prefix(given)?.strip_prefix(' '));
    if is_code { listed } else { Some(given).filter(|name| !name.is_empty()) }
}

fn link(html: &mut Html, open: &'static str, id: &str) {
    html.raw(open).say(id).raw("</a></li>");
}

fn summary(html: &mut Html, reading: &Reading<'_>) {
    let sentences = &reading.profile.summary;
    let large: Vec<&Sentence> = sentences.iter().filter(|s| s.tone == Tone::Fact && is_number(s)).take(LARGE).collect();
    let is_large = |s: &Sentence| large.iter().any(|l| std::ptr::eq(*l, s));
    html.raw("<section id=glance class=glance><h2 class=vh>").say("glance").raw("</h2>");
    if sentences.is_empty() {
        html.raw("<p>").say("no-summary").raw("</p>");
    }
    if !large.is_empty() {
        html.raw("<ul class=figures>");
        for sentence in &large {
            figure(html, reading, sentence);
        }
        html.raw("</ul>");
    }
    html.raw("<div class=two>");
    let others = sentences.iter().filter(|s| s.tone != Tone::Missing && !is_large(s));
    list(html, reading, "also", others);
    list(html, reading, "missing-head", sentences.iter().filter(|s| s.tone == Tone::Missing));
    html.raw("</div></section>");
}

fn is_number(sentence: &Sentence) -> bool {
    sentence.value.as_ref().is_some_and(|v| v.number().is_some())
}

fn figure(html: &mut Html, reading: &Reading<'_>, sentence: &Sentence) {
    let Some(value) = &sentence.value else { return };
    let shown = Shown::new(value, sentence.kind, &sentence.unit, &[]);
    html.raw("<li><p class=figure>").text(&shown.main);
    // "610 people per toilet" over "people for each toilet" would say it twice.
    if shown.unit == "%" {
        html.raw("<small>%</small>");
    } else if !shown.unit.is_empty() && !starts_alike(&sentence.text, &shown.unit) {
        html.raw(" <small>").text(&shown.unit).raw("</small>");
    }
    html.raw("</p>");
    if !shown.range.is_empty() {
        html.raw("<p class=range>").text(&shown.range).raw("</p>");
    }
    html.raw("<p class=words>").text(&sentence.text).raw("</p>");
    from(html, reading, sentence);
    html.raw("</li>");
}

fn starts_alike(text: &str, unit: &str) -> bool {
    let first = |words: &str| words.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default().to_lowercase();
    first(text) == first(unit)
}

fn from(html: &mut Html, reading: &Reading<'_>, sentence: &Sentence) {
    if sentence.period.is_none() && sentence.source.is_none() {
        return;
    }
    html.raw(" <span class=from>");
    if let Some(period) = &sentence.period {
        html.text(&number::period(period)).raw(" ");
    }
    if let Some(source) = &sentence.source {
        notes::reference(html, reading, source);
    }
    html.raw("</span>");
}

fn list<'a>(html: &mut Html, reading: &Reading<'_>, title: &str, sentences: impl Iterator<Item = &'a Sentence>) {
    let sentences: Vec<_> = sentences.collect();
    if sentences.is_empty() {
        return;
    }
    html.raw(if title == "missing-head" { "<div class=\"box missing\"><h3>" } else { "<div class=box><h3>" });
    html.text(say(title)).raw("</h3><ul>");
    for sentence in sentences {
        html.raw(if sentence.tone == Tone::Caution { "<li class=caution>" } else { "<li>" });
        if let Some(value) = &sentence.value {
            html.raw("<b>").text(&Shown::new(value, sentence.kind, &sentence.unit, &[]).to_string()).raw("</b> ");
        }
        html.text(&sentence.text);
        from(html, reading, sentence);
        html.raw("</li>");
    }
    html.raw("</ul></div>");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_country_is_named_and_a_code_of_none_is_left_off() {
        assert_eq!(country("ZA"), Some("South Africa"));
        assert_eq!(country("Nowhere"), Some("Nowhere"));
        assert_eq!((country("XX"), country("")), (None, None));
    }
}
