//! Parts that join a guarded table, or leave it. The statement triggers of the guard tell: a part without them has come, and a table
//! which has them and is no part has gone. `crm_hygiene.guard_parts`, an event trigger, asks after whatever may have changed that.

use super::{Changed, refresh, triggers, watch};
use crate::error::Result;
use crate::register::Registered;
use crate::spi;
use pgrx::prelude::*;

/// Makes the guarded table that a relation is, or of which it is or was a part, know what parts it has now.
#[pg_extern(schema = "crm_hygiene")]
#[search_path(pg_catalog, pg_temp)]
fn regroup(relation: pg_sys::Oid) -> Result<()> {
    let Some(root) = triggers::root(relation)? else { return Ok(()) };
    let table = Registered::existing(root)?;
    let fresh = triggers::fresh(&table)?;
    let mut has_other_rows = triggers::release(&table)?;
    for part in &fresh {
        let sql = format!("SELECT EXISTS (SELECT FROM {part})");
        has_other_rows |= spi::first(&sql, &[], |row| row.get::<bool>(1))?.flatten().unwrap_or(true);
    }
    match () {
        () if has_other_rows => refresh(root, Changed::Registration),
        () if !fresh.is_empty() => watch(&table),
        () => Ok(()),
    }
}
