//! Facilities and what each needs.

use crate::error::RiskError;

/// How many suppliers of a need are enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Enough {
    /// One of them.
    Any,
    /// All of them together.
    All,
}

/// Something that a facility needs from others.
#[derive(Debug, Clone, PartialEq)]
pub struct Need {
    /// The suppliers: places in the list of facilities.
    pub of: Vec<usize>,
    /// How many of them are enough.
    pub enough: Enough,
    /// Hours that the facility goes on without it.
    pub backup_hours: f64,
}

/// A clinic, a pump, a substation, a road: something that serves, or that others need.
#[derive(Debug, Clone, PartialEq)]
pub struct Facility {
    /// Its service: a number that the caller chooses.
    pub service: usize,
    /// People served; none where nobody said.
    pub served: Option<f64>,
    /// It fails where the intensity is at least this.
    pub fails_from: f64,
    /// Hours until it works again once it was struck; none where nobody said: then no backup lasts long enough.
    pub out_hours: Option<f64>,
    /// What it needs: all of these.
    pub needs: Vec<Need>,
}

/// Facilities that are checked, with who depends on whom.
#[derive(Debug, Clone, PartialEq)]
pub struct Network {
    facilities: Vec<Facility>,
    dependents: Vec<Vec<usize>>,
}

impl Network {
    /// A network of facilities; needs may go round in a circle.
    ///
    /// # Errors
    /// [`RiskError::Facility`] for a supplier that is not there, a need without suppliers, people or hours that are below 0, and a
    /// limit that is no number.
    pub fn new(facilities: Vec<Facility>) -> Result<Self, RiskError> {
        let mut dependents = vec![Vec::new(); facilities.len()];
        for (at, facility) in facilities.iter().enumerate() {
            check(at, facility)?;
            for supplier in facility.needs.iter().flat_map(|need| &need.of) {
                let list = dependents
                    .get_mut(*supplier)
                    .ok_or_else(|| wrong(at, "supplier", number(*supplier), "the place of a facility in the list"))?;
                if list.last() != Some(&at) {
                    list.push(at);
                }
            }
        }
        Ok(Self { facilities, dependents })
    }

    /// The facilities, as they were given.
    #[must_use]
    pub fn facilities(&self) -> &[Facility] {
        &self.facilities
    }

    /// Who needs a facility.
    pub(super) fn dependents(&self, at: usize) -> &[usize] {
        self.dependents.get(at).map_or(&[], Vec::as_slice)
    }
}

fn check(at: usize, facility: &Facility) -> Result<(), RiskError> {
    let from_0 = |what: &'static str, found: Option<f64>| match found {
        Some(found) if !(found.is_finite() && found >= 0.0) => Err(wrong(at, what, found, "a number from 0")),
        _ => Ok(()),
    };
    from_0("people served", facility.served)?;
    from_0("hours out of work", facility.out_hours)?;
    if facility.fails_from.is_nan() {
        return Err(wrong(at, "limit of failure", facility.fails_from, "an intensity"));
    }
    for need in &facility.needs {
        from_0("hours of backup", Some(need.backup_hours))?;
        if need.of.is_empty() {
            return Err(wrong(at, "suppliers of a need", 0.0, "at least one"));
        }
    }
    Ok(())
}

fn wrong(facility: usize, what: &'static str, found: f64, expected: &'static str) -> RiskError {
    RiskError::Facility { facility: facility + 1, what, found, expected }
}

#[expect(clippy::cast_precision_loss, reason = "only shown in a message")]
fn number(place: usize) -> f64 {
    place as f64
}
