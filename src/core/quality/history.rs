//! Whether a figure has dropped beyond its normal variation.

/// Earlier changes that are looked at.
pub const CHANGES: usize = 12;
/// Changes from which on they say what is normal.
const ENOUGH: usize = 4;
/// The smallest drop worth a person's time.
const SMALLEST: f64 = 0.005;
/// What a drop must exceed while little is known.
const UNKNOWN: f64 = 0.03;
/// How many standard deviations are normal.
const DEVIATIONS: f64 = 3.0;

/// The drop from which on a figure raises an alert, given its earlier values, oldest first: three standard deviations of its
/// last changes, and at least half a point; three points while fewer than four changes are known.
pub fn largest_normal_drop(earlier: &[f64]) -> f64 {
    let changes: Vec<f64> = earlier.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let changes = &changes[changes.len().saturating_sub(CHANGES)..];
    if changes.len() < ENOUGH {
        return UNKNOWN;
    }
    let mean = changes.iter().sum::<f64>() / changes.len() as f64;
    let variance = changes.iter().map(|change| (change - mean).powi(2)).sum::<f64>() / (changes.len() - 1) as f64;
    (DEVIATIONS * variance.sqrt() - mean.min(0.0)).max(SMALLEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_normal_depends_on_the_past() {
        assert_eq!(largest_normal_drop(&[]), UNKNOWN);
        assert_eq!(largest_normal_drop(&[0.9, 0.8, 0.9]), UNKNOWN);
        assert_eq!(largest_normal_drop(&[0.9; 20]), SMALLEST);
        let restless = largest_normal_drop(&[0.9, 0.95, 0.9, 0.95, 0.9, 0.95]);
        assert!((0.15..0.2).contains(&restless), "{restless}");
        // Only the last changes count.
        let calm: Vec<f64> = [0.1, 0.9, 0.1].into_iter().chain([0.9; 14]).collect();
        assert_eq!(largest_normal_drop(&calm), SMALLEST);
    }
}
