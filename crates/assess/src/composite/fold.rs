//! The inner loops: one weighted column after another into running sums.

use super::weighted_sum::{Term, add_weighted};
use super::{Aggregation, Zeros};

/// Scores in the making for a run of places.
pub(crate) struct Folding<'a> {
    /// How columns come together.
    pub aggregation: Aggregation,
    /// Running sums, products or maxima, by place.
    pub sums: &'a mut [f64],
    /// Weight of what is there, by place.
    pub present: &'a mut [f64],
}

/// A place of the run, counted from its start, with a value that the aggregation cannot take.
pub(crate) struct Refused {
    pub place: usize,
    pub value: f64,
}

impl Folding<'_> {
    /// Empties the sums.
    pub(crate) fn start(&mut self) {
        let start = match self.aggregation {
            Aggregation::Product => 1.0,
            Aggregation::Largest => f64::NEG_INFINITY,
            _ => 0.0,
        };
        self.sums.fill(start);
        self.present.fill(0.0);
    }

    /// Adds a column of this weight (above zero), each value brought to its scale; NaN is a gap.
    pub(crate) fn add(&mut self, cells: &[f64], weight: f64, scale: impl Fn(f64) -> f64) -> Result<(), Refused> {
        if let Some(refuses) = refusal(self.aggregation) {
            let found = cells.iter().map(|x| scale(*x)).enumerate().find(|(_, y)| refuses(*y));
            if let Some((place, value)) = found {
                return Err(Refused { place, value });
            }
        }
        match self.aggregation {
            Aggregation::Arithmetic => self.each(cells, weight, scale, |sum, y| sum + weight * y),
            Aggregation::Geometric { .. } => self.each(cells, weight, scale, |sum, y| sum + weight * y.ln()),
            Aggregation::Harmonic { .. } => self.each(cells, weight, scale, |sum, y| sum + weight / y),
            Aggregation::Power { power, .. } if power.abs() < f64::MIN_POSITIVE => {
                self.each(cells, weight, scale, |sum, y| sum + weight * y.ln());
            }
            Aggregation::Power { power, .. } => self.each(cells, weight, scale, |sum, y| sum + weight * y.powf(power)),
            Aggregation::Product => self.each(cells, weight, scale, |sum, y| sum * y),
            Aggregation::Largest => self.each(cells, weight, scale, f64::max),
        }
        Ok(())
    }

    /// Adds columns to an arithmetic mean, a few at a time.
    pub(crate) fn add_terms(&mut self, terms: &[Term]) {
        add_weighted(terms, self.sums, self.present);
    }

    #[inline]
    fn each(&mut self, cells: &[f64], weight: f64, scale: impl Fn(f64) -> f64, join: impl Fn(f64, f64) -> f64) {
        for ((x, sum), present) in cells.iter().zip(self.sums.iter_mut()).zip(self.present.iter_mut()) {
            let y = scale(*x);
            let there = !y.is_nan();
            *sum = if there { join(*sum, y) } else { *sum };
            *present += if there { weight } else { 0.0 };
        }
    }

    /// Sums to scores; NaN where less than `least` of the weight is there. A product needs all.
    pub(crate) fn finish(&mut self, total: f64, least: f64) {
        let least = if self.aggregation == Aggregation::Product { 1.0 } else { least };
        let enough = |present: f64| present > 0.0 && present / total >= least;
        let (sums, present) = (self.sums.iter_mut(), self.present.iter());
        let places = sums.zip(present);
        match self.aggregation {
            Aggregation::Arithmetic => places.for_each(|(s, p)| *s = if enough(*p) { *s / *p } else { f64::NAN }),
            aggregation => places.for_each(|(s, p)| *s = if enough(*p) { root(aggregation, *s, *p) } else { f64::NAN }),
        }
    }
}

fn root(aggregation: Aggregation, sum: f64, present: f64) -> f64 {
    match aggregation {
        Aggregation::Arithmetic => sum / present,
        Aggregation::Geometric { .. } => (sum / present).exp(),
        Aggregation::Harmonic { .. } => present / sum,
        Aggregation::Power { power, .. } if power.abs() < f64::MIN_POSITIVE => (sum / present).exp(),
        Aggregation::Power { power, .. } => (sum / present).powf(power.recip()),
        Aggregation::Product | Aggregation::Largest => sum,
    }
}

/// The values that a mean cannot take.
fn refusal(aggregation: Aggregation) -> Option<fn(f64) -> bool> {
    match aggregation {
        Aggregation::Arithmetic | Aggregation::Product | Aggregation::Largest => None,
        Aggregation::Geometric { zeros } | Aggregation::Harmonic { zeros } | Aggregation::Power { zeros, .. } => {
            Some(match zeros {
                Zeros::GiveZero => |y| y < 0.0,
                Zeros::Refused => |y| y <= 0.0,
            })
        }
    }
}
