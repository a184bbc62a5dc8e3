//! The pages in a real browser: `tests/page/example.mjs` reads the example city's profile as people do, `assessment.mjs` its
//! assessment, `risk.mjs` what floods do, `travel.mjs` how far its people are,
//! `forecast.mjs` who will need what, `plan.mjs` what to build.

#![allow(clippy::expect_used, clippy::panic, reason = "a test stops where its own ground gives way")]

mod common;

use common::{makazi_ok, root};
use std::path::Path;
use std::process::Command;

/// A name that would run a script, were it taken for markup.
const MARKUP: &str = "<img src=x onerror=window.pwned=1></script><script>window.pwned=1</script>";

/// Writes `new` for `old` in a file, which must hold it.
fn replace(file: &Path, old: &str, new: &str) {
    let text = std::fs::read_to_string(file).expect("a file of the example city");
    assert!(text.contains(old), "{old} is not in {}", file.display());
    std::fs::write(file, text.replace(old, new)).expect("the file is written");
}

#[test]
fn the_pages_of_the_example_city_serve_people_in_a_browser() {
    let folder = tempfile::tempdir().expect("temporary folder");
    let [plain, marked] = ["plain", "marked"].map(|name| folder.path().join(name));
    for city in [&plain, &marked] {
        makazi_ok(&["demo", city.to_str().expect("UTF-8")]);
    }
    replace(&marked.join("city.toml"), "name = \"Mfano\"", &format!("name = \"Mfano {MARKUP}\""));
    replace(&marked.join("sources/profiles_ona.json"), "Kisa Bend", &format!("Kisa Bend {MARKUP}"));
    makazi_ok(&["collect", marked.to_str().expect("UTF-8")]);
    makazi_ok(&["profile", marked.to_str().expect("UTF-8")]);
    makazi_ok(&["assess", marked.to_str().expect("UTF-8")]);
    makazi_ok(&["assess", "risk", marked.to_str().expect("UTF-8")]);
    makazi_ok(&["travel", marked.to_str().expect("UTF-8")]);
    makazi_ok(&["anticipate", marked.to_str().expect("UTF-8")]);
    makazi_ok(&["plan", "water", marked.to_str().expect("UTF-8"), "--no-front", "--futures", "20"]);
    for (reader, page) in [
        ("example.mjs", "profile.html"),
        ("assessment.mjs", "assessment.html"),
        ("risk.mjs", "risk.html"),
        ("travel.mjs", "travel.html"),
        ("forecast.mjs", "anticipate.html"),
        ("plan.mjs", "plan_water.html"),
    ] {
        let ran = Command::new("node")
            .arg(root().join("tests/page").join(reader))
            .args([&plain, &marked].map(|city| city.join("outputs").join(page)))
            .output()
            .expect("Node.js 20 or later is installed (see README.md)");
        let [said, complained] = [&ran.stdout, &ran.stderr].map(|bytes| String::from_utf8_lossy(bytes).into_owned());
        assert!(ran.status.success(), "{said}\n{complained}");
    }
}
