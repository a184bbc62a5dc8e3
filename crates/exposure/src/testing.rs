//! Things and views that tests are made of.

use crate::things::{Thing, Things};
use crate::views::{Seen, Strike};
use assess::evidence::WetArea;
use assess::travel::LayerRead;
use city::layer::{ColumnType, Shape};
use city::risk::View;
use city::risk_settings::ExposureSettings;
use city::{Cell, Column, Feature, Layer, Style};
use geo_types::{Geometry, Point};
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
