/// Ranks from the highest score (1) down; ties share the better rank, and a place without a score has no rank.
///
/// ```
/// let ranks = assess::composite::ranks(&[Some(0.4), None, Some(0.9), Some(0.4)]);
/// assert_eq!(ranks, [Some(2), None, Some(1), Some(2)]);
/// ```
#[must_use]
pub fn ranks(scores: &[Option<f64>]) -> Vec<Option<u32>> {
    let cells: Vec<f64> = scores.iter().map(|score| score.unwrap_or(f64::NAN)).collect();
    let mut ranks = vec![0; cells.len()];
    ranks_into(&cells, &mut Vec::new(), &mut ranks);
    ranks.into_iter().map(|rank| (rank > 0).then_some(rank)).collect()
}

/// Ranks of scores into `ranks`, 0 for NaN; `order` is scratch space.
pub(crate) fn ranks_into(scores: &[f64], order: &mut Vec<(u64, u32)>, ranks: &mut [u32]) {
    order.clear();
    let there = scores.iter().zip(0_u32..).filter(|(score, _)| !score.is_nan());
    order.extend(there.map(|(score, place)| (falling_key(*score), place)));
    order.sort_unstable_by_key(|(key, _)| *key);
    ranks.fill(0);
    let (mut rank, mut before) = (0, None);
    for (&(key, place), step) in order.iter().zip(1_u32..) {
        if before != Some(key) {
            (rank, before) = (step, Some(key));
        }
        if let Some(to) = ranks.get_mut(place as usize) {
            *to = rank;
        }
    }
}

/// A whole number that falls as the score rises; -0 counts as 0.
fn falling_key(score: f64) -> u64 {
    let bits = (score + 0.0).to_bits();
    if bits >> 63 == 0 { !(bits | 1 << 63) } else { bits }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_is_that_of_the_numbers() {
        let scores = [-1.5, 0.0, 2.0, -0.0, 1e-300, -1e300, 1e300].map(Some);
        assert_eq!(ranks(&scores).into_iter().flatten().collect::<Vec<_>>(), [6, 4, 2, 4, 3, 7, 1]);
    }
}
