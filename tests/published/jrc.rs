//! Depth-damage functions and greatest damages of Huizinga, de Moel and Szewczyk, *Global flood depth-damage functions*, EUR 28552
//! EN (2017), doi 10.2760/16510, at the published points and between them.
//!
//! The handed-in file is `global/damage_curves/jrc_flood_depth_damage.json` of the shared data (os-climate/physrisk, Apache-2.0; the
//! functions CC BY 4.0).

#![allow(clippy::expect_used, clippy::panic, reason = "a test stops where its own ground gives way")]

use risk::functions::{
    FunctionLibrary, FunctionsRead, GreatestDamage, JRC_2017_CSV, JrcClass, Spread, jrc_id, read_jrc_csv, read_jrc_json,
};
use std::path::PathBuf;

fn handed_in() -> FunctionsRead {
    let beside =
        || PathBuf::from(std::env::var("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("../../../shared/data");
    let folder = std::env::var_os("MAKAZI_DATA").map_or_else(beside, PathBuf::from);
    let file = folder.join("global/damage_curves/jrc_flood_depth_damage.json");
    let text = std::fs::read_to_string(&file).unwrap_or_else(|error| {
        panic!("{}: {error}; set MAKAZI_DATA to the folder that holds global/damage_curves", file.display())
    });
    read_jrc_json(&text, "jrc_flood_depth_damage.json")
}

/// Residential at 0.25, 1.2 and 2.5 m.
#[test]
fn residential_functions_are_as_published_between_their_points() {
    let library = FunctionLibrary::shipped();
    for (continent, published) in [
        ("Africa", [0.109_962_7, 0.439_171_74, 0.726_288_256]),
        ("Asia", [0.163_278_251, 0.543_059_044, 0.795_119_988]),
        ("South America", [0.245_442_975, 0.763_586_845, 0.966_503_037]),
    ] {
        let function = &library.get(&jrc_id(JrcClass::Residential, continent)).expect(continent).function;
        for (depth, published) in [0.25, 1.2, 2.5].iter().zip(published) {
            assert!(
                (function.ratio(*depth) - published).abs() < 5.1e-9,
                "{continent} {depth}: {}",
                function.ratio(*depth)
            );
        }
    }
}

#[test]
fn north_america_jumps_in_the_first_centimetre_and_is_dry_at_0() {
    let library = FunctionLibrary::shipped();
    let function = &library.get("jrc_residential_north_america").expect("a function").function;
    assert!(function.ratio(0.0).abs() < 1e-300);
    assert!((function.ratio(0.01) - 0.201_804_543).abs() < 1e-12);
    assert!((function.ratio(0.005) - 0.100_902_271_5).abs() < 1e-12);
}

#[test]
fn there_is_no_function_where_the_jrc_has_none() {
    let library = FunctionLibrary::shipped();
    for none in ["jrc_commercial_africa", "jrc_industrial_oceania", "jrc_residential_global", "jrc_roads_africa"] {
        assert!(library.get(none).is_err(), "{none}");
    }
    let noted: Vec<String> = handed_in().problems.into_iter().map(|p| format!("{} {}", p.code, p.value)).collect();
    assert_eq!(
        noted,
        ["Residential Global", "Commercial Africa", "Industrial Oceania"]
            .map(|n| format!("no_function_published Buildings/{n}"))
    );
}

#[test]
fn the_functions_that_come_with_makazi_are_those_of_the_file() {
    let ours = read_jrc_csv(JRC_2017_CSV, "jrc_2017.csv");
    assert!(ours.problems.is_empty(), "{:?}", ours.problems);
    assert_eq!(ours.functions.len(), 18);
    assert_eq!(ours.functions, handed_in().functions);
    let with_deviation = ours.functions.iter().filter(|f| f.spread != Spread::Unknown).count();
    assert_eq!(with_deviation, 10);
}

/// 24.078 G^.3852, 33.642 G^.3574, 30.824 G^.3249 by hand at G = 1 and by logarithms at 5,000.
#[test]
fn greatest_damages_follow_income_as_published() {
    let worth = GreatestDamage::shipped();
    for (class, at_one, exponent, content) in [
        (JrcClass::Residential, 24.078, 0.3852, 0.5),
        (JrcClass::Commercial, 33.642, 0.3574, 1.0),
        (JrcClass::Industrial, 30.824, 0.3249, 1.5),
    ] {
        let cost = |gdp| worth.construction_eur_2010_per_m2(class, gdp).expect("a cost");
        assert!((cost(1.0) - at_one).abs() < 1e-12);
        assert!(((cost(5_000.0) / at_one).ln() / 5_000_f64.ln() - exponent).abs() < 1e-12);
        assert!((worth.content_part(class).expect("a part") - content).abs() < 1e-15);
    }
    for (material, part) in [("concrete", 0.4), ("masonry", 0.4), ("wood", 0.0), ("mud", 0.33), ("informal", 0.0)] {
        assert!((worth.undamageable_part(material).expect(material) - part).abs() < 1e-15);
    }
    for (material, factor) in [("mud", 0.2), ("corrugated_iron", 0.6), ("informal", 0.125), ("rural", 0.33)] {
        assert!((worth.material_factor(material).expect(material) - factor).abs() < 1e-15);
    }
}
