//! Which table a trigger works for, and what its rows are to whom.

use super::lookup::{self, Lookup};
use crate::error::Result;
use crate::spi;
use pgrx::prelude::*;
use std::rc::Rc;

/// The table that a relation is, or is a part of, and that is guarded or whose rows others are compared with.
pub struct Root {
    pub oid: pg_sys::Oid,
    pub parts: Vec<Part>,
}

/// What the rows of a table are to one lookup.
pub struct Part {
    pub lookup: Rc<Lookup>,
    /// Whether they are looked for there.
    pub asks: bool,
    /// Whether they are what others meet there.
    pub enters: bool,
    /// What is done about a duplicate.
    pub on_duplicate: String,
    pub against: pg_sys::Oid,
    pub against_name: String,
}

/// The nearest table above a relation, or itself. None where there is none: what was guarded is so no more.
pub fn root(relid: pg_sys::Oid) -> Result<Option<Root>> {
    if let Some(own) = own(relid)? {
        return Ok(Some(own));
    }
    let above = "WITH RECURSIVE up AS (
             SELECT $1::oid AS relid, 0 AS height
             UNION ALL SELECT i.inhparent, up.height + 1 FROM up JOIN pg_inherits i ON i.inhrelid = up.relid
         )
         SELECT up.relid FROM up
         WHERE EXISTS (SELECT FROM crm_hygiene.guard g WHERE g.relation = up.relid)
            OR EXISTS (SELECT FROM crm_hygiene.lookup l WHERE l.against = up.relid)
         ORDER BY up.height LIMIT 1";
    match spi::kept(above, &[relid.into()], |row| row.get::<pg_sys::Oid>(1))?.into_iter().flatten().next() {
        Some(above) => own(above),
        None => Ok(None),
    }
}

/// None where the relation itself is neither.
fn own(oid: pg_sys::Oid) -> Result<Option<Root>> {
    // A table that has been dropped is asked no more.
    let sql = "SELECT NULL::int, NULL::bigint, false, false, '', $1::oid, '' FROM crm_hygiene.guard g WHERE g.relation = $1
         UNION ALL
         SELECT l.lookup_id, l.version, l.relation = $1, l.against = $1, g.on_duplicate, l.against::oid, c.relname::text
         FROM crm_hygiene.lookup l JOIN crm_hygiene.guard g ON g.relation = l.relation JOIN pg_class c ON c.oid = l.against
         WHERE $1 IN (l.relation, l.against) AND EXISTS (SELECT FROM pg_class o WHERE o.oid = l.relation)
         ORDER BY 1";
    let found = spi::kept(sql, &[oid.into()], |row| {
        let flag = |ordinal| Ok::<_, pgrx::spi::Error>(row.get::<bool>(ordinal)?.unwrap_or(false));
        let word = |ordinal| Ok::<_, pgrx::spi::Error>(row.get::<String>(ordinal)?.unwrap_or_default());
        let against = row.get::<pg_sys::Oid>(6)?.unwrap_or(pg_sys::InvalidOid);
        Ok((row.get::<i32>(1)?.zip(row.get::<i64>(2)?), flag(3)?, flag(4)?, word(5)?, against, word(7)?))
    })?;
    if found.is_empty() {
        return Ok(None);
    }
    let mut parts = Vec::new();
    for (lookup, asks, enters, on_duplicate, against, against_name) in found {
        let Some((id, version)) = lookup else { continue };
        if let Some(lookup) = lookup::load(id, version)? {
            parts.push(Part { lookup, asks, enters, on_duplicate, against, against_name });
        }
    }
    Ok(Some(Root { oid, parts }))
}

impl Part {
    pub fn rejects(&self) -> bool {
        self.on_duplicate == "reject"
    }
}
