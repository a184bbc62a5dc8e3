//! Assessments: who is at risk, why, how sure that is, and what the profiles changed, put together for people to read.
//! Whoever makes one has done all the arithmetic and has already left out what the reader may not see.

mod beside_chains;
mod of_chain;

pub use beside_chains::{
    Agreement, Agrees, FootprintShare, GoalResult, PlaceAgreement, PrioritiesResult, PriorityOption, ServiceColumn,
    ServiceRow, ServiceTable,
};
pub use of_chain::{
    Asking, ChainResult, Changes, Forms, GroupClasses, InputShare, LeafUse, LeafValue, Outcome, PlaceChange,
    PlaceScore, Rank,
};

use crate::heading::Heading;
use crate::problem::Problem;
use crate::profile::{Sentence, SettlementType};
use crate::{Estimate, Gap, PlaceId, PlaceKind, Source};
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
