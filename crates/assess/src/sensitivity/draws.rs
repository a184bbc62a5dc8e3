use crate::composite::CompositeError;

/// Where points of the unit cube come from; the same seed gives the same points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Draws {
    sequence: Sequence,
    seed: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sequence {
    OwenSobol,
    Random,
}

/// Points that the Sobol sequence in use can give.
const SOBOL_POINTS: usize = 1 << 16;
/// Dimensions in which one sequence is even; beyond them another, independent one starts.
const SOBOL_DIMENSIONS: usize = 256;

impl Draws {
    /// Sobol points (direction numbers of Joe and Kuo) with Owen scrambling, at most 65,536: far closer than random points of
    /// the same number, best in powers of two.
    #[must_use]
    pub fn owen_sobol(seed: u64) -> Self {
        Self { sequence: Sequence::OwenSobol, seed }
    }

    /// Pseudo-random points, one `SplitMix64` stream for every draw.
    #[must_use]
    pub fn random(seed: u64) -> Self {
        Self { sequence: Sequence::Random, seed }
    }

    /// The seed.
    #[must_use]
    pub fn seed(self) -> u64 {
        self.seed
    }

    /// The coordinates of one draw, each in 0..1 without 1. A Sobol draw beyond the last starts anew.
    pub fn point(self, draw: usize, to: &mut [f64]) {
        match self.sequence {
            Sequence::Random => {
                let mut state = mixed(self.seed ^ mixed(draw as u64 + 1));
                for x in to {
                    *x = uniform(&mut state);
                }
            }
            Sequence::OwenSobol => {
                for (part, to) in to.chunks_mut(SOBOL_DIMENSIONS).enumerate() {
                    let seed = mixed(self.seed ^ mixed(part as u64));
                    sobol(draw, seed, to);
                }
            }
        }
    }

    pub(super) fn check(self, draws: usize, most: usize) -> Result<(), CompositeError> {
        let most = if self.sequence == Sequence::OwenSobol { most.min(SOBOL_POINTS) } else { most };
        if (2..=most).contains(&draws) {
            Ok(())
        } else {
            Err(CompositeError::WrongNumberOfDraws { draws, fewest: 2, most })
        }
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "the draw is below 2^16, the dimension below 256, and half the seed will do"
)]
fn sobol(draw: usize, seed: u64, to: &mut [f64]) {
    for (four, to) in to.chunks_mut(4).enumerate() {
        let found = sobol_burley::sample_4d((draw % SOBOL_POINTS) as u32, four as u32, seed as u32);
        to.iter_mut().zip(found).for_each(|(to, x)| *to = f64::from(x));
    }
}

/// A stream of numbers that hangs on one coordinate of a draw: one input that stands for the errors of a whole column.
pub(crate) struct Stream(u64);

impl Stream {
    pub(crate) fn of(coordinate: f64, column: usize) -> Self {
        Self(mixed(coordinate.to_bits() ^ mixed(column as u64)))
    }

    /// The next number in 0..1.
    pub(crate) fn uniform(&mut self) -> f64 {
        uniform(&mut self.0)
    }
}

/// The next number of a `SplitMix64` stream (Steele, Lea and Flood 2014), as 53 bits in 0..1.
fn uniform(state: &mut u64) -> f64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    #[expect(clippy::cast_precision_loss, reason = "53 bits are exact")]
    let bits = (finished(*state) >> 11) as f64;
    bits * (1.0 / 9_007_199_254_740_992.0)
}

fn mixed(seed: u64) -> u64 {
    finished(seed.wrapping_add(0x9e37_79b9_7f4a_7c15))
}

fn finished(z: u64) -> u64 {
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splitmix_gives_its_published_first_number() {
        // seed 1234567, first output, in the reference implementation of Vigna
        assert_eq!(mixed(1_234_567), 6_457_827_717_110_365_317);
    }

    #[test]
    fn points_fill_the_cube_evenly_in_many_dimensions() {
        for draws in [Draws::owen_sobol(3), Draws::random(3)] {
            let mut means = vec![0.0; 600];
            let mut point = vec![0.0; 600];
            for draw in 0..1024 {
                draws.point(draw, &mut point);
                assert!(point.iter().all(|x| (0.0..1.0).contains(x)));
                means.iter_mut().zip(&point).for_each(|(mean, x)| *mean += x / 1024.0);
            }
            assert!(means.iter().all(|mean| (mean - 0.5).abs() < 0.05));
        }
    }

    #[test]
    fn another_seed_gives_other_points() {
        for of in [Draws::owen_sobol, Draws::random] {
            let (mut one, mut other) = ([0.0; 3], [0.0; 3]);
            of(1).point(5, &mut one);
            of(2).point(5, &mut other);
            assert!(one.iter().zip(&other).all(|(a, b)| (a - b).abs() > 1e-9));
        }
    }
}
