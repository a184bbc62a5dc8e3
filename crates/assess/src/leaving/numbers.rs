//! Observations: which leave.

use super::held::{Ledger, Reason, Thing};
use super::places::Places;
use super::standing::Standing;
use super::ways::{self, Ways};
use super::{Asked, small_counts};
use crate::disclosure::guard::STANDING_IN_LAW;
use city::source::{Level, SourceId};
use city::{Basis, Observation, PlaceId, PlaceKind};
use std::collections::{BTreeMap, BTreeSet};

/// Inputs that lead to inputs: deeper than any stage computes.
const DEEPEST: usize = 64;

/// The people of a place as the assessment counts them.
pub(super) const COUNTED: &str = "population_assessed";

/// What may leave of observations.
pub(super) struct Numbers<'a> {
    /// Those that leave, without inputs that do not; with whether they rest on a source with people behind it.
    pub observations: Vec<(Observation, bool)>,
    /// Sources of which numbers are held back by level or for being small.
    pub spoilt: BTreeSet<&'a SourceId>,
}

pub(super) fn leaving<'a>(
    asked: &Asked<'a>,
    standing: &Standing,
    (places, ways): (&Places, &Ways),
    ledger: &mut Ledger,
) -> Numbers<'a> {
    let kinds: BTreeMap<&PlaceId, PlaceKind> = asked.places.iter().map(|p| (&p.id, p.kind)).collect();
    let judge = Judge { asked, standing, places, ways, kinds: &kinds };
    let keys: Vec<String> = asked.observations.iter().map(Observation::key).collect();
    let theirs = judge.theirs(&keys);
    let mut direct: Vec<Option<Reason>> =
        asked.observations.iter().zip(theirs).map(|(o, theirs)| judge.direct(o, theirs)).collect();
    let of_people = judge.of_people(&keys);
    let mut reasons = judge.with_inputs(&keys, &direct);
    loop {
        let held: Vec<bool> = reasons.iter().map(Option::is_some).collect();
        let mut small = small_counts::small(asked, &of_people, &held);
        small.extend(ways::small(asked, &of_people, &held));
        let before = small.len();
        for at in small {
            if let Some(reason) = direct.get_mut(at) {
                *reason = Some(Reason::SmallCount);
            }
        }
        if before == 0 {
            break;
        }
        reasons = judge.with_inputs(&keys, &direct);
    }
    judge.ranks(&mut reasons);
    gather(asked, places, (&keys, &reasons, &of_people), ledger)
}

fn gather<'a>(
    asked: &Asked<'a>,
    places: &Places,
    (keys, reasons, of_people): (&[String], &[Option<Reason>], &[bool]),
    ledger: &mut Ledger,
) -> Numbers<'a> {
    let held: BTreeSet<&str> = keys.iter().zip(reasons).filter(|(_, r)| r.is_some()).map(|(k, _)| k.as_str()).collect();
    let mut numbers = Numbers { observations: Vec::new(), spoilt: BTreeSet::new() };
    let mut inputs_held = 0;
    for ((observation, reason), of_people) in asked.observations.iter().zip(reasons).zip(of_people) {
        if !places.with_numbers.contains(&observation.place) && !places.holds_back(&observation.place) {
            continue;
        }
        match reason {
            None => {
                let mut leaves = observation.clone();
                inputs_held += trim(&mut leaves, &held);
                numbers.observations.push((leaves, *of_people));
            }
            Some(reason) => {
                ledger.add(Thing::Numbers, *reason, 1);
                if reason.is_level() || *reason == Reason::SmallCount {
                    numbers.spoilt.insert(&observation.source);
                }
            }
        }
    }
    ledger.add(Thing::Inputs, Reason::Relied, inputs_held);
    numbers
}

/// Takes held inputs off the list of an observation, and says how many they were.
fn trim(observation: &mut Observation, held: &BTreeSet<&str>) -> usize {
    let Basis::Derived { method, inputs } = &mut observation.basis else { return 0 };
    let before = inputs.len();
    inputs.retain(|key| !held.contains(key.as_str()));
    let gone = before - inputs.len();
    if gone > 0 {
        *method = format!("{method} ({gone} of {before} inputs are held back)");
    }
    gone
}

struct Judge<'a, 'b> {
    asked: &'b Asked<'a>,
    standing: &'b Standing<'a>,
    places: &'b Places,
    ways: &'b Ways<'b>,
    kinds: &'b BTreeMap<&'a PlaceId, PlaceKind>,
}

impl Judge<'_, '_> {
    /// Why an observation is held back, its inputs aside.
    fn direct(&self, observation: &Observation, theirs: bool) -> Option<Reason> {
        let computed = matches!(&observation.basis, Basis::Derived { inputs, .. } if !inputs.is_empty());
        let of_source = Some(&observation.source).filter(|_| !computed).and_then(|source| self.standing.closed(source));
        let of_place = Some(Reason::PlaceHeld).filter(|_| self.places.holds_back(&observation.place));
        of_source
            .or_else(|| self.ways.closed(observation, self.standing))
            .or(of_place)
            .or_else(|| self.by_indicator(&observation.indicator, theirs))
            .or_else(|| self.by_distance(observation))
    }

    fn by_indicator(&self, indicator: &str, theirs: bool) -> Option<Reason> {
        let sees = |level| self.asked.role.sees(level) && (level < Level::Community || theirs);
        if STANDING_IN_LAW.contains(&indicator) && !sees(Level::Community) {
            return Some(Reason::StandingInLaw);
        }
        // what the field table does not know is taken to be the community's
        let level = self.asked.fields.get(indicator).map_or(Level::Community, |row| row.level);
        match level {
            level if sees(level) => None,
            Level::Sealed => Some(Reason::SealedIndicator),
            _ => Some(Reason::IndicatorLevel),
        }
    }

    /// Distances from a boundary that is not shown would say where it is.
    fn by_distance(&self, observation: &Observation) -> Option<Reason> {
        let measured = matches!(observation.basis, Basis::Derived { .. });
        let indicator = &observation.indicator;
        let is_distance = indicator.contains("distance")
            || indicator.starts_with("minutes_to_facility")
            || observation.group.get("travel").is_some();
        (measured && is_distance && self.places.coarse.contains(&observation.place)).then_some(Reason::Distance)
    }

    /// Why each observation is held back, itself or for what went into it.
    fn with_inputs(&self, keys: &[String], direct: &[Option<Reason>]) -> Vec<Option<Reason>> {
        let by_key = keys.iter().enumerate().map(|(at, key)| (key.as_str(), at)).collect();
        let mut people: BTreeMap<&PlaceId, usize> = BTreeMap::new();
        for (at, o) in self.asked.observations.iter().enumerate().filter(|(_, o)| o.indicator == COUNTED) {
            people.insert(&o.place, at);
        }
        let mut walk = Walk { judge: self, by_key, people, direct, known: BTreeMap::new() };
        (0..keys.len()).map(|at| walk.at(at, 0).map(|held| held.reason)).collect()
    }

    /// Whether each observation is of those who ask, where they speak for some owners only: it rests on something of theirs, and on
    /// nothing of other people. True of all where everybody asks.
    fn theirs(&self, keys: &[String]) -> Vec<bool> {
        if !self.standing.is_bound() {
            return vec![true; keys.len()];
        }
        let own = self.resting(keys, |o| self.standing.owned(&o.source) == Some(true), |_| false);
        let of_others = self.resting(
            keys,
            |o| self.standing.owned(&o.source) == Some(false) || self.ways.of_people(o, self.standing),
            |s| self.standing.has_consent(s) && self.standing.owned(s) != Some(true),
        );
        own.into_iter().zip(of_others).map(|(own, others)| own && !others).collect()
    }

    /// Whether each observation rests on a source that people stand behind.
    fn of_people(&self, keys: &[String]) -> Vec<bool> {
        let itself = |o: &Observation| self.standing.has_consent(&o.source) || self.ways.of_people(o, self.standing);
        self.resting(keys, itself, |source| self.standing.has_consent(source))
    }

    /// Whether each observation is so itself, or rests on one that is, or on one of such a source that is not there any more.
    fn resting(
        &self,
        keys: &[String],
        itself: impl Fn(&Observation) -> bool,
        source_is: impl Fn(&SourceId) -> bool,
    ) -> Vec<bool> {
        let all = self.asked.observations;
        let mut rests: Vec<bool> = all.iter().map(itself).collect();
        let by_key: BTreeMap<&str, usize> = keys.iter().enumerate().map(|(at, key)| (key.as_str(), at)).collect();
        let unknown = |key: &str| key.rsplit_once('#').is_none_or(|(_, s)| source_is(&s.into()));
        loop {
            let mut changed = false;
            for (at, observation) in all.iter().enumerate() {
                let Basis::Derived { inputs, .. } = &observation.basis else { continue };
                let rests_on = |key: &String| {
                    by_key.get(key.as_str()).map_or_else(|| unknown(key), |at| rests.get(*at) == Some(&true))
                };
                if rests.get(at) == Some(&false) && inputs.iter().any(rests_on) {
                    if let Some(rests) = rests.get_mut(at) {
                        *rests = true;
                    }
                    changed = true;
                }
            }
            if !changed {
                return rests;
            }
        }
    }

    /// An order of places of which some are held back leaves with none of its ranks.
    fn ranks(&self, reasons: &mut [Option<Reason>]) {
        let order = |o: &Observation| (o.indicator.clone(), o.group.clone(), self.kinds.get(&o.place).copied());
        let is_rank = |o: &Observation| o.indicator.ends_with("_rank");
        let all = self.asked.observations;
        let broken: BTreeSet<_> = all
            .iter()
            .zip(reasons.iter())
            .filter(|(o, reason)| is_rank(o) && reason.is_some())
            .map(|(o, _)| order(o))
            .collect();
        for (observation, reason) in all.iter().zip(reasons) {
            if reason.is_none() && is_rank(observation) && broken.contains(&order(observation)) {
                *reason = Some(Reason::Rank);
            }
        }
    }
}

/// Why something is held back, and whether consent is gone.
#[derive(Debug, Clone, Copy)]
struct Back {
    reason: Reason,
    gone: bool,
}

struct Walk<'a, 'b> {
    judge: &'b Judge<'a, 'b>,
    by_key: BTreeMap<&'b str, usize>,
    people: BTreeMap<&'b PlaceId, usize>,
    direct: &'b [Option<Reason>],
    known: BTreeMap<usize, Option<Back>>,
}

impl Walk<'_, '_> {
    fn at(&mut self, at: usize, depth: usize) -> Option<Back> {
        if let Some(known) = self.known.get(&at) {
            return *known;
        }
        if depth > DEEPEST {
            return Some(Back { reason: Reason::Relied, gone: true });
        }
        let itself = self.direct.get(at).copied().flatten().map(|reason| Back { reason, gone: reason.is_gone() });
        self.known.insert(at, itself);
        let observation = self.judge.asked.observations.get(at)?;
        let relied = match &observation.basis {
            Basis::Derived { inputs, .. } => {
                self.inputs(observation, inputs, depth).or_else(|| self.of_people(observation, inputs, depth))
            }
            Basis::Reported { .. } => None,
        };
        // what is held for itself says so, unless what it relied on is gone
        let answer = match (itself, relied) {
            (Some(itself), Some(relied)) => Some(Back { gone: itself.gone || relied.gone, ..itself }),
            (itself, relied) => itself.or(relied),
        };
        self.known.insert(at, answer);
        answer
    }

    /// As the pages: a number takes the strictest of its inputs, unless it adds up two or more held places into a district or
    /// city. Scores above the settlement stay where only the level of an indicator is the reason.
    fn inputs(&mut self, of: &Observation, inputs: &[String], depth: usize) -> Option<Back> {
        let above = matches!(self.judge.kinds.get(&of.place), Some(PlaceKind::City | PlaceKind::District));
        let score = above && self.judge.asked.fields.get(&of.indicator).is_some_and(|row| row.sector == "assessment");
        let mut elsewhere = BTreeSet::new();
        for input in inputs {
            let Some(back) = self.input(input, depth) else { continue };
            if back.gone {
                return Some(Back { reason: Reason::Relied, gone: true });
            }
            match place_in(input) {
                Some(place) if above && place != of.place.as_str() => drop(elsewhere.insert(place)),
                _ if score && back.reason.is_level() => {}
                _ => return Some(Back { reason: Reason::Relied, gone: false }),
            }
        }
        (elsewhere.len() == 1).then_some(Back { reason: Reason::Relied, gone: false })
    }

    /// Persons that were computed at a place without naming any persons or households among the inputs rest on its people.
    fn of_people(&mut self, of: &Observation, inputs: &[String], depth: usize) -> Option<Back> {
        let unit = |indicator: &str| self.judge.asked.fields.get(indicator).map_or("", |row| row.unit.as_str());
        let named = |key: &String| matches!(unit(key.split('@').next().unwrap_or_default()), "persons" | "households");
        if unit(&of.indicator) != "persons" || of.indicator == COUNTED || inputs.iter().any(named) {
            return None;
        }
        let at = *self.people.get(&of.place)?;
        let people = self.at(at, depth + 1)?;
        Some(Back { reason: Reason::Relied, gone: people.gone })
    }

    fn input(&mut self, key: &str, depth: usize) -> Option<Back> {
        if let Some(at) = self.by_key.get(key) {
            return self.at(*at, depth + 1);
        }
        let of_source = key.rsplit_once('#').and_then(|(_, source)| self.judge.standing.closed(&source.into()));
        let of_indicator = key
            .split_once('@')
            .and_then(|(indicator, _)| self.judge.by_indicator(indicator, !self.judge.standing.is_bound()));
        of_source.or(of_indicator).map(|reason| Back { reason, gone: reason.is_gone() })
    }
}

/// The place in the key of an observation.
fn place_in(key: &str) -> Option<&str> {
    Some(key.split_once('@')?.1.split_once('[')?.0)
}
