//! Columns of guarded tables that are renamed, dropped or added: the guard follows. What was said about a column holds under its new
//! name too.

use super::{Changed, refresh, triggers};
use crate::error::Result;
use crate::spi;
use pgrx::prelude::*;

/// What names columns of a table, with $1 the table and $2 and $3 the old and the new name of one.
const NAMED: [&str; 5] = [
    "UPDATE crm_hygiene.registry_column SET column_name = $3 WHERE relation = $1 AND column_name = $2",
    "UPDATE crm_hygiene.registry SET key_columns = array_replace(key_columns, $2, $3) WHERE relation = $1 AND $2 = ANY (key_columns)",
    "UPDATE crm_hygiene.flag SET column_name = $3 WHERE relation = $1 AND column_name = $2",
    "UPDATE crm_hygiene.check_rule
     SET columns = array_replace(columns, $2, $3),
         rule = CASE WHEN rule -> 'when' ? $2
                     THEN jsonb_set(rule, '{when}', (rule -> 'when') - $2 || jsonb_build_object($3, rule -> 'when' -> $2))
                     ELSE rule END
     WHERE relation = $1 AND ($2 = ANY (columns) OR rule -> 'when' ? $2)",
    "UPDATE crm_hygiene.guard g
     SET columns = (SELECT jsonb_object_agg(CASE o.key WHEN $2 THEN $3 ELSE o.key END,
                                            CASE WHEN o.value ->> 'raw' = $2 THEN jsonb_set(o.value, '{raw}', to_jsonb($3)) ELSE o.value END)
                    FROM jsonb_each(g.columns) o)
     WHERE relation = $1 AND columns <> '{}'",
];

/// Makes the guard of a table, or of one whose rows others meet, know the columns that the table has now.
pub fn follow(oid: pg_sys::Oid) -> Result<()> {
    let Some(known) = triggers::argument(oid)? else { return Ok(()) };
    let sql = "SELECT attname::text FROM pg_attribute WHERE attrelid = $1 AND attnum > 0 AND NOT attisdropped ORDER BY attnum";
    let own: Vec<String> = spi::query(sql, &[oid.into()], |row| row.get::<String>(1))?.into_iter().flatten().collect();
    let known: Vec<String> = known.checks.columns.into_iter().map(|column| column.name).collect();
    if own == known {
        return Ok(());
    }
    let mut changed = known.iter().zip(&own).filter(|(before, after)| before != after);
    if let (true, Some((before, after)), None) = (own.len() == known.len(), changed.next(), changed.next()) {
        let renamed = [oid.into(), before.as_str().into(), after.as_str().into()];
        NAMED.iter().try_for_each(|sql| spi::execute(sql, &renamed).map(|_| ()))?;
    }
    refresh(oid, Changed::Columns)
}
