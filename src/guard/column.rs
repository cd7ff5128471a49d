//! Which columns can be normalised in place.

use super::options::ColumnOptions;
use crate::error::Result;
use crate::register::Registered;
use crate::spi;
use crm_hygiene_core::check::{Checks, TableChecks};
use crm_hygiene_core::guard::{Action, GuardedColumn};
use std::collections::BTreeMap;

/// What decides whether a column's values can be replaced.
pub struct Facts {
    /// Why they can't.
    pub obstacle: Option<String>,
    /// Its length, where its type has one.
    pub length: Option<i32>,
    /// Whether its values are only known once a row is stored.
    pub is_generated: bool,
}

/// The facts about every column, in the table's order.
pub fn facts(table: &Registered) -> Result<Vec<Facts>> {
    spi::query(
        "WITH RECURSIVE up AS (
             SELECT $1::oid AS relid UNION SELECT i.inhparent FROM up JOIN pg_inherits i ON i.inhrelid = up.relid
         ), down AS (
             SELECT $1::oid AS relid UNION SELECT i.inhrelid FROM down JOIN pg_inherits i ON i.inhparent = down.relid
         )
         SELECT CASE
                    WHEN t.typcategory <> 'S' OR t.typname = 'name' THEN 'its type is no text'
                    WHEN a.attgenerated <> '' THEN 'it is generated'
                    WHEN EXISTS (SELECT FROM pg_constraint d WHERE d.contypid = t.oid) THEN 'its domain has a constraint'
                    WHEN a.attname = ANY (r.key_columns) THEN 'it identifies the row'
                    WHEN EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = a.attrelid AND k.contype = 'f' AND a.attnum = ANY (k.conkey))
                        THEN 'it refers to another table'
                    WHEN EXISTS (SELECT FROM pg_partitioned_table p
                                 JOIN pg_attribute part ON part.attrelid = p.partrelid AND part.attname = a.attname
                                 WHERE p.partrelid IN (SELECT relid FROM up UNION SELECT relid FROM down) AND part.attnum = ANY (p.partattrs::int2[]))
                        THEN 'it decides the partition'
                END,
                CASE WHEN l.typmod >= 4 THEN l.typmod - 4 END, a.attgenerated <> ''
         FROM pg_attribute a
         JOIN pg_type t ON t.oid = a.atttypid
         JOIN crm_hygiene.registry r ON r.relation = a.attrelid
         -- A domain has a length of its own, or that of the domain that it is made of.
         CROSS JOIN LATERAL (
             WITH RECURSIVE made_of AS (
                 SELECT t.typbasetype, GREATEST(a.atttypmod, t.typtypmod) AS typmod
                 UNION ALL SELECT b.typbasetype, b.typtypmod FROM made_of m JOIN pg_type b ON b.oid = m.typbasetype
             ) SELECT max(typmod) AS typmod FROM made_of
         ) l
         WHERE a.attrelid = $1 AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum",
        &[table.relation.oid.into()],
        |row| Ok(Facts { obstacle: row.get(1)?, length: row.get(2)?, is_generated: row.get(3)?.unwrap_or(false) }),
    )
}

/// Lists what checks of generated columns find, where writers would be turned away or told: at the door those have no value yet.
pub fn list_generated(checks: &TableChecks, facts: &[Facts], columns: &[GuardedColumn], rules: &mut BTreeMap<String, Action>) {
    let generated: Vec<usize> = (0..facts.len()).filter(|position| facts[*position].is_generated).collect();
    for check in checks.checks.iter().filter(|_| !generated.is_empty()) {
        let first = checks.columns.iter().position(|column| check.columns.first() == Some(&column.name));
        let action = rules.get(&check.name).copied().or(first.and_then(|first| columns.get(first)).map(|column| column.on_invalid));
        let alone = Checks::new(&TableChecks { checks: vec![check.clone()], ..checks.clone() });
        if action.is_some_and(Action::speaks) && alone.is_ok_and(|alone| generated.iter().any(|position| alone.has_part(*position))) {
            rules.insert(check.name.clone(), Action::Flag);
        }
    }
}

/// The position of the column that keeps what came, if one is named and can.
pub fn raw(
    table: &Registered,
    told: &BTreeMap<String, ColumnOptions>,
    own: &ColumnOptions,
    obstacles: &[Facts],
    name: &str,
) -> std::result::Result<Option<usize>, String> {
    let Some(raw) = &own.raw else { return Ok(None) };
    let Some(position) = table.relation.columns.iter().position(|column| column.name == *raw) else {
        return Err(format!("There is no column \"{raw}\" to keep what came in \"{name}\"."));
    };
    let shared = told.iter().any(|(other, options)| other != name && options.raw.as_ref() == Some(raw));
    let fits = obstacles.get(position).is_some_and(|facts| facts.obstacle.is_none() && facts.length.is_none());
    if raw == name || shared || !fits || told.contains_key(raw) {
        return Err(format!("\"{raw}\" can't keep what came in \"{name}\": it must be a column of type text that has no other use."));
    }
    Ok(Some(position))
}
