//! The guard: a table's rows are normalised and judged as they come in, whoever writes them.

pub mod column;
mod door;
mod emptied;
mod entry;
mod flags;
mod follow;
mod judged;
mod lookup;
mod meeting;
mod options;
mod parts;
mod publish;
mod report;
mod root;
mod settled;
mod statement;
mod switch;
mod tell;
mod triggers;
mod tuple;
mod unique;

use crate::check;
use crate::error::{Error, Result, required};
use crate::regclass::{Regclass, Regclasses};
use crate::register::{Registered, Told};
use crate::spi;
use crm_hygiene_core::guard::{Action, GuardedColumn, TableGuard};
use pgrx::datum::JsonB;
use pgrx::prelude::*;
pub use publish::lists_duplicates;
use serde_json::Value;
use std::collections::BTreeMap;
pub use switch::unguarded;

/// Fewest characters that hold a phone number in its normal form.
const PHONE_LENGTH: i32 = 16;
/// Other tables in which new rows may be looked for: each is a search of its own for every row.
const MOST_OTHERS: usize = 10;

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
    against: default!(Option<Regclasses>, "'{}'"),
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
    triggers::check(&table)?;
    for unlogged in triggers::unlogged(&table)?.into_iter().filter(|_| on_duplicate != "off") {
        warning!("{unlogged} is unlogged: after a crash it is empty, and its guard knows that only once crm_protect is called again");
    }
    for above in triggers::above(&table)? {
        warning!("what is written through {above} passes the guard of {}; let crm_protect guard {above} instead", table.relation.name);
    }
    let against = others(&table, against, &wanted)?;
    let guard = plan(&table, &wanted)?;
    let wanted_off = wanted.on_duplicate == "off";
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
    // From now on not only runs list duplicates.
    spi::execute("UPDATE crm_hygiene.store SET counted = false WHERE relation = $1", &[rel.0.into()])?;
    let former = if wanted_off { disband(rel.0)? } else { lookup::settle(&table, &against)? };
    triggers::install(&table, &guard, false)?;
    against.iter().try_for_each(|against| watch(against, Changed::Watchers))?;
    // From here on nobody can write unseen.
    if !wanted_off {
        lookup::fill(&table, &table)?;
        against.iter().try_for_each(|against| lookup::fill(&table, against))?;
    }
    former.into_iter().try_for_each(unwatch)?;
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
    let asked = disband(oid)?;
    for table_of in ["flag", "unique_value"] {
        spi::execute(&format!("DELETE FROM crm_hygiene.{table_of} WHERE relation = $1"), &[oid.into()])?;
    }
    // Others may look for their rows in it still.
    if lookup::involves(oid)? {
        watch(&table, Changed::Watchers)?
    } else {
        triggers::remove(&table)?
    }
    asked.into_iter().try_for_each(unwatch)?;
    Ok(true)
}

/// Ends all that guards have to do with a table.
pub fn leave(oid: pg_sys::Oid) -> Result<()> {
    end(oid)?;
    if lookup::involves(oid)? {
        let table = Registered::existing(oid)?;
        for asker in lookup::askers(oid)? {
            let asker = Registered::existing(asker)?.relation.name;
            notice!("rows of {asker} are no longer looked for in {}", table.relation.name);
        }
        forget(oid)?;
        triggers::remove(&table)?;
    }
    Ok(())
}

/// Forgets a relation that is no longer registered: it is neither guarded nor looked into.
pub fn forget(oid: pg_sys::Oid) -> Result<()> {
    lookup::forget("$1 IN (relation, against)", &[oid.into()])
}

/// Ends all lookups of a table's rows; returns the other tables that were looked into.
fn disband(oid: pg_sys::Oid) -> Result<Vec<pg_sys::Oid>> {
    let asked = lookup::others(oid)?;
    lookup::forget("relation = $1", &[oid.into()])?;
    Ok(asked)
}

/// Makes the rows of a table be known to those that ask for them, whether it is guarded itself or not.
fn watch(table: &Registered, changed: Changed) -> Result<()> {
    let is_guarded =
        spi::first("SELECT EXISTS (SELECT FROM crm_hygiene.guard WHERE relation = $1)", &[table.relation.oid.into()], |row| {
            row.get::<bool>(1)
        })?;
    match is_guarded.flatten() {
        Some(true) => refresh(table.relation.oid, changed),
        _ => triggers::install(table, &onlooker(table)?, changed == Changed::Parts),
    }
}

/// Takes the triggers off a table that nobody asks for any more.
fn unwatch(oid: pg_sys::Oid) -> Result<()> {
    let table = Registered::existing(oid)?;
    if lookup::involves(oid)? { watch(&table, Changed::Watchers) } else { triggers::remove(&table) }
}

/// What of a guarded table has changed.
#[derive(Clone, Copy, PartialEq)]
pub enum Changed {
    Registration,
    /// Names and number of its columns.
    Columns,
    Checks,
    /// Who looks for rows in it.
    Watchers,
    /// There are parts that have no triggers.
    Parts,
    /// How telephone numbers are read. The rows that are there stay as they were read, until the next run.
    PhoneRanges,
    /// What decides about pairs.
    Model,
}

/// Brings up to date what the guard knows of a table, if it has anything to do with it.
pub fn refresh(oid: pg_sys::Oid, changed: Changed) -> Result<()> {
    let stored =
        spi::first("SELECT on_invalid, on_duplicate, columns, checks FROM crm_hygiene.guard WHERE relation = $1", &[oid.into()], |row| {
            let json = |ordinal| Ok::<_, pgrx::spi::Error>(row.get::<JsonB>(ordinal)?.map(|json| json.0));
            let word = |ordinal| Ok::<_, pgrx::spi::Error>(row.get::<String>(ordinal)?.unwrap_or_default());
            Ok(Wanted { on_invalid: word(1)?, on_duplicate: word(2)?, columns: json(3)?, checks: json(4)? })
        })?;
    if changed == Changed::Model {
        return if stored.is_some_and(|wanted| wanted.on_duplicate != "off") { refit(oid) } else { Ok(()) };
    }
    if let Some(mut wanted) = stored {
        let table = Registered::existing(oid)?;
        // What was said about columns and checks that are gone is void.
        let checks = check::table_checks(&table)?.checks;
        let void = options::retain_columns(wanted.columns.as_mut(), &|name| table.relation.check_column(name).is_ok());
        for name in void.into_iter().filter(|_| changed == Changed::Columns) {
            warning!("what was said about column \"{name}\" of {} is void", table.relation.name);
        }
        options::retain(wanted.checks.as_mut(), &|name| checks.iter().any(|check| check.name == name));
        let guard = plan(&table, &wanted)?;
        triggers::install(&table, &guard, changed == Changed::Parts)?;
        if matches!(changed, Changed::Registration | Changed::Columns) && wanted.on_duplicate != "off" {
            reread(&table, None, changed)?;
            lookup::others(oid)?.into_iter().try_for_each(|other| reread(&table, Some(&Registered::existing(other)?), changed))?;
        }
        if changed == Changed::PhoneRanges && wanted.on_duplicate != "off" {
            lookup::reword(&table, None)?;
            lookup::others(oid)?.into_iter().try_for_each(|other| lookup::reword(&table, Some(&Registered::existing(other)?)))?;
        }
        if !matches!(changed, Changed::Watchers | Changed::Parts) {
            unique::prepare(&table, &guard.checks)?;
        }
    }
    if matches!(changed, Changed::Registration | Changed::Columns) {
        let askers = lookup::askers(oid)?;
        if askers.is_empty() {
            return Ok(());
        }
        let table = Registered::existing(oid)?;
        if spi::execute("SELECT FROM crm_hygiene.guard WHERE relation = $1", &[oid.into()])? == 0 {
            triggers::install(&table, &onlooker(&table)?, false)?;
        }
        askers.into_iter().try_for_each(|asker| reread(&Registered::existing(asker)?, Some(&table), changed))?;
    }
    Ok(())
}

/// Tells all guards that telephone numbers are read in another way now.
pub fn reread_phones() -> Result<()> {
    let sql = "SELECT c.oid, c.oid::regclass::text, has_table_privilege(c.oid, 'TRIGGER') AND has_table_privilege(c.oid, 'SELECT')
               FROM crm_hygiene.guard g JOIN pg_class c ON c.oid = g.relation ORDER BY 1";
    let guarded = spi::query(sql, &[], |row| {
        Ok((row.get::<pg_sys::Oid>(1)?.unwrap_or(pg_sys::InvalidOid), row.get::<String>(2)?, row.get::<bool>(3)? == Some(true)))
    })?;
    for (oid, name, may) in guarded {
        if may {
            refresh(oid, Changed::PhoneRanges)?;
        } else {
            notice!("the guard of {} does not know it until its owner calls crm_protect", name.unwrap_or_default());
        }
    }
    Ok(())
}

/// Makes a lookup anew, and reads the rows that are there; where only columns have changed, as far as that matters to it.
fn reread(table: &Registered, against: Option<&Registered>, changed: Changed) -> Result<()> {
    if lookup::put(table, against)? || changed == Changed::Registration { lookup::fill(table, against.unwrap_or(table)) } else { Ok(()) }
}

/// Takes over new weights and rules. Where rows are read in another way now, those that are there are read again.
fn refit(oid: pg_sys::Oid) -> Result<()> {
    let table = Registered::existing(oid)?;
    let others = lookup::others(oid)?.into_iter().map(Registered::existing).collect::<Result<Vec<_>>>()?;
    for against in std::iter::once(None).chain(others.iter().map(Some)) {
        let there = against.unwrap_or(&table);
        if !lookup::put(&table, against)? {
            continue;
        }
        // Only who may make its triggers can hold its writers up meanwhile.
        if there.relation.may_be_guarded().is_err() {
            warning!("the guard of {} does not know its rows as they are read now; let crm_protect be called again", table.relation.name);
            continue;
        }
        watch(there, Changed::Watchers)?;
        lookup::fill(&table, there)?;
    }
    Ok(())
}

/// The other tables in which rows are to be looked for.
fn others(table: &Registered, against: Option<Regclasses>, wanted: &Wanted) -> Result<Vec<Registered>> {
    let named = required(against, "against")?.0.into_iter().map(|oid| required(oid, "a table of against")).collect::<Result<Vec<_>>>()?;
    let bad = |rule| -> pgrx::pg_sys::panic::ErrorReport { Error::BadArgument { name: "against", rule }.into() };
    if !named.is_empty() && wanted.on_duplicate == "off" {
        return Err(bad("says where duplicates are looked for, while on_duplicate is off"));
    }
    if named.len() > MOST_OTHERS {
        return Err(bad("names more than ten tables"));
    }
    if named.contains(&table.relation.oid) {
        return Err(bad("names the table itself, which is looked into anyway"));
    }
    let mut others: Vec<Registered> = Vec::new();
    for oid in named {
        if others.iter().any(|other| other.relation.oid == oid) {
            continue;
        }
        let other = Registered::open(oid, Told::default())?;
        other.relation.may_be_guarded()?;
        triggers::check(&other)?;
        others.push(other);
    }
    Ok(others)
}

/// The triggers' argument for a table that is not guarded itself, but whose rows others meet.
fn onlooker(table: &Registered) -> Result<TableGuard> {
    let checks = check::with_checks(table, Vec::new());
    let off = GuardedColumn { on_invalid: Action::Off, normalize: false, raw: None };
    let columns = vec![off; checks.columns.len()];
    Ok(TableGuard { checks, key: key(table), matching: matching(table), columns, rules: BTreeMap::new() })
}

/// Positions of the columns that identify a row.
fn key(table: &Registered) -> Vec<usize> {
    table.relation.key.iter().filter_map(|key| table.relation.columns.iter().position(|column| column.name == *key)).collect()
}

/// Positions of the columns by which rows are compared.
fn matching(table: &Registered) -> Vec<usize> {
    let sources = table.plan.fields.iter().flat_map(|field| field.sources.iter().flatten().flatten().copied());
    let mut matching: Vec<usize> = sources.chain(table.plan.city).collect();
    matching.sort_unstable();
    matching.dedup();
    matching
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
    let mut rules = options::checks(wanted.checks.as_ref()).map_err(bad)?;
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
        // Nobody is turned away for, or told of, what is only known once it is stored: it is listed.
        let on_invalid = if facts.is_generated && on_invalid != Action::Off { Action::Flag } else { on_invalid };
        let wants = own.normalize.unwrap_or(on_invalid == Action::Fix && !is_plain);
        if let (Some(true), Some(obstacle)) = (own.normalize, &facts.obstacle) {
            return Err(bad(format!("\"{}\" can't be normalised: {obstacle}.", column.name)));
        }
        let normalize = wants && facts.obstacle.is_none();
        if normalize && column.kind == "phone" && facts.length.is_some_and(|length| length < PHONE_LENGTH) {
            warning!("column \"{}\" has no room for phone numbers in their normal form; what does not fit stays as it came", column.name);
        }
        let raw = column::raw(table, &told, &own, &obstacles, &column.name).map_err(bad)?;
        columns.push(GuardedColumn { on_invalid, normalize, raw: raw.filter(|_| normalize) });
    }
    column::list_generated(&checks, &obstacles, &columns, &mut rules);
    let compares = wanted.on_duplicate != "off" || !lookup::askers(table.relation.oid)?.is_empty();
    let matching = if compares { matching(table) } else { Vec::new() };
    Ok(TableGuard { checks, key: key(table), matching, columns, rules })
}
