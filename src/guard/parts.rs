//! Parts that join a guarded table, or leave it. The statement triggers of the guard tell: a part without them has come, and a table
//! which has them and is no part has gone. Event triggers ask after whatever may have changed that.

use super::{Changed, entry, lookup, triggers, unique, watch};
use crate::error::Result;
use crate::register::Registered;
use crate::{check, spi};
use pgrx::prelude::*;

/// Makes the guarded table that a relation is, or of which it is or was a part, know what parts it has now.
#[pg_extern(schema = "crm_hygiene")]
#[search_path(pg_catalog, pg_temp)]
fn regroup(relation: pg_sys::Oid) -> Result<()> {
    let Some(root) = triggers::root(relation)? else { return Ok(()) };
    let table = Registered::existing(root)?;
    for part in triggers::release(&table)? {
        let ids = part.map(|part| format!("SELECT {} FROM {part} t", table.relation.row_id_sql()));
        forget_rows(&table, &ids.unwrap_or_else(|| vanished_sql(&table)))?;
    }
    let fresh = triggers::fresh(&table)?;
    if fresh.is_empty() {
        return Ok(());
    }
    watch(&table, Changed::Parts)?;
    let mut has_rows = false;
    for part in &fresh {
        let sql = format!("SELECT EXISTS (SELECT FROM {part})");
        if spi::first(&sql, &[], |row| row.get::<bool>(1))?.flatten().unwrap_or(true) {
            lookup::add(&table, part)?;
            has_rows = true;
        }
    }
    if has_rows { unique::prepare(&table, &check::table_checks(&table)?) } else { Ok(()) }
}

/// Makes guarded tables forget the rows of parts that have been dropped, of which nothing but the OIDs is known.
#[pg_extern(schema = "crm_hygiene")]
#[search_path(pg_catalog, pg_temp)]
fn forget_dropped(tables: Vec<pg_sys::Oid>) -> Result<()> {
    let with_parts =
        "WITH known AS (SELECT g.relation::oid AS relid FROM crm_hygiene.guard g UNION SELECT l.against FROM crm_hygiene.lookup l)
         SELECT c.oid FROM known k JOIN pg_class c ON c.oid = k.relid
         WHERE c.relhassubclass AND EXISTS (SELECT unnest($1::oid[]) EXCEPT SELECT relid FROM known)";
    for root in spi::query(with_parts, &[tables.into()], |row| row.get::<pg_sys::Oid>(1))?.into_iter().flatten() {
        let table = Registered::existing(root)?;
        forget_rows(&table, &vanished_sql(&table))?;
    }
    Ok(())
}

/// SELECT of the ids of rows that are known, and that the table has no more.
fn vanished_sql(table: &Registered) -> String {
    format!(
        "SELECT e.row_id FROM crm_hygiene.entry e JOIN crm_hygiene.lookup l USING (lookup_id) WHERE l.against = {oid}
         UNION SELECT row_id FROM crm_hygiene.flag WHERE relation = {oid} UNION SELECT row_id FROM crm_hygiene.unique_value WHERE relation = {oid}
         EXCEPT SELECT {} FROM {} t",
        table.relation.row_id_sql(),
        table.relation.sql,
        oid = table.relation.oid.to_u32()
    )
}

/// Forgets the rows whose ids a query gives.
fn forget_rows(table: &Registered, ids: &str) -> Result<()> {
    let lookups: Vec<i32> = lookup::meeting(table.relation.oid)?.into_iter().map(|(id, _)| id).collect();
    let mut gone = Vec::new();
    spi::stream(ids, &[], |row| {
        gone.extend(row.get::<String>(1)?);
        Ok(())
    })?;
    spi::in_batches(gone, |gone| entry::forget_rows(table.relation.oid, &lookups, gone))
}
