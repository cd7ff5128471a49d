//! Which columns can be normalised in place.

use crate::error::Result;
use crate::register::Registered;
use crate::spi;

/// What decides whether a column's values can be replaced.
pub struct Facts {
    /// Why they can't.
    pub obstacle: Option<String>,
    /// Its length, where its type has one.
    pub length: Option<i32>,
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
                CASE WHEN a.atttypmod >= 4 THEN a.atttypmod - 4 END
         FROM pg_attribute a
         JOIN pg_type t ON t.oid = a.atttypid
         JOIN crm_hygiene.registry r ON r.relation = a.attrelid
         WHERE a.attrelid = $1 AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum",
        &[table.relation.oid.into()],
        |row| Ok(Facts { obstacle: row.get(1)?, length: row.get(2)? }),
    )
}
