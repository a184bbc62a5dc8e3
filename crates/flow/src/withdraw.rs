//! Withdrawn consents: what they cover leaves the city file, and a list says what relied on it.

use crate::error::{FlowError, disk};
use crate::workspace::Workspace;
use city::settings::CitySettings;
use city::source::{Consent, ConsentId, SourceId};
use city::{Basis, Observation, Problem, Source};
use std::collections::{BTreeMap, BTreeSet};
use store::{CityFile, Dropped, Stage};

/// What a withdrawn consent took out of the city file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withdrawn {
    /// The source that it covered.
    pub source: SourceId,
    /// What left, with the keys of all numbers that relied on it.
    pub dropped: Dropped,
    /// Layers of other sources, and of makazi, that showed it.
    pub layers: Vec<String>,
    /// Pages and tables that were written with it, to be made again and replaced wherever they went.
    pub outputs: Vec<String>,
}

/// Sources whose consent is withdrawn on a day, in `city.toml` or as the city file has it.
pub(crate) fn sources(
    settings: &CitySettings,
    file: Option<&CityFile>,
    today: &str,
) -> Result<BTreeSet<SourceId>, FlowError> {
    let (kept, known) = match file {
        Some(file) => (file.consents()?, file.sources()?),
        None => (Vec::new(), Vec::new()),
    };
    let consents = consents(settings, kept);
    let is_withdrawn = |id: &ConsentId| consents.iter().any(|c| c.id == *id && c.is_withdrawn_on(today));
    let of_settings = settings.sources.iter().filter_map(|s| Some((&s.id, ConsentId(s.consent.clone()?))));
    let mut withdrawn: BTreeSet<SourceId> =
        of_settings.filter(|(_, id)| is_withdrawn(id)).map(|(source, _)| source.clone()).collect();
    let no_longer_named = |s: &&Source| !settings.sources.iter().any(|of| of.id == s.id);
    let of_file = known.iter().filter(no_longer_named).filter(|s| s.consent.as_ref().is_some_and(is_withdrawn));
    withdrawn.extend(of_file.map(|s| s.id.clone()));
    Ok(withdrawn)
}

/// Consents as they hold now: those of `city.toml`, whether or not they were collected since, and those that only the city file
/// still has.
pub(crate) fn consents(settings: &CitySettings, kept: Vec<Consent>) -> Vec<Consent> {
    let mut all: BTreeMap<ConsentId, Consent> = kept.into_iter().map(|c| (c.id.clone(), c)).collect();
    all.extend(settings.consents.iter().map(|(id, c)| (ConsentId(id.clone()), consent(id, c))));
    all.into_values().collect()
}

/// A consent as `city.toml` has it.
pub(crate) fn consent(id: &str, settings: &city::settings::ConsentSettings) -> Consent {
    Consent {
        id: ConsentId(id.to_owned()),
        owner: settings.owner.clone(),
        purpose: settings.purpose.clone(),
        level: settings.level,
        boundary: settings.boundary,
        until: settings.until.clone(),
        withdrawn: settings.withdrawn.clone(),
    }
}

/// The settings as if some sources were not in them.
pub(crate) fn without(settings: &CitySettings, withdrawn: &BTreeSet<SourceId>) -> CitySettings {
    let mut settings = settings.clone();
    settings.sources.retain(|source| !withdrawn.contains(&source.id));
    settings
}

/// Those of the sources of which the city file still holds anything.
pub(crate) fn held(file: &CityFile, withdrawn: &BTreeSet<SourceId>) -> Result<Vec<SourceId>, FlowError> {
    if withdrawn.is_empty() {
        return Ok(Vec::new());
    }
    let given: BTreeSet<SourceId> = file.places_as_given()?.into_iter().map(|p| p.source).collect();
    let layers = file.layers()?.into_iter().map(|l| l.source);
    let kept: BTreeSet<SourceId> =
        given.into_iter().chain(layers).chain(file.rasters()?.into_iter().map(|r| r.source)).collect();
    let mut held = Vec::new();
    for source in file.sources()?.into_iter().map(|s| s.id).filter(|id| withdrawn.contains(id)) {
        if kept.contains(&source) || !file.observations_from(&source)?.is_empty() {
            held.push(source);
        }
    }
    Ok(held)
}

/// Sources whose consent is withdrawn and of which the city file still holds something: `collect` is due.
pub(crate) fn due(workspace: &Workspace, settings: &CitySettings, file: &CityFile) -> Result<Vec<SourceId>, FlowError> {
    held(file, &sources(settings, Some(file), workspace.today())?)
}

/// Sources whose consent is withdrawn or has ended on a day.
pub(crate) fn closed(sources: &[Source], consents: &[Consent], today: &str) -> BTreeSet<SourceId> {
    let ended = |source: &&Source| {
        let consent = source.consent.as_ref().and_then(|id| consents.iter().find(|c| c.id == *id));
        consent.is_some_and(|c| c.is_withdrawn_on(today) || !c.holds_on(today).unwrap_or(false))
    };
    sources.iter().filter(ended).map(|s| s.id.clone()).collect()
}

/// Observations that do not come from these sources, neither themselves nor by what went into them.
pub(crate) fn without_sources(observations: Vec<Observation>, gone: &BTreeSet<SourceId>) -> Vec<Observation> {
    if gone.is_empty() {
        return observations;
    }
    let mut lost: BTreeSet<String> = BTreeSet::new();
    loop {
        let before = lost.len();
        for observation in &observations {
            let relied = match &observation.basis {
                Basis::Derived { inputs, .. } => inputs.iter().any(|key| lost.contains(key)),
                Basis::Reported { .. } => false,
            };
            if relied || gone.contains(&observation.source) {
                lost.insert(observation.key());
            }
        }
        if lost.len() == before {
            break;
        }
    }
    observations.into_iter().filter(|o| !lost.contains(&o.key())).collect()
}

/// Takes sources out of the city file with all that relied on them.
pub(crate) fn drop_all(
    workspace: &Workspace,
    settings: &CitySettings,
    stage: &mut Stage,
    sources: &[SourceId],
) -> Result<(Vec<Withdrawn>, Vec<Problem>), FlowError> {
    let (mut all, mut problems) = (Vec::new(), Vec::new());
    for source in sources {
        let weights: BTreeSet<String> =
            stage.file().rasters()?.into_iter().filter(|r| r.source == *source).map(|r| r.name).collect();
        let dropped = stage.drop_source(source, &|o| is_weighed_by(o, &weights, settings))?;
        for concordance in
            settings.concordances.iter().filter(|c| c.weight.as_ref().is_some_and(|w| weights.contains(w)))
        {
            stage.drop_concordance(&concordance.from, &concordance.to)?;
        }
        let layers = drop_layers(stage, source, settings)?;
        forget_files(stage, source)?;
        let withdrawn = Withdrawn { source: source.clone(), dropped, layers, outputs: outputs(workspace)? };
        let problem = problem(&withdrawn);
        stage.put_problems(source.as_str(), std::slice::from_ref(&problem))?;
        problems.push(problem);
        all.push(withdrawn);
    }
    Ok((all, problems))
}

/// Whether a number was weighed by one of these rasters, which no input names.
fn is_weighed_by(observation: &Observation, rasters: &BTreeSet<String>, settings: &CitySettings) -> bool {
    let Basis::Derived { method, .. } = &observation.basis else { return false };
    // a way rests on its network, its destinations, and cells of people, which no input names
    if observation.group.get("travel").is_some() {
        return true;
    }
    let is_one = |weight: &Option<String>| weight.as_ref().is_some_and(|name| rasters.contains(name));
    let zonal = settings.sources.iter().filter(|s| s.id == observation.source).filter_map(|s| s.raster.as_ref());
    let measured = zonal.flat_map(|r| &r.zonal).filter(|z| is_one(&z.weight));
    measured.into_iter().any(|z| z.indicator == observation.indicator)
        || settings
            .concordances
            .iter()
            .filter(|c| is_one(&c.weight))
            .any(|c| observation.place.prefix() == c.to && method.starts_with(&format!("carried from {} by", c.from)))
}

/// Removes layers that borrowed the geometry of a source, and those that makazi made of everything.
fn drop_layers(stage: &mut Stage, source: &SourceId, settings: &CitySettings) -> Result<Vec<String>, FlowError> {
    let borrows = |name: &str| {
        let layers = settings.sources.iter().filter_map(|s| s.keep_layer.as_ref());
        layers.filter(|l| l.name == name).any(|l| l.geometry_from.as_ref().is_some_and(|from| from.source == *source))
    };
    let mut dropped = Vec::new();
    for layer in stage.file().layers()? {
        if layer.source.as_str() == crate::collect::SETTINGS_SOURCE || borrows(&layer.name) {
            stage.drop_layer(&layer.name)?;
            dropped.push(layer.name);
        }
    }
    Ok(dropped)
}

/// A source that gave nothing: when its consent is given again, it comes in anew.
fn forget_files(stage: &mut Stage, source: &SourceId) -> Result<(), FlowError> {
    let known = stage.file().sources()?.into_iter().find(|s| s.id == *source);
    if let Some(known) = known {
        let empty = String::new;
        stage.put_source(&Source { fingerprint: empty(), checksum: empty(), files: Vec::new(), bytes: 0, ..known })?;
    }
    Ok(())
}

/// Names of the files in the folder `outputs` and in its folders.
fn outputs(workspace: &Workspace) -> Result<Vec<String>, FlowError> {
    let root = workspace.outputs();
    let (mut folders, mut names) = (vec![root.clone()], Vec::new());
    while let Some(folder) = folders.pop().filter(|folder| folder.is_dir()) {
        for entry in std::fs::read_dir(&folder).map_err(disk(&folder))? {
            let path = entry.map_err(disk(&folder))?.path();
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(name) = path.strip_prefix(&root) {
                names.push(name.to_string_lossy().into_owned());
            }
        }
    }
    names.sort();
    Ok(names)
}

fn problem(withdrawn: &Withdrawn) -> Problem {
    let Withdrawn { source, dropped, layers, outputs } = withdrawn;
    let left = format!(
        "{} places, {} numbers, {} layers and {} rasters left the city file",
        dropped.places.len(),
        dropped.observations,
        dropped.layers.len(),
        dropped.rasters.len()
    );
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for key in &dropped.relied {
        *counts.entry(key.split('@').next().unwrap_or(key)).or_default() += 1;
    }
    let numbers: Vec<String> = counts.iter().map(|(indicator, count)| format!("{count} of {indicator}")).collect();
    let list = |what: &str, names: &[String]| match names {
        [] => String::new(),
        names => format!("; {what}: {}", names.join(", ")),
    };
    let relied = format!(
        "nothing of it, as its consent is withdrawn. {} other numbers relied on it and left too{}{}",
        dropped.relied.len(),
        list("numbers", &numbers),
        list("layers", layers)
    );
    let hint = match outputs.as_slice() {
        [] => "run `makazi profile` and `makazi assess` again".to_owned(),
        names => format!(
            "run `makazi profile` and `makazi assess` again, and replace wherever they went: {}; remove its files too",
            names.join(", ")
        ),
    };
    Problem {
        source: source.0.clone(),
        ..Problem::warning("consent_withdrawn").found(left).expected(relied).hint(hint)
    }
}
