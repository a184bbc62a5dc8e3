//! Hazards as lived: what residents said of each, as yes or no, a score from 0 to 1, and words. Not asked is not no.

use super::catalogue::{Hazard, LivedRule};
use crate::evidence::Evidence;
use crate::profile::facts::Facts;
use city::dimension::DimensionTable;
use city::{Group, Observation, Period, Place, Value};
use std::collections::{BTreeMap, BTreeSet};

/// What residents said of a hazard at a place.
#[derive(Debug, Clone)]
pub(super) struct Lived<'a> {
    /// Whether it happens here.
    pub(super) happens: bool,
    /// Score, 0 to 1.
    pub(super) score: f64,
    /// In words.
    pub(super) words: String,
    /// The answers.
    pub(super) inputs: Vec<&'a Observation>,
}

/// Where answers are looked up.
pub(super) struct Asked<'a, 'e> {
    facts: &'e Facts<'a>,
    dimensions: &'e DimensionTable,
    rule: &'e LivedRule,
    /// Flags whose list is complete, with the sets of places that they cover and one answer for the source.
    complete: BTreeMap<(&'e str, &'a str), &'a Observation>,
    labels: BTreeMap<&'e str, &'e str>,
}

/// One thing said: whether it means that the hazard happens (none where it says neither), times that it counts as, words.
struct Said<'a> {
    happens: Option<bool>,
    times: f64,
    words: String,
    input: &'a Observation,
}

impl<'a, 'e> Asked<'a, 'e> {
    pub(super) fn new(evidence: &'e Evidence<'a>, facts: &'e Facts<'a>, rule: &'e LivedRule) -> Self {
        let mut complete = BTreeMap::new();
        for flag in &evidence.settings.lived_list_complete {
            for o in evidence.observations.iter().filter(|o| o.indicator == *flag && o.value.number().is_some()) {
                complete.entry((flag.as_str(), o.place.prefix())).or_insert(o);
            }
        }
        let labels = evidence.fields.iter().map(|field| (field.id.as_str(), field.label.as_str())).collect();
        Self { facts, dimensions: evidence.dimensions, rule, complete, labels }
    }

    /// What residents of a place said of a hazard; none where nobody asked them.
    pub(super) fn of(&self, place: &'a Place, hazard: &Hazard) -> Option<Lived<'a>> {
        let mut events: Vec<Said<'a>> = Vec::new();
        events.extend(self.named(place, hazard));
        let often = self.times(place, hazard);
        events.extend(hazard.events.iter().filter_map(|flag| self.event(place, flag)));
        let destroyed = self.destroyed(place, hazard);
        let again: Vec<Said<'a>> = hazard.again_and_again.iter().filter_map(|flag| self.again(place, flag)).collect();
        let trouble = self.trouble(place, hazard);
        let told = often.is_some() || destroyed.is_some() || trouble.is_some();
        // A mark of being struck again and again decides only where no event is on record either way.
        let happens = if told { Some(true) } else { said_of(&events).or_else(|| said_of(&again)) }?;
        let named = events.iter().filter(|s| s.happens == Some(true)).map(|s| s.times).fold(0.0, f64::max);
        let judged_times = again.iter().chain(&trouble).map(|s| s.times).fold(0.0, f64::max);
        let times = often.as_ref().map_or(named, |s| s.times).max(judged_times);
        let leading = (times / self.rule.frequency_full).clamp(0.0, 1.0);
        let lost = destroyed.as_ref().map_or(0.0, |s| (s.times / self.rule.destroyed_full).clamp(0.0, 1.0));
        let score = leading + (1.0 - leading) * self.rule.destroyed_weight * lost;
        let said: Vec<Said<'a>> =
            events.into_iter().chain(often).chain(destroyed).chain(again).chain(trouble).collect();
        Some(Lived { happens, score, words: words(&said), inputs: said.iter().map(|s| s.input).collect() })
    }

    /// Whether a list of disasters names it: the latest list, or an earlier one, since what was lived through stays so.
    fn named(&self, place: &Place, hazard: &Hazard) -> Option<Said<'a>> {
        let lists: Vec<(&'a Observation, &'a [String])> =
            self.facts.all(&place.id, "disasters").iter().filter_map(|o| Some((*o, codes(o)?))).collect();
        let (latest, list) = *lists.first()?;
        let is = |codes: &[String]| codes.iter().any(|code| hazard.disasters.contains(code));
        if let Some((o, codes)) = lists.iter().find(|(_, codes)| is(codes)) {
            let code = codes.iter().find(|code| hazard.disasters.contains(code))?;
            let since =
                if o.period == latest.period { String::new() } else { format!(", not named in {}", latest.period) };
            let words = format!("{} lived through{since}", self.label("disasters", code).to_lowercase());
            return Some(Said { happens: Some(true), times: self.rule.named_counts_as, words, input: o });
        }
        let none = list.iter().any(|code| code == "none");
        let answered = !hazard.disasters.is_empty() && (hazard.always_asked || none);
        let words = if none { "no disaster lived through" } else { "not among the disasters lived through" }.to_owned();
        answered.then_some(Said { happens: Some(false), times: 0.0, words, input: latest })
    }

    fn times(&self, place: &Place, hazard: &Hazard) -> Option<Said<'a>> {
        self.coded(place, "disaster_frequency", "score_", hazard)
    }

    fn destroyed(&self, place: &Place, hazard: &Hazard) -> Option<Said<'a>> {
        let mut said = self.coded(place, "structures_destroyed", "middle_", hazard)?;
        said.words = format!("{} structures destroyed", said.words);
        Some(said)
    }

    /// The number behind a code of an answer about one hazard: `score_2` is 2.
    fn coded(&self, place: &Place, indicator: &str, flag: &str, hazard: &Hazard) -> Option<Said<'a>> {
        (!hazard.group.is_empty()).then_some(())?;
        let o = self.facts.best(&place.id, indicator, &Group::all().with("hazard", &hazard.group))?;
        let number = |code: &str| -> Option<f64> {
            self.dimensions.counts_as(indicator, code).find_map(|f| f.strip_prefix(flag)?.parse().ok())
        };
        let numbers = codes(o)?.iter().filter_map(|code| Some((number(code)?, code)));
        let (times, code) = numbers.max_by(|a, b| a.0.total_cmp(&b.0))?;
        let words = self.label(indicator, code).to_lowercase();
        Some(Said { happens: Some(true), times, words, input: o })
    }

    /// A flag of an event: yes, no, or not on a list that is complete.
    fn event(&self, place: &'a Place, flag: &str) -> Option<Said<'a>> {
        let label = self.labels.get(flag).copied().unwrap_or(flag).to_lowercase();
        if let Some(o) = self.facts.number(&place.id, flag) {
            let yes = o.value.number()? > 0.0;
            let (times, words) = if yes { (self.rule.named_counts_as, label) } else { (0.0, format!("{label}: no")) };
            return Some(Said { happens: Some(yes), times, words, input: o });
        }
        let input = *self.complete.get(&(flag, place.id.prefix()))?;
        Some(Said { happens: Some(false), times: 0.0, words: format!("not on the list ({label})"), input })
    }

    fn again(&self, place: &Place, flag: &str) -> Option<Said<'a>> {
        let label = self.labels.get(flag).copied().unwrap_or(flag).to_lowercase();
        let input = self.facts.number(&place.id, flag)?;
        let yes = input.value.number()? > 0.0;
        let times = if yes { self.rule.again_and_again_counts_as } else { 0.0 };
        let words = if yes { label } else { format!("{label}: no") };
        Some(Said { happens: Some(yes), times, words, input })
    }

    /// A trouble of the place; not naming it says nothing.
    fn trouble(&self, place: &Place, hazard: &Hazard) -> Option<Said<'a>> {
        let input = self.facts.best(&place.id, "location_problems", &Group::all())?;
        let code = codes(input)?.iter().find(|code| hazard.troubles.contains(code))?;
        let dangerous = self.facts.number(&place.id, "location_dangerous").and_then(|o| o.value.number());
        let held = dangerous.is_some_and(|yes| yes > 0.0);
        let times = if held { self.rule.trouble_held_dangerous_counts_as } else { self.rule.trouble_counts_as };
        let suffix = if held { ", held to be dangerous" } else { "" };
        let words = format!("{}{suffix}", self.label("location_problems", code).to_lowercase());
        Some(Said { happens: Some(true), times, words, input })
    }

    fn label<'c>(&'c self, dimension: &str, code: &'c str) -> &'c str {
        self.dimensions.label(dimension, code).unwrap_or(code)
    }
}

fn codes(o: &Observation) -> Option<&[String]> {
    match &o.value {
        Value::Classes(codes) if !codes.is_empty() => Some(codes),
        _ => None,
    }
}

/// Yes where one says yes; no where one says no and none says yes.
fn said_of(said: &[Said]) -> Option<bool> {
    let any = |wanted| said.iter().any(|s| s.happens == Some(wanted));
    if any(true) { Some(true) } else { any(false).then_some(false) }
}

fn words(said: &[Said]) -> String {
    let mut by_period: BTreeMap<&Period, Vec<&str>> = BTreeMap::new();
    for one in said {
        by_period.entry(&one.input.period).or_default().push(&one.words);
    }
    let parts = by_period.iter().rev().map(|(period, words)| format!("{} ({period})", words.join(", ")));
    let text = parts.collect::<Vec<_>>().join("; ");
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Which questions or events the answers come from, in words; empty where there is none.
pub(super) fn questions<'a>(evidence: &Evidence, lived: impl Iterator<Item = &'a Lived<'a>>) -> String {
    let indicators: BTreeSet<&str> = lived.flat_map(|l| &l.inputs).map(|o| o.indicator.as_str()).collect();
    let label = |id: &&str| evidence.fields.get(id).map_or_else(|| (*id).to_owned(), |field| field.label.clone());
    let mut labels: Vec<String> = indicators.iter().map(label).collect();
    labels.sort();
    let mut text = labels.join("; ");
    let complete: Vec<&String> =
        evidence.settings.lived_list_complete.iter().filter(|flag| indicators.contains(flag.as_str())).collect();
    if !complete.is_empty() {
        text += " (the list is said to be complete: a place that is not on it says no)";
    }
    text
}
