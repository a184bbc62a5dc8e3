//! The stage that says how far people are from what they need.

use crate::assess::people_raster;
use crate::collect::SETTINGS_SOURCE;
use crate::error::FlowError;
use crate::given::given;
use crate::job::go_on;
use crate::library::Library;
use crate::profile::TableFormat;
use crate::workspace::Workspace;
use assess::evidence::Cells;
use assess::travel::{LayerRead, TravelEvidence, Travelled};
use city::settings::CitySettings;
use city::source::SourceId;
use city::travel::TravelReport;
use city::{Problem, Progress, Run, Stage};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use store::CityFile;

/// What the stage gives.
#[derive(Debug)]
pub struct TravelDone {
    /// How far people are.
    pub report: TravelReport,
    /// The page.
    pub page: PathBuf,
    /// The table.
    pub table: PathBuf,
}

/// Computes every `[[travel]]` of `city.toml`, saves numbers and isochrones with their run, and writes the page and the table.
///
/// # Errors
/// [`FlowError::NoTravel`] where nothing is asked for, [`FlowError::NotCollected`] before anything came in,
/// [`FlowError::Settings`], [`FlowError::Store`], [`FlowError::Disk`]; [`FlowError::Cancelled`] before
/// anything is saved.
pub fn travel(workspace: &Workspace, progress: &dyn Progress) -> Result<TravelDone, FlowError> {
    let settings = workspace.settings()?;
    if settings.travel.is_empty() {
        return Err(FlowError::NoTravel);
    }
    let path = workspace.city_file();
    if !path.is_file() {
        return Err(FlowError::NotCollected(path));
    }
    let library = Library::open()?;
    let mut file = CityFile::open(&path)?;
    let travelled = compute(workspace, &mut file, (&settings, library), progress)?;
    file.close()?;
    write(workspace, travelled.report)
}

fn compute(
    workspace: &Workspace,
    file: &mut CityFile,
    (settings, library): (&CitySettings, &Library),
    progress: &dyn Progress,
) -> Result<Travelled, FlowError> {
    let given = given(workspace, file, settings, &[Stage::Travel, Stage::Anticipate, Stage::Plan])?;
    let layers = layers(file, settings, &given.gone)?;
    let (rasters, problems) = rasters(file, settings, &given.gone)?;
    let cells: BTreeMap<String, Cells<'_>> = rasters
        .iter()
        .map(|(name, (window, crs, source, title))| {
            let (crs, source, title) = (crs.clone(), source.clone(), title.clone());
            (name.clone(), Cells { window, crs, source, title })
        })
        .collect();
    let asked = format!("{:?} {:?} {}", settings.travel, settings.assess.people_raster, workspace.seed);
    let run = workspace.run_over(Stage::Travel, file, &[&asked])?;
    let evidence = given.evidence(workspace, library, &settings.assess, &run.id);
    let asked = TravelEvidence { evidence: &evidence, asked: &settings.travel, layers: &layers, rasters: &cells };
    let mut travelled = assess::travel::travel(&asked, progress);
    travelled.report.problems.extend(problems);
    go_on(progress)?;
    let refused = save(workspace, file, &run, &travelled)?;
    travelled.report.problems.extend(refused);
    Ok(travelled)
}

fn save(
    workspace: &Workspace,
    file: &mut CityFile,
    run: &Run,
    travelled: &Travelled,
) -> Result<Vec<Problem>, FlowError> {
    let mut stage = file.begin_stage(&workspace.now)?;
    stage.clear_stage(Stage::Travel)?;
    stage.put_run(run)?;
    let problems = stage.put_observations(&travelled.observations)?;
    // what is not asked for any more, or is refused now, must not stay
    for layer in stage.file().layers()? {
        if layer.source.as_str() == SETTINGS_SOURCE && layer.name.starts_with("travel_") {
            stage.drop_layer(&layer.name)?;
        }
    }
    for (layer, features) in &travelled.layers {
        let layer = city::Layer { source: SETTINGS_SOURCE.into(), ..layer.clone() };
        stage.put_layer(&layer, features.iter().cloned())?;
    }
    stage.commit()?;
    Ok(problems)
}

/// The layers that journeys name, but for those whose consent is withdrawn or has ended.
fn layers(file: &CityFile, settings: &CitySettings, gone: &BTreeSet<SourceId>) -> Result<Vec<LayerRead>, FlowError> {
    let named: BTreeSet<&str> = settings.travel.iter().flat_map(|t| [t.network.as_str(), t.to.as_str()]).collect();
    read(file, &named, gone)
}

/// Layers by name, with their features, but for those of sources that are gone.
pub(crate) fn read(
    file: &CityFile,
    named: &BTreeSet<&str>,
    gone: &BTreeSet<SourceId>,
) -> Result<Vec<LayerRead>, FlowError> {
    let mut read = Vec::new();
    for layer in file.layers()? {
        if named.contains(layer.name.as_str()) && !gone.contains(&layer.source) {
            let features = file.features_in(&layer.name, None)?;
            read.push(LayerRead { layer, features });
        }
    }
    Ok(read)
}

type Rasters = BTreeMap<String, crate::assess::People>;

/// The rasters of people that are named; one that is not there is a problem, and people are then spread over areas.
fn rasters(
    file: &CityFile,
    settings: &CitySettings,
    gone: &BTreeSet<SourceId>,
) -> Result<(Rasters, Vec<Problem>), FlowError> {
    let own = settings.travel.iter().map(|t| t.people_raster.as_str());
    let named: BTreeSet<&str> = own.chain([settings.assess.people_raster.as_str()]).collect();
    let (mut rasters, mut problems) = (BTreeMap::new(), Vec::new());
    for name in named {
        let (raster, found) = people_raster(file, name)?;
        problems.extend(found);
        rasters.extend(raster.filter(|(_, _, source, _)| !gone.contains(source)).map(|r| (name.to_owned(), r)));
    }
    Ok((rasters, problems))
}

fn write(workspace: &Workspace, report: TravelReport) -> Result<TravelDone, FlowError> {
    let page = workspace.write_output("travel.html", &report::travel::html(&report))?;
    let table = workspace.write_output("travel.csv", &report::travel::csv(&report)?)?;
    Ok(TravelDone { report, page, table })
}

/// How far people are, as a table for a terminal, as CSV or as JSON.
///
/// # Errors
/// [`FlowError::Report`].
pub fn travel_text(report: &TravelReport, format: TableFormat) -> Result<String, FlowError> {
    Ok(match format {
        TableFormat::Text => report::travel::text(report),
        TableFormat::Csv => report::travel::csv(report)?,
        TableFormat::Json => report::travel::json(report)?,
    })
}
