//! The tables of an export, all written from its city file.

use super::ExportFormat;
use super::folder::{Folder, MANIFEST};
use crate::collect::SETTINGS_SOURCE;
use crate::error::{FlowError, disk};
use crate::library::Library;
use crate::workspace::Workspace;
use assess::leaving::{Leaving, wide};
use city::source::Consent;
use city::{Observation, Place, PlaceId, Run, Source};
use report::export::{self, Export, HeldRow, Resource, Table, Wide};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use store::CityFile;

/// What the tables are written from.
pub(super) struct Written<'a> {
    pub read: Read,
    pub library: &'a Library,
    pub leaving: &'a Leaving,
    pub held: &'a [HeldRow],
    pub role: &'a str,
    pub workspace: &'a Workspace,
}

/// Everything of the city file but its layers.
pub(super) struct Read {
    head: city::settings::CityHead,
    places: Vec<Place>,
    points: BTreeMap<PlaceId, [f64; 2]>,
    observations: Vec<Observation>,
    sources: Vec<Source>,
    consents: Vec<Consent>,
    runs: Vec<Run>,
}

impl Read {
    /// Reads the city file of an export.
    pub fn new(copy: &CityFile) -> Result<Self, FlowError> {
        let places = copy.places()?;
        let point = |p: &Place| {
            let point = p.geometry.as_ref().and_then(|g| grid::measure::interior_point(g).ok().flatten())?;
            Some((p.id.clone(), [point.x(), point.y()]))
        };
        Ok(Self {
            head: copy.head()?,
            points: places.iter().filter_map(point).collect(),
            places,
            observations: copy.observations()?,
            sources: copy.sources()?,
            consents: copy.consents()?,
            runs: copy.runs()?,
        })
    }
}

impl Written<'_> {
    /// Writes the formats that are tables.
    pub fn all(&self, copy: &CityFile, folder: &Folder, formats: &BTreeSet<ExportFormat>) -> Result<(), FlowError> {
        let tables = wide::tables(&self.read.places, &self.read.observations, &self.library.fields);
        let wide: Vec<Wide> =
            tables.into_iter().map(|w| Wide { kind: w.kind, indicators: w.indicators, rows: w.rows }).collect();
        let export = self.export(&wide);
        if formats.contains(&ExportFormat::Csv) {
            csv(copy, &folder.inside("csv")?, &export)?;
        }
        if formats.contains(&ExportFormat::GeoParquet) {
            parquet(copy, &folder.inside("geoparquet")?, &export)?;
        }
        if formats.contains(&ExportFormat::Xlsx) {
            let path = folder.partial().join("city.xlsx");
            std::fs::write(&path, export::workbook(&export)?).map_err(disk(&path))?;
        }
        Ok(())
    }

    fn export<'b>(&'b self, wide: &'b [Wide<'b>]) -> Export<'b> {
        let read = &self.read;
        Export {
            head: &read.head,
            role: self.role,
            generated: &self.workspace.now,
            version: crate::VERSION,
            places: &read.places,
            coarse: &self.leaving.coarse,
            points: &read.points,
            observations: &read.observations,
            sources: &read.sources,
            consents: &read.consents,
            runs: &read.runs,
            fields: &self.library.fields,
            wide,
            held: self.held,
        }
    }

    /// The read-me and the list of files; gives the files.
    pub fn about(&self, folder: &Folder) -> Result<Vec<String>, FlowError> {
        let export = self.export(&[]);
        let readme = folder.partial().join("READ_ME.txt");
        std::fs::write(&readme, export::text(&export)).map_err(disk(&readme))?;
        let mut listed = Vec::new();
        for file in folder.files()? {
            let (bytes, sha256) = measured(&folder.partial().join(&file))?;
            listed.push((file, bytes, sha256));
        }
        let manifest = folder.partial().join(MANIFEST);
        let text = format!("{:#}\n", export::json(&export, &listed));
        std::fs::write(&manifest, text).map_err(disk(&manifest))?;
        folder.files()
    }
}

/// The layers as tables, one at a time. Those that makazi made, isochrones aside, are in the other tables already.
fn layers(copy: &CityFile, each: &mut dyn FnMut(&Table) -> Result<(), FlowError>) -> Result<(), FlowError> {
    let is_one = |l: &city::Layer| l.source.as_str() != SETTINGS_SOURCE || l.name.starts_with("travel_");
    for layer in copy.layers()?.into_iter().filter(is_one) {
        let features = copy.features_in(&layer.name, None)?;
        each(&export::layer(&layer, features))?;
    }
    Ok(())
}

fn csv(copy: &CityFile, folder: &Path, export: &Export) -> Result<(), FlowError> {
    let mut resources = Vec::new();
    let mut write = |table: &Table| -> Result<(), FlowError> {
        let name = format!("{}.csv", table.name);
        let path = folder.join(&name);
        let file = File::create(&path).map_err(disk(&path))?;
        export::csv(table, BufWriter::new(file))?;
        let (bytes, sha256) = measured(&path)?;
        resources.push(Resource::new(table, &name, (bytes, &sha256), export));
        Ok(())
    };
    for table in export::all(export) {
        write(&table)?;
    }
    layers(copy, &mut write)?;
    let path = folder.join("datapackage.json");
    std::fs::write(&path, export::datapackage(export, &resources)?).map_err(disk(&path))
}

fn parquet(copy: &CityFile, folder: &Path, export: &Export) -> Result<(), FlowError> {
    let mut write = |table: &Table| -> Result<(), FlowError> {
        let path = folder.join(format!("{}.parquet", table.name));
        let mut file = BufWriter::new(File::create(&path).map_err(disk(&path))?);
        export::parquet(table, export, &mut file)?;
        file.flush().map_err(disk(&path))
    };
    write(&export::wide(export))?;
    for table in export::all(export).iter().filter(|t| t.name != "places") {
        write(table)?;
    }
    layers(copy, &mut write)
}

fn measured(path: &Path) -> Result<(u64, String), FlowError> {
    let bytes = std::fs::metadata(path).map_err(disk(path))?.len();
    Ok((bytes, crate::fingerprint::of_file(path)?))
}
