//! A roster in the making, with the rows that are newer than some time: what an aggregate keeps, in one piece of memory that it
//! changes in place.
//!
//! ```text
//! roll  = rows:u64 newer:u64 listed:u64 cells:u64 cell:u64*cells room:byte*
//! room  = row_id:bytes*      (the first `listed` bytes)
//! ```

use crate::record::{read_text, write_text};
use crate::roster::{CELL, Roster, allowed, toggle, xor};
use std::ops::Range;

/// Most bytes that a row id's length takes.
pub const LENGTH: usize = 5;

/// A roll.
pub struct Roll<B>(pub B);

const ROWS: usize = 0;
const NEWER: usize = 1;
const LISTED: usize = 2;
const CELLS: usize = 3;
const HEADER: usize = 4 * NUMBER;
const NUMBER: usize = size_of::<u64>();

impl Roll<Vec<u8>> {
    /// A roll of no row, with so many cells and room for so many bytes of row ids.
    pub fn new(cells: usize, room: usize) -> Self {
        let cells = allowed(cells);
        let mut roll = Roll(vec![0; HEADER + cells * CELL + room]);
        roll.raise(CELLS, cells);
        roll
    }
}

impl<B: AsRef<[u8]>> Roll<B> {
    fn number(&self, nth: usize) -> usize {
        let bytes = self.0.as_ref().get(nth * NUMBER..(nth + 1) * NUMBER).and_then(|bytes| bytes.try_into().ok());
        bytes.map_or(0, |bytes| u64::from_le_bytes(bytes) as usize)
    }

    /// Rows.
    pub fn rows(&self) -> usize {
        self.number(ROWS)
    }

    /// Rows that are newer. No more than an eighth of all are listed.
    pub fn newer(&self) -> usize {
        self.number(NEWER)
    }

    /// Where its cells are. Of a roll that somebody made up, nowhere.
    fn cells(&self) -> Range<usize> {
        let end = self.number(CELLS).saturating_mul(CELL).saturating_add(HEADER);
        if end <= self.0.as_ref().len() { HEADER..end } else { 0..0 }
    }

    fn list(&self) -> &[u8] {
        let start = self.cells().end;
        self.0.as_ref().get(start..start.saturating_add(self.number(LISTED))).unwrap_or_default()
    }

    /// The roster.
    pub fn roster(&self) -> Roster {
        Roster::read(self.0.as_ref().get(self.cells()).unwrap_or_default())
    }

    /// The newer rows.
    pub fn newer_ids(&self) -> impl Iterator<Item = &str> {
        let mut rest = self.list();
        std::iter::from_fn(move || read_text(&mut rest))
    }

    /// How many bytes there would have to be for a list of so many more; None where there are.
    pub fn short_of(&self, more: usize) -> Option<usize> {
        let needed = self.cells().end + self.list().len() + more;
        (needed > self.0.as_ref().len()).then_some(needed + self.list().len())
    }

    /// Bytes that merging it into another adds to that one's list.
    pub fn listed(&self) -> usize {
        self.list().len()
    }
}

impl<B: AsRef<[u8]> + AsMut<[u8]>> Roll<B> {
    fn raise(&mut self, nth: usize, by: usize) {
        let number = self.number(nth).wrapping_add(by) as u64;
        if let Some(bytes) = self.0.as_mut().get_mut(nth * NUMBER..(nth + 1) * NUMBER) {
            bytes.copy_from_slice(&number.to_le_bytes());
        }
    }

    fn with_cells(&mut self, change: impl FnOnce(&mut [u8])) {
        let cells = self.cells();
        self.0.as_mut().get_mut(cells).map(change);
    }

    /// Adds a row, for whose id there must be room where it is newer.
    pub fn add(&mut self, row_id: &str, is_newer: bool) {
        self.raise(ROWS, 1);
        self.with_cells(|cells| toggle(cells, row_id));
        if is_newer {
            self.raise(NEWER, 1);
            // Where so many are newer, all rows are compared and nobody asks which these are.
            if self.newer() <= 2 * self.cells().len() / CELL {
                let mut text = Vec::with_capacity(row_id.len() + LENGTH);
                write_text(&mut text, row_id);
                self.extend(&text);
            }
        }
    }

    /// Adds the rows of another roll of as many cells, for whose list there must be room.
    pub fn merge<O: AsRef<[u8]>>(&mut self, other: &Roll<O>) {
        self.raise(ROWS, other.rows());
        self.raise(NEWER, other.newer());
        self.with_cells(|cells| xor(cells, other.0.as_ref().get(other.cells()).unwrap_or_default()));
        self.extend(other.list());
    }

    fn extend(&mut self, texts: &[u8]) {
        let start = self.cells().end + self.list().len();
        if let Some(room) = self.0.as_mut().get_mut(start..start + texts.len()) {
            room.copy_from_slice(texts);
            self.raise(LISTED, texts.len());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn rolls_of_parts_make_the_roll_of_the_whole(rows in proptest::collection::vec(("[0-9a-c\u{4e2d}]{0,200}", any::<bool>()), 0..100), at in 0usize..100) {
            let roll = |rows: &[(String, bool)]| {
                let mut roll = Roll::new(1, 100_000);
                rows.iter().for_each(|(id, newer)| roll.add(id, *newer));
                roll
            };
            let whole = roll(&rows);
            let (front, back) = rows.split_at(at.min(rows.len()));
            let mut merged = roll(front);
            merged.merge(&roll(back));
            prop_assert_eq!(&merged.0, &whole.0);
            prop_assert_eq!((whole.rows(), whole.newer()), (rows.len(), rows.iter().filter(|(_, newer)| *newer).count()));
            let newer: Vec<&str> = rows.iter().filter(|(_, newer)| *newer).map(|(id, _)| id.as_str()).collect();
            prop_assert_eq!(whole.newer_ids().collect::<Vec<_>>(), newer);
            let mut roster = Roster::for_rows(0);
            rows.iter().for_each(|(id, _)| roster.toggle(id));
            prop_assert_eq!(whole.roster(), roster);
        }

        #[test]
        fn any_bytes_are_read_without_panic(mut bytes in proptest::collection::vec(any::<u8>(), 0..800), cells in 0u8..80) {
            if let Some(number) = bytes.get_mut(24..32) {
                number.copy_from_slice(&[cells, 0, 0, 0, 0, 0, 0, 0]);
            }
            let mut roll = Roll(bytes.clone());
            roll.newer_ids().count();
            roll.short_of(3);
            roll.add("a", true);
            roll.merge(&Roll(&bytes));
        }
    }
}
