//! Files made to do harm, read by the built binary with little memory and little time: each gets a clear answer.

#![allow(clippy::expect_used, clippy::panic, reason = "a test stops where its own ground gives way")]

mod common;

use std::collections::BTreeSet;
use std::io::{Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// What a process may take: address space in KiB, and seconds.
const MEMORY_KIB: u32 = 3_000_000;
const SECONDS: u32 = 60;

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("temporary folder"))
    }

    fn put(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.path().join(name);
        std::fs::write(&path, bytes).expect("written");
        path
    }

    /// A file of so many of one byte, after what it begins with.
    fn long(&self, name: &str, begins: &[u8], byte: u8, count: usize) -> PathBuf {
        let path = self.put(name, begins);
        let mut file = std::fs::OpenOptions::new().append(true).open(&path).expect("opened");
        let block = vec![byte; 1 << 20];
        for _ in 0..count >> 20 {
            file.write_all(&block).expect("written");
        }
        path
    }

    /// A zip of one file of so many zeros, deflated.
    fn bomb(&self, name: &str, inside: &str, begins: &[u8], mebibytes: usize) -> PathBuf {
        let path = self.0.path().join(name);
        let mut zip = zip::ZipWriter::new(std::fs::File::create(&path).expect("created"));
        zip.start_file(inside, zip::write::SimpleFileOptions::default().large_file(true)).expect("begun");
        zip.write_all(begins).expect("written");
        let block = vec![b' '; 1 << 20];
        for _ in 0..mebibytes {
            zip.write_all(&block).expect("written");
        }
        zip.finish().expect("finished");
        path
    }

    fn files(&self) -> usize {
        std::fs::read_dir(self.0.path()).expect("folder").count()
    }
}

/// Checks a file in a process that may take no more than it may.
fn checked(file: &Path) -> (Output, String) {
    let line = format!("ulimit -v {MEMORY_KIB}; exec timeout {SECONDS} \"$0\" check \"$1\"");
    let mut command = Command::new("bash");
    command.arg("-c").arg(line).arg(env!("CARGO_BIN_EXE_makazi")).arg(file).env("NO_COLOR", "1");
    let output = command.output().expect("bash starts");
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    (output, said)
}

/// That the answer is one of these problems, and that the process ended by itself.
fn names(file: &Path, codes: &[&str]) {
    let (output, said) = checked(file);
    let short: String = said.chars().take(2_000).collect();
    assert!(matches!(output.status.code(), Some(0 | 3)), "{} ended with {}\n{short}", file.display(), output.status);
    assert!(codes.iter().any(|code| said.contains(&format!("[{code}]"))), "{}: {short}", file.display());
    assert!(said.len() < 200_000, "{} bytes of answer", said.len());
}

#[test]
fn a_gibibyte_of_commas_of_lines_and_of_an_open_quotation_is_answered() {
    let folder = Folder::new();
    let gibibyte = 1 << 30;
    names(&folder.long("commas.csv", b"", b',', gibibyte), &["table_too_wide"]);
    std::fs::remove_file(folder.0.path().join("commas.csv")).expect("removed");
    names(&folder.long("lines.csv", b"a,b\n", b'\n', gibibyte), &["no_rows"]);
    std::fs::remove_file(folder.0.path().join("lines.csv")).expect("removed");
    names(&folder.long("quotation.csv", b"a,b\n1,\"", b'x', gibibyte), &["quote_unclosed"]);
}

#[test]
fn what_unpacks_to_far_more_than_it_is_is_refused() {
    let folder = Folder::new();
    let sheet = b"<worksheet><sheetData>";
    names(&folder.bomb("a.zip", "a.shp", b"", 2_000), &["zip_too_large"]);
    names(&folder.bomb("a.xlsx", "xl/workbook.xml", sheet, 2_000), &["zip_too_large"]);
    names(&folder.bomb("a.kmz", "doc.kml", b"<kml>", 2_000), &["zip_too_large"]);
    names(&folder.bomb("feed.zip", "stops.txt", b"stop_id\n", 2_000), &["zip_too_large"]);
}

#[test]
fn a_path_that_climbs_out_of_an_archive_is_refused_and_nothing_is_written() {
    let folder = Folder::new();
    for (name, inside) in [("a.zip", "../../a.shp"), ("c.zip", "..\\stops.txt")] {
        let mut zip = zip::ZipWriter::new(std::fs::File::create(folder.0.path().join(name)).expect("created"));
        zip.start_file(inside, zip::write::SimpleFileOptions::default()).expect("begun");
        zip.write_all(b"stop_id\n1\n").expect("written");
        zip.finish().expect("finished");
        let before = folder.files();
        names(&folder.0.path().join(name), &["zip_climbs_out"]);
        assert_eq!(folder.files(), before);
    }
}

/// A copy of a whole file with other bytes from some position on.
fn claimed(folder: &Folder, whole: &Path, at: u64, bytes: &[u8]) -> PathBuf {
    let copy = folder.0.path().join(format!("claims.{}", whole.extension().expect("ending").to_string_lossy()));
    std::fs::copy(whole, &copy).expect("copied");
    let mut file = std::fs::OpenOptions::new().write(true).open(&copy).expect("opened");
    file.seek(SeekFrom::Start(at)).expect("there");
    file.write_all(bytes).expect("written");
    copy
}

#[test]
fn headers_that_claim_a_thousand_million_rows_are_not_believed() {
    let folder = Folder::new();
    let data = common::data();
    let billion = 1_000_000_000_u32;
    let shapes = data.join("jakarta/admin/kecamatan_jakarta.shp");
    std::fs::copy(shapes.with_extension("shp"), folder.0.path().join("claims.shp")).expect("copied");
    let table = claimed(&folder, &shapes.with_extension("dbf"), 4, &billion.to_le_bytes());
    assert!(table.exists());
    let (output, said) = checked(&folder.0.path().join("claims.shp"));
    assert_eq!(output.status.code(), Some(3), "{said}");
    assert!(said.contains("42 rows"), "{said}");
    names(&claimed(&folder, &shapes, 24, &(billion / 2).to_be_bytes()), &["file_truncated", "shape_unreadable"]);
    let grid = "ncols 1000000000\nnrows 1000000000\nxllcorner 0\nyllcorner 0\ncellsize 0.0000001\n1 2 3\n";
    names(&folder.put("claims.asc", grid), &["raster_too_large", "raster_unreadable"]);
    let block = [&[0, 0, 0, 13, 10, 9][..], b"OSMData\0\0", &[24, 255, 255, 255, 127]].concat();
    let extract = [&[0, 0, 0, 13, 10, 9][..], b"OSMHeader", &[24, 2, 0, 0], &block].concat();
    names(&folder.put("claims.osm.pbf", extract), &["not_osm_pbf", "osm_unreadable", "file_truncated"]);
    let footer = [b"PAR1".as_slice(), &[0; 40], &billion.to_le_bytes(), b"PAR1"].concat();
    names(&folder.put("claims.parquet", footer), &["parquet_unreadable", "file_truncated"]);
    let dimensions = [b"CDF\x01\0\0\0\0\0\0\0\x0A".as_slice(), &billion.to_be_bytes()].concat();
    names(&folder.put("claims.nc", dimensions), &["raster_unreadable", "netcdf_unreadable"]);
}

#[test]
fn nesting_without_end_does_not_end_the_process() {
    let folder = Folder::new();
    let deep = |open: &str, count: usize| open.repeat(count).into_bytes();
    let features = [b"{\"type\":\"FeatureCollection\",\"features\":".to_vec(), deep("[", 20_000_000)].concat();
    names(&folder.put("deep.geojson", features), &["file_truncated", "json_unreadable", "geojson_unreadable"]);
    let folders = [b"<kml xmlns=\"http://www.opengis.net/kml/2.2\">".to_vec(), deep("<Folder>", 2_000_000)].concat();
    names(&folder.put("deep.kml", folders), &["kml_unreadable", "file_truncated", "kml_too_deep"]);
    let laughs = "<?xml version=\"1.0\"?><!DOCTYPE k [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">\
                  <!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\">]><kml><Placemark><name>&c;</name></Placemark></kml>";
    let (output, said) = checked(&folder.put("laughs.kml", laughs));
    assert!(matches!(output.status.code(), Some(0 | 3)), "{said}");
    assert!(!said.contains("hahaha"), "{said}");
    let json =
        [b"[{\"_uuid\":\"a\",\"_submission_time\":\"2020-01-01\",\"x\":".to_vec(), deep("[", 5_000_000)].concat();
    let (output, said) = checked(&folder.put("deep.json", json));
    assert_eq!(output.status.code(), Some(3), "{}", said.chars().take(500).collect::<String>());
}

/// The example city in a folder of its own.
fn city() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("temporary folder");
    let dir = folder.path().join("city");
    common::makazi_ok(&["demo", common::text(&dir)]);
    (folder, dir)
}

const NUMBERS: &str =
    "SELECT place, indicator, period, \"group\", low, value, high, gap FROM observation ORDER BY 1, 2, 3, 4";

#[test]
fn a_disk_that_is_full_leaves_the_city_as_it_was() {
    let (folder, dir) = city();
    let whole = common::query(&dir.join("city.gpkg"), NUMBERS);
    common::makazi_ok(&["collect", common::text(&dir), "--again"]);
    let collected = common::query(&dir.join("city.gpkg"), NUMBERS);
    let size = std::fs::metadata(dir.join("city.gpkg")).expect("city file").len() / 1024;
    for share in [1, 3, 5, 8] {
        // A write past the limit fails as on a full disk; the signal that would end the process is not heard.
        let limit = size * share / 10;
        let line = format!("trap '' XFSZ; ulimit -f {limit}; exec \"$0\" collect \"$1\" --again");
        let mut command = Command::new("bash");
        command.arg("-c").arg(&line).arg(env!("CARGO_BIN_EXE_makazi")).arg(&dir).env("NO_COLOR", "1");
        let output = command.output().expect("bash starts");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success() && said.contains("hint: "), "{limit} KiB: {said}");
        let after: BTreeSet<_> = common::query(&dir.join("city.gpkg"), NUMBERS).into_iter().collect();
        assert!(collected.iter().all(|row| after.contains(row)), "{limit} KiB: numbers were lost");
    }
    common::makazi_ok(&["collect", common::text(&dir), "--again"]);
    common::makazi_ok(&["profile", common::text(&dir)]);
    for words in [&["assess"][..], &["assess", "risk"], &["travel"], &["anticipate"]] {
        common::makazi_ok(&[words, &[common::text(&dir)]].concat());
    }
    assert!(common::query(&dir.join("city.gpkg"), NUMBERS) == whole, "numbers are not those of before");
    drop(folder);
}

#[test]
fn a_clock_that_runs_backwards_neither_loses_numbers_nor_revives_consents() {
    let (_folder, dir) = city();
    let before = common::query(&dir.join("city.gpkg"), NUMBERS);
    let back = |words: &[&str]| {
        let mut command = Command::new("faketime");
        let output = command.arg("2001-01-01 12:00:00").arg(env!("CARGO_BIN_EXE_makazi")).args(words).output();
        let output = output.expect("faketime is installed (see tests/setup.sh)");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(matches!(output.status.code(), Some(0 | 3)), "{said}");
        assert!(said.contains("clock_behind") && said.contains("hint: set the clock"), "{said}");
    };
    back(&["collect", common::text(&dir), "--again"]);
    back(&["profile", common::text(&dir)]);
    back(&["assess", common::text(&dir)]);
    back(&["assess", "risk", common::text(&dir)]);
    back(&["travel", common::text(&dir)]);
    back(&["anticipate", common::text(&dir)]);
    assert!(common::query(&dir.join("city.gpkg"), NUMBERS) == before, "numbers are not those of before");
    let started = common::query(&dir.join("city.gpkg"), "SELECT count(*) FROM run WHERE started < '2026'");
    assert_eq!(started, [["0"]]);
}
