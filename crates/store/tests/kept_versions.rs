//! Files kept from each version of the city file open, whatever comes after.

#![allow(clippy::expect_used, reason = "a test stops where its own ground gives way")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test that cannot go on fails"
)]

mod sample;

use std::path::{Path, PathBuf};
use store::CityFile;

fn kept(version: u32) -> PathBuf {
    Path::new(&std::env::var("CARGO_MANIFEST_DIR").expect("cargo sets it")).join(format!("tests/kept/v{version}.gpkg"))
}

#[test]
fn a_file_of_version_1_opens_with_all_that_it_holds() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("city.gpkg");
    std::fs::copy(kept(1), &path).unwrap();
    let mut file = CityFile::open(&path).unwrap();
    assert_eq!(file.head().unwrap(), sample::head());
    let fresh = tempfile::tempdir().unwrap();
    let fresh = sample::write(fresh.path());
    assert_eq!(file.sources().unwrap(), fresh.sources().unwrap());
    assert_eq!(file.consents().unwrap(), fresh.consents().unwrap());
    assert_eq!(file.runs().unwrap(), fresh.runs().unwrap());
    assert_eq!(file.problems().unwrap(), fresh.problems().unwrap());
    assert_eq!(file.places().unwrap(), fresh.places().unwrap());
    assert_eq!(file.observations().unwrap(), fresh.observations().unwrap());
    assert_eq!(file.concordance().unwrap(), fresh.concordance().unwrap());
    assert_eq!(file.layers().unwrap(), fresh.layers().unwrap());
    for layer in file.layers().unwrap() {
        assert_eq!(file.features_in(&layer.name, None).unwrap(), fresh.features_in(&layer.name, None).unwrap());
    }
    let mut stage = file.begin_stage(sample::NOW).unwrap();
    stage.clear_source(&"wards".into()).unwrap();
    assert_eq!(stage.put_places(&sample::places()).unwrap(), []);
    stage.commit().unwrap();
    assert_eq!(file.places().unwrap(), fresh.places().unwrap());
}

/// Keeps a file of the version that is being made; once that version is released its file never changes again.
#[test]
#[ignore = "writes tests/kept/v1.gpkg anew"]
fn keep_a_file_of_version_1() {
    let folder = tempfile::tempdir().unwrap();
    sample::write(folder.path()).close().unwrap();
    let path = folder.path().join("city.gpkg");
    let db = rusqlite::Connection::open(&path).unwrap();
    db.execute_batch("PRAGMA page_size = 512; VACUUM").unwrap();
    drop(db);
    std::fs::copy(&path, kept(1)).unwrap();
}
