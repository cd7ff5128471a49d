//! A roster in the making, with the rows that are newer than some time: what an aggregate keeps, in one piece of memory that it
//! changes in place.
//!
//! ```text
//! roll  = rows:u64 newer:u64 listed:u64 cells:u64 waiting:u64 hash:u64*WAITING cell:u64*cells room:byte*
//! room  = row_id:bytes*      (the first `listed` bytes)
//! ```
//! Cells lie anywhere in more memory than a core has near it. Rows wait until there are some of them, for a core that has many
//! cells to change fetches them side by side.

use crate::numbers::{self, NUMBER};
use crate::record::{read_text, write_text};
use crate::roster::{CELL, Roster, allowed, hash, toggle, xor};
use std::ops::Range;

/// Most bytes that a row id's length takes.
pub const LENGTH: usize = 5;

/// A roll.
pub struct Roll<B>(pub B);

const ROWS: usize = 0;
const NEWER: usize = 1;
const LISTED: usize = 2;
const CELLS: usize = 3;
const COUNT: usize = 4;
/// Rows that wait at most.
const WAITING: usize = 64;
const HEADER: usize = (COUNT + 1 + WAITING) * NUMBER;

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
        numbers::get(self.0.as_ref(), nth)
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

    /// The hashes of the rows that wait.
    fn waiting(&self) -> impl Iterator<Item = u64> + use<B> {
        let mut hashes = [0; WAITING];
        let numbers = self.0.as_ref().as_chunks::<NUMBER>().0.iter().skip(COUNT + 1);
        hashes.iter_mut().zip(numbers).for_each(|(hash, number)| *hash = u64::from_le_bytes(*number));
        hashes.into_iter().take(self.number(COUNT))
    }

    /// The roster.
    pub fn roster(&self) -> Roster {
        let mut cells = self.0.as_ref().get(self.cells()).unwrap_or_default().to_vec();
        self.waiting().for_each(|hash| toggle(&mut cells, hash));
        Roster::read(&cells)
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
    fn set(&mut self, nth: usize, to: u64) {
        numbers::set(self.0.as_mut(), nth, to);
    }

    fn raise(&mut self, nth: usize, by: usize) {
        self.set(nth, self.number(nth).wrapping_add(by) as u64);
    }

    fn with_cells(&mut self, change: impl FnOnce(&mut [u8])) {
        let cells = self.cells();
        self.0.as_mut().get_mut(cells).map(change);
    }

    /// Adds a row, for whose id there must be room where it is newer.
    pub fn add(&mut self, row_id: &str, is_newer: bool) {
        self.raise(ROWS, 1);
        self.wait(hash(row_id));
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
        other.waiting().for_each(|hash| self.wait(hash));
        self.extend(other.list());
    }

    fn wait(&mut self, hash: u64) {
        if self.number(COUNT) >= WAITING {
            let waiting = self.waiting();
            self.with_cells(|cells| waiting.for_each(|hash| toggle(cells, hash)));
            self.set(COUNT, 0);
        }
        let count = self.number(COUNT);
        self.set(COUNT + 1 + count, hash);
        self.set(COUNT, count as u64 + 1);
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
        fn rolls_of_parts_make_the_roll_of_the_whole(rows in proptest::collection::vec(("[0-9a-c\u{4e2d}]{0,200}", prop::bool::weighted(0.2)), 0..300), at in 0usize..300) {
            let roll = |rows: &[(String, bool)]| {
                let mut roll = Roll::new(1, 100_000);
                rows.iter().for_each(|(id, newer)| roll.add(id, *newer));
                roll
            };
            let whole = roll(&rows);
            let (front, back) = rows.split_at(at.min(rows.len()));
            let mut merged = roll(front);
            merged.merge(&roll(back));
            prop_assert_eq!(merged.roster(), whole.roster());
            prop_assert_eq!((whole.rows(), whole.newer()), (rows.len(), rows.iter().filter(|(_, newer)| *newer).count()));
            let newer: Vec<&str> = rows.iter().filter(|(_, newer)| *newer).map(|(id, _)| id.as_str()).collect();
            prop_assert_eq!(whole.newer_ids().collect::<Vec<_>>(), newer);
            let mut roster = Roster::for_rows(0);
            rows.iter().for_each(|(id, _)| roster.toggle(id));
            prop_assert_eq!(whole.roster(), roster);
        }

        #[test]
        fn any_bytes_are_read_without_panic(mut bytes in proptest::collection::vec(any::<u8>(), 0..1600), cells in 0u8..80, waiting in 0u8..80) {
            for (nth, number) in [(CELLS, cells), (COUNT, waiting)] {
                if let Some(bytes) = bytes.get_mut(nth * NUMBER..(nth + 1) * NUMBER) {
                    bytes.copy_from_slice(&[number, 0, 0, 0, 0, 0, 0, 0]);
                }
            }
            let mut roll = Roll(bytes.clone());
            roll.newer_ids().count();
            roll.short_of(3);
            roll.add("a", true);
            roll.merge(&Roll(&bytes));
        }
    }
}
