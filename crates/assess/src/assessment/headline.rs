//! Which chain leads the page.

use city::PlaceKind;
use city::assessment::{ChainResult, Outcome};

/// The results with the leading one first: the one asked for, else the one that says most of the smallest places; a risk
/// before a vulnerability, settlements before districts, then the best filled. The rest keep their order.
pub(super) fn first(mut results: Vec<ChainResult>, asked: &str) -> Vec<ChainResult> {
    let best = results.iter().enumerate().max_by(|(i, a), (j, b)| {
        let by = weight(a, asked).partial_cmp(&weight(b, asked)).unwrap_or(std::cmp::Ordering::Equal);
        by.then(j.cmp(i))
    });
    if let Some(at) = best.map(|(at, _)| at) {
        let leading = results.remove(at);
        results.insert(0, leading);
    }
    results
}

fn weight(result: &ChainResult, asked: &str) -> (bool, bool, bool, bool, f64) {
    let filled: f64 = result.scores.iter().filter(|s| s.score.is_some()).map(|s| s.coverage).sum();
    (
        result.chain.id == asked && result.ranked > 0,
        result.ranked > 1,
        result.kind == PlaceKind::Settlement,
        result.outcome == Outcome::Risk,
        filled,
    )
}
