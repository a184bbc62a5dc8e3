//! Two copies of one city joined.

use crate::error::FlowError;
use crate::fingerprint::{of_file, of_texts};
use crate::workspace::Workspace;
use city::{Run, Stage};
use std::path::Path;
use store::{CityFile, Merged};

/// Joins another copy of the same city (its folder or its `city.gpkg`) into this one, by ids and runs. What both have
/// differently stays as it is here and is listed.
///
/// # Errors
/// [`FlowError::NotCollected`], [`FlowError::Store`] where the other file is of another city or cannot be read.
pub fn merge(workspace: &Workspace, other: &Path) -> Result<Merged, FlowError> {
    let ours = workspace.city_file();
    let theirs = if other.is_dir() { other.join("city.gpkg") } else { other.to_owned() };
    for path in [&ours, &theirs] {
        if !path.is_file() {
            return Err(FlowError::NotCollected(path.clone()));
        }
    }
    let checksum = of_file(&theirs)?;
    let mut file = CityFile::open(&ours)?;
    let other = CityFile::open_read_only(&theirs)?;
    let hash = of_texts([checksum.as_str(), crate::VERSION]);
    let run = Run {
        parameters: serde_json::json!({ "other_sha256": checksum }).to_string(),
        ..workspace.run(Stage::Merge, &hash, Vec::new())
    };
    let merged = file.merge(&other, &run, &workspace.now)?;
    file.close()?;
    Ok(merged)
}
