//! Ways and isochrones: they leave where all that they went by does.

use crate::common::{copy_of_example, example, makazi_ok, text};
use crate::{ROLES, export, layers, open};
use std::path::Path;

/// Numbers of ways in an export, and its isochrones.
fn ways(out: &Path) -> (usize, Vec<String>) {
    let numbers = open(out).observations().expect("observations");
    let isochrones = layers(out).into_iter().filter(|name| name.starts_with("travel_"));
    (numbers.iter().filter(|o| o.group.get("travel").is_some()).count(), isochrones.collect())
}

#[test]
fn ways_along_open_streets_to_open_places_leave_for_every_role_with_their_isochrones() {
    let folder = tempfile::tempdir().expect("temporary folder");
    let (before, drawn) = ways(example());
    assert!(before > 100 && drawn.len() > 1, "{before} {drawn:?}");
    for (at, role) in ROLES.iter().enumerate() {
        let out = folder.path().join(at.to_string());
        export(example(), role, &out, &[]);
        let (numbers, isochrones) = ways(&out);
        assert_eq!(isochrones, drawn, "{role:?}");
        // small counts of persons stay
        assert!(numbers * 10 > before * 9, "{role:?}: {numbers} of {before}");
        let layer = format!("layer_{}", drawn[0]);
        assert!(out.join("csv").join(format!("{layer}.csv")).is_file());
        assert!(out.join("geoparquet").join(format!("{layer}.parquet")).is_file());
    }
}

#[test]
fn ways_along_streets_that_were_mapped_for_the_city_leave_for_the_city_alone() {
    let (folder, dir) = copy_of_example();
    let toml = std::fs::read_to_string(dir.join("city.toml")).expect("city.toml");
    let source = toml.split("[[source]]").find(|s| s.contains("name = \"streets\"")).expect("streets");
    let mapped = source.replacen("licence = ", "consent = \"mappers\"\nlicence = ", 1);
    let consent = "\n[consent.mappers]\nowner = \"Mappers\"\npurpose = \"test\"\nlevel = \"city\"\nboundary = true\n";
    std::fs::write(dir.join("city.toml"), toml.replace(source, &mapped) + consent).expect("city.toml");
    for (role, leave) in [("public", false), ("city", true)] {
        let out = folder.path().join(role);
        export(&dir, &[role], &out, &["--format", "gpkg"]);
        let (numbers, isochrones) = ways(&out);
        assert_eq!((numbers > 0, !isochrones.is_empty()), (leave, leave), "{role}: {numbers} {isochrones:?}");
    }
    assert!(makazi_ok(&["status", text(&dir)]).contains("People"));
}
