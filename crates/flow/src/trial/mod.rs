//! Trials: a whole city folder beside the city, with something changed, that the same stages run over.

mod change;
mod choices;
mod chosen;
mod folder;

pub use choices::{Choice, ChoiceKind, choices};
pub use folder::{Trial, drop_trial, make_trial, trial, trials};

use crate::error::FlowError;
use crate::workspace::Workspace;
use std::path::PathBuf;

/// The folder of trials in a city's folder.
const FOLDER: &str = "trials";

/// The city of a trial, whose sources lie where those of the city lie.
///
/// # Errors
/// [`FlowError::NoTrial`].
pub fn trial_workspace(city: &Workspace, id: &str) -> Result<Workspace, FlowError> {
    let dir = folder_of(city, id)?;
    if !dir.join("city.toml").is_file() {
        return Err(FlowError::NoTrial(id.to_owned()));
    }
    Ok(Workspace { dir, ..city.clone() })
}

/// The folder of a trial, whose id is a plain name: it leads nowhere else.
fn folder_of(city: &Workspace, id: &str) -> Result<PathBuf, FlowError> {
    let plain = !id.is_empty() && id.len() <= 64 && id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    if plain { Ok(city.dir.join(FOLDER).join(id)) } else { Err(FlowError::NoTrial(id.to_owned())) }
}
