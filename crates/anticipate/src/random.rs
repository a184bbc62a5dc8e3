//! Random numbers: one `ChaCha` stream a place, so that the digits do not depend on the number of threads or on other places.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// Random numbers of one place.
pub(crate) struct Stream(ChaCha8Rng);

impl Stream {
    /// The stream of a name under a seed: the name's FNV-1a hash is the stream's number.
    pub fn of(seed: u64, name: &str) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let hash = name
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
        rng.set_stream(hash);
        Self(rng)
    }

    /// A number from 0 to `below`, without it; 0 where `below` is 0. Lemire 2019, "Fast random integer generation in an interval", ACM
    /// TOMACS 29(1), without the rejection: off by less than 2^-32 for the sizes used here.
    pub fn below(&mut self, below: u32) -> u32 {
        let wide = u64::from(self.0.next_u32()) * u64::from(below);
        u32::try_from(wide >> 32).unwrap_or(0)
    }

    /// A number from 0 to 1, without 1, in steps of 2^-53.
    pub fn unit(&mut self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "53 bits fit exactly")]
        let bits = (self.0.next_u64() >> 11) as f64;
        bits * (1.0 / 9_007_199_254_740_992.0)
    }

    /// Puts a list in random order (Fisher and Yates).
    pub fn shuffle<T>(&mut self, list: &mut [T]) {
        for at in (1..list.len()).rev() {
            let other = self.below(u32::try_from(at + 1).unwrap_or(u32::MAX));
            list.swap(at, usize::try_from(other).unwrap_or(0));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_its_own_stream_and_a_seed_its_own_numbers() {
        let first = |seed, name| Stream::of(seed, name).unit().to_bits();
        assert_eq!(first(1, "ward:1"), first(1, "ward:1"));
        assert_ne!(first(1, "ward:1"), first(1, "ward:2"));
        assert_ne!(first(1, "ward:1"), first(2, "ward:1"));
    }

    #[test]
    fn numbers_stay_below_and_reach_all() {
        let mut stream = Stream::of(7, "x");
        let mut seen = [0_u32; 6];
        (0..6_000).for_each(|_| seen[stream.below(6) as usize] += 1);
        assert!(seen.iter().all(|n| (850..1_150).contains(n)), "{seen:?}");
        assert_eq!(stream.below(0), 0);
    }
}
