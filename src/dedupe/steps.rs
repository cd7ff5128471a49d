//! The set-shaped steps of a run, one statement each. The tables between them are unlogged, belong to the run and go with
//! its transaction, so a run that is cancelled or fails leaves nothing.

use crate::error::Result;
use crate::{engine, setting, spi, unlogged};
use crm_hygiene_core::model::Model;
use crm_hygiene_core::record::Record;
use crm_hygiene_core::score::{Counts, KeySet};
use crm_hygiene_core::train;
use pgrx::prelude::*;

/// Rows that may share a key and still be compared with each other.
pub const BLOCK_LIMIT: u32 = 50;
/// Keys shared by no more rows than this need no entry among the frequencies.
const RARE: u32 = 4;
/// Candidate pairs of the sample that the model is fitted to.
const TRAINING_PAIRS: i64 = 300_000;
/// Most match keys that a row usually has, by which the number of passes over them is reckoned.
const KEYS_PER_ROW: usize = 8;

/// The tables of one run.
pub struct Steps<'a> {
    pub run_id: i64,
    /// The plan, as the functions take it.
    pub plan: &'a str,
}

/// How many rows share each match key.
#[derive(Default)]
pub struct Census {
    pub keys: u64,
    /// Keys whose rows are compared: see [`KeySet`].
    pub live: Vec<u8>,
    /// Rows of every key that is not rare: see [`Counts`].
    pub counts: Vec<u8>,
    /// Rows of every key that is shared by too many.
    pub hot: Vec<u8>,
    /// Pairs in all blocks that are compared.
    pub candidates: i64,
}

impl Steps<'_> {
    /// Name of the table of records, in schema crm_hygiene.
    pub fn records_name(&self) -> String {
        format!("record_{}", self.run_id)
    }

    pub fn records(&self) -> String {
        format!("crm_hygiene.{}", self.records_name())
    }

    pub fn blocks(&self) -> String {
        format!("crm_hygiene.run_{}_blocks", self.run_id)
    }

    pub fn pairs(&self) -> String {
        format!("crm_hygiene.run_{}_pairs", self.run_id)
    }

    /// Every row as its packed record. `sources` are SELECTs of row_id and record.
    pub fn make_records(&self, sources: &[String]) -> Result<u64> {
        create(&self.records(), &sources.join(" UNION ALL "), &[])
    }

    /// Counts the rows of every key: in as many passes over the records as it takes to hold the keys of a pass in memory.
    pub fn count_keys(&self, rows: i64) -> Result<Census> {
        let passes = (rows.max(0) as usize * KEYS_PER_ROW * size_of::<u32>() / (setting::memory() / 2) + 1) as u64;
        let mut census = Census::default();
        for pass in 0..passes {
            // Every pass takes the next range of hashes, so that the results are joined in ascending order.
            let range = |bound: u64| bound * (1 << 32) / passes;
            let (from, to) = (range(pass), range(pass + 1));
            // Room at once: growing would hold them twice for a moment, and pages that are not used cost nothing.
            let mut keys: Vec<u32> = Vec::with_capacity(rows.max(0) as usize * KEYS_PER_ROW / passes as usize);
            spi::stream(&format!("SELECT record FROM {}", self.records()), &[], |row| {
                if let Some(record) = row.get::<&[u8]>(1)? {
                    keys.extend(Record::keys_of(record).filter(|key| (from..to).contains(&u64::from(*key))));
                }
                Ok(())
            })?;
            keys.sort_unstable();
            check_for_interrupts!();
            census.keys += keys.len() as u64;
            for same in keys.chunk_by(|a, b| a == b) {
                census.add(same[0], same.len() as u32);
            }
        }
        Ok(census)
    }

    /// The records of every key that is to be compared, side by side.
    pub fn make_blocks(&self, live: &[u8]) -> Result<u64> {
        let query = format!(
            "SELECT key, crm_hygiene.block(record, {BLOCK_LIMIT}) AS block
             FROM (SELECT unnest(crm_hygiene.live_keys(record, $1)) AS key, record FROM {} OFFSET 0) k GROUP BY key",
            self.records()
        );
        // Measured at 5.3 million keys: sorting takes half the time of a hash aggregate, which spills its growing blocks.
        spi::with_setting("enable_hashagg", "off", || create(&self.blocks(), &query, &[live.into()]))
    }

    /// Fits the model to a sample of the blocks.
    pub fn fit(&self, builtin: &Model, census: &Census) -> Result<Model> {
        let mut model = builtin.clone();
        let one_in = (census.candidates / TRAINING_PAIRS).max(1);
        for _ in 0..train::ROUNDS {
            let sql = format!(
                "SELECT (s.counts).field, (s.counts).level, sum((s.counts).expected)::bigint
                 FROM (SELECT crm_hygiene.expect_levels($1, $2, $3, {BLOCK_LIMIT}, key, block) AS counts FROM {}
                       WHERE key % {one_in} = 0 OFFSET 0) s
                 GROUP BY 1, 2",
                self.blocks()
            );
            let mut expected = train::Expected::new(model.fields.len());
            let json = engine::argument(&model)?;
            spi::query(&sql, &[self.plan.into(), json.as_str().into(), census.counts.as_slice().into()], |row| {
                let number = |ordinal| Ok::<usize, pgrx::spi::Error>(row.get::<i32>(ordinal)?.unwrap_or(0) as usize);
                expected.add(number(1)?, number(2)?, row.get::<i64>(3)?.unwrap_or(0));
                Ok(())
            })?;
            model = expected.fit(builtin);
        }
        Ok(model)
    }

    /// Every block's rows compared, pairs worth keeping kept.
    pub fn make_pairs(&self, model: &str, counts: &[u8]) -> Result<u64> {
        let query = format!(
            "SELECT (s.pair).*
             FROM (SELECT crm_hygiene.score($1, $2, $3, {BLOCK_LIMIT}, key, block) AS pair FROM {} OFFSET 0) s",
            self.blocks()
        );
        create(&self.pairs(), &query, &[self.plan.into(), model.into(), counts.into()])
    }
}

impl Census {
    /// Takes the next key, in ascending order.
    fn add(&mut self, key: u32, rows: u32) {
        let entry = || key.to_le_bytes().into_iter().chain(rows.to_le_bytes());
        if rows > RARE {
            self.counts.extend(entry());
        }
        if rows > BLOCK_LIMIT {
            self.hot.extend(entry());
        } else if rows > 1 {
            self.live.extend(key.to_le_bytes());
            self.candidates += i64::from(rows) * i64::from(rows - 1) / 2;
        }
    }

    /// The frequencies that a model was fitted with, with the keys that have become hot since, or are hot no longer.
    /// Weights that follow frequencies stay what they were, so that rows which did not change keep their pairs.
    pub fn merged_with(&self, fitted: &[u8]) -> Vec<u8> {
        let hot = Counts(&self.hot);
        let is_hot = |key: u32| hot.get(key) > BLOCK_LIMIT;
        let mut merged: Vec<(u32, u32)> = Counts(fitted).iter().map(|(key, rows)| (key, kept(rows, is_hot(key)))).collect();
        let new = hot.iter().map(|(key, _)| key).filter(|key| Counts(fitted).get(*key) <= BLOCK_LIMIT);
        let known = KeySet::pack(merged.iter().map(|(key, _)| *key));
        merged.extend(new.filter(|key| !KeySet(&known).contains(*key)).map(|key| (key, BLOCK_LIMIT + 1)));
        merged.sort_unstable();
        Counts::pack(merged.into_iter())
    }
}

/// A fitted frequency, on the right side of the limit.
pub fn kept(rows: u32, is_hot: bool) -> u32 {
    if is_hot { if rows > BLOCK_LIMIT { rows } else { BLOCK_LIMIT + 1 } } else { rows.min(BLOCK_LIMIT) }
}

fn create(table: &str, query: &str, args: &[pgrx::datum::DatumWithOid]) -> Result<u64> {
    let work_mem = format!("{}kB", (setting::memory() / 1024 / 4).max(64));
    spi::with_setting("work_mem", &work_mem, || unlogged::create(table, query, args))
}
