//! The JMP ladder of hygiene.

use super::Rung;

/// Rungs, worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Hygiene {
    /// No place to wash hands.
    NoFacility,
    /// A place without soap or without water.
    Limited,
    /// A place with soap and water.
    Basic,
}

/// The rung of a household from what was seen there: a place to wash hands, soap, water. None where it was not observed.
///
/// Source: WHO/UNICEF JMP, hygiene ladder of the Sustainable Development Goals. Soap or water that nobody looked for makes a
/// range; where nobody looked for the place itself, soap and water say nothing.
///
/// ```
/// use assess::ladder::{hygiene::{rung, Hygiene}, Rung};
/// assert_eq!(rung(Some(true), Some(true), Some(false)), Rung::At(Hygiene::Limited));
/// ```
#[must_use]
pub fn rung(place: Option<bool>, soap: Option<bool>, water: Option<bool>) -> Rung<Hygiene> {
    let best = if soap == Some(false) || water == Some(false) { Hygiene::Limited } else { Hygiene::Basic };
    match place {
        Some(false) => Rung::At(Hygiene::NoFacility),
        None => Rung::Between(Hygiene::NoFacility, best),
        Some(true) if best == Hygiene::Limited || (soap.is_some() && water.is_some()) => Rung::At(best),
        Some(true) => Rung::Between(Hygiene::Limited, best),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_place_is_no_facility_whatever_soap_there_is() {
        assert_eq!(rung(Some(false), Some(true), Some(true)), Rung::At(Hygiene::NoFacility));
    }

    #[test]
    fn soap_that_nobody_looked_for_is_a_range() {
        assert_eq!(rung(Some(true), None, Some(true)), Rung::Between(Hygiene::Limited, Hygiene::Basic));
        assert_eq!(rung(None, None, None), Rung::Between(Hygiene::NoFacility, Hygiene::Basic));
    }

    #[test]
    fn both_make_it_basic() {
        assert_eq!(rung(Some(true), Some(true), Some(true)), Rung::At(Hygiene::Basic));
    }
}
