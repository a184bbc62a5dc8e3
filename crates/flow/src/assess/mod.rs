//! The stage that says who is at risk and badly served.

mod chains;
pub(crate) mod footprints;

use crate::error::FlowError;
use crate::given::given;
use crate::job::go_on;
use crate::library::Library;
use crate::profile::{TableFormat, profile};
use crate::workspace::Workspace;
use assess::assessment::Assessed;
use assess::evidence::{Cells, Evidence};
use chains::Read;
use city::assess_settings::AssessSettings;
use city::assessment::Assessment;
use city::chain::ImpactChain;
use city::source::SourceId;
use city::{Problem, Progress, Severity, Stage};
use std::path::PathBuf;
use store::CityFile;

/// What the stage gives.
#[derive(Debug)]
pub struct AssessReport {
    /// The assessment.
    pub assessment: Assessment,
    /// The page.
    pub page: PathBuf,
    /// The table.
    pub table: PathBuf,
    /// Whether a chain of the city's folder or a setting of `[assess]` has an error, so that it was left out.
    pub left_out: bool,
}

/// What a person asks for on the command line, instead of `city.toml`.
#[derive(Debug, Clone, Default)]
pub struct AssessRequest {
    /// Chains to compute, by id.
    pub chains: Vec<String>,
    /// Samples of the uncertainty analysis.
    pub samples: Option<usize>,
}

/// Assesses the city, saves every number with its run, and writes the page and the tables.
///
/// # Errors
/// [`FlowError::NotCollected`] before anything came in, [`FlowError::NoChain`] and [`FlowError::ChainUnreadable`] for a chain that is asked for,
/// [`FlowError::Settings`], [`FlowError::Store`], [`FlowError::Disk`]; [`FlowError::Cancelled`] before
/// anything is saved.
pub fn assess(
    workspace: &Workspace,
    request: &AssessRequest,
    progress: &dyn Progress,
) -> Result<AssessReport, FlowError> {
    let mut settings = workspace.settings()?.assess;
    settings.samples = request.samples.unwrap_or(settings.samples);
    if !request.chains.is_empty() {
        settings.chains.clone_from(&request.chains);
    }
    let path = workspace.city_file();
    if !path.is_file() {
        return Err(FlowError::NotCollected(path));
    }
    let library = Library::open()?;
    let Read { chains, known, mut problems } = chains::asked(workspace, &settings, library)?;
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    let (settings, wrong) = collect::mapping::check_assess(&settings, &library.fields, Some(&known));
    problems.extend(wrong);
    let left_out = problems.iter().any(|p| p.severity == Severity::Error);
    if !is_profiled(workspace)? {
        profile(workspace, progress)?;
    }
    let mut file = CityFile::open(&path)?;
    let assessed = compute(workspace, &mut file, (&settings, &chains, library), &mut problems, progress)?;
    file.close()?;
    write(workspace, assessed, left_out)
}

/// Whether the profile stage ran on what is in the file now, after the last source came in.
fn is_profiled(workspace: &Workspace) -> Result<bool, FlowError> {
    let file = CityFile::open_read_only(&workspace.city_file())?;
    let wanted = crate::profile::run(workspace, &file)?;
    let runs = file.runs()?;
    let last = runs.iter().filter(|r| r.stage == Stage::Collect).map(|r| &r.finished).max();
    Ok(runs.iter().any(|r| r.id == wanted.id && last.is_none_or(|last| *last < r.started)))
}

fn compute(
    workspace: &Workspace,
    file: &mut CityFile,
    (settings, chains, library): (&AssessSettings, &[ImpactChain], &Library),
    problems: &mut Vec<Problem>,
    progress: &dyn Progress,
) -> Result<Assessed, FlowError> {
    let given = given(
        workspace,
        file,
        &workspace.settings()?,
        &[Stage::Assess, Stage::Travel, Stage::Risk, Stage::Anticipate, Stage::Plan],
    )?;
    let (mut opened, of_footprints) = footprints::open(file, settings)?;
    problems.extend(of_footprints);
    let (people, of_people) = people_raster(file, &settings.people_raster)?;
    problems.extend(of_people);
    let cells = people.as_ref().map(|(window, crs, source, title)| Cells {
        window,
        crs: crs.clone(),
        source: source.clone(),
        title: title.clone(),
    });
    let asked = format!("{settings:?} {chains:?} {}", workspace.seed);
    let run = workspace.run_over(Stage::Assess, file, &[&asked])?;
    let made = footprints::evidence(&mut opened);
    let evidence = Evidence {
        chains,
        footprints: &made,
        people_raster: cells.as_ref(),
        ..given.evidence(workspace, library, settings, &run.id)
    };
    let mut assessed = assess::assessment::assess(&evidence, progress);
    assessed.assessment.problems.append(problems);
    go_on(progress)?;
    let mut stage = file.begin_stage(&workspace.now)?;
    stage.clear_stage(Stage::Assess)?;
    stage.put_run(&run)?;
    assessed.assessment.problems.extend(stage.put_observations(&assessed.observations)?);
    // what ranks nothing now, since a consent was withdrawn perhaps, must not keep the ranks of before
    for name in ["assessment_settlements", "assessment_districts"] {
        if stage.file().layers()?.iter().any(|layer| layer.name == name) {
            stage.drop_layer(name)?;
        }
    }
    for (layer, features) in
        assess::assessment::layers::layers(&assessed.assessment, &crate::collect::SETTINGS_SOURCE.into())
    {
        stage.put_layer(&layer, features)?;
    }
    stage.commit()?;
    Ok(assessed)
}

pub(crate) type People = (store::StoredRaster, grid::crs::Crs, SourceId, String);

pub(crate) fn people_raster(file: &CityFile, name: &str) -> Result<(Option<People>, Vec<Problem>), FlowError> {
    if name.is_empty() {
        return Ok((None, Vec::new()));
    }
    let kept = file.rasters()?.into_iter().find(|r| r.name == name);
    if let Some(kept) = kept.filter(|r| r.measures != "persons") {
        let hint =
            "say `measures = \"persons\"` of the raster if its cells are numbers of people, else convert it first";
        let problem = Problem::error("raster_of_other_measure").in_file("city.toml").in_column("assess.people_raster");
        return Ok((None, vec![problem.found(kept.measures).expected("cells of persons").hint(hint)]));
    }
    match footprints::raster(file, name)? {
        Ok(raster) => Ok((Some(raster), Vec::new())),
        Err(problem) => Ok((None, vec![problem.in_column("people_raster")])),
    }
}

/// The chains of a city as they are assessed.
///
/// # Errors
/// As [`assess`].
pub(crate) fn chains(
    workspace: &Workspace,
    settings: &AssessSettings,
    library: &Library,
) -> Result<Vec<ImpactChain>, FlowError> {
    Ok(chains::asked(workspace, settings, library)?.chains)
}

fn write(workspace: &Workspace, assessed: Assessed, left_out: bool) -> Result<AssessReport, FlowError> {
    let assessment = assessed.assessment;
    let page = workspace.write_output("assessment.html", &report::assessment::html(&assessment))?;
    let table = workspace.write_output("assessment.csv", &report::assessment::csv(&assessment)?)?;
    workspace.write_output("assessment.json", &report::assessment::json(&assessment)?)?;
    Ok(AssessReport { assessment, page, table, left_out })
}

/// The assessment as a table for a terminal, as CSV or as JSON.
///
/// # Errors
/// [`FlowError::Report`].
pub fn assessment_text(assessment: &Assessment, format: TableFormat) -> Result<String, FlowError> {
    Ok(match format {
        TableFormat::Text => report::assessment::text(assessment),
        TableFormat::Csv => report::assessment::csv(assessment)?,
        TableFormat::Json => report::assessment::json(assessment)?,
    })
}
