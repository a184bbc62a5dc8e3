//! Two copies of one city joined.

use crate::error::FlowError;
use crate::workspace::Workspace;
use city::Problem;
use std::path::Path;
use store::CityFile;

/// What joining gave.
#[derive(Debug)]
pub struct Merged {
    /// What came in, in words.
    pub summary: String,
    /// Conflicts: both copies say something else of the same thing; ours was kept.
    pub conflicts: Vec<Problem>,
}

/// Joins another copy of the same city (its folder or its `city.gpkg`) into this one, by ids and runs.
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
    let mut file = CityFile::open(&ours)?;
    let merged = store::merge(&mut file, &theirs, &workspace.now)?;
    file.close()?;
    Ok(Merged { summary: merged.to_string(), conflicts: merged.conflicts })
}
