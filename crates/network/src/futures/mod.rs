//! A plan tried under many futures: what each would build, what the plan costs in it, and what can be decided now.

mod again;
mod run;
mod signpost;
mod summary;
mod tables;
mod things;

pub use run::futures;
pub use tables::tables;
pub use things::{Thing, What, draw, in_words, things, value_in_words, vary};

/// Something that can be built.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Built {
    /// Units of a technology (first) in a place (second).
    Technology(usize, usize),
    /// A link.
    Link(usize),
}

/// What one future came to.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// What was drawn, one value a thing.
    pub values: Vec<f64>,
    /// The first objective of what this future alone would build; none: no plan at all.
    pub free: Option<f64>,
    /// The same with what the plan builds first held; none: with that there is no plan.
    pub held: Option<f64>,
    /// How much worse the second is than the first.
    pub regret: Option<f64>,
    /// What this future alone would build: positions among the investments, and units.
    pub units: Vec<(u32, f64)>,
}

/// 5, 50 and 95 % of futures are at most this.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Range {
    /// 5 %.
    pub low: f64,
    /// 50 %.
    pub median: f64,
    /// 95 %.
    pub high: f64,
}

/// What futures say of an investment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Advice {
    /// Of the first periods, held by the plan, and in at least 90 % of futures: build it now.
    BuildNow,
    /// Of the first periods and held by the plan, and in at most 10 % of futures: what is known speaks against it.
    NotNow,
    /// Of the first periods and in at least 90 % of futures, and the plan does not hold it.
    Missing,
    /// Between: it depends; see the signposts.
    Depends,
    /// In at least 90 % of futures, in a later period.
    Later,
    /// In at most 10 % of futures, and not in the plan now.
    Seldom,
}

/// An investment and how often it is made.
#[derive(Debug, Clone, PartialEq)]
pub struct Investment {
    /// What is built.
    pub built: Built,
    /// Major period.
    pub period: usize,
    /// In how many futures, of those that have a plan.
    pub futures: usize,
    /// The same as a share.
    pub share: f64,
    /// Units, over all futures that have a plan.
    pub units: Range,
    /// Units in the plan.
    pub planned: f64,
    /// What that says.
    pub advice: Advice,
}

/// One uncertain thing that tells futures apart.
#[derive(Debug, Clone, PartialEq)]
pub struct Signpost {
    /// Position of the investment; none: that the plan fails.
    pub investment: Option<usize>,
    /// Position of the thing.
    pub thing: usize,
    /// Whether above the threshold, or below.
    pub above: bool,
    /// The threshold, as the thing is drawn.
    pub threshold: f64,
    /// Share of futures in which it is right.
    pub right: f64,
    /// Mean of the shares in which it is right where the thing is so and where it is not (balanced accuracy).
    pub balanced: f64,
    /// In words.
    pub words: String,
}

/// A plan tried under many futures.
#[derive(Debug, Clone, PartialEq)]
pub struct Futures {
    /// The objective, in words.
    pub objective: String,
    /// Its unit.
    pub unit: String,
    /// What is uncertain.
    pub things: Vec<Thing>,
    /// The forecast itself: its regret is what whole units, the gap and later objectives cost, without any surprise.
    pub forecast: Run,
    /// The futures.
    pub runs: Vec<Run>,
    /// Futures without any plan.
    pub without_plan: usize,
    /// Futures that have a plan, but none with what the plan builds first.
    pub plan_fails: usize,
    /// The objective of what each future alone would build.
    pub free: Option<Range>,
    /// The objective with what the plan builds first, over futures where it does not fail.
    pub held: Option<Range>,
    /// Regret, over the same.
    pub regret: Option<Range>,
    /// Investments that some future or the plan makes.
    pub investments: Vec<Investment>,
    /// What tells futures apart.
    pub signposts: Vec<Signpost>,
}

#[cfg(test)]
mod tests;
