//! Choice by weight.

use crate::rng::Rng;

/// Items with weights.
pub struct Weighted<T> {
    items: Vec<T>,
    sums: Vec<u64>,
}

impl<T> Weighted<T> {
    pub fn new(weighted: impl IntoIterator<Item = (T, u64)>) -> Self {
        let mut sum = 0;
        let (items, sums) = weighted
            .into_iter()
            .map(|(item, weight)| {
                sum += weight;
                (item, sum)
            })
            .unzip();
        Weighted { items, sums }
    }

    /// Weights that fall with the rank, Zipf-like: the first of a hundred comes up about eight times as often as the last.
    pub fn by_rank(items: impl IntoIterator<Item = T>) -> Self {
        Self::new(items.into_iter().enumerate().map(|(rank, item)| (item, 1_000_000 / (rank as u64 + 14))))
    }

    pub fn pick(&self, rng: &mut Rng) -> &T {
        let at = rng.below(*self.sums.last().unwrap_or(&0));
        &self.items[self.sums.partition_point(|sum| *sum <= at)]
    }

    #[cfg(test)]
    pub fn len(&self) -> usize {
        self.items.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::Purpose;

    #[test]
    fn the_first_rank_comes_up_most_and_the_last_still_does() {
        let ranks = Weighted::by_rank(0..100);
        let mut rng = Rng::new(1, Purpose::World, 0);
        let mut seen = [0u32; 100];
        for _ in 0..50_000 {
            seen[*ranks.pick(&mut rng)] += 1;
        }
        assert!(seen[0] > 6 * seen[99] && seen[99] > 100, "{} and {}", seen[0], seen[99]);
    }
}
