//! The city file of an export: made anew, it never holds anything but what may leave.

use super::material::Material;
use crate::collect::SETTINGS_SOURCE;
use crate::error::{FlowError, disk};
use crate::library::Library;
use crate::workspace::Workspace;
use assess::leaving::{Leaving, Thing, assessed};
use assess::profile::describe::describe;
use city::layer::Shape;
use city::settings::CityHead;
use city::source::{Consent, Level};
use city::{Cell, Column, ColumnType, Feature, Layer, Observation, Run, Source, Style};
use report::export::HeldRow;
use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;
use store::{CityFile, Shared, Stage};

/// What the city file is made of.
pub(super) struct Made<'a> {
    pub workspace: &'a Workspace,
    pub file: &'a CityFile,
    pub material: &'a Material,
    pub library: &'a Library,
    pub leaving: &'a Leaving,
}

impl Made<'_> {
    /// Writes the city file with its rasters and its `city.toml` into a folder; gives it, open.
    pub fn write(&self, folder: &Path, (role, held): (&str, &[HeldRow])) -> Result<CityFile, FlowError> {
        let city = self.file.head()?;
        let now = &self.workspace.now;
        let mut copy = CityFile::create(&folder.join("city.gpkg"), &city, now)?;
        self.copy_rasters(&copy)?;
        let mut stage = copy.begin_stage(now)?;
        for consent in &self.leaving.consents {
            stage.put_consent(consent)?;
        }
        let sources = self.sources();
        for source in &sources {
            stage.put_source(source)?;
        }
        let shared = self.shared()?;
        for run in self.runs(&shared)? {
            stage.put_run(&run)?;
        }
        stage.put_places(&self.leaving.places)?;
        stage.put_observations(&self.leaving.observations)?;
        stage.put_concordance(&shared)?;
        for problem in &self.leaving.problems {
            stage.put_problems(&problem.source, std::slice::from_ref(problem))?;
        }
        self.layers(&mut stage)?;
        for raster in self.material.rasters.iter().filter(|r| self.leaving.rasters.contains(&r.name)) {
            stage.put_raster(raster)?;
        }
        self.made_layers(&mut stage, &city)?;
        let (layer, rows) = held_layer(held);
        stage.put_layer(&layer, rows)?;
        stage.commit()?;
        let toml = folder.join("city.toml");
        let text = settings(&city, role, &self.leaving.consents, self.material.settings.assess.least_count);
        std::fs::write(&toml, text).map_err(disk(&toml))?;
        Ok(copy)
    }

    /// Sources of what leaves, with that of the city itself.
    fn sources(&self) -> Vec<Source> {
        let leaves = |s: &&Source| {
            s.id.as_str() == SETTINGS_SOURCE || self.leaving.sources.iter().any(|leaving| leaving.id == s.id)
        };
        let as_it_leaves =
            |s: &Source| self.leaving.sources.iter().find(|leaving| leaving.id == s.id).unwrap_or(s).clone();
        self.material.sources.iter().filter(leaves).map(as_it_leaves).collect()
    }

    /// Runs that made what leaves; of their inputs the sources that leave.
    fn runs(&self, shared: &[Shared]) -> Result<Vec<Run>, FlowError> {
        let of_numbers = self.leaving.observations.iter().map(|o| &o.run);
        let used: BTreeSet<_> = of_numbers.chain(shared.iter().map(|s| &s.run)).collect();
        let sources = self.sources();
        let named = |id: &city::source::SourceId| sources.iter().any(|s| s.id == *id);
        let mut runs = self.file.runs()?;
        runs.retain(|run| used.contains(&run.id));
        for run in &mut runs {
            run.inputs.retain(|(source, _)| named(source));
        }
        Ok(runs)
    }

    /// What editions of boundaries share: of places with their true boundaries, and only where no raster that may have weighed it
    /// is held back.
    fn shared(&self) -> Result<Vec<Shared>, FlowError> {
        if self.leaving.held.iter().any(|held| held.thing == Thing::Rasters) {
            return Ok(Vec::new());
        }
        let leave: BTreeSet<_> = self.leaving.places.iter().map(|p| &p.id).collect();
        let exact = |id: &city::PlaceId| leave.contains(id) && !self.leaving.coarse.contains(id);
        let mut shared = self.file.concordance()?;
        shared.retain(|s| exact(&s.from) && exact(&s.to));
        Ok(shared)
    }

    fn copy_rasters(&self, copy: &CityFile) -> Result<(), FlowError> {
        if self.leaving.rasters.is_empty() {
            return Ok(());
        }
        let folder = copy.rasters_folder();
        std::fs::create_dir_all(&folder).map_err(disk(&folder))?;
        for name in &self.leaving.rasters {
            let from = self.file.rasters_folder().join(format!("{name}.tif"));
            let to = folder.join(format!("{name}.tif"));
            std::fs::copy(&from, &to).map_err(disk(&from))?;
        }
        Ok(())
    }

    /// Layers of sources, without columns that stay, and isochrones.
    fn layers(&self, stage: &mut Stage) -> Result<(), FlowError> {
        for leaving in &self.leaving.layers {
            let mut all = self.material.layers.iter().chain(&self.material.isochrones);
            let Some(layer) = all.find(|l| l.name == leaving.name) else { continue };
            let mut layer = layer.clone();
            let whole = leaving.columns.iter().all(|stays| *stays);
            let mut features = self.file.features_in(&layer.name, None)?;
            if !whole {
                let keep = &leaving.columns;
                layer.columns = kept(std::mem::take(&mut layer.columns), keep);
                for feature in &mut features {
                    feature.cells = kept(std::mem::take(&mut feature.cells), keep);
                }
                layer.style = plain_where_gone(&layer);
            }
            stage.put_layer(&layer, features)?;
        }
        Ok(())
    }

    /// The wide layers that makazi makes, from what leaves alone.
    fn made_layers(&self, stage: &mut Stage, head: &CityHead) -> Result<(), FlowError> {
        let places = stage.file().places()?;
        let observations: Vec<Observation> = stage.file().observations()?;
        // what leaves may be shown to those for whom it leaves: points stand already where boundaries do not
        let open =
            |c: &Consent| Consent { level: Level::Public, boundary: true, until: None, withdrawn: None, ..c.clone() };
        let consents: Vec<Consent> = self.leaving.consents.iter().map(open).collect();
        let profile = describe(&assess::profile::material::Material {
            head,
            places: &places,
            observations: &observations,
            sources: &self.leaving.sources,
            consents: &consents,
            problems: &[],
            fields: &self.library.fields,
            dimensions: &self.library.dimensions,
            today: self.workspace.today(),
            version: crate::VERSION,
        });
        for (layer, rows) in assess::profile::wide::layers(&profile, &SETTINGS_SOURCE.into()) {
            stage.put_layer(&layer, rows)?;
        }
        for layer in &self.material.made {
            let rows = assessed::rows(layer, &places, &observations);
            if !rows.is_empty() {
                stage.put_layer(layer, rows)?;
            }
        }
        Ok(())
    }
}

fn kept<T>(list: Vec<T>, keep: &[bool]) -> Vec<T> {
    list.into_iter().zip(keep).filter(|(_, stays)| **stays).map(|(one, _)| one).collect()
}

/// The style of a layer; one colour where it was coloured by a column that stays.
fn plain_where_gone(layer: &Layer) -> Style {
    match &layer.style {
        Style::Graduated { column, .. } | Style::Categorised { column, .. }
            if !layer.columns.iter().any(|c| c.name == *column) =>
        {
            Style::Single("#5b8db8".to_owned())
        }
        style => style.clone(),
    }
}

fn held_layer(held: &[HeldRow]) -> (Layer, Vec<Feature>) {
    let column = |name: &str, holds, description: &str| Column {
        description: description.to_owned(),
        ..Column::new(name, holds)
    };
    let layer = Layer {
        name: "held_back".to_owned(),
        title: "Held back".to_owned(),
        description: "What is not in this export, counted by reason; never a value".to_owned(),
        shape: Shape::None,
        columns: vec![
            column("thing", ColumnType::Text, "What is held back"),
            column("reason", ColumnType::Text, "Why, as machines read it"),
            column("count", ColumnType::Integer, "How many"),
            column("why", ColumnType::Text, "Why, in words"),
        ],
        style: Style::Single("#999999".to_owned()),
        source: SETTINGS_SOURCE.into(),
    };
    let row = |h: &HeldRow| Feature {
        geometry: None,
        cells: vec![
            Cell::Text(h.thing.clone()),
            Cell::Text(h.reason.clone()),
            Cell::Integer(i64::try_from(h.count).unwrap_or(i64::MAX)),
            Cell::Text(h.why.clone()),
        ],
    };
    let rows = held.iter().map(row).collect();
    (layer, rows)
}

/// The `city.toml` of an export: what the city is and what its consents say; it has no sources.
fn settings(head: &CityHead, role: &str, consents: &[Consent], least_count: u32) -> String {
    let mut text = format!(
        "# An export of makazi, for: {role}. It has no sources of its own: status, profile and explain read city.gpkg beside \
         it.\n\n[city]\nid = {}\nname = {}\ncountry = {}\n",
        quoted(&head.id),
        quoted(&head.name),
        quoted(&head.country)
    );
    if let Some([west, south, east, north]) = head.extent {
        let _ = writeln!(text, "extent = [{west:?}, {south:?}, {east:?}, {north:?}]");
    }
    let _ = writeln!(
        text,
        "currency = {}\ninvented = {}\nnotice = {}",
        quoted(&head.currency),
        head.invented,
        quoted(&head.notice)
    );
    let _ = writeln!(text, "\n[assess]\nleast_count = {least_count}");
    for consent in consents {
        let _ = writeln!(
            text,
            "\n[consent.{}]\nowner = {}\npurpose = {}\nlevel = {}\nboundary = {}",
            quoted(consent.id.as_str()),
            quoted(&consent.owner),
            quoted(&consent.purpose),
            quoted(consent.level.as_str()),
            consent.boundary
        );
        for (key, day) in [("until", &consent.until), ("withdrawn", &consent.withdrawn)] {
            if let Some(day) = day {
                let _ = writeln!(text, "{key} = {}", quoted(day));
            }
        }
    }
    text
}

/// A text as TOML writes it: as JSON does, and with DEL escaped too.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string().replace('\u{7f}', "\\u007F")
}
