use super::scale::Fitted;
use super::weighted_sum::Term;
use super::weighting::checked;
use super::{CompositeError, Folding, Table};
use rayon::prelude::*;
use std::ops::Range;

/// What a zero means to a mean that takes logarithms or reciprocals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Zeros {
    /// One zero makes the score zero: no risk without hazard.
    GiveZero,
    /// A zero is an error, as in `COINr`.
    Refused,
}

/// How indicators come together in one score.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Aggregation {
    /// Weighted mean: what one lacks another makes up for.
    Arithmetic,
    /// Weighted geometric mean: little makes up for a low value.
    Geometric {
        /// What a zero gives.
        zeros: Zeros,
    },
    /// Weighted harmonic mean: less still.
    Harmonic {
        /// What a zero gives.
        zeros: Zeros,
    },
    /// Weighted power mean: 1 is arithmetic, 0 geometric, -1 harmonic.
    Power {
        /// The power.
        power: f64,
        /// What a zero gives; also refused are negative values.
        zeros: Zeros,
    },
    /// The values multiplied, such as S x LC; weights only say what counts towards coverage, and any gap gives a gap.
    Product,
    /// The largest value, such as the worst of several chains; weights only say what counts towards coverage.
    Largest,
}

/// A place's score and how much of the weight it rests on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Score {
    /// The score; nothing where too little is known.
    pub value: Option<f64>,
    /// Weight of the indicators that are there, over all weight.
    pub coverage: f64,
}

/// Places handled together, so that their sums stay near the processor.
const BLOCK: usize = 4096;

/// One score for every place from columns on a common scale.
///
/// Weights go with the columns; they need not sum to one and are renormalised over the values that are there. A place that
/// has less than `least_coverage` (0 to 1) of the weight gets no score.
///
/// # Errors
/// Weights that are negative, all zero or of another number; a value that the mean cannot take, with its place.
///
/// ```
/// use assess::composite::{Aggregation, Table, aggregate};
/// let columns = vec![("s".into(), vec![Some(0.2), Some(0.4)]), ("lc".into(), vec![Some(0.8), None])];
/// let table = Table::new(vec!["a".into(), "b".into()], columns)?;
/// let scores = aggregate(&table, &[1.0, 1.0], Aggregation::Arithmetic, 0.5)?;
/// assert_eq!((scores[0].value, scores[1].value, scores[1].coverage), (Some(0.5), Some(0.4), 0.5));
/// # Ok::<(), assess::composite::CompositeError>(())
/// ```
pub fn aggregate(
    table: &Table,
    weights: &[f64],
    aggregation: Aggregation,
    least_coverage: f64,
) -> Result<Vec<Score>, CompositeError> {
    Plan { table, fitted: None, weights, aggregation, least_coverage }.scores()
}

/// What is asked of the columns, once they are on their scales.
pub(super) struct Plan<'a> {
    pub table: &'a Table,
    /// The scales; nothing where the cells are on them already.
    pub fitted: Option<&'a [Fitted]>,
    pub weights: &'a [f64],
    pub aggregation: Aggregation,
    pub least_coverage: f64,
}

impl Plan<'_> {
    /// Sum of the weights, where the plan is possible.
    pub(super) fn total(&self) -> Result<f64, CompositeError> {
        if !(0.0..=1.0).contains(&self.least_coverage) {
            let what = "least coverage".to_owned();
            return Err(CompositeError::OffScale { what, value: self.least_coverage, low: 0.0, high: 1.0 });
        }
        checked(self.table.indicators(), self.weights)
    }

    pub(super) fn scores(&self) -> Result<Vec<Score>, CompositeError> {
        let total = self.total()?;
        let mut scores = vec![Score { value: None, coverage: 0.0 }; self.table.places().len()];
        let blocks = scores.par_chunks_mut(BLOCK).enumerate();
        let done: Vec<_> = blocks.map(|(block, scores)| self.block(block * BLOCK, scores, total)).collect();
        done.into_iter().collect::<Result<(), _>>()?;
        Ok(scores)
    }

    fn block(&self, start: usize, scores: &mut [Score], total: f64) -> Result<(), CompositeError> {
        let (mut sums, mut present) = (vec![0.0; scores.len()], vec![0.0; scores.len()]);
        let mut folding = Folding { aggregation: self.aggregation, sums: &mut sums, present: &mut present };
        folding.start();
        let run = start..start + scores.len();
        let weighed = self.weights.iter().enumerate().filter(|(_, weight)| **weight > 0.0);
        if self.fitted.is_none() && self.aggregation == Aggregation::Arithmetic {
            let term = |(i, weight): (usize, &f64)| Term::of(&self.table.cells(i)[run.clone()], *weight);
            folding.add_terms(&weighed.map(term).collect::<Vec<_>>());
        } else {
            weighed.into_iter().try_for_each(|(i, weight)| self.add(&mut folding, (i, *weight), run.clone()))?;
        }
        folding.finish(total, self.least_coverage);
        for ((score, sum), present) in scores.iter_mut().zip(&sums).zip(&present) {
            *score = Score { value: (!sum.is_nan()).then_some(*sum), coverage: present / total };
        }
        self.refuse_infinite(start, scores)
    }

    fn add(
        &self,
        folding: &mut Folding,
        (indicator, weight): (usize, f64),
        run: Range<usize>,
    ) -> Result<(), CompositeError> {
        let (cells, start) = (&self.table.cells(indicator)[run.clone()], run.start);
        let added = match self.fitted.map(|all| &all[indicator]) {
            None => folding.add(cells, weight, |x| x),
            Some(Fitted::Linear(scale)) => folding.add(cells, weight, |x| scale.apply(x)),
            Some(Fitted::Column(column)) => folding.add(&column[run], weight, |x| x),
            Some(Fitted::LeftOut) => Ok(()),
        };
        added.map_err(|refused| CompositeError::NotPositive {
            place: self.table.places()[start + refused.place].clone(),
            indicator: self.table.indicators()[indicator].clone(),
            value: refused.value,
        })
    }

    /// Names the first place, counted from `start`, whose score is too large for a number.
    pub(super) fn refuse_infinite(&self, start: usize, scores: &[Score]) -> Result<(), CompositeError> {
        let infinite = |score: &Score| score.value.filter(|value| value.is_infinite());
        match scores.iter().zip(start..).find_map(|(score, place)| Some((place, infinite(score)?))) {
            None => Ok(()),
            Some((place, value)) => {
                let (place, indicator) = (self.table.places()[place].clone(), "score".to_owned());
                Err(CompositeError::NotFinite { place, indicator, value })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn means_keep_their_order() {
        let table =
            Table::new(vec!["a".into()], vec![("x".into(), vec![Some(1.0)]), ("y".into(), vec![Some(4.0)])]).unwrap();
        let score = |aggregation| aggregate(&table, &[1.0; 2], aggregation, 1.0).unwrap()[0].value.unwrap();
        let zeros = Zeros::GiveZero;
        let (arithmetic, geometric) = (score(Aggregation::Arithmetic), score(Aggregation::Geometric { zeros }));
        assert!(score(Aggregation::Harmonic { zeros }) < geometric && geometric < arithmetic);
        assert!(arithmetic < score(Aggregation::Largest));
    }

    #[test]
    fn negative_weights_are_named_and_nothing_to_weigh_is_said() {
        let table = Table::new(vec!["a".into()], vec![("x".into(), vec![Some(1.0)])]).unwrap();
        let by = |weights: &[f64]| aggregate(&table, weights, Aggregation::Arithmetic, 0.5).unwrap_err();
        assert!(matches!(by(&[-1.0]), CompositeError::WrongWeight { indicator, .. } if indicator == "x"));
        assert_eq!(by(&[0.0]), CompositeError::NothingToAggregate);
        assert!(matches!(by(&[1.0, 1.0]), CompositeError::Shape { .. }));
    }

    #[test]
    fn a_product_with_a_gap_is_a_gap() {
        let table =
            Table::new(vec!["a".into()], vec![("x".into(), vec![Some(0.5)]), ("y".into(), vec![None])]).unwrap();
        assert_eq!(
            aggregate(&table, &[1.0; 2], Aggregation::Product, 0.0).unwrap()[0],
            Score { value: None, coverage: 0.5 }
        );
    }
}
