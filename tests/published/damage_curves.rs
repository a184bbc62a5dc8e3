//! The 198 published curves: all are read, by hazard, and the four that fall are told and kept; the functions of San Salvador out of
//! `entity.xlsx`; the mortality of Jonkman (2008).
//!
//! Nirandjan, Koks, Ye, Pant, van Ginkel, Aerts and Ward, *Review article: Physical vulnerability database for critical
//! infrastructure hazard risk assessments*, NHESS 24 (2024), 4341-4368, as passed on with snail (MIT) in
//! `global/damage_curves` of the shared data.

#![allow(clippy::expect_used, clippy::indexing_slicing, reason = "a test stops where its own ground gives way")]

use calamine::Reader;
use city::problem::Severity;
use risk::functions::{FunctionLibrary, FunctionsRead, IntensityUnit, read_function_rows, read_published_curves};
use risk::parametric::Parametric;
use std::collections::BTreeMap;
use std::path::PathBuf;

fn shared(variable: &str, folder: &str, file: &str) -> PathBuf {
    let beside = || {
        PathBuf::from(std::env::var("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("../../../shared").join(folder)
    };
    let path = std::env::var_os(variable).map_or_else(beside, PathBuf::from).join(file);
    assert!(path.is_file(), "{} is not there; set {variable} to the folder that holds {file}", path.display());
    path
}

fn text(file: &str) -> String {
    std::fs::read_to_string(shared("MAKAZI_DATA", "data", &format!("global/damage_curves/{file}"))).expect(file)
}

fn curves() -> FunctionsRead {
    let (curves, metadata) = (text("curves.csv"), text("metadata.csv"));
    read_published_curves((&curves, "curves.csv"), (&metadata, "metadata.csv"))
}

#[test]
fn all_198_curves_are_read_by_hazard_with_unit_and_source() {
    let read = curves();
    let mut by_hazard: BTreeMap<&str, usize> = BTreeMap::new();
    for known in &read.functions {
        *by_hazard.entry(known.about.hazard.as_str()).or_default() += 1;
        assert!(!known.about.source.is_empty() && !known.about.element.is_empty(), "{}", known.function.id());
    }
    let expected = BTreeMap::from([("earthquake", 65), ("flood", 92), ("landslide", 17), ("wind", 24)]);
    assert_eq!((read.functions.len(), by_hazard), (198, expected));
    let mut library = FunctionLibrary::shipped();
    for known in read.functions {
        library.add(known).expect("an id of its own");
    }
    let plant = library.get("E1.1").expect("E1.1");
    assert!((plant.function.ratio(1.0) - 0.886_398_647_362_232_4).abs() < 1e-15);
    let in_gal = plant.in_unit(&IntensityUnit::parse("cm/s2").expect("a unit")).expect("an acceleration");
    assert!((in_gal.function.ratio(980.665) - 0.886_398_647_362_232_4).abs() < 1e-12);
}

#[test]
fn the_four_curves_that_fall_are_told_by_row_and_kept() {
    let read = curves();
    let told: Vec<&str> = read.problems.iter().map(|p| p.value.split(':').next().unwrap_or_default()).collect();
    let mut sorted = told.clone();
    sorted.sort_unstable();
    assert_eq!(sorted, ["E21.18", "F2.1", "F2.2", "F2.3"]);
    for problem in &read.problems {
        assert!(problem.code == "function_falls" && problem.severity == Severity::Warning);
        assert!(problem.row.is_some() && problem.column == "damage" && !problem.hint.is_empty());
    }
    let lines: Vec<String> = text("curves.csv").lines().map(str::to_owned).collect();
    for problem in &read.problems {
        let id = problem.value.split(':').next().unwrap_or_default();
        let row = usize::try_from(problem.row.expect("a row")).expect("a row");
        assert!(lines[row - 1].starts_with(&format!("{id},")), "row {row} is {}", lines[row - 1]);
    }
}

#[test]
fn curves_that_do_not_fall_never_cost_less_and_stay_shares() {
    for known in curves().functions.iter().filter(|known| known.function.falls_at().is_none()) {
        let (function, last) = (&known.function, known.function.intensity().last().copied().expect("a point"));
        let ratios: Vec<f64> = (0..=500).map(|i| function.ratio(last * 1.1 * f64::from(i) / 500.0)).collect();
        assert!(ratios.windows(2).all(|pair| pair[0] <= pair[1]), "{}", function.id());
        assert!(ratios.iter().all(|ratio| (0.0..=1.0).contains(ratio)), "{}", function.id());
    }
}

#[test]
fn the_functions_of_san_salvador_are_read_from_the_rows_of_their_sheet() {
    let path = shared("MAKAZI_REFERENCE", "reference", "san_salvador/entity.xlsx");
    let mut workbook: calamine::Xlsx<_> = calamine::open_workbook(path).expect("a workbook");
    let sheet = workbook.worksheet_range("impact_functions").expect("the sheet");
    let rows: Vec<Vec<String>> = sheet.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect();
    let read = read_function_rows(&rows, "entity.xlsx", "impact_functions");
    assert!(read.problems.iter().all(|p| p.severity != Severity::Error), "{:?}", read.problems);
    let precarious = read.functions.iter().find(|known| known.function.id() == "101").expect("function 101");
    assert_eq!((precarious.about.label.as_str(), precarious.about.unit.as_str()), ("Flooding  - AUP House", "m"));
    assert_eq!(precarious.function.intensity().len(), 30);
    // 0.516 at 0.7724 m, 0.627 at 0.869 m
    assert!((precarious.function.ratio(0.7724) - 0.516).abs() < 1e-12);
    assert!((precarious.function.ratio(f64::midpoint(0.7724, 0.869)) - 0.5715).abs() < 1e-12);
    assert!(read.functions.iter().any(|known| known.function.id() == "102"));
}

/// The formula is published and no table of it: the three figures were computed apart, in Python.
#[test]
fn mortality_is_as_published_and_its_points_are_within_a_millionth() {
    let library = FunctionLibrary::shipped();
    let points = &library.get("jonkman_mortality").expect("a function").function;
    for (depth, expected) in [(1.5, 0.014_523_774_181), (4.0, 0.332_978_414_812), (8.0, 0.978_248_506_535)] {
        assert!((Parametric::jonkman().ratio(depth) - expected).abs() < 1e-12);
        assert!((points.ratio(depth) - expected).abs() < 1e-6, "{depth}: {}", points.ratio(depth));
    }
}
