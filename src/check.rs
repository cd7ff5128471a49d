//! Checks: what the owner of a table demands of its rows, kept as data, and the rows that break them.

use crate::engine::Cache;
use crate::error::{Error, Result, required};
use crate::regclass::Regclass;
use crate::register::{Registered, Told, named};
use crate::relation::TableColumn;
use crate::{engine, guard, spi};
use crm_hygiene_core::check::{CheckedColumn, Checks, NOT_UNIQUE, Sort, StoredCheck, TableChecks};
use pgrx::datum::JsonB;
use pgrx::prelude::*;
use serde_json::json;
use std::rc::Rc;

thread_local! {
    static CHECKS: Cache<Checks> = const { Cache::new() };
}

#[pg_extern]
#[search_path(pg_catalog, pg_temp)]
fn crm_add_check(
    rel: Option<Regclass>,
    name: Option<&str>,
    kind: Option<&str>,
    columns: Option<Vec<Option<String>>>,
    rule: default!(Option<JsonB>, "'{}'"),
    severity: default!(Option<&str>, "'error'"),
) -> Result<()> {
    let (rel, name, severity) = (required(rel, "rel")?, required(name, "name")?, required(severity, "severity")?);
    if name.is_empty() || name.len() > 63 {
        return Err(Error::BadArgument { name: "name", rule: "has not between 1 and 63 bytes" }.into());
    }
    let table = Registered::open(rel.0, Told::default())?;
    table.relation.may_be_guarded()?;
    let stored = StoredCheck {
        name: name.to_owned(),
        kind: required(kind, "kind")?.to_owned(),
        columns: required(named(columns, "a name among columns")?, "columns")?,
        rule: rule.map_or_else(|| json!({}), |rule| rule.0),
        severity: severity.to_owned(),
    };
    Checks::new(&with_checks(&table, vec![stored.clone()])).map_err(|bad| Error::BadCheck { detail: bad.detail, hint: bad.hint })?;
    spi::execute(
        "INSERT INTO crm_hygiene.check_rule (relation, name, kind, columns, rule, severity)
         VALUES ($1::oid, $2, $3, $4::text[]::name[], $5, $6)
         ON CONFLICT (relation, name) DO UPDATE
         SET kind = excluded.kind, columns = excluded.columns, rule = excluded.rule, severity = excluded.severity",
        &[rel.0.into(), stored.name.into(), stored.kind.into(), stored.columns.into(), JsonB(stored.rule).into(), stored.severity.into()],
    )?;
    guard::refresh(rel.0, guard::Changed::Checks)
}

#[pg_extern]
#[search_path(pg_catalog, pg_temp)]
fn crm_drop_check(rel: Option<Regclass>, name: Option<&str>) -> Result<bool> {
    let (rel, name) = (required(rel, "rel")?, required(name, "name")?);
    Registered::existing(rel.0)?.relation.may_be_guarded()?;
    let dropped = spi::execute("DELETE FROM crm_hygiene.check_rule WHERE relation = $1 AND name = $2", &[rel.0.into(), name.into()])?;
    guard::refresh(rel.0, guard::Changed::Checks)?;
    Ok(dropped > 0)
}

/// Everything that is wrong with one row. `present` is the present time, written as the row's own times are.
#[pg_extern(immutable, strict, parallel_safe, schema = "crm_hygiene", cost = 2000)]
#[allow(clippy::type_complexity)] // pgrx reads the SQL columns from the written-out type.
fn row_issues(
    plan: &str,
    present: &str,
    row_values: Array<'_, &str>,
) -> Result<
    TableIterator<
        'static,
        (
            name!(column_name, String),
            name!(check_name, Option<String>),
            name!(code, String),
            name!(severity, String),
            name!(message, String),
            name!(suggestion, Option<String>),
        ),
    >,
> {
    let checks = parsed(plan)?;
    let values = engine::texts(&row_values);
    let findings = checks.findings(&values, present);
    let rows = findings.into_iter().map(|finding| {
        (
            checks.column_name(finding.column).to_owned(),
            finding.check.map(str::to_owned),
            finding.code.name.to_owned(),
            finding.severity.name().to_owned(),
            finding.code.message.to_owned(),
            finding.suggestion,
        )
    });
    Ok(TableIterator::new(rows.collect::<Vec<_>>()))
}

/// The keys of one row that no other row may have.
#[pg_extern(immutable, strict, parallel_safe, schema = "crm_hygiene", cost = 1000)]
#[allow(clippy::type_complexity)] // pgrx reads the SQL columns from the written-out type.
fn unique_keys(
    plan: &str,
    row_values: Array<'_, &str>,
) -> Result<TableIterator<'static, (name!(column_name, String), name!(check_name, String), name!(severity, String), name!(key, String))>> {
    let checks = parsed(plan)?;
    let values = engine::texts(&row_values);
    let keys = checks.unique_keys(&values);
    let rows = keys
        .into_iter()
        .map(|key| (checks.column_name(key.column).to_owned(), key.check.to_owned(), key.severity.name().to_owned(), key.key));
    Ok(TableIterator::new(rows.collect::<Vec<_>>()))
}

/// The query whose rows are everything that is wrong in a table.
#[pg_extern(schema = "crm_hygiene")]
#[search_path(pg_catalog, pg_temp)]
fn check_query(rel: Option<Regclass>) -> Result<String> {
    issues_sql(&Registered::open(required(rel, "rel")?.0, Told::default())?)
}

fn parsed(plan: &str) -> Result<Rc<Checks>> {
    CHECKS.with(|cache| cache.get(plan, Checks::parse))
}

/// The table's columns with these checks.
pub fn with_checks(table: &Registered, checks: Vec<StoredCheck>) -> TableChecks {
    let column = |(described, own): (&crate::register::Described, &TableColumn)| CheckedColumn {
        name: own.name.clone(),
        kind: described.column.meaning.kind.clone(),
        sort: match own.category {
            'N' => Sort::Number,
            'D' => Sort::Time,
            _ => Sort::Text,
        },
    };
    let columns = table.described.iter().zip(&table.relation.columns).map(column).collect();
    TableChecks { region: table.plan.region.clone(), city: table.plan.city, phone_ranges: table.plan.phone_ranges.clone(), columns, checks }
}

/// Everything that is demanded of a registered table's rows. A check that no longer fits the table is left out, with a warning.
pub fn table_checks(table: &Registered) -> Result<TableChecks> {
    let stored = spi::query(
        "SELECT name, kind, columns::text[], rule, severity FROM crm_hygiene.check_rule WHERE relation = $1 ORDER BY name COLLATE \"C\"",
        &[table.relation.oid.into()],
        |row| {
            Ok(StoredCheck {
                name: row.get(1)?.unwrap_or_default(),
                kind: row.get(2)?.unwrap_or_default(),
                columns: row.get(3)?.unwrap_or_default(),
                rule: row.get::<JsonB>(4)?.map(|rule| rule.0).unwrap_or_default(),
                severity: row.get(5)?.unwrap_or_default(),
            })
        },
    )?;
    let mut checks = Vec::with_capacity(stored.len());
    for check in stored {
        match Checks::new(&with_checks(table, vec![check.clone()])) {
            Ok(_) => checks.push(check),
            Err(bad) => {
                warning!("check \"{}\" of {} no longer fits the table and is left out: {}", check.name, table.relation.name, bad.detail)
            }
        }
    }
    Ok(with_checks(table, checks))
}

/// SQL for the array of texts that checks judge, with the relation under the alias `t`.
pub fn values_sql(table: &Registered) -> String {
    let text = |column: &TableColumn| {
        if column.readable || column.category == 'B' { table.relation.precise_text_sql(column) } else { "NULL".to_owned() }
    };
    format!("ARRAY[{}]::text[]", table.relation.columns.iter().map(text).collect::<Vec<_>>().join(", "))
}

/// SQL for the present, written as [`values_sql`] writes times.
pub const PRESENT_SQL: &str = "pg_catalog.to_char(pg_catalog.now(), 'YYYY-MM-DD HH24:MI:SS.US')";

/// A query for everything that is wrong in a table: row_id, column_name, check_name, code, severity, message, suggestion.
pub fn issues_sql(table: &Registered) -> Result<String> {
    let checks = table_checks(table)?;
    let mut sql = format!(
        "SELECT r.row_id, i.column_name, i.check_name, i.code, i.severity, i.message, i.suggestion
         FROM {}, LATERAL crm_hygiene.row_issues({}, {PRESENT_SQL}, r.row_values) i",
        rows_sql(table),
        spi::literal(&engine::argument(&checks)?)
    );
    if let Some(unique) = unique_sql(table, &checks)? {
        sql += &format!(
            " UNION ALL SELECT u.row_id, u.column_name, u.check_name, u.code, u.severity, {}, NULL FROM ({unique}) u",
            spi::literal(NOT_UNIQUE.message)
        );
    }
    Ok(sql)
}

/// A query for the rows that are not unique where a check demands it: row_id, column_name, check_name, code, severity.
pub fn unique_sql(table: &Registered, checks: &TableChecks) -> Result<Option<String>> {
    if !checks.checks.iter().any(|check| check.kind == "unique") {
        return Ok(None);
    }
    Ok(Some(format!(
        "SELECT k.row_id, k.column_name, k.check_name, {}::text AS code, k.severity
         FROM (SELECT r.row_id, k.column_name, k.check_name, k.severity, count(*) OVER (PARTITION BY k.check_name, k.key) AS holders
               FROM {}, LATERAL crm_hygiene.unique_keys({}, r.row_values) k) k
         WHERE k.holders > 1",
        spi::literal(NOT_UNIQUE.name),
        rows_sql(table),
        spi::literal(&engine::argument(checks)?)
    )))
}

/// SQL for every row's identity and texts, under the alias `r`.
pub fn rows_sql(table: &Registered) -> String {
    let relation = &table.relation;
    format!("(SELECT {} AS row_id, {} AS row_values FROM {} t OFFSET 0) r", relation.row_id_sql(), values_sql(table), relation.sql)
}
