//! `makazi assess` as a person runs it: the example city, its own chains, a city of profiles only, and bad input.

#![allow(clippy::expect_used, clippy::panic, reason = "a test stops where its own ground gives way")]

mod common;

use common::{copy_of_example, example, makazi, makazi_ok, query, root, text};
use serde_json::Value;
use std::path::Path;

fn answer(dir: &Path, words: &[&str]) -> Value {
    let output = makazi(&[&["assess", text(dir), "--json"], words].concat());
    // 3 where a chain or a setting was left out
    assert!(matches!(output.status.code(), Some(0 | 3)), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

#[test]
fn the_demo_says_who_is_most_at_risk_why_and_how_sure() {
    let page = std::fs::read_to_string(example().join("outputs/assessment.html")).expect("page");
    for part in ["Who comes first", "What the profiles changed", "What residents want first", "As lived", "Held back"] {
        assert!(page.to_lowercase().contains(&part.to_lowercase()), "the page has no part `{part}`");
    }
    let assessment: Value =
        serde_json::from_str(&std::fs::read_to_string(example().join("outputs/assessment.json")).expect("JSON"))
            .expect("JSON");
    let leading = &assessment["chains"][0];
    assert_eq!((&leading["outcome"], &leading["kind"]), (&"risk".into(), &"settlement".into()));
    let first = &leading["scores"][0];
    assert!(first["score"].as_f64().is_some_and(|s| (0.0..=1.0).contains(&s)));
    assert!(first["why"].as_str().is_some_and(|why| why.len() > 20));
    assert!(leading["inputs"].as_array().is_some_and(|inputs| inputs.len() > 3));
    assert!(leading["changes"]["places"].as_array().is_some_and(|rows| rows.len() == 24));
    assert!(assessment["people"]["missed"]["value"].as_f64().is_some_and(|missed| missed > 0.0));
    assert!(assessment["priorities"]["options"].as_array().is_some_and(|options| options.len() > 5));
    let flood = assessment["agreements"].as_array().expect("list").iter().find(|a| a["hazard"] == "pluvial_flood");
    let places = flood.expect("a hazard seen twice")["places"].as_array().expect("places");
    let alone: Vec<_> = places.iter().filter(|p| p["agrees"] == "residents_only").collect();
    assert!(
        alone.len() > 2 && alone.iter().all(|p| p["score"]["value"].as_f64().is_some_and(|s| s > 0.0)),
        "{alone:?}"
    );
    let csv = std::fs::read_to_string(example().join("outputs/assessment.csv")).expect("table");
    assert!(csv.lines().count() > 300);
}

#[test]
fn every_score_is_explained_down_to_the_profiles_it_rests_on() {
    let first = query(
        &example().join("city.gpkg"),
        "SELECT p.name FROM observation o JOIN settlements p ON p.id = o.place WHERE o.indicator = 'risk_score' \
         AND o.\"group\" = 'chain=pluvial_flood' ORDER BY o.value DESC LIMIT 1",
    );
    let words = makazi_ok(&["explain", text(example()), "risk_score", &first[0][0]]);
    assert!(words.contains("profiles") && words.contains("hazard"), "{words}");
}

#[test]
fn nothing_sealed_is_on_the_page_and_no_boundary_leaves_without_consent() {
    let page = std::fs::read_to_string(example().join("outputs/assessment.html")).expect("page");
    let json = std::fs::read_to_string(example().join("outputs/assessment.json")).expect("JSON");
    for indicator in ["eviction_threat", "eviction_seriousness", "land_ownership_share", "settlement_status"] {
        assert!(!page.contains(indicator) && !json.contains(indicator), "{indicator} left");
    }
    let (_folder, dir) = copy_of_example();
    let toml = dir.join("city.toml");
    let consent = std::fs::read_to_string(&toml).expect("city.toml");
    let (before, after) = consent.split_once("[consent.federation]").expect("a consent");
    let closed = after.replacen("level = \"public\"", "level = \"community\"", 1).replacen(
        "boundary = true",
        "boundary = false",
        1,
    );
    assert_ne!(closed, after);
    std::fs::write(&toml, format!("{before}[consent.federation]{closed}")).expect("written");
    // holds at once, before anything is collected again
    let assessment = answer(&dir, &[]);
    let held: u64 = assessment["held_back"].as_array().expect("list").iter().filter_map(|h| h["count"].as_u64()).sum();
    assert!(held > 100, "{held}");
    let settlements = assessment["chains"].as_array().expect("chains").iter().filter(|c| c["kind"] == "settlement");
    for score in settlements.flat_map(|c| c["scores"].as_array().expect("scores")) {
        let place = score["place"].as_str().expect("id");
        assert!(!place.starts_with("settlement:") || score["score"].is_null(), "{score}");
    }
}

#[test]
fn a_city_with_nothing_but_profiles_is_assessed() {
    let folder = tempfile::tempdir().expect("temporary folder");
    let dir = folder.path().join("profiles");
    makazi_ok(&["new", text(&dir)]);
    std::fs::copy(example().join("sources/profiles_ona.json"), dir.join("profiles.json")).expect("profiles");
    let mut toml = std::fs::read_to_string(dir.join("city.toml")).expect("city.toml");
    toml.push_str(
        "\n[[source]]\nid = \"profiles\"\ntitle = \"Settlement profiles\"\nlicence = \"CC0-1.0\"\nquality = \"high\"\n\
         file = \"profiles.json\"\nreader = \"profile_json\"\n[source.profiles]\nprefix = \"settlement\"\n",
    );
    std::fs::write(dir.join("city.toml"), toml).expect("write");
    makazi_ok(&["collect", text(&dir)]);
    let assessment = answer(&dir, &[]);
    let ranked =
        assessment["chains"].as_array().expect("chains").iter().filter(|c| c["ranked"].as_u64().unwrap_or(0) > 10);
    assert!(ranked.count() > 2, "profiles alone rank nothing");
    assert_eq!(assessment["people"]["missed"], Value::Null);
    assert!(assessment["priorities"]["options"].as_array().is_some_and(|o| !o.is_empty()));
    assert!(dir.join("outputs/assessment.html").is_file());
}

/// A chain of the city's own, from one that comes with makazi.
fn own_chain(dir: &Path, old: &str, new: &str) {
    std::fs::create_dir_all(dir.join("chains")).expect("folder");
    let shipped = std::fs::read_to_string(root().join("data/chains/fire.toml")).expect("chain");
    let mine = shipped.replacen("id = \"fire\"", "id = \"our_fire\"", 1);
    assert!(mine.contains(old), "{old}");
    std::fs::write(dir.join("chains/our_fire.toml"), mine.replacen(old, new, 1)).expect("written");
}

/// Problems of a kind, as the assessment lists them.
fn problems(assessment: &Value, code: &str) -> Vec<Value> {
    let all = assessment["problems"].as_array().expect("problems");
    all.iter().filter(|p| p["code"] == code).cloned().collect()
}

#[test]
fn a_chain_with_a_mistake_is_named_with_its_place_and_the_rest_is_still_assessed() {
    for (old, new, code) in [
        ("effect = \"raises\"", "effect = \"raises\"\nweight = -1.0", "chain_negative_weight"),
        ("high = 100.0", "high = -100.0", "chain_thresholds_reversed"),
        (
            "indicator = \"population_density_per_ha\"",
            "indicator = \"population_density_per_acre\"",
            "chain_unknown_indicator",
        ),
    ] {
        let (_folder, dir) = copy_of_example();
        own_chain(&dir, old, new);
        let assessment = answer(&dir, &["--samples", "64"]);
        let found = problems(&assessment, code);
        assert!(!found.is_empty(), "{code} is not told: {}", assessment["problems"]);
        assert_eq!(found[0]["file"], "chains/our_fire.toml");
        assert!(found[0]["hint"].as_str().is_some_and(|hint| !hint.is_empty()));
        let fire = assessment["chains"]
            .as_array()
            .expect("chains")
            .iter()
            .any(|c| c["chain"]["id"] == "fire" && c["ranked"] != 0);
        assert!(fire, "the other chains are computed");
    }
}

#[test]
fn a_chain_with_a_cycle_names_its_nodes() {
    let (_folder, dir) = copy_of_example();
    std::fs::create_dir_all(dir.join("chains")).expect("folder");
    let shipped = std::fs::read_to_string(root().join("data/chains/fire.toml")).expect("chain");
    let edge = shipped.split("[[edge]]").nth(1).expect("an edge");
    let word = |key: &str| {
        edge.split(&format!("{key} = \"")).nth(1).and_then(|t| t.split('"').next()).expect("word").to_owned()
    };
    let (from, to) = (word("from"), word("to"));
    let back = format!("\n[[edge]]\nfrom = \"{to}\"\nto = \"{from}\"\nclaim = \"back\"\nsource = \"workshop\"\n");
    std::fs::write(dir.join("chains/fire.toml"), shipped + &back).expect("written");
    let assessment = answer(&dir, &["--samples", "64"]);
    let found = problems(&assessment, "chain_cycle");
    assert_eq!(found.len(), 1);
    assert!(found[0].to_string().contains(&from) && found[0].to_string().contains(&to), "{}", found[0]);
}

#[test]
fn a_chain_that_is_asked_for_and_whose_file_cannot_be_read_is_told_so() {
    let (_folder, dir) = copy_of_example();
    own_chain(&dir, "id = \"our_fire\"", "id = \"our_fire\"\nplaces = 7");
    let output = makazi(&["assess", text(&dir), "--chain", "our_fire"]);
    let words = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success(), "{words}");
    for part in ["the impact chain `our_fire` cannot be read", "chains/our_fire.toml", "hint: mend its file"] {
        assert!(words.contains(part), "{part}: {words}");
    }
}

#[test]
fn settings_of_assess_that_name_nothing_or_are_out_of_range_are_told_and_the_rest_is_assessed() {
    let (_folder, dir) = copy_of_example();
    let toml = std::fs::read_to_string(dir.join("city.toml")).expect("city.toml");
    let kept: Vec<&str> =
        toml.lines().filter(|l| !["headline", "least_cov", "lived_list"].iter().any(|k| l.starts_with(k))).collect();
    let wrong = "[assess]\nheadline = \"fier\"\nleast_coverage = 50.0\nlived_list_complete = [\"population\"]\n";
    let toml = kept.join("\n").replacen("[assess]\n", wrong, 1);
    assert!(toml.contains("fier"));
    std::fs::write(dir.join("city.toml"), toml).expect("city.toml");
    let assessment = answer(&dir, &["--samples", "64"]);
    for (code, column) in [
        ("chain_unknown", "assess.headline"),
        ("setting_out_of_range", "assess.least_coverage"),
        ("not_a_flag", "assess.lived_list_complete"),
    ] {
        let found = problems(&assessment, code);
        assert_eq!(found.len(), 1, "{code}: {}", assessment["problems"]);
        assert_eq!((found[0]["file"].as_str(), found[0]["column"].as_str()), (Some("city.toml"), Some(column)));
    }
    assert!(assessment["chains"].as_array().expect("chains").iter().any(|c| c["ranked"] != 0));
}

#[test]
fn a_chain_that_is_not_there_is_told_with_those_that_are() {
    let output = makazi(&["assess", text(example()), "--chain", "volcano"]);
    assert!(!output.status.success());
    let words = String::from_utf8_lossy(&output.stderr);
    assert!(words.contains("there is no impact chain `volcano`") && words.contains("pluvial_flood"), "{words}");
}

#[test]
fn profiles_that_contradict_each_other_and_shares_over_100_are_named_and_the_rest_is_assessed() {
    let (_folder, dir) = copy_of_example();
    let file = dir.join("sources/profiles_ona.json");
    let mut profiles: Vec<Value> =
        serde_json::from_str(&std::fs::read_to_string(&file).expect("profiles")).expect("JSON");
    let population = "section_C/C12_Total_Population";
    let at = profiles
        .iter()
        .position(|p| p[population].as_str().is_some_and(|n| n.parse::<f64>().is_ok()))
        .expect("a profile");
    let mut twin = profiles[at].clone();
    twin[population] = Value::String("99999".to_owned());
    twin["_id"] = Value::from(987_654);
    twin["_uuid"] = Value::from("another");
    profiles.push(twin);
    profiles[at + 1]["section_G/G5_OpenDefecation_Percentage"] = Value::String("130".to_owned());
    std::fs::write(&file, serde_json::to_string(&profiles).expect("JSON")).expect("written");
    let output = makazi(&["collect", text(&dir), "--json"]);
    let collected: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let assessment = answer(&dir, &["--samples", "64"]);
    let told = format!("{} {}", collected["problems"], assessment["problems"]);
    assert!(told.contains("130"), "a share of 130 % is not told");
    assert!(
        !problems(&assessment, "two_profiles_one_date").is_empty() || told.contains("99999"),
        "two profiles on one date are not told"
    );
    assert!(assessment["chains"][0]["ranked"].as_u64().is_some_and(|n| n > 10));
}

#[test]
fn the_same_seed_gives_the_same_ranks_and_another_draws_anew() {
    let (_folder, dir) = copy_of_example();
    let ranks = |seed: &str| answer(&dir, &["--seed", seed])["chains"][0]["scores"].to_string();
    let first = ranks("1");
    assert_eq!(first, ranks("1"));
    assert_ne!(first, ranks("2"));
}
