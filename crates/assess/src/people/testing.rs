//! A small city near the equator, in steps of a hundredth of a degree, for the tests of this room.

use crate::evidence::{Cells, Evidence};
use crate::profile::testing::place;
use city::assess_settings::AssessSettings;
use city::dimension::DimensionTable;
use city::settings::CityHead;
use city::{FieldTable, Observation, Place, PlaceKind, Source};
use geo_types::{Coord, Geometry, Polygon, Rect};
use grid::crs::Crs;
use grid::{GeoTransform, MemoryRaster};

pub(super) struct Scene {
    pub(super) places: Vec<Place>,
    pub(super) observations: Vec<Observation>,
    pub(super) settings: AssessSettings,
    pub(super) sources: Vec<Source>,
    head: CityHead,
    fields: FieldTable,
    dimensions: DimensionTable,
    cells: Option<&'static Cells<'static>>,
    run: city::run::RunId,
}

impl Default for Scene {
    fn default() -> Self {
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
            places: Vec::new(),
            observations: Vec::new(),
            settings: AssessSettings::default(),
            sources: Vec::new(),
            head,
            fields: FieldTable::embedded().unwrap(),
            dimensions: DimensionTable::embedded().unwrap(),
            cells: None,
            run: "assess-test".into(),
        }
    }
}

/// A square with its south-west corner at (x, y).
pub(super) fn square(x: f64, y: f64, side: f64) -> Geometry<f64> {
    let corner = |x: f64, y: f64| Coord { x: 0.01 * x, y: 0.01 * y };
    Geometry::Polygon(Polygon::from(Rect::new(corner(x, y), corner(x + side, y + side))))
}

impl Scene {
    fn add(&mut self, id: &str, kind: PlaceKind, geometry: Option<Geometry<f64>>) -> &mut Self {
        self.places.push(Place { geometry, ..place(id, kind, None) });
        self
    }

    pub(super) fn settlement(&mut self, id: &str, outline: Geometry<f64>) -> &mut Self {
        self.add(id, PlaceKind::Settlement, Some(outline))
    }

    pub(super) fn district(&mut self, id: &str, outline: Geometry<f64>) -> &mut Self {
        self.add(id, PlaceKind::District, Some(outline))
    }

    pub(super) fn district_without_boundary(&mut self, id: &str) -> &mut Self {
        self.add(id, PlaceKind::District, None)
    }

    pub(super) fn city(&mut self) -> &mut Self {
        self.add("city:t", PlaceKind::City, None)
    }

    /// People by cell, `side` cells wide and high from (0, 0) to the north-east, north row first.
    pub(super) fn cells(&mut self, side: u32, values: &[f64]) -> &mut Self {
        let transform = GeoTransform::new((0.0, 0.01 * f64::from(side)), (0.01, -0.01)).unwrap();
        let (width, height) = (side as usize, side as usize);
        let raster = MemoryRaster::new((width, height), transform, None, values.to_vec()).unwrap();
        self.cells = Some(Box::leak(Box::new(Cells {
            window: Box::leak(Box::new(raster)),
            crs: Crs::wgs84(),
            source: "cells".into(),
            title: "People by cell".to_owned(),
        })));
        self
    }

    pub(super) fn evidence(&self) -> Evidence<'_> {
        Evidence {
            head: &self.head,
            places: &self.places,
            observations: &self.observations,
            sources: &self.sources,
            consents: &[],
            fields: &self.fields,
            dimensions: &self.dimensions,
            settings: &self.settings,
            chains: &[],
            footprints: &[],
            people_raster: self.cells,
            run: &self.run,
            seed: 1,
            today: "2026-01-01",
            version: "0",
        }
    }
}
