//! Everything that an assessment is made of, handed in by `flow`.

use crate::profile::facts::Facts;
use city::assess_settings::{AssessSettings, FootprintSettings};
use city::chain::ImpactChain;
use city::dimension::DimensionTable;
use city::heading::Heading;
use city::run::RunId;
use city::settings::CityHead;
use city::source::{Consent, SourceId};
use city::{Estimate, FieldTable, Observation, Place, PlaceId, Source};
use geo_types::MultiPolygon;
use grid::RasterWindow;
use grid::crs::Crs;
use std::collections::BTreeMap;

/// What an assessment starts from. Nothing in it comes from a source whose consent was withdrawn.
#[derive(Clone, Copy)]
pub struct Evidence<'a> {
    /// What a person wrote of the city.
    pub head: &'a CityHead,
    /// All places.
    pub places: &'a [Place],
    /// Everything collected, and what the profile computed from it (areas, totals, shares, rates).
    pub observations: &'a [Observation],
    /// All sources.
    pub sources: &'a [Source],
    /// All consents.
    pub consents: &'a [Consent],
    /// The field table.
    pub fields: &'a FieldTable,
    /// The dimensions of groups.
    pub dimensions: &'a DimensionTable,
    /// The person's choices.
    pub settings: &'a AssessSettings,
    /// Chains asked for.
    pub chains: &'a [ImpactChain],
    /// Footprints of hazards as models see them.
    pub footprints: &'a [Footprint<'a>],
    /// People by cell, where the city has such a raster.
    pub people_raster: Option<&'a Cells<'a>>,
    /// The run that all results name.
    pub run: &'a RunId,
    /// Seed of random numbers.
    pub seed: u64,
    /// The day, ISO 8601.
    pub today: &'a str,
    /// Version of makazi.
    pub version: &'a str,
}

/// A raster, its reference system and its source.
pub struct Cells<'a> {
    /// The cells.
    pub window: &'a dyn RasterWindow,
    /// Their reference system.
    pub crs: Crs,
    /// Where they came from.
    pub source: SourceId,
    /// What it is called.
    pub title: String,
}

/// A hazard's footprint as a model sees it.
pub struct Footprint<'a> {
    /// What a person wrote of it.
    pub settings: FootprintSettings,
    /// Where it came from.
    pub source: SourceId,
    /// Areas or cells.
    pub wet: Wet<'a>,
}

/// What is wet.
pub enum Wet<'a> {
    /// Areas, in EPSG:4326.
    Areas(Vec<WetArea>),
    /// Cells with depths, m.
    Depths(Box<Cells<'a>>),
}

/// An area of a footprint.
#[derive(Debug, Clone, PartialEq)]
pub struct WetArea {
    /// Its outline in EPSG:4326.
    pub surface: MultiPolygon<f64>,
    /// Mean depth of its wet part, m.
    pub depth_m: Option<f64>,
    /// Share of it that is wet, 0 to 1.
    pub share: f64,
    /// Its return period, years.
    pub return_period: Option<f64>,
}

/// People that the assessment counts at each place.
pub type PeopleByPlace = BTreeMap<PlaceId, Estimate>;

impl<'a> Evidence<'a> {
    /// An index of the observations, with more that were computed since.
    #[must_use]
    pub fn facts(&self, made: &'a [Observation]) -> Facts<'a> {
        Facts::new(self.observations.iter().chain(made))
    }

    /// The head of what is made of it.
    #[must_use]
    pub fn heading(&self) -> Heading {
        Heading {
            city: self.head.name.clone(),
            country: self.head.country.clone(),
            invented: self.head.invented,
            notice: self.head.notice.clone(),
            generated: self.today.to_owned(),
            version: self.version.to_owned(),
            run: self.run.to_string(),
            seed: self.seed,
        }
    }
}
