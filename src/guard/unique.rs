//! Checks that ask for uniqueness, under normalisation: each value that a row has taken is a row of a table with a unique key, so
//! that two sessions can't take one value at one moment.

use super::lookup;
use crate::error::Result;
use crate::register::Registered;
use crate::{check, engine, spi};
use crm_hygiene_core::check::TableChecks;
use crm_hygiene_core::guard::Action;
use pgrx::datum::DatumWithOid;
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
    lookup::sees_all(table, &table.relation.sql)?;
    spi::execute(&sql, &[oid.into()]).map(|_| ())
}

/// A value that another row has, with that row as far as it can be seen.
pub type Repeated = (Taking, Option<String>);

/// Takes values for rows, in one order; returns those that another row has.
pub fn take(oid: pg_sys::Oid, gone: Vec<String>, takings: Vec<Taking>) -> Result<Vec<Repeated>> {
    if !gone.is_empty() {
        let sql = "DELETE FROM crm_hygiene.unique_value WHERE relation = $1 AND row_id = ANY ($2)";
        spi::kept(sql, &[oid.into(), gone.into()], |_| Ok(()))?;
    }
    if takings.is_empty() {
        return Ok(Vec::new());
    }
    let mut order: Vec<usize> = (0..takings.len()).collect();
    let place = |number: usize| (takings[number].action != Action::Reject, &takings[number].check, &takings[number].key);
    order.sort_by(|a, b| place(*a).cmp(&place(*b)));
    let sorted: Vec<&Taking> = order.iter().map(|number| &takings[*number]).collect();
    let (turned_away, told) = sorted.split_at(sorted.partition_point(|taking| taking.action == Action::Reject));
    insert(oid, turned_away)?;
    let mut late = Vec::new();
    insert_unless_late(oid, told, turned_away.len(), &mut late)?;
    let mut others: Vec<(usize, Option<String>)> = spi::kept(
        "SELECT u.number::int - 1, o.row_id
         FROM unnest($2::text[], $3::text[], $4::text[]) WITH ORDINALITY u (check_name, key, row_id, number)
         JOIN crm_hygiene.unique_value o
           ON o.relation = $1 AND o.check_name = u.check_name AND o.digest = sha256(convert_to(u.key, 'UTF8')) AND o.row_id <> u.row_id",
        &arguments(oid, &sorted),
        |row| Ok((row.get::<i32>(1)?.unwrap_or(-1) as usize, row.get::<String>(2)?)),
    )?;
    others.extend(late.into_iter().map(|number| (number, None)));
    let mut others: Vec<_> = others.into_iter().filter_map(|(number, other)| Some((*order.get(number)?, other))).collect();
    others.sort_unstable();
    let mut takings: Vec<Option<Taking>> = takings.into_iter().map(Some).collect();
    Ok(others.into_iter().filter_map(|(number, other)| Some((takings.get_mut(number)?.take()?, other))).collect())
}

fn arguments<'a>(oid: pg_sys::Oid, takings: &'a [&Taking]) -> [DatumWithOid<'a>; 4] {
    let column = |get: fn(&Taking) -> &str| takings.iter().map(|own| get(own)).collect::<Vec<_>>();
    [oid.into(), column(|own| &own.check).into(), column(|own| &own.key).into(), column(|own| &own.row_id).into()]
}

fn insert(oid: pg_sys::Oid, takings: &[&Taking]) -> Result<()> {
    if !takings.is_empty() {
        spi::kept(
            "INSERT INTO crm_hygiene.unique_value (relation, check_name, digest, row_id)
             SELECT $1::oid, u.check_name, sha256(convert_to(u.key, 'UTF8')), u.row_id
             FROM unnest($2::text[], $3::text[], $4::text[]) WITH ORDINALITY u (check_name, key, row_id, number) ORDER BY u.number
             ON CONFLICT DO NOTHING",
            &arguments(oid, takings),
            |_| Ok(()),
        )?;
    }
    Ok(())
}

/// Finds those that another transaction has taken meanwhile, which this one cannot see: nobody is turned away for them.
fn insert_unless_late(oid: pg_sys::Oid, takings: &[&Taking], from: usize, late: &mut Vec<usize>) -> Result<()> {
    if takings.is_empty() || spi::sees_others() {
        return insert(oid, takings);
    }
    if spi::unless(PgSqlErrorCode::ERRCODE_T_R_SERIALIZATION_FAILURE, || insert(oid, takings))? {
        return Ok(());
    }
    if takings.len() == 1 {
        late.push(from);
        return Ok(());
    }
    let (first, second) = takings.split_at(takings.len() / 2);
    insert_unless_late(oid, first, from, late)?;
    insert_unless_late(oid, second, from + first.len(), late)
}
