//! Small networks, layers and settings for the tests of travel.

use crate::travel::network::Network;
use crate::travel::road::{Direction, Road};
use crate::travel::snapping::key;
use city::layer::Shape;
use city::travel_settings::{Mode, TravelSettings};
use city::{Cell, Column, ColumnType, Feature, Layer, Style};
use geo_types::{Coord, Geometry, LineString};

/// A line as coordinates.
pub fn coords(points: &[(f64, f64)]) -> Vec<Coord<f64>> {
    points.iter().map(|(x, y)| Coord { x: *x, y: *y }).collect()
}

/// A street for feet.
pub fn road(points: &[(f64, f64)]) -> Road {
    one_way(points, Direction::Both)
}

/// A street that may be gone one way.
pub fn one_way(points: &[(f64, f64)], direction: Direction) -> Road {
    Road { line: coords(points), direction, speeds_kmh: [3.6, 4.5, 5.4], class: "residential".into() }
}

/// The node at a place.
pub fn node_at(network: &Network, x: f64, y: f64) -> u32 {
    let place = key(Coord { x, y });
    u32::try_from(network.nodes.iter().position(|c| key(*c) == place).expect("a node there")).expect("few nodes")
}

/// A layer of text columns.
pub fn layer(name: &str, columns: &[&str]) -> Layer {
    Layer {
        name: name.into(),
        title: name.into(),
        description: String::new(),
        shape: Shape::Line,
        columns: columns.iter().map(|c| Column::new(c, ColumnType::Text)).collect(),
        style: Style::Single("#000000".into()),
        source: "works".into(),
    }
}

/// A line with texts in its columns.
pub fn line(points: &[(f64, f64)], cells: &[&str]) -> Feature {
    let cells = cells.iter().map(|t| if t.is_empty() { Cell::Empty } else { Cell::Text((*t).into()) }).collect();
    Feature { geometry: Some(Geometry::LineString(LineString(coords(points)))), cells }
}

/// Settings of a walk along `roads` to `clinics`.
pub fn settings() -> TravelSettings {
    TravelSettings {
        id: "clinics".into(),
        title: "To a clinic".into(),
        mode: Mode::Walking,
        network: "roads".into(),
        to: "clinics".into(),
        keep: [].into(),
        class_column: "highway".into(),
        classes: [].into(),
        oneway_column: "oneway".into(),
        surface_column: "surface".into(),
        maxspeed_column: "maxspeed".into(),
        minutes: vec![5, 15, 30],
        snap_m: 0.0,
        access_m: 200.0,
        most_main_share: 0.5,
        people_raster: String::new(),
    }
}

/// The same, by its other name.
pub fn walking() -> TravelSettings {
    settings()
}
