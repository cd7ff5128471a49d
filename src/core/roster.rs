//! Which rows a table has, in half a byte a row: what is gone since is found without asking after every row.
//!
//! The hash of each row's id is XORed into one of many cells. Two rosters differ in the cells of rows that only one of them has.

use rustc_hash::FxHasher;
use std::hash::Hasher;
use std::ops::RangeInclusive;

/// Rows that share a cell, about.
const ROWS_PER_CELL: i64 = 16;
const FEWEST_CELLS: usize = 64;
const MOST_CELLS: usize = 1 << 22;
/// Bytes of a cell.
pub(crate) const CELL: usize = size_of::<u64>();

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
        Roster(vec![0; allowed((rows.max(0) / ROWS_PER_CELL) as usize) * CELL])
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
        self.toggle_hashes(&[hash(row_id)]);
    }

    /// The same with rows that are known by their [`hash`]. Many together cost less: cells are far away for a core, which fetches
    /// some of them at a time.
    pub fn toggle_hashes(&mut self, hashes: &[u64]) {
        hashes.iter().for_each(|hash| toggle(&mut self.0, *hash));
    }

    /// Whether this row alone is what it differs by, where its cell is, from another roster of as many cells. As sure as hashes are.
    pub fn differs_by(&self, other: &Roster, row_id: &str) -> bool {
        let hash = hash(row_id);
        let own = |roster: &Roster| {
            let cells = roster.0.as_chunks::<CELL>().0;
            cells.get(cell(hash, cells.len())).map_or(0, |own| u64::from_le_bytes(*own))
        };
        own(self) ^ own(other) == hash
    }

    /// What the cells differ by in which another roster, of as many cells, differs: the hash of a row, where it is one row's doing.
    pub fn differences<'r>(&'r self, other: &'r Roster) -> impl Iterator<Item = u64> + 'r {
        let cells = self.0.as_chunks::<CELL>().0.iter().zip(other.0.as_chunks::<CELL>().0);
        cells.map(|(own, other)| u64::from_le_bytes(*own) ^ u64::from_le_bytes(*other)).filter(|difference| *difference != 0)
    }

    /// The cells in which another roster, of as many cells, differs.
    pub fn differing(&self, other: &Roster) -> CellSet {
        let mut set = CellSet::of_cells(self.cells());
        let cells = self.0.chunks_exact(CELL).zip(other.0.chunks_exact(CELL));
        cells.enumerate().filter(|(_, (own, other))| own != other).for_each(|(cell, _)| set.insert(cell));
        set
    }
}

/// As many cells, or the nearest number that a roster may have.
pub(crate) fn allowed(cells: usize) -> usize {
    cells.clamp(FEWEST_CELLS, MOST_CELLS).next_power_of_two()
}

pub(crate) fn toggle(cells: &mut [u8], hash: u64) {
    let cells = cells.as_chunks_mut::<CELL>().0;
    let at = cell(hash, cells.len());
    if let Some(own) = cells.get_mut(at) {
        *own = (u64::from_le_bytes(*own) ^ hash).to_le_bytes();
    }
}

pub(crate) fn xor(bytes: &mut [u8], others: &[u8]) {
    bytes.iter_mut().zip(others).for_each(|(byte, other)| *byte ^= other);
}

/// The hash by which a row is known.
pub fn hash(row_id: impl AsRef<[u8]>) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(row_id.as_ref());
    hasher.finish()
}

/// The half of a row's hash that says which cell it is in.
pub fn half(hash: u64) -> u32 {
    (hash >> 32) as u32
}

fn cell(hash: u64, cells: usize) -> usize {
    ((u64::from(half(hash)) * cells as u64) >> 32) as usize
}

/// A set of cells: a bit each.
#[derive(Debug, Clone, Default)]
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

    /// Whether no cell is in it.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|byte| *byte == 0)
    }

    /// As it is handed on.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The halves of hashes whose rows are in one of the cells: a range for each, ascending.
    pub fn halves(&self) -> impl Iterator<Item = RangeInclusive<u32>> {
        let width = (1u64 << 32) / (self.0.len() as u64 * 8).max(1);
        let cells = (0..self.0.len() as u64 * 8).filter(|cell| self.0[*cell as usize / 8] >> (cell % 8) & 1 == 1);
        cells.map(move |cell| (cell * width) as u32..=((cell + 1) * width - 1) as u32)
    }
}

impl<B: AsRef<[u8]>> CellSet<B> {
    /// That in `bytes`.
    pub fn read(bytes: B) -> CellSet<B> {
        CellSet(bytes)
    }

    /// Whether the cell of a row with this [`hash`] is in it.
    pub fn has(&self, hash: u64) -> bool {
        let bits = self.0.as_ref();
        let cell = cell(hash, bits.len() * 8);
        bits.get(cell / 8).is_some_and(|byte| byte >> (cell % 8) & 1 == 1)
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
            prop_assert!(gone.iter().all(|id| differing.has(hash(id))));
            for id in &ids {
                prop_assert_eq!(differing.halves().any(|range| range.contains(&half(hash(id)))), differing.has(hash(id)));
            }
            prop_assert_eq!(gone.is_empty(), before == after);
            prop_assert_eq!(gone.is_empty(), differing.is_empty());
            if let [id] = gone.iter().collect::<Vec<_>>()[..] {
                prop_assert_eq!(before.differences(&after).collect::<Vec<_>>(), [hash(id)]);
            }
            prop_assert_eq!(&Roster::read(after.as_bytes()), &after);
        }

        #[test]
        fn any_bytes_are_read_without_panic(bytes in proptest::collection::vec(any::<u8>(), 0..800)) {
            CellSet::read(&bytes[..]).has(hash("a"));
            Roster::read(&bytes).toggle("a");
        }
    }
}
