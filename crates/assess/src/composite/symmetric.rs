//! Small symmetric matrices: eigenvalues by Jacobi's rotations, and what follows from them.

/// Rows of numbers.
pub(super) type Matrix = Vec<Vec<f64>>;

const MOST_SWEEPS: usize = 100;
/// Off-diagonal squares count as zero below this share of all squares.
const SETTLED: f64 = 1e-30;

/// An eigenvalue and its unit vector.
#[derive(Debug, Clone)]
pub(super) struct Eigen {
    pub value: f64,
    /// Its largest component is positive.
    pub vector: Vec<f64>,
}

pub(super) fn transposed(matrix: &[Vec<f64>]) -> Matrix {
    let columns = matrix.first().map_or(0, Vec::len);
    (0..columns).map(|column| matrix.iter().map(|row| row[column]).collect()).collect()
}

pub(super) fn product(left: &[Vec<f64>], right: &[Vec<f64>]) -> Matrix {
    let columns = transposed(right);
    left.iter().map(|row| columns.iter().map(|column| dot(row, column)).collect()).collect()
}

pub(super) fn dot(one: &[f64], other: &[f64]) -> f64 {
    one.iter().zip(other).map(|(a, b)| a * b).sum()
}

pub(super) fn identity(size: usize) -> Matrix {
    (0..size).map(|row| (0..size).map(|column| if row == column { 1.0 } else { 0.0 }).collect()).collect()
}

/// Eigenvalues and vectors of a symmetric matrix, the largest value first.
pub(super) fn eigen(mut matrix: Matrix) -> Vec<Eigen> {
    let size = matrix.len();
    let mut vectors = identity(size); // one to a row
    let all: f64 = matrix.iter().flatten().map(|v| v * v).sum();
    for _ in 0..MOST_SWEEPS {
        let off: f64 = (0..size).flat_map(|p| matrix[p][p + 1..].iter()).map(|v| v * v).sum();
        if off <= SETTLED * all {
            break;
        }
        for (p, q) in (0..size).flat_map(|p| (p + 1..size).map(move |q| (p, q))) {
            rotate(&mut matrix, &mut vectors, (p, q));
        }
    }
    let mut found: Vec<Eigen> = vectors
        .into_iter()
        .enumerate()
        .map(|(i, vector)| Eigen { value: matrix[i][i], vector: upright(vector) })
        .collect();
    found.sort_by(|a, b| b.value.total_cmp(&a.value));
    found
}

/// Turns two axes so that the entry between them becomes zero.
fn rotate(matrix: &mut Matrix, vectors: &mut Matrix, (p, q): (usize, usize)) {
    let between = matrix[p][q];
    if between.abs() < f64::MIN_POSITIVE {
        return;
    }
    let theta = (matrix[q][q] - matrix[p][p]) / (2.0 * between);
    let tangent = theta.signum() / (theta.abs() + theta.hypot(1.0));
    let cosine = tangent.hypot(1.0).recip();
    let sine = tangent * cosine;
    let turned = |a: f64, b: f64| (cosine * a - sine * b, sine * a + cosine * b);
    for row in matrix.iter_mut() {
        (row[p], row[q]) = turned(row[p], row[q]);
    }
    for rows in [matrix, vectors] {
        let (above, below) = rows.split_at_mut(q);
        for (a, b) in above[p].iter_mut().zip(&mut below[0]) {
            (*a, *b) = turned(*a, *b);
        }
    }
}

fn upright(mut vector: Vec<f64>) -> Vec<f64> {
    let largest = vector.iter().copied().reduce(|a, b| if b.abs() > a.abs() { b } else { a });
    if largest.is_some_and(|v| v < 0.0) {
        for v in &mut vector {
            *v = -*v;
        }
    }
    vector
}

/// The matrix with this function of its eigenvalues.
pub(super) fn with_values(found: &[Eigen], value: impl Fn(f64) -> f64) -> Matrix {
    let size = found.len();
    let entry =
        |row: usize, column: usize| found.iter().map(|e| value(e.value) * e.vector[row] * e.vector[column]).sum();
    (0..size).map(|row| (0..size).map(|column| entry(row, column)).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vectors_and_values_make_the_matrix_again() {
        let matrix = vec![vec![4.0, 1.0, -2.0], vec![1.0, 2.0, 0.0], vec![-2.0, 0.0, 3.0]];
        let found = eigen(matrix.clone());
        assert!(found[0].value > found[1].value && found[1].value > found[2].value);
        let again = with_values(&found, |v| v);
        for (row, wanted) in again.iter().flatten().zip(matrix.iter().flatten()) {
            assert!((row - wanted).abs() < 1e-12);
        }
        for (i, one) in found.iter().enumerate() {
            for (j, other) in found.iter().enumerate() {
                let expected = if i == j { 1.0 } else { 0.0 };
                assert!((dot(&one.vector, &other.vector) - expected).abs() < 1e-12);
            }
        }
    }

    #[test]
    fn two_by_two_is_as_by_hand() {
        let found = eigen(vec![vec![2.0, 1.0], vec![1.0, 2.0]]);
        assert!((found[0].value - 3.0).abs() < 1e-14 && (found[1].value - 1.0).abs() < 1e-14);
        assert!((found[0].vector[0] - 0.5_f64.sqrt()).abs() < 1e-14);
    }
}
