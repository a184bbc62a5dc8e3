use super::Draws;
use crate::composite::moments::quantile;
use crate::composite::{CompositeError, ranks_into};
use rayon::prelude::*;

/// Where a place stands over all draws; 1 is the highest score.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RankInterval {
    /// 5 % of draws rank it at this or better.
    pub low: f64,
    /// Half the draws rank it at this or better.
    pub median: f64,
    /// 95 % of draws rank it at this or better.
    pub high: f64,
    /// Draws in which it had a score.
    pub draws: usize,
}

/// Most ranks kept at once (four bytes each).
const MOST_RANKS: usize = 1 << 29;

/// Median rank and 5 to 95 % interval of every place over draws of a model of `dimensions` numbers in 0..1.
///
/// The model writes one score or gap for every place. A place that never has a score gets no interval; quantiles are of type 7.
///
/// # Errors
/// Fewer than two draws, more than the sequence has, or more than 2^29 ranks (draws x places) in all.
///
/// ```
/// use assess::sensitivity::{Draws, rank_intervals};
/// let model = |u: &[f64], scores: &mut [Option<f64>]| {
///     scores.copy_from_slice(&[Some(u[0]), Some(2.0), None]);
/// };
/// let found = rank_intervals(3, 1, (100, Draws::random(1)), model)?;
/// assert_eq!(found[1].map(|r| (r.low, r.median, r.high)), Some((1.0, 1.0, 1.0)));
/// assert_eq!(found[2], None);
/// # Ok::<(), assess::composite::CompositeError>(())
/// ```
pub fn rank_intervals(
    places: usize,
    dimensions: usize,
    draws: (usize, Draws),
    model: impl Fn(&[f64], &mut [Option<f64>]) + Sync,
) -> Result<Vec<Option<RankInterval>>, CompositeError> {
    let start = || vec![None; places];
    intervals(places, dimensions, draws, |point, scores, held: &mut Option<Vec<Option<f64>>>| {
        let held = held.get_or_insert_with(start);
        model(point, held);
        scores.iter_mut().zip(held.iter_mut()).for_each(|(score, held)| *score = held.take().unwrap_or(f64::NAN));
    })
}

/// As [`rank_intervals`], gaps as NaN; `Scratch` is the model's own, one for every thread.
pub(crate) fn intervals<Scratch: Default>(
    places: usize,
    dimensions: usize,
    (draws, sequence): (usize, Draws),
    model: impl Fn(&[f64], &mut [f64], &mut Scratch) + Sync,
) -> Result<Vec<Option<RankInterval>>, CompositeError> {
    sequence.check(draws, MOST_RANKS / places.max(1))?;
    let mut ranks = vec![0_u32; draws * places];
    ranks.par_chunks_mut(places.max(1)).enumerate().for_each_init(
        || (vec![0.0; dimensions], vec![f64::NAN; places], Vec::new(), Scratch::default()),
        |(point, scores, order, scratch), (draw, ranks)| {
            sequence.point(draw, point);
            model(point, scores, scratch);
            ranks_into(scores, order, ranks);
        },
    );
    let of_place = |place: usize| interval(ranks.iter().skip(place).step_by(places));
    Ok((0..places).into_par_iter().map(of_place).collect())
}

pub(crate) fn interval<'a>(ranks: impl Iterator<Item = &'a u32>) -> Option<RankInterval> {
    let mut ranks: Vec<u32> = ranks.copied().filter(|rank| *rank > 0).collect();
    ranks.sort_unstable();
    let sorted: Vec<f64> = ranks.into_iter().map(f64::from).collect();
    let at = |share| quantile(&sorted, share);
    Some(RankInterval { low: at(0.05)?, median: at(0.5)?, high: at(0.95)?, draws: sorted.len() })
}
