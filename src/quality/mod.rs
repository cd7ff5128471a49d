//! Measuring a table: read once, every row assessed in parallel; then only counting.
//!
//! 1. *rows*: every row's identity, groups and packed assessment
//! 2. *figures*: counted from these by flag pattern, for the table, its columns and the values of grouping columns
//! 3. *issues*: every failing row, and since when
//! 4. what was measured before is replaced, unless it is a snapshot

mod count;
mod issues;
mod plan;
mod snapshot;

use crate::error::{Error, Result, required};
use crate::lock::Lock;
use crate::progress::Progress;
use crate::regclass::Regclass;
use crate::register::{Registered, Told, named};
use crate::version::NORM_VERSION;
use crate::{spi, unlogged};
use count::Figure;
use pgrx::datum::Interval;
use pgrx::prelude::*;
pub use plan::Plan;

/// What [`named`] calls a column of the argument `by`.
const BY: &str = "a column of by";

type Summary = (
    name!(run_id, i64),
    name!(row_count, i64),
    name!(score, Option<f64>),
    name!(completeness, Option<f64>),
    name!(validity, Option<f64>),
    name!(standardisation, Option<f64>),
    name!(uniqueness, Option<f64>),
    name!(consistency, Option<f64>),
    name!(timeliness, Option<f64>),
    name!(clean_rows, Option<f64>),
    name!(issues, i64),
    name!(new_issues, i64),
    name!(resolved_issues, i64),
    name!(elapsed, Option<Interval>),
);

#[pg_extern]
#[search_path(pg_catalog, pg_temp)]
#[allow(clippy::type_complexity)] // pgrx reads the SQL columns from the written-out type.
fn crm_quality(
    rel: Option<Regclass>,
    by: default!(Option<Vec<Option<String>>>, "NULL"),
) -> Result<
    TableIterator<
        'static,
        (
            name!(run_id, i64),
            name!(row_count, i64),
            name!(score, Option<f64>),
            name!(completeness, Option<f64>),
            name!(validity, Option<f64>),
            name!(standardisation, Option<f64>),
            name!(uniqueness, Option<f64>),
            name!(consistency, Option<f64>),
            name!(timeliness, Option<f64>),
            name!(clean_rows, Option<f64>),
            name!(issues, i64),
            name!(new_issues, i64),
            name!(resolved_issues, i64),
            name!(elapsed, Option<Interval>),
        ),
    >,
> {
    Ok(TableIterator::once(measure(required(rel, "rel")?.0, named(by, BY)?)?))
}

/// What share of all work has been done when each step ends, measured at a million rows.
const SHARES: [f64; 4] = [0.7, 0.9, 0.97, 1.0];

/// Measures a table, grouped by these columns or by those of the time before, and makes the result its current one.
pub fn measure(oid: pg_sys::Oid, by: Option<Vec<String>>) -> Result<Summary> {
    Lock::Quality.take(oid)?;
    let table = Registered::open(oid, Told::default())?;
    let started = spi::clock()?;
    let id = spi::next_number("quality_run_run_id_seq")?;
    let plan = Plan::new(table, by)?;
    let progress = Progress::start(&format!("crm_quality({})", plan.table.relation.name), &SHARES);

    progress.step(1, "reading and assessing rows");
    let work = format!("crm_hygiene.quality_{id}_rows");
    // The price of a function call is no sign that compiling the rest of the statement pays.
    let rows = spi::with_setting("jit", "off", || unlogged::create(&work, &plan.rows_sql()?, &[]))?;
    progress.done(1, &format!("{rows} rows"));

    progress.step(2, "counting");
    let figures = count::figures(&plan, &work)?;
    progress.done(2, &format!("{} figures", figures.len()));

    progress.step(3, "listing issues");
    forget_previous(oid)?;
    let issues = issues::list(&plan, &work, id)?;
    progress.done(3, &format!("{} issues, {} new, {} resolved", issues.all, issues.new, issues.resolved));

    progress.step(4, "storing");
    store(id, oid, &figures)?;
    spi::execute(&format!("DROP TABLE {work}"), &[])?;
    spi::execute(
        "INSERT INTO crm_hygiene.quality_run (run_id, relation, measured_at, elapsed, norm_version, row_count, groupings, issues, new_issues,
                                              resolved_issues, is_current, is_snapshot)
         VALUES ($1, $2::oid, $3, clock_timestamp() - $3, $4, $5, $6, $7, $8, $9, true, false)",
        &[
            id.into(),
            oid.into(),
            started.into(),
            NORM_VERSION.into(),
            (rows as i64).into(),
            plan.by.clone().into(),
            issues.all.into(),
            issues.new.into(),
            issues.resolved.into(),
        ],
    )?;
    progress.done(4, "stored");
    summary(id)
}

/// What was measured before goes, but snapshots keep their figures: of the table, its columns, and of groups as a whole.
fn forget_previous(oid: pg_sys::Oid) -> Result<()> {
    for sql in [
        "DELETE FROM crm_hygiene.quality_issue_count WHERE relation = $1",
        "DELETE FROM crm_hygiene.quality_figure f USING crm_hygiene.quality_run r
         WHERE r.relation = $1 AND r.is_current AND f.run_id = r.run_id AND (NOT r.is_snapshot OR f.grouping IS NOT NULL AND f.column_name IS NOT NULL)",
        "DELETE FROM crm_hygiene.quality_run WHERE relation = $1 AND NOT is_snapshot",
        "UPDATE crm_hygiene.quality_run SET is_current = false WHERE relation = $1 AND is_current",
    ] {
        spi::execute(sql, &[oid.into()])?;
    }
    Ok(())
}

fn store(id: i64, oid: pg_sys::Oid, figures: &[Figure]) -> Result<()> {
    spi::in_batches(figures, |batch| {
        let texts = |of: fn(&Figure) -> Option<&str>| -> Vec<Option<&str>> { batch.iter().map(|figure| of(figure)).collect() };
        let numbers = |of: fn(&Figure) -> i64| -> Vec<i64> { batch.iter().map(|figure| of(figure)).collect() };
        spi::execute(
            "INSERT INTO crm_hygiene.quality_figure (run_id, relation, grouping, group_value, column_name, metric, good, total)
             SELECT $1, $2::oid, f.* FROM unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::bigint[], $8::bigint[]) f",
            &[
                id.into(),
                oid.into(),
                texts(|figure| figure.grouping.as_deref()).into(),
                texts(|figure| figure.group_value.as_deref()).into(),
                texts(|figure| figure.column.as_deref()).into(),
                texts(|figure| Some(figure.metric)).into(),
                numbers(|figure| figure.good).into(),
                numbers(|figure| figure.total).into(),
            ],
        )?;
        Ok(())
    })
}

fn summary(id: i64) -> Result<Summary> {
    let row = spi::first(
        "SELECT r.run_id, r.row_count, s.score, s.completeness, s.validity, s.standardisation, s.uniqueness, s.consistency, s.timeliness,
                s.clean_rows, r.issues, r.new_issues, r.resolved_issues, r.elapsed
         FROM crm_hygiene.quality_run r LEFT JOIN crm_hygiene.quality_summary s USING (run_id) WHERE r.run_id = $1",
        &[id.into()],
        |row| {
            let number = |ordinal| Ok::<i64, pgrx::spi::Error>(row.get::<i64>(ordinal)?.unwrap_or(0));
            let rate = |ordinal| row.get::<f64>(ordinal);
            Ok((
                number(1)?,
                number(2)?,
                rate(3)?,
                rate(4)?,
                rate(5)?,
                rate(6)?,
                rate(7)?,
                rate(8)?,
                rate(9)?,
                rate(10)?,
                number(11)?,
                number(12)?,
                number(13)?,
                row.get::<Interval>(14)?,
            ))
        },
    )?;
    row.ok_or_else(|| Error::Internal("the measurement is gone".into()).into())
}
