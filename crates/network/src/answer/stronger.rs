//! What places need together, rounded to whole plants and pipes: rows that bring the bound of a large network nearer.

use super::run::peak;
use crate::assemble::{Assembled, there};
use crate::error::NetworkError;
use crate::network::Network;
use solve::strengthen::{Strengthened, strengthen};
use solve::{Limits, Watch};
use std::collections::BTreeSet;

/// Rounds of solving without whole numbers.
const ROUNDS: usize = 20;

/// Rows of the model with their weights.
type Sum = Vec<(usize, f64)>;

/// The model with rows that every plan in whole units keeps, behind its own rows.
///
/// The balances of a resource are added over a place, two places that are linked, all others, and all, in the minor period in which
/// most is in demand; alone, and together with what it is made of. A quarter of the time at most.
pub(crate) fn stronger(
    network: &Network,
    assembled: &Assembled,
    limits: &Limits,
    watch: &mut dyn Watch,
) -> Result<Strengthened, NetworkError> {
    let limits = Limits { seconds: limits.seconds.map(|seconds| seconds / 4.0), ..limits.clone() };
    let sums = sums(network, assembled);
    Ok(strengthen(&assembled.model, &sums, ROUNDS, &limits, watch)?)
}

fn sums(network: &Network, assembled: &Assembled) -> Vec<Sum> {
    let groups = groups(network);
    let chains = chains(network);
    let mut sums = Vec::new();
    for period in 0..network.periods.len() {
        for chain in &chains {
            let Some(minor) = chain.first().map(|(resource, _)| peak(network, *resource, period)) else { continue };
            let balance = |resource: usize, place: usize| {
                there(assembled.layout.balance[assembled.layout.at(resource, place, period, minor)])
            };
            for places in &groups {
                let of = |(resource, weight): &(usize, f64)| {
                    let (resource, weight) = (*resource, *weight);
                    places.iter().filter_map(move |place| Some((balance(resource, *place)?, weight))).collect::<Sum>()
                };
                sums.push(chain.iter().flat_map(of).collect::<Sum>());
            }
        }
    }
    sums.retain(|sum| !sum.is_empty());
    sums
}

/// Each place, each two and three that are linked, all without them, all that are joined to them without them, and all.
fn groups(network: &Network) -> Vec<Vec<usize>> {
    let all = 0..network.places.len();
    let mut groups: BTreeSet<Vec<usize>> = all.clone().map(|place| vec![place]).collect();
    for one in &network.links {
        for other in &network.links {
            let places = BTreeSet::from([one.from, one.to, other.from, other.to]);
            // two links that share a place, or the same link
            if places.len() < 4 {
                groups.insert(places.into_iter().collect());
            }
        }
    }
    let joined = joined(network);
    let others = |group: &Vec<usize>| all.clone().filter(|place| !group.contains(place)).collect::<Vec<_>>();
    let near =
        |group: &Vec<usize>| others(group).into_iter().filter(|place| joined[*place] == joined[group[0]]).collect();
    let complements: Vec<Vec<usize>> = groups.iter().flat_map(|group| [others(group), near(group)]).collect();
    groups.extend(complements);
    groups.extend(all.clone().map(|place| all.clone().filter(|other| joined[*other] == joined[place]).collect()));
    groups.insert(all.clone().collect());
    groups.retain(|group| !group.is_empty());
    groups.into_iter().collect()
}

/// The first place to which each is joined by links.
fn joined(network: &Network) -> Vec<usize> {
    let mut joined: Vec<usize> = (0..network.places.len()).collect();
    for _ in 0..network.places.len() {
        for link in &network.links {
            let first = joined[link.from].min(joined[link.to]);
            (joined[link.from], joined[link.to]) = (first, first);
        }
    }
    joined
}

/// Resources whose balances are added: each that whole units make or use, and each that somebody needs together with what it is made of, by
/// the amount that is used for a unit.
fn chains(network: &Network) -> Vec<Vec<(usize, f64)>> {
    let whole = || network.technologies.iter().filter(|technology| technology.whole);
    let touched: BTreeSet<usize> = whole().flat_map(|t| t.flows.iter().map(|flow| flow.resource)).collect();
    let needed: BTreeSet<usize> = network.demands.iter().map(|demand| demand.resource).collect();
    let mut chains: Vec<Vec<(usize, f64)>> = touched.iter().map(|resource| vec![(*resource, 1.0)]).collect();
    let mut known = BTreeSet::new();
    for technology in whole() {
        for made in technology.flows.iter().filter(|flow| flow.amount > 0.0 && needed.contains(&flow.resource)) {
            for used in technology.flows.iter().filter(|flow| flow.amount < 0.0) {
                let weight = -made.amount / used.amount;
                if known.insert((made.resource, used.resource, weight.to_bits())) {
                    chains.push(vec![(made.resource, 1.0), (used.resource, weight)]);
                }
            }
        }
    }
    chains
}
