//! What stands beside the chains: services, hazards as modelled and as lived, goals, and what residents want first.

use crate::{Estimate, Period, PlaceId, PlaceKind, Value};

/// A table of services: one row for each place, one column for each result.
#[derive(Debug, Clone, PartialEq)]
pub struct ServiceTable {
    /// Its id, such as `sanitation`.
    pub id: String,
    /// What it shows.
    pub title: String,
    /// How to read it, with the rules used.
    pub note: String,
    /// Columns.
    pub columns: Vec<ServiceColumn>,
    /// Rows, worst first.
    pub rows: Vec<ServiceRow>,
}

/// A column of a table of services.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceColumn {
    /// Heading.
    pub label: String,
    /// Unit.
    pub unit: String,
    /// What kind of number.
    pub kind: crate::indicator::IndicatorKind,
    /// How it was computed, in words.
    pub method: String,
}

/// A row of a table of services.
#[derive(Debug, Clone, PartialEq)]
pub struct ServiceRow {
    /// The place; none for a group or a total.
    pub place: Option<PlaceId>,
    /// What a person reads.
    pub label: String,
    /// One value for each column.
    pub values: Vec<Value>,
    /// Words that a reader needs; empty where there are none.
    pub note: String,
}

names! {
    /// Whether model and residents agree on a hazard.
    Agrees ("agreement") {
        /// Both say that it happens here.
        Both = "both",
        /// Only the model says so.
        ModelOnly = "model_only",
        /// Only residents say so: it counts, with low quality.
        ResidentsOnly = "residents_only",
        /// Neither.
        Neither = "neither",
        /// One of them said nothing about this place.
        NotCompared = "not_compared",
    }
}

/// A hazard, twice: as modelled and as lived.
#[derive(Debug, Clone, PartialEq)]
pub struct Agreement {
    /// Id of the hazard.
    pub hazard: String,
    /// What a person reads.
    pub label: String,
    /// Which footprint was compared, in words (model, scenario, return period, wet from which depth).
    pub model: String,
    /// What residents said, in words (which questions or which event).
    pub lived: String,
    /// The rule by which the two make one score, in words.
    pub rule: String,
    /// One row for each place of the comparison.
    pub places: Vec<PlaceAgreement>,
    /// Other footprints of the hazard: share of area and of people by return period, scenario and model.
    pub footprints: Vec<FootprintShare>,
    /// Words about distance, resolution or disagreement of models that a reader needs, one each.
    pub notes: Vec<String>,
}

/// Agreement at one place.
#[derive(Debug, Clone, PartialEq)]
pub struct PlaceAgreement {
    /// The place.
    pub place: PlaceId,
    /// Whether they agree.
    pub agrees: Agrees,
    /// Percent of the area inside the footprint, as modelled.
    pub area_share: Option<f64>,
    /// Percent of the people inside the footprint, as modelled.
    pub people_share: Option<f64>,
    /// Metres from the place to the footprint, 0 where it touches; none where there is no footprint.
    pub distance_m: Option<f64>,
    /// What residents said, in words; empty where nobody asked.
    pub lived: String,
    /// Score of the lived hazard, 0 to 1.
    pub lived_score: Option<f64>,
    /// The two made one, 0 to 1.
    pub score: Option<Estimate>,
    /// People there.
    pub people: Option<f64>,
}

/// What one footprint covers, over all places of a kind.
#[derive(Debug, Clone, PartialEq)]
pub struct FootprintShare {
    /// Model.
    pub model: String,
    /// Scenario.
    pub scenario: String,
    /// Return period, years.
    pub return_period: Option<f64>,
    /// Kind of places.
    pub kind: PlaceKind,
    /// Places that it touches.
    pub places_touched: u64,
    /// Places looked at.
    pub places: u64,
    /// People inside it, by share of area of each place (an average: people are not spread evenly).
    pub people: Option<f64>,
    /// People inside it where a grid of people was at hand.
    pub people_by_grid: Option<f64>,
}

/// An indicator of a goal, or why it cannot be computed.
#[derive(Debug, Clone, PartialEq)]
pub struct GoalResult {
    /// Its number, such as `11.1.1`.
    pub id: String,
    /// What it is.
    pub label: String,
    /// Which formula, rule or version.
    pub method: String,
    /// The number, or why there is none.
    pub value: Value,
    /// Unit.
    pub unit: String,
    /// Where, such as the city or `24 settlements`.
    pub covers: String,
    /// When.
    pub period: Option<Period>,
    /// What is missing for it, one each.
    pub missing: Vec<String>,
    /// Parts of it, such as each of the five deprivations: label and value.
    pub parts: Vec<(String, Value)>,
    /// Words that a reader needs; empty where there are none.
    pub note: String,
}

/// What residents want first.
#[derive(Debug, Clone, PartialEq)]
pub struct PrioritiesResult {
    /// How votes were weighed, in words.
    pub weighing: String,
    /// Settlements that voted.
    pub settlements: u64,
    /// Options in the order of Borda.
    pub options: Vec<PriorityOption>,
    /// The option that beats every other, where there is one.
    pub condorcet: Option<String>,
    /// Share of the votes, 0 to 100, that put the option of a row before that of a column; by [`PrioritiesResult::options`].
    pub pairwise: Vec<Vec<Option<f64>>>,
    /// Who is not heard if the first three are done: settlement, its people, what it wants.
    pub unheard: Vec<(PlaceId, Option<f64>, String)>,
    /// Whether the other way of weighing changes the order, in words.
    pub other_weighing: String,
    /// Words of care, such as that lists are of five.
    pub notes: Vec<String>,
}

/// One option and its points.
#[derive(Debug, Clone, PartialEq)]
pub struct PriorityOption {
    /// What a person reads.
    pub label: String,
    /// Borda points.
    pub borda: f64,
    /// Copeland score.
    pub copeland: f64,
    /// Score of the profile's own rule (rank times term).
    pub profile_score: f64,
    /// Settlements that name it first.
    pub first: u64,
}
