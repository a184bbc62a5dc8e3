//! What drives an index: correlations, effective weights, and ranks without a part.

use super::hierarchy::Hierarchy;
use super::{Aggregation, CompositeError, Table, ranks};
use std::collections::BTreeMap;

/// Pearson's correlation of two lists. Nothing for other lengths, fewer than two values, or equal ones.
#[must_use]
pub fn correlation(one: &[f64], other: &[f64]) -> Option<f64> {
    if one.len() != other.len() || one.len() < 2 {
        return None;
    }
    #[expect(clippy::cast_precision_loss, reason = "far fewer than 2^52 places")]
    let count = one.len() as f64;
    let (mean_one, mean_other) = (one.iter().sum::<f64>() / count, other.iter().sum::<f64>() / count);
    let (mut both, mut square_one, mut square_other) = (0.0, 0.0, 0.0);
    for (a, b) in one.iter().zip(other) {
        let (a, b) = (a - mean_one, b - mean_other);
        both += a * b;
        square_one += a * a;
        square_other += b * b;
    }
    let spread = (square_one * square_other).sqrt();
    (spread > 0.0).then(|| (both / spread).clamp(-1.0, 1.0))
}

/// Weight of every indicator in a group at the top, through all levels: they sum to one. Right for arithmetic means without
/// gaps.
///
/// # Errors
/// No such group, or one in which nothing has a weight.
pub fn effective_weights(hierarchy: &Hierarchy, top: &str) -> Result<BTreeMap<String, f64>, CompositeError> {
    if !hierarchy.groups().iter().any(|group| group.name == top) {
        return Err(CompositeError::UnknownIndicator { indicator: top.to_owned() });
    }
    let mut weights = BTreeMap::from([(top.to_owned(), 1.0)]);
    for group in hierarchy.groups().iter().rev() {
        let Some(weight) = weights.remove(&group.name) else { continue };
        let total: f64 = group.members.iter().map(|(_, weight)| weight).sum();
        if total <= 0.0 {
            return Err(CompositeError::NothingToAggregate);
        }
        weights.extend(group.members.iter().map(|(name, share)| (name.clone(), weight * share / total)));
    }
    Ok(weights)
}

/// Mean absolute change of the ranks of `top` when one group or indicator is left out. Places without a rank in either are
/// not counted; without any it is zero.
///
/// # Errors
/// As [`Hierarchy::scores`], and where `left_out` or `top` is not there.
pub fn moved_without(
    hierarchy: &Hierarchy,
    normalised: &Table,
    (left_out, top): (&str, &str),
    aggregation: Aggregation,
) -> Result<f64, CompositeError> {
    let known = hierarchy.groups().iter().flat_map(|g| &g.members).any(|(name, _)| name == left_out);
    if !known {
        return Err(CompositeError::UnknownIndicator { indicator: left_out.to_owned() });
    }
    let ranks_of = |hierarchy: &Hierarchy| {
        let scores = hierarchy.scores(normalised, aggregation, 0.0)?;
        let unknown = || CompositeError::UnknownIndicator { indicator: top.to_owned() };
        let column = scores.position(top).ok_or_else(unknown)?;
        Ok(ranks(&scores.column(column).collect::<Vec<_>>()))
    };
    let (with, without) = (ranks_of(hierarchy)?, ranks_of(&hierarchy.without(left_out))?);
    let moves: Vec<f64> = with.into_iter().zip(without).filter_map(|(a, b)| Some(f64::from(a?.abs_diff(b?)))).collect();
    #[expect(clippy::cast_precision_loss, reason = "far fewer than 2^52 places")]
    let count = moves.len().max(1) as f64;
    Ok(moves.iter().sum::<f64>() / count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_values_have_no_correlation() {
        assert_eq!((correlation(&[1.0, 1.0], &[1.0, 2.0]), correlation(&[1.0], &[1.0])), (None, None));
        assert!((correlation(&[1.0, 2.0, 4.0], &[-1.0, -2.0, -4.0]).unwrap() + 1.0).abs() < 1e-12);
    }
}
