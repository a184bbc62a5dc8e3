//! Chains of resources that technologies join, and what flows along them: every node of a chain lets out what comes in.

use super::amounts::{title, words};
use super::chosen::services;
use city::network_plan::{BalanceRow, NetworkPlan};
use std::collections::BTreeSet;

/// Less than this share of a node is rounding.
const ROUNDING: f64 = 1e-9;

/// Resources of one unit that technologies or transports join.
#[derive(Debug, PartialEq)]
pub struct Chain<'a> {
    /// Its resources, in the order of the plan.
    pub resources: Vec<&'a str>,
    /// Their unit.
    pub unit: &'a str,
}

impl Chain<'_> {
    /// What a person reads: the services at its end, else its first resource.
    pub fn title(&self, plan: &NetworkPlan) -> String {
        let services = services(plan);
        let mut names: Vec<String> = self.resources.iter().filter(|r| services.contains(r)).map(|r| words(r)).collect();
        if names.is_empty() {
            names.extend(self.resources.first().map(|r| words(r)));
            if self.resources.len() > 1 {
                names.push("what is made of it".to_owned());
            }
        }
        crate::assessment::reading::capital(&names.join(", "))
    }
}

/// What a node of the drawing is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// What flows.
    Resource,
    /// A technology or transport that makes one thing of another.
    Work,
    /// Where something comes from.
    Source,
    /// Served.
    Served,
    /// Waste that is left where it is.
    Left,
    /// Lost, left over, sent out or not passed on.
    End,
}

/// A node of the drawing.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// What it is.
    pub kind: Kind,
    /// What a person reads.
    pub label: String,
}

/// An amount from one node to another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Flow {
    /// Position of the node where it starts.
    pub from: usize,
    /// Position of the node where it ends.
    pub to: usize,
    /// Amount.
    pub amount: f64,
}

/// What flows along a chain in a period.
#[derive(Debug, Default, PartialEq)]
pub struct Graph {
    /// Nodes.
    pub nodes: Vec<Node>,
    /// Flows between them.
    pub flows: Vec<Flow>,
    keys: Vec<String>,
}

/// Chains of the plan: those with a service first, then larger ones.
pub fn chains(plan: &NetworkPlan) -> Vec<Chain<'_>> {
    let mut sets: Vec<(Chain<'_>, BTreeSet<&str>)> = Vec::new();
    for row in &plan.balances {
        let works: BTreeSet<&str> = row.parts.iter().map(|p| p.what.as_str()).filter(|w| !w.is_empty()).collect();
        let joined = |(chain, of): &(Chain<'_>, BTreeSet<&str>)| {
            chain.unit == row.unit && (chain.resources.contains(&row.resource.as_str()) || !of.is_disjoint(&works))
        };
        let mut new = (Chain { resources: vec![row.resource.as_str()], unit: row.unit.as_str() }, works.clone());
        let (mut together, apart): (Vec<_>, Vec<_>) = sets.into_iter().partition(joined);
        if let Some(first) = together.first_mut() {
            std::mem::swap(first, &mut new);
            together.push(new);
            let mut one = together.remove(0);
            for (chain, works) in together {
                one.0.resources.extend(chain.resources);
                one.1.extend(works);
            }
            new = one;
        }
        sets = apart;
        sets.push(new);
    }
    let order: Vec<&str> = plan.balances.iter().map(|b| b.resource.as_str()).collect();
    let mut all: Vec<Chain<'_>> = sets.into_iter().map(|(chain, _)| chain).collect();
    for chain in &mut all {
        let of: BTreeSet<&str> = chain.resources.iter().copied().collect();
        let mut seen = BTreeSet::new();
        chain.resources = order.iter().copied().filter(|r| of.contains(r) && seen.insert(*r)).collect();
    }
    let services = services(plan);
    all.sort_by_key(|c| {
        let first = c.resources.iter().filter_map(|r| services.iter().position(|s| s == r)).min();
        (first.unwrap_or(usize::MAX), std::cmp::Reverse(c.resources.len()), c.resources.first().copied())
    });
    all
}

/// Balances of a chain in a period.
pub fn balances<'a>(plan: &'a NetworkPlan, chain: &Chain<'_>, period: usize) -> Vec<&'a BalanceRow> {
    plan.balances
        .iter()
        .filter(|b| b.period == period && b.unit == chain.unit && chain.resources.contains(&b.resource.as_str()))
        .collect()
}

impl Graph {
    /// What flows along a chain in a period. A technology that takes from, or gives to, other chains gets the difference as a
    /// flow of its own, so that nothing vanishes from the drawing.
    pub fn new(rows: &[&BalanceRow]) -> Self {
        let mut graph = Self::default();
        let moving =
            |what: &str| rows.iter().any(|b| b.parts.iter().any(|p| p.part == "made_by_moving" && p.what == what));
        for row in rows {
            let resource = graph.node(&format!("r {}", row.resource), Kind::Resource, &title(&row.resource));
            for part in row.parts.iter().filter(|p| p.amount > 0.0) {
                let (kind, label) = words_of(&part.part, &part.what);
                let passes = part.part != "lost_or_used_on_the_way" || moving(&part.what);
                let other = if kind == Kind::Work && passes {
                    graph.node(&format!("w {}", part.what), kind, &label)
                } else {
                    let kind = if kind == Kind::Work { Kind::End } else { kind };
                    let label = if passes { label } else { format!("{label}: lost or used on the way") };
                    graph.node(&format!("e {} {} {}", row.resource, part.part, part.what), kind, &label)
                };
                let (from, to) = if part.comes_in { (other, resource) } else { (resource, other) };
                graph.flows.push(Flow { from, to, amount: part.amount });
            }
        }
        graph.settle();
        graph
    }

    fn node(&mut self, key: &str, kind: Kind, label: &str) -> usize {
        if let Some(at) = self.keys.iter().position(|k| k == key) {
            return at;
        }
        self.keys.push(key.to_owned());
        self.nodes.push(Node { kind, label: label.to_owned() });
        self.nodes.len() - 1
    }

    /// What comes into a node, and what goes out.
    pub fn sides(&self, node: usize) -> (f64, f64) {
        let sum = |wanted: &dyn Fn(&Flow) -> bool| self.flows.iter().filter(|f| wanted(f)).map(|f| f.amount).sum();
        (sum(&|f: &Flow| f.to == node), sum(&|f: &Flow| f.from == node))
    }

    /// Gives technologies with both sides what they lack of one.
    fn settle(&mut self) {
        for at in 0..self.nodes.len() {
            let Some(node) = self.nodes.get(at).filter(|n| n.kind == Kind::Work) else { continue };
            let label = node.label.clone();
            let (comes, goes) = self.sides(at);
            let open = comes - goes;
            if comes <= 0.0 || goes <= 0.0 || open.abs() <= ROUNDING * comes.max(goes) {
                continue;
            }
            let name = if open > 0.0 { "not passed on" } else { "from outside this chain" };
            let kind = if open > 0.0 { Kind::End } else { Kind::Source };
            let other = self.node(&format!("o {at}"), kind, &format!("{label}: {name}"));
            let (from, to) = if open > 0.0 { (at, other) } else { (other, at) };
            self.flows.push(Flow { from, to, amount: open.abs() });
        }
    }
}

/// What a part of a balance is, in words.
pub fn words_of(part: &str, what: &str) -> (Kind, String) {
    let plain = |words: &str| words.to_owned();
    match part {
        "made" | "used" | "made_by_moving" | "lost_or_used_on_the_way" => (Kind::Work, title(what)),
        "import" => (Kind::Source, plain("Brought in")),
        "arising" => (Kind::Source, plain("Arises")),
        "served" => (Kind::Served, plain("Served")),
        "left" => (Kind::Left, plain("Left where it arises")),
        "surplus" => (Kind::End, plain("Left over")),
        "export" => (Kind::End, plain("Sent out")),
        other => (Kind::End, format!("{} {}", title(other), words(what)).trim().to_owned()),
    }
}
