//! The account of what is held back: thing, reason and count, never a value.

use std::collections::BTreeMap;

/// What can be held back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Thing {
    /// Observations.
    Numbers,
    /// Places.
    Places,
    /// Boundaries; a coarse point leaves instead.
    Boundaries,
    /// Layers.
    Layers,
    /// Columns of layers.
    Columns,
    /// Rasters.
    Rasters,
    /// Notes beside numbers.
    Notes,
    /// Keys of numbers that others were computed from.
    Inputs,
    /// Problems found in the sources.
    Problems,
}

impl Thing {
    /// The thing as machines and people read it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Numbers => "numbers",
            Self::Places => "places",
            Self::Boundaries => "boundaries",
            Self::Layers => "layers",
            Self::Columns => "columns of layers",
            Self::Rasters => "rasters",
            Self::Notes => "notes beside numbers",
            Self::Inputs => "inputs of numbers",
            Self::Problems => "problems of sources",
        }
    }
}

/// Why something is held back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// The consent was withdrawn.
    Withdrawn,
    /// The consent has ended.
    Ended,
    /// The source names a consent that is not there.
    NoConsentRecord,
    /// The source is sealed.
    SealedSource,
    /// The consent goes to another level.
    SourceLevel,
    /// The indicator is sealed.
    SealedIndicator,
    /// The indicator stands at another level.
    IndicatorLevel,
    /// Standing in law, beside any hazard.
    StandingInLaw,
    /// Few persons or households, or what would give them away.
    SmallCount,
    /// Computed from something held back.
    Relied,
    /// An order among places of which some are held back.
    Rank,
    /// A distance from a boundary that is not shown.
    Distance,
    /// About a place that does not leave.
    PlaceHeld,
    /// The consent does not cover the boundary.
    Boundary,
    /// Rows about single households or persons, or single answers to a form.
    Rows,
    /// Columns about persons.
    Persons,
    /// Its table holds numbers that are held back.
    HoldsNumbers,
    /// Free words may name persons.
    Words,
    /// It was not asked for.
    NotAsked,
}

impl Reason {
    /// The reason as machines read it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Withdrawn => "consent_withdrawn",
            Self::Ended => "consent_ended",
            Self::NoConsentRecord => "consent_missing",
            Self::SealedSource => "source_sealed",
            Self::SourceLevel => "consent_level",
            Self::SealedIndicator => "indicator_sealed",
            Self::IndicatorLevel => "indicator_level",
            Self::StandingInLaw => "standing_in_law",
            Self::SmallCount => "small_count",
            Self::Relied => "relied_on_held",
            Self::Rank => "rank_among_held",
            Self::Distance => "distance_from_held_boundary",
            Self::PlaceHeld => "place_held",
            Self::Boundary => "boundary_not_covered",
            Self::Rows => "household_rows",
            Self::Persons => "about_persons",
            Self::HoldsNumbers => "holds_held_numbers",
            Self::Words => "free_words",
            Self::NotAsked => "not_asked_for",
        }
    }

    /// The reason in words.
    #[must_use]
    pub fn words(self, least_count: u32) -> String {
        let words = match self {
            Self::Withdrawn => "The consent that covers it was withdrawn: it leaves for nobody.",
            Self::Ended => "The consent that covers it has ended: it leaves for nobody.",
            Self::NoConsentRecord => "Its source names a consent that is not there: it leaves for nobody.",
            Self::SealedSource => "Its community sealed the source.",
            Self::SourceLevel => "The consent of its source does not reach this role.",
            Self::SealedIndicator => {
                "The field table seals it: a threat of eviction that is known can be turned against those it is about."
            }
            Self::IndicatorLevel => {
                "The field table keeps it from this role: tenure, eviction and safety could be turned against those they are about."
            }
            Self::StandingInLaw => "Beside a hazard, standing in law would make a list of whom to clear away.",
            Self::SmallCount => {
                return format!(
                    "Fewer than {least_count} persons or households could be recognised; others are held back so that \
                     totals do not give them away. Counts of facilities are never left out."
                );
            }
            Self::Relied => "It was computed from something held back, and would give it away.",
            Self::Rank => "Some places of this order are held back; a gap in it would say where they stood.",
            Self::Distance => "It was measured from a boundary that is not shown.",
            Self::PlaceHeld => "Its place is held back.",
            Self::Boundary => {
                "The consent does not cover the true shape. A place has a point rounded to about 1 km instead."
            }
            Self::Rows => "Its rows are single households, persons, or answers to a form: they leave for nobody.",
            Self::Persons => "They hold names, telephones or other words about persons: they leave for nobody.",
            Self::HoldsNumbers => "Its table holds numbers that are held back.",
            Self::Words => {
                "Free words of sources that people stand behind may name persons; numbers are counted instead."
            }
            Self::NotAsked => "Only some places were asked for, and this is of the whole city.",
        };
        words.to_owned()
    }

    /// Whether consent is gone, or the place: then nothing that relied on it leaves, totals neither.
    pub(super) const fn is_gone(self) -> bool {
        matches!(self, Self::Withdrawn | Self::Ended | Self::NoConsentRecord | Self::PlaceHeld)
    }

    /// Whether the indicator alone is the reason.
    pub(super) const fn is_level(self) -> bool {
        matches!(self, Self::SealedIndicator | Self::IndicatorLevel | Self::StandingInLaw)
    }
}

/// So many things held back for a reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// What.
    pub thing: Thing,
    /// Why.
    pub reason: Reason,
    /// Why, in words.
    pub words: String,
    /// How many.
    pub count: u64,
}

/// How much of each was held back.
#[derive(Debug, Default)]
pub(super) struct Ledger(BTreeMap<(Thing, Reason), u64>);

impl Ledger {
    pub fn add(&mut self, thing: Thing, reason: Reason, count: usize) {
        if count > 0 {
            *self.0.entry((thing, reason)).or_default() += count as u64;
        }
    }

    pub fn into_list(self, least_count: u32) -> Vec<Held> {
        let held = |((thing, reason), count): ((Thing, Reason), u64)| Held {
            thing,
            reason,
            words: reason.words(least_count),
            count,
        };
        self.0.into_iter().map(held).collect()
    }
}
