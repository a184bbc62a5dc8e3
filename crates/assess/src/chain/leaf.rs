//! What is wrong with the leaves of a chain.

use super::check::of_node;
use city::chain::{ChainLeaf, ChainNode, Effect, ImpactChain, NodeKind};
use city::indicator::{Direction, IndicatorKind};
use city::source::Level;
use city::{FieldTable, Group, Indicator, Problem};
use std::collections::BTreeMap;

/// Weights above this are refused, so that sums of them stay numbers.
pub(super) const MOST_WEIGHT: f64 = 1e6;

/// The problems of each leaf, in the order of the chain; a leaf with an error takes no part.
pub(super) fn problems(chain: &ImpactChain, fields: &FieldTable) -> Vec<Vec<Problem>> {
    let mut seen: BTreeMap<(&str, Group), Vec<&ChainLeaf>> = BTreeMap::new();
    let mut all = Vec::new();
    for leaf in &chain.leaves {
        let column = of_leaf(leaf);
        let mut problems: Vec<Problem> = Vec::new();
        problems.extend(node(chain, leaf, &column));
        problems.extend(thresholds(leaf, &column));
        problems.extend(weight(&column, leaf.weight));
        match leaf.group.parse::<Group>() {
            Err(error) => problems.push(
                Problem::error("chain_group_unknown")
                    .in_column(&column)
                    .found(&leaf.group)
                    .expected("`key=value`, joined by `;`")
                    .hint(format!("{error}; dimensions and codes stand in data/dimensions.csv")),
            ),
            Ok(group) => {
                let before = seen.entry((&leaf.indicator, group)).or_default();
                problems.extend(twice(chain, leaf, &column, before));
                before.push(leaf);
            }
        }
        match fields.get(&leaf.indicator) {
            None => problems.push(unknown_indicator(&column, &leaf.indicator, fields)),
            Some(indicator) => problems.extend(against(indicator, leaf, &column)),
        }
        if !leaf.none_of.is_empty() && fields.get(&leaf.none_of).is_none() {
            problems.push(unknown_indicator(&format!("{column}, none_of"), &leaf.none_of, fields));
        }
        problems.extend(stand_in(chain, leaf, &column));
        all.push(problems);
    }
    all
}

/// How a leaf is named to a reader.
pub(super) fn of_leaf(leaf: &ChainLeaf) -> String {
    let group = if leaf.group.is_empty() { String::new() } else { format!(" [{}]", leaf.group) };
    format!("leaf {}{group} of {}", leaf.indicator, of_node(&leaf.node))
}

pub(super) fn unknown_node(chain: &ImpactChain, column: &str, id: &str) -> Problem {
    let ids: Vec<&str> = chain.nodes.iter().map(|n| n.id.as_str()).collect();
    Problem::error("chain_unknown_node")
        .in_column(column)
        .found(id)
        .expected(format!("the id of a node: {}", ids.join(", ")))
        .hint(nearest(id, ids.iter().copied(), "add a [[node]] with this id, or mend the name"))
}

fn node(chain: &ImpactChain, leaf: &ChainLeaf, column: &str) -> Option<Problem> {
    let Some(node) = chain.node(&leaf.node) else {
        return Some(unknown_node(chain, column, &leaf.node));
    };
    component(node).is_none().then(|| {
        Problem::error("chain_leaf_at_the_end")
            .in_column(column)
            .found(node.kind)
            .expected("a node of kind hazard, exposure, sensitivity, capacity or intermediate_impact")
            .hint("the end of a chain is computed; bind the indicator to a node that leads there")
    })
}

/// What a leaf of a node counts for: an intermediate impact is sensitivity, the end of a chain is nothing.
pub(super) const fn component(node: &ChainNode) -> Option<NodeKind> {
    match node.kind {
        NodeKind::Risk | NodeKind::Vulnerability => None,
        NodeKind::IntermediateImpact => Some(NodeKind::Sensitivity),
        kind => Some(kind),
    }
}

/// A stand-in for a leaf that is not there.
fn stand_in(chain: &ImpactChain, leaf: &ChainLeaf, column: &str) -> Option<Problem> {
    let known = leaf.stands_in_for.is_empty() || chain.leaves.iter().any(|other| stands_in(leaf, other));
    (!known).then(|| {
        Problem::error("chain_stand_in_unknown")
            .in_column(column)
            .found(&leaf.stands_in_for)
            .expected(format!("the indicator of another leaf of {}", of_node(&leaf.node)))
            .hint("both leaves belong to one node; mend the name, or take `stands_in_for` out")
    })
}

/// Whether one leaf stands in for another.
pub(super) fn stands_in(leaf: &ChainLeaf, other: &ChainLeaf) -> bool {
    leaf.node == other.node && leaf.stands_in_for == other.indicator && leaf.indicator != other.indicator
}

fn thresholds(leaf: &ChainLeaf, column: &str) -> Option<Problem> {
    let sound =
        leaf.low.is_finite() && leaf.high.is_finite() && leaf.low < leaf.high && (leaf.high - leaf.low).is_finite();
    (!sound).then(|| {
        Problem::error("chain_thresholds_reversed")
            .in_column(column)
            .found(format!("low = {}, high = {}", leaf.low, leaf.high))
            .expected("two finite numbers, `low` below `high`")
            .hint("where less of it is worse, keep `low` below `high` and write `effect = \"lowers\"`")
    })
}

/// A weight that is none.
pub(super) fn weight(column: &str, weight: f64) -> Option<Problem> {
    (!(0.0..=MOST_WEIGHT).contains(&weight)).then(|| {
        Problem::error("chain_negative_weight")
            .in_column(column)
            .found(weight)
            .expected("a number from 0 to 1,000,000")
            .hint("weights say how much more one counts than another: 1 and 2, not 1 and -1; 0 leaves it out")
    })
}

/// An indicator that already counts, for the same group, at a kind of place where this leaf is asked too.
fn twice(chain: &ImpactChain, leaf: &ChainLeaf, column: &str, before: &[&ChainLeaf]) -> Option<Problem> {
    let everywhere = |l: &ChainLeaf| l.places.is_empty();
    let together =
        |l: &&&ChainLeaf| everywhere(l) || everywhere(leaf) || l.places.iter().any(|p| leaf.places.contains(p));
    let first = before.iter().find(together).filter(|_| !chain.used_twice.contains_key(&leaf.indicator));
    first.map(|first| {
        Problem::error("chain_indicator_twice")
            .in_column(column)
            .found(format!("{}, as in {}", leaf.indicator, of_node(&first.node)))
            .expected("each indicator once in a chain, for the same group")
            .hint(format!("take one of them out, or say why under [used_twice]: {} = \"...\"", leaf.indicator))
    })
}

fn unknown_indicator(column: &str, id: &str, fields: &FieldTable) -> Problem {
    let names = fields.iter().map(|i| i.id.as_str());
    Problem::error("chain_unknown_indicator")
        .in_column(column)
        .found(id)
        .expected("the id of an indicator in data/indicators.csv")
        .hint(nearest(id, names, "look it up with `makazi profile`, or in data/indicators.csv"))
}

fn nearest<'n>(name: &str, names: impl Iterator<Item = &'n str>, otherwise: &str) -> String {
    let scored = names.map(|n| (strsim::jaro_winkler(name, n), n));
    match scored.max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1))) {
        Some((likeness, near)) if likeness >= 0.75 => format!("is it `{near}`? otherwise {otherwise}"),
        _ => otherwise.to_owned(),
    }
}

/// What a leaf says that its indicator's row in the field table contradicts.
fn against(indicator: &Indicator, leaf: &ChainLeaf, column: &str) -> Vec<Problem> {
    let mut problems = Vec::new();
    let contrary = matches!(
        (indicator.direction, leaf.effect),
        (Direction::MoreIsBetter, Effect::Raises) | (Direction::MoreIsWorse, Effect::Lowers)
    );
    if contrary {
        problems.push(
            Problem::warning("chain_effect_contrary")
                .in_column(column)
                .found(leaf.effect)
                .expected(format!("the other effect: the field table says {}", indicator.direction))
                .hint("turn it round, unless this chain means it so: then say why in `reason`"),
        );
    }
    let classes = indicator.kind == IndicatorKind::Class;
    if classes == leaf.codes.is_empty() || leaf.codes.values().any(|n| !n.is_finite()) {
        problems.push(
            Problem::error("chain_codes")
                .in_column(column)
                .found(format!("{} codes, and the indicator is of kind {}", leaf.codes.len(), indicator.kind))
                .expected("a finite number for each code of an answer in codes, and no codes for a number")
                .hint("write `codes = { once = 1, twice = 2 }`, or take `codes` out"),
        );
    }
    problems.extend(held_back(indicator, column));
    problems
}

/// A score shows what went into it, so what nobody may see takes no part.
fn held_back(indicator: &Indicator, column: &str) -> Option<Problem> {
    let problem = match indicator.level {
        Level::Sealed => Problem::error("chain_indicator_held_back"),
        Level::Community => Problem::warning("chain_indicator_held_back"),
        Level::Public | Level::Partner | Level::City => return None,
    };
    Some(
        problem
            .in_column(column)
            .found(format!("{}, level {}", indicator.id, indicator.level))
            .expected("an indicator that a reader of the result may see")
            .hint("a score gives away what went into it: eviction and disputes of ownership can be turned against residents"),
    )
}
