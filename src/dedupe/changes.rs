//! A run that only looks at what changed since the last one, with the same result as a full run.
//!
//! The items of the table's pages tell which rows are new or updated, and which may be gone (see [`super::roll`]). Only the blocks of
//! the match keys that those rows have, or had, are compared again, from the packed records that the last run left.

use super::blocks::Blocks;
use super::directory::{Directory, entry, place_of};
use super::fitted::{Fitted, Store};
use super::publish::{Publisher, Results};
use super::roll::{Called, Halves, Moment, Roll};
use super::{Run, Summary};
use crate::error::Result;
use crate::{engine, guard, spi};
use crm_hygiene_core::directory::Place;
use crm_hygiene_core::record::Record;
use crm_hygiene_core::roll::{half, hash};
use crm_hygiene_core::score::Scorer;
use crm_hygiene_core::tally::{Counts, KeyFilter};
use crm_hygiene_core::twins::{self, Repeats};
use pgrx::prelude::*;
use rustc_hash::FxHashSet;
use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

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
    let now = Moment::now()?;
    let Some(heaps) = run.heaps.as_ref().filter(|heaps| **heaps == store.heaps) else { return Ok(None) };
    if store.source != run.records_sql("")? || now.horizon - store.read.horizon >= 1 << 31 {
        return Ok(None);
    }
    let called = Roll::of(&store.records).call(heaps, store.read)?;
    if called.changes() > store.rows as usize / MANY {
        return Ok(None);
    }
    let Some((changed, near)) = Changed::read(run, &mut store, called, |rows| fitted.suits(rows))? else { return Ok(None) };
    let mut blocks = Blocks::of(&changed, near, &store, run.model.block_limit)?;
    let counts = blocks.count(&mut store, &fitted.counts)?;
    // Who stands for many does so with the frequencies that it had.
    if blocks.turned().any(|(_, record)| Repeats::new(&store.repeats).are_one(twins::short(record)) == Some(true)) {
        return Ok(None);
    }
    blocks.follow(&store, &counts)?;
    if counts != fitted.counts {
        Fitted { plan: fitted.plan.clone(), model: fitted.model.clone(), counts: counts.clone(), rows: fitted.rows }.save(oid)?;
    }
    let judge = engine::judge(&run.plan, &engine::argument(&run.model)?)?;
    let scorer = Scorer { judge: &judge, counts: Counts::new(&counts), block_limit: run.model.block_limit };
    let results = if store.counted { summary.results } else { Results::stored(oid)? };
    let publisher = Publisher { table: &run.table, run_id: run.id, has_guard: !store.counted, results: Cell::new(results) };
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
    summary.rows = store.rows;
    summary.results = publisher.results.get();
    let changed_rows = changed.new.len() as i64 + changed.gone;
    summary.changed_rows = Some(changed_rows);
    store.read = now;
    store.counted = !guard::lists_duplicates(oid)?;
    store.save(oid, run.id)?;
    let (name, rows) = (&run.table.relation.name, store.rows);
    notice!("crm_dedupe({name}): compared {changed_rows} changed rows of {rows}; full => true compares all");
    Ok(Some(summary))
}

/// What the run before counted and this one keeps in step.
fn last_summary(oid: pg_sys::Oid) -> Result<Option<Summary>> {
    spi::first(
        "SELECT u.hot_values, u.duplicate_pairs, u.review_pairs, u.clusters, u.duplicate_rows
         FROM crm_hygiene.store s JOIN crm_hygiene.run u USING (run_id) WHERE s.relation = $1",
        &[oid.into()],
        |row| {
            let number = |ordinal| Ok::<i64, pgrx::spi::Error>(row.get::<i64>(ordinal)?.unwrap_or(0));
            let results =
                Results { duplicate_pairs: number(2)?, review_pairs: number(3)?, clusters: number(4)?, duplicate_rows: number(5)? };
            Ok(Summary { hot_values: number(1)?, results, ..Summary::default() })
        },
    )
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
    /// Finds what changed and brings what is stored up to date. Gives also those records, as they are now, that share a key with a row that
    /// is new, and some others. None, and nothing changed, where not so many rows are wanted as there are now, or rows changed that read
    /// the same as many others.
    fn read(run: &Run, store: &mut Store, called: Called, suits: impl Fn(i64) -> bool) -> Result<Option<(Changed, Vec<Vec<u8>>)>> {
        let (mut new, mut halves) = (Records::new(), Halves::default());
        let sql = run.records_sql("WHERE t.tableoid = $1 AND t.ctid = ANY ($2)")?;
        for (heap, places) in called.places() {
            let records = spi::query(&sql, &[heap.into(), places.into()], |row| {
                Ok(row.get::<pg_sys::ItemPointerData>(2)?.zip(row.get::<Vec<u8>>(3)?))
            })?;
            for (place, record) in records.into_iter().flatten() {
                let row = Record::row_id_of(&record);
                halves.insert((heap, place_of(place)), half(hash(row)));
                new.insert(row.into(), record);
            }
        }

        // One look at the records gives what these rows were, who may be gone, and whom the new ones meet.
        let left = called.left();
        let rows: BTreeSet<u32> = halves.values().chain(&left).copied().collect();
        // Keys that are hot stay so, unless rows leave them. Which ones do is not known yet, but few are that few leave.
        let hot = Counts::new(&store.hot);
        let hot_ones = hot.iter().map(|(key, _)| key);
        let keys = new.values().flat_map(|record| Record::keys_of(record)).chain(hot_ones);
        let keys: BTreeSet<u32> = keys.filter(|key| hot.get(*key) <= brink(run.model.block_limit)).collect();
        let mut found = look(store, &keys.into_iter().collect::<Vec<_>>(), &rows.into_iter().collect::<Vec<_>>())?;
        let may_be_gone = |row: &&str| left.contains(&half(hash(row))) && !new.contains_key(*row);
        let gone = vanished(run, found.iter().map(Stored::row_id).filter(may_be_gone).collect())?;
        let known = found.iter().filter(|stored| new.contains_key(stored.row_id())).count();
        let row_count = store.rows + (new.len() - known) as i64 - gone.len() as i64;
        if !suits(row_count) {
            return Ok(None);
        }

        let (mut old, mut places) = (Records::new(), Vec::new());
        found.retain(|stored| {
            let row = stored.row_id();
            // Updated rows may read as before.
            let reads_as_before = new.get(row).map(|own| twins::reads_as(own, &stored.record));
            if reads_as_before == Some(true) {
                new.remove(row);
            }
            let stays = reads_as_before.unwrap_or(true) && !gone.contains(row);
            if !stays {
                old.insert(row.into(), stored.record.clone());
                places.push(stored.place);
            }
            stays
        });
        let mut more: BTreeMap<u32, i64> = BTreeMap::new();
        for (records, change) in [(&new, 1), (&old, -1)] {
            records.values().for_each(|record| *more.entry(twins::short(record)).or_default() += change);
        }
        let Some(repeats) = Repeats::new(&store.repeats).with(&more) else { return Ok(None) };
        store.repeats = repeats;
        replace(store, &places, &new)?;
        let settled = gone.iter().map(|row| half(hash(&**row))).chain(halves.values().copied()).collect();
        Roll::of(&store.records).correct(called, &halves, &settled)?;
        store.rows = row_count;
        let near = found.into_iter().map(|stored| stored.record).chain(new.values().cloned()).collect();
        Ok(Some((Changed { gone: gone.len() as i64, new, old }, near)))
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

/// The stored records that have one of these keys, or are of rows with these halves of hashes, both ascending. Some others too.
fn look(store: &Store, keys: &[u32], rows: &[u32]) -> Result<Vec<Stored>> {
    let places = Directory::of(&store.records).find(keys, rows)?;
    // A place may have been taken by another record since; and it takes no longer to read all records than a large part by their places.
    let there = if places.len() as i64 > store.rows / 4 { "true" } else { "ctid = ANY ($3)" };
    let sql = format!("SELECT record, ctid FROM {} WHERE {there} AND crm_hygiene.touches(record, $1, $2)", store.table());
    let found = spi::query(&sql, &[KeyFilter::pack(keys).into(), KeyFilter::pack(rows).into(), places.into()], |row| {
        let (record, place) = (row.get::<Vec<u8>>(1)?, row.get::<pg_sys::ItemPointerData>(2)?);
        Ok(record.zip(place).map(|(record, place)| Stored { record, place }))
    })?;
    Ok(found.into_iter().flatten().collect())
}

/// The stored records that have one of these keys, which are ascending.
pub fn sharing(store: &Store, keys: &[u32]) -> Result<Vec<Vec<u8>>> {
    Ok(look(store, keys, &[])?.into_iter().map(|stored| stored.record).collect())
}

/// Replaces the stored records at these places by others.
fn replace(store: &Store, places: &[pg_sys::ItemPointerData], new: &Records) -> Result<()> {
    if !places.is_empty() {
        let sql = format!("DELETE FROM {} WHERE ctid = ANY ($1)", store.table());
        spi::execute(&sql, &[places.to_vec().into()])?;
    }
    if !new.is_empty() {
        let records: Vec<&[u8]> = new.values().map(Vec::as_slice).collect();
        let sql = format!("INSERT INTO {} (record) SELECT unnest($1::bytea[]) RETURNING ctid", store.table());
        let places = spi::write(&sql, &[records.into()], |row| row.get::<pg_sys::ItemPointerData>(1))?;
        let places: Vec<Place> = places.into_iter().flatten().map(place_of).collect();
        let numbered = || new.iter().zip(0..);
        let keys = numbered().flat_map(|((_, record), number)| Record::keys_of(record).map(move |key| entry(key, number)));
        let halves = numbered().map(|((row, _), number)| entry(half(hash(&**row)), number));
        let directory = Directory::of(&store.records);
        for (of_rows, mut entries) in [(false, keys.collect::<Vec<_>>()), (true, halves.collect())] {
            entries.sort_unstable();
            directory.enter(of_rows, &entries, |number| places[number as usize])?;
        }
    }
    Ok(())
}
