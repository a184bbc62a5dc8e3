//! What the pages ask for, as JSON; docs/serve.md shows each answer.

pub(crate) mod city;
pub(crate) mod gaps;
pub(crate) mod layers;
pub(crate) mod places;
pub(crate) mod tables;
pub(crate) mod why;

use ::city::Gap;
use ::city::PlaceKind;

/// West, south, east, north around several.
pub(crate) fn around(all: impl Iterator<Item = [f64; 4]>) -> Option<[f64; 4]> {
    all.reduce(|a, b| [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])])
}

/// Kinds of places in which a city is told.
pub(crate) const TOLD: [PlaceKind; 3] = [PlaceKind::City, PlaceKind::District, PlaceKind::Settlement];

/// Why there is no number, in words.
pub(crate) fn gap_words(gap: Gap) -> &'static str {
    match gap {
        Gap::NotEstimated => "Nobody has estimated it.",
        Gap::NotOccurring => "It does not occur here.",
        Gap::IncludedElsewhere => "It is counted under another heading.",
        Gap::Confidential => "Its publisher keeps it confidential.",
        Gap::WithheldByCommunity => "The community keeps it to itself.",
        Gap::NotMeasuredHere => "No source covers this place.",
    }
}
