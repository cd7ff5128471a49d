//! Many rows at once: read and written a page at a time, and not row by row through the executor.

use crate::error::{Error, Result};
use crate::{raw, spi};
use pgrx::memcxt::PgMemoryContexts;
use pgrx::pg_sys::panic::ErrorReport;
use pgrx::prelude::*;
use pgrx::varlena;

/// Fewest rows for which it pays.
pub const LEAST: usize = 500;
/// Rows handed on together.
const TOGETHER: usize = 1_000;
/// Rows that are entered in the indexes together.
const INDEXED: usize = 250_000;

/// A table of this extension's with as many columns as are expected; locked until the transaction ends.
unsafe fn open(name: &str, columns: usize, lock: u32) -> Result<pg_sys::Relation> {
    let oid = spi::first("SELECT $1::regclass::oid", &[name.into()], |row| row.get::<pg_sys::Oid>(1))?.flatten();
    // SAFETY: a table that exists, for a name has been found for it.
    let relation = unsafe { pg_sys::table_open(oid.unwrap_or(pg_sys::InvalidOid), lock as pg_sys::LOCKMODE) };
    // SAFETY: as above.
    if unsafe { (*(*relation).rd_att).natts } as usize != columns {
        return Err(Error::Internal(format!("{name} has been changed")).into());
    }
    Ok(relation)
}

/// Hands on the records of all rows that have entered for a lookup, those of this transaction too.
pub fn each_entry(lookup: i32, work: &mut dyn FnMut(&[u8])) -> Result<()> {
    each_row("crm_hygiene.entry", &mut |_, [own, _row_id, record]| {
        if own.is_some_and(|own| own.value() as i32 == lookup) {
            // SAFETY: the column is a bytea.
            work(record.map_or(&[], |record| unsafe { raw::bytes_of(record) }));
        }
    })
}

/// Hands on where each row of a table lies that has so many columns, with its values, None for NULL: those of this transaction too,
/// and always in one order. Each is good until the next.
pub fn each_row<const N: usize>(table: &str, work: &mut dyn FnMut(pg_sys::ItemPointerData, [Option<pg_sys::Datum>; N])) -> Result<()> {
    // SAFETY: the tuples have the columns that the table was opened with.
    unsafe {
        let relation = open(table, N, pg_sys::AccessShareLock)?;
        pg_sys::CommandCounterIncrement();
        each_tuple(relation, pg_sys::GetTransactionSnapshot(), &mut |tuple| {
            let (mut values, mut nulls) = ([pg_sys::Datum::from(0); N], [false; N]);
            pg_sys::heap_deform_tuple(tuple, (*relation).rd_att, values.as_mut_ptr(), nulls.as_mut_ptr());
            work((*tuple).t_self, std::array::from_fn(|nth| (!nulls[nth]).then_some(values[nth])));
            Ok(())
        })?;
        pg_sys::table_close(relation, pg_sys::NoLock as pg_sys::LOCKMODE);
    }
    Ok(())
}

/// Hands on the tuples of an open table, each good until the next. What is allocated for one goes.
pub unsafe fn each_tuple(
    relation: pg_sys::Relation,
    snapshot: pg_sys::Snapshot,
    work: &mut dyn FnMut(pg_sys::HeapTuple) -> Result<()>,
) -> Result<()> {
    // SAFETY: a plain scan by a snapshot that is registered while it lasts. An error in between leaves both to PostgreSQL.
    unsafe {
        let snapshot = pg_sys::RegisterSnapshot(snapshot);
        let scan = pg_sys::systable_beginscan(relation, pg_sys::InvalidOid, false, snapshot, 0, std::ptr::null_mut());
        let mut memory = PgMemoryContexts::new("crm_hygiene tuples");
        loop {
            check_for_interrupts!();
            let more = memory.switch_to(|_| {
                for _ in 0..TOGETHER {
                    let tuple = pg_sys::systable_getnext(scan);
                    if tuple.is_null() {
                        return Ok(false);
                    }
                    work(tuple)?;
                }
                Ok::<_, ErrorReport>(true)
            })?;
            if !more {
                break;
            }
            memory.reset();
        }
        pg_sys::systable_endscan(scan);
        pg_sys::UnregisterSnapshot(snapshot);
    }
    Ok(())
}

/// A value of a column. Of two in one column, the one that an index of numbers, or of text by its bytes, has first is less.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Value<'a> {
    /// One that fits into a datum: its bits.
    Plain(i64),
    /// Text, or bytes.
    Bytes(&'a [u8]),
}

impl Value<'_> {
    /// Decides which of two values of a column is less, unless it is the same for both.
    fn prefix(self) -> u64 {
        match self {
            Value::Plain(bits) => bits as u64 ^ 1 << 63,
            Value::Bytes(bytes) => {
                let mut first = [0; 8];
                first.iter_mut().zip(bytes).for_each(|(first, byte)| *first = *byte);
                u64::from_be_bytes(first)
            }
        }
    }
}

impl From<i32> for Value<'_> {
    fn from(number: i32) -> Self {
        Value::Plain(number.into())
    }
}

impl From<i64> for Value<'_> {
    fn from(number: i64) -> Self {
        Value::Plain(number)
    }
}

impl From<f64> for Value<'_> {
    fn from(number: f64) -> Self {
        Value::Plain(number.to_bits() as i64)
    }
}

impl From<bool> for Value<'_> {
    fn from(is_so: bool) -> Self {
        Value::Plain(is_so.into())
    }
}

impl From<pg_sys::Oid> for Value<'_> {
    fn from(oid: pg_sys::Oid) -> Self {
        Value::Plain(oid.to_u32().into())
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Value::Bytes(text.as_bytes())
    }
}

/// Memory for the values of some rows, where they stay until all of it is cleared.
#[derive(Default)]
struct Arena(Vec<Vec<u32>>);

impl Arena {
    /// Words that are reserved together.
    const CHUNK: usize = 64 * 1024;

    fn clear(&mut self) {
        self.0.truncate(1);
        self.0.iter_mut().for_each(Vec::clear);
    }

    /// The value as PostgreSQL reads it.
    fn datum(&mut self, value: Value) -> pg_sys::Datum {
        let bytes = match value {
            Value::Plain(bits) => return pg_sys::Datum::from(bits),
            Value::Bytes(bytes) => bytes,
        };
        let words = 1 + bytes.len().div_ceil(4);
        if self.0.last().is_none_or(|chunk| chunk.capacity() - chunk.len() < words) {
            self.0.push(Vec::with_capacity(words.max(Arena::CHUNK)));
        }
        let Some(chunk) = self.0.last_mut() else { return pg_sys::Datum::from(0) };
        let start = chunk.len();
        chunk.resize(start + words, 0);
        let place = chunk[start..].as_mut_ptr();
        // SAFETY: there is room for the header of four bytes, which says how long it all is, and for the bytes behind it. It does not
        // move, for a chunk never grows past what was reserved.
        unsafe {
            varlena::set_varsize_4b(place.cast(), (4 + bytes.len()) as i32);
            std::ptr::copy_nonoverlapping(bytes.as_ptr(), place.add(1).cast(), bytes.len());
        }
        pg_sys::Datum::from(place)
    }
}

/// Makes the index entries of rows that have been stored, as CatalogIndexInsert does row by row: index by index, each in its own order,
/// so that what lies side by side there is at hand. Whoever waits there for others waits in that order too.
unsafe fn enter_indexes<const N: usize>(
    relation: pg_sys::Relation,
    indexes: pg_sys::CatalogIndexState,
    rows: &[([Value; N], pg_sys::ItemPointerData)],
    memory: &mut PgMemoryContexts,
) {
    let mut arena = Arena::default();
    // SAFETY: the caller's indexes are open and plain: of columns that the rows have, without expressions and predicates.
    unsafe {
        for nth in 0..(*indexes).ri_NumIndices as usize {
            let (index, info) = (*(*indexes).ri_IndexRelationDescs.add(nth), *(*indexes).ri_IndexRelationInfo.add(nth));
            let unique = if (*(*index).rd_index).indisunique {
                pg_sys::IndexUniqueCheck::UNIQUE_CHECK_YES
            } else {
                pg_sys::IndexUniqueCheck::UNIQUE_CHECK_NO
            };
            let columns = &(&(*info).ii_IndexAttrNumbers)[..(*info).ii_NumIndexAttrs as usize];
            let key = |row: u32| {
                let (values, _) = &rows[row as usize];
                columns.iter().map(|column| values[*column as usize - 1])
            };
            // Two columns decide nearly always, and to look at the rest of two rows takes longer than all else.
            let prefix = |row: u32| {
                let mut prefixes = key(row).map(Value::prefix);
                [prefixes.next(), prefixes.next()].map(Option::unwrap_or_default)
            };
            let mut order: Vec<_> = (0..rows.len() as u32).map(|row| (prefix(row), row)).collect();
            order.sort_unstable_by(|(a, own), (b, other)| a.cmp(b).then_with(|| key(*own).cmp(key(*other))));
            for rows_of in order.chunks(TOGETHER) {
                check_for_interrupts!();
                memory.switch_to(|_| {
                    for (_, row) in rows_of {
                        let mut values = [pg_sys::Datum::from(0); N];
                        values.iter_mut().zip(key(*row)).for_each(|(value, own)| *value = arena.datum(own));
                        let mut place = rows[*row as usize].1;
                        pg_sys::index_insert(
                            index,
                            values.as_mut_ptr(),
                            [false; N].as_mut_ptr(),
                            &mut place,
                            relation,
                            unique,
                            false,
                            info,
                        );
                    }
                });
                memory.reset();
                arena.clear();
            }
        }
    }
}

/// Stores rows of a table that has neither triggers nor constraints that they could break, and plain indexes, if the current user
/// may. None of the values is NULL.
pub fn insert<'a, const N: usize>(table: &'static str, mut rows: impl Iterator<Item = [Value<'a>; N]>) -> Result<()> {
    // SAFETY: the relation is opened, locked until the transaction ends, and closed again; an error in between leaves that to
    // PostgreSQL. A slot owns its tuple until it gets another; all else that is allocated goes after each thousand.
    unsafe {
        let relation = open(table, N, pg_sys::RowExclusiveLock)?;
        let allowed = pg_sys::pg_class_aclcheck((*relation).rd_id, pg_sys::GetUserId(), pg_sys::ACL_INSERT as pg_sys::AclMode);
        if allowed != pg_sys::AclResult::ACLCHECK_OK {
            let name = (*(*relation).rd_rel).relname.data.as_ptr();
            pg_sys::aclcheck_error(allowed, pg_sys::ObjectType::OBJECT_TABLE, name);
        }
        // A copy, for to hold the relation's own once for every slot takes longer than to store a row.
        let descriptor = pg_sys::CreateTupleDescCopy((*relation).rd_att);
        let indexes = pg_sys::CatalogOpenIndexes(relation);
        let infos = std::slice::from_raw_parts((*indexes).ri_IndexRelationInfo, (*indexes).ri_NumIndices as usize);
        if infos.iter().any(|info| !(**info).ii_Expressions.is_null() || !(**info).ii_Predicate.is_null()) {
            return Err(Error::Internal(format!("{table} has got an index that is not the extension's")).into());
        }
        let slot = |_| pg_sys::MakeSingleTupleTableSlot(descriptor, &raw const pg_sys::TTSOpsHeapTuple);
        let mut slots: Vec<*mut pg_sys::TupleTableSlot> = (0..TOGETHER).map(slot).collect();
        let (mut memory, mut arena) = (PgMemoryContexts::new("crm_hygiene rows"), Arena::default());
        let mut stored: Vec<([Value<'a>; N], pg_sys::ItemPointerData)> = Vec::new();
        loop {
            check_for_interrupts!();
            let before = stored.len();
            for (slot, row) in slots.iter().zip(rows.by_ref()) {
                let mut own = row.map(|value| arena.datum(value));
                let tuple = pg_sys::heap_form_tuple(descriptor, own.as_mut_ptr(), [false; N].as_mut_ptr());
                pg_sys::ExecStoreHeapTuple(tuple, *slot, true);
                stored.push((row, pg_sys::ItemPointerData::default()));
            }
            let count = stored.len() - before;
            if count > 0 {
                memory.switch_to(|_| {
                    let command = pg_sys::GetCurrentCommandId(true);
                    pg_sys::heap_multi_insert(relation, slots.as_mut_ptr(), count as i32, command, 0, std::ptr::null_mut());
                });
                memory.reset();
            }
            stored[before..].iter_mut().zip(&slots).for_each(|((_, place), slot)| *place = (**slot).tts_tid);
            arena.clear();
            if stored.len() >= INDEXED || count < TOGETHER {
                enter_indexes(relation, indexes, &stored, &mut memory);
                stored.clear();
            }
            if count < TOGETHER {
                break;
            }
        }
        slots.into_iter().for_each(|slot| pg_sys::ExecDropSingleTupleTableSlot(slot));
        pg_sys::CatalogCloseIndexes(indexes);
        pg_sys::table_close(relation, pg_sys::NoLock as pg_sys::LOCKMODE);
        pg_sys::CommandCounterIncrement();
    }
    Ok(())
}
