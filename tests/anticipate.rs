//! `makazi anticipate` as a person runs it: a city is the sum of its districts, what its settings name comes in, and nothing of a household
//! leaves.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops where its own ground gives way"
)]

mod common;

use common::{City, copy, makazi, makazi_ok, root, text};
use serde_json::Value;
use std::path::Path;

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("no number: {value}"))
}

fn report(dir: &Path) -> Value {
    let text = std::fs::read_to_string(dir.join("outputs/anticipate.json")).expect("the forecast is written");
    serde_json::from_str(&text).expect("JSON")
}

/// Rows of the whole day in a year of the first scenario, of places of a set.
fn rows<'r>(report: &'r Value, set: &str, year: i64, part: &str) -> Vec<&'r Value> {
    let scenario = &report["scenarios"][0]["id"];
    let all = report["rows"].as_array().expect("rows").iter();
    let place = |r: &Value| r["place"].as_str().expect("place").split(':').next() == Some(set);
    all.filter(|r| r["scenario"] == *scenario && r["year"] == year && r["part_of_day"] == "" && r["part"] == part)
        .filter(|r| place(r))
        .collect()
}

fn sum(rows: &[&Value], of: &str) -> f64 {
    rows.iter().map(|r| number(&r[of]["value"])).sum()
}

#[test]
fn accra_is_the_sum_of_its_districts_with_its_survey_beside_it_and_no_household_in_it() {
    let city = City::collect("accra");
    let said = makazi_ok(&["anticipate", text(&city.dir)]);
    let report = report(&city.dir);
    assert_eq!(report["problems"].as_array().expect("problems").len(), 0, "{}", report["problems"]);
    for year in [2021, 2040] {
        let (own, districts) = (rows(&report, "city", year, "all"), rows(&report, "district", year, "all"));
        assert_eq!((own.len(), districts.len()), (1, 29));
        for of in ["people", "water_m3_day", "wastewater_m3_day", "faecal_sludge_m3_day"] {
            assert!((sum(&own, of) / sum(&districts, of) - 1.0).abs() < 1e-12, "{of} in {year}");
        }
    }
    // 5,455,692 people of the census of 2021 in both
    assert!((sum(&rows(&report, "city", 2021, "all"), "people") - 5_455_692.0).abs() < 1e-3);
    // 393 schools of the map lie in the 29 districts, at 280 pupils each of 10 litres, and 2,506 beds of 340 litres
    let first = rows(&report, "city", 2021, "all")[0];
    let sources = first["water_by_source"].as_array().expect("sources");
    let others = sources.iter().find(|s| s["source"] == "other_users").expect("other users");
    assert!((number(&others["m3_day"]["value"]) - (393.0 * 280.0 * 10.0 + 2_506.0 * 340.0) / 1000.0).abs() < 1e-6);
    // cities/accra/water/prices.csv, of the same survey: 15 cedis a household and day in Abuja, 51 answers; 4 in Korle Gonno, 42
    let spent = |of: &str| {
        let all = report["survey"].as_array().expect("survey").iter();
        all.filter(|r| r["of"] == of).find(|r| r["measure"] == "cost a household and day, GHS_2023").expect(of)
    };
    assert_eq!((number(&spent("abuja")["median"]), number(&spent("abuja")["answers"])), (15.0, 51.0));
    assert_eq!((number(&spent("kg")["median"]), number(&spent("kg")["answers"])), (4.0, 42.0));
    assert!(report["survey"].as_array().expect("survey").iter().all(|r| number(&r["answers"]) >= 5.0));
    assert!(said.contains("income of the households asked"), "{said}");
    let burdens = report["survey_burdens"].as_array().expect("burdens");
    // affordability.csv: 0.0343302 of the mean income
    let abuja = burdens.iter().find(|b| b["of"] == "abuja").expect("abuja");
    assert!((number(&abuja["of_income_percent"]["value"]) - 3.433).abs() < 0.005, "{abuja}");
    // a row of the survey, as the city file and its CSV have it
    for name in ["anticipate.html", "anticipate.json", "anticipate.csv"] {
        let page = std::fs::read_to_string(city.dir.join("outputs").join(name)).expect(name);
        assert!(!page.contains("wood_unit") && !page.contains("block_unit"), "{name}");
    }
}

#[test]
fn medians_of_a_survey_whose_consent_is_not_for_all_are_held_back_unless_somebody_says_why_they_may_leave() {
    let city = City::collect("accra");
    let file = city.dir.join("city.toml");
    let settings = std::fs::read_to_string(&file).expect("city.toml");
    let silent: Vec<&str> = settings.lines().filter(|l| !l.starts_with("summaries_may_leave")).collect();
    std::fs::write(&file, silent.join("\n")).expect("written");
    makazi_ok(&["anticipate", text(&city.dir)]);
    let held = report(&city.dir);
    assert!(held["survey"].as_array().expect("survey").is_empty() && held["survey_burdens"][0].is_null());
    let is_it = |h: &&Value| h["what"] == "Medians of surveys";
    assert!(held["held_back"].as_array().expect("held back").iter().any(|h| is_it(&h)));
    // withdrawn, it is not read at all, whatever was said
    let withdrawn = settings.replace("level = \"community\"", "level = \"community\"\nwithdrawn = \"2024-01-01\"");
    std::fs::write(&file, withdrawn).expect("written");
    makazi_ok(&["anticipate", text(&city.dir)]);
    let gone = report(&city.dir);
    assert!(gone["survey"].as_array().expect("survey").is_empty());
    let gaps = gone["gaps"].as_array().expect("gaps");
    assert!(gaps.iter().any(|g| g["what"].as_str().is_some_and(|w| w.starts_with("what the survey says"))));
}

#[test]
fn what_is_wrong_in_the_tables_that_a_city_names_is_told_with_file_and_row_and_the_rest_is_used() {
    let city = City::collect("accra");
    let write = |name: &str, words: &str| std::fs::write(city.dir.join(name), words).expect("written");
    write(
        "given.csv",
        "place,scenario,year,minor,water_m3_day,low,high,source\n\
         district:GH0704,,2030,,50000,,,Utility 2024\n\
         district:GH0704,,2030,,60000,,,Utility 2024\n\
         district:moon,,2030,,1,,,Utility 2024\n\
         district:GH0705,,2030,noon,1,,,Utility 2024\n\
         district:GH0705,,2030,,-4,,,Utility 2024\n\
         district:GH0705,,2030,,5,,,\n",
    );
    write(
        "users.csv",
        "place,user,units,low,high,source\ndistrict:GH0704,circus,10,,,Somebody 2024\ndistrict:GH0704,firm,many,,,Somebody 2024\n",
    );
    let file = city.dir.join("city.toml");
    let settings = std::fs::read_to_string(&file).expect("city.toml");
    let more = "[anticipate]\ndemand = [\"given.csv\", \"nowhere.csv\"]\nother_users = [\"users.csv\"]\nlongest_wait_minutes = 0.0\n";
    let named = settings.replace("[anticipate]\nother_users = [\"anticipate/other_users.csv\"]\n", more);
    let named = named
        .replace("layer = \"osm_points_2019\"", "layer = \"no_layer\"")
        .replace("\"primary_dw_source\"", "\"no_column\"");
    std::fs::write(&file, named).expect("written");
    let ran = makazi(&["anticipate", text(&city.dir)]);
    assert!(matches!(ran.status.code(), Some(0 | 3)), "{}", String::from_utf8_lossy(&ran.stderr));
    let report = report(&city.dir);
    let problems = report["problems"].as_array().expect("problems");
    let found = |code: &str, file: &str, row: Option<i64>| {
        problems.iter().any(|p| p["code"] == code && p["file"] == file && p["row"].as_i64() == row)
    };
    for (code, file, row) in [
        ("given_twice", "given.csv", Some(3)),
        ("unknown_place", "given.csv", Some(4)),
        ("unknown_period", "given.csv", Some(5)),
        ("not_a_number", "given.csv", Some(6)),
        ("row_without_source", "given.csv", Some(7)),
        ("unknown_user", "users.csv", Some(2)),
        ("not_a_number", "users.csv", Some(3)),
        ("table_not_read", "city.toml", None),
        ("count_not_read", "city.toml", None),
        ("no_such_column", "city.toml", None),
        ("wait_not_read", "city.toml", None),
    ] {
        assert!(found(code, file, row), "{code} {file} {row:?} in {problems:#?}");
    }
    let given =
        rows(&report, "district", 2030, "all").into_iter().find(|r| r["place"] == "district:GH0704").expect("it");
    assert!((number(&given["water_m3_day"]["value"]) - 50_000.0).abs() < 1e-9);
    let (own, districts) = (rows(&report, "city", 2030, "all"), rows(&report, "district", 2030, "all"));
    assert!((sum(&own, "water_m3_day") / sum(&districts, "water_m3_day") - 1.0).abs() < 1e-12);
}

#[test]
fn a_key_that_is_not_known_is_named() {
    let folder = tempfile::tempdir().expect("temporary folder");
    let dir = folder.path().join("accra");
    copy(&root().join("cities/accra"), &dir);
    let file = dir.join("city.toml");
    let settings = std::fs::read_to_string(&file).expect("city.toml");
    std::fs::write(&file, settings.replace("[anticipate]\n", "[anticipate]\nother_user = []\n")).expect("written");
    let ran = makazi(&["anticipate", text(&dir)]);
    let said = String::from_utf8_lossy(&ran.stderr).into_owned();
    assert!(!ran.status.success() && said.contains("other_user"), "{said}");
}
