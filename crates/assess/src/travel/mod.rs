//! Walking and driving: how far people are from what they need, along a network, with nothing invented where there is none.
//!
//! `check` says everything that is wrong with `[[travel]]`; `road` reads lines as roads; `network` makes nodes and edges of them
//! (`snapping` joins loose ends); `search` finds the destination that is reached first from every node in one pass; `reach` does so
//! from any place; `origins` says where in a place its people are; `farness` makes numbers of that; `isochrones` draws it;
//! `withheld` leaves out what may not leave.

mod check;
pub mod destinations;
pub mod farness;
pub mod isochrones;
mod journey;
pub mod network;
mod observed;
pub mod origins;
mod outline;
pub mod plane;
pub mod reach;
pub mod road;
pub mod search;
mod shown;
pub mod snapping;
pub mod speeds;
mod summary;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod withheld;

pub use check::check;
pub use journey::settlement_type;

use crate::evidence::{Cells, Evidence};
use crate::profile::facts::Facts;
use city::assessment::AssessedPlace;
use city::travel::{Journey, TravelReport};
use city::travel_settings::TravelSettings;
use city::{Feature, Layer, Observation, Place, PlaceId, PlaceKind, Problem, Progress};
use origins::Origins;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// A layer of the city file.
#[derive(Debug, Clone, PartialEq)]
pub struct LayerRead {
    /// What it is.
    pub layer: Layer,
    /// Its features.
    pub features: Vec<Feature>,
}

/// What travel starts from.
pub struct TravelEvidence<'a> {
    /// Places, observations, sources, consents and choices.
    pub evidence: &'a Evidence<'a>,
    /// What was asked for.
    pub asked: &'a [TravelSettings],
    /// The layers that it names.
    pub layers: &'a [LayerRead],
    /// The rasters of people that it names, by name.
    pub rasters: &'a BTreeMap<String, Cells<'a>>,
}

/// How far people are, and the numbers and layers that were made.
#[derive(Debug)]
pub struct Travelled {
    /// For a reader: what may not leave is left out.
    pub report: TravelReport,
    /// For the city file: everything that was computed, with its method and inputs.
    pub observations: Vec<Observation>,
    /// For the city file: isochrones.
    pub layers: Vec<(Layer, Vec<Feature>)>,
}

/// What every journey looks things up in.
struct Scene<'a> {
    travel: &'a TravelEvidence<'a>,
    facts: Facts<'a>,
    /// Settlements, and districts that still hold.
    places: Vec<&'a Place>,
    /// Where people are, by raster and place.
    origins: BTreeMap<String, BTreeMap<&'a PlaceId, Origins>>,
}

/// Computes every `[[travel]]`. What is wrong with one of them is a problem, and the others are still computed.
#[must_use]
pub fn travel(travel: &TravelEvidence, progress: &dyn Progress) -> Travelled {
    let evidence = travel.evidence;
    let (sound, mut problems) = check(travel.asked, travel.layers);
    let scene = scene(travel, &sound, &mut problems);
    let (mut journeys, mut observations, mut layers): (Vec<Journey>, _, Vec<_>) = (Vec::new(), Vec::new(), Vec::new());
    for (done, settings) in (0_u64..).zip(&sound) {
        progress.at(&settings.title, done + 1, sound.len() as u64);
        let Some(made) = journey::journey(&scene, settings, &mut problems) else { continue };
        observations.extend(observed::observations(&scene, settings, &made));
        layers.extend(shown::isochrones(&made, settings, travel.layers));
        journeys.push(made.journey);
    }
    problems.sort();
    problems.dedup();
    let mut report = TravelReport {
        heading: evidence.heading(),
        summary: Vec::new(),
        places: assessed(&scene),
        journeys,
        held_back: Vec::new(),
        problems,
        sources: shown::sources(&scene, &sound),
    };
    withheld::withhold(&mut report, &scene, &sound, &observations);
    report.summary = summary::of(&report);
    Travelled { report, observations, layers }
}

/// The raster of people of a journey: its own, or that of the assessment.
fn raster<'a>(settings: &'a TravelSettings, evidence: &'a Evidence) -> &'a str {
    if settings.people_raster.is_empty() { &evidence.settings.people_raster } else { &settings.people_raster }
}

fn scene<'a>(travel: &'a TravelEvidence<'a>, sound: &[TravelSettings], problems: &mut Vec<Problem>) -> Scene<'a> {
    let places = places(travel.evidence);
    let nowhere: Vec<&str> = places.iter().filter(|p| p.geometry.is_none()).map(|p| p.name.as_str()).collect();
    if let Some(first) = nowhere.first() {
        problems.push(
            Problem::warning("travel_place_without_boundary")
                .found(format!("{} and {} more", first, nowhere.len() - 1))
                .expected("a boundary or point; nothing is computed for places without one")
                .hint("add a source with their boundaries"),
        );
    }
    let rasters: BTreeSet<&str> = sound.iter().map(|s| raster(s, travel.evidence)).collect();
    let spread = |name: &str| -> BTreeMap<&'a PlaceId, Origins> {
        let cells = travel.rasters.get(name);
        let found: Vec<Option<Origins>> =
            places.par_iter().map(|place| origins::of(place, cells, travel.evidence.seed)).collect();
        places.iter().zip(found).filter_map(|(place, origins)| Some((&place.id, origins?))).collect()
    };
    let origins = rasters.into_iter().map(|name| (name.to_owned(), spread(name))).collect();
    Scene { travel, facts: travel.evidence.facts(&[]), places, origins }
}

/// Settlements, and districts that still hold and have a boundary; by kind, name and id.
fn places<'a>(evidence: &Evidence<'a>) -> Vec<&'a Place> {
    let wanted = |p: &&Place| match p.kind {
        PlaceKind::Settlement => true,
        PlaceKind::District => p.valid_to.is_none() && p.geometry.is_some(),
        _ => false,
    };
    let mut places: Vec<&Place> = evidence.places.iter().filter(wanted).collect();
    places.sort_by_key(|p| (p.kind, &p.name, &p.id));
    places
}

/// The city and the places, for a reader.
fn assessed(scene: &Scene) -> Vec<AssessedPlace> {
    let evidence = scene.travel.evidence;
    let city = evidence.places.iter().filter(|p| p.kind == PlaceKind::City);
    city.chain(scene.places.iter().copied())
        .map(|place| AssessedPlace {
            id: place.id.clone(),
            kind: place.kind,
            name: place.name.clone(),
            parent: place.parent.clone(),
            settlement_type: journey::settlement_type(&scene.facts, &place.id),
            geometry: place.geometry.clone(),
            geometry_note: String::new(),
            people: journey::counted(&scene.facts, &place.id).and_then(|o| o.value.estimate()),
        })
        .collect()
}
