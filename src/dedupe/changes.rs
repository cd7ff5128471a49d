//! A run that only looks at what changed since the last one, with the same result as a full run.
//!
//! Rows tell by their xmin that they are new or were updated; which ones are gone, the roll tells (see [`super::roll`]). Only
//! the blocks of the match keys that those rows have, or had, are compared again, from the packed records that the last run left.

use super::blocks::Blocks;
use super::directory::{Directory, entry, place_of};
use super::fitted::{Fitted, Store};
use super::publish::Publisher;
use super::{Run, Summary, horizon};
use crate::error::Result;
use crate::{engine, spi};
use crm_hygiene_core::directory::Place;
use crm_hygiene_core::record::Record;
use crm_hygiene_core::roll::Roll;
use crm_hygiene_core::roster::{self, CellSet};
use crm_hygiene_core::score::Scorer;
use crm_hygiene_core::tally::{Counts, KeyFilter};
use pgrx::prelude::*;
use rustc_hash::FxHashSet;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

/// Above this share of changed rows, one in so many, all rows are compared.
const MANY: usize = 10;

/// Records by row.
pub type Records = BTreeMap<Box<str>, Vec<u8>>;

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
    let roll = call_roll(run, &store)?;
    let rows = roll.rows() as i64;
    if !fitted.suits(rows) || roll.newer() > roll.rows() / MANY {
        return Ok(None);
    }
    let (changed, near) = Changed::read(run, &mut store, &roll)?;
    let mut blocks = Blocks::of(&changed, near, &store, run.model.block_limit)?;
    let counts = blocks.count(&mut store, &fitted.counts)?;
    if counts != fitted.counts {
        Fitted { plan: fitted.plan.clone(), model: fitted.model.clone(), counts: counts.clone(), rows: fitted.rows }.save(oid)?;
    }
    let judge = engine::judge(&run.plan, &engine::argument(&run.model)?)?;
    let scorer = Scorer { judge: &judge, counts: Counts::new(&counts), block_limit: run.model.block_limit };
    let publisher = Publisher { table: &run.table, run_id: run.id };
    let touched = blocks.compare(&scorer, &changed, &publisher)?;
    // By index: these rows are few, whatever the planner has heard of the tables.
    spi::with_setting("enable_seqscan", "off", || {
        let previous = publisher.surroundings(touched)?;
        let around: Vec<&str> = previous.rows.iter().map(|row| &**row).collect();
        let clusters = publisher.cluster(Some(&around))?;
        publisher.replace_clusters(&clusters, &previous.clusters, false)
    })?;
    summary.hot_values += blocks.publish_hot_values(&publisher, &run.plan, &changed, &store)?;
    summary.candidate_pairs = blocks.compared;
    summary.rows = rows;
    summary.count_results(oid)?;
    let changed_rows = changed.new.len() as i64 + changed.gone;
    summary.changed_rows = Some(changed_rows);
    store.horizon = now;
    store.save(oid, run.id)?;
    notice!("crm_dedupe({}): compared {changed_rows} changed rows of {rows}; full => true compares all", run.table.relation.name);
    Ok(Some(summary))
}

/// What the run before counted and this one adds to.
fn last_summary(oid: pg_sys::Oid) -> Result<Option<Summary>> {
    spi::first(
        "SELECT u.hot_values FROM crm_hygiene.store s JOIN crm_hygiene.run u ON u.run_id = s.run_id WHERE s.relation = $1",
        &[oid.into()],
        |row| Ok(Summary { hot_values: row.get::<i64>(1)?.unwrap_or(0), ..Summary::default() }),
    )
}

/// Which rows there are, and which are newer than the last run.
fn call_roll(run: &Run, store: &Store) -> Result<Roll<Vec<u8>>> {
    let relation = &run.table.relation;
    let sql = format!(
        "SELECT crm_hygiene.roll({}, t.xmin, {}, {}) FROM {} t",
        relation.roll_id_sql(),
        store.horizon,
        store.roster.cells(),
        relation.sql
    );
    let roll = spi::first(&sql, &[], |row| row.get::<Vec<u8>>(1))?.flatten();
    Ok(roll.map_or_else(|| Roll::new(store.roster.cells(), 0), Roll))
}

/// What differs from the last run.
pub struct Changed {
    /// Rows that are new or read differently.
    pub new: Records,
    /// What the changed and the vanished rows were.
    pub old: Records,
    /// Number of vanished rows.
    gone: i64,
}

impl Changed {
    /// Finds what changed and brings the stored records up to date. Gives also those records, as they are now, that share a key
    /// with a row that is new, and some others.
    fn read(run: &Run, store: &mut Store, roll: &Roll<Vec<u8>>) -> Result<(Changed, Vec<Vec<u8>>)> {
        let mut new = Records::new();
        let newer: FxHashSet<&str> = roll.newer_ids().collect();
        if !newer.is_empty() {
            let condition = format!("WHERE {}", run.table.relation.has_row_id_sql(1));
            let ids: Vec<&str> = newer.iter().copied().collect();
            let records = spi::query(&run.table.records_sql(None, &condition)?, &[ids.into()], |row| {
                Ok(row.get::<&str>(1)?.map(Box::from).zip(row.get::<Vec<u8>>(2)?))
            })?;
            new = records.into_iter().flatten().collect();
        }

        // One look at the records gives what these rows were, what is gone, and whom the new ones meet. Where one row alone was added or
        // is gone, the rosters differ by its hash.
        let mut roster = roll.roster();
        let hashes = newer.iter().map(roster::hash).chain(store.roster.differences(&roster));
        let halves: BTreeSet<u32> = hashes.map(roster::half).collect();
        // Keys that are hot stay so, unless rows leave them. Which ones do is not known yet, but few are that few leave.
        let hot = Counts::new(&store.hot);
        let hot_ones = hot.iter().map(|(key, _)| key);
        let keys = new.values().flat_map(|record| Record::keys_of(record)).chain(hot_ones);
        let keys: BTreeSet<u32> = keys.filter(|key| hot.get(*key) <= brink(run.model.block_limit)).collect();
        let keys: Vec<u32> = keys.into_iter().collect();
        let mut found = look(store, &keys, &halves, &CellSet::default())?;

        let known: FxHashSet<Box<str>> = found.iter().map(|stored| stored.row_id().into()).collect();
        new.keys().filter(|row| !known.contains(*row)).for_each(|row| roster.toggle(row));
        let is_missing = |row: &&str| (newer.contains(row) || store.roster.differs_by(&roster, row)) && !new.contains_key(*row);
        let mut gone = vanished(run, found.iter().map(Stored::row_id).filter(is_missing).collect())?;
        gone.iter().for_each(|row| roster.toggle(row));
        // Where more than one row left a cell, it may be any of the cell's.
        let cells = store.roster.differing(&roster);
        if !cells.is_empty() {
            let others = look(store, &[], &BTreeSet::new(), &cells)?;
            let is_suspect = |row: &&str| cells.has(roster::hash(row)) && !new.contains_key(*row) && !gone.contains(*row);
            let more = vanished(run, others.iter().map(Stored::row_id).filter(is_suspect).collect())?;
            found.extend(others.into_iter().filter(|stored| more.contains(stored.row_id()) && !known.contains(stored.row_id())));
            gone.extend(more);
        }

        let (mut old, mut places) = (Records::new(), Vec::new());
        found.retain(|stored| {
            let row = stored.row_id();
            if !newer.contains(row) && !gone.contains(row) {
                return true;
            }
            // Updated rows may read as before.
            let stays = new.get(row).is_none_or(|own| *own == stored.record) && !gone.contains(row);
            if stays {
                new.remove(row);
            } else {
                old.insert(row.into(), stored.record.clone());
                places.push(stored.place);
            }
            stays
        });
        replace(store, &places, &new)?;
        old.keys().chain(new.keys()).for_each(|row| store.roster.toggle(row));
        store.rows += new.len() as i64 - old.len() as i64;
        let near = found.into_iter().map(|stored| stored.record).chain(new.values().cloned()).collect();
        Ok((Changed { gone: gone.len() as i64, new, old }, near))
    }
}

/// Which of these rows are there no longer.
fn vanished(run: &Run, rows: Vec<&str>) -> Result<FxHashSet<Box<str>>> {
    let mut gone: FxHashSet<Box<str>> = rows.iter().copied().map(Box::from).collect();
    if !gone.is_empty() {
        let relation = &run.table.relation;
        let sql = format!("SELECT {} FROM {} t WHERE {}", relation.row_id_sql(), relation.sql, relation.has_row_id_sql(1));
        let there = spi::query(&sql, &[rows.into()], |row| row.get::<String>(1))?;
        for row in there.iter().flatten() {
            gone.remove(row.as_str());
        }
    }
    Ok(gone)
}

/// Keys shared by no more rows than this are looked at beforehand: a row less, and they are hot no longer.
pub fn brink(block_limit: u32) -> u32 {
    block_limit + 1
}

/// A stored record, and where it is.
struct Stored {
    record: Vec<u8>,
    place: pg_sys::ItemPointerData,
}

impl Stored {
    fn row_id(&self) -> &str {
        Record::row_id_of(&self.record)
    }
}

/// The stored records that have one of these keys, which are ascending, of rows with these halves of hashes, and in these cells of the
/// roster. Some others too.
fn look(store: &Store, keys: &[u32], rows: &BTreeSet<u32>, cells: &CellSet) -> Result<Vec<Stored>> {
    let rows: Vec<u32> = rows.iter().copied().collect();
    let mut halves: Vec<RangeInclusive<u32>> = cells.halves().chain(rows.iter().map(|row| *row..=*row)).collect();
    halves.sort_unstable_by_key(|range| (*range.start(), Reverse(*range.end())));
    // Within a cell that is looked at, single rows need no look of their own.
    halves.dedup_by(|next, range| next.end() <= range.end());
    let keys_alone: Vec<RangeInclusive<u32>> = keys.iter().map(|key| *key..=*key).collect();
    let places = Directory::of(&store.records).find(&keys_alone, &halves)?;
    // A place may have been taken by another record since; and it takes no longer to read all records than a large part by their places.
    let there = if places.len() as i64 > store.rows / 4 { "true" } else { "ctid = ANY ($4)" };
    let sql = format!("SELECT record, ctid FROM {} WHERE {there} AND crm_hygiene.touches(record, $1, $2, $3)", store.table());
    let args = [KeyFilter::pack(keys).into(), KeyFilter::pack(&rows).into(), cells.as_bytes().to_vec().into(), places.into()];
    let found = spi::query(&sql, &args, |row| {
        let (record, place) = (row.get::<Vec<u8>>(1)?, row.get::<pg_sys::ItemPointerData>(2)?);
        Ok(record.zip(place).map(|(record, place)| Stored { record, place }))
    })?;
    Ok(found.into_iter().flatten().collect())
}

/// The stored records that have one of these keys, which are ascending.
pub fn sharing(store: &Store, keys: &[u32]) -> Result<Vec<Vec<u8>>> {
    Ok(look(store, keys, &BTreeSet::new(), &CellSet::default())?.into_iter().map(|stored| stored.record).collect())
}

/// Replaces the stored records at these places by others.
fn replace(store: &Store, places: &[pg_sys::ItemPointerData], new: &Records) -> Result<()> {
    if !places.is_empty() {
        let sql = format!("DELETE FROM {} WHERE ctid = ANY ($1)", store.table());
        spi::execute(&sql, &[places.to_vec().into()])?;
    }
    if !new.is_empty() {
        let (ids, records): (Vec<&str>, Vec<&[u8]>) = new.iter().map(|(row, record)| (&**row, record.as_slice())).unzip();
        let sql = format!("INSERT INTO {} (row_id, record) SELECT * FROM unnest($1::text[], $2::bytea[]) RETURNING ctid", store.table());
        let places = spi::write(&sql, &[ids.into(), records.into()], |row| row.get::<pg_sys::ItemPointerData>(1))?;
        let places: Vec<Place> = places.into_iter().flatten().map(place_of).collect();
        let numbered = || new.iter().zip(0..);
        let keys = numbered().flat_map(|((_, record), number)| Record::keys_of(record).map(move |key| entry(key, number)));
        let halves = numbered().map(|((row, _), number)| entry(roster::half(roster::hash(&**row)), number));
        let directory = Directory::of(&store.records);
        for (of_rows, mut entries) in [(false, keys.collect::<Vec<_>>()), (true, halves.collect())] {
            entries.sort_unstable();
            directory.enter(of_rows, &entries, |number| places[number as usize])?;
        }
    }
    Ok(())
}
