//! Damage functions made ready to be asked millions of times.
//!
//! Functions with the same intensities share an axis, so that where an intensity lies is found once for all of them; buckets
//! of equal width along it find the stretch without a branch. Between two points the product of two lines is a square.

use crate::error::RiskError;
use crate::function::DamageFunction;

/// Buckets to a point of a function, at most.
const BUCKETS_TO_A_POINT: usize = 64;

/// Functions that can be told apart by 16 bits.
const MOST_FUNCTIONS: usize = 1 << 16;

/// The ratio between two points of a function: `constant + dx (slope + dx square)`, with `dx` the intensity above `from`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Piece {
    from: f64,
    constant: f64,
    slope: f64,
    square: f64,
}

impl Piece {
    #[inline]
    pub(crate) fn ratio(&self, intensity: f64) -> f64 {
        let beyond = intensity - self.from;
        self.constant + beyond * (self.slope + beyond * self.square)
    }

    fn constant(constant: f64) -> Self {
        Self { from: 0.0, constant, slope: 0.0, square: 0.0 }
    }
}

/// Rising intensities in buckets of equal width.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Axis {
    first: f64,
    /// Buckets in a unit of intensity.
    buckets: f64,
    /// How many points lie in buckets before each.
    before: Vec<u32>,
    /// The points, and after them as many infinities as one bucket may hold.
    points: Vec<f64>,
    most_in_a_bucket: usize,
}

impl Axis {
    fn new(points: &[f64]) -> Self {
        let (first, last) = (points.first().copied().unwrap_or(0.0), points.last().copied().unwrap_or(0.0));
        let mut count = points.len().next_power_of_two();
        loop {
            #[expect(clippy::cast_precision_loss, reason = "it need not be exact")]
            let width = (last - first) / count as f64;
            let buckets = if width > 0.0 { (1.0 / width).min(f64::MAX) } else { 0.0 };
            let mut axis =
                Self { first, buckets, before: vec![0; count], points: points.to_vec(), most_in_a_bucket: 0 };
            let mut held = vec![0_u32; count];
            for &point in points {
                held[axis.bucket(point)] += 1;
            }
            for bucket in 1..count {
                axis.before[bucket] = axis.before[bucket - 1] + held[bucket - 1];
            }
            axis.most_in_a_bucket = held.iter().max().map_or(0, |&most| most as usize);
            if axis.most_in_a_bucket <= 1 || count >= points.len() * BUCKETS_TO_A_POINT {
                axis.points.extend(vec![f64::INFINITY; axis.most_in_a_bucket]);
                return axis;
            }
            count *= 2;
        }
    }

    /// Rises with the intensity, whatever the rounding: so points of other buckets are below or above as their buckets are.
    #[inline]
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "what is outside is kept in the last bucket"
    )]
    fn bucket(&self, intensity: f64) -> usize {
        (((intensity - self.first) * self.buckets) as u32 as usize).min(self.last_bucket())
    }

    #[inline]
    fn last_bucket(&self) -> usize {
        self.before.len() - 1
    }

    /// How many points lie at or below the intensity.
    #[inline]
    pub(crate) fn position(&self, intensity: f64) -> usize {
        let before = self.before[self.bucket(intensity)] as usize;
        if self.most_in_a_bucket == 1 {
            return before + usize::from(self.points[before] <= intensity);
        }
        let here = self.points.get(before..before + self.most_in_a_bucket).unwrap_or_default();
        here.iter().fold(before, |count, &point| count + usize::from(point <= intensity))
    }
}

/// Functions by number: which axis each has, and where its pieces begin.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Curves {
    pub axes: Vec<Axis>,
    pub pieces: Vec<Piece>,
    of: Vec<(u16, u32)>,
}

impl Curves {
    pub(crate) fn new(functions: &[DamageFunction]) -> Result<Self, RiskError> {
        if functions.len() > MOST_FUNCTIONS {
            #[expect(clippy::cast_precision_loss, reason = "it is only shown")]
            let found = functions.len() as f64;
            return Err(RiskError::Parameter { name: "number of damage functions", found, expected: "at most 65536" });
        }
        let mut curves = Self::default();
        let mut known: Vec<&[f64]> = Vec::new();
        for function in functions {
            let points = function.intensity();
            let axis = known.iter().position(|other| *other == points).unwrap_or_else(|| {
                known.push(points);
                curves.axes.push(Axis::new(points));
                known.len() - 1
            });
            #[expect(
                clippy::cast_possible_truncation,
                reason = "axes are not more than functions; memory ends before the pieces do"
            )]
            curves.of.push((axis as u16, curves.pieces.len() as u32));
            curves.pieces.extend(pieces(function));
        }
        Ok(curves)
    }

    /// The axis of a function and its first piece.
    pub(crate) fn of(&self, function: u32) -> Option<(u16, u32)> {
        self.of.get(function as usize).copied()
    }
}

/// One piece more than there are points: before the first, between each two, after the last.
fn pieces(function: &DamageFunction) -> Vec<Piece> {
    let (xs, degree) = (function.intensity(), function.degree());
    let share = |at: usize| function.affected().map_or(1.0, |shares| shares[at]);
    let mut pieces = vec![Piece::constant(degree[0] * share(0))];
    for at in 1..xs.len() {
        let width = xs[at] - xs[at - 1];
        let (d0, s0) = (degree[at - 1], share(at - 1));
        if width > 0.0 {
            let (d1, s1) = ((degree[at] - d0) / width, (share(at) - s0) / width);
            pieces.push(Piece { from: xs[at - 1], constant: d0 * s0, slope: d0 * s1 + d1 * s0, square: d1 * s1 });
        } else {
            pieces.push(Piece::constant(d0 * s0));
        }
    }
    pieces.push(Piece::constant(degree[xs.len() - 1] * share(xs.len() - 1)));
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same_everywhere(function: &DamageFunction) {
        let curves = Curves::new(std::slice::from_ref(function)).unwrap();
        let ends = (function.intensity()[0], function.intensity().last().unwrap());
        let between = (0..=1000).map(|i| ends.0 + (ends.1 - ends.0) * f64::from(i) / 1000.0);
        let near = function.intensity().iter().flat_map(|&x| [x, x.next_up(), x.next_down()]);
        for intensity in between.chain(near).chain([0.0, -3.0, 1e300, f64::MIN_POSITIVE]) {
            let found = curves.pieces[curves.axes[0].position(intensity)].ratio(intensity);
            let expected = function.ratio(intensity);
            assert!((found - expected).abs() <= 1e-12 * expected.max(1e-3), "{intensity}: {found} {expected}");
        }
    }

    #[test]
    fn a_prepared_function_is_the_function() {
        let function = |xs: &[f64], ys: &[f64]| DamageFunction::new("f", xs.to_vec(), ys.to_vec()).unwrap();
        same_everywhere(&function(&[0.5], &[0.3]));
        same_everywhere(&function(&[0.0, 1.0, 3.0], &[0.0, 0.5, 1.0]));
        same_everywhere(&function(&[0.5, 1.0, 1.0, 2.0], &[0.1, 0.2, 0.6, 1.0]));
        same_everywhere(&function(&[0.0, 1.0, 1.0 + 1e-9, 1.0 + 2e-9, 1e6], &[0.0, 0.1, 0.3, 0.5, 1.0]));
        same_everywhere(&function(&[2.0, 2.0], &[0.0, 1.0]));
        let xs: Vec<f64> = (0..30).map(|i| 6.0 * f64::from(i) / 29.0).collect();
        same_everywhere(&function(&xs, &xs.iter().map(|x| (x / 6.0).sqrt()).collect::<Vec<_>>()));
    }

    #[test]
    fn a_degree_and_a_share_make_a_square() {
        let function = DamageFunction::new("f", vec![0.0, 2.0, 5.0], vec![0.1, 0.9, 0.4]).unwrap();
        same_everywhere(&function.with_affected(vec![0.0, 0.3, 1.0]).unwrap());
    }

    #[test]
    fn functions_with_the_same_intensities_share_an_axis() {
        let function = |xs: [f64; 2], y: f64| DamageFunction::new("f", xs.to_vec(), vec![0.0, y]).unwrap();
        let curves =
            Curves::new(&[function([0.0, 1.0], 1.0), function([0.0, 2.0], 1.0), function([0.0, 1.0], 0.5)]).unwrap();
        assert_eq!(curves.axes.len(), 2);
        assert_eq!([0, 1, 2, 3].map(|f| curves.of(f)), [Some((0, 0)), Some((1, 3)), Some((0, 6)), None]);
    }
}
