//! Events: how often each comes, which cells it reaches, and how hard.

mod nearest;

pub use nearest::{Apart, Nearest};

use crate::error::RiskError;

/// Events and the cells that each reaches.
///
/// Only cells that are reached are held: what stands in another loses nothing, whatever its function says of intensity 0. So
/// intensities are measured up from nothing: depth of water, speed of wind, degrees over a threshold. `Number` is f64, or f32
/// where half the memory matters more than the seventh digit.
///
/// ```
/// // two events over three cells: the first reaches cells 0 and 2, the second cell 2
/// let events = risk::EventSet::new(3, vec![0.1, 0.01], vec![0, 2, 3], vec![0, 2, 2], vec![0.5, 0.2, 1.5])?;
/// assert_eq!(events.of(1).next(), Some((2, 1.5, 1.0)));
/// # Ok::<(), risk::RiskError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct EventSet<Number = f64> {
    cells: usize,
    pub(crate) frequency: Vec<f64>,
    pub(crate) start: Vec<usize>,
    pub(crate) cell: Vec<u32>,
    pub(crate) intensity: Vec<Number>,
    pub(crate) fraction: Option<Vec<Number>>,
}

impl<Number: Copy + Into<f64>> EventSet<Number> {
    /// Events over so many cells. `frequency` is that of each event, per year; event `e` reaches the cells at
    /// `start[e]..start[e + 1]` of `cell`, rising, each with its `intensity`.
    ///
    /// # Errors
    /// [`RiskError::Lengths`] where the lists do not fit each other, [`RiskError::Event`] for a frequency below 0 or none and for
    /// starts that fall, [`RiskError::EventCell`] for a cell that does not rise or is not there, and for an intensity below 0 or
    /// none.
    pub fn new(
        cells: usize,
        frequency: Vec<f64>,
        start: Vec<usize>,
        cell: Vec<u32>,
        intensity: Vec<Number>,
    ) -> Result<Self, RiskError> {
        let events = Self { cells, frequency, start, cell, intensity, fraction: None };
        events.check_lists()?;
        (0..events.len()).try_for_each(|event| events.check_cells(event))?;
        Ok(events)
    }

    /// The same events, each reaching only this fraction of each of its cells, in the order of the cells. Where all are 0, all
    /// count as 1, as CLIMADA does: a file that has none says it so.
    ///
    /// # Errors
    /// [`RiskError::Lengths`], [`RiskError::EventCell`] for a fraction that is not from 0 to 1.
    pub fn with_fraction(self, fraction: Vec<Number>) -> Result<Self, RiskError> {
        same_length("fractions", fraction.len(), self.cell.len())?;
        let number = |at: usize| fraction.get(at).map_or(0.0, |&one| one.into());
        if let Some(at) = (0..fraction.len()).find(|&at| !(0.0..=1.0).contains(&number(at))) {
            let event = self.start.partition_point(|&start| start <= at);
            let place = at + 1 - self.start.get(event.saturating_sub(1)).copied().unwrap_or(0);
            return Err(RiskError::EventCell { event, place, found: number(at), expected: "a fraction from 0 to 1" });
        }
        let any = (0..fraction.len()).any(|at| number(at) > 0.0);
        Ok(Self { fraction: any.then_some(fraction), ..self })
    }

    /// How many events there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.frequency.len()
    }

    /// Whether there is no event.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.frequency.is_empty()
    }

    /// How many cells there are to reach.
    #[must_use]
    pub fn cells(&self) -> usize {
        self.cells
    }

    /// How often each event comes, per year.
    #[must_use]
    pub fn frequency(&self) -> &[f64] {
        &self.frequency
    }

    /// The cells that an event reaches, rising: cell, intensity, fraction. None for an event that is not there.
    pub fn of(&self, event: usize) -> impl Iterator<Item = (u32, f64, f64)> + '_ {
        let (from, to) = match (self.start.get(event), self.start.get(event + 1)) {
            (Some(&from), Some(&to)) => (from, to),
            _ => (0, 0),
        };
        let fraction = move |at: usize| self.fraction.as_ref().map_or(1.0, |fraction| fraction[at].into());
        (from..to).map(move |at| (self.cell[at], self.intensity[at].into(), fraction(at)))
    }

    fn check_lists(&self) -> Result<(), RiskError> {
        same_length("starts", self.start.len(), self.frequency.len() + 1)?;
        same_length("intensities", self.intensity.len(), self.cell.len())?;
        same_length("cells reached", self.cell.len(), self.start.last().copied().unwrap_or(0))?;
        same_length("cells before the first event", self.start.first().copied().unwrap_or(0), 0)?;
        for (event, (&found, ends)) in self.frequency.iter().zip(self.start.windows(2)).enumerate() {
            if !(found.is_finite() && found >= 0.0) {
                return Err(RiskError::Event { event: event + 1, found, expected: "a frequency per year from 0" });
            }
            if ends[1] < ends[0] {
                #[expect(clippy::cast_precision_loss, reason = "it is only shown")]
                let found = ends[1] as f64;
                return Err(RiskError::Event { event: event + 1, found, expected: "an end at or after its start" });
            }
        }
        Ok(())
    }

    /// One look over the cells of an event that says only whether all is well, and a second that says what is not.
    fn check_cells(&self, event: usize) -> Result<(), RiskError> {
        let range = self.start[event]..self.start[event + 1];
        let (cell, intensity) = (&self.cell[range.clone()], &self.intensity[range]);
        let rising =
            cell.iter().zip(cell.iter().skip(1)).map(|(one, next)| usize::from(one >= next)).sum::<usize>() == 0;
        let within = cell.last().is_none_or(|&last| (last as usize) < self.cells);
        let well = |&number: &Number| (0.0..f64::INFINITY).contains(&number.into());
        let numbers = intensity.iter().map(|number| usize::from(!well(number))).sum::<usize>() == 0;
        if rising && within && numbers {
            return Ok(());
        }
        let wrong =
            |at: usize, found, expected| RiskError::EventCell { event: event + 1, place: at + 1, found, expected };
        for (at, (&one, number)) in cell.iter().zip(intensity).enumerate() {
            if at > 0 && one <= cell[at - 1] {
                return Err(wrong(at, f64::from(one), "a cell after the one before"));
            }
            if one as usize >= self.cells {
                return Err(wrong(at, f64::from(one), "one of the cells"));
            }
            if !well(number) {
                return Err(wrong(at, (*number).into(), "an intensity from 0"));
            }
        }
        Ok(())
    }
}

pub(crate) fn same_length(what: &'static str, found: usize, expected: usize) -> Result<(), RiskError> {
    if found == expected { Ok(()) } else { Err(RiskError::Lengths { what, found, expected }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn two_events(cell: [u32; 3], intensity: [f64; 3]) -> Result<EventSet, RiskError> {
        EventSet::new(3, vec![0.1, 0.01], vec![0, 2, 3], cell.to_vec(), intensity.to_vec())
    }

    #[test]
    fn what_is_wrong_is_named_by_event_and_place() {
        assert!(two_events([0, 2, 2], [0.5, 0.0, 1.5]).is_ok());
        let said = |events: Result<EventSet, RiskError>| events.unwrap_err().to_string();
        let unsorted = said(two_events([2, 0, 2], [0.5, 0.2, 1.5]));
        assert!(unsorted.contains("event 1, cell 2 of those it reaches: 0"), "{unsorted}");
        assert!(said(two_events([0, 2, 3], [0.5, 0.2, 1.5])).contains("event 2, cell 1"));
        assert!(said(two_events([1, 1, 2], [0.5, 0.2, 1.5])).contains("after the one before"));
        assert!(said(two_events([0, 1, 2], [0.5, f64::NAN, 1.5])).contains("NaN is not an intensity from 0"));
        assert!(said(two_events([0, 1, 2], [0.5, -0.1, 1.5])).contains("-0.1"));
        assert!(said(two_events([0, 1, 2], [0.5, f64::INFINITY, 1.5])).contains("inf"));
    }

    #[test]
    fn lists_that_do_not_fit_and_frequencies_below_zero_are_refused() {
        let with = |frequency: &[f64], start: &[usize]| {
            EventSet::new(3, frequency.to_vec(), start.to_vec(), vec![0, 2], vec![1.0_f32; 2])
        };
        assert!(with(&[0.1], &[0, 2]).is_ok());
        for (frequency, start) in
            [(&[0.1][..], &[0, 1][..]), (&[0.1], &[0, 3]), (&[0.1], &[1, 2]), (&[0.1], &[0]), (&[], &[])]
        {
            assert!(matches!(with(frequency, start), Err(RiskError::Lengths { .. })), "{start:?}");
        }
        assert!(matches!(with(&[0.1; 3], &[0, 2, 1, 2]), Err(RiskError::Event { event: 2, .. })));
        assert!(matches!(with(&[-0.1], &[0, 2]), Err(RiskError::Event { event: 1, .. })));
        assert!(matches!(with(&[f64::NAN], &[0, 2]), Err(RiskError::Event { event: 1, .. })));
    }

    #[test]
    fn fractions_that_are_all_zero_count_as_one() {
        let events = two_events([0, 2, 2], [0.5, 0.2, 1.5]).unwrap();
        let fraction = |values: [f64; 3]| events.clone().with_fraction(values.to_vec());
        assert_eq!(fraction([0.0; 3]).unwrap().of(0).last(), Some((2, 0.2, 1.0)));
        assert_eq!(fraction([0.0, 0.5, 0.0]).unwrap().of(0).last(), Some((2, 0.2, 0.5)));
        let wrong = fraction([0.0, 0.5, 1.5]).unwrap_err();
        assert_eq!(wrong, RiskError::EventCell { event: 2, place: 1, found: 1.5, expected: "a fraction from 0 to 1" });
        assert_eq!(events.of(7).count(), 0);
    }
}
