//! Finding duplicates: four statements over sets, and a union-find.
//!
//! 1. *keys*: every row once, as its packed record beside each of its match keys
//! 2. *blocks*: the records of one key side by side; keys shared by too many rows are hot and only counted
//! 3. *pairs*: every block's rows compared, pairs worth keeping kept
//! 4. *clusters*: connected duplicates; the table's previous results are replaced
//!
//! The tables between the steps are unlogged, belong to the run and go with its transaction, so a run that is
//! cancelled or fails leaves nothing.

use crate::error::{Error, Result, required};
use crate::progress::Progress;
use crate::regclass::Regclass;
use crate::register::{KEY, Registered, Told, named};
use crate::version::NORM_VERSION;
use crate::{engine, spi};
use crm_hygiene_core::cluster::Clusters;
use crm_hygiene_core::hot::HotValue;
use crm_hygiene_core::model::{self, Decision, Model};
use crm_hygiene_core::record::Record;
use crm_hygiene_core::train;
use pgrx::datum::{DatumWithOid, Interval, JsonB, TimestampWithTimeZone};
use pgrx::prelude::*;
use std::collections::HashMap;

/// Probability from which a pair is a duplicate, where the caller does not say; the default in crm_dedupe's signature.
pub const THRESHOLD: f64 = 0.9;
/// Probability from which a person should look at a pair, likewise.
pub const REVIEW: f64 = 0.3;
/// Rows that may share a key and still be compared with each other.
pub const BLOCK_LIMIT: i32 = 50;
/// Keys shared by no more rows than this need no entry among the frequencies.
const RARE: i32 = 4;
/// Tables up to this size are read with loose keys as well.
pub const THOROUGH: i64 = 200_000;
/// Candidate pairs of the sample that the model is fitted to.
const TRAINING_PAIRS: i64 = 300_000;
/// Hot values listed.
const HOT_LISTED: i64 = 1000;
/// Rows written by one INSERT.
const WRITE_BATCH: usize = 10_000;

/// What one run found.
#[derive(Default)]
struct Summary {
    rows: i64,
    candidate_pairs: i64,
    duplicate_pairs: i64,
    review_pairs: i64,
    clusters: i64,
    duplicate_rows: i64,
    hot_values: i64,
}

#[pg_extern]
#[search_path(pg_catalog, pg_temp)]
#[allow(clippy::type_complexity)] // pgrx reads the SQL columns from the written-out type.
fn crm_dedupe(
    rel: Option<Regclass>,
    columns: default!(Option<JsonB>, "NULL"),
    region: default!(Option<&str>, "NULL"),
    key: default!(Option<Vec<Option<String>>>, "NULL"),
    threshold: default!(Option<f64>, 0.9),
    review: default!(Option<f64>, 0.3),
) -> Result<
    TableIterator<
        'static,
        (
            name!(run_id, i64),
            name!(row_count, i64),
            name!(candidate_pairs, i64),
            name!(duplicate_pairs, i64),
            name!(review_pairs, i64),
            name!(clusters, i64),
            name!(duplicate_rows, i64),
            name!(hot_values, i64),
            name!(elapsed, Option<Interval>),
        ),
    >,
> {
    let (rel, threshold, review) = (required(rel, "rel")?, required(threshold, "threshold")?, required(review, "review")?);
    if !(0.0 < review && review <= threshold && threshold < 1.0) {
        return Err(Error::BadArgument { name: "threshold", rule: "must lie between review and 1, and review above 0" }.into());
    }
    let started = spi::first("SELECT clock_timestamp()", &[], |row| row.get::<TimestampWithTimeZone>(1))?.flatten();
    lock(rel.0)?;
    let table = Registered::open(rel.0, Told { columns, region, key: named(key, KEY)?, afresh: false })?;
    let mut run = Run::prepare(table, threshold, review)?;
    let (summary, counts) = run.execute()?;
    // Only the newest run is asked to explain itself.
    spi::execute("UPDATE crm_hygiene.run SET counts = NULL WHERE relation = $1 AND counts IS NOT NULL", &[run.table.relation.oid.into()])?;
    let elapsed = spi::write_first(
        "INSERT INTO crm_hygiene.run (run_id, relation, started_at, elapsed, norm_version, row_count, candidate_pairs, duplicate_pairs,
                                      review_pairs, clusters, duplicate_rows, hot_values, plan, model, counts)
         VALUES ($1, $2::oid, $3, clock_timestamp() - $3, $4, $5, $6, $7, $8, $9, $10, $11, $12::jsonb, $13::jsonb, $14) RETURNING elapsed",
        &[
            run.id.into(),
            run.table.relation.oid.into(),
            started.into(),
            NORM_VERSION.into(),
            summary.rows.into(),
            summary.candidate_pairs.into(),
            summary.duplicate_pairs.into(),
            summary.review_pairs.into(),
            summary.clusters.into(),
            summary.duplicate_rows.into(),
            summary.hot_values.into(),
            run.plan.as_str().into(),
            run.model_json.as_str().into(),
            counts.into(),
        ],
        |row| row.get::<Interval>(1),
    )?;
    let row = (
        run.id,
        summary.rows,
        summary.candidate_pairs,
        summary.duplicate_pairs,
        summary.review_pairs,
        summary.clusters,
        summary.duplicate_rows,
        summary.hot_values,
        elapsed.flatten(),
    );
    Ok(TableIterator::once(row))
}

/// One run at a time on a table, from before it is registered; the lock goes with the transaction.
fn lock(oid: pg_sys::Oid) -> Result<()> {
    let free = spi::first(
        "SELECT pg_try_advisory_xact_lock('crm_hygiene.registry'::regclass::oid::int, $1::oid::int), $1::oid::regclass::text",
        &[oid.into()],
        |row| Ok((row.get::<bool>(1)?, row.get::<String>(2)?)),
    )?;
    match free {
        Some((Some(true), _)) => Ok(()),
        other => Err(Error::Busy { relation: other.and_then(|(_, name)| name).unwrap_or_default() }.into()),
    }
}

struct Run {
    id: i64,
    table: Registered,
    plan: String,
    model: Model,
    model_json: String,
    rows: i64,
}

impl Run {
    fn prepare(mut table: Registered, threshold: f64, review: f64) -> Result<Run> {
        let id = spi::write_first("SELECT nextval('crm_hygiene.run_run_id_seq')", &[], |row| row.get::<i64>(1))?;
        let (id, rows) = (id.flatten().unwrap_or(0), table.relation.row_count()?);
        table.plan.thorough = rows <= THOROUGH;
        let plan = engine::argument(&table.plan)?;
        let model = Model::builtin(&*engine::plan(&plan)?, rows as f64, threshold, review);
        let model_json = engine::argument(&model)?;
        Ok(Run { id, table, plan, model, model_json, rows })
    }

    /// The run's own table for one step.
    fn work(&self, step: &str) -> String {
        format!("crm_hygiene.run_{}_{step}", self.id)
    }

    fn execute(&mut self) -> Result<(Summary, Vec<u8>)> {
        let progress = Progress::start(&format!("crm_dedupe({})", self.table.relation.name));
        let mut summary = Summary { rows: self.rows, ..Summary::default() };
        if self.table.plan.fields.is_empty() {
            warning!(
                "no column of {} says who a customer is; name them with columns => '{{\"mobile\": \"phone\"}}'",
                self.table.relation.name
            );
        }

        progress.step(1, "reading rows and making match keys");
        let keys = self.make_keys()?;
        progress.done(1, &format!("{} rows, {keys} match keys", self.rows));

        progress.step(2, "grouping rows by match key");
        let blocks = self.make_blocks()?;
        let (counts, candidates) = self.counts()?;
        summary.candidate_pairs = candidates;
        progress.done(2, &format!("{blocks} blocks, {candidates} candidate pairs"));

        progress.step(3, "fitting the model and comparing pairs");
        self.train(&counts, candidates)?;
        let pairs = self.make_pairs(&counts)?;
        progress.done(3, &format!("{pairs} pairs worth keeping"));

        progress.step(4, "clustering and publishing");
        self.publish(&mut summary)?;
        summary.hot_values = self.publish_hot_values()?;
        for step in ["keys", "blocks", "pairs"] {
            spi::execute(&format!("DROP TABLE {}", self.work(step)), &[])?;
        }
        progress.done(4, &format!("{} clusters, {} duplicate rows", summary.clusters, summary.duplicate_rows));
        Ok((summary, counts))
    }

    fn make_keys(&self) -> Result<u64> {
        let relation = &self.table.relation;
        self.create(
            "keys",
            &format!(
                "SELECT unnest(crm_hygiene.record_keys(r.record)) AS key, r.record
                 FROM (SELECT crm_hygiene.record({}, {}, {}) AS record FROM {} t OFFSET 0) r",
                spi::literal(&self.plan),
                relation.row_id_sql(),
                self.table.values_sql(),
                relation.sql
            ),
        )
    }

    fn make_blocks(&self) -> Result<u64> {
        let query = format!(
            "SELECT key, count(*)::int AS rows, crm_hygiene.block(record, {BLOCK_LIMIT}) AS block
             FROM {} GROUP BY key HAVING count(*) > 1",
            self.work("keys")
        );
        // Measured at 5.3 million keys: sorting takes half the time of a hash aggregate, which spills its growing blocks.
        spi::with_setting("enable_hashagg", "off", || self.create("blocks", &query))
    }

    /// Frequencies of keys, packed for the scorer, and the number of pairs in blocks that will be compared.
    fn counts(&self) -> Result<(Vec<u8>, i64)> {
        let mut counts: Vec<(u32, u32)> = Vec::new();
        spi::stream(&format!("SELECT key, rows FROM {} WHERE rows > {RARE}", self.work("blocks")), &[], |row| {
            counts.push((row.get::<i32>(1)?.unwrap_or(0) as u32, row.get::<i32>(2)?.unwrap_or(0) as u32));
            Ok(())
        })?;
        counts.sort_unstable();
        let packed = counts.iter().flat_map(|(key, rows)| [key.to_le_bytes(), rows.to_le_bytes()]).flatten().collect();
        let candidates = spi::first(
            &format!(
                "SELECT COALESCE(sum(rows::bigint * (rows - 1) / 2), 0)::bigint FROM {} WHERE rows <= {BLOCK_LIMIT}",
                self.work("blocks")
            ),
            &[],
            |row| row.get::<i64>(1),
        )?;
        Ok((packed, candidates.flatten().unwrap_or(0)))
    }

    /// The arguments with which blocks are compared. Literals: a statement that creates a table takes no parameters.
    fn scoring_arguments(&self, counts: &[u8]) -> String {
        let hex: String = counts.iter().map(|byte| format!("{byte:02x}")).collect();
        format!("{}, {}, '\\x{hex}'::bytea, {BLOCK_LIMIT}, key, block", spi::literal(&self.plan), spi::literal(&self.model_json))
    }

    /// Fits the model to a sample of the table's own blocks.
    fn train(&mut self, counts: &[u8], candidates: i64) -> Result<()> {
        let builtin = self.model.clone();
        let one_in = (candidates / TRAINING_PAIRS).max(1);
        for _ in 0..train::ROUNDS {
            let sql = format!(
                "SELECT (s.counts).field, (s.counts).level, sum((s.counts).expected)::bigint
                 FROM (SELECT crm_hygiene.expect_levels({}) AS counts FROM {} WHERE rows <= {BLOCK_LIMIT} AND key % {one_in} = 0 OFFSET 0) s
                 GROUP BY 1, 2",
                self.scoring_arguments(counts),
                self.work("blocks")
            );
            let mut expected = train::Expected::new(self.table.plan.fields.len());
            spi::query(&sql, &[], |row| {
                let number = |ordinal| Ok::<usize, pgrx::spi::Error>(row.get::<i32>(ordinal)?.unwrap_or(0) as usize);
                expected.add(number(1)?, number(2)?, row.get::<i64>(3)?.unwrap_or(0));
                Ok(())
            })?;
            self.model = expected.fit(&builtin);
            self.model_json = engine::argument(&self.model)?;
        }
        Ok(())
    }

    fn make_pairs(&self, counts: &[u8]) -> Result<u64> {
        self.create(
            "pairs",
            &format!(
                "SELECT (s.pair).row_a, (s.pair).row_b, (s.pair).levels, (s.pair).weight
                 FROM (SELECT crm_hygiene.score({}) AS pair FROM {} WHERE rows <= {BLOCK_LIMIT} OFFSET 0) s",
                self.scoring_arguments(counts),
                self.work("blocks")
            ),
        )
    }

    fn create(&self, step: &str, query: &str) -> Result<u64> {
        spi::execute(&format!("CREATE UNLOGGED TABLE {} AS {query}", self.work(step)), &[])
    }

    /// Replaces the table's previous results by this run's.
    fn publish(&self, summary: &mut Summary) -> Result<()> {
        let oid = self.table.relation.oid;
        for table in ["pair", "cluster_member", "hot_value"] {
            spi::execute(&format!("DELETE FROM crm_hygiene.{table} WHERE relation = $1"), &[oid.into()])?;
        }
        // Two keys on one hash can bring a pair twice.
        spi::execute(
            &format!(
                "INSERT INTO crm_hygiene.pair (relation, row_a, row_b, decision, weight, levels, run_id)
                 SELECT DISTINCT ON (row_a, row_b) $1::oid, row_a, row_b, CASE WHEN weight >= $2 THEN 'duplicate' ELSE 'review' END, weight, levels, $3
                 FROM {} ORDER BY row_a, row_b",
                self.work("pairs")
            ),
            &[oid.into(), self.model.duplicate.into(), self.id.into()],
        )?;
        let mut clusters = Clusters::default();
        spi::stream("SELECT row_a, row_b, weight FROM crm_hygiene.pair WHERE relation = $1", &[oid.into()], |row| {
            let (Some(a), Some(b), Some(weight)) = (row.get::<&str>(1)?, row.get::<&str>(2)?, row.get::<f64>(3)?) else { return Ok(()) };
            if self.model.decide(weight) == Decision::Duplicate {
                summary.duplicate_pairs += 1;
                clusters.join(a, b, weight);
            } else {
                summary.review_pairs += 1;
            }
            Ok(())
        })?;
        let members = clusters.into_members();
        for batch in members.chunks(WRITE_BATCH) {
            let rows: Vec<&str> = batch.iter().map(|member| &*member.row).collect();
            let roots: Vec<&str> = batch.iter().map(|member| &*member.root).collect();
            let confidence: Vec<f64> = batch.iter().map(|member| model::probability(member.weight)).collect();
            let args: [DatumWithOid; 5] = [oid.into(), rows.into(), roots.into(), confidence.into(), self.id.into()];
            spi::execute(
                "INSERT INTO crm_hygiene.cluster_member (relation, row_id, cluster_id, is_primary, confidence, run_id)
                 SELECT $1::oid, m.row_id, m.cluster_id, m.row_id = m.cluster_id, m.confidence, $5
                 FROM unnest($2::text[], $3::text[], $4::float8[]) m (row_id, cluster_id, confidence)",
                &args,
            )?;
        }
        summary.clusters = members.iter().filter(|member| member.row == member.root).count() as i64;
        summary.duplicate_rows = members.len() as i64 - summary.clusters;
        Ok(())
    }

    /// Lists placeholders and the values that too many rows share, most frequent first.
    fn publish_hot_values(&self) -> Result<i64> {
        let plan = engine::plan(&self.plan)?;
        let mut found: Vec<(HotValue, i64)> = Vec::new();
        spi::stream(
            &format!(
                "SELECT key, rows, block FROM {} WHERE rows > {BLOCK_LIMIT} OR crm_hygiene.is_placeholder_block(key, block)
                 ORDER BY rows DESC, key LIMIT {HOT_LISTED}",
                self.work("blocks")
            ),
            &[],
            |row| {
                let (Some(key), Some(rows), Some(block)) = (row.get::<i32>(1)?, row.get::<i32>(2)?, row.get::<&[u8]>(3)?) else {
                    return Ok(());
                };
                found.extend(HotValue::of(&plan, key as u32, block).map(|value| (value, rows.into())));
                Ok(())
            },
        )?;
        let samples = self.raw_values(found.iter().map(|(value, _)| value.row_id.as_str()).collect())?;
        for (value, rows) in &found {
            let shown = samples.get(&value.row_id).map(|raw| value.shown(&plan, raw)).unwrap_or_default();
            spi::execute(
                "INSERT INTO crm_hygiene.hot_value (relation, field, value, reason, rows, run_id) VALUES ($1::oid, $2, $3, $4, $5, $6)",
                &[
                    self.table.relation.oid.into(),
                    value.label(&plan).into(),
                    shown.into(),
                    value.reason().into(),
                    (*rows).into(),
                    self.id.into(),
                ],
            )?;
        }
        Ok(found.len() as i64)
    }

    /// The texts of these rows.
    fn raw_values(&self, row_ids: Vec<&str>) -> Result<HashMap<String, Vec<Option<String>>>> {
        let id = self.table.relation.row_id_sql();
        let sql = format!("SELECT {id}, {} FROM {} t WHERE {id} = ANY ($1)", self.table.values_sql(), self.table.relation.sql);
        let rows = spi::query(&sql, &[row_ids.into()], |row| Ok((row.get::<String>(1)?, row.get::<Vec<Option<String>>>(2)?)))?;
        Ok(rows.into_iter().filter_map(|(id, values)| id.zip(values)).collect())
    }
}

/// Whether the block collects rows with the same placeholder.
#[pg_extern(immutable, strict, parallel_safe, schema = "crm_hygiene")]
fn is_placeholder_block(key: i32, block: &[u8]) -> bool {
    Record::first(block).is_some_and(|record| record.placeholders().any(|(own, ..)| own == key as u32))
}
