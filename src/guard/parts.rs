//! Parts that join a guarded table, or leave it, and columns that change. What belonged to the table is written down, and event triggers
//! ask after whatever may have changed that.

use super::follow::follow;
use super::{Changed, entry, lookup, refresh, triggers, unique, watch};
use crate::error::Result;
use crate::register::Registered;
use crate::{check, spi};
use pgrx::prelude::*;
use std::cell::RefCell;

/// Makes a guarded table, and those of which what was altered is or was a part, know what columns and parts they have now.
#[pg_extern(schema = "crm_hygiene")]
#[search_path(pg_catalog, pg_temp)]
fn regroup(relation: pg_sys::Oid, altered: Vec<pg_sys::Oid>) -> Result<()> {
    let relations = altered.into_iter().chain([relation]).collect();
    triggers::roots(relations)?.into_iter().try_for_each(regroup_root)
}

fn regroup_root(root: pg_sys::Oid) -> Result<()> {
    follow(root)?;
    let table = Registered::existing(root)?;
    for part in triggers::release(&table)? {
        let ids = part.map(|part| format!("SELECT {} FROM {part} t", table.relation.row_id_sql()));
        forget_rows(&table, &ids.unwrap_or_else(|| vanished_sql(&table)))?;
    }
    if is_rewritten(root)? {
        reread(&table)?;
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

thread_local! {
    /// Relations whose rows got new values past all triggers, and whose guards have not heard of it yet.
    static REWRITTEN: RefCell<Vec<pg_sys::Oid>> = const { RefCell::new(Vec::new()) };
}

/// Remembers that ALTER TABLE gives a relation's rows new values. If it fails, they are read again in vain.
#[pg_extern(schema = "crm_hygiene")]
fn note_rewrite(relation: pg_sys::Oid) {
    REWRITTEN.with_borrow_mut(|rewritten| rewritten.push(relation));
}

/// Whether rows of a table, or of its parts, have new values of which its guard has not heard.
fn is_rewritten(table: pg_sys::Oid) -> Result<bool> {
    let (mut is_so, mut others) = (false, Vec::new());
    for relation in REWRITTEN.take() {
        if triggers::roots(vec![relation])?.contains(&table) { is_so = true } else { others.push(relation) }
    }
    REWRITTEN.set(others);
    Ok(is_so)
}

/// Reads all rows of a table again. What is no longer wrong with them is no longer listed.
fn reread(table: &Registered) -> Result<()> {
    refresh(table.relation.oid, Changed::Registration)?;
    spi::execute(
        &format!(
            "DELETE FROM crm_hygiene.flag f WHERE f.relation = $1 AND NOT EXISTS (
                 SELECT FROM ({}) i WHERE i.row_id = f.row_id AND i.column_name = f.column_name
                     AND COALESCE(i.check_name, '') = f.check_name AND i.code = f.code)",
            check::issues_sql(table)?
        ),
        &[table.relation.oid.into()],
    )
    .map(|_| ())
}

/// Makes guarded tables forget the rows of parts that have been dropped, of which nothing but the OIDs is known.
#[pg_extern(schema = "crm_hygiene")]
#[search_path(pg_catalog, pg_temp)]
fn forget_dropped(tables: Vec<pg_sys::Oid>) -> Result<()> {
    let roots = "WITH gone AS (DELETE FROM crm_hygiene.guarded_part WHERE part = ANY ($1) RETURNING relation)
        SELECT DISTINCT c.oid FROM gone g JOIN pg_class c ON c.oid = g.relation ORDER BY 1";
    let found = spi::kept(roots, &[tables.clone().into()], |row| row.get::<pg_sys::Oid>(1))?;
    for root in found.into_iter().flatten() {
        let table = Registered::existing(root)?;
        forget_rows(&table, &vanished_sql(&table))?;
    }
    spi::execute("DELETE FROM crm_hygiene.guarded_part WHERE relation = ANY ($1)", &[tables.into()]).map(|_| ())
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
