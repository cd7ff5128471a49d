//! Which rows a table has, in half a byte a row: what is gone since is found without asking after every row.
//!
//! The hash of each row's id is XORed into one of many cells. Two rosters differ in the cells of rows that only one of them has.

use crate::record::{read_text, write_text};
use rustc_hash::FxBuildHasher;
use std::hash::BuildHasher;
use std::ops::Range;

/// Rows that share a cell, about.
const ROWS_PER_CELL: i64 = 16;
const FEWEST_CELLS: usize = 64;
const MOST_CELLS: usize = 1 << 22;
/// Bytes of a cell.
const CELL: usize = size_of::<u64>();
/// Most bytes that a row id's length takes.
pub const LENGTH: usize = 5;

/// A roster: its cells, their number a power of two.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Roster(Vec<u8>);

impl Default for Roster {
    fn default() -> Self {
        Roster::for_rows(0)
    }
}

impl Roster {
    /// That of no row, with cells for so many.
    pub fn for_rows(rows: i64) -> Roster {
        let cells = (rows.max(0) / ROWS_PER_CELL).unsigned_abs() as usize;
        Roster(vec![0; cells.clamp(FEWEST_CELLS, MOST_CELLS).next_power_of_two() * CELL])
    }

    /// That in `bytes`; of no row where they are none.
    pub fn read(bytes: &[u8]) -> Roster {
        let whole = (bytes.len() / CELL).is_power_of_two() && bytes.len().is_multiple_of(CELL) && bytes.len() >= FEWEST_CELLS * CELL;
        if whole { Roster(bytes.to_vec()) } else { Roster::for_rows(0) }
    }

    /// Its cells, as they are stored.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// How many cells it has.
    pub fn cells(&self) -> usize {
        self.0.len() / CELL
    }

    /// Adds a row, or takes it off.
    pub fn toggle(&mut self, row_id: &str) {
        toggle(&mut self.0, row_id);
    }

    /// The cells in which another roster, of as many cells, differs.
    pub fn differing(&self, other: &Roster) -> CellSet {
        let mut set = CellSet::of_cells(self.cells());
        let cells = self.0.chunks_exact(CELL).zip(other.0.chunks_exact(CELL));
        cells.enumerate().filter(|(_, (own, other))| own != other).for_each(|(cell, _)| set.insert(cell));
        set
    }
}

fn toggle(cells: &mut [u8], row_id: &str) {
    let hash = FxBuildHasher.hash_one(row_id);
    let at = cell(hash, cells.len() / CELL) * CELL;
    xor(cells.get_mut(at..at + CELL).unwrap_or_default(), &hash.to_le_bytes());
}

fn cell(hash: u64, cells: usize) -> usize {
    hash as usize & cells.saturating_sub(1)
}

fn xor(bytes: &mut [u8], others: &[u8]) {
    bytes.iter_mut().zip(others).for_each(|(byte, other)| *byte ^= other);
}

/// A set of cells: a bit each.
#[derive(Debug, Clone)]
pub struct CellSet<B = Vec<u8>>(B);

impl CellSet {
    fn of_cells(cells: usize) -> CellSet {
        CellSet(vec![0; cells.div_ceil(8)])
    }

    fn insert(&mut self, cell: usize) {
        if let Some(byte) = self.0.get_mut(cell / 8) {
            *byte |= 1 << (cell % 8);
        }
    }

    /// Adds the cell of a row.
    pub fn add(&mut self, row_id: &str) {
        self.insert(cell(FxBuildHasher.hash_one(row_id), self.0.len() * 8));
    }

    /// As it is handed on.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl<B: AsRef<[u8]>> CellSet<B> {
    /// That in `bytes`.
    pub fn read(bytes: B) -> CellSet<B> {
        CellSet(bytes)
    }

    /// Whether the cell of a row is in it.
    pub fn has(&self, row_id: &str) -> bool {
        let bits = self.0.as_ref();
        if bits.is_empty() {
            return false;
        }
        let cell = cell(FxBuildHasher.hash_one(row_id), bits.len() * 8);
        bits.get(cell / 8).is_some_and(|byte| byte >> (cell % 8) & 1 == 1)
    }
}

/// A roster in the making, with the rows that are newer than some time: what an aggregate keeps, in one piece of memory that it
/// changes in place.
///
/// ```text
/// roll  = rows:u64 newer:u64 listed:u64 cells:u64 cell:u64*cells room:byte*
/// room  = row_id:bytes*      (the first `listed` bytes)
/// ```
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
        let cells = cells.clamp(FEWEST_CELLS, MOST_CELLS).next_power_of_two();
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
    use std::collections::BTreeSet;

    proptest! {
        #[test]
        fn rows_that_one_roster_has_more_are_in_cells_that_differ(
            ids in proptest::collection::btree_set("[0-9a-c\u{4e2d}]{0,6}", 0..300),
            gone in proptest::collection::vec(any::<prop::sample::Index>(), 0..20),
        ) {
            let mut before = Roster::for_rows(ids.len() as i64);
            ids.iter().for_each(|id| before.toggle(id));
            let gone: BTreeSet<&String> = if ids.is_empty() { BTreeSet::new() } else { gone.iter().map(|index| ids.iter().nth(index.index(ids.len())).unwrap()).collect() };
            let mut after = Roster::for_rows(ids.len() as i64);
            ids.iter().filter(|id| !gone.contains(id)).for_each(|id| after.toggle(id));
            let differing = before.differing(&after);
            prop_assert!(gone.iter().all(|id| differing.has(id)));
            prop_assert_eq!(gone.is_empty(), before == after);
            prop_assert_eq!(&Roster::read(after.as_bytes()), &after);
        }

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
            CellSet::read(&bytes[..]).has("a");
            Roster::read(&bytes).toggle("a");
        }
    }
}
