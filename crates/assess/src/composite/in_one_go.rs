use super::aggregation::Plan;
use super::normalisation::{check_number, fit_all};
use super::scale::{Fitted, fit};
use super::weighted_sum::{TOGETHER, Term, add_weighted};
use super::{Aggregation, CompositeError, Recipe, Score, Table};

/// Scores of all places, and the indicators that could not count.
#[derive(Debug, Clone)]
pub struct Index {
    /// One for every place.
    pub scores: Vec<Score>,
    /// One error for every indicator that is left out.
    pub left_out: Vec<CompositeError>,
}

/// [`super::normalise`] and [`super::aggregate`] in one go, without the table in between: the fast way through many places.
/// An arithmetic mean is the same to rounding, another aggregation to the last digit.
///
/// An indicator that cannot be normalised counts as a gap everywhere.
///
/// # Errors
/// As [`super::aggregate`], and another number of recipes than of indicators.
///
/// ```
/// use assess::composite::{Aggregation, Direction, Normalisation, Recipe, Table, index};
/// let columns = vec![("x".into(), vec![Some(2.0), Some(4.0)]), ("y".into(), vec![Some(7.0), Some(5.0)])];
/// let table = Table::new(vec!["a".into(), "b".into()], columns)?;
/// let recipe = Recipe { normalisation: Normalisation::MinMax { low: 0.0, high: 1.0 }, direction: Direction::Raises };
/// let found = index(&table, &[recipe; 2], &[3.0, 1.0], Aggregation::Arithmetic, 1.0)?;
/// assert_eq!((found.scores[0].value, found.scores[1].value), (Some(0.25), Some(0.75)));
/// # Ok::<(), assess::composite::CompositeError>(())
/// ```
pub fn index(
    table: &Table,
    recipes: &[Recipe],
    weights: &[f64],
    aggregation: Aggregation,
    least_coverage: f64,
) -> Result<Index, CompositeError> {
    let plan = Plan { table, fitted: None, weights, aggregation, least_coverage };
    if aggregation == Aggregation::Arithmetic {
        return mean(&plan, recipes);
    }
    let (fitted, left_out) = fit_all(table, recipes)?;
    let scores = Plan { fitted: Some(&fitted), ..plan }.scores()?;
    Ok(Index { scores, left_out })
}

/// Arithmetic means. Each few columns are read for their extent and summed while they are still near the processor; two threads
/// would only wait for the same memory.
fn mean(plan: &Plan, recipes: &[Recipe]) -> Result<Index, CompositeError> {
    check_number(plan.table, recipes)?;
    let total = plan.total()?;
    let places = plan.table.places().len();
    let (mut sums, mut present) = (vec![0.0; places], vec![0.0; places]);
    let mut scales = Scales::default();
    for (few, recipes) in recipes.chunks(TOGETHER).enumerate() {
        let columns = (few * TOGETHER..).zip(recipes);
        let fitted: Vec<(usize, Fitted)> = columns.filter_map(|column| scales.fit(plan, column)).collect();
        let terms = fitted.iter().filter_map(|(indicator, fitted)| scales.term(plan, *indicator, fitted));
        add_weighted(&terms.collect::<Vec<_>>(), &mut sums, &mut present);
    }
    let score = |(sum, present): (&f64, &f64)| {
        let coverage = present / total;
        let enough = *present > 0.0 && coverage >= plan.least_coverage;
        Score { value: enough.then(|| scales.kept(sum / present)), coverage }
    };
    let scores: Vec<Score> = sums.iter().zip(&present).map(score).collect();
    plan.refuse_infinite(0, &scores)?;
    Ok(Index { scores, left_out: scales.left_out })
}

/// What the scales of all columns have in common.
#[derive(Default)]
struct Scales {
    /// What the first scale starts from; the sums go without it.
    base: Option<f64>,
    /// What all scaled values, and so their means, lie between.
    ends: Option<(f64, f64)>,
    left_out: Vec<CompositeError>,
}

impl Scales {
    /// The scale of a column; its scaled values where no product gives them; nothing where it is left out or weighs nothing.
    fn fit(&mut self, plan: &Plan, (indicator, recipe): (usize, &Recipe)) -> Option<(usize, Fitted)> {
        let cells = plan.table.cells(indicator);
        let fitted = match fit(&plan.table.indicators()[indicator], cells, recipe) {
            Ok(fitted) => fitted,
            Err(error) => {
                self.left_out.push(error);
                return None;
            }
        };
        let weight = plan.weights[indicator];
        if weight <= 0.0 {
            return None;
        }
        let Fitted::Linear(scale) = &fitted else {
            self.widen((f64::NEG_INFINITY, f64::INFINITY));
            return Some((indicator, fitted));
        };
        self.widen(scale.ends());
        let base = *self.base.get_or_insert(scale.base());
        if scale.term(cells, weight, base).is_some() {
            return Some((indicator, fitted));
        }
        Some((indicator, Fitted::Column(cells.iter().map(|x| scale.apply(*x)).collect())))
    }

    fn widen(&mut self, (low, high): (f64, f64)) {
        let ends = self.ends.get_or_insert((low, high));
        *ends = (ends.0.min(low), ends.1.max(high));
    }

    fn term<'a>(&self, plan: &Plan<'a>, indicator: usize, fitted: &'a Fitted) -> Option<Term<'a>> {
        let (weight, base) = (plan.weights[indicator], self.base.unwrap_or(0.0));
        match fitted {
            Fitted::LeftOut => None,
            Fitted::Column(cells) => Some(Term { origin: base, ..Term::of(cells, weight) }),
            Fitted::Linear(scale) => scale.term(plan.table.cells(indicator), weight, base),
        }
    }

    /// A mean without the base, to the score.
    fn kept(&self, mean: f64) -> f64 {
        let (low, high) = self.ends.unwrap_or((f64::NEG_INFINITY, f64::INFINITY));
        let score = mean + self.base.unwrap_or(0.0);
        let score = if score < low { low } else { score };
        if score > high { high } else { score }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::composite::{Direction, Normalisation, aggregate, normalise};

    const MIN_MAX: Normalisation = Normalisation::MinMax { low: 1.0, high: 100.0 };

    fn many() -> Table {
        let value = |i: u32, j: u32| (!(i * 7 + j * 3).is_multiple_of(11)).then(|| f64::from(i * 31 % 97 + j));
        let columns = (0..7).map(|j| (format!("x{j}"), (0..10_000).map(|i| value(i, j)).collect()));
        Table::new((0..10_000).map(|i| i.to_string()).collect(), columns.collect()).unwrap()
    }

    fn assert_same(table: &Table, recipes: &[Recipe], weights: &[f64]) -> Vec<Score> {
        let normalised = normalise(table, recipes).unwrap();
        let steps = aggregate(&normalised.table, weights, Aggregation::Arithmetic, 0.7).unwrap();
        let once = index(table, recipes, weights, Aggregation::Arithmetic, 0.7).unwrap();
        assert_eq!(once.left_out, normalised.left_out);
        for (once, step) in once.scores.iter().zip(&steps) {
            assert!((once.coverage - step.coverage).abs() < 1e-15);
            assert_eq!(once.value.is_some(), step.value.is_some());
            let apart = once.value.zip(step.value).map_or(0.0, |(a, b)| (a - b).abs() / b.abs().max(1.0));
            assert!(apart < 1e-13, "{once:?} {step:?}");
        }
        steps
    }

    #[test]
    fn in_one_go_gives_the_same_as_step_by_step_on_every_scale() {
        let (table, weights) = (many(), [1.0, 2.0, 0.0, 1.0, 0.5, 1.0, 3.0]);
        let scales = [
            MIN_MAX,
            Normalisation::ZScore { mean: 10.0, deviation: 2.0 },
            Normalisation::Goalposts { low: 20.0, high: 60.0, scale: 10.0, truncate: true },
            Normalisation::Goalposts { low: 20.0, high: 60.0, scale: 10.0, truncate: false },
            Normalisation::DistanceToMaximum,
            Normalisation::DistanceToTarget { target: 50.0, cap: true },
            Normalisation::PercentileRank,
            Normalisation::Borda,
        ];
        let recipe = |normalisation, lowers: bool| Recipe {
            normalisation,
            direction: if lowers { Direction::Lowers } else { Direction::Raises },
        };
        for scale in scales {
            let recipes: Vec<Recipe> = (0..7).map(|j| recipe(scale, j % 3 == 0)).collect();
            let scores = assert_same(&table, &recipes, &weights);
            assert!(scores.iter().any(|s| s.value.is_none()) && scores.iter().any(|s| s.value.is_some()));
        }
        for first in 0..8 {
            let mixed: Vec<Recipe> = (0..7).map(|j| recipe(scales[(first + j) % 8], j % 2 == 0)).collect();
            assert_same(&table, &mixed, &weights);
        }
    }

    #[test]
    fn an_indicator_that_is_the_same_everywhere_is_left_out_and_named() {
        let places = || vec!["a".to_owned(), "b".to_owned()];
        let columns = vec![("x".into(), vec![Some(2.0); 2]), ("y".into(), vec![Some(1.0), Some(3.0)])];
        let table = Table::new(places(), columns).unwrap();
        let recipes = [Recipe { normalisation: MIN_MAX, direction: Direction::Raises }; 2];
        let found = index(&table, &recipes, &[1.0, 3.0], Aggregation::Arithmetic, 0.7).unwrap();
        assert!(matches!(&found.left_out[..], [CompositeError::AllEqual { indicator, .. }] if indicator == "x"));
        assert_eq!(found.scores[1], Score { value: Some(100.0), coverage: 0.75 });
    }

    #[test]
    fn no_score_leaves_the_scale_by_rounding_and_far_origins_lose_no_digits() {
        let column = |shift: f64| (0..1000).map(|i| Some(shift + f64::from(i) * 0.001)).collect::<Vec<_>>();
        let columns: Vec<_> = (0..9).map(|j| (format!("x{j}"), column(1e9 + f64::from(j)))).collect();
        let table = Table::new((0..1000).map(|i| i.to_string()).collect(), columns).unwrap();
        let recipes = [Recipe { normalisation: MIN_MAX, direction: Direction::Raises }; 9];
        assert_same(&table, &recipes, &[0.1, 0.3, 0.7, 1.1, 0.1, 0.3, 0.7, 1.1, 0.9]);
        let found = index(&table, &recipes, &[0.1; 9], Aggregation::Arithmetic, 1.0).unwrap();
        assert!(found.scores.iter().filter_map(|s| s.value).all(|v| (1.0..=100.0).contains(&v)));
    }

    #[test]
    fn spans_too_short_or_too_long_for_a_product_are_scaled_as_ever() {
        let columns = vec![
            ("x".into(), vec![Some(0.0), Some(1e-310), Some(5e-311)]),
            ("y".into(), vec![Some(0.0), Some(1e300), Some(5e299)]),
        ];
        let table = Table::new(vec!["a".into(), "b".into(), "c".into()], columns).unwrap();
        let recipes = [Recipe { normalisation: MIN_MAX, direction: Direction::Lowers }; 2];
        assert_same(&table, &recipes, &[1.0, 1e-12]);
    }

    #[test]
    fn another_number_of_recipes_or_weights_is_refused() {
        let recipes = [Recipe { normalisation: MIN_MAX, direction: Direction::Raises }; 7];
        let by = |recipes: &[Recipe], weights: &[f64], least| {
            index(&many(), recipes, weights, Aggregation::Arithmetic, least).unwrap_err()
        };
        assert!(matches!(by(&recipes[1..], &[1.0; 7], 0.5), CompositeError::Shape { .. }));
        assert!(matches!(by(&recipes, &[1.0; 6], 0.5), CompositeError::Shape { .. }));
        assert!(matches!(by(&recipes, &[1.0; 7], 1.5), CompositeError::OffScale { .. }));
    }
}
