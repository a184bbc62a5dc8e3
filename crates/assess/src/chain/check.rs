//! What is wrong with a chain, all at once.

use super::graph::{Arrows, end};
use super::{leaf, weights};
use city::chain::{ChainNode, Framing, ImpactChain, NodeKind};
use city::{FieldTable, Problem, Severity};
use std::collections::{BTreeMap, BTreeSet};

/// Problems that leave out a whole chain, not a leaf of it: without a sound structure there is nothing to compute.
const OF_STRUCTURE: [&str; 5] =
    ["chain_cycle", "chain_framing_mixed", "chain_node_twice", "chain_risk_not_reached", "chain_without_risk"];

/// Everything that is wrong with a chain, each with its node or leaf in `column`.
///
/// Checked are the structure (no circle, known nodes, one framing, each risk reached by a hazard, an exposure and a
/// vulnerability), the leaves (indicator, group, thresholds, weight, codes), that no indicator counts twice unsaid, and the weights
/// that the workshop judged or shared out, with a note of what they make.
/// A leaf with an error is left out by [`super::bind`]; so is a chain of which [`is_refused`] says so.
#[must_use]
pub fn check(chain: &ImpactChain, file: &str, fields: &FieldTable) -> Vec<Problem> {
    let mut problems = structure(chain);
    problems.extend(leaf::problems(chain, fields).into_iter().flatten());
    problems.extend(loose_ends(chain));
    problems.extend(weights::weighted(chain).problems);
    problems.into_iter().map(|p| p.in_file(file)).collect()
}

/// Whether a chain as a whole cannot be assessed.
#[must_use]
pub fn is_refused(chain: &ImpactChain) -> bool {
    let broken = |p: &Problem| p.severity == Severity::Error && OF_STRUCTURE.contains(&p.code.as_str());
    structure(chain).iter().any(broken)
}

fn structure(chain: &ImpactChain) -> Vec<Problem> {
    let mut problems = nodes_twice(chain);
    problems.extend(unknown_ends(chain));
    problems.extend(mixed(chain));
    if chain.places.is_empty() {
        problems.push(
            Problem::error("chain_without_places")
                .in_column(&format!("chain {}", chain.id))
                .expected("`places` with at least one kind: settlement, district or city")
                .hint("say where the chain shall be computed"),
        );
    }
    problems.extend(chain.nodes.iter().filter_map(|node| leaf::weight(&of_node(&node.id), node.weight)));
    let arrows = Arrows::of(chain);
    for circle in arrows.circles() {
        let back = circle.first().copied().into_iter();
        let shown: Vec<&str> = circle.iter().copied().chain(back).collect();
        problems.push(
            Problem::error("chain_cycle")
                .in_column(&of_node(circle.first().unwrap_or(&"")))
                .found(shown.join(" -> "))
                .expected("arrows that never come back to where they began")
                .hint("take out or turn round one of these arrows; a feedback is said in words, in a claim"),
        );
    }
    problems.extend(ends(chain, &arrows));
    problems
}

pub(super) fn of_node(id: &str) -> String {
    format!("node {id}")
}

fn nodes_twice(chain: &ImpactChain) -> Vec<Problem> {
    let mut seen = BTreeSet::new();
    let twice = chain.nodes.iter().filter(|n| !seen.insert(n.id.as_str()));
    twice
        .map(|node| {
            Problem::error("chain_node_twice")
                .in_column(&of_node(&node.id))
                .found(&node.id)
                .expected("an id that no other node has")
                .hint("give one of the two nodes another id, in its arrows and leaves too")
        })
        .collect()
}

fn unknown_ends(chain: &ImpactChain) -> Vec<Problem> {
    let mut problems = Vec::new();
    for edge in &chain.edges {
        for end in [&edge.from, &edge.to] {
            if chain.node(end).is_none() {
                problems.push(leaf::unknown_node(chain, &format!("edge {} -> {}", edge.from, edge.to), end));
            }
        }
    }
    problems
}

/// Nodes whose kind is not a word of the chain's framing.
fn mixed(chain: &ImpactChain) -> Vec<Problem> {
    let (foreign, hint): (&[NodeKind], _) = match chain.framing {
        Framing::Ar4 => (
            &[NodeKind::Hazard, NodeKind::Risk],
            "in ar4 the climate signal is an exposure and the end is a vulnerability; if the chain means hazard and risk, \
             its framing is ar5",
        ),
        Framing::Ar5 | Framing::Ar6 => (
            &[NodeKind::Vulnerability],
            "in ar5 and ar6 the end of a chain is a risk; if the chain means exposure as the climate signal, its framing is ar4",
        ),
    };
    let mixed = chain.nodes.iter().filter(|n| foreign.contains(&n.kind));
    mixed
        .map(|node| {
            Problem::error("chain_framing_mixed")
                .in_column(&of_node(&node.id))
                .found(node.kind)
                .expected(format!("a kind of node that {} knows", chain.framing))
                .hint(hint)
        })
        .collect()
}

/// Ends of the chain that are not there, or that not all must-haves lead to.
fn ends(chain: &ImpactChain, arrows: &Arrows) -> Vec<Problem> {
    let end = end(chain.framing);
    let risks: Vec<&ChainNode> = chain.nodes.iter().filter(|n| n.kind == end).collect();
    if risks.is_empty() {
        let problem = Problem::error("chain_without_risk").in_column(&format!("chain {}", chain.id));
        return vec![
            problem
                .expected(format!("a node of kind {end}, the end of a chain of framing {}", chain.framing))
                .hint("add the node that the arrows lead to"),
        ];
    }
    let kinds: BTreeMap<&str, NodeKind> = chain.nodes.iter().map(|n| (n.id.as_str(), n.kind)).collect();
    let bound: BTreeSet<&str> = chain.leaves.iter().map(|l| l.node.as_str()).collect();
    let stands = |id: &str| arrows.begins(id) || bound.contains(id) || chain.node(id).is_some_and(|n| n.qualitative);
    let mut problems = Vec::new();
    for risk in risks {
        let leading = arrows.leading_to(std::iter::once(risk.id.as_str()));
        let has = |kind: NodeKind| leading.iter().any(|id| kinds.get(id) == Some(&kind) && stands(id));
        let mut missing = Vec::new();
        if chain.framing != Framing::Ar4 && !has(NodeKind::Hazard) {
            missing.push("a hazard");
        }
        if !has(NodeKind::Exposure) {
            missing.push("an exposure");
        }
        if !has(NodeKind::Sensitivity) && !has(NodeKind::Capacity) {
            missing.push("a sensitivity or a capacity");
        }
        if !missing.is_empty() {
            problems.push(
                Problem::error("chain_risk_not_reached")
                    .in_column(&of_node(&risk.id))
                    .found(format!("no arrows from {}", missing.join(", nor from ")))
                    .expected("arrows that lead here from each of them, over other nodes or straight")
                    .hint("add the nodes and arrows that are missing"),
            );
        }
    }
    problems
}

/// Nodes that begin the chain without an indicator, and nodes that lead nowhere.
fn loose_ends(chain: &ImpactChain) -> Vec<Problem> {
    let arrows = Arrows::of(chain);
    let end = end(chain.framing);
    let bound: BTreeSet<&str> = chain.leaves.iter().map(|l| l.node.as_str()).collect();
    let useful = arrows.leading_to(chain.nodes.iter().filter(|n| n.kind == end).map(|n| n.id.as_str()));
    let mut problems = Vec::new();
    for node in chain.nodes.iter().filter(|n| n.kind != end) {
        if arrows.begins(&node.id) && !node.qualitative && !bound.contains(node.id.as_str()) {
            problems.push(
                Problem::error("chain_leaf_without_indicator")
                    .in_column(&of_node(&node.id))
                    .found("no [[leaf]] of this node")
                    .expected("an indicator, for nothing leads to this node")
                    .hint("bind it with a [[leaf]], or write `qualitative = true` to keep it in words"),
            );
        }
        if !useful.is_empty() && !useful.contains(node.id.as_str()) {
            problems.push(
                Problem::warning("chain_node_idle")
                    .in_column(&of_node(&node.id))
                    .found(format!("no arrows from here to a {end}"))
                    .expected(format!("a way from every node to a {end}"))
                    .hint("add the arrow, or take the node out"),
            );
        }
    }
    problems
}
