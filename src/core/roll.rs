//! Which row lay where: of every item on a table's pages, the hash of its row, cut to its first half. With what the items look like
//! now, it tells which rows are new and which may be gone, without reading any of them.
//!
//! ```text
//! part = page*                                (ascending by block)
//! page = block:u32 items:u16 half:u32*items   (0: no row lay there)
//! ```

use crate::directory::Place;
use rustc_hash::FxHasher;
use std::hash::Hasher;

/// Bytes from which on a part is full: it lies on a page with others, neither compressed nor moved out of line.
const FULL: usize = 1_500;
/// Bytes of a page's head, and of a half.
const HEAD: usize = 6;
const HALF: usize = 4;

/// The hash by which a row is known.
pub fn hash(row_id: impl AsRef<[u8]>) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(row_id.as_ref());
    hasher.finish()
}

/// The first half of a row's hash, never 0.
pub fn half(hash: u64) -> u32 {
    ((hash >> 32) as u32).max(1)
}

/// What an item of a page looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Item {
    /// No row, or none any more.
    Nothing,
    /// A row that has lain there since before the last look.
    Old,
    /// Such a row, which somebody has since removed or updated, or tried to.
    Leaving,
    /// A row that was put there since.
    New,
}

impl Item {
    /// That of a row by the transaction that put it there, and whether another one has set out to remove it. Transactions before
    /// `horizon` had ended at the last look. Their numbers go round in a circle; a horizon further back than half of it is not asked about.
    pub fn of(xmin: u32, is_leaving: bool, horizon: i64) -> Item {
        const FIRST: u32 = 3;
        if xmin >= FIRST && xmin.wrapping_sub(horizon as u32) as i32 >= 0 {
            Item::New
        } else if is_leaving {
            Item::Leaving
        } else {
            Item::Old
        }
    }
}

/// What differs from the last look.
#[derive(Debug, Default, PartialEq)]
pub struct Differences {
    /// Where rows have been put.
    pub new: Vec<Place>,
    /// Where rows lay that may be gone, and the halves of their hashes.
    pub left: Vec<(Place, u32)>,
}

impl Differences {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.new.is_empty() && self.left.is_empty()
    }

    /// Adds those of a page.
    pub fn add(&mut self, block: u32, halves: &[u32], items: &[Item]) {
        for nth in 0..halves.len().max(items.len()) {
            let item = items.get(nth).copied().unwrap_or(Item::Nothing);
            let half = halves.get(nth).copied().unwrap_or(0);
            let place = Place { block, offset: nth as u16 + 1 };
            if item == Item::New {
                self.new.push(place);
            }
            if half != 0 && item != Item::Old {
                self.left.push((place, half));
            }
        }
    }
}

/// A page's block, and the halves of its items.
pub type Page = (u32, Vec<u32>);

/// The pages of a part.
pub fn pages(mut part: &[u8]) -> impl Iterator<Item = Page> {
    std::iter::from_fn(move || {
        let ([a, b, c, d, e, f], rest) = part.split_first_chunk::<HEAD>()?;
        let items = usize::from(u16::from_le_bytes([*e, *f]));
        let (halves, rest) = rest.split_at_checked(items * HALF)?;
        part = rest;
        Some((u32::from_le_bytes([*a, *b, *c, *d]), halves.as_chunks::<HALF>().0.iter().map(|half| u32::from_le_bytes(*half)).collect()))
    })
}

/// Packs pages, which are ascending, into parts; each with its first block.
pub fn parts(mut pages: impl Iterator<Item = Page>) -> impl Iterator<Item = (u32, Vec<u8>)> {
    std::iter::from_fn(move || {
        let mut part = Vec::with_capacity(FULL * 2);
        let mut first = None;
        while part.len() < FULL
            && let Some((block, halves)) = pages.next()
        {
            first.get_or_insert(block);
            part.extend(block.to_le_bytes());
            part.extend((halves.len() as u16).to_le_bytes());
            halves.iter().for_each(|half| part.extend(half.to_le_bytes()));
        }
        first.map(|block| (block, part))
    })
}

/// Enters that a row lies there.
pub fn enter(halves: &mut Vec<u32>, offset: u16, half: u32) {
    let end = usize::from(offset);
    if halves.len() < end {
        halves.resize(end, 0);
    }
    if let Some(own) = end.checked_sub(1).and_then(|nth| halves.get_mut(nth)) {
        *own = half;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn page() -> impl Strategy<Value = Vec<u32>> {
        proptest::collection::vec(prop_oneof![Just(0), any::<u32>()], 0..300)
    }

    fn item() -> impl Strategy<Value = Item> {
        prop_oneof![Just(Item::Nothing), Just(Item::Old), Just(Item::Leaving), Just(Item::New)]
    }

    proptest! {
        #[test]
        fn parts_hold_their_pages(pages in proptest::collection::btree_map(any::<u32>(), page(), 0..40)) {
            let pages: Vec<Page> = pages.into_iter().collect();
            let parts: Vec<(u32, Vec<u8>)> = parts(pages.iter().cloned()).collect();
            prop_assert_eq!(parts.iter().flat_map(|(_, part)| super::pages(part)).collect::<Vec<_>>(), pages);
            for (block, part) in &parts {
                prop_assert_eq!(super::pages(part).next().map(|(block, _)| block), Some(*block));
            }
        }

        #[test]
        fn rows_that_were_put_there_or_left_are_told(halves in page(), items in proptest::collection::vec(item(), 0..300)) {
            let mut differences = Differences::default();
            differences.add(7, &halves, &items);
            for nth in 0..300 {
                let place = Place { block: 7, offset: nth as u16 + 1 };
                let (half, item) = (halves.get(nth).copied().unwrap_or(0), items.get(nth).copied().unwrap_or(Item::Nothing));
                prop_assert_eq!(differences.new.contains(&place), item == Item::New);
                prop_assert_eq!(differences.left.contains(&(place, half)), half != 0 && item != Item::Old);
            }
        }

        #[test]
        fn what_is_entered_is_there(mut halves in page(), offset in 1u16..400, half in 1u32..) {
            let before = halves.clone();
            enter(&mut halves, offset, half);
            for nth in 0..400usize {
                let want = if nth + 1 == usize::from(offset) { half } else { before.get(nth).copied().unwrap_or(0) };
                prop_assert_eq!(halves.get(nth).copied().unwrap_or(0), want);
            }
        }

        #[test]
        fn any_bytes_are_read_without_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            pages(&bytes).count();
        }
    }

    #[test]
    fn transactions_since_the_last_look_are_told_across_the_end_of_their_numbers() {
        let item = |xmin, horizon| Item::of(xmin, false, horizon);
        assert_eq!([item(99, 100), item(100, 100), item(101, 100)], [Item::Old, Item::New, Item::New]);
        assert_eq!([item(u32::MAX, (1 << 32) + 5), item(4, (1 << 32) - 10), item(2, 1)], [Item::Old, Item::New, Item::Old]);
        assert_eq!(Item::of(5, true, 100), Item::Leaving);
    }
}
