//! Things at which the intensity of every event is known.

use crate::error::RiskError;
use crate::function::DamageFunction;
use rayon::prelude::*;

/// Things at which the intensity of every event is known: houses with a depth for each return period.
///
/// Values in one unit (money, persons, dwellings); intensities in the unit of the functions. A thing without a value or without
/// an intensity in one of the events is left out of all of them and listed in [`AtAssets::left_out`]: it is not dry.
///
/// ```
/// use risk::{AtAssets, DamageFunction};
/// let function = DamageFunction::new("house", vec![0.0, 2.0], vec![0.0, 1.0])?;
/// let houses = AtAssets::new(vec![100.0, 50.0], vec![0, 0], vec![0, 1], &[vec![1.0, 0.0], vec![2.0, 1.0]])?;
/// assert_eq!(houses.at_event(&[function])?, [50.0, 125.0]);
/// # Ok::<(), risk::RiskError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct AtAssets {
    thing: Vec<usize>,
    value: Vec<f64>,
    function: Vec<u32>,
    group: Vec<u32>,
    intensity: Vec<Vec<f64>>,
    left_out: Vec<LeftOut>,
}

/// A thing that is in no figure, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LeftOut {
    /// The thing, counted from 0.
    pub thing: usize,
    /// What it lacks.
    pub why: Lacking,
}

/// What a thing lacks to be counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lacking {
    /// Its value is not known.
    Value,
    /// Its value is below 0: it would be taken off the losses of others.
    PositiveValue,
    /// The intensity of this event, counted from 0, is not known there.
    Intensity(usize),
}

impl AtAssets {
    /// Things by their values, functions (their place in the list of functions) and groups (numbers of the caller), and for each
    /// event the intensity at each thing; NaN where it is not known.
    ///
    /// # Errors
    /// [`RiskError::Lengths`] where lists differ in length.
    pub fn new(
        value: Vec<f64>,
        function: Vec<u32>,
        group: Vec<u32>,
        intensity: &[Vec<f64>],
    ) -> Result<Self, RiskError> {
        let things = value.len();
        let lists = [("functions", function.len()), ("groups", group.len())];
        let events = intensity.iter().map(|of| ("intensities of an event", of.len()));
        for (what, found) in lists.into_iter().chain(events) {
            if found != things {
                return Err(RiskError::Lengths { what, found, expected: things });
            }
        }
        let left_out: Vec<LeftOut> = (0..things)
            .filter_map(|at| lacking(value[at], intensity, at).map(|why| LeftOut { thing: at, why }))
            .collect();
        let mut whole =
            Self { thing: (0..things).collect(), value, function, group, intensity: intensity.to_vec(), left_out };
        whole.drop_left_out();
        Ok(whole)
    }

    fn drop_left_out(&mut self) {
        if self.left_out.is_empty() {
            return;
        }
        let mut kept = vec![true; self.thing.len()];
        for out in &self.left_out {
            kept[out.thing] = false;
        }
        keep(&mut self.thing, &kept);
        keep(&mut self.value, &kept);
        keep(&mut self.function, &kept);
        keep(&mut self.group, &kept);
        self.intensity.iter_mut().for_each(|of| keep(of, &kept));
    }

    /// The things that are counted, as numbered by the caller.
    #[must_use]
    pub fn things(&self) -> &[usize] {
        &self.thing
    }

    /// Their values.
    #[must_use]
    pub fn value(&self) -> &[f64] {
        &self.value
    }

    /// Their functions.
    #[must_use]
    pub fn function(&self) -> &[u32] {
        &self.function
    }

    /// Their groups.
    #[must_use]
    pub fn group(&self) -> &[u32] {
        &self.group
    }

    /// Intensities at them by event.
    #[must_use]
    pub fn intensity(&self) -> &[Vec<f64>] {
        &self.intensity
    }

    /// What is in no figure, and why.
    #[must_use]
    pub fn left_out(&self) -> &[LeftOut] {
        &self.left_out
    }

    /// What each event takes of all things together.
    ///
    /// # Errors
    /// [`RiskError::UnknownFunction`].
    pub fn at_event(&self, functions: &[DamageFunction]) -> Result<Vec<f64>, RiskError> {
        let own = self.functions(functions)?;
        let sum = |of: &Vec<f64>| (0..own.len()).map(|at| self.value[at] * own[at].ratio(of[at])).sum();
        Ok(self.intensity.par_iter().map(sum).collect())
    }

    /// What the events take of each thing, summed with a weight for each event: with frequencies a year, the yearly loss.
    ///
    /// # Errors
    /// [`RiskError::UnknownFunction`], [`RiskError::Lengths`] where there is not one weight an event.
    pub fn annual_by_thing(&self, functions: &[DamageFunction], weight: &[f64]) -> Result<Vec<f64>, RiskError> {
        if weight.len() != self.intensity.len() {
            return Err(RiskError::Lengths { what: "weights", found: weight.len(), expected: self.intensity.len() });
        }
        let own = self.functions(functions)?;
        let events = || weight.iter().zip(&self.intensity);
        let of = |at: usize| self.value[at] * events().map(|(w, of)| w * own[at].ratio(of[at])).sum::<f64>();
        Ok((0..own.len()).into_par_iter().map(of).collect())
    }

    fn functions<'f>(&self, functions: &'f [DamageFunction]) -> Result<Vec<&'f DamageFunction>, RiskError> {
        let found = self.function.iter().map(|of| {
            let function = *of as usize;
            functions.get(function).ok_or(RiskError::UnknownFunction { function, functions: functions.len() })
        });
        found.collect()
    }
}

fn lacking(value: f64, intensity: &[Vec<f64>], at: usize) -> Option<Lacking> {
    if !value.is_finite() {
        return Some(Lacking::Value);
    }
    if value < 0.0 {
        return Some(Lacking::PositiveValue);
    }
    intensity.iter().position(|of| !of[at].is_finite()).map(Lacking::Intensity)
}

fn keep<T>(list: &mut Vec<T>, kept: &[bool]) {
    let mut kept = kept.iter();
    list.retain(|_| kept.next().copied().unwrap_or(false));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thing_without_a_depth_is_left_out_of_all_events_and_listed() {
        let depths = [vec![1.0, f64::NAN, 1.0, 1.0], vec![2.0, 2.0, 2.0, 2.0]];
        let things = AtAssets::new(vec![1.0, 1.0, -5.0, f64::NAN], vec![0; 4], vec![0; 4], &depths).unwrap();
        assert_eq!(things.things(), [0]);
        let why: Vec<Lacking> = things.left_out().iter().map(|out| out.why).collect();
        assert_eq!(why, [Lacking::Intensity(0), Lacking::PositiveValue, Lacking::Value]);
        let function = DamageFunction::new("f", vec![0.0, 2.0], vec![0.0, 1.0]).unwrap();
        assert_eq!(things.at_event(std::slice::from_ref(&function)).unwrap(), [0.5, 1.0]);
        assert_eq!(things.annual_by_thing(&[function], &[0.5, 0.1]).unwrap(), [0.35]);
    }

    #[test]
    fn lists_of_other_lengths_and_functions_that_are_not_there_are_refused() {
        assert!(AtAssets::new(vec![1.0], vec![0, 0], vec![0], &[]).is_err());
        assert!(AtAssets::new(vec![1.0], vec![0], vec![0], &[vec![1.0, 2.0]]).is_err());
        let things = AtAssets::new(vec![1.0], vec![3], vec![0], &[vec![1.0]]).unwrap();
        assert_eq!(things.at_event(&[]), Err(RiskError::UnknownFunction { function: 3, functions: 0 }));
    }
}
