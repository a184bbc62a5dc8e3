//! What can stop a stage.

use std::path::PathBuf;

/// Why a stage could not be done.
#[derive(Debug, thiserror::Error)]
pub enum FlowError {
    /// The folder holds no city.
    #[error("there is no city.toml in {}\n  hint: make one with `makazi new {}`, or name the city's folder first", .0.display(), .0.display())]
    NoCity(PathBuf),
    /// The folder to be made holds a city already.
    #[error("{} holds a city already\n  hint: name another folder, or edit its city.toml", .0.display())]
    CityThere(PathBuf),
    /// `city.toml` cannot be read.
    #[error("{}: {message}\n  hint: the line and column are where the mistake was noticed; compare with the example city's city.toml", file.display())]
    Settings {
        /// The file.
        file: PathBuf,
        /// What the parser says, with line and column.
        message: String,
    },
    /// A source that was asked for is not in `city.toml`.
    #[error("there is no source `{asked}` in city.toml\n  hint: its sources are {known}")]
    NoSource {
        /// What was asked for.
        asked: String,
        /// What is there.
        known: String,
    },
    /// An impact chain that was asked for is not there.
    #[error(
        "there is no impact chain `{asked}`\n  hint: there are {known}; one of your own goes into the city's folder `chains`"
    )]
    NoChain {
        /// What was asked for.
        asked: String,
        /// What is there.
        known: String,
    },
    /// Nothing was collected yet.
    #[error("{} does not exist yet\n  hint: run `makazi collect` first", .0.display())]
    NotCollected(PathBuf),
    /// A place that is not there.
    #[error("there is no place `{asked}`{}", near.as_ref().map(|n| format!("\n  hint: did you mean {n}?")).unwrap_or_default())]
    NoPlace {
        /// What was asked for.
        asked: String,
        /// The nearest names.
        near: Option<String>,
    },
    /// An indicator that is not in the field table, or not known at the place.
    #[error("there is no `{indicator}` at {place}\n  hint: known there: {known}")]
    NoIndicator {
        /// What was asked for.
        indicator: String,
        /// Where.
        place: String,
        /// What is known there.
        known: String,
    },
    /// A file or folder that cannot be read or written.
    #[error("{}: {source}", path.display())]
    Disk {
        /// Which.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// The person stopped the work; the city file is as it was before.
    #[error("stopped; the city file is as it was before")]
    Cancelled,
    /// A room reports what it could not do.
    #[error(transparent)]
    Store(#[from] store::StoreError),
    /// A table that cannot be written.
    #[error(transparent)]
    Report(#[from] report::ReportError),
    /// The example city cannot be written.
    #[error(transparent)]
    Example(#[from] example::ExampleError),
    /// A noun that cannot be.
    #[error(transparent)]
    City(#[from] city::CityError),
}

/// Names the path beside what the system says of it.
pub(crate) fn disk(path: &std::path::Path) -> impl FnOnce(std::io::Error) -> FlowError + '_ {
    move |source| FlowError::Disk { path: path.to_owned(), source }
}
