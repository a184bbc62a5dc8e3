//! Every format says the same, to us and to other people's programs.

use crate::common::{example, root, text};
use crate::table::{Table, digits, same_numbers, shapes, through_gdal};
use crate::{ROLES, export, open};
use city::{Basis, Cell, Observation};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;
use store::CityFile;

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
