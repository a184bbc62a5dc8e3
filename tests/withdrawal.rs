//! A withdrawn consent: what it covers leaves the city file with all that relied on it, and the person is told what did.

#![allow(clippy::expect_used, clippy::panic, reason = "a test stops where its own ground gives way")]

mod common;

use common::{makazi, makazi_ok, number, query};
use std::path::{Path, PathBuf};

const OBSERVATIONS: &str = "SELECT place, indicator, period, \"group\", low, value, high, classes, gap, quality, source, locator, \
                            method FROM observation ORDER BY 1, 2, 3, 4, 11";
const CONSENT: &str = "[consent.federation]\n";

fn text(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

/// The example city, collected and described.
fn demo() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("temporary folder");
    let dir = folder.path().join("mfano");
    makazi_ok(&["demo", text(&dir)]);
    (folder, dir)
}

/// Rewrites `city.toml`.
fn rewrite(dir: &Path, from: &str, to: &str) {
    let file = dir.join("city.toml");
    let before = std::fs::read_to_string(&file).expect("city.toml");
    assert!(before.contains(from), "city.toml has no {from}");
    std::fs::write(&file, before.replace(from, to)).expect("city.toml");
}

fn holds(file: &Path, words: &str) -> bool {
    let bytes = std::fs::read(file).expect("city file");
    bytes.windows(words.len()).any(|w| w == words.as_bytes())
}

#[test]
fn a_withdrawn_consent_takes_its_data_and_what_relied_on_them_out() {
    let (_folder, dir) = demo();
    let file = dir.join("city.gpkg");
    let before = query(&file, OBSERVATIONS);
    let ids = query(&file, "SELECT id FROM place WHERE id LIKE 'settlement:%' ORDER BY id");
    assert!(ids.len() > 5 && holds(&file, &ids[0][0]));
    let relied = "FROM observation WHERE source NOT LIKE 'profiles%' AND (inputs LIKE '%#profiles%' OR place LIKE 'settlement:%')";
    assert!(number(&file, &format!("SELECT count(*) {relied}")) > 0.0);

    rewrite(&dir, CONSENT, &format!("{CONSENT}withdrawn = \"2020-01-01\"\n"));
    let output = makazi(&["collect", text(&dir), "--json"]);
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let withdrawn = report["withdrawn"].as_array().expect("withdrawn");
    assert_eq!(withdrawn.len(), 2, "{report}");
    let keys: Vec<&str> =
        withdrawn.iter().flat_map(|w| w["relied"].as_array().expect("keys")).filter_map(|k| k.as_str()).collect();
    assert!(keys.iter().any(|k| k.starts_with("elevation_mean_m@settlement:")), "{keys:?}");
    let problems = report["problems"].to_string();
    assert!(problems.contains("consent_withdrawn") && problems.contains("profile.html"), "{problems}");

    let none = [
        "SELECT count(*) FROM observation WHERE source LIKE 'profiles%'",
        "SELECT count(*) FROM observation WHERE inputs LIKE '%#profiles%'",
        "SELECT count(*) FROM observation WHERE place LIKE 'settlement:%'",
        "SELECT count(*) FROM place WHERE id LIKE 'settlement:%'",
        "SELECT count(*) FROM makazi_layer WHERE source = 'city_toml'",
    ];
    for sql in none {
        assert!(number(&file, sql).abs() < 0.5, "{sql}");
    }
    assert!(number(&file, "SELECT count(*) FROM observation WHERE source = 'census_2018'") > 0.0);
    for id in ids.iter().map(|row| &row[0]) {
        assert!(!holds(&file, id), "{id} is still in the bytes of the city file");
    }

    assert!(makazi_ok(&["status", text(&dir)]).contains("consent withdrawn"));
    let again = makazi(&["collect", text(&dir), "--json"]);
    let again: serde_json::Value = serde_json::from_slice(&again.stdout).expect("JSON");
    assert!(again["withdrawn"].as_array().is_some_and(Vec::is_empty), "{again}");
    assert_eq!(again["run"], serde_json::Value::Null);

    rewrite(&dir, "withdrawn = \"2020-01-01\"\n", "");
    makazi(&["collect", text(&dir)]);
    makazi_ok(&["profile", text(&dir)]);
    makazi_ok(&["assess", text(&dir)]);
    makazi_ok(&["assess", "risk", text(&dir)]);
    makazi_ok(&["travel", text(&dir)]);
    makazi_ok(&["anticipate", text(&dir)]);
    assert!(query(&file, OBSERVATIONS) == before, "a consent that is given again brings all of it back");
}

#[test]
fn a_withdrawal_of_tomorrow_changes_nothing_and_one_source_asked_for_does_not_stop_one_of_today() {
    let (_folder, dir) = demo();
    let file = dir.join("city.gpkg");
    let count = || number(&file, "SELECT count(*) FROM observation WHERE source LIKE 'profiles%'");
    rewrite(&dir, CONSENT, &format!("{CONSENT}withdrawn = \"2999-01-01\"\n"));
    makazi(&["collect", text(&dir), "census_2010"]);
    assert!(count() > 0.0);
    rewrite(&dir, "2999-01-01", "2020-01-01");
    makazi(&["collect", text(&dir), "census_2010"]);
    assert!(count().abs() < 0.5);
}

#[test]
fn numbers_weighed_by_a_withdrawn_raster_leave_with_it() {
    let (_folder, dir) = demo();
    let file = dir.join("city.gpkg");
    let weighed = [
        "SELECT count(*) FROM observation WHERE method LIKE 'weighted_mean%'",
        "SELECT count(*) FROM observation WHERE method LIKE 'carried from%'",
        "SELECT count(*) FROM concordance",
    ];
    assert!(weighed.iter().all(|sql| number(&file, sql) > 0.0));
    rewrite(
        &dir,
        CONSENT,
        &format!(
            "[consent.grid]\nowner = \"The office\"\npurpose = \"a test\"\nlevel = \"public\"\n\
                                     withdrawn = \"2020-01-01\"\n\n{CONSENT}"
        ),
    );
    rewrite(&dir, "id = \"population_2018\"\n", "id = \"population_2018\"\nconsent = \"grid\"\n");
    makazi(&["collect", text(&dir)]);
    for sql in weighed {
        assert!(number(&file, sql).abs() < 0.5, "{sql}");
    }
    assert!(!dir.join("rasters/population_2018.tif").exists());
    assert!(dir.join("rasters/elevation.tif").exists());
}
