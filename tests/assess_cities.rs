//! Cape Town, Accra and Jakarta assessed, with figures that `tests/published/real_cities.py` computes from the same files by
//! other means (GDAL, another projection, nothing of makazi).

#![allow(clippy::expect_used, clippy::panic, reason = "a test stops where its own ground gives way")]

mod common;

use common::{City, data, query, root};
use serde_json::Value;

/// What the independent script says of a city.
fn independent(city: &str) -> Value {
    let output = std::process::Command::new("/usr/bin/python3")
        .arg(root().join("tests/published/real_cities.py"))
        .arg(data())
        .arg(city)
        .output()
        .expect("Python with GDAL is installed (see tests/setup.sh)");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

/// The city and its assessment as JSON.
fn assessed(name: &str) -> (City, Value) {
    let city = City::collect(name);
    let json = city.run("assess", &["--json"]);
    (city, serde_json::from_str(&json).expect("JSON"))
}

fn of(value: &Value, key: &str) -> f64 {
    value[key].as_f64().unwrap_or_else(|| panic!("no number under {key}: {value}"))
}

fn close(found: f64, expected: f64, relative: f64) {
    assert!((found - expected).abs() <= relative * expected.abs(), "{found} is not {expected} within {relative}");
}

fn chain<'a>(assessment: &'a Value, id: &str, kind: &str) -> &'a Value {
    let chains = assessment["chains"].as_array().expect("chains");
    let is = |c: &&Value| c["chain"]["id"] == id && c["kind"] == kind;
    chains.iter().find(is).unwrap_or_else(|| panic!("no chain {id} of {kind}"))
}

#[test]
fn cape_town_is_vulnerability_by_its_settlements_and_people_in_the_sea_by_its_wards() {
    let (city, assessment) = assessed("cape_town");
    let other = independent("cape_town");
    // People to a toilet: the twenty worst, and who counts none or is not known.
    let worst = query(
        &city.gpkg(),
        "SELECT place, value FROM observation WHERE indicator = 'people_per_toilet' AND place LIKE 'settlement:%' \
         ORDER BY value DESC, place LIMIT 20",
    );
    for (found, expected) in worst.iter().zip(other["people_per_toilet"]["worst_20"].as_array().expect("list")) {
        assert_eq!(found[0], format!("settlement:{}", expected[0].as_str().expect("code")));
        close(found[1].parse().expect("number"), expected[1].as_f64().expect("number"), 1e-12);
    }
    assert_eq!(worst.len(), 20);
    let toilets = &other["people_per_toilet"];
    close(of(toilets, "count_none_people") + of(toilets, "unknown_people"), 124_026.0, 0.0);
    // None of the 326 touches any footprint, in either year or model; ward averages put thousands there.
    let touched = other["settlements_touched"].as_object().expect("footprints");
    assert_eq!(touched.len(), 28);
    assert!(touched.values().all(|n| n == 0), "{touched:?}");
    let near = "SELECT count(*), min(value) FROM observation WHERE indicator = 'footprint_distance_m' \
                AND \"group\" = 'hazard=coastal_flood' AND place LIKE 'settlement:%'";
    let near = query(&city.gpkg(), near);
    assert_eq!(near[0][0], "326");
    close(near[0][1].parse().expect("metres"), 85.5, 0.01);
    let wet = "SELECT count(*) FROM observation WHERE indicator = 'flooded_share' AND value > 0 AND place LIKE 'settlement:%'";
    close(city.number(wet), 0.0, 0.0);
    let footprints = assessment["agreements"][0]["footprints"].as_array().expect("footprints");
    for (model, year, scenario) in [
        ("NASADEM", "nasadem_2018", "present"),
        ("NASADEM", "nasadem_2050_slr", "2050_sea_risen"),
        ("MERIT DEM", "meritdem_2018", "present"),
    ] {
        for period in [2.0, 100.0, 250.0] {
            let is = |f: &&Value| {
                f["model"] == format!("{model}, 500 m cells")
                    && f["scenario"] == scenario
                    && f["return_period_years"] == period
                    && f["kind"] == "district"
            };
            let found =
                footprints.iter().find(is).unwrap_or_else(|| panic!("no footprint of {model} {scenario} {period}"));
            close(of(found, "people"), of(&other["people_by_ward_average"], &format!("{year}_{period}")), 2e-3);
            assert!(of(found, "people") > 3_000.0);
        }
    }
    // Called vulnerability, not risk, and ranked; the settlements' people are the census itself: one count.
    let leading = &assessment["chains"][0];
    assert_eq!(
        (&leading["outcome"], &leading["kind"], &leading["ranked"]),
        (&"vulnerability".into(), &"settlement".into(), &216.into())
    );
    assert_eq!(chain(&assessment, "coastal_flood", "district")["outcome"], "risk");
    assert_eq!(assessment["people"]["missed"], Value::Null);
    assert_eq!(
        (&assessment["people"]["counted_twice"], &assessment["people"]["not_counted"]),
        (&0.into(), &110.into())
    );
    scores_are_those_of_the_layer(leading, &other["worst_served"]);
    let toilets = assessment["services"].as_array().and_then(|all| all.iter().find(|t| t["id"] == "toilets"));
    toilets_by_dwelling(toilets.expect("table of toilets"), &other["toilets_by_dwelling"]);
    let rank = &leading["scores"][0]["rank"];
    assert!(of(rank, "low") <= of(rank, "nominal") && of(rank, "nominal") <= of(rank, "high"), "{rank}");
    assert!(
        leading["changes"]["places"].as_array().is_some_and(|rows| rows.len() > 100),
        "{}",
        leading["changes"]["without"]
    );
}

/// Vulnerability and exposure of every ranked settlement, and the twenty worst, as the other script has them from the layer.
fn scores_are_those_of_the_layer(chain: &Value, other: &Value) {
    let code = |score: &Value| score["place"].as_str().and_then(|id| id.split_once(':')).expect("place").1.to_owned();
    let scores = chain["scores"].as_array().expect("scores");
    let ranked: Vec<&Value> = scores.iter().filter(|s| !s["rank"].is_null()).collect();
    let places = other["places"].as_object().expect("places");
    assert_eq!(ranked.len(), places.len());
    for score in &ranked {
        let expected = places.get(&code(score)).unwrap_or_else(|| panic!("{} is ranked here only", code(score)));
        for (ours, theirs) in [("vulnerability", "vulnerability"), ("exposure", "density_score")] {
            let (found, expected) = (of(score, ours), of(expected, theirs));
            assert!((found - expected).abs() < 1e-3, "{ours} of {}: {found} is not {expected}", code(score));
        }
    }
    let mut worst: Vec<String> = ranked.iter().take(20).map(|score| code(score)).collect();
    worst.sort_unstable();
    let expected = other["worst_20"].as_array().expect("list").iter().map(|c| c.as_str().expect("code").to_owned());
    let mut expected: Vec<String> = expected.collect();
    expected.sort_unstable();
    assert_eq!(worst, expected);
}

/// Settlements, people, toilets and people to a toilet by type of dwelling.
fn toilets_by_dwelling(table: &Value, other: &Value) {
    let rows = table["rows"].as_array().expect("rows");
    let dwellings = other.as_object().expect("dwellings");
    assert_eq!(dwellings.len(), 7);
    for (dwelling, expected) in dwellings {
        let is = |row: &&Value| row["place"].is_null() && row["label"] == *dwelling;
        let row = rows.iter().find(is).unwrap_or_else(|| panic!("no row {dwelling}"));
        for (at, key) in ["people", "toilets", "ratio"].into_iter().enumerate() {
            close(of(&row["values"][at], "value"), of(expected, key), 1e-12);
        }
        let settlements = format!("{} settlement", expected["settlements"]);
        assert!(row["note"].as_str().is_some_and(|note| note.starts_with(&settlements)), "{row}");
    }
}

#[test]
fn jakarta_compares_the_model_with_the_flood_of_2007() {
    let (city, assessment) = assessed("jakarta");
    let other = independent("jakarta");
    assert_eq!((&other["units"], &other["flooded_2007"]), (&2_685.into(), &1_002.into()));
    let table = &other["current"]["agreement"]["over_0"];
    let found = query(
        &city.gpkg(),
        "SELECT classes, count(*) FROM observation WHERE indicator = 'hazard_agreement' AND place LIKE 'rw:%' \
         AND \"group\" = 'hazard=pluvial_flood' GROUP BY classes",
    );
    assert_eq!(found.len(), 4);
    for row in found {
        let key = row[0].trim_matches(['[', ']', '"']).to_owned();
        close(row[1].parse().expect("count"), of(table, &key), 0.0);
    }
    // Nobody counted people or services there: nothing is ranked, and it is said why.
    assert!(assessment["chains"].as_array().expect("chains").iter().all(|c| c["ranked"] == 0));
    let words = assessment["summary"].to_string();
    assert!(words.contains("No place is ranked"), "{words}");
}

#[test]
fn accra_shows_what_packaged_water_counts_as() {
    let (city, assessment) = assessed("accra");
    let other = &independent("accra")["region"];
    let region = |indicator: &str| {
        city.number(&format!("SELECT value FROM observation WHERE indicator = '{indicator}' AND place LIKE 'city:%' AND \"group\" = '' AND value IS NOT NULL"))
    };
    for (indicator, share) in [
        ("improved_water_without_packaged_share", "not_counted"),
        ("improved_water_without_delivered_share", "packaged_counted"),
        ("improved_water_share", "delivered_too"),
    ] {
        close(region(indicator), 100.0 * of(other, share), 1e-9);
    }
    close(of(other, "packaged_counted"), 0.983_355, 1e-6);
    close(of(other, "not_counted"), 0.238_684, 1e-6);
    let services = assessment["services"].as_array().expect("tables");
    for id in ["drinking_water", "poverty"] {
        let table = services.iter().find(|t| t["id"] == id).unwrap_or_else(|| panic!("no table {id}"));
        assert!(table["rows"].as_array().is_some_and(|rows| rows.len() >= 29), "{id}");
    }
    assert_eq!(chain(&assessment, "pluvial_flood", "district")["ranked"], 29);
}
