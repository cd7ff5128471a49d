//! Checks that ask for uniqueness, under normalisation: each value that a row has taken is a row of a table with a unique key, so
//! that two sessions can't take one value at one moment.

use crate::error::Result;
use crate::register::Registered;
use crate::{check, engine, spi};
use crm_hygiene_core::check::TableChecks;
use crm_hygiene_core::guard::Action;
use pgrx::prelude::*;

/// A value that a row takes.
pub struct Taking {
    pub row_id: String,
    pub check: String,
    pub column: String,
    pub severity: &'static str,
    pub action: Action,
    pub key: String,
}

/// Stores the values that the rows of a table have taken; of several with one value the first that is met.
pub fn prepare(table: &Registered, checks: &TableChecks) -> Result<()> {
    let oid = table.relation.oid;
    spi::execute("DELETE FROM crm_hygiene.unique_value WHERE relation = $1", &[oid.into()])?;
    if !checks.checks.iter().any(|check| check.kind == "unique") {
        return Ok(());
    }
    let sql = format!(
        "INSERT INTO crm_hygiene.unique_value (relation, check_name, digest, row_id)
         SELECT $1::oid, k.check_name, sha256(convert_to(k.key, 'UTF8')), r.row_id
         FROM {}, LATERAL crm_hygiene.unique_keys({}, r.row_values) k
         ON CONFLICT DO NOTHING",
        check::rows_sql(table),
        spi::literal(&engine::argument(checks)?)
    );
    spi::execute(&sql, &[oid.into()])?;
    Ok(())
}

/// Takes values for rows, in one order; returns those that another row has, with that row.
pub fn take(oid: pg_sys::Oid, gone: Vec<String>, takings: Vec<Taking>) -> Result<Vec<(Taking, String)>> {
    if !gone.is_empty() {
        let sql = "DELETE FROM crm_hygiene.unique_value WHERE relation = $1 AND row_id = ANY ($2)";
        spi::kept(sql, &[oid.into(), gone.into()], |_| Ok(()))?;
    }
    if takings.is_empty() {
        return Ok(Vec::new());
    }
    let column = |get: fn(&Taking) -> &str| takings.iter().map(get).collect::<Vec<_>>();
    let arguments = || [oid.into(), column(|own| &own.check).into(), column(|own| &own.key).into(), column(|own| &own.row_id).into()];
    spi::kept(
        "INSERT INTO crm_hygiene.unique_value (relation, check_name, digest, row_id)
         SELECT $1::oid, v.check_name, v.digest, v.row_id
         FROM (SELECT u.check_name, sha256(convert_to(u.key, 'UTF8')) AS digest, u.row_id
               FROM unnest($2::text[], $3::text[], $4::text[]) u (check_name, key, row_id)) v
         ORDER BY v.check_name COLLATE \"C\", v.digest
         ON CONFLICT DO NOTHING",
        &arguments(),
        |_| Ok(()),
    )?;
    let others = spi::kept(
        "SELECT u.number::int - 1, o.row_id
         FROM unnest($2::text[], $3::text[], $4::text[]) WITH ORDINALITY u (check_name, key, row_id, number)
         JOIN crm_hygiene.unique_value o
           ON o.relation = $1 AND o.check_name = u.check_name AND o.digest = sha256(convert_to(u.key, 'UTF8')) AND o.row_id <> u.row_id
         ORDER BY u.number",
        &arguments(),
        |row| Ok((row.get::<i32>(1)?.unwrap_or(-1) as usize, row.get::<String>(2)?.unwrap_or_default())),
    )?;
    let mut takings: Vec<Option<Taking>> = takings.into_iter().map(Some).collect();
    Ok(others.into_iter().filter_map(|(number, other)| Some((takings.get_mut(number)?.take()?, other))).collect())
}
