//! Totals: parts added up to the whole, formal and informal settlements apart.

use super::derive::{derived, sum};
use super::facts::Facts;
use city::indicator::AddsUp;
use city::run::RunId;
use city::{Estimate, FieldTable, Group, Observation, Place, PlaceId, PlaceKind};
use std::collections::{BTreeMap, BTreeSet};

/// Sums of districts for the city, where the city has no number of its own.
///
/// One set of districts (one id prefix) is added up, that in which most places have the number, then the latest; a total over fewer than all
/// of them says so and is of low quality. Gaps are left out, never taken as zero.
#[must_use]
pub fn of_city(places: &[Place], facts: &Facts, fields: &FieldTable, run: &RunId) -> Vec<Observation> {
    let Some(city) = places.iter().find(|p| p.kind == PlaceKind::City) else { return Vec::new() };
    let sets = sets(places);
    let mut totals = Vec::new();
    for (indicator, group) in summable(facts, fields) {
        if facts.best(&city.id, indicator, group).is_some_and(|o| o.value.number().is_some()) {
            continue;
        }
        let candidates = sets.iter().map(|(prefix, ids)| (prefix, ids, numbers(ids, facts, indicator, group)));
        let best = candidates.filter(|(_, _, n)| !n.is_empty()).max_by(|a, b| {
            let covered = |n: usize, of: usize| (n * 1000) / of.max(1);
            let latest = |inputs: &[&Observation]| inputs.iter().map(|o| o.period.clone()).max();
            let by_cover = covered(a.2.len(), a.1.len()).cmp(&covered(b.2.len(), b.1.len()));
            by_cover.then_with(|| latest(&a.2).cmp(&latest(&b.2))).then(b.1.len().cmp(&a.1.len()))
        });
        let Some((prefix, ids, inputs)) = best else { continue };
        totals.extend(total((&city.id, indicator, group.clone()), (prefix, ids.len()), &inputs, run));
    }
    totals
}

/// Sums of settlements by type for the places they lie in and for the city, as groups `settlement_type=formal` and so on.
#[must_use]
pub fn of_settlements(places: &[Place], facts: &Facts, fields: &FieldTable, run: &RunId) -> Vec<Observation> {
    let city = places.iter().find(|p| p.kind == PlaceKind::City);
    let parents: BTreeMap<&PlaceId, &PlaceId> =
        places.iter().filter_map(|p| p.parent.as_ref().map(|parent| (&p.id, parent))).collect();
    let mut members: BTreeMap<(&PlaceId, String), Vec<&PlaceId>> = BTreeMap::new();
    for settlement in places.iter().filter(|p| p.kind == PlaceKind::Settlement) {
        let kind = settlement_type(&settlement.id, facts).unwrap_or_else(|| "unknown".to_owned());
        for whole in ancestors(&settlement.id, &parents).into_iter().chain(city.map(|c| &c.id)).collect::<BTreeSet<_>>()
        {
            members.entry((whole, kind.clone())).or_default().push(&settlement.id);
        }
    }
    let mut totals = Vec::new();
    for (indicator, group) in summable(facts, fields) {
        for ((whole, kind), ids) in &members {
            let inputs = numbers(ids, facts, indicator, group);
            let group = group.clone().with("settlement_type", kind);
            totals.extend(total((whole, indicator, group), (&format!("{kind} settlement"), ids.len()), &inputs, run));
        }
    }
    totals
}

/// What type a settlement is, as its sources say.
#[must_use]
pub fn settlement_type(place: &PlaceId, facts: &Facts) -> Option<String> {
    let observation = facts.best(place, "settlement_type", &Group::all())?;
    match &observation.value {
        city::Value::Classes(codes) => codes.first().cloned(),
        _ => None,
    }
}

fn total(
    of: (&PlaceId, &str, Group),
    (parts, count): (&str, usize),
    inputs: &[&Observation],
    run: &RunId,
) -> Option<Observation> {
    let estimates: Vec<Estimate> = inputs.iter().filter_map(|o| o.value.estimate()).collect();
    let value = sum(&estimates)?;
    let method = format!("sum over {} of {count} places ({parts})", inputs.len());
    let mut total = derived(of, value, method, inputs, run)?;
    if inputs.len() < count {
        let missing = count - inputs.len();
        total.note = format!("{missing} of {count} places have no number and are not in the sum. {}", total.note);
        total.quality = total.quality.max(city::Quality::Medium);
    }
    Some(total)
}

/// Districts by the prefix of their ids.
fn sets(places: &[Place]) -> BTreeMap<&str, Vec<&PlaceId>> {
    let mut sets: BTreeMap<&str, Vec<&PlaceId>> = BTreeMap::new();
    for place in places.iter().filter(|p| p.kind == PlaceKind::District) {
        sets.entry(place.id.prefix()).or_default().push(&place.id);
    }
    sets
}

/// Indicators and groups that add up by sum and are known somewhere.
fn summable<'a>(facts: &Facts<'a>, fields: &FieldTable) -> BTreeSet<(&'a str, &'a Group)> {
    facts
        .iter()
        .filter(|(_, indicator, _)| fields.get(indicator).is_some_and(|f| f.adds_up == AddsUp::Sum))
        .flat_map(|(_, indicator, list)| list.iter().map(move |o| (indicator, &o.group)))
        .filter(|(_, group)| group.get("settlement_type").is_none())
        .collect()
}

fn numbers<'a>(ids: &[&PlaceId], facts: &Facts<'a>, indicator: &str, group: &Group) -> Vec<&'a Observation> {
    ids.iter().filter_map(|id| facts.best(id, indicator, group)).filter(|o| o.value.number().is_some()).collect()
}

/// The places that a place lies in, nearest first; a circle of parents ends it.
fn ancestors<'a>(place: &PlaceId, parents: &BTreeMap<&PlaceId, &'a PlaceId>) -> Vec<&'a PlaceId> {
    let mut chain: Vec<&PlaceId> = Vec::new();
    let mut at = parents.get(place).copied();
    while let Some(parent) = at.filter(|p| !chain.contains(p)) {
        chain.push(parent);
        at = parents.get(parent).copied();
    }
    chain
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::testing::{number, place};
    use city::Value;

    fn fields() -> FieldTable {
        FieldTable::embedded().unwrap()
    }

    #[test]
    fn the_city_is_the_sum_of_one_set_of_districts_and_not_of_two_editions() {
        let places = [
            place("city:x", PlaceKind::City, None),
            place("ward:1", PlaceKind::District, Some("city:x")),
            place("ward:2", PlaceKind::District, Some("city:x")),
            place("ward_2011:1", PlaceKind::District, Some("city:x")),
        ];
        let list = [
            number("ward:1", "population", 10.0, "2016"),
            number("ward:2", "population", 20.0, "2016"),
            number("ward_2011:1", "population", 29.0, "2011"),
        ];
        let totals = of_city(&places, &Facts::new(&list), &fields(), &"r".into());
        assert_eq!(totals.len(), 1);
        assert_eq!(totals[0].value.number(), Some(30.0));
    }

    #[test]
    fn a_settlement_without_a_count_is_named_and_not_taken_as_empty() {
        let places = [
            place("city:x", PlaceKind::City, None),
            place("settlement:a", PlaceKind::Settlement, None),
            place("settlement:b", PlaceKind::Settlement, None),
        ];
        let mut kind = number("settlement:a", "settlement_type", 0.0, "2011");
        kind.value = Value::Classes(vec!["informal".to_owned()]);
        let mut other = kind.clone();
        other.place = "settlement:b".into();
        let mut gap = number("settlement:b", "population", 0.0, "2011");
        gap.value = Value::Gap(city::Gap::NotMeasuredHere);
        let list = [kind, other, gap, number("settlement:a", "population", 500.0, "2011")];
        let totals = of_settlements(&places, &Facts::new(&list), &fields(), &"r".into());
        assert_eq!(totals.len(), 1);
        assert_eq!(totals[0].value.number(), Some(500.0));
        assert!(totals[0].note.starts_with("1 of 2 places have no number"));
        assert_eq!(totals[0].group.to_string(), "settlement_type=informal");
    }
}
