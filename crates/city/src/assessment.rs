//! Assessments: who is at risk, why, how sure that is, and what the profiles changed, put together for people to read.
//! Whoever makes one has done all the arithmetic and has already left out what the reader may not see.

use crate::chain::{Effect, ImpactChain, NodeKind};
use crate::heading::Heading;
use crate::problem::Problem;
use crate::profile::{Sentence, SettlementType};
use crate::source::SourceId;
use crate::{Estimate, Gap, Period, PlaceId, PlaceKind, Quality, Source, Value};
use geo_types::Geometry;

/// A vulnerability assessment of a city as a reader gets it.
#[derive(Debug, Clone, PartialEq)]
pub struct Assessment {
    /// Whose it is, and how it was made.
    pub heading: Heading,
    /// Samples of the uncertainty analysis.
    pub samples: usize,
    /// The answer first: what matters most, in order.
    pub summary: Vec<Sentence>,
    /// City, districts and settlements, in order.
    pub places: Vec<AssessedPlace>,
    /// The people of each settlement, counted twice where they were.
    pub people: PeopleCounts,
    /// Results by chain; the one that leads the page comes first.
    pub chains: Vec<ChainResult>,
    /// Services by settlement or district.
    pub services: Vec<ServiceTable>,
    /// Hazards as models see them beside hazards as residents live them.
    pub agreements: Vec<Agreement>,
    /// Slum households and the indicators of SDG 11.
    pub goals: Vec<GoalResult>,
    /// What residents want first, where profiles say it.
    pub priorities: Option<PrioritiesResult>,
    /// What was held back, and why.
    pub held_back: Vec<HeldBack>,
    /// What was wrong with the input of the assessment.
    pub problems: Vec<Problem>,
    /// Every source that went in.
    pub sources: Vec<Source>,
}

/// A place of the assessment.
#[derive(Debug, Clone, PartialEq)]
pub struct AssessedPlace {
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
    /// Boundary or point in EPSG:4326, simplified, and as coarse as consent asks; none where it may not be shown.
    pub geometry: Option<Geometry<f64>>,
    /// Words about the boundary; empty where there are none.
    pub geometry_note: String,
    /// People that the assessment counts there.
    pub people: Option<Estimate>,
}

/// How many people there are, and how many the city's own figures miss.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PeopleCounts {
    /// The rule by which two counts become one, in words.
    pub rule: String,
    /// What becomes of the totals of districts, in words.
    pub district_rule: String,
    /// Whether the counts are independent of each other, in words; it is said where they are one and the same.
    pub independence: String,
    /// One row for each settlement.
    pub settlements: Vec<SettlementPeople>,
    /// One row for each district that holds settlements.
    pub districts: Vec<DistrictPeople>,
    /// People whom the city's own figures miss, over all settlements with two independent counts; none where there are none.
    pub missed: Option<Estimate>,
    /// How many settlements count more and how many fewer than the city's own figures, or why that is not known, in words.
    pub missed_note: String,
    /// Settlements with two independent counts.
    pub counted_twice: u64,
    /// Settlements whose people nobody counted.
    pub not_counted: u64,
    /// Boundaries that overlap or run over two districts, and how they were split; in words, one each.
    pub splits: Vec<String>,
}

/// The counts of one settlement.
#[derive(Debug, Clone, PartialEq)]
pub struct SettlementPeople {
    /// The settlement.
    pub place: PlaceId,
    /// What it counted itself.
    pub profile: Option<Estimate>,
    /// How it counted, in words (agreed in the community, households times size, structures).
    pub profile_method: String,
    /// What census or grid have inside its boundary.
    pub city: Option<Estimate>,
    /// How that was measured, in words.
    pub city_method: String,
    /// Whether the two are independent of each other.
    pub independent: bool,
    /// The two made one.
    pub combined: Option<Estimate>,
    /// Why there is no count, or other words a reader needs.
    pub note: String,
}

/// The people of a district, before and after its settlements were counted again.
#[derive(Debug, Clone, PartialEq)]
pub struct DistrictPeople {
    /// The district.
    pub place: PlaceId,
    /// The city's own total.
    pub official: Option<f64>,
    /// People of it in settlements, by the city's own figures.
    pub inside_before: Option<f64>,
    /// People of it in settlements, as combined.
    pub inside_after: Option<f64>,
    /// Its total afterwards.
    pub total_after: Option<f64>,
}

names! {
    /// What the result of a chain is: a risk only where a hazard was observed.
    Outcome ("outcome") {
        /// Hazard, exposure and vulnerability together.
        Risk = "risk",
        /// Sensitivity and lack of capacity; no hazard was observed at these places.
        Vulnerability = "vulnerability",
    }
}

/// One chain at one kind of place.
#[derive(Debug, Clone, PartialEq)]
pub struct ChainResult {
    /// The chain.
    pub chain: ImpactChain,
    /// The kind of places it was computed for.
    pub kind: PlaceKind,
    /// What came out.
    pub outcome: Outcome,
    /// Why that, in words.
    pub outcome_note: String,
    /// Leaves in the order of the chain, with how well they are filled.
    pub leaves: Vec<LeafUse>,
    /// Results by place, most at risk first; places without a score last.
    pub scores: Vec<PlaceScore>,
    /// Which input matters most to the ranking, largest first; empty where it was not computed.
    pub inputs: Vec<InputShare>,
    /// What each missing answer would be worth, largest first.
    pub asking: Vec<Asking>,
    /// What the profiles changed, where both could be computed.
    pub changes: Option<Changes>,
    /// People of each group in places of each class, where counts are known; never imputed.
    pub groups: Vec<GroupClasses>,
    /// How many places were ranked.
    pub ranked: u64,
    /// What a reader must be careful about, one each.
    pub warnings: Vec<String>,
}

/// A leaf and how well it is filled.
#[derive(Debug, Clone, PartialEq)]
pub struct LeafUse {
    /// Component that it counts for: hazard, exposure, sensitivity or capacity.
    pub component: NodeKind,
    /// Label of its indicator, with the group's words in it.
    pub label: String,
    /// Unit of its indicator.
    pub unit: String,
    /// Thresholds.
    pub low: f64,
    /// Thresholds.
    pub high: f64,
    /// What more of it does.
    pub effect: Effect,
    /// Its share of its component, 0 to 1, when everything is known.
    pub weight: f64,
    /// Why the thresholds lie where they lie, and who says so.
    pub reason: String,
    /// Places with a value.
    pub present: u64,
    /// Places without one.
    pub missing: u64,
    /// Which file or question would fill it.
    pub filled_by: String,
}

/// What a chain says of a place. Scores run from 0 to 1.
#[derive(Debug, Clone, PartialEq)]
pub struct PlaceScore {
    /// The place.
    pub place: PlaceId,
    /// Hazard.
    pub hazard: Option<f64>,
    /// Exposure.
    pub exposure: Option<f64>,
    /// Sensitivity.
    pub sensitivity: Option<f64>,
    /// Lack of capacity.
    pub lack_of_capacity: Option<f64>,
    /// Vulnerability: sensitivity and lack of capacity together.
    pub vulnerability: Option<f64>,
    /// The score that ranks: risk or vulnerability as [`ChainResult::outcome`] says, GIZ arithmetic mean.
    pub score: Option<f64>,
    /// The same by other rules.
    pub forms: Forms,
    /// Class of the score, 1 (very low) to 5 (very high).
    pub class: Option<u8>,
    /// Share of the weights that are filled.
    pub coverage: f64,
    /// Rank, 1 is most at risk, and the interval that it lies in with 90 %.
    pub rank: Option<Rank>,
    /// Values and scores of the leaves, in the order of [`ChainResult::leaves`]; empty where no place of the result is ranked.
    pub leaves: Vec<LeafValue>,
    /// What raises the score most, in words; empty where there is no score.
    pub why: String,
    /// A warning about this place; empty where there is none.
    pub warning: String,
}

/// One result by other rules. Each is none where its rule gives no number.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Forms {
    /// Geometric mean of hazard, exposure and vulnerability: zero where one of them is.
    pub geometric: Option<f64>,
    /// INFORM, 0 to 10.
    pub inform: Option<f64>,
    /// Hazard, exposure and vulnerability, where vulnerability is sensitivity times lack of capacity.
    pub multiplicative: Option<f64>,
}

/// A rank and its interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rank {
    /// By the chosen method.
    pub nominal: u32,
    /// 5 of 100 draws rank it before this.
    pub low: f64,
    /// The middle of all draws.
    pub median: f64,
    /// 5 of 100 draws rank it after this.
    pub high: f64,
}

/// The value of a leaf at a place.
#[derive(Debug, Clone, PartialEq)]
pub struct LeafValue {
    /// An estimate, codes, or a gap.
    pub value: Value,
    /// Its score, 0 to 1; none where it is missing.
    pub score: Option<f64>,
    /// When.
    pub period: Option<Period>,
    /// Where it came from.
    pub source: Option<SourceId>,
    /// How far to trust it.
    pub quality: Quality,
}

/// How much of the variance of the ranking an input explains.
#[derive(Debug, Clone, PartialEq)]
pub struct InputShare {
    /// The input in words: a leaf, or a choice of method.
    pub label: String,
    /// By itself: first-order Sobol index.
    pub first_order: f64,
    /// With all others: total Sobol index.
    pub total: f64,
}

/// What an answer that nobody gave yet would be worth.
#[derive(Debug, Clone, PartialEq)]
pub struct Asking {
    /// What to ask, in words.
    pub label: String,
    /// Which file or question would give it.
    pub filled_by: String,
    /// Places without it.
    pub places: u64,
    /// Mean width of the rank intervals now, in ranks.
    pub width_now: f64,
    /// Mean width of the rank intervals if it were known, in ranks.
    pub width_known: f64,
}

/// The same assessment with district averages only and with what the settlements said of themselves.
#[derive(Debug, Clone, PartialEq)]
pub struct Changes {
    /// What "without" means here, in words.
    pub without: String,
    /// One row for each settlement that has both.
    pub places: Vec<PlaceChange>,
    /// Mean of the absolute rank moves.
    pub mean_move: f64,
    /// Kendall's tau-b between the two orders; none where one of them has no order.
    pub agreement: Option<f64>,
    /// Settlements in the two top classes only with the profiles.
    pub newly_high: u64,
    /// Their people.
    pub newly_high_people: Option<f64>,
}

/// What the profiles changed at one settlement.
#[derive(Debug, Clone, PartialEq)]
pub struct PlaceChange {
    /// The settlement.
    pub place: PlaceId,
    /// Score by district averages.
    pub score_without: Option<f64>,
    /// Score with its own profile.
    pub score_with: Option<f64>,
    /// Class by district averages.
    pub class_without: Option<u8>,
    /// Class with its own profile.
    pub class_with: Option<u8>,
    /// Rank by district averages (ties share the middle).
    pub rank_without: Option<f64>,
    /// Rank with its own profile.
    pub rank_with: Option<f64>,
}

/// People of one group in places of each class.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupClasses {
    /// The dimension, such as `Sex`.
    pub dimension: String,
    /// The group in words, such as `women`.
    pub label: String,
    /// People in places of class 1 to 5; none where the cell is suppressed.
    pub people: [Option<f64>; 5],
    /// People of the group in places without a class; none where the cell is suppressed.
    pub without_class: Option<f64>,
    /// Places whose count of this group is not known.
    pub places_unknown: u64,
}

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

/// Something that was not shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldBack {
    /// What, in words.
    pub what: String,
    /// Why.
    pub why: String,
    /// How many numbers or places.
    pub count: u64,
    /// What it is put down as.
    pub reason: Gap,
}
