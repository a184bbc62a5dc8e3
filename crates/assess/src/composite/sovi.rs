//! `SoVI`, the social vulnerability index of Cutter, Boruff and Shirley (2003), by principal components: a diagnostic only.
//!
//! Spielman and others (2020, doi 10.1007/s11069-019-03820-z) show that its signs and ranks change with the area it is worked
//! out for: never make it a headline. The steps are those of their `geoss/sovi-validity`.

use super::covariance::{covariance, standardised};
use super::symmetric::{Eigen, Matrix, dot, eigen, product, transposed, with_values};
use super::varimax::varimax;
use super::{CompositeError, Direction, Table};

/// Fewer cases than this to a variable, and components are mostly chance.
pub const CASES_TO_A_VARIABLE: usize = 5;

/// How few cases will do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cases {
    /// At least [`CASES_TO_A_VARIABLE`].
    Enough,
    /// Two or more in all, as the person asked for it knowing what it is worth.
    AsTheyAre,
}

/// A component after rotation.
#[derive(Debug, Clone, PartialEq)]
pub struct Factor {
    /// By indicator.
    pub loadings: Vec<f64>,
    /// Sum of squared loadings: how many indicators' worth of variance it explains.
    pub variance: f64,
}

/// Scores by place, and the factors that they are sums of.
#[derive(Debug, Clone, PartialEq)]
pub struct Sovi {
    /// Sum of the factor scores; high is more vulnerable.
    pub scores: Vec<f64>,
    /// The one that explains most first.
    pub factors: Vec<Factor>,
    /// Factor scores, one row for each place.
    pub factor_scores: Vec<Vec<f64>>,
}

/// Standardised (n in the deviation), components of the covariance (n - 1) with an eigenvalue above one, varimax, each factor
/// turned so that its loadings sum to more than zero, scores Z C (C'C)^-1, summed.
///
/// # Errors
/// Another number of directions than of indicators, a gap (nothing is filled in), an indicator that is the same everywhere, or
/// too few places.
///
/// ```
/// use assess::composite::sovi::{Cases, sovi};
/// use assess::composite::{Direction, Table};
/// let columns = vec![("poor".into(), vec![Some(1.0), Some(2.0), Some(3.0)]), ("cars".into(), vec![Some(9.0), Some(7.0), Some(5.0)])];
/// let table = Table::new(vec!["a".into(), "b".into(), "c".into()], columns)?;
/// let found = sovi(&table, &[Direction::Raises, Direction::Lowers], Cases::AsTheyAre)?;
/// assert!((found.scores[2] - 1.0).abs() < 1e-12); // both say the same: one standard deviation above the mean
/// # Ok::<(), assess::composite::CompositeError>(())
/// ```
pub fn sovi(table: &Table, directions: &[Direction], cases: Cases) -> Result<Sovi, CompositeError> {
    let (places, variables) = (table.places().len(), table.indicators().len());
    if directions.len() != variables {
        let what = "directions".to_owned();
        return Err(CompositeError::Shape { what, found: directions.len(), expected: variables });
    }
    if variables == 0 {
        return Err(CompositeError::NothingToAggregate);
    }
    let needed = if cases == Cases::Enough { (variables * CASES_TO_A_VARIABLE).max(2) } else { 2 };
    if places < needed {
        return Err(CompositeError::TooFewCases { cases: places, variables, needed });
    }
    let columns = directions.iter().enumerate().map(|(indicator, way)| standardised(table, indicator, *way));
    let columns: Matrix = columns.collect::<Result<_, _>>()?;
    let loadings = in_order(&varimax(&upright(&components(&columns))));
    let weights = product(&loadings, &with_values(&eigen(product(&transposed(&loadings), &loadings)), f64::recip));
    let factor_scores = product(&transposed(&columns), &weights);
    let scores = factor_scores.iter().map(|row| row.iter().sum()).collect();
    let factor = |loadings: Vec<f64>| Factor { variance: dot(&loadings, &loadings), loadings };
    Ok(Sovi { scores, factors: transposed(&loadings).into_iter().map(factor).collect(), factor_scores })
}

/// Loadings (indicators x components) of the components with an eigenvalue above one, as there always is.
fn components(columns: &[Vec<f64>]) -> Matrix {
    let kept = eigen(covariance(columns)).into_iter().filter(|e| e.value > 1.0);
    let loading = |e: Eigen| e.vector.iter().map(|v| v * e.value.sqrt()).collect();
    transposed(&kept.map(loading).collect::<Matrix>())
}

/// Columns whose loadings sum to less than zero, turned round.
fn upright(loadings: &[Vec<f64>]) -> Matrix {
    let turn = |column: Vec<f64>| {
        let sign = if column.iter().sum::<f64>() < 0.0 { -1.0 } else { 1.0 };
        column.into_iter().map(|v| sign * v).collect()
    };
    transposed(&transposed(loadings).into_iter().map(turn).collect::<Matrix>())
}

fn in_order(loadings: &[Vec<f64>]) -> Matrix {
    let mut columns = transposed(loadings);
    columns.sort_by(|a, b| dot(b, b).total_cmp(&dot(a, a)));
    upright(&transposed(&columns))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLACES: u32 = 40;

    /// Two hidden causes behind five indicators, with noise that hangs on the place.
    fn table(factor: f64) -> Table {
        let noise = |i: u32, j: u32| f64::from((i * 37 + j * 101 + i * i * j) % 23) / 8.0;
        let one = |i: u32| f64::from(i * 17 % 41);
        let other = |i: u32| f64::from(i * 29 % 37);
        let cause = |i: u32, j: u32| if j < 3 { one(i) } else { other(i) };
        let column =
            |j: u32| (0..PLACES).map(|i| Some(cause(i, j) + noise(i, j))).map(|v| v.map(|v| v * factor)).collect();
        let columns = (0..5).map(|j| (format!("x{j}"), column(j)));
        Table::new((0..PLACES).map(|i| i.to_string()).collect(), columns.collect()).unwrap()
    }

    fn raises() -> [Direction; 5] {
        [Direction::Raises; 5]
    }

    #[test]
    fn factor_scores_are_uncorrelated_with_variance_one() {
        let found = sovi(&table(1.0), &raises(), Cases::Enough).unwrap();
        assert_eq!(found.factors.len(), 2);
        let columns = transposed(&found.factor_scores);
        for (i, one) in columns.iter().enumerate() {
            for (j, other) in columns.iter().enumerate() {
                let covariance = dot(one, other) / f64::from(PLACES - 1);
                assert!((covariance - if i == j { 1.0 } else { 0.0 }).abs() < 1e-9, "{i} {j} {covariance}");
            }
        }
    }

    #[test]
    fn hidden_causes_come_apart_and_all_factors_point_up() {
        let found = sovi(&table(1.0), &raises(), Cases::Enough).unwrap();
        let (first, second) = (&found.factors[0], &found.factors[1]);
        assert!(first.variance > second.variance);
        assert!(first.loadings[..3].iter().all(|l| *l > 0.8) && second.loadings[3..].iter().all(|l| *l > 0.8));
        assert!(first.loadings[3..].iter().chain(&second.loadings[..3]).all(|l| l.abs() < 0.4));
    }

    #[test]
    fn units_change_nothing_and_an_indicator_turned_round_with_its_direction_neither() {
        let found = sovi(&table(1.0), &raises(), Cases::Enough).unwrap();
        let turned = sovi(&table(-250.0), &[Direction::Lowers; 5], Cases::Enough).unwrap();
        for (a, b) in found.scores.iter().zip(&turned.scores) {
            assert!((a - b).abs() < 1e-9);
        }
    }

    #[test]
    fn too_few_places_are_refused_unless_asked_for() {
        let all = table(1.0);
        let few = |indicators: &[&str], places: usize| {
            let columns = indicators.iter().map(|name| {
                let column = all.column(all.position(name).unwrap()).take(places).collect();
                ((*name).to_owned(), column)
            });
            Table::new((0..places).map(|i| i.to_string()).collect(), columns.collect()).unwrap()
        };
        let table = few(&["x0", "x3"], 9);
        let refused = sovi(&table, &[Direction::Raises; 2], Cases::Enough).unwrap_err();
        assert_eq!(refused, CompositeError::TooFewCases { cases: 9, variables: 2, needed: 10 });
        assert_eq!(sovi(&table, &[Direction::Raises; 2], Cases::AsTheyAre).unwrap().scores.len(), 9);
        assert!(sovi(&few(&["x0"], 1), &[Direction::Raises], Cases::AsTheyAre).is_err());
    }

    #[test]
    fn gaps_and_equal_values_are_named() {
        let columns = vec![("x".into(), vec![Some(1.0), None]), ("y".into(), vec![Some(2.0), Some(2.0)])];
        let table = Table::new(vec!["a".into(), "b".into()], columns).unwrap();
        let by = |names: &[&str]| {
            let directions = vec![Direction::Raises; names.len()];
            sovi(&table.select(names).unwrap(), &directions, Cases::AsTheyAre).unwrap_err()
        };
        assert_eq!(by(&["x"]), CompositeError::Gap { place: "b".into(), indicator: "x".into() });
        assert!(matches!(by(&["y"]), CompositeError::AllEqual { indicator, .. } if indicator == "y"));
        assert_eq!(by(&[]), CompositeError::NothingToAggregate);
    }
}
