//! A run that only looks at what changed since the last one, with the same result as a full run.
//!
//! Rows tell by their xmin that they are new or were updated; rows that are gone are found by counting. Only the blocks of
//! the match keys that those rows have, or had, are compared again, from the packed records that the last run left.

use super::fitted::{Fitted, Store};
use super::publish::{Change, Publisher};
use super::steps::{BLOCK_LIMIT, kept};
use super::{Run, Summary, horizon};
use crate::error::Result;
use crate::{engine, spi};
use crm_hygiene_core::hot::HotValue;
use crm_hygiene_core::record::Record;
use crm_hygiene_core::score::{Counts, KeySet, Row, Scorer, row_order};
use pgrx::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;

/// Above this share of changed rows, one in so many, all rows are compared.
const MANY: i64 = 10;

/// Records by row.
type Records = BTreeMap<Box<str>, Vec<u8>>;

/// The run's result, or None where there is nothing to build on.
pub fn only(run: &mut Run) -> Result<Option<(Summary, Vec<Change>)>> {
    let oid = run.table.relation.oid;
    let Some(fitted) = run.fitted.as_ref().filter(|fitted| fitted.model == run.model) else { return Ok(None) };
    let Some(mut store) = Store::load(oid)? else { return Ok(None) };
    let Some(mut summary) = last_summary(oid)? else { return Ok(None) };
    let now = horizon()?;
    if store.source != run.table.records_sql(None, "")? || now - store.horizon >= 1 << 31 || !run.table.relation.tells_changes()? {
        return Ok(None);
    }
    let newer = format!("age(t.xmin) <= age('{}'::xid)", store.horizon & 0xffff_ffff);
    let counted = spi::first(
        &format!("SELECT count(*), count(*) FILTER (WHERE {newer}) FROM {} t", run.table.relation.sql),
        &[],
        |row| Ok((row.get::<i64>(1)?, row.get::<i64>(2)?)),
    )?;
    let Some((Some(rows), Some(suspects))) = counted else { return Ok(None) };
    if suspects * MANY > rows {
        return Ok(None);
    }

    let mut changed = Changed::read(run, &store, &format!("WHERE {newer}"), rows)?;
    let mut blocks = changed.write(&mut store)?;
    let counts = blocks.count(&mut store, &fitted.counts)?;
    if counts != fitted.counts {
        Fitted { plan: fitted.plan.clone(), model: fitted.model.clone(), counts: counts.clone(), rows: fitted.rows }.save(oid)?;
    }
    let judge = engine::judge(&run.plan, &engine::argument(&run.model)?)?;
    let scorer = Scorer { judge: &judge, counts: Counts(&counts), block_limit: BLOCK_LIMIT };
    let publisher = Publisher { table: &run.table, run_id: run.id };
    let touched = blocks.compare(&scorer, &changed, &publisher)?;

    let touched: Vec<&str> = touched.iter().map(|row| &**row).collect();
    let rows_around = surroundings(oid, &touched)?;
    let around: Vec<&str> = rows_around.iter().map(|row| &**row).collect();
    let previous = publisher.previous(Some(&around))?;
    let clusters = publisher.cluster(Some(&around))?;
    let before = previous.values().collect::<FxHashSet<_>>().len() as i64;
    summary.clusters += clusters.clusters.len() as i64 - before;
    summary.duplicate_rows += clusters.clusters.iter().map(|members| members.len() as i64 - 1).sum::<i64>() - (previous.len() as i64 - before);
    let changes = publisher.replace_clusters(&clusters.clusters, previous, false)?;
    summary.hot_values += blocks.publish_hot_values(&store, &publisher, &run.plan)?;
    summary.candidate_pairs += blocks.more_candidates;
    summary.rows = rows;
    summary.count_pairs(oid)?;
    summary.changed_rows = Some(changed.new.len() as i64 + changed.gone);
    store.horizon = now;
    store.save(oid, run.id)?;
    notice!(
        "crm_dedupe({}): compared {} changed rows of {rows}; full => true compares all",
        run.table.relation.name,
        changed.new.len() as i64 + changed.gone
    );
    Ok(Some((summary, changes)))
}

fn last_summary(oid: pg_sys::Oid) -> Result<Option<Summary>> {
    spi::first(
        "SELECT u.candidate_pairs, u.clusters, u.duplicate_rows, u.hot_values
         FROM crm_hygiene.store s JOIN crm_hygiene.run u ON u.run_id = s.run_id WHERE s.relation = $1",
        &[oid.into()],
        |row| {
            let number = |ordinal| Ok::<i64, pgrx::spi::Error>(row.get::<i64>(ordinal)?.unwrap_or(0));
            Ok(Summary {
                candidate_pairs: number(1)?,
                clusters: number(2)?,
                duplicate_rows: number(3)?,
                hot_values: number(4)?,
                ..Summary::default()
            })
        },
    )
}

/// The changed rows and all rows whose clusters theirs may touch.
fn surroundings(oid: pg_sys::Oid, touched: &[&str]) -> Result<Vec<String>> {
    let rows = spi::query(
        "WITH RECURSIVE near (row_id) AS (
             SELECT unnest($2::text[])
             UNION
             SELECT o.row_id FROM near n, LATERAL (
                 SELECT m.row_id FROM crm_hygiene.cluster_member own
                 JOIN crm_hygiene.cluster_member m ON m.relation = $1 AND m.cluster_id = own.cluster_id
                 WHERE own.relation = $1 AND own.row_id = n.row_id
                 UNION ALL
                 SELECT w.other FROM weak w WHERE w.row_id = n.row_id) o
         ), weak AS MATERIALIZED (
             SELECT row_a AS row_id, row_b AS other FROM crm_hygiene.pair WHERE relation = $1 AND rule = 'weak tie'
             UNION ALL SELECT row_b, row_a FROM crm_hygiene.pair WHERE relation = $1 AND rule = 'weak tie'
         )
         SELECT row_id FROM near",
        &[oid.into(), touched.to_vec().into()],
        |row| row.get::<String>(1),
    )?;
    Ok(rows.into_iter().flatten().collect())
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
    fn read(run: &Run, store: &Store, condition: &str, rows: i64) -> Result<Changed> {
        let records = format!("crm_hygiene.{}", spi::identifier(&store.records));
        let mut new = read(&run.table.records_sql(None, condition)?, &[])?;
        let ids: Vec<&str> = new.keys().map(|row| &**row).collect();
        let known = format!("SELECT row_id, record FROM {records} WHERE row_id = ANY ($1)");
        let mut old = read(&known, &[ids.into()])?;
        let inserted = new.len() - old.len();
        // Rows that were updated and still read the same have not changed.
        old.retain(|row, record| new.get(row).is_none_or(|own| own != record) || new.remove(row).is_none());
        let mut gone = 0;
        if store.rows + inserted as i64 != rows {
            let relation = &run.table.relation;
            let vanished = read(
                &format!(
                    "SELECT r.row_id, r.record FROM {records} r
                     WHERE NOT EXISTS (SELECT FROM (SELECT {} AS row_id FROM {} t) now WHERE now.row_id = r.row_id)",
                    relation.row_id_sql(),
                    relation.sql
                ),
                &[],
            )?;
            gone = vanished.len() as i64;
            old.extend(vanished);
        }
        Ok(Changed { new, old, gone })
    }

    /// Brings the stored records up to date and reads those that share a key with a changed row.
    fn write(&mut self, store: &mut Store) -> Result<Blocks> {
        let records = format!("crm_hygiene.{}", spi::identifier(&store.records));
        let old: Vec<&str> = self.old.keys().map(|row| &**row).collect();
        if !old.is_empty() {
            spi::execute(&format!("DELETE FROM {records} WHERE row_id = ANY ($1)"), &[old.into()])?;
        }
        let (ids, packed): (Vec<&str>, Vec<&[u8]>) = self.new.iter().map(|(row, record)| (&**row, record.as_slice())).unzip();
        if !ids.is_empty() {
            spi::execute(
                &format!("INSERT INTO {records} (row_id, record) SELECT * FROM unnest($1::text[], $2::bytea[])"),
                &[ids.into(), packed.into()],
            )?;
        }
        store.rows += self.new.len() as i64 - self.old.len() as i64;
        let mut more: BTreeMap<u32, i64> = BTreeMap::new();
        for (records, change) in [(&self.new, 1), (&self.old, -1)] {
            for key in records.values().flat_map(|record| Record::keys_of(record)) {
                *more.entry(key).or_default() += change;
            }
        }
        // Hot blocks that stay hot need not be read.
        let hot = Counts(&store.hot);
        let is_read = |key: &u32| i64::from(hot.get(*key)) + more[key] <= i64::from(BLOCK_LIMIT) || hot.get(*key) <= BLOCK_LIMIT;
        let keys: Vec<u32> = more.keys().copied().filter(is_read).collect();
        let near = read(
            &format!("SELECT row_id, record FROM {records} WHERE crm_hygiene.shares_key(record, $1)"),
            &[KeySet::pack(keys.iter().copied()).into()],
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

fn read(sql: &str, args: &[pgrx::datum::DatumWithOid]) -> Result<Records> {
    let rows = spi::query(sql, args, |row| Ok((row.get::<String>(1)?, row.get::<Vec<u8>>(2)?)))?;
    Ok(rows.into_iter().filter_map(|(row, record)| Some((row?.into(), record?))).collect())
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
        let mut hot: BTreeMap<u32, u32> = Counts(&store.hot).iter().collect();
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
        store.hot = Counts::pack(hot.iter().map(|(key, rows)| (*key, *rows)));
        let mut counts: BTreeMap<u32, u32> = Counts(fitted).iter().collect();
        for key in &self.turned {
            let rows = counts.get(key).copied();
            if rows.is_some() || hot.contains_key(key) {
                counts.insert(*key, kept(rows.unwrap_or(0), hot.contains_key(key)));
            }
        }
        Ok(Counts::pack(counts.into_iter()))
    }

    /// Replaces the pairs of changed rows, and those within blocks that turned; returns all rows that were touched.
    fn compare(&self, scorer: &Scorer, changed: &Changed, publisher: &Publisher) -> Result<FxHashSet<Box<str>>> {
        let rows: Vec<Option<Row>> = self.near.iter().map(|record| Record::first(record).map(|record| scorer.row(record))).collect();
        let is_new: Vec<bool> =
            rows.iter().map(|row| row.as_ref().is_some_and(|row| changed.new.contains_key(row.row_id))).collect();
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
        publisher.drop_pairs(&changed.old.keys().chain(changed.new.keys()).map(|row| &**row).collect::<Vec<_>>(), &dropped)?;
        touched.extend(kept.iter().flat_map(|pair| [Box::from(pair.a), Box::from(pair.b)]));
        publisher.add_pairs(&kept)?;
        Ok(touched)
    }

    /// Brings the list of hot values up to date; returns how many more there are.
    fn publish_hot_values(&self, store: &Store, publisher: &Publisher, plan: &str) -> Result<i64> {
        let looked_up = engine::plan(plan)?;
        let hot = Counts(&store.hot);
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
