//! What is in no export, for no role.

use crate::common::{copy_of_example, makazi, makazi_ok, text};
use crate::planted::plant;
use crate::{ROLES, bytes_of, export, holds, layers, open};
use std::path::Path;

fn withdraw(dir: &Path, consent: &str) {
    let toml = std::fs::read_to_string(dir.join("city.toml")).expect("city.toml");
    let head = format!("[consent.{consent}]\n");
    assert!(toml.contains(&head), "{consent}");
    std::fs::write(dir.join("city.toml"), toml.replace(&head, &format!("{head}withdrawn = \"2020-01-01\"\n")))
        .expect("city.toml");
}

#[test]
fn nothing_planted_is_in_the_bytes_of_any_export() {
    let (folder, dir) = copy_of_example();
    let planted = plant(&dir);
    makazi(&["collect", text(&dir)]);
    makazi_ok(&["profile", text(&dir)]);
    makazi_ok(&["assess", text(&dir)]);
    let all = bytes_of(&dir);
    for word in &planted.words {
        assert!(all.iter().any(|(_, bytes)| holds(bytes, word.as_bytes())), "{word} was not planted");
    }
    let kept = open(&dir).observations().expect("observations");
    assert!(kept.iter().any(|o| o.source.as_str() == "shelter" && o.value.number() == Some(3.0)));
    assert!(kept.iter().any(|o| o.source.as_str() == "gone") && kept.iter().any(|o| o.source.as_str() == "closed"));
    withdraw(&dir, "gone");

    for (at, role) in ROLES.iter().enumerate() {
        let out = folder.path().join(format!("out{at}"));
        export(&dir, role, &out, &[]);
        let sealed = role.len() > 1;
        for (name, bytes) in bytes_of(&out) {
            for word in &planted.words {
                assert!(!holds(&bytes, word.as_bytes()), "{role:?}: {word} in {name}");
            }
            for number in planted.numbers.iter().chain(Some(&535_353.25).filter(|_| !sealed)) {
                for written in [number.to_be_bytes(), number.to_le_bytes()] {
                    assert!(!holds(&bytes, &written), "{role:?}: {number} in {name}");
                }
            }
            for word in ["eviction_threat_current", "eviction_seriousness", "535353.25"].iter().filter(|_| !sealed) {
                assert!(!holds(&bytes, word.as_bytes()), "{role:?}: {word} in {name}");
            }
            if *role == ["public"] || *role == ["partner"] {
                for word in ["settlement_status", "squatter_share", "unsafe_at_night_share"] {
                    assert!(!holds(&bytes, word.as_bytes()), "{role:?}: {word} in {name}");
                }
            }
        }
        let copy = open(&out);
        let shelter: Vec<f64> = copy
            .observations()
            .expect("observations")
            .iter()
            .filter(|o| o.source.as_str() == "shelter" && o.place.code() == "MF001")
            .filter_map(|o| o.value.number())
            .collect();
        assert_eq!(shelter, [523.0, 480.0], "{role:?}: the 3 stays, and the 40 that would give it away");
        let quiet = copy.places().expect("places").into_iter().find(|p| p.name == "Quiet Row").expect("a place");
        assert_eq!(quiet.geometry, Some(geo_types::Geometry::Point(geo_types::Point::new(-20.56, -1.48))));
        let layers = layers(&out);
        assert!(
            layers.contains(&"taps_of_the_works".to_owned()) && !layers.contains(&"homes".to_owned()),
            "{layers:?}"
        );
        assert!(!layers.contains(&"quiet".to_owned()), "{layers:?}");
        let taps = std::fs::read_to_string(out.join("csv/layer_taps_of_the_works.csv")).expect("csv");
        assert!(taps.contains("'=1+cmd"), "{taps}");
    }
}

#[test]
fn a_consent_withdrawn_in_city_toml_holds_at_once_also_where_a_number_is_explained() {
    let (_folder, dir) = copy_of_example();
    assert!(makazi_ok(&["explain", text(&dir), "households", "Kisa Bend"]).contains("households"));
    withdraw(&dir, "federation");
    let explained = makazi(&["explain", text(&dir), "households", "Kisa Bend"]);
    assert!(!explained.status.success() && explained.stdout.is_empty());
    assert!(String::from_utf8_lossy(&explained.stderr).contains("makazi collect"));
    let open = makazi(&["explain", text(&dir), "population", "Mfano"]);
    assert!(open.status.success() && String::from_utf8_lossy(&open.stderr).contains("makazi collect"));
    let status = makazi(&["status", text(&dir)]);
    assert!(
        String::from_utf8_lossy(&status.stderr).contains("makazi collect"),
        "{}",
        String::from_utf8_lossy(&status.stderr)
    );
}

#[test]
fn a_day_before_the_last_run_does_not_revive_a_consent_that_has_ended_since() {
    let (folder, dir) = copy_of_example();
    let toml = std::fs::read_to_string(dir.join("city.toml")).expect("city.toml");
    assert!(toml.contains("until = \"2035-12-31\""));
    std::fs::write(dir.join("city.toml"), toml.replace("2035-12-31", "2026-10-31")).expect("city.toml");
    let out = folder.path().join("out");
    let of_federation = || open(&out).consents().expect("consents").len();
    let said = makazi(&["export", text(&dir), "--for", "public", "--out", text(&out), "--today", "2026-10-30"]);
    let words = String::from_utf8_lossy(&said.stderr).into_owned();
    assert!(said.status.success() && words.contains("day_behind") && words.contains("hint: name the day"), "{words}");
    assert_eq!(of_federation(), 0, "it ended before the city was last written");
    let later = makazi(&["export", text(&dir), "--for", "public", "--out", text(&out), "--today", "2099-01-01"]);
    assert!(!String::from_utf8_lossy(&later.stderr).contains("day_behind"));
    assert_eq!(of_federation(), 0);
}
