//! What goes into a city file comes out of it, and nothing that may not go in does.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test that cannot go on fails"
)]

mod sample;

use city::layer::{Cell, Column, ColumnType, Shape, Style};
use city::source::SourceId;
use city::{Estimate, Observation, Place, PlaceKind, Stage, Value};
use geo_types::{Geometry, MultiLineString, MultiPolygon, Point};
use sample::{NOW, observation, place, run, source, square};
use store::{CityFile, StoreError};

fn multi(geometry: Geometry<f64>) -> Geometry<f64> {
    match geometry {
        Geometry::Polygon(area) => MultiPolygon(vec![area]).into(),
        Geometry::LineString(line) => MultiLineString(vec![line]).into(),
        other => other,
    }
}

fn by_key(mut observations: Vec<Observation>) -> Vec<String> {
    observations.sort_by_key(Observation::key);
    observations.iter().map(|o| format!("{o:?}")).collect()
}

fn exact(value: f64) -> Value {
    Value::Estimate(Estimate::exact(value).unwrap())
}

#[test]
fn everything_comes_back_as_it_was_put() {
    let folder = tempfile::tempdir().unwrap();
    sample::write(folder.path()).close().unwrap();
    let file = CityFile::open_read_only(&folder.path().join("city.gpkg")).unwrap();
    assert_eq!(file.head().unwrap(), sample::head());
    assert_eq!(file.consents().unwrap(), [sample::consent()]);
    let ids: Vec<_> = file.sources().unwrap().into_iter().map(|s| (s.id.0, s.consent.map(|c| c.0))).collect();
    assert_eq!(ids, [("wards".into(), None), ("profiles".into(), Some("federation".to_owned())), ("osm".into(), None)]);
    assert_eq!(file.sources().unwrap()[0], source("wards"));
    assert_eq!(file.source_checksums().unwrap().len(), 3);
    assert_eq!(file.runs().unwrap(), [run(Stage::Collect), run(Stage::Profile)]);
    assert_eq!(file.problems().unwrap(), [sample::problem()]);
    let mut places: Vec<Place> =
        sample::places().into_iter().map(|p| Place { geometry: p.geometry.map(multi), ..p }).collect();
    places.sort_by(|a, b| a.id.cmp(&b.id));
    assert_eq!(file.places().unwrap(), places);
    assert_eq!(by_key(file.observations().unwrap()), by_key(sample::observations()));
    assert_eq!(file.observations_at(&"settlement:south".into()).unwrap().len(), 1);
    assert_eq!(file.observations_of("population").unwrap().len(), 2);
    assert_eq!(file.concordance().unwrap(), [sample::shared()]);
    assert_eq!(file.rasters().unwrap()[0].size, (6, 4));
    assert!(file.raster_is_whole(&file.rasters().unwrap()[0]).unwrap());
    let mut layers = sample::layers();
    layers.sort_by(|a, b| a.0.name.cmp(&b.0.name));
    assert_eq!(file.layers().unwrap(), layers.iter().map(|(layer, _)| layer.clone()).collect::<Vec<_>>());
    for (layer, features) in layers {
        let expected: Vec<_> =
            features.into_iter().map(|f| city::Feature { geometry: f.geometry.map(multi), ..f }).collect();
        assert_eq!(file.features_in(&layer.name, None).unwrap(), expected, "{}", layer.name);
    }
}

#[test]
fn the_same_work_makes_the_same_content() {
    let (a, b) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    for folder in [&a, &b] {
        sample::write(folder.path()).close().unwrap();
    }
    let bytes = |folder: &tempfile::TempDir, file: &str| std::fs::read(folder.path().join(file)).unwrap();
    assert!(bytes(&a, "city.gpkg") == bytes(&b, "city.gpkg"));
    assert!(bytes(&a, "rasters/depth_m.tif") == bytes(&b, "rasters/depth_m.tif"));
}

#[test]
fn a_box_gives_the_features_that_touch_it() {
    let folder = tempfile::tempdir().unwrap();
    let file = sample::write(folder.path());
    let heights = |bbox| file.features_in("footprints", Some(bbox)).unwrap().len();
    assert_eq!(heights([32.2, -25.8, 32.21, -25.79]), 1);
    assert_eq!(heights([32.0, -26.0, 33.0, -25.0]), 6);
    assert_eq!(heights([10.0, 10.0, 11.0, 11.0]), 0);
    assert!(matches!(file.features_in("nothing", None), Err(StoreError::NoLayer(_))));
}

#[test]
fn a_stage_that_is_dropped_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut file = sample::write(folder.path());
    let before = (file.places().unwrap(), file.layers().unwrap());
    let mut stage = file.begin_stage(NOW).unwrap();
    stage.clear_source(&"profiles".into()).unwrap();
    stage.drop_layer("roads").unwrap();
    drop(stage);
    assert_eq!((file.places().unwrap(), file.layers().unwrap()), before);
    assert_eq!(file.observations().unwrap().len(), 5);
}

#[test]
fn a_number_without_a_source_or_run_cannot_be_stored() {
    let folder = tempfile::tempdir().unwrap();
    let mut file = sample::write(folder.path());
    let mut stage = file.begin_stage(NOW).unwrap();
    for spoil in [|o: &mut Observation| o.source = "".into(), |o: &mut Observation| o.run = "guess".into()] {
        let mut number = observation("ward:1", "population", exact(1.0));
        spoil(&mut number);
        assert!(matches!(stage.put_observations(&[number]), Err(StoreError::Unknown { .. })));
    }
    stage.commit().unwrap();
    assert_eq!(file.observations().unwrap().len(), 5);
}

#[test]
fn bad_rows_are_named_and_good_ones_come_in() {
    let folder = tempfile::tempdir().unwrap();
    let mut file = sample::write(folder.path());
    let mut stage = file.begin_stage(NOW).unwrap();
    let broken = Value::Estimate(Estimate { low: 5.0, value: 1.0, high: 9.0 });
    let problems = stage
        .put_observations(&[
            observation("ward:9", "population", exact(1.0)),
            observation("ward:1", "population", broken),
            observation("ward:1", "population", Value::Estimate(Estimate { low: f64::NAN, value: 1.0, high: 1.0 })),
            observation(
                "ward:1",
                "population",
                Value::Estimate(Estimate { low: 0.0, value: 1.0, high: f64::INFINITY }),
            ),
            observation("ward:1", "population", exact(7.0)),
            observation("ward:1", "population", exact(7.0)),
            observation("ward:1", "population", exact(8.0)),
        ])
        .unwrap();
    let codes: Vec<_> = problems.iter().map(|p| p.code.as_str()).collect();
    assert_eq!(codes, ["place_unknown", "value_invalid", "value_invalid", "value_invalid", "observation_twice"]);
    assert_eq!(problems[4].expected, "population once; 7 is kept");
    stage.commit().unwrap();
    assert_eq!(file.observations_at(&"ward:1".into()).unwrap()[0].value, exact(7.0));
}

#[test]
fn another_program_cannot_slip_in_a_number_without_a_source_either() {
    let folder = tempfile::tempdir().unwrap();
    sample::write(folder.path()).close().unwrap();
    let db = rusqlite::Connection::open(folder.path().join("city.gpkg")).unwrap();
    db.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
    let put = |columns: &str, values: &str| {
        let sql = format!(
            "INSERT INTO observation (place, indicator, period, \"group\", quality, note, {columns}) VALUES ('ward:1', 'a', '2024', '', 'low', '', {values})"
        );
        db.execute(&sql, [])
    };
    assert!(put("source, run, locator, value, low, high", "NULL, 'r', 'l', 1, 1, 1").is_err());
    assert!(put("source, run, locator", "'osm', 'r', 'l'").is_err(), "neither number nor gap");
    assert!(put("source, run, locator, value, low, high, gap", "'osm', 'r', 'l', 1, 1, 1, 'not_occurring'").is_err());
    assert!(put("source, run, locator, gap", "'osm', 'r', 'l', 'lost'").is_err());
    assert!(put("source, run, locator, value, low, high", "'osm', 'r', 'l', 1, 1, 9e999").is_err());
    assert!(put("source, run, value, low, high", "'osm', 'r', 1, 1, 1").is_err(), "no basis");
    assert!(put("source, run, locator, gap", "'osm', 'r', 'l', 'not_occurring'").is_ok());
}

#[test]
fn several_sources_make_one_place_and_the_first_one_decides() {
    let folder = tempfile::tempdir().unwrap();
    let mut file = sample::write(folder.path());
    let mut stage = file.begin_stage(NOW).unwrap();
    let mut also = place("settlement:south", PlaceKind::District, "osm", Some(square(0.0, 0.0, 1.0)));
    also.name = "Sul".to_owned();
    also.parent = Some("ward:2".into());
    let mut old = place("ward_2011:1", PlaceKind::District, "osm", Some(square(0.0, 0.0, 1.0)));
    old.aliases = vec!["Old".to_owned()];
    assert_eq!(stage.put_places(&[also, old]).unwrap(), []);
    stage.commit().unwrap();
    let find = |file: &CityFile, id: &str| file.places().unwrap().into_iter().find(|p| p.id.as_str() == id);
    let south = find(&file, "settlement:south").unwrap();
    assert_eq!((south.name.as_str(), south.kind), ("Name of settlement:south", PlaceKind::Settlement));
    assert_eq!((south.aliases, south.parent), (vec!["Sul".to_owned()], Some("ward:2".into())));
    assert_eq!(south.geometry, Some(multi(square(32.5, -25.9, 0.05))));
    assert_eq!(find(&file, "ward_2011:1").unwrap().geometry, Some(multi(square(0.0, 0.0, 1.0))));
    // The second one leaves again: all is as before. The first one leaves: the second one decides.
    let mut stage = file.begin_stage(NOW).unwrap();
    stage.clear_source(&"osm".into()).unwrap();
    assert_eq!(find(stage.file(), "ward_2011:1").unwrap().geometry, None);
    drop(stage);
    let mut stage = file.begin_stage(NOW).unwrap();
    stage.clear_source(&"profiles".into()).unwrap();
    stage.commit().unwrap();
    assert_eq!(find(&file, "settlement:south").unwrap().name, "Sul");
    assert_eq!(find(&file, "settlement:north"), None);
}

#[test]
fn a_place_twice_in_one_source_is_told_and_the_first_kept() {
    let folder = tempfile::tempdir().unwrap();
    let mut file = sample::write(folder.path());
    let mut stage = file.begin_stage(NOW).unwrap();
    let mut twin = place("ward:1", PlaceKind::District, "wards", None);
    twin.name = "Twin".to_owned();
    let far = place("ward:3", PlaceKind::District, "wards", Some(Point::new(f64::NAN, 0.0).into()));
    let problems = stage.put_places(&[twin, far]).unwrap();
    let codes: Vec<_> = problems.iter().map(|p| (p.code.as_str(), p.value.as_str())).collect();
    assert_eq!(codes, [("place_twice", "ward:1"), ("geometry_not_finite", "ward:3")]);
    stage.commit().unwrap();
    assert_eq!(file.places().unwrap().iter().filter(|p| p.kind == PlaceKind::District).count(), 4);
}

#[test]
fn a_source_that_is_cleared_takes_what_it_gave_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let mut file = sample::write(folder.path());
    let mut stage = file.begin_stage(NOW).unwrap();
    stage.clear_source(&"osm".into()).unwrap();
    stage.commit().unwrap();
    assert_eq!((file.layers().unwrap().len(), file.rasters().unwrap().len()), (0, 0));
    assert!(!folder.path().join("rasters/depth_m.tif").exists());
    assert_eq!((file.places().unwrap().len(), file.observations().unwrap().len()), (7, 5));
    assert_eq!(file.sources().unwrap().len(), 3);
}

#[test]
fn a_place_that_is_still_reported_about_stays_and_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let mut file = sample::write(folder.path());
    let mut stage = file.begin_stage(NOW).unwrap();
    assert_eq!(stage.put_observations(&[observation("ward:1", "population", exact(7.0))]).unwrap(), []);
    stage.clear_source(&"wards".into()).unwrap();
    stage.commit().unwrap();
    let ids: Vec<_> = file.places().unwrap().into_iter().map(|p| p.id.0).collect();
    assert_eq!(ids, ["facility:clinic", "settlement:north", "settlement:south", "ward:1"]);
    let named: Vec<_> = file.problems().unwrap().into_iter().filter(|p| p.code == "place_no_longer_given").collect();
    assert_eq!((named.len(), named[0].value.as_str(), named[0].source.as_str()), (1, "ward:1", "wards"));
    assert_eq!(file.concordance().unwrap(), []);
    let mut stage = file.begin_stage(NOW).unwrap();
    stage.clear_source(&"wards".into()).unwrap();
    stage.put_places(&sample::places()).unwrap();
    stage.commit().unwrap();
    assert_eq!(file.places().unwrap().len(), 7);
    assert!(file.problems().unwrap().iter().all(|p| p.code != "place_no_longer_given"));
}

#[test]
fn clearing_a_stage_takes_what_it_derived_only() {
    let folder = tempfile::tempdir().unwrap();
    let mut file = sample::write(folder.path());
    let mut stage = file.begin_stage(NOW).unwrap();
    stage.clear_stage(Stage::Profile).unwrap();
    stage.commit().unwrap();
    assert_eq!((file.observations().unwrap().len(), file.observations_of("density").unwrap().len()), (4, 0));
}

#[test]
fn a_layer_put_again_is_replaced_and_a_style_of_a_person_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    sample::write(folder.path()).close().unwrap();
    let path = folder.path().join("city.gpkg");
    let db = rusqlite::Connection::open(&path).unwrap();
    db.execute_batch("UPDATE layer_styles SET useAsDefault = 0 WHERE f_table_name = 'taps';
        INSERT INTO layer_styles (f_table_name, f_geometry_column, styleName, styleQML, useAsDefault, owner) VALUES ('taps', 'geometry', 'mine', '<qgis/>', 1, 'ana')").unwrap();
    drop(db);
    let mut file = CityFile::open(&path).unwrap();
    let mut stage = file.begin_stage(NOW).unwrap();
    let taps = sample::layer(
        "taps",
        Shape::Point,
        vec![Column::new("n", ColumnType::Integer)],
        Style::Single("#000000".to_owned()),
    );
    let feature = city::Feature { geometry: Some(Point::new(1.0, 2.0).into()), cells: vec![Cell::Integer(3)] };
    stage.put_layer(&taps, [feature.clone()]).unwrap();
    stage.commit().unwrap();
    assert_eq!(file.features_in("taps", Some([0.0, 0.0, 3.0, 3.0])).unwrap(), [feature]);
    file.close().unwrap();
    let db = rusqlite::Connection::open(&path).unwrap();
    let defaults: String = db
        .query_row("SELECT group_concat(owner || useAsDefault, ' ') FROM (SELECT * FROM layer_styles WHERE f_table_name = 'taps' ORDER BY owner)", [], |row| row.get(0))
        .unwrap();
    assert_eq!(defaults, "ana1 makazi0");
}

#[test]
fn a_layer_that_does_not_fit_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let mut file = sample::write(folder.path());
    let mut stage = file.begin_stage(NOW).unwrap();
    let style = Style::Single("#000000".to_owned());
    let columns = vec![Column::new("n", ColumnType::Integer)];
    for name in ["", "a b", "place", "districts", "GPKG_contents", "rtree_x", "makazi_version", "sqlite_master"] {
        let layer = sample::layer(name, Shape::Point, columns.clone(), style.clone());
        assert!(matches!(stage.put_layer(&layer, []), Err(StoreError::LayerName { .. })), "{name}");
    }
    let of_another =
        city::Layer { source: "wards".into(), ..sample::layer("Roads", Shape::Line, columns.clone(), style.clone()) };
    assert!(matches!(stage.put_layer(&of_another, []), Err(StoreError::LayerOfAnother { .. })));
    let layer = sample::layer("numbers", Shape::Point, columns, style);
    let short = city::Feature { geometry: None, cells: vec![] };
    assert!(matches!(stage.put_layer(&layer, [short]), Err(StoreError::Feature { feature: 1, .. })));
    drop(stage);
    let mut stage = file.begin_stage(NOW).unwrap();
    let wordy = city::Feature { geometry: None, cells: vec![Cell::Text("7".to_owned())] };
    let error = stage.put_layer(&layer, [wordy]).unwrap_err();
    assert_eq!(error.to_string(), "layer `numbers`, feature 1: `7` does not fit the column `n` (integer)");
}

#[test]
fn a_second_writer_is_told_whom_to_wait_for_and_a_reader_is_not_disturbed() {
    let folder = tempfile::tempdir().unwrap();
    let mut file = sample::write(folder.path());
    let path = folder.path().join("city.gpkg");
    let mut stage = file.begin_stage(NOW).unwrap();
    stage.clear_source(&"profiles".into()).unwrap();
    let error = CityFile::open(&path).unwrap_err().to_string();
    let expected =
        format!("is being written by process {}, in a stage begun at 2026-01-31T12:00:00.000Z", std::process::id());
    assert!(error.contains(&expected), "{error}");
    let mut reader = CityFile::open_read_only(&path).unwrap();
    assert_eq!(reader.places().unwrap().len(), 7);
    assert!(matches!(reader.begin_stage(NOW), Err(StoreError::ReadOnly)));
    drop(reader);
    stage.commit().unwrap();
    file.close().unwrap();
    let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(left.len(), 2, "only the file and its rasters stay: {left:?}");
    CityFile::open(&path).unwrap();
}

#[test]
fn files_that_are_no_city_are_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    std::fs::write(at("empty.gpkg"), "").unwrap();
    std::fs::write(at("words.gpkg"), "these are only words").unwrap();
    rusqlite::Connection::open(at("other.gpkg")).unwrap().execute_batch("CREATE TABLE a (b)").unwrap();
    let said =
        |name: &str| CityFile::open(&at(name)).unwrap_err().to_string().replace(&*folder.path().to_string_lossy(), "");
    assert_eq!(said("none.gpkg"), "there is no file /none.gpkg");
    assert_eq!(said("empty.gpkg"), "/empty.gpkg is no GeoPackage: it is too short for a GeoPackage");
    assert_eq!(said("words.gpkg"), "/words.gpkg is no GeoPackage: it does not begin as a GeoPackage does");
    assert!(
        said("other.gpkg")
            .starts_with("/other.gpkg is no city file: it is a GeoPackage or database of another program")
    );
    let file = sample::write(folder.path());
    drop(file);
    assert!(matches!(CityFile::create(&at("city.gpkg"), &sample::head(), NOW), Err(StoreError::Exists(_))));
    let db = rusqlite::Connection::open(at("city.gpkg")).unwrap();
    db.execute("UPDATE makazi_version SET version = 99", []).unwrap();
    drop(db);
    assert!(matches!(CityFile::open(&at("city.gpkg")), Err(StoreError::Newer { found: 99, .. })));
    assert!(matches!(CityFile::open_read_only(&at("city.gpkg")), Err(StoreError::Newer { found: 99, .. })));
}

#[test]
fn a_city_cut_off_anywhere_is_an_error_and_no_panic() {
    let folder = tempfile::tempdir().unwrap();
    sample::write(folder.path()).close().unwrap();
    let whole = std::fs::read(folder.path().join("city.gpkg")).unwrap();
    let cut = folder.path().join("cut.gpkg");
    for part in 1..20 {
        std::fs::write(&cut, &whole[..whole.len() * part / 20]).unwrap();
        let read = CityFile::open_read_only(&cut).and_then(|file| {
            file.layers()?.iter().try_for_each(|layer| file.features_in(&layer.name, None).map(drop))?;
            Ok((file.places()?, file.observations()?, file.problems()?, file.runs()?))
        });
        assert!(read.is_err(), "{part} of 20");
    }
}

#[test]
fn a_raster_whose_file_is_not_there_cannot_be_named() {
    let folder = tempfile::tempdir().unwrap();
    let mut file = sample::write(folder.path());
    let mut raster = file.rasters().unwrap().remove(0);
    "other".clone_into(&mut raster.name);
    let mut stage = file.begin_stage(NOW).unwrap();
    assert!(matches!(stage.put_raster(&raster), Err(StoreError::NoRaster { .. })));
    drop(stage);
    assert!(matches!(file.open_raster("other"), Err(StoreError::NoRaster { .. })));
}

#[test]
#[ignore = "measures: run with --ignored --nocapture"]
fn a_hundred_thousand_observations_go_in_and_come_out() {
    let folder = tempfile::tempdir().unwrap();
    let mut file = sample::write(folder.path());
    let many: Vec<_> = (0..100_000)
        .map(|i| Observation {
            period: format!("{:04}", 1 + i % 5_000).parse().unwrap(),
            ..observation("ward:1", &format!("indicator_{:02}", i / 5_000), exact(f64::from(i)))
        })
        .collect();
    let begun = std::time::Instant::now();
    let mut stage = file.begin_stage(NOW).unwrap();
    assert_eq!(stage.put_observations(&many).unwrap(), []);
    let put = begun.elapsed();
    stage.commit().unwrap();
    let committed = begun.elapsed();
    assert_eq!(file.observations().unwrap().len(), 100_005);
    println!("put {put:?}, committed after {committed:?}, read after {:?}", begun.elapsed());
    let places: Vec<_> = (0..24_000)
        .map(|i| place(&format!("cell:{i}"), PlaceKind::Cell, "osm", Some(square(f64::from(i) * 0.001, 0.0, 0.001))))
        .collect();
    let begun = std::time::Instant::now();
    let mut stage = file.begin_stage(NOW).unwrap();
    assert_eq!(stage.put_places(&places).unwrap(), []);
    stage.commit().unwrap();
    println!("24,000 places {:?}", begun.elapsed());
    assert_eq!(SourceId::from("osm"), file.places().unwrap()[5].source);
}

#[test]
fn a_reader_who_stays_does_not_make_a_saved_stage_fail() {
    let folder = tempfile::tempdir().unwrap();
    sample::write(folder.path()).close().unwrap();
    let path = folder.path().join("city.gpkg");
    let mut file = CityFile::open(&path).unwrap();
    let reader = CityFile::open_read_only(&path).unwrap();
    let mut stage = file.begin_stage(NOW).unwrap();
    stage.put_source(&sample::source("late")).unwrap();
    stage.commit().unwrap();
    file.close().unwrap();
    assert!(reader.sources().unwrap().iter().any(|s| s.id.as_str() == "late"));
    drop(reader);
    CityFile::open(&path).unwrap().close().unwrap();
    assert!(!folder.path().join("city.gpkg-wal").exists());
}

#[test]
fn a_source_that_was_cleared_and_could_not_be_read_again_keeps_what_it_gave() {
    let folder = tempfile::tempdir().unwrap();
    let mut file = sample::write(folder.path());
    let all = |file: &CityFile| {
        (file.observations().unwrap(), file.places().unwrap(), file.rasters().unwrap(), file.layers().unwrap().len())
    };
    let before = all(&file);
    let ids: Vec<_> = file.sources().unwrap().into_iter().map(|s| s.id).collect();
    let mut stage = file.begin_stage(NOW).unwrap();
    for id in &ids {
        let mark = stage.mark().unwrap();
        stage.clear_source(id).unwrap();
        stage.go_back(mark).unwrap();
    }
    stage.commit().unwrap();
    assert_eq!(all(&file), before);
    let mut stage = file.begin_stage(NOW).unwrap();
    for id in &ids {
        let mark = stage.mark().unwrap();
        stage.clear_source(id).unwrap();
        stage.go_on(mark).unwrap();
    }
    stage.commit().unwrap();
    assert!(file.observations().unwrap().is_empty() && file.rasters().unwrap().is_empty());
    file.close().unwrap();
}
