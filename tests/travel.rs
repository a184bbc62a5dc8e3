//! `makazi travel` as a person runs it: the example city and the three real ones, with figures that `tests/published/travel.py`
//! computes from the same files by other means (GDAL, pyproj, scipy; nothing of makazi).

#![allow(clippy::expect_used, clippy::panic, reason = "a test stops where its own ground gives way")]

mod common;

use common::{City, copy_of_example, data, makazi, makazi_ok, query, root, text};
use serde_json::Value;

fn independent(city: &str) -> Value {
    let output = std::process::Command::new("/usr/bin/python3")
        .arg(root().join("tests/published/travel.py"))
        .arg(data())
        .arg(city)
        .output()
        .expect("Python with GDAL, pyproj and scipy is installed (see tests/setup.sh)");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

fn travelled(name: &str) -> (City, Value) {
    let city = City::collect(name);
    let json = city.run("travel", &["--json"]);
    (city, serde_json::from_str(&json).expect("JSON"))
}

fn journey<'a>(travel: &'a Value, id: &str) -> &'a Value {
    let list = travel["journeys"].as_array().expect("journeys");
    list.iter().find(|j| j["id"] == id).unwrap_or_else(|| panic!("no journey {id}"))
}

fn places(journey: &Value) -> &[Value] {
    journey["places"].as_array().expect("places")
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("no number: {value}"))
}

fn close(found: &Value, expected: &Value, relative: f64) {
    let (found, expected) = (number(found), number(expected));
    assert!((found - expected).abs() <= relative * expected.abs(), "{found} is not {expected} within {relative}");
}

/// The network is the same as the independent script's. Loose ends are joined within a metre, which changes little.
fn same_network(facts: &Value, other: &Value, relative: f64) {
    assert_eq!(facts["lines"], other["lines"]);
    assert_eq!(facts["oneway"], other["oneway"]);
    for key in ["nodes", "edges"] {
        close(&facts[key], &other[key], relative);
    }
    close(&facts["length_m"], &other["length_m"], 5e-5);
    assert!(number(&facts["components"]) <= number(&other["components"]));
    assert!(number(&facts["largest_share"]) >= number(&other["largest_share"]) - 1e-9);
}

/// What holds for every place: no way is shorter than the straight line, more minutes never reach fewer people, and what has
/// no way has no minutes.
fn holds_everywhere(travel: &Value) {
    for journey in travel["journeys"].as_array().expect("journeys") {
        for place in places(journey) {
            if let Some(metres) = place["distance_m"]["median"]["value"].as_f64() {
                assert!(metres >= number(&place["straight_m"]) * 0.999, "{place}");
            }
            let within = place["within"].as_array().expect("bands");
            let shares: Vec<f64> = within.iter().filter_map(|w| w["share"]["value"].as_f64()).collect();
            assert!(shares.windows(2).all(|w| w[0] <= w[1]), "{place}");
            for band in within.iter().filter(|w| !w["share"].is_null()) {
                assert!(number(&band["share"]["high"]) <= number(&band["at_most_share"]) + 1e-9, "{place}");
            }
            if place["answer"] == "straight_line" {
                assert!(place["minutes"]["median"].is_null() && !place["straight_m"].is_null(), "{place}");
            }
        }
    }
}

#[test]
fn accra_has_main_roads_only_so_walking_is_refused_and_driving_is_answered() {
    let (city, travel) = travelled("accra");
    let other = independent("accra");
    holds_everywhere(&travel);
    let on_foot = journey(&travel, "health_on_foot");
    assert!(on_foot["refused"].as_str().expect("a reason").contains("no footways"));
    close(&on_foot["facts"]["main_share"], &other["main_share"], 1e-9);
    assert!(places(on_foot).iter().all(|p| p["minutes"]["median"].is_null() && number(&p["straight_m"]) > 0.0));
    let by_road = journey(&travel, "health_by_road");
    same_network(&by_road["facts"], &other["driving"], 0.02);
    assert!(by_road["refused"].is_null());
    assert!(places(by_road).iter().any(|p| p["minutes"]["median"]["value"].as_f64().is_some_and(|m| m > 0.0)));
    let page = std::fs::read_to_string(city.dir.join("outputs/travel.html")).expect("page");
    assert!(page.contains("lower bound") && page.contains("No way was looked for"));
    let layers = query(&city.gpkg(), "SELECT table_name FROM gpkg_contents WHERE table_name LIKE 'travel_%'");
    assert_eq!(layers, [["travel_health_by_road"]]);
    let words = city.run("explain", &["straight_distance_median_m", "Ga East"]);
    assert!(words.contains("no way is shorter"), "{words}");
}

#[test]
fn jakarta_is_driven_one_way_and_agrees_with_another_program() {
    let (city, travel) = travelled("jakarta");
    let other = independent("jakarta");
    holds_everywhere(&travel);
    let by_road = journey(&travel, "medical_by_road");
    same_network(&by_road["facts"], &other["driving"], 0.02);
    close(&by_road["facts"]["main_share"], &other["main_share"], 0.005);
    // The other program joins no loose ends: without that the two networks are one, and ways can be compared.
    let settings = city.dir.join("city.toml");
    let written = std::fs::read_to_string(&settings).expect("city.toml");
    let unjoined = written.replacen("id = \"medical_by_road\"\n", "id = \"medical_by_road\"\nsnap_m = 0\n", 1);
    std::fs::write(&settings, unjoined).expect("city.toml is written");
    let travel: Value = serde_json::from_str(&city.run("travel", &["--json"])).expect("JSON");
    let by_road = journey(&travel, "medical_by_road");
    for key in ["nodes", "edges", "components"] {
        assert_eq!(by_road["facts"][key], other["driving"][key], "{key}");
    }
    close(&by_road["facts"]["length_m"], &other["driving"]["length_m"], 1e-6);
    // Other points in the same neighbourhoods, another plane, another search: the middle person is as far within a tenth.
    let medians = other["medians"].as_object().expect("neighbourhoods");
    assert_eq!(medians.len(), 6);
    for (name, expected) in medians {
        let place = places(by_road)
            .iter()
            .find(|p| p["name"] == name.as_str() && p["place"].as_str().is_some_and(|id| id.starts_with("kelurahan:")));
        let place = place.unwrap_or_else(|| panic!("no {name}"));
        close(&place["minutes"]["median"]["value"], &expected["minutes"], 0.1);
        close(&place["straight_m"], &expected["straight_m"], 0.1);
        assert!((number(&place["routed_share"]) - number(&expected["routed_share"])).abs() < 0.08, "{name}");
    }
}

#[test]
fn round_khayelitsha_people_walk_and_elsewhere_nothing_is_invented() {
    let (_city, travel) = travelled("cape_town");
    let other = independent("cape_town");
    holds_everywhere(&travel);
    let on_foot = journey(&travel, "bus_on_foot");
    assert!(on_foot["refused"].is_null());
    same_network(&on_foot["facts"], &other["walking"], 0.02);
    close(&on_foot["facts"]["main_share"], &other["main_share"], 0.005);
    let with = |answer: &str| places(on_foot).iter().filter(|p| p["answer"] == answer).count();
    assert!(with("way") > 30 && with("straight_line") > 200, "{} {}", with("way"), with("straight_line"));
    let informal = on_foot["groups"].as_array().expect("groups").iter().find(|g| g["settlement_type"] == "informal");
    assert!(number(&informal.expect("informal")["people"]["value"]) > 100_000.0);
}

#[test]
fn the_example_walks_its_paths_and_saves_what_it_found() {
    let (folder, dir) = copy_of_example();
    let json: Value = serde_json::from_str(&makazi_ok(&["travel", text(&dir), "--json"])).expect("JSON");
    holds_everywhere(&json);
    let clinic = journey(&json, "clinic_on_foot");
    assert!(clinic["refused"].is_null() && number(&clinic["facts"]["snapped"]) > 0.0);
    assert_eq!(clinic["groups"].as_array().map(Vec::len), Some(2));
    let file = dir.join("city.gpkg");
    let bands = query(&file, "SELECT minutes, area_m2 FROM travel_clinic_on_foot ORDER BY minutes");
    let areas: Vec<f64> = bands.iter().map(|b| b[1].parse().expect("area")).collect();
    assert_eq!(bands.iter().map(|b| b[0].as_str()).collect::<Vec<_>>(), ["5", "15", "30"]);
    assert!(areas.windows(2).all(|w| w[0] < w[1]));
    let invalid = query(&file, "SELECT count(*) FROM travel_clinic_on_foot WHERE NOT ST_IsValid(geometry)");
    assert_eq!(invalid, [["0"]]);
    // people within so many minutes name the count that they rest on
    let inputs = query(
        &file,
        "SELECT count(*) FROM observation WHERE indicator = 'travel_within_people' AND place LIKE 'settlement:%' AND value IS NOT NULL AND inputs = '[]'",
    );
    assert_eq!(inputs, [["0"]]);
    // the same again, and the profile and the assessment do not take it for something collected
    let before = query(&file, "SELECT count(*) FROM observation");
    let again: Value = serde_json::from_str(&makazi_ok(&["travel", text(&dir), "--json"])).expect("JSON");
    assert_eq!(json["journeys"], again["journeys"]);
    assert_eq!(query(&file, "SELECT count(*) FROM observation"), before);
    makazi_ok(&["assess", text(&dir), "--format", "csv"]);
    assert_eq!(query(&file, "SELECT count(*) FROM observation"), before);
    drop(folder);
}

#[test]
fn all_faults_of_the_settings_are_named_at_once_and_the_rest_is_computed() {
    let (folder, dir) = copy_of_example();
    let file = dir.join("city.toml");
    let mut settings = std::fs::read_to_string(&file).expect("city.toml");
    settings.push_str("\n[[travel]]\nid = \"Bad one\"\ntitle = \"Bad\"\nmode = \"walking\"\nnetwork = \"strets\"\nto = \"facility_points\"\nkeep = { knd = \"tap\" }\nminutes = [30, 5]\nsnap_m = -1.0\n");
    std::fs::write(&file, &settings).expect("written");
    let output = makazi(&["travel", text(&dir), "--json"]);
    assert_eq!(output.status.code(), Some(3), "{}", String::from_utf8_lossy(&output.stderr));
    let json: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let problems = json["problems"].as_array().expect("problems");
    for fault in ["travel.id", "travel.minutes", "travel.snap_m", "travel.network", "travel.keep"] {
        assert!(problems.iter().any(|p| p["column"] == fault), "{fault}: {problems:?}");
    }
    assert_eq!(json["journeys"].as_array().map(Vec::len), Some(3));
    let none = settings.split("[[travel]]").next().expect("the rest").to_owned();
    std::fs::write(&file, none).expect("written");
    let output = makazi(&["travel", text(&dir)]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("no [[travel]]"));
    drop(folder);
}
