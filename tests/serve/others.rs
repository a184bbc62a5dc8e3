//! Other people's programs read what is served: GDAL's OAPIF driver the features, its reader of vector tiles the tiles.

use crate::Server;
use crate::common::example;
use std::path::Path;
use std::process::Command;

fn ogrinfo(words: &[&str]) -> String {
    let output = Command::new("ogrinfo").args(["-ro", "-so"]).args(words).output().expect("ogrinfo");
    assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn counted(told: &str) -> u64 {
    let line = told.lines().find_map(|line| line.strip_prefix("Feature Count: "));
    line.and_then(|count| count.parse().ok()).unwrap_or_else(|| panic!("no count: {told}"))
}

#[test]
fn gdal_reads_every_layer_with_as_many_features_as_it_has() {
    let server = Server::start(example(), &[]);
    let layers = server.json("/api/layers");
    for layer in layers.as_array().expect("layers") {
        let name = layer["name"].as_str().expect("a name");
        let told = ogrinfo(&[&format!("OAPIF:{}/ogc", server.base()), name]);
        assert_eq!(Some(counted(&told)), layer["count"].as_u64(), "{name}");
    }
    // more than one page, and a filter by column
    let base = server.base();
    let dir = tempfile::tempdir().expect("folder");
    let copy = dir.path().join("structures.gpkg");
    let source = format!("OAPIF:{base}/ogc");
    let made = Command::new("ogr2ogr").args(["-oo", "PAGE_SIZE=500"]).arg(&copy).args([&source, "structures"]).status();
    assert!(made.expect("ogr2ogr").success());
    let read = counted(&ogrinfo(&[copy.to_str().expect("UTF-8"), "structures"]));
    let all =
        layers.as_array().expect("layers").iter().find(|layer| layer["name"] == "structures").expect("structures");
    assert_eq!(Some(read), all["count"].as_u64());
    let gravel = counted(&ogrinfo(&[&source, "streets", "-where", "surface = 'gravel'"]));
    let said = server.json("/ogc/collections/streets/items?surface=gravel&limit=1");
    assert_eq!(Some(gravel), said["numberMatched"].as_u64());
    assert!(gravel > 0 && said["numberReturned"] == 1);
}

/// The tile of a zoom that a position lies in.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a row or column of a tile")]
fn tile_of(zoom: u32, longitude: f64, latitude: f64) -> (u32, u32) {
    let across = f64::from(zoom).exp2();
    let row = (1.0 - latitude.to_radians().tan().asinh() / std::f64::consts::PI) / 2.0 * across;
    (((longitude + 180.0) / 360.0 * across) as u32, row as u32)
}

fn read(folder: &Path, server: &Server, layer: &str, (z, x, y): (u32, u32, u32)) -> String {
    let answer = server.get(&format!("/tiles/{layer}/{z}/{x}/{y}.mvt"));
    assert_eq!(answer.status, 200);
    let file = folder.join("tile.pbf");
    std::fs::write(&file, answer.body).expect("a file");
    let at = [format!("X={x}"), format!("Y={y}"), format!("Z={z}")];
    ogrinfo(&["-al", file.to_str().expect("UTF-8"), "-oo", &at[0], "-oo", &at[1], "-oo", &at[2]])
}

#[test]
fn a_tile_over_the_whole_city_holds_every_feature_with_its_columns_where_it_lies() {
    let server = Server::start(example(), &[]);
    let folder = tempfile::tempdir().expect("folder");
    let (longitude, latitude) = (-20.55, -1.48);
    let (x, y) = tile_of(8, longitude, latitude);
    for name in ["streets", "place_district", "profile_settlements", "structures"] {
        let layers = server.json("/api/layers");
        let layer = layers.as_array().expect("layers").iter().find(|one| one["name"] == name).expect("the layer");
        let told = read(folder.path(), &server, name, (8, x, y));
        assert_eq!(Some(counted(&told)), layer["count"].as_u64(), "{name}");
        for column in layer["columns"].as_array().expect("columns").iter().take(3) {
            let column = column["name"].as_str().expect("a name");
            let empty = ["edition", "parent"].contains(&column);
            assert!(empty || told.contains(&format!("\n{column}: ")), "{name}: {column}: {told}");
        }
        // web Mercator, metres: 6378137 x radians
        let west = layer["bounds"][0].as_f64().expect("west").to_radians() * 6_378_137.0;
        let extent = told.lines().find_map(|line| line.strip_prefix("Extent: (")).expect("an extent");
        let found: f64 = extent.split(',').next().and_then(|x| x.parse().ok()).expect("a number");
        assert!((found - west).abs() < 100.0, "{name}: {found} beside {west}");
    }
}

#[test]
fn at_zoom_14_the_tiles_around_hold_what_the_features_in_their_boxes_are() {
    let server = Server::start(example(), &[]);
    let folder = tempfile::tempdir().expect("folder");
    let (x, y) = tile_of(14, -20.5385, -1.5);
    let across = 14_f64.exp2();
    let longitude = |column: f64| column / across * 360.0 - 180.0;
    let latitude = |row: f64| (std::f64::consts::PI * (1.0 - 2.0 * row / across)).sinh().atan().to_degrees();
    let (column, row) = (f64::from(x), f64::from(y));
    let margin = 64.0 / 4096.0;
    let [west, east] = [longitude(column - margin), longitude(column + 1.0 + margin)];
    let bbox = [west, latitude(row + 1.0 + margin), east, latitude(row - margin)].map(|side| side.to_string());
    let inside = server.json(&format!("/ogc/collections/structures/items?limit=1&bbox={}", bbox.join(",")));
    let inside = inside["numberMatched"].as_u64().expect("a number");
    let drawn = counted(&read(folder.path(), &server, "structures", (14, x, y)));
    // the box of a structure may touch a corner that the structure itself does not
    assert!(inside > 50 && (inside - 3..=inside).contains(&drawn), "{drawn} drawn, {inside} inside");
}
