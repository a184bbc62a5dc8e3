//! Binding: what is known of each leaf of a chain at each place of a kind.

mod answer;

use super::check::{is_refused, of_node};
use super::districts::{district_of, district_set};
use super::leaf::{component, of_leaf, problems as leaf_problems, stands_in};
use super::weights::{Weighted, weighted};
use super::{Bound, BoundLeaf};
use crate::composite::{Direction, Normalisation, Recipe, normalise_cells};
use crate::evidence::Evidence;
use crate::profile::facts::Facts;
use crate::profile::groups::words;
use answer::{Answer, answer};
use city::assessment::{LeafUse, LeafValue};
use city::chain::{ChainLeaf, Effect, ImpactChain, NodeKind};
use city::{Group, PlaceId, PlaceKind, Problem, Severity};
use std::collections::BTreeMap;

/// A chain bound to the places of a kind.
///
/// Places are all settlements, the districts of one set ([`super::district_set`]), or the city. A leaf takes the preferred
/// observation of its indicator for exactly its group ([`Facts::best`]); a score is (value - low) / (high - low), kept within
/// 0 and 1, and 1 minus that where more of it lowers the risk (GIZ, *The Vulnerability Sourcebook*, 2014: thresholds with a
/// reason, not the least and the most of the sample).
///
/// Node weights are those that the workshop judged in pairs or shared out as points, where it did ([`super::check`] says what
/// is wrong with these), and otherwise as written. Where nobody asked, the value is missing, never zero. Codes make the number that the chain gives them; a share outside 0 to
/// 100 percent is a problem and counts as missing. A leaf with an error is left out and named, and so is a chain without a
/// sound structure, which then has no leaves; a leaf that nobody measured at any of the places stays, with a note.
#[must_use]
pub fn bind(chain: &ImpactChain, kind: PlaceKind, evidence: &Evidence, facts: &Facts) -> (Bound, Vec<Problem>) {
    let (set, mut problems) = match kind {
        PlaceKind::District => district_set(evidence),
        _ => (None, Vec::new()),
    };
    let of_kind = evidence.places.iter().filter(|p| p.kind == kind);
    let here = of_kind.filter(|p| kind != PlaceKind::District || set.as_deref() == Some(p.id.prefix()));
    let rows: Vec<Row> = here.map(|p| Row { place: &p.id, looked_up: Some(&p.id) }).collect();
    let (bound, of_leaves) = over(chain, (kind, kind), &rows, (evidence, facts));
    problems.extend(of_leaves);
    (bound, problems)
}

/// The same chain for settlements, with what is known of their districts in place of what is known of them: the leaves that
/// are asked at districts, and one value for each settlement, from the district of the set ([`super::district_set`]) that it
/// lies in. It says what averages would have said.
#[must_use]
pub fn bind_to_districts_of_settlements(chain: &ImpactChain, evidence: &Evidence, facts: &Facts) -> Bound {
    let set = district_set(evidence).0.unwrap_or_default();
    let parents: BTreeMap<&PlaceId, &PlaceId> =
        evidence.places.iter().filter_map(|p| Some((&p.id, p.parent.as_ref()?))).collect();
    let settlements = evidence.places.iter().filter(|p| p.kind == PlaceKind::Settlement);
    let rows: Vec<Row> =
        settlements.map(|p| Row { place: &p.id, looked_up: district_of(&p.id, &set, &parents) }).collect();
    over(chain, (PlaceKind::Settlement, PlaceKind::District), &rows, (evidence, facts)).0
}

/// A chain, under the weights of its workshop, bound to rows of a kind with the leaves that are asked at another or the same.
fn over(
    chain: &ImpactChain,
    (kind, asked_at): (PlaceKind, PlaceKind),
    rows: &[Row],
    (evidence, facts): (&Evidence, &Facts),
) -> (Bound, Vec<Problem>) {
    let Weighted { chain, said, .. } = weighted(chain);
    let (leaves, problems) = Binding { chain: &chain, asked_at, evidence, facts }.leaves(rows);
    let places = rows.iter().map(|r| r.place.clone()).collect();
    (Bound { chain, kind, places, leaves, weights_said: said }, problems)
}

/// A place, and the place whose observations speak for it.
struct Row<'a> {
    place: &'a PlaceId,
    looked_up: Option<&'a PlaceId>,
}

struct Binding<'a> {
    chain: &'a ImpactChain,
    asked_at: PlaceKind,
    evidence: &'a Evidence<'a>,
    facts: &'a Facts<'a>,
}

/// A leaf without errors.
struct Sound<'a> {
    leaf: &'a ChainLeaf,
    component: NodeKind,
    node_weight: f64,
    group: Group,
}

impl Binding<'_> {
    fn leaves(&self, rows: &[Row]) -> (Vec<BoundLeaf>, Vec<Problem>) {
        if is_refused(self.chain) {
            let problem = Problem::error("chain_left_out")
                .in_column(&format!("chain {}", self.chain.id))
                .expected("a chain with a sound structure")
                .hint("mend what is said of its file; the other chains are assessed");
            return (Vec::new(), vec![problem]);
        }
        let (sound, mut problems) = self.sound();
        let all = sound.into_iter().map(|one| {
            let answers = rows.iter().map(|row| answer(&one, row.looked_up, self.facts, self.evidence)).collect();
            (one, answers)
        });
        let used = without_doubles(all.collect());
        let mut leaves = Vec::with_capacity(used.len());
        for ((one, answers), share) in used.iter().zip(shares(&used)) {
            let (bound, of_leaf) = self.bound(one, share, answers);
            leaves.push(bound);
            problems.extend(of_leaf);
        }
        (leaves, problems)
    }

    /// Leaves that are asked at this kind of place and have no error, and the names of those left out.
    fn sound(&self) -> (Vec<Sound<'_>>, Vec<Problem>) {
        let (mut sound, mut problems) = (Vec::new(), Vec::new());
        for (leaf, of_leaf) in self.chain.leaves.iter().zip(leaf_problems(self.chain, self.evidence.fields)) {
            if !leaf.places.is_empty() && !leaf.places.contains(&self.asked_at) {
                continue;
            }
            let broken = of_leaf.iter().any(|p| p.severity == Severity::Error);
            match self.one(leaf).filter(|_| !broken) {
                Some(one) => sound.push(one),
                None => problems.push(self.left_out(leaf)),
            }
        }
        (sound, problems)
    }

    fn one<'c>(&'c self, leaf: &'c ChainLeaf) -> Option<Sound<'c>> {
        let node = self.chain.node(&leaf.node)?;
        if super::leaf::weight(&of_node(&node.id), node.weight).is_some() {
            return None;
        }
        let (component, group) = (component(node)?, leaf.group.parse().ok()?);
        Some(Sound { leaf, component, node_weight: node.weight, group })
    }

    fn left_out(&self, leaf: &ChainLeaf) -> Problem {
        Problem::warning("chain_leaf_left_out")
            .in_column(&of_leaf(leaf))
            .found(format!("chain {}", self.chain.id))
            .expected("a leaf without an error")
            .hint("mend what is said of it; the rest of the chain is assessed with the weights that are left")
    }

    fn bound(&self, one: &Sound, share: f64, answers: &[Answer]) -> (BoundLeaf, Vec<Problem>) {
        let mut cells: Vec<f64> = answers.iter().map(|a| a.numbers.map_or(f64::NAN, |[_, value, _]| value)).collect();
        normalise_cells(&mut cells, &recipe(one.leaf));
        let mut problems: Vec<Problem> = answers.iter().filter_map(|a| a.problem.clone()).collect();
        let numbers: Vec<_> = answers.iter().map(|a| a.numbers).collect();
        let present = numbers.iter().flatten().count() as u64;
        let missing = answers.len() as u64 - present;
        if present == 0 && !answers.is_empty() {
            problems.push(self.not_measured(one.leaf, answers.len()));
        }
        let scored = answers.iter().zip(cells);
        let score = |score: f64| score.is_finite().then_some(score);
        let values = scored.map(|(a, cell)| LeafValue { score: score(cell), ..a.shown.clone() }).collect();
        let shown = self.shown(one, share, (present, missing));
        (BoundLeaf { leaf: one.leaf.clone(), component: one.component, shown, values, numbers }, problems)
    }

    fn not_measured(&self, leaf: &ChainLeaf, places: usize) -> Problem {
        Problem::note("leaf_not_measured")
            .in_column(&of_leaf(leaf))
            .found(format!("chain {}: none of {places} places of kind {}", self.chain.id, self.asked_at))
            .expected(format!("{} of at least one place", leaf.indicator))
            .hint(format!("it would come from: {}", leaf.filled_by))
    }

    fn shown(&self, one: &Sound, weight: f64, (present, missing): (u64, u64)) -> LeafUse {
        let leaf = one.leaf;
        let (label, unit) = match self.evidence.fields.get(&leaf.indicator) {
            Some(indicator) => (indicator.label.as_str(), indicator.unit.clone()),
            None => (leaf.indicator.as_str(), String::new()),
        };
        let group = words(&one.group, self.evidence.dimensions);
        LeafUse {
            component: one.component,
            label: if group.is_empty() { label.to_owned() } else { format!("{label}: {group}") },
            unit,
            low: leaf.low,
            high: leaf.high,
            effect: leaf.effect,
            weight,
            reason: format!("{} Source: {}", leaf.reason, leaf.source),
            present,
            missing,
            filled_by: leaf.filled_by.clone(),
        }
    }
}

/// Leaves without those that another one measures better: of a leaf and its stand-in the one that fewer places have.
fn without_doubles(all: Vec<(Sound<'_>, Vec<Answer>)>) -> Vec<(Sound<'_>, Vec<Answer>)> {
    let places = |answers: &[Answer]| answers.iter().filter(|a| a.numbers.is_some()).count();
    let counted: Vec<(&ChainLeaf, usize)> = all.iter().map(|(one, answers)| (one.leaf, places(answers))).collect();
    let double = |leaf: &ChainLeaf, count: usize| {
        counted.iter().any(|(other, theirs)| {
            (stands_in(leaf, other) && *theirs >= count) || (stands_in(other, leaf) && *theirs > count)
        })
    };
    all.into_iter().filter(|(one, answers)| !double(one.leaf, places(answers))).collect()
}

fn recipe(leaf: &ChainLeaf) -> Recipe {
    let direction = match leaf.effect {
        Effect::Raises => Direction::Raises,
        Effect::Lowers => Direction::Lowers,
    };
    let normalisation = Normalisation::Goalposts { low: leaf.low, high: leaf.high, scale: 1.0, truncate: true };
    Recipe { normalisation, direction }
}

/// The share of each leaf in its component when everything is known: its share of its node, times the node's share of all
/// nodes of the component that have leaves. Zero where all weights are.
fn shares(leaves: &[(Sound, Vec<Answer>)]) -> Vec<f64> {
    let leaves: Vec<&Sound> = leaves.iter().map(|(one, _)| one).collect();
    let mut in_node: BTreeMap<&str, f64> = BTreeMap::new();
    for one in &leaves {
        *in_node.entry(&one.leaf.node).or_default() += one.leaf.weight;
    }
    let mut in_component: BTreeMap<NodeKind, BTreeMap<&str, f64>> = BTreeMap::new();
    for one in leaves.iter().filter(|one| in_node.get(one.leaf.node.as_str()).is_some_and(|sum| *sum > 0.0)) {
        in_component.entry(one.component).or_default().insert(&one.leaf.node, one.node_weight);
    }
    let share = |one: &Sound| -> Option<f64> {
        let nodes: f64 = in_component.get(&one.component)?.values().sum();
        let share = one.leaf.weight / in_node.get(one.leaf.node.as_str())? * (one.node_weight / nodes);
        share.is_finite().then_some(share)
    };
    leaves.into_iter().map(|one| share(one).unwrap_or(0.0)).collect()
}
