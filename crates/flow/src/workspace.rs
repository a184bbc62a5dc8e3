//! The folder of one city, and what every stage is handed.

use crate::error::{FlowError, disk};
use city::run::RunId;
use city::settings::CitySettings;
use city::source::SourceId;
use city::{Run, Stage};
use std::path::{Path, PathBuf};

/// A city's folder, where its sources lie, and the settings of a run.
#[derive(Debug, Clone)]
pub struct Workspace {
    /// The folder with `city.toml`.
    pub dir: PathBuf,
    /// The folder that the sources' paths start from.
    pub data: PathBuf,
    /// Seed of random numbers.
    pub seed: u64,
    /// The time to be written down, RFC 3339.
    pub now: String,
}

impl Workspace {
    /// The city in a folder; its sources lie in `data`, or in the folder itself.
    ///
    /// # Errors
    /// [`FlowError::NoCity`] where the folder has no `city.toml`.
    pub fn open(dir: &Path, data: Option<&Path>, seed: u64, now: &str) -> Result<Self, FlowError> {
        if !dir.join("city.toml").is_file() {
            return Err(FlowError::NoCity(dir.to_owned()));
        }
        let data = data.unwrap_or(dir).to_owned();
        Ok(Self { dir: dir.to_owned(), data, seed, now: now.to_owned() })
    }

    /// What a person wrote in `city.toml`.
    ///
    /// # Errors
    /// [`FlowError::Settings`] with line and column, [`FlowError::Disk`].
    pub fn settings(&self) -> Result<CitySettings, FlowError> {
        let file = self.dir.join("city.toml");
        let text = std::fs::read_to_string(&file).map_err(disk(&file))?;
        CitySettings::from_toml(&text).map_err(|e| FlowError::Settings { file, message: e.to_string() })
    }

    /// A run of a stage, by a hash of what goes in: the same work has the same id everywhere.
    #[must_use]
    pub(crate) fn run(&self, stage: Stage, hash: &str, inputs: Vec<(SourceId, String)>) -> Run {
        Run {
            id: RunId(format!("{stage}-{}", hash.get(..12).unwrap_or(hash))),
            stage,
            started: self.now.clone(),
            finished: self.now.clone(),
            version: crate::VERSION.to_owned(),
            seed: self.seed,
            parameters: "{}".to_owned(),
            inputs,
        }
    }

    /// The day to be written down, ISO 8601.
    #[must_use]
    pub fn today(&self) -> &str {
        self.now.get(..10).unwrap_or(&self.now)
    }

    /// The city file.
    #[must_use]
    pub fn city_file(&self) -> PathBuf {
        self.dir.join("city.gpkg")
    }

    /// The folder of rasters.
    #[must_use]
    pub fn rasters(&self) -> PathBuf {
        self.dir.join("rasters")
    }

    /// The folder of what was written for people.
    #[must_use]
    pub fn outputs(&self) -> PathBuf {
        self.dir.join("outputs")
    }
}
