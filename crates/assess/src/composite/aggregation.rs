use super::normalisation::fit_all;
use super::scale::Fitted;
use super::weighting::checked;
use super::{CompositeError, Folding, Recipe, Table};
use rayon::prelude::*;

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

/// Scores of all places, and the indicators that could not count.
#[derive(Debug, Clone)]
pub struct Index {
    /// One for every place.
    pub scores: Vec<Score>,
    /// One error for every indicator that is left out.
    pub left_out: Vec<CompositeError>,
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

/// [`super::normalise`] and [`aggregate`] in one go, without the table in between: the fast way through many places.
///
/// An indicator that cannot be normalised counts as a gap everywhere.
///
/// # Errors
/// As [`aggregate`], and another number of recipes than of indicators.
pub fn index(
    table: &Table,
    recipes: &[Recipe],
    weights: &[f64],
    aggregation: Aggregation,
    least_coverage: f64,
) -> Result<Index, CompositeError> {
    let (fitted, left_out) = fit_all(table, recipes)?;
    let scores = Plan { table, fitted: Some(&fitted), weights, aggregation, least_coverage }.scores()?;
    Ok(Index { scores, left_out })
}

struct Plan<'a> {
    table: &'a Table,
    fitted: Option<&'a [Fitted]>,
    weights: &'a [f64],
    aggregation: Aggregation,
    least_coverage: f64,
}

impl Plan<'_> {
    fn scores(&self) -> Result<Vec<Score>, CompositeError> {
        let total = checked(self.table.indicators(), self.weights)?;
        if !(0.0..=1.0).contains(&self.least_coverage) {
            let what = "least coverage".to_owned();
            return Err(CompositeError::OffScale { what, value: self.least_coverage, low: 0.0, high: 1.0 });
        }
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
        for (indicator, weight) in self.weights.iter().enumerate().filter(|(_, weight)| **weight > 0.0) {
            let cells = &self.table.cells(indicator)[run.clone()];
            let added = match self.fitted.map(|all| &all[indicator]) {
                None => folding.add(cells, *weight, |x| x),
                Some(Fitted::Linear(scale)) => folding.add(cells, *weight, |x| scale.apply(x)),
                Some(Fitted::Column(column)) => folding.add(&column[run.clone()], *weight, |x| x),
                Some(Fitted::LeftOut) => Ok(()),
            };
            added.map_err(|refused| CompositeError::NotPositive {
                place: self.table.places()[start + refused.place].clone(),
                indicator: self.table.indicators()[indicator].clone(),
                value: refused.value,
            })?;
        }
        folding.finish(total, self.least_coverage);
        for ((score, sum), present) in scores.iter_mut().zip(&sums).zip(&present) {
            *score = Score { value: (!sum.is_nan()).then_some(*sum), coverage: present / total };
        }
        if let Some(place) = sums.iter().position(|sum| sum.is_infinite()) {
            let (place, value) = (self.table.places()[start + place].clone(), sums[place]);
            return Err(CompositeError::NotFinite { place, indicator: "score".to_owned(), value });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::composite::{Direction, Normalisation, normalise};

    fn many() -> Table {
        let value = |i: u32, j: u32| (!(i * 7 + j * 3).is_multiple_of(11)).then(|| f64::from(i * 31 % 97 + j));
        let columns = (0..6).map(|j| (format!("x{j}"), (0..10_000).map(|i| value(i, j)).collect()));
        Table::new((0..10_000).map(|i| i.to_string()).collect(), columns.collect()).unwrap()
    }

    #[test]
    fn in_one_go_gives_the_same_as_step_by_step() {
        let (table, weights) = (many(), [1.0, 2.0, 0.0, 1.0, 0.5, 1.0]);
        for normalisation in [Normalisation::MinMax { low: 0.0, high: 1.0 }, Normalisation::PercentileRank] {
            let recipes = [Recipe { normalisation, direction: Direction::Lowers }; 6];
            let step =
                aggregate(&normalise(&table, &recipes).unwrap().table, &weights, Aggregation::Arithmetic, 0.7).unwrap();
            let once = index(&table, &recipes, &weights, Aggregation::Arithmetic, 0.7).unwrap();
            assert_eq!(once.scores, step);
            assert!(
                step.iter().any(|s| s.value.is_none()) && step.iter().any(|s| s.value.is_some() && s.coverage < 1.0)
            );
        }
    }

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
