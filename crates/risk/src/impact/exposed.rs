//! What stands where, what it is worth, and how it is damaged.

use crate::error::RiskError;
use crate::events::same_length;
use crate::impact::curves::Curves;

/// Things in the way of events: list by list, all in one order.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Exposed {
    /// Worth of each: money, people, dwellings. Where it is 0 or missing (NaN), nothing is lost.
    pub value: Vec<f64>,
    /// The damage function of each, counted from 0.
    pub function: Vec<u32>,
    /// The cell in which each stands; none where it stands in none, so that nothing reaches it.
    pub cell: Vec<Option<u32>>,
}

/// The part of a city that each thing is in, so that what is lost can be said by part.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Groups<'a> {
    /// The group of each thing, counted from 0; none where it is in none.
    pub of: &'a [Option<u32>],
    /// How many groups there are.
    pub count: u32,
}

impl Exposed {
    /// How many things there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.value.len()
    }

    /// Whether there is nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.value.is_empty()
    }

    /// The cell of a thing that can lose something.
    pub(crate) fn stands_in(&self, thing: usize) -> Option<u32> {
        let worth = self.value[thing];
        self.cell[thing].filter(|_| worth > 0.0)
    }

    pub(crate) fn check(&self, curves: &Curves, cells: usize, groups: Option<Groups>) -> Result<(), RiskError> {
        same_length("functions of things", self.function.len(), self.len())?;
        same_length("cells of things", self.cell.len(), self.len())?;
        if u32::try_from(self.len()).is_err() {
            #[expect(clippy::cast_precision_loss, reason = "it is only shown")]
            let found = self.len() as f64;
            return Err(RiskError::Parameter { name: "number of things", found, expected: "at most 4294967295" });
        }
        let wrong = |thing: usize, found: f64, expected| Err(RiskError::Thing { thing: thing + 1, found, expected });
        // the sum over all is quick; where one is wrong, it is looked for
        let cannot_be = |&value: &f64| value < 0.0 || value.is_infinite();
        if self.value.iter().fold(false, |any, value| any | cannot_be(value)) {
            let thing = self.value.iter().position(cannot_be).unwrap_or_default();
            return wrong(thing, self.value[thing], "a value from 0");
        }
        if self.function.iter().max().is_some_and(|&greatest| curves.of(greatest).is_none()) {
            let thing = self.function.iter().position(|&one| curves.of(one).is_none()).unwrap_or_default();
            return wrong(thing, f64::from(self.function[thing]), "one of the damage functions");
        }
        let outside = |cell: &Option<u32>| cell.is_some_and(|cell| cell as usize >= cells);
        if let Some(thing) = self.cell.iter().position(outside) {
            return wrong(thing, self.cell[thing].map_or(f64::NAN, f64::from), "one of the cells");
        }
        let Some(Groups { of, count }) = groups else { return Ok(()) };
        same_length("groups of things", of.len(), self.len())?;
        match of.iter().position(|group| group.is_some_and(|group| group >= count)) {
            Some(thing) => wrong(thing, of[thing].map_or(f64::NAN, f64::from), "one of the groups"),
            None => Ok(()),
        }
    }
}
