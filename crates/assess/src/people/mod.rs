//! People of settlements, counted twice: by themselves and by the city; and of districts, before and after.
//!
//! What a settlement counted itself stands beside what census or cells of people have inside its boundary. Whether the two
//! are independent is asked first; where one was taken from the other there is one count, and nothing is compared.

mod boundaries;
mod combine;
mod density;
mod districts;
mod inside;
mod observe;
mod own;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod totals;

use crate::evidence::{Evidence, PeopleByPlace};
use crate::profile::facts::Facts;
use boundaries::Boundaries;
use city::assessment::PeopleCounts;
use city::{Estimate, Observation, Place, PlaceId, PlaceKind, Problem};
use combine::Settled;
use districts::Districts;
use std::collections::{BTreeMap, BTreeSet};
use totals::Totals;

/// The people of every place.
#[derive(Debug, Default)]
pub struct Counted {
    /// For a reader.
    pub counts: PeopleCounts,
    /// People by place; a place whose people are not known is not in it.
    pub by_place: PeopleByPlace,
    /// For the city file.
    pub observations: Vec<Observation>,
    /// What was wrong.
    pub problems: Vec<Problem>,
}

/// Counts the people of settlements, of the districts that they lie in, and of the city, in persons.
///
/// - A settlement's own count leads (agreed number with the count from households; else households times size; else
///   structures times persons in each). The range holds the city's figure too, where the two are independent of each other
///   by `same_count` of the settings and by their sources.
/// - The city's figure comes from cells of people under the boundary by exact coverage, else from the districts' totals by
///   areal weighting (Goodchild and Lam, Areal interpolation, Geo-Processing 1, 1980). An average of a district is shown,
///   but is no second count: it neither widens a range nor says that people are missed.
/// - Settlements over two districts are split by people or area, and people under overlapping boundaries are shared out, so
///   that nobody is counted twice.
/// - Districts keep their total or are raised, as the settings say; so is the city.
///
/// A settlement that nobody counted is a gap, never zero. What is wrong with one place is a problem; the rest is counted.
#[must_use]
pub fn count(evidence: &Evidence) -> Counted {
    let facts = evidence.facts(&[]);
    let mut problems = unknown_sources(evidence);
    let districts = Districts::of(evidence, &facts, &mut problems);
    let boundaries = Boundaries::of(evidence, &districts, &mut problems);
    let settled = settlements(evidence, (&facts, &districts, &boundaries), &mut problems);
    let way = evidence.settings.district_total;
    let totals = totals::of_districts(&settled, &boundaries, &districts, way, &mut problems);
    let mut observations: Vec<Observation> =
        settled.iter().filter_map(|s| observe::of_settlement(s, evidence)).collect();
    observations.extend(district_observations(&districts, &totals, (&settled, &boundaries), &observations, evidence));
    observations.extend(density::of_places(&observations, &facts, evidence.run));
    let by_place = by_place(evidence, &facts, &settled, &totals);
    let (missed, counted_twice, missed_note) = totals::missed(&settled, &facts);
    let is_counted = |id: &PlaceId| settled.iter().any(|s| s.place.id == *id && s.row.combined.is_some());
    let mut splits = boundaries.overlaps_in_words(evidence.places, is_counted);
    splits.extend(boundaries.splits);
    let mut seen = BTreeSet::new();
    problems.retain(|p| seen.insert(p.clone()));
    let counts = PeopleCounts {
        rule: combine::RULE.to_owned(),
        district_rule: if totals.rows.is_empty() { String::new() } else { totals::rule(way).to_owned() },
        independence: independence(&settled, evidence),
        not_counted: settled.iter().filter(|s| s.row.combined.is_none()).count() as u64,
        settlements: settled.into_iter().map(|s| s.row).collect(),
        districts: totals.rows,
        missed,
        missed_note,
        counted_twice,
        splits,
    };
    Counted { counts, by_place, observations, problems }
}

fn settlements<'a>(
    evidence: &Evidence<'a>,
    (facts, districts, boundaries): (&Facts<'a>, &Districts<'a>, &Boundaries),
    problems: &mut Vec<Problem>,
) -> Vec<Settled<'a>> {
    let places = evidence.places.iter().filter(|p| p.kind == PlaceKind::Settlement);
    let counts: Vec<_> = places
        .map(|place| {
            let (own, problem) = own::count(place, facts);
            problems.extend(problem);
            (place, own, inside::count(place, evidence, (facts, districts, boundaries), problems))
        })
        .collect();
    let counted: BTreeSet<&PlaceId> = counts
        .iter()
        .filter(|(_, own, inside)| own.is_some() || inside.as_ref().is_ok_and(|i| i.is_local))
        .map(|(place, ..)| &place.id)
        .collect();
    let settle = |(place, own, inside): (&'a Place, _, _)| {
        let kept = boundaries.kept(&place.id, |other| counted.contains(other));
        combine::settle(place, own, inside, kept, evidence)
    };
    counts.into_iter().map(settle).collect()
}

fn district_observations(
    districts: &Districts,
    totals: &Totals,
    (settled, boundaries): (&[Settled], &Boundaries),
    made: &[Observation],
    evidence: &Evidence,
) -> Vec<Observation> {
    let keys: BTreeMap<&PlaceId, String> = made.iter().map(|o| (&o.place, o.key())).collect();
    let settlements = |district: &Place| {
        let lies_there = |s: &&Settled| {
            s.gain().is_some()
                && boundaries.parts(&s.place.id).iter().any(|p| p.district == district.id && p.weight > 0.0)
        };
        settled.iter().filter(lies_there).filter_map(|s| keys.get(&s.place.id).cloned()).collect()
    };
    observe::of_districts(districts, totals, totals::formula(evidence.settings.district_total), settlements, evidence)
}

/// Settlements as combined, districts as afterwards (other sets as their source gives them), the city with what its
/// districts were raised by.
fn by_place(evidence: &Evidence, facts: &Facts, settled: &[Settled], totals: &Totals) -> PeopleByPlace {
    let mut people: PeopleByPlace =
        settled.iter().filter_map(|s| Some((s.place.id.clone(), s.row.combined?))).collect();
    for place in evidence.places.iter().filter(|p| matches!(p.kind, PlaceKind::District | PlaceKind::City)) {
        let official = || districts::official(&place.id, evidence, facts)?.value.estimate();
        let known = match place.kind {
            PlaceKind::City => official().map(|o| Estimate {
                low: o.low,
                value: o.value + totals.raised.value,
                high: o.high + totals.raised.high,
            }),
            _ => totals.after.get(&place.id).copied().or_else(official),
        };
        people.extend(known.map(|k| (place.id.clone(), k)));
    }
    people
}

/// Whether counts are independent, in words.
fn independence(settled: &[Settled], evidence: &Evidence) -> String {
    if settled.is_empty() {
        return "The city has no settlements to count.".to_owned();
    }
    let both = || settled.iter().filter(|s| s.own.is_some() && s.inside.is_some());
    let two = both().filter(|s| s.row.independent).count();
    let one: Vec<&Settled> = both().filter(|s| s.one_count.is_some()).collect();
    let mut words = Vec::new();
    if !one.is_empty() {
        let reasons: BTreeSet<&str> = one.iter().map(|s| s.one_count.as_deref().unwrap_or_default()).collect();
        words.push(format!(
            "In {} of {} settlements nothing is compared. {}",
            one.len(),
            settled.len(),
            reasons.into_iter().collect::<Vec<_>>().join(" ")
        ));
    }
    if two > 0 {
        let sources: BTreeSet<String> = both()
            .filter(|s| s.row.independent)
            .filter_map(|s| Some(combine::title(&s.own.as_ref()?.inputs.first()?.source, evidence)))
            .collect();
        words.push(format!(
            "{two} of {} settlements have two counts: their own ({}) and the city's, which comes from other sources.",
            settled.len(),
            sources.into_iter().collect::<Vec<_>>().join("; ")
        ));
    }
    if words.is_empty() {
        words.push("No settlement has two counts, so nothing is compared.".to_owned());
    }
    words.join(" ")
}

/// Sources named in `same_count` that the city does not have.
fn unknown_sources(evidence: &Evidence) -> Vec<Problem> {
    let is_known = |id: &str| evidence.sources.iter().any(|s| s.id.as_str() == id);
    let named = evidence.settings.same_count.iter().flat_map(|(own, census)| [own, census]);
    named
        .filter(|id| !is_known(id))
        .map(|id| {
            Problem::warning("same_count_unknown")
                .in_column("same_count")
                .found(id)
                .expected("the id of a source of the city")
                .hint("correct it under `[assess]`; counts that are said to come from it are taken as one, not two")
        })
        .collect()
}
