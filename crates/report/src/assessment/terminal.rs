//! The assessment as text for a terminal: the answer, the first places with their rank intervals, what the other chains say.

use super::reading::{Reading, class_word, count, kind_word, people, score};
use crate::number::{self, Shown, unit_beside};
use crate::table::{aligned, one_line};
use crate::words::say;
use city::assessment::{Assessment, ChainResult, Outcome, PlaceScore};
use city::profile::Tone;

/// So many places stand in the text.
const FIRST: usize = 20;
/// Columns of a terminal.
const WIDTH: usize = 100;
/// Letters of a name at the end of a line.
const NAME: usize = 24;
/// So many questions stand in the text.
const ASKED: usize = 3;

/// The assessment as aligned text: the answer, the first twenty places of the leading chain with their rank intervals, what the
/// other chains say, and what was held back.
#[must_use]
pub fn text(assessment: &Assessment) -> String {
    let reading = Reading::new(assessment);
    let mut out = String::new();
    let heading = &assessment.heading;
    let country = if heading.country.is_empty() { String::new() } else { format!(", {}", heading.country) };
    line(&mut out, &format!("{}{country}: vulnerability assessment", heading.city));
    if heading.invented {
        line(&mut out, &format!("{}. {}", say("invented-banner"), say("invented-text")));
    }
    if !heading.notice.is_empty() {
        line(&mut out, &heading.notice);
    }
    line(&mut out, "");
    for sentence in &assessment.summary {
        let mark = if sentence.tone == Tone::Fact { " " } else { "!" };
        let number = sentence.value.as_ref().map(|value| {
            let unit = unit_beside(&sentence.text, &sentence.unit);
            let unit = if sentence.text.starts_with(unit.as_str()) { "" } else { sentence.unit.as_str() };
            Shown::new(value, sentence.kind, unit, &[]).to_string() + " "
        });
        line(&mut out, &format!("{mark} {}{}", number.unwrap_or_default(), sentence.text));
    }
    if let Some(leading) = assessment.chains.first().filter(|c| c.ranked > 0) {
        out += &ranking(&reading, leading);
    }
    out += &others(&reading);
    if let Some(leading) = assessment.chains.first() {
        out += &asked(leading);
    }
    out += &held(assessment);
    line(&mut out, "");
    line(
        &mut out,
        &format!(
            "Run {}, seed {}, {} samples. Every number: --format csv or --json.",
            heading.run, heading.seed, assessment.samples
        ),
    );
    out
}

/// A paragraph, broken at words; later lines stand under the words of the first.
fn line(out: &mut String, text: &str) {
    let text = one_line(text);
    let lead = text.chars().take_while(|c| matches!(c, ' ' | '!')).count();
    let mut width = 0;
    for (at, word) in text.split(' ').enumerate() {
        let letters = word.chars().count();
        if at > 0 && width > lead && width + 1 + letters > WIDTH {
            out.push('\n');
            out.extend(std::iter::repeat_n(' ', lead));
            width = lead;
        } else if at > 0 {
            out.push(' ');
            width += 1;
        }
        out.push_str(word);
        width += letters;
    }
    out.push('\n');
}

fn outcome_word(result: &ChainResult) -> &'static str {
    match result.outcome {
        Outcome::Risk => "risk",
        Outcome::Vulnerability => "vulnerability, not risk",
    }
}

fn ranking(reading: &Reading<'_>, result: &ChainResult) -> String {
    let mut out = String::new();
    line(&mut out, "");
    line(&mut out, &format!("{}: {} ({})", result.chain.label, outcome_word(result), kind_word(result.kind, 2)));
    if !result.outcome_note.is_empty() {
        line(&mut out, &result.outcome_note);
    }
    line(
        &mut out,
        "Priority for upgrading in place; rank 1 comes first, and in nine of ten draws it lies in the range beside it.",
    );
    let head = ["Rank", "Range", "Class", "Score", "Filled", "People", "Place"];
    let mut lines = vec![head.map(str::to_owned).to_vec()];
    lines.extend(result.scores.iter().filter(|s| s.score.is_some()).take(FIRST).map(|s| row(reading, s)));
    out += &aligned(&lines, &[0, 1, 3, 4, 5]);
    let without = result.scores.iter().filter(|s| s.score.is_none()).count() as u64;
    let more = (result.scores.len() as u64).saturating_sub(without).saturating_sub(FIRST as u64);
    if more > 0 {
        line(&mut out, &format!("and {more} more {}", kind_word(result.kind, more)));
    }
    if without > 0 {
        line(
            &mut out,
            &format!("! {without} {} without a score: too little is known of them", kind_word(result.kind, without)),
        );
    }
    for warning in &result.warnings {
        line(&mut out, &format!("! {warning}"));
    }
    out
}

fn row(reading: &Reading<'_>, one: &PlaceScore) -> Vec<String> {
    let place = reading.place(&one.place);
    vec![
        one.rank.map_or_else(|| "–".to_owned(), |r| r.nominal.to_string()),
        one.rank.map_or_else(String::new, |r| format!("{:.0}–{:.0}", r.low, r.high)),
        class_word(one.class).to_owned(),
        score(one.score),
        format!("{:.0} %", 100.0 * one.coverage),
        people(place.and_then(|p| p.people)),
        short(place.map_or(one.place.as_str(), |p| p.name.as_str())),
    ]
}

/// What to ask next: the answers that would narrow the ranks most.
fn asked(result: &ChainResult) -> String {
    let mut out = String::new();
    let worth = result.asking.iter().filter(|a| a.width_now - a.width_known > 0.005);
    for (at, ask) in worth.take(ASKED).enumerate() {
        if at == 0 {
            line(&mut out, "");
            line(&mut out, "What to ask next");
        }
        let places = format!("{} {}", ask.places, kind_word(result.kind, ask.places));
        line(
            &mut out,
            &format!(
                "  {} at {places}: rank intervals from {:.1} to {:.1} places wide ({})",
                ask.label, ask.width_now, ask.width_known, ask.filled_by
            ),
        );
    }
    out
}

/// The beginning of a text, cut at a word.
fn short(text: &str) -> String {
    if text.chars().count() <= NAME {
        return text.to_owned();
    }
    let cut: String = text.chars().take(NAME).collect();
    let end = cut.rfind(' ').unwrap_or(cut.len());
    format!("{}…", cut.get(..end).unwrap_or(&cut).trim_end_matches([',', ';', ' ']))
}

/// One line for each other chain: what came out, and who comes first.
fn others(reading: &Reading<'_>) -> String {
    let mut out = String::new();
    let chains = reading.assessment.chains.iter().enumerate();
    for (at, (_, result)) in chains.filter(|(at, c)| *at > 0 || c.ranked == 0).enumerate() {
        if at == 0 {
            line(&mut out, "");
            line(&mut out, "Other chains");
        }
        line(&mut out, &other(reading, result));
    }
    out
}

fn other(reading: &Reading<'_>, result: &ChainResult) -> String {
    let label = &result.chain.label;
    let Some(one) = result.scores.iter().find(|s| s.score.is_some()) else {
        let (places, most) = (kind_word(result.kind, 2), 100.0 * best_coverage(result));
        return format!("  {label}: none of the {places} can be ranked; filled at most: {most:.0} %");
    };
    let high: Vec<f64> = result
        .scores
        .iter()
        .filter(|s| s.class.is_some_and(|c| c >= 4))
        .filter_map(|s| reading.place(&s.place)?.people.map(|p| p.value))
        .collect();
    let high = if high.is_empty() {
        String::new()
    } else {
        format!("; {} people where it is high or very high", count(Some(high.iter().sum())))
    };
    format!(
        "  {label}: {}, {} {} ranked; first {} ({}, {}){high}",
        outcome_word(result),
        number::count(result.ranked),
        kind_word(result.kind, result.ranked),
        reading.name(&one.place),
        class_word(one.class),
        score(one.score),
    )
}

fn best_coverage(result: &ChainResult) -> f64 {
    result.scores.iter().map(|s| s.coverage).fold(0.0, f64::max)
}

fn held(assessment: &Assessment) -> String {
    let mut out = String::new();
    for (at, held) in assessment.held_back.iter().enumerate() {
        if at == 0 {
            line(&mut out, "");
            line(&mut out, "Held back");
        }
        line(&mut out, &format!("  {} ({}): {}", held.what, held.count, held.why));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::testing;
    use super::*;

    #[test]
    fn a_long_name_is_cut_at_a_word() {
        let cut = short("Jiwe la Maji by the old railway station");
        assert!(cut.ends_with("by the old…") && cut.chars().count() <= NAME + 1, "{cut}");
        assert_eq!(short("Jiwe"), "Jiwe");
        assert_eq!(short(&"é".repeat(90)).chars().count(), NAME + 1);
    }

    #[test]
    fn no_line_is_wider_than_the_terminal_and_no_word_is_lost() {
        let mut all = testing::assessment();
        let long = "water stands in the lanes ".repeat(20);
        all.summary[1].text.clone_from(&long);
        all.heading.notice.clone_from(&long);
        all.chains[0].warnings.push(long.clone());
        all.places[3].name.clone_from(&long);
        let said = text(&all);
        for line in said.lines() {
            assert!(line.chars().count() <= WIDTH, "{line}");
        }
        assert!(said.split_whitespace().filter(|w| *w == "lanes").count() >= 60);
    }

    #[test]
    fn it_says_what_to_ask_next() {
        let said = text(&testing::assessment());
        assert!(said.contains("Households with savings at 6 settlements: rank intervals from 2.6 to 1.4"), "{said}");
    }
}
