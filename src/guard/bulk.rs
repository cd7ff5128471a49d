//! Many match keys at once: a page at a time, as COPY does it, and not row by row through the executor.

use crate::error::{Error, Result};
use crate::spi;
use pgrx::memcxt::PgMemoryContexts;
use pgrx::prelude::*;

/// Fewest keys for which it pays.
pub const LEAST: usize = 500;
/// Rows handed on together.
const TOGETHER: usize = 1_000;
/// Columns of crm_hygiene.entry_key, in its order: lookup_id, key, row_id.
const COLUMNS: usize = 3;

/// Stores rows of `crm_hygiene.entry_key`, which has neither triggers nor constraints but that no column is NULL.
pub fn insert_keys(lookup: i32, keys: &[i32], rows: &[&str]) -> Result<()> {
    let oid = spi::first("SELECT 'crm_hygiene.entry_key'::regclass::oid", &[], |row| row.get::<pg_sys::Oid>(1))?.flatten();
    let oid = oid.unwrap_or(pg_sys::InvalidOid);
    // SAFETY: the relation is a table with one plain index. It is opened, locked until the transaction ends, and closed again;
    // an error in between leaves that to PostgreSQL. Slots and texts live in a context of their own, which outlives their use.
    unsafe {
        let relation = pg_sys::table_open(oid, pg_sys::RowExclusiveLock as pg_sys::LOCKMODE);
        let descriptor = (*relation).rd_att;
        if (*descriptor).natts as usize != COLUMNS {
            return Err(Error::Internal("crm_hygiene.entry_key has been changed".into()).into());
        }
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
