//! Looking at a city: a copy of it made for a role, and what this holds, for those who serve it.

mod copy;
mod layers;
mod rasters;
mod tables;
mod why;

pub use copy::{Audience, Copied, copy, stamp};
pub use layers::LookLayer;
pub use rasters::LookRaster;
pub use report::export::Table;
pub use store::Window;
pub use tables::TableParts;

use crate::error::FlowError;
use crate::library::Library;
use crate::workspace::Workspace;
use assess::profile::describe::describe;
use assess::profile::facts::Facts;
use assess::profile::material::Material;
use city::profile::{BoardRow, Sentence};
use city::settings::{CityHead, CitySettings};
use city::source::{Consent, Level, SourceId};
use city::{Basis, Estimate, FieldTable, Group, Observation, Period, Place, PlaceId, Run, Source};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use store::CityFile;

/// People of a place, and when.
#[derive(Debug, Clone, PartialEq)]
pub struct People {
    /// How many.
    pub count: Estimate,
    /// When.
    pub period: Period,
}

/// A copy of a city made for a role, opened. It answers from that copy alone: what the role may not see was never in it.
///
/// Places, observations, sources and runs are kept in memory; features are read from the copy each time. It may be asked from
/// many threads at once.
#[derive(Debug)]
pub struct Look {
    copied: Copied,
    settings: CitySettings,
    head: CityHead,
    places: Vec<Place>,
    observations: Vec<Observation>,
    /// By place: where its observations begin and end.
    spans: BTreeMap<PlaceId, (usize, usize)>,
    /// By key: where the observation stands. Never gone through in order.
    by_key: HashMap<String, usize>,
    people: BTreeMap<PlaceId, People>,
    sources: Vec<Source>,
    consents: Vec<Consent>,
    runs: Vec<Run>,
    layers: Vec<LookLayer>,
    rasters: Vec<LookRaster>,
    sentences: Vec<Sentence>,
    board: Vec<BoardRow>,
    idle: Mutex<Vec<CityFile>>,
}

impl Look {
    /// Opens a copy that [`copy`] made.
    ///
    /// # Errors
    /// [`FlowError::Store`] for a copy that cannot be read, [`FlowError::Settings`].
    pub fn open(workspace: &Workspace, copied: Copied) -> Result<Self, FlowError> {
        let library = Library::open()?;
        let file = CityFile::open_read_only(&copied.file())?;
        let (head, places, observations) = (file.head()?, file.places()?, file.observations()?);
        let (sources, consents, runs) = (file.sources()?, file.consents()?, file.runs()?);
        let layers = layers::all(&file, &places, &sources)?;
        let rasters = rasters::all(&file, &sources)?;
        let (sentences, board) = told(workspace, library, (&head, &places, &observations, &sources, &consents));
        let facts = Facts::new(&observations);
        let people = |place: &Place| {
            let best = facts.number(&place.id, "population")?;
            Some((place.id.clone(), People { count: best.value.estimate()?, period: best.period.clone() }))
        };
        Ok(Self {
            people: places.iter().filter_map(people).collect(),
            spans: spans(&observations),
            by_key: observations.iter().enumerate().map(|(at, o)| (o.key(), at)).collect(),
            settings: workspace.settings()?,
            idle: Mutex::new(vec![file]),
            copied,
            head,
            places,
            observations,
            sources,
            consents,
            runs,
            layers,
            rasters,
            sentences,
            board,
        })
    }

    /// For whom the copy was made.
    #[must_use]
    pub fn role(&self) -> Level {
        self.copied.role
    }

    /// What tells this copy from any other: see [`stamp`].
    #[must_use]
    pub fn revision(&self) -> &str {
        &self.copied.stamp
    }

    /// When the copy was made, RFC 3339.
    #[must_use]
    pub fn made(&self) -> &str {
        &self.copied.made
    }

    /// Where the copy lies.
    #[must_use]
    pub fn folder(&self) -> &PathBuf {
        &self.copied.folder
    }

    /// What the city is.
    #[must_use]
    pub fn head(&self) -> &CityHead {
        &self.head
    }

    /// Every place, by id.
    #[must_use]
    pub fn places(&self) -> &[Place] {
        &self.places
    }

    /// A place by its id.
    #[must_use]
    pub fn place(&self, id: &str) -> Option<&Place> {
        self.places.binary_search_by(|place| place.id.as_str().cmp(id)).ok().and_then(|at| self.places.get(at))
    }

    /// A place by id, code or name, as `explain` finds it.
    ///
    /// # Errors
    /// [`FlowError::NoPlace`] with the nearest name.
    pub fn find(&self, asked: &str) -> Result<&Place, FlowError> {
        crate::explain::find(&self.places, asked)
    }

    /// Places whose name or another name of theirs holds the words, whatever their case and accents: those that begin with them
    /// first. Where there are none, those with the most similar names, five at most.
    #[must_use]
    pub fn named(&self, words: &str) -> Vec<&Place> {
        let plain = |text: &str| collect::join::normalised_name(text);
        let wanted = plain(words);
        let rank = |place: &Place| {
            let names = std::iter::once(&place.name).chain(&place.aliases).map(|name| plain(name));
            names.filter_map(|name| name.find(&wanted).map(|at| (at != 0, name.len()))).min()
        };
        let mut found: Vec<_> = self.places.iter().filter_map(|p| Some((rank(p)?, p))).collect();
        found.sort_by(|a, b| (&a.0, &a.1.name, &a.1.id).cmp(&(&b.0, &b.1.name, &b.1.id)));
        if !found.is_empty() {
            return found.into_iter().map(|(_, place)| place).collect();
        }
        let mut left: Vec<&Place> = self.places.iter().collect();
        let mut near = Vec::new();
        while near.len() < 5
            && let Some(name) = collect::join::nearest(words, left.iter().map(|p| p.name.as_str()))
            && let Some(at) = left.iter().position(|p| p.name == name)
        {
            near.push(left.remove(at));
        }
        near
    }

    /// Everything known, by place, indicator, period, group and source.
    #[must_use]
    pub fn observations(&self) -> &[Observation] {
        &self.observations
    }

    /// What is known at a place, by indicator, period, group and source.
    #[must_use]
    pub fn observations_at(&self, place: &PlaceId) -> &[Observation] {
        let span = self.spans.get(place).and_then(|(from, to)| self.observations.get(*from..*to));
        span.unwrap_or_default()
    }

    /// What is known of an indicator.
    pub fn observations_of<'a>(&'a self, indicator: &'a str) -> impl Iterator<Item = &'a Observation> {
        self.observations.iter().filter(move |o| o.indicator == indicator)
    }

    /// The people of a place, where they are known.
    #[must_use]
    pub fn people(&self, place: &PlaceId) -> Option<&People> {
        self.people.get(place)
    }

    /// Every source.
    #[must_use]
    pub fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// A source by its id.
    #[must_use]
    pub fn source(&self, id: &SourceId) -> Option<&Source> {
        self.sources.iter().find(|source| source.id == *id)
    }

    /// The consents of what the copy holds.
    #[must_use]
    pub fn consents(&self) -> &[Consent] {
        &self.consents
    }

    /// The sources that a place and what is known of it come from, and what that was computed from.
    #[must_use]
    pub fn sources_at(&self, place: &PlaceId) -> BTreeSet<&SourceId> {
        let mut ids: BTreeSet<&str> = BTreeSet::new();
        for observation in self.observations_at(place) {
            ids.insert(observation.source.as_str());
            if let Basis::Derived { inputs, .. } = &observation.basis {
                ids.extend(inputs.iter().filter_map(|key| key.rsplit_once('#').map(|(_, source)| source)));
            }
        }
        ids.extend(self.place(place.as_str()).map(|place| place.source.as_str()));
        self.sources.iter().map(|source| &source.id).filter(|id| ids.contains(id.as_str())).collect()
    }

    /// Every run that made something of this.
    #[must_use]
    pub fn runs(&self) -> &[Run] {
        &self.runs
    }

    /// What the profile of the city says first.
    #[must_use]
    pub fn sentences(&self) -> &[Sentence] {
        &self.sentences
    }

    /// The completeness board of the profile, with what each gap blocks.
    #[must_use]
    pub fn board(&self) -> &[BoardRow] {
        &self.board
    }

    /// The field table.
    ///
    /// # Errors
    /// [`FlowError::City`] where the table that comes with makazi cannot be read.
    pub fn fields(&self) -> Result<&'static FieldTable, FlowError> {
        Ok(&Library::open()?.fields)
    }

    /// A group in words, such as `women, 15 to 24`.
    #[must_use]
    pub fn group_words(&self, group: &Group) -> String {
        Library::open()
            .map_or_else(|_| group.to_string(), |library| assess::profile::groups::words(group, &library.dimensions))
    }

    /// The words of the codes of a class indicator, one each.
    #[must_use]
    pub fn class_words(&self, indicator: &str, codes: &[String]) -> Vec<String> {
        let words = |library: &Library| assess::profile::describe::class_words(codes, indicator, &library.dimensions);
        Library::open().map_or_else(|_| codes.to_vec(), words)
    }

    /// Works with a connection of its own, of those that nobody uses.
    fn with_file<T>(&self, work: impl FnOnce(&CityFile) -> Result<T, FlowError>) -> Result<T, FlowError> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let file = idle.map_or_else(|| CityFile::open_read_only(&self.copied.file()), Ok)?;
        let done = work(&file);
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(file);
        done
    }
}

type Held<'a> = (&'a CityHead, &'a [Place], &'a [Observation], &'a [Source], &'a [Consent]);

/// What the profile says of what the copy holds. What is in the copy may be shown to those for whom it is.
fn told(
    workspace: &Workspace,
    library: &Library,
    (head, places, observations, sources, consents): Held,
) -> (Vec<Sentence>, Vec<BoardRow>) {
    let open =
        |c: &Consent| Consent { level: Level::Public, boundary: true, until: None, withdrawn: None, ..c.clone() };
    let consents: Vec<Consent> = consents.iter().map(open).collect();
    let profile = describe(&Material {
        head,
        places,
        observations,
        sources,
        consents: &consents,
        problems: &[],
        fields: &library.fields,
        dimensions: &library.dimensions,
        today: workspace.today(),
        version: crate::VERSION,
    });
    (profile.summary, profile.board)
}

/// Where the observations of each place begin and end; they come by place.
fn spans(observations: &[Observation]) -> BTreeMap<PlaceId, (usize, usize)> {
    let mut spans: BTreeMap<PlaceId, (usize, usize)> = BTreeMap::new();
    for (at, observation) in observations.iter().enumerate() {
        match spans.get_mut(&observation.place) {
            Some(span) => span.1 = at + 1,
            None => drop(spans.insert(observation.place.clone(), (at, at + 1))),
        }
    }
    spans
}
