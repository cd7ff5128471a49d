//! Which row lies where in the user's table: a run over changes looks at the items of its pages alone, and reads those rows only that
//! were put there since the last run. See [`crm_hygiene_core::roll`].

use super::directory::{ROLL, beside, pointer_to};
use crate::error::Result;
use crate::relation::Heap;
use crate::{spi, unlogged};
use crm_hygiene_core::directory::Place;
use crm_hygiene_core::roll::{self, Differences, Item};
use pgrx::prelude::*;
use pgrx::{PgRelation, pg_sys};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;
use std::ops::Range;

/// Pages between two looks whether the query was cancelled.
const PAGES: u32 = 64;

/// The roll beside a table of records.
pub struct Roll(String);

/// A row's place and the half of its hash.
pub struct Lying {
    pub place: Place,
    pub half: u32,
}

/// A part of the roll that differs from what is there now.
struct Part {
    heap: pg_sys::Oid,
    /// Where the part is stored. A table that has grown has pages that are in none.
    stored: Option<pg_sys::ItemPointerData>,
    pages: BTreeMap<u32, Vec<u32>>,
    differences: Differences,
}

/// The halves of rows' hashes by where they lie.
pub type Halves = FxHashMap<(pg_sys::Oid, Place), u32>;

/// What differs from the last run.
pub struct Called(Vec<Part>);

/// When rows were read.
#[derive(Clone, Copy)]
pub struct Moment {
    /// Transactions before this one had ended.
    pub horizon: i64,
    /// Where the write-ahead log ended.
    pub log_end: i64,
}

impl Moment {
    /// Before the next statement reads any.
    pub fn now() -> Result<Moment> {
        let sql = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint, (pg_current_wal_insert_lsn() - '0/0')::bigint";
        let now = spi::first(sql, &[], |row| Ok(row.get::<i64>(1)?.zip(row.get::<i64>(2)?)))?.flatten();
        let (horizon, log_end) = now.unwrap_or_default();
        Ok(Moment { horizon, log_end })
    }
}

impl Roll {
    /// That beside the table of records of this name.
    pub fn of(records: &str) -> Roll {
        Roll(beside(records, ROLL))
    }

    pub fn create(&self) -> Result<()> {
        let query = "SELECT NULL::oid AS heap, NULL::bigint AS block, NULL::bytea AS pages WHERE false";
        unlogged::create(&self.0, query, &[]).map(|_| ())
    }

    /// Enters the rows of a heap.
    pub fn enter(&self, heap: pg_sys::Oid, mut rows: Vec<Lying>) -> Result<()> {
        radsort::sort_by_key(&mut rows, |row| row.place.block);
        let pages = rows.chunk_by(|a, b| a.place.block == b.place.block).map(|rows| {
            let mut halves = Vec::new();
            rows.iter().for_each(|row| roll::enter(&mut halves, row.place.offset, row.half));
            (rows[0].place.block, halves)
        });
        self.write(roll::parts(pages).map(|(block, pages)| (heap, block, pages)))
    }

    fn write(&self, parts: impl Iterator<Item = (pg_sys::Oid, u32, Vec<u8>)>) -> Result<()> {
        let sql = format!("INSERT INTO {} (heap, block, pages) SELECT * FROM unnest($1::oid[], $2::bigint[], $3::bytea[])", self.0);
        spi::in_batches(parts, |parts| {
            let heaps: Vec<pg_sys::Oid> = parts.iter().map(|(heap, ..)| *heap).collect();
            let blocks: Vec<i64> = parts.iter().map(|(_, block, _)| i64::from(*block)).collect();
            let pages: Vec<&[u8]> = parts.iter().map(|(.., pages)| pages.as_slice()).collect();
            spi::execute(&sql, &[heaps.into(), blocks.into(), pages.into()]).map(|_| ())
        })
    }

    /// Compares the roll with what the items of the heaps look like now.
    pub fn call(&self, heaps: &[Heap], last: Moment) -> Result<Called> {
        let sql = format!("SELECT pages, ctid FROM {} WHERE heap = $1 ORDER BY block", self.0);
        let mut parts = Vec::new();
        for heap in heaps {
            let mut items = Items::open(heap.oid, last);
            let (mut next, blocks) = (0, items.blocks);
            let mut take = |pages: BTreeMap<u32, Vec<u32>>, stored, end: u32| {
                let differences = items.compare(next..end, &pages);
                if !differences.is_empty() {
                    parts.push(Part { heap: heap.oid, stored, pages, differences });
                }
                next = end;
            };
            spi::stream(&sql, &[heap.oid.into()], |row| {
                let pages: BTreeMap<u32, Vec<u32>> = roll::pages(row.get::<&[u8]>(1)?.unwrap_or_default()).collect();
                let end = pages.last_key_value().map_or(0, |(block, _)| block.saturating_add(1));
                take(pages, row.get::<pg_sys::ItemPointerData>(2)?, end);
                Ok(())
            })?;
            take(BTreeMap::new(), None, blocks);
        }
        Ok(Called(parts))
    }

    /// Enters where new rows lie, known by the halves of their hashes, and takes off those of which it is known that they lie there no
    /// longer.
    pub fn correct(&self, called: Called, new: &Halves, settled: &FxHashSet<u32>) -> Result<()> {
        let (mut stale, mut parts) = (Vec::new(), Vec::new());
        for Part { heap, stored, mut pages, differences } in called.0 {
            let mut is_stale = false;
            for (place, half) in differences.left {
                if settled.contains(&half) {
                    pages.entry(place.block).and_modify(|halves| roll::enter(halves, place.offset, 0));
                    is_stale = true;
                }
            }
            for place in differences.new {
                if let Some(half) = new.get(&(heap, place)) {
                    roll::enter(pages.entry(place.block).or_default(), place.offset, *half);
                    is_stale = true;
                }
            }
            if is_stale {
                stale.extend(stored);
                parts.extend(roll::parts(pages.into_iter()).map(|(block, pages)| (heap, block, pages)));
            }
        }
        spi::execute(&format!("DELETE FROM {} WHERE ctid = ANY ($1)", self.0), &[stale.into()])?;
        self.write(parts.into_iter())
    }
}

impl Called {
    /// In how many places, about, the table has changed.
    pub fn changes(&self) -> usize {
        let sum = |of: fn(&Differences) -> usize| self.0.iter().map(|part| of(&part.differences)).sum::<usize>();
        sum(|differences| differences.new.len()).max(sum(|differences| differences.left.len()))
    }

    /// Where new rows lie in each heap.
    pub fn places(&self) -> FxHashMap<pg_sys::Oid, Vec<pg_sys::ItemPointerData>> {
        let mut new: FxHashMap<_, Vec<_>> = FxHashMap::default();
        for part in self.0.iter().filter(|part| !part.differences.new.is_empty()) {
            new.entry(part.heap).or_default().extend(part.differences.new.iter().copied().map(pointer_to));
        }
        new
    }

    /// The halves of the hashes of rows that may be gone.
    pub fn left(&self) -> FxHashSet<u32> {
        self.0.iter().flat_map(|part| &part.differences.left).map(|(_, half)| *half).collect()
    }
}

/// A heap's items.
struct Items {
    heap: PgRelation,
    blocks: u32,
    strategy: pg_sys::BufferAccessStrategy,
    last: Moment,
    /// Whether the visibility map tells which pages are as they were.
    is_mapped: bool,
    /// The page of the map that was read last, pinned.
    map: pg_sys::Buffer,
    /// The items of the page that was read last.
    items: Vec<Item>,
}

impl Items {
    fn open(heap: pg_sys::Oid, last: Moment) -> Items {
        // SAFETY: an OID of a heap that the caller has just read from; what is made here lasts until the calling function ends.
        unsafe {
            let heap = PgRelation::with_lock(heap, pg_sys::AccessShareLock as pg_sys::LOCKMODE);
            let blocks = pg_sys::RelationGetNumberOfBlocksInFork(heap.as_ptr(), pg_sys::ForkNumber::MAIN_FORKNUM);
            // As sequential scans do, so that a large table does not drive out all others.
            let is_large = i64::from(blocks) > i64::from(pg_sys::NBuffers) / 4;
            let kind = if is_large { pg_sys::BufferAccessStrategyType::BAS_BULKREAD } else { pg_sys::BufferAccessStrategyType::BAS_NORMAL };
            let strategy = pg_sys::GetAccessStrategy(kind);
            let is_mapped = is_logged(&heap);
            Items { heap, blocks, strategy, last, is_mapped, map: pg_sys::InvalidBuffer as pg_sys::Buffer, items: Vec::new() }
        }
    }

    /// Compares these blocks' items with the halves that the roll has for them.
    fn compare(&mut self, blocks: Range<u32>, pages: &BTreeMap<u32, Vec<u32>>) -> Differences {
        let mut differences = Differences::default();
        for block in blocks {
            if block % PAGES == 0 {
                check_for_interrupts!();
            }
            if self.is_as_it_was(block) {
                continue;
            }
            self.read(block);
            differences.add(block, pages.get(&block).map_or(&[], Vec::as_slice), &self.items);
        }
        differences
    }

    /// Whether the visibility map says that nothing has been written to a block since the last run: all its rows are visible to everybody,
    /// and this part of the map has only lost such blocks. Setting a bit is logged, and its page bears the log's position.
    fn is_as_it_was(&mut self, block: u32) -> bool {
        if !self.is_mapped || block >= self.blocks {
            return false;
        }
        // SAFETY: the relation is open and has this block; the map's buffer is one that the function before pinned, or none.
        unsafe {
            let status = pg_sys::visibilitymap_get_status(self.heap.as_ptr(), block, &mut self.map);
            u32::from(status) & pg_sys::VISIBILITYMAP_ALL_VISIBLE != 0 && pg_sys::BufferGetLSNAtomic(self.map) as i64 <= self.last.log_end
        }
    }

    /// Reads the items of a block, none where the heap has no such block any more.
    fn read(&mut self, block: u32) {
        self.items.clear();
        if block >= self.blocks {
            return;
        }
        // SAFETY: the relation is open and has this block; its buffer is pinned and locked while it is read, and items lie where a page
        // says that they do.
        unsafe {
            let main = pg_sys::ForkNumber::MAIN_FORKNUM;
            let buffer = pg_sys::ReadBufferExtended(self.heap.as_ptr(), main, block, pg_sys::ReadBufferMode::RBM_NORMAL, self.strategy);
            pg_sys::LockBuffer(buffer, pg_sys::BUFFER_LOCK_SHARE as i32);
            let page = pg_sys::BufferGetPage(buffer);
            for offset in 1..=pg_sys::PageGetMaxOffsetNumber(page) {
                let id = &*pg_sys::PageGetItemId(page, offset);
                self.items.push(if id.lp_flags() == pg_sys::LP_NORMAL {
                    let header = &*page.add(id.lp_off() as usize).cast::<pg_sys::HeapTupleHeaderData>();
                    let stays = u32::from(header.t_infomask) & (pg_sys::HEAP_XMAX_INVALID | pg_sys::HEAP_XMAX_LOCK_ONLY) != 0;
                    Item::of(header.t_choice.t_heap.t_xmin.into_inner(), !stays, self.last.horizon)
                } else {
                    Item::Nothing
                });
            }
            pg_sys::UnlockReleaseBuffer(buffer);
        }
    }
}

impl Drop for Items {
    fn drop(&mut self) {
        // SAFETY: what GetAccessStrategy gave, or null; a buffer that is pinned, or none.
        unsafe {
            if self.map != pg_sys::InvalidBuffer as pg_sys::Buffer {
                pg_sys::ReleaseBuffer(self.map);
            }
            if !self.strategy.is_null() {
                pg_sys::FreeAccessStrategy(self.strategy);
            }
        }
    }
}

/// Whether all that is written to a heap is logged. What the transaction writes that made its file need not be.
fn is_logged(heap: &PgRelation) -> bool {
    const NONE: pg_sys::SubTransactionId = 0;
    // SAFETY: the relation is open.
    let relation = unsafe { &*heap.as_ptr() };
    #[cfg(feature = "pg15")]
    let file_is_from = relation.rd_firstRelfilenodeSubid;
    #[cfg(not(feature = "pg15"))]
    let file_is_from = relation.rd_firstRelfilelocatorSubid;
    let is_older = [relation.rd_createSubid, file_is_from].iter().all(|transaction| *transaction == NONE);
    // SAFETY: as above.
    is_older && unsafe { (*relation.rd_rel).relpersistence } as u8 == pg_sys::RELPERSISTENCE_PERMANENT
}
