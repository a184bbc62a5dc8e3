//! The head of the page: whose it is, what everybody must know first, and the answer.

use crate::markup::Html;
use crate::number::{self, Shown};
use crate::page::notes;
use crate::reading::Reading;
use crate::words::{fill, say};
use city::profile::{Sentence, Tone};

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
    html.raw("<header class=head><p class=eyebrow>")
        .say("eyebrow")
        .raw("</p><h1>")
        .text(&profile.city)
        .raw("</h1><p class=country>");
    html.text(&profile.country).raw("</p><p class=made>");
    html.text(&fill("made", &[("generated", &profile.generated), ("version", &profile.version)])).raw("</p>");
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
    html.raw("<ul class=figures>");
    for sentence in &large {
        figure(html, reading, sentence);
    }
    html.raw("</ul><div class=two>");
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
    if !shown.unit.is_empty() {
        html.raw(if shown.unit == "%" { "<small>" } else { " <small>" }).text(&shown.unit).raw("</small>");
    }
    html.raw("</p>");
    if !shown.range.is_empty() {
        html.raw("<p class=range>").text(&shown.range).raw("</p>");
    }
    html.raw("<p class=words>").text(&sentence.text).raw("</p>");
    from(html, reading, sentence);
    html.raw("</li>");
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
