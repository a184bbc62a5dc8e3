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
    let far = |position: u32| there(position).and_then(|at| solution.values.get(at)).is_some_and(|v| *v >= FAR * 0.99);
    let mut words = Vec::new();
    let (layout, minors) = (&assembled.layout, network.minors.len());
    for (at, trade) in network.trades.iter().enumerate() {
        let slices = network.slices();
        if layout.trade[at * slices..(at + 1) * slices].iter().any(|p| far(*p)) {
            let (word, file) = if trade.import { ("import", "imports.csv") } else { ("export", "exports.csv") };
            let (resource, place) = (&network.resources[trade.resource].id, &network.places[trade.place].id);
            words.push(format!("{word} of {resource} in {place} ({file}, line {})", trade.row));
        }
    }
    for (technology, noun) in network.technologies.iter().enumerate() {
        let first = layout.at(technology, 0, 0, 0);
        let count = network.places.len() * network.periods.len() * minors;
        let units = layout.unit(technology, 0, 0);
        let new = &layout.new[units..units + network.places.len() * network.periods.len()];
        if layout.activity[first..first + count].iter().chain(new).any(|p| far(*p)) {
            words.push(format!("{} (technologies.csv, line {})", noun.id, noun.row));
        }
    }
    words.truncate(10);
    if words.is_empty() {
        words.push("what the objective adds up".to_owned());
    }
    NetworkError::Endless { words }
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
