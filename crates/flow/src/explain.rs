//! Where one number came from.

use crate::error::FlowError;
use crate::library::Library;
use crate::withdraw;
use crate::workspace::Workspace;
use assess::profile::explain::Library as Numbers;
use city::Place;
use city::profile::Explanation;
use city::settings::CitySettings;
use city::source::SourceId;
use city::{Observation, Run, Source};
use store::CityFile;

mod money;
mod named;

/// An indicator at a place, explained: for everybody first, then for each group.
#[derive(Debug)]
pub struct Explained {
    /// The explanations.
    pub explanations: Vec<Explanation>,
    /// Every source, for numbers that rest on more than one.
    pub sources: Vec<Source>,
    /// Sources whose consent is withdrawn and that the city file still holds: `collect` is due. Nothing here rests on them.
    pub due: Vec<SourceId>,
}

impl Explained {
    /// As text, one explanation after the other.
    #[must_use]
    pub fn text(&self) -> String {
        let more = |o: &Observation| named::named(o, &self.sources);
        self.explanations.iter().map(|e| report::explain::text_with(e, &more)).collect::<Vec<_>>().join("\n")
    }

    /// As JSON.
    #[must_use]
    pub fn json(&self) -> String {
        let more = |o: &Observation| named::named(o, &self.sources);
        let list: Vec<_> = self.explanations.iter().map(|e| report::explain::json_with(e, &more)).collect();
        format!("{:#}", serde_json::Value::Array(list))
    }
}

/// Explains an indicator at a place, named by id, code or name.
///
/// # Errors
/// [`FlowError::NotCollected`], [`FlowError::NoPlace`] with the nearest name, [`FlowError::NoIndicator`] with what is known,
/// [`FlowError::Withdrawn`] where all that is known rests on a consent that is withdrawn or has ended.
pub fn explain(workspace: &Workspace, indicator: &str, place: &str) -> Result<Explained, FlowError> {
    let path = workspace.city_file();
    if !path.is_file() {
        return Err(FlowError::NotCollected(path));
    }
    let library = Library::open()?;
    let file = CityFile::open_read_only(&path)?;
    let settings = workspace.settings()?;
    let consents = withdraw::consents(&settings, file.consents()?);
    let (places, all) = (file.places()?, file.observations()?);
    let (sources, runs) = (file.sources()?, file.runs()?);
    let place = find(&places, place)?;
    let was_known = all.iter().any(|o| o.place == place.id && o.indicator == indicator);
    let gone = withdraw::closed(&sources, &consents, workspace.today());
    let observations = withdraw::without_sources(all, &gone);
    let numbers = Numbers::new(&observations, &places, (&sources, &runs), (&library.fields, &library.dimensions));
    let mut explanations = numbers.explain(indicator, place);
    for explanation in &mut explanations {
        money::name(explanation, &settings);
    }
    if explanations.is_empty() && was_known && !gone.is_empty() {
        return Err(FlowError::Withdrawn { indicator: indicator.to_owned(), place: place.name.clone() });
    }
    if explanations.is_empty() {
        return Err(no_indicator(indicator, place, &observations));
    }
    let due = withdraw::due(workspace, &settings, &file)?;
    let sources = sources.into_iter().filter(|source| !gone.contains(&source.id)).collect();
    Ok(Explained { explanations, sources, due })
}

/// What explanations are made of: all of it, or as much as those that are asked for rest on.
pub(crate) struct Known<'a> {
    pub places: &'a [Place],
    pub observations: &'a [Observation],
    pub sources: &'a [Source],
    pub runs: &'a [Run],
}

impl Known<'_> {
    /// The explanations of an indicator at a place, with money named; none where nothing is known of it.
    pub fn explain(
        &self,
        (indicator, place): (&str, &Place),
        library: &Library,
        settings: &CitySettings,
    ) -> Vec<Explanation> {
        let tables = (&library.fields, &library.dimensions);
        let numbers = Numbers::new(self.observations, self.places, (self.sources, self.runs), tables);
        let mut explanations = numbers.explain(indicator, place);
        for explanation in &mut explanations {
            money::name(explanation, settings);
        }
        explanations
    }
}

/// That nothing is known of an indicator at a place, and of which ones something is.
pub(crate) fn no_indicator(indicator: &str, place: &Place, observations: &[Observation]) -> FlowError {
    let mut known: Vec<&str> =
        observations.iter().filter(|o| o.place == place.id).map(|o| o.indicator.as_str()).collect();
    known.sort_unstable();
    known.dedup();
    FlowError::NoIndicator {
        indicator: indicator.to_owned(),
        place: place.name.clone(),
        known: if known.is_empty() { "nothing".to_owned() } else { known.join(", ") },
    }
}

/// A place by id, code, exact name, or name without regard to case.
pub(crate) fn find<'a>(places: &'a [Place], asked: &str) -> Result<&'a Place, FlowError> {
    let tests: [&dyn Fn(&Place) -> bool; 4] =
        [&|p| p.id.as_str() == asked, &|p| p.name == asked, &|p| p.name.to_lowercase() == asked.to_lowercase(), &|p| {
            p.id.code() == asked
        }];
    let found = tests.iter().find_map(|test| places.iter().find(|p| test(p)));
    found.ok_or_else(|| FlowError::NoPlace {
        asked: asked.to_owned(),
        near: collect::join::nearest(asked, places.iter().map(|p| p.name.as_str())).map(str::to_owned),
    })
}
