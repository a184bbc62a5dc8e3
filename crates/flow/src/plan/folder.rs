//! A network in a folder, without a city.

use super::Search;
use super::solved::{Solved, solve};
use crate::error::{FlowError, disk};
use city::Progress;
use network::{Tables, written};
use std::path::{Path, PathBuf};

/// More bytes than a file of a network may have.
const MOST_BYTES: u64 = 1 << 30;

/// A network in a folder, and what is asked of it.
#[derive(Debug, Clone)]
pub struct NetworkRequest {
    /// The folder.
    pub folder: PathBuf,
    /// What is asked.
    pub search: Search,
    /// Seed of random numbers.
    pub seed: u64,
    /// File to write the model to, as MPS.
    pub mps: Option<PathBuf>,
    /// File to write the model to, as LP.
    pub lp: Option<PathBuf>,
    /// Folder for the answer; none: `answer` in the network's.
    pub out: Option<PathBuf>,
}

/// Checks and solves the network of a folder, and writes its answer: tables, a page, JSON.
///
/// # Errors
/// [`FlowError::NoNetwork`] for a folder without tables, [`FlowError::Network`] where there is no plan, with why, [`FlowError::Disk`].
pub fn plan_network(request: &NetworkRequest, progress: &dyn Progress) -> Result<(Solved, PathBuf), FlowError> {
    let files = files_of(&request.folder, "")?;
    if !files.iter().any(|(name, _)| Tables::FILES.contains(&name.as_str())) {
        return Err(FlowError::NoNetwork(request.folder.clone()));
    }
    let (tables, problems) = Tables::read(&files);
    let (network, solved) = solve(&tables, problems, &request.search, request.seed, progress)?;
    if !super::solved::stops(&solved.problems) {
        let write = |path: &PathBuf, text: String| std::fs::write(path, text).map_err(disk(path));
        request.mps.as_ref().map_or(Ok(()), |path| write(path, written::mps(&network)))?;
        request.lp.as_ref().map_or(Ok(()), |path| write(path, written::lp(&network)))?;
    }
    let out = request.out.clone().unwrap_or_else(|| request.folder.join("answer"));
    write_answer(&out, &solved)?;
    Ok((solved, out))
}

/// Writes the tables, the page and the JSON of an answer into a folder.
fn write_answer(out: &Path, solved: &Solved) -> Result<(), FlowError> {
    let Some(plan) = &solved.plan else { return Ok(()) };
    std::fs::create_dir_all(out).map_err(disk(out))?;
    let page = ("plan.html".to_owned(), report::plan::html(plan));
    let json = ("plan.json".to_owned(), report::plan::json(plan)?);
    for (name, text) in solved.tables.iter().chain([&page, &json]) {
        let path = out.join(name);
        std::fs::write(&path, text).map_err(disk(&path))?;
    }
    Ok(())
}

/// The text files of a folder with an extension (all of CSV and TOML where it is empty), by name; none where there is no folder.
///
/// # Errors
/// [`FlowError::Disk`] for a file that cannot be read, is no text, or is larger than a gibibyte.
pub(crate) fn files_of(folder: &Path, extension: &str) -> Result<Vec<(String, String)>, FlowError> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(disk(folder))? {
        let path = entry.map_err(disk(folder))?.path();
        let ending = path.extension().and_then(|e| e.to_str()).unwrap_or("").to_owned();
        let wanted = if extension.is_empty() { ending == "csv" || ending == "toml" } else { ending == extension };
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or("").to_owned();
        if !wanted || !path.is_file() {
            continue;
        }
        let bytes = std::fs::metadata(&path).map_err(disk(&path))?.len();
        if bytes > MOST_BYTES {
            let large = std::io::Error::other(format!("{bytes} bytes; a table may have {MOST_BYTES}"));
            return Err(disk(&path)(large));
        }
        files.push((name, std::fs::read_to_string(&path).map_err(disk(&path))?));
    }
    files.sort();
    Ok(files)
}
