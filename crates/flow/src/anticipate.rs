//! The stage that says how many people there will be, and what they need.

mod tables;

use crate::error::FlowError;
use crate::given::given;
use crate::library::Library;
use crate::workspace::Workspace;
use anticipate::forecast::{Anticipated, Asked, anticipate as forecast, check};
use anticipate::scenario::{Scenario, read, shipped};
use assess::evidence::Evidence;
use city::forecast::ForecastReport;
use city::{Problem, Run, Stage};
use std::path::PathBuf;
use store::CityFile;
pub(crate) use tables::{Tables, Texts, tables};

/// What the stage gives.
#[derive(Debug)]
pub struct AnticipateDone {
    /// People and demand.
    pub report: ForecastReport,
    /// The page.
    pub page: PathBuf,
    /// The table.
    pub table: PathBuf,
}

/// Computes people, households and demand by place, period and scenario, saves the numbers with their run, and writes the page and the
/// table.
///
/// # Errors
/// [`FlowError::NotCollected`] before anything came in, [`FlowError::Settings`], [`FlowError::Store`], [`FlowError::Disk`].
pub fn anticipate(workspace: &Workspace) -> Result<AnticipateDone, FlowError> {
    let settings = workspace.settings()?;
    let path = workspace.city_file();
    if !path.is_file() {
        return Err(FlowError::NotCollected(path));
    }
    let library = Library::open()?;
    let mut file = CityFile::open(&path)?;
    let given = given(workspace, &file, &settings, &[Stage::Anticipate, Stage::Plan, Stage::Risk, Stage::Travel])?;
    let (scenarios, problems) = scenarios(workspace, &settings.city.id)?;
    let texts = Texts::read(workspace, &settings.anticipate)?;
    let asked = format!("{scenarios:?} {}", texts.asked(&settings.anticipate));
    let run = workspace.run_over(Stage::Anticipate, &file, &[&asked])?;
    let evidence = given.evidence(workspace, library, &settings.assess, &run.id);
    let tables = tables(texts, &file, (&settings, &given, &evidence))?;
    let mut done = people_with(&evidence, &scenarios, &tables);
    done.report.problems.extend(problems);
    let refused = save(workspace, &mut file, &run, &done)?;
    done.report.problems.extend(refused);
    file.close()?;
    let page = workspace.write_output("anticipate.html", &report::forecast::html(&done.report))?;
    let table = workspace.write_output("anticipate.csv", &report::forecast::csv(&done.report)?)?;
    workspace.write_output("anticipate.json", &report::forecast::json(&done.report)?)?;
    Ok(AnticipateDone { report: done.report, page, table })
}

/// The forecast of what is known, without the tables that the city names: people, for whoever plans for them.
pub(crate) fn people(evidence: &Evidence<'_>, scenarios: &[Scenario]) -> Result<Anticipated, FlowError> {
    Ok(people_with(evidence, scenarios, &Tables::none()?))
}

/// The forecast of what is known, with the tables that the city names.
pub(crate) fn people_with(evidence: &Evidence<'_>, scenarios: &[Scenario], tables: &Tables) -> Anticipated {
    let asked = Asked {
        scenarios,
        day: &tables.day,
        given: &tables.given,
        others: &tables.others,
        surveys: &tables.surveys,
        longest_wait_minutes: tables.longest_wait_minutes,
    };
    let problems = check(evidence, &asked);
    let mut done = forecast(evidence, &asked);
    done.report.gaps.extend(tables.gaps.iter().cloned());
    done.report.problems.extend(tables.problems.iter().cloned());
    done.report.problems.extend(problems);
    done
}

/// The scenarios of a city: those in its folder `scenarios`, else those that come with makazi.
pub(crate) fn scenarios(workspace: &Workspace, city: &str) -> Result<(Vec<Scenario>, Vec<Problem>), FlowError> {
    let folder = workspace.dir().join("scenarios");
    let mut problems = Vec::new();
    let mut own = Vec::new();
    for (name, text) in crate::plan::files_of(&folder, "toml")? {
        match read(&name, &text) {
            Ok(scenario) => own.push(scenario),
            Err(found) => problems.extend(found),
        }
    }
    if !own.is_empty() || folder.is_dir() {
        return Ok((own, problems));
    }
    match shipped(city) {
        Ok(scenarios) => Ok((scenarios, problems)),
        Err(found) => Ok((Vec::new(), problems.into_iter().chain(found).collect())),
    }
}

fn save(workspace: &Workspace, file: &mut CityFile, run: &Run, done: &Anticipated) -> Result<Vec<Problem>, FlowError> {
    let mut stage = file.begin_stage(&workspace.now)?;
    stage.clear_stage(Stage::Anticipate)?;
    stage.put_run(run)?;
    let problems = stage.put_observations(&done.observations)?;
    stage.commit()?;
    Ok(problems)
}

/// A forecast as a table for a terminal, as CSV or as JSON.
///
/// # Errors
/// [`FlowError::Report`].
pub fn forecast_text(report: &ForecastReport, format: crate::TableFormat) -> Result<String, FlowError> {
    Ok(match format {
        crate::TableFormat::Text => report::forecast::text(report),
        crate::TableFormat::Csv => report::forecast::csv(report)?,
        crate::TableFormat::Json => report::forecast::json(report)?,
    })
}
