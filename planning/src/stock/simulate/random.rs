//! Random numbers from a seed.

use crate::convert::whole_usize;

/// SplitMix64: a counter, mixed. Source: Steele, Lea & Flood, "Fast Splittable Pseudorandom Number Generators",
/// OOPSLA 2014; it passes BigCrush.
#[derive(Clone, Debug)]
pub(super) struct Random {
    state: u64,
}

impl Random {
    /// `stream` separates draws for different purposes under one seed.
    pub(super) fn new(seed: u64, stream: u64) -> Self {
        let mut random = Random { state: seed };
        random.state = random.next() ^ stream;
        random
    }

    fn next(&mut self) -> u64 {
        let mixed = split_mix(self.state);
        self.state = self.state.wrapping_add(STEP);
        mixed
    }

    /// Uniform in (0, 1), never at an end.
    pub(super) fn uniform(&mut self) -> f64 {
        ((self.next() >> 12) as f64 + 0.5) / (1u64 << 52) as f64
    }

    /// Uniform in 0 … `count` − 1.
    pub(super) fn index(&mut self, count: usize) -> usize {
        whole_usize(self.uniform() * count as f64).min(count - 1)
    }
}

/// The step of the counter.
const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

/// The number of SplitMix64 that follows a state: evenly spread over all numbers, for a seed from which others follow.
pub fn split_mix(state: u64) -> u64 {
    let mut mixed = state.wrapping_add(STEP);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

#[cfg(test)]
mod tests {
    use super::Random;

    #[test]
    fn the_published_sequence() {
        // From seed 1234567: https://rosettacode.org/wiki/Pseudo-random_numbers/Splitmix64
        let mut random = Random { state: 1_234_567 };
        let expected = [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423];
        assert_eq!([random.next(), random.next(), random.next()], expected);
    }
}
