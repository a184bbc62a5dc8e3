//! The house: which room may use which, read from the manifests.

#![allow(clippy::expect_used, clippy::panic, reason = "a test stops where its own ground gives way")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// ARCHITECTURE.md, "Arrows": the only ones allowed.
const ALLOWED: [(&str, &[&str]); 21] = [
    ("units", &[]),
    ("city", &["units"]),
    ("grid", &[]),
    ("wkb", &[]),
    ("forms", &["units", "city"]),
    ("columnar", &["units", "city", "wkb"]),
    ("store", &["units", "city", "grid", "wkb"]),
    ("collect", &["units", "city", "grid", "forms", "columnar"]),
    ("risk", &["units", "city"]),
    ("assess", &["units", "city", "grid"]),
    ("exposure", &["units", "city", "grid", "assess", "risk"]),
    ("solve", &[]),
    ("network", &["units", "city", "solve"]),
    ("anticipate", &["units", "city", "assess"]),
    ("plan", &["units", "city", "grid", "assess", "risk", "exposure", "network"]),
    ("report", &["units", "city", "columnar"]),
    ("example", &[]),
    (
        "flow",
        &[
            "units",
            "city",
            "grid",
            "store",
            "collect",
            "forms",
            "risk",
            "assess",
            "anticipate",
            "exposure",
            "network",
            "plan",
            "report",
            "example",
        ],
    ),
    ("serve", &["units", "city", "grid", "flow"]),
    ("makazi", &["units", "city", "flow", "serve"]),
    ("", &[]),
];

fn root() -> PathBuf {
    PathBuf::from(std::env::var("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("../..")
}

fn manifests() -> BTreeMap<String, toml::Table> {
    let crates = std::fs::read_dir(root().join("crates")).expect("crates");
    crates
        .flatten()
        .map(|entry| std::fs::read_to_string(entry.path().join("Cargo.toml")).expect("manifest"))
        .map(|text| text.parse::<toml::Table>().expect("manifest is TOML"))
        .map(|table| (table["package"]["name"].as_str().expect("name").to_owned(), table))
        .collect()
}

fn ours(table: &toml::Table, key: &str, rooms: &BTreeSet<String>) -> BTreeSet<String> {
    let names = table.get(key).and_then(toml::Value::as_table);
    names.into_iter().flat_map(|t| t.keys().cloned()).filter(|name| rooms.contains(name)).collect()
}

#[test]
fn rooms_use_only_the_rooms_that_the_architecture_allows() {
    let manifests = manifests();
    let rooms: BTreeSet<String> = manifests.keys().cloned().collect();
    let mut wrong = Vec::new();
    for (room, table) in &manifests {
        let allowed = ALLOWED.iter().find(|(name, _)| name == room).map(|(_, allowed)| *allowed);
        let Some(allowed) = allowed else {
            wrong.push(format!("{room} is not in ARCHITECTURE.md"));
            continue;
        };
        for used in ours(table, "dependencies", &rooms).union(&ours(table, "build-dependencies", &rooms)) {
            if !allowed.contains(&used.as_str()) {
                wrong.push(format!("{room} -> {used}"));
            }
        }
    }
    assert!(wrong.is_empty(), "arrows that are not allowed: {wrong:?}");
}

#[test]
fn only_store_knows_sql() {
    let with_sqlite: Vec<String> = manifests()
        .into_iter()
        .filter(|(_, table)| table["dependencies"].as_table().expect("dependencies").contains_key("rusqlite"))
        .map(|(room, _)| room)
        .collect();
    assert_eq!(with_sqlite, ["store"]);
}

#[test]
fn every_room_says_in_its_readme_what_it_never_does() {
    for entry in std::fs::read_dir(root().join("crates")).expect("crates").flatten() {
        if entry.file_name() == "cli" {
            continue;
        }
        let readme = std::fs::read_to_string(entry.path().join("README.md")).expect("README.md");
        let last = readme.trim_end().rsplit("\n\n").next().expect("last paragraph").to_owned();
        assert!(last.starts_with("This crate never"), "{}: {last}", entry.path().display());
    }
}
