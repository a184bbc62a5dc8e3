//! What must not break a city: processes that are killed, two at once, folders that cannot be written, files that are gone.

#![allow(clippy::expect_used, clippy::panic, reason = "a test stops where its own ground gives way")]

mod common;

use common::{makazi, makazi_ok, number, query};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

const OBSERVATIONS: &str = "SELECT place, indicator, period, \"group\", low, value, high, classes, gap, quality, source, run, \
                            locator, method FROM observation ORDER BY 1, 2, 3, 4, 11, 12";

type Rows = Vec<Vec<String>>;

/// The example city brought in, described and assessed once, undisturbed. The city file in its folder is that of before it was
/// assessed.
struct Whole {
    _folder: tempfile::TempDir,
    dir: PathBuf,
    collected: Rows,
    profiled: Rows,
    assessed: Rows,
    /// How long collecting, describing and assessing took.
    took: [Duration; 3],
}

fn whole() -> &'static Whole {
    static WHOLE: OnceLock<Whole> = OnceLock::new();
    WHOLE.get_or_init(|| {
        let folder = tempfile::tempdir().expect("temporary folder");
        let dir = folder.path().join("mfano");
        makazi_ok(&["demo", text(&dir)]);
        std::fs::remove_file(dir.join("city.gpkg")).expect("city file");
        std::fs::remove_dir_all(dir.join("rasters")).expect("rasters");
        let timed = |words: &[&str]| {
            let begun = Instant::now();
            makazi_ok(words);
            begun.elapsed()
        };
        let collect = timed(&["collect", text(&dir)]);
        let collected = query(&dir.join("city.gpkg"), OBSERVATIONS);
        let profile = timed(&["profile", text(&dir)]);
        let profiled = query(&dir.join("city.gpkg"), OBSERVATIONS);
        let before = std::fs::read(dir.join("city.gpkg")).expect("city file");
        let assess = timed(&["assess", text(&dir)]);
        let assessed = query(&dir.join("city.gpkg"), OBSERVATIONS);
        std::fs::write(dir.join("city.gpkg"), before).expect("city file");
        assert!(collected.len() > 500 && profiled.len() > collected.len() && assessed.len() > profiled.len());
        Whole { _folder: folder, dir, collected, profiled, assessed, took: [collect, profile, assess] }
    })
}

fn text(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A copy of the example city, with its city file or only its sources.
fn copy(with_city_file: bool) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("temporary folder");
    let dir = folder.path().join("copy");
    let done = Command::new("cp").arg("-r").arg(&whole().dir).arg(&dir).status().expect("cp");
    assert!(done.success());
    if !with_city_file {
        std::fs::remove_file(dir.join("city.gpkg")).expect("city file");
        std::fs::remove_dir_all(dir.join("rasters")).expect("rasters");
    }
    (folder, dir)
}

fn next(seed: &mut u64) -> u64 {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    *seed >> 33
}

fn start(words: &[&str]) -> std::process::Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_makazi"));
    command.args(words).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("makazi starts")
}

/// That GDAL opens the file and SQLite finds it whole. It is opened for writing, as QGIS and makazi open it: a process killed
/// in the instant in which the write-ahead log is left or entered leaves SQLite's own journal to be played back, which no
/// reader without write access may do.
fn is_sound(file: &Path) {
    let output = Command::new("ogrinfo")
        .args(["-q", "-sql", "SELECT count(*) AS wrong FROM pragma_integrity_check WHERE integrity_check <> 'ok'"])
        .arg(file)
        .output()
        .expect("ogrinfo is installed (see tests/setup.sh)");
    let words = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success() && words.contains("wrong (Integer) = 0"), "{words}\n{}", said(&output));
}

#[test]
fn a_kill_at_any_moment_loses_no_finished_stage_and_the_next_run_makes_it_good() {
    let kills: u64 = std::env::var("MAKAZI_KILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(15);
    let mut seed = std::env::var("MAKAZI_SEED").ok().and_then(|text| text.parse().ok()).unwrap_or(2026);
    let mut killed = 0;
    let (_old, old) = copy(true);
    for kill in 0..kills {
        let (_fresh, fresh) = copy(false);
        let (dir, words, stage): (&Path, &[&str], usize) = match kill % 4 {
            0 => (&fresh, &["collect", text(&fresh)], 0),
            1 => (&old, &["collect", text(&old), "--again"], 0),
            2 => (&old, &["profile", text(&old)], 1),
            _ => (&old, &["assess", text(&old)], 2),
        };
        let length = whole().took[stage];
        let mut child = start(words);
        std::thread::sleep(length * u32::try_from(next(&mut seed) % 1_000).unwrap_or(0) / 1_000);
        killed += u64::from(child.try_wait().expect("the process is known").is_none());
        child.kill().expect("killed");
        child.wait().expect("ended");
        looks_as_before_or_after(dir, kill);
        makazi_ok(&["collect", text(dir), "--again"]);
        makazi_ok(&["profile", text(dir)]);
        makazi_ok(&["assess", text(dir)]);
        assert_eq!(query(&dir.join("city.gpkg"), OBSERVATIONS), whole().assessed, "kill {kill}");
        let left: Vec<_> = std::fs::read_dir(dir).expect("folder").flatten().map(|e| e.file_name()).collect();
        assert!(!left.iter().any(|name| name.to_string_lossy().contains(".partial")), "kill {kill}: {left:?}");
    }
    assert!(killed * 2 > kills, "only {killed} of {kills} kills met a process at work");
}

/// A file that was never finished is not there; one that was holds the whole of its last finished stage.
fn looks_as_before_or_after(dir: &Path, kill: u64) {
    let file = dir.join("city.gpkg");
    if !file.exists() {
        assert_eq!(kill % 4, 0, "kill {kill}: the city file is gone");
        return;
    }
    is_sound(&file);
    let found = query(&file, OBSERVATIONS);
    let Whole { collected, profiled, assessed, .. } = whole();
    let allowed = match kill % 4 {
        0 => found.is_empty() || found == *collected,
        1 => keeps(&found, collected),
        2 => keeps(&found, profiled),
        _ => keeps(&found, profiled) && (found.len() == profiled.len() || found == *assessed),
    };
    assert!(allowed, "kill {kill}: {} observations", found.len());
}

/// Whether everything that was collected is there, whatever was computed of it.
fn keeps(found: &Rows, collected: &Rows) -> bool {
    let there: std::collections::BTreeSet<_> = found.iter().collect();
    collected.iter().all(|row| there.contains(row))
}

#[test]
fn of_two_that_collect_at_once_one_waits_or_says_so_and_nothing_is_lost() {
    for with_city_file in [true, false] {
        let (_folder, dir) = copy(with_city_file);
        let words = ["collect", text(&dir), "--again"];
        let mut running: Vec<_> = (0..4)
            .map(|_| {
                let mut command = Command::new(env!("CARGO_BIN_EXE_makazi"));
                command.args(words).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("makazi starts")
            })
            .collect();
        let ended: Vec<Output> = running.drain(..).map(|child| child.wait_with_output().expect("ended")).collect();
        assert!(ended.iter().any(|output| output.status.success()), "none came through");
        for output in ended.iter().filter(|output| !output.status.success()) {
            let words = said(output);
            assert_eq!(output.status.code(), Some(1), "{words}");
            assert!(words.contains("is being written by ") && words.contains("hint: wait until"), "{words}");
        }
        is_sound(&dir.join("city.gpkg"));
        assert!(keeps(&query(&dir.join("city.gpkg"), OBSERVATIONS), &whole().collected));
    }
}

#[test]
fn a_city_that_is_being_written_can_be_read() {
    let (_folder, dir) = copy(true);
    let mut child = start(&["collect", text(&dir), "--again"]);
    let mut reads = 0;
    while child.try_wait().expect("the process is known").is_none() {
        makazi_ok(&["explain", text(&dir), "population", "Mfano"]);
        reads += 1;
    }
    assert!(child.wait().expect("ended").success() && reads > 0);
}

/// Runs makazi as somebody without rights, where the test runs as root and could write anywhere; none where that cannot
/// be done.
fn without_rights(folder: &Path, words: &[&str]) -> Option<Output> {
    let is_root = Command::new("id").arg("-u").output().is_ok_and(|id| id.stdout.starts_with(b"0\n"));
    if !is_root {
        return Some(makazi(words));
    }
    let binary = folder.join("makazi");
    std::fs::copy(env!("CARGO_BIN_EXE_makazi"), &binary).expect("copied");
    let ids = ["--reuid=65534", "--regid=65534", "--clear-groups"];
    Command::new("setpriv").args(ids).arg(&binary).args(words).env("NO_COLOR", "1").output().ok()
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_is_said_and_can_still_be_read() {
    use std::os::unix::fs::PermissionsExt;
    let allow =
        |path: &Path, mode| std::fs::set_permissions(path, PermissionsExt::from_mode(mode)).expect("permissions");
    let (folder, dir) = copy(true);
    allow(folder.path(), 0o755);
    let files = Command::new("chmod").args(["-R", "a+rX,a-w"]).arg(&dir).status().expect("chmod");
    assert!(files.success());
    let before = std::fs::read(dir.join("city.gpkg")).expect("city file");
    let Some(output) = without_rights(folder.path(), &["collect", text(&dir), "--again"]) else { return };
    let words = said(&output);
    assert_eq!(output.status.code(), Some(1), "{words}");
    assert!(words.contains("read-only") && words.contains("hint: "), "{words}");
    let output = without_rights(folder.path(), &["explain", text(&dir), "population", "Mfano"]).expect("as before");
    assert!(output.status.success(), "{}", said(&output));
    assert_eq!(before, std::fs::read(dir.join("city.gpkg")).expect("city file"));
    allow(&dir, 0o755);
    assert!(Command::new("chmod").args(["-R", "u+w"]).arg(&dir).status().expect("chmod").success());
}

#[test]
fn a_file_that_is_missing_is_named_and_the_other_sources_come_in() {
    let (_folder, dir) = copy(false);
    std::fs::remove_file(dir.join("sources/facilities_2019.csv")).expect("removed");
    let output = makazi(&["collect", text(&dir)]);
    let words = said(&output);
    assert_eq!(output.status.code(), Some(3), "{words}");
    assert!(words.contains("error[file_missing]") && words.contains("facilities_2019.csv"), "{words}");
    assert!(words.contains("hint: check `file` in city.toml"), "{words}");
    let others = whole().collected.iter().filter(|row| row[10] != "facilities").count();
    assert_eq!(query(&dir.join("city.gpkg"), OBSERVATIONS).len(), others);
    let settlements = number(&dir.join("city.gpkg"), "SELECT count(*) FROM place WHERE id LIKE 'settlement:%'");
    assert!((settlements - 24.0).abs() < 0.5);
}

#[test]
fn a_source_whose_file_is_gone_or_broken_keeps_what_it_gave_before() {
    let (_folder, dir) = copy(true);
    let broken = ["facilities_2019.csv", "census_2018_wide.csv", "districts_2018.zip", "elevation.tif"];
    let whole_files = broken.map(|name| std::fs::read(dir.join("sources").join(name)).expect("source"));
    std::fs::remove_file(dir.join("sources").join(broken[0])).expect("removed");
    for name in &broken[1..] {
        std::fs::write(dir.join("sources").join(name), "").expect("emptied");
    }
    let layers = "SELECT table_name FROM gpkg_contents ORDER BY 1";
    let (gpkg, before) = (dir.join("city.gpkg"), query(&dir.join("city.gpkg"), layers));
    for _ in 0..2 {
        let output = makazi(&["collect", text(&dir)]);
        assert_eq!(output.status.code(), Some(3), "{}", said(&output));
        assert!(said(&output).contains("kept_from_before"), "{}", said(&output));
        let now: std::collections::BTreeSet<_> =
            query(&gpkg, OBSERVATIONS).into_iter().map(|row| row[..10].to_vec()).collect();
        assert!(whole().collected.iter().all(|row| now.contains(&row[..10])), "numbers were lost");
        assert_eq!(query(&gpkg, layers), before);
        assert!(dir.join("rasters/elevation.tif").exists());
        let told = number(&gpkg, "SELECT count(*) FROM problem WHERE code = 'kept_from_before'");
        assert!((told - 4.0).abs() < 0.5, "{told}");
    }
    for (name, bytes) in broken.iter().zip(whole_files) {
        std::fs::write(dir.join("sources").join(name), bytes).expect("mended");
    }
    makazi_ok(&["collect", text(&dir)]);
    makazi_ok(&["profile", text(&dir)]);
    let rows = |rows: Rows| rows.into_iter().map(|row| row[..11].to_vec()).collect::<Vec<_>>();
    assert_eq!(rows(query(&gpkg, OBSERVATIONS)), rows(whole().profiled.clone()));
    assert_eq!(query(&gpkg, "SELECT count(*) FROM problem WHERE code = 'kept_from_before'"), [["0"]]);
}

#[test]
fn every_file_of_the_real_cities_can_be_checked_whatever_it_is() {
    let mut folders = vec![common::data(), common::data().join("../reference")];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for path in std::fs::read_dir(&folder).into_iter().flatten().flatten().map(|entry| entry.path()) {
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    assert!(files.len() > 100, "{} files", files.len());
    let words: Vec<&str> = ["check", "--json"].into_iter().chain(files.iter().map(|path| text(path))).collect();
    let output = makazi(&words);
    assert_eq!(output.status.code(), Some(3), "{}", said(&output));
    assert!(output.stderr.is_empty(), "{}", said(&output));
    let answer: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    for report in answer.as_array().expect("a report for each file") {
        let problems = report["problems"].as_array().expect("problems");
        let holds = report["holds"].as_array().expect("what it holds");
        assert!(!holds.is_empty() || !problems.is_empty(), "nothing is said of {}", report["file"]);
        assert!(problems.iter().all(|p| !p["file"].as_str().unwrap_or_default().is_empty()), "{report:#}");
    }
}
