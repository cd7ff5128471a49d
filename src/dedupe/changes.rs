//! A run that only looks at what changed since the last one, with the same result as a full run.
//!
//! Rows tell by their xmin that they are new or were updated; rows that are gone are found by counting. Only the blocks of
//! the match keys that those rows have, or had, are compared again, from the packed records that the last run left.

use super::fitted::{Fitted, Store};
use super::publish::Publisher;
use super::steps::{BLOCK_LIMIT, kept};
use super::{Run, Summary, horizon};
use crate::error::Result;
use crate::{engine, spi};
use crm_hygiene_core::hot::HotValue;
use crm_hygiene_core::record::Record;
use crm_hygiene_core::score::{Row, Scorer, row_order};
use crm_hygiene_core::tally::{Counts, KeyFilter};
use pgrx::datum::DatumWithOid;
use pgrx::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;

/// Above this share of changed rows, one in so many, all rows are compared.
const MANY: i64 = 10;

/// Records by row.
type Records = BTreeMap<Box<str>, Vec<u8>>;

/// The run's result, or None where there is nothing to build on.
pub fn only(run: &mut Run) -> Result<Option<Summary>> {
    let oid = run.table.relation.oid;
    let Some(fitted) = run.fitted.as_ref().filter(|fitted| fitted.model == run.model) else { return Ok(None) };
    let Some(mut store) = run.store.take() else { return Ok(None) };
    let Some(mut summary) = last_summary(oid)? else { return Ok(None) };
    let now = horizon()?;
    if store.source != run.table.records_sql(None, "")? || now - store.horizon >= 1 << 31 || !run.table.relation.tells_changes()? {
        return Ok(None);
    }
    let newer = format!("crm_hygiene.is_newer(t.xmin, {})", store.horizon);
    let rows = run.table.relation.row_count()?;
    if !fitted.suits(rows) {
        return Ok(None);
    }
    let Some(changed) = Changed::read(run, &mut store, &format!("WHERE {newer}"), rows)? else { return Ok(None) };
    let mut blocks = changed.blocks(&store)?;
    let counts = blocks.count(&mut store, &fitted.counts)?;
    if counts != fitted.counts {
        Fitted { plan: fitted.plan.clone(), model: fitted.model.clone(), counts: counts.clone(), rows: fitted.rows }.save(oid)?;
    }
    let judge = engine::judge(&run.plan, &engine::argument(&run.model)?)?;
    let scorer = Scorer { judge: &judge, counts: Counts::new(&counts), block_limit: BLOCK_LIMIT };
    let publisher = Publisher { table: &run.table, run_id: run.id };
    let touched = blocks.compare(&scorer, &changed, &publisher)?;
    let previous = publisher.surroundings(touched)?;
    let around: Vec<&str> = previous.rows.iter().map(|row| &**row).collect();
    let clusters = publisher.cluster(Some(&around))?;
    publisher.replace_clusters(&clusters, &previous.clusters, false)?;
    summary.hot_values += blocks.publish_hot_values(&store, &publisher, &run.plan)?;
    summary.candidate_pairs += blocks.more_candidates;
    summary.rows = rows;
    summary.count_results(oid)?;
    summary.changed_rows = Some(changed.new.len() as i64 + changed.gone);
    store.horizon = now;
    store.save(oid, run.id)?;
    notice!(
        "crm_dedupe({}): compared {} changed rows of {rows}; full => true compares all",
        run.table.relation.name,
        changed.new.len() as i64 + changed.gone
    );
    Ok(Some(summary))
}

fn last_summary(oid: pg_sys::Oid) -> Result<Option<Summary>> {
    spi::first(
        "SELECT u.candidate_pairs, u.hot_values
         FROM crm_hygiene.store s JOIN crm_hygiene.run u ON u.run_id = s.run_id WHERE s.relation = $1",
        &[oid.into()],
        |row| {
            let (candidate_pairs, hot_values) = (row.get::<i64>(1)?.unwrap_or(0), row.get::<i64>(2)?.unwrap_or(0));
            Ok(Summary { candidate_pairs, hot_values, ..Summary::default() })
        },
    )
}

/// What differs from the last run.
struct Changed {
    /// Rows that are new or read differently.
    new: Records,
    /// What the changed and the vanished rows were.
    old: Records,
    /// Number of vanished rows.
    gone: i64,
}

impl Changed {
    /// Finds what changed and brings the stored records up to date.
    /// None where so much changed that comparing everything is no more work.
    fn read(run: &Run, store: &mut Store, condition: &str, rows: i64) -> Result<Option<Changed>> {
        let records = store.table();
        let many = (rows / MANY).max(1);
        let mut new = read(&format!("{} LIMIT {many}", run.table.records_sql(None, condition)?), &[])?;
        if new.len() as i64 == many {
            return Ok(None);
        }
        let ids: Vec<&str> = new.keys().map(|row| &**row).collect();
        let mut old = Records::new();
        if !ids.is_empty() {
            old = take(&records, "r.row_id = ANY ($1)", &[ids.into()])?;
        }
        let (ids, packed): (Vec<&str>, Vec<&[u8]>) = new.iter().map(|(row, record)| (&**row, record.as_slice())).unzip();
        if !ids.is_empty() {
            spi::execute(
                &format!("INSERT INTO {records} (row_id, record) SELECT * FROM unnest($1::text[], $2::bytea[])"),
                &[ids.into(), packed.into()],
            )?;
        }
        let inserted = new.len() - old.len();
        let mut gone = 0;
        if store.rows + inserted as i64 != rows {
            let relation = &run.table.relation;
            let is_gone = format!(
                "NOT EXISTS (SELECT FROM (SELECT {} AS row_id FROM {} t) now WHERE now.row_id = r.row_id)",
                relation.row_id_sql(),
                relation.sql
            );
            let vanished = take(&records, &is_gone, &[])?;
            gone = vanished.len() as i64;
            // Deleted after it had been read as new.
            vanished.keys().for_each(|row| drop(new.remove(row)));
            old.extend(vanished);
        }
        store.rows += inserted as i64 - gone;
        // Rows that were updated and still read the same have not changed.
        old.retain(|row, record| new.get(row).is_none_or(|own| own != record) || new.remove(row).is_none());
        Ok(Some(Changed { new, old, gone }))
    }

    /// The records that share a key with a row that changed, as it is or as it was.
    fn blocks(&self, store: &Store) -> Result<Blocks> {
        let records = store.table();
        let mut more: BTreeMap<u32, i64> = BTreeMap::new();
        for (records, change) in [(&self.new, 1), (&self.old, -1)] {
            for key in records.values().flat_map(|record| Record::keys_of(record)) {
                *more.entry(key).or_default() += change;
            }
        }
        // Hot blocks that stay hot need not be read.
        let hot = Counts::new(&store.hot);
        let is_read = |key: &u32| i64::from(hot.get(*key)) + more[key] <= i64::from(BLOCK_LIMIT) || hot.get(*key) <= BLOCK_LIMIT;
        let keys: Vec<u32> = more.keys().copied().filter(is_read).collect();
        let near = read(
            &format!("SELECT row_id, record FROM {records} WHERE crm_hygiene.shares_key(record, $1)"),
            &[KeyFilter::pack(&keys).into()],
        )?;
        let mut blocks: BTreeMap<u32, Vec<usize>> = keys.into_iter().map(|key| (key, Vec::new())).collect();
        let near: Vec<Vec<u8>> = near.into_values().collect();
        for (index, record) in near.iter().enumerate() {
            for key in Record::keys_of(record) {
                if let Some(block) = blocks.get_mut(&key)
                    && block.last() != Some(&index)
                {
                    block.push(index);
                }
            }
        }
        Ok(Blocks { near, blocks, more, turned: FxHashSet::default(), more_candidates: 0 })
    }
}

fn read(sql: &str, args: &[DatumWithOid]) -> Result<Records> {
    Ok(spi::query(sql, args, record_row)?.into_iter().flatten().collect())
}

/// Removes the records that meet a condition, found by parallel workers and then deleted by place, and returns them.
fn take(records: &str, condition: &str, args: &[DatumWithOid]) -> Result<Records> {
    let mut places: Vec<String> = Vec::new();
    let found = spi::with_setting("parallel_tuple_cost", "0", || {
        spi::query(&format!("SELECT r.row_id, r.record, r.ctid::text FROM {records} r WHERE {condition}"), args, |row| {
            places.extend(row.get::<String>(3)?);
            record_row(row)
        })
    })?;
    spi::execute(&format!("DELETE FROM {records} WHERE ctid = ANY ($1::text[]::tid[])"), &[places.into()])?;
    Ok(found.into_iter().flatten().collect())
}

fn record_row(row: &spi::Row) -> pgrx::spi::Result<Option<(Box<str>, Vec<u8>)>> {
    Ok(row.get::<&str>(1)?.map(Box::from).zip(row.get::<Vec<u8>>(2)?))
}

/// The blocks that a changed row is, or was, in.
struct Blocks {
    /// All their records.
    near: Vec<Vec<u8>>,
    /// Per key, the positions of its records. Hot keys that stay hot are not among them.
    blocks: BTreeMap<u32, Vec<usize>>,
    /// Per touched key, how many rows more have it.
    more: BTreeMap<u32, i64>,
    /// Keys that have become hot, or are hot no longer.
    turned: FxHashSet<u32>,
    more_candidates: i64,
}

impl Blocks {
    /// Finds the keys that turned and brings the hot keys up to date; gives the frequencies to weigh by.
    fn count(&mut self, store: &mut Store, fitted: &[u8]) -> Result<Vec<u8>> {
        let mut hot: BTreeMap<u32, u32> = Counts::new(&store.hot).iter().collect();
        let pairs = |rows: i64| if rows <= i64::from(BLOCK_LIMIT) { rows * (rows - 1) / 2 } else { 0 };
        for (key, more) in &self.more {
            let before = hot.get(key).copied();
            let rows = match (before, self.blocks.get(key)) {
                (_, Some(block)) => block.len() as i64,
                (before, None) => i64::from(before.unwrap_or(0)) + more,
            };
            self.more_candidates += pairs(rows) - pairs(rows - more);
            if rows > i64::from(BLOCK_LIMIT) {
                hot.insert(*key, rows as u32);
            } else {
                hot.remove(key);
            }
            if before.is_some() != hot.contains_key(key) {
                self.turned.insert(*key);
            }
        }
        store.hot = Counts::pack(&hot.iter().map(|(key, rows)| (*key, *rows)).collect::<Vec<_>>());
        if self.turned.is_empty() {
            return Ok(fitted.to_vec());
        }
        let mut counts: BTreeMap<u32, u32> = Counts::new(fitted).iter().collect();
        for key in &self.turned {
            let rows = counts.get(key).copied();
            if rows.is_some() || hot.contains_key(key) {
                counts.insert(*key, kept(rows.unwrap_or(0), hot.contains_key(key)));
            }
        }
        Ok(Counts::pack(&counts.into_iter().collect::<Vec<_>>()))
    }

    /// Replaces the pairs of changed rows, and those within blocks that turned; returns all rows that were touched.
    fn compare(&self, scorer: &Scorer, changed: &Changed, publisher: &Publisher) -> Result<FxHashSet<Box<str>>> {
        let rows: Vec<Option<Row>> = self.near.iter().map(|record| Record::first(record).map(|record| scorer.row(record))).collect();
        let is_new: Vec<bool> = rows.iter().map(|row| row.as_ref().is_some_and(|row| changed.new.contains_key(row.row_id))).collect();
        let mut seen: FxHashSet<(usize, usize)> = FxHashSet::default();
        let (mut kept, mut dropped) = (Vec::new(), Vec::new());
        let mut touched: FxHashSet<Box<str>> = changed.new.keys().chain(changed.old.keys()).cloned().collect();
        for (key, block) in &self.blocks {
            engine::interruptible();
            let turned = self.turned.contains(key);
            if block.len() > BLOCK_LIMIT as usize && !turned {
                continue;
            }
            for (nth, &a) in block.iter().enumerate() {
                for &b in &block[nth + 1..] {
                    let (Some(left), Some(right)) = (&rows[a], &rows[b]) else { continue };
                    let is_ours = is_new[a] || is_new[b];
                    if !(is_ours || turned) || !scorer.may_meet(left, right) || !seen.insert((a.min(b), a.max(b))) {
                        continue;
                    }
                    let pair = left.first_common_key(right).and_then(|_| scorer.judged(left, right));
                    if !is_ours {
                        let ends = [left.row_id, right.row_id];
                        touched.extend(ends.map(Box::from));
                        dropped.push(if row_order(ends[0], ends[1]).is_le() { (ends[0], ends[1]) } else { (ends[1], ends[0]) });
                    }
                    kept.extend(pair);
                }
            }
        }
        let rows: Vec<&str> = changed.old.keys().chain(changed.new.keys()).map(|row| &**row).collect();
        publisher.drop_pairs(&rows, &dropped)?;
        touched.extend(kept.iter().flat_map(|pair| [Box::from(pair.a), Box::from(pair.b)]));
        publisher.add_pairs(&kept)?;
        Ok(touched)
    }

    /// Brings the list of hot values up to date; returns how many more there are.
    fn publish_hot_values(&self, store: &Store, publisher: &Publisher, plan: &str) -> Result<i64> {
        let looked_up = engine::plan(plan)?;
        let hot = Counts::new(&store.hot);
        // Keys that stay hot only change their number of rows.
        let staying: FxHashMap<u32, u32> =
            self.more.keys().filter(|key| !self.blocks.contains_key(key)).map(|key| (*key, hot.get(*key))).collect();
        publisher.recount_hot_values(&staying)?;
        let mut more = -publisher.drop_hot_values(&self.blocks.keys().copied().collect::<Vec<_>>())?;
        let value = |(key, block): (&u32, &Vec<usize>)| {
            let record = &self.near[*block.first()?];
            let value = HotValue::of(&looked_up, *key, record)?;
            let listed = block.len() > BLOCK_LIMIT as usize || (block.len() > 1 && value.reason() == "placeholder");
            listed.then_some((*key, value, block.len() as u32))
        };
        let found: Vec<(u32, HotValue, u32)> = self.blocks.iter().filter_map(value).collect();
        more += publisher.write_hot_values(plan, &found)?;
        Ok(more)
    }
}

/// Whether a row's transaction is not older than the horizon. Transaction ids go round in a circle; a horizon that lies further
/// back than half of it is not asked about.
#[pg_extern(immutable, strict, parallel_safe, schema = "crm_hygiene")]
fn is_newer(xmin: pg_sys::TransactionId, horizon: i64) -> bool {
    let xmin = xmin.into_inner();
    xmin >= pg_sys::FirstNormalTransactionId.into_inner() && xmin.wrapping_sub(horizon as u32) as i32 >= 0
}
