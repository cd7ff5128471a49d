//! TRUNCATE: a table that is about to be empty, or a part of one.

use super::door::Guarded;
use super::entry::{self, KEPT};
use super::root::Root;
use super::tuple::OwnRow;
use crate::bulk;
use crate::error::Result;
use crate::spi;
use pgrx::pg_sys;

/// Rows forgotten together.
const BATCH: usize = 10_000;

/// Forgets the rows that a relation still has: all that the guarded table has, or those of a part.
///
/// # Safety
/// The relation is open and locked as TRUNCATE does it, and the guard is that of its trigger.
pub unsafe fn forget(relation: pg_sys::Relation, root: &Root, guarded: &Guarded) -> Result<()> {
    // SAFETY: as the caller's.
    let (oid, class) = unsafe { ((*relation).rd_id, &*(*relation).rd_rel) };
    let is_partitioned = class.relkind as u8 == pg_sys::RELKIND_PARTITIONED_TABLE;
    let lookups: Vec<i32> = root.parts.iter().filter(|part| part.enters).map(|part| part.lookup.id).collect();
    // Of tables that inherit from it each speaks for itself.
    if oid == root.oid && (is_partitioned || !class.relhassubclass) {
        for table in KEPT {
            spi::execute(&format!("DELETE FROM crm_hygiene.{table} WHERE relation = $1"), &[root.oid.into()])?;
        }
        return lookups.into_iter().try_for_each(entry::forget);
    }
    // A part that has parts has no rows of its own; where the whole is truncated, nothing is left to forget.
    if is_partitioned || !knows_any(root.oid, &lookups)? {
        return Ok(());
    }
    let mut gone = Vec::new();
    // SAFETY: nobody else can write to the relation, whose rows the guard's shape fits.
    unsafe {
        bulk::each_tuple(relation, pg_sys::GetLatestSnapshot(), &mut |tuple| {
            let row = OwnRow::of_tuple(tuple, (*relation).rd_att);
            gone.extend(guarded.shape.row_id(row.row(), &guarded.guard.key));
            if gone.len() < BATCH { Ok(()) } else { entry::forget_rows(root.oid, &lookups, &std::mem::take(&mut gone)) }
        })?;
    }
    entry::forget_rows(root.oid, &lookups, &gone)
}

fn knows_any(oid: pg_sys::Oid, lookups: &[i32]) -> Result<bool> {
    let sql = "SELECT EXISTS (SELECT FROM crm_hygiene.entry WHERE lookup_id = ANY ($2))
        OR EXISTS (SELECT FROM crm_hygiene.flag WHERE relation = $1) OR EXISTS (SELECT FROM crm_hygiene.unique_value WHERE relation = $1)";
    Ok(spi::first(sql, &[oid.into(), lookups.to_vec().into()], |row| row.get::<bool>(1))?.flatten().unwrap_or(false))
}
