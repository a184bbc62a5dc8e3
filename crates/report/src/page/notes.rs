//! The end of the page: what is missing, the completeness board, problems, sources, how to read it all.

use crate::board;
use crate::markup::Html;
use crate::number::{count, gap};
use crate::page::head::made;
use crate::page::sheet::quality;
use crate::reading::Reading;
use crate::words::{fill, say};
use city::profile::{GapNote, ProblemCount};
use city::source::SourceId;
use city::{Quality, Severity, Source};

/// How much of a checksum is shown.
const CHECKSUM_LETTERS: usize = 12;

/// Writes everything after the sheets and closes the page's main part.
pub fn notes(html: &mut Html, reading: &Reading<'_>) {
    let profile = reading.profile;
    gaps(html, &profile.gaps);
    html.join(&board::section(profile));
    problems(html, &profile.problems);
    sources(html, &profile.sources);
    how_to_read(html);
    html.raw("</main><footer><p>").text(&profile.city).raw(" · ");
    html.text(&made(profile)).raw("</p></footer>");
}

/// Writes a small number that leads to a source.
pub fn reference(html: &mut Html, reading: &Reading<'_>, source: &SourceId) {
    reference_to(html, reading.source_number(source).unwrap_or(0), source.as_str());
}

/// Writes the number of a source, or its id where the list does not hold it.
pub fn reference_to(html: &mut Html, number: usize, id: &str) {
    if number == 0 {
        html.text(&fill("unlisted", &[("id", id)]));
        return;
    }
    html.raw("<a class=ref href=#s").index(number).raw(">").index(number).raw("</a>");
}

fn gaps(html: &mut Html, gaps: &[GapNote]) {
    html.raw("<section id=gaps><h2>").say("gaps").raw("</h2>");
    if gaps.is_empty() {
        html.raw("<p>").say("nothing-missing").raw("</p>");
    }
    html.raw("<ul class=gaps>");
    for note in gaps {
        html.raw("<li><p><b>").text(&note.label).raw("</b> ").text(gap(note.reason)).raw(" <small>");
        let places = if note.places == 1 {
            say("gap-place").to_owned()
        } else {
            fill("gap-places", &[("n", &count(note.places))])
        };
        html.text(&places).raw("</small></p>");
        if !note.blocks.is_empty() {
            html.raw("<p class=blocks><span>").say("gap-blocks").raw("</span> ").text(&note.blocks).raw("</p>");
        }
        html.raw("</li>");
    }
    html.raw("</ul></section>");
}

fn problems(html: &mut Html, problems: &[ProblemCount]) {
    if problems.is_empty() {
        return;
    }
    html.raw("<section id=problems><h2>")
        .say("problems")
        .raw("</h2><p>")
        .say("problems-text")
        .raw("</p><div class=scroll tabindex=0 role=region aria-label=\"");
    html.say("problems").raw("\"><table class=plain><thead><tr>");
    for (open, id) in [
        ("<th scope=col>", "problem-kind"),
        ("<th scope=col>", "problem-source"),
        ("<th scope=col class=n>", "problem-count"),
        ("<th scope=col>", "problem-example"),
    ] {
        html.raw(open).say(id).raw("</th>");
    }
    html.raw("</tr></thead><tbody>");
    for problem in problems {
        html.raw("<tr><th scope=row>").text(&problem.code.replace('_', " ")).raw("<small class=").raw(
            match problem.severity {
                Severity::Error => "left>",
                Severity::Warning => "eye>",
                Severity::Note => "rule>",
            },
        );
        html.text(severity(problem.severity)).raw("</small></th><td>").text(&problem.source).raw("</td><td class=n>");
        html.text(&count(problem.count));
        let (found, hint) = example(problem);
        html.raw("</td><td>").text(found);
        if let Some(hint) = hint {
            html.raw("<small>").text(hint).raw("</small>");
        }
        html.raw("</td></tr>");
    }
    html.raw("</tbody></table></div></section>");
}

/// An example without the name of its problem, which stands beside it, and its hint.
fn example(problem: &ProblemCount) -> (&str, Option<&str>) {
    let head = format!("[{}]", problem.code);
    let text = problem.example.split_once(&head).map_or(problem.example.as_str(), |(_, rest)| rest);
    let text = text.trim_start_matches([':', ' ']);
    text.split_once("hint: ").map_or((text, None), |(found, hint)| (found.trim_end(), Some(hint)))
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => say("severity-error"),
        Severity::Warning => say("severity-warning"),
        Severity::Note => say("severity-note"),
    }
}

fn sources(html: &mut Html, sources: &[Source]) {
    html.raw("<section id=sources><h2>")
        .say("sources")
        .raw("</h2><p>")
        .say("sources-text")
        .raw("</p><ol class=sources>");
    for (i, source) in sources.iter().enumerate() {
        html.raw("<li id=s")
            .index(i + 1)
            .raw("><p><b>")
            .text(&source.title)
            .raw("</b> ")
            .join(&quality(source.quality))
            .raw("</p><p>");
        let licence = if source.licence.is_empty() { say("licence-unknown") } else { &source.licence };
        html.text(&source.publisher).raw(" · ").text(licence).raw(" · ");
        html.text(if source.date.is_empty() { say("date-unknown") } else { &source.date }).raw(" · ");
        html.say(if source.raw { "raw" } else { "processed" }).raw("</p><p class=where>");
        address(html, &source.address);
        if !source.checksum.is_empty() {
            let short: String = source.checksum.chars().take(CHECKSUM_LETTERS).collect();
            html.raw(" <span>").say("checksum").raw(" <code>").text(&short).raw("</code></span>");
        }
        html.raw("</p></li>");
    }
    html.raw("</ol></section>");
}

fn address(html: &mut Html, address: &str) {
    let web = address.starts_with("https://") || address.starts_with("http://");
    if web && !address.contains(char::is_whitespace) {
        html.raw("<a rel=\"noreferrer noopener\" href=\"").text(address).raw("\">").text(address).raw("</a>");
    } else {
        html.text(address);
    }
}

fn how_to_read(html: &mut Html) {
    html.raw("<section id=reading><h2>").say("reading").raw("</h2><ul class=reading>");
    for id in ["reading-range", "reading-gap", "reading-numbers"] {
        html.raw("<li>").say(id).raw("</li>");
    }
    html.raw("<li>").say("reading-quality").raw("<dl>");
    for (level, means) in [
        (Quality::High, "quality-high-means"),
        (Quality::Medium, "quality-medium-means"),
        (Quality::Low, "quality-low-means"),
    ] {
        html.raw("<dt>").join(&quality(level)).raw("</dt><dd>").say(means).raw("</dd>");
    }
    html.raw("</dl></li></ul></section>");
}
