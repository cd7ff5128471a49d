//! The one place that runs SQL. Each statement has an SPI connection of its own, so that what it allocated is freed with it.

use crate::error::{Result, spi_failed};
use pgrx::PgMemoryContexts;
use pgrx::datum::{DatumWithOid, TimestampWithTimeZone};
use pgrx::prelude::*;
use pgrx::spi::{OwnedPreparedStatement, SpiHeapTupleData};
use std::cell::RefCell;
use std::collections::HashMap;
use std::panic::AssertUnwindSafe;
use std::rc::Rc;

/// A row of a result.
pub type Row<'a> = SpiHeapTupleData<'a>;

/// Runs a statement that changes something; returns the number of rows.
pub fn execute(sql: &str, args: &[DatumWithOid]) -> Result<u64> {
    check_for_interrupts!();
    Spi::connect_mut(|client| client.update(sql, None, args).map(|table| table.len() as u64)).map_err(spi_failed)
}

/// Runs a query and hands every row to `read`.
pub fn query<T>(sql: &str, args: &[DatumWithOid], mut read: impl FnMut(&Row) -> spi::Result<T>) -> Result<Vec<T>> {
    check_for_interrupts!();
    Spi::connect(|client| {
        let table = client.select(sql, None, args)?;
        let mut rows = Vec::new();
        for row in table {
            rows.push(read(&row)?);
        }
        Ok(rows)
    })
    .map_err(spi_failed)
}

/// Runs a query whose first row is wanted.
pub fn first<T>(sql: &str, args: &[DatumWithOid], read: impl FnMut(&Row) -> spi::Result<T>) -> Result<Option<T>> {
    Ok(query(sql, args, read)?.into_iter().next())
}

/// Runs a statement that may write and hands every row to `read`.
pub fn write<T>(sql: &str, args: &[DatumWithOid], mut read: impl FnMut(&Row) -> spi::Result<T>) -> Result<Vec<T>> {
    check_for_interrupts!();
    Spi::connect_mut(|client| client.update(sql, None, args)?.map(|row| read(&row)).collect::<spi::Result<Vec<T>>>()).map_err(spi_failed)
}

/// Runs a statement that may write and returns its first row.
pub fn write_first<T>(sql: &str, args: &[DatumWithOid], read: impl FnMut(&Row) -> spi::Result<T>) -> Result<Option<T>> {
    Ok(write(sql, args, read)?.into_iter().next())
}

/// The time of day now, which moves on within a transaction.
pub fn clock() -> Result<Option<TimestampWithTimeZone>> {
    Ok(first("SELECT clock_timestamp()", &[], |row| row.get::<TimestampWithTimeZone>(1))?.flatten())
}

/// The next number of one of the catalogue's sequences.
pub fn next_number(sequence: &str) -> Result<i64> {
    let number = write_first("SELECT nextval($1::regclass)", &[format!("crm_hygiene.{sequence}").into()], |row| row.get::<i64>(1))?;
    Ok(number.flatten().unwrap_or(0))
}

thread_local! {
    static KEPT: RefCell<HashMap<&'static str, Rc<OwnedPreparedStatement>>> = RefCell::new(HashMap::new());
}

/// Runs a statement that may write, or must see what was written since the calling query began; hands every row to `read`. It is
/// planned once a session, for it runs with every statement of a user's: its text and the types of its arguments never change.
pub fn kept<T>(sql: &'static str, args: &[DatumWithOid], mut read: impl FnMut(&Row) -> spi::Result<T>) -> Result<Vec<T>> {
    check_for_interrupts!();
    let known = KEPT.with_borrow(|kept| kept.get(sql).cloned());
    Spi::connect_mut(|client| {
        let plan = match known {
            Some(plan) => plan,
            None => {
                let types: Vec<PgOid> = args.iter().map(|arg| PgOid::from(arg.oid())).collect();
                let plan = Rc::new(client.prepare_mut(sql, &types)?.keep());
                KEPT.with_borrow_mut(|kept| kept.insert(sql, plan.clone()));
                plan
            }
        };
        let table = client.update(&*plan, None, args)?;
        // SAFETY: as in `stream`.
        unsafe { PgMemoryContexts::new("rows").switch_to(|_| table.into_iter().map(|row| read(&row)).collect::<spi::Result<Vec<T>>>()) }
    })
    .map_err(spi_failed)
}

/// Rows read or written at a time.
const BATCH: usize = 10_000;

/// Hands all items to `write`, a batch at a time, each with memory of its own: the lists that a statement takes as arguments would
/// otherwise stay until the calling statement ends.
pub fn in_batches<T>(items: impl IntoIterator<Item = T>, mut write: impl FnMut(&[T]) -> Result<()>) -> Result<()> {
    let mut items = items.into_iter();
    loop {
        let batch: Vec<T> = items.by_ref().take(BATCH).collect();
        if batch.is_empty() {
            return Ok(());
        }
        // SAFETY: nothing that PostgreSQL allocates for the batch is kept.
        unsafe { PgMemoryContexts::new("batch").switch_to(|_| write(&batch)) }?;
    }
}

/// Runs a query of any size, handing every row to `read`, a batch in memory at a time.
pub fn stream(sql: &str, args: &[DatumWithOid], mut read: impl FnMut(&Row) -> spi::Result<()>) -> Result<()> {
    let name = Spi::connect(|client| client.try_open_cursor(sql, args).map(|cursor| cursor.detach_into_name())).map_err(spi_failed)?;
    loop {
        check_for_interrupts!();
        // A connection per batch, for a batch's memory is only freed with its connection.
        let count = Spi::connect(|client| {
            let mut cursor = client.find_cursor(&name)?;
            let table = cursor.fetch(BATCH as _)?;
            let count = table.len();
            // What a row gives is copied to the parent of the current context, which would otherwise live as long as the transaction.
            // SAFETY: nothing that `read` keeps lies in PostgreSQL's memory; the parent goes with this connection.
            unsafe { PgMemoryContexts::new("rows of a batch").switch_to(|_| table.into_iter().try_for_each(|row| read(&row)))? };
            if count > 0 {
                cursor.detach_into_name();
            }
            Ok(count)
        })
        .map_err(spi_failed)?;
        if count == 0 {
            return Ok(());
        }
    }
}

/// Runs `work` with planner settings changed for its statements only.
pub fn with_settings<T>(settings: &[(&str, &str)], work: impl FnOnce() -> Result<T>) -> Result<T> {
    let set = |name: &str, value: &str| {
        let before = first("SELECT current_setting($1)", &[name.into()], |row| row.get::<String>(1))?.flatten().unwrap_or_default();
        first("SELECT set_config($1, $2, true)", &[name.into(), value.into()], |_| Ok(()))?;
        Result::Ok(before)
    };
    let before = settings.iter().map(|(name, value)| set(name, value)).collect::<Result<Vec<_>>>()?;
    let result = work()?;
    settings.iter().zip(before).try_for_each(|((name, _), before)| set(name, &before).map(|_| ()))?;
    Ok(result)
}

/// The same with one setting.
pub fn with_setting<T>(name: &str, value: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    with_settings(&[(name, value)], work)
}

/// Whether what others commit meanwhile can be seen.
pub fn sees_others() -> bool {
    // SAFETY: an integer that is set when a transaction begins.
    (unsafe { pg_sys::XactIsoLevel }) < pg_sys::XACT_REPEATABLE_READ as i32
}

/// Does some work, or none of it where it comes to an error of this kind. False where that is so.
pub fn unless(error: PgSqlErrorCode, work: impl FnOnce() -> Result<()>) -> Result<bool> {
    // SAFETY: a subtransaction as PL/pgSQL makes one for a block with EXCEPTION: whatever way the work ends, it is ended, and context
    // and owner are what they were.
    unsafe {
        let (context, owner) = (pg_sys::CurrentMemoryContext, pg_sys::CurrentResourceOwner);
        pg_sys::BeginInternalSubTransaction(std::ptr::null());
        pg_sys::MemoryContextSwitchTo(context);
        let done = PgTryBuilder::new(AssertUnwindSafe(|| {
            let result = work();
            pg_sys::ReleaseCurrentSubTransaction();
            result.map(|()| true)
        }))
        .catch_when(error, |_| {
            pg_sys::RollbackAndReleaseCurrentSubTransaction();
            Ok(false)
        })
        .execute();
        pg_sys::MemoryContextSwitchTo(context);
        pg_sys::CurrentResourceOwner = owner;
        done
    }
}

/// A quoted identifier.
pub fn identifier(name: &str) -> String {
    spi::quote_identifier(name)
}

/// A quoted string literal.
pub fn literal(text: &str) -> String {
    spi::quote_literal(text)
}
