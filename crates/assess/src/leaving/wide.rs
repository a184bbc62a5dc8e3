//! Wide tables: a row for each place of a kind, a column for each indicator.

use crate::profile::facts::Facts;
use city::{FieldTable, Group, Indicator, Observation, Place, PlaceKind};

/// The places of one kind with what is known of each for everybody.
#[derive(Debug, Clone)]
pub struct Wide<'a> {
    /// The kind of the places.
    pub kind: PlaceKind,
    /// Its columns, in the order of the field table: those of which anything is known.
    pub indicators: Vec<&'a Indicator>,
    /// Its rows, by the id of the place.
    pub rows: Vec<(&'a Place, Vec<Option<&'a Observation>>)>,
}

/// A wide table for each kind of place about which anything is known. Of several observations the preferred one stands, as in the
/// profile: a value before a gap, then the latest, then the better quality.
#[must_use]
pub fn tables<'a>(places: &'a [Place], observations: &'a [Observation], fields: &'a FieldTable) -> Vec<Wide<'a>> {
    let facts = Facts::new(observations.iter().filter(|o| o.group.is_all()));
    let of_kind = |kind: &PlaceKind| {
        let of: Vec<&Place> = places.iter().filter(|p| p.kind == *kind).collect();
        let known = |i: &&Indicator| of.iter().any(|p| !facts.all(&p.id, &i.id).is_empty());
        let indicators: Vec<&Indicator> = fields.iter().filter(known).collect();
        let best = |p: &Place| indicators.iter().map(|i| facts.best(&p.id, &i.id, &Group::all())).collect();
        let rows: Vec<_> = of.iter().map(|p| (*p, best(p))).collect();
        (!indicators.is_empty()).then_some(Wide { kind: *kind, indicators, rows })
    };
    PlaceKind::ALL.iter().filter_map(of_kind).collect()
}
