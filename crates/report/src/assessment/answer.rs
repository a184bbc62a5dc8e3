//! The head of the page and the answer: what matters most, in order.

use super::reading::{Reading, kind_word};
use crate::heading;
use crate::markup::Html;
use crate::number::Shown;
use city::assessment::{ChainResult, Outcome};
use city::profile::{Sentence, Tone};

/// Sections of the page: anchor, how the section opens, and heading; those that a page lacks are left out.
const CONTENTS: [(&str, &str, &str); 9] = [
    ("<li><a href=#who>", "<section id=who>", "Map and table"),
    ("<li><a href=#why>", "<section id=why>", "Why"),
    ("<li><a href=#sure>", "<section id=sure>", "How sure"),
    ("<li><a href=#people>", "<section id=people>", "People"),
    ("<li><a href=#services>", "<section id=services>", "Services"),
    ("<li><a href=#hazards>", "<section id=hazards>", "Hazards"),
    ("<li><a href=#residents>", "<section id=residents>", "Priorities"),
    ("<li><a href=#goals>", "<section id=goals>", "Goal 11"),
    ("<li><a href=#held>", "<section id=held>", "Held back, sources"),
];

/// Whose page it is, what everybody must know first, and the answer; `sections` is what stands below.
pub fn head(html: &mut Html, reading: &Reading<'_>, sections: &str) {
    heading::open(html, "Vulnerability assessment", &reading.assessment.heading);
    html.raw("<nav aria-label=Contents><ul>");
    for (open, id, words) in CONTENTS {
        if sections.contains(id) {
            html.raw(open).text(words).raw("</a></li>");
        }
    }
    html.raw("</ul></nav></header><main>");
    answer(html, reading);
}

fn answer(html: &mut Html, reading: &Reading<'_>) {
    glance(html, &reading.assessment.summary);
    if let Some(leading) = reading.assessment.chains.first().filter(|c| c.ranked > 0) {
        outcome(html, leading);
    }
    html.raw("</section>");
}

/// The sentences of an answer: large numbers, words, and what is not known. The section stays open.
pub(crate) fn glance(html: &mut Html, said: &[Sentence]) {
    html.raw("<section id=answer class=glance><h2 class=vh>The answer</h2>");
    let large = |s: &&Sentence| s.tone == Tone::Fact && s.value.as_ref().is_some_and(|v| v.number().is_some());
    html.raw("<ul class=figures>");
    for sentence in said.iter().filter(large) {
        figure(html, sentence);
    }
    html.raw("</ul><div class=two>");
    list(html, "<div class=box><h3>In words</h3><ul>", said.iter().filter(|s| s.tone != Tone::Missing && !large(s)));
    list(
        html,
        "<div class=\"box missing\"><h3>What is not known</h3><ul>",
        said.iter().filter(|s| s.tone == Tone::Missing),
    );
    html.raw("</div>");
}

fn figure(html: &mut Html, sentence: &Sentence) {
    let Some(value) = &sentence.value else { return };
    let shown = Shown::new(value, sentence.kind, "", &[]);
    html.raw("<li><p class=figure>").text(&shown.main).raw("</p>");
    if !shown.range.is_empty() {
        html.raw("<p class=range>").text(&shown.range).raw("</p>");
    }
    html.raw("<p class=words>").text(&sentence.text).raw("</p></li>");
}

fn list<'a>(html: &mut Html, open: &'static str, sentences: impl Iterator<Item = &'a Sentence>) {
    let sentences: Vec<_> = sentences.collect();
    if sentences.is_empty() {
        return;
    }
    html.raw(open);
    for sentence in sentences {
        html.raw(if sentence.tone == Tone::Caution { "<li class=caution>" } else { "<li>" });
        if let Some(value) = &sentence.value {
            html.raw("<b>").text(&Shown::new(value, sentence.kind, "", &[]).to_string()).raw("</b> ");
        }
        html.text(&sentence.text).raw("</li>");
    }
    html.raw("</ul></div>");
}

/// Whether the page speaks of risk or of vulnerability, and why.
pub fn outcome(html: &mut Html, result: &ChainResult) {
    html.raw("<p class=outcome><b>");
    html.raw(match result.outcome {
        Outcome::Risk => "This is risk: ",
        Outcome::Vulnerability => "This is vulnerability, not risk: ",
    });
    html.text(&result.chain.label).raw(", ").text(kind_word(result.kind, 2)).raw(".</b> ").text(&result.outcome_note);
    html.raw("</p>");
}
