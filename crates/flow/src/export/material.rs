//! Everything that the question what may leave is asked of, out of the city file and `city.toml`.

use crate::collect::SETTINGS_SOURCE;
use crate::error::FlowError;
use crate::withdraw;
use crate::workspace::Workspace;
use city::layer::RasterLayer;
use city::settings::{CitySettings, Reader, SourceSettings};
use city::source::{Consent, SourceId};
use city::{Layer, Observation, Place, Problem, Source};
use std::collections::{BTreeMap, BTreeSet};
use store::CityFile;

/// What the city file holds, with what `city.toml` says of it now.
pub(super) struct Material {
    pub settings: CitySettings,
    pub places: Vec<Place>,
    pub given: Vec<Place>,
    pub observations: Vec<Observation>,
    pub sources: Vec<Source>,
    pub consents: Vec<Consent>,
    /// Layers that sources gave.
    pub layers: Vec<Layer>,
    /// Isochrones that makazi made.
    pub isochrones: Vec<Layer>,
    /// Other layers that makazi made.
    pub made: Vec<Layer>,
    pub rasters: Vec<RasterLayer>,
    pub problems: Vec<Problem>,
    pub of_forms: BTreeSet<SourceId>,
    pub borrowed: BTreeMap<String, SourceId>,
    pub due: Vec<SourceId>,
}

impl Material {
    pub fn read(workspace: &Workspace, file: &CityFile) -> Result<Self, FlowError> {
        let settings = workspace.settings()?;
        let (made, layers): (Vec<Layer>, _) =
            file.layers()?.into_iter().partition(|l| l.source.as_str() == SETTINGS_SOURCE);
        let (isochrones, made) = made.into_iter().partition(|l| l.name.starts_with("travel_"));
        Ok(Self {
            places: file.places()?,
            given: file.places_as_given()?,
            observations: file.observations()?,
            sources: covered(file.sources()?, &settings),
            consents: withdraw::consents(&settings, file.consents()?),
            layers,
            isochrones,
            made,
            rasters: file.rasters()?,
            problems: file.problems()?,
            of_forms: settings.sources.iter().filter(|s| is_form(s)).map(|s| s.id.clone()).collect(),
            borrowed: borrowed(&settings),
            due: withdraw::due(workspace, &settings, file)?,
            settings,
        })
    }
}

/// Sources with the consent that `city.toml` names now: one that was put over a source since it came in holds at once.
fn covered(mut sources: Vec<Source>, settings: &CitySettings) -> Vec<Source> {
    for source in &mut sources {
        let named = settings.sources.iter().find(|s| s.id == source.id).and_then(|s| s.consent.clone());
        source.consent = named.map(city::source::ConsentId).or_else(|| source.consent.clone());
    }
    sources
}

/// Whether each row of a source is one answer to a form.
fn is_form(source: &SourceSettings) -> bool {
    let reader = matches!(source.reader, Some(Reader::Submissions | Reader::ProfileJson | Reader::ProfileCsv));
    reader || source.form.is_some() || source.profiles.is_some() || !source.also_read.is_empty()
}

fn borrowed(settings: &CitySettings) -> BTreeMap<String, SourceId> {
    let layers = settings.sources.iter().filter_map(|s| s.keep_layer.as_ref());
    layers.filter_map(|l| Some((l.name.clone(), l.geometry_from.as_ref()?.source.clone()))).collect()
}
