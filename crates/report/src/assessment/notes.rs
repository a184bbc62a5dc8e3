//! The end of the page: what was held back, what was wrong with the input, where it came from, how it was made.

use super::reading::{Reading, table, table_end};
use crate::heading;
use crate::markup::Html;
use crate::number;
use crate::words::say;
use city::assessment::{Assessment, HeldBack};
use city::{Problem, Quality, Severity, Source};
use std::collections::BTreeMap;

/// What was held back, problems, sources, and how it was made.
pub fn section(html: &mut Html, reading: &Reading<'_>) {
    held(html, &reading.assessment.held_back);
    wrong(html, &reading.assessment.problems);
    sources(html, &reading.assessment.sources);
    made(html, reading.assessment);
}

pub(crate) fn held(html: &mut Html, held: &[HeldBack]) {
    html.raw("<section id=held><h2>Held back</h2>");
    if held.is_empty() {
        html.raw("<p>Nothing was held back.</p></section>");
        return;
    }
    html.raw("<p>Not shown here, so that no number or boundary harms the people it is about.</p>");
    table(html, "Held back", &["What", "How many", "~Why", "~Put down as"]);
    for one in held {
        html.raw("<tr><th scope=row>").text(&one.what).raw("</th><td class=n>").text(&number::count(one.count));
        html.raw("</td><td>").text(&one.why).raw("</td><td>").text(number::gap(one.reason)).raw("</td></tr>");
    }
    table_end(html);
    html.raw("</section>");
}

pub(crate) fn wrong(html: &mut Html, problems: &[Problem]) {
    if problems.is_empty() {
        return;
    }
    let mut by_code: BTreeMap<(Severity, &str), Vec<&Problem>> = BTreeMap::new();
    for problem in problems {
        by_code.entry((problem.severity, &problem.code)).or_default().push(problem);
    }
    html.raw("<section id=wrong><h2>Problems of the input</h2><p>What was wrong with what went in, or was settled by a stated rule, with one example each; the rest was computed.</p>");
    table(html, "Problems of the input", &["Problem", "How many", "~An example"]);
    for ((severity, code), problems) in by_code {
        html.raw("<tr><th scope=row>").text(&code.replace('_', " ")).raw(" <small>").text(severity_word(severity));
        html.raw("</small></th><td class=n>").text(&number::count(problems.len() as u64)).raw("</td><td>");
        if let Some(problem) = problems.first() {
            example(html, problem);
        }
        html.raw("</td></tr>");
    }
    table_end(html);
    html.raw("</section>");
}

/// A problem in its own words, without its name, which stands beside it.
fn example(html: &mut Html, problem: &Problem) {
    let words = problem.to_string();
    let head = format!("{}[{}]", problem.severity, problem.code);
    let rest = words.strip_prefix(&head).unwrap_or(&words).trim_start_matches([':', ',', ';', ' ']);
    let (found, hint) = rest.split_once("\n  hint: ").unwrap_or((rest, ""));
    html.text(found.trim());
    if !hint.is_empty() {
        html.raw(" <small>").text(hint).raw("</small>");
    }
}

fn severity_word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => say("severity-error"),
        Severity::Warning => say("severity-warning"),
        Severity::Note => say("severity-note"),
    }
}

fn quality_word(quality: Quality) -> String {
    format!("{quality} quality").replace('_', " ")
}

pub(crate) fn sources(html: &mut Html, sources: &[Source]) {
    if sources.is_empty() {
        return;
    }
    html.raw("<section id=sources><h2>Sources</h2><p>Everything that went in, with who published it, under which licence and when.</p><ol class=sources>");
    for source in sources {
        html.raw("<li><p><b>")
            .text(if source.title.is_empty() { source.id.as_str() } else { &source.title })
            .raw("</b></p><p>");
        let licence = if source.licence.is_empty() { say("licence-unknown") } else { &source.licence };
        let date = source.date.parse().map_or_else(|_| source.date.clone(), |date| number::period(&date));
        let date = if date.is_empty() { say("date-unknown").to_owned() } else { date };
        let words = [source.publisher.clone(), licence.to_owned(), date, quality_word(source.quality)];
        html.text(&words.iter().filter(|w| !w.is_empty()).map(String::as_str).collect::<Vec<_>>().join(" · "));
        address(html, &source.address);
        html.raw("</p></li>");
    }
    html.raw("</ol></section>");
}

/// Where a source can be found: a link where it is an address of the web, words otherwise.
fn address(html: &mut Html, address: &str) {
    if address.is_empty() {
        return;
    }
    html.raw(" · ");
    if address.starts_with("http://") || address.starts_with("https://") {
        html.raw("<a rel=\"noopener noreferrer\" href=\"").text(address).raw("\">").text(address).raw("</a>");
    } else {
        html.text(address);
    }
}

fn made(html: &mut Html, assessment: &Assessment) {
    html.raw("<section id=made><h2>How this was made</h2><p>Priority for upgrading in place: nothing on this page is a reason to move anybody. It is not a ranking of cities either; numbers of two cities rest on different questions.</p><p class=help>Run ");
    let heading = &assessment.heading;
    html.text(&heading.run).raw(", seed ").text(&heading.seed.to_string()).raw(", ");
    html.text(&number::count(assessment.samples as u64)).raw(" samples, makazi ").text(&heading.version);
    html.raw(", made on ").text(&heading::day(heading));
    html.raw(". The same input, version and seed give the same numbers.</p></section>");
}

#[cfg(test)]
mod tests {
    use super::super::testing;
    use super::*;

    fn shown(assessment: &Assessment) -> String {
        let mut html = Html::default();
        section(&mut html, &Reading::new(assessment));
        html.as_str().to_owned()
    }

    #[test]
    fn only_addresses_of_the_web_become_links() {
        let mut assessment = testing::assessment();
        assert!(shown(&assessment).contains("href=\"https://data.example/census\""));
        assessment.sources[0].address = "javascript:alert(1)".into();
        let page = shown(&assessment);
        assert!(!page.contains("href") && page.contains("javascript:alert(1)"), "{page}");
    }

    #[test]
    fn problems_are_counted_by_kind_with_one_example() {
        let mut assessment = testing::assessment();
        let again = assessment.problems[0].clone().found("<i>Maji</i>");
        assessment.problems.push(again);
        let page = shown(&assessment);
        assert!(page.contains("<td class=n>2</td><td>found `Jiwe` <small>look at both boundaries</small>"), "{page}");
        assert!(!page.contains("Maji"));
    }

    #[test]
    fn it_says_how_to_make_it_again_and_what_it_is_for() {
        let page = shown(&testing::assessment());
        for words in ["Run assess-1, seed 7, 1,000 samples", "upgrading in place", "not a ranking of cities"] {
            assert!(page.contains(words), "{words}");
        }
    }
}
