//! The completeness board and what became of each source.

use crate::collect::{SourceReport, changes};
use crate::error::FlowError;
use crate::library::Library;
use crate::profile::reported;
use crate::workspace::Workspace;
use assess::profile::derive_all;
use assess::profile::describe::describe;
use assess::profile::material::Material;
use city::profile::CityProfile;
use city::source::SourceId;
use store::CityFile;

/// What `makazi status` shows.
#[derive(Debug)]
pub struct Status {
    /// Each source of `city.toml`, and whether it is in, changed or missing.
    pub sources: Vec<SourceReport>,
    /// The profile, for its board; none before anything came in.
    pub profile: Option<CityProfile>,
    /// Sources whose consent is withdrawn and that the city file still holds: `collect` is due.
    pub due: Vec<SourceId>,
}

impl Status {
    /// The completeness board as text; none before anything came in.
    #[must_use]
    pub fn board_text(&self) -> Option<String> {
        self.profile.as_ref().map(report::board::text)
    }
}

/// What is there, what is missing and what each gap blocks. Changes nothing.
///
/// # Errors
/// [`FlowError::Settings`], [`FlowError::Store`].
pub fn status(workspace: &Workspace) -> Result<Status, FlowError> {
    let settings = workspace.settings()?;
    let path = workspace.city_file();
    if !path.is_file() {
        return Ok(Status { sources: changes(workspace, &settings, None)?, profile: None, due: Vec::new() });
    }
    let library = Library::open()?;
    let file = CityFile::open_read_only(&path)?;
    let (places, sources) = (file.places()?, file.sources()?);
    let consents = crate::withdraw::consents(&settings, file.consents()?);
    let gone = crate::withdraw::closed(&sources, &consents, workspace.today());
    let mut observations = crate::withdraw::without_sources(reported(file.observations()?, &file.runs()?), &gone);
    let tables = (&library.fields, &library.dimensions);
    observations.extend(derive_all(&places, &observations, tables, &"profile".into()));
    let profile = describe(&Material {
        head: &settings.city,
        places: &places,
        observations: &observations,
        sources: &sources,
        consents: &consents,
        problems: &file.problems()?,
        fields: &library.fields,
        dimensions: &library.dimensions,
        today: workspace.now.get(..10).unwrap_or(&workspace.now),
        version: crate::VERSION,
    });
    let due = crate::withdraw::due(workspace, &settings, &file)?;
    Ok(Status { sources: changes(workspace, &settings, Some(&file))?, profile: Some(profile), due })
}
