//! The pairs of a block that are worth keeping, packed: most blocks have none, and the others a few.
//!
//! ```text
//! pair = a:text b:text decision:text rule:text levels:i64 weight:f64      (rule: empty where none decided)
//! ```

use crate::model::Decision;
use crate::record::{read_text, write_text};
use crate::score::Pair;

/// Adds a pair to `packed`.
pub fn push(packed: &mut Vec<u8>, pair: &Pair) {
    for text in [pair.a, pair.b, pair.decision.name(), pair.rule.unwrap_or_default()] {
        write_text(packed, text);
    }
    packed.extend(pair.levels.to_le_bytes());
    packed.extend(pair.weight.to_le_bytes());
}

/// The pairs in `packed`, up to the first byte that belongs to none.
pub fn read(mut packed: &[u8]) -> impl Iterator<Item = Pair<'_>> {
    std::iter::from_fn(move || {
        let [a, b] = [read_text(&mut packed)?, read_text(&mut packed)?];
        let decision = Decision::find(read_text(&mut packed)?)?;
        let rule = Some(read_text(&mut packed)?).filter(|rule| !rule.is_empty());
        let (levels, rest) = packed.split_first_chunk()?;
        let (weight, rest) = rest.split_first_chunk()?;
        packed = rest;
        Some(Pair { a, b, levels: i64::from_le_bytes(*levels), weight: f64::from_le_bytes(*weight), decision, rule })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_packed_is_read_back(pairs in proptest::collection::vec((".{0,200}", ".{0,9}", any::<i64>(), -99.0..99.0, any::<bool>(), proptest::option::of(".{1,9}")), 0..9)) {
            let pairs: Vec<Pair> = pairs
                .iter()
                .map(|(a, b, levels, weight, sure, rule)| {
                    let decision = if *sure { Decision::Duplicate } else { Decision::Review };
                    Pair { a, b, levels: *levels, weight: *weight, decision, rule: rule.as_deref() }
                })
                .collect();
            let mut packed = Vec::new();
            pairs.iter().for_each(|pair| push(&mut packed, pair));
            prop_assert_eq!(read(&packed).collect::<Vec<_>>(), pairs);
        }

        #[test]
        fn any_bytes_are_read_without_panic(bytes in proptest::collection::vec(any::<u8>(), 0..100)) {
            read(&bytes).count();
        }
    }
}
