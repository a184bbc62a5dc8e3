//! What an upload would become under its settings: nothing is written.

use super::{settings, upload};
use crate::city_toml::{add_source, edited};
use crate::door::StoreDoor;
use crate::error::{FlowError, disk};
use crate::library::Library;
use crate::workspace::Workspace;
use city::run::RunId;
use city::settings::CitySettings;
use city::{Observation, Place, PlaceId, PlaceKind, Problem, Severity};
use collect::bring::{Context, bring_in, reader_of};
use collect::records::Request;
use serde_json::Value;
use std::path::Path;
use store::CityFile;

/// Rows and numbers that are shown.
const SHOWN: usize = 20;

/// What an upload would become.
#[derive(Debug, Default)]
pub struct Previewed {
    /// Names of the columns.
    pub columns: Vec<String>,
    /// The first rows as texts.
    pub rows: Vec<Vec<String>>,
    /// How many rows there are.
    pub row_count: usize,
    /// The first numbers, codes and gaps.
    pub observations: Vec<Observation>,
    /// The name of the place of each.
    pub names: Vec<String>,
    /// How many there would be.
    pub observation_count: usize,
    /// How many places there would be.
    pub place_count: usize,
    /// How many features in layers there would be.
    pub feature_count: usize,
    /// Everything that is wrong, and what would be settled.
    pub problems: Vec<Problem>,
}

/// Says what an upload would become.
///
/// # Errors
/// [`FlowError::Asked`], and what reading the city meets. What is wrong with the settings or the file is no error but among the
/// problems.
pub fn preview_upload(workspace: &Workspace, id: &str, asked: &Value) -> Result<Previewed, FlowError> {
    let upload = upload(workspace, id)?;
    let path = workspace.dir.join("city.toml");
    let old = std::fs::read_to_string(&path).map_err(disk(&path))?;
    let source = match settings::source(asked, &upload.name) {
        Ok(source) => source,
        Err(FlowError::Refused(problems)) => return Ok(Previewed { problems, ..Previewed::default() }),
        Err(error) => return Err(error),
    };
    let mut shown = Previewed::default();
    let with = |text: &str| edited(text, |document| add_source(document, source.clone()));
    let text = match with(&old) {
        Ok(text) => text,
        Err(FlowError::Refused(problems)) => {
            // what is wrong with the settings is said beside what is wrong with the rows, where the settings can be read at all
            shown.problems = problems;
            let unchecked = toml_edit::DocumentMut::new();
            let mut document = old.parse().unwrap_or(unchecked);
            add_source(&mut document, source)?;
            document.to_string()
        }
        Err(error) => return Err(error),
    };
    let Ok(settings) = CitySettings::from_toml(&text) else { return Ok(shown) };
    let folder = upload.path.parent().unwrap_or(Path::new("."));
    rows(&settings, folder, &mut shown);
    brought(workspace, &settings, folder, &mut shown)?;
    shown.problems.sort_by_key(|p| (std::cmp::Reverse(p.severity == Severity::Error), p.row));
    shown.problems.dedup();
    Ok(shown)
}

fn rows(settings: &CitySettings, folder: &Path, shown: &mut Previewed) {
    let Some(source) = settings.sources.last() else { return };
    let Some(file) = source.files.as_slice().first() else { return };
    let path = folder.join(file);
    let request = Request { path: &path, file, layer: &source.layer, text: &source.text };
    let Ok(reader) = reader_of(source, &path) else { return };
    let records = collect::bring::read(&request, reader, &StoreDoor);
    shown.columns = records.columns.iter().map(|column| column.name.clone()).collect();
    shown.row_count = records.rows.len();
    let texts = records.rows.iter().take(SHOWN).map(|row| row.cells.iter().map(ToString::to_string).collect());
    shown.rows = texts.collect();
}

fn brought(
    workspace: &Workspace,
    settings: &CitySettings,
    folder: &Path,
    shown: &mut Previewed,
) -> Result<(), FlowError> {
    let Some(source) = settings.sources.last() else { return Ok(()) };
    let path = workspace.city_file();
    let places = if path.is_file() { CityFile::open_read_only(&path)?.places()? } else { Vec::new() };
    let id = PlaceId::new("city", &settings.city.id);
    let city = Place::new(id, PlaceKind::City, &settings.city.name, &crate::collect::SETTINGS_SOURCE.into());
    let library = Library::open()?;
    let context = Context {
        data: folder,
        settings,
        fields: &library.fields,
        run: &RunId("preview".to_owned()),
        city: &city,
        places: &places,
        today: workspace.today(),
        door: &StoreDoor,
    };
    let collected = bring_in(source, &context);
    let name = |o: &Observation| {
        let known = collected.places.iter().chain(&places).find(|p| p.id == o.place);
        known.map_or_else(|| o.place.to_string(), |place| place.name.clone())
    };
    shown.names = collected.observations.iter().take(SHOWN).map(name).collect();
    shown.observation_count = collected.observations.len();
    shown.place_count = collected.places.len();
    shown.feature_count = collected.layers.iter().map(|(_, features)| features.len()).sum();
    shown.problems.extend(collected.problems);
    shown.observations = collected.observations.into_iter().take(SHOWN).collect();
    Ok(())
}
