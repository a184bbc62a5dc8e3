//! `[risk]` of `city.toml`: what stands in the way of hazards, what it is worth, and how points become a year.

use crate::event_settings::{EventsSettings, HeatSettings};
use crate::risk::Rule;
use crate::settings::OneOrMany;
use serde::Deserialize;
use std::collections::BTreeMap;

names! {
    /// How the losses of two neighbouring return periods are joined.
    Join ("way to join return periods") {
        /// The smaller of both losses: at least so much.
        StepBelow = "step_below",
        /// The larger of both losses: at most so much, where losses rise.
        StepAbove = "step_above",
        /// In a straight line against frequency (the trapezoid rule).
        Linear = "linear",
        /// In a straight line against the logarithm of frequency, as Delft-FIAT has it.
        LogLinear = "log_linear",
        /// Frequency times loss, summed: right for events with frequencies of their own; over exceedance frequencies it counts what
        /// overlaps more than once, and some published studies did so.
        Sum = "sum",
    }
}

names! {
    /// What lies beyond the rarest return period.
    Beyond ("way beyond the rarest return period") {
        /// No loss at all: the figure stops at the rarest event that was looked at.
        Nothing = "nothing",
        /// The loss of the rarest, however rare: its frequency times its loss is added.
        Flat = "flat",
    }
}

names! {
    /// What stands in the way of a hazard.
    ExposureKind ("kind of exposed things") {
        /// Dwellings.
        Dwellings = "dwellings",
        /// Other buildings and places of service.
        Facilities = "facilities",
        /// Roads, pipes, lines: counted in metres.
        Lines = "lines",
        /// Anything else that is counted.
        Things = "things",
    }
}

names! {
    /// What is not known exactly.
    Uncertain ("thing that is not known exactly") {
        /// Intensities of the hazard.
        Intensity = "intensity",
        /// What things are worth.
        Value = "value",
        /// Where in their band the damage functions lie.
        Function = "function",
        /// How many things there are.
        Count = "count",
        /// What measures cost.
        Cost = "cost",
    }
}

/// `[risk]`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RiskSettings {
    /// How return periods are joined.
    pub join: Join,
    /// What lies beyond the rarest.
    pub beyond: Beyond,
    /// Samples of the uncertainty analysis.
    pub samples: usize,
    /// What is not known exactly, and how far.
    pub uncertain: Vec<UncertainSettings>,
    /// Elasticity of the weights of losses by income; without one shares of income are given alone.
    pub elasticity: Option<f64>,
    /// Files of damage functions, beside those that come with makazi.
    pub functions: Vec<FunctionFile>,
    /// Whether what residents report moves the rate of events, in a result of its own; see `docs/risk.md`.
    pub calibrate: bool,
    /// Years that residents' reports cover. None is chosen for a city: without it nothing is calibrated.
    pub reported_years: Option<f64>,
    /// Weight of the model beside the reports: as many events as it counts for.
    pub model_weight: f64,
    /// What stands in the way.
    #[serde(rename = "exposure")]
    pub exposures: Vec<ExposureSettings>,
    /// Services, and what their facilities need.
    #[serde(rename = "service")]
    pub services: Vec<ServiceSettings>,
    /// People who work where it strikes.
    #[serde(rename = "work")]
    pub works: Vec<WorkSettings>,
    /// Sets of events with frequencies of their own.
    #[serde(rename = "events")]
    pub event_sets: Vec<EventsSettings>,
    /// Days of heat.
    pub heat: Vec<HeatSettings>,
    /// What scenarios change beside the hazard.
    #[serde(rename = "scenario")]
    pub scenarios: Vec<ScenarioSettings>,
}

impl Default for RiskSettings {
    fn default() -> Self {
        Self {
            join: Rule::default().join,
            beyond: Rule::default().beyond,
            samples: 1024,
            uncertain: Vec::new(),
            elasticity: None,
            functions: Vec::new(),
            calibrate: false,
            reported_years: None,
            model_weight: 1.0,
            exposures: Vec::new(),
            services: Vec::new(),
            works: Vec::new(),
            event_sets: Vec::new(),
            heat: Vec::new(),
            scenarios: Vec::new(),
        }
    }
}

/// One `[[risk.uncertain]]`: something that is not known exactly.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UncertainSettings {
    /// What it is.
    pub what: Uncertain,
    /// Least factor on what is taken; not for functions, whose own band is taken.
    pub low: Option<f64>,
    /// Greatest factor.
    pub high: Option<f64>,
    /// Exposure that it holds for; all where it is empty.
    #[serde(default)]
    pub exposure: String,
    /// Hazard that it holds for; all where it is empty.
    #[serde(default)]
    pub hazard: String,
    /// Who says so.
    pub source: String,
}

/// A file of damage functions.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FunctionFile {
    /// The file, from the folder of the data.
    pub file: String,
    /// Sheet of a workbook.
    #[serde(default)]
    pub sheet: String,
    /// The file with what is said of each function, of a pair such as `curves.csv` and `metadata.csv`.
    #[serde(default)]
    pub metadata: String,
}

/// One `[[risk.exposure]]`: things of one kind.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExposureSettings {
    /// Id: letters, digits and `_`; results are the layer `risk_ID`.
    pub id: String,
    /// What they are called, such as `Houses`.
    pub title: String,
    /// What they are.
    pub kind: ExposureKind,
    /// Layer of the city file; empty where the things are counted at places.
    #[serde(default)]
    pub layer: String,
    /// What is counted at places, where no layer is named: an indicator such as `households`, with a group as
    /// `structures[structure=permanent]`. The things are taken to stand evenly over each place.
    #[serde(default)]
    pub indicator: String,
    /// Kinds of those places.
    #[serde(default)]
    pub places: Vec<crate::PlaceKind>,
    /// Which features are meant: column, and the values kept.
    #[serde(default)]
    pub keep: BTreeMap<String, OneOrMany>,
    /// Column with how many things a feature stands for; one where it is empty.
    #[serde(default)]
    pub count_column: String,
    /// Column with the value of a feature, in money.
    #[serde(default)]
    pub value_column: String,
    /// Value of one thing (of one metre of a line), in money.
    pub value: Option<f64>,
    /// Currency of the values, ISO 4217.
    #[serde(default)]
    pub currency: String,
    /// Year of their prices.
    pub price_year: Option<i32>,
    /// Who says so.
    #[serde(default)]
    pub value_source: String,
    /// Column with the class of structure.
    #[serde(default)]
    pub class_column: String,
    /// Damage function for each value of the class column.
    #[serde(default)]
    pub functions: BTreeMap<String, String>,
    /// Damage function of the others; no damage is computed where it is empty.
    #[serde(default)]
    pub function: String,
    /// Column from which the class of structure comes that says how long a repair takes.
    #[serde(default)]
    pub structure_class_column: String,
    /// Class of structure for each value of that column, such as `informal_temporary`.
    #[serde(default)]
    pub structure_classes: BTreeMap<String, String>,
    /// Class of structure of the others; no days of repair are computed where it is empty.
    #[serde(default)]
    pub structure_class: String,
    /// Column with the group of people that a feature belongs to.
    #[serde(default)]
    pub group_column: String,
    /// Name of the group for each value of the group column.
    #[serde(default)]
    pub groups: BTreeMap<String, String>,
    /// Intensities that are known at the things themselves, a column a return period.
    #[serde(default)]
    pub known: Vec<KnownSettings>,
    /// Yearly income of a household of each group, in the currency of the values; for shares of income and equity weights.
    #[serde(default)]
    pub incomes: BTreeMap<String, f64>,
    /// Who says so.
    #[serde(default)]
    pub incomes_source: String,
}

/// One `[[risk.exposure.known]]`: a hazard whose intensity stands beside each thing.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KnownSettings {
    /// The hazard, by its id in `data/hazards.toml`.
    pub hazard: String,
    /// Model.
    #[serde(default)]
    pub model: String,
    /// Scenario.
    #[serde(default = "present")]
    pub scenario: String,
    /// Unit of the numbers.
    #[serde(default = "metres")]
    pub unit: String,
    /// Column for each return period, years.
    pub columns: BTreeMap<String, f64>,
}

names! {
    /// How many suppliers of a need are enough.
    #[derive(Default)]
    EnoughOf ("number of suppliers that is enough") {
        /// One of them.
        #[default]
        Any = "any",
        /// All of them together.
        All = "all",
    }
}

/// One `[[risk.service]]`: facilities that serve people, and what they need from others.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServiceSettings {
    /// Id: small letters, digits and `_`.
    pub id: String,
    /// What it is called, such as `Water`.
    pub title: String,
    /// The exposure whose things are its facilities.
    pub exposure: String,
    /// Which of those things are meant: column, and the values kept.
    #[serde(default)]
    pub keep: BTreeMap<String, OneOrMany>,
    /// Column with the people that a facility serves; without one only facilities are counted.
    #[serde(default)]
    pub people_column: String,
    /// Column with the name or id of a facility, by which others say that they need it.
    #[serde(default)]
    pub name_column: String,
    /// A facility stops where the intensity is at least this; wherever it is struck, if it is not said.
    pub fails_from: Option<f64>,
    /// Hours until a struck facility works again; without it no backup lasts long enough.
    pub out_hours: Option<f64>,
    /// What each of them needs: all of these.
    #[serde(default)]
    pub needs: Vec<NeedSettings>,
}

/// One of the `needs` of a service.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NeedSettings {
    /// The service that it needs, by its id.
    pub service: String,
    /// Column with the names of the facilities that it needs, several between `;`; the nearest one where no column is named.
    #[serde(default)]
    pub link_column: String,
    /// How many of those are enough.
    #[serde(default)]
    pub enough: EnoughOf,
    /// Hours that it goes on without.
    #[serde(default)]
    pub backup_hours: f64,
}

/// One `[[risk.work]]`: people who work where it strikes, at home or elsewhere.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WorkSettings {
    /// Id: small letters, digits and `_`; another than those of exposures.
    pub id: String,
    /// What they are called, such as `Home-based workers`.
    pub title: String,
    /// The exposure whose things are where they work.
    pub exposure: String,
    /// Column with how many work at a feature.
    #[serde(default)]
    pub workers_column: String,
    /// How many work at one thing, where no column says it.
    pub workers: Option<f64>,
    /// Days without work where the workplace is struck: least, usual, most; the days of repair of the structure where it is not said.
    pub days: Option<[f64; 3]>,
    /// Income of one of them in a day, as a mean over all days of the year; without it only days are counted.
    pub daily_income: Option<f64>,
    /// Its currency, ISO 4217.
    #[serde(default)]
    pub currency: String,
    /// Year of its prices.
    pub price_year: Option<i32>,
    /// Who says so.
    #[serde(default)]
    pub source: String,
}

/// One `[[risk.scenario]]`: what a scenario changes beside the hazard.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScenarioSettings {
    /// The scenario, as footprints name it.
    pub id: String,
    /// What it is called.
    #[serde(default)]
    pub title: String,
    /// Its year.
    pub year: Option<i32>,
    /// The hazard that it takes, where no footprint is of this scenario: `present` for growth without a changed climate.
    #[serde(default)]
    pub hazard_of: String,
    /// Growth of values in a year, 0.02 is two percent, from the year of the scenario `present`.
    #[serde(default)]
    pub growth_per_year: f64,
    /// Who says so.
    #[serde(default)]
    pub source: String,
}

fn present() -> String {
    "present".to_owned()
}

fn metres() -> String {
    "m".to_owned()
}

names! {
    /// What is done with the costs of measures.
    Costing ("way with costs") {
        /// Discounted like benefits.
        Discounted = "discounted",
        /// Summed as they are, as some published studies do.
        Undiscounted = "undiscounted",
    }
}

/// `[plan]`: how years and money of measures are put together.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PlanSettings {
    /// Discount rate, a year; 0.02 is two percent. None is chosen for a city: without one no present value is computed.
    pub discount_rate: Option<f64>,
    /// What is done with costs.
    pub costs: Costing,
    /// Exponent of the change of risk between two years: 1 is a straight line.
    pub change_exponent: f64,
    /// Measures.
    #[serde(rename = "measure")]
    pub measures: Vec<MeasureSettings>,
    /// Water and sanitation.
    pub water: crate::plan_settings::WaterSettings,
}

impl Default for PlanSettings {
    fn default() -> Self {
        let water = crate::plan_settings::WaterSettings::default();
        Self { discount_rate: None, costs: Costing::Discounted, change_exponent: 1.0, measures: Vec::new(), water }
    }
}

/// One `[[plan.measure]]`: something that could be done about a hazard. Things stay where they are.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MeasureSettings {
    /// Id: letters, digits and `_`.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// The hazard that it is against, by its id.
    pub hazard: String,
    /// Exposures that it protects; all where it is empty.
    #[serde(default)]
    pub exposures: Vec<String>,
    /// Groups that it reaches; all where it is empty.
    #[serde(default)]
    pub groups: Vec<String>,
    /// Share of the things of these groups that it reaches, 0 to 1.
    #[serde(default = "whole")]
    pub share: f64,
    /// The intensity becomes this many times itself.
    #[serde(default = "whole")]
    pub intensity_factor: f64,
    /// What is then taken off the intensity, in its unit.
    #[serde(default)]
    pub intensity_less: f64,
    /// Factor and shift of the axis of damage functions, as CLIMADA has them, instead of the two above.
    #[serde(default)]
    pub curve_axis: Option<[f64; 2]>,
    /// Events of this return period or a shorter one are kept out, years: what a drain or wall is built for.
    #[serde(default)]
    pub keeps_out_years: Option<f64>,
    /// Events whose cumulated frequency by rank of loss is above this are kept out, as CLIMADA has it.
    #[serde(default)]
    pub keeps_out_by_rank: Option<f64>,
    /// How much higher floors stand, in the unit of the intensity.
    #[serde(default)]
    pub raised_floor: f64,
    /// Damage function of the upgraded structure, for each that is upgraded in place.
    #[serde(default)]
    pub upgraded: BTreeMap<String, String>,
    /// The part lost becomes this many times itself.
    #[serde(default = "whole")]
    pub damage_factor: f64,
    /// A warning: share of the value that can be brought away, share of that which is saved, share of people who act.
    #[serde(default)]
    pub warning: Option<[f64; 3]>,
    /// What it costs to make, in the currency of the values.
    pub cost: f64,
    /// Year in which that is spent; the first year that is looked at where it is not said.
    #[serde(default)]
    pub cost_year: Option<i32>,
    /// What it costs each year to keep.
    #[serde(default)]
    pub running_cost: f64,
    /// Years until it is to be renewed at the same cost; it lasts where it is not said.
    #[serde(default)]
    pub life_years: Option<u32>,
    /// Who says so.
    #[serde(default)]
    pub source: String,
}

fn whole() -> f64 {
    1.0
}
