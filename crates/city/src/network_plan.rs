//! A plan of a network: what a reader gets of what to build where and when, who is served and what it costs.

use crate::heading::Heading;
use crate::problem::Problem;
use crate::profile::Sentence;
use geo_types::MultiPolygon;
use serde::Serialize;

/// The plan of a network as a reader gets it. Amounts are over their period, in the unit that stands beside them.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct NetworkPlan {
    /// Whose it is, and how it was made; empty cells where the network is of no city.
    #[serde(skip)]
    pub heading: Heading,
    /// Name of the network.
    pub name: String,
    /// The answer first.
    #[serde(skip)]
    pub summary: Vec<Sentence>,
    /// What every rate is per: `d`.
    pub time_unit: String,
    /// So many time units of a year the plan is for: 365 of `d`, unless its minor periods say otherwise.
    pub year: f64,
    /// Discount rate, a year; none where nothing is discounted.
    pub discount_rate: Option<f64>,
    /// Whether a period weighs by a factor of its own, given with it, whatever the rate.
    pub weighted: bool,
    /// Whether anything new might be built.
    pub building: bool,
    /// The unit of all money that is added up here: that of the first metric that is money; empty where none is.
    pub money_unit: String,
    /// What each objective came to.
    pub objectives: Vec<ObjectiveRow>,
    /// Major periods.
    pub periods: Vec<PeriodRow>,
    /// Places, with their shapes where they are known.
    pub places: Vec<PlaceRow>,
    /// Metrics.
    pub metrics: Vec<MetricRow>,
    /// Technologies: how large a unit is, and whether it is something that is built.
    pub technologies: Vec<TechnologyRow>,
    /// Units of technologies.
    pub units: Vec<UnitRow>,
    /// Committed projects.
    pub projects: Vec<ProjectRow>,
    /// Links built and used.
    pub links: Vec<LinkRow>,
    /// Imports and exports.
    pub trade: Vec<TradeRow>,
    /// Demands.
    pub served: Vec<ServedRow>,
    /// Targets.
    pub targets: Vec<TargetRow>,
    /// What goes into and out of every resource.
    pub balances: Vec<BalanceRow>,
    /// Points of a front between two metrics.
    pub front: Option<FrontRows>,
    /// The plan under many futures.
    pub futures: Option<FuturesRows>,
    /// What is not known, and what that blocks.
    pub gaps: Vec<GapRow>,
    /// What was assumed, with whose word it is.
    pub assumptions: Vec<AssumptionRow>,
    /// Figures of all plans of the city, this one too; empty for a network of no city.
    #[serde(skip)]
    pub beside: Vec<BesideRow>,
    /// What was wrong with the input.
    #[serde(skip)]
    pub problems: Vec<Problem>,
}

/// A figure of one of the city's plans, so that plans stand side by side.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BesideRow {
    /// Id of the plan: its case; empty for the plan without one.
    pub plan: String,
    /// Its title.
    pub title: String,
    /// A metric, or people served with what.
    pub what: String,
    /// Unit.
    pub unit: String,
    /// Period; empty for all together, as objectives count it.
    pub period: String,
    /// Its value.
    pub value: f64,
}

/// What an objective came to.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ObjectiveRow {
    /// The objective in words.
    pub objective: String,
    /// Unit.
    pub unit: String,
    /// Value.
    pub value: f64,
    /// No plan can be better.
    pub bound: f64,
    /// Relative distance of both.
    pub gap: f64,
    /// What ended the search, in words: `the gap asked for`, `the time given`.
    pub ended_by: String,
    /// What it adds up; a metric that is made large beside one that is made small counts below nothing.
    pub terms: Vec<TermRow>,
}

/// A metric in an objective.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TermRow {
    /// Metric.
    pub metric: String,
    /// What its worth is multiplied by.
    pub weight: f64,
}

/// A major period.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PeriodRow {
    /// Name.
    pub period: String,
    /// First year.
    pub start_year: f64,
    /// Years.
    pub years: f64,
}

/// A place.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlaceRow {
    /// Id.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// What it is.
    pub kind: String,
    /// Longitude and latitude, degrees.
    pub position: Option<(f64, f64)>,
    /// Its shape, where it may be shown.
    #[serde(skip)]
    pub shape: Option<MultiPolygon>,
}

/// A metric.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MetricRow {
    /// Name.
    pub metric: String,
    /// Unit.
    pub unit: String,
    /// Amount by period, not discounted.
    pub amounts: Vec<f64>,
    /// All periods together as objectives count it: discounted, where it is.
    pub worth: f64,
    /// Whether every network has it.
    pub built_in: bool,
    /// Whether its worth is discounted.
    pub discounted: bool,
    /// Whether it holds year by year, such as jobs: an amount over its years is then so many years of it, and amounts of periods are not
    /// added up for people.
    pub each_year: bool,
    /// Where its amounts come from; together they are the amounts. None for metrics that every network has.
    pub parts: Vec<MetricPart>,
}

/// Where a part of a metric comes from.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MetricPart {
    /// `new_units`, `new_links`, `committed`, `running_units`, `running_links`, `imports`, `exports`, `not_served`, `let_go`.
    pub part: String,
    /// Amount by period, not discounted.
    pub amounts: Vec<f64>,
    /// All periods together as objectives count it.
    pub worth: f64,
}

/// A technology of which the plan has units.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TechnologyRow {
    /// Name.
    pub technology: String,
    /// What its capacity is of: what it makes, or takes where it makes nothing.
    pub resource: String,
    /// What a unit makes (or takes) of it at most, a rate: per time unit of the network.
    pub capacity: f64,
    /// What a unit of activity makes (or takes) of it.
    pub each: f64,
    /// Unit of the resource, without time.
    pub unit: String,
    /// Whether it comes in whole units.
    pub whole: bool,
    /// Whether a new unit is something that is built; else it only runs, such as tankers that are hired: it costs nothing to have.
    pub built: bool,
}

/// A committed project.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ProjectRow {
    /// Name.
    pub project: String,
    /// Technology.
    pub technology: String,
    /// Position of its place.
    pub place: usize,
    /// Units.
    pub units: f64,
    /// Year in which it begins.
    pub start_year: f64,
    /// Position of the period in which its cost counts; none where it began before the first (and is paid), or comes after the last.
    pub period: Option<usize>,
    /// What it costs, in the plan's unit of money; none where no cost is named, or none counts.
    pub capital: Option<f64>,
}

/// Units of a technology in a place and a period.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct UnitRow {
    /// Technology.
    pub technology: String,
    /// Position of its place.
    pub place: usize,
    /// Position of its period.
    pub period: usize,
    /// New units.
    pub new: f64,
    /// Units that work.
    pub working: f64,
    /// Units that came with committed projects or stood before.
    pub standing: f64,
    /// Activity over the period.
    pub activity: f64,
    /// Largest share of the capacity that is used.
    pub used: f64,
    /// What the new units cost, in the plan's unit of money; none where no cost is named.
    pub capital: Option<f64>,
}

/// A link in a period.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LinkRow {
    /// Transport.
    pub transport: String,
    /// What it carries.
    pub resource: String,
    /// Position of the place where it starts.
    pub from: usize,
    /// Position of the place where it ends.
    pub to: usize,
    /// Length, km.
    pub length_km: f64,
    /// Position of the period.
    pub period: usize,
    /// Links built.
    pub built: f64,
    /// What building them costs, in the plan's unit of money; none where nothing is built or no cost is named.
    pub capital: Option<f64>,
    /// Amount that starts.
    pub starts: f64,
    /// Amount that arrives.
    pub arrives: f64,
    /// Unit of both.
    pub unit: String,
}

/// An import or export.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TradeRow {
    /// Whether it comes in.
    pub import: bool,
    /// Resource.
    pub resource: String,
    /// Position of the place.
    pub place: usize,
    /// Position of the period.
    pub period: usize,
    /// Amount.
    pub amount: f64,
    /// Unit.
    pub unit: String,
}

/// What is served of a demand.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ServedRow {
    /// Resource.
    pub resource: String,
    /// Position of the place.
    pub place: usize,
    /// Group; empty for all.
    pub group: String,
    /// Position of the period.
    pub period: usize,
    /// Amount in demand, or that must leave.
    pub demanded: f64,
    /// Amount served.
    pub served: f64,
    /// Unit.
    pub unit: String,
    /// Whether it is waste that must leave.
    pub waste: bool,
    /// Persons behind it.
    pub people: f64,
    /// Persons, by the share that is served.
    pub people_served: f64,
}

/// How near a target is.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TargetRow {
    /// Resource.
    pub resource: String,
    /// Position of the place; none for all together.
    pub place: Option<usize>,
    /// Group; empty for all.
    pub group: String,
    /// Position of the period.
    pub period: usize,
    /// Share wanted.
    pub wanted: f64,
    /// Share reached.
    pub reached: f64,
}

/// What goes into and out of a resource in a period; both sides are equal.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BalanceRow {
    /// Resource.
    pub resource: String,
    /// Unit.
    pub unit: String,
    /// Position of the period.
    pub period: usize,
    /// Parts: those that come in first.
    pub parts: Vec<BalancePart>,
    /// What does not close, as a share.
    pub open: f64,
}

/// A part of a balance.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BalancePart {
    /// Whether it comes in.
    pub comes_in: bool,
    /// What it is: `made`, `import`, `served`, `lost_or_used_on_the_way`.
    pub part: String,
    /// Technology or transport; empty for none.
    pub what: String,
    /// Amount, 0 or more.
    pub amount: f64,
}

/// A front between two metrics.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FrontRows {
    /// Metric made small, and its unit.
    pub minimised: (String, String),
    /// Metric limited ever more, and its unit.
    pub against: (String, String),
    /// Points: value of the first, of the second, gap of the search.
    pub points: Vec<(f64, f64, f64)>,
}

/// A plan under many futures.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FuturesRows {
    /// How many futures were tried.
    pub count: usize,
    /// What varies, with lower and upper end.
    pub varied: Vec<(String, f64, f64)>,
    /// In how many the plan's first investments leave no way out.
    pub failed: usize,
    /// Where that is mostly so, in words; empty where no one thing tells these futures apart.
    pub fails_where: String,
    /// In how many there is no plan at all, whatever is built first.
    pub without_plan: usize,
    /// The objective with the plan's first investments: 5, 50, 95 %.
    pub with_plan: (f64, f64, f64),
    /// The objective that each future alone would have: 5, 50, 95 %.
    pub free: (f64, f64, f64),
    /// Difference of both: 5, 50, 95 %.
    pub regret: (f64, f64, f64),
    /// Unit of these.
    pub unit: String,
    /// Investments.
    pub investments: Vec<InvestmentRow>,
}

/// An investment in many futures.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct InvestmentRow {
    /// Technology or transport.
    pub what: String,
    /// Place, or both ends.
    pub place: String,
    /// Position of the period.
    pub period: usize,
    /// Share of the futures in which it is made.
    pub share: f64,
    /// Units where it is made: 5, 50, 95 %.
    pub units: (f64, f64, f64),
    /// Whether the plan has it.
    pub in_plan: bool,
    /// What that says: `build_now`, `not_now`, `missing` (nearly every future builds it now, the plan does not), `depends`, `later`, `seldom`.
    pub advice: String,
    /// When to build it, where it depends: a sentence.
    pub signpost: String,
}

/// Something that is not known.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GapRow {
    /// What is missing.
    pub what: String,
    /// Where one would look.
    pub where_to_look: String,
    /// What it blocks.
    pub blocks: String,
}

/// Something that was assumed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AssumptionRow {
    /// What.
    pub what: String,
    /// Value with its unit.
    pub value: String,
    /// Lower and upper end; empty where none is known.
    pub range: String,
    /// Whose word it is.
    pub source: String,
}
