//! Signposts: the one uncertain thing, and its threshold, that best tells the futures in which something is built from the others.

use super::{Advice, Built, Futures, Investment, Signpost, things};
use crate::network::Network;

/// A signpost is right at least so often, in the mean of both sides.
const LEAST_BALANCED: f64 = 0.75;

/// Fewer futures than this on either side say nothing.
const LEAST_FUTURES: usize = 10;

/// Signposts of all investments that depend, and of the plan's failing.
///
/// The threshold is sought in the first half of the futures; how often it is right is said of the second half, which it has not seen.
pub(super) fn all(network: &Network, futures: &Futures) -> Vec<Signpost> {
    let with_plan: Vec<usize> = (0..futures.runs.len()).filter(|run| futures.runs[*run].free.is_some()).collect();
    let (seek, say) = with_plan.split_at(with_plan.len() / 2);
    let orders = (0..futures.things.len()).map(|thing| {
        let mut order = seek.to_vec();
        order.sort_by(|a, b| futures.runs[*a].values[thing].total_cmp(&futures.runs[*b].values[thing]));
        order
    });
    let orders: Vec<Vec<usize>> = orders.collect();
    let mut found = Vec::new();
    let fails: Vec<bool> = futures.runs.iter().map(|run| run.held.is_none()).collect();
    found.extend(one(network, futures, None, &fails, (&orders, say)));
    let positions = positions(futures);
    for (at, investment) in futures.investments.iter().enumerate() {
        if investment.advice == Advice::Depends {
            found.extend(one(network, futures, Some(at), &positions[at], (&orders, say)));
        }
    }
    found
}

/// By investment: in which futures it is made. Investments are a part of all that can be built, in the same order.
fn positions(futures: &Futures) -> Vec<Vec<bool>> {
    let mut made = vec![vec![false; futures.runs.len()]; futures.investments.len()];
    let mut of_choice = std::collections::BTreeMap::new();
    for (run, built) in futures.runs.iter().enumerate() {
        for (choice, _) in &built.units {
            of_choice.entry(*choice).or_insert_with(Vec::new).push(run);
        }
    }
    let made_ones = (0..futures.investments.len()).filter(|at| futures.investments[*at].futures > 0);
    for (at, runs) in made_ones.zip(of_choice.into_values()) {
        for run in runs {
            made[at][run] = true;
        }
    }
    made
}

/// The best signpost of one outcome, if it is good enough.
fn one(
    network: &Network,
    futures: &Futures,
    investment: Option<usize>,
    so: &[bool],
    (orders, say): (&[Vec<usize>], &[usize]),
) -> Option<Signpost> {
    let mut best: Option<(f64, usize, bool, f64)> = None;
    for (thing, order) in orders.iter().enumerate() {
        let value = |at: usize| futures.runs[order[at]].values[thing];
        let yes = order.iter().filter(|run| so[**run]).count();
        let no = order.len() - yes;
        if yes < LEAST_FUTURES || no < LEAST_FUTURES {
            return None;
        }
        let (mut yes_below, mut no_below) = (0, 0);
        for at in 0..order.len() - 1 {
            if so[order[at]] {
                yes_below += 1;
            } else {
                no_below += 1;
            }
            if value(at + 1) - value(at) <= 0.0 {
                continue;
            }
            let below = balanced(yes_below, yes, no - no_below, no);
            for (score, above) in [(below, false), (1.0 - below, true)] {
                if best.is_none_or(|best| score > best.0) {
                    best = Some((score, thing, above, f64::midpoint(value(at), value(at + 1))));
                }
            }
        }
    }
    let (_, thing, above, threshold) = best?;
    let told = |run: &usize| (futures.runs[*run].values[thing] > threshold) == above;
    let yes: Vec<&usize> = say.iter().filter(|run| so[**run]).collect();
    let no: Vec<&usize> = say.iter().filter(|run| !so[**run]).collect();
    if yes.is_empty() || no.is_empty() {
        return None;
    }
    let (yes_right, no_right) =
        (yes.iter().filter(|run| told(run)).count(), no.iter().filter(|run| !told(run)).count());
    let balanced = balanced(yes_right, yes.len(), no_right, no.len());
    #[expect(clippy::cast_precision_loss, reason = "at most 65,536 futures")]
    let right = (yes_right + no_right) as f64 / say.len() as f64;
    let good = balanced >= LEAST_BALANCED;
    let words = words(network, futures, investment, (thing, above, threshold), right);
    good.then_some(Signpost { investment, thing, above, threshold, right, balanced, words })
}

/// Mean of two shares.
#[expect(clippy::cast_precision_loss, reason = "at most 65,536 futures")]
fn balanced(yes_right: usize, yes: usize, no_right: usize, no: usize) -> f64 {
    f64::midpoint(yes_right as f64 / yes as f64, no_right as f64 / no as f64)
}

fn words(
    network: &Network,
    futures: &Futures,
    investment: Option<usize>,
    (thing, above, threshold): (usize, bool, f64),
    right: f64,
) -> String {
    let what = investment.map_or_else(
        || "the plan fails".to_owned(),
        |at| format!("build {}", investment_in_words(network, &futures.investments[at])),
    );
    let side = if above { "above" } else { "below" };
    let value = things::value_in_words(network, &futures.things[thing], threshold);
    let thing = things::in_words(network, &futures.things[thing]);
    format!("{what} when {thing} is {side} {value}: right in {:.0} % of futures", right * 100.0)
}

/// `well in A in T1`, `pipe from A to B in T1`.
pub(super) fn investment_in_words(network: &Network, investment: &Investment) -> String {
    let period = &network.periods[investment.period].id;
    match investment.built {
        Built::Technology(technology, place) => {
            format!("{} in {} in {period}", network.technologies[technology].id, network.places[place].id)
        }
        Built::Link(link) => {
            let link = &network.links[link];
            let (from, to) = (&network.places[link.from].id, &network.places[link.to].id);
            format!("{} from {from} to {to} in {period}", network.transports[link.transport].id)
        }
    }
}
