//! The copy of a city that a server answers from: an export for a role, made anew when the city changes.

use crate::error::{FlowError, disk};
use crate::export::{ExportFormat, ExportRequest, export};
use crate::workspace::Workspace;
use city::source::Level;
use city::{PlaceId, Progress};
use report::export::HeldRow;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

/// A copy of a city made for a role.
#[derive(Debug)]
pub struct Copied {
    /// The folder of the copy.
    pub folder: PathBuf,
    /// For whom.
    pub role: Level,
    /// What it was made of: see [`stamp`].
    pub stamp: String,
    /// When, RFC 3339.
    pub made: String,
    /// What is held back; never a value.
    pub held: Vec<HeldRow>,
    /// Places whose point is coarse.
    pub coarse: BTreeSet<PlaceId>,
}

impl Copied {
    /// The city file of the copy.
    #[must_use]
    pub fn file(&self) -> PathBuf {
        self.folder.join("city.gpkg")
    }
}

/// What a copy for a role would be made of, in sixteen hexadecimal digits: the city file by its size and the moment it was last
/// written, what `city.toml` says, the role, the day (consents end) and the version of makazi. It changes when any of these does.
///
/// # Errors
/// [`FlowError::NotCollected`] where there is no city file, [`FlowError::Disk`].
pub fn stamp(workspace: &Workspace, role: Level) -> Result<String, FlowError> {
    let path = workspace.city_file();
    let about = std::fs::metadata(&path).map_err(|_| FlowError::NotCollected(path.clone()))?;
    let written = about.modified().map_err(disk(&path))?.duration_since(UNIX_EPOCH).unwrap_or_default();
    let settings = workspace.dir.join("city.toml");
    let text = std::fs::read_to_string(&settings).map_err(disk(&settings))?;
    let (written, size) = (written.as_nanos().to_string(), about.len().to_string());
    let parts = [&*written, &size, &text, role.as_str(), workspace.today(), crate::VERSION];
    let mut hash = crate::fingerprint::of_texts(parts);
    hash.truncate(16);
    Ok(hash)
}

/// Makes a copy of the city for a role in a folder, in place of an earlier copy there. It holds what `makazi export --for ROLE`
/// would write, as a city file; what is sealed is never in it.
///
/// # Errors
/// As [`export`].
pub fn copy(workspace: &Workspace, role: Level, folder: &Path, progress: &dyn Progress) -> Result<Copied, FlowError> {
    let stamp = stamp(workspace, role)?;
    let request = ExportRequest {
        role,
        with_sealed: false,
        formats: [ExportFormat::Gpkg].into(),
        out: Some(folder.to_owned()),
        places: Vec::new(),
    };
    let done = export(workspace, &request, progress)?;
    Ok(Copied { folder: done.folder, role, stamp, made: workspace.now.clone(), held: done.held, coarse: done.coarse })
}
