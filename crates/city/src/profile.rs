//! Profiles: what is known of a city and its places, put together for people to read. Whoever makes one has done all the
//! arithmetic and has already left out what the reader may not see.

use crate::indicator::{Direction, IndicatorKind};
use crate::source::SourceId;
use crate::{Gap, Group, Observation, Period, PlaceId, PlaceKind, Quality, Run, Severity, Source, Value};
use geo_types::Geometry;

/// A city and its places as a reader gets them.
#[derive(Debug, Clone, PartialEq)]
pub struct CityProfile {
    /// Name of the city.
    pub city: String,
    /// Country.
    pub country: String,
    /// Whether the city was made up to try the program.
    pub invented: bool,
    /// What every reader has to be told, such as that the city is invented; empty where there is nothing.
    pub notice: String,
    /// When it was made, as it shall be shown.
    pub generated: String,
    /// Version of makazi.
    pub version: String,
    /// The answer first: what matters most, in order.
    pub summary: Vec<Sentence>,
    /// The few indicators that the map and the table beside it show, in order.
    pub key: Vec<KeyIndicator>,
    /// Themes, in order; entries name them.
    pub sections: Vec<SectionDef>,
    /// The city first, then districts, then settlements, each in order.
    pub places: Vec<PlaceProfile>,
    /// Every source that an entry names.
    pub sources: Vec<Source>,
    /// What is missing, most important first.
    pub gaps: Vec<GapNote>,
    /// What collecting found wrong, counted.
    pub problems: Vec<ProblemCount>,
    /// The completeness board.
    pub board: Vec<BoardRow>,
}

names! {
    /// What a sentence of the summary is.
    Tone ("tone") {
        /// Something known.
        Fact = "fact",
        /// Something missing.
        Missing = "missing",
        /// Something to be careful about.
        Caution = "caution",
    }
}

/// A sentence of the summary, with the number it is about where there is one.
#[derive(Debug, Clone, PartialEq)]
pub struct Sentence {
    /// What it is.
    pub tone: Tone,
    /// The number, shown large before the words; it need not be repeated in them.
    pub value: Option<Value>,
    /// What kind of number.
    pub kind: IndicatorKind,
    /// Unit of the number.
    pub unit: String,
    /// The words.
    pub text: String,
    /// The same words by their key, where a list of words has them in other languages.
    pub said: Option<Said>,
    /// What the number is about.
    pub period: Option<Period>,
    /// Where it came from.
    pub source: Option<SourceId>,
}

impl Sentence {
    /// The sentence with its words by their key.
    #[must_use]
    pub fn saying(self, said: Said) -> Self {
        Self { said: Some(said), ..self }
    }
}

/// The words of a sentence as a key of a list of words, and what stands in them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// Key in the list of words.
    pub key: &'static str,
    /// What stands in them, by name.
    pub with: Vec<(&'static str, Part)>,
}

/// What stands in the words of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// A name or a code.
    Text(String),
    /// A count.
    Count(usize),
}

impl Said {
    /// Words by their key, with nothing in them yet.
    #[must_use]
    pub fn new(key: &'static str) -> Self {
        Self { key, with: Vec::new() }
    }

    /// The words with a name or a code in them.
    #[must_use]
    pub fn text(mut self, name: &'static str, text: impl Into<String>) -> Self {
        self.with.push((name, Part::Text(text.into())));
        self
    }

    /// The words with a count in them.
    #[must_use]
    pub fn count(mut self, name: &'static str, count: usize) -> Self {
        self.with.push((name, Part::Count(count)));
        self
    }
}

/// An indicator that the map can be coloured by; its values are the entries with this indicator and group.
#[derive(Debug, Clone, PartialEq)]
pub struct KeyIndicator {
    /// Id in the field table.
    pub indicator: String,
    /// For whom.
    pub group: Group,
    /// What a person reads, with the group's words in it.
    pub label: String,
    /// Unit.
    pub unit: String,
    /// What kind of number.
    pub kind: IndicatorKind,
    /// Whether more is good news.
    pub direction: Direction,
}

/// A theme of the profile, such as water.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectionDef {
    /// Its id, such as `water`.
    pub id: String,
    /// What a person reads.
    pub label: String,
}

names! {
    /// Whether a settlement is formal or informal.
    SettlementType ("type of settlement") {
        /// Laid out or regularised.
        Formal = "formal",
        /// Neither.
        Informal = "informal",
    }
}

/// A place and what is known of it.
#[derive(Debug, Clone, PartialEq)]
pub struct PlaceProfile {
    /// Its id.
    pub id: PlaceId,
    /// What it is.
    pub kind: PlaceKind,
    /// What people call it.
    pub name: String,
    /// The place it is part of.
    pub parent: Option<PlaceId>,
    /// Formal or informal, where that is known.
    pub settlement_type: Option<SettlementType>,
    /// Edition of boundaries; empty where there is only one.
    pub edition: String,
    /// Boundary or point in EPSG:4326, simplified, and as coarse as consent asks; none where it may not be shown.
    pub geometry: Option<Geometry<f64>>,
    /// Words about the boundary, such as that it is withheld; empty where there are none.
    pub geometry_note: String,
    /// What is known, in order of section.
    pub entries: Vec<Entry>,
}

/// A number, some codes or a gap, ready to be shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Id of its section.
    pub section: String,
    /// Id in the field table.
    pub indicator: String,
    /// What a person reads.
    pub label: String,
    /// Unit.
    pub unit: String,
    /// What kind of number.
    pub kind: IndicatorKind,
    /// For whom.
    pub group: Group,
    /// For whom in words, such as `women, 15 to 24`; empty for everybody.
    pub group_label: String,
    /// When.
    pub period: Period,
    /// An estimate, codes, or a gap.
    pub value: Value,
    /// Words for the codes of a class, one each; empty where the codes themselves are to be shown.
    pub class_labels: Vec<String>,
    /// Percent that it is of the place's total, where that says something.
    pub share_of_total: Option<f64>,
    /// How far to trust it.
    pub quality: Quality,
    /// Whether it is a default value and not this place's own.
    pub default: bool,
    /// Where it came from.
    pub source: SourceId,
    /// Words that a reader needs; empty where there are none.
    pub note: String,
    /// How it came to be: place in the file, or the method.
    pub how: String,
    /// What went into a computed number, in words, one each.
    pub inputs: Vec<String>,
    /// Earlier values, oldest first.
    pub history: Vec<(Period, Value)>,
}

/// Something that is not known, why, and what it stops.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GapNote {
    /// What is missing, such as `Toilets`.
    pub label: String,
    /// Why.
    pub reason: Gap,
    /// At how many places.
    pub places: u64,
    /// What cannot be said without it; empty where nothing hangs on it.
    pub blocks: String,
}

/// How often collecting found a kind of problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProblemCount {
    /// What it means for the result.
    pub severity: Severity,
    /// Name of the kind of problem.
    pub code: String,
    /// Source in `city.toml`.
    pub source: String,
    /// How often.
    pub count: u64,
    /// One of them in words.
    pub example: String,
}

/// A row of the completeness board: one indicator at one kind of place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoardRow {
    /// Id of its section.
    pub section: String,
    /// Id in the field table.
    pub indicator: String,
    /// What a person reads.
    pub label: String,
    /// Kind of place.
    pub kind: PlaceKind,
    /// Places with a value of their own.
    pub have: u64,
    /// Places with a default value.
    pub default: u64,
    /// Places with nothing.
    pub missing: u64,
    /// Names of places with nothing, as many as are worth showing.
    pub missing_places: Vec<String>,
    /// What cannot be said without it, one each.
    pub blocks: Vec<String>,
}

/// Where one number came from, down to the files.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// What the indicator is called.
    pub label: String,
    /// Its unit.
    pub unit: String,
    /// What kind of number.
    pub kind: IndicatorKind,
    /// What exactly the indicator is.
    pub definition: String,
    /// Whose definition it is.
    pub citation: String,
    /// Name of the place.
    pub place_name: String,
    /// For whom in words; empty for everybody.
    pub group_label: String,
    /// The number itself, with its basis.
    pub observation: Observation,
    /// Its source.
    pub source: Source,
    /// The run that made it.
    pub run: Option<Run>,
    /// The numbers that went in, where they are at hand.
    pub inputs: Vec<Explanation>,
    /// Other numbers of the same thing, of other sources or periods, which were not chosen.
    pub others: Vec<Observation>,
}
