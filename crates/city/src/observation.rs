//! Observations: what is known of an indicator at a place, when, for whom, how well, and from where.

use crate::run::RunId;
use crate::source::SourceId;
use crate::{Group, Period, PlaceId, Value};

names! {
    /// How far to trust a number.
    Quality ("quality") {
        /// Measured or counted with care, recent enough for its use.
        High = "high",
        /// Usable with its range.
        Medium = "medium",
        /// A hint; decisions should not rest on it alone.
        Low = "low",
    }
}

/// How a number came to be.
#[derive(Debug, Clone, PartialEq)]
pub enum Basis {
    /// As a source gives it: where in the file, such as `line 12` or `sheet Wards, row 4, column F`.
    Reported {
        /// Place in the file.
        locator: String,
    },
    /// Computed: by which method, from which observations.
    Derived {
        /// The method in words, with its formula.
        method: String,
        /// Keys of the observations that went in (see [`Observation::key`]).
        inputs: Vec<String>,
    },
}

/// What is known of an indicator at a place.
#[derive(Debug, Clone, PartialEq)]
pub struct Observation {
    /// Where.
    pub place: PlaceId,
    /// Of what: an id of the field table.
    pub indicator: String,
    /// When.
    pub period: Period,
    /// For whom.
    pub group: Group,
    /// An estimate, codes, or a gap.
    pub value: Value,
    /// How far to trust it.
    pub quality: Quality,
    /// Where it came from. A number without a source cannot be stored.
    pub source: SourceId,
    /// The run that made it.
    pub run: RunId,
    /// How it came to be.
    pub basis: Basis,
    /// Words that a reader needs, such as how a doubt was settled; empty where there are none.
    pub note: String,
}

impl Observation {
    /// The key by which other observations name this one: `indicator@place[group]period#source`.
    #[must_use]
    pub fn key(&self) -> String {
        format!("{}@{}[{}]{}#{}", self.indicator, self.place, self.group, self.period, self.source)
    }
}
