//! Tiles of rasters: their pixels beside what GDAL reads at the same places.

use crate::Server;
use crate::common::example;
use std::process::Command;

/// Red, green, blue, alpha of every pixel of a tile, read by GDAL.
fn pixels(server: &Server, path: &str) -> Vec<[u8; 4]> {
    let answer = server.get(path);
    assert_eq!(answer.status, 200, "{path}");
    assert!(answer.head.contains("content-type: image/png"), "{path}");
    let folder = tempfile::tempdir().expect("folder");
    let (png, raw) = (folder.path().join("tile.png"), folder.path().join("tile.bin"));
    std::fs::write(&png, answer.body).expect("a file");
    let made = Command::new("gdal_translate")
        .args(["-q", "-of", "ENVI", "-expand", "rgba", "-co", "INTERLEAVE=BIP"])
        .arg(&png)
        .arg(&raw)
        .status();
    assert!(made.expect("gdal_translate").success());
    let bytes = std::fs::read(&raw).expect("pixels");
    assert_eq!(bytes.len(), 256 * 256 * 4);
    bytes.chunks_exact(4).map(|four| [four[0], four[1], four[2], four[3]]).collect()
}

/// What GDAL reads of a raster at places (longitude, latitude); none where it has no number.
fn at(raster: &str, places: &[(f64, f64)]) -> Vec<Option<f64>> {
    let file = example().join("rasters").join(format!("{raster}.tif"));
    let mut child = Command::new("gdallocationinfo")
        .args(["-valonly", "-wgs84"])
        .arg(file)
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::null())
        .spawn()
        .expect("gdallocationinfo");
    let lines: Vec<String> = places.iter().map(|(x, y)| format!("{x} {y}")).collect();
    let text = lines.join("\n") + "\n";
    std::io::Write::write_all(&mut child.stdin.take().expect("stdin"), text.as_bytes()).expect("written");
    let out = child.wait_with_output().expect("it ends");
    let lines = String::from_utf8(out.stdout).expect("UTF-8");
    lines.split('\n').take(places.len()).map(|line| line.trim().parse().ok().filter(|n: &f64| n.is_finite())).collect()
}

/// Longitude and latitude of the middle of a pixel.
fn middle((zoom, x, y): (u32, u32, u32), (column, row): (u32, u32)) -> (f64, f64) {
    let across = f64::from(zoom).exp2();
    let part = |tile: u32, pixel: u32| (f64::from(tile) + (f64::from(pixel) + 0.5) / 256.0) / across;
    let latitude = (std::f64::consts::PI * (1.0 - 2.0 * part(y, row))).sinh().atan().to_degrees();
    (part(x, column) * 360.0 - 180.0, latitude)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a row or column of a tile")]
fn tile_of(zoom: u32, longitude: f64, latitude: f64) -> (u32, u32, u32) {
    let across = f64::from(zoom).exp2();
    let row = (1.0 - latitude.to_radians().tan().asinh() / std::f64::consts::PI) / 2.0 * across;
    (zoom, ((longitude + 180.0) / 360.0 * across) as u32, row as u32)
}

#[test]
fn a_pixel_has_the_colour_of_the_class_of_the_cell_in_its_middle() {
    let server = Server::start(example(), &[]);
    let rasters = server.json("/tiles/raster.json");
    let rasters = rasters.as_array().expect("rasters");
    assert!(rasters.len() >= 5, "{rasters:?}");
    assert_eq!(server.json("/api/layers?kind=raster"), serde_json::Value::from(rasters.clone()));
    let (mut coloured, mut clear, mut wrong) = (0, 0, Vec::new());
    for raster in rasters {
        let name = raster["name"].as_str().expect("a name");
        let told = server.json(&format!("/tiles/raster/{name}.json"));
        assert!(told["unit"].as_str().is_some_and(|unit| !unit.is_empty()) && told["licence"].as_str().is_some());
        let legend = told["legend"].as_array().expect("classes");
        let bounds: Vec<f64> =
            told["bounds"].as_array().expect("a box").iter().filter_map(serde_json::Value::as_f64).collect();
        let middle_of_city = (bounds[0].midpoint(bounds[2]), bounds[1].midpoint(bounds[3]));
        // fine enough that the raster itself is read, no overview
        for zoom in [13, 15] {
            let tile = tile_of(zoom, middle_of_city.0, middle_of_city.1);
            let picture = pixels(&server, &format!("/tiles/raster/{name}/{}/{}/{}.png", tile.0, tile.1, tile.2));
            let asked: Vec<(u32, u32)> =
                (0..16).flat_map(|row| (0..16).map(move |column| (column * 16 + 5, row * 16 + 9))).collect();
            let places: Vec<(f64, f64)> = asked.iter().map(|pixel| middle(tile, *pixel)).collect();
            for ((column, row), value) in asked.into_iter().zip(at(name, &places)) {
                let found = picture[(row * 256 + column) as usize];
                let dry = told["measures"].as_str().is_some_and(|m| m.starts_with("depth"));
                let class = value.filter(|value| !dry || *value > 0.0);
                let class = class.and_then(|value| {
                    legend.iter().rev().find(|class| class["from"].as_f64().is_some_and(|from| from <= value))
                });
                let expected = class.map(|class| class["colour"].as_str().expect("a colour").to_owned());
                let colour = (found[3] == 255).then(|| format!("#{:02x}{:02x}{:02x}", found[0], found[1], found[2]));
                if expected.is_some() {
                    coloured += 1;
                } else {
                    clear += 1;
                }
                if colour != expected {
                    wrong.push(format!("{name} {zoom} {column},{row}: {colour:?}, {expected:?} for {value:?}"));
                }
            }
        }
    }
    assert!(coloured > 300 && clear > 300, "{coloured} coloured, {clear} clear");
    // a middle may lie on the border of two cells, and GDAL's own reckoning on the other side of it
    assert!(
        wrong.len() * 200 < coloured + clear,
        "{} of {}: {:?}",
        wrong.len(),
        coloured + clear,
        &wrong[..wrong.len().min(9)]
    );
}

#[test]
fn beyond_a_raster_nothing_is_coloured_and_what_is_no_tile_is_not_found() {
    let server = Server::start(example(), &[]);
    let name = server.json("/tiles/raster.json")[0]["name"].as_str().expect("a name").to_owned();
    assert!(pixels(&server, &format!("/tiles/raster/{name}/5/20/10.png")).iter().all(|pixel| pixel[3] == 0));
    let world = pixels(&server, &format!("/tiles/raster/{name}/0/0/0.png"));
    assert_eq!(world.len(), 256 * 256);
    for path in [
        "nothing.json",
        "nothing/1/0/0.png",
        &format!("{name}/1/2/0.png"),
        &format!("{name}/40/0/0.png"),
        &format!("{name}/1/0/0.jpg"),
    ] {
        assert_eq!(server.get(&format!("/tiles/raster/{path}")).status, 404, "{path}");
    }
    assert_eq!(server.get(&format!("/tiles/raster/{name}/a/0/0.png")).status, 400);
}

#[test]
fn whole_tables_come_part_by_part_as_an_export_writes_them() {
    let server = Server::start(example(), &["--as", "city"]);
    let folder = tempfile::tempdir().expect("folder");
    let out = folder.path().join("out");
    let out = out.to_str().expect("UTF-8");
    crate::common::makazi_ok(&[
        "export",
        crate::common::text(example()),
        "--for",
        "city",
        "--format",
        "csv",
        "--out",
        out,
    ]);
    for (name, file) in [
        ("places", "places"),
        ("observations", "observations"),
        ("sources", "sources"),
        ("structures", "layer_structures"),
    ] {
        let written = find(std::path::Path::new(out), &format!("{file}.csv"));
        let table = server.get(&format!("/api/tables/{name}.csv"));
        assert_eq!(table.status, 200, "{name}");
        assert!(table.head.contains("transfer-encoding: chunked"), "{name}: {}", table.head);
        assert_eq!(
            String::from_utf8_lossy(&unchunked(&table.body)),
            std::fs::read_to_string(written).expect("CSV"),
            "{name}"
        );
    }
    let packed = unchunked(&server.get_with("/api/tables/observations.json", "Accept-Encoding: gzip\r\n").body);
    let mut rows = String::new();
    std::io::Read::read_to_string(&mut flate2::read::GzDecoder::new(&*packed), &mut rows).expect("gzip");
    let rows: serde_json::Value = serde_json::from_str(&rows).expect("JSON");
    assert!(rows.as_array().expect("rows").len() > 4000);
    let rows: serde_json::Value =
        serde_json::from_slice(&unchunked(&server.get("/api/tables/structures.json").body)).expect("JSON");
    let count = server.json("/ogc/collections/structures/items?limit=1")["numberMatched"].clone();
    assert_eq!(rows.as_array().map(Vec::len).map(serde_json::Value::from), Some(count));
}

fn find(folder: &std::path::Path, name: &str) -> std::path::PathBuf {
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in std::fs::read_dir(next).expect("a folder") {
            let path = entry.expect("a file").path();
            if path.is_dir() {
                open.push(path);
            } else if path.file_name().is_some_and(|file| file == name) {
                return path;
            }
        }
    }
    panic!("no {name} in the export")
}

/// A body without the lengths of its parts.
fn unchunked(body: &[u8]) -> Vec<u8> {
    let (mut rest, mut out) = (body, Vec::new());
    while let Some(end) = rest.windows(2).position(|two| two == b"\r\n") {
        let length =
            usize::from_str_radix(std::str::from_utf8(&rest[..end]).expect("a length").trim(), 16).expect("a length");
        if length == 0 {
            break;
        }
        out.extend(&rest[end + 2..end + 2 + length]);
        rest = &rest[end + 2 + length + 2..];
    }
    out
}
