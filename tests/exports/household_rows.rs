//! Layers of household rows that people gave with a consent: for no role, not even the community's.

use crate::common::{City, append_to_city_toml, copy_of_example, data, makazi, text};
use crate::{ROLES, bytes_of, export, holds, layers};
use std::path::Path;

/// Exports for every role: the layer is in none, nor are these words of the city, nor `written` as CSV would have them; it is
/// counted by the reason of docs/exports.md.
fn leaves_for_nobody(dir: &Path, layer: &str, words: &[&str], written: &str) {
    let folder = tempfile::tempdir().expect("temporary folder");
    let kept = bytes_of(dir);
    for word in words {
        assert!(kept.iter().any(|(_, bytes)| holds(bytes, word.as_bytes())), "{word} is not in the city");
    }
    for (at, role) in ROLES.iter().enumerate() {
        let out = folder.path().join(at.to_string());
        let said = export(dir, role, &out, &[]);
        assert!(!layers(&out).iter().any(|name| name == layer), "{role:?}");
        // the consent goes to the community: before it the consent is the reason, for it the rows
        let reason = if role[0] == "community" { "household_rows" } else { "consent_level" };
        let held = said["held_back"].as_array().expect("held back");
        let is_it = |h: &&serde_json::Value| h["thing"] == "layers" && h["reason"] == reason;
        assert!(held.iter().any(|h| is_it(&h)), "{role:?}: {held:?}");
        for (name, bytes) in bytes_of(&out) {
            for word in words.iter().chain([&layer, &written]) {
                assert!(!holds(&bytes, word.as_bytes()), "{role:?}: {word} in {name}");
            }
        }
    }
}

#[test]
fn households_of_the_example_city_that_were_asked_for_their_community_leave_for_nobody() {
    let (_folder, dir) = copy_of_example();
    std::fs::write(
        dir.join("sources/asked.csv"),
        "gender,tenure,roof,lon,lat\nfemale,rented,kipekee-makuti,-20.551234567,-1.491234567\nmale,owned,tin,-20.55,-1.49\n",
    )
    .expect("a source");
    append_to_city_toml(
        &dir,
        r#"
[consent.asked]
owner = "The households asked"
purpose = "test"
level = "community"
boundary = true

[[source]]
id = "asked"
title = "Households of Kisa Bend"
licence = "none"
quality = "high"
file = "sources/asked.csv"
consent = "asked"
longitude_latitude = ["lon", "lat"]
keep_layer = { name = "asked_2021" }
"#,
    );
    assert!(matches!(makazi(&["collect", text(&dir)]).status.code(), Some(0 | 3)));
    leaves_for_nobody(&dir, "asked_2021", &["kipekee-makuti", "Households of Kisa Bend"], "kipekee-makuti,");
}

#[test]
fn households_of_two_communities_of_accra_leave_for_nobody() {
    let city = City::collect("accra");
    let mut reader = csv::Reader::from_path(data().join("accra/survey/water_households_2023.csv")).expect("CSV");
    let row = reader.records().next().expect("a row").expect("CSV");
    let texts: Vec<&str> = row.iter().skip(1).take(5).collect();
    // texts beside each other, as SQLite keeps a row, and with commas as CSV does
    let (together, written) = (texts.concat(), texts.join(","));
    assert!(together.len() > 20, "{together}");
    leaves_for_nobody(&city.dir, "water_households_2023", &[&together, "Households of two communities"], &written);
}
