//! The set-shaped steps of a run, one statement each. The tables between them are unlogged, belong to the run and go with
//! its transaction, so a run that is cancelled or fails leaves nothing.

use super::directory::{DIRECTORY, Directory, ROLL, beside, entry, key_of, place_of};
use super::roll::{Lying, Roll};
use crate::error::Result;
use crate::{bulk, engine, raw, setting, spi, unlogged};
use crm_hygiene_core::blocking::{self, LEAST_LIMIT, MOST_LIMIT};
use crm_hygiene_core::directory::Place;
use crm_hygiene_core::model::Model;
use crm_hygiene_core::record::Record;
use crm_hygiene_core::roll::{self, hash};
use crm_hygiene_core::score::Scorer;
use crm_hygiene_core::strangers::{self, Strangers};
use crm_hygiene_core::tally::{Counts, KeyFilter};
use crm_hygiene_core::{train, twins};
use pgrx::datum::DatumWithOid;
use pgrx::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::{BTreeMap, BinaryHeap};

/// Keys shared by no more rows than this need no entry among the frequencies.
const RARE: u32 = 4;
/// Candidate pairs of the sample that the model is fitted to.
const TRAINING_PAIRS: i64 = 150_000;
/// Rows by whose match keys the number of passes over all of them is reckoned, and how many more keys a row may have.
const RECKONED: usize = 1_000;
const MORE_KEYS: f64 = 1.25;
/// Fewest keys that are worth a process of their own.
const LEAST_SHARE: usize = 10_000;

/// The tables of one run.
pub struct Steps<'a> {
    pub run_id: i64,
    /// The plan, as the functions take it.
    pub plan: &'a str,
}

/// How many rows share each match key.
#[derive(Default)]
pub struct Census {
    pub rows: i64,
    pub keys: u64,
    /// Keys whose rows are compared, ascending.
    pub live: Vec<u32>,
    /// Rows of every key that is not rare, likewise.
    pub counts: Vec<(u32, u32)>,
    /// Rows of every key that is shared by too many, likewise.
    pub hot: Vec<(u32, u32)>,
    /// Keys that stand for a placeholder which several rows share, with their number.
    pub placeholders: Vec<(u32, u32)>,
    /// Where the record is that shows what a hot key or a placeholder's stands for: of the row that comes first by its hash.
    pub samples: Vec<(u32, Place)>,
    /// Where the records are of rows taken at random, of those that have a match key.
    pub strangers: Vec<Place>,
    /// Pairs in all blocks that are compared.
    pub candidates: i64,
    /// How many keys are shared by so many rows.
    sizes: Vec<u64>,
    /// Short digests that more than a few rows have, ascending, with their rows; and where a record is of each that many have.
    pub repeated: Vec<(u32, u32)>,
    pub repeated_at: BTreeMap<u32, Place>,
    /// Those of them whose rows are one customer.
    pub ones: Vec<u32>,
    /// The records that stand for them, and how many rows refer to those.
    pub firsts: Vec<Vec<u8>>,
    pub referring: i64,
}

impl Steps<'_> {
    /// Name of the table of records, in schema crm_hygiene.
    pub fn records_name(&self) -> String {
        format!("record_{}", self.run_id)
    }

    pub fn records(&self) -> String {
        format!("crm_hygiene.{}", self.records_name())
    }

    pub fn pairs(&self) -> String {
        format!("crm_hygiene.run_{}_pairs", self.run_id)
    }

    /// Every row as its packed record, and a count of their keys; a directory and a roll too, where the next run can build on them.
    /// `sources` are SELECTs of the heap, the place and the record.
    pub fn read(&self, sources: &[String], args: &[DatumWithOid], is_kept: bool) -> Result<Census> {
        let rows = create(&self.records(), &sources.join(" UNION ALL "), args)? as usize;
        let mut census = Census { rows: rows as i64, sizes: vec![0; MOST_LIMIT as usize + 1], ..Census::default() };
        let (directory, roll) = (Directory::of(&self.records_name()), Roll::of(&self.records_name()));
        if is_kept {
            directory.create()?;
            roll.create()?;
        }
        let mut placeholders: FxHashSet<u32> = FxHashSet::default();
        let mut found: Vec<(Place, u64)> = Vec::with_capacity(rows);
        let mut digests: Vec<u32> = Vec::with_capacity(rows);
        // By lot, but always the same ones.
        let mut drawn: BinaryHeap<(u64, Place)> = BinaryHeap::with_capacity(strangers::ROWS + 1);
        let mut lying: FxHashMap<pg_sys::Oid, Vec<Lying>> = FxHashMap::default();
        // As many passes over the records as it takes to hold the keys of a pass in memory.
        let keys = (rows as f64 * self.keys_per_row()? * MORE_KEYS) as usize;
        let passes = (keys * size_of::<u64>() / (setting::memory() / 2) + 1) as u64;
        for pass in 0..passes {
            // Every pass takes the next range of hashes, so that the results are joined in ascending order.
            let range = |bound: u64| bound * (1 << 32) / passes;
            let (from, to) = (range(pass), range(pass + 1));
            // Room at once: growing would hold them twice for a moment, and pages that are not used cost nothing.
            let mut keys: Vec<u64> = Vec::with_capacity(keys / passes as usize);
            let mut number = 0;
            let of_pass = |key: &u32| (from..to).contains(&u64::from(*key));
            // Records are known by their number, for every pass finds them in one order.
            bulk::each_row(&self.records(), &mut |place, [heap, row, record]| {
                let Some(record) = record else { return };
                // SAFETY: the columns are those of the statement that made the table.
                let record = unsafe { raw::bytes_of(record) };
                keys.extend(Record::keys_of(record).filter(of_pass).map(|key| entry(key, number)));
                number += 1;
                if pass > 0 {
                    return;
                }
                let hash = hash(Record::row_id_of(record));
                placeholders.extend(Record::placeholder_keys_of(record));
                found.push((place_of(place), hash));
                digests.push(twins::short(record));
                let lot = strangers::lot(hash);
                let is_next = drawn.len() < strangers::ROWS || drawn.peek().is_some_and(|(last, _)| lot < *last);
                if is_next && Record::match_keys_of(record).next().is_some() {
                    drawn.push((lot, place_of(place)));
                    if drawn.len() > strangers::ROWS {
                        drawn.pop();
                    }
                }
                if let (Some(heap), Some(row)) = (heap, row) {
                    // SAFETY: as above.
                    let place = place_of(unsafe { *row.cast_mut_ptr::<pg_sys::ItemPointerData>() });
                    lying.entry(pg_sys::Oid::from(heap.value() as u32)).or_default().push(Lying { place, half: roll::half(hash) });
                }
            })?;
            if pass == 0 {
                census.count_repeats(std::mem::take(&mut digests), &found);
                census.strangers = std::mem::take(&mut drawn).into_sorted_vec().into_iter().map(|(_, place)| place).collect();
            }
            std::mem::take(&mut lying).into_iter().try_for_each(|(heap, rows)| roll.enter(heap, rows))?;
            let sort = |entries: &mut [u64]| radsort::sort_by_key(entries, |entry| key_of(*entry));
            sort(&mut keys);
            check_for_interrupts!();
            census.keys += keys.len() as u64;
            for same in keys.chunk_by(|a, b| key_of(*a) == key_of(*b)) {
                let key = key_of(same[0]);
                if census.add(key, same.len() as u32, placeholders.contains(&key)) {
                    let sample = same.iter().map(|entry| found[*entry as u32 as usize]).min_by_key(|(_, hash)| *hash);
                    census.samples.extend(sample.map(|(place, _)| (key, place)));
                }
            }
            if is_kept {
                let place = |number: u32| found[number as usize].0;
                directory.enter(false, &keys, place)?;
                drop(keys);
                let halves = found.iter().zip(0..).map(|((_, hash), number)| entry(roll::half(*hash), number));
                let mut halves: Vec<u64> = halves.filter(|entry| of_pass(&key_of(*entry))).collect();
                sort(&mut halves);
                directory.enter(true, &halves, place)?;
            }
        }
        Ok(census)
    }

    /// How many keys a row has, by the first ones.
    fn keys_per_row(&self) -> Result<f64> {
        let sql = format!(
            "SELECT avg(cardinality(crm_hygiene.record_keys(record)))::float8 FROM (SELECT record FROM {} LIMIT {RECKONED}) r",
            self.records()
        );
        Ok(spi::first(&sql, &[], |row| row.get::<f64>(1))?.flatten().unwrap_or(0.0))
    }

    /// Drops directory and roll, which are made once more.
    pub fn drop_places(&self) -> Result<()> {
        let [directory, roll] = [DIRECTORY, ROLL].map(|what| beside(&self.records_name(), what));
        spi::execute(&format!("DROP TABLE {directory}, {roll}"), &[]).map(|_| ())
    }

    /// What rows taken at random have in common.
    fn strangers(&self, builtin: &Model, census: &Census, counts: &[u8]) -> Result<Strangers> {
        let judge = engine::judge(self.plan, &engine::argument(builtin)?)?;
        let scorer = Scorer { judge: &judge, counts: Counts::new(counts), block_limit: LEAST_LIMIT };
        let records = self.records_at(census.strangers.iter().copied())?;
        let records: Vec<u8> = census.strangers.iter().filter_map(|place| records.get(place)).flatten().copied().collect();
        Ok(Strangers::meet(&scorer, &records, &engine::interruptible))
    }

    /// Fits the model to a sample of the blocks.
    pub fn fit(&self, builtin: &Model, census: &Census) -> Result<Model> {
        let plan = engine::plan(self.plan)?;
        let one_in = (census.candidates / TRAINING_PAIRS).max(1);
        let is_sampled = |key: &u32| i64::from(*key as i32) % one_in == 0;
        let sample = KeyFilter::pack(&census.live.iter().copied().filter(is_sampled).collect::<Vec<_>>());
        let table = format!("crm_hygiene.run_{}_sample", self.run_id);
        sorted(|| create(&table, &self.blocks(1, LEAST_LIMIT), &[sample.into()]))?;
        let sql = format!(
            "SELECT (s.counts).field, (s.counts).level, sum((s.counts).expected)::bigint
             FROM (SELECT crm_hygiene.expect_levels($1, $2, {LEAST_LIMIT}, key, block) AS counts FROM {table}
                   WHERE key % {one_in} = 0) s
             GROUP BY 1, 2"
        );
        let counts = Counts::pack(&census.counts);
        let strangers = self.strangers(builtin, census, &counts)?;
        let mut model = builtin.clone();
        strangers.correct(&mut model, &plan);
        for _ in 0..train::ROUNDS {
            let mut expected = train::Expected::new(model.fields.len());
            let judge = engine::judge_argument(self.plan, &engine::argument(&model)?);
            spi::query(&sql, &[judge.into(), counts.as_slice().into()], |row| {
                let number = |ordinal| Ok::<usize, pgrx::spi::Error>(row.get::<i32>(ordinal)?.unwrap_or(0) as usize);
                expected.add(number(1)?, number(2)?, row.get::<i64>(3)?.unwrap_or(0));
                Ok(())
            })?;
            model = expected.fit(&plan, builtin, &strangers, one_in);
        }
        spi::execute(&format!("DROP TABLE {table}"), &[])?;
        Ok(model)
    }

    /// Every block's rows compared, pairs worth keeping kept.
    pub fn make_pairs(&self, model: &Model, counts: &[u8], census: &Census) -> Result<u64> {
        // Each process reads all records and takes its share of the keys: that costs less than handing the blocks from one to another.
        let shares = setting::processes().min(census.live.len() / LEAST_SHARE + 1);
        let mut args: Vec<DatumWithOid> = vec![engine::judge_argument(self.plan, &engine::argument(model)?).into(), counts.into()];
        let mut parts = Vec::new();
        for keys in census.live.chunks(census.live.len().div_ceil(shares).max(1)) {
            args.push(KeyFilter::pack(keys).into());
            parts.push(self.blocks(args.len(), model.block_limit));
        }
        if parts.is_empty() {
            parts.push("SELECT 0 AS key, ''::bytea AS block".into());
        }
        let query = format!(
            "SELECT (s.pair).* FROM (SELECT crm_hygiene.pairs(crm_hygiene.score($1, $2, {}, key, block)) AS pair FROM ({}) b) s",
            model.block_limit,
            parts.join(" UNION ALL ")
        );
        // A worker for each share, if there are several, and none for scans, which are not shared. The session takes what they
        // find: while it compared rows itself, they would wait for it.
        let workers = if shares > 1 { shares } else { 0 };
        let settings = [
            ("min_parallel_table_scan_size", "5TB"),
            ("max_parallel_workers_per_gather", &workers.to_string()),
            ("parallel_leader_participation", "off"),
        ];
        spi::with_settings(&settings, || sorted(|| create(&self.pairs(), &query, &args)))
    }

    /// SELECT of the records of every key that passes the filter which the parameter of this number is, side by side, up to so many.
    fn blocks(&self, parameter: usize, limit: u32) -> String {
        format!(
            "SELECT key, crm_hygiene.block(record, {limit}) AS block
             FROM (SELECT unnest(crm_hygiene.live_keys(record, ${parameter})) AS key, record FROM {}) k GROUP BY key",
            self.records()
        )
    }
}

/// Measured at 5.3 million keys: sorting takes half the time of a hash aggregate, which spills its growing blocks.
fn sorted<T>(work: impl FnOnce() -> Result<T>) -> Result<T> {
    spi::with_setting("enable_hashagg", "off", work)
}

impl Census {
    /// Takes the next key, in ascending order; returns whether it says nothing about who a customer is.
    fn add(&mut self, key: u32, rows: u32, is_placeholder: bool) -> bool {
        if rows > RARE {
            self.counts.push((key, rows));
        }
        if let Some(keys) = self.sizes.get_mut(rows as usize) {
            *keys += 1;
        }
        let is_placeholder = is_placeholder && rows > 1;
        if is_placeholder {
            self.placeholders.push((key, rows));
        }
        if rows > LEAST_LIMIT {
            self.hot.push((key, rows));
        } else if rows > 1 && !is_placeholder {
            self.live.push(key);
            self.candidates += pairs_of(rows);
        }
        rows > LEAST_LIMIT || is_placeholder
    }

    /// Counts the rows that read the same. By the rows' numbers their digests, places and hashes.
    fn count_repeats(&mut self, mut digests: Vec<u32>, found: &[(Place, u64)]) {
        let in_order = digests.clone();
        radsort::sort(&mut digests);
        self.repeated = twins::repeated(&digests);
        let mut first: BTreeMap<u32, (u64, Place)> = BTreeMap::new();
        let many = self.repeated.iter().filter(|(_, rows)| *rows > LEAST_LIMIT);
        first.extend(many.map(|(digest, _)| (*digest, (u64::MAX, Place { block: 0, offset: 0 }))));
        if !first.is_empty() {
            for (digest, (place, hash)) in in_order.iter().zip(found) {
                if let Some(first) = first.get_mut(digest) {
                    *first = (*first).min((*hash, *place));
                }
            }
        }
        self.repeated_at = first.into_iter().map(|(digest, (_, place))| (digest, place)).collect();
    }

    /// How many rows may share a key and still be compared with each other, by what there is in the table.
    pub fn block_limit(&self) -> u32 {
        blocking::limit((0..).zip(self.sizes.iter().copied()))
    }

    /// Counts keys of up to so many rows among those whose rows are compared.
    pub fn allow(&mut self, limit: u32) {
        let (mut live, hot): (Vec<_>, Vec<_>) = self.hot.iter().copied().partition(|(_, rows)| *rows <= limit);
        live.retain(|key| self.placeholders.binary_search(key).is_err());
        self.candidates += live.iter().map(|(_, rows)| pairs_of(*rows)).sum::<i64>();
        self.live.extend(live.into_iter().map(|(key, _)| key));
        self.live.sort_unstable();
        self.hot = hot;
    }

    /// Keys that say nothing about who a customer is, with their rows.
    pub fn saying_nothing(&self) -> BTreeMap<u32, u32> {
        self.hot.iter().chain(&self.placeholders).copied().collect()
    }

    /// The frequencies that a model was fitted with, with the keys that have become hot since, or are hot no longer.
    /// Weights that follow frequencies stay what they were, so that rows which did not change keep their pairs.
    pub fn merged_with(&self, fitted: &[u8], limit: u32) -> Vec<u8> {
        let mut merged: BTreeMap<u32, u32> = Counts::new(fitted).iter().map(|(key, rows)| (key, kept(rows, false, limit))).collect();
        for (key, _) in &self.hot {
            let fitted = Counts::new(fitted).get(*key);
            merged.insert(*key, kept(fitted, true, limit));
        }
        Counts::pack(&merged.into_iter().collect::<Vec<_>>())
    }
}

/// A fitted frequency, on the right side of the limit.
pub fn kept(rows: u32, is_hot: bool, limit: u32) -> u32 {
    if is_hot { rows.max(limit + 1) } else { rows.min(limit) }
}

fn pairs_of(rows: u32) -> i64 {
    blocking::pairs_of(rows.into()) as i64
}

fn create(table: &str, query: &str, args: &[DatumWithOid]) -> Result<u64> {
    spi::with_setting("work_mem", &setting::work_mem(), || unlogged::create(table, query, args))
}
