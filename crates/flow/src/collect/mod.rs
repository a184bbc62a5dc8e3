//! The stage that brings sources in: which changed, each in its turn, one transaction for all.

mod concordances;
mod plan;
mod rasters;

pub(crate) use plan::changes;
pub use plan::{SourceReport, SourceState};

use crate::door::StoreDoor;
use crate::error::FlowError;
use crate::fingerprint::of_texts;
use crate::library::Library;
use crate::withdraw::{self, Withdrawn};
use crate::workspace::Workspace;
use city::run::RunId;
use city::settings::{CitySettings, SourceSettings};
use city::source::{ConsentId, SourceId};
use city::{Place, PlaceId, PlaceKind, Problem, Progress, Quality, Run, Severity, Source, Stage};
use collect::bring::{Collected, Context, bring_in};
use plan::{Planned, plan};
use std::collections::BTreeSet;
use store::CityFile;

/// The source that stands for `city.toml` itself.
pub(crate) const SETTINGS_SOURCE: &str = "city_toml";

/// What is asked of the stage.
#[derive(Debug, Clone, Default)]
pub struct CollectRequest {
    /// Only these sources; all where empty.
    pub only: Vec<String>,
    /// Bring in again what has not changed.
    pub again: bool,
}

/// What the stage did.
#[derive(Debug, Default)]
pub struct CollectReport {
    /// The run; none where nothing had changed.
    pub run: Option<RunId>,
    /// Every source that was asked for, in order.
    pub sources: Vec<SourceReport>,
    /// Everything that is wrong or was settled in what came in now.
    pub problems: Vec<Problem>,
    /// What left because its consent is withdrawn, with all that relied on it.
    pub withdrawn: Vec<Withdrawn>,
}

/// Brings the sources of `city.toml` into the city file; what has not changed is skipped. Sources whose consent is withdrawn
/// do not come in; what they gave leaves, with all that relied on it, whichever sources were asked for.
///
/// # Errors
/// [`FlowError::Settings`], [`FlowError::NoSource`], [`FlowError::Store`], [`FlowError::Cancelled`]. A source that cannot be
/// read is no error: it is reported as left out, and the others come in.
pub fn collect(
    workspace: &Workspace,
    request: &CollectRequest,
    progress: &dyn Progress,
) -> Result<CollectReport, FlowError> {
    let settings = workspace.settings()?;
    let library = Library::open()?;
    let path = workspace.city_file();
    let mut file =
        if path.is_file() { CityFile::open(&path)? } else { CityFile::create(&path, &settings.city, &workspace.now)? };
    if settings.sources.is_empty() && file.sources()?.iter().any(|s| s.id.as_str() != SETTINGS_SOURCE) {
        return Err(FlowError::NothingToCollect(workspace.dir.join("city.toml")));
    }
    let withdrawn = withdraw::sources(&settings, Some(&file), workspace.today())?;
    let leaving = withdraw::held(&file, &withdrawn)?;
    let settings = plan::in_order(withdraw::without(&settings, &withdrawn));
    let planned = plan(workspace, &settings, Some(&file), (request, &withdrawn))?;
    let mut gone = plan::gone(&settings, &file, request)?;
    gone.retain(|id| !withdrawn.contains(id));
    if planned.iter().all(|p| p.state == SourceState::Unchanged) && gone.is_empty() && leaving.is_empty() {
        file.close()?;
        let mut sources: Vec<SourceReport> = planned.iter().map(Planned::report).collect();
        sources.extend(withdrawn.iter().map(SourceReport::withdrawn));
        return Ok(CollectReport { sources, ..CollectReport::default() });
    }
    let run = run(workspace, &planned);
    let mapping = collect::mapping::check(&settings, &library.fields);
    let work = Work { workspace, settings: &settings, library, run: &run, mapping, progress };
    let report = work.all(&mut file, &planned, (&gone, &leaving));
    let rewritten = if leaving.is_empty() || report.is_err() { Ok(()) } else { file.rewrite() };
    file.close()?;
    let mut report = report?;
    rewritten?;
    report.sources.extend(withdrawn.iter().map(SourceReport::withdrawn));
    Ok(report)
}

fn run(workspace: &Workspace, planned: &[Planned]) -> Run {
    let inputs: Vec<(SourceId, String)> =
        planned.iter().map(|p| (p.settings.id.clone(), p.fingerprint.contents.clone())).collect();
    let keys = planned.iter().flat_map(|p| [p.settings.id.as_str(), p.key.as_str()]);
    let hash = of_texts(keys.chain([crate::VERSION]));
    workspace.run(Stage::Collect, &hash, inputs)
}

/// The stage at work.
struct Work<'a> {
    workspace: &'a Workspace,
    settings: &'a CitySettings,
    library: &'a Library,
    run: &'a Run,
    mapping: Vec<Problem>,
    progress: &'a dyn Progress,
}

impl Work<'_> {
    fn all(
        &self,
        file: &mut CityFile,
        planned: &[Planned],
        (gone, leaving): (&[SourceId], &[SourceId]),
    ) -> Result<CollectReport, FlowError> {
        let mut stage = file.begin_stage(&self.workspace.now)?;
        stage.put_head(&self.settings.city)?;
        for (id, consent) in &self.settings.consents {
            stage.put_consent(&withdraw::consent(id, consent))?;
        }
        stage.put_run(self.run)?;
        let city = self.city();
        stage.put_source(&Self::settings_source())?;
        stage.put_places_again(std::slice::from_ref(&city))?;
        for id in gone {
            stage.clear_source(id)?;
        }
        let mut report = CollectReport { run: Some(self.run.id.clone()), ..CollectReport::default() };
        (report.withdrawn, report.problems) = withdraw::drop_all(self.workspace, self.settings, &mut stage, leaving)?;
        report.problems.extend(self.mapping.iter().filter(|p| p.source.is_empty()).cloned());
        let total = planned.len() as u64;
        for (done, one) in planned.iter().enumerate() {
            if self.progress.cancelled() {
                return Err(FlowError::Cancelled);
            }
            self.progress.at(one.settings.id.as_str(), done as u64 + 1, total);
            if one.state == SourceState::Unchanged {
                report.sources.push(one.report());
                continue;
            }
            self.one(&mut stage, one, &city, &mut report)?;
        }
        concordances::all(self, &mut stage, &mut report)?;
        stage.commit()?;
        Ok(report)
    }

    fn one(
        &self,
        stage: &mut store::Stage,
        planned: &Planned,
        city: &Place,
        report: &mut CollectReport,
    ) -> Result<(), FlowError> {
        let settings = planned.settings;
        let mark = stage.mark()?;
        stage.clear_source(&settings.id)?;
        let mut places = stage.file().places()?;
        if planned.was_in {
            // What this source alone gave is gone, though others may still report about it: it is to be given anew.
            let given: BTreeSet<PlaceId> = stage.file().places_as_given()?.into_iter().map(|p| p.id).collect();
            places.retain(|place| given.contains(&place.id));
        }
        let mut collected = match &planned.unreadable {
            Some(problem) => Collected { problems: vec![problem.clone()], ..Collected::default() },
            None if settings.raster.is_some() => Collected { read: true, ..Collected::default() },
            None => bring_in(settings, &self.context(settings, city, &places)),
        };
        let wrong_mapping = self.mapping.iter().filter(|p| p.source == settings.id.as_str());
        collected.problems.extend(wrong_mapping.cloned());
        let mut source = self.source(planned);
        source.reference_system.clone_from(&collected.reference_system);
        stage.put_source(&source)?;
        collected.problems.extend(stage.put_places(&collected.places)?);
        collected.problems.extend(stage.put_observations(&collected.observations)?);
        let (mut features, mut rasters) = (0, 0);
        for (layer, rows) in std::mem::take(&mut collected.layers) {
            let count = rows.len();
            match stage.put_layer(&layer, rows) {
                Ok(problems) => {
                    features += count;
                    collected.problems.extend(problems);
                }
                Err(
                    error @ (store::StoreError::LayerName { .. }
                    | store::StoreError::LayerOfAnother { .. }
                    | store::StoreError::Colour { .. }),
                ) => {
                    let hint = "mend the layer's `name` or `style` in city.toml";
                    collected.problems.push(
                        Problem::error("layer_refused").found(&layer.name).expected(error.to_string()).hint(hint),
                    );
                }
                Err(error) => return Err(error.into()),
            }
        }
        if settings.raster.is_some() && planned.unreadable.is_none() {
            rasters = self.raster(stage, &source, settings, &mut collected)?;
        }
        if collected.read {
            stage.go_on(mark)?;
        } else {
            stage.go_back(mark)?;
            collected = unread(stage, &source, collected)?;
            (features, rasters) = (0, 0);
        }
        for problem in &mut collected.problems {
            settings.id.as_str().clone_into(&mut problem.source);
        }
        stage.put_problems(settings.id.as_str(), &collected.problems)?;
        let count = |s: Severity| collected.problems.iter().filter(|p| p.severity == s).count();
        report.sources.push(SourceReport {
            id: settings.id.clone(),
            state: if collected.read { SourceState::Collected } else { SourceState::Failed },
            places: collected.places.len(),
            observations: collected.observations.len(),
            features,
            rasters,
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
        });
        report.problems.append(&mut collected.problems);
        Ok(())
    }

    fn context<'a>(&'a self, source: &SourceSettings, city: &'a Place, places: &'a [Place]) -> Context<'a> {
        Context {
            data: self.workspace.base_of(source),
            settings: self.settings,
            fields: &self.library.fields,
            run: &self.run.id,
            city,
            places,
            today: self.workspace.now.get(..10).unwrap_or(&self.workspace.now),
            door: &StoreDoor,
        }
    }

    fn city(&self) -> Place {
        let id = PlaceId::new("city", &self.settings.city.id);
        Place::new(id, PlaceKind::City, &self.settings.city.name, &SETTINGS_SOURCE.into())
    }

    fn settings_source() -> Source {
        Source {
            id: SETTINGS_SOURCE.into(),
            title: "What the city is, as its keeper wrote it in city.toml".to_owned(),
            publisher: String::new(),
            licence: "the city's own".to_owned(),
            address: String::new(),
            date: String::new(),
            quality: Quality::High,
            raw: true,
            files: vec!["city.toml".to_owned()],
            checksum: String::new(),
            fingerprint: String::new(),
            bytes: 0,
            reference_system: String::new(),
            consent: None,
        }
    }

    fn source(&self, planned: &Planned) -> Source {
        let s: &SourceSettings = planned.settings;
        Source {
            id: s.id.clone(),
            title: s.title.clone(),
            publisher: s.publisher.clone(),
            licence: s.licence.clone(),
            address: s.address.clone(),
            date: s.date.clone(),
            quality: s.quality,
            raw: s.raw,
            files: planned.fingerprint.files.clone(),
            checksum: planned.fingerprint.contents.clone(),
            fingerprint: planned.key.clone(),
            bytes: planned.fingerprint.bytes,
            reference_system: String::new(),
            consent: s
                .consent
                .as_ref()
                .filter(|c| self.settings.consents.contains_key(*c))
                .map(|c| ConsentId(c.clone())),
        }
    }
}

/// The source as it was, where anything that it gave is in the city file.
fn gave(file: &CityFile, id: &SourceId) -> Result<Option<Source>, FlowError> {
    let anything = !file.observations_from(id)?.is_empty()
        || file.places()?.iter().any(|place| place.source == *id)
        || file.layers()?.iter().any(|layer| layer.source == *id)
        || file.rasters()?.iter().any(|raster| raster.source == *id);
    let source = file.sources()?.into_iter().find(|source| source.id == *id);
    Ok(source.filter(|_| anything))
}

/// Settles a source that cannot be read: what it gave before stays as it was, with a problem that says so.
///
/// It is kept without a fingerprint, so that every run tries it again until its files can be read.
fn unread(stage: &mut store::Stage, source: &Source, collected: Collected) -> Result<Collected, FlowError> {
    let mut problems = collected.problems;
    let before = gave(stage.file(), &source.id)?;
    let kept = before.is_some();
    stage.put_source(&Source { fingerprint: String::new(), ..before.unwrap_or_else(|| source.clone()) })?;
    stage.clear_problems_of(&source.id)?;
    if kept {
        problems.push(
            Problem::warning("kept_from_before")
                .expected("files that can be read; what this source gave before was kept")
                .hint("mend its files and collect again, or take the source out of city.toml to drop what it gave"),
        );
    }
    Ok(Collected { problems, ..Collected::default() })
}
