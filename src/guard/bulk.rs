//! Many rows at once: read and written a page at a time, and not row by row through the executor.

use crate::error::{Error, Result};
use crate::spi;
use pgrx::memcxt::PgMemoryContexts;
use pgrx::pg_sys::panic::ErrorReport;
use pgrx::prelude::*;
use pgrx::varlena;

/// Fewest keys for which it pays.
pub const LEAST: usize = 500;
/// Rows handed on together.
const TOGETHER: usize = 1_000;
/// Columns of crm_hygiene.entry_key, in its order: lookup_id, key, row_id; and of crm_hygiene.entry: lookup_id, row_id, record.
const COLUMNS: usize = 3;

/// A table of this extension's with as many columns as are expected; locked until the transaction ends.
unsafe fn open(name: &'static str, lock: u32) -> Result<pg_sys::Relation> {
    let oid = spi::first("SELECT $1::regclass::oid", &[name.into()], |row| row.get::<pg_sys::Oid>(1))?.flatten();
    // SAFETY: a table that exists, for a name has been found for it.
    let relation = unsafe { pg_sys::table_open(oid.unwrap_or(pg_sys::InvalidOid), lock as pg_sys::LOCKMODE) };
    // SAFETY: as above.
    if unsafe { (*(*relation).rd_att).natts } as usize != COLUMNS {
        return Err(Error::Internal(format!("{name} has been changed")).into());
    }
    Ok(relation)
}

/// Hands on the records of all rows that have entered for a lookup, those of this transaction too.
pub fn each_entry(lookup: i32, work: &mut dyn FnMut(&[u8])) -> Result<()> {
    // SAFETY: the tuples have the columns that the table was opened with.
    unsafe {
        let relation = open("crm_hygiene.entry", pg_sys::AccessShareLock)?;
        pg_sys::CommandCounterIncrement();
        each_tuple(relation, pg_sys::GetTransactionSnapshot(), &mut |tuple| {
            let (mut values, mut nulls) = ([pg_sys::Datum::from(0); COLUMNS], [false; COLUMNS]);
            pg_sys::heap_deform_tuple(tuple, (*relation).rd_att, values.as_mut_ptr(), nulls.as_mut_ptr());
            let [own, _, record] = values;
            if own.value() as i32 == lookup {
                work(varlena::varlena_to_byte_slice(pg_sys::pg_detoast_datum_packed(record.cast_mut_ptr())));
            }
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

/// Stores rows of `crm_hygiene.entry_key`, which has neither triggers nor constraints but that no column is NULL.
pub fn insert_keys(lookup: i32, keys: &[i32], rows: &[&str]) -> Result<()> {
    // SAFETY: the relation is a table with one plain index. It is opened, locked until the transaction ends, and closed again;
    // an error in between leaves that to PostgreSQL. Slots and texts live in a context of their own, which outlives their use.
    unsafe {
        let relation = open("crm_hygiene.entry_key", pg_sys::RowExclusiveLock)?;
        // A copy, for to hold the relation's own once for every slot takes longer than to store a key.
        let descriptor = pg_sys::CreateTupleDescCopy((*relation).rd_att);
        let indexes = pg_sys::CatalogOpenIndexes(relation);
        let mut memory = PgMemoryContexts::new("crm_hygiene keys");
        let mut slots: Vec<*mut pg_sys::TupleTableSlot> = Vec::with_capacity(TOGETHER);
        for (keys, rows) in keys.chunks(TOGETHER).zip(rows.chunks(TOGETHER)) {
            check_for_interrupts!();
            while slots.len() < keys.len() {
                slots.push(pg_sys::MakeSingleTupleTableSlot(descriptor, &raw const pg_sys::TTSOpsHeapTuple));
            }
            memory.switch_to(|_| {
                for ((slot, key), row) in slots.iter().zip(keys).zip(rows) {
                    let row = pg_sys::cstring_to_text_with_len(row.as_ptr().cast(), row.len() as i32);
                    let mut values = [pg_sys::Datum::from(lookup), pg_sys::Datum::from(*key), pg_sys::Datum::from(row)];
                    let mut nulls = [false; COLUMNS];
                    let tuple = pg_sys::heap_form_tuple(descriptor, values.as_mut_ptr(), nulls.as_mut_ptr());
                    pg_sys::ExecStoreHeapTuple(tuple, *slot, false);
                }
                pg_sys::CatalogTuplesMultiInsertWithInfo(relation, slots.as_mut_ptr(), keys.len() as i32, indexes);
                slots.iter().for_each(|slot| {
                    pg_sys::ExecClearTuple(*slot);
                });
            });
            memory.reset();
        }
        slots.into_iter().for_each(|slot| pg_sys::ExecDropSingleTupleTableSlot(slot));
        pg_sys::CatalogCloseIndexes(indexes);
        pg_sys::table_close(relation, pg_sys::NoLock as pg_sys::LOCKMODE);
    }
    Ok(())
}
