//! Impact chains that a person asked for: those that come with makazi, and those in the city's folder `chains`.

use crate::error::{FlowError, disk};
use crate::library::Library;
use crate::workspace::Workspace;
use city::Problem;
use city::assess_settings::AssessSettings;
use city::chain::ImpactChain;
use std::path::{Path, PathBuf};

/// The chains that a person asked for.
pub(super) struct Read {
    /// In order.
    pub chains: Vec<ImpactChain>,
    /// Ids of all that there are.
    pub known: Vec<String>,
    /// What is wrong with those in the folder.
    pub problems: Vec<Problem>,
}

/// A chain of the folder takes the place of one that comes with makazi under the same id.
///
/// # Errors
/// [`FlowError::NoChain`], and [`FlowError::ChainUnreadable`] where the file of one that is asked for by its id cannot be read.
pub(super) fn asked(workspace: &Workspace, settings: &AssessSettings, library: &Library) -> Result<Read, FlowError> {
    let mut chains = assess::chain::shipped();
    let (mut problems, mut unreadable) = (Vec::new(), Vec::new());
    for path in files(workspace)? {
        let text = std::fs::read_to_string(&path).map_err(disk(&path))?;
        let file = format!("chains/{}", path.file_name().unwrap_or_default().to_string_lossy());
        match assess::chain::read(&file, &text) {
            Err(found) => {
                unreadable.push(Unreadable { stem: stem(&path), text, problems: found.clone() });
                problems.extend(found);
            }
            Ok(chain) => {
                problems.extend(assess::chain::check(&chain, &file, &library.fields));
                chains.retain(|c| c.id != chain.id);
                chains.push(chain);
            }
        }
    }
    let known: Vec<String> = chains.iter().map(|c| c.id.clone()).collect();
    if settings.chains.is_empty() {
        return Ok(Read { chains, known, problems });
    }
    let pick = |id: &String| {
        if let Some(file) = unreadable.iter().find(|file| file.is_of(id)) {
            return Err(FlowError::ChainUnreadable { asked: id.clone(), why: file.why() });
        }
        let found = chains.iter().find(|c| c.id == *id).cloned();
        found.ok_or_else(|| FlowError::NoChain { asked: id.clone(), known: known.join(", ") })
    };
    let chains = settings.chains.iter().map(pick).collect::<Result<_, _>>()?;
    Ok(Read { chains, known, problems })
}

/// A file of the folder that is no chain.
struct Unreadable {
    stem: String,
    text: String,
    problems: Vec<Problem>,
}

impl Unreadable {
    /// Whether it was to be the chain of an id, by its own name or the id that it gives.
    fn is_of(&self, id: &str) -> bool {
        let gives = |line: &str| {
            let value = line.trim().strip_prefix("id").and_then(|rest| rest.trim_start().strip_prefix('='));
            value.is_some_and(|value| value.trim().trim_matches(['"', '\'']) == id)
        };
        self.stem == id || self.text.lines().take_while(|line| !line.trim_start().starts_with('[')).any(gives)
    }

    fn why(&self) -> String {
        let lines = self.problems.iter().map(ToString::to_string);
        lines.collect::<Vec<_>>().join("\n  ")
    }
}

fn stem(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

fn files(workspace: &Workspace) -> Result<Vec<PathBuf>, FlowError> {
    let folder = workspace.dir.join("chains");
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let entries = std::fs::read_dir(&folder).map_err(disk(&folder))?;
    let mut files: Vec<PathBuf> =
        entries.filter_map(|e| Some(e.ok()?.path())).filter(|p| p.extension().is_some_and(|x| x == "toml")).collect();
    files.sort();
    Ok(files)
}
