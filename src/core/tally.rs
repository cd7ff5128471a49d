//! Match keys by number: how many rows share a key, and which keys are in a set. Packed into bytes, so that they travel as
//! arguments, and searched in place.
//!
//! ```text
//! packed    = nothing | bits:u32 end:u32{2^bits} entry*     (entries ascending by key)
//! entry     = key:u32 rows:u32 | key:u32
//! ```
//! Keys are hashes: their first `bits` bits divide them into groups of a few, and `end` says where each group ends.

use crate::record::read_u32;
use std::cmp::Ordering;

/// Rows that are reckoned with for a key which few share.
pub const RARE: u32 = 2;
/// Entries in a group, on average.
const GROUP: usize = 4;
/// Most bits that divide the keys: a directory of this size still fits into a core's own cache.
const MOST_BITS: u32 = 17;

/// How many rows share a key, for keys shared by more than a few.
#[derive(Clone, Copy)]
pub struct Counts<'a>(Table<'a, 8>);

impl<'a> Counts<'a> {
    /// Those in `packed`.
    pub fn new(packed: &'a [u8]) -> Counts<'a> {
        Counts(Table::new(packed))
    }

    /// Rows under `key`; what is not listed is [`RARE`].
    pub fn get(&self, key: u32) -> u32 {
        self.0.find(key).and_then(|entry| entry.get(4..)).map_or(RARE, read_u32)
    }

    /// All keys with their rows.
    pub fn iter(&self) -> impl Iterator<Item = (u32, u32)> + 'a {
        self.0.entries.chunks_exact(8).map(|entry| (read_u32(&entry[..4]), read_u32(&entry[4..])))
    }

    /// Packs counts that are ascending by key.
    pub fn pack(counts: &[(u32, u32)]) -> Vec<u8> {
        pack(counts, |(key, _)| *key, |(key, rows)| [key.to_le_bytes(), rows.to_le_bytes()].concat())
    }
}

/// A set of keys.
#[derive(Clone, Copy)]
pub struct KeySet<'a>(Table<'a, 4>);

impl<'a> KeySet<'a> {
    /// That in `packed`.
    pub fn new(packed: &'a [u8]) -> KeySet<'a> {
        KeySet(Table::new(packed))
    }

    /// Whether the key is in it.
    pub fn contains(&self, key: u32) -> bool {
        self.0.find(key).is_some()
    }

    /// Packs keys that are ascending.
    pub fn pack(keys: &[u32]) -> Vec<u8> {
        pack(keys, |key| *key, |key| key.to_le_bytes())
    }
}

/// Packed entries of `WIDTH` bytes.
#[derive(Clone, Copy)]
struct Table<'a, const WIDTH: usize> {
    bits: u32,
    ends: &'a [u8],
    entries: &'a [u8],
}

impl<'a, const WIDTH: usize> Table<'a, WIDTH> {
    fn new(packed: &'a [u8]) -> Self {
        let parts = || {
            let (bits, rest) = packed.split_at_checked(4)?;
            let bits = Some(read_u32(bits)).filter(|bits| *bits <= MOST_BITS)?;
            let (ends, entries) = rest.split_at_checked(4 << bits)?;
            Some(Table { bits, ends, entries })
        };
        parts().unwrap_or(Table { bits: 0, ends: &[], entries: &[] })
    }

    fn find(&self, key: u32) -> Option<&'a [u8]> {
        let group = group(key, self.bits);
        let end = |group: usize| self.ends.get(group * 4..group * 4 + 4).map(|end| read_u32(end) as usize);
        let (start, end) = (group.checked_sub(1).map_or(Some(0), end)?, end(group)?);
        let mut entries = self.entries.get(start * WIDTH..end * WIDTH)?.chunks_exact(WIDTH);
        entries.find_map(|entry| match read_u32(&entry[..4]).cmp(&key) {
            Ordering::Less => None,
            Ordering::Equal => Some(Some(entry)),
            Ordering::Greater => Some(None),
        })?
    }
}

/// The group that a key belongs to.
fn group(key: u32, bits: u32) -> usize {
    key.checked_shr(u32::BITS - bits).unwrap_or(0) as usize
}

fn pack<T, E: AsRef<[u8]>>(sorted: &[T], key: impl Fn(&T) -> u32, entry: impl Fn(&T) -> E) -> Vec<u8> {
    let Some(first) = sorted.first() else { return Vec::new() };
    let bits = (sorted.len() / GROUP).max(1).ilog2().min(MOST_BITS);
    let mut packed = Vec::with_capacity((4 << bits) + sorted.len() * entry(first).as_ref().len() + 4);
    packed.extend(bits.to_le_bytes());
    let mut end = 0;
    for own in 0..1 << bits {
        end += sorted[end..].iter().take_while(|item| group(key(item), bits) <= own).count();
        packed.extend((end as u32).to_le_bytes());
    }
    sorted.iter().for_each(|item| packed.extend(entry(item).as_ref()));
    packed
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    proptest! {
        #[test]
        fn every_key_is_found_and_no_other(
            counts in proptest::collection::btree_map(prop_oneof![any::<u32>(), 0u32..300], 5u32..1000, 0..200), other in any::<u32>()
        ) {
            let entries: Vec<(u32, u32)> = counts.clone().into_iter().collect();
            let packed = Counts::pack(&entries);
            let keys: Vec<u32> = counts.keys().copied().collect();
            let set = KeySet::pack(&keys);
            for (key, rows) in &counts {
                prop_assert_eq!(Counts::new(&packed).get(*key), *rows);
                prop_assert!(KeySet::new(&set).contains(*key));
            }
            prop_assert_eq!(Counts::new(&packed).get(other), counts.get(&other).copied().unwrap_or(RARE));
            prop_assert_eq!(KeySet::new(&set).contains(other), counts.contains_key(&other));
            prop_assert_eq!(Counts::new(&packed).iter().collect::<BTreeMap<_, _>>(), counts);
        }

        #[test]
        fn any_bytes_are_searched_without_panic(bytes in proptest::collection::vec(any::<u8>(), 0..100), bits in 0u8..20, key in any::<u32>()) {
            let bytes = [&[bits, 0, 0, 0][..], &bytes].concat();
            Counts::new(&bytes).get(key);
            KeySet::new(&bytes).contains(key);
            KeySet::new(&bytes[4..]).contains(key);
        }
    }
}
