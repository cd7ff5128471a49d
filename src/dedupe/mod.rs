//! Finding duplicates: four steps over sets.
//!
//! 1. *records*: every row once, as its packed record; the next run compares against it (see [`changes`])
//! 2. *model*: fitted to a sample, where no fitted one suits
//! 3. *pairs*: the rows of every match key that a few share, side by side and compared; pairs worth keeping kept
//! 4. *clusters*: connected duplicates; the table's previous results are replaced

mod blocks;
mod changes;
mod directory;
mod fitted;
mod hot_values;
mod member;
mod publish;
mod roll;
mod steps;
mod train;
mod twins;
mod whatif;

pub use crm_hygiene_core::blocking::LEAST_LIMIT as BLOCK_LIMIT;
pub use fitted::{Fitted, Store};
pub use steps::Steps;

use crate::error::{Error, Result, required};
use crate::lock::Lock;
use crate::progress::Progress;
use crate::regclass::Regclass;
use crate::register::{KEY, Registered, Told, named};
use crate::relation::Heap;
use crate::version::NORM_VERSION;
use crate::{engine, guard, rule, setting, spi};
use crm_hygiene_core::model::Model;
use crm_hygiene_core::tally::Counts;
use crm_hygiene_core::twins::Repeats;
use pgrx::datum::{Interval, JsonB, TimestampWithTimeZone};
use pgrx::prelude::*;
use publish::{Publisher, Results, stored_clusters};
pub use publish::{enter, foreign_names};
use roll::Moment;
use std::cell::Cell;
use steps::Census;

/// Probability from which a pair is a duplicate, where the caller does not say; the default in crm_dedupe's signature.
pub const THRESHOLD: f64 = 0.9;
/// Probability from which a person should look at a pair, likewise.
pub const REVIEW: f64 = 0.3;
/// Tables up to this size are read with loose keys as well.
pub const THOROUGH: i64 = 200_000;
/// The sequence that runs are numbered by, those between two tables as well.
pub const RUNS: &str = "run_run_id_seq";
/// What share of a full run each step has taken when it ends, measured at a million rows.
const SHARES: [f64; 4] = [0.4, 0.45, 0.79, 1.0];

/// What one run found.
#[derive(Default)]
struct Summary {
    rows: i64,
    candidate_pairs: i64,
    results: Results,
    hot_values: i64,
    /// Rows that had changed, where only those were compared.
    changed_rows: Option<i64>,
}

type SummaryRow = (
    name!(run_id, Option<i64>),
    name!(row_count, i64),
    name!(candidate_pairs, i64),
    name!(duplicate_pairs, i64),
    name!(review_pairs, i64),
    name!(clusters, i64),
    name!(duplicate_rows, i64),
    name!(hot_values, i64),
    name!(elapsed, Option<Interval>),
    name!(changed_rows, Option<i64>),
);

#[pg_extern]
#[search_path(pg_catalog, pg_temp)]
#[allow(clippy::type_complexity, clippy::too_many_arguments)] // pgrx reads SQL columns and arguments from the written-out type.
fn crm_dedupe(
    rel: Option<Regclass>,
    columns: default!(Option<JsonB>, "NULL"),
    region: default!(Option<&str>, "NULL"),
    key: default!(Option<Vec<Option<String>>>, "NULL"),
    threshold: default!(Option<f64>, 0.9),
    review: default!(Option<f64>, 0.3),
    apply: default!(Option<bool>, true),
    full: default!(Option<bool>, false),
) -> Result<
    TableIterator<
        'static,
        (
            name!(run_id, Option<i64>),
            name!(row_count, i64),
            name!(candidate_pairs, i64),
            name!(duplicate_pairs, i64),
            name!(review_pairs, i64),
            name!(clusters, i64),
            name!(duplicate_rows, i64),
            name!(hot_values, i64),
            name!(elapsed, Option<Interval>),
            name!(changed_rows, Option<i64>),
        ),
    >,
> {
    let call = Call { rel, columns, region, key, threshold, review, full };
    let row = if required(apply, "apply")? {
        call.run()?
    } else {
        let row = whatif::undone(|| call.run())?;
        (None, row.1, row.2, row.3, row.4, row.5, row.6, row.7, row.8, row.9)
    };
    Ok(TableIterator::once(row))
}

/// The arguments of a run.
struct Call<'a> {
    rel: Option<Regclass>,
    columns: Option<JsonB>,
    region: Option<&'a str>,
    key: Option<Vec<Option<String>>>,
    threshold: Option<f64>,
    review: Option<f64>,
    full: Option<bool>,
}

impl Call<'_> {
    fn run(self) -> Result<SummaryRow> {
        let rel = required(self.rel, "rel")?;
        let (threshold, review) = (required(self.threshold, "threshold")?, required(self.review, "review")?);
        check_thresholds(threshold, review)?;
        let full = required(self.full, "full")?;
        let started = spi::clock()?;
        Lock::Dedupe.take(rel.0)?;
        let table =
            Registered::open(rel.0, Told { columns: self.columns, region: self.region, key: named(self.key, KEY)?, afresh: false })?;
        let mut run = Run::prepare(table, threshold, review)?;
        let summary = run.execute(full)?;
        guard::refresh(rel.0, guard::Changed::Model)?;
        let elapsed = run.record(started, &summary)?;
        Ok((
            Some(run.id),
            summary.rows,
            summary.candidate_pairs,
            summary.results.duplicate_pairs,
            summary.results.review_pairs,
            summary.results.clusters,
            summary.results.duplicate_rows,
            summary.hot_values,
            elapsed,
            summary.changed_rows,
        ))
    }
}

/// Checks the probabilities that divide duplicates, pairs for review and the rest.
pub fn check_thresholds(threshold: f64, review: f64) -> Result<()> {
    if !(threshold > 0.0 && threshold < 1.0) {
        return Err(Error::BadArgument { name: "threshold", rule: "must lie between 0 and 1" }.into());
    }
    if !(review > 0.0 && review <= threshold) {
        return Err(Error::BadArgument { name: "review", rule: "must lie between 0 and threshold" }.into());
    }
    Ok(())
}

/// One run.
struct Run {
    id: i64,
    table: Registered,
    /// The plan, as the functions take it.
    plan: String,
    /// The weights, before any fitting or as they were fitted.
    model: Model,
    fitted: Option<Fitted>,
    /// What the last run left.
    store: Option<Store>,
    /// Where the rows lie, as it was before any was read: None where they don't tell when they changed.
    heaps: Option<Vec<Heap>>,
}

impl Run {
    fn prepare(mut table: Registered, threshold: f64, review: f64) -> Result<Run> {
        let id = spi::next_number(RUNS)?;
        let mut fitted = Fitted::load(table.relation.oid)?;
        // Counting takes its time, and a run counts by itself; beforehand it need only know whether the table is large.
        let store = Store::load(table.relation.oid)?;
        let rows = match &store {
            Some(store) if fitted.is_some() => store.rows,
            _ if fitted.is_some() => table.relation.row_count()?,
            _ => table.relation.row_count_up_to(THOROUGH + 1)?,
        };
        fitted = fitted.filter(|fitted| fitted.suits(rows));
        table.plan.thorough = fitted.as_ref().map_or(rows <= THOROUGH, |fitted| fitted.plan.thorough);
        fitted = fitted.filter(|fitted| fitted.plan == table.plan);
        let plan = engine::argument(&table.plan)?;
        let looked_up = engine::plan(&plan)?;
        let mut model = Model::builtin(&looked_up, rows as f64, threshold, review);
        model.rules = rule::of(table.relation.oid, &looked_up)?;
        if let Some(fitted) = &fitted {
            let Model { duplicate, review, rules, .. } = model;
            model = Model { duplicate, review, rules, ..fitted.model.clone() };
        }
        let heaps = table.relation.heaps()?;
        Ok(Run { id, table, plan, model, fitted, store, heaps })
    }

    /// SQL for the records of the rows that meet a condition.
    fn records_sql(&self, condition: &str) -> Result<String> {
        self.table.records_sql(None, self.heaps.is_some(), condition)
    }

    fn execute(&mut self, full: bool) -> Result<Summary> {
        if self.table.plan.fields.is_empty() {
            warning!(
                "no column of {} says who a customer is; name them with columns => '{{\"mobile\": \"phone\"}}'",
                self.table.relation.name
            );
        }
        let workers = (setting::processes() - 1).to_string();
        let work = || match if full { None } else { changes::only(self)? } {
            Some(done) => Ok(done),
            None => self.everything(),
        };
        // Compiling a statement takes longer than most of these run.
        let settings = [("jit", "off"), ("max_parallel_workers_per_gather", &workers), ("work_mem", &setting::work_mem())];
        spi::with_settings(&settings, work)
    }

    fn everything(&mut self) -> Result<Summary> {
        let progress = Progress::start(&format!("crm_dedupe({})", self.table.relation.name), &SHARES);
        let oid = self.table.relation.oid;
        let now = Moment::now()?;
        let plan = self.plan.clone();
        let steps = Steps { run_id: self.id, plan: &plan };

        progress.step(1, "reading rows and making match keys");
        let mut census = self.read(&steps, self.heaps.is_some())?;
        let mut summary = Summary { rows: census.rows, ..Summary::default() };
        progress.done(1, &format!("{} rows, {} match keys", census.rows, census.keys));

        progress.step(2, "fitting the model");
        let counts = self.fit(&steps, &mut census)?;
        summary.candidate_pairs = census.candidates;
        progress.done(2, &format!("{} candidate pairs", census.candidates));

        progress.step(3, "comparing rows that share a match key");
        let pairs = steps.make_pairs(&self.model, &counts, &census)? + steps.pair_twins(&self.model, &counts, &census)?;
        progress.done(3, &format!("{pairs} pairs worth keeping"));

        progress.step(4, "clustering and publishing");
        let publisher = Publisher { table: &self.table, run_id: self.id, has_guard: false, results: Cell::default() };
        publisher.replace_pairs(&steps)?;
        spi::execute(&format!("DROP TABLE {}", steps.pairs()), &[])?;
        let clusters = publisher.cluster(None)?;
        publisher.replace_clusters(&clusters, &stored_clusters(oid)?, true)?;
        summary.hot_values = publisher.replace_hot_values(&steps, &census)?;
        summary.results = Results::stored(oid)?;
        spi::query("SELECT crm_hygiene.analyze_results()", &[], |_| Ok(()))?;
        self.keep_records(&steps, now, census)?;
        progress.done(4, &format!("{} clusters, {} duplicate rows", summary.results.clusters, summary.results.duplicate_rows));
        Ok(summary)
    }

    /// Fits the model where no fitted one suits; gives the frequencies to weigh by.
    fn fit(&mut self, steps: &Steps, census: &mut Census) -> Result<Vec<u8>> {
        let rows = census.rows;
        let suitable = self.fitted.as_ref().filter(|fitted| fitted.suits(rows));
        let (counts, rows) = match suitable {
            Some(fitted) => {
                census.allow(self.model.block_limit);
                (census.merged_with(&fitted.counts, self.model.block_limit), fitted.rows)
            }
            None => {
                let Model { duplicate, review, rules, .. } = self.model.clone();
                let distinct = rows - census.referring;
                let builtin = Model::builtin(&*engine::plan(&self.plan)?, distinct as f64, 0.5, 0.5);
                self.model = steps.fit(&Model { duplicate, review, rules, ..builtin }, census)?;
                self.model.block_limit = census.block_limit();
                census.allow(self.model.block_limit);
                (Counts::pack(&census.counts), rows)
            }
        };
        let fitted = Fitted { plan: self.table.plan.clone(), model: self.model.clone(), counts, rows };
        fitted.save(self.table.relation.oid)?;
        Ok(fitted.counts)
    }

    /// Keeps the records for the next run, where rows tell when they changed.
    fn keep_records(&self, steps: &Steps, read: Moment, census: Census) -> Result<()> {
        let oid = self.table.relation.oid;
        Store::discard(oid)?;
        let Some(heaps) = self.heaps.clone() else {
            return spi::execute(&format!("DROP TABLE {}", steps.records()), &[]).map(|_| ());
        };
        spi::query("SELECT crm_hygiene.adopt_records($1)", &[steps.records_name().into()], |_| Ok(()))?;
        let (records, hot) = (steps.records_name(), Counts::pack(&census.hot));
        let repeats = Repeats::pack(&census.repeated, &census.ones);
        let (source, counted) = (self.records_sql("")?, !guard::lists_duplicates(oid)?);
        Store { records, rows: census.rows, source, read, hot, repeats, heaps, counted }.save(oid, self.id)
    }

    /// Writes the run down; returns the time that it took.
    fn record(&self, started: Option<TimestampWithTimeZone>, summary: &Summary) -> Result<Option<Interval>> {
        let model = engine::argument(&self.model)?;
        let elapsed = spi::write_first(
            "INSERT INTO crm_hygiene.run (run_id, relation, started_at, elapsed, norm_version, row_count, candidate_pairs, duplicate_pairs,
                                          review_pairs, clusters, duplicate_rows, hot_values, plan, model, changed_rows)
             VALUES ($1, $2::oid, $3, clock_timestamp() - $3, $4, $5, $6, $7, $8, $9, $10, $11, $12::jsonb, $13::jsonb, $14) RETURNING elapsed",
            &[
                self.id.into(),
                self.table.relation.oid.into(),
                started.into(),
                NORM_VERSION.into(),
                summary.rows.into(),
                summary.candidate_pairs.into(),
                summary.results.duplicate_pairs.into(),
                summary.results.review_pairs.into(),
                summary.results.clusters.into(),
                summary.results.duplicate_rows.into(),
                summary.hot_values.into(),
                self.plan.as_str().into(),
                model.into(),
                summary.changed_rows.into(),
            ],
            |row| row.get::<Interval>(1),
        )?;
        Ok(elapsed.flatten())
    }
}
