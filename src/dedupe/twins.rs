//! Rows that read the same as many others. Where they are one customer, the first of them stands for all: their records only refer
//! to it, so that all that follows sees one row.

use super::directory::{place_of, pointer_to};
use super::fitted::Store;
use super::steps::{Census, Steps};
use super::{BLOCK_LIMIT, Run};
use crate::error::Result;
use crate::{engine, spi};
use crm_hygiene_core::directory::Place;
use crm_hygiene_core::model::Model;
use crm_hygiene_core::record::Record;
use crm_hygiene_core::score::{Pair, Scorer, row_order};
use crm_hygiene_core::tally::Counts;
use crm_hygiene_core::twins::{self, Firsts, Repeats};
use pgrx::prelude::*;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// Rows that read the same.
struct Group {
    /// The record of the one that comes first.
    first: Vec<u8>,
    rows: u32,
}

impl Run {
    /// Every row as its record, or a reference to another's, and a count of their keys.
    pub fn read(&self, steps: &Steps, is_kept: bool) -> Result<Census> {
        let mut census = steps.read(&[self.table.records_sql(None, is_kept, "")?], &[], is_kept)?;
        let ones = self.ones(steps, &census)?;
        if ones.is_empty() {
            return Ok(census);
        }
        let groups = steps.groups(&ones)?;
        let firsts = groups.iter().map(|(digest, group)| (*digest, Record::row_id_of(&group.first))).collect();
        let firsts = Firsts::pack(&firsts);
        let all = format!("run_{}_all", steps.run_id);
        spi::execute(&format!("ALTER TABLE {} RENAME TO {all}", steps.records()), &[])?;
        if is_kept {
            steps.drop_places()?;
        }
        let source = format!("SELECT heap, place, crm_hygiene.refer(record, $1) AS record FROM crm_hygiene.{all}");
        census = steps.read(&[source], &[firsts.into()], is_kept)?;
        spi::execute(&format!("DROP TABLE crm_hygiene.{all}"), &[])?;
        census.referring = groups.values().map(|group| i64::from(group.rows) - 1).sum();
        census.firsts = groups.into_values().map(|group| group.first).collect();
        census.ones = ones;
        Ok(census)
    }

    /// The digests of many rows that are one customer, ascending.
    fn ones(&self, steps: &Steps, census: &Census) -> Result<Vec<u32>> {
        let many: Vec<(u32, u32)> = census.repeated.iter().copied().filter(|(_, rows)| *rows > BLOCK_LIMIT).collect();
        if many.is_empty() {
            return Ok(Vec::new());
        }
        // What was decided with a model holds as long as the model.
        let store = if self.fitted.is_some() { Store::load(self.table.relation.oid)? } else { None };
        let known = store.map(|store| store.repeats).unwrap_or_default();
        let judge = engine::judge(steps.plan, &engine::argument(&self.model)?)?;
        let counts = Counts::pack(&census.counts);
        let scorer = Scorer { judge: &judge, counts: Counts::new(&counts), block_limit: BLOCK_LIMIT };
        let records = steps.records_at(census.repeated_at.values().copied())?;
        let are_one = |digest: u32, rows| {
            let decide = || Some(twins::are_one(&scorer, Record::first(records.get(census.repeated_at.get(&digest)?)?)?, rows));
            Repeats::new(&known).are_one(digest).or_else(decide).unwrap_or(false)
        };
        Ok(many.into_iter().filter(|(digest, rows)| are_one(*digest, *rows)).map(|(digest, _)| digest).collect())
    }
}

impl Steps<'_> {
    /// The rows that have these digests, by the whole digest.
    fn groups(&self, digests: &[u32]) -> Result<BTreeMap<u128, Group>> {
        let mut groups: BTreeMap<u128, Group> = BTreeMap::new();
        spi::stream(&format!("SELECT record FROM {}", self.records()), &[], |row| {
            let Some(record) = row.get::<&[u8]>(1)? else { return Ok(()) };
            let digest = twins::digest(record);
            if digests.binary_search(&(digest as u32)).is_ok() {
                let group = groups.entry(digest).or_insert_with(|| Group { first: record.to_vec(), rows: 0 });
                group.rows += 1;
                if row_order(Record::row_id_of(record), Record::row_id_of(&group.first)).is_lt() {
                    group.first = record.to_vec();
                }
            }
            Ok(())
        })?;
        groups.retain(|_, group| group.rows > BLOCK_LIMIT);
        Ok(groups)
    }

    /// The records at these places.
    pub fn records_at(&self, places: impl Iterator<Item = Place>) -> Result<FxHashMap<Place, Vec<u8>>> {
        let sql = format!("SELECT ctid, record FROM {} WHERE ctid = ANY ($1)", self.records());
        let places: Vec<pg_sys::ItemPointerData> = places.map(pointer_to).collect();
        let records =
            spi::query(&sql, &[places.into()], |row| Ok(row.get::<pg_sys::ItemPointerData>(1)?.map(place_of).zip(row.get::<Vec<u8>>(2)?)))?;
        Ok(records.into_iter().flatten().collect())
    }

    /// Adds the pairs of rows that refer to another with that one.
    pub fn pair_twins(&self, model: &Model, counts: &[u8], census: &Census) -> Result<u64> {
        let judge = engine::judge(self.plan, &engine::argument(model)?)?;
        let scorer = Scorer { judge: &judge, counts: Counts::new(counts), block_limit: model.block_limit };
        let rows: Vec<_> = census.firsts.iter().filter_map(|first| Record::first(first)).map(|record| scorer.row(record)).collect();
        let pairs: Vec<Pair> = rows.iter().filter_map(|row| scorer.judged(row, row)).collect();
        if pairs.is_empty() {
            return Ok(0);
        }
        let sql = format!(
            "INSERT INTO {} (row_a, row_b, levels, weight, decision, rule)
             SELECT f.first, r.ids[2], f.levels, f.weight, f.decision, f.rule
             FROM (SELECT crm_hygiene.stands_behind(record) AS ids FROM {}) r
             JOIN unnest($1::text[], $2::bigint[], $3::float8[], $4::text[], $5::text[]) f (first, levels, weight, decision, rule)
               ON f.first = r.ids[1]",
            self.pairs(),
            self.records()
        );
        spi::execute(
            &sql,
            &[
                pairs.iter().map(|pair| pair.a).collect::<Vec<_>>().into(),
                pairs.iter().map(|pair| pair.levels).collect::<Vec<_>>().into(),
                pairs.iter().map(|pair| pair.weight).collect::<Vec<_>>().into(),
                pairs.iter().map(|pair| pair.decision.name()).collect::<Vec<_>>().into(),
                pairs.iter().map(|pair| pair.rule).collect::<Vec<_>>().into(),
            ],
        )
    }
}

/// What is kept of a packed record: itself, or a reference where another row stands for its own.
#[pg_extern(immutable, strict, parallel_safe, schema = "crm_hygiene", cost = 100)]
fn refer(record: &[u8], firsts: &[u8]) -> Vec<u8> {
    Firsts(firsts).refer(record)
}

/// The row that stands for the one of a packed record, and that one; NULL where none does.
#[pg_extern(immutable, strict, parallel_safe, schema = "crm_hygiene")]
fn stands_behind(record: &[u8]) -> Option<Vec<&str>> {
    Some(vec![twins::stands_behind(record)?, Record::row_id_of(record)])
}
