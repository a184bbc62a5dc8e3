//! A small city with a source of profiles under a consent, for this folder's own tests.

use super::consent::testing::{consent, source};
use crate::evidence::Evidence;
use crate::profile::testing::{number, place};
use city::assess_settings::AssessSettings;
use city::run::RunId;
use city::settings::CityHead;
use city::source::{Consent, Level};
use city::{Basis, FieldTable, Observation, Place, PlaceKind, Source};

pub(super) struct City {
    pub head: CityHead,
    pub places: Vec<Place>,
    pub observations: Vec<Observation>,
    pub sources: Vec<Source>,
    pub consents: Vec<Consent>,
    pub fields: FieldTable,
    pub dimensions: city::dimension::DimensionTable,
    pub settings: AssessSettings,
    pub run: RunId,
}

impl City {
    /// Three settlements of one district; `profiles` has a consent of this level, `test` has none.
    pub fn with_level(level: Level) -> Self {
        let settlement = |id| place(id, PlaceKind::Settlement, Some("district:1"));
        let head = CityHead {
            id: "t".into(),
            name: "Test".into(),
            country: "XX".into(),
            extent: None,
            currency: String::new(),
            invented: true,
            notice: String::new(),
        };
        Self {
            head,
            places: vec![
                place("district:1", PlaceKind::District, None),
                settlement("settlement:a"),
                settlement("settlement:b"),
                settlement("settlement:c"),
            ],
            observations: Vec::new(),
            sources: vec![source("test", None), source("profiles", Some("federation"))],
            consents: vec![consent("federation", level)],
            fields: FieldTable::embedded().unwrap(),
            dimensions: city::dimension::DimensionTable::embedded().unwrap(),
            settings: AssessSettings::default(),
            run: "assess-test".into(),
        }
    }

    pub fn evidence(&self) -> Evidence<'_> {
        Evidence {
            head: &self.head,
            places: &self.places,
            observations: &self.observations,
            sources: &self.sources,
            consents: &self.consents,
            fields: &self.fields,
            dimensions: &self.dimensions,
            settings: &self.settings,
            chains: &[],
            footprints: &[],
            people_raster: None,
            run: &self.run,
            seed: 1,
            today: "2026-01-01",
            version: "0",
        }
    }
}

/// A number from the profiles.
pub(super) fn profiled(place: &str, indicator: &str, value: f64) -> Observation {
    Observation { source: "profiles".into(), ..number(place, indicator, value, "2019") }
}

/// A number computed from others; its source is that of the first.
pub(super) fn derived(place: &str, indicator: &str, inputs: &[&Observation]) -> Observation {
    Observation {
        source: inputs[0].source.clone(),
        basis: Basis::Derived { method: "test".into(), inputs: inputs.iter().map(|o| o.key()).collect() },
        ..number(place, indicator, 1.0, "2019")
    }
}
