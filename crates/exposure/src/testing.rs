//! Things and views that tests are made of.

use crate::RiskEvidence;
use crate::things::{Thing, Things};
use crate::views::{Seen, Strike};
use assess::evidence::{Evidence, WetArea};
use assess::travel::LayerRead;
use city::layer::{ColumnType, Shape};
use city::risk::View;
use city::risk_settings::{ExposureSettings, RiskSettings};
use city::settings::CityHead;
use city::{Cell, Column, Feature, Layer, Observation, Source, Style};
use geo_types::{Geometry, Point};
use risk::functions::FunctionLibrary;
use std::collections::BTreeSet;

/// A house at a place, of value 100.
pub fn house(x: f64, y: f64) -> Feature {
    Feature { geometry: Some(Geometry::Point(Point::new(x, y))), cells: vec![Cell::Real(100.0)] }
}

/// A layer of some features with one column, `value`, and an exposure of it with more settings.
pub fn layer(features: Vec<Feature>, toml: &str) -> (LayerRead, ExposureSettings) {
    let layer = table("houses", &["value"], features);
    let text = format!("id = \"houses\"\ntitle = \"Houses\"\nkind = \"dwellings\"\nlayer = \"houses\"\n{toml}");
    (layer, toml::from_str(&text).unwrap())
}

/// A layer with these columns.
pub fn table(name: &str, columns: &[&str], features: Vec<Feature>) -> LayerRead {
    let layer = Layer {
        name: name.to_owned(),
        title: String::new(),
        description: String::new(),
        shape: Shape::Mixed,
        columns: columns.iter().map(|name| Column::new(name, ColumnType::Real)).collect(),
        style: Style::Single("#888888".into()),
        source: "made".into(),
    };
    LayerRead { layer, features }
}

/// Each feature as one thing whose value stands in its first column, of one function.
pub fn things_of<'a>(layer: &'a LayerRead, settings: &'a ExposureSettings) -> Things<'a> {
    let function = (!settings.function.is_empty()).then_some(0);
    let thing = |(feature, of): (usize, &'a Feature)| Thing {
        feature,
        geometry: of.geometry.as_ref(),
        count: 1.0,
        value: of.cells.first().and_then(crate::as_number),
        function,
        group: None,
        grounds: Vec::new(),
    };
    Things {
        settings,
        layer,
        list: layer.features.iter().enumerate().map(thing).collect(),
        functions: function.map(|_| settings.function.clone()).into_iter().collect(),
        groups: Vec::new(),
    }
}

/// A flood of these areas at every return period.
pub fn seen<'a>(scenario: &str, years: &[f64], areas: &'a [WetArea]) -> Seen<'a> {
    Seen {
        view: View {
            hazard: "river_flood".into(),
            label: "River flood".into(),
            model: String::new(),
            together: false,
            by_period: true,
            scenario: scenario.into(),
            scenario_title: scenario.into(),
            year: None,
            unit: "m".into(),
            return_periods: years.iter().copied().map(Some).collect(),
            source: String::new(),
        },
        events: years.iter().map(|_| Strike::Areas(areas.iter().collect(), 0.0)).collect(),
        set: None,
        hot: None,
        only: "",
        growth: 1.0,
        sources: BTreeSet::new(),
    }
}

/// A source of made-up data, with a consent where `consent` names one.
pub fn source(id: &str, consent: Option<&str>) -> Source {
    Source {
        id: id.into(),
        title: id.to_owned(),
        publisher: String::new(),
        licence: "CC0-1.0".into(),
        address: String::new(),
        date: String::new(),
        quality: city::Quality::Low,
        raw: true,
        files: Vec::new(),
        checksum: String::new(),
        fingerprint: String::new(),
        bytes: 0,
        reference_system: String::new(),
        consent: consent.map(Into::into),
    }
}

/// What risk starts from in a city without places: these sources, numbers, settings and layers, and the functions that come along.
pub fn with_risk<T>(
    (sources, observations): (&[Source], &[Observation]),
    (settings, layers): (&RiskSettings, &[LayerRead]),
    work: impl FnOnce(&RiskEvidence) -> T,
) -> T {
    let head = CityHead {
        id: "test".into(),
        name: "Test".into(),
        country: "XX".into(),
        extent: None,
        currency: String::new(),
        invented: true,
        notice: String::new(),
    };
    let fields = city::FieldTable::embedded().unwrap();
    let dimensions = city::dimension::DimensionTable::embedded().unwrap();
    let (assessed, run) = (city::assess_settings::AssessSettings::default(), "risk-test".into());
    let evidence = Evidence {
        head: &head,
        places: &[],
        observations,
        sources,
        consents: &[],
        fields: &fields,
        dimensions: &dimensions,
        settings: &assessed,
        chains: &[],
        footprints: &[],
        people_raster: None,
        run: &run,
        seed: 1,
        today: "2026-01-01",
        version: "0",
    };
    let functions = FunctionLibrary::shipped();
    work(&RiskEvidence { evidence: &evidence, settings, layers, functions: &functions })
}
