//! A small city with one of everything, for tests.

#![allow(dead_code, clippy::unwrap_used, reason = "each test takes what it needs, and fails where it cannot be made")]

use city::layer::{Cell, Column, ColumnType, Feature, Layer, RasterLayer, Shape, Style};
use city::run::RunId;
use city::settings::{CityHead, CitySettings};
use city::source::{ConsentId, Level, SourceId};
use city::{
    Basis, Consent, Estimate, Gap, Group, Observation, Place, PlaceId, PlaceKind, Problem, Quality, Run, Source, Stage,
    Value,
};
use geo_types::{Geometry, LineString, Point, polygon};
use grid::{GeoTransform, MemoryRaster};
use std::path::Path;
use store::{CityFile, Shared};

pub const NOW: &str = "2026-01-31T12:00:00Z";

pub fn head() -> CityHead {
    let text =
        "[city]\nid = 'ponta'\nname = 'Ponta'\ncountry = 'MZ'\nextent = [32.0, -26.5, 33.0, -25.5]\ninvented = true";
    CitySettings::from_toml(text).unwrap().city
}

pub fn source(id: &str) -> Source {
    Source {
        id: id.into(),
        title: format!("Title of {id} & more"),
        publisher: "Município".to_owned(),
        licence: "CC BY 4.0".to_owned(),
        address: "https://example.org".to_owned(),
        date: "2024".to_owned(),
        quality: Quality::Medium,
        raw: true,
        files: vec![format!("{id}.geojson")],
        checksum: "ab".repeat(32),
        fingerprint: "cd".repeat(32),
        bytes: 1_234,
        reference_system: "EPSG:4326".to_owned(),
        consent: None,
    }
}

pub fn run(stage: Stage) -> Run {
    Run {
        id: RunId(format!("{stage}-0123456789abcdef")),
        stage,
        started: NOW.to_owned(),
        finished: NOW.to_owned(),
        version: "0.1.0".to_owned(),
        seed: u64::MAX,
        parameters: "{}".to_owned(),
        inputs: vec![("wards".into(), "ab".repeat(32))],
    }
}

pub fn square(west: f64, south: f64, side: f64) -> Geometry<f64> {
    polygon![(x: west, y: south), (x: west + side, y: south), (x: west + side, y: south + side), (x: west, y: south + side)].into()
}

pub fn place(id: &str, kind: PlaceKind, source: &str, geometry: Option<Geometry<f64>>) -> Place {
    Place { geometry, ..Place::new(PlaceId(id.to_owned()), kind, &format!("Name of {id}"), &SourceId::from(source)) }
}

pub fn places() -> Vec<Place> {
    let mut old = place("ward_2011:1", PlaceKind::District, "wards", None);
    (old.edition, old.valid_to) = ("2011".to_owned(), Some(2015));
    let mut north = place("settlement:north", PlaceKind::Settlement, "profiles", Some(square(32.2, -25.9, 0.1)));
    north.parent = Some("ward:1".into());
    north.aliases = vec!["Norte".to_owned()];
    vec![
        place("city:ponta", PlaceKind::City, "wards", Some(square(32.1, -26.0, 0.6))),
        place("ward:1", PlaceKind::District, "wards", Some(square(32.1, -26.0, 0.3))),
        place("ward:2", PlaceKind::District, "wards", Some(square(32.4, -26.0, 0.3))),
        old,
        north,
        place("settlement:south", PlaceKind::Settlement, "profiles", Some(square(32.5, -25.9, 0.05))),
        place("facility:clinic", PlaceKind::Facility, "profiles", Some(Point::new(32.25, -25.85).into())),
    ]
}

pub fn observation(place: &str, indicator: &str, value: Value) -> Observation {
    Observation {
        place: place.into(),
        indicator: indicator.to_owned(),
        period: "2024".parse().unwrap(),
        group: Group::all(),
        value,
        quality: Quality::High,
        source: "profiles".into(),
        run: run(Stage::Collect).id,
        basis: Basis::Reported { locator: "line 2".to_owned() },
        note: String::new(),
    }
}

pub fn observations() -> Vec<Observation> {
    let people = observation(
        "settlement:north",
        "population",
        Value::Estimate(Estimate::range(900.0, 1_000.0, 1_200.0).unwrap()),
    );
    let mut women = people.clone();
    women.group = "sex=female".parse().unwrap();
    women.value = Value::Estimate(Estimate::exact(512.0).unwrap());
    let mut density = observation("settlement:north", "density", Value::Estimate(Estimate::exact(0.1).unwrap()));
    density.run = run(Stage::Profile).id;
    density.basis = Basis::Derived { method: "people / area".to_owned(), inputs: vec![people.key()] };
    vec![
        density,
        people,
        women,
        observation("settlement:north", "toilets", Value::Gap(Gap::WithheldByCommunity)),
        observation("settlement:south", "water_source", Value::Classes(vec!["tap".to_owned(), "well".to_owned()])),
    ]
}

pub fn layer(name: &str, shape: Shape, columns: Vec<Column>, style: Style) -> Layer {
    let (title, description) = (format!("Layer {name}"), "One sentence more.".to_owned());
    Layer { name: name.to_owned(), title, description, shape, columns, style, source: "osm".into() }
}

fn colours(words: [&str; 2]) -> Vec<(String, String, String)> {
    let of = |word: &str, colour: &str| (word.to_owned(), colour.to_owned(), format!("{word} roads"));
    vec![of(words[0], "#d7301f"), of(words[1], "#1a9850")]
}

pub fn layers() -> Vec<(Layer, Vec<Feature>)> {
    let text = |name: &str| Column::new(name, ColumnType::Text);
    let number = |name: &str, holds, description: &str| Column {
        description: description.to_owned(),
        ..Column::new(name, holds)
    };
    let roads = layer(
        "roads",
        Shape::Line,
        vec![
            text("Name"),
            text("name"),
            number("lanes", ColumnType::Integer, "Lanes, both directions"),
            Column::new("paved", ColumnType::Flag),
        ],
        Style::Categorised { column: "name".to_owned(), classes: colours(["main", "small"]) },
    );
    let road = |x: f64, name: &str, paved| Feature {
        geometry: Some(LineString::from(vec![(x, -26.0), (x + 0.1, -25.6)]).into()),
        cells: vec![Cell::Text(name.to_uppercase()), Cell::Text(name.to_owned()), Cell::Integer(2), paved],
    };
    let buildings = layer(
        "footprints",
        Shape::Area,
        vec![number("height_m", ColumnType::Real, "Height in metres")],
        Style::Graduated {
            column: "height_m".to_owned(),
            classes: vec![
                (3.0, "#fee8c8".to_owned(), "to 3 m".to_owned()),
                (6.0, "#fdbb84".to_owned(), "3 to 6 m".to_owned()),
                (f64::MAX, "#e34a33".to_owned(), "over 6 m".to_owned()),
            ],
        },
    );
    let building = |at: f64, height: Cell| Feature { geometry: Some(square(at, -25.8, 0.02)), cells: vec![height] };
    let taps = layer("taps", Shape::Point, vec![text("state")], Style::Single("#2171b5".to_owned()));
    let tap =
        |x: f64| Feature { geometry: Some(Point::new(x, -25.7).into()), cells: vec![Cell::Text("works".to_owned())] };
    let prices = layer("prices", Shape::None, vec![text("item")], Style::Single("#000000".to_owned()));
    vec![
        (
            roads,
            vec![
                road(32.2, "main", Cell::Flag(true)),
                road(32.3, "small", Cell::Flag(false)),
                road(32.4, "main", Cell::Empty),
            ],
        ),
        (buildings, (0..6).map(|i| building(32.2 + f64::from(i) * 0.05, Cell::Real(f64::from(i) * 1.5))).collect()),
        (taps, vec![tap(32.3), tap(32.5), Feature { geometry: None, cells: vec![Cell::Empty] }]),
        (prices, vec![Feature { geometry: None, cells: vec![Cell::Text("brick".to_owned())] }]),
    ]
}

pub fn consent() -> Consent {
    Consent {
        id: "federation".into(),
        owner: "Federation".to_owned(),
        purpose: "upgrading".to_owned(),
        level: Level::City,
        boundary: false,
        until: Some("2030".to_owned()),
        withdrawn: None,
    }
}

pub fn raster() -> MemoryRaster {
    let transform = GeoTransform::new((32.1, -25.4), (0.1, -0.1)).unwrap();
    MemoryRaster::new((6, 4), transform, Some(-1.0), (0..24).map(|i| f64::from(i) - 1.0).collect())
        .unwrap()
        .with_crs("EPSG:4326")
}

pub fn shared() -> Shared {
    Shared {
        from: "ward_2011:1".into(),
        to: "ward:1".into(),
        area_m2: 1e6,
        population: None,
        share_from: 0.5,
        run: run(Stage::Collect).id,
    }
}

/// Writes the sample city to `folder/city.gpkg` and gives it open.
pub fn write(folder: &Path) -> CityFile {
    let mut file = CityFile::create(&folder.join("city.gpkg"), &head(), NOW).unwrap();
    let written = file.write_raster("depth_m", &raster()).unwrap();
    let mut stage = file.begin_stage(NOW).unwrap();
    stage.put_consent(&consent()).unwrap();
    stage.put_source(&source("wards")).unwrap();
    stage.put_source(&Source { consent: Some(ConsentId::from("federation")), ..source("profiles") }).unwrap();
    stage.put_source(&source("osm")).unwrap();
    stage.put_run(&run(Stage::Collect)).unwrap();
    stage.put_run(&run(Stage::Profile)).unwrap();
    assert_eq!(stage.put_places(&places()).unwrap(), []);
    assert_eq!(stage.put_observations(&observations()).unwrap(), []);
    for (layer, features) in layers() {
        assert_eq!(stage.put_layer(&layer, features).unwrap(), []);
    }
    stage
        .put_raster(&RasterLayer {
            name: "depth_m".to_owned(),
            title: "Flood depth".to_owned(),
            measures: "depth_m".to_owned(),
            size: written.size,
            reference_system: written.reference_system,
            checksum: written.checksum,
            source: "osm".into(),
        })
        .unwrap();
    assert_eq!(stage.put_concordance(&[shared()]).unwrap(), []);
    stage.put_problems("profiles", &[problem()]).unwrap();
    stage.commit().unwrap();
    file
}

pub fn problem() -> Problem {
    let mut problem =
        Problem::warning("share_over_100").in_file("profiles.csv").at_row(7).in_column("share").found(105);
    "profiles".clone_into(&mut problem.source);
    problem
}
