//! Duplicates at entry: each row that is stored leaves its record and match keys, and those that come later meet it under a key
//! that they share.
//!
//! Two sessions that store one customer at one moment share a key. Where duplicates are turned away, each statement therefore
//! first takes the claims on all of its keys, rows of a table with a unique key, in one order: the second session waits there for
//! the first to end. Then it sees the other's row, or under REPEATABLE READ and SERIALIZABLE fails as one that must be retried.

use super::lookup::Lookup;
use crate::bulk::{self, Value};
use crate::dedupe::BLOCK_LIMIT;
use crate::error::Result;
use crate::spi;
use crm_hygiene_core::plan::Plan;
use crm_hygiene_core::record::Record;
use crm_hygiene_core::tally::Counts;
use pgrx::prelude::*;

/// What is done about a duplicate, in the words of SQL.
pub const ACTIONS: [&str; 4] = ["flag", "warn", "reject", "off"];

/// Fewest keys that are claimed together, and in how many parts all of them are at most: each is a subtransaction, of which
/// PostgreSQL keeps a few dozen at hand.
const CLAIMED: usize = 2_000;
const PARTS: usize = 16;

/// Forgets what rows have left for a lookup.
pub fn forget(lookup: i32) -> Result<()> {
    for table in ["entry", "entry_key", "claim"] {
        spi::execute(&format!("DELETE FROM crm_hygiene.{table} WHERE lookup_id = $1"), &[lookup.into()])?;
    }
    Ok(())
}

/// Forgets rows that are gone, or no longer who they were, in a lookup.
pub fn leave(lookup: i32, gone: &[String]) -> Result<()> {
    if !gone.is_empty() {
        spi::kept(
            "WITH gone AS (
                 DELETE FROM crm_hygiene.entry e USING unnest($2::text[]) r (row_id) WHERE e.lookup_id = $1 AND e.row_id = r.row_id
                 RETURNING e.row_id, e.record
             )
             DELETE FROM crm_hygiene.entry_key k USING gone g, LATERAL unnest(crm_hygiene.record_keys(g.record)) o (key)
             WHERE k.lookup_id = $1 AND k.key = o.key AND k.row_id = g.row_id",
            &[lookup.into(), gone.to_vec().into()],
            |_| Ok(()),
        )?;
    }
    Ok(())
}

/// What is kept about the rows of a guarded table, beside what they leave for lookups.
pub const KEPT: [&str; 2] = ["flag", "unique_value"];

/// Forgets all about rows that a table has no more.
pub fn forget_rows(oid: pg_sys::Oid, lookups: &[i32], gone: &[String]) -> Result<()> {
    lookups.iter().try_for_each(|lookup| leave(*lookup, gone))?;
    for table in KEPT {
        let sql = format!("DELETE FROM crm_hygiene.{table} WHERE relation = $1 AND row_id = ANY ($2)");
        spi::execute(&sql, &[oid.into(), gone.to_vec().into()])?;
    }
    Ok(())
}

/// Takes the claims on these keys of lookups for the rest of the transaction, in one order whoever the writer is.
pub fn claim(mut keys: Vec<(i32, u32)>) -> Result<()> {
    // That of the index, in which those that are stored in bulk enter it.
    keys.sort_unstable_by_key(|(lookup, key)| (*key as i32, *lookup));
    keys.dedup();
    if keys.is_empty() {
        return Ok(());
    }
    // Where nobody has ever claimed them, which is soon known, they need not be asked for one by one.
    let part = keys.len().div_ceil(PARTS).max(CLAIMED);
    let mut keys = keys.as_slice();
    while keys.len() >= bulk::LEAST {
        let (first, rest) = keys.split_at(part.min(keys.len()));
        let claims = || first.iter().map(|(lookup, key)| [(*lookup).into(), (*key as i32).into(), 1i64.into()]);
        if !spi::unless(PgSqlErrorCode::ERRCODE_UNIQUE_VIOLATION, || bulk::insert("crm_hygiene.claim", claims()))? {
            break;
        }
        keys = rest;
    }
    let (lookups, keys): (Vec<i32>, Vec<i32>) = keys.iter().map(|(lookup, key)| (*lookup, *key as i32)).unzip();
    spi::kept(
        "INSERT INTO crm_hygiene.claim (lookup_id, key)
         SELECT k.lookup_id, k.key FROM unnest($1::int[], $2::int[]) WITH ORDINALITY k (lookup_id, key, place) ORDER BY k.place
         ON CONFLICT (lookup_id, key) DO UPDATE SET taken = claim.taken + 1",
        &[lookups.into(), keys.into()],
        |_| Ok(()),
    )?;
    Ok(())
}

/// Rows by number, each under the keys by which it is looked for.
pub type Keyed = Vec<(u32, u32)>;

impl Lookup {
    /// How rows are read that are looked for, or `enter` to be found.
    pub fn plan(&self, enters: bool) -> &Plan {
        self.against_plan.as_ref().filter(|_| enters).unwrap_or(&self.judge.plan)
    }

    /// The keys of a record that say something.
    pub fn keys<'a>(&'a self, record: &'a [u8]) -> impl Iterator<Item = u32> + 'a {
        let hot = Counts::new(&self.hot);
        Record::match_keys_of(record).filter(move |key| hot.get(*key) <= BLOCK_LIMIT)
    }

    pub fn keyed(&self, records: &[Vec<u8>]) -> Keyed {
        let mut keyed: Keyed =
            records.iter().zip(0..).flat_map(|(record, number)| self.keys(record).map(move |key| (key, number))).collect();
        keyed.sort_unstable();
        keyed
    }

    /// Stores the records of rows that came in, and under which keys they are found.
    pub fn enter(&self, records: &[Vec<u8>], keyed: &Keyed) -> Result<()> {
        if records.is_empty() {
            return Ok(());
        }
        // Side by side, for they are asked for in the order of the keys.
        let text: String = records.iter().map(|record| Record::row_id_of(record)).collect();
        let mut end = 0;
        let next = |record: &Vec<u8>| {
            let start = end;
            end += Record::row_id_of(record).len();
            &text[start..end]
        };
        let ids: Vec<&str> = records.iter().map(next).collect();
        let id = |number: u32| ids.get(number as usize).copied().unwrap_or_default();
        let bytes = || records.iter().map(Vec::as_slice);
        let entries = || ids.iter().zip(bytes()).map(|(id, bytes)| [self.id.into(), (*id).into(), Value::Bytes(bytes)]);
        let is_many = |rows: usize| rows >= bulk::LEAST;
        // Rows that an update past the guard has left may have the same names.
        let are_new = || spi::unless(PgSqlErrorCode::ERRCODE_UNIQUE_VIOLATION, || bulk::insert("crm_hygiene.entry", entries()));
        if !(is_many(records.len()) && are_new()?) {
            spi::kept(
                "INSERT INTO crm_hygiene.entry (lookup_id, row_id, record) SELECT $1, r.* FROM unnest($2::text[], $3::bytea[]) r
                 ON CONFLICT (lookup_id, row_id) DO UPDATE SET record = excluded.record",
                &[self.id.into(), ids.clone().into(), bytes().collect::<Vec<_>>().into()],
                |_| Ok(()),
            )?;
        }
        // In the index's order, so that neighbours are stored together.
        if is_many(keyed.len()) {
            let keys = keyed.iter().map(|(key, number)| [self.id.into(), (*key as i32).into(), id(*number).into()]);
            return bulk::insert("crm_hygiene.entry_key", keys);
        }
        if !keyed.is_empty() {
            let (keys, rows): (Vec<i32>, Vec<&str>) = keyed.iter().map(|(key, number)| (*key as i32, id(*number))).unzip();
            spi::kept(
                "INSERT INTO crm_hygiene.entry_key (lookup_id, key, row_id) SELECT $1, k.* FROM unnest($2::int[], $3::text[]) k",
                &[self.id.into(), keys.into(), rows.into()],
                |_| Ok(()),
            )?;
        }
        Ok(())
    }
}
