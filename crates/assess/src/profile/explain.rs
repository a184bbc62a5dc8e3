//! Explaining: where one number came from, down to the rows of the files.

use super::facts::Facts;
use super::groups::words as group_label;
use city::dimension::DimensionTable;
use city::profile::Explanation;
use city::{Basis, FieldTable, Observation, Place, Run, Source};
use std::collections::BTreeMap;

/// How deep inputs of inputs are followed.
const DEPTH: usize = 3;
/// How many inputs of one number are written out.
const INPUTS: usize = 40;

/// Everything that explanations are made of.
#[derive(Debug)]
pub struct Library<'a> {
    by_key: BTreeMap<String, &'a Observation>,
    facts: Facts<'a>,
    places: &'a [Place],
    sources: &'a [Source],
    runs: &'a [Run],
    fields: &'a FieldTable,
    dimensions: &'a DimensionTable,
}

impl<'a> Library<'a> {
    /// An index of everything known.
    #[must_use]
    pub fn new(
        observations: &'a [Observation],
        places: &'a [Place],
        (sources, runs): (&'a [Source], &'a [Run]),
        (fields, dimensions): (&'a FieldTable, &'a DimensionTable),
    ) -> Self {
        let by_key = observations.iter().map(|o| (o.key(), o)).collect();
        Self { by_key, facts: Facts::new(observations), places, sources, runs, fields, dimensions }
    }

    /// The explanations of an indicator at a place: that of everybody first, then of each group.
    #[must_use]
    pub fn explain(&self, indicator: &str, place: &Place) -> Vec<Explanation> {
        let list = self.facts.all(&place.id, indicator);
        let groups: std::collections::BTreeSet<_> = list.iter().map(|o| &o.group).collect();
        groups.into_iter().filter_map(|g| self.one(self.facts.best(&place.id, indicator, g)?, DEPTH)).collect()
    }

    fn one(&self, observation: &Observation, depth: usize) -> Option<Explanation> {
        let field = self.fields.get(&observation.indicator)?;
        let inputs = match &observation.basis {
            Basis::Derived { inputs, .. } if depth > 0 => inputs
                .iter()
                .take(INPUTS)
                .filter_map(|key| self.by_key.get(key))
                .filter_map(|input| self.one(input, depth - 1))
                .collect(),
            _ => Vec::new(),
        };
        let others = self
            .facts
            .all(&observation.place, &observation.indicator)
            .iter()
            .filter(|o| o.group == observation.group && o.key() != observation.key())
            .map(|o| (*o).clone())
            .collect();
        Some(Explanation {
            label: field.label.clone(),
            unit: field.unit.clone(),
            kind: field.kind,
            definition: field.definition.clone(),
            citation: field.citation.clone(),
            place_name: self
                .places
                .iter()
                .find(|p| p.id == observation.place)
                .map_or_else(|| observation.place.to_string(), |p| p.name.clone()),
            group_label: group_label(&observation.group, self.dimensions),
            observation: observation.clone(),
            source: self.sources.iter().find(|s| s.id == observation.source)?.clone(),
            run: self.runs.iter().find(|r| r.id == observation.run).cloned(),
            inputs,
            others,
        })
    }
}
