//! Outliers of a column: winsorise, or take logarithms, where skewness and kurtosis say so (`COINr`'s `Treat`).

use super::moments::{extent, kurtosis, skewness};

/// When a column is treated, and how far.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rule {
    /// A column passes where its absolute skewness is below this ...
    pub skewness: f64,
    /// ... or its excess kurtosis is below this.
    pub kurtosis: f64,
    /// Points that may be winsorised before logarithms are taken instead.
    pub most_winsorised: usize,
}

impl Default for Rule {
    /// |skewness| 2, kurtosis 3.5, 5 points: the settings of `COINr`.
    fn default() -> Self {
        Self { skewness: 2.0, kurtosis: 3.5, most_winsorised: 5 }
    }
}

impl Rule {
    /// Whether values need no treatment: also true of too few to tell.
    #[must_use]
    pub fn passes(&self, values: &[f64]) -> bool {
        match (skewness(values), kurtosis(values)) {
            (Some(skew), Some(kurt)) => skew.abs() < self.skewness || kurt < self.kurtosis,
            _ => true,
        }
    }
}

/// What was done to a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// Nothing.
    None,
    /// The most extreme values were set to the next one.
    Winsorised {
        /// How many values changed.
        points: usize,
    },
    /// Logarithms of all values were taken.
    Logarithm,
}

/// A column after treatment.
#[derive(Debug, Clone, PartialEq)]
pub struct Treated {
    /// By place; gaps stay gaps.
    pub values: Vec<Option<f64>>,
    /// What was done.
    pub change: Change,
}

/// Winsorises until the column passes, at most as many points as the rule allows; then, from the original, logarithms.
///
/// Gaps are left out of the moments and stay gaps.
#[must_use]
pub fn treat(values: &[Option<f64>], rule: &Rule) -> Treated {
    let original: Vec<f64> = values.iter().flatten().copied().collect();
    let mut present = original.clone();
    for points in 0..=rule.most_winsorised {
        if rule.passes(&present) {
            let change = if points == 0 { Change::None } else { Change::Winsorised { points } };
            return Treated { values: put_back(values, present), change };
        }
        if points < rule.most_winsorised {
            present = winsorise(&present);
        }
    }
    Treated { values: put_back(values, log_shifted(&original)), change: Change::Logarithm }
}

/// The extreme value (the largest where the skew is positive, else the smallest), and what equals it, set to the next one.
#[must_use]
pub fn winsorise(values: &[f64]) -> Vec<f64> {
    let (low, high) = extent(values);
    let inner = |keep: &dyn Fn(f64) -> bool| extent(&values.iter().copied().filter(|v| keep(*v)).collect::<Vec<_>>());
    match skewness(values) {
        None => values.to_vec(),
        Some(skew) if skew > 0.0 => {
            let (_, next) = inner(&|v| v < high);
            values.iter().map(|v| v.min(next)).collect()
        }
        Some(_) => {
            let (next, _) = inner(&|v| v > low);
            values.iter().map(|v| v.max(next)).collect()
        }
    }
}

/// ln(x - min + 0.01 (max - min)): `COINr`'s `log_CT`. Equal values stay as they are.
#[must_use]
pub fn log_shifted(values: &[f64]) -> Vec<f64> {
    let (low, high) = extent(values);
    if low >= high {
        return values.to_vec();
    }
    values.iter().map(|v| (v - low + 0.01 * (high - low)).ln()).collect()
}

fn put_back(values: &[Option<f64>], present: Vec<f64>) -> Vec<Option<f64>> {
    let mut present = present.into_iter();
    values.iter().map(|v| v.and_then(|_| present.next())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_smallest_is_winsorised_where_the_tail_is_low() {
        assert_eq!(winsorise(&[-90.0, 1.0, 2.0, 3.0]), [1.0, 1.0, 2.0, 3.0]);
    }

    #[test]
    fn gaps_stay_where_they_are() {
        let mut values: Vec<Option<f64>> = (1..=10).map(|v| Some(f64::from(v))).collect();
        values.insert(3, None);
        values.push(Some(100.0));
        let treated = treat(&values, &Rule::default());
        assert_eq!((treated.values[3], treated.values[11]), (None, Some(10.0)));
        assert_eq!(treated.change, Change::Winsorised { points: 1 });
    }

    #[test]
    fn equal_and_few_values_pass() {
        assert_eq!(treat(&[Some(1.0), Some(900.0)], &Rule::default()).change, Change::None);
        assert_eq!(treat(&[Some(1.0); 30], &Rule::default()).change, Change::None);
        assert_eq!((winsorise(&[2.0; 5]), log_shifted(&[2.0; 2])), (vec![2.0; 5], vec![2.0; 2]));
    }
}
