//! The guard: a table's rows are normalised and judged as they come in, whoever writes them.

pub mod column;
mod door;
mod entry;
mod options;
mod report;
pub mod settings;
mod statement;
mod tuple;
mod unique;

use crate::check;
use crate::error::{Error, Result, required};
use crate::regclass::Regclass;
use crate::register::{Registered, Told};
use crate::{engine, spi};
use crm_hygiene_core::guard::{Action, GuardedColumn, TableGuard};
use options::ColumnOptions;
use pgrx::datum::JsonB;
use pgrx::prelude::*;
use serde_json::Value;
pub use settings::unguarded;
use std::collections::BTreeMap;

/// The row trigger. Triggers of one kind fire in the order of their names: this one sees what the others have made of the row.
const ROW_TRIGGER: &str = "zz_crm_hygiene_guard";
/// The statement triggers: name, event, and the transition tables that each of them reads.
const STATEMENT_TRIGGERS: [(&str, &str, &str); 4] = [
    ("zz_crm_hygiene_inserted", "INSERT", "REFERENCING NEW TABLE AS crm_new"),
    ("zz_crm_hygiene_updated", "UPDATE", "REFERENCING OLD TABLE AS crm_old NEW TABLE AS crm_new"),
    ("zz_crm_hygiene_deleted", "DELETE", "REFERENCING OLD TABLE AS crm_old"),
    ("zz_crm_hygiene_truncated", "TRUNCATE", ""),
];
/// Fewest characters that hold a phone number in its normal form.
const PHONE_LENGTH: i32 = 16;

/// What a caller wants of a guard, as it is stored.
#[derive(Default)]
struct Wanted {
    on_invalid: String,
    on_duplicate: String,
    columns: Option<Value>,
    checks: Option<Value>,
}

#[pg_extern]
#[search_path(pg_catalog, pg_temp)]
#[allow(clippy::type_complexity)] // pgrx reads the SQL columns from the written-out type.
fn crm_protect(
    rel: Option<Regclass>,
    on_invalid: default!(Option<&str>, "'fix'"),
    on_duplicate: default!(Option<&str>, "'off'"),
    columns: default!(Option<JsonB>, "NULL"),
    checks: default!(Option<JsonB>, "NULL"),
) -> Result<
    TableIterator<
        'static,
        (
            name!(column_name, String),
            name!(kind, String),
            name!(on_invalid, String),
            name!(normalized, bool),
            name!(raw_column, Option<String>),
        ),
    >,
> {
    let (rel, on_invalid) = (required(rel, "rel")?, required(on_invalid, "on_invalid")?);
    let on_duplicate = required(on_duplicate, "on_duplicate")?;
    let table = Registered::open(rel.0, Told::default())?;
    table.relation.may_be_guarded()?;
    let wanted = Wanted {
        on_invalid: on_invalid.to_owned(),
        on_duplicate: on_duplicate.to_owned(),
        columns: columns.map(|json| json.0),
        checks: checks.map(|json| json.0),
    };
    targets(&table)?;
    let guard = plan(&table, &wanted)?;
    spi::execute(
        "INSERT INTO crm_hygiene.guard (relation, on_invalid, on_duplicate, columns, checks) VALUES ($1::oid, $2, $3, $4, $5)
         ON CONFLICT (relation) DO UPDATE
         SET on_invalid = excluded.on_invalid, on_duplicate = excluded.on_duplicate, columns = excluded.columns, checks = excluded.checks",
        &[
            rel.0.into(),
            wanted.on_invalid.into(),
            wanted.on_duplicate.into(),
            wanted.columns.map(JsonB).into(),
            wanted.checks.map(JsonB).into(),
        ],
    )?;
    install(&table, &guard)?;
    prepare_entries(&table, &guard)?;
    unique::prepare(&table, &guard.checks)?;
    let name = |action: Action| Action::NAMES.iter().find(|(_, own)| *own == action).map_or("", |(name, _)| name).to_owned();
    let names: Vec<String> = guard.checks.columns.iter().map(|column| column.name.clone()).collect();
    let rows = guard.checks.columns.into_iter().zip(guard.columns).filter(|(_, guarded)| guarded.on_invalid != Action::Off).map(
        |(column, guarded)| {
            let raw = guarded.raw.and_then(|raw| names.get(raw).cloned());
            (column.name, column.kind, name(guarded.on_invalid), guarded.normalize, raw)
        },
    );
    Ok(TableIterator::new(rows.collect::<Vec<_>>()))
}

#[pg_extern]
#[search_path(pg_catalog, pg_temp)]
fn crm_unprotect(rel: Option<Regclass>) -> Result<bool> {
    let rel = required(rel, "rel")?;
    Registered::existing(rel.0)?.relation.may_be_guarded()?;
    end(rel.0)
}

/// Takes the guard off a table. False where there is none.
pub fn end(oid: pg_sys::Oid) -> Result<bool> {
    if spi::execute("DELETE FROM crm_hygiene.guard WHERE relation = $1", &[oid.into()])? == 0 {
        return Ok(false);
    }
    let table = Registered::existing(oid)?;
    for table_of in ["flag", "entry", "entry_key", "claim", "unique_value"] {
        spi::execute(&format!("DELETE FROM crm_hygiene.{table_of} WHERE relation = $1"), &[table.relation.oid.into()])?;
    }
    remove(&table)?;
    Ok(true)
}

/// What of a guarded table has changed.
#[derive(PartialEq)]
pub enum Changed {
    Registration,
    Checks,
}

/// Brings the guard of a table up to date, if it has one.
pub fn refresh(oid: pg_sys::Oid, changed: Changed) -> Result<()> {
    let stored =
        spi::first("SELECT on_invalid, on_duplicate, columns, checks FROM crm_hygiene.guard WHERE relation = $1", &[oid.into()], |row| {
            let json = |ordinal| Ok::<_, pgrx::spi::Error>(row.get::<JsonB>(ordinal)?.map(|json| json.0));
            let word = |ordinal| Ok::<_, pgrx::spi::Error>(row.get::<String>(ordinal)?.unwrap_or_default());
            Ok(Wanted { on_invalid: word(1)?, on_duplicate: word(2)?, columns: json(3)?, checks: json(4)? })
        })?;
    let Some(mut wanted) = stored else { return Ok(()) };
    let table = Registered::existing(oid)?;
    // What was said about columns and checks that are gone is void.
    let checks = check::table_checks(&table)?.checks;
    retain(&mut wanted.columns, |name| table.relation.check_column(name).is_ok());
    retain(&mut wanted.checks, |name| checks.iter().any(|check| check.name == name));
    let guard = plan(&table, &wanted)?;
    install(&table, &guard)?;
    if changed == Changed::Registration {
        prepare_entries(&table, &guard)?;
    }
    unique::prepare(&table, &guard.checks)
}

fn retain(json: &mut Option<Value>, keep: impl Fn(&str) -> bool) {
    if let Some(Value::Object(object)) = json {
        object.retain(|name, _| keep(name));
    }
}

/// Lets the rows that are there be met by those that come, if anybody asks.
fn prepare_entries(table: &Registered, guard: &TableGuard) -> Result<()> {
    if guard.matching.is_empty() { entry::forget(table.relation.oid) } else { entry::prepare(table) }
}

/// How the table will be guarded.
fn plan(table: &Registered, wanted: &Wanted) -> Result<TableGuard> {
    let bad = |detail: String| -> pgrx::pg_sys::panic::ErrorReport { Error::BadGuard { detail }.into() };
    let default = Action::find(&wanted.on_invalid)
        .ok_or(Error::BadArgument { name: "on_invalid", rule: "is none of fix, flag, warn, reject, off" })?;
    if !entry::ACTIONS.contains(&wanted.on_duplicate.as_str()) {
        return Err(Error::BadArgument { name: "on_duplicate", rule: "is none of flag, warn, reject, off" }.into());
    }
    let told = options::columns(wanted.columns.as_ref()).map_err(bad)?;
    let rules = options::checks(wanted.checks.as_ref()).map_err(bad)?;
    told.keys().try_for_each(|column| table.relation.check_column(column))?;
    let checks = check::table_checks(table)?;
    if let Some(unknown) = rules.keys().find(|name| !checks.checks.iter().any(|check| check.name == **name)) {
        return Err(bad(format!("There is no check \"{unknown}\".")));
    }
    let obstacles = column::facts(table)?;
    let mut columns = Vec::with_capacity(checks.columns.len());
    for (column, facts) in checks.columns.iter().zip(&obstacles) {
        let own = told.get(&column.name).cloned().unwrap_or_default();
        let keeps = told.values().any(|options| options.raw.as_ref() == Some(&column.name));
        let is_plain = column.is_plain();
        let judged = !keeps && (!is_plain || checks.checks.iter().any(|check| check.columns.contains(&column.name)));
        let on_invalid = own.on_invalid.unwrap_or(if judged { default } else { Action::Off });
        let wants = own.normalize.unwrap_or(on_invalid == Action::Fix && !is_plain);
        if let (Some(true), Some(obstacle)) = (own.normalize, &facts.obstacle) {
            return Err(bad(format!("\"{}\" can't be normalised: {obstacle}.", column.name)));
        }
        let normalize = wants && facts.obstacle.is_none();
        if normalize && column.kind == "phone" && facts.length.is_some_and(|length| length < PHONE_LENGTH) {
            warning!("column \"{}\" has no room for phone numbers in their normal form; what does not fit stays as it came", column.name);
        }
        let raw = raw_column(table, &told, &own, &obstacles, &column.name).map_err(bad)?;
        columns.push(GuardedColumn { on_invalid, normalize, raw: raw.filter(|_| normalize) });
    }
    let key = table.relation.key.iter().filter_map(|key| table.relation.columns.iter().position(|column| column.name == *key)).collect();
    let mut matching = Vec::new();
    if wanted.on_duplicate != "off" {
        matching =
            table.plan.fields.iter().flat_map(|field| field.sources.iter().flatten().flatten().copied()).chain(table.plan.city).collect();
        matching.sort_unstable();
        matching.dedup();
    }
    Ok(TableGuard { checks, key, matching, columns, rules })
}

/// The position of the column that keeps what came, if one is named and can.
fn raw_column(
    table: &Registered,
    told: &BTreeMap<String, ColumnOptions>,
    own: &ColumnOptions,
    obstacles: &[column::Facts],
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

/// A relation that triggers are put on.
struct Target {
    sql: String,
    is_table: bool,
    /// Whether it has the row triggers of its parent.
    is_partition: bool,
}

/// The table, and what belongs to it: partitions, which are written to through their parent or by themselves, and the tables
/// that inherit from it.
fn targets(table: &Registered) -> Result<Vec<Target>> {
    let found = spi::query(
        "WITH RECURSIVE down AS (
             SELECT $1::oid AS relid UNION SELECT i.inhrelid FROM down JOIN pg_inherits i ON i.inhparent = down.relid
         )
         SELECT format('%I.%I', n.nspname, c.relname), c.relkind IN ('r', 'p'), c.relispartition AND c.oid <> $1
         FROM down JOIN pg_class c ON c.oid = down.relid JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE n.nspname NOT IN ('pg_catalog', 'information_schema', 'crm_hygiene') ORDER BY c.oid = $1 DESC, 1",
        &[table.relation.oid.into()],
        |row| {
            let flag = |ordinal| Ok::<_, pgrx::spi::Error>(row.get::<bool>(ordinal)?.unwrap_or(false));
            Ok(Target { sql: row.get(1)?.unwrap_or_default(), is_table: flag(2)?, is_partition: flag(3)? })
        },
    )?;
    match found.first() {
        Some(own) if own.is_table => Ok(found.into_iter().filter(|target| target.is_table).collect()),
        _ => Err(Error::NotGuardable { relation: table.relation.name.clone() }.into()),
    }
}

/// Makes the triggers that the guard needs, and drops those that it does not.
fn install(table: &Registered, guard: &TableGuard) -> Result<()> {
    let argument = spi::literal(&engine::argument(guard)?);
    for target in targets(table)? {
        let on = &target.sql;
        if !target.is_partition {
            let sql = format!(
                "CREATE OR REPLACE TRIGGER {ROW_TRIGGER} BEFORE INSERT OR UPDATE ON {on}
                 FOR EACH ROW EXECUTE FUNCTION crm_hygiene.guard_row({argument})"
            );
            spi::execute(&if guard.stands_at_door() { sql } else { drop_sql(ROW_TRIGGER, on) }, &[])?;
        }
        for (name, event, tables) in STATEMENT_TRIGGERS {
            let sql = format!(
                "CREATE OR REPLACE TRIGGER {name} AFTER {event} ON {on} {tables}
                 FOR EACH STATEMENT EXECUTE FUNCTION crm_hygiene.guard_statement({argument})"
            );
            spi::execute(&if guard.looks_back() { sql } else { drop_sql(name, on) }, &[])?;
        }
    }
    // After the triggers: from here on nobody can write unseen.
    let oid = table.relation.oid;
    spi::execute("UPDATE crm_hygiene.guard SET protected_at = clock_timestamp() WHERE relation = $1", &[oid.into()])?;
    Ok(())
}

/// Drops the guard's triggers.
fn remove(table: &Registered) -> Result<()> {
    for target in targets(table)? {
        if !target.is_partition {
            spi::execute(&drop_sql(ROW_TRIGGER, &target.sql), &[])?;
        }
        for (name, ..) in STATEMENT_TRIGGERS {
            spi::execute(&drop_sql(name, &target.sql), &[])?;
        }
    }
    Ok(())
}

fn drop_sql(trigger: &str, on: &str) -> String {
    format!("DROP TRIGGER IF EXISTS {trigger} ON {on}")
}
