//! Uploads: a file that waits beside the city, what it holds, what it would become, and how it becomes a source.

mod preview;
mod proposal;
mod settings;

pub use preview::{Previewed, preview_upload};
pub use proposal::{Proposed, UploadColumn};

use crate::city_toml::{Held, add_source};
use crate::door::StoreDoor;
use crate::error::{FlowError, disk};
use crate::fingerprint::of_texts;
use crate::workspace::Workspace;
use city::settings::{Reader, TextSettings};
use city::{Problem, Severity};
use collect::records::{Records, Request};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

/// The folder of uploads that were accepted, in a city's folder.
const ACCEPTED: &str = "uploads";
/// Most characters of a file's name.
const MOST_NAME: usize = 100;
/// Most uploads that wait.
const MOST_WAITING: usize = 20;
/// How long an upload waits.
const WAITS: Duration = Duration::from_hours(48);
static MADE: AtomicU64 = AtomicU64::new(0);

/// A file that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    /// Its id.
    pub id: String,
    /// Its name, made plain.
    pub name: String,
    /// Where it is.
    pub path: PathBuf,
}

/// What a file holds.
#[derive(Debug)]
pub struct Looked {
    /// The file.
    pub upload: Upload,
    /// What kind of file it is.
    pub format: String,
    /// Its bytes.
    pub bytes: u64,
    /// The delimiter that was found, where it is delimited text.
    pub delimiter: Option<String>,
    /// Sheets, layers, shapefiles, where there are several.
    pub sheets: Vec<String>,
    /// What it holds, a line each.
    pub holds: Vec<String>,
    /// Its columns, each with what it may be.
    pub columns: Vec<UploadColumn>,
    /// How many rows.
    pub rows: usize,
    /// What is wrong with the file itself.
    pub problems: Vec<Problem>,
    /// A whole proposal of settings to start from.
    pub settings: Value,
}

/// A file that became a source.
#[derive(Debug)]
pub struct Accepted {
    /// Id of the source.
    pub source: String,
    /// The file, in the city's folder.
    pub file: String,
}

/// The folder of uploads that wait.
fn waiting(workspace: &Workspace) -> PathBuf {
    workspace.dir.join(".makazi").join("uploads")
}

/// A plain file name out of what somebody calls a file: its last part, without what is hidden or leads elsewhere.
///
/// # Errors
/// [`FlowError::Refused`] where nothing is left.
pub fn plain_name(name: &str) -> Result<String, FlowError> {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept: String = last
        .chars()
        .map(|c| if c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ' ' | '(' | ')') { c } else { '_' })
        .collect();
    let kept = kept.trim().trim_start_matches('.').trim_end_matches(['.', ' ']).replace("..", "_");
    let (stem, ending) = kept.rsplit_once('.').map_or((kept.as_str(), ""), |(stem, ending)| (stem, ending));
    let stem: String = stem.chars().take(MOST_NAME - ending.chars().count().min(20) - 1).collect();
    let ending: String = ending.chars().take(20).collect();
    let name = if ending.is_empty() { stem.clone() } else { format!("{stem}.{ending}") };
    let city_own = ["city.toml", "city.gpkg"].contains(&name.to_lowercase().as_str());
    if stem.trim().is_empty() || city_own {
        let problem = Problem::error("upload_name").found(name).expected("a file's name, such as `wards_2021.csv`");
        return Err(FlowError::Refused(vec![problem.hint("call the file by a plain name")]));
    }
    Ok(name)
}

/// Makes room for an upload; its file is to be written to `path`. What waited for days goes.
///
/// # Errors
/// [`FlowError::Refused`] for a name that is none, or where too many wait; [`FlowError::Disk`].
pub fn begin_upload(workspace: &Workspace, name: &str) -> Result<Upload, FlowError> {
    let name = plain_name(name)?;
    let folder = waiting(workspace);
    std::fs::create_dir_all(&folder).map_err(disk(&folder))?;
    let mut there = 0;
    for entry in std::fs::read_dir(&folder).map_err(disk(&folder))?.flatten() {
        let written = entry.metadata().and_then(|about| about.modified()).unwrap_or(SystemTime::UNIX_EPOCH);
        if written.elapsed().is_ok_and(|age| age > WAITS) {
            let _ = std::fs::remove_dir_all(entry.path());
        } else {
            there += 1;
        }
    }
    if there >= MOST_WAITING {
        let problem =
            Problem::error("uploads_too_many").found(there).expected(format!("at most {MOST_WAITING} that wait"));
        return Err(FlowError::Refused(vec![problem.hint("accept some, or take them away")]));
    }
    let number = MADE.fetch_add(1, Ordering::Relaxed).to_string();
    let moment = jiff::Timestamp::now().as_nanosecond().to_string();
    let mut id = of_texts([moment.as_str(), &number, &std::process::id().to_string()]);
    id.truncate(16);
    let own = folder.join(&id);
    std::fs::create_dir(&own).map_err(disk(&own))?;
    Ok(Upload { path: own.join(&name), id, name })
}

/// An upload that waits.
///
/// # Errors
/// [`FlowError::Asked`].
pub fn upload(workspace: &Workspace, id: &str) -> Result<Upload, FlowError> {
    let none = || FlowError::Asked {
        what: "upload",
        asked: id.to_owned(),
        known: "those that wait: upload it again".to_owned(),
    };
    if id.is_empty() || !id.bytes().all(|b| b.is_ascii_hexdigit()) {
        return Err(none());
    }
    let folder = waiting(workspace).join(id);
    let entry = std::fs::read_dir(&folder).map_err(|_| none())?.flatten().next().ok_or_else(none)?;
    let name = entry.file_name().to_string_lossy().into_owned();
    Ok(Upload { id: id.to_owned(), name, path: entry.path() })
}

/// Every upload that waits, by id.
#[must_use]
pub fn uploads(workspace: &Workspace) -> Vec<Upload> {
    let entries = std::fs::read_dir(waiting(workspace)).into_iter().flatten().flatten();
    let mut all: Vec<Upload> =
        entries.filter_map(|entry| upload(workspace, &entry.file_name().to_string_lossy()).ok()).collect();
    all.sort_by(|a, b| a.id.cmp(&b.id));
    all
}

/// Takes an upload away.
///
/// # Errors
/// [`FlowError::Asked`], [`FlowError::Disk`].
pub fn drop_upload(workspace: &Workspace, id: &str) -> Result<(), FlowError> {
    let known = upload(workspace, id)?;
    let folder = waiting(workspace).join(known.id);
    std::fs::remove_dir_all(&folder).map_err(disk(&folder))
}

/// Says what an upload holds, what is wrong with it, and what its columns may be.
///
/// # Errors
/// [`FlowError::Asked`], and what reading the city file meets.
pub fn look_at_upload(workspace: &Workspace, id: &str) -> Result<Looked, FlowError> {
    let upload = upload(workspace, id)?;
    let report = crate::check(&upload.path);
    let reader = collect::sniff::sniff(&upload.path).ok();
    let sheets = reader.and_then(|reader| collect::layers(&upload.path, reader, &StoreDoor).ok()).unwrap_or_default();
    let records = reader.map(|reader| read(&upload, reader, sheets.first())).unwrap_or_default();
    let delimiter = report.problems.iter().find(|p| p.code == "delimiter_found").map(|p| p.value.clone());
    let places = proposal::Places::of(workspace)?;
    let columns = proposal::columns(&records, &places);
    let settings = proposal::settings(&upload, (&records, &columns), workspace);
    Ok(Looked {
        format: report.kind,
        bytes: std::fs::metadata(&upload.path).map_or(0, |about| about.len()),
        delimiter,
        sheets,
        holds: report.holds,
        columns,
        rows: records.rows.len(),
        problems: report.problems,
        settings,
        upload,
    })
}

fn read(upload: &Upload, reader: Reader, sheet: Option<&String>) -> Records {
    let text = TextSettings::default();
    let layer = sheet.map(String::as_str).unwrap_or_default();
    let table = !matches!(
        reader,
        Reader::GeoTiff | Reader::AsciiGrid | Reader::OsmPbf | Reader::ProfileJson | Reader::Template
    );
    let request = Request { path: &upload.path, file: &upload.name, layer, text: &text };
    if table { collect::bring::read(&request, reader, &StoreDoor) } else { Records::default() }
}

/// Makes an upload a source: its file goes into the city's folder `uploads`, and `city.toml` gets its `[[source]]`. `collect`
/// brings it in.
///
/// # Errors
/// [`FlowError::Refused`] with everything that is wrong with the settings, [`FlowError::Asked`], and what the disk can meet.
/// Nothing is changed then.
pub fn accept_upload(workspace: &Workspace, id: &str, asked: &Value) -> Result<Accepted, FlowError> {
    let upload = upload(workspace, id)?;
    if let Err(problem) = collect::sniff::sniff(&upload.path)
        && problem.severity == Severity::Error
    {
        return Err(FlowError::Refused(vec![problem.in_file(&upload.name)]));
    }
    let held = Held::take(workspace)?;
    let folder = held.path(ACCEPTED);
    std::fs::create_dir_all(&folder).map_err(disk(&folder))?;
    let name = free_name(&folder, &upload.name);
    let file = format!("{ACCEPTED}/{name}");
    let source = settings::source(asked, &file)?;
    let source_id = source.get("id").and_then(toml_edit::Item::as_str).unwrap_or_default().to_owned();
    let target = folder.join(&name);
    std::fs::rename(&upload.path, &target).map_err(disk(&target))?;
    let written = std::fs::File::open(&target).and_then(|file| file.sync_all()).map_err(disk(&target));
    if let Err(error) = written.and_then(|()| held.edit(|document| add_source(document, source))) {
        std::fs::rename(&target, &upload.path).map_err(disk(&upload.path))?;
        return Err(error);
    }
    let _ = std::fs::remove_dir_all(waiting(workspace).join(&upload.id));
    Ok(Accepted { source: source_id, file })
}

/// The name, or the name with a number, that no file has.
fn free_name(folder: &Path, name: &str) -> String {
    let (stem, ending) = name.split_once('.').map_or((name, String::new()), |(stem, rest)| (stem, format!(".{rest}")));
    let numbered = (2..).map(|number| format!("{stem}-{number}{ending}"));
    let mut names = std::iter::once(name.to_owned()).chain(numbered);
    names.find(|name| !folder.join(name).exists()).unwrap_or_else(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_leads_nowhere_and_hides_nothing() {
        for (name, plain) in [
            ("wards 2021.csv", "wards 2021.csv"),
            ("../../etc/passwd", "passwd"),
            ("C:\\data\\a.csv", "a.csv"),
            (".hidden.csv", "hidden.csv"),
            ("a\u{0}b<script>.csv", "a_b_script_.csv"),
            ("...csv", "csv"),
            ("été (1).GeoJSON", "été (1).GeoJSON"),
        ] {
            assert_eq!(plain_name(name).unwrap(), plain, "{name}");
        }
        for name in ["", "..", "/", "city.toml", "x/CITY.GPKG", " . "] {
            assert!(plain_name(name).is_err(), "{name}");
        }
        assert!(plain_name(&"a".repeat(5_000)).unwrap().len() <= MOST_NAME);
    }
}
