//! Lookups: in which tables the new rows of a guarded table are looked for, how rows of either side are read, and what weighs
//! the candidates.

use super::entry;
use crate::dedupe::{self, Fitted};
use crate::error::{Error, Result};
use crate::matching::join_plans;
use crate::register::Registered;
use crate::{engine, rule, setting, spi};
use crm_hygiene_core::model::Model;
use crm_hygiene_core::plan::{Plan, TablePlan};
use crm_hygiene_core::score::Judge;
use crm_hygiene_core::tally::Counts;
use pgrx::prelude::*;
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

/// A table that is guarded from its first row on is judged as the table that it will be: nobody is turned away for a name alone.
const LEAST_ROWS: f64 = 20_000.0;
/// A version that no lookup has had before.
const NEXT_VERSION: &str = "(extract(epoch FROM clock_timestamp()) * 1000000)::bigint";
/// Lookups that a session keeps ready.
const KEPT: usize = 50;

/// A lookup, as it is used.
pub struct Lookup {
    pub id: i32,
    version: i64,
    pub judge: Rc<Judge>,
    /// How the rows that are there are read, where that is another table.
    pub against_plan: Option<Plan>,
    pub counts: Vec<u8>,
    pub hot: Vec<u8>,
}

thread_local! {
    static LOOKUPS: RefCell<HashMap<i32, Rc<Lookup>>> = RefCell::new(HashMap::new());
}

/// The lookup of that number and version. None where it is gone.
pub fn load(id: i32, version: i64) -> Result<Option<Rc<Lookup>>> {
    let known = LOOKUPS.with_borrow(|lookups| lookups.get(&id).filter(|known| known.version == version).cloned());
    if known.is_some() {
        return Ok(known);
    }
    let stored = spi::first(
        "SELECT plan, against_plan, model, counts, hot, relation = against FROM crm_hygiene.lookup WHERE lookup_id = $1",
        &[id.into()],
        |row| {
            let text = |ordinal| Ok::<_, pgrx::spi::Error>(row.get::<String>(ordinal)?.unwrap_or_default());
            let bytes = |ordinal| Ok::<_, pgrx::spi::Error>(row.get::<Vec<u8>>(ordinal)?.unwrap_or_default());
            Ok((text(1)?, text(2)?, text(3)?, bytes(4)?, bytes(5)?, row.get::<bool>(6)?.unwrap_or(false)))
        },
    )?;
    let Some((plan, against_plan, model, counts, hot, is_own)) = stored else { return Ok(None) };
    let against_plan = if is_own { None } else { Some(Plan::parse(&against_plan).map_err(Error::Internal)?) };
    let lookup = Rc::new(Lookup { id, version, judge: engine::judge(&plan, &model)?, against_plan, counts, hot });
    LOOKUPS.with_borrow_mut(|lookups| {
        if lookups.len() >= KEPT {
            lookups.clear();
        }
        lookups.insert(id, lookup.clone());
    });
    Ok(Some(lookup))
}

/// What a lookup is made of.
#[derive(PartialEq)]
struct Made {
    plan: String,
    against_plan: String,
    model: String,
    counts: Vec<u8>,
}

/// How the rows of `table` are looked for: among themselves with what the table's last run fitted, in another table with what is
/// known about both.
fn make(table: &Registered, against: Option<&Registered>) -> Result<Made> {
    let (plan, against_plan, mut model, counts) = match against {
        None => {
            let Fitted { plan, model, counts, .. } = Fitted::current(table)?;
            (plan.clone(), plan, model, counts)
        }
        Some(against) => {
            let (mut plan, mut against_plan) = (table.plan.clone(), against.plan.clone());
            join_plans(&mut plan, &mut against_plan);
            if plan.fields.is_empty() {
                let [relation, against] = [table, against].map(|table| table.relation.name.clone());
                return Err(Error::NothingInCommon { relation, against }.into());
            }
            let rows = table.relation.row_count()? + against.relation.row_count()?;
            plan.thorough = rows <= dedupe::THOROUGH;
            against_plan.thorough = plan.thorough;
            let looked_up = engine::plan(&engine::argument(&plan)?)?;
            let mut model = Model::builtin(&looked_up, rows as f64, dedupe::THRESHOLD, dedupe::REVIEW);
            let of_two_tables = engine::plan(&engine::argument(&TablePlan { cross: true, ..plan.clone() })?)?;
            model.rules = rule::of(table.relation.oid, &of_two_tables)?;
            (plan, against_plan, model, Vec::new())
        }
    };
    model.rows = model.rows.max(LEAST_ROWS);
    let (plan, against_plan) = (engine::argument(&plan)?, engine::argument(&against_plan)?);
    Ok(Made { plan, against_plan, model: engine::argument(&model)?, counts })
}

/// Makes the rows of `table` be looked for there from now on: in itself and in these tables, or nowhere. Returns the tables that
/// are no longer asked.
pub fn settle(table: &Registered, against: &[Registered]) -> Result<Vec<pg_sys::Oid>> {
    let oid = table.relation.oid;
    let kept: Vec<pg_sys::Oid> = against.iter().map(|against| against.relation.oid).collect();
    let former: Vec<pg_sys::Oid> = others(oid)?.into_iter().filter(|former| !kept.contains(former)).collect();
    for former in &former {
        forget("relation = $1 AND against = $2", &[oid.into(), (*former).into()])?;
    }
    put(table, None)?;
    against.iter().try_for_each(|against| put(table, Some(against)).map(|_| ()))?;
    Ok(former)
}

/// The other tables in which the rows of a table are looked for.
pub fn others(oid: pg_sys::Oid) -> Result<Vec<pg_sys::Oid>> {
    let sql = "SELECT l.against::oid FROM crm_hygiene.lookup l JOIN pg_class c ON c.oid = l.against
               WHERE l.relation = $1 AND l.against <> l.relation ORDER BY l.lookup_id";
    Ok(spi::query(sql, &[oid.into()], |row| row.get::<pg_sys::Oid>(1))?.into_iter().flatten().collect())
}

/// The other tables whose rows are looked for in a table.
pub fn askers(oid: pg_sys::Oid) -> Result<Vec<pg_sys::Oid>> {
    let sql = "SELECT l.relation::oid FROM crm_hygiene.lookup l JOIN pg_class c ON c.oid = l.relation
               WHERE l.against = $1 AND l.against <> l.relation ORDER BY l.lookup_id";
    Ok(spi::query(sql, &[oid.into()], |row| row.get::<pg_sys::Oid>(1))?.into_iter().flatten().collect())
}

/// Whether any rows are looked for in the table, or those of the table anywhere.
pub fn involves(oid: pg_sys::Oid) -> Result<bool> {
    let sql = "SELECT EXISTS (SELECT FROM crm_hygiene.lookup WHERE $1 IN (relation, against))";
    Ok(spi::first(sql, &[oid.into()], |row| row.get::<bool>(1))?.flatten().unwrap_or(false))
}

/// Writes a lookup down as it is to be now; true where the rows that are there have to be read anew.
pub fn put(table: &Registered, against: Option<&Registered>) -> Result<bool> {
    let (oid, other) = (table.relation.oid, against.unwrap_or(table).relation.oid);
    let made = make(table, against)?;
    let sql = "SELECT plan, against_plan, model, counts FROM crm_hygiene.lookup WHERE relation = $1 AND against = $2";
    let stored = spi::first(sql, &[oid.into(), other.into()], |row| {
        let text = |ordinal| Ok::<_, pgrx::spi::Error>(row.get::<String>(ordinal)?.unwrap_or_default());
        Ok(Made { plan: text(1)?, against_plan: text(2)?, model: text(3)?, counts: row.get::<Vec<u8>>(4)?.unwrap_or_default() })
    })?;
    if stored.as_ref() == Some(&made) {
        return Ok(false);
    }
    let rereads = stored.is_none_or(|stored| unlabelled(&stored.against_plan) != unlabelled(&made.against_plan));
    spi::execute(
        &format!(
            "INSERT INTO crm_hygiene.lookup (relation, against, version, plan, against_plan, model, counts, hot)
             VALUES ($1::oid, $2::oid, {NEXT_VERSION}, $3, $4, $5, $6, '')
             ON CONFLICT (relation, against) DO UPDATE SET version = excluded.version, plan = excluded.plan,
                 against_plan = excluded.against_plan, model = excluded.model, counts = excluded.counts"
        ),
        &[oid.into(), other.into(), made.plan.into(), made.against_plan.into(), made.model.into(), made.counts.into()],
    )?;
    Ok(rereads)
}

/// How rows are read, whatever their fields are called.
fn unlabelled(plan: &str) -> Option<TablePlan> {
    let mut plan: TablePlan = serde_json::from_str(plan).ok()?;
    plan.fields.iter_mut().for_each(|field| field.label.clear());
    Some(plan)
}

/// Takes over how new rows are read. Those that are there stay as they were read, and [`put`] will say so.
pub fn reword(table: &Registered, against: Option<&Registered>) -> Result<()> {
    let (oid, other) = (table.relation.oid, against.unwrap_or(table).relation.oid);
    let plan = make(table, against)?.plan;
    let sql = format!("UPDATE crm_hygiene.lookup SET plan = $3, version = {NEXT_VERSION} WHERE relation = $1 AND against = $2");
    spi::execute(&sql, &[oid.into(), other.into(), plan.into()]).map(|_| ())
}

/// Reads all rows in which the rows of `table` are looked for. Nobody may write to `against` meanwhile.
pub fn fill(table: &Registered, against: &Registered) -> Result<()> {
    let sql = "SELECT lookup_id, against_plan FROM crm_hygiene.lookup WHERE relation = $1 AND against = $2";
    let found = spi::first(sql, &[table.relation.oid.into(), against.relation.oid.into()], |row| {
        Ok((row.get::<i32>(1)?.unwrap_or(0), row.get::<String>(2)?.unwrap_or_default()))
    })?;
    let Some((id, plan)) = found else { return Ok(()) };
    entry::forget(id)?;
    sees_all(against, &against.relation.sql)?;
    spi::execute(&entries_sql(against, &plan, &against.relation.sql), &[id.into()])?;
    spi::with_setting("work_mem", &setting::work_mem(), || {
        let hot = spi::query(
            "SELECT k.key, LEAST(count(*), 1000000000)::int FROM (SELECT unnest(crm_hygiene.record_keys(record)) AS key FROM crm_hygiene.entry WHERE lookup_id = $1) k
             GROUP BY k.key HAVING count(*) > $2",
            &[id.into(), i64::from(dedupe::BLOCK_LIMIT).into()],
            |row| Ok((row.get::<i32>(1)?.unwrap_or(0), row.get::<i32>(2)?.unwrap_or(0))),
        )?;
        let keys: Vec<i32> = hot.iter().map(|(key, _)| *key).collect();
        spi::execute(
            "INSERT INTO crm_hygiene.entry_key (lookup_id, key, row_id)
             SELECT e.lookup_id, k.key, e.row_id FROM crm_hygiene.entry e, LATERAL unnest(crm_hygiene.record_keys(e.record)) k (key)
             WHERE e.lookup_id = $1 AND k.key <> ALL ($2) ORDER BY k.key, e.row_id",
            &[id.into(), keys.into()],
        )?;
        let mut hot: Vec<(u32, u32)> = hot.into_iter().map(|(key, rows)| (key as u32, rows as u32)).collect();
        hot.sort_unstable();
        spi::execute(
            &format!("UPDATE crm_hygiene.lookup SET hot = $2, version = {NEXT_VERSION} WHERE lookup_id = $1"),
            &[id.into(), Counts::pack(&hot).into()],
        )
        .map(|_| ())
    })
}

/// The lookups that meet rows of a table, with how those are read.
pub fn meeting(against: pg_sys::Oid) -> Result<Vec<(i32, String)>> {
    let sql = "SELECT lookup_id, against_plan FROM crm_hygiene.lookup WHERE against = $1 ORDER BY lookup_id";
    spi::query(sql, &[against.into()], |row| Ok((row.get::<i32>(1)?.unwrap_or(0), row.get::<String>(2)?.unwrap_or_default())))
}

/// Reads the rows of a part that has joined a table. Nobody may write to it meanwhile.
pub fn add(against: &Registered, part: &str) -> Result<()> {
    for (id, plan) in meeting(against.relation.oid)? {
        let sql = format!(
            "WITH new AS ({} ON CONFLICT DO NOTHING RETURNING row_id, record)
             INSERT INTO crm_hygiene.entry_key (lookup_id, key, row_id)
             SELECT $1, k.key, n.row_id FROM new n, LATERAL unnest(crm_hygiene.record_keys(n.record)) k (key) ORDER BY k.key, n.row_id",
            entries_sql(against, &plan, part)
        );
        sees_all(against, part)?;
        spi::execute(&sql, &[id.into()])?;
    }
    Ok(())
}

/// That policies hide none of a table's rows, or of those of a part, from whoever reads them for its guard.
pub fn sees_all(table: &Registered, part: &str) -> Result<()> {
    let is_hidden = spi::first("SELECT row_security_active($1::regclass)", &[part.into()], |row| row.get::<bool>(1))?.flatten();
    if is_hidden == Some(true) { Err(Error::RowsHidden { relation: table.relation.name.clone() }.into()) } else { Ok(()) }
}

/// INSERT of the entries of a table's rows, or of those of a part.
fn entries_sql(against: &Registered, plan: &str, from: &str) -> String {
    format!(
        "INSERT INTO crm_hygiene.entry (lookup_id, row_id, record) SELECT $1, {row_id}, crm_hygiene.record({plan}, {row_id}, {values}) FROM {from} t",
        row_id = against.relation.row_id_sql(),
        plan = spi::literal(plan),
        values = against.values_sql(),
    )
}

/// Forgets the lookups that meet a condition, and what rows have left for them.
pub fn forget(condition: &str, args: &[pgrx::datum::DatumWithOid]) -> Result<()> {
    let gone = spi::query(&format!("SELECT lookup_id FROM crm_hygiene.lookup WHERE {condition}"), args, |row| row.get::<i32>(1))?;
    for id in gone.into_iter().flatten() {
        entry::forget(id)?;
        spi::execute("DELETE FROM crm_hygiene.lookup WHERE lookup_id = $1", &[id.into()])?;
    }
    Ok(())
}
