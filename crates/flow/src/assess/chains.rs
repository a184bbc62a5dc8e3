//! Impact chains that a person asked for: those that come with makazi, and those in the city's folder `chains`.

use crate::error::{FlowError, disk};
use crate::library::Library;
use crate::workspace::Workspace;
use city::Problem;
use city::assess_settings::AssessSettings;
use city::chain::ImpactChain;
use std::path::PathBuf;

/// The chains, in order, and what is wrong with those in the folder. A chain of the folder takes the place of one that comes
/// with makazi under the same id.
pub(super) fn asked(
    workspace: &Workspace,
    settings: &AssessSettings,
    library: &Library,
) -> Result<(Vec<ImpactChain>, Vec<Problem>), FlowError> {
    let mut chains = assess::chain::shipped();
    let mut problems = Vec::new();
    for path in files(workspace)? {
        let text = std::fs::read_to_string(&path).map_err(disk(&path))?;
        let file = format!("chains/{}", path.file_name().unwrap_or_default().to_string_lossy());
        match assess::chain::read(&file, &text) {
            Err(found) => problems.extend(found),
            Ok(chain) => {
                problems.extend(assess::chain::check(&chain, &file, &library.fields));
                chains.retain(|c| c.id != chain.id);
                chains.push(chain);
            }
        }
    }
    if settings.chains.is_empty() {
        return Ok((chains, problems));
    }
    let known = || chains.iter().map(|c| c.id.as_str()).collect::<Vec<_>>().join(", ");
    let pick = |id: &String| {
        let found = chains.iter().find(|c| c.id == *id).cloned();
        found.ok_or_else(|| FlowError::NoChain { asked: id.clone(), known: known() })
    };
    Ok((settings.chains.iter().map(pick).collect::<Result<_, _>>()?, problems))
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
