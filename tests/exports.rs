//! Exports: for every role what may leave, no more; in every format the same; read by us and by other people's programs.

#![allow(clippy::expect_used, clippy::panic, reason = "a test stops where its own ground gives way")]

mod common;
#[path = "exports/folders.rs"]
mod folders;
#[path = "exports/held.rs"]
mod held;
#[path = "exports/household_rows.rs"]
mod household_rows;
#[path = "exports/planted.rs"]
mod planted;
#[path = "exports/read_back.rs"]
mod read_back;
#[path = "exports/table.rs"]
mod table;
#[path = "exports/ways.rs"]
mod ways;

use common::{makazi_ok, text};
use std::path::Path;
use store::CityFile;

const ROLES: [&[&str]; 5] = [&["public"], &["partner"], &["city"], &["community"], &["community", "--with-sealed"]];

/// Exports a city for a role; what the command said.
fn export(dir: &Path, role: &[&str], out: &Path, more: &[&str]) -> serde_json::Value {
    let words = [&["export", text(dir), "--json", "--out", text(out), "--for"], role, more].concat();
    serde_json::from_str(&makazi_ok(&words)).expect("JSON")
}

fn open(folder: &Path) -> CityFile {
    CityFile::open_read_only(&folder.join("city.gpkg")).expect("a city file")
}

/// Names of the layers in a city file.
fn layers(folder: &Path) -> Vec<String> {
    open(folder).layers().expect("layers").into_iter().map(|l| l.name).collect()
}

/// Every file of a folder as bytes, a workbook taken apart.
fn bytes_of(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let (mut found, mut open) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(next) = open.pop() {
        for entry in std::fs::read_dir(&next).expect("folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
                continue;
            }
            let bytes = std::fs::read(&path).expect("file");
            if path.extension().is_some_and(|e| e == "xlsx") {
                let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("zip");
                for at in 0..archive.len() {
                    let mut entry = archive.by_index(at).expect("entry");
                    let mut bytes = Vec::new();
                    std::io::Read::read_to_end(&mut entry, &mut bytes).expect("entry");
                    found.push((format!("{}/{}", path.display(), entry.name()), bytes));
                }
            } else {
                found.push((path.display().to_string(), bytes));
            }
        }
    }
    found
}

fn holds(bytes: &[u8], what: &[u8]) -> bool {
    bytes.windows(what.len()).any(|window| window == what)
}
