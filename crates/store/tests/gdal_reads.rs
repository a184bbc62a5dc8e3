//! GDAL, on which QGIS stands, reads a city file: layers, counts, shapes, titles. Left out where `ogrinfo` is not installed.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test that cannot go on fails"
)]

mod sample;

use std::path::Path;
use std::process::Command;

/// What a GDAL tool says; none where it is not installed.
fn said(tool: &str, arguments: &[&str], path: &Path) -> Option<String> {
    let Ok(output) = Command::new(tool).args(arguments).arg(path).output() else {
        println!("left out: {tool} is not installed");
        return None;
    };
    let words = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{words}");
    assert!(!words.contains("Warning") && !words.contains("ERROR"), "{words}");
    Some(words)
}

#[test]
fn gdal_sees_every_layer_with_its_shape_count_and_title() {
    let folder = tempfile::tempdir().unwrap();
    sample::write(folder.path()).close().unwrap();
    let Some(words) = said("ogrinfo", &["-ro", "-so", "-al"], &folder.path().join("city.gpkg")) else { return };
    let layers: Vec<(&str, &str)> =
        words.split("Layer name: ").skip(1).map(|part| part.split_once('\n').unwrap_or((part, ""))).collect();
    for (name, shape, count) in [
        ("cities", "Multi Polygon", 1),
        ("districts", "Multi Polygon", 3),
        ("settlements", "Multi Polygon", 2),
        ("facilities", "Point", 1),
        ("roads", "Multi Line String", 3),
        ("footprints", "Multi Polygon", 6),
        ("taps", "Point", 3),
        ("prices", "None", 1),
        ("observation", "None", 5),
        ("source", "None", 3),
        ("layer_styles", "None", 7),
    ] {
        let about = layers.iter().find(|(layer, _)| *layer == name).unwrap_or_else(|| panic!("{name} in {words}")).1;
        assert!(about.contains(&format!("Geometry: {shape}\n")), "{name}: {about}");
        assert!(about.contains(&format!("Feature Count: {count}\n")), "{name}: {about}");
    }
    let hidden = ["place_given", "makazi_layer", "buildings", "cells"];
    assert!(layers.iter().all(|(layer, _)| !hidden.contains(layer)), "{words}");
    assert!(words.contains("GPKG_METADATA_ITEM_1=identifier: osm"), "{words}");
}

#[test]
fn gdal_finds_features_by_place_and_by_words() {
    let folder = tempfile::tempdir().unwrap();
    sample::write(folder.path()).close().unwrap();
    let path = folder.path().join("city.gpkg");
    let count = |arguments: &[&str]| {
        let words = said("ogrinfo", arguments, &path)?;
        Some(words.lines().filter(|line| line.starts_with("OGRFeature(")).count())
    };
    let near_the_south = ["-ro", "-q", "-spat", "32.5", "-26", "32.6", "-25.85", "-al", "-where", "name LIKE '%south'"];
    let sql = "SELECT s.name, o.value FROM settlements s JOIN observation o ON o.place = s.id WHERE o.indicator = 'population'";
    let Some(found) = count(&["-ro", "-q", "-sql", sql]) else { return };
    assert_eq!(found, 2);
    let words = Command::new("ogrinfo").args(&near_the_south[..7]).arg(&path).arg("settlements").output().unwrap();
    let words = String::from_utf8_lossy(&words.stdout).into_owned();
    assert_eq!(words.matches("OGRFeature(settlements)").count(), 1, "{words}");
}

#[test]
fn gdal_reads_a_raster_as_cloud_optimised_with_its_reference_system() {
    let folder = tempfile::tempdir().unwrap();
    let file = sample::write(folder.path());
    let lo19 = "PROJCS[\"Lo19\",GEOGCS[\"GCS_unnamed ellipse\",DATUM[\"D_unknown\",SPHEROID[\"Unknown\",6378249.145,293.4663076999949]],PRIMEM[\"Greenwich\",0],UNIT[\"Degree\",0.017453292519943295]],PROJECTION[\"Transverse_Mercator\"],PARAMETER[\"latitude_of_origin\",0],PARAMETER[\"central_meridian\",19],PARAMETER[\"scale_factor\",1],PARAMETER[\"false_easting\",0],PARAMETER[\"false_northing\",0],UNIT[\"Meter\",1]]";
    for (crs, expected) in [
        ("EPSG:32748", "ID[\"EPSG\",32748]"),
        (lo19, "\"Longitude of natural origin\",19"),
        ("+proj=tmerc +lat_0=0 +lon_0=21 +k=1 +x_0=0 +y_0=0 +a=6378249.145 +rf=293.4663077", "6378249.145"),
        ("EPSG:4326", "ID[\"EPSG\",4326]"),
        ("+proj=utm +zone=27 +south +datum=WGS84", "ID[\"EPSG\",32727]"),
    ] {
        file.write_raster("a", &sample::raster().with_crs(crs)).unwrap();
        let Some(words) = said("gdalinfo", &["-mm"], &file.rasters_folder().join("a.tif")) else { return };
        assert!(words.contains("LAYOUT=COG") && words.contains("Size is 6, 4"), "{words}");
        assert!(words.contains("Computed Min/Max=0.000,22.000"), "{words}");
        assert!(words.contains(expected), "{crs}: {words}");
    }
}
