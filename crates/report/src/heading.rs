//! The head of a page: whose it is, what everybody must know first, and when it was made.

use crate::markup::Html;
use crate::{number, page};
use city::heading::Heading;

/// Banner, title, country, day and notice; the head stays open for the contents.
pub(crate) fn open(html: &mut Html, eyebrow: &str, heading: &Heading) {
    html.raw("<a class=skip href=#answer>Skip to the answer</a>");
    if heading.invented {
        html.raw("<div class=banner role=note><b>Invented city.</b> No number, name or boundary on this page is evidence of anything.</div>");
    }
    html.raw("<header class=head><p class=eyebrow>").text(eyebrow).raw("</p><h1>").text(&heading.city).raw("</h1>");
    if let Some(country) = page::country(&heading.country) {
        html.raw("<p class=country>").text(country).raw("</p>");
    }
    if !heading.generated.is_empty() {
        html.raw("<p class=made>Made on ").text(&day(heading)).raw(" with makazi ").text(&heading.version).raw("</p>");
    }
    if !heading.notice.is_empty() {
        html.raw("<p class=notice>").text(&heading.notice).raw("</p>");
    }
}

/// How to make a page again, and where its method is written down.
pub(crate) fn again(html: &mut Html, heading: &Heading, method: &str) {
    if heading.run.is_empty() {
        html.raw("<p class=help>The same input, version and seed give the same numbers. Method: ")
            .text(method)
            .raw(".</p>");
        return;
    }
    html.raw("<p class=help>Run ").text(&heading.run).raw(", seed ").text(&heading.seed.to_string());
    html.raw(", makazi ").text(&heading.version).raw(", made on ").text(&day(heading));
    html.raw(". The same input, version and seed give the same numbers. Method: ").text(method).raw(".</p>");
}

/// The day in words; what is no day as it stands.
pub(crate) fn day(heading: &Heading) -> String {
    heading.generated.parse().map_or_else(|_| heading.generated.clone(), |day| number::period(&day))
}
