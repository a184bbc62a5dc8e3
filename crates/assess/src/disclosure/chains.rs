//! Leaves and scores of chains.

use super::guard::Guard;
use super::ledger::{Ledger, What};
use super::places::HELD;
use city::assessment::{ChainResult, Changes, Forms, LeafUse, LeafValue, PlaceChange, PlaceScore};
use city::chain::{ChainLeaf, ImpactChain, NodeKind};
use city::{Estimate, FieldTable, Gap, Observation, PlaceId, PlaceKind, Value};
use std::collections::{BTreeMap, BTreeSet};

/// Holds back the values of a chain that rest on a closed source or are of an indicator that never leaves, and the scores
/// of places made of them. Scores above the settlement stay where only the indicator is the reason.
pub(super) fn withhold(
    result: &mut ChainResult,
    people: &BTreeMap<PlaceId, Estimate>,
    (guard, fields): (&Guard, &FieldTable),
    ledger: &mut Ledger,
) {
    let leaves = bound(&result.chain, &result.leaves, fields);
    let above = matches!(result.kind, PlaceKind::City | PlaceKind::District);
    let mut lost: BTreeMap<PlaceId, Option<u32>> = BTreeMap::new();
    for score in &mut result.scores {
        let mut parts = BTreeSet::new();
        for ((value, shown), leaf) in score.leaves.iter_mut().zip(&result.leaves).zip(&leaves) {
            if matches!(value.value, Value::Gap(_)) {
                continue;
            }
            let sensitive = leaf.is_some_and(|leaf| guard.never_leaves(&leaf.indicator));
            let closed = is_closed(&score.place, value, *leaf, guard);
            if sensitive || closed {
                ledger.add(if closed { What::Values } else { What::Levels }, 1);
                (value.value, value.score) = (Value::Gap(Gap::WithheldByCommunity), None);
                if closed || !above {
                    parts.insert(shown.component.as_str());
                }
            }
        }
        if !parts.is_empty() {
            lost.insert(score.place.clone(), score.rank.map(|rank| rank.nominal));
            ledger.add(What::Scores, usize::from(score.score.is_some()));
            hold(score, &parts);
        }
    }
    if !lost.is_empty() {
        close_ranks(result, &lost);
        if let Some(changes) = &mut result.changes {
            hold_changes(changes, &lost, people);
        }
    }
}

/// The leaf of the chain behind each leaf shown: both stand in the same order, and refused leaves are not shown.
fn bound<'a>(chain: &'a ImpactChain, shown: &[LeafUse], fields: &FieldTable) -> Vec<Option<&'a ChainLeaf>> {
    let mut left = chain.leaves.iter();
    let label =
        |leaf: &'a ChainLeaf| fields.get(&leaf.indicator).map_or(leaf.indicator.clone(), |row| row.label.clone());
    let is_it = |leaf: &'a ChainLeaf, shown: &LeafUse| {
        let same = |a: f64, b: f64| a.total_cmp(&b).is_eq();
        leaf.effect == shown.effect
            && same(leaf.low, shown.low)
            && same(leaf.high, shown.high)
            && shown.label.starts_with(&label(leaf))
    };
    let mut found = |shown: &LeafUse| {
        let mut ahead = left.clone();
        let leaf = ahead.find(|leaf| is_it(leaf, shown))?;
        left = ahead;
        Some(leaf)
    };
    shown.iter().map(&mut found).collect()
}

/// Whether a value rests on a closed source: by the observation that it is, else by the source that it names.
fn is_closed(place: &PlaceId, value: &LeafValue, leaf: Option<&ChainLeaf>, guard: &Guard) -> bool {
    let named = value.source.as_ref().is_some_and(|source| guard.consents.closed(source));
    let is_it = |o: &Observation| {
        leaf.is_none_or(|leaf| o.indicator == leaf.indicator)
            && Some(&o.source) == value.source.as_ref()
            && Some(&o.period) == value.period.as_ref()
    };
    guard.standing(place, is_it).unwrap_or(named)
}

fn hold(score: &mut PlaceScore, parts: &BTreeSet<&str>) {
    let has = |kind: NodeKind| parts.contains(kind.as_str());
    if has(NodeKind::Hazard) {
        score.hazard = None;
    }
    if has(NodeKind::Exposure) {
        score.exposure = None;
    }
    if has(NodeKind::Sensitivity) {
        (score.sensitivity, score.vulnerability) = (None, None);
    }
    if has(NodeKind::Capacity) {
        (score.lack_of_capacity, score.vulnerability) = (None, None);
    }
    (score.score, score.class, score.rank, score.forms) = (None, None, None, Forms::default());
    score.why = String::new();
    HELD.clone_into(&mut score.warning);
}

/// Takes held places out of the order, so that a gap in it does not say where they stood.
fn close_ranks(result: &mut ChainResult, lost: &BTreeMap<PlaceId, Option<u32>>) {
    let gone: Vec<u32> = lost.values().copied().flatten().collect();
    for score in &mut result.scores {
        if let Some(rank) = &mut score.rank {
            let before = gone.iter().filter(|r| **r < rank.nominal).fold(0_u32, |n, _| n + 1);
            rank.nominal -= before.min(rank.nominal.saturating_sub(1));
            for end in [&mut rank.low, &mut rank.median, &mut rank.high] {
                *end = (*end - f64::from(before)).max(1.0);
            }
        }
    }
    result.ranked = result.ranked.saturating_sub(gone.len() as u64);
    result.scores.sort_by_key(|score| lost.contains_key(&score.place).then(|| score.place.clone()));
    let (count, are) = (lost.len(), if lost.len() == 1 { "place is" } else { "places are" });
    result.warnings.push(format!(
        "{count} {are} held back, and stand last without a score. Ranks and their intervals are moved up to those shown."
    ));
}

/// The comparison with district averages, over the places that are shown.
fn hold_changes(changes: &mut Changes, lost: &BTreeMap<PlaceId, Option<u32>>, people: &BTreeMap<PlaceId, Estimate>) {
    let (gone, mut kept): (Vec<PlaceChange>, Vec<PlaceChange>) =
        std::mem::take(&mut changes.places).into_iter().partition(|c| lost.contains_key(&c.place));
    if gone.is_empty() {
        changes.places = kept;
        return;
    }
    let moved_up = |rank: Option<f64>, of: fn(&PlaceChange) -> Option<f64>| {
        rank.map(|r| r - gone.iter().filter_map(of).filter(|g| *g < r).fold(0.0, |n, _| n + 1.0))
    };
    for place in &mut kept {
        place.rank_with = moved_up(place.rank_with, |c| c.rank_with);
        place.rank_without = moved_up(place.rank_without, |c| c.rank_without);
    }
    let moves: Vec<f64> = kept.iter().filter_map(|c| Some((c.rank_with? - c.rank_without?).abs())).collect();
    let (count, sum) = moves.iter().fold((0.0, 0.0), |(n, sum), m| (n + 1.0, sum + m));
    changes.mean_move = if count > 0.0 { sum / count } else { 0.0 };
    let scores: Vec<(f64, f64)> = kept.iter().filter_map(|c| Some((c.score_without?, c.score_with?))).collect();
    let (without, with): (Vec<f64>, Vec<f64>) = scores.into_iter().unzip();
    changes.agreement = crate::priorities::tau_b(&without, &with).ok();
    let is_new = |c: &&PlaceChange| c.class_with.is_some_and(|k| k >= 4) && c.class_without.is_none_or(|k| k < 4);
    let new: Vec<&PlaceChange> = kept.iter().filter(is_new).collect();
    changes.newly_high = new.len() as u64;
    let counted: Vec<f64> = new.iter().filter_map(|c| people.get(&c.place)).map(|e| e.value).collect();
    changes.newly_high_people = (!counted.is_empty()).then(|| counted.iter().sum());
    changes.places = kept;
}
