//! What comparing a table will cost, key by key, before it is compared.

use crate::dedupe::{BLOCK_LIMIT, Fitted, THOROUGH};
use crate::error::{Result, required};
use crate::regclass::Regclass;
use crate::register::{Registered, Told};
use crate::{engine, spi};
use crm_hygiene_core::blocking;
use crm_hygiene_core::record::Record;
use pgrx::prelude::*;

/// Rows whose keys are all counted; of more rows a share of the keys stands for all.
const COUNTED: i64 = 200_000;

/// The match keys of a record whose hash is a multiple of `one_in`, with the field or fields that they are made of.
#[pg_extern(immutable, strict, parallel_safe, schema = "crm_hygiene", cost = 2000)]
fn key_fields(
    plan: &str,
    record: &[u8],
    one_in: i32,
) -> Result<TableIterator<'static, (name!(key, i32), name!(fields, String), name!(is_placeholder, bool))>> {
    let plan = engine::plan(plan)?;
    let Some(record) = Record::first(record) else { return Ok(TableIterator::new(Vec::new())) };
    let is_chosen = |key: u32| key.is_multiple_of(one_in.max(1) as u32);
    let mut keys: Vec<(i32, String, bool)> = blocking::key_texts_of(&plan, &record)
        .into_iter()
        .filter(|key| is_chosen(key.hash))
        .map(|key| (key.hash as i32, plan.label(&key.fields), false))
        .collect();
    keys.sort_unstable();
    keys.dedup_by_key(|key| key.0);
    keys.extend(record.placeholders().filter(|(key, ..)| is_chosen(*key)).map(|(key, field, _)| (key as i32, plan.label(&[field]), true)));
    Ok(TableIterator::new(keys))
}

#[pg_extern]
#[search_path(pg_catalog, pg_temp)]
#[allow(clippy::type_complexity)] // pgrx reads the SQL columns from the written-out type.
fn crm_blocking(
    rel: Option<Regclass>,
) -> Result<
    TableIterator<
        'static,
        (
            name!(match_key, String),
            name!(rows, i64),
            name!(blocks, i64),
            name!(largest_block, i64),
            name!(candidate_pairs, i64),
            name!(hot_values, i64),
            name!(hot_rows, i64),
        ),
    >,
> {
    let mut table = Registered::open(required(rel, "rel")?.0, Told::default())?;
    let rows = table.relation.row_count()?;
    let fitted = Fitted::load(table.relation.oid)?;
    table.plan.thorough = fitted.filter(|fitted| fitted.suits(rows)).map_or(rows <= THOROUGH, |fitted| fitted.plan.thorough);
    let one_in = (rows / COUNTED).max(1);
    let sql = format!(
        "SELECT k.fields, sum(k.n)::bigint * {one_in}, (count(*) FILTER (WHERE k.n > 1 AND NOT k.hot))::bigint * {one_in},
                COALESCE(max(k.n) FILTER (WHERE NOT k.hot), 0), COALESCE(sum(k.n * (k.n - 1) / 2) FILTER (WHERE NOT k.hot), 0)::bigint * {one_in},
                (count(*) FILTER (WHERE k.hot))::bigint * {one_in}, COALESCE(sum(k.n) FILTER (WHERE k.hot), 0)::bigint * {one_in}
         FROM (SELECT f.fields, count(*) AS n, count(*) > {BLOCK_LIMIT} OR f.is_placeholder AND count(*) > 1 AS hot
               FROM ({}) s, LATERAL crm_hygiene.key_fields({}, s.record, {one_in}) f
               GROUP BY f.key, f.fields, f.is_placeholder) k
         GROUP BY k.fields ORDER BY 5 DESC, 1",
        table.records_sql(None, "")?,
        spi::literal(&engine::argument(&table.plan)?)
    );
    let lines = spi::query(&sql, &[], |row| {
        let number = |ordinal| Ok::<i64, pgrx::spi::Error>(row.get::<i64>(ordinal)?.unwrap_or(0));
        Ok((row.get::<String>(1)?.unwrap_or_default(), number(2)?, number(3)?, number(4)?, number(5)?, number(6)?, number(7)?))
    })?;
    Ok(TableIterator::new(lines))
}
