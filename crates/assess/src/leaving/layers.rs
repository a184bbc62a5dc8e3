//! Layers and rasters: which leave, and which of their columns.

use super::Asked;
use super::held::{Ledger, Reason, Thing};
use super::standing::Standing;
use city::layer::Shape;
use city::personal::{About, is_of_households, is_of_persons, says, speaks_of_households};
use city::source::SourceId;
use city::{Layer, layer::RasterLayer};
use std::collections::BTreeSet;

/// A layer that leaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeavingLayer {
    /// Its name.
    pub name: String,
    /// Whether each of its columns leaves.
    pub columns: Vec<bool>,
}

/// Layers that leave; `spoilt` are sources of which numbers are held back, that their tables hold too.
pub(super) fn vectors(
    asked: &Asked,
    standing: &Standing,
    spoilt: &BTreeSet<&SourceId>,
    ledger: &mut Ledger,
) -> Vec<LeavingLayer> {
    let mut leaving = Vec::new();
    for layer in asked.layers {
        if let Some(reason) = why_not(layer, asked, standing, spoilt) {
            ledger.add(Thing::Layers, reason, 1);
            continue;
        }
        let columns: Vec<bool> = layer.columns.iter().map(|c| !is_of_persons(&c.name)).collect();
        ledger.add(Thing::Columns, Reason::Persons, columns.iter().filter(|leaves| !**leaves).count());
        leaving.push(LeavingLayer { name: layer.name.clone(), columns });
    }
    leaving
}

/// Why a layer does not leave; none where it does.
pub(super) fn why_not(
    layer: &Layer,
    asked: &Asked,
    standing: &Standing,
    spoilt: &BTreeSet<&SourceId>,
) -> Option<Reason> {
    let lender = asked.borrowed.get(&layer.name);
    let closed = standing.closed(&layer.source).or_else(|| lender.and_then(|source| standing.closed(source)));
    let consented = standing.has_consent(&layer.source);
    let shows = |source: &SourceId| standing.shows_boundary(source);
    let drawn = layer.shape != Shape::None;
    let any = |of: fn(&str) -> bool| layer.columns.iter().any(|column| of(&column.name));
    if let Some(reason) = closed {
        Some(reason)
    } else if asked.of_forms.contains(&layer.source)
        || any(is_of_households)
        || consented && says_households(layer, asked)
    {
        Some(Reason::Rows)
    } else if consented && any(is_of_persons) {
        Some(Reason::Persons)
    } else if drawn && !(shows(&layer.source) && lender.is_none_or(shows)) {
        Some(Reason::Boundary)
    } else if spoilt.contains(&layer.source) {
        Some(Reason::HoldsNumbers)
    } else if asked.wanted.is_some() {
        Some(Reason::NotAsked)
    } else {
        None
    }
}

/// Whether a layer of people who gave a consent is about their households, by its name, its source's, or that of a column.
fn says_households(layer: &Layer, asked: &Asked) -> bool {
    let source = asked.sources.iter().find(|s| s.id == layer.source);
    let called = source
        .into_iter()
        .flat_map(|s| [s.id.as_str(), s.title.as_str()].into_iter().chain(s.files.iter().map(String::as_str)));
    called.chain([layer.name.as_str(), layer.title.as_str()]).any(speaks_of_households)
        || layer.columns.iter().any(|column| says(&column.name).contains(&About::HouseholdRow))
}

/// Names of the rasters that leave.
pub(super) fn rasters(asked: &Asked, standing: &Standing, ledger: &mut Ledger) -> Vec<String> {
    let why_not = |raster: &RasterLayer| {
        let closed = standing.closed(&raster.source);
        let boundary = Some(Reason::Boundary).filter(|_| !standing.shows_boundary(&raster.source));
        closed.or(boundary).or(asked.wanted.map(|_| Reason::NotAsked))
    };
    let mut leaving = Vec::new();
    for raster in asked.rasters {
        match why_not(raster) {
            Some(reason) => ledger.add(Thing::Rasters, reason, 1),
            None => leaving.push(raster.name.clone()),
        }
    }
    leaving
}
