//! Files as they come in life: cut off, empty, misnamed, without a reference system, with a wrong row. Each is a source of one
//! city; each is told clearly, and everything that is good comes in.

#![allow(clippy::expect_used, clippy::panic, reason = "a test stops where its own ground gives way")]

mod common;

use common::{makazi, query, root};
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// Squares of a hundredth of a degree, in longitude order, with a code, a name and a count.
fn squares(count: usize, corner: impl Fn(usize) -> (f64, f64)) -> String {
    let square = |n: usize| {
        let (x, y) = corner(n);
        let ring = [(0.0, 0.0), (0.01, 0.0), (0.01, 0.01), (0.0, 0.01), (0.0, 0.0)];
        feature(n, &ring.map(|(dx, dy)| (x + dx, y + dy)))
    };
    collection(&(0..count).map(square).collect::<Vec<_>>())
}

fn feature(n: usize, ring: &[(f64, f64)]) -> String {
    let ring: Vec<String> = ring.iter().map(|(x, y)| format!("[{x:.6},{y:.6}]")).collect();
    format!(
        r#"{{"type":"Feature","properties":{{"code":"{n}","name":"Place {n}","people":{}}},"geometry":{{"type":"Polygon","coordinates":[[{}]]}}}}"#,
        100 + n,
        ring.join(",")
    )
}

fn collection(features: &[String]) -> String {
    format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(",\n"))
}

/// A folder of good and broken files, and the `city.toml` that names all of them.
struct Made {
    dir: PathBuf,
    toml: String,
}

impl Made {
    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        std::fs::write(self.dir.join(name), bytes).expect("written");
    }

    fn read(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.dir.join(name)).expect("read")
    }

    /// The first part of a file, a share of it.
    fn cut(&self, whole: &str, name: &str, share: f64) {
        let bytes = self.read(whole);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "small"
        )]
        let length = (bytes.len() as f64 * share) as usize;
        self.write(name, &bytes[..length]);
    }

    fn gdal(&self, program: &str, words: &[&str]) {
        let output = Command::new(program).args(words).current_dir(&self.dir).output().expect("GDAL is installed");
        assert!(output.status.success(), "{program} {words:?}: {}", String::from_utf8_lossy(&output.stderr));
    }

    fn source(&mut self, id: &str, file: &str, rest: &str) {
        write!(
            self.toml,
            "\n[[source]]\nid = \"{id}\"\ntitle = \"{id}\"\nlicence = \"CC0-1.0\"\nquality = \"low\"\nfile = \"{file}\"\n{rest}"
        )
        .expect("text");
    }

    /// A source of places, whose prefix is its id.
    fn places(&mut self, id: &str, file: &str, before: &str) {
        let rest = format!(
            "{before}[source.places]\nkind = \"settlement\"\nprefix = \"{id}\"\ncode = \"code\"\nname = \"name\"\n\
             [[source.values]]\ncolumn = \"people\"\nindicator = \"population\"\nperiod = \"2018\"\n"
        );
        self.source(id, file, &rest);
    }

    /// A table of `column` of the places of the good source.
    fn table(&mut self, id: &str, file: &str, column: &str, indicator: &str) {
        let rest = format!(
            "join = {{ prefix = \"good\", column = \"code\" }}\n[[source.values]]\ncolumn = \"{column}\"\n\
             indicator = \"{indicator}\"\nperiod = \"2018\"\n"
        );
        self.source(id, file, &rest);
    }
}

const HEAD: &str = "[city]\nid = \"test\"\nname = \"Test\"\ncountry = \"XX\"\nextent = [18.0, -34.5, 19.0, -33.5]\n";

fn made(dir: &Path) -> Made {
    let mut made = Made { dir: dir.to_owned(), toml: HEAD.to_owned() };
    #[expect(clippy::cast_precision_loss, reason = "small")]
    let row = |n: usize| (18.1 + n as f64 * 0.02, -34.0);
    made.write("good.geojson", squares(40, row));
    made.places("good", "good.geojson", "");
    cut_off(&mut made);
    misnamed(&mut made);
    misplaced(&mut made, row);
    tables(&mut made);
    made.write("city.toml", &made.toml);
    made
}

fn cut_off(made: &mut Made) {
    made.gdal("ogr2ogr", &["whole.shp", "good.geojson"]);
    made.gdal("ogr2ogr", &["whole.gpkg", "good.geojson"]);
    made.gdal("ogr2ogr", &["whole.xlsx", "good.geojson"]);
    made.cut("whole.shp", "cut.shp", 0.5);
    for ending in ["shx", "dbf", "prj"] {
        made.write(&format!("cut.{ending}"), made.read(&format!("whole.{ending}")));
    }
    made.cut("good.geojson", "cut.geojson", 0.5);
    made.cut("whole.xlsx", "cut.xlsx", 0.5);
    made.cut("whole.gpkg", "cut.gpkg", 0.5);
    made.places("cut_shp", "cut.shp", "");
    made.places("cut_geojson", "cut.geojson", "");
    made.table("cut_xlsx", "cut.xlsx", "people", "households");
    made.places("cut_gpkg", "cut.gpkg", "");
    let grid = (0..60).map(|row| vec![(row * 7 % 50).to_string(); 60].join(" ")).collect::<Vec<_>>().join("\n");
    made.write("whole.asc", format!("ncols 60\nnrows 60\nxllcorner 18.1\nyllcorner -34.5\ncellsize 0.01\n{grid}\n"));
    made.gdal("gdal_translate", &["-q", "-a_srs", "EPSG:4326", "whole.asc", "whole.tif"]);
    made.cut("whole.tif", "cut.tif", 0.5);
    made.source("cut_tif", "cut.tif", "[source.raster]\nname = \"cut\"\nmeasures = \"depth_m\"\n");
    let extract = std::fs::read(root().join("crates/collect/tests/mutation/squares.osm.pbf")).expect("extract");
    made.write("cut.osm.pbf", &extract[..extract.len() / 2]);
    made.source(
        "cut_pbf",
        "cut.osm.pbf",
        "[[source.osm]]\nname = \"roads\"\ntitle = \"Roads\"\nshape = \"line\"\ntags = [\"highway\"]\ncolumns = []\n",
    );
}

fn misnamed(made: &mut Made) {
    made.write("empty.csv", "");
    made.table("empty", "empty.csv", "people", "households");
    made.write("table.tif", "code,people\n1,2\n");
    made.source("misnamed", "table.tif", "[source.raster]\nname = \"misnamed\"\nmeasures = \"depth_m\"\n");
    made.gdal("ogr2ogr", &["metres.shp", "good.geojson", "-t_srs", "EPSG:32734"]);
    made.gdal("ogr2ogr", &["degrees.shp", "good.geojson"]);
    for name in ["metres.prj", "degrees.prj"] {
        std::fs::remove_file(made.dir.join(name)).expect("removed");
    }
    made.places("metres", "metres.shp", "");
    made.places("degrees", "degrees.shp", "");
}

fn misplaced(made: &mut Made, row: impl Fn(usize) -> (f64, f64)) {
    let tie = [(18.2, -34.2), (18.3, -34.1), (18.3, -34.2), (18.2, -34.1), (18.2, -34.2)];
    let good = [(18.2, -34.0), (18.3, -34.0), (18.3, -33.9), (18.2, -33.9), (18.2, -34.0)];
    made.write("crossing.geojson", collection(&[feature(1, &good), feature(2, &tie)]));
    made.places("crossing", "crossing.geojson", "");
    let elsewhere = |n: usize| if n == 2 { (36.8, -1.3) } else { row(n) };
    made.write("elsewhere.geojson", squares(4, elsewhere));
    made.places("elsewhere", "elsewhere.geojson", "");
    let swapped = |n: usize| if n == 3 { (-34.0, 18.2) } else { row(n) };
    made.write("swapped.geojson", squares(4, swapped));
    made.places("swapped", "swapped.geojson", "");
    let dateline = [(179.0, -34.0), (-179.0, -34.0), (-179.0, -33.9), (179.0, -33.9), (179.0, -34.0)];
    let north = [(18.2, -34.0), (18.3, -34.0), (18.3, -97.0), (18.2, -97.0), (18.2, -34.0)];
    made.write("edges.geojson", collection(&[feature(1, &good), feature(2, &dateline), feature(3, &north)]));
    made.places("edges", "edges.geojson", "");
}

fn tables(made: &mut Made) {
    made.write("share.csv", "code,electrified\n1,95\n2,105\n3,50\n");
    made.table("share", "share.csv", "electrified", "electricity_share");
    made.write("comma.csv", "code;size\n1;4.2\n2;3,9\n3;5\n");
    made.table("comma", "comma.csv", "size", "household_size");
    made.write("latin.csv", b"code,name,people\n1,Qu\xE9bec,12\n2,Nima,13\n");
    made.table("latin", "latin.csv", "people", "households");
}

struct City {
    _folder: tempfile::TempDir,
    gpkg: PathBuf,
    code: Option<i32>,
    words: String,
    problems: Vec<serde_json::Value>,
}

/// The city of all bad files, brought in once.
fn city() -> &'static City {
    static CITY: OnceLock<City> = OnceLock::new();
    CITY.get_or_init(|| {
        let folder = tempfile::tempdir().expect("temporary folder");
        let made = made(folder.path());
        let dir = made.dir.to_str().expect("UTF-8");
        let output = makazi(&["collect", dir, "--json"]);
        let words = String::from_utf8_lossy(&output.stderr).into_owned();
        let answer: serde_json::Value =
            serde_json::from_slice(&output.stdout).unwrap_or_else(|e| panic!("{e}: {words}"));
        let problems = answer["problems"].as_array().expect("problems").clone();
        City { gpkg: made.dir.join("city.gpkg"), _folder: folder, code: output.status.code(), words, problems }
    })
}

/// The problem of a source of this code: it must name the file and say what to do.
fn problem(source: &str, code: &str) -> &'static serde_json::Value {
    let mut of_source = city().problems.iter().filter(|p| p["source"] == source);
    let found = of_source.clone().find(|p| p["code"] == code);
    let found = found.unwrap_or_else(|| panic!("{source}: no {code} in {:#?}", of_source.by_ref().collect::<Vec<_>>()));
    assert!(!found["file"].as_str().unwrap_or_default().is_empty(), "no file: {found}");
    // What is wrong inside a raster says itself what to do.
    let says = |key: &str| found[key].as_str().unwrap_or_default().to_owned();
    assert!(!says("hint").is_empty() || says("value").contains("fetch it again"), "no hint: {found}");
    found
}

/// The codes of the places that came in from a source, in order.
fn places(source: &str) -> Vec<String> {
    let sql = format!("SELECT id FROM place WHERE source = '{source}' ORDER BY id");
    query(&city().gpkg, &sql).into_iter().map(|row| row[0].clone()).collect()
}

/// The numbers that came in from a source, by place.
fn numbers(source: &str) -> Vec<(String, String)> {
    let sql =
        format!("SELECT place, value FROM observation WHERE source = '{source}' AND value IS NOT NULL ORDER BY place");
    query(&city().gpkg, &sql).into_iter().map(|row| (row[0].clone(), row[1].clone())).collect()
}

#[test]
fn the_city_comes_in_all_the_same_and_no_panic_is_heard() {
    assert_eq!(city().code, Some(3), "{}", city().words);
    assert!(!city().words.contains("panicked"), "{}", city().words);
    assert_eq!((places("good").len(), numbers("good").len()), (40, 40));
    let wrong = query(&city().gpkg, "SELECT count(*) FROM observation WHERE value > 1e300 OR value <> value");
    assert_eq!(wrong, [["0"]]);
}

#[test]
fn a_truncated_shapefile_gives_the_shapes_before_the_cut() {
    assert_eq!(problem("cut_shp", "file_truncated")["file"], "cut.shp");
    assert_eq!(places("cut_shp").len(), 40, "rows without a shape stay");
    let shapes = query(&city().gpkg, "SELECT count(*) FROM place WHERE source = 'cut_shp' AND geometry IS NOT NULL");
    let shapes: usize = shapes[0][0].parse().expect("a number");
    assert!((15..25).contains(&shapes), "{shapes}");
}

#[test]
fn a_truncated_geojson_gives_the_features_before_the_cut() {
    assert_eq!(problem("cut_geojson", "file_truncated")["file"], "cut.geojson");
    let came = places("cut_geojson").len();
    assert!((15..25).contains(&came), "{came}");
}

#[test]
fn a_truncated_workbook_geopackage_raster_and_extract_are_named() {
    assert_eq!(problem("cut_xlsx", "not_a_zip")["file"], "cut.xlsx");
    assert_eq!(problem("cut_gpkg", "geopackage_unreadable")["file"], "cut.gpkg");
    assert_eq!(problem("cut_tif", "raster_unreadable")["file"], "cut.tif");
    assert_eq!(problem("cut_pbf", "file_truncated")["file"], "cut.osm.pbf");
}

#[test]
fn an_empty_and_a_misnamed_file_are_told_for_what_they_are() {
    problem("empty", "file_empty");
    let misnamed = problem("misnamed", "wrong_extension");
    assert!(misnamed["expected"].as_str().is_some_and(|t| t.contains("text")), "{misnamed}");
}

#[test]
fn without_a_prj_degrees_come_in_with_a_warning_and_metres_lose_their_geometries() {
    assert_eq!(problem("degrees", "reference_system_missing")["severity"], "warning");
    assert_eq!(problem("metres", "reference_system_missing")["severity"], "error");
    let with = |source: &str| {
        let sql = format!("SELECT count(*) FROM place WHERE source = '{source}' AND geometry IS NOT NULL");
        query(&city().gpkg, &sql)[0][0].clone()
    };
    assert_eq!((with("degrees"), with("metres")), ("40".to_owned(), "0".to_owned()));
    assert_eq!((places("metres").len(), numbers("metres").len()), (40, 40));
}

#[test]
fn a_ring_that_crosses_itself_a_place_elsewhere_and_swapped_coordinates_are_named_and_the_rows_stay() {
    assert_eq!(problem("crossing", "ring_crosses_itself")["column"], "crossing:2");
    assert_eq!(problem("elsewhere", "outside_city")["column"], "elsewhere:2");
    let swapped = problem("swapped", "coordinates_swapped");
    assert_eq!(swapped["column"], "swapped:3");
    assert!(swapped["value"].as_str().is_some_and(|v| v.contains("longitude -33.9")), "{swapped}");
    assert_eq!((numbers("crossing").len(), numbers("elsewhere").len(), numbers("swapped").len()), (2, 4, 4));
}

#[test]
fn what_runs_across_the_180th_meridian_or_past_a_pole_is_named() {
    assert_eq!(problem("edges", "crosses_180")["row"], 2);
    assert_eq!(problem("edges", "coordinate_outside")["row"], 3);
    assert_eq!(numbers("edges").len(), 3);
}

#[test]
fn a_percentage_of_105_a_decimal_comma_and_an_undeclared_encoding_are_named_by_row_column_and_value() {
    let cell = |p: &serde_json::Value| (p["row"].as_u64(), p["column"].clone(), p["value"].as_str().map(str::to_owned));
    let share = problem("share", "share_outside_0_100");
    assert_eq!(cell(share), (Some(3), "electrified".into(), Some("105".to_owned())));
    assert_eq!(numbers("share").len(), 2);
    let comma = problem("comma", "number_style_not_declared");
    assert_eq!(cell(comma), (Some(3), "size".into(), Some("3,9".to_owned())));
    assert!(comma["hint"].as_str().is_some_and(|hint| hint.contains("decimal")), "{comma}");
    assert_eq!(numbers("comma").len(), 2);
    let latin = problem("latin", "encoding_unsure");
    assert_eq!(latin["value"], "Québec");
    assert_eq!(numbers("latin").len(), 2);
}
