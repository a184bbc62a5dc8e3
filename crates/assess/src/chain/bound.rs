//! A chain bound to places: what is known of each leaf at each place.

use city::assessment::{LeafUse, LeafValue};
use city::chain::{ChainLeaf, ImpactChain, NodeKind};
use city::{PlaceId, PlaceKind};

/// A chain and what is known of its leaves at the places of one kind.
#[derive(Debug, Clone, PartialEq)]
pub struct Bound {
    /// The chain, with the weights that its workshop judged or shared out.
    pub chain: ImpactChain,
    /// The kind of places.
    pub kind: PlaceKind,
    /// The places, in order.
    pub places: Vec<PlaceId>,
    /// The leaves that take part, in the order of the chain; refused leaves are not among them.
    pub leaves: Vec<BoundLeaf>,
    /// Where weights come from, where they were judged or shared out; a sentence for each kind of node.
    pub weights_said: Vec<String>,
}

/// A leaf and its value at every place of [`Bound::places`].
#[derive(Debug, Clone, PartialEq)]
pub struct BoundLeaf {
    /// The leaf as the chain has it.
    pub leaf: ChainLeaf,
    /// Its node's kind: hazard, exposure, sensitivity or capacity (a leaf of an intermediate impact counts as sensitivity).
    pub component: NodeKind,
    /// How it is described to a reader; its `weight` is its share of its component.
    pub shown: LeafUse,
    /// One value for each place; `score` is 0 (no contribution) to 1 (the worst), none where the value is missing.
    pub values: Vec<LeafValue>,
    /// Numbers behind the values on the indicator's own scale: low, value, high; none where missing.
    pub numbers: Vec<Option<[f64; 3]>>,
}
