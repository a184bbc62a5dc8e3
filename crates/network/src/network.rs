//! A network with its names resolved: every place, resource and technology is a position in a list.

use crate::tables::{Counted, Discounting, Front, FuturesSettings, LimitKind, Objective, Per, SolveSettings};
use std::collections::BTreeMap;

/// A major period.
#[derive(Debug, Clone, PartialEq)]
pub struct Period {
    /// Name.
    pub id: String,
    /// First year.
    pub start_year: f64,
    /// Years.
    pub years: f64,
    /// What money spent once, at the start, is worth.
    pub factor_once: f64,
    /// What money spent evenly through the years is worth.
    pub factor_yearly: f64,
}

/// A minor period.
#[derive(Debug, Clone, PartialEq)]
pub struct Minor {
    /// Name.
    pub id: String,
    /// Time units a year.
    pub span: f64,
}

/// A metric.
#[derive(Debug, Clone, PartialEq)]
pub struct Metric {
    /// Name.
    pub id: String,
    /// Unit.
    pub unit: String,
    /// Whether it is discounted.
    pub discounted: bool,
    /// Whether it holds year by year, such as jobs, and is not added up over periods.
    pub each_year: bool,
    /// What it adds up, where every network has it.
    pub built_in: Option<BuiltIn>,
}

/// A metric that every network has.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BuiltIn {
    /// What is added up.
    pub what: Reach,
    /// Resource.
    pub resource: usize,
    /// Group; none: all.
    pub group: Option<usize>,
}

/// What of a demand is added up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// The amount served.
    Served,
    /// The amount not served.
    Unserved,
    /// The people behind what is served, in person-years.
    People,
}

/// A resource.
#[derive(Debug, Clone, PartialEq)]
pub struct Resource {
    /// Name.
    pub id: String,
    /// Unit of an amount.
    pub unit: String,
    /// Whether more than is used may be let go.
    pub surplus: bool,
    /// Whether it may be in no use: what makes or uses it then stands idle, and nobody is warned.
    pub optional: bool,
    /// Mass of a unit, kg.
    pub mass_kg: Option<f64>,
    /// Line in `resources.csv`.
    pub row: u64,
}

/// A place.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// Name.
    pub id: String,
    /// What it is.
    pub kind: String,
    /// Longitude and latitude, degrees.
    pub position: Option<(f64, f64)>,
    /// Elevation, m.
    pub elevation_m: Option<f64>,
    /// Line in `places.csv`.
    pub row: u64,
}

/// A technology.
#[derive(Debug, Clone, PartialEq)]
pub struct Technology {
    /// Name.
    pub id: String,
    /// Activity of a unit in a time unit, with the capacity factor in it.
    pub capacity: f64,
    /// Whether it comes in whole units.
    pub whole: bool,
    /// Years after which a unit is gone.
    pub life_years: Option<f64>,
    /// Units a place may have at once.
    pub most: f64,
    /// Whether each place may have it.
    pub places: Vec<bool>,
    /// First year in which it may be built.
    pub from_year: f64,
    /// Whether it may be built at all.
    pub build: bool,
    /// Whether what it uses comes from outside the network, such as rain or people, so that it makes something of nothing.
    pub from_outside: bool,
    /// Resources made (or used, negative) by a unit of activity.
    pub flows: Vec<Flow>,
    /// Line in `technologies.csv`.
    pub row: u64,
}

/// What a unit of activity makes, or uses where negative.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Flow {
    /// Resource.
    pub resource: usize,
    /// Amount.
    pub amount: f64,
    /// Lower and upper end.
    pub range: Option<(f64, f64)>,
    /// Line in `coefficients.csv`.
    pub row: u64,
}

/// What stands or is committed: units of a technology that work in a place from one year to another.
#[derive(Debug, Clone, PartialEq)]
pub struct Standing {
    /// Name of the project; empty for what stands.
    pub project: String,
    /// Technology.
    pub technology: usize,
    /// Place.
    pub place: usize,
    /// Units that work.
    pub units: f64,
    /// Units that stand.
    pub installed: f64,
    /// Year in which it begins; none: it stands already.
    pub from_year: Option<f64>,
    /// Year after its last.
    pub until_year: Option<f64>,
    /// What it costs, with its metric.
    pub capital: Option<(usize, f64)>,
    /// Line in its file.
    pub row: u64,
}

/// A way of moving a resource.
#[derive(Debug, Clone, PartialEq)]
pub struct Transport {
    /// Name.
    pub id: String,
    /// Resource it carries.
    pub resource: usize,
    /// Whether a link must be built.
    pub build: bool,
    /// Most that one link carries, a rate.
    pub capacity: Option<f64>,
    /// Least that it carries, a rate.
    pub least: f64,
    /// What a unit makes where it starts.
    pub from: Vec<Use>,
    /// What a unit makes where it arrives.
    pub to: Vec<Use>,
    /// How much of what starts arrives.
    pub loss: Loss,
    /// Whether one build serves both directions.
    pub both_ways: bool,
    /// How such a link is counted.
    pub count: Counted,
    /// Parallel links at most.
    pub most: f64,
    /// Links built at most in one period.
    pub most_new: f64,
    /// Line in `transports.csv`.
    pub row: u64,
}

/// What moving a unit makes of a resource, or uses where negative.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Use {
    /// Resource.
    pub resource: usize,
    /// Amount, whatever the length.
    pub per_unit: f64,
    /// Amount a km.
    pub per_unit_km: f64,
    /// Amount a metre climbed.
    pub per_unit_m: f64,
    /// Lower and upper end of the amounts, as shares of them.
    pub range: Option<(f64, f64)>,
}

impl Use {
    /// Whether any of its amounts is as asked.
    pub(crate) fn any(&self, is: impl Fn(f64) -> bool) -> bool {
        [self.per_unit, self.per_unit_km, self.per_unit_m].into_iter().any(is)
    }
}

/// How much of what starts arrives.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Loss {
    /// `transport_uses.csv` says it.
    Stated,
    /// Shares lost on a link, and a km (straight, not compounded).
    Shares {
        /// On a link.
        per_link: f64,
        /// On a km.
        per_km: f64,
    },
}

/// Two places that a transport joins, in one direction.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// Where a flow starts.
    pub from: usize,
    /// Where it arrives.
    pub to: usize,
    /// Transport.
    pub transport: usize,
    /// Length, km.
    pub length_km: f64,
    /// Metres climbed from start to arrival; negative: it falls, and nothing is pumped.
    pub lift_m: f64,
    /// Most that one carries, a rate.
    pub capacity: Option<f64>,
    /// Parallel ones that stand.
    pub existing: f64,
    /// The link whose building serves this one too: itself, or the other direction.
    pub built_with: usize,
    /// Line in `links.csv`.
    pub row: u64,
}

/// A demand of one place, resource and group in every period.
#[derive(Debug, Clone, PartialEq)]
pub struct Demand {
    /// Place.
    pub place: usize,
    /// Resource.
    pub resource: usize,
    /// Group.
    pub group: Option<usize>,
    /// Whether it must be met.
    pub must: bool,
    /// Rate by major and minor period; negative: waste that must leave.
    pub amount: Vec<f64>,
    /// Persons behind it, by major period.
    pub people: Vec<f64>,
    /// Its first line in `demands.csv`.
    pub row: u64,
}

/// What may come in or go out of a place.
#[derive(Debug, Clone, PartialEq)]
pub struct Trade {
    /// Whether it comes in.
    pub import: bool,
    /// Resource.
    pub resource: usize,
    /// Place.
    pub place: usize,
    /// Rate at least where it trades at all, by major and minor period.
    pub least: Vec<f64>,
    /// Rate at most.
    pub most: Vec<f64>,
    /// Line in its file.
    pub row: u64,
}

/// A cost, of one thing and one way of counting.
#[derive(Debug, Clone, PartialEq)]
pub struct Cost {
    /// Metric.
    pub metric: usize,
    /// What it is counted by.
    pub per: Per,
    /// Technology, transport or resource.
    pub id: usize,
    /// Amount.
    pub amount: f64,
    /// Lower and upper end.
    pub range: Option<(f64, f64)>,
    /// Place, or the end where a flow starts.
    pub place: Option<usize>,
    /// The end where a flow arrives.
    pub to: Option<usize>,
    /// Major period.
    pub period: Option<usize>,
    /// Minor period.
    pub minor: Option<usize>,
    /// Line in `costs.csv`.
    pub row: u64,
}

/// Which places a rule is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Where {
    /// All together.
    Together,
    /// Each by itself.
    Each,
    /// One.
    One(usize),
}

/// A share of demand to be served.
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    /// Resource.
    pub resource: usize,
    /// Share.
    pub share: f64,
    /// Places.
    pub place: Where,
    /// Group.
    pub group: Option<usize>,
    /// Major period; none: each.
    pub period: Option<usize>,
    /// Line in `targets.csv`.
    pub row: u64,
}

/// A limit on a metric.
#[derive(Debug, Clone, PartialEq)]
pub struct Budget {
    /// Metric.
    pub metric: usize,
    /// Amount at most.
    pub most: f64,
    /// Major period; none: all together.
    pub period: Option<usize>,
    /// Line in `budgets.csv`.
    pub row: u64,
}

/// A limit on anything but a metric.
#[derive(Debug, Clone, PartialEq)]
pub struct Limit {
    /// What it is of.
    pub what: LimitKind,
    /// Technologies, resources or transports, counted together.
    pub ids: Vec<usize>,
    /// Places.
    pub place: Where,
    /// Major period; none: each.
    pub period: Option<usize>,
    /// Minor period; none: together.
    pub minor: Option<usize>,
    /// At least.
    pub least: Option<f64>,
    /// At most.
    pub most: Option<f64>,
    /// Resource of whose demand the limits are shares.
    pub share_of: Option<usize>,
    /// Line in `limits.csv`; the file may also be that of imports or exports.
    pub row: u64,
}

/// A network with its names resolved.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Network {
    /// What it is.
    pub name: String,
    /// What every rate is per.
    pub time_unit: String,
    /// Discount rate, a year.
    pub discount_rate: Option<f64>,
    /// Whether a period weighs by a factor of its own, given with it, whatever the rate.
    pub weighted: bool,
    /// How years are discounted.
    pub discounting: Discounting,
    /// Year that costs are discounted to.
    pub base_year: f64,
    /// Gap and time.
    pub solve: SolveSettings,
    /// A front, if asked for.
    pub front: Option<Front>,
    /// Futures to try a plan under, if asked for.
    pub futures: Option<FuturesSettings>,
    /// Objectives, the first first.
    pub objectives: Vec<Objective>,
    /// Major periods, by year.
    pub periods: Vec<Period>,
    /// Minor periods.
    pub minors: Vec<Minor>,
    /// Metrics, with those that every network has.
    pub metrics: Vec<Metric>,
    /// Resources.
    pub resources: Vec<Resource>,
    /// Places.
    pub places: Vec<Place>,
    /// Groups of demands.
    pub groups: Vec<String>,
    /// Technologies.
    pub technologies: Vec<Technology>,
    /// Shares of capacity that can be used, by technology, place, major and minor period; 1 where none is said.
    pub availability: BTreeMap<(usize, usize, usize, usize), f64>,
    /// What stands and what is committed.
    pub standing: Vec<Standing>,
    /// Ways of moving.
    pub transports: Vec<Transport>,
    /// Links, each in one direction.
    pub links: Vec<Link>,
    /// Demands.
    pub demands: Vec<Demand>,
    /// Imports and exports.
    pub trades: Vec<Trade>,
    /// Qualities by resource: quality and amount in a unit.
    pub contents: Vec<Vec<(usize, f64)>>,
    /// Costs.
    pub costs: Vec<Cost>,
    /// Targets.
    pub targets: Vec<Target>,
    /// Budgets.
    pub budgets: Vec<Budget>,
    /// Limits.
    pub limits: Vec<Limit>,
    /// Whether rows are left out because something is wrong with them.
    pub incomplete: bool,
}

impl Network {
    /// How many major and minor periods there are together.
    #[must_use]
    pub fn slices(&self) -> usize {
        self.periods.len() * self.minors.len()
    }

    /// The position of a major and a minor period among both.
    #[must_use]
    pub fn slice(&self, period: usize, minor: usize) -> usize {
        period * self.minors.len() + minor
    }

    /// Time units of a minor period in all years of a major one.
    #[must_use]
    pub fn duration(&self, period: usize, minor: usize) -> f64 {
        self.periods[period].years * self.minors[minor].span
    }

    /// The unit in which money is added up: that of the first metric that is discounted; empty where none is.
    #[must_use]
    pub fn money_unit(&self) -> &str {
        self.metrics.iter().find(|metric| metric.discounted).map_or("", |metric| &metric.unit)
    }

    /// Position of a metric.
    #[must_use]
    pub fn metric(&self, id: &str) -> Option<usize> {
        self.metrics.iter().position(|metric| metric.id == id)
    }
}

impl Link {
    /// How much of each resource a unit makes where it starts and where it arrives: place, resource, amount.
    #[must_use]
    pub fn makes(&self, transport: &Transport) -> Vec<(usize, usize, f64)> {
        let climbed = self.lift_m.max(0.0);
        let at = |place: usize, uses: &[Use]| {
            let amount = |u: &Use| u.per_unit + u.per_unit_km * self.length_km + u.per_unit_m * climbed;
            uses.iter().map(|u| (place, u.resource, amount(u))).collect::<Vec<_>>()
        };
        let mut made = at(self.from, &transport.from);
        made.extend(at(self.to, &transport.to));
        if let Loss::Shares { per_link, per_km } = transport.loss {
            made.push((self.from, transport.resource, -1.0));
            made.push((self.to, transport.resource, (1.0 - per_link - per_km * self.length_km).max(0.0)));
        }
        made
    }
}
