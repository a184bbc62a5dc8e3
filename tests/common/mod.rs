//! Runs the built binary in a temporary folder, and reads what it made with GDAL's own tools.

#![allow(dead_code, reason = "each test file uses some of it")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

/// The project's folder.
pub fn root() -> PathBuf {
    Path::new(&std::env::var("CARGO_MANIFEST_DIR").expect("cargo sets it"))
        .join("../..")
        .canonicalize()
        .expect("project folder")
}

/// Where the real cities' data lie: `MAKAZI_DATA`, else `shared/data` beside the project.
pub fn data() -> PathBuf {
    let folder = std::env::var_os("MAKAZI_DATA").map_or_else(|| root().join("../shared/data"), PathBuf::from);
    assert!(
        folder.join("manifest.csv").is_file(),
        "the real cities' data are not in {}; set MAKAZI_DATA to the folder that holds manifest.csv",
        folder.display()
    );
    folder
}

/// Runs makazi; the caller looks at how it ended.
pub fn makazi(words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_makazi")).args(words).env("NO_COLOR", "1").output().expect("makazi starts")
}

/// Runs makazi, which must end well; gives stdout.
pub fn makazi_ok(words: &[&str]) -> String {
    let output = makazi(words);
    assert!(
        output.status.success(),
        "makazi {words:?} ended with {}\n{}",
        output.status,
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// Rows of a query on a GeoPackage, read by GDAL (SQLite dialect), each a list of its columns' texts in order.
pub fn query(file: &Path, sql: &str) -> Vec<Vec<String>> {
    let output = Command::new("ogr2ogr")
        .args(["-f", "CSV", "/vsistdout/"])
        .arg(file)
        .args(["-dialect", "sqlite", "-sql", sql])
        .output()
        .expect("ogr2ogr is installed (see tests/setup.sh)");
    assert!(output.status.success(), "{sql}\n{}", String::from_utf8_lossy(&output.stderr));
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(output.stdout.as_slice());
    reader.records().map(|row| row.expect("CSV").iter().map(str::to_owned).collect()).collect()
}

/// The one number that a query gives.
pub fn number(file: &Path, sql: &str) -> f64 {
    let rows = query(file, sql);
    let text = rows.first().and_then(|row| row.first()).unwrap_or_else(|| panic!("no row: {sql}"));
    text.parse().unwrap_or_else(|_| panic!("`{text}` is no number: {sql}"))
}

/// One of the real cities, brought in in a folder of its own.
pub struct City {
    _folder: tempfile::TempDir,
    pub dir: PathBuf,
}

impl City {
    /// Brings a city of `cities/` in, and describes it.
    pub fn collect(name: &str) -> Self {
        let folder = tempfile::tempdir().expect("temporary folder");
        let dir = folder.path().join(name);
        copy(&root().join("cities").join(name), &dir);
        let city = Self { _folder: folder, dir };
        city.run("collect", &[]);
        city.run("profile", &["--format", "csv"]);
        city
    }

    pub fn run(&self, command: &str, words: &[&str]) -> String {
        let data = data();
        let mut all = vec![command, self.dir.to_str().expect("UTF-8")];
        all.extend(words);
        all.extend(["--data", data.to_str().expect("UTF-8")]);
        makazi_ok(&all)
    }

    pub fn gpkg(&self) -> PathBuf {
        self.dir.join("city.gpkg")
    }

    pub fn number(&self, sql: &str) -> f64 {
        number(&self.gpkg(), sql)
    }

    pub fn observed(&self, indicator: &str, place: &str, group: &str, source: &str) -> f64 {
        let sql = format!(
            "SELECT value FROM observation WHERE indicator = '{indicator}' AND place = '{place}' \
             AND \"group\" = '{group}' AND source = '{source}'"
        );
        self.number(&sql)
    }
}

/// Copies a folder and what is in it.
pub fn copy(from: &Path, to: &Path) {
    let done = Command::new("cp").arg("-r").arg(from).arg(to).status().expect("cp");
    assert!(done.success(), "{} is not copied", from.display());
}

/// The example city, brought in, described and assessed once for all tests of a file; they only read it.
pub fn example() -> &'static Path {
    static FOLDER: OnceLock<(tempfile::TempDir, PathBuf)> = OnceLock::new();
    let (_, dir) = FOLDER.get_or_init(|| {
        let folder = tempfile::tempdir().expect("temporary folder");
        let dir = folder.path().join("mfano");
        makazi_ok(&["demo", text(&dir)]);
        (folder, dir)
    });
    dir
}

/// A path as text.
pub fn text(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

/// A copy of the example city to change.
pub fn copy_of_example() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("temporary folder");
    let dir = folder.path().join("copy");
    copy(example(), &dir);
    (folder, dir)
}

/// Adds to a city's `city.toml`.
pub fn append_to_city_toml(dir: &Path, toml: &str) {
    let file = dir.join("city.toml");
    let before = std::fs::read_to_string(&file).expect("city.toml");
    std::fs::write(&file, format!("{before}\n{toml}")).expect("city.toml");
}
