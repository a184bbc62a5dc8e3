//! What every part of the assessment page looks things up in.

use crate::markup::Html;
use crate::number::{self, Shown};
use city::assessment::{AssessedPlace, Assessment};
use city::indicator::IndicatorKind;
use city::{Estimate, PlaceId, PlaceKind, Value};
use std::collections::BTreeMap;

/// An assessment and its places by id.
#[derive(Debug)]
pub struct Reading<'a> {
    /// The assessment.
    pub assessment: &'a Assessment,
    places: BTreeMap<&'a PlaceId, usize>,
}

impl<'a> Reading<'a> {
    /// An index of an assessment.
    #[must_use]
    pub fn new(assessment: &'a Assessment) -> Self {
        Self { assessment, places: assessment.places.iter().enumerate().map(|(i, p)| (&p.id, i)).collect() }
    }

    /// A place by its id.
    #[must_use]
    pub fn place(&self, id: &PlaceId) -> Option<&'a AssessedPlace> {
        self.assessment.places.get(self.index(id)?)
    }

    /// Where a place stands among the places.
    #[must_use]
    pub fn index(&self, id: &PlaceId) -> Option<usize> {
        self.places.get(id).copied()
    }

    /// What a place is called.
    #[must_use]
    pub fn name(&self, id: &'a PlaceId) -> &'a str {
        self.place(id).map_or(id.code(), |p| p.name.as_str())
    }

    /// What the place is called that a place is part of; empty where there is none.
    #[must_use]
    pub fn parent(&self, id: &PlaceId) -> &'a str {
        let parent = self.place(id).and_then(|p| p.parent.as_ref());
        parent.and_then(|id| self.place(id)).map_or("", |p| p.name.as_str())
    }
}

/// The word for places of a kind.
#[must_use]
pub fn kind_word(kind: PlaceKind, count: u64) -> &'static str {
    match (kind, count) {
        (PlaceKind::City, 1) => "city",
        (PlaceKind::City, _) => "cities",
        (PlaceKind::Settlement, 1) => "settlement",
        (PlaceKind::Settlement, _) => "settlements",
        (PlaceKind::District, 1) => "district",
        (PlaceKind::District, _) => "districts",
        (_, 1) => "place",
        _ => "places",
    }
}

/// The word for a class, 1 to 5.
#[must_use]
pub fn class_word(class: Option<u8>) -> &'static str {
    match class {
        Some(1) => "very low",
        Some(2) => "low",
        Some(3) => "intermediate",
        Some(4) => "high",
        Some(5) => "very high",
        _ => "no score",
    }
}

/// A score from 0 to 1 with two decimals; a dash where there is none.
#[must_use]
pub fn score(score: Option<f64>) -> String {
    score.map_or_else(|| "–".to_owned(), |s| format!("{s:.2}"))
}

/// A number of people, with its range; a dash where it is not known.
#[must_use]
pub fn people(people: Option<Estimate>) -> String {
    people
        .map_or_else(|| "–".to_owned(), |p| Shown::new(&Value::Estimate(p), IndicatorKind::Count, "", &[]).to_string())
}

/// A number of people without a range; a dash where it is not known.
#[must_use]
pub fn count(number: Option<f64>) -> String {
    number.map_or_else(|| "–".to_owned(), |n| number::figure(n, IndicatorKind::Count))
}

/// A cell with a number of people and its range below; why there is none where it is not known.
pub fn estimate_cell(html: &mut Html, people: Option<Estimate>, without: &'static str) {
    let Some(people) = people else {
        html.raw("<td class=gap>").raw(without).raw("</td>");
        return;
    };
    html.raw("<td class=n>").text(&number::figure(people.value, IndicatorKind::Count));
    let range = number::range(people, IndicatorKind::Count);
    if !range.is_empty() {
        html.raw("<small>").text(&range).raw("</small>");
    }
    html.raw("</td>");
}

/// A threshold as it was written, without zeros that say nothing.
#[must_use]
pub fn threshold(number: f64) -> String {
    let text = number::figure(number, IndicatorKind::Amount);
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

/// A word with a capital letter.
#[must_use]
pub fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A table's head: the first column holds names, the others numbers unless their heading begins with `~`.
pub fn table(html: &mut Html, caption: &str, headings: &[&str]) {
    html.raw("<div class=scroll tabindex=0 role=region aria-label=\"")
        .text(caption)
        .raw("\"><table><caption class=vh>");
    html.text(caption).raw("</caption><thead><tr>");
    for (at, heading) in headings.iter().enumerate() {
        let words = heading.trim_start_matches('~');
        let open = if at == 0 || words.len() < heading.len() { "<th scope=col>" } else { "<th scope=col class=n>" };
        html.raw(open).text(words).raw("</th>");
    }
    html.raw("</tr></thead><tbody>");
}

/// The end of a table.
pub fn table_end(html: &mut Html) {
    html.raw("</tbody></table></div>");
}
