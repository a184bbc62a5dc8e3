//! Dice: numbers that look thrown and are always the same for one seed.

/// `SplitMix64` (Steele, Lea and Flood 2014), one stream for each purpose, so that a change in one file moves no other.
#[derive(Debug, Clone)]
pub(crate) struct Dice(u64);

impl Dice {
    pub fn new(seed: u64, purpose: &str) -> Self {
        let named = purpose
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        Self(named ^ seed.wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mixed(self.0)
    }

    /// From 0 up to, never including, 1.
    pub fn share(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1_u64 << 53) as f64
    }

    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.share()
    }

    /// A whole number from low to high, both included.
    pub fn whole(&mut self, low: i64, high: i64) -> i64 {
        (self.between(low as f64, high as f64 + 1.0).floor() as i64).min(high)
    }

    pub fn chance(&mut self, of_one: f64) -> bool {
        self.share() < of_one
    }

    pub fn pick<T: Copy, const N: usize>(&mut self, of: [T; N]) -> T {
        const { assert!(N > 0, "there is something to pick from") };
        of[(self.bits() % N as u64) as usize]
    }
}

/// The mixing step of `SplitMix64`.
pub(crate) fn mixed(bits: u64) -> u64 {
    let bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_generator_gives_the_published_numbers() {
        // First outputs of splitmix64.c by S. Vigna for the state 1234567.
        let mut dice = Dice(1_234_567);
        assert_eq!([dice.bits(), dice.bits()], [6_457_827_717_110_365_317, 3_203_168_211_198_807_973]);
    }

    #[test]
    fn throws_stay_within_their_limits_and_reach_both_ends() {
        let mut dice = Dice::new(7, "test");
        let throws: Vec<i64> = (0..1000).map(|_| dice.whole(1, 6)).collect();
        assert_eq!((throws.iter().min(), throws.iter().max()), (Some(&1), Some(&6)));
    }

    #[test]
    fn another_purpose_is_another_stream() {
        assert_ne!(Dice::new(1, "streets").bits(), Dice::new(1, "taps").bits());
        assert_ne!(Dice::new(1, "streets").bits(), Dice::new(2, "streets").bits());
    }
}
