//! What a stage that computes starts from: everything collected, without what a consent closes.

use crate::error::FlowError;
use crate::library::Library;
use crate::profile::not_made_by;
use crate::workspace::Workspace;
use assess::evidence::Evidence;
use city::assess_settings::AssessSettings;
use city::run::RunId;
use city::settings::{CityHead, CitySettings};
use city::source::{Consent, SourceId};
use city::{Observation, Place, Source, Stage};
use std::collections::BTreeSet;
use store::CityFile;

/// What the city file holds that may be used on the day of the run.
pub(crate) struct Given {
    head: CityHead,
    places: Vec<Place>,
    consents: Vec<Consent>,
    sources: Vec<Source>,
    observations: Vec<Observation>,
    /// Sources whose consent was withdrawn or has ended.
    pub gone: BTreeSet<SourceId>,
}

/// Reads what is given; numbers of the stages in `but` are left out.
///
/// # Errors
/// [`FlowError::Store`].
pub(crate) fn given(
    workspace: &Workspace,
    file: &CityFile,
    settings: &CitySettings,
    but: &[Stage],
) -> Result<Given, FlowError> {
    let consents = crate::withdraw::consents(settings, file.consents()?);
    let mut sources = file.sources()?;
    let gone = crate::withdraw::closed(&sources, &consents, workspace.today());
    sources.retain(|source| !gone.contains(&source.id));
    let kept = not_made_by(file.observations()?, &file.runs()?, but);
    let observations = crate::withdraw::without_sources(kept, &gone);
    Ok(Given { head: file.head()?, places: file.places()?, consents, sources, observations, gone })
}

impl Given {
    /// The evidence of a run, without chains, footprints and rasters.
    pub(crate) fn evidence<'a>(
        &'a self,
        workspace: &'a Workspace,
        library: &'a Library,
        settings: &'a AssessSettings,
        run: &'a RunId,
    ) -> Evidence<'a> {
        Evidence {
            head: &self.head,
            places: &self.places,
            observations: &self.observations,
            sources: &self.sources,
            consents: &self.consents,
            fields: &library.fields,
            dimensions: &library.dimensions,
            settings,
            chains: &[],
            footprints: &[],
            people_raster: None,
            run,
            seed: workspace.seed,
            today: workspace.today(),
            version: crate::VERSION,
        }
    }
}
