//! Cheap bounded similarity of short texts: no allocation, no matrix.

/// Whether `a` and `b` differ by at most one slip: a character more, less or other, or two swapped.
pub fn within_one(a: &str, b: &str) -> bool {
    if a.len().abs_diff(b.len()) > 4 {
        return false;
    }
    let (mut left, mut right) = (a.chars(), b.chars());
    loop {
        let (before_left, before_right) = (left.clone(), right.clone());
        match (left.next(), right.next()) {
            (Some(x), Some(y)) if x == y => {}
            (None, None) => return true,
            _ => {
                (left, right) = (before_left, before_right);
                break;
            }
        }
    }
    loop {
        let (before_left, before_right) = (left.clone(), right.clone());
        match (left.next_back(), right.next_back()) {
            (Some(x), Some(y)) if x == y => {}
            _ => {
                (left, right) = (before_left, before_right);
                break;
            }
        }
    }
    match (left.next(), left.next(), left.next(), right.next(), right.next(), right.next()) {
        (_, None, _, _, None, _) => true,
        (Some(p), Some(q), None, Some(x), Some(y), None) => p == y && q == x,
        _ => false,
    }
}

/// Which pairs of neighbouring bytes a text holds, as a set of 512: spaces do not count, so words may be
/// split, joined and moved without losing much.
#[derive(Debug, Clone, Copy, Default)]
pub struct Pairs([u64; 8]);

impl Pairs {
    /// The pairs of `parts`, one after the other.
    pub fn of(parts: &[&str]) -> Self {
        let mut pairs = Pairs::default();
        for part in parts {
            let mut last = 0_u32;
            for byte in part.bytes().filter(|byte| *byte != b' ') {
                let code = u32::from(byte);
                if last != 0 {
                    let hash = (last << 8 | code).wrapping_mul(0x9e37_79b1) >> 23;
                    if let Some(word) = pairs.0.get_mut(hash as usize / 64) {
                        *word |= 1 << (hash % 64);
                    }
                }
                last = code;
            }
        }
        pairs
    }

    /// How many pairs it holds.
    pub fn count(&self) -> u32 {
        self.0.iter().map(|word| word.count_ones()).sum()
    }

    /// How many pairs both hold.
    pub fn shared(&self, other: &Pairs) -> u32 {
        self.0.iter().zip(other.0).map(|(a, b)| (a & b).count_ones()).sum()
    }

    /// Dice's coefficient in percent: twice the shared pairs by all pairs.
    pub fn dice(&self, other: &Pairs) -> u32 {
        (200 * self.shared(other)).checked_div(self.count() + other.count()).unwrap_or(0)
    }

    /// The share of the smaller set that the larger holds too, in percent.
    pub fn overlap(&self, other: &Pairs) -> u32 {
        (100 * self.shared(other)).checked_div(self.count().min(other.count())).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_slip() {
        let near = [
            ("", ""),
            ("a", ""),
            ("avenue", "aveune"),
            ("drive", "drrive"),
            ("london", "lonon"),
            ("解放路", "解放璐"),
            ("软件园", "软园"),
            ("ab", "ba"),
        ];
        for (a, b) in near {
            assert!(within_one(a, b) && within_one(b, a), "{a} {b}");
        }
        for (a, b) in [("abc", "acd"), ("abcd", "badc"), ("", "ab"), ("建设路", "解放路"), ("aab", "bba")] {
            assert!(!within_one(a, b) && !within_one(b, a), "{a} {b}");
        }
    }

    #[test]
    fn pairs_survive_splitting() {
        let a = Pairs::of(&["telemon orchards corio"]);
        let b = Pairs::of(&["telemonorchards cori"]);
        assert!(a.dice(&b) > 85 && a.overlap(&b) > 95);
        assert!(a.dice(&Pairs::of(&["sinclair street pinda"])) < 20);
        assert_eq!(Pairs::default().dice(&Pairs::default()), 0);
    }
}
