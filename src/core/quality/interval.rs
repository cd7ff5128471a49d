//! How sure a rate is that was seen in a sample.
//!
//! Wilson's score interval with the continuity correction (Newcombe, "Two-sided confidence intervals for the single proportion",
//! Statistics in Medicine 17, 1998, method 4), which holds what it says also where the rate is near 0 or 1 and the plain
//! interval falls short. An audit tells dozens of rates at once, so each is given at 98 %: at 95 %, one or two of them would be
//! wrong in every audit.

/// Standard normal quantile of 98 %, two-sided.
const Z98: f64 = 2.326_347_874_040_841;

/// The 98 % interval of a rate seen as `rate` in `size` independent rows. All of [0, 1] where there are none.
pub fn wilson(rate: f64, size: f64) -> (f64, f64) {
    score_interval(rate, size, Z98)
}

fn score_interval(rate: f64, size: f64, z: f64) -> (f64, f64) {
    if size.is_nan() || size < 1.0 || rate.is_nan() {
        return (0.0, 1.0);
    }
    let (p, q) = (rate.clamp(0.0, 1.0), 1.0 - rate.clamp(0.0, 1.0));
    let z2 = z * z;
    let half = |sign: f64| z * (z2 - 1.0 / size + 4.0 * size * p * q + sign * (4.0 * p - 2.0)).max(0.0).sqrt() + 1.0;
    let low = (2.0 * size * p + z2 - half(1.0)) / (2.0 * (size + z2));
    let high = (2.0 * size * p + z2 + half(-1.0)) / (2.0 * (size + z2));
    // The correction is not defined at the ends, where the limit is the rate itself.
    (if p == 0.0 { 0.0 } else { low.clamp(0.0, p) }, if q == 0.0 { 1.0 } else { high.clamp(p, 1.0) })
}

/// One stratum of a sample.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stratum {
    /// Its share of all rows.
    pub share: f64,
    /// Rows looked at.
    pub size: f64,
    /// Of those, the bad ones.
    pub bad: f64,
}

/// The rate over all strata, and its interval: that of a simple sample which would be as sure.
pub fn stratified(strata: &[Stratum]) -> (f64, f64, f64) {
    let seen = || strata.iter().filter(|stratum| stratum.size > 0.0);
    let shares: f64 = seen().map(|stratum| stratum.share).sum();
    if shares <= 0.0 {
        return (0.0, 0.0, 1.0);
    }
    let rate: f64 = seen().map(|stratum| stratum.share / shares * stratum.bad / stratum.size).sum();
    // A stratum in which nothing bad was seen is not therefore known for certain: half a bad row is added to either side.
    let variance: f64 = seen()
        .map(|stratum| {
            let p = (stratum.bad + 0.5) / (stratum.size + 1.0);
            (stratum.share / shares).powi(2) * p * (1.0 - p) / stratum.size
        })
        .sum();
    let rows: f64 = seen().map(|stratum| stratum.size).sum();
    let p = (rate * rows + 0.5) / (rows + 1.0);
    let effective = (p * (1.0 - p) / variance).clamp(1.0, rows);
    let (low, high) = wilson(rate, effective);
    (rate, low, high)
}

/// How many of `wanted` rows to look at in each stratum, given their sizes: by the square root of the size, so that small strata
/// are seen as well, and never more than there are.
pub fn allocate(sizes: &[u64], wanted: u64) -> Vec<u64> {
    let mut shares: Vec<u64> = vec![0; sizes.len()];
    let mut left = wanted;
    // What a small stratum cannot give is shared out among the others.
    let mut open: Vec<usize> = (0..sizes.len()).filter(|&index| sizes[index] > 0).collect();
    while left > 0 && !open.is_empty() {
        let total: f64 = open.iter().map(|&index| (sizes[index] as f64).sqrt()).sum();
        let round = left;
        for &index in &open {
            let share = (round as f64 * (sizes[index] as f64).sqrt() / total).ceil() as u64;
            let share = share.min(sizes[index] - shares[index]).min(left);
            shares[index] += share;
            left -= share;
        }
        open.retain(|&index| shares[index] < sizes[index]);
    }
    shares
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn intervals_are_those_of_newcombe() {
        // Newcombe 1998, table I, method 4.
        for (bad, size, low, high) in
            [(81.0, 263.0, 0.2535, 0.3682), (15.0, 148.0, 0.0598, 0.1644), (0.0, 20.0, 0.0, 0.2005), (1.0, 29.0, 0.0018, 0.1963)]
        {
            let (own_low, own_high) = score_interval(bad / size, size, 1.959_963_984_540_054);
            assert!((own_low - low).abs() < 5e-5 && (own_high - high).abs() < 5e-5, "{bad}/{size}: {own_low} {own_high}");
        }
    }

    #[test]
    fn one_stratum_is_a_simple_sample() {
        let (rate, low, high) = stratified(&[Stratum { share: 1.0, size: 100.0, bad: 7.0 }]);
        assert_eq!((rate, low, high), (0.07, wilson(0.07, 100.0).0, wilson(0.07, 100.0).1));
    }

    #[test]
    fn small_strata_are_seen() {
        assert_eq!(allocate(&[1_000_000, 10_000, 100, 3, 0], 1000), [900, 90, 9, 1, 0]);
        assert_eq!(allocate(&[5, 5], 100), [5, 5]);
        assert_eq!(allocate(&[], 100), [0; 0]);
    }

    proptest! {
        #[test]
        fn intervals_hold_their_rate(bad in 0u32..1000, more in 0u32..1000) {
            let size = f64::from(bad + more);
            let rate = if size > 0.0 { f64::from(bad) / size } else { 0.0 };
            let (low, high) = wilson(rate, size);
            prop_assert!(0.0 <= low && low <= rate && rate <= high && high <= 1.0);
        }

        #[test]
        fn no_more_is_allocated_than_wanted_or_there(sizes in proptest::collection::vec(0u64..100_000, 0..20), wanted in 0u64..50_000) {
            let shares = allocate(&sizes, wanted);
            prop_assert!(shares.iter().zip(&sizes).all(|(share, size)| share <= size));
            prop_assert_eq!(shares.iter().sum::<u64>(), wanted.min(sizes.iter().sum()));
        }
    }
}
