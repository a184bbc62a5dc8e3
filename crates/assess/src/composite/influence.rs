//! What drives an index: correlations, effective weights, and ranks without a part.

use super::covariance::{covariance, standardised};
use super::hierarchy::Hierarchy;
use super::symmetric::eigen;
use super::{Aggregation, CompositeError, Direction, Table, aggregate, ranks};
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

/// Weights and what comes of them.
#[derive(Debug, Clone, PartialEq)]
pub struct EqualInfluence {
    /// By part, summing to one.
    pub weights: Vec<f64>,
    /// Correlation of each part with the index under these weights.
    pub correlations: Vec<f64>,
}

const MOST_ROUNDS: usize = 10_000;
const SMALLEST_STEP: f64 = 1e-9;

/// Weights under which all parts correlate with the index as equally as can be, as `COINr`'s `get_opt_weights` aims for.
///
/// From equal weights, each weight is multiplied by exp(step x (mean correlation - its own)); the step grows while that brings the
/// correlations together and shrinks where it does not. No draw of chance: the same parts give the same weights. Where no
/// weights make them equal (a part that is the sum of others) the best that was met is given: look at the correlations. Gaps are
/// left out as in [`aggregate`]. A diagnostic: a part that says what no other says is weighed up, whatever it is worth.
///
/// # Errors
/// As [`aggregate`], and a part without a correlation (the same everywhere, or known in fewer than two places).
pub fn equal_influence(
    parts: &Table,
    aggregation: Aggregation,
    least_coverage: f64,
) -> Result<EqualInfluence, CompositeError> {
    #[expect(clippy::cast_precision_loss, reason = "far fewer than 2^52 indicators")]
    let count = parts.indicators().len() as f64;
    let mut best = tried(parts, vec![1.0 / count; parts.indicators().len()], aggregation, least_coverage)?;
    let mut step = 1.0;
    for _ in 0..MOST_ROUNDS {
        let mean = best.correlations.iter().sum::<f64>() / count;
        let moved =
            best.weights.iter().zip(&best.correlations).map(|(weight, own)| weight * (step * (mean - own)).exp());
        let moved: Vec<f64> = moved.collect();
        let total: f64 = moved.iter().sum();
        let next = tried(parts, moved.iter().map(|weight| weight / total).collect(), aggregation, least_coverage)?;
        if apart(&next.correlations) < apart(&best.correlations) {
            (best, step) = (next, step * 2.0);
        } else if step > SMALLEST_STEP {
            step /= 4.0;
        } else {
            break;
        }
    }
    Ok(best)
}

/// Mean square distance from their mean.
fn apart(correlations: &[f64]) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "far fewer than 2^52 indicators")]
    let count = correlations.len() as f64;
    let mean = correlations.iter().sum::<f64>() / count;
    correlations.iter().map(|own| (own - mean) * (own - mean)).sum::<f64>() / count
}

fn tried(
    parts: &Table,
    weights: Vec<f64>,
    aggregation: Aggregation,
    least_coverage: f64,
) -> Result<EqualInfluence, CompositeError> {
    let index = aggregate(parts, &weights, aggregation, least_coverage)?;
    let with_index = |part: usize| {
        let both = parts.column(part).zip(&index).filter_map(|(own, index)| own.zip(index.value));
        let (own, index): (Vec<f64>, Vec<f64>) = both.unzip();
        let nothing = || CompositeError::NoCorrelation { indicator: parts.indicators()[part].clone() };
        correlation(&own, &index).ok_or_else(nothing)
    };
    let correlations = (0..weights.len()).map(with_index).collect::<Result<_, _>>()?;
    Ok(EqualInfluence { weights, correlations })
}

/// Loadings of the first principal component of the standardised parts, with squares that sum to one: what weights from
/// principal components would be. They can be negative, so that more of a good thing counts against a place: to look at, not
/// to weigh with. The largest is positive.
///
/// # Errors
/// A gap, a part that is the same everywhere, or no part.
pub fn first_component(parts: &Table) -> Result<Vec<f64>, CompositeError> {
    let standard = |part| standardised(parts, part, Direction::Raises);
    let columns = (0..parts.indicators().len()).map(standard).collect::<Result<Vec<_>, _>>()?;
    let found = eigen(covariance(&columns)).into_iter().next();
    found.map(|first| first.vector).ok_or(CompositeError::NothingToAggregate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_values_have_no_correlation() {
        assert_eq!((correlation(&[1.0, 1.0], &[1.0, 2.0]), correlation(&[1.0], &[1.0])), (None, None));
        assert!((correlation(&[1.0, 2.0, 4.0], &[-1.0, -2.0, -4.0]).unwrap() + 1.0).abs() < 1e-12);
    }

    fn parts(columns: &[&[f64]]) -> Table {
        let places = (0..columns[0].len()).map(|i| i.to_string()).collect();
        let named = columns.iter().enumerate().map(|(j, c)| (format!("x{j}"), c.iter().copied().map(Some).collect()));
        Table::new(places, named.collect()).unwrap()
    }

    #[test]
    fn two_parts_are_weighed_by_their_spread_in_reverse() {
        // for two parts the correlations are equal where weight x deviation is
        let table = parts(&[&[1.0, 2.0, 3.0, 5.0], &[40.0, 10.0, 20.0, 50.0]]);
        let found = equal_influence(&table, Aggregation::Arithmetic, 1.0).unwrap();
        assert!((found.correlations[0] - found.correlations[1]).abs() < 1e-9);
        let deviations = (35.0_f64 / 12.0, 1000.0_f64 / 3.0);
        let share = deviations.1.sqrt() / (deviations.0.sqrt() + deviations.1.sqrt());
        assert!((found.weights[0] - share).abs() < 1e-9, "{found:?}");
    }

    #[test]
    fn many_parts_come_together_under_any_mean() {
        let column = |j: u32| {
            (0..30).map(|i| f64::from((i * (7 + 4 * j) + j * j) % 31) + f64::from(i)).map(|v| v + 1.0).collect()
        };
        let columns: Vec<Vec<f64>> = (0..5).map(column).collect();
        let table = parts(&columns.iter().map(Vec::as_slice).collect::<Vec<_>>());
        for aggregation in [Aggregation::Arithmetic, Aggregation::Geometric { zeros: super::super::Zeros::Refused }] {
            let found = equal_influence(&table, aggregation, 1.0).unwrap();
            assert!(apart(&found.correlations).sqrt() < 1e-8, "{found:?}");
            assert!((found.weights.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        }
    }

    #[test]
    fn where_correlations_cannot_be_equal_they_come_closer_than_under_equal_weights() {
        let (a, b) = ([1.0, 2.0, 3.0, 4.0, 9.0], [5.0, 1.0, 4.0, 2.0, 3.0]);
        let sum: Vec<f64> = a.iter().zip(b).map(|(a, b)| a + 2.0 * b).collect();
        let table = parts(&[&a, &b, &sum]);
        let equal = tried(&table, vec![1.0 / 3.0; 3], Aggregation::Arithmetic, 1.0).unwrap();
        let found = equal_influence(&table, Aggregation::Arithmetic, 1.0).unwrap();
        assert!(found.weights[2] < 0.1 && found.correlations[2] > 0.9, "{found:?}");
        assert!(apart(&found.correlations) < 0.9 * apart(&equal.correlations), "{found:?} {equal:?}");
    }

    #[test]
    fn a_part_that_is_the_same_everywhere_is_named() {
        let table = parts(&[&[1.0, 2.0, 3.0], &[4.0; 3]]);
        let found = equal_influence(&table, Aggregation::Arithmetic, 1.0).unwrap_err();
        assert_eq!(found, CompositeError::NoCorrelation { indicator: "x1".into() });
        assert!(matches!(first_component(&table), Err(CompositeError::AllEqual { .. })));
    }
}
