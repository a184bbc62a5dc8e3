//! The water and sanitation of a city: the network out of the city file, its plan, and what is written of it.

use super::solved::{Solved, solve};
use super::{Search, files_of, save};
use crate::anticipate::{people, scenarios};
use crate::error::{FlowError, disk};
use crate::given::given;
use crate::library::Library;
use crate::workspace::Workspace;
use city::network_plan::NetworkPlan;
use city::{Problem, Progress, Stage};
use network::Tables;
use plan::water::{Roads, WaterEvidence, gaps, name_places, people_rows, water};
use std::collections::BTreeSet;
use std::path::PathBuf;
use store::CityFile;

/// What of a city's water is asked.
#[derive(Debug, Clone, Default)]
pub struct WaterRequest {
    /// A case of the city, by the name of its folder in `water/cases`; none: the city's tables alone.
    pub case: Option<String>,
    /// What is asked of the network.
    pub search: Search,
}

/// A plan of a city's water, and where it is.
#[derive(Debug)]
pub struct WaterDone {
    /// The plan, or what keeps it from being made.
    pub solved: Solved,
    /// The page.
    pub page: PathBuf,
    /// The network as plain files, with the answer's tables.
    pub folder: PathBuf,
}

/// Makes the network of a city's water and sanitation, solves it, saves it in the city file, and writes page, tables and the network's
/// plain files.
///
/// # Errors
/// [`FlowError::NotCollected`], [`FlowError::Asked`] for a case that is not there, [`FlowError::Network`] where there is no plan, with
/// why, [`FlowError::Store`], [`FlowError::Disk`].
pub fn plan_water(
    workspace: &Workspace,
    request: &WaterRequest,
    progress: &dyn Progress,
) -> Result<WaterDone, FlowError> {
    let settings = workspace.settings()?;
    let path = workspace.city_file();
    if !path.is_file() {
        return Err(FlowError::NotCollected(path));
    }
    let (own, mut problems) = own_tables(workspace, &settings.plan.water.folder, request.case.as_deref())?;
    let library = Library::open()?;
    let mut file = CityFile::open(&path)?;
    let given = given(workspace, &file, &settings, &[Stage::Plan, Stage::Anticipate, Stage::Risk, Stage::Travel])?;
    let asked = format!("{:?} {own:?} {:?}", settings.plan.water, request);
    let run = workspace.run_over(Stage::Plan, &file, &[&asked])?;
    let evidence = given.evidence(workspace, library, &settings.assess, &run.id);
    let (scenarios, found) = scenarios(workspace, &settings.city.id)?;
    problems.extend(found);
    progress.at("people and their needs", 0, 0);
    let forecast = people(&evidence, &scenarios)?.report;
    let wanted = &settings.plan.water;
    let rows = people_rows(&forecast, &wanted.scenario, &wanted.kinds, evidence.places);
    let parts = anticipate::forecast::minor_shares(&forecast, &wanted.scenario);
    let layers = crate::travel::read(&file, &BTreeSet::from([wanted.roads.as_str()]), &given.gone)?;
    let roads = layers.first().map(Roads::of);
    let asked = WaterEvidence {
        evidence: &evidence,
        settings: wanted,
        people: &rows,
        parts: &parts,
        roads: roads.as_ref(),
        own,
    };
    let made = water(&asked);
    problems.extend(made.problems);
    let (_, mut solved) = solve(&made.tables, problems, &request.search, workspace.seed, progress)?;
    if let Some(plan) = &mut solved.plan {
        plan.heading = forecast.heading.clone();
        plan.heading.run = run.id.to_string();
        let shown = |place: &city::Place| forecast.places.iter().any(|p| p.id == place.id && p.geometry.is_some());
        name_places(plan, evidence.places, shown);
        plan.assumptions = made.assumptions;
        plan.gaps = gaps(None);
        plan.gaps.extend(gaps(own_gaps(workspace, &wanted.folder)?.as_deref()));
        plan.summary = network::summary(plan, &[("informal", "in informal settlements ")]);
        let case = request.case.as_deref().unwrap_or("");
        plan.beside = save::save(workspace, &mut file, (&run, case), plan)?;
    }
    file.close()?;
    let name = request.case.as_ref().map_or_else(|| "plan_water".to_owned(), |case| format!("plan_water_{case}"));
    write(workspace, &name, &made.tables, solved)
}

/// The city's own tables, with those of a case laid over them.
fn own_tables(workspace: &Workspace, folder: &str, case: Option<&str>) -> Result<(Tables, Vec<Problem>), FlowError> {
    let folder = workspace.dir().join(folder);
    let keep = |files: Vec<(String, String)>| -> Vec<(String, String)> {
        files.into_iter().filter(|(name, _)| Tables::FILES.contains(&name.as_str())).collect()
    };
    let (mut tables, mut problems) = Tables::read(&keep(files_of(&folder, "")?));
    if let Some(case) = case {
        let cases = folder.join("cases");
        let there: Vec<String> = std::fs::read_dir(&cases)
            .map(|entries| {
                entries
                    .flatten()
                    .filter(|e| e.path().is_dir())
                    .filter_map(|e| e.file_name().into_string().ok())
                    .collect()
            })
            .unwrap_or_default();
        if !there.iter().any(|name| name == case) {
            let known = if there.is_empty() { "none".to_owned() } else { there.join(", ") };
            return Err(FlowError::Asked { what: "case of water", asked: case.to_owned(), known });
        }
        let (more, found) = Tables::read(&files_of(&cases.join(case), "")?);
        tables = tables.and(more);
        problems.extend(found);
    }
    Ok((tables, problems))
}

/// What the city says it does not know.
fn own_gaps(workspace: &Workspace, folder: &str) -> Result<Option<String>, FlowError> {
    let path = workspace.dir().join(folder).join("gaps.csv");
    if !path.is_file() {
        return Ok(Some(String::new()));
    }
    std::fs::read_to_string(&path).map(Some).map_err(disk(&path))
}

fn write(workspace: &Workspace, name: &str, tables: &Tables, solved: Solved) -> Result<WaterDone, FlowError> {
    let folder = workspace.outputs().join(name);
    let network = folder.join("network");
    std::fs::create_dir_all(&network).map_err(disk(&network))?;
    for (file, text) in tables.write() {
        let path = network.join(file);
        std::fs::write(&path, text).map_err(disk(&path))?;
    }
    for (file, text) in &solved.tables {
        let path = folder.join(file);
        std::fs::write(&path, text).map_err(disk(&path))?;
    }
    let empty = NetworkPlan::default();
    let plan = solved.plan.as_ref().unwrap_or(&empty);
    let mut page = PathBuf::new();
    if solved.plan.is_some() {
        page = workspace.write_output(&format!("{name}.html"), &report::plan::html(plan))?;
        workspace.write_output(&format!("{name}.csv"), &report::plan::csv(plan)?)?;
        workspace.write_output(&format!("{name}.json"), &report::plan::json(plan)?)?;
    }
    Ok(WaterDone { solved, page, folder })
}
