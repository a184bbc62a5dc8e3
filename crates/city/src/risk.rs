//! Climate risk: who and what is struck, how badly and how often, what changes, and how sure that is. Whoever makes one has done
//! all the arithmetic and has already left out what the reader may not see.

use crate::assessment::{AssessedPlace, HeldBack};
use crate::heading::Heading;
use crate::problem::Problem;
use crate::profile::Sentence;
use crate::risk_settings::{Beyond, ExposureKind, Join};
use crate::{Estimate, PlaceId, Source};

/// The climate risk of a city as a reader gets it.
#[derive(Debug, Clone, PartialEq)]
pub struct RiskReport {
    /// Whose it is, and how it was made.
    pub heading: Heading,
    /// The answer first.
    pub summary: Vec<Sentence>,
    /// How points become a year: the rule that leads.
    pub rule: Rule,
    /// City, districts and settlements, in order.
    pub places: Vec<AssessedPlace>,
    /// Hazards as models see them, in the order of `city.toml`.
    pub views: Vec<View>,
    /// What stands in the way, what it suffers: one for each exposure, measure and view.
    pub results: Vec<RiskResult>,
    /// The same thing in two scenarios.
    pub changes: Vec<Change>,
    /// What models show beside what residents lived through.
    pub lived: Vec<Lived>,
    /// Measures, and what each averts; empty where none was asked for.
    pub measures: Vec<MeasureResult>,
    /// What was held back, and why.
    pub held_back: Vec<HeldBack>,
    /// What was wrong with the input.
    pub problems: Vec<Problem>,
    /// Every source that went in.
    pub sources: Vec<Source>,
}

/// How points of frequency and loss become an expected figure of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rule {
    /// How neighbouring return periods are joined.
    pub join: Join,
    /// What lies beyond the rarest.
    pub beyond: Beyond,
}

/// A hazard as one model sees it in one scenario.
#[derive(Debug, Clone, PartialEq)]
pub struct View {
    /// The hazard, by its id.
    pub hazard: String,
    /// What a person reads.
    pub label: String,
    /// Model; empty where nobody named it.
    pub model: String,
    /// Whether it is all models of a hazard and scenario together: from the least to the most that any of them says.
    pub together: bool,
    /// Scenario.
    pub scenario: String,
    /// What the scenario is called.
    pub scenario_title: String,
    /// Its year, where somebody said it.
    pub year: Option<i32>,
    /// Unit of the intensities.
    pub unit: String,
    /// Return periods, years, rising; an event without one has none.
    pub return_periods: Vec<Option<f64>>,
    /// Where it came from, in words.
    pub source: String,
}

/// What is counted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Measure {
    /// People who live where it strikes.
    People,
    /// Things that are struck.
    Struck(ExposureKind),
    /// Metres of lines that are struck.
    Metres,
    /// Things as if wholly lost: each counts by the part of it that is lost.
    LostThings(ExposureKind),
    /// Money lost.
    Money {
        /// ISO 4217; empty where nobody said.
        currency: String,
        /// Year of the prices.
        price_year: Option<i32>,
    },
}

/// What is exposed, and what it suffers, in one view.
#[derive(Debug, Clone, PartialEq)]
pub struct RiskResult {
    /// Id of the exposure; `people` for people.
    pub exposure: String,
    /// What it is called.
    pub title: String,
    /// What is counted.
    pub measure: Measure,
    /// The view: its place in [`RiskReport::views`].
    pub view: usize,
    /// How it was computed, in words.
    pub method: String,
    /// Everything together.
    pub whole: Suffered,
    /// By group of people or structure, in order.
    pub groups: Vec<(String, Suffered)>,
    /// By settlement and district.
    pub places: Vec<(PlaceId, Suffered)>,
    /// Share of what is exposed that the model does not cover, 0 to 1.
    pub not_covered: f64,
}

/// What some things suffer.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Suffered {
    /// How much there is: people, things, metres or money.
    pub exposed: f64,
    /// How much is struck or lost at each return period of the view, in its order; none where it is held back.
    pub events: Vec<Option<Estimate>>,
    /// Expected in a year; none where an event has no return period.
    pub annual: Option<Estimate>,
    /// The same by every other rule.
    pub by_rule: Vec<(Rule, f64)>,
}

/// The same exposure and measure in two scenarios of one hazard and model.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// Place in [`RiskReport::results`] of the first.
    pub from: usize,
    /// Place of the second.
    pub to: usize,
    /// Change of what is expected in a year; of the only event where there is no year.
    pub change: f64,
    /// The same as a share of the first, 0 to 1; none where that is 0.
    pub share: Option<f64>,
}

/// A model's footprint beside an event that residents lived through, by places.
#[derive(Debug, Clone, PartialEq)]
pub struct Lived {
    /// The view.
    pub view: usize,
    /// What was lived through, in words.
    pub event: String,
    /// Places where both show it.
    pub both: u64,
    /// Places where the model alone shows it.
    pub model_only: u64,
    /// Places where residents alone lived it.
    pub lived_only: u64,
    /// Places where neither shows it.
    pub neither: u64,
    /// Events in a year: as the model has them, as residents report them, and joined; empty where nobody reports how often.
    pub rates: Vec<Rate>,
    /// Words that a reader needs.
    pub note: String,
}

/// How often a place is struck.
#[derive(Debug, Clone, PartialEq)]
pub struct Rate {
    /// The settlement.
    pub place: PlaceId,
    /// Events in a year as the model has them.
    pub modelled: Option<f64>,
    /// Events in a year as residents report them.
    pub reported: f64,
    /// Years that the report covers.
    pub years: f64,
    /// Both joined (conjugate update of the rate of a Poisson process).
    pub joined: Option<Estimate>,
}

/// What a measure averts.
#[derive(Debug, Clone, PartialEq)]
pub struct MeasureResult {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// The exposure that it protects.
    pub exposure: String,
    /// What it changes, in words.
    pub changes: String,
    /// The views that it was computed in: now, and then.
    pub views: Vec<usize>,
    /// What is counted.
    pub measure: Measure,
    /// Expected in a year without it, in each view.
    pub without: Vec<f64>,
    /// Expected in a year with it, in each view.
    pub with: Vec<f64>,
    /// What it costs, present value.
    pub cost: Option<Estimate>,
    /// What it averts over the years, present value.
    pub benefit: Option<Estimate>,
    /// Benefit over cost.
    pub ratio: Option<Estimate>,
    /// By group: what is averted in a year, now.
    pub groups: Vec<(String, f64)>,
    /// How years and money were joined, in words.
    pub method: String,
}
