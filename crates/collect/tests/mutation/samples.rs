//! Whole files to be broken: those of the example city, a GeoPackage that `store` writes, and a small extract of
//! OpenStreetMap (eight nodes, five ways, one relation, blobs not packed).

use city::layer::Shape;
use city::settings::CitySettings;
use city::{Cell, Column, ColumnType, Feature, Layer, Source, Style};
use std::io::{Cursor, Read, Write};
use std::path::Path;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

pub const EXTRACT: &[u8] = include_bytes!("squares.osm.pbf");

/// The example city in a folder of its own.
pub fn example() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    example::write(folder.path(), 2019).unwrap();
    folder
}

pub fn bytes(folder: &Path, name: &str) -> Vec<u8> {
    std::fs::read(folder.join("sources").join(name)).unwrap()
}

/// The files in a zip.
pub fn unpacked(zip: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = ZipArchive::new(Cursor::new(zip)).unwrap();
    let file = |at: usize, archive: &mut ZipArchive<_>| {
        let mut file = archive.by_index(at).unwrap();
        let mut content = Vec::new();
        file.read_to_end(&mut content).unwrap();
        (file.name().to_owned(), content)
    };
    (0..archive.len()).map(|at| file(at, &mut archive)).collect()
}

/// A zip of these files, not packed, so that what is inside can be changed from outside, too.
pub fn packed(files: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, content) in files {
        writer.start_file(name.as_str(), options).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// The first profiles of the example city: few, so that many mutations can be tried.
pub fn few_profiles(all: &[u8]) -> Vec<u8> {
    let all: Vec<serde_json::Value> = serde_json::from_slice(all).unwrap();
    serde_json::to_vec(&all[..3]).unwrap()
}

/// A GeoPackage with two layers, written by `store`.
pub fn geopackage(settings: &CitySettings) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("city.gpkg");
    let now = "2026-01-31T12:00:00Z";
    let mut file = store::CityFile::create(&path, &settings.city, now).unwrap();
    let mut stage = file.begin_stage(now).unwrap();
    stage.put_source(&source()).unwrap();
    let square = |at: f64| {
        let corners = [(at, 0.0), (at + 1.0, 0.0), (at + 1.0, 1.0), (at, 1.0), (at, 0.0)];
        geo_types::Polygon::new(corners.to_vec().into(), Vec::new()).into()
    };
    let cells = || vec![Cell::Text("Nima".to_owned()), Cell::Integer(7), Cell::Real(0.5), Cell::Flag(true)];
    let features = |count: u8| {
        (0..count).map(move |at| Feature { geometry: Some(square(f64::from(at))), cells: cells() }).collect::<Vec<_>>()
    };
    for (name, count) in [("wards", 12), ("parks", 3)] {
        stage.put_layer(&layer(name), features(count)).unwrap();
    }
    stage.commit().unwrap();
    file.close().unwrap();
    std::fs::read(&path).unwrap()
}

fn layer(name: &str) -> Layer {
    let columns = [
        ("name", ColumnType::Text),
        ("people", ColumnType::Integer),
        ("share", ColumnType::Real),
        ("formal", ColumnType::Flag),
    ];
    Layer {
        name: name.to_owned(),
        title: name.to_owned(),
        description: String::new(),
        shape: Shape::Area,
        columns: columns.map(|(name, holds)| Column::new(name, holds)).to_vec(),
        style: Style::Single("#336699".to_owned()),
        source: "a".into(),
    }
}

fn source() -> Source {
    Source {
        id: "a".into(),
        title: "A".to_owned(),
        publisher: String::new(),
        licence: "CC0-1.0".to_owned(),
        address: String::new(),
        date: String::new(),
        quality: city::Quality::Low,
        raw: true,
        files: vec!["a.gpkg".to_owned()],
        checksum: String::new(),
        fingerprint: String::new(),
        bytes: 0,
        reference_system: String::new(),
        consent: None,
    }
}
