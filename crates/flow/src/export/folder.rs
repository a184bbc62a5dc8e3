//! The folder of an export: written aside, put in place when it is whole.

use crate::error::{FlowError, disk};
use std::path::{Path, PathBuf};

/// The file that says what an export consists of; by it an earlier export is known.
pub(super) const MANIFEST: &str = "export.json";
const CITY_FILE: [&str; 2] = ["city.gpkg", "city.toml"];

/// An export being written.
pub(super) struct Folder {
    out: PathBuf,
    partial: PathBuf,
}

impl Folder {
    /// Begins an export that shall stand in a folder.
    pub fn begin(out: &Path) -> Result<Self, FlowError> {
        earlier(out)?;
        let name = out.file_name().ok_or_else(|| FlowError::NotOurs(out.to_owned()))?;
        let parent = out.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        std::fs::create_dir_all(parent).map_err(disk(parent))?;
        let partial = parent.join(format!(".{}.partial", name.to_string_lossy()));
        if partial.exists() {
            std::fs::remove_dir_all(&partial).map_err(disk(&partial))?;
        }
        std::fs::create_dir(&partial).map_err(disk(&partial))?;
        Ok(Self { out: out.to_owned(), partial })
    }

    /// Where it is written.
    pub fn partial(&self) -> &Path {
        &self.partial
    }

    /// Makes a folder in it.
    pub fn inside(&self, name: &str) -> Result<PathBuf, FlowError> {
        let folder = self.partial.join(name);
        std::fs::create_dir_all(&folder).map_err(disk(&folder))?;
        Ok(folder)
    }

    /// Takes the city file and its rasters out again, where only tables were asked for.
    pub fn forget_city_file(&self) -> Result<(), FlowError> {
        for name in CITY_FILE {
            let file = self.partial.join(name);
            std::fs::remove_file(&file).map_err(disk(&file))?;
        }
        let rasters = self.partial.join("rasters");
        if rasters.is_dir() {
            std::fs::remove_dir_all(&rasters).map_err(disk(&rasters))?;
        }
        Ok(())
    }

    /// Its files, relative to it, with `/`, in order.
    pub fn files(&self) -> Result<Vec<String>, FlowError> {
        files(&self.partial)
    }

    /// Puts it in place of an earlier export.
    pub fn finish(self) -> Result<PathBuf, FlowError> {
        if earlier(&self.out)? {
            std::fs::remove_dir_all(&self.out).map_err(disk(&self.out))?;
        } else if self.out.is_dir() {
            std::fs::remove_dir(&self.out).map_err(disk(&self.out))?;
        }
        std::fs::rename(&self.partial, &self.out).map_err(disk(&self.out))?;
        Ok(self.out.canonicalize().unwrap_or_else(|_| self.out.clone()))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // gone already where the export is in place
        let _ = std::fs::remove_dir_all(&self.partial);
    }
}

/// Whether an earlier export stands in a folder; a folder with anything else in it is refused, and so is one in which anything was
/// put beside an export.
fn earlier(out: &Path) -> Result<bool, FlowError> {
    if !out.exists() {
        return Ok(false);
    }
    if !out.is_dir() {
        return Err(FlowError::NotOurs(out.to_owned()));
    }
    let found = files(out)?;
    if found.is_empty() {
        return Ok(false);
    }
    let text = std::fs::read_to_string(out.join(MANIFEST)).unwrap_or_default();
    let manifest: serde_json::Value = serde_json::from_str(&text).unwrap_or_default();
    let listed = manifest.get("files").and_then(serde_json::Value::as_array).into_iter().flatten();
    let listed: Vec<&str> = listed.filter_map(|f| f.get("path").and_then(serde_json::Value::as_str)).collect();
    // pages that makazi made of the city file of an export, and what SQLite or GDAL keep beside it
    let follows = |file: &str| {
        file == MANIFEST
            || listed.contains(&file)
            || ["outputs/profile.html", "outputs/profile.csv"].contains(&file)
            || ["city.gpkg-wal", "city.gpkg-shm", "city.gpkg.lock"].contains(&file)
    };
    let ours = manifest.get("made_by").and_then(serde_json::Value::as_str) == Some("makazi");
    if ours && found.iter().all(|file| follows(file)) { Ok(true) } else { Err(FlowError::NotOurs(out.to_owned())) }
}

fn files(folder: &Path) -> Result<Vec<String>, FlowError> {
    let (mut found, mut open) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(next) = open.pop() {
        for entry in std::fs::read_dir(&next).map_err(disk(&next))? {
            let path = entry.map_err(disk(&next))?.path();
            if path.is_dir() && !path.is_symlink() {
                open.push(path);
            } else {
                let inside = path.strip_prefix(folder).unwrap_or(&path);
                found.push(inside.to_string_lossy().replace('\\', "/"));
            }
        }
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn temporary(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("makazi-export-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        folder
    }

    #[test]
    fn a_folder_with_other_things_in_it_is_refused_and_an_earlier_export_is_replaced() {
        let out = temporary("out");
        std::fs::write(out.join("thesis.docx"), "mine").unwrap();
        assert!(matches!(Folder::begin(&out), Err(FlowError::NotOurs(_))));
        std::fs::remove_file(out.join("thesis.docx")).unwrap();
        let manifest = r#"{"made_by": "makazi", "files": [{"path": "a.csv"}]}"#;
        for name in ["a.csv", "b.csv"] {
            let folder = Folder::begin(&out).unwrap();
            std::fs::write(folder.partial().join(name), "x").unwrap();
            std::fs::write(folder.partial().join(MANIFEST), manifest.replace("a.csv", name)).unwrap();
            folder.finish().unwrap();
        }
        assert_eq!(files(&out).unwrap(), ["b.csv", "export.json"]);
        std::fs::write(out.join("note.txt"), "mine").unwrap();
        assert!(Folder::begin(&out).is_err());
        assert!(!out.parent().unwrap().join(".out.partial").exists());
        std::fs::remove_dir_all(&out).unwrap();
    }
}
