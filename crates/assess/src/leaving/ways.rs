//! Ways: what the stage `travel` made, and what it went by.

use super::held::{Ledger, Reason, Thing};
use super::layers::{self, LeavingLayer};
use super::standing::Standing;
use super::{Asked, numbers::COUNTED};
use city::source::SourceId;
use city::{Basis, Group, Observation, PlaceId};
use std::collections::{BTreeMap, BTreeSet};

/// Layers and rasters that each `[[travel]]` went by, as the methods of its numbers name them: what `city.toml` says now need
/// not be what was computed.
pub(super) struct Ways<'a> {
    asked: &'a Asked<'a>,
    named: BTreeMap<&'a str, BTreeSet<&'a str>>,
}

impl<'a> Ways<'a> {
    pub fn new(asked: &'a Asked<'a>) -> Self {
        let mut named: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for observation in asked.observations {
            let (Some(id), Basis::Derived { method, .. }) = (id(observation), &observation.basis) else { continue };
            named.entry(id).or_default().extend(method.split('`').skip(1).step_by(2));
        }
        Self { asked, named }
    }

    /// Why what a number went by is closed; none for numbers that are of no way.
    pub fn closed(&self, observation: &Observation, standing: &Standing) -> Option<Reason> {
        let id = id(observation)?;
        let Some(sources) = self.sources(id) else { return Some(Reason::Relied) };
        sources.into_iter().find_map(|source| standing.closed(source))
    }

    /// Whether people stand behind what a number went by.
    pub fn of_people(&self, observation: &Observation, standing: &Standing) -> bool {
        let sources = id(observation).and_then(|id| self.sources(id));
        sources.into_iter().flatten().any(|source| standing.has_consent(source))
    }

    /// Sources of all ways that numbers which leave are of.
    pub fn used(&self, leaving: &[Observation]) -> BTreeSet<&'a SourceId> {
        let ids: BTreeSet<&str> = leaving.iter().filter_map(id).collect();
        ids.into_iter().filter_map(|id| self.sources(id)).flatten().collect()
    }

    /// Sources of the layers, those that they borrow shapes from, and the rasters; none where one of them is not there any more.
    fn sources(&self, id: &str) -> Option<BTreeSet<&'a SourceId>> {
        let mut sources = BTreeSet::new();
        for name in self.named.get(id).filter(|names| !names.is_empty())? {
            let layer = self.asked.layers.iter().find(|l| l.name == *name).map(|l| &l.source);
            let raster = || self.asked.rasters.iter().find(|r| r.name == *name).map(|r| &r.source);
            sources.insert(layer.or_else(raster)?);
            sources.extend(self.asked.borrowed.get(*name));
        }
        Some(sources)
    }

    /// Isochrones that leave: where the layers that they were drawn from would.
    pub fn isochrones(&self, standing: &Standing, ledger: &mut Ledger) -> Vec<LeavingLayer> {
        let mut leaving = Vec::new();
        for layer in self.asked.isochrones {
            let id = layer.name.strip_prefix("travel_").unwrap_or(&layer.name);
            let names = self.named.get(id).filter(|_| self.sources(id).is_some());
            let drawn_from = |name: &&str| self.asked.layers.iter().find(|l| l.name == **name);
            let why_not = |names: &BTreeSet<&str>| {
                let mut layers = names.iter().filter_map(drawn_from);
                layers.find_map(|layer| layers::why_not(layer, self.asked, standing, &BTreeSet::new()))
            };
            match names.map_or(Some(Reason::Relied), why_not) {
                Some(reason) => ledger.add(Thing::Layers, reason, 1),
                None => {
                    leaving.push(LeavingLayer { name: layer.name.clone(), columns: vec![true; layer.columns.len()] });
                }
            }
        }
        leaving
    }
}

fn id(observation: &Observation) -> Option<&str> {
    observation.group.get("travel")
}

/// Positions of counts of persons within so many minutes that are small, or leave so few outside, with their shares; `held` ones
/// not again.
pub(super) fn small(asked: &Asked, of_people: &[bool], held: &[bool]) -> Vec<usize> {
    let is = |list: &[bool], at: usize| list.get(at) == Some(&true);
    let least = f64::from(asked.least_count);
    let few = |count: f64| count > 0.0 && count < least;
    let counted = asked.observations.iter().filter(|o| o.indicator == COUNTED);
    let people: BTreeMap<&PlaceId, f64> = counted.filter_map(|o| Some((&o.place, o.value.number()?))).collect();
    let all = || asked.observations.iter().enumerate();
    let small: BTreeSet<(&PlaceId, &Group)> = all()
        .filter(|(at, o)| o.indicator == "travel_within_people" && is(of_people, *at))
        .filter(|(_, o)| {
            let Some(within) = o.value.number() else { return false };
            few(within) || people.get(&o.place).is_some_and(|all| few(all - within))
        })
        .map(|(_, o)| (&o.place, &o.group))
        .collect();
    all()
        .filter(|(at, o)| o.indicator.starts_with("travel_within_") && !is(held, *at))
        .filter(|(_, o)| small.contains(&(&o.place, &o.group)))
        .map(|(at, _)| at)
        .collect()
}
