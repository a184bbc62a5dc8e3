//! Exports: for every role what may leave, no more; in every format the same; read by us and by other people's programs.

#![allow(clippy::expect_used, clippy::panic, reason = "a test stops where its own ground gives way")]

mod common;

use city::{Basis, Cell, Observation, Place, PlaceId, Value};
use common::{copy_of_example, example, makazi, makazi_ok, root, text};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;
use store::CityFile;

const ROLES: [&[&str]; 5] = [&["public"], &["partner"], &["city"], &["community"], &["community", "--with-sealed"]];

fn export(dir: &Path, role: &[&str], out: &Path, more: &[&str]) -> serde_json::Value {
    let words = [&["export", text(dir), "--json", "--out", text(out), "--for"], role, more].concat();
    serde_json::from_str(&makazi_ok(&words)).expect("JSON")
}

fn open(folder: &Path) -> CityFile {
    CityFile::open_read_only(&folder.join("city.gpkg")).expect("a city file")
}

/// A table of an export as our own readers give it, by the id of each row.
struct Table {
    columns: Vec<String>,
    rows: BTreeMap<String, Vec<Cell>>,
    shapes: BTreeMap<String, geo_types::Geometry<f64>>,
}

impl Table {
    fn read(path: &Path, layer: &str) -> Self {
        let text_settings = city::settings::TextSettings { delimiter: Some(','), ..Default::default() };
        let request = collect::Request { path, file: "table", layer, text: &text_settings };
        let read = match path.extension().and_then(|e| e.to_str()) {
            Some("csv") => collect::csv::read(&request),
            Some("xlsx") => collect::xlsx::read(&request),
            Some("parquet") => collect::parquet::read(&request),
            _ => collect::geojson::read(&request),
        };
        let wrong: Vec<_> = read.problems.iter().filter(|p| p.severity == city::Severity::Error).collect();
        assert!(wrong.is_empty(), "{}: {wrong:?}", path.display());
        let columns: Vec<String> = read.columns.iter().map(|c| c.name.clone()).collect();
        let id = columns.iter().position(|c| c == "id").expect("a column of ids");
        let plain = |cell: Cell| match cell {
            Cell::Text(text) if path.extension().is_some_and(|e| e == "csv") => Cell::Text(report_plain(&text)),
            other => other,
        };
        let (mut rows, mut shapes) = (BTreeMap::new(), BTreeMap::new());
        for row in read.rows {
            let cells: Vec<Cell> = row.cells.into_iter().map(plain).collect();
            let id = cells[id].to_string();
            shapes.extend(row.geometry.map(|g| (id.clone(), g)));
            rows.insert(id, cells);
        }
        Self { columns, rows, shapes }
    }

    fn at(&self, id: &str, column: &str) -> &Cell {
        let column = self.columns.iter().position(|c| c == column).unwrap_or_else(|| panic!("no column {column}"));
        &self.rows[id][column]
    }

    fn number(&self, id: &str, column: &str) -> Option<f64> {
        match self.at(id, column) {
            Cell::Empty => None,
            #[expect(clippy::cast_precision_loss, reason = "numbers of the example are small")]
            Cell::Integer(number) => Some(*number as f64),
            Cell::Real(number) => Some(*number),
            Cell::Text(text) if text.is_empty() => None,
            other => Some(other.to_string().parse().unwrap_or_else(|_| panic!("{column} of {id}: {other:?}"))),
        }
    }
}

/// The rule of docs/exports.md: one apostrophe off, where what follows it would run.
fn report_plain(written: &str) -> String {
    let runs = |t: &str| t.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
    written.strip_prefix('\'').filter(|rest| runs(rest)).unwrap_or(written).to_owned()
}

fn same_numbers(rows: &Table, expected: &[Observation], whence: &str) {
    assert_eq!(rows.rows.len(), expected.len(), "{whence}");
    for o in expected {
        let key = o.key();
        let estimate = o.value.estimate();
        for (column, number) in
            [("value", estimate.map(|e| e.value)), ("low", estimate.map(|e| e.low)), ("high", estimate.map(|e| e.high))]
        {
            assert_eq!(rows.number(&key, column), number, "{whence}: {column} of {key}");
        }
        let gap = if let Value::Gap(gap) = &o.value { gap.as_str() } else { "" };
        assert_eq!(rows.at(&key, "gap").to_string(), gap, "{whence}: {key}");
        // our reader of CSV takes spaces off the ends of a cell
        assert_eq!(rows.at(&key, "note").to_string().trim(), o.note.trim(), "{whence}: {key}");
    }
}

fn shapes(places: &[Place]) -> BTreeMap<String, geo_types::Geometry<f64>> {
    places.iter().filter_map(|p| Some((p.id.to_string(), p.geometry.clone()?))).collect()
}

/// Numbers of a shape, so that a multi-area of one and that area count as one.
fn digits(geometry: &geo_types::Geometry<f64>) -> Vec<[f64; 2]> {
    use geo_types::Geometry as G;
    let line = |l: &geo_types::LineString<f64>| l.0.iter().map(|c| [c.x, c.y]).collect::<Vec<_>>();
    let area = |p: &geo_types::Polygon<f64>| {
        std::iter::once(p.exterior()).chain(p.interiors()).flat_map(line).collect::<Vec<_>>()
    };
    match geometry {
        G::Point(p) => vec![[p.x(), p.y()]],
        G::LineString(l) => line(l),
        G::MultiLineString(m) => m.0.iter().flat_map(line).collect(),
        G::Polygon(p) => area(p),
        G::MultiPolygon(m) => m.0.iter().flat_map(area).collect(),
        other => panic!("{other:?} is not in the example"),
    }
}

/// What GDAL reads out of the well-known text of a CSV.
fn through_gdal(csv: &Path) -> PathBuf {
    let out = csv.with_extension("geojson");
    let done = Command::new("ogr2ogr")
        .args(["-f", "GeoJSON", text(&out), text(csv), "-oo", "GEOM_POSSIBLE_NAMES=wkt", "-oo", "KEEP_GEOM_COLUMNS=NO"])
        .args(["-lco", "COORDINATE_PRECISION=17", "-s_srs", "EPSG:4326", "-t_srs", "EPSG:4326"])
        .env("GDAL_PAM_ENABLED", "NO")
        .output()
        .expect("ogr2ogr is installed (see tests/setup.sh)");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    out
}

#[test]
fn every_format_reads_back_equal_for_every_role() {
    let folder = tempfile::tempdir().expect("temporary folder");
    let whole = open(example());
    let known: BTreeMap<String, Observation> =
        whole.observations().expect("observations").into_iter().map(|o| (o.key(), o)).collect();
    let mut sizes = Vec::new();
    for (at, role) in ROLES.iter().enumerate() {
        let out = folder.path().join(format!("{at}"));
        let said = export(example(), role, &out, &[]);
        let copy = open(&out);
        let (places, observations) = (copy.places().expect("places"), copy.observations().expect("observations"));
        assert_eq!(said["observations"], observations.len());
        for o in &observations {
            let before = &known[&o.key()];
            assert_eq!((&o.value, o.quality, &o.run), (&before.value, before.quality, &before.run), "{}", o.key());
            assert!(matches!(
                (&o.basis, &before.basis),
                (Basis::Reported { .. }, Basis::Reported { .. }) | (Basis::Derived { .. }, Basis::Derived { .. })
            ));
        }
        assert_eq!(
            shapes(&places),
            shapes(&whole.places().expect("places")),
            "the example's consent covers boundaries"
        );
        let csv = out.join("csv");
        same_numbers(&Table::read(&csv.join("observations.csv"), ""), &observations, "csv");
        same_numbers(&Table::read(&out.join("city.xlsx"), "Observations"), &observations, "xlsx");
        same_numbers(&Table::read(&out.join("geoparquet/observations.parquet"), ""), &observations, "parquet");
        let expected: BTreeMap<String, Vec<[f64; 2]>> =
            shapes(&places).iter().map(|(id, g)| (id.clone(), digits(g))).collect();
        for found in [
            Table::read(&out.join("geoparquet/places.parquet"), ""),
            Table::read(&through_gdal(&csv.join("places.csv")), ""),
        ] {
            assert_eq!(found.rows.len(), places.len());
            assert_eq!(found.shapes.len(), expected.len());
            for (id, shape) in &found.shapes {
                let (shape, expected) = (digits(shape), &expected[id]);
                assert_eq!(shape.len(), expected.len(), "{id}");
                // GDAL's last digit is its own
                let same = shape
                    .iter()
                    .flatten()
                    .zip(expected.iter().flatten())
                    .all(|(a, b)| (a - b).abs() <= 1e-14 * b.abs());
                assert!(same, "{id}: {shape:?} was {expected:?}");
            }
        }
        sizes.push(observations.len());
    }
    assert!(sizes.windows(2).all(|pair| pair[0] <= pair[1]) && sizes[0] < sizes[3] && sizes[3] < sizes[4], "{sizes:?}");
}

#[test]
fn the_city_file_of_an_export_is_a_city_that_nothing_can_be_collected_into() {
    let folder = tempfile::tempdir().expect("temporary folder");
    let out = folder.path().join("out");
    export(example(), &["public"], &out, &["--format", "gpkg"]);
    assert!(!out.join("csv").exists() && out.join("rasters/elevation.tif").is_file());
    assert!(makazi_ok(&["status", text(&out)]).contains("People"));
    assert!(makazi_ok(&["explain", text(&out), "population", "Mfano"]).contains("CC0-1.0"));
    let before = open(&out).observations().expect("observations");
    assert!(makazi_ok(&["profile", text(&out), "--format", "csv"]).contains("Kisa Bend"));
    let refused = makazi(&["collect", text(&out)]);
    assert!(!refused.status.success() && String::from_utf8_lossy(&refused.stderr).contains("export"));
    let after = open(&out).observations().expect("observations");
    let reported = |all: &[Observation]| all.iter().filter(|o| matches!(o.basis, Basis::Reported { .. })).count();
    assert_eq!(reported(&before), reported(&after));
    let picture = folder.path().join("qgis.png");
    let drawn = Command::new("/usr/bin/python3")
        .arg(root().join("tests/qgis_opens_city.py"))
        .args([&out.join("city.gpkg"), &picture])
        .output()
        .expect("python3 with QGIS is installed (see tests/setup.sh)");
    let words = String::from_utf8_lossy(&drawn.stdout).into_owned();
    assert!(drawn.status.success(), "{words}\n{}", String::from_utf8_lossy(&drawn.stderr));
    for layer in ["profile_settlements", "assessment_settlements", "held_back", "rasters/elevation.tif"] {
        assert!(words.contains(layer), "{words}");
    }
}

#[test]
fn the_layers_of_the_assessment_say_what_the_pages_said() {
    let folder = tempfile::tempdir().expect("temporary folder");
    let out = folder.path().join("out");
    export(example(), &["public"], &out, &["--format", "gpkg"]);
    let (before, after) = (open(example()), open(&out));
    let layers = before.layers().expect("layers");
    for name in ["assessment_settlements", "assessment_districts"] {
        let rows = |file: &CityFile| -> BTreeMap<String, Vec<Cell>> {
            let rows = file.features_in(name, None).expect("a layer");
            rows.into_iter().map(|f| (f.cells[0].to_string(), f.cells)).collect()
        };
        let (before, after) = (rows(&before), rows(&after));
        assert_eq!(before.keys().collect::<Vec<_>>(), after.keys().collect::<Vec<_>>());
        // an observation's range encloses its value; that of a rank on the page need not
        let layer = layers.iter().find(|l| l.name == name).expect("a layer");
        let ranges: Vec<bool> = layer.columns.iter().map(|c| c.name.contains("_rank_")).collect();
        let mut same = 0;
        for (id, cells) in &after {
            let told = cells.iter().zip(&before[id]).zip(&ranges).filter(|(_, range)| !**range).map(|(both, _)| both);
            for (cell, was) in told.filter(|(cell, _)| **cell != Cell::Empty) {
                assert_eq!(cell, was, "{name}, {id}");
                same += 1;
            }
        }
        assert!(same > 4 * after.len(), "{name}: {same} cells");
    }
}

/// The Python that has other people's readers, where `tests/setup.sh test` put it.
fn readers() -> PathBuf {
    let binary = PathBuf::from(env!("CARGO_BIN_EXE_makazi"));
    let found = binary.ancestors().map(|folder| folder.join("exports-venv/bin/python")).find(|python| python.exists());
    found.unwrap_or_else(|| panic!("frictionless and pyarrow are missing: run `bash tests/setup.sh test` first"))
}

#[test]
fn other_peoples_programs_open_every_export() {
    let folder = tempfile::tempdir().expect("temporary folder");
    for role in ["public", "community"] {
        let out = folder.path().join(role);
        export(example(), &[role], &out, &[]);
        for (python, what) in [(PathBuf::from("/usr/bin/python3"), "qgis"), (readers(), "tables")] {
            let ran = Command::new(&python).arg(root().join("tests/read_exports.py")).args([what, text(&out)]).output();
            let ran = ran.expect("Python starts");
            let words = String::from_utf8_lossy(&ran.stdout).into_owned();
            assert!(ran.status.success(), "{role}, {what}\n{words}\n{}", String::from_utf8_lossy(&ran.stderr));
        }
        for file in ["city.gpkg", "city.xlsx", "csv/places.csv", "csv/observations.csv"] {
            let ran = Command::new("ogrinfo").args(["-so", "-al", text(&out.join(file))]).output().expect("ogrinfo");
            let words = String::from_utf8_lossy(&ran.stderr).into_owned();
            assert!(ran.status.success() && !words.contains("ERROR"), "{file}: {words}");
        }
    }
}

#[test]
fn the_same_city_gives_the_same_bytes() {
    let folder = tempfile::tempdir().expect("temporary folder");
    let made = ["a", "b"].map(|name| {
        let out = folder.path().join(name);
        export(example(), &["city"], &out, &["--today", "2026-11-23"]);
        std::fs::read_to_string(out.join("export.json")).expect("manifest")
    });
    assert!(made[0].contains("city.xlsx") && made[0].contains("geoparquet/places.parquet"));
    assert_eq!(made[0], made[1], "sizes and checksums of all files are equal");
}

#[test]
fn an_export_replaces_an_earlier_one_and_nothing_else() {
    let folder = tempfile::tempdir().expect("temporary folder");
    let out = folder.path().join("out");
    export(example(), &["community"], &out, &["--format", "csv"]);
    export(example(), &["public"], &out, &["--format", "xlsx"]);
    assert!(!out.join("csv").exists());
    std::fs::write(out.join("mine.txt"), "mine").expect("written");
    let refused = makazi(&["export", text(example()), "--for", "public", "--out", text(&out)]);
    assert!(!refused.status.success() && out.join("mine.txt").is_file());
    for wrong in [&["--for", "sealed"][..], &["--for", "city", "--with-sealed"], &[]] {
        assert!(!makazi(&[&["export", text(example())], wrong].concat()).status.success(), "{wrong:?}");
    }
}

#[test]
fn some_places_leave_alone() {
    let folder = tempfile::tempdir().expect("temporary folder");
    let out = folder.path().join("out");
    export(example(), &["public"], &out, &["--places", "Kisa Bend"]);
    let copy = open(&out);
    let about: BTreeSet<PlaceId> = copy.observations().expect("observations").into_iter().map(|o| o.place).collect();
    assert_eq!(about.len(), 1, "{about:?}");
    assert!(copy.places().expect("places").iter().any(|p| p.name == "Mfano"));
}

/// What must be in no export: each is planted in the city.
struct Planted {
    words: Vec<&'static str>,
    numbers: Vec<f64>,
}

fn append(dir: &Path, toml: &str) {
    let file = dir.join("city.toml");
    let before = std::fs::read_to_string(&file).expect("city.toml");
    std::fs::write(&file, format!("{before}\n{toml}")).expect("city.toml");
}

/// Sources that what is planted comes from.
const PLANTED: &str = r#"
[consent.quiet]
owner = "Quiet Row"
purpose = "test"
level = "public"
[consent.gone]
owner = "Row"
purpose = "test"
level = "public"
boundary = true
[consent.sealed]
owner = "Row"
purpose = "test"
level = "sealed"

[[source]]
id = "homes"
title = "Homes"
licence = "CC0-1.0"
quality = "high"
file = "sources/homes.csv"
longitude_latitude = ["lon", "lat"]
keep_layer = { name = "homes" }

[[source]]
id = "taps_of_the_works"
title = "Taps"
licence = "CC0-1.0"
quality = "high"
file = "sources/taps.csv"
longitude_latitude = ["lon", "lat"]
keep_layer = { name = "taps_of_the_works" }

[[source]]
id = "shelter"
title = "Shelter count"
licence = "CC0-1.0"
date = "2021-01-01"
quality = "high"
file = "sources/shelter.csv"
consent = "federation"
join = { prefix = "settlement", column = "code" }
values = [
  { column = "all", indicator = "households", period = "2021" },
  { column = "pit", indicator = "households", period = "2021", group = "toilet=pit" },
  { column = "bucket", indicator = "households", period = "2021", group = "toilet=bucket" },
  { column = "flush", indicator = "households", period = "2021", group = "toilet=flush_sewer" },
]

[[source]]
id = "quiet"
title = "Quiet Row"
licence = "CC0-1.0"
quality = "high"
file = "sources/quiet.geojson"
consent = "quiet"
places = { kind = "settlement", prefix = "quiet", code = "code", name = "name" }
keep_layer = { name = "quiet" }

[[source]]
id = "gone"
title = "Gone"
licence = "CC0-1.0"
quality = "high"
file = "sources/gone.csv"
consent = "gone"
longitude_latitude = ["lon", "lat"]
places = { kind = "settlement", prefix = "gone", code = "code", name = "name" }
values = [{ column = "people", indicator = "population", period = "2021" }]

[[source]]
id = "closed"
title = "Closed"
licence = "CC0-1.0"
quality = "high"
file = "sources/partner.csv"
consent = "sealed"
join = { prefix = "settlement", column = "code" }
values = [{ column = "people", indicator = "population", period = "2021" }]
"#;

fn plant(dir: &Path) -> Planted {
    let write = |name: &str, text: &str| std::fs::write(dir.join("sources").join(name), text).expect("a source");
    write(
        "homes.csv",
        "household_id,head_name,telephone,roof,lon,lat\nHH-SECRET-1,Amina Geheimnis,0555-SECRET-1,tin,-20.551234567,-1.491234567\n",
    );
    write("taps.csv", "tap,telephone,lon,lat\n=1+cmd,0777-SECRET-2,-20.55,-1.49\n");
    write(
        "shelter.csv",
        "code,all,pit,bucket,flush\nMF001,523,3,40,480\nMF002,617,\"Juma Geheimnis said 17\",117,500\n",
    );
    write(
        "quiet.geojson",
        r#"{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"code": "Q1", "name": "Quiet Row"},
            "geometry": {"type": "Polygon", "coordinates": [[[-20.561234567, -1.481234567], [-20.560234567, -1.481234567],
            [-20.560234567, -1.480234567], [-20.561234567, -1.481234567]]]}}]}"#,
    );
    write("gone.csv", "code,name,people,lon,lat\nG1,Verschwunden Row,424242.125,-20.571234567,-1.471234567\n");
    write("partner.csv", "code,people\nMF003,535353.25\n");
    append(dir, PLANTED);
    Planted {
        words: vec![
            "SECRET",
            "Geheimnis",
            "Verschwunden",
            "561234567",
            "560234567",
            "551234567",
            "571234567",
            "424242.125",
        ],
        numbers: vec![424_242.125, -20.561_234_567, -1.481_234_567, -20.571_234_567, -20.551_234_567],
    }
}

/// Every file of a folder as bytes, a workbook taken apart.
fn bytes_of(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let (mut found, mut open) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(next) = open.pop() {
        for entry in std::fs::read_dir(&next).expect("folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
                continue;
            }
            let bytes = std::fs::read(&path).expect("file");
            if path.extension().is_some_and(|e| e == "xlsx") {
                let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("zip");
                for at in 0..archive.len() {
                    let mut entry = archive.by_index(at).expect("entry");
                    let mut bytes = Vec::new();
                    std::io::Read::read_to_end(&mut entry, &mut bytes).expect("entry");
                    found.push((format!("{}/{}", path.display(), entry.name()), bytes));
                }
            } else {
                found.push((path.display().to_string(), bytes));
            }
        }
    }
    found
}

fn holds(bytes: &[u8], what: &[u8]) -> bool {
    bytes.windows(what.len()).any(|window| window == what)
}

#[test]
fn nothing_planted_is_in_the_bytes_of_any_export() {
    let (folder, dir) = copy_of_example();
    let planted = plant(&dir);
    makazi(&["collect", text(&dir)]);
    makazi_ok(&["profile", text(&dir)]);
    makazi_ok(&["assess", text(&dir)]);
    let all = bytes_of(&dir);
    for word in &planted.words {
        assert!(all.iter().any(|(_, bytes)| holds(bytes, word.as_bytes())), "{word} was not planted");
    }
    let kept = open(&dir).observations().expect("observations");
    assert!(kept.iter().any(|o| o.source.as_str() == "shelter" && o.value.number() == Some(3.0)));
    assert!(kept.iter().any(|o| o.source.as_str() == "gone") && kept.iter().any(|o| o.source.as_str() == "closed"));
    let toml = std::fs::read_to_string(dir.join("city.toml")).expect("city.toml");
    let gone = "[consent.gone]\n";
    std::fs::write(dir.join("city.toml"), toml.replace(gone, &format!("{gone}withdrawn = \"2020-01-01\"\n")))
        .expect("city.toml");

    for (at, role) in ROLES.iter().enumerate() {
        let out = folder.path().join(format!("out{at}"));
        export(&dir, role, &out, &[]);
        let sealed = role.len() > 1;
        for (name, bytes) in bytes_of(&out) {
            for word in &planted.words {
                assert!(!holds(&bytes, word.as_bytes()), "{role:?}: {word} in {name}");
            }
            for number in planted.numbers.iter().chain(Some(&535_353.25).filter(|_| !sealed)) {
                for written in [number.to_be_bytes(), number.to_le_bytes()] {
                    assert!(!holds(&bytes, &written), "{role:?}: {number} in {name}");
                }
            }
            for word in ["eviction_threat_current", "eviction_seriousness", "535353.25"].iter().filter(|_| !sealed) {
                assert!(!holds(&bytes, word.as_bytes()), "{role:?}: {word} in {name}");
            }
            if *role == ["public"] || *role == ["partner"] {
                for word in ["settlement_status", "squatter_share", "unsafe_at_night_share"] {
                    assert!(!holds(&bytes, word.as_bytes()), "{role:?}: {word} in {name}");
                }
            }
        }
        let copy = open(&out);
        let shelter: Vec<f64> = copy
            .observations()
            .expect("observations")
            .iter()
            .filter(|o| o.source.as_str() == "shelter" && o.place.code() == "MF001")
            .filter_map(|o| o.value.number())
            .collect();
        assert_eq!(shelter, [523.0, 480.0], "{role:?}: the 3 stays, and the 40 that would give it away");
        let quiet = copy.places().expect("places").into_iter().find(|p| p.name == "Quiet Row").expect("a place");
        assert_eq!(quiet.geometry, Some(geo_types::Geometry::Point(geo_types::Point::new(-20.56, -1.48))));
        let layers: Vec<String> = copy.layers().expect("layers").into_iter().map(|l| l.name).collect();
        assert!(
            layers.contains(&"taps_of_the_works".to_owned()) && !layers.contains(&"homes".to_owned()),
            "{layers:?}"
        );
        assert!(!layers.contains(&"quiet".to_owned()), "{layers:?}");
        let taps = std::fs::read_to_string(out.join("csv/layer_taps_of_the_works.csv")).expect("csv");
        assert!(taps.contains("'=1+cmd"), "{taps}");
    }
}

#[test]
fn a_consent_withdrawn_in_city_toml_holds_at_once_also_where_a_number_is_explained() {
    let (_folder, dir) = copy_of_example();
    assert!(makazi_ok(&["explain", text(&dir), "households", "Kisa Bend"]).contains("households"));
    let toml = std::fs::read_to_string(dir.join("city.toml")).expect("city.toml");
    let consent = "[consent.federation]\n";
    std::fs::write(dir.join("city.toml"), toml.replace(consent, &format!("{consent}withdrawn = \"2020-01-01\"\n")))
        .expect("city.toml");
    let explained = makazi(&["explain", text(&dir), "households", "Kisa Bend"]);
    assert!(!explained.status.success() && explained.stdout.is_empty());
    assert!(String::from_utf8_lossy(&explained.stderr).contains("makazi collect"));
    let open = makazi(&["explain", text(&dir), "population", "Mfano"]);
    assert!(open.status.success() && String::from_utf8_lossy(&open.stderr).contains("makazi collect"));
    let status = makazi(&["status", text(&dir)]);
    assert!(
        String::from_utf8_lossy(&status.stderr).contains("makazi collect"),
        "{}",
        String::from_utf8_lossy(&status.stderr)
    );
}
