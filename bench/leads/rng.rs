//! Pseudo-random numbers that are the same on every machine: SplitMix64 (Steele, Lea, Flood 2014), integers only.
//!
//! A stream is named by the seed, a purpose and an index, so that entity 17 can be made again at any time without the sixteen before it.

/// A stream of numbers.
#[derive(Clone)]
pub struct Rng(u64);

/// What a stream is for: two purposes never share numbers.
#[derive(Clone, Copy)]
pub enum Purpose {
    Plan = 1,
    Entity,
    Twin,
    Company,
    Row,
    World,
}

fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

impl Rng {
    pub fn new(seed: u64, purpose: Purpose, index: u64) -> Rng {
        let named = mix(seed.wrapping_add(0x9E37_79B9_7F4A_7C15)) ^ mix((purpose as u64) << 56 | 0x5DEE_CE66);
        Rng(mix(named.wrapping_add(index.wrapping_mul(0xD134_2543_DE82_EF95))))
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        mix(self.0)
    }

    /// 0 to n - 1; 0 when n is 0.
    pub fn below(&mut self, n: u64) -> u64 {
        ((u128::from(self.next()) * u128::from(n)) >> 64) as u64
    }

    pub fn between(&mut self, low: u64, high: u64) -> u64 {
        low + self.below(high - low + 1)
    }

    /// True in `n` of a thousand cases.
    pub fn permille(&mut self, n: u64) -> bool {
        self.below(1000) < n
    }

    pub fn one<T: Copy>(&mut self, items: &[T]) -> T {
        items[self.below(items.len() as u64) as usize]
    }

    /// An index, each with its weight.
    pub fn weighted(&mut self, weights: &[u64]) -> usize {
        let mut at = self.below(weights.iter().sum());
        for (index, weight) in weights.iter().enumerate() {
            if at < *weight {
                return index;
            }
            at -= weight;
        }
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_repeat_and_differ() {
        let numbers = |seed, purpose, index| {
            let mut rng = Rng::new(seed, purpose, index);
            [rng.next(), rng.next(), rng.next()]
        };
        assert_eq!(numbers(1, Purpose::Entity, 17), numbers(1, Purpose::Entity, 17));
        assert_ne!(numbers(1, Purpose::Entity, 17), numbers(2, Purpose::Entity, 17));
        assert_ne!(numbers(1, Purpose::Entity, 17), numbers(1, Purpose::Row, 17));
        assert_ne!(numbers(1, Purpose::Entity, 17), numbers(1, Purpose::Entity, 18));
    }

    #[test]
    fn below_reaches_every_value_and_no_other() {
        let mut rng = Rng::new(1, Purpose::Plan, 0);
        let mut seen = [0u32; 10];
        for _ in 0..10_000 {
            seen[rng.below(10) as usize] += 1;
        }
        assert!(seen.iter().all(|n| (800..1200).contains(n)), "{seen:?}");
        assert_eq!(rng.below(0), 0);
    }

    #[test]
    fn weights_are_kept() {
        let mut rng = Rng::new(1, Purpose::Plan, 0);
        let heavy = (0..10_000).filter(|_| rng.weighted(&[1, 9]) == 1).count();
        assert!((8800..9200).contains(&heavy), "{heavy}");
    }
}
