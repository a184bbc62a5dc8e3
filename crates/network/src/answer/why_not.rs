//! Why there is no plan, in words with files and lines.

use crate::assemble::{Assembled, Clause, there};
use crate::error::NetworkError;
use crate::network::{Network, Where};
use solve::{Limits, Solution, Status, Watch};

/// What to say where no plan was found.
pub(crate) fn why(
    network: &Network,
    assembled: &Assembled,
    solution: &Solution,
    limits: &Limits,
    watch: &mut dyn Watch,
) -> NetworkError {
    match solution.status {
        Status::Infeasible => conflict(network, assembled, limits, watch),
        Status::Unbounded => endless(network, assembled, limits, watch),
        // Presolve does not say which of both: without an objective only infeasible is left.
        Status::InfeasibleOrUnbounded => {
            let mut without = assembled.model.clone();
            without.cost.fill(0.0);
            match solve::solve(&without, limits, watch) {
                Ok(found) if found.values.is_empty() => conflict(network, assembled, limits, watch),
                Ok(_) => endless(network, assembled, limits, watch),
                Err(error) => error.into(),
            }
        }
        Status::Cancelled => NetworkError::Stopped,
        _ => NetworkError::NoTime { seconds: limits.seconds.unwrap_or(f64::INFINITY) },
    }
}

fn conflict(network: &Network, assembled: &Assembled, limits: &Limits, watch: &mut dyn Watch) -> NetworkError {
    let groups: Vec<Vec<solve::conflict::Item>> = assembled.clauses.iter().map(|clause| clause.1.clone()).collect();
    match solve::conflict::smallest(&assembled.model, &groups, limits, watch) {
        Ok(found) if found.is_empty() => {
            NetworkError::Impossible("what stands, flows and is stored contradicts itself".to_owned())
        }
        Ok(found) => {
            let clauses: Vec<Clause> = found.iter().map(|at| assembled.clauses[*at].0).collect();
            let words = clauses.iter().map(|clause| in_words(network, *clause)).collect();
            NetworkError::Conflict { clauses, words }
        }
        Err(error) => error.into(),
    }
}

/// Which columns can make the objective better without end: those that reach a bound that is put around everything.
fn endless(network: &Network, assembled: &Assembled, limits: &Limits, watch: &mut dyn Watch) -> NetworkError {
    const FAR: f64 = 1e9;
    let mut bounded = assembled.model.clone();
    for upper in bounded.upper.iter_mut().filter(|upper| upper.is_infinite()) {
        *upper = FAR;
    }
    let solution = match solve::solve(&bounded, limits, watch) {
        Ok(solution) => solution,
        Err(error) => return error.into(),
    };
    let far = |position: &u32| {
        let column = there(*position)?;
        solution.values.get(column).filter(|value| **value >= FAR * 0.99).map(|_| column)
    };
    let mut words = Vec::new();
    let mut add = |positions: &[u32], thing: String| {
        let columns: Vec<usize> = positions.iter().filter_map(far).collect();
        if !columns.is_empty() {
            words.push(thing + &earns(network, assembled, &columns));
        }
    };
    let (layout, slices) = (&assembled.layout, network.slices());
    for (at, trade) in network.trades.iter().enumerate() {
        let (word, file) = if trade.import { ("import", "imports.csv") } else { ("export", "exports.csv") };
        let (resource, place) = (&network.resources[trade.resource].id, &network.places[trade.place].id);
        let thing = format!("{word} of {resource} in {place} ({file}, line {})", trade.row);
        add(&layout.trade[at * slices..(at + 1) * slices], thing);
    }
    for (technology, noun) in network.technologies.iter().enumerate() {
        let first = layout.at(technology, 0, 0, 0);
        let units = layout.unit(technology, 0, 0);
        let new = &layout.new[units..units + network.places.len() * network.periods.len()];
        let activity = &layout.activity[first..first + network.places.len() * slices];
        add(&[new, activity].concat(), format!("{} (technologies.csv, line {})", noun.id, noun.row));
    }
    for (resource, noun) in network.resources.iter().enumerate().filter(|(_, noun)| noun.surplus) {
        let first = layout.at(resource, 0, 0, 0);
        let let_go = &layout.surplus[first..first + network.places.len() * slices];
        add(let_go, format!("{} that is let go (resources.csv, line {})", noun.id, noun.row));
    }
    for (at, link) in network.links.iter().enumerate() {
        let transport = &network.transports[link.transport];
        let thing = format!("what {} moves (links.csv, line {})", transport.id, link.row);
        add(&layout.flow[at * slices..(at + 1) * slices], thing);
    }
    // what earns is what is to be mended; what grows with it only follows
    if words.iter().any(|word| word.contains(EARNS)) {
        words.retain(|word| word.contains(EARNS));
    }
    words.truncate(10);
    if words.is_empty() {
        words.push("what the objective adds up".to_owned());
    }
    NetworkError::Endless { words }
}

/// What is said of a thing that makes the objective better.
const EARNS: &str = ", which makes the objective better by";

/// The rows of costs by which columns make the objective better; empty where there are none.
fn earns(network: &Network, assembled: &Assembled, columns: &[usize]) -> String {
    let model = &assembled.model;
    let better = if model.sense == solve::Sense::Minimise { -1.0 } else { 1.0 };
    let weights = network.objectives.first().map(|first| crate::assemble::weights(network, first).0);
    let weight = |metric: u32| weights.as_ref().and_then(|all| all.get(metric as usize)).copied().unwrap_or(1.0);
    let entries = columns.iter().flat_map(|column| assembled.priced.of(*column));
    let earning = entries.filter(|entry| entry.worth * weight(entry.metric) * better > 0.0);
    let rows: std::collections::BTreeSet<usize> = earning.map(|entry| entry.cost as usize).collect();
    let row = |at: &usize| {
        let cost = network.costs.get(*at)?;
        let unit = &network.metrics[cost.metric].unit;
        Some(format!("costs.csv, line {} ({} {unit} per {})", cost.row, cost.amount, cost.per))
    };
    let rows: Vec<String> = rows.iter().filter_map(row).take(3).collect();
    if rows.is_empty() { String::new() } else { format!("{EARNS} {}", rows.join(" and ")) }
}

/// A clause in words, with its file and line.
#[must_use]
pub(crate) fn in_words(network: &Network, clause: Clause) -> String {
    let area = |place: Where| match place {
        Where::Together => "all places together".to_owned(),
        Where::Each => "each place".to_owned(),
        Where::One(place) => network.places[place].id.clone(),
    };
    let when = |period: Option<usize>| period.map_or_else(String::new, |p| format!(" in {}", network.periods[p].id));
    match clause {
        Clause::Demand(place, resource) => {
            let of = network.demands.iter().find(|d| d.place == place && d.resource == resource);
            let (resource, place) = (&network.resources[resource].id, &network.places[place].id);
            format!("the demand for {resource} in {place} (demands.csv, line {})", of.map_or(0, |demand| demand.row))
        }
        Clause::Target(at) => {
            let t = &network.targets[at];
            let (resource, share) = (&network.resources[t.resource].id, t.share * 100.0);
            format!(
                "the target of {share} % for {resource}, {}{} (targets.csv, line {})",
                area(t.place),
                when(t.period),
                t.row
            )
        }
        Clause::Budget(at) => {
            let b = &network.budgets[at];
            let metric = &network.metrics[b.metric];
            format!(
                "the budget of {} {} for {}{} (budgets.csv, line {})",
                b.most,
                metric.unit,
                metric.id,
                when(b.period),
                b.row
            )
        }
        Clause::Limit(at) => {
            let l = &network.limits[at];
            let one = |id: usize| match l.what {
                crate::tables::LimitKind::New
                | crate::tables::LimitKind::Stock
                | crate::tables::LimitKind::Activity => network.technologies[id].id.as_str(),
                crate::tables::LimitKind::Moved | crate::tables::LimitKind::Links => &network.transports[id].id,
                _ => &network.resources[id].id,
            };
            let id = l.ids.iter().map(|id| one(*id)).collect::<Vec<_>>().join(" and ");
            format!("the limit on {} of {id}, {}{} (limits.csv, line {})", l.what, area(l.place), when(l.period), l.row)
        }
        Clause::Trade(at) => {
            let t = &network.trades[at];
            let (word, file) = if t.import { ("import", "imports.csv") } else { ("export", "exports.csv") };
            let (resource, place) = (&network.resources[t.resource].id, &network.places[t.place].id);
            format!("the most that {place} may {word} of {resource} ({file}, line {})", t.row)
        }
        Clause::Technology(at) => {
            let t = &network.technologies[at];
            format!("the most units of {} that a place may have (technologies.csv, line {})", t.id, t.row)
        }
    }
}
