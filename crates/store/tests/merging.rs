//! Two copies of one city become one, and nothing is overwritten.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test that cannot go on fails"
)]

mod sample;

use city::{Estimate, PlaceKind, Source, Stage, Value};
use sample::{NOW, observation, place, run, source};
use std::path::Path;
use store::{CityFile, Merged, StoreError};

fn copies(folder: &Path) -> (CityFile, CityFile) {
    for name in ["ours", "theirs"] {
        std::fs::create_dir(folder.join(name)).unwrap();
    }
    (sample::write(&folder.join("ours")), sample::write(&folder.join("theirs")))
}

fn exact(value: f64) -> Value {
    Value::Estimate(Estimate::exact(value).unwrap())
}

fn merge(ours: &mut CityFile, theirs: &CityFile) -> Merged {
    ours.merge(theirs, &run(Stage::Merge), NOW).unwrap()
}

#[test]
fn the_same_city_twice_is_the_same_city() {
    let folder = tempfile::tempdir().unwrap();
    let (mut ours, theirs) = copies(folder.path());
    assert_eq!(merge(&mut ours, &theirs), Merged::default());
    assert_eq!(ours.runs().unwrap().len(), 3);
    assert_eq!(ours.problems().unwrap(), theirs.problems().unwrap());
}

#[test]
fn what_only_the_other_has_comes_in_with_its_source_and_run() {
    let folder = tempfile::tempdir().unwrap();
    let (mut ours, mut theirs) = copies(folder.path());
    let written = theirs.write_raster("rain_mm", &sample::raster()).unwrap();
    let mut stage = theirs.begin_stage(NOW).unwrap();
    stage.put_source(&source("survey")).unwrap();
    let run_of_theirs = city::Run { id: "collect-ffff".into(), ..run(Stage::Collect) };
    stage.put_run(&run_of_theirs).unwrap();
    stage.put_places(&[place("settlement:east", PlaceKind::Settlement, "survey", None)]).unwrap();
    let counted = city::Observation {
        source: "survey".into(),
        run: run_of_theirs.id.clone(),
        ..observation("settlement:east", "population", exact(70.0))
    };
    assert_eq!(stage.put_observations(std::slice::from_ref(&counted)).unwrap(), []);
    let (layer, features) = sample::layers().remove(2);
    let layer = city::Layer { name: "pumps".to_owned(), source: "survey".into(), ..layer };
    stage.put_layer(&layer, features.clone()).unwrap();
    let raster = city::layer::RasterLayer {
        name: "rain_mm".to_owned(),
        source: "survey".into(),
        checksum: written.checksum,
        ..stage.file().rasters().unwrap().remove(0)
    };
    stage.put_raster(&raster).unwrap();
    stage.put_problems("survey", &[city::Problem { source: "survey".to_owned(), ..sample::problem() }]).unwrap();
    stage.commit().unwrap();
    let merged = merge(&mut ours, &theirs);
    assert_eq!(merged.conflicts, []);
    let expected =
        [("layer", 1), ("observation", 1), ("place", 1), ("problem", 1), ("raster", 1), ("run", 1), ("source", 1)];
    assert_eq!(merged.added.into_iter().collect::<Vec<_>>(), expected);
    assert_eq!(ours.observations_at(&"settlement:east".into()).unwrap(), [counted]);
    assert_eq!(ours.features_in("pumps", None).unwrap(), features);
    assert!(ours.raster_is_whole(&raster).unwrap());
    assert_eq!(merge(&mut ours, &theirs), Merged::default());
}

#[test]
fn a_conflict_is_listed_once_and_ours_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let (mut ours, mut theirs) = copies(folder.path());
    for (file, value) in [(&mut ours, 10.0), (&mut theirs, 11.0)] {
        let mut stage = file.begin_stage(NOW).unwrap();
        stage.put_observations(&[observation("ward:2", "population", exact(value))]).unwrap();
        stage.commit().unwrap();
    }
    let merged = merge(&mut ours, &theirs);
    let said: Vec<_> = merged.conflicts.iter().map(|c| (c.table, c.key.as_str())).collect();
    assert_eq!(said, [("observation", "population@ward:2[]2024#profiles")]);
    assert!(merged.conflicts[0].ours.starts_with("10,") && merged.conflicts[0].theirs.starts_with("11,"));
    assert_eq!(ours.observations_at(&"ward:2".into()).unwrap()[0].value, exact(10.0));
    let listed = |file: &CityFile| file.problems().unwrap().iter().filter(|p| p.code == "merge_conflict").count();
    assert_eq!(listed(&ours), 1);
    merge(&mut ours, &theirs);
    assert_eq!(listed(&ours), 1);
}

#[test]
fn nothing_of_another_edition_comes_in_under_our_checksum() {
    let folder = tempfile::tempdir().unwrap();
    let (mut ours, mut theirs) = copies(folder.path());
    let mut stage = theirs.begin_stage(NOW).unwrap();
    stage.put_source(&Source { checksum: "ee".repeat(32), ..source("osm") }).unwrap();
    let new = city::Observation { source: "osm".into(), ..observation("ward:2", "roads", exact(3.0)) };
    stage.put_observations(&[new]).unwrap();
    stage.put_places(&[place("facility:tap", PlaceKind::Facility, "osm", None)]).unwrap();
    stage.commit().unwrap();
    let merged = merge(&mut ours, &theirs);
    let said: Vec<_> = merged.conflicts.iter().map(|c| (c.table, c.key.as_str(), c.ours.as_str())).collect();
    assert_eq!(said[0].0, "source");
    assert_eq!(
        said[1..],
        [("place", "facility:tap by osm", "not there"), ("observation", "roads@ward:2[]2024#osm", "not there"),]
    );
    assert_eq!(ours.places().unwrap().len(), 7);
    assert_eq!(ours.observations().unwrap().len(), 5);
}

#[test]
fn a_withdrawal_in_either_copy_counts() {
    let folder = tempfile::tempdir().unwrap();
    let (mut ours, mut theirs) = copies(folder.path());
    let mut stage = theirs.begin_stage(NOW).unwrap();
    let withdrawn = city::Consent { withdrawn: Some("2026-01-01".to_owned()), ..sample::consent() };
    stage.put_consent(&withdrawn).unwrap();
    stage.commit().unwrap();
    assert_eq!(merge(&mut ours, &theirs).conflicts.len(), 1);
    assert_eq!(ours.consents().unwrap(), std::slice::from_ref(&withdrawn));
    let merged = merge(&mut ours, &theirs);
    assert_eq!(merged.conflicts, []);
    let again = sample::consent();
    let mut stage = theirs.begin_stage(NOW).unwrap();
    stage.put_consent(&again).unwrap();
    stage.commit().unwrap();
    merge(&mut ours, &theirs);
    assert_eq!(ours.consents().unwrap(), [withdrawn]);
}

#[test]
fn results_of_a_profile_wait_for_the_next_profile() {
    let folder = tempfile::tempdir().unwrap();
    let (mut ours, theirs) = copies(folder.path());
    let mut stage = ours.begin_stage(NOW).unwrap();
    stage.clear_stage(Stage::Profile).unwrap();
    stage.commit().unwrap();
    assert_eq!(merge(&mut ours, &theirs), Merged::default());
    assert_eq!(ours.observations_of("density").unwrap(), []);
}

#[test]
fn features_that_differ_under_one_name_are_a_conflict() {
    let folder = tempfile::tempdir().unwrap();
    let (mut ours, mut theirs) = copies(folder.path());
    let mut stage = theirs.begin_stage(NOW).unwrap();
    let (layer, mut features) = sample::layers().remove(0);
    features.pop();
    stage.put_layer(&layer, features).unwrap();
    stage.commit().unwrap();
    let conflicts = merge(&mut ours, &theirs).conflicts;
    assert_eq!((conflicts.len(), conflicts[0].table, conflicts[0].key.as_str()), (1, "layer", "roads"));
    assert_eq!(ours.features_in("roads", None).unwrap().len(), 3);
}

#[test]
fn another_city_is_refused_and_nothing_changes() {
    let folder = tempfile::tempdir().unwrap();
    let mut ours = sample::write(folder.path());
    let other = folder.path().join("other.gpkg");
    let theirs =
        CityFile::create(&other, &city::settings::CityHead { id: "maputo".to_owned(), ..sample::head() }, NOW).unwrap();
    let error = ours.merge(&theirs, &run(Stage::Merge), NOW).unwrap_err();
    assert!(matches!(error, StoreError::AnotherCity { .. }), "{error}");
    assert_eq!(ours.runs().unwrap().len(), 2);
}
