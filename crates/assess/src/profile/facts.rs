//! Facts: observations by place and indicator, and the rule by which one of several is chosen.

use city::{Basis, Group, Observation, PlaceId};
use std::collections::BTreeMap;

/// Observations by place and indicator.
#[derive(Debug, Default)]
pub struct Facts<'a> {
    by_place: BTreeMap<&'a PlaceId, BTreeMap<&'a str, Vec<&'a Observation>>>,
}

impl<'a> Facts<'a> {
    /// An index of observations.
    #[must_use]
    pub fn new(observations: impl IntoIterator<Item = &'a Observation>) -> Self {
        let mut by_place: BTreeMap<_, BTreeMap<_, Vec<_>>> = BTreeMap::new();
        for observation in observations {
            let at_place = by_place.entry(&observation.place).or_default();
            at_place.entry(observation.indicator.as_str()).or_default().push(observation);
        }
        for list in by_place.values_mut().flat_map(BTreeMap::values_mut) {
            list.sort_by(|a, b| preference(b).cmp(&preference(a)));
        }
        Self { by_place }
    }

    /// Everything known of an indicator at a place, the preferred first.
    #[must_use]
    pub fn all(&self, place: &PlaceId, indicator: &str) -> &[&'a Observation] {
        self.by_place.get(place).and_then(|at| at.get(indicator)).map_or(&[], Vec::as_slice)
    }

    /// The preferred observation of an indicator at a place for a group: a value before a gap, then the latest, then a
    /// correction, then the better quality, then what a source reports before what was computed.
    #[must_use]
    pub fn best(&self, place: &PlaceId, indicator: &str, group: &Group) -> Option<&'a Observation> {
        self.all(place, indicator).iter().find(|o| o.group == *group).copied()
    }

    /// The preferred number for everybody at a place.
    #[must_use]
    pub fn number(&self, place: &PlaceId, indicator: &str) -> Option<&'a Observation> {
        self.best(place, indicator, &Group::all()).filter(|o| o.value.estimate().is_some())
    }

    /// Every place and indicator with what is known of it.
    pub fn iter(&self) -> impl Iterator<Item = (&'a PlaceId, &'a str, &[&'a Observation])> {
        self.by_place
            .iter()
            .flat_map(|(place, at)| at.iter().map(move |(indicator, list)| (*place, *indicator, list.as_slice())))
    }
}

/// What makes one observation preferred to another: the greater.
fn preference(o: &Observation) -> impl Ord + '_ {
    let known = !matches!(o.value, city::Value::Gap(_));
    let reported = matches!(o.basis, Basis::Reported { .. });
    let corrected = reported && city::correction::is_of_corrections(&o.source);
    (known, &o.period, corrected, std::cmp::Reverse(o.quality), reported, std::cmp::Reverse(&o.source))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::testing::number;

    #[test]
    fn a_correction_stands_before_what_it_corrects_and_a_later_number_before_both() {
        let of = |source: &str, value, period| Observation {
            source: source.into(),
            ..number("ward:1", "population", value, period)
        };
        let mut right = of("corrections", 6.0, "2011");
        right.quality = city::Quality::Low;
        let list = [of("census", 5.0, "2011"), right, of("census", 7.0, "2001")];
        assert_eq!(Facts::new(&list).number(&"ward:1".into(), "population").unwrap().value.number(), Some(6.0));
        let list = [list[0].clone(), list[1].clone(), of("census", 9.0, "2021")];
        assert_eq!(Facts::new(&list).number(&"ward:1".into(), "population").unwrap().value.number(), Some(9.0));
    }

    #[test]
    fn a_value_stands_before_a_later_gap_and_a_later_value_before_both() {
        let mut gap = number("ward:1", "population", 0.0, "2020");
        gap.value = city::Value::Gap(city::Gap::NotMeasuredHere);
        let list = [number("ward:1", "population", 5.0, "2011"), gap, number("ward:1", "population", 7.0, "2016")];
        let facts = Facts::new(&list);
        assert_eq!(facts.number(&"ward:1".into(), "population").unwrap().value.number(), Some(7.0));
        assert!(facts.number(&"ward:2".into(), "population").is_none());
    }
}
