//! What each event takes from what stands in its way, and what is lost in a year.
//!
//! Things are sorted by cell; those of one cell, function and group lose the same part and count as one. Blocks of cells are
//! struck by all events in turn, each block by one thread, and what blocks lose is added in their order: so the result is the
//! same on any number of threads.

mod block;
mod curves;
mod each;
mod exposed;
mod standing;

pub use each::EachImpact;
pub use exposed::{Exposed, Groups};

use crate::error::RiskError;
use crate::events::EventSet;
use crate::events::same_length;
use crate::function::DamageFunction;
use block::{Block, CELLS, Reach};
use curves::Curves;
use rayon::prelude::*;
use standing::Standing;

/// Events that are brought to the blocks at once: bounds what is kept of each block.
const AT_ONCE: usize = 1024;

/// What events take, in the unit of the values.
#[derive(Debug, Clone, PartialEq)]
pub struct Impact {
    /// Lost at each event.
    pub by_event: Vec<f64>,
    /// Lost at each event in each group, event by event; empty where no groups were asked for.
    pub by_event_and_group: Vec<f64>,
    /// Lost by each thing in a year: the sum of frequency times loss.
    pub expected_by_thing: Vec<f64>,
    /// Lost by all in a year.
    pub expected: f64,
}

/// What events take from things: value x part lost at the intensity x fraction of the cell that is reached, as CLIMADA reckons.
///
/// A thing whose value is 0 or missing, or that stands in no cell, loses nothing.
///
/// ```
/// use risk::{DamageFunction, EventSet, Exposed, impact};
/// let house = DamageFunction::new("house", vec![0.0, 2.0], vec![0.0, 1.0])?;
/// let things = Exposed { value: vec![100.0, 300.0], function: vec![0, 0], cell: vec![Some(0), Some(2)] };
/// let events = EventSet::new(3, vec![0.5, 0.125], vec![0, 1, 3], vec![0, 0, 2], vec![0.5, 1.0, 2.0])?;
/// let found = impact(&things, &[house], &events)?;
/// assert_eq!(found.by_event, [25.0, 350.0]);
/// assert_eq!(found.expected_by_thing, [12.5 + 6.25, 37.5]);
/// # Ok::<(), risk::RiskError>(())
/// ```
///
/// # Errors
/// As [`ImpactSum::new`].
pub fn impact<Number: Copy + Into<f64> + Sync>(
    exposed: &Exposed,
    functions: &[DamageFunction],
    events: &EventSet<Number>,
) -> Result<Impact, RiskError> {
    let mut sum = ImpactSum::new(exposed, functions, events.cells(), None)?;
    sum.add(events)?;
    Ok(sum.finish())
}

/// [`Impact`] by groups, or of more events than are in memory at once: handed over part by part, with the same result.
#[derive(Debug, Clone)]
pub struct ImpactSum<'a> {
    exposed: &'a Exposed,
    curves: Curves,
    cells: usize,
    groups: Option<usize>,
    standing: Standing,
    frequency: Vec<f64>,
    by_event: Vec<f64>,
    by_event_and_group: Vec<f64>,
}

impl<'a> ImpactSum<'a> {
    /// Nothing lost yet, by things in so many cells.
    ///
    /// # Errors
    /// [`RiskError::Lengths`], [`RiskError::Thing`] for a value below 0, and a function, cell or group that is not there.
    pub fn new(
        exposed: &'a Exposed,
        functions: &[DamageFunction],
        cells: usize,
        groups: Option<Groups>,
    ) -> Result<Self, RiskError> {
        let curves = Curves::new(functions)?;
        exposed.check(&curves, cells, groups)?;
        let standing = Standing::new(exposed, &curves, cells, groups.map(|groups| groups.of));
        Ok(Self {
            exposed,
            curves,
            cells,
            groups: groups.map(|groups| groups.count as usize),
            standing,
            frequency: Vec::new(),
            by_event: Vec::new(),
            by_event_and_group: Vec::new(),
        })
    }

    /// Adds what events take, after those added before.
    ///
    /// # Errors
    /// [`RiskError::Lengths`] where the events are over another number of cells.
    pub fn add<Number: Copy + Into<f64> + Sync>(&mut self, events: &EventSet<Number>) -> Result<(), RiskError> {
        same_length("cells of events", events.cells(), self.cells)?;
        for first in (0..events.len()).step_by(AT_ONCE) {
            self.add_some(events, first..(first + AT_ONCE).min(events.len()));
        }
        Ok(())
    }

    fn add_some<Number: Copy + Into<f64> + Sync>(&mut self, events: &EventSet<Number>, some: std::ops::Range<usize>) {
        let before = self.by_event.len();
        self.frequency.extend_from_slice(&events.frequency[some.clone()]);
        self.by_event.resize(before + some.len(), 0.0);
        let groups = self.groups.unwrap_or(0);
        self.by_event_and_group.resize((before + some.len()) * groups, 0.0);
        let reaches = reaches(events, some.clone(), &self.standing);
        let curves = &self.curves;
        let strike = |(block, reaches): (&mut Block, &Vec<Reach>)| block.strike(curves, events, reaches);
        let lost: Vec<Vec<f64>> =
            self.standing.blocks.par_iter_mut().zip(&reaches).with_min_len(8).map(strike).collect();
        for ((block, reaches), lost) in self.standing.blocks.iter().zip(&reaches).zip(&lost) {
            for (reach, lost) in reaches.iter().zip(lost.chunks_exact(block.groups.len())) {
                let event = before + reach.event - some.start;
                for (&group, lost) in block.groups.iter().zip(lost) {
                    self.by_event[event] += lost;
                    if let (Some(group), true) = (group, groups > 0) {
                        self.by_event_and_group[event * groups + group as usize] += lost;
                    }
                }
            }
        }
    }

    /// What was lost by the events added.
    #[must_use]
    pub fn finish(self) -> Impact {
        let expected = self.frequency.iter().zip(&self.by_event).map(|(often, lost)| often * lost).sum();
        Impact {
            expected_by_thing: self.standing.expected(self.exposed),
            by_event: self.by_event,
            by_event_and_group: self.by_event_and_group,
            expected,
        }
    }
}

/// The parts of events in each block.
fn reaches<Number>(events: &EventSet<Number>, some: std::ops::Range<usize>, standing: &Standing) -> Vec<Vec<Reach>> {
    let mut reaches = vec![Vec::new(); standing.blocks.len()];
    for event in some {
        let (mut from, end) = (events.start[event], events.start[event + 1]);
        while from < end {
            let block = events.cell[from] as usize / CELLS;
            let to = from + events.cell[from..end].partition_point(|&cell| cell as usize / CELLS <= block);
            if let Some(Some(at)) = standing.block_at.get(block) {
                reaches[*at as usize].push(Reach { event, from, to });
            }
            from = to;
        }
    }
    reaches
}

#[cfg(test)]
mod tests;
