/// Count, sum, spread and extremes of cells, each counting by its coverage.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Moments {
    /// Covered cells with a value.
    pub(super) count: f64,
    /// Covered cells without one.
    pub(super) missing: f64,
    pub(super) sum: f64,
    /// Sum of squared distances from the mean.
    pub(super) squares: f64,
    pub(super) min: f64,
    pub(super) max: f64,
}

impl Moments {
    pub(super) const NONE: Self =
        Self { count: 0.0, missing: 0.0, sum: 0.0, squares: 0.0, min: f64::INFINITY, max: f64::NEG_INFINITY };

    /// Of cells that are all covered by the same share.
    pub(super) fn of(cells: &[f64], coverage: f64) -> Self {
        let (valid, sum, min, max) = first_pass(cells);
        let all = crate::window::as_float(cells.len());
        let squares = if valid > 0.0 { squares_about(cells, sum / valid) } else { 0.0 };
        Self {
            count: coverage * valid,
            missing: coverage * (all - valid),
            sum: coverage * sum,
            squares: coverage * squares,
            min,
            max,
        }
    }

    /// Both together (Chan and others 1983 for the spread, which loses no digits where the mean is far from zero).
    pub(super) fn and(self, other: Self) -> Self {
        let count = self.count + other.count;
        let apart = if self.count > 0.0 && other.count > 0.0 {
            let distance = other.sum / other.count - self.sum / self.count;
            distance * distance * (self.count / count * other.count)
        } else {
            0.0
        };
        Self {
            count,
            missing: self.missing + other.missing,
            sum: self.sum + other.sum,
            squares: self.squares + other.squares + apart,
            min: self.min.min(other.min),
            max: self.max.max(other.max),
        }
    }
}

/// Sums are kept in this many strands, so that the processor adds several cells at a time.
const STRANDS: usize = 4;

#[derive(Clone, Copy)]
struct Strand {
    valid: [f64; STRANDS],
    sum: [f64; STRANDS],
    min: [f64; STRANDS],
    max: [f64; STRANDS],
}

impl Strand {
    #[inline]
    fn add(&mut self, cells: &[f64; STRANDS]) {
        for (strand, &cell) in cells.iter().enumerate() {
            let gap = cell.is_nan();
            self.valid[strand] += if gap { 0.0 } else { 1.0 };
            self.sum[strand] += if gap { 0.0 } else { cell };
            self.min[strand] = if cell < self.min[strand] { cell } else { self.min[strand] };
            self.max[strand] = if cell > self.max[strand] { cell } else { self.max[strand] };
        }
    }
}

/// Number, sum, least and greatest of the cells that are not gaps.
fn first_pass(cells: &[f64]) -> (f64, f64, f64, f64) {
    let zero = [0.0; STRANDS];
    let mut strands =
        Strand { valid: zero, sum: zero, min: [f64::INFINITY; STRANDS], max: [f64::NEG_INFINITY; STRANDS] };
    let (fours, rest) = cells.as_chunks::<STRANDS>();
    for four in fours {
        strands.add(four);
    }
    let mut last = [f64::NAN; STRANDS];
    for (to, from) in last.iter_mut().zip(rest) {
        *to = *from;
    }
    strands.add(&last);
    (
        strands.valid.iter().sum(),
        strands.sum.iter().sum(),
        strands.min.iter().copied().fold(f64::INFINITY, f64::min),
        strands.max.iter().copied().fold(f64::NEG_INFINITY, f64::max),
    )
}

fn squares_about(cells: &[f64], mean: f64) -> f64 {
    let square = |cell: f64| if cell.is_nan() { 0.0 } else { (cell - mean) * (cell - mean) };
    let (fours, rest) = cells.as_chunks::<STRANDS>();
    let mut sums = [0.0; STRANDS];
    for four in fours {
        for (sum, cell) in sums.iter_mut().zip(four) {
            *sum += square(*cell);
        }
    }
    sums.iter().sum::<f64>() + rest.iter().map(|cell| square(*cell)).sum::<f64>()
}

/// Sums of a value times a weight, where both are known.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Weighted {
    pub(super) sum: f64,
    pub(super) weight: f64,
    /// Covered cells that have a value but no weight.
    pub(super) missing: f64,
    /// Covered cells that have both.
    pub(super) count: f64,
}

impl Weighted {
    pub(super) fn of(cells: &[f64], weights: &[f64], coverage: f64) -> Self {
        let known = cells.iter().zip(weights).filter(|(cell, _)| !cell.is_nan());
        known.fold(Self::default(), |so_far, (cell, weight)| {
            if weight.is_nan() {
                Self { missing: so_far.missing + coverage, ..so_far }
            } else {
                let weight = coverage * weight;
                Self {
                    sum: so_far.sum + weight * cell,
                    weight: so_far.weight + weight,
                    count: so_far.count + coverage,
                    ..so_far
                }
            }
        })
    }

    pub(super) fn and(self, other: Self) -> Self {
        Self {
            sum: self.sum + other.sum,
            weight: self.weight + other.weight,
            missing: self.missing + other.missing,
            count: self.count + other.count,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_count_as_missing_only() {
        let moments = Moments::of(&[1.0, f64::NAN, 3.0, 2.0, f64::NAN, 4.0], 0.5);
        assert_eq!(moments, Moments { count: 2.0, missing: 1.0, sum: 5.0, squares: 2.5, min: 1.0, max: 4.0 });
    }

    #[test]
    fn spread_survives_a_mean_far_from_zero() {
        let far = 1e9;
        let both = Moments::of(&[far + 4.0, far + 7.0], 1.0).and(Moments::of(&[far + 13.0, far + 16.0], 1.0));
        assert!((both.squares / both.count - 22.5).abs() < 1e-9);
    }

    #[test]
    fn cells_without_a_weight_are_told_apart() {
        let weighted = Weighted::of(&[1.0, 2.0, f64::NAN], &[3.0, f64::NAN, 5.0], 0.5);
        assert_eq!(weighted, Weighted { sum: 1.5, weight: 1.5, missing: 0.5, count: 0.5 });
    }
}
