//! The stage that says whom and what hazards strike, how badly and how often.

use crate::assess::{AssessRequest, assess, footprints};
use crate::collect::SETTINGS_SOURCE;
use crate::error::FlowError;
use crate::given::given;
use crate::job::go_on;
use crate::library::Library;
use crate::profile::TableFormat;
use crate::workspace::Workspace;
use assess::evidence::Evidence;
use assess::travel::LayerRead;
use city::risk::RiskReport;
use city::settings::CitySettings;
use city::source::SourceId;
use city::{Problem, Progress, Run, Stage};
use exposure::{RiskEvidence, Risked};
use std::collections::BTreeSet;
use std::path::PathBuf;
use store::CityFile;

pub(crate) mod check;
mod functions;

/// What the stage gives.
#[derive(Debug)]
pub struct RiskDone {
    /// The risk.
    pub report: RiskReport,
    /// The page.
    pub page: PathBuf,
    /// The table.
    pub table: PathBuf,
}

/// Computes the risk of people and of every `[[risk.exposure]]`, saves numbers and layers with their run, and writes the page and the
/// table. Where footprints or heat are named and the city is not assessed since the last source came in, it is assessed first.
///
/// # Errors
/// [`FlowError::NotCollected`] before anything came in, [`FlowError::Settings`], [`FlowError::Store`], [`FlowError::Disk`]; [`FlowError::Cancelled`] before
/// anything is saved.
pub fn risk(workspace: &Workspace, progress: &dyn Progress) -> Result<RiskDone, FlowError> {
    let settings = workspace.settings()?;
    let path = workspace.city_file();
    if !path.is_file() {
        return Err(FlowError::NotCollected(path));
    }
    let of_people = !(settings.assess.footprints.is_empty() && settings.risk.heat.is_empty());
    if of_people && !is_assessed(workspace)? {
        assess(workspace, &AssessRequest::default(), progress)?;
    }
    let library = Library::open()?;
    let mut file = CityFile::open(&path)?;
    let risked = compute(workspace, &mut file, (&settings, library), progress)?;
    file.close()?;
    write(workspace, risked.report)
}

/// Whether the assessment ran after the last source came in.
fn is_assessed(workspace: &Workspace) -> Result<bool, FlowError> {
    let runs = CityFile::open_read_only(&workspace.city_file())?.runs()?;
    let last = runs.iter().filter(|r| r.stage == Stage::Collect).map(|r| &r.finished).max();
    Ok(runs.iter().any(|r| r.stage == Stage::Assess && last.is_none_or(|last| *last <= r.started)))
}

fn compute(
    workspace: &Workspace,
    file: &mut CityFile,
    (settings, library): (&CitySettings, &Library),
    progress: &dyn Progress,
) -> Result<Risked, FlowError> {
    let given = given(workspace, file, settings, &[Stage::Risk, Stage::Travel, Stage::Anticipate, Stage::Plan])?;
    let mut layers = layers(file, settings, &given.gone)?;
    let (mut opened, mut problems) = footprints::open(file, &settings.assess)?;
    opened.retain(|footprint| !given.gone.contains(&footprint.source));
    let (functions, found) = functions::read(workspace, &settings.risk);
    problems.extend(found);
    let asked = format!("{:?} {:?} {:?}", settings.risk, settings.plan, settings.assess.footprints);
    let run = workspace.run_over(Stage::Risk, file, &[&asked])?;
    let made = footprints::evidence(&mut opened);
    let evidence = Evidence { footprints: &made, ..given.evidence(workspace, library, &settings.assess, &run.id) };
    let plan = settings.plan.clone();
    let (counted, settings) = exposure::counted::layers(&evidence, &settings.risk);
    layers.extend(counted);
    let asked = RiskEvidence { evidence: &evidence, settings: &settings, layers: &layers, functions: &functions };
    let mut risked = exposure::risk(&asked, progress);
    let (measures, of_measures) = plan::measures::measures(&asked, &plan);
    // what protects things of which nothing may leave would tell of them
    let shown = |exposure: &str| risked.report.results.iter().any(|r| r.exposure == exposure);
    risked.report.measures = measures.into_iter().filter(|m| shown(&m.exposure)).collect();
    problems.extend(of_measures);
    let shown = &risked.report;
    let (equity, found) = exposure::equity::equity(&shown.views, &shown.results, &shown.measures, asked.settings);
    risked.report.equity = equity;
    problems.extend(found);
    risked.report.problems.extend(problems);
    go_on(progress)?;
    let refused = save(workspace, file, &run, &risked)?;
    risked.report.problems.extend(refused);
    Ok(risked)
}

fn save(workspace: &Workspace, file: &mut CityFile, run: &Run, risked: &Risked) -> Result<Vec<Problem>, FlowError> {
    let mut stage = file.begin_stage(&workspace.now)?;
    stage.clear_stage(Stage::Risk)?;
    stage.put_run(run)?;
    let problems = stage.put_observations(&risked.observations)?;
    for layer in stage.file().layers()? {
        if layer.source.as_str() == SETTINGS_SOURCE && layer.name.starts_with("risk_") {
            stage.drop_layer(&layer.name)?;
        }
    }
    for (layer, features) in &risked.layers {
        let layer = city::Layer { source: SETTINGS_SOURCE.into(), ..layer.clone() };
        stage.put_layer(&layer, features.iter().cloned())?;
    }
    stage.commit()?;
    Ok(problems)
}

/// The layers that exposures name, but for those whose consent is withdrawn or has ended.
fn layers(file: &CityFile, settings: &CitySettings, gone: &BTreeSet<SourceId>) -> Result<Vec<LayerRead>, FlowError> {
    let mut named: BTreeSet<&str> = settings.risk.exposures.iter().map(|e| e.layer.as_str()).collect();
    let sets = settings.risk.event_sets.iter().flat_map(|e| [&e.layer, &e.frequencies, &e.cells]);
    named.extend(sets.chain(settings.risk.heat.iter().map(|h| &h.layer)).map(String::as_str));
    crate::travel::read(file, &named, gone)
}

fn write(workspace: &Workspace, report: RiskReport) -> Result<RiskDone, FlowError> {
    let page = workspace.write_output("risk.html", &report::risk::html(&report))?;
    let table = workspace.write_output("risk.csv", &report::risk::csv(&report)?)?;
    workspace.write_output("risk.json", &report::risk::json(&report)?)?;
    Ok(RiskDone { report, page, table })
}

/// The risk as a table for a terminal, as CSV or as JSON.
///
/// # Errors
/// [`FlowError::Report`].
pub fn risk_text(report: &RiskReport, format: TableFormat) -> Result<String, FlowError> {
    Ok(match format {
        TableFormat::Text => report::risk::text(report),
        TableFormat::Csv => report::risk::csv(report)?,
        TableFormat::Json => report::risk::json(report)?,
    })
}
