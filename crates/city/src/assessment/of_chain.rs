//! The result of one impact chain: scores by place, how sure they are, and what the profiles changed.

use crate::chain::{Effect, ImpactChain, NodeKind};
use crate::source::SourceId;
use crate::{Period, PlaceId, PlaceKind, Quality, Value};

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
