//! What is known of one leaf at one place.

use super::Sound;
use crate::evidence::Evidence;
use crate::limits::outside_limits;
use crate::profile::facts::Facts;
use city::assessment::LeafValue;
use city::chain::{ChainLeaf, CodesTogether, Effect};
use city::indicator::IndicatorKind;
use city::{Estimate, Gap, Observation, PlaceId, Problem, Quality, Value};

/// What stands for a rate where its divisor is none.
const NONE: &str = "none";

/// A value as it is shown, the numbers behind it, and what is wrong with it.
pub(super) struct Answer {
    pub(super) shown: LeafValue,
    /// Low, value, high; none where it is missing.
    pub(super) numbers: Option<[f64; 3]>,
    pub(super) problem: Option<Problem>,
}

pub(super) fn answer(one: &Sound, place: Option<&PlaceId>, facts: &Facts, evidence: &Evidence) -> Answer {
    let Some(place) = place else {
        return missing(Gap::NotMeasuredHere, None);
    };
    let best = facts.best(place, &one.leaf.indicator, &one.group);
    match best.map(|o| (o, &o.value)) {
        Some((observation, Value::Estimate(estimate))) => number(one.leaf, observation, *estimate, evidence),
        Some((observation, Value::Classes(codes))) if !codes.is_empty() && !one.leaf.codes.is_empty() => {
            let number = together(one.leaf, codes);
            known(observation, observation.value.clone(), [number; 3])
        }
        Some((_, Value::Gap(gap))) => none_of(one.leaf, place, facts).unwrap_or_else(|| missing(*gap, best)),
        Some((_, Value::Classes(_))) => missing(Gap::NotEstimated, best),
        None => none_of(one.leaf, place, facts).unwrap_or_else(|| missing(Gap::NotMeasuredHere, None)),
    }
}

fn known(observation: &Observation, value: Value, numbers: [f64; 3]) -> Answer {
    let shown = LeafValue {
        value,
        score: None,
        period: Some(observation.period.clone()),
        source: Some(observation.source.clone()),
        quality: observation.quality,
    };
    Answer { shown, numbers: Some(numbers), problem: None }
}

fn missing(gap: Gap, observation: Option<&Observation>) -> Answer {
    let shown = LeafValue {
        value: Value::Gap(gap),
        score: None,
        period: observation.map(|o| o.period.clone()),
        source: observation.map(|o| o.source.clone()),
        quality: observation.map_or(Quality::Low, |o| o.quality),
    };
    Answer { shown, numbers: None, problem: None }
}

fn number(leaf: &ChainLeaf, observation: &Observation, estimate: Estimate, evidence: &Evidence) -> Answer {
    let share = evidence.fields.get(&leaf.indicator).is_some_and(|i| i.kind == IndicatorKind::Share);
    if share && !(0.0..=100.0).contains(&estimate.value) {
        let problem = Some(share_over_100(observation, estimate.value, evidence));
        return Answer { problem, ..missing(Gap::NotEstimated, Some(observation)) };
    }
    if let Some(problem) = outside_limits(observation, evidence.fields) {
        return Answer { problem: Some(problem), ..missing(Gap::NotEstimated, Some(observation)) };
    }
    known(observation, Value::Estimate(estimate), [estimate.low, estimate.value, estimate.high])
}

fn share_over_100(observation: &Observation, value: f64, evidence: &Evidence) -> Problem {
    let place = evidence.places.iter().find(|p| p.id == observation.place);
    let name = place.map_or(observation.place.as_str(), |p| p.name.as_str());
    let problem = Problem::error("share_over_100")
        .in_column(&observation.indicator)
        .found(format!("{value} at {name} ({})", observation.place))
        .expected("0 to 100 percent")
        .hint("mend it in its source; until then it counts as missing");
    Problem { source: observation.source.to_string(), ..problem }
}

/// One number of several codes; a code that the leaf does not name counts 0.
fn together(leaf: &ChainLeaf, codes: &[String]) -> f64 {
    let numbers = codes.iter().map(|code| leaf.codes.get(code).copied().unwrap_or(0.0));
    match leaf.together {
        CodesTogether::Sum => numbers.sum(),
        CodesTogether::Largest => numbers.fold(f64::NEG_INFINITY, f64::max),
    }
}

/// A rate at its worst end, where people live and what it divides by is known to be none.
fn none_of(leaf: &ChainLeaf, place: &PlaceId, facts: &Facts) -> Option<Answer> {
    if leaf.none_of.is_empty() {
        return None;
    }
    let people = facts.number(place, "population_assessed").or_else(|| facts.number(place, "population"))?;
    if people.value.number()? <= 0.0 {
        return None;
    }
    let counted = match facts.number(place, &leaf.none_of) {
        Some(whole) => Some(whole).filter(|o| is_none(o)),
        None => all_none(facts.all(place, &leaf.none_of)),
    }?;
    let worst = match leaf.effect {
        Effect::Raises => leaf.high,
        Effect::Lowers => leaf.low,
    };
    Some(known(counted, Value::Classes(vec![NONE.to_owned()]), [worst; 3]))
}

fn is_none(observation: &Observation) -> bool {
    observation.value.number().is_some_and(|n| n <= 0.0)
}

/// The first of the counts of groups by the preferred source and day, where every one of them is none.
fn all_none<'a>(counts: &[&'a Observation]) -> Option<&'a Observation> {
    let first = counts.iter().find(|o| o.value.number().is_some())?;
    let mut same = counts.iter().filter(|o| o.period == first.period && o.source == first.source);
    same.all(|o| is_none(o)).then_some(*first)
}
