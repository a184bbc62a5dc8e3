//! From what is struck to what stops.

use super::network::{Enough, Facility, Need, Network};
use crate::error::RiskError;
use std::collections::VecDeque;

/// Why a facility stopped first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// It was struck itself.
    Struck,
    /// It lacks what it needs.
    Want {
        /// The need: its place in [`Facility::needs`].
        need: usize,
        /// The supplier that was the last to hold out.
        of: usize,
    },
}

/// From when to when a facility stops, and why.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stop {
    /// Hour of its first stop, from the event.
    pub from_hours: f64,
    /// Hour at which it works again; infinite where nobody said how long what failed is out.
    pub until_hours: f64,
    /// What stopped it first.
    pub because: Cause,
}

/// What stops after one event.
#[derive(Debug, Clone, PartialEq)]
pub struct Cascade {
    /// A stop for each facility that stops, in their order.
    pub stops: Vec<Option<Stop>>,
}

impl Network {
    /// What stops when the facilities meet these intensities (none: not struck).
    ///
    /// Starts from what is struck and adds who cannot do without it until nothing changes: the least fixed point. Hours only ever
    /// widen, so circles come to an end. A facility that stops several times is taken to stop from the first to the last hour.
    ///
    /// ```
    /// use risk::cascade::{Enough, Facility, Need, Network};
    /// let pump = Facility { service: 0, served: None, fails_from: 0.5, out_hours: Some(48.0), needs: vec![] };
    /// let needs = vec![Need { of: vec![0], enough: Enough::Any, backup_hours: 12.0 }];
    /// let clinic = Facility { service: 1, served: Some(800.0), fails_from: 0.5, out_hours: None, needs };
    /// let after = Network::new(vec![pump, clinic])?.after(&[Some(0.7), None])?;
    /// assert_eq!(after.stops[1].map(|s| (s.from_hours, s.until_hours)), Some((12.0, 48.0)));
    /// # Ok::<(), risk::RiskError>(())
    /// ```
    ///
    /// # Errors
    /// [`RiskError::Lengths`] unless there is an intensity for each facility.
    pub fn after(&self, intensities: &[Option<f64>]) -> Result<Cascade, RiskError> {
        let facilities = self.facilities();
        if intensities.len() != facilities.len() {
            let (found, expected) = (intensities.len(), facilities.len());
            return Err(RiskError::Lengths { what: "intensities", found, expected });
        }
        let hit = facilities.iter().zip(intensities);
        let mut stops: Vec<Option<Stop>> = hit.map(|(facility, intensity)| struck(facility, *intensity)).collect();
        let mut waiting: VecDeque<usize> = (0..stops.len()).filter(|at| stops[*at].is_some()).collect();
        let mut is_waiting: Vec<bool> = stops.iter().map(Option::is_some).collect();
        while let Some(at) = waiting.pop_front() {
            is_waiting[at] = false;
            for &dependent in self.dependents(at) {
                if widen(&facilities[dependent], dependent, &mut stops) && !is_waiting[dependent] {
                    is_waiting[dependent] = true;
                    waiting.push_back(dependent);
                }
            }
        }
        Ok(Cascade { stops })
    }
}

fn struck(facility: &Facility, intensity: Option<f64>) -> Option<Stop> {
    intensity.filter(|x| *x >= facility.fails_from)?;
    let until_hours = facility.out_hours.unwrap_or(f64::INFINITY);
    (until_hours > 0.0).then_some(Stop { from_hours: 0.0, until_hours, because: Cause::Struck })
}

/// Takes into a facility's stop what its needs say now; whether that changed it.
fn widen(facility: &Facility, at: usize, stops: &mut [Option<Stop>]) -> bool {
    let mut own = stops[at];
    for (place, need) in facility.needs.iter().enumerate() {
        let Some((from_hours, until_hours, of)) = missing(need, stops) else { continue };
        let from_hours = from_hours + need.backup_hours;
        if from_hours >= until_hours {
            continue;
        }
        let because = Cause::Want { need: place, of };
        own = Some(match own {
            None => Stop { from_hours, until_hours, because },
            Some(before) => Stop {
                from_hours: before.from_hours.min(from_hours),
                until_hours: before.until_hours.max(until_hours),
                because: if from_hours < before.from_hours { because } else { before.because },
            },
        });
    }
    let changed = own != stops[at];
    stops[at] = own;
    changed
}

/// From when to when a need is missing, and the supplier that decides when it begins; none where it never is.
fn missing(need: &Need, stops: &[Option<Stop>]) -> Option<(f64, f64, usize)> {
    let mut found: Option<(f64, f64, usize)> = None;
    for &of in &need.of {
        let stop = stops.get(of).copied().flatten();
        let Some(Stop { from_hours, until_hours, .. }) = stop else {
            if need.enough == Enough::Any {
                return None;
            }
            continue;
        };
        found = Some(match (found, need.enough) {
            (None, _) => (from_hours, until_hours, of),
            (Some((from, until, first)), Enough::All) => {
                (from.min(from_hours), until.max(until_hours), if from_hours < from { of } else { first })
            }
            (Some((from, until, last)), Enough::Any) => {
                (from.max(from_hours), until.min(until_hours), if from_hours > from { of } else { last })
            }
        });
    }
    found
}

impl Cascade {
    /// The facility whose being struck began what stopped this one; itself where it was struck, none where it does not stop.
    #[must_use]
    pub fn first_cause(&self, at: usize) -> Option<usize> {
        let mut here = at;
        for _ in 0..=self.stops.len() {
            match self.stops.get(here)?.as_ref()?.because {
                Cause::Struck => return Some(here),
                Cause::Want { of, .. } => here = of,
            }
        }
        None
    }
}
