//! The blocks that rows which changed are in.

use super::changes::{Changed, brink, sharing};
use super::fitted::Store;
use super::publish::Publisher;
use super::steps::kept;
use crate::engine;
use crate::error::Result;
use crm_hygiene_core::hot::HotValue;
use crm_hygiene_core::record::Record;
use crm_hygiene_core::roll;
use crm_hygiene_core::score::{Row, Scorer, row_order};
use crm_hygiene_core::tally::Counts;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::{BTreeMap, BTreeSet};

/// The blocks of new rows, and those that are no longer too large because a row left them.
pub struct Blocks {
    /// All their records.
    near: Vec<Vec<u8>>,
    /// Per key, the positions of its records.
    blocks: BTreeMap<u32, Vec<usize>>,
    /// Per touched key, how many rows more have it.
    more: BTreeMap<u32, i64>,
    /// Keys that have become hot, or are hot no longer.
    turned: FxHashSet<u32>,
    /// Likewise the other keys of rows that are weighed by how common a value is whose key turned.
    swayed: BTreeMap<u32, Vec<usize>>,
    /// Rows that may share a key and still be compared with each other.
    limit: u32,
    /// Pairs that were compared.
    pub compared: i64,
}

impl Blocks {
    /// `near` are the records that share a key with a new row, those of keys that are on the brink, and some others.
    pub fn of(changed: &Changed, mut near: Vec<Vec<u8>>, store: &Store, limit: u32) -> Result<Blocks> {
        let mut more: BTreeMap<u32, i64> = BTreeMap::new();
        for (records, change) in [(&changed.new, 1), (&changed.old, -1)] {
            for key in records.values().flat_map(|record| Record::keys_of(record)) {
                *more.entry(key).or_default() += change;
            }
        }
        let hot = Counts::new(&store.hot);
        let is_hot = |key: u32| hot.get(key) > limit;
        let thawed = more.iter().filter(|(key, more)| is_hot(**key) && i64::from(hot.get(**key)) + **more <= i64::from(limit));
        let thawed: Vec<u32> = thawed.map(|(key, _)| *key).collect();
        let unread: Vec<u32> = thawed.iter().copied().filter(|key| hot.get(*key) > brink(limit)).collect();
        if !unread.is_empty() {
            add_sharing(&mut near, store, &unread)?;
        }
        let met = changed.new.values().flat_map(|record| Record::keys_of(record)).filter(|key| !is_hot(*key));
        let mut blocks: FxHashMap<u32, Vec<usize>> = met.chain(thawed).map(|key| (key, Vec::new())).collect();
        let mut kept = 0;
        near.retain(|record| {
            let mut is_kept = false;
            for key in Record::keys_of(record) {
                if let Some(block) = blocks.get_mut(&key)
                    && block.last() != Some(&kept)
                {
                    block.push(kept);
                    is_kept = true;
                }
            }
            kept += usize::from(is_kept);
            is_kept
        });
        let blocks = blocks.into_iter().collect();
        Ok(Blocks { near, blocks, more, turned: FxHashSet::default(), swayed: BTreeMap::new(), limit, compared: 0 })
    }

    /// Finds the keys that turned and brings the hot keys up to date; gives the frequencies to weigh by.
    pub fn count(&mut self, store: &mut Store, fitted: &[u8]) -> Result<Vec<u8>> {
        let mut hot: BTreeMap<u32, u32> = Counts::new(&store.hot).iter().collect();
        for (key, more) in &self.more {
            let before = hot.get(key).copied();
            let rows = match (before, self.blocks.get(key)) {
                (_, Some(block)) => block.len() as u32,
                (Some(before), None) => (i64::from(before) + more) as u32,
                // Rows left it, and it was not too large before.
                (None, None) => continue,
            };
            if rows > self.limit {
                hot.insert(*key, rows);
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
        let mut counts: Vec<(u32, u32)> = Counts::new(fitted).iter().collect();
        for key in &self.turned {
            let is_hot = hot.contains_key(key);
            match counts.binary_search_by_key(key, |(key, _)| *key) {
                Ok(place) => counts[place].1 = kept(counts[place].1, is_hot, self.limit),
                Err(place) if is_hot => counts.insert(place, (*key, kept(0, true, self.limit))),
                Err(_) => {}
            }
        }
        Ok(Counts::pack(&counts))
    }

    /// The records of blocks that turned, each with the key that did.
    pub fn turned(&self) -> impl Iterator<Item = (u32, &Vec<u8>)> {
        let Blocks { near, blocks, turned, .. } = self;
        let blocks = turned.iter().filter_map(|key| Some((*key, blocks.get(key)?)));
        blocks.flat_map(move |(key, block)| block.iter().map(move |index| (key, &near[*index])))
    }

    /// Reads whom rows meet that have a value whose key turned: another form of that value has other keys, and yet the two are
    /// weighed by the more common one.
    pub fn follow(&mut self, store: &Store, counts: &[u8]) -> Result<()> {
        let counts = Counts::new(counts);
        let is_read = |key: &u32| !self.blocks.contains_key(key) && counts.get(*key) <= self.limit;
        let swayed = self.turned().filter(|(key, record)| Record::first(record).is_some_and(|record| record.weighs_by(*key)));
        let mut swayed: BTreeMap<u32, Vec<usize>> =
            swayed.flat_map(|(_, record)| Record::match_keys_of(record)).filter(is_read).map(|key| (key, Vec::new())).collect();
        if swayed.is_empty() {
            return Ok(());
        }
        add_sharing(&mut self.near, store, &swayed.keys().copied().collect::<Vec<_>>())?;
        for (index, record) in self.near.iter().enumerate() {
            for key in Record::match_keys_of(record) {
                if let Some(block) = swayed.get_mut(&key) {
                    block.push(index);
                }
            }
        }
        self.swayed = swayed;
        Ok(())
    }

    /// Replaces the pairs of changed rows, and those of rows whose keys turned; returns all rows that were touched.
    pub fn compare(&mut self, scorer: &Scorer, changed: &Changed, publisher: &Publisher) -> Result<FxHashSet<Box<str>>> {
        let rows: Vec<Option<Row>> = self.near.iter().map(|record| Record::first(record).map(|record| scorer.row(record))).collect();
        let new: FxHashSet<&str> = changed.new.keys().map(|row| &**row).collect();
        let is_new: Vec<bool> = rows.iter().map(|row| row.as_ref().is_some_and(|row| new.contains(row.row_id))).collect();
        let mut seen: FxHashSet<(usize, usize)> = FxHashSet::default();
        let turned: FxHashSet<usize> = self.turned.iter().filter_map(|key| self.blocks.get(key)).flatten().copied().collect();
        let (mut kept, mut dropped) = (Vec::new(), Vec::new());
        let mut touched: FxHashSet<Box<str>> = changed.new.keys().chain(changed.old.keys()).cloned().collect();
        for (key, block) in self.blocks.iter().chain(&self.swayed) {
            engine::interruptible();
            if block.len() > self.limit as usize && !self.turned.contains(key) {
                continue;
            }
            for (nth, &a) in block.iter().enumerate() {
                for &b in &block[nth + 1..] {
                    let (Some(left), Some(right)) = (&rows[a], &rows[b]) else { continue };
                    let is_ours = is_new[a] || is_new[b];
                    if !(is_ours || turned.contains(&a) || turned.contains(&b))
                        || !scorer.may_meet(left, right)
                        || !seen.insert((a.min(b), a.max(b)))
                    {
                        continue;
                    }
                    self.compared += 1;
                    let pair = scorer.first_common_key(left, right).and_then(|_| scorer.judged(left, right));
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
    pub fn publish_hot_values(&self, publisher: &Publisher, plan: &str, changed: &Changed, store: &Store) -> Result<i64> {
        let looked_up = engine::plan(plan)?;
        let elsewhere = self.more.iter().filter(|(key, _)| !self.blocks.contains_key(key)).map(|(key, more)| (*key, *more));
        let (gone, held) = publisher.recount_hot_values(&elsewhere.collect())?;
        let mut more = -gone;
        more -= publisher.drop_hot_values(&self.blocks.keys().copied().collect::<Vec<_>>())?;
        let value = |(key, block): (&u32, &Vec<usize>)| {
            let record = block.iter().map(|index| &self.near[*index]).min_by_key(|record| order(record))?;
            let value = HotValue::of(&looked_up, *key, record)?;
            let listed = block.len() > self.limit as usize || (block.len() > 1 && value.reason() == "placeholder");
            listed.then_some((*key, value, block.len() as i64))
        };
        let mut found: Vec<(u32, HotValue, i64)> = self.blocks.iter().filter_map(value).collect();

        // Another row shows a value that is hot as before: one that is new and comes first, or the next where the first one left.
        let has_left = |row: &str| changed.old.contains_key(row);
        let left: BTreeSet<u32> = held.iter().filter(|(_, (_, row))| has_left(row)).map(|(key, _)| *key).collect();
        let others = if left.is_empty() { Vec::new() } else { sharing(store, &left.into_iter().collect::<Vec<_>>())? };
        let mut first: BTreeMap<u32, (u64, &Vec<u8>)> = BTreeMap::new();
        for record in others.iter().chain(changed.new.values()) {
            for key in Record::keys_of(record) {
                let Some((_, row)) = held.get(&key) else { continue };
                let before = first.get(&key).map(|(order, _)| *order).or_else(|| (!has_left(row)).then(|| roll::hash(row)));
                if before.is_none_or(|before| order(record) < before) {
                    first.insert(key, (order(record), record));
                }
            }
        }
        more -= publisher.drop_hot_values(&first.keys().copied().collect::<Vec<_>>())?;
        let shown = |(key, (_, record)): (&u32, &(u64, &Vec<u8>))| Some((*key, HotValue::of(&looked_up, *key, record)?, held.get(key)?.0));
        found.extend(first.iter().filter_map(shown));
        more += publisher.write_hot_values(plan, &found)?;
        Ok(more)
    }
}

/// Adds the stored records that have one of these keys, which are ascending, and are not there yet.
fn add_sharing(near: &mut Vec<Vec<u8>>, store: &Store, keys: &[u32]) -> Result<()> {
    let known: FxHashSet<Box<str>> = near.iter().map(|record| Record::row_id_of(record).into()).collect();
    near.extend(sharing(store, keys)?.into_iter().filter(|record| !known.contains(Record::row_id_of(record))));
    Ok(())
}

/// By which the row is chosen that shows what a key stands for: the first one does.
fn order(record: &[u8]) -> u64 {
    roll::hash(Record::row_id_of(record))
}
