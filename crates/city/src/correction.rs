//! Corrections: numbers that somebody put in place of others, with the reason; the others are kept.

use crate::source::SourceId;
use crate::{Group, Observation, Period, PlaceId};
use std::collections::BTreeSet;

/// The file of corrections in a city's folder.
pub const FILE: &str = "corrections.csv";
/// The file of boundaries that were drawn, in a city's folder.
pub const BOUNDARIES: &str = "boundaries.geojson";
/// Id of the source that corrections have which no consent covers; the ids of the others begin with it and `_`.
pub const SOURCE: &str = "corrections";
/// Id of the source that drawn boundaries have; the ids of the others begin with it and `_`.
pub const DRAWN: &str = "drawn_boundaries";

/// Columns of the file, in order.
pub const COLUMNS: [&str; 14] = [
    "place",
    "indicator",
    "group",
    "period",
    "value",
    "low",
    "high",
    "unit",
    "reason",
    "who",
    "when",
    "replaces",
    "was",
    "consent",
];

/// Whether a source is one of corrections.
#[must_use]
pub fn is_of_corrections(source: &SourceId) -> bool {
    one_of(source.as_str(), SOURCE)
}

/// Whether a source is one of boundaries that were drawn.
///
/// ```
/// assert!(city::correction::is_drawn("drawn_boundaries") && city::correction::is_drawn("drawn_boundaries_federation"));
/// assert!(!city::correction::is_drawn("drawn_boundariesx"));
/// ```
#[must_use]
pub fn is_drawn(source: &str) -> bool {
    one_of(source, DRAWN)
}

fn one_of(source: &str, first: &str) -> bool {
    source.strip_prefix(first).is_some_and(|rest| rest.is_empty() || rest.starts_with('_'))
}

type Key<'a> = (&'a PlaceId, &'a str, &'a Period, &'a Group);

fn key(o: &Observation) -> Key<'_> {
    (&o.place, &o.indicator, &o.period, &o.group)
}

/// What was corrected: the numbers of the same place, indicator, period and group that are no corrections themselves. A number
/// that stands here is kept and explained, and nothing is computed from it.
#[must_use]
pub fn replaced(observations: &[Observation]) -> BTreeSet<usize> {
    let corrected: BTreeSet<Key> =
        observations.iter().filter(|o| is_of_corrections(&o.source) && is_reported(o)).map(key).collect();
    let is = |(at, o): (usize, &Observation)| {
        (!(is_of_corrections(&o.source) && is_reported(o)) && corrected.contains(&key(o))).then_some(at)
    };
    if corrected.is_empty() { BTreeSet::new() } else { observations.iter().enumerate().filter_map(is).collect() }
}

fn is_reported(o: &Observation) -> bool {
    matches!(o.basis, crate::Basis::Reported { .. })
}

/// Observations without those that were corrected.
#[must_use]
pub fn without_replaced(mut observations: Vec<Observation>) -> Vec<Observation> {
    let gone = replaced(&observations);
    if !gone.is_empty() {
        let mut at = 0;
        observations.retain(|_| {
            at += 1;
            !gone.contains(&(at - 1))
        });
    }
    observations
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Basis, Estimate, Quality, Value};

    fn number(source: &str, period: &str, value: f64) -> Observation {
        Observation {
            place: "ward:1".into(),
            indicator: "population".into(),
            period: period.parse().unwrap(),
            group: Group::all(),
            value: Value::Estimate(Estimate::exact(value).unwrap()),
            quality: Quality::High,
            source: source.into(),
            run: "r".into(),
            basis: Basis::Reported { locator: "row 2".into() },
            note: String::new(),
        }
    }

    #[test]
    fn only_the_number_of_the_same_period_gives_way_to_its_correction() {
        let list = vec![
            number("census", "2011", 5.0),
            number("census", "2021", 6.0),
            number("corrections_federation", "2011", 7.0),
        ];
        assert_eq!(replaced(&list), BTreeSet::from([0]));
        let left: Vec<f64> = without_replaced(list).iter().filter_map(|o| o.value.number()).collect();
        assert_eq!(left, [6.0, 7.0]);
    }
}
