//! Figures over time: a measurement that is kept, and what has dropped since the one before.

use super::measure;
use crate::error::{Result, required};
use crate::regclass::Regclass;
use crate::spi;
use crm_hygiene_core::quality::history;
use pgrx::datum::TimestampWithTimeZone;
use pgrx::prelude::*;

#[pg_extern]
#[search_path(pg_catalog, pg_temp)]
#[allow(clippy::type_complexity)] // pgrx reads the SQL columns from the written-out type.
fn crm_quality_snapshot(
    rel: Option<Regclass>,
) -> Result<
    TableIterator<
        'static,
        (
            name!(run_id, i64),
            name!(measured_at, Option<TimestampWithTimeZone>),
            name!(row_count, i64),
            name!(score, Option<f64>),
            name!(alerts, i64),
        ),
    >,
> {
    let oid = required(rel, "rel")?.0;
    let (id, rows, score, ..) = measure(oid, None)?;
    let measured_at = spi::write_first(
        "UPDATE crm_hygiene.quality_run SET is_snapshot = true WHERE run_id = $1 RETURNING measured_at",
        &[id.into()],
        |row| row.get::<TimestampWithTimeZone>(1),
    )?;
    Ok(TableIterator::once((id, measured_at.flatten(), rows, score, raise_alerts(oid, id)?)))
}

/// Stores what has dropped beyond its normal variation; returns how much.
fn raise_alerts(oid: pg_sys::Oid, id: i64) -> Result<i64> {
    let figures = spi::query(
        "SELECT f.column_name, f.metric, max(f.good::float8 / f.total) FILTER (WHERE r.run_id = $2),
                array_agg(f.good::float8 / f.total ORDER BY r.measured_at, r.run_id) FILTER (WHERE r.run_id <> $2)
         FROM crm_hygiene.quality_run r JOIN crm_hygiene.quality_figure f ON f.run_id = r.run_id
         WHERE r.relation = $1 AND r.is_snapshot AND f.grouping IS NULL
         GROUP BY 1, 2 ORDER BY 1 NULLS FIRST, 2",
        &[oid.into(), id.into()],
        |row| Ok((row.get::<String>(1)?, row.get::<String>(2)?, row.get::<f64>(3)?, row.get::<Vec<f64>>(4)?)),
    )?;
    let mut raised = 0;
    for (column, metric, value, earlier) in figures {
        let (Some(value), Some(earlier)) = (value, earlier) else { continue };
        let Some(previous) = earlier.last().copied() else { continue };
        let normal = history::largest_normal_drop(&earlier);
        if previous - value > normal {
            raised += spi::execute(
                "INSERT INTO crm_hygiene.quality_alert (run_id, relation, column_name, metric, value, previous, normal_drop)
                 VALUES ($1, $2::oid, $3, $4, $5, $6, $7)",
                &[id.into(), oid.into(), column.into(), metric.into(), value.into(), previous.into(), normal.into()],
            )? as i64;
        }
    }
    Ok(raised)
}
