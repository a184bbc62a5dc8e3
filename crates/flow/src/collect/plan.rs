//! The plan: which sources are new, changed or unchanged, by fingerprints of their files, their settings and what they lean on.

use super::{CollectRequest, SETTINGS_SOURCE};
use crate::error::FlowError;
use crate::fingerprint::{Fingerprint, of_files, of_texts};
use crate::withdraw;
use crate::workspace::Workspace;
use city::Problem;
use city::settings::{CitySettings, Reader, SourceSettings};
use city::source::SourceId;
use std::collections::BTreeSet;
use store::CityFile;

/// Where a source stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SourceState {
    /// It came in now.
    Collected,
    /// It is in and has not changed.
    Unchanged,
    /// It is new or has changed.
    Waiting,
    /// Its files are not there.
    Missing,
    /// Nothing of it could be read.
    Failed,
    /// Its consent is withdrawn: nothing of it is kept.
    Withdrawn,
}

impl SourceState {
    /// The state as machines read it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Collected => "collected",
            Self::Unchanged => "unchanged",
            Self::Waiting => "waiting",
            Self::Missing => "missing",
            Self::Failed => "failed",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// What became of a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceReport {
    /// Its id.
    pub id: SourceId,
    /// Where it stands.
    pub state: SourceState,
    /// Places that it gave now.
    pub places: usize,
    /// Numbers, codes and gaps that it gave now.
    pub observations: usize,
    /// Features that it gave now.
    pub features: usize,
    /// Rasters that it gave now.
    pub rasters: usize,
    /// Things of it that were left out.
    pub errors: usize,
    /// Things of it that need somebody's eye.
    pub warnings: usize,
}

impl SourceReport {
    /// A source whose consent is withdrawn.
    pub(crate) fn withdrawn(id: &SourceId) -> Self {
        Self {
            id: id.clone(),
            state: SourceState::Withdrawn,
            places: 0,
            observations: 0,
            features: 0,
            rasters: 0,
            errors: 0,
            warnings: 0,
        }
    }
}

/// A source with what tells whether it changed.
pub(crate) struct Planned<'a> {
    pub settings: &'a SourceSettings,
    pub fingerprint: Fingerprint,
    pub key: String,
    pub state: SourceState,
    /// Whether it came in before.
    pub was_in: bool,
    /// Why its files cannot be read.
    pub unreadable: Option<Problem>,
}

impl Planned<'_> {
    pub fn report(&self) -> SourceReport {
        SourceReport {
            id: self.settings.id.clone(),
            state: if self.unreadable.is_some() { SourceState::Missing } else { self.state },
            places: 0,
            observations: 0,
            features: 0,
            rasters: 0,
            errors: usize::from(self.unreadable.is_some()),
            warnings: 0,
        }
    }
}

/// Every source that is asked for, with its state; one that is withdrawn may be asked for, and is not among them.
pub(crate) fn plan<'a>(
    workspace: &Workspace,
    settings: &'a CitySettings,
    file: Option<&CityFile>,
    (request, withdrawn): (&CollectRequest, &BTreeSet<SourceId>),
) -> Result<Vec<Planned<'a>>, FlowError> {
    let is_known = |id: &str| settings.sources.iter().map(|s| &s.id).chain(withdrawn).any(|s| s.as_str() == id);
    if let Some(asked) = request.only.iter().find(|id| !is_known(id)) {
        let known = settings.sources.iter().map(|s| s.id.as_str()).collect::<Vec<_>>().join(", ");
        return Err(FlowError::NoSource { asked: asked.clone(), known });
    }
    let known: Vec<(SourceId, String)> = match file {
        Some(file) => file.sources()?.into_iter().map(|s| (s.id, s.fingerprint)).collect(),
        None => Vec::new(),
    };
    let city = format!("{:?} {:?} {:?}", settings.city, settings.consents, settings.concordances);
    let mut places_key = of_texts([city.as_str(), crate::VERSION]);
    let mut planned = Vec::new();
    for source in &settings.sources {
        let found = of_files(workspace.base_of(source), source);
        let (fingerprint, unreadable) = match found {
            Ok(fingerprint) => (fingerprint, None),
            Err(error) => (Fingerprint { contents: String::new(), bytes: 0, files: Vec::new() }, Some(missing(&error))),
        };
        let key = key(source, &fingerprint, &places_key, settings, workspace);
        if makes_places(source) {
            places_key = of_texts([places_key.as_str(), key.as_str()]);
        }
        let was_in = known.iter().any(|(id, _)| *id == source.id);
        let is_in = known.iter().any(|(id, k)| *id == source.id && *k == key);
        let state = if is_in && !request.again { SourceState::Unchanged } else { SourceState::Waiting };
        if request.only.is_empty() || request.only.iter().any(|id| id == source.id.as_str()) {
            planned.push(Planned { settings: source, fingerprint, key, state, was_in, unreadable });
        }
    }
    Ok(planned)
}

/// Whether what comes later leans on the places of a source.
fn makes_places(source: &SourceSettings) -> bool {
    source.places.is_some() || source.profiles.is_some() || source.reader == Some(Reader::Boundaries)
}

/// Sources in the order in which they come in: as `city.toml` has them, but drawn boundaries right after the last source that
/// makes places, so that what is measured on places is measured on the boundary that counts; and corrections last.
pub(crate) fn in_order(mut settings: CitySettings) -> CitySettings {
    let (mut places, mut corrections) = (Vec::new(), Vec::new());
    let mut rest = Vec::new();
    for source in std::mem::take(&mut settings.sources) {
        match source.reader {
            Some(Reader::Boundaries) => places.push(source),
            Some(Reader::Corrections) => corrections.push(source),
            _ => rest.push(source),
        }
    }
    let after = rest.iter().rposition(makes_places).map_or(0, |last| last + 1);
    let later = rest.split_off(after);
    settings.sources = rest.into_iter().chain(places).chain(later).chain(corrections).collect();
    settings
}

/// What a source's result hangs on: its files, its settings, the places before it, and the source that lends it geometries.
fn key(
    source: &SourceSettings,
    fingerprint: &Fingerprint,
    places_key: &str,
    settings: &CitySettings,
    workspace: &Workspace,
) -> String {
    let lender = source.keep_layer.as_ref().and_then(|l| l.geometry_from.as_ref());
    let lender = lender.and_then(|from| settings.sources.iter().find(|s| s.id == from.source));
    let mut lent = lender.and_then(|l| of_files(workspace.base_of(l), l).ok()).map_or_else(String::new, |f| f.contents);
    lent.push_str(&weights_not_there(source, settings));
    let leans = source.join.is_some()
        || matches!(source.reader, Some(Reader::Corrections | Reader::Boundaries))
        || source.profiles.is_some()
        || source.places.is_some()
        || source.raster.as_ref().is_some_and(|r| !r.zonal.is_empty());
    let places = if leans { places_key } else { "" };
    // A raster is cut to the city's extent.
    let cut = source.raster.as_ref().filter(|raster| !raster.whole).map(|_| settings.city.extent);
    of_texts([fingerprint.contents.as_str(), &format!("{source:?} {cut:?}"), places, &lent, crate::VERSION])
}

/// Names of weighing rasters that no source makes: what they weighed is to be measured again.
fn weights_not_there(source: &SourceSettings, settings: &CitySettings) -> String {
    let made: Vec<&String> = settings.sources.iter().filter_map(|s| Some(&s.raster.as_ref()?.name)).collect();
    let zonal = source.raster.iter().flat_map(|r| &r.zonal);
    let lost = zonal.filter_map(|z| z.weight.as_ref()).filter(|name| !made.contains(name));
    lost.flat_map(|name| [name.as_str(), ";"]).collect()
}

fn missing(error: &FlowError) -> Problem {
    let file = match error {
        FlowError::Disk { path, .. } => path.display().to_string(),
        _ => String::new(),
    };
    Problem::error("file_missing")
        .in_file(&file)
        .found(error)
        .expected("a file that can be read")
        .hint("check `file` in city.toml, and `--data` where the sources lie elsewhere")
}

/// Where every source of `city.toml` stands, without reading any of them but for its fingerprint.
pub(crate) fn changes(
    workspace: &Workspace,
    settings: &CitySettings,
    file: Option<&CityFile>,
) -> Result<Vec<SourceReport>, FlowError> {
    let withdrawn = withdraw::sources(settings, file, workspace.today())?;
    let settings = in_order(withdraw::without(settings, &withdrawn));
    let planned = plan(workspace, &settings, file, (&CollectRequest::default(), &withdrawn))?;
    let stay = planned.iter().map(Planned::report);
    Ok(stay.chain(withdrawn.iter().map(SourceReport::withdrawn)).collect())
}

/// Sources in the city file that `city.toml` no longer has.
pub(crate) fn gone(
    settings: &CitySettings,
    file: &CityFile,
    request: &CollectRequest,
) -> Result<Vec<SourceId>, FlowError> {
    if !request.only.is_empty() {
        return Ok(Vec::new());
    }
    let there = file.sources()?.into_iter().map(|s| s.id);
    let is_gone = |id: &SourceId| id.as_str() != SETTINGS_SOURCE && !settings.sources.iter().any(|s| s.id == *id);
    let has_anything = |id: &SourceId| Ok::<_, FlowError>(!file.observations_from(id)?.is_empty());
    let mut gone = Vec::new();
    for id in there.filter(is_gone) {
        if has_anything(&id)? {
            gone.push(id);
        }
    }
    Ok(gone)
}
