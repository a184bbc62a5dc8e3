//! A process killed at any moment leaves a city file that opens, and that holds every finished stage and nothing of an
//! unfinished one. The test starts itself again as the process that is killed.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test that cannot go on fails"
)]

mod sample;

use city::{Observation, PlaceKind, Stage};
use sample::{NOW, observation, place, run, source, square};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;
use store::CityFile;

const FOLDER: &str = "MAKAZI_TEST_FOLDER";
const KILLS: &str = "MAKAZI_TEST_KILLS";
const PLACES: usize = 40;

fn place_id(stage: usize, number: usize) -> String {
    format!("cell:{stage}/{number}")
}

/// Writes stage after stage until it is killed, and says each number once the stage is finished.
#[test]
fn writes_stages_until_killed() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    let mut file = CityFile::open(&Path::new(&folder).join("city.gpkg")).unwrap();
    let first = file.layers().unwrap().len();
    let mut out = std::io::stdout();
    for stage in first.. {
        write_stage(&mut file, stage);
        writeln!(out, "finished {stage}").unwrap();
        out.flush().unwrap();
    }
}

fn write_stage(file: &mut CityFile, number: usize) {
    let raster = file.write_raster(&format!("raster_{number}"), &sample::raster()).unwrap();
    let mut stage = file.begin_stage(NOW).unwrap();
    let id = format!("source_{number}");
    stage.put_source(&source(&id)).unwrap();
    stage.put_run(&run(Stage::Collect)).unwrap();
    let at = |i: usize| Some(square(f64::from(u32::try_from(i).unwrap()) * 0.1, 0.0, 0.1));
    let places: Vec<_> = (0..PLACES).map(|i| place(&place_id(number, i), PlaceKind::Cell, &id, at(i))).collect();
    assert_eq!(stage.put_places(&places).unwrap(), []);
    let value = city::Value::Estimate(city::Estimate::exact(1.0).unwrap());
    let observations: Vec<_> = (0..PLACES)
        .map(|i| Observation {
            source: id.as_str().into(),
            ..observation(&place_id(number, i), "population", value.clone())
        })
        .collect();
    assert_eq!(stage.put_observations(&observations).unwrap(), []);
    let (layer, features) = sample::layers().remove(1);
    let layer = city::Layer { name: format!("layer_{number}"), source: id.as_str().into(), ..layer };
    stage.put_layer(&layer, features).unwrap();
    let raster = city::layer::RasterLayer {
        name: format!("raster_{number}"),
        title: String::new(),
        measures: "depth_m".to_owned(),
        size: raster.size,
        reference_system: raster.reference_system,
        checksum: raster.checksum,
        source: id.as_str().into(),
    };
    stage.put_raster(&raster).unwrap();
    stage.commit().unwrap();
}

/// A small generator of numbers, the same on every machine.
fn next(seed: &mut u64) -> u64 {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    *seed >> 33
}

#[test]
fn a_process_killed_at_any_moment_leaves_every_finished_stage_whole() {
    let kills: u32 = std::env::var(KILLS).ok().and_then(|text| text.parse().ok()).unwrap_or(25);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("city.gpkg");
    CityFile::create(&path, &sample::head(), NOW).unwrap().close().unwrap();
    let (mut seed, mut finished, mut with_a_log) = (2_026, 0, 0);
    for kill in 0..kills {
        let told = run_and_kill(folder.path(), Duration::from_micros(2_000 + next(&mut seed) % 90_000));
        finished = finished.max(told.map_or(0, |last| last + 1));
        with_a_log += u32::from(folder.path().join("city.gpkg-wal").exists());
        let held = what_is_held(&path, kill);
        // The stage that was finishing may be whole although its word did not get out.
        assert!(held == finished || held == finished + 1, "kill {kill}: {held} stages held, {finished} were told");
        finished = held;
    }
    println!("{kills} kills, {finished} stages, {with_a_log} times the log was left behind");
    assert!(finished > 0, "no stage was ever finished");
    assert!(with_a_log > 0, "no kill met the file at work");
}

/// Lets the process work for a while after it began, kills it, and gives the last stage that it told.
fn run_and_kill(folder: &Path, after: Duration) -> Option<usize> {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["writes_stages_until_killed", "--exact", "--nocapture", "--test-threads=1"])
        .env(FOLDER, folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let told = BufReader::new(child.stdout.take().unwrap());
    let reader = std::thread::spawn(move || {
        let lines = told.lines().map_while(Result::ok);
        lines.filter_map(|line| line.split_once("finished ").and_then(|(_, number)| number.parse().ok())).last()
    });
    std::thread::sleep(after);
    child.kill().unwrap();
    child.wait().unwrap();
    reader.join().unwrap()
}

/// How many stages the file holds, each of which must be whole.
fn what_is_held(path: &Path, kill: u32) -> usize {
    let file = CityFile::open(path).unwrap();
    let stages = file.layers().unwrap().len();
    assert_eq!(file.sources().unwrap().len(), stages, "kill {kill}");
    let place_ids: Vec<_> = file.places().unwrap().into_iter().map(|p| p.id.0).collect();
    assert_eq!(place_ids.len(), stages * PLACES, "kill {kill}");
    assert_eq!(file.observations().unwrap().len(), stages * PLACES, "kill {kill}");
    for stage in 0..stages {
        assert_eq!(file.features_in(&format!("layer_{stage}"), Some([-180.0, -90.0, 180.0, 90.0])).unwrap().len(), 6);
        assert!(place_ids.contains(&place_id(stage, PLACES - 1)), "kill {kill}, stage {stage}");
    }
    let rasters = file.rasters().unwrap();
    assert_eq!(rasters.len(), stages, "kill {kill}");
    assert!(rasters.iter().all(|raster| file.raster_is_whole(raster).unwrap()), "kill {kill}");
    let partial = std::fs::read_dir(file.rasters_folder()).into_iter().flatten();
    assert!(partial.flatten().all(|entry| !entry.file_name().to_string_lossy().ends_with(".partial")), "kill {kill}");
    file.close().unwrap();
    let db = rusqlite::Connection::open(path).unwrap();
    let word: String = db.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(word, "ok", "kill {kill}");
    let dangling: i64 = db.query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |row| row.get(0)).unwrap();
    assert_eq!(dangling, 0, "kill {kill}");
    stages
}
