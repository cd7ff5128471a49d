//! The records of one match key, side by side: what an aggregate keeps, in one piece of memory that it changes in place.
//!
//! ```text
//! block = records:u64 used:u64 record* room:byte*      (the records take the first `used` bytes)
//! ```

use crate::numbers::{self, NUMBER};

/// A block.
pub struct Block<B>(pub B);

const RECORDS: usize = 0;
const USED: usize = 1;
const HEADER: usize = 2 * NUMBER;

impl Block<Vec<u8>> {
    /// A block of no record, with room for so many bytes.
    pub fn new(room: usize) -> Self {
        Block(vec![0; HEADER + room])
    }
}

impl<B: AsRef<[u8]>> Block<B> {
    /// How many records there are.
    pub fn count(&self) -> usize {
        numbers::get(self.0.as_ref(), RECORDS)
    }

    /// The records.
    pub fn records(&self) -> &[u8] {
        let bytes = self.0.as_ref().get(HEADER..).unwrap_or_default();
        bytes.get(..numbers::get(self.0.as_ref(), USED)).unwrap_or_default()
    }

    /// How many bytes there would have to be for one more of so many; None where there are.
    pub fn short_of(&self, more: usize) -> Option<usize> {
        let needed = HEADER + self.records().len() + more;
        (needed > self.0.as_ref().len()).then_some(2 * needed)
    }
}

impl<B: AsRef<[u8]> + AsMut<[u8]>> Block<B> {
    /// Adds a record, for which there must be room.
    pub fn add(&mut self, record: &[u8]) {
        let (count, used) = (self.count() + 1, self.records().len());
        if let Some(room) = self.0.as_mut().get_mut(HEADER + used..HEADER + used + record.len()) {
            room.copy_from_slice(record);
            self.set(count, used + record.len());
        }
    }

    /// Takes all records out.
    pub fn clear(&mut self) {
        self.set(0, 0);
    }

    fn set(&mut self, count: usize, used: usize) {
        numbers::set(self.0.as_mut(), RECORDS, count as u64);
        numbers::set(self.0.as_mut(), USED, used as u64);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn records_lie_in_the_order_in_which_they_came(records in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..40), 0..20)) {
            let mut block = Block::new(0);
            for record in &records {
                if let Some(size) = block.short_of(record.len()) {
                    block.0.resize(size, 0);
                }
                block.add(record);
            }
            prop_assert_eq!(block.count(), records.len());
            prop_assert_eq!(block.records(), records.concat());
            block.clear();
            prop_assert_eq!((block.count(), block.records()), (0, &[][..]));
        }

        #[test]
        fn any_bytes_are_read_without_panic(bytes in proptest::collection::vec(any::<u8>(), 0..40)) {
            let mut block = Block(bytes);
            block.records();
            block.short_of(3);
            block.add(&[1, 2, 3]);
        }
    }
}
