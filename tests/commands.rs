//! The commands as a person types them, on the invented example city and on cities with nothing but profiles or with faults.

#![allow(clippy::expect_used, clippy::panic, reason = "a test stops where its own ground gives way")]

mod common;

use common::{copy_of_example, example, makazi, makazi_ok, number, query, text};

#[test]
fn the_example_city_comes_in_with_its_districts_and_settlements() {
    let gpkg = example().join("city.gpkg");
    assert_eq!(number(&gpkg, "SELECT count(*) FROM place WHERE id LIKE 'district:%'").to_string(), "12");
    assert_eq!(number(&gpkg, "SELECT count(*) FROM place WHERE id LIKE 'settlement:%'").to_string(), "24");
    let page = std::fs::read_to_string(example().join("outputs/profile.html")).expect("the page");
    assert!(page.contains("Mfano") && page.to_lowercase().contains("invented"));
    assert!(!page.contains("src=\"http") && !page.contains("@import"), "the page loads nothing");
}

#[test]
fn every_fault_of_the_example_city_that_is_an_error_is_reported_and_no_person_is_in_the_file() {
    let gpkg = example().join("city.gpkg");
    let codes: Vec<String> = query(&gpkg, "SELECT DISTINCT code FROM problem")
        .into_iter()
        .filter_map(|row| row.into_iter().next())
        .collect();
    for code in [
        "coordinates_swapped",
        "outside_city",
        "share_over_100",
        "share_outside_0_100",
        "ownership_not_100",
        "ring_crosses_itself",
        "date_to_come",
        "not_a_number",
        "submission_repeated",
        "more_working_than_all",
        "estimated_and_agreed_differ",
        "place_by_normalised_name",
        "not_read",
    ] {
        assert!(codes.iter().any(|c| c == code), "{code} is not among {codes:?}");
    }
    let source = std::fs::read_to_string(example().join("sources/profiles_ona.json")).expect("profiles");
    assert!(source.contains("Mtu Mfano") && source.contains("000 000 0"), "the source names somebody");
    let bytes = std::fs::read(&gpkg).expect("file");
    let words = String::from_utf8_lossy(&bytes);
    assert!(!words.contains("Mtu Mfano") && !words.contains("000 000 0"), "names and telephones of persons stay out");
}

#[test]
fn a_second_collect_with_nothing_changed_skips_every_source() {
    let (_folder, dir) = copy_of_example();
    let json = makazi_ok(&["collect", text(&dir), "--json"]);
    let answer: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert!(answer["run"].is_null(), "nothing ran");
    let states: Vec<_> = answer["sources"].as_array().expect("sources").iter().map(|s| s["state"].clone()).collect();
    assert!(!states.is_empty() && states.iter().all(|s| s == "unchanged"), "{states:?}");
}

#[test]
fn a_changed_source_comes_in_again_by_name_and_the_others_stay() {
    let (_folder, dir) = copy_of_example();
    let file = dir.join("sources/facilities_2019.csv");
    let mut rows = std::fs::read_to_string(&file).expect("facilities");
    rows.push('\n');
    std::fs::write(&file, rows).expect("write");
    let toml = std::fs::read_to_string(dir.join("city.toml")).expect("city.toml");
    let before = toml.split("file = \"sources/facilities_2019.csv\"").next().expect("source");
    let id = before.rsplit("id = \"").next().and_then(|t| t.split('"').next()).expect("id").to_owned();
    let json = makazi_ok(&["collect", text(&dir), &id, "--json"]);
    let answer: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(answer["sources"].as_array().expect("sources").len(), 1);
    assert_eq!(answer["sources"][0]["state"], "collected");
    assert_eq!(
        number(&dir.join("city.gpkg"), "SELECT count(*) FROM place WHERE id LIKE 'settlement:%'").to_string(),
        "24"
    );
}

#[test]
fn a_new_name_of_the_city_reaches_its_place() {
    let (_folder, dir) = copy_of_example();
    let toml = std::fs::read_to_string(dir.join("city.toml")).expect("city.toml");
    assert!(toml.contains("name = \"Mfano\""));
    std::fs::write(dir.join("city.toml"), toml.replace("name = \"Mfano\"", "name = \"Mfano Mpya\"")).expect("write");
    makazi_ok(&["collect", text(&dir)]);
    let names = query(&dir.join("city.gpkg"), "SELECT name FROM place WHERE kind = 'city'");
    assert_eq!(names, [["Mfano Mpya"]]);
}

#[test]
fn the_same_files_give_the_same_numbers_to_the_last_digit() {
    let folder = tempfile::tempdir().expect("temporary folder");
    let dump = |name: &str, threads: &str| {
        let dir = folder.path().join(name);
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_makazi"))
            .args(["demo", text(&dir)])
            .env("RAYON_NUM_THREADS", threads)
            .output()
            .expect("makazi starts");
        assert!(output.status.success());
        query(
            &dir.join("city.gpkg"),
            "SELECT place, indicator, period, \"group\", low, value, high, run FROM observation ORDER BY 1, 2, 3, 4",
        )
    };
    assert_eq!(dump("one", "1"), dump("many", "4"));
}

#[test]
fn a_number_is_explained_down_to_its_file_and_licence() {
    let words = makazi_ok(&["explain", text(example()), "population", "Mfano"]);
    assert!(words.contains("CC0") && words.contains("census"), "{words}");
    let json = makazi_ok(&[
        "explain",
        text(example()),
        "people_per_working_toilet_seat",
        &first_with("people_per_working_toilet_seat"),
        "--json",
    ]);
    let answer: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert!(answer[0]["inputs"].as_array().is_some_and(|inputs| inputs.len() >= 2), "{json}");
}

fn first_with(indicator: &str) -> String {
    let sql = format!(
        "SELECT place FROM observation WHERE indicator = '{indicator}' AND value IS NOT NULL AND place LIKE 'settlement:%' ORDER BY place"
    );
    query(&example().join("city.gpkg"), &sql)[0][0].clone()
}

#[test]
fn what_is_not_there_is_said_with_what_is() {
    let output = makazi(&["explain", text(example()), "population", "Mfanoo"]);
    assert_eq!(output.status.code(), Some(1));
    let words = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(words.contains("did you mean Mfano"), "{words}");
    let output = makazi(&["collect", "/nowhere/at/all"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("hint: make one with `makazi new"));
}

#[test]
fn status_says_what_each_gap_blocks() {
    let words = makazi_ok(&["status", text(example())]);
    assert!(words.contains("own revenue"), "{words}");
    let json: serde_json::Value =
        serde_json::from_str(&makazi_ok(&["status", text(example()), "--json"])).expect("JSON");
    assert!(json["board"].as_array().is_some_and(|rows| rows.len() > 10));
}

#[test]
fn the_profile_is_a_table_as_text_csv_and_json() {
    let (_folder, dir) = copy_of_example();
    let csv_text = makazi_ok(&["profile", text(&dir), "--format", "csv"]);
    let mut reader = csv::Reader::from_reader(csv_text.as_bytes());
    let headers = reader.headers().expect("header").clone();
    for column in ["place", "indicator", "low", "value", "high", "gap", "source", "licence", "method"] {
        assert!(headers.iter().any(|h| h == column), "{column} in {headers:?}");
    }
    assert!(reader.records().count() > 500);
    let json: serde_json::Value =
        serde_json::from_str(&makazi_ok(&["profile", text(&dir), "--format", "json"])).expect("JSON");
    assert!(json.is_object() || json.is_array());
    let one = makazi_ok(&["profile", text(&dir), "--place", &first_with("people_per_working_toilet_seat")]);
    assert!(one.contains("Water") && one.contains("Sanitation"), "{one}");
}

#[test]
fn two_copies_join_and_a_conflict_is_shown_and_never_overwritten() {
    let (_a, ours) = copy_of_example();
    let (_b, theirs) = copy_of_example();
    let words = makazi_ok(&["merge", text(&ours), text(&theirs)]);
    assert!(words.contains("nothing new") || words.contains("came into run"), "{words}");
    let file = theirs.join("city.gpkg");
    let sql = "UPDATE observation SET low = 1, value = 1, high = 1 WHERE indicator = 'population' AND \"group\" = '' \
               AND place = 'district:D01' AND locator IS NOT NULL AND value IS NOT NULL";
    let done =
        std::process::Command::new("ogrinfo").arg("-q").arg(&file).args(["-sql", sql]).output().expect("ogrinfo");
    assert!(done.status.success());
    let before = query(
        &ours.join("city.gpkg"),
        "SELECT value FROM observation WHERE indicator = 'population' AND place = 'district:D01'",
    );
    let output = makazi(&["merge", text(&ours), text(&theirs)]);
    assert_eq!(output.status.code(), Some(3), "{}", String::from_utf8_lossy(&output.stderr));
    let words = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(words.contains("conflict in observation") && words.contains("ours, kept"), "{words}");
    let after = query(
        &ours.join("city.gpkg"),
        "SELECT value FROM observation WHERE indicator = 'population' AND place = 'district:D01'",
    );
    assert_eq!(before, after);
}

#[test]
fn a_city_with_nothing_but_profiles_gets_its_page() {
    let folder = tempfile::tempdir().expect("temporary folder");
    let dir = folder.path().join("secondary");
    makazi_ok(&["new", text(&dir)]);
    std::fs::copy(example().join("sources/profiles_ona.json"), dir.join("profiles.json")).expect("profiles");
    let mut toml = std::fs::read_to_string(dir.join("city.toml")).expect("city.toml");
    toml.push_str(
        "\n[[source]]\nid = \"profiles\"\ntitle = \"Settlement profiles\"\nlicence = \"CC0-1.0\"\nquality = \"high\"\n\
         file = \"profiles.json\"\nreader = \"profile_json\"\n[source.profiles]\nprefix = \"settlement\"\n",
    );
    std::fs::write(dir.join("city.toml"), toml).expect("write");
    makazi_ok(&["collect", text(&dir)]);
    let words = makazi_ok(&["profile", text(&dir)]);
    assert!(words.len() > 500);
    let page = std::fs::read_to_string(dir.join("outputs/profile.html")).expect("page");
    assert!(page.contains("informal settlements"));
    let json: serde_json::Value = serde_json::from_str(&makazi_ok(&["status", text(&dir), "--json"])).expect("JSON");
    assert!(json["board"].as_array().is_some_and(|rows| rows.iter().any(|r| r["missing"] != 0)));
}

#[test]
fn check_names_row_column_and_value_and_changes_nothing() {
    let folder = tempfile::tempdir().expect("temporary folder");
    let file = folder.path().join("truncated.geojson");
    std::fs::write(&file, "{\"type\": \"FeatureCollection\", \"features\": [{\"type\": \"Feature\", \"properties\"")
        .expect("write");
    let empty = folder.path().join("empty.csv");
    std::fs::write(&empty, "").expect("write");
    let wrong = folder.path().join("wrong.tif");
    std::fs::write(&wrong, "name,people\na,1\n").expect("write");
    for (path, code) in [(&file, "truncated"), (&empty, "file_empty"), (&wrong, "wrong_extension")] {
        let before = std::fs::read(path).expect("read");
        let output = makazi(&["check", text(path)]);
        let words = String::from_utf8_lossy(&output.stdout).into_owned();
        assert_eq!(output.status.code(), Some(3), "{words}");
        assert!(words.contains(code), "{words}");
        assert_eq!(before, std::fs::read(path).expect("read"));
    }
}

#[test]
fn a_mapping_that_names_what_is_not_there_is_told_before_anything_is_read() {
    let folder = tempfile::tempdir().expect("temporary folder");
    let dir = folder.path().join("wrong");
    std::fs::create_dir(&dir).expect("folder");
    let toml = "[city]\nid = \"x\"\nname = \"X\"\ncountry = \"XX\"\n\n[[source]]\nid = \"a\"\ntitle = \"A\"\nlicence = \"open\"\n\
                quality = \"high\"\nfile = \"a.csv\"\nvalues = [{ column = \"n\", indicator = \"populaton\", period = \"2011\" }]\n\
                [source.join]\nprefix = \"ward\"\ncolumn = \"w\"\n";
    std::fs::write(dir.join("city.toml"), toml).expect("write");
    let output = makazi(&["check", text(&dir.join("city.toml"))]);
    let words = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(output.status.code(), Some(3));
    assert!(words.contains("populaton") && words.contains("population"), "{words}");
    std::fs::write(dir.join("city.toml"), "[city]\nid = 3\n").expect("write");
    let output = makazi(&["collect", text(&dir)]);
    let words = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(words.contains("line 2") || words.contains("2 |"), "{words}");
}

#[test]
fn numbers_of_old_districts_are_carried_to_new_ones_and_their_total_is_kept() {
    let gpkg = example().join("city.gpkg");
    let total = |prefix: &str| {
        number(
            &gpkg,
            &format!(
                "SELECT sum(value) FROM observation WHERE indicator = 'population' AND \"group\" = '' \
                 AND source = 'census_2010' AND place LIKE '{prefix}:%'"
            ),
        )
    };
    let (old, new) = (total("district_2010"), total("district"));
    assert!(old > 100_000.0 && (old - new).abs() < 1e-6 * old, "{old} became {new}");
}

#[test]
fn qgis_opens_every_layer_with_a_style_of_its_own() {
    let picture = example().join("qgis.png");
    let output = std::process::Command::new("/usr/bin/python3")
        .arg(common::root().join("tests/qgis_opens_city.py"))
        .args([&example().join("city.gpkg"), &picture])
        .env("QT_QPA_PLATFORM", "offscreen")
        .output()
        .expect("python3 with QGIS is installed (see tests/setup.sh)");
    let words = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{words}\n{}", String::from_utf8_lossy(&output.stderr));
    assert!(words.contains("profile_settlements") && words.contains("graduatedSymbol"), "{words}");
    assert!(picture.is_file());
}

#[test]
fn people_live_lower_than_the_land_lies_but_not_outside_it() {
    let gpkg = example().join("city.gpkg");
    let sql = "SELECT p.value AS people, m.value AS mean, l.value AS low, h.value AS high FROM observation p \
               JOIN observation m ON m.place = p.place AND m.indicator = 'elevation_mean_m' \
               JOIN observation l ON l.place = p.place AND l.indicator = 'elevation_min_m' \
               JOIN observation h ON h.place = p.place AND h.indicator = 'elevation_max_m' \
               WHERE p.indicator = 'elevation_of_people_m' AND p.place LIKE 'district:%'";
    let rows = query(&gpkg, sql);
    assert_eq!(rows.len(), 12);
    let numbers: Vec<Vec<f64>> =
        rows.iter().map(|row| row.iter().map(|text| text.parse().expect("number")).collect()).collect();
    assert!(numbers.iter().all(|row| row[2] <= row[0] && row[0] <= row[3]), "{numbers:?}");
    assert!(numbers.iter().any(|row| (row[0] - row[1]).abs() > 0.5), "weights tell: {numbers:?}");
}
