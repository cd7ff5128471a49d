//! Where the records are that have a key: what a reader of some records of very many looks up first.
//!
//! ```text
//! chunk = (key:u32 place)*      (ascending by key)
//! place = block:u32 offset:u16
//! keys  = key:u32*              (ascending)
//! ```

/// Entries of a chunk: four chunks lie on a page, neither compressed nor moved out of line.
pub const CHUNK: usize = 190;
/// Bytes of a key.
const KEY: usize = 4;
/// Bytes of a place.
const PLACE: usize = 6;
const ENTRY: usize = KEY + PLACE;

/// A record's place in its table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The page.
    pub block: u32,
    /// Its item on the page.
    pub offset: u16,
}

/// Packs keys, which are ascending, with the places of their records.
pub fn pack(entries: impl Iterator<Item = (u32, Place)>) -> Vec<u8> {
    let mut chunk = Vec::with_capacity(CHUNK * ENTRY);
    for (key, place) in entries {
        chunk.extend(key.to_le_bytes());
        chunk.extend(place.block.to_le_bytes());
        chunk.extend(place.offset.to_le_bytes());
    }
    chunk
}

/// Packs keys, which are ascending.
pub fn pack_keys(keys: &[u32]) -> Vec<u8> {
    keys.iter().flat_map(|key| key.to_le_bytes()).collect()
}

/// Adds the places of those of these keys that are in a chunk.
pub fn find(chunk: &[u8], keys: &[u8], found: &mut Vec<u8>) {
    let (entries, keys) = (chunk.as_chunks::<ENTRY>().0, keys.as_chunks::<KEY>().0);
    let (Some(first), Some(last)) = (entries.first().map(key), entries.last().map(key)) else { return };
    let wanted = keys.iter().map(|wanted| u32::from_le_bytes(*wanted));
    let next = keys.partition_point(|wanted| u32::from_le_bytes(*wanted) < first);
    for wanted in wanted.skip(next).take_while(|wanted| *wanted <= last) {
        let next = entries.partition_point(|entry| key(entry) < wanted);
        found.extend(entries[next..].iter().take_while(|entry| key(entry) == wanted).flat_map(|entry| &entry[KEY..]));
    }
}

/// The places that [`find`] found.
pub fn places(found: &[u8]) -> impl Iterator<Item = Place> {
    let place =
        |[a, b, c, d, e, f]: &[u8; PLACE]| Place { block: u32::from_le_bytes([*a, *b, *c, *d]), offset: u16::from_le_bytes([*e, *f]) };
    found.as_chunks::<PLACE>().0.iter().map(place)
}

fn key(entry: &[u8; ENTRY]) -> u32 {
    let [a, b, c, d, ..] = *entry;
    u32::from_le_bytes([a, b, c, d])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_places_of_all_wanted_keys_are_found(
            mut entries in proptest::collection::vec((0u32..200, any::<u32>(), any::<u16>()), 0..100),
            wanted in proptest::collection::btree_set(0u32..210, 0..20),
        ) {
            entries.sort_unstable();
            let entries: Vec<(u32, Place)> = entries.into_iter().map(|(key, block, offset)| (key, Place { block, offset })).collect();
            let expected: Vec<Place> = entries.iter().filter(|(key, _)| wanted.contains(key)).map(|(_, place)| *place).collect();
            let wanted: Vec<u32> = wanted.into_iter().collect();
            let mut found = Vec::new();
            find(&pack(entries.into_iter()), &pack_keys(&wanted), &mut found);
            prop_assert_eq!(places(&found).collect::<Vec<_>>(), expected);
        }

        #[test]
        fn any_bytes_are_searched_without_panic(chunk in proptest::collection::vec(any::<u8>(), 0..100), wanted in proptest::collection::vec(any::<u8>(), 0..100)) {
            let mut found = Vec::new();
            find(&chunk, &wanted, &mut found);
            places(&found).count();
        }
    }
}
