//! Many rows at once: read and written a page at a time, and not row by row through the executor.

use crate::error::{Error, Result};
use crate::spi;
use pgrx::memcxt::PgMemoryContexts;
use pgrx::pg_sys::panic::ErrorReport;
use pgrx::prelude::*;
use pgrx::varlena;

/// Fewest rows for which it pays.
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

/// A value of a column.
#[derive(Clone, Copy)]
pub enum Value<'a> {
    Number(i32),
    Text(&'a str),
    Bytes(&'a [u8]),
}

impl Value<'_> {
    unsafe fn datum(self) -> pg_sys::Datum {
        // SAFETY: text and bytes are copied, and kept alike.
        let copy = |bytes: &[u8]| unsafe { pg_sys::cstring_to_text_with_len(bytes.as_ptr().cast(), bytes.len() as i32) };
        match self {
            Value::Number(number) => pg_sys::Datum::from(number),
            Value::Text(text) => pg_sys::Datum::from(copy(text.as_bytes())),
            Value::Bytes(bytes) => pg_sys::Datum::from(copy(bytes)),
        }
    }
}

/// Stores rows of `crm_hygiene.entry` or `crm_hygiene.entry_key`, which have neither triggers nor constraints but that no column is
/// NULL, and plain indexes.
pub fn insert<'a>(table: &'static str, mut rows: impl Iterator<Item = [Value<'a>; COLUMNS]>) -> Result<()> {
    // SAFETY: the relation is opened, locked until the transaction ends, and closed again; an error in between leaves that to
    // PostgreSQL. Slots and values live in a context of their own, which outlives their use.
    unsafe {
        let relation = open(table, pg_sys::RowExclusiveLock)?;
        // A copy, for to hold the relation's own once for every slot takes longer than to store a row.
        let descriptor = pg_sys::CreateTupleDescCopy((*relation).rd_att);
        let indexes = pg_sys::CatalogOpenIndexes(relation);
        let mut memory = PgMemoryContexts::new("crm_hygiene rows");
        let slot = |_| pg_sys::MakeSingleTupleTableSlot(descriptor, &raw const pg_sys::TTSOpsHeapTuple);
        let mut slots: Vec<*mut pg_sys::TupleTableSlot> = (0..TOGETHER).map(slot).collect();
        loop {
            check_for_interrupts!();
            let count = memory.switch_to(|_| {
                let mut count = 0;
                for (slot, row) in slots.iter().zip(rows.by_ref()) {
                    let (mut values, mut nulls) = (row.map(|value| value.datum()), [false; COLUMNS]);
                    let tuple = pg_sys::heap_form_tuple(descriptor, values.as_mut_ptr(), nulls.as_mut_ptr());
                    pg_sys::ExecStoreHeapTuple(tuple, *slot, false);
                    count += 1;
                }
                if count > 0 {
                    pg_sys::CatalogTuplesMultiInsertWithInfo(relation, slots.as_mut_ptr(), count as i32, indexes);
                }
                slots.iter().for_each(|slot| {
                    pg_sys::ExecClearTuple(*slot);
                });
                count
            });
            memory.reset();
            if count < TOGETHER {
                break;
            }
        }
        slots.into_iter().for_each(|slot| pg_sys::ExecDropSingleTupleTableSlot(slot));
        pg_sys::CatalogCloseIndexes(indexes);
        pg_sys::table_close(relation, pg_sys::NoLock as pg_sys::LOCKMODE);
    }
    Ok(())
}
