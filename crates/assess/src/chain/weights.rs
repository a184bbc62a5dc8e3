//! Where the weights of nodes come from: as written, judged in pairs, or points shared out.

mod judged;
mod shared_out;
#[cfg(test)]
mod tests;

use super::leaf::{component, unknown_node};
use city::Problem;
use city::chain::{ImpactChain, NodeKind};
use std::collections::{BTreeMap, BTreeSet};

/// What is done where judgements or points have a fault.
const STAYS: &str = "until then the weights of this kind of node stay as they are written";

/// A chain with the weights that its workshop judged or shared out.
#[derive(Debug)]
pub(crate) struct Weighted {
    /// The chain.
    pub chain: ImpactChain,
    /// Where the weights of each kind of node come from, in a sentence; none for weights as written.
    pub said: Vec<String>,
    /// What is wrong, and a note of each kind's weights.
    pub problems: Vec<Problem>,
}

/// A chain with the weights of its nodes from `[[judgement]]` and `[[budget]]`, kind by kind.
///
/// A kind is what nodes count for together: an intermediate impact counts as sensitivity. Where a kind is judged in pairs, its
/// nodes that hold leaves weigh as the principal eigenvector of the judgements (Saaty 1980), of several groups as the geometric
/// mean of each pair; where points were shared out, as the mean of the groups' shares (OECD/JRC *Handbook* 2008, budget
/// allocation). A kind with a fault, or with both, keeps the weights that are written, and so does a kind with neither.
pub(crate) fn weighted(chain: &ImpactChain) -> Weighted {
    let mut made = Weighted { chain: chain.clone(), said: Vec::new(), problems: Vec::new() };
    if chain.judgements.is_empty() && chain.budgets.is_empty() {
        return made;
    }
    let nodes = Nodes::of(chain);
    let (judged, shared_out) = (judged::read(chain, &nodes), shared_out::read(chain, &nodes));
    made.problems.extend(judged.problems.iter().chain(&shared_out.problems).cloned());
    let kinds: BTreeSet<NodeKind> = judged.kinds.keys().chain(shared_out.kinds.keys()).copied().collect();
    for kind in kinds {
        let ids = nodes.of_kind(kind);
        let found = match (judged.kinds.get(&kind), shared_out.kinds.get(&kind)) {
            (Some(_), Some(_)) => Err(vec![both(kind)]),
            (Some(groups), None) if !judged.faulty.contains(&kind) => judged::weights(kind, ids, groups),
            (None, Some(groups)) if !shared_out.faulty.contains(&kind) => shared_out::weights(kind, ids, groups),
            _ => continue,
        };
        match found {
            Ok(found) => made.take(ids, found),
            Err(problems) => made.problems.extend(problems),
        }
    }
    made
}

impl Weighted {
    fn take(&mut self, ids: &[&str], found: Found) {
        let weights: BTreeMap<&str, f64> = ids.iter().copied().zip(found.weights).collect();
        for node in &mut self.chain.nodes {
            if let Some(weight) = weights.get(node.id.as_str()) {
                node.weight = *weight;
            }
        }
        self.said.push(found.said);
        self.problems.extend(found.problems);
    }
}

/// Weights of the nodes of a kind.
struct Found {
    /// In the order of the nodes, summing to one.
    weights: Vec<f64>,
    said: String,
    problems: Vec<Problem>,
}

/// What groups of the workshop said of the nodes of each kind; a kind with a fault is there too.
struct Told<'c, T> {
    kinds: BTreeMap<NodeKind, BTreeMap<&'c str, Vec<T>>>,
    faulty: BTreeSet<NodeKind>,
    problems: Vec<Problem>,
}

impl<T> Told<'_, T> {
    fn new() -> Self {
        Self { kinds: BTreeMap::new(), faulty: BTreeSet::new(), problems: Vec::new() }
    }

    /// Keeps problems that spoil some kinds.
    fn spoil(&mut self, kinds: &BTreeSet<NodeKind>, problems: Vec<Problem>) {
        for kind in kinds {
            self.kinds.entry(*kind).or_default();
        }
        self.faulty.extend(kinds);
        self.problems.extend(problems);
    }
}

/// The nodes that hold leaves, by what they count for.
struct Nodes<'c> {
    chain: &'c ImpactChain,
    by_kind: BTreeMap<NodeKind, Vec<&'c str>>,
}

impl<'c> Nodes<'c> {
    fn of(chain: &'c ImpactChain) -> Self {
        let held: BTreeSet<&str> = chain.leaves.iter().map(|leaf| leaf.node.as_str()).collect();
        let mut by_kind: BTreeMap<NodeKind, Vec<&str>> = BTreeMap::new();
        let mut seen = BTreeSet::new();
        for node in chain.nodes.iter().filter(|n| held.contains(n.id.as_str()) && seen.insert(n.id.as_str())) {
            if let Some(kind) = component(node) {
                by_kind.entry(kind).or_default().push(&node.id);
            }
        }
        Self { chain, by_kind }
    }

    fn of_kind(&self, kind: NodeKind) -> &[&'c str] {
        self.by_kind.get(&kind).map_or(&[], Vec::as_slice)
    }

    fn kind(&self, id: &str) -> Option<NodeKind> {
        self.chain.node(id).and_then(component)
    }

    /// What is wrong with a node that a judgement or points are about.
    fn fault(&self, column: &str, id: &str) -> Option<Problem> {
        if self.chain.node(id).is_none() {
            return Some(unknown_node(self.chain, column, id));
        }
        let holds = self.kind(id).is_some_and(|kind| self.of_kind(kind).contains(&id));
        (!holds).then(|| {
            Problem::error("chain_weight_without_leaf")
                .in_column(column)
                .found(id)
                .expected("a node with a [[leaf]]: only what is measured has a weight in the score")
                .hint(format!("bind an indicator to it, or take it out here; {STAYS}"))
        })
    }
}

fn both(kind: NodeKind) -> Problem {
    Problem::error("chain_weights_twice")
        .in_column(&format!("weights of {kind}"))
        .found("judgements and points for nodes of one kind")
        .expected("one of the two for each kind of node")
        .hint(format!("take the [[judgement]]s or the [[budget]]s of this kind out; {STAYS}"))
}

/// Nodes with their weights, as a person reads them.
fn listed(ids: &[&str], weights: &[f64]) -> String {
    let each: Vec<String> = ids.iter().zip(weights).map(|(id, weight)| format!("{id} {weight:.2}")).collect();
    each.join(", ")
}

/// How a group of the workshop is named to a reader.
fn by(who: &str) -> String {
    if who.is_empty() { String::new() } else { format!(" by {who}") }
}

fn groups(count: usize) -> String {
    if count == 1 { "1 group".to_owned() } else { format!("{count} groups") }
}
