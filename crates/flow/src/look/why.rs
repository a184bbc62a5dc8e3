//! Why a number is what it is, from what the copy holds.

use super::Look;
use crate::error::FlowError;
use crate::explain::{Explained, Known, no_indicator};
use crate::library::Library;
use city::{Basis, Observation, Place};
use std::collections::BTreeSet;

/// How far inputs of inputs are gathered: as far as explanations follow them.
const DEPTH: usize = 4;

impl Look {
    /// Explains an indicator at a place, named by id, code or name, as [`crate::explain`] does.
    ///
    /// # Errors
    /// [`FlowError::NoPlace`] with the nearest name, [`FlowError::NoIndicator`] with what is known.
    pub fn explain(&self, indicator: &str, place: &str) -> Result<Explained, FlowError> {
        let place = self.find(place)?;
        let library = Library::open()?;
        let observations = self.resting(indicator, place);
        let known =
            Known { places: &self.places, observations: &observations, sources: &self.sources, runs: &self.runs };
        let explanations = known.explain((indicator, place), library, &self.settings);
        if explanations.is_empty() {
            return Err(no_indicator(indicator, place, self.observations_at(&place.id)));
        }
        Ok(Explained { explanations, sources: self.sources.clone(), due: Vec::new() })
    }

    /// What is known of an indicator at a place, all that this rests on, and what else is known of the same things.
    fn resting(&self, indicator: &str, place: &Place) -> Vec<Observation> {
        let mut found: BTreeSet<usize> = self.alike(indicator, &place.id).collect();
        let mut last: Vec<usize> = found.iter().copied().collect();
        for _ in 0..DEPTH {
            let mut next = Vec::new();
            for observation in last.iter().filter_map(|at| self.observations.get(*at)) {
                let Basis::Derived { inputs, .. } = &observation.basis else { continue };
                let inputs =
                    inputs.iter().filter_map(|key| self.by_key.get(key)).filter_map(|at| self.observations.get(*at));
                for at in inputs.flat_map(|input| self.alike(&input.indicator, &input.place)) {
                    if found.insert(at) {
                        next.push(at);
                    }
                }
            }
            last = next;
        }
        found.into_iter().filter_map(|at| self.observations.get(at)).cloned().collect()
    }

    /// Where the observations of an indicator at a place stand.
    fn alike(&self, indicator: &str, place: &city::PlaceId) -> impl Iterator<Item = usize> {
        let (from, to) = self.spans.get(place).copied().unwrap_or_default();
        let list = self.observations.get(from..to).unwrap_or_default();
        let first = list.partition_point(|o| o.indicator.as_str() < indicator);
        let count = list.iter().skip(first).take_while(|o| o.indicator == indicator).count();
        from + first..from + first + count
    }
}
