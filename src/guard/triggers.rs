//! The triggers of a table, and of what belongs to it.

use crate::engine;
use crate::error::{Error, Result};
use crate::register::Registered;
use crate::spi;
use crm_hygiene_core::guard::TableGuard;
use pgrx::prelude::*;

/// The row trigger. Triggers of one kind fire in the order of their names: this one sees what the others have made of the row.
const ROW: &str = "zz_crm_hygiene_guard";
/// The statement triggers: name, event, and the transition tables that each of them reads. What TRUNCATE takes away can only be read
/// before.
const STATEMENT: [(&str, &str, &str); 4] = [
    ("zz_crm_hygiene_inserted", "AFTER INSERT", "REFERENCING NEW TABLE AS crm_new"),
    ("zz_crm_hygiene_updated", "AFTER UPDATE", "REFERENCING OLD TABLE AS crm_old NEW TABLE AS crm_new"),
    ("zz_crm_hygiene_deleted", "AFTER DELETE", "REFERENCING OLD TABLE AS crm_old"),
    ("zz_crm_hygiene_truncated", "BEFORE TRUNCATE", ""),
];

/// A relation that triggers are put on.
struct Target {
    sql: String,
    is_table: bool,
    /// Whether it has the row triggers of its parent.
    is_partition: bool,
    /// Whether the caller may drop its triggers.
    is_owned: bool,
    /// Whether it is a part that nobody has written down yet. What a dump brings back has been: its triggers are still to come.
    is_fresh: bool,
    /// The guard's triggers that it has.
    triggers: Vec<String>,
}

/// A table, and what belongs to it.
const DOWN: &str = "WITH RECURSIVE down AS (
    SELECT $1::oid AS relid UNION SELECT i.inhrelid FROM down JOIN pg_inherits i ON i.inhparent = down.relid
)";

/// The table, and what belongs to it: partitions, which are written to through their parent or by themselves, and the tables
/// that inherit from it.
fn targets(table: &Registered) -> Result<Vec<Target>> {
    let sql = format!(
        r"{DOWN} SELECT format('%I.%I', n.nspname, c.relname), c.relkind IN ('r', 'p'), c.relispartition AND c.oid <> $1,
                pg_has_role(c.relowner, 'USAGE'),
                c.oid <> $1 AND NOT EXISTS (SELECT FROM crm_hygiene.guarded_part p WHERE p.relation = $1 AND p.part = c.oid),
                ARRAY(SELECT t.tgname::text FROM pg_trigger t
                      WHERE t.tgrelid = c.oid AND t.tgparentid = 0 AND t.tgname LIKE 'zz\_crm\_hygiene\_%')
         FROM down JOIN pg_class c ON c.oid = down.relid JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE n.nspname NOT IN ('pg_catalog', 'information_schema', 'crm_hygiene') ORDER BY c.oid = $1 DESC, 1"
    );
    let found = spi::query(&sql, &[table.relation.oid.into()], |row| {
        let flag = |ordinal| Ok::<_, pgrx::spi::Error>(row.get::<bool>(ordinal)?.unwrap_or(false));
        let triggers = row.get::<Vec<String>>(6)?.unwrap_or_default();
        let sql = row.get(1)?.unwrap_or_default();
        Ok(Target { sql, is_table: flag(2)?, is_partition: flag(3)?, is_owned: flag(4)?, is_fresh: flag(5)?, triggers })
    })?;
    match found.first() {
        Some(own) if own.is_table => Ok(found.into_iter().filter(|target| target.is_table).collect()),
        _ => Err(Error::NotGuardable { relation: table.relation.name.clone() }.into()),
    }
}

/// That the relation can have triggers.
pub fn check(table: &Registered) -> Result<()> {
    targets(table).map(|_| ())
}

/// The table and its parts, as far as a crash empties them.
pub fn unlogged(table: &Registered) -> Result<Vec<String>> {
    let sql = format!(
        "{DOWN} SELECT c.oid::regclass::text FROM down JOIN pg_class c ON c.oid = down.relid WHERE c.relpersistence = 'u' ORDER BY 1"
    );
    Ok(spi::query(&sql, &[table.relation.oid.into()], |row| row.get::<String>(1))?.into_iter().flatten().collect())
}

/// What a table is a part of without being guarded as such: rows written through it pass the table's own statement triggers.
pub fn above(table: &Registered) -> Result<Vec<String>> {
    let sql = format!(
        "SELECT i.inhparent::regclass::text FROM pg_inherits i
         WHERE i.inhrelid = $1 AND NOT EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = i.inhparent AND t.{FIRST}) ORDER BY 1"
    );
    Ok(spi::query(&sql, &[table.relation.oid.into()], |row| row.get::<String>(1))?.into_iter().flatten().collect())
}

/// Makes the triggers that a table needs, and drops those that it does not; or only makes those of parts that have none.
pub fn install(table: &Registered, guard: &TableGuard, of_fresh_parts: bool) -> Result<()> {
    let argument = spi::literal(&engine::argument(guard)?);
    for target in targets(table)?.into_iter().filter(|target| !of_fresh_parts || target.is_fresh) {
        let on = &target.sql;
        if !target.is_partition {
            let sql = format!(
                "CREATE OR REPLACE TRIGGER {ROW} BEFORE INSERT OR UPDATE ON {on}
                 FOR EACH ROW EXECUTE FUNCTION crm_hygiene.guard_row({argument})"
            );
            if guard.stands_at_door() { spi::execute(&sql, &[]).map(|_| ())? } else { target.drop(ROW)? }
        }
        for (name, event, tables) in STATEMENT {
            let sql = format!(
                "CREATE OR REPLACE TRIGGER {name} {event} ON {on} {tables}
                 FOR EACH STATEMENT EXECUTE FUNCTION crm_hygiene.guard_statement({argument})"
            );
            if guard.looks_back() { spi::execute(&sql, &[]).map(|_| ())? } else { target.drop(name)? }
        }
    }
    let oid = table.relation.oid;
    spi::execute("UPDATE crm_hygiene.guard SET protected_at = clock_timestamp() WHERE relation = $1", &[oid.into()])?;
    note_parts(table)
}

/// Writes down what belongs to a table. What does so no more stays until it is [`release`]d.
fn note_parts(table: &Registered) -> Result<()> {
    let sql = format!(
        "{DOWN} INSERT INTO crm_hygiene.guarded_part (relation, part) SELECT $1::oid, relid FROM down WHERE relid <> $1 ON CONFLICT DO NOTHING"
    );
    spi::execute(&sql, &[table.relation.oid.into()]).map(|_| ())
}

/// The first statement trigger as SQL finds it: by its function too, for which not everybody can make triggers.
const FIRST: &str = "tgname = 'zz_crm_hygiene_inserted' AND t.tgfoid = 'crm_hygiene.guard_statement()'::regprocedure";

/// Both kinds of triggers, in the same way: a guard that only warns has but the one for rows.
const ANY: &str = "tgname IN ('zz_crm_hygiene_inserted', 'zz_crm_hygiene_guard')
    AND t.tgfoid IN ('crm_hygiene.guard_statement()'::regprocedure, 'crm_hygiene.guard_row()'::regprocedure)";

/// What a table's triggers know of its guard.
pub fn argument(oid: pg_sys::Oid) -> Result<Option<TableGuard>> {
    let sql = format!("SELECT t.tgargs FROM pg_trigger t WHERE t.tgrelid = $1 AND t.{ANY} LIMIT 1");
    let Some(bytes) = spi::first(&sql, &[oid.into()], |row| row.get::<Vec<u8>>(1))?.flatten() else { return Ok(None) };
    // Each argument ends with a NUL.
    let text = std::str::from_utf8(bytes.strip_suffix(b"\0").unwrap_or(&bytes)).unwrap_or_default();
    Ok(Some(TableGuard::parse(text).map_err(Error::Internal)?))
}

/// The tables by whose guards relations are looked after: those that they are, or were, a part of, and themselves.
pub fn roots(relations: Vec<pg_sys::Oid>) -> Result<Vec<pg_sys::Oid>> {
    let sql = "SELECT r.relation FROM (SELECT unnest($1) AS relation UNION SELECT relation::oid FROM crm_hygiene.guarded_part WHERE part = ANY ($1)) r
         WHERE EXISTS (SELECT FROM crm_hygiene.guard g WHERE g.relation = r.relation)
            OR EXISTS (SELECT FROM crm_hygiene.lookup l WHERE l.against = r.relation)
         ORDER BY 1";
    Ok(spi::query(sql, &[relations.into()], |row| row.get::<pg_sys::Oid>(1))?.into_iter().flatten().collect())
}

/// The parts that have come since the triggers were made.
pub fn fresh(table: &Registered) -> Result<Vec<String>> {
    Ok(targets(table)?.into_iter().filter(|target| target.is_fresh).map(|target| target.sql).collect())
}

/// Drops the triggers of tables that were parts and are so no more. Returns those tables, as far as rows are identified there as they
/// were, and None for the others.
pub fn release(table: &Registered) -> Result<Vec<Option<String>>> {
    let sql = format!(
        "{DOWN}, gone AS (
             DELETE FROM crm_hygiene.guarded_part WHERE relation = $1 AND part NOT IN (SELECT relid FROM down) RETURNING part::oid
         )
         SELECT format('%I.%I', n.nspname, c.relname), pg_has_role(c.relowner, 'USAGE'),
                -- A type of somebody's own could bring functions of his own.
                NOT EXISTS (SELECT a.attname, a.atttypid FROM pg_attribute a WHERE a.attrelid = $1 AND a.attname = ANY ($2::text[]::name[])
                            EXCEPT SELECT o.attname, o.atttypid FROM pg_attribute o WHERE o.attrelid = c.oid AND o.attgenerated = ''),
                ARRAY(SELECT t.tgname::text FROM pg_trigger t WHERE t.tgrelid = c.oid AND t.tgfoid = 'crm_hygiene.guard_statement()'::regprocedure), c.oid
         FROM gone g JOIN pg_class c ON c.oid = g.part JOIN pg_namespace n ON n.oid = c.relnamespace"
    );
    let gone = spi::write(&sql, &[table.relation.oid.into(), table.relation.key.clone().into()], |row| {
        let flag = |ordinal| Ok::<_, pgrx::spi::Error>(row.get::<bool>(ordinal)?.unwrap_or(false));
        let (sql, triggers) = (row.get::<String>(1)?.unwrap_or_default(), row.get::<Vec<String>>(4)?.unwrap_or_default());
        let target = Target { sql, is_table: true, is_partition: true, is_owned: flag(2)?, is_fresh: false, triggers };
        Ok((target, flag(3)?, row.get::<pg_sys::Oid>(5)?.unwrap_or(pg_sys::InvalidOid)))
    })?;
    let release = |(target, is_alike, oid): (Target, bool, pg_sys::Oid)| {
        // What another guard looks after keeps them.
        if roots(vec![oid])?.is_empty() {
            STATEMENT.iter().try_for_each(|(name, ..)| target.drop(name))?;
        }
        Ok(Some(target.sql).filter(|_| is_alike))
    };
    gone.into_iter().map(release).collect()
}

/// Drops the guard's triggers.
pub fn remove(table: &Registered) -> Result<()> {
    spi::execute("DELETE FROM crm_hygiene.guarded_part WHERE relation = $1", &[table.relation.oid.into()])?;
    for target in targets(table)? {
        let names = STATEMENT.iter().map(|(name, ..)| *name);
        names.chain(Some(ROW).filter(|_| !target.is_partition)).try_for_each(|name| target.drop(name))?;
    }
    Ok(())
}

impl Target {
    /// Drops a trigger that it has. Where only the owner can do that, a statement trigger stays, and finds nothing left to do.
    fn drop(&self, trigger: &str) -> Result<()> {
        if !self.triggers.iter().any(|own| own == trigger) {
            return Ok(());
        }
        if !self.is_owned && trigger != ROW {
            notice!("trigger {trigger} stays on {}, without effect, until its owner drops it", self.sql);
            return Ok(());
        }
        spi::execute(&format!("DROP TRIGGER {trigger} ON {}", self.sql), &[]).map(|_| ())
    }
}
