//! What each thing loses at each event, without keeping it.

use crate::error::RiskError;
use crate::events::{EventSet, same_length};
use crate::function::DamageFunction;
use crate::impact::curves::Curves;
use crate::impact::exposed::Exposed;

/// What each thing loses at an event, event by event: for those who want every single loss, which there may be too many of to keep.
///
/// ```
/// use risk::{DamageFunction, EachImpact, EventSet, Exposed};
/// let house = DamageFunction::new("house", vec![0.0, 2.0], vec![0.0, 1.0])?;
/// let things = Exposed { value: vec![100.0, 300.0], function: vec![0, 0], cell: vec![Some(0), Some(2)] };
/// let events = EventSet::new(3, vec![0.1, 0.02], vec![0, 1, 3], vec![0, 0, 2], vec![0.5, 1.0, 2.0])?;
/// let each = EachImpact::new(&things, &[house], events.cells())?;
/// assert_eq!(each.of(&events, 1)?.collect::<Vec<_>>(), [(0, 50.0), (1, 300.0)]);
/// # Ok::<(), risk::RiskError>(())
/// ```
#[derive(Debug, Clone)]
pub struct EachImpact<'a> {
    exposed: &'a Exposed,
    curves: Curves,
    /// Where the things of each cell begin, and the end.
    start: Vec<u32>,
    things: Vec<u32>,
}

impl<'a> EachImpact<'a> {
    /// Things in so many cells.
    ///
    /// # Errors
    /// As [`crate::ImpactSum::new`].
    pub fn new(exposed: &'a Exposed, functions: &[DamageFunction], cells: usize) -> Result<Self, RiskError> {
        let curves = Curves::new(functions)?;
        exposed.check(&curves, cells, None)?;
        let standing =
            || (0_u32..).zip(0..exposed.len()).filter_map(|(thing, at)| Some((thing, exposed.stands_in(at)? as usize)));
        let mut start = vec![0_u32; cells + 1];
        for (_, cell) in standing() {
            start[cell + 1] += 1;
        }
        for cell in 0..cells {
            start[cell + 1] += start[cell];
        }
        let (mut next, mut things) = (start.clone(), vec![0; start[cells] as usize]);
        for (thing, cell) in standing() {
            things[next[cell] as usize] = thing;
            next[cell] += 1;
        }
        Ok(Self { exposed, curves, start, things })
    }

    /// Thing and loss, cell by cell, of every thing that stands in a cell reached by the event: also where the loss is 0. None
    /// for an event that is not there.
    ///
    /// # Errors
    /// [`RiskError::Lengths`] where the events are over another number of cells.
    pub fn of<'b, Number: Copy + Into<f64>>(
        &'b self,
        events: &'b EventSet<Number>,
        event: usize,
    ) -> Result<impl Iterator<Item = (u32, f64)> + 'b, RiskError> {
        same_length("cells of events", events.cells(), self.start.len() - 1)?;
        Ok(events.of(event).flat_map(move |(cell, intensity, fraction)| {
            let things = &self.things[self.start[cell as usize] as usize..self.start[cell as usize + 1] as usize];
            things.iter().map(move |&thing| {
                let (axis, piece) = self.curves.of(self.exposed.function[thing as usize]).unwrap_or_default();
                let position = self.curves.axes[axis as usize].position(intensity);
                let ratio = self.curves.pieces[piece as usize + position].ratio(intensity);
                (thing, self.exposed.value[thing as usize] * ratio * fraction)
            })
        }))
    }
}
