//! Duplicates at entry: each row that is stored leaves its record and match keys, and meets those that share one. Candidates are
//! weighed by the model of the table's last run.
//!
//! Two sessions that store one customer at one moment share a key. Where duplicates are turned away, each statement therefore
//! first takes the claims on all of its keys, rows of a table with a unique key, in one order: the second session waits there for
//! the first to end. Then it sees the other's row, or under REPEATABLE READ and SERIALIZABLE fails as one that must be retried.

use crate::dedupe::{self, Fitted};
use crate::error::Result;
use crate::register::Registered;
use crate::{engine, rule, spi};
use crm_hygiene_core::cluster::Graph;
use crm_hygiene_core::model::{Decision, Model, bits, probability};
use crm_hygiene_core::names::Assignment;
use crm_hygiene_core::record::{self, Record};
use crm_hygiene_core::score::{Judge, Row, Scorer, row_order};
use crm_hygiene_core::tally::Counts;
use pgrx::prelude::*;
use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

/// What is done about a duplicate, in the words of SQL.
pub const ACTIONS: [&str; 4] = ["flag", "warn", "reject", "off"];

/// A table that is guarded from its first row on is judged as the table that it will be: nobody is turned away for a name alone.
const LEAST_ROWS: f64 = 20_000.0;

/// What weighs the candidates of one table.
pub struct Decider {
    oid: pg_sys::Oid,
    version: String,
    judge: Rc<Judge>,
    counts: Vec<u8>,
}

thread_local! {
    /// The one that was used last.
    static DECIDER: RefCell<Option<Rc<Decider>>> = const { RefCell::new(None) };
}

/// A row that came in and one that was there.
pub struct Meeting {
    pub new: String,
    pub there: String,
    pub decision: Decision,
    pub weight: f64,
    levels: i64,
    rule: Option<String>,
}

impl Meeting {
    pub fn probability(&self) -> f64 {
        probability(self.weight)
    }

    /// Both rows, the first in order first.
    fn rows(&self) -> (&str, &str) {
        if row_order(&self.new, &self.there).is_le() { (&self.new, &self.there) } else { (&self.there, &self.new) }
    }
}

/// Stores the decider of a table, and the records of the rows that are there.
pub fn prepare(table: &Registered) -> Result<()> {
    let oid = table.relation.oid;
    let stored = Fitted::load(oid)?;
    let rows = table.relation.row_count()?;
    let mut plan = table.plan.clone();
    plan.thorough = stored.as_ref().map_or(rows <= dedupe::THOROUGH, |fitted| fitted.plan.thorough);
    let json = engine::argument(&plan)?;
    let looked_up = engine::plan(&json)?;
    let (mut model, counts) = match stored.filter(|fitted| fitted.plan == plan) {
        Some(fitted) => (fitted.model, fitted.counts),
        None => (Model::builtin(&looked_up, rows as f64, dedupe::THRESHOLD, dedupe::REVIEW), Vec::new()),
    };
    model.rules = rule::of(oid, &looked_up)?;
    model.rows = model.rows.max(LEAST_ROWS);
    spi::execute(
        "UPDATE crm_hygiene.guard SET plan = $2, model = $3, counts = $4 WHERE relation = $1",
        &[oid.into(), json.as_str().into(), engine::argument(&model)?.into(), counts.into()],
    )?;
    forget(oid)?;
    spi::execute(
        &format!(
            "INSERT INTO crm_hygiene.entry (relation, row_id, record)
             SELECT $1::oid, {id}, crm_hygiene.record({plan}, {id}, {values}) FROM {sql} t",
            id = table.relation.row_id_sql(),
            plan = spi::literal(&json),
            values = table.values_sql(),
            sql = table.relation.sql
        ),
        &[oid.into()],
    )?;
    spi::execute(
        "INSERT INTO crm_hygiene.entry_key (relation, key, row_id)
         SELECT e.relation, k.key, e.row_id FROM crm_hygiene.entry e, LATERAL unnest(crm_hygiene.record_keys(e.record)) k (key)
         WHERE e.relation = $1 ORDER BY k.key ON CONFLICT DO NOTHING",
        &[oid.into()],
    )?;
    Ok(())
}

/// Forgets what the rows of a table have left.
pub fn forget(oid: pg_sys::Oid) -> Result<()> {
    for table in ["entry", "entry_key", "claim"] {
        spi::execute(&format!("DELETE FROM crm_hygiene.{table} WHERE relation = $1"), &[oid.into()])?;
    }
    Ok(())
}

/// The decider of a guarded table, as of the version that was just read.
pub fn decider(oid: pg_sys::Oid, version: &str) -> Result<Option<Rc<Decider>>> {
    let known = DECIDER.with_borrow(|known| known.clone().filter(|known| known.oid == oid && known.version == version));
    if known.is_some() {
        return Ok(known);
    }
    let stored = spi::first("SELECT plan, model, counts FROM crm_hygiene.guard WHERE relation = $1", &[oid.into()], |row| {
        Ok((row.get::<String>(1)?, row.get::<String>(2)?, row.get::<Vec<u8>>(3)?))
    })?;
    let Some((Some(plan), Some(model), Some(counts))) = stored else { return Ok(None) };
    let decider = Decider { oid, version: version.to_owned(), judge: engine::judge(&plan, &model)?, counts };
    let decider = Rc::new(decider);
    DECIDER.set(Some(decider.clone()));
    Ok(Some(decider))
}

/// Takes the claims on these keys for the rest of the transaction.
pub fn claim(oid: pg_sys::Oid, mut keys: Vec<u32>) -> Result<()> {
    keys.sort_unstable();
    keys.dedup();
    let keys: Vec<i32> = keys.into_iter().map(|key| key as i32).collect();
    spi::kept(
        "INSERT INTO crm_hygiene.claim (relation, key) SELECT $1::oid, k.key FROM unnest($2::int[]) WITH ORDINALITY k (key, place) ORDER BY k.place
         ON CONFLICT (relation, key) DO UPDATE SET taken = claim.taken + 1",
        &[oid.into(), keys.into()], |_| Ok(()))?;
    Ok(())
}

impl Decider {
    /// The record of a row.
    pub fn pack(&self, row_id: &str, values: &[Option<Cow<str>>]) -> Vec<u8> {
        record::pack(&self.judge.plan, row_id, values)
    }

    /// Stores the records of rows that came in, and returns whom they meet.
    pub fn enter(&self, gone: Vec<String>, records: Vec<Vec<u8>>) -> Result<Vec<Meeting>> {
        let oid = self.oid;
        if !gone.is_empty() {
            spi::kept(
                "WITH gone AS (
                     DELETE FROM crm_hygiene.entry e USING unnest($2::text[]) r (row_id) WHERE e.relation = $1 AND e.row_id = r.row_id
                     RETURNING e.row_id, e.record
                 )
                 DELETE FROM crm_hygiene.entry_key k USING gone g, LATERAL unnest(crm_hygiene.record_keys(g.record)) o (key)
                 WHERE k.relation = $1 AND k.key = o.key AND k.row_id = g.row_id",
                &[oid.into(), gone.into()],
                |_| Ok(()),
            )?;
        }
        if records.is_empty() {
            return Ok(Vec::new());
        }
        let read: Vec<Record> = records.iter().filter_map(|record| Record::first(record)).collect();
        let ids: Vec<&str> = read.iter().map(|record| record.row_id).collect();
        let (mut numbers, mut keys) = (Vec::new(), Vec::new());
        for (number, record) in read.iter().enumerate() {
            for key in record.keys() {
                numbers.push(number as i32);
                keys.push(key as i32);
            }
        }
        let bytes: Vec<&[u8]> = records.iter().map(Vec::as_slice).collect();
        spi::kept(
            "INSERT INTO crm_hygiene.entry (relation, row_id, record) SELECT $1::oid, r.* FROM unnest($2::text[], $3::bytea[]) r
             ON CONFLICT (relation, row_id) DO UPDATE SET record = excluded.record",
            &[oid.into(), ids.clone().into(), bytes.into()],
            |_| Ok(()),
        )?;
        spi::kept(
            "INSERT INTO crm_hygiene.entry_key (relation, key, row_id)
             SELECT $1::oid, k.key, ($4::text[])[k.number + 1] FROM unnest($2::int[], $3::int[]) k (number, key)
             ORDER BY k.key ON CONFLICT DO NOTHING",
            &[oid.into(), numbers.clone().into(), keys.clone().into(), ids.into()],
            |_| Ok(()),
        )?;
        // Keys shared by too many say nothing, as in a run.
        let limit = dedupe::BLOCK_LIMIT as i32;
        let sql = "SELECT k.number, b.rows
             FROM unnest($2::int[], $3::int[]) k (number, key),
                  LATERAL (SELECT array_agg(s.row_id) AS rows FROM (SELECT o.row_id FROM crm_hygiene.entry_key o
                                                                    WHERE o.relation = $1 AND o.key = k.key LIMIT $4 + 1) s) b
             WHERE cardinality(b.rows) BETWEEN 2 AND $4";
        let mut met: Vec<(usize, String)> = Vec::new();
        spi::kept(sql, &[oid.into(), numbers.into(), keys.into(), limit.into()], |row| {
            let number = row.get::<i32>(1)?.unwrap_or(0) as usize;
            let own = read.get(number).map_or("", |record| record.row_id);
            met.extend(
                row.get::<Vec<String>>(2)?.unwrap_or_default().into_iter().filter(|other| other != own).map(|other| (number, other)),
            );
            Ok(())
        })?;
        met.sort_unstable();
        met.dedup();
        let mut others: Vec<&str> = met.iter().map(|(_, other)| other.as_str()).collect();
        others.sort_unstable();
        others.dedup();
        let stored = self.stored(others)?;
        let scorer = Scorer { judge: &self.judge, counts: Counts::new(&self.counts), block_limit: u32::MAX };
        let read: Vec<Row> = read.into_iter().map(|record| scorer.row(record)).collect();
        let mut meetings: Vec<Meeting> = Vec::new();
        for (number, other) in &met {
            check_for_interrupts!();
            let (Some(new), Some(there)) = (read.get(*number), stored.get(other).and_then(|bytes| Record::first(bytes))) else { continue };
            let there = scorer.row(there);
            if let Some(pair) = scorer.judged(new, &there) {
                meetings.push(Meeting {
                    new: new.row_id.into(),
                    there: there.row_id.into(),
                    decision: pair.decision,
                    weight: pair.weight,
                    levels: pair.levels,
                    rule: pair.rule.map(str::to_owned),
                });
            }
        }
        // Of two rows that came in together each has met the other.
        meetings.sort_by(|a, b| a.rows().cmp(&b.rows()));
        meetings.dedup_by(|a, b| a.rows() == b.rows());
        Ok(meetings)
    }

    /// The records of these rows.
    fn stored(&self, rows: Vec<&str>) -> Result<HashMap<String, Vec<u8>>> {
        if rows.is_empty() {
            return Ok(HashMap::new());
        }
        let found = spi::kept(
            "SELECT e.row_id, e.record FROM unnest($2::text[]) r (row_id) JOIN crm_hygiene.entry e ON e.relation = $1 AND e.row_id = r.row_id",
            &[self.oid.into(), rows.into()],
            |row| Ok((row.get::<String>(1)?.unwrap_or_default(), row.get::<Vec<u8>>(2)?.unwrap_or_default())),
        )?;
        Ok(found.into_iter().collect())
    }
}

/// Lists duplicates among the table's results at once.
pub fn publish(oid: pg_sys::Oid, meetings: &[Meeting]) -> Result<()> {
    let (a, b): (Vec<&str>, Vec<&str>) = meetings.iter().map(Meeting::rows).unzip();
    let decisions: Vec<&str> = meetings.iter().map(|meeting| meeting.decision.name()).collect();
    let weights: Vec<f64> = meetings.iter().map(|meeting| meeting.weight).collect();
    let levels: Vec<i64> = meetings.iter().map(|meeting| meeting.levels).collect();
    let rules: Vec<Option<&str>> = meetings.iter().map(|meeting| meeting.rule.as_deref()).collect();
    spi::kept(
        "INSERT INTO crm_hygiene.pair (relation, row_a, row_b, decision, weight, levels, rule, run_id)
         SELECT $1::oid, p.*, (SELECT COALESCE(max(run_id), 0) FROM crm_hygiene.run WHERE relation = $1)
         FROM unnest($2::text[], $3::text[], $4::text[], $5::float8[], $6::int8[], $7::text[]) p
         ON CONFLICT (relation, row_a, row_b) DO UPDATE
         SET decision = excluded.decision, weight = excluded.weight, levels = excluded.levels, rule = excluded.rule",
        &[oid.into(), a.clone().into(), b.clone().into(), decisions.into(), weights.into(), levels.into(), rules.into()],
        |_| Ok(()),
    )?;
    let mut graph = Graph::default();
    let mut joined: Vec<&str> = Vec::new();
    for meeting in meetings.iter().filter(|meeting| meeting.decision == Decision::Duplicate) {
        let (a, b) = meeting.rows();
        graph.join(a, b, meeting.weight);
        joined.extend([a, b]);
    }
    if joined.is_empty() {
        return Ok(());
    }
    // The groups that the rows already belong to come along.
    let mut previous = Assignment::default();
    let mut first: HashMap<String, String> = HashMap::new();
    spi::kept(
        "SELECT DISTINCT o.cluster_id, o.row_id, o.confidence
         FROM unnest($2::text[]) r (row_id)
         JOIN crm_hygiene.cluster_member m ON m.relation = $1 AND m.row_id = r.row_id
         JOIN crm_hygiene.cluster_member o ON o.relation = $1 AND o.cluster_id = m.cluster_id",
        &[oid.into(), joined.into()],
        |row| {
            if let (Some(cluster), Some(member), Some(confidence)) = (row.get::<&str>(1)?, row.get::<&str>(2)?, row.get::<f64>(3)?) {
                let other = first.entry(cluster.to_owned()).or_insert_with(|| member.to_owned());
                graph.join(other, member, bits(confidence));
                previous.insert(member, cluster);
            }
            Ok(())
        },
    )?;
    // Weak ties are left to the next run, which sees the whole of both groups.
    let clusters = graph.resolve(f64::NEG_INFINITY);
    let names = clusters.name(&previous, &Default::default());
    let (mut rows, mut ids, mut is_first, mut confidence) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (members, name) in clusters.iter().zip(&names) {
        for (nth, member) in members.iter().enumerate() {
            rows.push(clusters.row(member));
            ids.push(&**name);
            is_first.push(nth == 0);
            confidence.push(probability(member.weight));
        }
    }
    spi::kept(
        "INSERT INTO crm_hygiene.cluster_member (relation, row_id, cluster_id, is_primary, confidence, run_id)
         SELECT $1::oid, m.row_id, m.cluster_id, m.is_primary, m.confidence,
                (SELECT COALESCE(max(run_id), 0) FROM crm_hygiene.run WHERE relation = $1)
         FROM unnest($2::text[], $3::text[], $4::bool[], $5::float8[]) m (row_id, cluster_id, is_primary, confidence) ORDER BY m.row_id
         ON CONFLICT (relation, row_id) DO UPDATE
         SET cluster_id = excluded.cluster_id, is_primary = excluded.is_primary, confidence = GREATEST(cluster_member.confidence, excluded.confidence)",
        &[oid.into(), rows.into(), ids.into(), is_first.into(), confidence.into()],
        |_| Ok(()),
    )?;
    Ok(())
}
