//! What is in a table: per column its kind, how full, valid and varied it is, and its commonest values, masked.

use crate::error::{Result, required};
use crate::regclass::Regclass;
use crate::register::{self, Described};
use crate::relation::Relation;
use crate::{phone, spi, value};
use crm_hygiene_core::kind::Severity;
use pgrx::prelude::*;

/// Commonest values shown per column.
const TOP: usize = 5;

#[pg_extern]
#[search_path(pg_catalog, pg_temp)]
#[allow(clippy::type_complexity)] // pgrx reads the SQL columns from the written-out type.
fn crm_profile(
    rel: Option<Regclass>,
    region: default!(Option<&str>, "'CN'"),
    key: default!(Option<Vec<Option<String>>>, "NULL"),
) -> Result<
    TableIterator<
        'static,
        (
            name!(column_name, String),
            name!(kind, String),
            name!(matching, bool),
            name!(confidence, f64),
            name!(row_count, i64),
            name!(fill_rate, Option<f64>),
            name!(valid_rate, Option<f64>),
            name!(distinct_rate, Option<f64>),
            name!(top_values, Vec<String>),
        ),
    >,
> {
    let (rel, region) = (required(rel, "rel")?, value::region(required(region, "region")?)?);
    let ranges = phone::stored_ranges()?.unwrap_or_default();
    let relation = Relation::open(rel.0, register::named(key, register::KEY)?)?;
    let mut rows = Vec::new();
    for Described { column, confidence, .. } in register::describe(&relation, None, region)? {
        let readable = relation.columns.iter().any(|own| own.name == column.name && own.readable);
        let figures = if readable { figures(&relation, &column.name, &column.meaning.kind, region, &ranges)? } else { Figures::default() };
        let share = |part: i64, whole: i64| (whole > 0).then(|| part as f64 / whole as f64);
        rows.push((
            column.name,
            column.meaning.kind,
            column.meaning.matching,
            confidence,
            figures.rows,
            share(figures.filled, figures.rows),
            share(figures.valid, figures.filled),
            share(figures.distinct, figures.filled),
            figures.top,
        ));
    }
    Ok(TableIterator::new(rows))
}

#[derive(Default)]
struct Figures {
    rows: i64,
    filled: i64,
    valid: i64,
    distinct: i64,
    top: Vec<String>,
}

/// Counts each distinct value once and judges it once, however many rows hold it.
fn figures(relation: &Relation, column: &str, kind: &str, region: &str, ranges: &str) -> Result<Figures> {
    let sql = format!(
        "WITH v AS MATERIALIZED (SELECT NULLIF(btrim({text}), '') AS value, count(*) AS n FROM {table} t GROUP BY 1)
         SELECT sum(n)::bigint, sum(n) FILTER (WHERE value IS NOT NULL)::bigint,
                sum(n) FILTER (WHERE crm_hygiene.is_valid({kind}, value, {region}, {ranges}))::bigint, count(value),
                ARRAY(SELECT value FROM v WHERE value IS NOT NULL ORDER BY n DESC, value COLLATE \"C\" LIMIT {TOP})
         FROM v",
        text = relation.text_sql(column),
        table = relation.sql,
        kind = spi::literal(kind),
        region = spi::literal(region),
        ranges = spi::literal(ranges),
    );
    let kind = value::find(kind)?;
    let figures = spi::first(&sql, &[], |row| {
        let number = |ordinal| Ok::<i64, pgrx::spi::Error>(row.get::<i64>(ordinal)?.unwrap_or(0));
        let top = row.get::<Vec<String>>(5)?.unwrap_or_default();
        let top = top.iter().map(|value| kind.mask(value)).collect();
        Ok(Figures { rows: number(1)?, filled: number(2)?, valid: number(3)?, distinct: number(4)?, top })
    })?;
    Ok(figures.unwrap_or_default())
}

/// Whether `raw` is a value of its kind.
#[pg_extern(immutable, strict, parallel_safe, schema = "crm_hygiene")]
fn is_valid(kind: &str, raw: &str, region: &str, phone_ranges: default!(&str, "''")) -> Result<bool> {
    let kind = value::find(kind)?;
    phone::with_context(region, None, Some(phone_ranges), |context| {
        let reading = kind.reading(raw, context);
        reading.normal.is_ok() && reading.issues.iter().all(|issue| issue.code.severity != Severity::Error)
    })
}
