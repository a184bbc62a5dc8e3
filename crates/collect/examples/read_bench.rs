//! Reads a file and says what it holds, for benches beside other readers: `read_bench READER FILE`.
//!
//! Tables and features are read whole, as `collect` reads them; of an OpenStreetMap extract the roads, the buildings and the
//! areas of land use are taken.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "it says what it read")]

use city::Problem;
use city::settings::{OsmLayerSettings, Reader, TextSettings};
use collect::geopackage::{DoorLayer, GeoPackageDoor};
use collect::{Record, Request};
use std::path::Path;
use std::process::ExitCode;

/// No GeoPackages: only `store` reads them.
struct NoDoor;

impl GeoPackageDoor for NoDoor {
    fn layers(&self, _: &Path) -> Result<Vec<DoorLayer>, String> {
        Err("GeoPackages are read by `store`".to_owned())
    }

    fn features(&self, _: &Path, _: &str) -> Result<(Vec<Record>, Vec<Problem>), String> {
        Err("GeoPackages are read by `store`".to_owned())
    }
}

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [reader, file] = words.as_slice() else {
        eprintln!("usage: read_bench READER FILE");
        return ExitCode::FAILURE;
    };
    let Ok(reader) = reader.parse::<Reader>() else {
        eprintln!("{reader} is no reader");
        return ExitCode::FAILURE;
    };
    let text = TextSettings::default();
    let request = Request { path: Path::new(file), file, layer: "", text: &text };
    if reader == Reader::OsmPbf {
        let wanted = [("roads", "line", "highway"), ("buildings", "area", "building"), ("land", "area", "landuse")];
        let rules = wanted.map(|(name, shape, tag)| rule(name, shape, tag));
        for (layer, (name, ..)) in collect::osm::read_layers(&request, &rules).layers.iter().zip(wanted) {
            println!("{name} {}", layer.1.rows.len());
        }
        return ExitCode::SUCCESS;
    }
    let records = collect::bring::read(&request, reader, &NoDoor);
    println!("{} rows, {} columns, {} problems", records.rows.len(), records.columns.len(), records.problems.len());
    ExitCode::SUCCESS
}

fn rule(name: &str, shape: &str, tag: &str) -> OsmLayerSettings {
    let columns = ["name", "highway", "surface", "oneway", "building", "landuse"].map(str::to_owned).to_vec();
    OsmLayerSettings {
        name: name.to_owned(),
        title: name.to_owned(),
        shape: shape.to_owned(),
        tags: vec![tag.to_owned()],
        columns,
    }
}
