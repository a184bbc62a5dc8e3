//! What a measure changes: hazard, exposure, vulnerability, who bears the loss.
//!
//! Things stay where they are: a measure keeps water out, raises floors, upgrades structures in place, warns, or spreads the loss.

mod applied;
#[cfg(test)]
mod never_worse;
mod scenario;
mod sorted;

pub use applied::{Applied, Overlap};
pub use scenario::{Events, Losses, Scenario};
pub use sorted::{Class, PartStruck, Sorted};

use crate::error::RiskError;

/// What a measure changes. [`Measure::named`] changes nothing; set what does.
///
/// In whatever order they are listed, changes take effect in this one: hazard (measures in the order given, the first one meets
/// the water first), floors (the highest counts), structure, degree and share of damage, warning, cut-off, and last the transfer
/// at the total of an event.
#[derive(Debug, Clone, PartialEq)]
pub struct Measure {
    /// Its name.
    pub name: String,
    /// Groups it reaches; none where it reaches all.
    pub groups: Option<Vec<u32>>,
    /// Share of the things of these groups that it reaches, 0 to 1.
    pub share: f64,
    /// What becomes of the intensity.
    pub hazard: Hazard,
    /// Which events it keeps out altogether.
    pub cut_off: Option<CutOff>,
    /// How much higher floors stand, in the unit of the hazard.
    pub raised_floor: f64,
    /// Functions that become others: structures upgraded in place, by place in the list of functions.
    pub upgraded: Vec<(u32, u32)>,
    /// Factor and shift of the degree of damage.
    pub degree: (f64, f64),
    /// Factor and shift of the share of things struck.
    pub affected: (f64, f64),
    /// What a warning saves.
    pub warning: Option<Warning>,
    /// What somebody else bears.
    pub transfer: Option<Transfer>,
}

/// What becomes of the intensity of the hazard.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Hazard {
    /// Nothing.
    Unchanged,
    /// Ours: it becomes `factor * intensity - less`; what falls below the first point of a function is read there.
    Intensity {
        /// What it is multiplied by, from 0.
        factor: f64,
        /// What is then taken off, from 0.
        less: f64,
    },
    /// As CLIMADA: the axis of the functions becomes `factor * intensity - shift`, at least 0. A factor below 1 makes damage
    /// begin at lower intensity, and a negative shift at higher.
    CurveAxis {
        /// CLIMADA's `hazard intensity impact a`.
        factor: f64,
        /// CLIMADA's `hazard intensity impact b`.
        shift: f64,
    },
}

/// Which events a measure keeps out altogether.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum CutOff {
    /// As CLIMADA: events sorted by their loss without the measure, largest first, and their frequencies cumulated; those with
    /// more than this are kept out. Another exposure gives another design.
    ByRankOfLoss {
        /// Times a year.
        frequency: f64,
    },
    /// Ours: events of this return period or a shorter one are kept out: the standard that a drain or a wall is built for. Events of
    /// a set have no period of their own: there, what events together reach or exceed at a place once in so many years or oftener
    /// is kept out at that place.
    ByOwnPeriod {
        /// Years.
        years: f64,
    },
}

/// What a warning saves: `movable * saved * heeded` of each loss.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Warning {
    /// Share of the value that can be brought away (contents); 1 for people.
    pub movable: f64,
    /// Share of that which is saved where people act.
    pub saved: f64,
    /// Share of people who are reached and act.
    pub heeded: f64,
}

/// What somebody else bears of the total of an event: what goes beyond the attachment, up to the cover.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Transfer {
    /// Where it begins, in the unit of the values.
    pub attachment: f64,
    /// At most so much.
    pub cover: f64,
}

impl Measure {
    /// A measure that changes nothing yet and reaches all.
    #[must_use]
    pub fn named(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            groups: None,
            share: 1.0,
            hazard: Hazard::Unchanged,
            cut_off: None,
            raised_floor: 0.0,
            upgraded: Vec::new(),
            degree: (1.0, 0.0),
            affected: (1.0, 0.0),
            warning: None,
            transfer: None,
        }
    }

    /// Whether it reaches this group.
    #[must_use]
    pub fn reaches(&self, group: u32) -> bool {
        self.groups.as_ref().is_none_or(|groups| groups.contains(&group))
    }

    /// Whether its numbers make sense.
    ///
    /// # Errors
    /// [`RiskError::Amount`] for the first that does not.
    pub fn check(&self) -> Result<(), RiskError> {
        let mut share = vec![("share", self.share)];
        let mut from_0 = vec![
            ("raised floor", self.raised_floor),
            ("factor of the degree of damage", self.degree.0),
            ("factor of the share struck", self.affected.0),
        ];
        let mut numbers =
            vec![("shift of the degree of damage", self.degree.1), ("shift of the share struck", self.affected.1)];
        match self.hazard {
            Hazard::Unchanged => {}
            Hazard::Intensity { factor, less } => {
                from_0.extend([("factor of intensity", factor), ("intensity less", less)]);
            }
            Hazard::CurveAxis { factor, shift } => {
                from_0.push(("factor of the curve axis", factor));
                numbers.push(("shift of the curve axis", shift));
            }
        }
        match self.cut_off {
            None => {}
            Some(CutOff::ByRankOfLoss { frequency }) => from_0.push(("cut-off frequency", frequency)),
            Some(CutOff::ByOwnPeriod { years }) => from_0.push(("cut-off period", years)),
        }
        if let Some(warning) = self.warning {
            share.extend([("movable", warning.movable), ("saved", warning.saved), ("heeded", warning.heeded)]);
        }
        if let Some(transfer) = self.transfer {
            from_0.extend([("attachment", transfer.attachment), ("cover", transfer.cover)]);
        }
        self.all(&share, "a share from 0 to 1", |x| (0.0..=1.0).contains(&x))?;
        self.all(&from_0, "a number from 0", |x| x.is_finite() && x >= 0.0)?;
        self.all(&numbers, "a number", f64::is_finite)
    }

    fn all(
        &self,
        of: &[(&'static str, f64)],
        expected: &'static str,
        good: impl Fn(f64) -> bool,
    ) -> Result<(), RiskError> {
        match of.iter().find(|(_, found)| !good(*found)) {
            None => Ok(()),
            Some(&(what, found)) => {
                Err(RiskError::Amount { of: format!("measure `{}`", self.name), what, found, expected })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_make_no_sense_are_named() {
        let measure = Measure { share: 1.2, ..Measure::named("drain") };
        assert_eq!(measure.check().unwrap_err().to_string(), "measure `drain`: share 1.2 is not a share from 0 to 1");
        let wall = Measure { raised_floor: f64::NAN, ..Measure::named("floor") };
        assert!(wall.check().is_err());
        let less = Measure { hazard: Hazard::Intensity { factor: -1.0, less: 0.0 }, ..Measure::named("x") };
        assert!(less.check().is_err());
        assert!(Measure::named("nothing").check().is_ok());
    }
}
