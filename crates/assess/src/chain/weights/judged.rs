//! Weights from judgements in pairs (Saaty 1980), and how far these contradict each other.

use super::{Found, Nodes, STAYS, Told, by, groups, listed};
use crate::composite::CompositeError;
use crate::composite::ahp::{ACCEPTED_RATIO, Judgements, Priorities, RandomIndex};
use city::Problem;
use city::chain::{ChainJudgement, ImpactChain, NodeKind};
use std::collections::{BTreeMap, BTreeSet};

/// Saaty's scale, with 1/9 as a hand rounds it.
const SCALE: std::ops::RangeInclusive<f64> = 0.11..=9.0;
/// Pairs without a judgement that are named one by one.
const NAMED: usize = 5;
/// Saaty's random index is published for no more nodes.
const MOST_NODES: usize = 15;

/// One, the other, how many times as much the first counts.
pub(super) type Pair<'c> = (&'c str, &'c str, f64);

/// The judgements of each kind and group; of two on one pair the first.
pub(super) fn read<'c>(chain: &'c ImpactChain, nodes: &Nodes) -> Told<'c, Pair<'c>> {
    let mut told: Told<Pair> = Told::new();
    let mut seen: BTreeMap<(&str, &str, &str), usize> = BTreeMap::new();
    for (at, judgement) in chain.judgements.iter().enumerate() {
        let ChainJudgement { who, one, other, times } = judgement;
        let column = format!("judgement {}", at + 1);
        let kinds: BTreeSet<NodeKind> = [one, other].into_iter().filter_map(|id| nodes.kind(id)).collect();
        let mut faults: Vec<Problem> = [one, other].into_iter().filter_map(|id| nodes.fault(&column, id)).collect();
        faults.extend(wrong(judgement, &column));
        if kinds.len() > 1 {
            faults.push(across(judgement, &column, &kinds));
        }
        if let Some(first) = seen.insert((who, one.min(other), one.max(other)), at + 1) {
            faults.push(twice(judgement, &column, first));
        }
        match kinds.first() {
            Some(kind) if faults.is_empty() => {
                told.kinds.entry(*kind).or_default().entry(who).or_default().push((one, other, *times));
            }
            _ => told.spoil(&kinds, faults),
        }
    }
    told
}

fn wrong(judgement: &ChainJudgement, column: &str) -> Option<Problem> {
    let problem = Problem::error("chain_judgement_wrong").in_column(column);
    if judgement.one == judgement.other {
        let found = format!("{} judged against itself", judgement.one);
        return Some(problem.found(found).expected("two nodes").hint(format!("name another `other`; {STAYS}")));
    }
    (!SCALE.contains(&judgement.times)).then(|| {
        problem
            .found(format!("times = {}", judgement.times))
            .expected(
                "a number from 1/9 (0.11) to 9: 1 counts the same, 3 somewhat more, 5 more, 7 much more, 9 far more",
            )
            .hint(format!("where `one` counts less, swap `one` and `other`; {STAYS}"))
    })
}

fn across(judgement: &ChainJudgement, column: &str, kinds: &BTreeSet<NodeKind>) -> Problem {
    let kinds: Vec<&str> = kinds.iter().map(|kind| kind.as_str()).collect();
    Problem::error("chain_judged_across_kinds")
        .in_column(column)
        .found(format!("{} against {}: {}", judgement.one, judgement.other, kinds.join(" and ")))
        .expected("two nodes of the same kind")
        .hint(format!("a node is weighed among its kind; take this judgement out; {STAYS}"))
}

fn twice(judgement: &ChainJudgement, column: &str, first: usize) -> Problem {
    Problem::error("chain_judged_twice")
        .in_column(column)
        .found(format!("{} against {}{}, as in judgement {first}", judgement.one, judgement.other, by(&judgement.who)))
        .expected("each pair once from each group of the workshop, in one direction")
        .hint(format!("take one of the two out, or say in `who` that another group judged; {STAYS}"))
}

/// Weights of the nodes of a kind from all groups, the geometric mean of each pair.
pub(super) fn weights(kind: NodeKind, ids: &[&str], told: &BTreeMap<&str, Vec<Pair>>) -> Result<Found, Vec<Problem>> {
    if ids.len() > MOST_NODES {
        return Err(vec![unusable(kind, &CompositeError::NoRandomIndex { count: ids.len() })]);
    }
    let missing: Vec<Problem> = told.iter().filter_map(|(who, pairs)| missing(kind, ids, (who, pairs))).collect();
    if !missing.is_empty() {
        return Err(missing);
    }
    let failed = |error: CompositeError| vec![unusable(kind, &error)];
    let (mut each, mut problems) = (Vec::with_capacity(told.len()), Vec::new());
    for (who, pairs) in told {
        let judgements = Judgements::new(ids, pairs).map_err(failed)?;
        let (priorities, ratio) = consistency(&judgements).map_err(failed)?;
        if ratio >= ACCEPTED_RATIO {
            problems.push(inconsistent(kind, (ids, &priorities.weights), (who, pairs), ratio));
        }
        each.push(judgements);
    }
    let (priorities, ratio) = Judgements::of_group(&each).and_then(|all| consistency(&all)).map_err(failed)?;
    problems.push(note(kind, ids, &priorities.weights, (told.len(), ratio)));
    let careful = if ratio < ACCEPTED_RATIO { "" } else { ": the judgements contradict each other" };
    let said =
        format!("Weights of {kind}: judged in pairs by {}, consistency ratio {ratio:.2}{careful}.", groups(told.len()));
    Ok(Found { weights: priorities.weights, said, problems })
}

fn consistency(judgements: &Judgements) -> Result<(Priorities, f64), CompositeError> {
    let priorities = judgements.priorities()?;
    // the ratio of judgements without contradiction may come out a rounding error below zero
    let ratio = priorities.consistency_ratio(RandomIndex::Saaty)?.max(0.0);
    Ok((priorities, ratio))
}

fn missing(kind: NodeKind, ids: &[&str], (who, pairs): (&str, &[Pair])) -> Option<Problem> {
    let judged: BTreeSet<(&str, &str)> =
        pairs.iter().flat_map(|(one, other, _)| [(*one, *other), (*other, *one)]).collect();
    let every = ids.iter().enumerate().flat_map(|(at, one)| ids.iter().skip(at + 1).map(move |other| (*one, *other)));
    let open: Vec<String> =
        every.filter(|pair| !judged.contains(pair)).map(|(one, other)| format!("{one} against {other}")).collect();
    let (first, rest) = open.split_at(open.len().min(NAMED));
    let more = if rest.is_empty() { String::new() } else { format!(" and {} more", rest.len()) };
    (!open.is_empty()).then(|| {
        Problem::error("chain_judgement_missing")
            .in_column(&format!("judgements of {kind}{}", by(who)))
            .found(format!("no judgement of {}{more}", first.join(", ")))
            .expected(format!("every pair once from each group: {}", ids.join(", ")))
            .hint(format!("add a [[judgement]] for each; {STAYS}"))
    })
}

/// Of four nodes or more the judgement furthest from the weights is named, the first to talk about again; of three, none is
/// further off than another.
fn inconsistent(
    kind: NodeKind,
    (ids, weights): (&[&str], &[f64]),
    (who, pairs): (&str, &[Pair]),
    ratio: f64,
) -> Problem {
    let weight: BTreeMap<&str, f64> = ids.iter().copied().zip(weights.iter().copied()).collect();
    let by_weights = |pair: &Pair| Some(weight.get(pair.0)? / weight.get(pair.1)?);
    let all = pairs.iter().filter_map(|pair| Some((pair, by_weights(pair)?)));
    let off = |(pair, by_weights): &(&Pair, f64)| (pair.2 / by_weights).ln().abs();
    let furthest = all.max_by(|a, b| off(a).total_cmp(&off(b))).filter(|_| ids.len() > 3);
    let first = furthest.map_or_else(String::new, |((one, other, times), by_weights)| {
        format!(", first of {one} against {other}: {times} was said, the weights say {by_weights:.2}")
    });
    Problem::warning("chain_judgements_inconsistent")
        .in_column(&format!("judgements of {kind}{}", by(who)))
        .found(format!("consistency ratio {ratio:.2}"))
        .expected("below 0.10 (Saaty 1980)")
        .hint(format!("talk again{first}; the weights are used as they come out"))
}

fn note(kind: NodeKind, ids: &[&str], weights: &[f64], (count, ratio): (usize, f64)) -> Problem {
    Problem::note("chain_weights_judged")
        .in_column(&format!("weights of {kind}"))
        .found(format!("{}; consistency ratio {ratio:.2}", listed(ids, weights)))
        .expected(format!("weights from judgements in pairs of {}", groups(count)))
        .hint("the `weight` written at these nodes is not used; take the judgements out to use it")
}

fn unusable(kind: NodeKind, error: &CompositeError) -> Problem {
    Problem::error("chain_judgements_unusable")
        .in_column(&format!("judgements of {kind}"))
        .found(error)
        .expected("2 to 15 nodes, every pair judged")
        .hint(format!("judge fewer nodes, or share out points in a [[budget]]; {STAYS}"))
}
