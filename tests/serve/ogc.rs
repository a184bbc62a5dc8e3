//! OGC API - Features by GDAL's OAPIF driver and QGIS: every collection, boxes, times, pages, a filter by column.

use crate::Server;
use crate::common::{example, root};
use std::process::Command;

fn features(server: &Server, query: &str) -> serde_json::Value {
    server.json(&format!("/ogc/collections/{query}"))
}

fn matched(server: &Server, query: &str) -> u64 {
    features(server, query)["numberMatched"].as_u64().expect("a number")
}

/// A settlement whose sides run along no axis, so that its box is larger: its id and its corners.
fn bent(server: &Server) -> (u64, Vec<[f64; 2]>) {
    let all = features(server, "place_settlement/items?limit=1000");
    let one = all["features"]
        .as_array()
        .expect("features")
        .iter()
        .find(|f| f["geometry"]["type"] != "Point" && !f["geometry"].is_null());
    let one = one.expect("a settlement with a shape");
    let mut points = Vec::new();
    gather(&one["geometry"]["coordinates"], &mut points);
    (one["id"].as_u64().expect("an id"), points)
}

fn gather(coordinates: &serde_json::Value, points: &mut Vec<[f64; 2]>) {
    let list = coordinates.as_array().expect("a list");
    match (list.first().and_then(serde_json::Value::as_f64), list.get(1).and_then(serde_json::Value::as_f64)) {
        (Some(x), Some(y)) => points.push([x, y]),
        _ => list.iter().for_each(|one| gather(one, points)),
    }
}

#[test]
fn a_box_finds_what_it_meets_and_not_what_only_lies_around_it() {
    let server = Server::start(example(), &[]);
    let (id, points) = bent(&server);
    let side = |at: usize, of: fn(f64, f64) -> f64| points.iter().map(|p| p[at]).reduce(of).expect("points");
    let [west, south, east, north] = [side(0, f64::min), side(1, f64::min), side(0, f64::max), side(1, f64::max)];
    let holds = |bbox: [f64; 4]| {
        let bbox = bbox.map(|side| format!("{side:.9}")).join(",");
        let found = features(&server, &format!("place_settlement/items?limit=1000&bbox={bbox}"));
        assert_eq!(found["numberMatched"], found["numberReturned"]);
        found["features"].as_array().expect("features").iter().any(|f| f["id"].as_u64() == Some(id))
    };
    assert!(holds([west, south, east, north]));
    let [x, y] = points[0];
    assert!(holds([x - 1e-6, y - 1e-6, x + 1e-6, y + 1e-6]), "its own corner");
    // corners of its box that are none of its own: at least one lies apart from it
    let (w, h) = ((east - west) * 1e-5, (north - south) * 1e-5);
    let corners = [
        [west, south, west + w, south + h],
        [east - w, south, east, south + h],
        [west, north - h, west + w, north],
        [east - w, north - h, east, north],
    ];
    assert!(corners.iter().any(|corner| !holds(*corner)), "the box alone decides");
}

#[test]
fn a_layer_of_the_file_is_asked_by_its_shapes_as_gdal_cuts_them() {
    let server = Server::start(example(), &[]);
    let bounds = features(&server, "streets")["extent"]["spatial"]["bbox"][0].clone();
    let bounds: Vec<f64> = bounds.as_array().expect("a box").iter().filter_map(serde_json::Value::as_f64).collect();
    let (width, height) = (bounds[2] - bounds[0], bounds[3] - bounds[1]);
    let mut differ = 0;
    for step in 0..6 {
        let at = f64::from(step) / 6.0;
        let bbox = [
            bounds[0] + at * width,
            bounds[1] + at * height,
            bounds[0] + (at + 0.07) * width,
            bounds[1] + (at + 0.05) * height,
        ];
        let ours =
            matched(&server, &format!("streets/items?limit=1&bbox={}", bbox.map(|side| side.to_string()).join(",")));
        let wkt = format!("POLYGON(({0} {1},{2} {1},{2} {3},{0} {3},{0} {1}))", bbox[0], bbox[1], bbox[2], bbox[3]);
        let sql = format!("SELECT count(*) FROM streets WHERE ST_Intersects(geometry, GeomFromText('{wkt}'))");
        let gdal = crate::common::number(&example().join("city.gpkg"), &sql);
        assert!((gdal - f64::from(u32::try_from(ours).expect("few"))).abs() < 0.5, "{bbox:?}: {ours}, GDAL {gdal}");
        let boxes = format!("SELECT count(*) FROM streets WHERE MbrIntersects(geometry, GeomFromText('{wkt}'))");
        differ += u32::from((crate::common::number(&example().join("city.gpkg"), &boxes) - gdal).abs() > 0.5);
    }
    assert!(differ > 0, "no box told boxes from shapes");
}

#[test]
fn pages_follow_each_other_until_every_feature_was_there_once() {
    let server = Server::start(example(), &[]);
    let all = matched(&server, "structures/items?limit=1");
    let (mut seen, mut path) =
        (std::collections::BTreeSet::new(), "/ogc/collections/structures/items?limit=700".to_owned());
    loop {
        let page = server.json(&path);
        for feature in page["features"].as_array().expect("features") {
            assert!(seen.insert(feature["id"].as_u64().expect("an id")), "twice");
        }
        let links = page["links"].as_array().expect("links");
        let next = links.iter().find(|link| link["rel"] == "next").and_then(|link| link["href"].as_str());
        let Some(next) = next else { break };
        path = next.trim_start_matches(&server.base()).to_owned();
    }
    assert_eq!(seen.len() as u64, all);
}

#[test]
fn times_are_read_and_every_feature_matches_them() {
    let server = Server::start(example(), &[]);
    let all = matched(&server, "streets/items?limit=1");
    for time in ["2020-01-01T00:00:00Z", "2020-01-01T00:00:00Z/..", "../2020-01-01T00:00:00Z"] {
        assert_eq!(matched(&server, &format!("streets/items?limit=1&datetime={time}")), all, "{time}");
    }
}

#[test]
fn qgis_reads_every_collection_a_box_and_a_column() {
    let server = Server::start(example(), &[]);
    let layers = server.json("/api/layers");
    let counts: Vec<String> = layers
        .as_array()
        .expect("layers")
        .iter()
        .map(|layer| format!("{}={}", layer["name"].as_str().expect("a name"), layer["count"]))
        .collect();
    let gravel = matched(&server, "streets/items?limit=1&surface=gravel").to_string();
    let bbox = ["-20.56", "-1.5", "-20.54", "-1.48"];
    let boxed = matched(&server, &format!("streets/items?limit=1&bbox={}", bbox.join(","))).to_string();
    assert_ne!(boxed, "0");
    let ran = Command::new("/usr/bin/python3")
        .arg(root().join("tests/serve/qgis_reads.py"))
        .arg(server.base())
        .args(&counts)
        .args(["--", "streets", "surface", "gravel", &gravel])
        .args(bbox)
        .arg(&boxed)
        .output()
        .expect("python3 with python3-qgis (see tests/setup.sh)");
    let [said, complained] = [&ran.stdout, &ran.stderr].map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    assert!(ran.status.success(), "{said}\n{complained}");
    assert_eq!(said.lines().count(), counts.len() + 1, "{said}");
}
