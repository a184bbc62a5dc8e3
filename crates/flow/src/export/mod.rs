//! Exports: what may leave a city for a role, as a city file, CSV, `GeoParquet` and a workbook.

mod city_file;
mod folder;
mod material;
mod tables;

use crate::error::FlowError;
use crate::library::Library;
use crate::workspace::Workspace;
use assess::leaving::{Asked, Role, leaving};
use city::source::Level;
use city::{PlaceId, Progress};
use folder::Folder;
use material::Material;
use report::export::HeldRow;
use std::collections::BTreeSet;
use std::path::PathBuf;
use store::CityFile;

/// A format that an export is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ExportFormat {
    /// A city file of its own, with rasters beside it, for QGIS and for makazi.
    Gpkg,
    /// CSV with a Frictionless Data Package.
    Csv,
    /// Parquet and `GeoParquet`.
    GeoParquet,
    /// An Excel workbook.
    Xlsx,
}

/// What is asked of an export.
#[derive(Debug, Clone)]
pub struct ExportRequest {
    /// For whom.
    pub role: Level,
    /// Whether what the community sealed goes along; only for the community itself.
    pub with_sealed: bool,
    /// The formats.
    pub formats: BTreeSet<ExportFormat>,
    /// The folder; `exports/ROLE` in the city's folder where none is named (`exports/community-with-sealed`).
    pub out: Option<PathBuf>,
    /// Only these places, by id, code or name, and what lies in them; all where empty.
    pub places: Vec<String>,
}

/// What an export holds, and what it does not.
#[derive(Debug)]
pub struct Exported {
    /// The folder.
    pub folder: PathBuf,
    /// Its files, relative to it.
    pub files: Vec<String>,
    /// Places in it.
    pub places: usize,
    /// Observations in it.
    pub observations: usize,
    /// Layers of sources in it.
    pub layers: usize,
    /// Rasters beside it.
    pub rasters: usize,
    /// What is held back.
    pub held: Vec<HeldRow>,
    /// Sources whose consent is withdrawn and that the city file still holds: `collect` is due.
    pub due: Vec<city::source::SourceId>,
    /// Places whose point is coarse.
    pub coarse: BTreeSet<PlaceId>,
}

/// Writes what may leave a city for a role. Every format is written from the city file of the export, which is made anew and never
/// held anything else. The folder is written aside and put in place when all of it is there; an earlier export there is replaced,
/// and a folder with anything else in it is refused.
///
/// # Errors
/// [`FlowError::Role`], [`FlowError::NotCollected`], [`FlowError::NoPlace`], [`FlowError::NotOurs`] for a folder that holds other
/// things, [`FlowError::Store`], [`FlowError::Report`], [`FlowError::Disk`].
pub fn export(workspace: &Workspace, request: &ExportRequest, progress: &dyn Progress) -> Result<Exported, FlowError> {
    export_to(workspace, request, None, progress)
}

/// An [`export`] for those who speak for some owners only.
pub(crate) fn export_to(
    workspace: &Workspace,
    request: &ExportRequest,
    owners: Option<&BTreeSet<String>>,
    progress: &dyn Progress,
) -> Result<Exported, FlowError> {
    let role = Role::new(request.role, request.with_sealed)?;
    let path = workspace.city_file();
    if !path.is_file() {
        return Err(FlowError::NotCollected(path));
    }
    let library = Library::open()?;
    let file = CityFile::open_read_only(&path)?;
    progress.at("what may leave", 1, 4);
    let material = Material::read(workspace, &file)?;
    let wanted = wanted(&material, &request.places)?;
    let asked = Asked {
        role,
        owners,
        wanted: wanted.as_ref(),
        today: workspace.today(),
        least_count: material.settings.assess.least_count,
        places: &material.places,
        given: &material.given,
        observations: &material.observations,
        sources: &material.sources,
        consents: &material.consents,
        fields: &library.fields,
        layers: &material.layers,
        isochrones: &material.isochrones,
        rasters: &material.rasters,
        problems: &material.problems,
        of_forms: &material.of_forms,
        borrowed: &material.borrowed,
    };
    let leaving = leaving(&asked);
    let held: Vec<HeldRow> = leaving.held.iter().map(held_row).collect();
    let words = words(role);
    let folder = Folder::begin(&out(workspace, request))?;
    progress.at("city file", 2, 4);
    let made = city_file::Made { workspace, file: &file, material: &material, library, leaving: &leaving };
    let copy = made.write(folder.partial(), (&words, &held))?;
    progress.at("tables", 3, 4);
    let read = tables::Read::new(&copy)?;
    let written = tables::Written { read, library, leaving: &leaving, held: &held, role: &words, workspace };
    written.all(&copy, &folder, &request.formats)?;
    copy.close()?;
    if !request.formats.contains(&ExportFormat::Gpkg) {
        folder.forget_city_file()?;
    }
    let files = written.about(&folder)?;
    let due = material.due.clone();
    progress.at("in place", 4, 4);
    let folder = folder.finish()?;
    let places = leaving.places.iter().map(|p| &p.id).collect::<BTreeSet<_>>().len();
    let (observations, layers, rasters) = (leaving.observations.len(), leaving.layers.len(), leaving.rasters.len());
    Ok(Exported { folder, files, places, observations, layers, rasters, held, due, coarse: leaving.coarse })
}

fn out(workspace: &Workspace, request: &ExportRequest) -> PathBuf {
    let sealed = if request.with_sealed { "-with-sealed" } else { "" };
    request.out.clone().unwrap_or_else(|| workspace.dir.join("exports").join(format!("{}{sealed}", request.role)))
}

fn words(role: Role) -> String {
    if role.with_sealed() { format!("{} with sealed", role.level()) } else { role.level().to_string() }
}

fn held_row(held: &assess::leaving::Held) -> HeldRow {
    HeldRow {
        thing: held.thing.as_str().to_owned(),
        reason: held.reason.as_str().to_owned(),
        why: held.words.clone(),
        count: held.count,
    }
}

fn wanted(material: &Material, asked: &[String]) -> Result<Option<BTreeSet<PlaceId>>, FlowError> {
    if asked.is_empty() {
        return Ok(None);
    }
    let one = |name: &String| Ok(crate::explain::find(&material.places, name)?.id.clone());
    asked.iter().map(one).collect::<Result<BTreeSet<_>, FlowError>>().map(Some)
}
