use super::scale::{Fitted, fit};
use super::{CompositeError, Table};
use rayon::prelude::*;

/// Whether more of an indicator raises or lowers the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// A higher value gives a higher index.
    Raises,
    /// A higher value gives a lower index.
    Lowers,
}

/// How a column is put on a scale that others share. Definitions as in `COINr` (Becker and others 2022) and the OECD/JRC
/// *Handbook on Constructing Composite Indicators* (2008).
///
/// All but [`Normalisation::Goalposts`] depend on the places in the table: their results do not compare over time or between
/// tables.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Normalisation {
    /// The smallest value of the sample becomes `low`, the largest `high`.
    MinMax {
        /// Low end of the result.
        low: f64,
        /// High end of the result.
        high: f64,
    },
    /// Standard scores (sample deviation, n - 1), brought to this mean and deviation.
    ZScore {
        /// Mean of the result.
        mean: f64,
        /// Deviation of the result.
        deviation: f64,
    },
    /// Thresholds with a reason: `low` becomes 0 and `high` becomes `scale`, turned round where the direction lowers.
    Goalposts {
        /// Low threshold, in the indicator's unit.
        low: f64,
        /// High threshold, in the indicator's unit.
        high: f64,
        /// High end of the result.
        scale: f64,
        /// Whether values beyond the thresholds count as the thresholds.
        truncate: bool,
    },
    /// 1 - (max - x) / (max - min).
    DistanceToMaximum,
    /// 1 - (target - x) / (target - min); where the direction lowers 1 - (x - target) / (max - target).
    DistanceToTarget {
        /// The target, in the indicator's unit.
        target: f64,
        /// Whether more than the target counts as the target.
        cap: bool,
    },
    /// (rank - 1) / (n - 1), ties at the lowest rank.
    PercentileRank,
    /// rank - 1, ties at the lowest rank.
    Borda,
}

/// How one column is normalised.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Recipe {
    /// The scale.
    pub normalisation: Normalisation,
    /// Which way it points.
    pub direction: Direction,
}

/// A table on common scales, and what could not be put on one.
#[derive(Debug, Clone)]
pub struct Normalised {
    /// The same places and indicators; gaps stay gaps, and all of an indicator that is left out are gaps.
    pub table: Table,
    /// One error for every indicator that is left out.
    pub left_out: Vec<CompositeError>,
}

/// Every column on its scale.
///
/// An indicator that cannot be normalised (measured nowhere, the same everywhere, thresholds the wrong way round) becomes all
/// gaps and is named: the rest still counts, with less coverage.
///
/// # Errors
/// Another number of recipes than of indicators.
///
/// ```
/// use assess::composite::{Direction, Normalisation, Recipe, Table, normalise};
/// let table = Table::new(vec!["a".into(), "b".into()], vec![("toilets".into(), vec![Some(5.0), Some(30.0)])])?;
/// let goalposts = Normalisation::Goalposts { low: 0.0, high: 20.0, scale: 1.0, truncate: true };
/// let scaled = normalise(&table, &[Recipe { normalisation: goalposts, direction: Direction::Lowers }])?.table;
/// assert_eq!((scaled.value(0, 0), scaled.value(1, 0)), (Some(0.75), Some(0.0)));
/// # Ok::<(), assess::composite::CompositeError>(())
/// ```
pub fn normalise(table: &Table, recipes: &[Recipe]) -> Result<Normalised, CompositeError> {
    let (fitted, left_out) = fit_all(table, recipes)?;
    let mut cells = vec![f64::NAN; table.places().len() * recipes.len()];
    let columns = cells.par_chunks_mut(table.places().len().max(1)).zip(fitted).enumerate();
    columns.for_each(|(indicator, (column, fitted))| match fitted {
        Fitted::LeftOut => (),
        Fitted::Column(values) => column.copy_from_slice(&values),
        Fitted::Linear(scale) => {
            column.iter_mut().zip(table.cells(indicator)).for_each(|(to, from)| *to = scale.apply(*from));
        }
    });
    Ok(Normalised { table: Table::from_cells(table, cells), left_out })
}

/// Cells on their scale in place, gaps as NaN; all gaps where there is no scale.
pub(crate) fn normalise_cells(cells: &mut [f64], recipe: &Recipe) {
    match fit("", cells, recipe) {
        Err(_) | Ok(Fitted::LeftOut) => cells.fill(f64::NAN),
        Ok(Fitted::Column(values)) => cells.copy_from_slice(&values),
        Ok(Fitted::Linear(scale)) => {
            for cell in cells {
                *cell = scale.apply(*cell);
            }
        }
    }
}

pub(super) fn check_number(table: &Table, recipes: &[Recipe]) -> Result<(), CompositeError> {
    let (found, expected) = (recipes.len(), table.indicators().len());
    let shape = || CompositeError::Shape { what: "normalisations".to_owned(), found, expected };
    if found == expected { Ok(()) } else { Err(shape()) }
}

/// The scale of every column, and an error for each that has none.
pub(super) fn fit_all(table: &Table, recipes: &[Recipe]) -> Result<(Vec<Fitted>, Vec<CompositeError>), CompositeError> {
    check_number(table, recipes)?;
    let fit_one =
        |(indicator, recipe): (usize, &Recipe)| fit(&table.indicators()[indicator], table.cells(indicator), recipe);
    let found: Vec<_> = recipes.par_iter().enumerate().map(fit_one).collect();
    let mut left_out = Vec::new();
    let fitted = found.into_iter().map(|fitted| {
        fitted.unwrap_or_else(|error| {
            left_out.push(error);
            Fitted::LeftOut
        })
    });
    Ok((fitted.collect(), left_out))
}

#[cfg(test)]
mod tests {
    use super::*;

    const MIN_MAX: Normalisation = Normalisation::MinMax { low: 0.0, high: 1.0 };

    fn one(values: &[Option<f64>], normalisation: Normalisation, direction: Direction) -> Normalised {
        let places = (0..values.len()).map(|i| i.to_string()).collect();
        let table = Table::new(places, vec![("x".into(), values.to_vec())]).unwrap();
        normalise(&table, &[Recipe { normalisation, direction }]).unwrap()
    }

    #[test]
    fn gaps_stay_gaps_on_every_scale() {
        let all = [
            MIN_MAX,
            Normalisation::ZScore { mean: 0.0, deviation: 1.0 },
            Normalisation::Goalposts { low: 0.0, high: 1.0, scale: 1.0, truncate: true },
            Normalisation::DistanceToMaximum,
            Normalisation::DistanceToTarget { target: 1.0, cap: true },
            Normalisation::PercentileRank,
            Normalisation::Borda,
        ];
        for normalisation in all {
            let found = one(&[Some(0.0), None, Some(2.0)], normalisation, Direction::Raises).table;
            assert_eq!(
                found.column(0).map(|v| v.is_some()).collect::<Vec<_>>(),
                [true, false, true],
                "{normalisation:?}"
            );
        }
    }

    #[test]
    fn an_indicator_measured_nowhere_or_the_same_everywhere_is_left_out_and_named() {
        let nowhere = one(&[None, None], MIN_MAX, Direction::Raises);
        assert!(matches!(&nowhere.left_out[..], [CompositeError::NothingMeasured { indicator }] if indicator == "x"));
        let same = one(&[Some(2.0), Some(2.0)], MIN_MAX, Direction::Lowers);
        assert!(matches!(same.left_out[..], [CompositeError::AllEqual { .. }]));
        assert_eq!(same.table.column(0).flatten().count(), 0);
    }

    #[test]
    fn a_target_that_all_have_passed_is_refused() {
        let passed = Normalisation::DistanceToTarget { target: 1.0, cap: false };
        assert!(matches!(
            one(&[Some(2.0), Some(3.0)], passed, Direction::Raises).left_out[..],
            [CompositeError::TargetPassed { .. }]
        ));
    }

    #[test]
    fn ties_share_the_lowest_rank() {
        let found = one(&[Some(5.0), Some(5.0), Some(1.0), Some(9.0)], Normalisation::Borda, Direction::Raises).table;
        assert_eq!(found.column(0).flatten().collect::<Vec<_>>(), [1.0, 1.0, 0.0, 3.0]);
    }

    #[test]
    fn a_value_on_a_threshold_is_exactly_at_the_end_of_the_scale() {
        let thirds = Normalisation::Goalposts { low: 0.1, high: 0.7, scale: 1.0, truncate: false };
        let found = one(&[Some(0.1), Some(0.7)], thirds, Direction::Lowers).table;
        assert_eq!(found.column(0).flatten().collect::<Vec<_>>(), [1.0, 0.0]);
    }
}
