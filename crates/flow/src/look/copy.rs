//! The copy of a city that a server answers from: an export for a role, made anew when the city changes.

use crate::error::{FlowError, disk};
use crate::export::{ExportFormat, ExportRequest, export_to};
use crate::workspace::Workspace;
use city::source::Level;
use city::{PlaceId, Progress};
use report::export::HeldRow;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

/// For whom a copy is made.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Audience {
    /// The level that they see.
    pub level: Level,
    /// The owners for whom they speak: what others own and keep to the community is not in the copy. None where everybody's is.
    pub owners: Option<BTreeSet<String>>,
}

impl From<Level> for Audience {
    fn from(level: Level) -> Self {
        Self { level, owners: None }
    }
}

/// A copy of a city made for a role.
#[derive(Debug)]
pub struct Copied {
    /// The folder of the copy.
    pub folder: PathBuf,
    /// For whom.
    pub role: Level,
    /// The owners for whom they speak, where that is not everybody.
    pub owners: Option<BTreeSet<String>>,
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
/// written, what `city.toml` says, for whom, the day (consents end) and the version of makazi. It changes when any of these does.
///
/// # Errors
/// [`FlowError::NotCollected`] where there is no city file, [`FlowError::Disk`].
pub fn stamp(workspace: &Workspace, audience: &Audience) -> Result<String, FlowError> {
    let path = workspace.city_file();
    let about = std::fs::metadata(&path).map_err(|_| FlowError::NotCollected(path.clone()))?;
    let written = about.modified().map_err(disk(&path))?.duration_since(UNIX_EPOCH).unwrap_or_default();
    let settings = workspace.dir.join("city.toml");
    let text = std::fs::read_to_string(&settings).map_err(disk(&settings))?;
    let (written, size) = (written.as_nanos().to_string(), about.len().to_string());
    let owners = audience.owners.as_ref().map_or_else(|| "*".to_owned(), |owners| format!("{owners:?}"));
    let role = audience.level.as_str();
    let parts = [&*written, &size, &text, role, &owners, workspace.today(), crate::VERSION];
    let mut hash = crate::fingerprint::of_texts(parts);
    hash.truncate(16);
    Ok(hash)
}

/// Makes a copy of the city for a role in a folder, in place of an earlier copy there. It holds what `makazi export --for ROLE`
/// would write, as a city file; what is sealed is never in it.
///
/// # Errors
/// As [`export`].
pub fn copy(
    workspace: &Workspace,
    audience: &Audience,
    folder: &Path,
    progress: &dyn Progress,
) -> Result<Copied, FlowError> {
    let stamp = stamp(workspace, audience)?;
    let (role, owners) = (audience.level, audience.owners.clone());
    let request = ExportRequest {
        role,
        with_sealed: false,
        formats: [ExportFormat::Gpkg].into(),
        out: Some(folder.to_owned()),
        places: Vec::new(),
    };
    let done = export_to(workspace, &request, owners.as_ref(), progress)?;
    Ok(Copied {
        folder: done.folder,
        role,
        owners,
        stamp,
        made: workspace.now.clone(),
        held: done.held,
        coarse: done.coarse,
    })
}
