//! What a number rests on, and whether anybody may see it.

use super::consent::Consents;
use crate::evidence::Evidence;
use city::source::{Level, SourceId};
use city::{Basis, FieldTable, Observation, Place, PlaceId, PlaceKind};
use std::collections::{BTreeMap, BTreeSet};

/// Indicators that, beside a hazard and a place, would make a list of whom to clear away: never shown, whatever their level.
pub const STANDING_IN_LAW: [&str; 1] = ["settlement_status"];

/// Inputs that lead to inputs: deeper than any stage computes.
const DEEPEST: usize = 64;

/// Knows which observations rest on sources that not everybody may see, and which on sources with people behind them.
pub struct Guard<'a> {
    /// Consents of sources.
    pub consents: Consents<'a>,
    fields: &'a FieldTable,
    /// By place, with whether it rests on a closed source; empty where no source is closed.
    by_place: BTreeMap<&'a PlaceId, Vec<(&'a Observation, bool)>>,
    /// Observations that rest on a source with a consent, open or closed.
    consented: Vec<&'a Observation>,
    kinds: BTreeMap<&'a PlaceId, PlaceKind>,
}

impl<'a> Guard<'a> {
    /// For an assessment: what was collected, and what it made.
    #[must_use]
    pub fn new(evidence: &Evidence<'a>, made: &'a [Observation]) -> Self {
        let consents = Consents { sources: evidence.sources, given: evidence.consents, today: evidence.today };
        Self::over(consents, evidence.fields, evidence.places, evidence.observations.iter().chain(made))
    }

    /// Follows every observation to its sources. Costs nothing where no source has a consent.
    pub fn over(
        consents: Consents<'a>,
        fields: &'a FieldTable,
        places: &'a [Place],
        observations: impl Iterator<Item = &'a Observation>,
    ) -> Self {
        let with_consent: BTreeSet<&SourceId> =
            consents.sources.iter().filter(|s| s.consent.is_some()).map(|s| &s.id).collect();
        let closed: BTreeSet<&SourceId> = with_consent.iter().filter(|s| consents.closed(s)).copied().collect();
        let mut all = Vec::new();
        if !with_consent.is_empty() {
            all.extend(observations.map(|o| (o.key(), o)));
        }
        let kinds: BTreeMap<&PlaceId, PlaceKind> = places.iter().map(|p| (&p.id, p.kind)).collect();
        let mut by_place: BTreeMap<&PlaceId, Vec<(&Observation, bool)>> = BTreeMap::new();
        if !closed.is_empty() {
            for (observation, held) in resting(&all, &kinds, &closed) {
                by_place.entry(&observation.place).or_default().push((observation, held));
            }
        }
        by_place.retain(|_, list| list.iter().any(|(_, held)| *held));
        let consented = resting(&all, &kinds, &with_consent).filter(|(_, rests)| *rests).map(|(o, _)| o).collect();
        Self { consents, fields, by_place, consented, kinds }
    }

    /// The sources that not everybody may see.
    pub fn closed(&self) -> impl Iterator<Item = &'a city::Source> {
        self.consents.sources.iter().filter(|s| self.consents.closed(&s.id))
    }

    /// Whether anything at a place rests on a closed source.
    #[must_use]
    pub fn touches(&self, place: &PlaceId) -> bool {
        self.by_place.contains_key(place)
    }

    fn at(&self, place: &PlaceId) -> impl Iterator<Item = &(&'a Observation, bool)> {
        self.by_place.get(place).into_iter().flatten()
    }

    /// Whether an observation at a place that rests on a closed source answers to a question.
    pub fn holds(&self, place: &PlaceId, asked: impl Fn(&Observation) -> bool) -> bool {
        self.at(place).any(|(o, held)| *held && asked(o))
    }

    /// Whether every number of a row about a place is held: anything of a settlement rests on a closed source, or such a source
    /// reports about a district or the city itself.
    #[must_use]
    pub fn holds_row(&self, place: &PlaceId) -> bool {
        let above = matches!(self.kinds.get(place), Some(PlaceKind::City | PlaceKind::District));
        let itself = |o: &Observation| matches!(o.basis, Basis::Reported { .. });
        if above { self.holds(place, itself) } else { self.touches(place) }
    }

    /// Whether a number in a row about a place is one that is held, and none that is open.
    #[must_use]
    pub fn holds_number(&self, place: &PlaceId, number: f64) -> bool {
        let is_it =
            |o: &Observation| o.value.number().is_some_and(|n| (n - number).abs() <= 1e-9 * number.abs().max(1.0));
        self.holds(place, is_it) && !self.at(place).any(|(o, held)| !*held && is_it(o))
    }

    /// Whether the observations at a place that answer to a question rest on a closed source; none where there are none, or
    /// nothing at the place does.
    pub fn standing(&self, place: &PlaceId, asked: impl Fn(&Observation) -> bool) -> Option<bool> {
        self.at(place).filter(|(o, _)| asked(o)).map(|(_, held)| *held).reduce(|a, b| a || b)
    }

    /// As [`Self::holds`], for a result that an observation should stand for: where none does, what cannot be shown to be
    /// open is held back.
    pub fn holds_result(&self, place: &PlaceId, asked: impl Fn(&Observation) -> bool) -> bool {
        self.touches(place) && (self.holds(place, &asked) || !self.at(place).any(|(o, _)| asked(o)))
    }

    /// Whether an observation that rests on a source with a consent answers to a question.
    pub fn consented(&self, asked: impl Fn(&Observation) -> bool) -> bool {
        self.consented.iter().any(|o| asked(o))
    }

    /// Whether an indicator never leaves: its level is above public, or it is a community's standing in law.
    #[must_use]
    pub fn never_leaves(&self, indicator: &str) -> bool {
        STANDING_IN_LAW.contains(&indicator) || self.fields.get(indicator).is_some_and(|row| row.level > Level::Public)
    }

    /// The indicator above the public level that words speak of, where they do.
    #[must_use]
    pub fn named_in<'t>(&'t self, label: &str, method: &str) -> Option<&'t str> {
        let label = label.to_lowercase();
        let words = || method.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        self.fields
            .iter()
            .filter(|row| self.never_leaves(&row.id))
            .find(|row| label.contains(&row.label.to_lowercase()) || words().any(|word| word == row.id))
            .map(|row| row.label.as_str())
    }
}

/// Every observation, with whether it rests on some sources, itself or by what went into it.
fn resting<'a, 'b>(
    all: &'b [(String, &'a Observation)],
    kinds: &'b BTreeMap<&'a PlaceId, PlaceKind>,
    sources: &'b BTreeSet<&'a SourceId>,
) -> impl Iterator<Item = (&'a Observation, bool)> + use<'a, 'b> {
    let by_key = all.iter().map(|(key, o)| (key.as_str(), *o)).collect();
    let mut walk = Walk { by_key, kinds, sources, known: BTreeMap::new() };
    all.iter().map(move |(key, o)| (*o, walk.rests(key, 0)))
}

struct Walk<'a> {
    by_key: BTreeMap<&'a str, &'a Observation>,
    kinds: &'a BTreeMap<&'a PlaceId, PlaceKind>,
    sources: &'a BTreeSet<&'a SourceId>,
    known: BTreeMap<String, bool>,
}

impl Walk<'_> {
    fn rests(&mut self, key: &str, depth: usize) -> bool {
        if let Some(known) = self.known.get(key) {
            return *known;
        }
        let Some(observation) = self.by_key.get(key).copied() else {
            return key.rsplit_once('#').is_some_and(|(_, source)| self.sources.contains(&SourceId::from(source)));
        };
        if depth > DEEPEST {
            return true;
        }
        self.known.insert(key.to_owned(), false);
        let answer = match &observation.basis {
            Basis::Derived { inputs, .. } if !inputs.is_empty() => self.inputs_rest(observation, inputs, depth),
            _ => self.sources.contains(&observation.source),
        };
        self.known.insert(key.to_owned(), answer);
        answer
    }

    /// A number takes the strictest of its inputs, unless it adds up two or more places into a district or city: with one
    /// such place among others that are shown, it could be worked out.
    fn inputs_rest(&mut self, of: &Observation, inputs: &[String], depth: usize) -> bool {
        let above = matches!(self.kinds.get(&of.place), Some(PlaceKind::City | PlaceKind::District));
        let mut elsewhere = BTreeSet::new();
        for input in inputs {
            if !self.rests(input, depth + 1) {
                continue;
            }
            match place_in(input) {
                Some(place) if above && place != of.place.as_str() => drop(elsewhere.insert(place)),
                _ => return true,
            }
        }
        elsewhere.len() == 1
    }
}

/// The place in the key of an observation.
fn place_in(key: &str) -> Option<&str> {
    Some(key.split_once('@')?.1.split_once('[')?.0)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{City, derived};
    use super::*;
    use crate::profile::testing::number;

    fn city() -> City {
        let mut city = City::with_level(Level::Partner);
        city.observations = vec![
            Observation { source: "profiles".into(), ..number("settlement:a", "population", 70.0, "2019") },
            Observation { source: "profiles".into(), ..number("settlement:b", "population", 60.0, "2019") },
            number("settlement:c", "population", 50.0, "2019"),
        ];
        city
    }

    #[test]
    fn a_computed_number_is_held_with_the_strictest_of_its_inputs() {
        let mut city = city();
        let area = number("settlement:a", "area_m2", 9.0, "2019");
        // Its first input, and so its source, is the open one.
        let density = derived("settlement:a", "density", &[&area, &city.observations[0]]);
        let twice = derived("settlement:a", "twice", &[&density]);
        city.observations.push(area);
        let made = [density, twice];
        let guard = Guard::new(&city.evidence(), &made);
        assert!(guard.holds(&"settlement:a".into(), |o| o.indicator == "density"));
        assert!(guard.holds(&"settlement:a".into(), |o| o.indicator == "twice"));
        assert!(!guard.holds(&"settlement:a".into(), |o| o.indicator == "area_m2"));
        assert!(!guard.touches(&"settlement:c".into()));
    }

    #[test]
    fn a_total_of_a_district_is_open_from_two_held_places_on() {
        let city = city();
        let [a, b, c] = &city.observations[..] else { panic!("three") };
        let made = [derived("district:1", "two", &[a, b, c]), derived("district:1", "one", &[a, c])];
        let guard = Guard::new(&city.evidence(), &made);
        assert!(!guard.holds(&"district:1".into(), |o| o.indicator == "two"));
        assert!(guard.holds(&"district:1".into(), |o| o.indicator == "one"));
        assert!(guard.consented(|o| o.indicator == "population"));
    }

    #[test]
    fn a_result_without_an_observation_is_held_where_anything_of_the_place_is() {
        let city = city();
        let guard = Guard::new(&city.evidence(), &[]);
        let assessed = |o: &Observation| o.indicator == "population_assessed";
        assert!(guard.holds_result(&"settlement:a".into(), assessed));
        assert!(!guard.holds_result(&"settlement:c".into(), assessed));
    }

    #[test]
    fn a_circle_of_inputs_comes_to_an_end() {
        let mut city = city();
        let one = number("settlement:a", "one", 1.0, "2019");
        let two = derived("settlement:a", "two", &[&one]);
        let one = derived("settlement:a", "one", &[&two]);
        city.observations.extend([one, two]);
        assert!(!Guard::new(&city.evidence(), &[]).holds(&"settlement:a".into(), |o| o.indicator == "two"));
    }

    #[test]
    fn standing_in_law_never_leaves_and_is_known_by_its_words() {
        let city = city();
        let guard = Guard::new(&city.evidence(), &[]);
        assert!(guard.never_leaves("settlement_status") && guard.never_leaves("eviction_seriousness"));
        assert!(!guard.never_leaves("population"));
        assert_eq!(guard.named_in("Standing in law", ""), Some("Standing in law"));
        assert_eq!(
            guard.named_in("Afraid", "sum of unsafe_toilet_share"),
            Some("Women unsafe on the way to the toilet")
        );
        assert_eq!(guard.named_in("People to a toilet", "people / toilets"), None);
    }
}
