//! The stage that describes the city, its districts and its settlements.

use crate::error::FlowError;
use crate::job::go_on;
use crate::library::Library;
use crate::workspace::Workspace;
use assess::profile::describe::describe;
use assess::profile::material::Material;
use city::profile::{CityProfile, PlaceProfile};
use city::run::RunId;
use city::{Observation, Progress, Run, Stage};
use std::path::PathBuf;
use store::CityFile;

/// What the stage gives.
#[derive(Debug)]
pub struct Profiled {
    /// The profile.
    pub profile: CityProfile,
    /// The page with the map.
    pub page: PathBuf,
    /// The table.
    pub table: PathBuf,
}

/// Computes what can be computed of every place, saves it with its run, and writes the page and the table.
///
/// # Errors
/// [`FlowError::NotCollected`] before anything came in; [`FlowError::Store`], [`FlowError::Disk`]; [`FlowError::Cancelled`] before
/// anything is saved.
pub fn profile(workspace: &Workspace, progress: &dyn Progress) -> Result<Profiled, FlowError> {
    let library = Library::open()?;
    let path = workspace.city_file();
    if !path.is_file() {
        return Err(FlowError::NotCollected(path));
    }
    let mut file = CityFile::open(&path)?;
    progress.at("shares and totals", 1, 3);
    let places = file.places()?;
    let collected: Vec<Observation> = reported(file.observations()?, &file.runs()?);
    let run = run(workspace, &file)?;
    let made = assess::profile::derive_all(&places, &collected, (&library.fields, &library.dimensions), &run.id);
    progress.at("saving", 2, 3);
    go_on(progress)?;
    let profile = save(workspace, &mut file, (&run, &made), library)?;
    file.close()?;
    progress.at("page", 3, 3);
    let page = workspace.write_output("profile.html", &report::page::profile_html(&profile))?;
    let table = workspace.write_output("profile.csv", &report::table::csv(&profile)?)?;
    Ok(Profiled { profile, page, table })
}

/// How a table is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableFormat {
    /// Aligned, to be read.
    Text,
    /// Comma-separated values.
    Csv,
    /// JSON.
    Json,
}

/// The profile as a table: of all places, or of one (named by id, code or name).
///
/// # Errors
/// [`FlowError::NoPlace`] with the nearest name.
pub fn profile_table(profiled: &Profiled, place: Option<&str>, format: TableFormat) -> Result<String, FlowError> {
    let mut profile = profiled.profile.clone();
    if let Some(asked) = place {
        let is =
            |p: &PlaceProfile| p.id.as_str() == asked || p.id.code() == asked || p.name.eq_ignore_ascii_case(asked);
        let names: Vec<String> = profile.places.iter().map(|p| p.name.clone()).collect();
        profile.places.retain(is);
        if profile.places.is_empty() {
            let near = collect::join::nearest(asked, names.iter().map(String::as_str)).map(str::to_owned);
            return Err(FlowError::NoPlace { asked: asked.to_owned(), near });
        }
    }
    Ok(match (format, profile.places.as_slice()) {
        (TableFormat::Csv, _) => report::table::csv(&profile)?,
        (TableFormat::Json, _) => report::table::json(&profile)?,
        (TableFormat::Text, [one]) => report::table::place_text(&profile, one),
        (TableFormat::Text, _) => report::table::text(&profile),
    })
}

/// Observations that no run of these stages made, without those that were corrected.
pub(crate) fn not_made_by(observations: Vec<Observation>, runs: &[Run], stages: &[Stage]) -> Vec<Observation> {
    let made: std::collections::BTreeSet<&RunId> =
        runs.iter().filter(|r| stages.contains(&r.stage)).map(|r| &r.id).collect();
    let kept = observations.into_iter().filter(|o| !made.contains(&o.run)).collect();
    city::correction::without_replaced(kept)
}

/// Observations as sources report them, from which stages compute.
pub(crate) fn reported(observations: Vec<Observation>, runs: &[Run]) -> Vec<Observation> {
    not_made_by(
        observations,
        runs,
        &[Stage::Profile, Stage::Assess, Stage::Travel, Stage::Risk, Stage::Anticipate, Stage::Plan],
    )
}

pub(crate) fn run(workspace: &Workspace, file: &CityFile) -> Result<Run, FlowError> {
    workspace.run_over(Stage::Profile, file, &[])
}

fn save(
    workspace: &Workspace,
    file: &mut CityFile,
    (run, made): (&Run, &[Observation]),
    library: &Library,
) -> Result<CityProfile, FlowError> {
    let mut stage = file.begin_stage(&workspace.now)?;
    stage.clear_stage(Stage::Profile)?;
    stage.put_run(run)?;
    stage.put_observations(made)?;
    let city = stage.file();
    let places = city.places()?;
    let observations = not_made_by(
        city.observations()?,
        &city.runs()?,
        &[Stage::Assess, Stage::Travel, Stage::Risk, Stage::Anticipate, Stage::Plan],
    );
    let (sources, problems) = (city.sources()?, city.problems()?);
    let consents = crate::withdraw::consents(&workspace.settings()?, city.consents()?);
    let head = city.head()?;
    let profile = describe(&Material {
        head: &head,
        places: &places,
        observations: &observations,
        sources: &sources,
        consents: &consents,
        problems: &problems,
        fields: &library.fields,
        dimensions: &library.dimensions,
        today: workspace.today(),
        version: crate::VERSION,
    });
    for (layer, features) in assess::profile::wide::layers(&profile, &crate::collect::SETTINGS_SOURCE.into()) {
        stage.put_layer(&layer, features)?;
    }
    stage.commit()?;
    Ok(profile)
}
