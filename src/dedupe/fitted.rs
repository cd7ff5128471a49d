//! What a run leaves for the next: the fitted model of a table, and its packed records.

use super::roll::Moment;
use super::{REVIEW, THOROUGH, THRESHOLD};
use crate::error::{Error, Result};
use crate::register::Registered;
use crate::relation::Heap;
use crate::version::NORM_VERSION;
use crate::{engine, rule, spi};
use crm_hygiene_core::model::Model;
use crm_hygiene_core::plan::TablePlan;
use pgrx::prelude::*;
use serde::de::DeserializeOwned;

/// What decides about a table's pairs.
pub struct Fitted {
    pub plan: TablePlan,
    pub model: Model,
    /// Frequencies of match keys: see [`crm_hygiene_core::tally::Counts`].
    pub counts: Vec<u8>,
    /// Rows of the table when it was fitted.
    pub rows: i64,
}

impl Fitted {
    pub fn load(oid: pg_sys::Oid) -> Result<Option<Fitted>> {
        let stored =
            spi::first("SELECT plan::text, model::text, counts, rows FROM crm_hygiene.model WHERE relation = $1", &[oid.into()], |row| {
                Ok((row.get::<String>(1)?, row.get::<String>(2)?, row.get::<Vec<u8>>(3)?, row.get::<i64>(4)?))
            })?;
        let Some((Some(plan), Some(model), Some(counts), Some(rows))) = stored else { return Ok(None) };
        Ok(Some(Fitted { plan: parse(&plan)?, model: parse(&model)?, counts, rows }))
    }

    /// How two rows of a table are weighed now: as was fitted, or by the built-in weights where nothing was fitted to the columns
    /// as they are mapped today; by the rules of today either way.
    pub fn current(table: &Registered) -> Result<Fitted> {
        let oid = table.relation.oid;
        let stored = Fitted::load(oid)?;
        let rows = match &stored {
            Some(fitted) => fitted.rows,
            None => table.relation.row_count()?,
        };
        let thorough = stored.as_ref().map_or(rows <= THOROUGH, |fitted| fitted.plan.thorough);
        let plan = TablePlan { thorough, ..table.plan.clone() };
        let looked_up = engine::plan(&engine::argument(&plan)?)?;
        let mut fitted = stored.filter(|fitted| fitted.plan == plan).unwrap_or_else(|| {
            let model = Model::builtin(&looked_up, rows as f64, THRESHOLD, REVIEW);
            Fitted { plan, model, counts: Vec::new(), rows }
        });
        fitted.model.rules = rule::of(oid, &looked_up)?;
        Ok(fitted)
    }

    pub fn save(&self, oid: pg_sys::Oid) -> Result<()> {
        let (plan, model) = (engine::argument(&self.plan)?, engine::argument(&self.model)?);
        spi::execute(
            "INSERT INTO crm_hygiene.model (relation, rows, plan, model, counts) VALUES ($1::oid, $2, $3::jsonb, $4::jsonb, $5)
             ON CONFLICT (relation) DO UPDATE
             SET fitted_at = now(), rows = excluded.rows, plan = excluded.plan, model = excluded.model, counts = excluded.counts",
            &[oid.into(), self.rows.into(), plan.into(), model.into(), self.counts.as_slice().into()],
        )?;
        Ok(())
    }

    /// Whether the model still suits a table of so many rows.
    pub fn suits(&self, rows: i64) -> bool {
        // A fifth more or fewer rows move the prior by a quarter of a bit.
        (self.rows - rows).abs() * 5 <= self.rows.max(1)
    }
}

fn parse<T: DeserializeOwned>(json: &str) -> Result<T> {
    serde_json::from_str(json).map_err(|error| Error::Internal(error.to_string()).into())
}

/// The records of a table's last run.
pub struct Store {
    /// Name of their table in schema crm_hygiene.
    pub records: String,
    pub rows: i64,
    /// SQL by which the rows were read.
    pub source: String,
    /// When the rows were read.
    pub read: Moment,
    /// Rows of each hot key.
    pub hot: Vec<u8>,
    /// How many rows read the same: see [`crm_hygiene_core::twins::Repeats`].
    pub repeats: Vec<u8>,
    /// Where their rows lay.
    pub heaps: Vec<Heap>,
    /// Whether what the run counted still holds: nobody else lists duplicates of the table.
    pub counted: bool,
}

impl Store {
    /// The records that the last run left, if they are there and may be used.
    pub fn load(oid: pg_sys::Oid) -> Result<Option<Store>> {
        let stored = spi::first(
            "SELECT s.records::text, s.rows, s.source, s.horizon::text::bigint, s.hot, s.heaps, s.counted, s.repeats,
                    (s.log_end - '0/0')::bigint
             FROM crm_hygiene.store s
             JOIN pg_class c ON c.relnamespace = 'crm_hygiene'::regnamespace AND c.relname = s.records
             JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e'
             WHERE s.relation = $1 AND s.norm_version = $2 AND has_table_privilege(c.oid, 'SELECT, INSERT') AND has_table_privilege(c.oid, 'DELETE')",
            &[oid.into(), NORM_VERSION.into()],
            |row| {
                let heaps = row.get::<Vec<pg_sys::Oid>>(6)?.zip(row.get::<bool>(7)?);
                let (records, rows) = (row.get::<String>(1)?, row.get::<i64>(2)?);
                let read = row.get::<i64>(4)?.zip(row.get::<i64>(9)?);
                Ok((records, rows, row.get::<String>(3)?, read, row.get::<Vec<u8>>(5)?.zip(row.get::<Vec<u8>>(8)?), heaps))
            },
        )?;
        let Some((Some(records), Some(rows), Some(source), Some((horizon, log_end)), Some((hot, repeats)), Some((heaps, counted)))) =
            stored
        else {
            return Ok(None);
        };
        // Unlogged: a crash empties it.
        let whole = rows == 0
            || spi::first(&format!("SELECT EXISTS (SELECT FROM crm_hygiene.{})", spi::identifier(&records)), &[], |row| {
                row.get::<bool>(1)
            })?
            .flatten()
            .unwrap_or(false);
        let heaps = heaps.as_chunks().0.iter().map(|[oid, file]| Heap { oid: *oid, file: *file }).collect();
        let read = Moment { horizon, log_end };
        Ok(whole.then_some(Store { records, rows, source, read, hot, repeats, heaps, counted }))
    }

    /// The table of records, for SQL.
    pub fn table(&self) -> String {
        format!("crm_hygiene.{}", spi::identifier(&self.records))
    }

    pub fn save(&self, oid: pg_sys::Oid, run_id: i64) -> Result<()> {
        spi::execute(
            "INSERT INTO crm_hygiene.store (relation, run_id, records, rows, source, norm_version, horizon, hot, heaps, counted, repeats, log_end)
             VALUES ($1::oid, $2, $3::text::name, $4, $5, $6, $7::text::xid8, $8, $9, $10, $11, '0/0'::pg_lsn + $12)
             ON CONFLICT (relation) DO UPDATE SET run_id = excluded.run_id, records = excluded.records, rows = excluded.rows,
                 source = excluded.source, norm_version = excluded.norm_version, horizon = excluded.horizon, hot = excluded.hot,
                 heaps = excluded.heaps, counted = excluded.counted, repeats = excluded.repeats,
                 log_end = excluded.log_end",
            &[
                oid.into(),
                run_id.into(),
                self.records.as_str().into(),
                self.rows.into(),
                self.source.as_str().into(),
                NORM_VERSION.into(),
                self.read.horizon.to_string().into(),
                self.hot.as_slice().into(),
                self.heaps.iter().flat_map(|heap| [heap.oid, heap.file]).collect::<Vec<_>>().into(),
                self.counted.into(),
                self.repeats.as_slice().into(),
                self.read.log_end.into(),
            ],
        )?;
        Ok(())
    }

    /// Drops the records of a table's last run.
    pub fn discard(oid: pg_sys::Oid) -> Result<()> {
        spi::query("SELECT crm_hygiene.discard_records(records) FROM crm_hygiene.store WHERE relation = $1", &[oid.into()], |_| Ok(()))?;
        spi::execute("DELETE FROM crm_hygiene.store WHERE relation = $1", &[oid.into()])?;
        Ok(())
    }
}
