//! Impact chains: how a hazard becomes a risk for people, as a workshop writes it down in a text file.

use crate::PlaceKind;
use serde::Deserialize;
use std::collections::BTreeMap;

names! {
    /// Whose words the parts of a risk are. AR4 "exposure" is the climate signal, which AR5 and AR6 call hazard: never mixed.
    Framing ("framing") {
        /// IPCC 2007 and the GIZ Vulnerability Sourcebook of 2014: exposure (the signal), sensitivity, adaptive capacity.
        Ar4 = "ar4",
        /// IPCC 2014 and the GIZ Risk Supplement of 2017: hazard, exposure (what is there), vulnerability.
        Ar5 = "ar5",
        /// IPCC 2022: as AR5, with the response as one more driver.
        Ar6 = "ar6",
    }
}

names! {
    /// What a node of an impact chain is. A chain of AR4 has exposure (the signal), sensitivity and capacity, and ends in a
    /// vulnerability; one of AR5 or AR6 has a hazard and what is exposed to it, and ends in a risk.
    NodeKind ("kind of node") {
        /// The climate signal, or the pressure of a long-term stress.
        Hazard = "hazard",
        /// What happens on the way.
        IntermediateImpact = "intermediate_impact",
        /// What is there: people, houses, services; in AR4 the climate signal.
        Exposure = "exposure",
        /// How easily it is harmed.
        Sensitivity = "sensitivity",
        /// How far people can cope and adapt.
        Capacity = "capacity",
        /// The risk at the end of a chain of AR5 or AR6.
        Risk = "risk",
        /// The vulnerability at the end of a chain of AR4; no leaf counts for it.
        Vulnerability = "vulnerability",
    }
}

names! {
    /// What more of an indicator does to the risk.
    Effect ("effect on risk") {
        /// More of it, more risk.
        Raises = "raises",
        /// More of it, less risk.
        Lowers = "lowers",
    }
}

names! {
    /// How several codes of one answer make one number.
    CodesTogether ("way of putting codes together") {
        /// The largest of them.
        Largest = "largest",
        /// Their sum.
        Sum = "sum",
    }
}

/// An impact chain: a directed graph without cycles, whose leaves are bound to indicators.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ImpactChain {
    /// Id, `snake_case`, such as `pluvial_flood`.
    pub id: String,
    /// What a person reads, such as `Floods from rain that cannot drain`.
    pub label: String,
    /// Whose words it uses.
    pub framing: Framing,
    /// What it says, in one or two sentences.
    pub summary: String,
    /// Where its structure comes from.
    pub citation: String,
    /// The kinds of places that it is computed for.
    pub places: Vec<PlaceKind>,
    /// Its nodes.
    #[serde(rename = "node")]
    pub nodes: Vec<ChainNode>,
    /// Its arrows.
    #[serde(rename = "edge")]
    pub edges: Vec<ChainEdge>,
    /// Its indicators.
    #[serde(rename = "leaf")]
    pub leaves: Vec<ChainLeaf>,
    /// Which of two nodes counts more, as groups of the workshop judge it; they make the weights of their kind of node.
    #[serde(rename = "judgement", default)]
    pub judgements: Vec<ChainJudgement>,
    /// Points that groups of the workshop shared out over nodes; they make the weights of their kind of node.
    #[serde(rename = "budget", default)]
    pub budgets: Vec<ChainBudget>,
    /// Indicators that are used twice on purpose, and why.
    #[serde(default)]
    pub used_twice: BTreeMap<String, String>,
}

/// A node of an impact chain.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChainNode {
    /// Id within the chain.
    pub id: String,
    /// What it is.
    pub kind: NodeKind,
    /// What a person reads.
    pub label: String,
    /// Its weight among the nodes of its kind: zero or more.
    #[serde(default = "one")]
    pub weight: f64,
    /// A leaf without an indicator, kept in words.
    #[serde(default)]
    pub qualitative: bool,
}

/// An arrow of an impact chain: what leads to what, and who says so.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChainEdge {
    /// Node that it starts from.
    pub from: String,
    /// Node that it leads to.
    pub to: String,
    /// What is claimed.
    pub claim: String,
    /// Who claims it: a workshop, a paper, a field of the profile.
    pub source: String,
}

/// An indicator bound to a node, with the thresholds that put it on a scale from 0 (no contribution) to 1 (the worst).
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChainLeaf {
    /// The node.
    pub node: String,
    /// Id in the field table.
    pub indicator: String,
    /// For whom or of which kind, as `key=value;...`; empty for everybody.
    #[serde(default)]
    pub group: String,
    /// Value at the lower end of the scale.
    pub low: f64,
    /// Value at the upper end of the scale; above `low`.
    pub high: f64,
    /// What more of it does.
    pub effect: Effect,
    /// Its weight among the leaves of its node: zero or more.
    #[serde(default = "one")]
    pub weight: f64,
    /// Why the thresholds lie where they lie.
    pub reason: String,
    /// Where the thresholds come from.
    pub source: String,
    /// Which file or question would fill it.
    pub filled_by: String,
    /// The kinds of places that it is asked at, as a census table is of districts and a profile of settlements; all kinds of
    /// the chain, where it is empty.
    #[serde(default)]
    pub places: Vec<PlaceKind>,
    /// For a rate: the count that it divides by. Where people live and that count is none there is no rate, and the leaf stands
    /// at its upper end: no toilet is worse than any number of people to a toilet.
    #[serde(default)]
    pub none_of: String,
    /// The indicator of another leaf of the node that measures the same thing another way. Of the two only the one that more
    /// places have takes part (that other one where they are equal), so that no place lacks what it was never asked.
    #[serde(default)]
    pub stands_in_for: String,
    /// For answers in codes: the number of each code; a code that is not named counts 0, where `codes` is not empty.
    #[serde(default)]
    pub codes: BTreeMap<String, f64>,
    /// How several codes make one number.
    #[serde(default = "largest")]
    pub together: CodesTogether,
}

/// How much more one node counts than another, in the eyes of a group of the workshop (Saaty 1980).
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChainJudgement {
    /// The group of the workshop that judges; empty for the workshop as one.
    #[serde(default)]
    pub who: String,
    /// A node that holds a leaf.
    pub one: String,
    /// Another of the same kind.
    pub other: String,
    /// How many times as much the first counts as the second: 1 for the same, 9 for far more, 1/9 for far less.
    pub times: f64,
}

/// Points that a group of the workshop shared out over nodes.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChainBudget {
    /// The group of the workshop; empty for the workshop as one.
    #[serde(default)]
    pub who: String,
    /// Points of each node, zero or more; a kind of node with one of its nodes here has all that hold a leaf.
    pub points: BTreeMap<String, f64>,
}

fn one() -> f64 {
    1.0
}

fn largest() -> CodesTogether {
    CodesTogether::Largest
}

impl ImpactChain {
    /// Reads a chain; whether it makes sense is asked apart.
    ///
    /// # Errors
    /// The parser's message, with line and column.
    pub fn from_toml(text: &str) -> Result<Self, toml::de::Error> {
        toml::from_str(text)
    }

    /// A node by its id.
    #[must_use]
    pub fn node(&self, id: &str) -> Option<&ChainNode> {
        self.nodes.iter().find(|n| n.id == id)
    }
}
