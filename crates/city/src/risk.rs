//! Climate risk: who and what is struck, how badly and how often, what changes, and how sure that is. Whoever makes one has done
//! all the arithmetic and has already left out what the reader may not see.

use crate::assessment::{AssessedPlace, HeldBack};
use crate::heading::Heading;
use crate::problem::Problem;
use crate::profile::Sentence;
use crate::risk_settings::{Beyond, ExposureKind, Join, Uncertain};
use crate::{Estimate, PlaceId, Source};

/// The climate risk of a city as a reader gets it.
#[derive(Debug, Clone, PartialEq, Default)]
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
    /// How sure losses are: one for each result in money or lost things, of one model.
    pub sure: Vec<Sure>,
    /// What losses, and what measures avert, mean to those whom they concern.
    pub equity: Vec<Equity>,
    /// The same thing in two scenarios.
    pub changes: Vec<Change>,
    /// What models show beside what residents lived through.
    pub lived: Vec<Lived>,
    /// What stops when facilities fail, by service and view.
    pub services: Vec<ServiceStop>,
    /// What a year would be if what residents report moved the rate of events; empty unless that was asked for.
    pub calibrated: Vec<Calibrated>,
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
///
/// More often than the most frequent point, no loss is taken (give a point with loss 0 where the first loss is known).
///
/// ```
/// assert_eq!(city::risk::Rule::default().to_string(), "log_linear, flat beyond");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct Rule {
    /// How the loss goes between two frequencies.
    pub join: Join,
    /// What lies beyond the rarest; of no effect with [`Join::Sum`].
    pub beyond: Beyond,
}

impl Default for Rule {
    /// Our own: log-linear with a flat tail. Losses rise about evenly with the logarithm of the return period, and a flood rarer
    /// than the rarest map does at least as much as that map shows.
    fn default() -> Self {
        Self { join: Join::LogLinear, beyond: Beyond::Flat }
    }
}

impl std::fmt::Display for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.join == Join::Sum {
            write!(f, "{}", self.join)
        } else {
            write!(f, "{}, {} beyond", self.join, self.beyond)
        }
    }
}

/// A hazard as one model sees it in one scenario.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct View {
    /// The hazard, by its id.
    pub hazard: String,
    /// What a person reads.
    pub label: String,
    /// Model; empty where nobody named it.
    pub model: String,
    /// Whether it is all models of a hazard and scenario together: from the least to the most that any of them says.
    pub together: bool,
    /// Whether events are known by return period. Sets of events and days of heat are not: they have no bands, and measures leave
    /// them out.
    pub by_period: bool,
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
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Measure {
    /// People who live where it strikes.
    #[default]
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
    /// Days until dwellings can be lived in again, of all dwellings together.
    RepairDays,
    /// Days without work, of all workers together.
    WorkDays,
    /// Income lost while work stands still.
    Income {
        /// ISO 4217; empty where nobody said.
        currency: String,
        /// Year of the prices.
        price_year: Option<i32>,
    },
}

/// What is exposed, and what it suffers, in one view.
#[derive(Debug, Clone, PartialEq, Default)]
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

/// How sure a result is.
#[derive(Debug, Clone, PartialEq)]
pub struct Sure {
    /// The result: its place in [`RiskReport::results`].
    pub result: usize,
    /// What is not known exactly; empty where nobody gave a range, and then there is no band.
    pub inputs: Vec<UncertainInput>,
    /// Of what is expected in a year.
    pub annual: Option<Band>,
    /// Of each event, in the order of the view.
    pub events: Vec<Option<Band>>,
    /// How it was computed, or why there is no band, in words.
    pub method: String,
}

/// Something that is not known exactly.
#[derive(Debug, Clone, PartialEq)]
pub struct UncertainInput {
    /// What it is.
    pub what: Uncertain,
    /// Least and greatest factor; none of damage functions, whose own band it is.
    pub factors: Option<(f64, f64)>,
    /// Who says so.
    pub source: String,
    /// Share of the variance of the yearly figure that it makes by itself; none where that does not vary.
    pub first_order: Option<f64>,
    /// Share in which it has a part, with others or by itself.
    pub total: Option<f64>,
}

/// Quantiles of a figure over all samples.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Band {
    /// One sample in 20 is below.
    pub p5: f64,
    /// Half of them are below.
    pub p50: f64,
    /// One in 20 is above.
    pub p95: f64,
}

/// What a yearly loss, or what a measure averts of it, means to households.
#[derive(Debug, Clone, PartialEq)]
pub struct Equity {
    /// Id of the exposure.
    pub exposure: String,
    /// What it is called.
    pub title: String,
    /// The view: its place in [`RiskReport::views`].
    pub view: usize,
    /// Id of the measure whose averted loss it is; none where it is the loss as things are.
    pub measure: Option<String>,
    /// Currency and price year of the money.
    pub money: (String, Option<i32>),
    /// Money of a year.
    pub amount: f64,
    /// The same weighted by income; none without an elasticity, or where the income of a group that it concerns is not known.
    pub weighted: Option<f64>,
    /// Elasticity of the weights; none where nobody chose one.
    pub elasticity: Option<f64>,
    /// Income whose weight is 1: the mean of all households; none where the income of a group is not known.
    pub reference_income: Option<f64>,
    /// By group, in order.
    pub groups: Vec<EquityRow>,
    /// Who says what incomes are.
    pub source: String,
    /// How it was computed, in words.
    pub method: String,
}

/// What it means to the households of one group.
#[derive(Debug, Clone, PartialEq)]
pub struct EquityRow {
    /// The group.
    pub group: String,
    /// Households: how many things of the exposure are the group's.
    pub households: f64,
    /// Yearly income of a household; none where nobody said.
    pub income: Option<f64>,
    /// Money of a year.
    pub amount: f64,
    /// Share of all money; none where some of it is below 0.
    pub share_of_amount: Option<f64>,
    /// Share of all households.
    pub share_of_households: Option<f64>,
    /// Money of a year as a share of the yearly income of all its households.
    pub share_of_income: Option<f64>,
    /// What its money is multiplied by.
    pub weight: Option<f64>,
    /// Its money weighted.
    pub weighted: Option<f64>,
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
    /// What residents tell of how often and what was destroyed, beside the model; empty where nobody was asked.
    pub told: Vec<Told>,
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

/// How often residents say that a place was struck and how many structures were destroyed, beside what a model shows.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// The settlement.
    pub place: PlaceId,
    /// Times that they tell of; the least that their answer can mean.
    pub times: Option<f64>,
    /// Structures destroyed; the value is what the answer is counted as.
    pub destroyed: Option<Estimate>,
    /// Whether more may have been destroyed than the range says: their answer has no upper end.
    pub destroyed_open: bool,
    /// Return period of the most frequent event of the model that touches the place, years; none where no event does.
    pub modelled_period: Option<f64>,
    /// Dwellings that the model loses there in an average year; none where nothing says so, or it may not be shown.
    pub modelled_lost: Option<Estimate>,
}

/// What an average year of some places would be if what residents report moved the rate of events. The result itself stays as it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Calibrated {
    /// The result: its place in [`RiskReport::results`].
    pub result: usize,
    /// Each settlement with a joined rate: expected in a year as the model has it, and with the joined rate.
    pub places: Vec<(PlaceId, Estimate, Estimate)>,
    /// All of them together as the model has it.
    pub before: Estimate,
    /// All of them together with joined rates.
    pub after: Estimate,
    /// What was done, in words.
    pub method: String,
}

/// What stops of a service in a view: facilities that are struck, those that lack what they need, and people without.
#[derive(Debug, Clone, PartialEq)]
pub struct ServiceStop {
    /// Id of the service.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// The exposure whose things are its facilities.
    pub exposure: String,
    /// The view: its place in [`RiskReport::views`].
    pub view: usize,
    /// Facilities that stop: struck, or for want of what they need.
    pub stopped: Suffered,
    /// Those of them that are struck.
    pub struck: Suffered,
    /// People without the service; none where nobody said how many its facilities serve.
    pub people: Option<Suffered>,
    /// Facilities of which nobody said how many they serve: people without the service are at least so many.
    pub unsaid: u64,
    /// Facilities that the model does not cover: they count as working, and nobody may call them safe.
    pub not_covered: u64,
    /// What began it, by event of the view.
    pub causes: Vec<Vec<ServiceCause>>,
    /// How it was computed, in words.
    pub method: String,
}

/// Struck facilities of one service that began what stops of another.
#[derive(Debug, Clone, PartialEq)]
pub struct ServiceCause {
    /// What the service of the struck ones is called.
    pub service: String,
    /// The one that began most; empty where nothing names it.
    pub first: String,
    /// Facilities that stop because of any of them.
    pub stops: u64,
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
    /// Why there is no present value, in words; empty where there is one.
    pub without_value: String,
    /// By group: what is averted in a year, now.
    pub groups: Vec<(String, f64)>,
    /// How years and money were joined, in words.
    pub method: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_is_written_by_name_and_read_back() {
        for join in Join::ALL {
            assert_eq!(join.as_str().parse::<Join>().unwrap(), *join);
        }
        assert_eq!("flat".parse::<Beyond>().unwrap(), Beyond::Flat);
        let wrong = "trapezoid".parse::<Join>().unwrap_err().to_string();
        assert!(wrong.contains("trapezoid") && wrong.contains("log_linear"), "{wrong}");
        assert_eq!(Rule { join: Join::Sum, beyond: Beyond::Flat }.to_string(), "sum");
    }
}
