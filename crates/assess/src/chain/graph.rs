//! The arrows of a chain: circles in them, and what leads to what.

use city::chain::{ImpactChain, NodeKind};
use std::collections::{BTreeMap, BTreeSet};

/// The arrows between the nodes of a chain that exist, by the ids of their ends.
pub(super) struct Arrows<'a> {
    into: BTreeMap<&'a str, BTreeSet<&'a str>>,
}

impl<'a> Arrows<'a> {
    pub(super) fn of(chain: &'a ImpactChain) -> Self {
        let mut into: BTreeMap<&str, BTreeSet<&str>> =
            chain.nodes.iter().map(|n| (n.id.as_str(), BTreeSet::new())).collect();
        for edge in &chain.edges {
            if chain.node(&edge.from).is_some()
                && let Some(sources) = into.get_mut(edge.to.as_str())
            {
                sources.insert(&edge.from);
            }
        }
        Self { into }
    }

    /// Whether nothing leads to a node.
    pub(super) fn begins(&self, node: &str) -> bool {
        self.into.get(node).is_none_or(BTreeSet::is_empty)
    }

    /// Every node that leads to one of some nodes, these among them.
    pub(super) fn leading_to(&self, ends: impl Iterator<Item = &'a str>) -> BTreeSet<&'a str> {
        let mut waiting: Vec<&str> = ends.collect();
        let mut found: BTreeSet<&str> = waiting.iter().copied().collect();
        while let Some(node) = waiting.pop() {
            for from in self.into.get(node).into_iter().flatten() {
                if found.insert(from) {
                    waiting.push(from);
                }
            }
        }
        found
    }

    /// Circles that share no node, each in the order of its arrows and begun at its first name.
    pub(super) fn circles(&self) -> Vec<Vec<&'a str>> {
        let mut left = self.into.clone();
        let mut circles = Vec::new();
        loop {
            without_beginnings(&mut left);
            let Some(circle) = one_circle(&left) else {
                return circles;
            };
            for node in &circle {
                left.remove(node);
            }
            for sources in left.values_mut() {
                sources.retain(|from| !circle.contains(from));
            }
            circles.push(circle);
        }
    }
}

/// Takes out every node that no circle leads to.
fn without_beginnings<'a>(left: &mut BTreeMap<&'a str, BTreeSet<&'a str>>) {
    let mut out: BTreeMap<&str, Vec<&'a str>> = BTreeMap::new();
    for (to, sources) in &*left {
        for from in sources {
            out.entry(from).or_default().push(to);
        }
    }
    let mut begins: Vec<&str> = left.iter().filter(|(_, sources)| sources.is_empty()).map(|(node, _)| *node).collect();
    while let Some(node) = begins.pop() {
        left.remove(node);
        for to in out.get(node).into_iter().flatten() {
            if let Some(sources) = left.get_mut(to)
                && sources.remove(node)
                && sources.is_empty()
            {
                begins.push(to);
            }
        }
    }
}

/// A circle, where every node that is left has another that leads to it.
fn one_circle<'a>(left: &BTreeMap<&'a str, BTreeSet<&'a str>>) -> Option<Vec<&'a str>> {
    let mut node = *left.keys().next()?;
    let mut walked: Vec<&str> = Vec::new();
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    while places.insert(node, walked.len()).is_none() {
        walked.push(node);
        node = *left.get(node)?.first()?;
    }
    let mut circle = walked.split_off(walked.iter().position(|n| *n == node)?);
    circle.reverse();
    let first = circle.iter().enumerate().min_by_key(|(_, n)| **n).map_or(0, |(i, _)| i);
    circle.rotate_left(first);
    Some(circle)
}

/// The kind of node that a chain of this framing ends in, and the kinds that must lead to it.
pub(super) const fn end(framing: city::chain::Framing) -> NodeKind {
    match framing {
        city::chain::Framing::Ar4 => NodeKind::Vulnerability,
        city::chain::Framing::Ar5 | city::chain::Framing::Ar6 => NodeKind::Risk,
    }
}
