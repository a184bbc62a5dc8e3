//! A small town for the tests of services.

use super::Services;
use super::scene::Scene;
use crate::evidence::{Evidence, PeopleByPlace};
pub(super) use crate::profile::testing::of_group;
use crate::profile::testing::{number as number_of, place};
use city::assess_settings::AssessSettings;
use city::dimension::DimensionTable;
use city::settings::CityHead;
use city::{FieldTable, Observation, Place, PlaceKind, Value};

/// A number for everybody in 2021.
pub(super) fn number(place: &str, indicator: &str, value: f64) -> Observation {
    number_of(place, indicator, value, "2021")
}

/// Codes for a group in 2021.
pub(super) fn classes(place: &str, indicator: &str, codes: &[&str], group: &str) -> Observation {
    let codes = codes.iter().map(|c| (*c).to_owned()).collect();
    Observation { value: Value::Classes(codes), ..of_group(place, indicator, 0.0, group) }
}

/// A town of one city, two settlements and two districts, with observations.
pub(super) struct Town {
    pub places: Vec<Place>,
    pub settings: AssessSettings,
    observations: Vec<Observation>,
    fields: FieldTable,
    dimensions: DimensionTable,
}

impl Town {
    pub fn new(observations: Vec<Observation>) -> Self {
        let city = Some("city:x");
        Self {
            places: vec![
                place("city:x", PlaceKind::City, None),
                place("settlement:a", PlaceKind::Settlement, city),
                place("settlement:b", PlaceKind::Settlement, city),
                place("district:1", PlaceKind::District, city),
                place("district:2", PlaceKind::District, city),
            ],
            settings: AssessSettings::default(),
            observations,
            fields: FieldTable::embedded().unwrap(),
            dimensions: DimensionTable::embedded().unwrap(),
        }
    }

    /// Hands the evidence of the town to a test.
    fn with<T>(&self, test: impl FnOnce(&Evidence) -> T) -> T {
        let head = CityHead {
            id: "x".into(),
            name: "X".into(),
            country: "XX".into(),
            extent: None,
            currency: String::new(),
            invented: true,
            notice: String::new(),
        };
        let run = "assess-test".into();
        test(&Evidence {
            head: &head,
            places: &self.places,
            observations: &self.observations,
            sources: &[],
            consents: &[],
            fields: &self.fields,
            dimensions: &self.dimensions,
            settings: &self.settings,
            chains: &[],
            footprints: &[],
            people_raster: None,
            run: &run,
            seed: 1,
            today: "2026-01-01",
            version: "0",
        })
    }

    /// Hands the scene to a test.
    pub fn look<T>(&self, test: impl FnOnce(&Scene, &[Place]) -> T) -> T {
        self.with(|evidence| {
            let people = PeopleByPlace::new();
            let scene = Scene::new(evidence, &[], &people, &mut Vec::new());
            test(&scene, &self.places)
        })
    }

    /// All services of the town.
    pub fn now(&self) -> Services {
        self.with(|evidence| super::now(evidence, &[], &PeopleByPlace::new()))
    }
}

impl Services {
    /// The table of an id.
    pub(super) fn table(&self, id: &str) -> &city::assessment::ServiceTable {
        self.tables.iter().find(|t| t.id == id).unwrap()
    }

    /// The number of an indicator at a place.
    pub(super) fn number(&self, place: &str, indicator: &str) -> Option<city::Estimate> {
        self.observations.iter().find(|o| o.place.0 == place && o.indicator == indicator)?.value.estimate()
    }
}

/// The value of a table at the row of a label and the column of a label.
pub(super) fn cell(table: &city::assessment::ServiceTable, row: &str, column: &str) -> Value {
    let at = table.columns.iter().position(|c| c.label == column).unwrap();
    table.rows.iter().find(|r| r.label == row).unwrap().values[at].clone()
}
