//! Analytic hierarchy process: weights from pairwise judgements (Saaty 1980).

use super::CompositeError;

/// Average consistency index of random judgements, by how many things are judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RandomIndex {
    /// Saaty, for 3 to 15.
    Saaty,
    /// Donegan and Dodd (1991), for 3 to 10.
    DoneganDodd,
}

const SAATY: [f64; 13] = [0.52, 0.89, 1.11, 1.25, 1.35, 1.40, 1.45, 1.49, 1.52, 1.54, 1.56, 1.58, 1.59];
const DONEGAN_DODD: [f64; 8] = [0.4914, 0.8286, 1.0591, 1.1797, 1.2519, 1.3171, 1.3733, 1.4055];
/// Judgements count as consistent below this ratio (Saaty 1980).
pub const ACCEPTED_RATIO: f64 = 0.1;
const ROUNDS: usize = 10_000;
const SETTLED: f64 = 1e-14;

/// A full reciprocal matrix: how much more each thing counts than each other.
#[derive(Debug, Clone, PartialEq)]
pub struct Judgements {
    names: Vec<String>,
    /// Row by row; 1 on the diagonal.
    matrix: Vec<f64>,
}

/// Weights by judgement, and how far the judgements contradict each other.
#[derive(Debug, Clone, PartialEq)]
pub struct Priorities {
    /// In the order of the names, summing to one.
    pub weights: Vec<f64>,
    /// Largest eigenvalue; the number of things where judgements are wholly consistent.
    pub largest_eigenvalue: f64,
}

impl Judgements {
    /// Judgements (one, other, how many times one counts as much as the other) on every pair of the names, once.
    ///
    /// # Errors
    /// A pair nobody judged or somebody judged twice, an unknown name, or a judgement that is not positive.
    pub fn new(names: &[&str], judged: &[(&str, &str, f64)]) -> Result<Self, CompositeError> {
        let count = names.len();
        let names: Vec<String> = names.iter().map(|&name| name.to_owned()).collect();
        let mut made = Self { names, matrix: vec![f64::NAN; count * count] };
        for place in 0..count {
            made.matrix[place * count + place] = 1.0;
        }
        for &(one, other, value) in judged {
            let (row, column) = (made.position(one)?, made.position(other)?);
            let (one, other) = (one.to_owned(), other.to_owned());
            if value <= 0.0 || !value.is_finite() {
                return Err(CompositeError::JudgementNotPositive { one, other, value });
            }
            if !made.matrix[row * count + column].is_nan() {
                return Err(CompositeError::JudgedTwice { one, other });
            }
            made.matrix[row * count + column] = value;
            made.matrix[column * count + row] = value.recip();
        }
        match made.matrix.iter().position(|v| v.is_nan()) {
            None => Ok(made),
            Some(place) => Err(CompositeError::JudgementMissing {
                one: made.names[place / count].clone(),
                other: made.names[place % count].clone(),
            }),
        }
    }

    /// Several people's judgements as one: the geometric mean of each cell. Keep each one's own priorities beside it, to show
    /// where they disagree.
    ///
    /// # Errors
    /// Nobody, or people who judged other things.
    pub fn of_group(people: &[Self]) -> Result<Self, CompositeError> {
        let first = people.first().ok_or(CompositeError::NothingToAggregate)?;
        if let Some(other) = people.iter().find(|p| p.names != first.names) {
            let (found, expected) = (other.names.len(), first.names.len());
            return Err(CompositeError::Shape { what: "judgements of the group".to_owned(), found, expected });
        }
        #[expect(clippy::cast_precision_loss, reason = "far fewer than 2^52 people")]
        let share = 1.0 / people.len() as f64;
        let cell = |place: usize| people.iter().map(|p| p.matrix[place].powf(share)).product();
        Ok(Self { names: first.names.clone(), matrix: (0..first.matrix.len()).map(cell).collect() })
    }

    /// Weights: the principal eigenvector, by power iteration.
    ///
    /// # Errors
    /// Nothing to judge, or no settling.
    pub fn priorities(&self) -> Result<Priorities, CompositeError> {
        let count = self.names.len();
        if count == 0 {
            return Err(CompositeError::NothingToAggregate);
        }
        #[expect(clippy::cast_precision_loss, reason = "far fewer than 2^52 names")]
        let mut weights = vec![1.0 / count as f64; count];
        for _ in 0..ROUNDS {
            let times = |row: &[f64]| row.iter().zip(&weights).map(|(cell, weight)| cell * weight).sum();
            let mut next: Vec<f64> = self.matrix.chunks_exact(count).map(times).collect();
            let largest_eigenvalue: f64 = next.iter().sum();
            for weight in &mut next {
                *weight /= largest_eigenvalue;
            }
            let moved = next.iter().zip(&weights).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
            weights = next;
            if moved < SETTLED {
                return Ok(Priorities { weights, largest_eigenvalue });
            }
        }
        Err(CompositeError::NotSettled { rounds: ROUNDS })
    }

    pub(super) fn position(&self, name: &str) -> Result<usize, CompositeError> {
        let unknown = || CompositeError::UnknownIndicator { indicator: name.to_owned() };
        self.names.iter().position(|n| n == name).ok_or_else(unknown)
    }
}

impl Priorities {
    /// Consistency index over the random index; above [`ACCEPTED_RATIO`] the judgements want another look. Zero for one or two.
    ///
    /// # Errors
    /// More things than the random index is published for.
    pub fn consistency_ratio(&self, random: RandomIndex) -> Result<f64, CompositeError> {
        let count = self.weights.len();
        if count <= 2 {
            return Ok(0.0);
        }
        let published: &[f64] = match random {
            RandomIndex::Saaty => &SAATY,
            RandomIndex::DoneganDodd => &DONEGAN_DODD,
        };
        let random = published.get(count - 3).ok_or(CompositeError::NoRandomIndex { count })?;
        #[expect(clippy::cast_precision_loss, reason = "at most 15")]
        let count = count as f64;
        Ok((self.largest_eigenvalue - count) / (count - 1.0) / random)
    }
}
