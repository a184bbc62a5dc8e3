//! Asking the optimiser: objectives one after the other, or a front between two metrics.

use super::components::components;
use super::stronger::stronger;
use super::why_not;
use super::{Answer, Asked, Reached, read};
use crate::assemble::{Assembled, assemble, there};
use crate::error::NetworkError;
use crate::network::Network;
use crate::tables::Objective;
use solve::{Limits, Live, Sense, Solution, Structure, Watch};
use std::collections::{BTreeMap, BTreeSet};

/// The plan of a network.
///
/// Each objective is solved in turn; the next choose among what keeps the ones before within their tolerance. The answer carries the
/// bound, the gap and what ended each search.
///
/// # Errors
/// [`NetworkError::Conflict`] with a smallest set of demands, targets, budgets and limits that no plan keeps together,
/// [`NetworkError::Endless`] with what could grow without limit, [`NetworkError::NoTime`] where nothing was found in time.
pub fn answer(network: &Network, asked: &Asked, watch: &mut dyn Watch) -> Result<Answer, NetworkError> {
    let mut assembled = assemble(network);
    restrict(&mut assembled, asked);
    let objectives = objectives(network)?;
    objective_chain(network, assembled, &objectives, asked, watch)
}

/// The plans of a front: the first metric made small while the second is held to ever less, from its value in the first plan to the
/// least it can be, in even steps.
///
/// # Errors
/// As [`answer`].
pub fn answer_front(network: &Network, asked: &Asked, watch: &mut dyn Watch) -> Result<Vec<Answer>, NetworkError> {
    let front = network.front.as_ref().ok_or(NetworkError::NoObjective)?;
    let (first, second) = (only(&front.minimise), only(&front.against));
    let both = |a: &Objective, b: &Objective| vec![a.clone(), b.clone()];
    let ends = [both(&first, &second), both(&second, &first)];
    let mut plans = Vec::new();
    for objectives in &ends {
        let mut assembled = assemble(network);
        restrict(&mut assembled, asked);
        plans.push(objective_chain(network, assembled, objectives, asked, watch)?);
    }
    let metric = network.metric(&front.against).ok_or(NetworkError::NoObjective)?;
    let (Some(last), Some(first_plan)) = (plans.pop(), plans.pop()) else { return Err(NetworkError::NoObjective) };
    let (begin, end) = (first_plan.worth[metric], last.worth[metric]);
    let mut points = vec![first_plan];
    let steps = front.points.clamp(2, 1000) - 1;
    for step in 1..steps {
        #[expect(clippy::cast_precision_loss, reason = "at most 1,000 points")]
        let limit = begin + (end - begin) * step as f64 / steps as f64;
        let mut assembled = assemble(network);
        restrict(&mut assembled, asked);
        let (costs, _, constant) = assembled.objective(network, &second);
        let entries: Vec<(usize, f64)> = costs.into_iter().enumerate().filter(|entry| entry.1 != 0.0).collect();
        let slack = (begin - end).abs() * 1e-9;
        assembled.model.row(f64::NEG_INFINITY, limit - constant + slack, &entries);
        points.push(objective_chain(network, assembled, std::slice::from_ref(&first), asked, watch)?);
    }
    points.push(last);
    Ok(points)
}

fn only(metric: &str) -> Objective {
    Objective { minimise: BTreeMap::from([(metric.to_owned(), 1.0)]), ..Objective::default() }
}

/// The objectives of a network; a front's first metric where there is no other.
fn objectives(network: &Network) -> Result<Vec<Objective>, NetworkError> {
    if !network.objectives.is_empty() {
        return Ok(network.objectives.clone());
    }
    network.front.as_ref().map(|front| vec![only(&front.minimise)]).ok_or(NetworkError::NoObjective)
}

/// Forbids building where only what stands and is committed is asked of.
fn restrict(assembled: &mut Assembled, asked: &Asked) {
    if asked.build {
        return;
    }
    for column in assembled.layout.new.iter().chain(&assembled.layout.built).filter_map(|at| there(*at)) {
        assembled.model.upper[column] = 0.0;
    }
}

/// Gap, time, threads and seed of a search.
pub(crate) fn limits(network: &Network, asked: &Asked) -> Limits {
    let mut limits = Limits { threads: asked.threads, seed: asked.seed, ..Limits::default() };
    limits.seconds = asked.seconds.or(network.solve.seconds).or(limits.seconds);
    limits.gap = asked.gap.or(network.solve.gap).unwrap_or(limits.gap);
    limits
}

fn objective_chain(
    network: &Network,
    mut assembled: Assembled,
    objectives: &[Objective],
    asked: &Asked,
    watch: &mut dyn Watch,
) -> Result<Answer, NetworkError> {
    let limits = limits(network, asked);
    let Some(first) = objectives.first() else { return Err(NetworkError::NoObjective) };
    assembled.aim(network, first);
    let mut live = Live::open(&assembled.model, &limits)?;
    let mut reached = Vec::new();
    let mut values: Vec<f64> = Vec::new();
    for (at, objective) in objectives.iter().enumerate() {
        let (costs, sense, offset) = assembled.objective(network, objective);
        if at > 0 {
            live.set_costs(&costs.iter().copied().enumerate().collect::<Vec<_>>())?;
            live.set_sense(sense)?;
            live.set_offset(offset)?;
            live.start_from(&values)?;
            (assembled.model.cost, assembled.model.sense, assembled.model.offset) = (costs.clone(), sense, offset);
        }
        if let Some(start) = good_start(&assembled.model, &limits, watch)? {
            live.start_from(&start)?;
        }
        let solution = if integers(&assembled.model) >= VERY_MANY && limits.threads > 1 {
            let groups = neighbourhoods(network, &assembled);
            let stronger = stronger(network, &assembled, &limits, watch)?;
            let parts = components(network, &assembled, &stronger.values);
            let structure = Structure { groups: &groups, parts: &parts, seconds_a_group: SECONDS_A_GROUP };
            solve::together(&stronger.model, &structure, &limits, watch)?
        } else {
            live.solve(watch)?
        };
        if solution.values.is_empty() {
            return Err(why_not::why(network, &assembled, &solution, &limits, watch));
        }
        if at + 1 < objectives.len() {
            let (bounds, entries) = kept(&costs, sense, solution.objective - offset, offset, objective.tolerance);
            live.add_row(bounds.0, bounds.1, &entries)?;
            assembled.model.row(bounds.0, bounds.1, &entries);
        }
        reached.push(reached_by(network, objective, &solution));
        values = solution.values;
    }
    let mut answer = read::read(network, &assembled, values);
    answer.reached = reached;
    Ok(answer)
}

/// The minor period in which most of a resource is in demand in a major period.
pub(crate) fn peak(network: &Network, resource: usize, period: usize) -> usize {
    let rate = |minor: usize| -> f64 {
        let slice = network.slice(period, minor);
        network
            .demands
            .iter()
            .filter(|demand| demand.resource == resource)
            .map(|demand| demand.amount[slice].abs())
            .sum()
    };
    (0..network.minors.len()).max_by(|one, other| rate(*one).total_cmp(&rate(*other))).unwrap_or(0)
}

/// Whole numbers above which a plan is looked for before the search begins.
const MANY: usize = 200;

/// Whole numbers above which one thread looks for plans, place by place, while another proves how good they can be.
const VERY_MANY: usize = 1000;

/// Seconds that are given to each neighbourhood.
const SECONDS_A_GROUP: f64 = 10.0;

fn integers(model: &solve::Model) -> usize {
    model.kind.iter().filter(|kind| **kind != solve::Kind::Continuous).count()
}

/// The whole numbers of each place and of its links; of each place together with those that it is linked to; and of each period.
fn neighbourhoods(network: &Network, assembled: &Assembled) -> Vec<Vec<usize>> {
    let layout = &assembled.layout;
    let whole = |column: &usize| assembled.model.kind[*column] != solve::Kind::Continuous;
    let mut of_place: Vec<Vec<usize>> = vec![Vec::new(); network.places.len()];
    let mut of_period: Vec<Vec<usize>> = vec![Vec::new(); network.periods.len()];
    for (period, in_period) in of_period.iter_mut().enumerate() {
        for (place, columns) in of_place.iter_mut().enumerate() {
            let units = (0..network.technologies.len()).map(|technology| layout.unit(technology, place, period));
            let units = units.filter_map(|unit| there(layout.new[unit])).filter(whole);
            columns.extend(units.clone());
            in_period.extend(units);
        }
        for (link, noun) in network.links.iter().enumerate() {
            let built = there(layout.built[layout.link(link, period)]);
            of_place[noun.from].extend(built);
            in_period.extend(built);
        }
    }
    let mut near: Vec<BTreeSet<usize>> = (0..network.places.len()).map(|place| [place].into()).collect();
    for link in &network.links {
        near[link.from].insert(link.to);
        near[link.to].insert(link.from);
    }
    let around = near.iter().map(|places| places.iter().flat_map(|place| of_place[*place].clone()).collect());
    let around: Vec<Vec<usize>> = around.collect();
    of_place.into_iter().chain(around).chain(of_period).filter(|group| !group.is_empty()).collect()
}

/// A plan to start the search of a large network from: rounded up, then gathered by dynamic slope scaling; a third of the time at most.
fn good_start(model: &solve::Model, limits: &Limits, watch: &mut dyn Watch) -> Result<Option<Vec<f64>>, NetworkError> {
    if !(MANY..VERY_MANY).contains(&integers(model)) {
        return Ok(None);
    }
    let limits = Limits { seconds: limits.seconds.map(|seconds| seconds / 3.0), ..limits.clone() };
    let plans = solve::start::scale_slopes(model, 8, &limits, watch)?;
    Ok(plans.into_iter().find(|plan| !plan.values.is_empty()).map(|plan| plan.values))
}

/// The row that keeps an objective within its tolerance while the next is solved: bounds and entries.
fn kept(costs: &[f64], sense: Sense, value: f64, offset: f64, tolerance: f64) -> ((f64, f64), Vec<(usize, f64)>) {
    let give = tolerance * (value + offset).abs() + 1e-7 * (1.0 + value.abs());
    let entries = costs.iter().copied().enumerate().filter(|entry| entry.1 != 0.0).collect();
    let bounds = match sense {
        Sense::Minimise => (f64::NEG_INFINITY, value + give),
        Sense::Maximise => (value - give, f64::INFINITY),
    };
    (bounds, entries)
}

fn reached_by(network: &Network, objective: &Objective, solution: &Solution) -> Reached {
    Reached {
        objective: in_words(objective),
        unit: unit(network, objective),
        value: solution.objective,
        bound: solution.bound,
        gap: solution.gap,
        status: solution.status,
    }
}

/// An objective in words: `minimise 0.1 capital + running`.
#[must_use]
pub(crate) fn in_words(objective: &Objective) -> String {
    let side = |word: &str, metrics: &BTreeMap<String, f64>| {
        #[expect(clippy::float_cmp, reason = "a weight of exactly one is not written")]
        let each = metrics.iter().map(|(id, w)| if *w == 1.0 { id.clone() } else { format!("{w} {id}") });
        let each: Vec<String> = each.collect();
        (!each.is_empty()).then(|| format!("{word} {}", each.join(" + ")))
    };
    let sides = [side("minimise", &objective.minimise), side("maximise", &objective.maximise)];
    sides.into_iter().flatten().collect::<Vec<_>>().join(" and ")
}

/// The units of an objective.
pub(crate) fn unit(network: &Network, objective: &Objective) -> String {
    let named = objective.minimise.keys().chain(objective.maximise.keys());
    let mut units: Vec<&str> =
        named.filter_map(|id| Some(network.metrics[network.metric(id)?].unit.as_str())).collect();
    units.dedup();
    units.join(" and ")
}
