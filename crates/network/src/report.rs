//! An answer as a reader gets it: names instead of positions.

use crate::answer::{Answer, Asked};
use crate::futures::{Advice, Built, Futures, Investment, Range, in_words};
use crate::network::Network;
use crate::tables::{CostKind, Per};
use city::network_plan::{
    BalancePart, BalanceRow, FrontRows, FuturesRows, InvestmentRow, LinkRow, MetricPart, MetricRow, NetworkPlan,
    ObjectiveRow, PeriodRow, PlaceRow, ProjectRow, ServedRow, TargetRow, TechnologyRow, TermRow, TradeRow, UnitRow,
};

/// The answer of a network with names and its summary; heading, gaps and assumptions are left to whoever knows what the network is of.
#[must_use]
pub fn report(network: &Network, answer: &Answer, asked: &Asked) -> NetworkPlan {
    let mut plan = NetworkPlan {
        name: network.name.clone(),
        time_unit: network.time_unit.clone(),
        year: network.minors.iter().map(|minor| minor.span).sum(),
        discount_rate: network.discount_rate,
        weighted: network.weighted,
        building: asked.build,
        money_unit: network.money_unit().to_owned(),
        objectives: answer.reached.iter().enumerate().map(|(at, one)| objective(network, at, one)).collect(),
        periods: network.periods.iter().map(period).collect(),
        places: network.places.iter().map(place).collect(),
        metrics: metrics(network, answer),
        technologies: technologies(network, answer),
        units: units(network, answer),
        projects: projects(network, answer),
        links: links(network, answer),
        trade: trade(network, answer),
        served: served(network, answer),
        targets: targets(network, answer),
        balances: balances(network, answer),
        ..NetworkPlan::default()
    };
    plan.summary = crate::summary(&plan, &[]);
    plan
}

/// A front with names: the first answer's metrics and so on.
#[must_use]
pub fn front(network: &Network, answers: &[Answer]) -> Option<FrontRows> {
    let asked = network.front.as_ref()?;
    let (first, second) = (network.metric(&asked.minimise)?, network.metric(&asked.against)?);
    let named = |at: usize| (network.metrics[at].id.clone(), network.metrics[at].unit.clone());
    let gap = |answer: &Answer| answer.reached.iter().map(|reached| reached.gap).fold(0.0, f64::max);
    let points = answers.iter().map(|answer| (answer.worth[first], answer.worth[second], gap(answer))).collect();
    Some(FrontRows { minimised: named(first), against: named(second), points })
}

/// Futures with names.
#[must_use]
pub fn futures(network: &Network, futures: &Futures) -> FuturesRows {
    let range = |range: Option<Range>| range.map_or((f64::NAN, f64::NAN, f64::NAN), |r| (r.low, r.median, r.high));
    let varied = futures.things.iter().map(|thing| (in_words(network, thing), thing.low, thing.high)).collect();
    // what only runs, or is but a way of using, is nothing to decide on
    let is_something = |one: &Investment| match one.built {
        Built::Technology(technology, _) => is_built(network, technology) && has_cost(network, technology, |_| true),
        Built::Link(_) => true,
    };
    let row = |(at, one): (usize, &Investment)| {
        let (what, place) = match one.built {
            Built::Technology(technology, place) => {
                (network.technologies[technology].id.clone(), network.places[place].id.clone())
            }
            Built::Link(link) => {
                let link = &network.links[link];
                let (from, to) = (&network.places[link.from].id, &network.places[link.to].id);
                (network.transports[link.transport].id.clone(), format!("{from} > {to}"))
            }
        };
        let signpost = futures.signposts.iter().find(|signpost| signpost.investment == Some(at));
        InvestmentRow {
            what,
            place,
            period: one.period,
            share: one.share,
            units: (one.units.low, one.units.median, one.units.high),
            in_plan: one.planned > 1e-6,
            advice: advice(one.advice).to_owned(),
            signpost: signpost.map_or_else(String::new, |signpost| signpost.words.clone()),
        }
    };
    FuturesRows {
        count: futures.runs.len(),
        varied,
        failed: futures.plan_fails,
        fails_where: futures
            .signposts
            .iter()
            .find(|sign| sign.investment.is_none())
            .map_or_else(String::new, |s| s.words.clone()),
        without_plan: futures.without_plan,
        with_plan: range(futures.held),
        free: range(futures.free),
        regret: range(futures.regret),
        unit: futures.unit.clone(),
        investments: futures.investments.iter().enumerate().filter(|(_, one)| is_something(one)).map(row).collect(),
    }
}

const fn advice(advice: Advice) -> &'static str {
    match advice {
        Advice::BuildNow => "build_now",
        Advice::NotNow => "not_now",
        Advice::Missing => "missing",
        Advice::Depends => "depends",
        Advice::Later => "later",
        Advice::Seldom => "seldom",
    }
}

/// The metrics of an objective, by its position among those that were solved.
fn terms(network: &Network, at: usize) -> Vec<TermRow> {
    let term = |metric: &String, weight: f64| TermRow { metric: metric.clone(), weight };
    let Some(objective) = network.objectives.get(at) else {
        return network.front.iter().map(|front| term(&front.minimise, 1.0)).collect();
    };
    let against = if objective.minimise.is_empty() { 1.0 } else { -1.0 };
    let smaller = objective.minimise.iter().map(|(metric, weight)| term(metric, *weight));
    smaller.chain(objective.maximise.iter().map(|(metric, weight)| term(metric, against * weight))).collect()
}

fn objective(network: &Network, at: usize, reached: &crate::answer::Reached) -> ObjectiveRow {
    let ended_by = match reached.status {
        solve::Status::Optimal => "nothing better is possible",
        solve::Status::WithinGap => "the gap asked for is reached",
        solve::Status::TimeLimit => "the time given is over",
        solve::Status::Cancelled => "somebody stopped it",
        _ => "no plan was found",
    };
    ObjectiveRow {
        objective: reached.objective.clone(),
        unit: reached.unit.clone(),
        value: reached.value,
        bound: reached.bound,
        gap: reached.gap,
        ended_by: ended_by.to_owned(),
        terms: terms(network, at),
    }
}

fn period(period: &crate::network::Period) -> PeriodRow {
    PeriodRow { period: period.id.clone(), start_year: period.start_year, years: period.years }
}

fn place(place: &crate::network::Place) -> PlaceRow {
    let (id, kind) = (place.id.clone(), place.kind.clone());
    PlaceRow { name: id.clone(), id, kind, position: place.position, shape: None }
}

fn metrics(network: &Network, answer: &Answer) -> Vec<MetricRow> {
    let row = |(at, metric): (usize, &crate::network::Metric)| MetricRow {
        metric: metric.id.clone(),
        unit: metric.unit.clone(),
        amounts: answer.metrics[at].clone(),
        worth: answer.worth[at],
        built_in: metric.built_in.is_some(),
        discounted: metric.discounted,
        each_year: metric.each_year,
        parts: answer.parts.iter().filter(|part| part.metric == at).map(part).collect(),
    };
    network.metrics.iter().enumerate().map(row).collect()
}

fn part(part: &crate::answer::MetricPart) -> MetricPart {
    MetricPart { part: part.source.word().to_owned(), amounts: part.amounts.clone(), worth: part.worth }
}

/// Whether a cost of a technology is counted as asked.
fn has_cost(network: &Network, technology: usize, is: impl Fn(Per) -> bool) -> bool {
    network.costs.iter().any(|c| c.per.kind() == CostKind::Technology && c.id == technology && is(c.per))
}

/// Whether new units are something that is built; else they only run.
fn is_built(network: &Network, technology: usize) -> bool {
    let costs = |is: fn(Per) -> bool| has_cost(network, technology, is);
    network.technologies[technology].whole || costs(|per| per == Per::Unit) || !costs(|_| true)
}

/// The technologies of which there are units, in the order of the network.
fn technologies(network: &Network, answer: &Answer) -> Vec<TechnologyRow> {
    let row = |(at, noun): (usize, &crate::network::Technology)| {
        answer.units.iter().any(|units| units.technology == at).then_some(())?;
        let of = noun.flows.iter().find(|flow| flow.amount > 0.0).or(noun.flows.first())?;
        let resource = &network.resources[of.resource];
        Some(TechnologyRow {
            technology: noun.id.clone(),
            resource: resource.id.clone(),
            capacity: noun.capacity * of.amount.abs(),
            each: of.amount.abs(),
            unit: resource.unit.clone(),
            whole: noun.whole,
            built: is_built(network, at),
        })
    };
    network.technologies.iter().enumerate().filter_map(row).collect()
}

fn units(network: &Network, answer: &Answer) -> Vec<UnitRow> {
    let standing = crate::assemble::standing_units(network);
    let row = |units: &crate::answer::Units| UnitRow {
        technology: network.technologies[units.technology].id.clone(),
        place: units.place,
        period: units.period,
        new: units.new,
        working: units.stock,
        standing: standing.get(&(units.technology, units.place)).map_or(0.0, |stands| stands[units.period]),
        activity: units.activity,
        used: units.used,
        capital: units.capital,
    };
    // a way of using that costs nothing and is built of nothing is no unit to build
    let costs = |units: &&crate::answer::Units| {
        has_cost(network, units.technology, |_| true) || standing.contains_key(&(units.technology, units.place))
    };
    answer.units.iter().filter(costs).map(row).collect()
}

fn projects(network: &Network, answer: &Answer) -> Vec<ProjectRow> {
    let row = |(at, standing): (usize, &crate::network::Standing)| {
        let start_year = standing.from_year?;
        let cost = answer.committed.get(&at);
        let begins = network.periods.first().is_none_or(|first| first.start_year <= start_year);
        let ends = |period: &crate::network::Period| period.start_year + period.years > start_year;
        Some(ProjectRow {
            project: standing.project.clone(),
            technology: network.technologies[standing.technology].id.clone(),
            place: standing.place,
            units: standing.units,
            start_year,
            period: network.periods.iter().position(ends).filter(|_| begins),
            capital: cost.map(|cost| cost.1),
        })
    };
    network.standing.iter().enumerate().filter_map(row).collect()
}

fn links(network: &Network, answer: &Answer) -> Vec<LinkRow> {
    let row = |carried: &crate::answer::Carried| {
        let link = &network.links[carried.link];
        let transport = &network.transports[link.transport];
        let resource = &network.resources[transport.resource];
        LinkRow {
            transport: transport.id.clone(),
            resource: resource.id.clone(),
            from: link.from,
            to: link.to,
            length_km: link.length_km,
            period: carried.period,
            built: carried.built,
            capital: carried.capital,
            starts: carried.starts,
            arrives: carried.arrives,
            unit: resource.unit.clone(),
        }
    };
    answer.carried.iter().map(row).collect()
}

fn trade(network: &Network, answer: &Answer) -> Vec<TradeRow> {
    let row = |traded: &crate::answer::Traded| {
        let trade = &network.trades[traded.trade];
        let resource = &network.resources[trade.resource];
        TradeRow {
            import: trade.import,
            resource: resource.id.clone(),
            place: trade.place,
            period: traded.period,
            amount: traded.amount,
            unit: resource.unit.clone(),
        }
    };
    answer.traded.iter().map(row).collect()
}

fn group(network: &Network, group: Option<usize>) -> String {
    group.map_or_else(String::new, |group| network.groups[group].clone())
}

fn served(network: &Network, answer: &Answer) -> Vec<ServedRow> {
    let row = |served: &crate::answer::ServedOf| {
        let demand = &network.demands[served.demand];
        let resource = &network.resources[demand.resource];
        ServedRow {
            resource: resource.id.clone(),
            place: demand.place,
            group: group(network, demand.group),
            period: served.period,
            demanded: served.demanded,
            served: served.served,
            unit: resource.unit.clone(),
            waste: demand.amount.iter().any(|amount| *amount < 0.0),
            people: served.people,
            people_served: served.people_served,
        }
    };
    answer.served.iter().map(row).collect()
}

fn targets(network: &Network, answer: &Answer) -> Vec<TargetRow> {
    let row = |distance: &crate::answer::Distance| {
        let target = &network.targets[distance.target];
        TargetRow {
            resource: network.resources[target.resource].id.clone(),
            place: distance.place,
            group: group(network, target.group),
            period: distance.period,
            wanted: distance.wanted,
            reached: distance.reached,
        }
    };
    answer.distances.iter().map(row).collect()
}

fn balances(network: &Network, answer: &Answer) -> Vec<BalanceRow> {
    let row = |balance: &crate::answer::Balance| {
        let resource = &network.resources[balance.resource];
        let mut parts: Vec<BalancePart> = balance
            .parts
            .iter()
            .map(|(part, amount)| {
                let (word, what) = crate::answer::part_words(network, *part);
                BalancePart { comes_in: part.comes_in(), part: word.to_owned(), what, amount: *amount }
            })
            .collect();
        parts.sort_by_key(|part| !part.comes_in);
        let (resource, unit) = (resource.id.clone(), resource.unit.clone());
        BalanceRow { resource, unit, period: balance.period, parts, open: balance.open }
    };
    answer.balances.iter().map(row).collect()
}
