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
    /// The file of an impact chain that was asked for cannot be read.
    #[error(
        "the impact chain `{asked}` cannot be read\n  {why}\n  hint: mend its file in the city's folder `chains`, or take it away"
    )]
    ChainUnreadable {
        /// What was asked for.
        asked: String,
        /// What is wrong with its file.
        why: String,
    },
    /// No way is asked for.
    #[error("city.toml has no [[travel]]\n  hint: say from where to what, as in docs/travel.md")]
    NoTravel,
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
    /// A number whose consent is withdrawn, in a city file that still holds it.
    #[error(
        "`{indicator}` at {place} rests on a consent that is withdrawn or has ended: it is held back\n  hint: run `makazi collect`, which takes what was withdrawn out of the city file"
    )]
    Withdrawn {
        /// The indicator.
        indicator: String,
        /// Where.
        place: String,
    },
    /// An export for somebody that it cannot be for.
    #[error(transparent)]
    Role(#[from] assess::leaving::RoleError),
    /// A folder that an export would have to be written over.
    #[error("{} holds something that makazi did not export there\n  hint: name an empty or a new folder with --out", .0.display())]
    NotOurs(PathBuf),
    /// An export, into which nothing can be collected.
    #[error("{} names no source, and what is in its city.gpkg would be lost\n  hint: this is an export; collect in the city that it was made of", .0.display())]
    NothingToCollect(PathBuf),
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
    /// Something that was asked for and is not there.
    #[error("there is no {what} `{asked}`\n  hint: there are {known}")]
    Asked {
        /// What kind of thing.
        what: &'static str,
        /// What was asked for.
        asked: String,
        /// What is there.
        known: String,
    },
    /// Something that a consent keeps from whoever asks.
    #[error("a community keeps this to itself\n  hint: ask the community that owns it")]
    NotYours,
    /// A trial that is not there.
    #[error("there is no trial `{0}`\n  hint: GET /api/trials lists them")]
    NoTrial(String),
    /// What was asked for is wrong, and nothing was changed.
    #[error("{}", listed(.0))]
    Refused(Vec<city::Problem>),
    /// Something at the desk that cannot be done as it was asked.
    #[error("{0}")]
    Desk(String),
    /// A form or template that cannot be written.
    #[error(transparent)]
    Forms(#[from] ::forms::FormsError),
    /// A room reports what it could not do.
    #[error(transparent)]
    Store(#[from] store::StoreError),
    /// A table that cannot be written.
    #[error(transparent)]
    Report(#[from] report::ReportError),
    /// The example city cannot be written.
    #[error(transparent)]
    Example(#[from] example::ExampleError),
    /// A folder without tables of a network.
    #[error("{} holds no table of a network\n  hint: its files are named in docs/networks.md", .0.display())]
    NoNetwork(PathBuf),
    /// A network without a plan.
    #[error(transparent)]
    Network(#[from] network::NetworkError),
    /// People that cannot be foreseen.
    #[error(transparent)]
    Anticipate(#[from] anticipate::AnticipateError),
    /// A noun that cannot be.
    #[error(transparent)]
    City(#[from] city::CityError),
}

fn listed(problems: &[city::Problem]) -> String {
    problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

impl FlowError {
    /// Whether another program writes to the city just now.
    #[must_use]
    pub fn is_locked(&self) -> bool {
        matches!(self, Self::Store(store::StoreError::Locked { .. }))
    }
}

/// Names the path beside what the system says of it.
pub(crate) fn disk(path: &std::path::Path) -> impl FnOnce(std::io::Error) -> FlowError + '_ {
    move |source| FlowError::Disk { path: path.to_owned(), source }
}
