//! Match keys by number: how many rows share a key, and which keys matter. Packed into bytes, so that they travel as arguments,
//! and searched in place.
//!
//! ```text
//! counts = nothing | bits:u32 end:u32{2^bits} (key:u32 rows:u32)*     (ascending by key)
//! filter = nothing | least:u32 scale:u64 bit*
//! ```
//! Keys are hashes. The first `bits` bits of a key divide the counts into groups of a few, and `end` says where each group ends.
//! A key's bit in a filter stands at (key − least) · scale / 2³².

use crate::record::read_u32;
use std::cmp::Ordering;

/// Rows that are reckoned with for a key which few share.
pub const RARE: u32 = 2;
/// Counts in a group, on average.
const GROUP: usize = 4;
/// Most bits that divide the keys: a directory of this size still fits into a core's own cache.
const MOST_BITS: u32 = 17;
/// Bits of a filter for each of its keys: at least one in so many of the other keys passes as well.
const BITS_PER_KEY: std::ops::RangeInclusive<u64> = 16..=1024;
/// Bits of a filter from which it has no more of them for each key than it must: half a megabyte.
const MANY_BITS: u64 = 1 << 22;

/// How many rows share a key, for keys shared by more than a few.
#[derive(Clone, Copy)]
pub struct Counts<'a> {
    bits: u32,
    ends: &'a [u8],
    entries: &'a [u8],
}

impl<'a> Counts<'a> {
    /// Those in `packed`.
    pub fn new(packed: &'a [u8]) -> Counts<'a> {
        let parts = || {
            let (bits, rest) = packed.split_at_checked(4)?;
            let bits = Some(read_u32(bits)).filter(|bits| *bits <= MOST_BITS)?;
            let (ends, entries) = rest.split_at_checked(4 << bits)?;
            Some(Counts { bits, ends, entries })
        };
        parts().unwrap_or(Counts { bits: 0, ends: &[], entries: &[] })
    }

    /// Rows under `key`; what is not listed is [`RARE`].
    pub fn get(&self, key: u32) -> u32 {
        self.find(key).unwrap_or(RARE)
    }

    /// All keys with their rows.
    pub fn iter(&self) -> impl Iterator<Item = (u32, u32)> + 'a {
        self.entries.chunks_exact(8).map(|entry| (read_u32(&entry[..4]), read_u32(&entry[4..])))
    }

    /// Packs counts that are ascending by key.
    pub fn pack(counts: &[(u32, u32)]) -> Vec<u8> {
        let bits = (counts.len() / GROUP).max(1).ilog2().min(MOST_BITS);
        let mut packed = Vec::with_capacity((4 << bits) + counts.len() * 8 + 4);
        packed.extend(bits.to_le_bytes());
        let mut end = 0;
        for own in 0..1 << bits {
            end += counts[end..].iter().take_while(|(key, _)| group(*key, bits) <= own).count();
            packed.extend((end as u32).to_le_bytes());
        }
        counts.iter().for_each(|(key, rows)| packed.extend([key.to_le_bytes(), rows.to_le_bytes()].as_flattened()));
        packed
    }

    fn find(&self, key: u32) -> Option<u32> {
        let group = group(key, self.bits);
        let end = |group: usize| self.ends.get(group * 4..group * 4 + 4).map(|end| read_u32(end) as usize);
        let (start, end) = (group.checked_sub(1).map_or(Some(0), end)?, end(group)?);
        for entry in self.entries.get(start * 8..end * 8)?.chunks_exact(8) {
            match read_u32(&entry[..4]).cmp(&key) {
                Ordering::Less => {}
                Ordering::Equal => return Some(read_u32(&entry[4..])),
                Ordering::Greater => return None,
            }
        }
        None
    }
}

/// The group that a key belongs to.
fn group(key: u32, bits: u32) -> usize {
    key.checked_shr(u32::BITS - bits).unwrap_or(0) as usize
}

/// A set of keys that lets a few others pass, found by looking at one bit.
#[derive(Clone, Copy)]
pub struct KeyFilter<'a> {
    least: u32,
    scale: u64,
    bits: &'a [u8],
}

impl<'a> KeyFilter<'a> {
    /// That in `packed`.
    pub fn new(packed: &'a [u8]) -> KeyFilter<'a> {
        let parts = || {
            let (least, rest) = packed.split_at_checked(4)?;
            let (scale, bits) = rest.split_first_chunk::<8>()?;
            Some(KeyFilter { least: read_u32(least), scale: u64::from_le_bytes(*scale), bits })
        };
        parts().unwrap_or(KeyFilter { least: 0, scale: 0, bits: &[] })
    }

    /// Whether the key passes: all keys of the set do, and few others.
    pub fn passes(&self, key: u32) -> bool {
        let place = key.checked_sub(self.least).map(|distance| place(distance, self.scale));
        place.and_then(|place| self.bits.get(place / 8).map(|byte| byte >> (place % 8) & 1 == 1)).unwrap_or(false)
    }

    /// Packs keys that are ascending.
    pub fn pack(keys: &[u32]) -> Vec<u8> {
        let (Some(least), Some(most)) = (keys.first().copied(), keys.last().copied()) else { return Vec::new() };
        let bits = (MANY_BITS / keys.len() as u64).clamp(*BITS_PER_KEY.start(), *BITS_PER_KEY.end()) * keys.len() as u64;
        let scale = (bits << 32) / (u64::from(most - least) + 1);
        let mut packed = vec![0; 12 + place(most - least, scale) / 8 + 1];
        packed[..4].copy_from_slice(&least.to_le_bytes());
        packed[4..12].copy_from_slice(&scale.to_le_bytes());
        for key in keys {
            let place = place(key - least, scale);
            packed[12 + place / 8] |= 1 << (place % 8);
        }
        packed
    }
}

fn place(distance: u32, scale: u64) -> usize {
    ((u128::from(distance) * u128::from(scale)) >> 32) as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn keys() -> impl Strategy<Value = u32> {
        prop_oneof![any::<u32>(), 0u32..300, u32::MAX - 9..=u32::MAX]
    }

    proptest! {
        #[test]
        fn every_key_is_found(counts in proptest::collection::btree_map(keys(), 5u32..1000, 0..200), other in keys()) {
            let packed = Counts::pack(&counts.clone().into_iter().collect::<Vec<_>>());
            let filter = KeyFilter::pack(&counts.keys().copied().collect::<Vec<_>>());
            for (key, rows) in &counts {
                prop_assert_eq!(Counts::new(&packed).get(*key), *rows);
                prop_assert!(KeyFilter::new(&filter).passes(*key));
            }
            prop_assert_eq!(Counts::new(&packed).get(other), counts.get(&other).copied().unwrap_or(RARE));
            prop_assert_eq!(Counts::new(&packed).iter().collect::<BTreeMap<_, _>>(), counts);
        }

        #[test]
        fn any_bytes_are_searched_without_panic(bytes in proptest::collection::vec(any::<u8>(), 0..100), bits in 0u8..20, key in any::<u32>()) {
            let bytes = [&[bits, 0, 0, 0][..], &bytes].concat();
            Counts::new(&bytes).get(key);
            Counts::new(&bytes[4..]).get(key);
            KeyFilter::new(&bytes).passes(key);
            KeyFilter::new(&bytes[4..]).passes(key);
        }
    }

    #[test]
    fn few_others_pass() {
        let keys: Vec<u32> =
            (0..10_000u32).map(|n| n.wrapping_mul(2_654_435_769)).collect::<std::collections::BTreeSet<_>>().into_iter().collect();
        let filter = KeyFilter::pack(&keys);
        let others = (10_000..110_000u32).map(|n| n.wrapping_mul(2_654_435_769)).filter(|key| KeyFilter::new(&filter).passes(*key)).count();
        assert!(others < 1_000, "{others} of 100000");
        assert!(!KeyFilter::new(&KeyFilter::pack(&[])).passes(0));
    }
}
