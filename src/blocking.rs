//! What comparing a table will cost, key by key, before it is compared.

use crate::dedupe::{Fitted, THOROUGH};
use crate::error::{Result, required};
use crate::regclass::Regclass;
use crate::register::{Registered, Told};
use crate::{engine, spi};
use crm_hygiene_core::blocking;
use crm_hygiene_core::record::Record;
use pgrx::prelude::*;
use std::cmp::Reverse;
use std::collections::BTreeMap;

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

/// What is expected of one family of keys.
#[derive(Default)]
struct Line {
    rows: i64,
    blocks: i64,
    largest_block: i64,
    candidate_pairs: i64,
    hot_values: i64,
    hot_rows: i64,
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
    let fitted = Fitted::load(table.relation.oid)?.filter(|fitted| fitted.suits(rows));
    table.plan.thorough = fitted.as_ref().map_or(rows <= THOROUGH, |fitted| fitted.plan.thorough);
    let one_in = (rows / COUNTED).max(1);
    let sql = format!(
        "SELECT k.fields, k.is_placeholder, k.n, count(*) * {one_in}
         FROM (SELECT f.fields, f.is_placeholder, count(*) AS n
               FROM ({}) s, LATERAL crm_hygiene.key_fields({}, s.record, {one_in}) f
               GROUP BY f.key, f.fields, f.is_placeholder) k
         GROUP BY 1, 2, 3 ORDER BY 3",
        table.records_sql(None, false, "")?,
        spi::literal(&engine::argument(&table.plan)?)
    );
    let sizes = spi::query(&sql, &[], |row| {
        let number = |ordinal| Ok::<i64, pgrx::spi::Error>(row.get::<i64>(ordinal)?.unwrap_or(0));
        Ok((row.get::<String>(1)?.unwrap_or_default(), row.get::<bool>(2)? == Some(true), number(3)?, number(4)?))
    })?;
    let limit = match fitted {
        Some(fitted) => fitted.model.block_limit,
        None => blocking::limit(sizes.iter().map(|(.., rows, keys)| (*rows as u32, *keys as u64))),
    };
    let mut lines: BTreeMap<String, Line> = BTreeMap::new();
    for (fields, is_placeholder, rows, keys) in sizes {
        let line = lines.entry(fields).or_default();
        line.rows += rows * keys;
        if rows > i64::from(limit) || is_placeholder && rows > 1 {
            line.hot_values += keys;
            line.hot_rows += rows * keys;
        } else {
            line.blocks += if rows > 1 { keys } else { 0 };
            line.largest_block = line.largest_block.max(rows);
            line.candidate_pairs += blocking::pairs_of(rows as u64) as i64 * keys;
        }
    }
    let mut lines: Vec<(String, Line)> = lines.into_iter().collect();
    lines.sort_by_key(|(_, line)| Reverse(line.candidate_pairs));
    let row = |(fields, line): (String, Line)| {
        (fields, line.rows, line.blocks, line.largest_block, line.candidate_pairs, line.hot_values, line.hot_rows)
    };
    let lines: Vec<_> = lines.into_iter().map(row).collect();
    Ok(TableIterator::new(lines))
}
