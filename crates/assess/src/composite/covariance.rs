//! How columns without gaps vary together.

use super::moments::{extent, mean_and_deviation};
use super::symmetric::{Matrix, dot};
use super::{CompositeError, Direction, Table};

/// A column less its mean, over its deviation (n, not n - 1), turned round where the direction lowers.
pub(super) fn standardised(table: &Table, indicator: usize, direction: Direction) -> Result<Vec<f64>, CompositeError> {
    let (cells, name) = (table.cells(indicator), &table.indicators()[indicator]);
    if let Some(place) = cells.iter().position(|v| v.is_nan()) {
        return Err(CompositeError::Gap { place: table.places()[place].clone(), indicator: name.clone() });
    }
    let (low, high) = extent(cells);
    if low >= high {
        return Err(CompositeError::AllEqual { indicator: name.clone(), value: low });
    }
    #[expect(clippy::cast_precision_loss, reason = "far fewer than 2^52 places")]
    let count = cells.len() as f64;
    let (mean, deviation) = mean_and_deviation(cells);
    let deviation = deviation * ((count - 1.0) / count).sqrt();
    let sign = if direction == Direction::Raises { 1.0 } else { -1.0 };
    Ok(cells.iter().map(|v| sign * (v - mean) / deviation).collect())
}

/// Covariance (n - 1) of columns that have a mean of zero.
pub(super) fn covariance(columns: &[Vec<f64>]) -> Matrix {
    #[expect(clippy::cast_precision_loss, reason = "far fewer than 2^52 places")]
    let freedom = columns.first().map_or(1, |column| column.len().saturating_sub(1).max(1)) as f64;
    let row = |one: &Vec<f64>| columns.iter().map(|other| dot(one, other) / freedom).collect();
    columns.iter().map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_that_say_the_same_vary_together_wholly() {
        let columns = vec![
            ("x".into(), [1.0, 2.0, 6.0].map(Some).to_vec()),
            ("y".into(), [-10.0, -20.0, -60.0].map(Some).to_vec()),
        ];
        let table = Table::new(vec!["a".into(), "b".into(), "c".into()], columns).unwrap();
        let (x, y) =
            (standardised(&table, 0, Direction::Raises).unwrap(), standardised(&table, 1, Direction::Lowers).unwrap());
        // deviations with n, covariance with n - 1
        assert!(covariance(&[x, y]).into_iter().flatten().all(|v| (v - 1.5).abs() < 1e-12));
    }
}
