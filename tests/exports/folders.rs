//! The folder of an export: a city file of its own, the same bytes again, only the places asked for.

use crate::common::{example, makazi, makazi_ok, root, text};
use crate::{export, open};
use city::{Basis, Observation, PlaceId};
use std::collections::BTreeSet;
use std::process::Command;

#[test]
fn the_city_file_of_an_export_is_a_city_that_nothing_can_be_collected_into() {
    let folder = tempfile::tempdir().expect("temporary folder");
    let out = folder.path().join("out");
    export(example(), &["public"], &out, &["--format", "gpkg"]);
    assert!(!out.join("csv").exists() && out.join("rasters/elevation.tif").is_file());
    assert!(makazi_ok(&["status", text(&out)]).contains("People"));
    assert!(makazi_ok(&["explain", text(&out), "population", "Mfano"]).contains("CC0-1.0"));
    let before = open(&out).observations().expect("observations");
    assert!(makazi_ok(&["profile", text(&out), "--format", "csv"]).contains("Kisa Bend"));
    let refused = makazi(&["collect", text(&out)]);
    assert!(!refused.status.success() && String::from_utf8_lossy(&refused.stderr).contains("export"));
    let after = open(&out).observations().expect("observations");
    let reported = |all: &[Observation]| all.iter().filter(|o| matches!(o.basis, Basis::Reported { .. })).count();
    assert_eq!(reported(&before), reported(&after));
    let picture = folder.path().join("qgis.png");
    let drawn = Command::new("/usr/bin/python3")
        .arg(root().join("tests/qgis_opens_city.py"))
        .args([&out.join("city.gpkg"), &picture])
        .output()
        .expect("python3 with QGIS is installed (see tests/setup.sh)");
    let words = String::from_utf8_lossy(&drawn.stdout).into_owned();
    assert!(drawn.status.success(), "{words}\n{}", String::from_utf8_lossy(&drawn.stderr));
    for layer in ["profile_settlements", "assessment_settlements", "held_back", "rasters/elevation.tif"] {
        assert!(words.contains(layer), "{words}");
    }
}

#[test]
fn the_same_city_gives_the_same_bytes() {
    let folder = tempfile::tempdir().expect("temporary folder");
    let made = ["a", "b"].map(|name| {
        let out = folder.path().join(name);
        export(example(), &["city"], &out, &["--today", "2026-11-23"]);
        std::fs::read_to_string(out.join("export.json")).expect("manifest")
    });
    assert!(made[0].contains("city.xlsx") && made[0].contains("geoparquet/places.parquet"));
    assert_eq!(made[0], made[1], "sizes and checksums of all files are equal");
}

#[test]
fn an_export_replaces_an_earlier_one_and_nothing_else() {
    let folder = tempfile::tempdir().expect("temporary folder");
    let out = folder.path().join("out");
    export(example(), &["community"], &out, &["--format", "csv"]);
    export(example(), &["public"], &out, &["--format", "xlsx"]);
    assert!(!out.join("csv").exists());
    std::fs::write(out.join("mine.txt"), "mine").expect("written");
    let refused = makazi(&["export", text(example()), "--for", "public", "--out", text(&out)]);
    assert!(!refused.status.success() && out.join("mine.txt").is_file());
    for wrong in [&["--for", "sealed"][..], &["--for", "city", "--with-sealed"], &[]] {
        assert!(!makazi(&[&["export", text(example())], wrong].concat()).status.success(), "{wrong:?}");
    }
}

#[test]
fn some_places_leave_alone() {
    let folder = tempfile::tempdir().expect("temporary folder");
    let out = folder.path().join("out");
    export(example(), &["public"], &out, &["--places", "Kisa Bend"]);
    let copy = open(&out);
    let about: BTreeSet<PlaceId> = copy.observations().expect("observations").into_iter().map(|o| o.place).collect();
    assert_eq!(about.len(), 1, "{about:?}");
    assert!(copy.places().expect("places").iter().any(|p| p.name == "Mfano"));
}
