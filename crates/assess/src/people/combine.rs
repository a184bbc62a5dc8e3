//! Two counts made one.

use super::inside::{Inside, times};
use super::own::Own;
use crate::evidence::Evidence;
use city::assessment::SettlementPeople;
use city::source::SourceId;
use city::{Estimate, Observation, Place};

/// The rule, as a reader gets it.
pub(super) const RULE: &str = "A settlement's own count leads, because it was made there. Where the city counts people inside the same boundary by itself, by cells of people, the range runs from the smaller of the two to the larger, so that it holds both; a settlement without a count of its own then has the city's. A district's total spread evenly over its area is shown beside, but is no count of a settlement. Where nobody counted, the number stays unknown.";

/// A settlement with its counts.
#[derive(Debug)]
pub(super) struct Settled<'a> {
    /// The settlement.
    pub(super) place: &'a Place,
    /// For a reader.
    pub(super) row: SettlementPeople,
    /// Its own count.
    pub(super) own: Option<Own<'a>>,
    /// The city's figure.
    pub(super) inside: Option<Inside<'a>>,
    /// Why its own count and the city's figure are one count, in words; none where they are not.
    pub(super) one_count: Option<String>,
}

impl Settled<'_> {
    /// How many more people than by the city's own figure: from the smaller of the two differences to the larger.
    /// None where there are not two independent counts.
    pub(super) fn gain(&self) -> Option<Estimate> {
        let city = self.row.city.filter(|_| self.row.independent)?.value;
        let combined = self.row.combined?;
        Some(Estimate { low: combined.low - city, value: combined.value - city, high: combined.high - city })
    }

    /// People there by the city's own figures: its own count, where that is one of them.
    pub(super) fn before(&self) -> Option<f64> {
        let leads = if self.one_count.is_some() { self.row.combined } else { self.row.city };
        self.row.combined.and(leads).map(|people| people.value)
    }
}

/// Makes one count of two by [`RULE`], so that a planner can repeat it by hand. `kept` is the share of its own count that is
/// left where others overlap it; the upper end of the range is that of the whole count, since its makers may have kept the
/// overlap apart.
pub(super) fn settle<'a>(
    place: &'a Place,
    own: Option<Own<'a>>,
    inside: Result<Inside<'a>, String>,
    kept: f64,
    evidence: &Evidence,
) -> Settled<'a> {
    let one_count = own.as_ref().zip(inside.as_ref().ok()).and_then(|(own, inside)| same(own, inside, evidence));
    let independent = own.is_some() && inside.as_ref().is_ok_and(|i| i.is_local) && one_count.is_none();
    let alone = own.as_ref().map(|o| Estimate { high: o.count.high, ..times(o.count, kept) });
    let combined = match (alone, inside.as_ref()) {
        (Some(own), Ok(city)) if independent => Some(Estimate {
            low: own.low.min(city.count.value),
            value: own.value,
            high: own.high.max(city.count.value),
        }),
        (Some(own), _) => Some(own),
        (None, Ok(city)) if city.is_local => Some(city.count),
        (None, _) => None,
    };
    let note = note(own.as_ref(), &inside, one_count.as_deref(), kept);
    let (city_method, inside) = match inside {
        Ok(inside) => (inside.method.clone(), Some(inside)),
        Err(reason) => (format!("none: {reason}"), None),
    };
    let row = SettlementPeople {
        place: place.id.clone(),
        profile: own.as_ref().map(|o| o.count),
        profile_method: own
            .as_ref()
            .map_or_else(|| "none: its sources give no number of people".to_owned(), |o| o.method.clone()),
        city: inside.as_ref().map(|i| i.count),
        city_method,
        independent,
        combined,
        note,
    };
    Settled { place, row, own, inside, one_count }
}

/// Why the two are one count, in words; none where they are two. A source of which a person says that it takes its people
/// from one that nobody knows is not compared either.
fn same(own: &Own, inside: &Inside, evidence: &Evidence) -> Option<String> {
    let leads = &own.inputs.first()?.source;
    if inside.sources.contains(leads) {
        return Some(format!("One count, not two: both numbers come from \"{}\".", title(leads, evidence)));
    }
    let taken_from: SourceId = evidence.settings.same_count.get(leads.as_str())?.as_str().into();
    let known = evidence.sources.iter().any(|s| s.id == taken_from);
    (inside.sources.contains(&taken_from) || !known).then(|| {
        let (own, census) = (title(leads, evidence), title(&taken_from, evidence));
        format!("One count, not two: the numbers of \"{own}\" come from \"{census}\".")
    })
}

/// What people call a source.
pub(super) fn title(source: &SourceId, evidence: &Evidence) -> String {
    let found = evidence.sources.iter().find(|s| s.id == *source);
    found.map(|s| s.title.clone()).filter(|t| !t.is_empty()).unwrap_or_else(|| source.to_string())
}

fn note(own: Option<&Own>, inside: &Result<Inside, String>, one_count: Option<&str>, kept: f64) -> String {
    let mut words: Vec<String> = one_count.into_iter().map(str::to_owned).collect();
    match (own, inside) {
        (Some(_), Err(reason)) => words.push(format!("No figure of the city to compare with: {reason}.")),
        (None, Err(reason)) => words.push(format!("Nobody counted there, and {reason}.")),
        (None, Ok(city)) if city.is_local => {
            words.push("It has no count of its own; the number is the city's.".to_owned());
        }
        (None, Ok(_)) => words.push("Nobody counted there; a district spread evenly is no count of it.".to_owned()),
        (Some(own), Ok(city)) => words.extend(years_apart(own, city)),
    }
    if kept < 1.0 && own.is_some() {
        words.push(format!(
            "Its boundary overlaps others: {:.1} % of its own count are taken here, and the range reaches the whole of it.",
            100.0 * kept
        ));
    }
    words.join(" ")
}

fn years_apart(own: &Own, city: &Inside) -> Option<String> {
    let year = |o: &&Observation| o.period.last_year();
    let (own, city) = (own.inputs.first().map(year)?, city.inputs.iter().map(year).max()?);
    ((own - city).abs() > 1).then(|| format!("Its own count is of {own}, the city's figure of {city}."))
}
