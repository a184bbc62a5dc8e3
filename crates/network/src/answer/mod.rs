//! The answer to a network: solving it, and reading columns back as what they mean.

mod components;
mod parts;
mod read;
mod run;
mod stronger;
mod tables;
mod why_not;

pub use parts::{MetricPart, Source};
pub use run::{answer, answer_front};
pub(crate) use tables::part_words;
pub use tables::tables;

pub(crate) use run::{in_words, unit};
pub(crate) use tables::{number, row};

/// What of a network is asked.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Asked {
    /// Whether anything new may be built: without, it says what stands and what is committed achieve.
    pub build: bool,
    /// Relative gap at which to stop, instead of the network's own.
    pub gap: Option<f64>,
    /// Seconds after which to stop, instead of the network's own.
    pub seconds: Option<f64>,
    /// Threads.
    pub threads: usize,
    /// Seed of the optimiser.
    pub seed: u32,
}

impl Default for Asked {
    fn default() -> Self {
        Self { build: true, gap: None, seconds: None, threads: 1, seed: 1 }
    }
}

/// What an objective came to.
#[derive(Debug, Clone, PartialEq)]
pub struct Reached {
    /// The objective in words: `minimise capital + running`.
    pub objective: String,
    /// Unit.
    pub unit: String,
    /// Value of the plan.
    pub value: f64,
    /// No plan can be better than this.
    pub bound: f64,
    /// Relative distance of both.
    pub gap: f64,
    /// What ended the search.
    pub status: solve::Status,
}

/// New units of a technology.
#[derive(Debug, Clone, PartialEq)]
pub struct Units {
    /// Technology.
    pub technology: usize,
    /// Place.
    pub place: usize,
    /// Major period.
    pub period: usize,
    /// New units.
    pub new: f64,
    /// Units that work, new and old.
    pub stock: f64,
    /// Activity over the period.
    pub activity: f64,
    /// Largest share of the capacity that a minor period uses.
    pub used: f64,
    /// What the new units cost, in the network's unit of money; none where no cost is named.
    pub capital: Option<f64>,
}

/// What a link carries in a period, and what is built of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Carried {
    /// Link.
    pub link: usize,
    /// Major period.
    pub period: usize,
    /// Links built in the period.
    pub built: f64,
    /// What building them costs, in the network's unit of money; none where nothing is built or no cost is named.
    pub capital: Option<f64>,
    /// Amount that starts, over the period.
    pub starts: f64,
    /// Amount that arrives.
    pub arrives: f64,
    /// Largest rate of a minor period.
    pub peak: f64,
}

/// What comes in from outside or goes out.
#[derive(Debug, Clone, PartialEq)]
pub struct Traded {
    /// Trade.
    pub trade: usize,
    /// Major period.
    pub period: usize,
    /// Amount over the period.
    pub amount: f64,
}

/// What is served of a demand in a period.
#[derive(Debug, Clone, PartialEq)]
pub struct ServedOf {
    /// Demand.
    pub demand: usize,
    /// Major period.
    pub period: usize,
    /// Amount over the period that is in demand (or must leave).
    pub demanded: f64,
    /// Amount served.
    pub served: f64,
    /// Persons behind it.
    pub people: f64,
    /// Persons, by the share that is served.
    pub people_served: f64,
}

/// How near a target is.
#[derive(Debug, Clone, PartialEq)]
pub struct Distance {
    /// Target.
    pub target: usize,
    /// Place, where the target is of each.
    pub place: Option<usize>,
    /// Major period.
    pub period: usize,
    /// Share wanted.
    pub wanted: f64,
    /// Share reached.
    pub reached: f64,
}

/// All that goes into and out of a resource in a period; it closes.
#[derive(Debug, Clone, PartialEq)]
pub struct Balance {
    /// Resource.
    pub resource: usize,
    /// Major period.
    pub period: usize,
    /// From, to, amount: a technology, a demand, outside, a loss.
    pub parts: Vec<(Part, f64)>,
    /// What does not close, as a share of what comes in.
    pub open: f64,
}

/// A part of a balance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Made by a technology.
    Made(usize),
    /// Brought in from outside.
    Import,
    /// Waste that must leave, where it arises.
    Arising,
    /// Made by moving something.
    MovingMakes(usize),
    /// Used by a technology.
    Used(usize),
    /// Served to a demand.
    Served,
    /// Taken outside.
    Export,
    /// Lost, or used, on the way.
    Lost(usize),
    /// Waste that does not leave.
    Left,
    /// Let go.
    Surplus,
}

impl Part {
    /// Whether it adds to the resource.
    #[must_use]
    pub const fn comes_in(self) -> bool {
        matches!(self, Self::Made(_) | Self::Import | Self::Arising | Self::MovingMakes(_))
    }
}

/// A plan: the answer to a network.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Answer {
    /// What each objective came to, the first first.
    pub reached: Vec<Reached>,
    /// Metrics by period: not discounted.
    pub metrics: Vec<Vec<f64>>,
    /// Metrics as they count in objectives, all periods together: discounted where they are.
    pub worth: Vec<f64>,
    /// Where metrics come from.
    pub parts: Vec<MetricPart>,
    /// What committed projects cost, by position among what stands: the period in which that counts, and the amount in money.
    pub committed: std::collections::BTreeMap<usize, (usize, f64)>,
    /// New and standing units.
    pub units: Vec<Units>,
    /// Links.
    pub carried: Vec<Carried>,
    /// Imports and exports.
    pub traded: Vec<Traded>,
    /// Demands.
    pub served: Vec<ServedOf>,
    /// Targets.
    pub distances: Vec<Distance>,
    /// Balances.
    pub balances: Vec<Balance>,
    /// Every column, for whoever asks the same model again.
    pub values: Vec<f64>,
    /// Rows and columns of the model.
    pub size: (usize, usize),
}
