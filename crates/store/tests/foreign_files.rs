//! GeoPackages that other programs wrote.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test that cannot go on fails"
)]

mod sample;

use city::ColumnType;
use city::layer::Cell;
use rusqlite::Connection;
use std::path::PathBuf;
use store::foreign::ForeignFile;
use store::{GeometryFault, StoreError};
use wkb::ShapeFault;

#[test]
fn a_city_file_reads_as_any_geopackage() {
    let folder = tempfile::tempdir().unwrap();
    sample::write(folder.path()).close().unwrap();
    let file = ForeignFile::open(&folder.path().join("city.gpkg")).unwrap();
    let layers = file.layers().unwrap();
    let roads = layers.iter().find(|layer| layer.name == "roads").unwrap();
    assert_eq!((roads.title.as_str(), roads.reference_system.as_str(), roads.count), ("Layer roads", "EPSG:4326", 3));
    let columns: Vec<_> = roads.columns.iter().map(|c| (c.name.as_str(), c.holds, c.description.as_str())).collect();
    assert_eq!(
        columns,
        [
            ("Name", ColumnType::Text, ""),
            ("name_2", ColumnType::Text, ""),
            ("lanes", ColumnType::Integer, "Lanes, both directions"),
            ("paved", ColumnType::Flag, ""),
        ]
    );
    let features = file.features("roads").unwrap();
    assert_eq!(features.iter().map(|f| f.fid).collect::<Vec<_>>(), [1, 2, 3]);
    assert_eq!(features[1].cells[3], Cell::Flag(false));
    let districts = layers.iter().find(|layer| layer.name == "districts").unwrap();
    assert_eq!((districts.count, districts.geometry_column.as_deref()), (3, Some("geometry")));
    assert_eq!(file.features("districts").unwrap().iter().filter(|f| f.geometry == Ok(None)).count(), 1);
    assert!(matches!(file.features("nothing"), Err(StoreError::NoLayer(_))));
}

#[test]
fn a_bad_geometry_is_named_with_its_row_and_the_others_come() {
    let folder = tempfile::tempdir().unwrap();
    sample::write(folder.path()).close().unwrap();
    let path = folder.path().join("city.gpkg");
    let db = Connection::open(&path).unwrap();
    db.execute_batch(
        "DROP TRIGGER rtree_taps_geometry_update1; DROP TRIGGER rtree_taps_geometry_update2;
        DROP TRIGGER rtree_taps_geometry_update3; DROP TRIGGER rtree_taps_geometry_update4;
        UPDATE taps SET geometry = substr(geometry, 1, 50) WHERE fid = 1;
        UPDATE taps SET geometry = 'words' WHERE fid = 2;
        UPDATE taps SET geometry = x'47500001e6100000010a00000000000000' WHERE fid = 3;
        INSERT INTO gpkg_contents (table_name, data_type, identifier) VALUES ('gone', 'features', 'gone')",
    )
    .unwrap();
    drop(db);
    let file = ForeignFile::open(&path).unwrap();
    let faults: Vec<_> = file.features("taps").unwrap().into_iter().map(|f| (f.fid, f.geometry.unwrap_err())).collect();
    let expected = [
        (1, ShapeFault::Truncated.into()),
        (2, GeometryFault::NotGeoPackage),
        (3, ShapeFault::Curved("CurvePolygon").into()),
    ];
    assert_eq!(faults, expected);
    let gone = file.layers().unwrap().into_iter().find(|layer| layer.name == "gone").unwrap();
    assert_eq!((gone.columns.len(), gone.count), (0, 0));
}

#[test]
fn a_database_that_does_not_say_what_it_holds_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("other.gpkg");
    Connection::open(&path).unwrap().execute_batch("CREATE TABLE a (b)").unwrap();
    assert!(matches!(ForeignFile::open(&path), Err(StoreError::NotAGeoPackage { .. })));
}

#[test]
fn flipped_bytes_never_make_it_panic() {
    let folder = tempfile::tempdir().unwrap();
    sample::write(folder.path()).close().unwrap();
    let whole = std::fs::read(folder.path().join("city.gpkg")).unwrap();
    let path = folder.path().join("flipped.gpkg");
    let mut seed = 7_usize;
    for _ in 0..150 {
        let mut bytes = whole.clone();
        for _ in 0..20 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let at = (seed >> 20) % bytes.len();
            bytes[at] ^= 1 << (seed % 8);
        }
        std::fs::write(&path, bytes).unwrap();
        let _ = ForeignFile::open(&path).and_then(|file| {
            file.layers()?
                .iter()
                .map(|layer| file.features(&layer.name).map(|f| f.len()))
                .collect::<Result<Vec<_>, _>>()
        });
        let _ = store::CityFile::open_read_only(&path).and_then(|file| {
            file.layers()?.iter().try_for_each(|layer| file.features_in(&layer.name, None).map(drop))?;
            Ok((file.places()?, file.observations()?))
        });
    }
}

#[test]
fn the_roads_of_khayelitsha_read() {
    let data = std::env::var_os("MAKAZI_DATA").map_or_else(
        || PathBuf::from(std::env::var("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("../../../shared/data"),
        PathBuf::from,
    );
    let path = data.join("cape_town/roads/khayelitsha_roads_subdistricts.gpkg");
    if !path.exists() {
        eprintln!("left out: {} is not there", path.display());
        return;
    }
    let file = ForeignFile::open(&path).unwrap();
    let layers = file.layers().unwrap();
    let counted: Vec<_> = layers.iter().map(|layer| (layer.name.as_str(), layer.count)).collect();
    assert_eq!(counted, [("Sub_districts", 30), ("road", 45), ("roads", 16_644)]);
    assert!(layers.iter().all(|layer| layer.reference_system == "EPSG:4326"));
    for layer in &layers {
        let mut read = 0;
        file.visit(&layer.name, |feature| read += u64::from(matches!(feature.geometry, Ok(Some(_))))).unwrap();
        assert_eq!(read, layer.count, "{}", layer.name);
    }
}
