//! Fingerprints: what tells whether a source changed since it came in.

use crate::error::{FlowError, disk};
use city::settings::{Reader, SourceSettings};
use sha2::{Digest, Sha256};
use std::io::Read;
use std::path::Path;

/// Files of one source, with their contents' hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fingerprint {
    /// SHA-256 over names and contents, in hexadecimal.
    pub contents: String,
    /// Bytes of all files.
    pub bytes: u64,
    /// Files with those that belong beside them (a shapefile's), relative to the data folder.
    pub files: Vec<String>,
}

/// The files that belong to one: a shapefile's sisters, a grid's `.prj`, those of an unpacked timetable, the repeats and
/// instances of submissions.
fn with_sisters(data: &Path, file: &str, reader: Option<Reader>) -> Vec<String> {
    let path = data.join(file);
    if reader == Some(Reader::Gtfs) && path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("txt")) {
        let folder = path.parent().unwrap_or(data);
        let beside = collect::gtfs::FILES.iter().map(|name| folder.join(name)).filter(|p| p.is_file() && *p != path);
        let mut files: Vec<String> = beside.map(|p| relative(data, &p)).collect();
        files.push(file.to_owned());
        files.sort();
        return files;
    }
    if path.is_dir() || reader == Some(Reader::Submissions) {
        return collect::submissions::files_read_with(&path).iter().map(|p| relative(data, p)).collect();
    }
    let (Some(stem), Some(folder)) = (path.file_stem(), path.parent()) else { return vec![file.to_owned()] };
    let extension = path.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
    let sisters: &[&str] = match extension.as_str() {
        "shp" => &["shp", "shx", "dbf", "prj", "cpg"],
        "asc" => &["asc", "prj"],
        _ => return vec![file.to_owned()],
    };
    let mut found: Vec<String> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .filter(|p| p.file_stem() == Some(stem))
        .filter(|p| p.extension().is_some_and(|e| sisters.contains(&e.to_string_lossy().to_lowercase().as_str())))
        .map(|p| relative(data, &p))
        .collect();
    found.sort();
    if found.is_empty() { vec![file.to_owned()] } else { found }
}

fn relative(data: &Path, path: &Path) -> String {
    path.strip_prefix(data).unwrap_or(path).to_string_lossy().replace('\\', "/")
}

/// Adds a file to a hash, a block at a time; gives its size.
fn add_file(hash: &mut Sha256, path: &Path) -> Result<u64, FlowError> {
    let mut file = std::fs::File::open(path).map_err(disk(path))?;
    let mut block = vec![0; 1 << 16];
    let mut bytes = 0;
    loop {
        let count = file.read(&mut block).map_err(disk(path))?;
        let Some(read) = block.get(..count).filter(|b| !b.is_empty()) else { return Ok(bytes) };
        hash.update(read);
        bytes += count as u64;
    }
}

/// The fingerprint of a source's files.
///
/// # Errors
/// [`FlowError::Disk`] for a file that is not there or cannot be read.
pub(crate) fn of_files(data: &Path, settings: &SourceSettings) -> Result<Fingerprint, FlowError> {
    let files: Vec<String> = settings
        .files
        .as_slice()
        .iter()
        .flat_map(|file| with_sisters(data, file, settings.reader))
        .chain(settings.form.clone())
        .collect();
    let mut hash = Sha256::new();
    let mut bytes = 0;
    for file in &files {
        hash.update(file.as_bytes());
        hash.update([0]);
        bytes += add_file(&mut hash, &data.join(file))?;
    }
    Ok(Fingerprint { contents: hex(&hash.finalize()), bytes, files })
}

/// SHA-256 of one file, in hexadecimal.
pub(crate) fn of_file(path: &Path) -> Result<String, FlowError> {
    let mut hash = Sha256::new();
    add_file(&mut hash, path)?;
    Ok(hex(&hash.finalize()))
}

/// SHA-256 of texts one after the other, in hexadecimal.
pub(crate) fn of_texts<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    let mut hash = Sha256::new();
    for text in texts {
        hash.update(text.as_bytes());
        hash.update([0]);
    }
    hex(&hash.finalize())
}

/// Bytes in hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unpacked_timetable_changes_with_any_of_its_files_and_with_no_other() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["stops.txt", "trips.txt", "notes.txt"] {
            std::fs::write(folder.path().join(name), name).unwrap();
        }
        let files = |reader| with_sisters(folder.path(), "stops.txt", reader);
        assert_eq!(files(Some(Reader::Gtfs)), ["stops.txt", "trips.txt"]);
        assert_eq!(files(None), ["stops.txt"]);
        assert_eq!(with_sisters(folder.path(), "gone.txt", Some(Reader::Gtfs)), ["gone.txt", "stops.txt", "trips.txt"]);
    }
}
