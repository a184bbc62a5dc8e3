//! The folder of a trial: the city's own texts with the changes, a copy of its city file, and its rasters.

use super::change::{apply, wrong};
use super::{FOLDER, choices, folder_of};
use crate::city_toml::{Held, put_whole};
use crate::correct::one_line;
use crate::error::{FlowError, disk};
use crate::workspace::Workspace;
use city::Problem;
use serde_json::{Map, Value, json};
use std::path::Path;
use store::CityFile;

/// What says what a trial is, in its folder.
const ABOUT: &str = "trial.json";
/// Most trials of a city.
const MOST_TRIALS: usize = 20;
/// Bytes of texts that are copied.
const MOST_TEXT: u64 = 64 << 20;
/// What lies in a city's folder and is no setting of it.
const NOT_SETTINGS: [&str; 12] = [
    "city.toml",
    "city.gpkg",
    "outputs",
    "exports",
    "trials",
    "rasters",
    "sources",
    "uploads",
    "field",
    "corrections.csv",
    "boundaries.geojson",
    "desk.sqlite",
];

/// A trial.
#[derive(Debug, Clone, PartialEq)]
pub struct Trial {
    /// Its id.
    pub id: String,
    /// What somebody called it.
    pub name: String,
    /// What was changed.
    pub changes: Map<String, Value>,
    /// When it was made, RFC 3339.
    pub made: String,
    /// The case of its plan of water.
    pub case: Option<String>,
    /// The stages that ran over it since.
    pub stages: Vec<String>,
}

/// Makes a trial: a whole city folder with the changes.
///
/// # Errors
/// [`FlowError::Refused`] with everything that is wrong with the changes, [`FlowError::NotCollected`], and what the disk can meet:
/// nothing is left of it then.
pub fn make_trial(workspace: &Workspace, name: &str, changes: &Map<String, Value>) -> Result<Trial, FlowError> {
    let name: String = one_line(name).chars().take(120).collect();
    let all = choices(workspace)?;
    let mut problems = wrong(&all, changes);
    if name.is_empty() {
        problems.push(Problem::error("trial_without_name").in_column("name").expected("what to call the trial"));
    }
    let there = trials(workspace)?;
    if there.len() >= MOST_TRIALS {
        let problem = Problem::error("trials_too_many").found(there.len()).expected(format!("at most {MOST_TRIALS}"));
        problems.push(problem.hint("take some away first"));
    }
    if !problems.is_empty() {
        return Err(FlowError::Refused(problems));
    }
    if !workspace.city_file().is_file() {
        return Err(FlowError::NotCollected(workspace.city_file()));
    }
    let texts = apply(workspace, changes)?;
    let _held = Held::take(workspace)?;
    let numbers = there.iter().filter_map(|t| t.id.strip_prefix('t')?.parse::<u32>().ok());
    let id = format!("t{}", numbers.max().unwrap_or(0) + 1);
    let parent = workspace.dir.join(FOLDER);
    let (aside, dir) = (parent.join(format!(".{id}")), folder_of(workspace, &id)?);
    let trial = Trial {
        id,
        name,
        changes: changes.clone(),
        made: workspace.now.clone(),
        case: texts.case.clone(),
        stages: Vec::new(),
    };
    let made = || -> Result<(), FlowError> {
        if aside.exists() {
            std::fs::remove_dir_all(&aside).map_err(disk(&aside))?;
        }
        std::fs::create_dir_all(&aside).map_err(disk(&aside))?;
        copy(workspace, &aside)?;
        for (name, text) in &texts.files {
            let path = aside.join(name);
            let folder = path.parent().unwrap_or(&aside);
            std::fs::create_dir_all(folder).map_err(disk(folder))?;
            put_whole(&path, text.as_bytes())?;
        }
        let before = runs_of(&aside);
        let about = json!({
            "name": trial.name, "changes": trial.changes, "made": trial.made, "case": trial.case,
            "before": before.into_iter().map(|(run, _)| run).collect::<Vec<_>>(),
        });
        put_whole(&aside.join(ABOUT), about.to_string().as_bytes())?;
        std::fs::rename(&aside, &dir).map_err(disk(&dir))
    };
    made().inspect_err(|_| drop(std::fs::remove_dir_all(&aside)))?;
    Ok(trial)
}

fn copy(workspace: &Workspace, to: &Path) -> Result<(), FlowError> {
    let one = |from: &Path, to: &Path| std::fs::copy(from, to).map(drop).map_err(disk(from));
    one(&workspace.dir.join("city.toml"), &to.join("city.toml"))?;
    // nobody writes meanwhile; what SQLite still keeps beside the file belongs to it
    for ending in ["city.gpkg", "city.gpkg-wal"] {
        let from = workspace.dir.join(ending);
        if from.is_file() {
            one(&from, &to.join(ending))?;
        }
    }
    let mut left = MOST_TEXT;
    for entry in std::fs::read_dir(&workspace.dir).map_err(disk(&workspace.dir))?.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let of_the_desk = name.starts_with("desk.sqlite") || name.starts_with("city.gpkg") || name.starts_with('.');
        if !of_the_desk && !NOT_SETTINGS.contains(&name.as_str()) {
            texts(&entry.path(), &to.join(&name), &mut left, 0)?;
        }
    }
    let rasters = workspace.rasters();
    if rasters.is_dir() {
        let folder = to.join("rasters");
        std::fs::create_dir_all(&folder).map_err(disk(&folder))?;
        for entry in std::fs::read_dir(&rasters).map_err(disk(&rasters))?.flatten().filter(|e| e.path().is_file()) {
            let target = folder.join(entry.file_name());
            // rasters are never written over, only renamed into place: a link is as good as a copy
            if std::fs::hard_link(entry.path(), &target).is_err() {
                one(&entry.path(), &target)?;
            }
        }
    }
    Ok(())
}

/// Copies tables and texts, and folders of them; what is larger than texts are stays.
fn texts(from: &Path, to: &Path, left: &mut u64, depth: usize) -> Result<(), FlowError> {
    let about = std::fs::symlink_metadata(from).map_err(disk(from))?;
    if about.is_dir() && depth < 4 {
        std::fs::create_dir_all(to).map_err(disk(to))?;
        for entry in std::fs::read_dir(from).map_err(disk(from))?.flatten() {
            texts(&entry.path(), &to.join(entry.file_name()), left, depth + 1)?;
        }
    } else if about.is_file() && about.len() <= *left {
        let ending = from.extension().and_then(|e| e.to_str()).unwrap_or_default();
        if ["csv", "toml", "md", "json", "txt"].contains(&ending) {
            *left -= about.len();
            std::fs::copy(from, to).map_err(disk(from))?;
        }
    }
    Ok(())
}

/// A trial.
///
/// # Errors
/// [`FlowError::NoTrial`].
pub fn trial(workspace: &Workspace, id: &str) -> Result<Trial, FlowError> {
    let dir = folder_of(workspace, id)?;
    let none = || FlowError::NoTrial(id.to_owned());
    let text = std::fs::read_to_string(dir.join(ABOUT)).map_err(|_| none())?;
    let about: Value = serde_json::from_str(&text).map_err(|_| none())?;
    let word = |key: &str| about.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let made = word("made");
    let before: Vec<&str> = about["before"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let since = runs_of(&dir).into_iter().filter(|(run, _)| !before.contains(&run.as_str()));
    let mut stages: Vec<String> = since.map(|(_, stage)| stage).collect();
    stages.dedup();
    Ok(Trial {
        id: id.to_owned(),
        name: word("name"),
        changes: about.get("changes").and_then(Value::as_object).cloned().unwrap_or_default(),
        made,
        case: about.get("case").and_then(Value::as_str).map(str::to_owned),
        stages,
    })
}

/// The runs of a city file, each with the moment it ended, and its stage.
fn runs_of(dir: &Path) -> Vec<(String, String)> {
    let runs = CityFile::open_read_only(&dir.join("city.gpkg")).and_then(|file| file.runs()).unwrap_or_default();
    runs.into_iter().map(|run| (format!("{} {}", run.id, run.finished), run.stage.to_string())).collect()
}

/// Every trial of a city, the oldest first.
///
/// # Errors
/// [`FlowError::Disk`].
pub fn trials(workspace: &Workspace) -> Result<Vec<Trial>, FlowError> {
    let folder = workspace.dir.join(FOLDER);
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let entries = std::fs::read_dir(&folder).map_err(disk(&folder))?.flatten();
    let mut all: Vec<Trial> =
        entries.filter_map(|entry| trial(workspace, &entry.file_name().to_string_lossy()).ok()).collect();
    all.sort_by(|a, b| (&a.made, a.id.len(), &a.id).cmp(&(&b.made, b.id.len(), &b.id)));
    Ok(all)
}

/// Takes a trial away.
///
/// # Errors
/// [`FlowError::NoTrial`], [`FlowError::Disk`].
pub fn drop_trial(workspace: &Workspace, id: &str) -> Result<(), FlowError> {
    let dir = folder_of(workspace, id)?;
    trial(workspace, id)?;
    let gone = dir.with_file_name(format!(".{id}-gone"));
    std::fs::rename(&dir, &gone).map_err(disk(&dir))?;
    std::fs::remove_dir_all(&gone).map_err(disk(&gone))
}
