//! `makazi anticipate` and `makazi plan` as a person runs them: the three questions of Greater Accra, the invented city, and a network in
//! a folder.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops where its own ground gives way"
)]

mod common;

use common::{copy, data, example, makazi, makazi_ok, root, text};
use serde_json::Value;
use std::path::{Path, PathBuf};

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("no number: {value}"))
}

fn json(path: &Path) -> Value {
    serde_json::from_str(&std::fs::read_to_string(path).expect("the answer is written")).expect("JSON")
}

/// Sum of a column of `served` rows of a resource in a period.
fn served(plan: &Value, resource: &str, period: usize, column: &str) -> f64 {
    let rows = plan["served"].as_array().expect("rows");
    let of = rows.iter().filter(|row| row["resource"] == resource && row["period"] == period);
    of.map(|row| number(&row[column])).sum()
}

fn closes(plan: &Value) {
    for balance in plan["balances"].as_array().expect("balances") {
        assert!(number(&balance["open"]).abs() < 1e-6, "{balance}");
    }
}

/// The parts of every metric add up to it, and what the last objective counts to its value.
fn money_closes(plan: &Value) {
    let rows = |name: &str| plan[name].as_array().expect("rows").clone();
    let same = |a: f64, b: f64| (a - b).abs() <= 1e-6 * a.abs().max(b.abs()).max(1.0);
    let mut worth = std::collections::BTreeMap::new();
    for metric in rows("metrics") {
        let (parts, whole) = (metric["parts"].as_array().expect("parts").clone(), number(&metric["worth"]));
        worth.insert(metric["metric"].as_str().expect("text").to_owned(), whole);
        if parts.is_empty() {
            continue;
        }
        assert!(same(parts.iter().map(|part| number(&part["worth"])).sum(), whole), "{metric}");
        for (at, amount) in metric["amounts"].as_array().expect("amounts").iter().enumerate() {
            assert!(same(parts.iter().map(|part| number(&part["amounts"][at])).sum(), number(amount)), "{metric}");
        }
    }
    let objective = rows("objectives").pop().expect("an objective");
    let terms = objective["terms"].as_array().expect("terms");
    let counted: f64 =
        terms.iter().map(|term| number(&term["weight"]) * worth[term["metric"].as_str().expect("text")]).sum();
    assert!(!terms.is_empty() && same(counted, number(&objective["value"])), "{counted}: {objective}");
}

fn accra() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("temporary folder");
    let dir = folder.path().join("accra");
    copy(&root().join("cities/accra"), &dir);
    let data = data();
    makazi_ok(&["collect", text(&dir), "--data", text(&data)]);
    (folder, dir)
}

#[test]
fn the_three_questions_of_accra_are_answered_with_what_is_cited_and_what_is_not_known() {
    let (_folder, dir) = accra();
    makazi_ok(&["anticipate", text(&dir)]);
    for case in ["committed", "potable", "toilets"] {
        makazi_ok(&["plan", "water", text(&dir), "--case", case, "--no-front", "--futures", "0"]);
        let outputs = dir.join("outputs");
        assert!(outputs.join(format!("plan_water_{case}.html")).is_file());
        let plan = json(&outputs.join(format!("plan_water_{case}.json")));
        closes(&plan);
        money_closes(&plan);
        assert!(plan["gaps"].as_array().expect("gaps").len() > 30);
        assert_eq!(plan["places"].as_array().expect("places").len(), 29);
        // the same network as plain files gives the same answer
        let network = outputs.join(format!("plan_water_{case}/network"));
        let again = dir.join("again");
        makazi_ok(&["plan", "network", text(&network), "--no-front", "--futures", "0", "--out", text(&again)]);
        let second = json(&again.join("plan.json"));
        let objective = |plan: &Value| number(&plan["objectives"][0]["value"]);
        assert!((objective(&plan) / objective(&second) - 1.0).abs() < 1e-6, "{case}");
    }
    let committed = json(&dir.join("outputs/plan_water_committed.json"));
    let built = committed["units"].as_array().expect("units").iter().filter(|row| number(&row["new"]) > 1e-6);
    for row in built {
        assert!(
            ["household_connection", "standpipe", "tanker_filling"]
                .contains(&row["technology"].as_str().expect("text")),
            "{row}"
        );
    }
    // 5,455,692 people in 2021 grow by the trend of both censuses: every place is planned for
    assert!(served(&committed, "household_water", 0, "people") > 5_455_692.0);
    let potable = json(&dir.join("outputs/plan_water_potable.json"));
    assert!(
        (served(&potable, "household_water", 1, "served") / served(&potable, "household_water", 1, "demanded") - 1.0)
            .abs()
            < 1e-6
    );
    // 60 litres a person a day
    let litres = served(&potable, "household_water", 1, "demanded")
        / (5.0 * 365.0)
        / served(&potable, "household_water", 1, "people")
        * 1000.0;
    assert!((litres - 60.0).abs() < 1e-6, "{litres}");
    let toilets = json(&dir.join("outputs/plan_water_toilets.json"));
    // census 2021, Ablekuma Central: 169,145 people, 33,980 of 56,744 households with an improved toilet; 3.2 persons a toilet
    let here = toilets["places"]
        .as_array()
        .expect("places")
        .iter()
        .position(|p| p["id"] == "district:GH0701")
        .expect("Ablekuma Central");
    let stands = toilets["units"]
        .as_array()
        .expect("units")
        .iter()
        .find(|row| row["technology"] == "improved_toilet_standing" && row["place"] == here && row["period"] == 0);
    let stands = number(&stands.expect("what stands")["working"]);
    assert!((stands - 169_145.0 * 33_980.0 / 56_744.0 / 3.2).abs() < 0.5, "{stands}");
    // who is served in 2021 goes on being served
    assert!(served(&toilets, "toilet_use", 0, "people_served") > 4.5e6);
    assert!(
        (served(&toilets, "toilet_use", 2, "people_served") / served(&toilets, "toilet_use", 2, "people") - 1.0).abs()
            < 1e-6
    );
}

#[test]
fn what_cannot_be_kept_together_is_said_with_file_and_line_and_nothing_is_written() {
    let folder = tempfile::tempdir().expect("temporary folder");
    let files = [
        ("network.toml", "[[objective]]\nminimise = { cost = 1 }\n"),
        ("metrics.csv", "metric,unit\ncost,USD\n"),
        ("resources.csv", "resource,unit\npotable,m3\n"),
        ("places.csv", "place\nA\n"),
        ("technologies.csv", "technology,capacity,whole\nwell,60,yes\n"),
        ("coefficients.csv", "technology,resource,amount\nwell,potable,1\n"),
        ("demands.csv", "place,resource,amount\nA,potable,100\n"),
        ("costs.csv", "metric,kind,id,per,amount\ncost,technology,well,unit,10\n"),
        ("budgets.csv", "metric,most\ncost,15\n"),
    ];
    for (name, words) in files {
        std::fs::write(folder.path().join(name), words).expect("written");
    }
    let ran = makazi(&["plan", "network", text(folder.path())]);
    let said = String::from_utf8_lossy(&ran.stderr).into_owned();
    assert!(
        !ran.status.success() && said.contains("budgets.csv, line 2") && said.contains("demands.csv, line 2"),
        "{said}"
    );
    assert!(!folder.path().join("answer").exists());
    std::fs::write(folder.path().join("budgets.csv"), "metric,most\ncost,20\n").expect("written");
    std::fs::write(folder.path().join("targets.csv"), "resource,share\npotable,120\n").expect("written");
    let ran = makazi(&["plan", "network", text(folder.path())]);
    let said = String::from_utf8_lossy(&ran.stderr).into_owned();
    assert_eq!(ran.status.code(), Some(3), "{said}");
    assert!(said.contains("targets.csv") && said.contains("row 2") && said.contains("share"), "{said}");
    std::fs::remove_file(folder.path().join("targets.csv")).expect("removed");
    let mps = folder.path().join("model.mps");
    makazi_ok(&["plan", "network", text(folder.path()), "--mps", text(&mps)]);
    assert!(std::fs::read_to_string(&mps).expect("the model").contains("new.well.A"));
    let plan = json(&folder.path().join("answer/plan.json"));
    assert!((number(&plan["objectives"][0]["value"]) - 20.0).abs() < 1e-9);
}

#[test]
fn no_settlement_of_the_invented_city_is_left_below_its_floor() {
    let plan = json(&example().join("outputs/plan_water.json"));
    closes(&plan);
    money_closes(&plan);
    let targets = plan["targets"].as_array().expect("targets");
    assert!(targets.len() > 40);
    for target in targets {
        assert!(number(&target["reached"]) >= number(&target["wanted"]) - 1e-6, "{target}");
    }
    assert_eq!(plan["futures"]["count"], 100);
}
