//! The folder of one city, and what every stage is handed.

use crate::error::{FlowError, disk};
use crate::fingerprint::of_texts;
use city::run::RunId;
use city::settings::{CitySettings, SourceSettings};
use city::source::SourceId;
use city::{Problem, Run, Stage};
use std::path::{Path, PathBuf};
use store::CityFile;

/// No clock that is right shows a moment before this one, since makazi is younger.
const FIRST_MOMENT: &str = "2026-11-01T00:00:00Z";

/// A city's folder, where its sources lie, and the settings of a run.
#[derive(Debug, Clone)]
pub struct Workspace {
    /// The folder with `city.toml`.
    pub dir: PathBuf,
    /// The folder that the sources' paths start from.
    pub data: PathBuf,
    /// Seed of random numbers.
    pub seed: u64,
    /// The time to be written down, RFC 3339: never before the city was last written.
    pub now: String,
    /// What the clock showed, where that is before the city was last written.
    pub clock_behind: Option<String>,
    /// The day that a person named, where that is before the city was last written.
    pub day_behind: Option<String>,
}

impl Workspace {
    /// The city in a folder; its sources lie in `data`, or in the folder itself.
    ///
    /// Where the clock (`now`) is before the moment in which the city was last written, that moment counts: on a day that is
    /// long past, consents that have ended would hold again, and what was surveyed since would lie in the future.
    ///
    /// # Errors
    /// [`FlowError::NoCity`] where the folder has no `city.toml`.
    pub fn open(dir: &Path, data: Option<&Path>, seed: u64, now: &str) -> Result<Self, FlowError> {
        if !dir.join("city.toml").is_file() {
            return Err(FlowError::NoCity(dir.to_owned()));
        }
        let data = data.unwrap_or(dir).to_owned();
        let shown = Self { dir: dir.to_owned(), data, seed, now: now.to_owned(), clock_behind: None, day_behind: None };
        let last = shown.last_written().max(FIRST_MOMENT.to_owned());
        Ok(if last.as_str() > now { Self { now: last, clock_behind: Some(now.to_owned()), ..shown } } else { shown })
    }

    /// The same city on a day (ISO 8601) that a person names, whatever the clock shows; where that is before the day of its last
    /// run, the moment of that run, so that consents which have ended since do not hold again.
    #[must_use]
    pub fn on(self, day: &str) -> Self {
        let last = self.last_written();
        let behind = last.get(..10).is_some_and(|of_last| day < of_last);
        let (now, day_behind) = if behind { (last, Some(day.to_owned())) } else { (format!("{day}T00:00:00Z"), None) };
        Self { now, clock_behind: None, day_behind, ..self }
    }

    /// When the last run of the city file ended; empty where there is none, or no file that can be read.
    fn last_written(&self) -> String {
        let file = self.city_file();
        let runs = if file.is_file() { CityFile::open_read_only(&file).and_then(|f| f.runs()).ok() } else { None };
        runs.into_iter().flatten().map(|run| run.finished).max().unwrap_or_default()
    }

    /// That the clock, or the day that a person named, is behind.
    #[must_use]
    pub fn clock(&self) -> Option<Problem> {
        let later = || format!("a moment after {}, which is used in its place", self.now);
        if let Some(day) = &self.day_behind {
            let problem = Problem::warning("day_behind").found(day).expected(later());
            return Some(problem.hint("name the day of the last run or a later one: consents that ended stay ended"));
        }
        let shown = self.clock_behind.as_ref()?;
        let problem = Problem::warning("clock_behind").found(shown);
        let problem = problem.expected(later());
        Some(problem.hint("set the clock of this machine, or name the day with --today"))
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

    /// A run of a stage over everything that was collected, with more that it hangs on beside the version of makazi.
    ///
    /// # Errors
    /// [`FlowError::Store`].
    pub(crate) fn run_over(&self, stage: Stage, file: &CityFile, asked: &[&str]) -> Result<Run, FlowError> {
        let sources = file.source_checksums()?;
        let parts = sources.iter().flat_map(|(id, _, fingerprint)| [id.as_str(), fingerprint.as_str()]);
        let hash = of_texts(parts.chain([crate::VERSION]).chain(asked.iter().copied()));
        let inputs = sources.iter().map(|(id, checksum, _)| (id.clone(), checksum.clone())).collect();
        Ok(self.run(stage, &hash, inputs))
    }

    /// The folder that a source's paths start from: that of the data, and the city's own where a file is not there: what pages
    /// write (corrections, uploads, drawn boundaries, submissions) lies beside `city.toml`.
    pub(crate) fn base_of(&self, source: &SourceSettings) -> &Path {
        let is_in = |folder: &Path| source.files.as_slice().iter().all(|file| folder.join(file).exists());
        if self.data != self.dir && !is_in(&self.data) && is_in(&self.dir) { &self.dir } else { &self.data }
    }

    /// The city's folder.
    pub(crate) fn dir(&self) -> &Path {
        &self.dir
    }

    /// Writes a text for people among the outputs; gives its whole path.
    ///
    /// # Errors
    /// [`FlowError::Disk`].
    pub(crate) fn write_output(&self, name: &str, text: &str) -> Result<PathBuf, FlowError> {
        let outputs = self.outputs();
        std::fs::create_dir_all(&outputs).map_err(disk(&outputs))?;
        let path = outputs.join(name);
        std::fs::write(&path, text).map_err(disk(&path))?;
        Ok(path.canonicalize().unwrap_or(path))
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
