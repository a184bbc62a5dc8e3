//! Weights from points that groups of the workshop shared out.

use super::super::leaf::MOST_WEIGHT;
use super::{Found, Nodes, STAYS, Told, by, groups, listed};
use crate::composite::Weighting;
use city::Problem;
use city::chain::{ChainBudget, ImpactChain, NodeKind};
use std::collections::{BTreeMap, BTreeSet};

/// A node and its points.
pub(super) type Points<'c> = (&'c str, f64);

/// The points of each kind and group; of two budgets of one group the first.
pub(super) fn read<'c>(chain: &'c ImpactChain, nodes: &Nodes) -> Told<'c, Points<'c>> {
    let mut told: Told<Points> = Told::new();
    let mut seen: BTreeMap<(&str, NodeKind), usize> = BTreeMap::new();
    for (at, ChainBudget { who, points }) in chain.budgets.iter().enumerate() {
        let column = format!("budget {}{}", at + 1, by(who));
        if points.is_empty() {
            told.problems.push(empty(&column));
        }
        for (id, count) in points {
            let kind: BTreeSet<NodeKind> = nodes.kind(id).into_iter().collect();
            let mut faults: Vec<Problem> = nodes.fault(&column, id).into_iter().collect();
            faults.extend(wrong(&column, id, *count));
            match kind.first() {
                Some(kind) if faults.is_empty() => {
                    if *seen.entry((who, *kind)).or_insert(at) == at {
                        told.kinds.entry(*kind).or_default().entry(who).or_default().push((id, *count));
                    }
                }
                _ => told.spoil(&kind, faults),
            }
        }
        let again = points.keys().filter_map(|id| nodes.kind(id));
        let again: BTreeSet<NodeKind> =
            again.filter(|kind| seen.get(&(who, *kind)).is_some_and(|first| *first != at)).collect();
        if !again.is_empty() {
            told.spoil(&again, vec![twice(&column, &again)]);
        }
    }
    told
}

fn wrong(column: &str, id: &str, points: f64) -> Option<Problem> {
    (!(0.0..=MOST_WEIGHT).contains(&points)).then(|| {
        Problem::error("chain_budget_wrong")
            .in_column(column)
            .found(format!("{id} = {points}"))
            .expected("points from 0 to 1,000,000")
            .hint(format!("give 0 to what does not count; {STAYS}"))
    })
}

fn empty(column: &str) -> Problem {
    Problem::error("chain_budget_wrong")
        .in_column(column)
        .found("no points")
        .expected("`points` with every node of a kind, such as { toilets = 60, homes = 40 }")
        .hint("share out the points, or take this budget out; the weights stay as they are written")
}

fn twice(column: &str, kinds: &BTreeSet<NodeKind>) -> Problem {
    let kinds: Vec<&str> = kinds.iter().map(|kind| kind.as_str()).collect();
    Problem::error("chain_budget_twice")
        .in_column(column)
        .found(format!("points for {} again", kinds.join(" and ")))
        .expected("one share-out of each kind of node from each group of the workshop")
        .hint(format!("take one of the two out, or say in `who` that it is another group's; {STAYS}"))
}

/// Weights of the nodes of a kind: each group's points made shares, and the mean of the groups.
pub(super) fn weights(kind: NodeKind, ids: &[&str], told: &BTreeMap<&str, Vec<Points>>) -> Result<Found, Vec<Problem>> {
    let (mut people, mut problems) = (Vec::with_capacity(told.len()), Vec::new());
    for (who, points) in told {
        let given: BTreeMap<&str, f64> = points.iter().copied().collect();
        let open: Vec<&str> = ids.iter().copied().filter(|id| !given.contains_key(id)).collect();
        if open.is_empty() {
            people.push(ids.iter().filter_map(|id| given.get(id).copied()).collect());
        } else {
            problems.push(missing(kind, who, &open));
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let count = people.len();
    let names: Vec<String> = ids.iter().map(|&id| id.to_owned()).collect();
    let weights = Weighting::Budget(people).weights(&names).map_err(|error| {
        let problem = Problem::error("chain_budget_wrong").in_column(&format!("budget of {kind}")).found(error);
        vec![
            problem
                .expected("a point for at least one node from each group")
                .hint(format!("share out points; {STAYS}")),
        ]
    })?;
    let note = Problem::note("chain_weights_shared_out")
        .in_column(&format!("weights of {kind}"))
        .found(listed(ids, &weights))
        .expected(format!("weights from points that {} shared out", groups(count)))
        .hint("the `weight` written at these nodes is not used; take the budget out to use it");
    let said = format!("Weights of {kind}: points shared out by {}.", groups(count));
    Ok(Found { weights, said, problems: vec![note] })
}

fn missing(kind: NodeKind, who: &str, open: &[&str]) -> Problem {
    Problem::error("chain_budget_missing")
        .in_column(&format!("budget of {kind}{}", by(who)))
        .found(format!("no points for {}", open.join(", ")))
        .expected("points for every node of the kind that holds a leaf")
        .hint(format!("give each its points, and 0 to what does not count; {STAYS}"))
}
