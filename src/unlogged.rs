//! Unlogged tables for the work of one run.
//!
//! When a transaction that made an unlogged table is rolled back, PostgreSQL removes the table's files at once, but may write
//! the rollback to disk a moment later. A server that crashes in between finds a table half there, and does not start again
//! ("could not create file … File exists"). So the rollback is made to reach the disk before the files go.

use crate::error::Result;
use crate::spi;
use pgrx::datum::DatumWithOid;
use pgrx::prelude::*;
use pgrx::{PgSubXactCallbackEvent, PgXactCallbackEvent, register_subxact_callback, register_xact_callback};

/// Makes a table of a query's rows; returns how many there are.
pub fn create(table: &str, query: &str, args: &[DatumWithOid]) -> Result<u64> {
    register_xact_callback(PgXactCallbackEvent::Abort, flush);
    register_subxact_callback(PgSubXactCallbackEvent::AbortSub, |_, _| flush());
    spi::execute(&format!("CREATE UNLOGGED TABLE {table} AS {query}"), args)
}

/// Writes this session's log to disk. The record of a rollback has been made when its callbacks are called, and files go after them.
fn flush() {
    // SAFETY: flushing up to a position that this session has written is allowed at any time.
    unsafe { pg_sys::XLogFlush(pg_sys::ProcLastRecPtr + 1) }
}
