//! Fitting the model of a table without finding its duplicates.

use super::steps::Steps;
use super::{REVIEW, Run, SHARES, THRESHOLD};
use crate::error::{Result, required};
use crate::lock::Lock;
use crate::progress::Progress;
use crate::regclass::Regclass;
use crate::register::{Registered, Told};
use crate::{engine, guard, spi};
use pgrx::prelude::*;

#[pg_extern]
#[search_path(pg_catalog, pg_temp)]
#[allow(clippy::type_complexity)] // pgrx reads the SQL columns from the written-out type.
fn crm_train(
    rel: Option<Regclass>,
) -> Result<
    TableIterator<
        'static,
        (
            name!(field, String),
            name!(kind, String),
            name!(level, String),
            name!(m, f64),
            name!(u, f64),
            name!(weight, f64),
            name!(builtin_weight, f64),
        ),
    >,
> {
    let rel = required(rel, "rel")?;
    Lock::Dedupe.take(rel.0)?;
    let table = Registered::open(rel.0, Told::default())?;
    let progress = Progress::start(&format!("crm_train({})", table.relation.name), &SHARES[..2]);
    spi::execute("DELETE FROM crm_hygiene.model WHERE relation = $1", &[rel.0.into()])?;
    let mut run = Run::prepare(table, THRESHOLD, REVIEW)?;
    let plan = run.plan.clone();
    let steps = Steps { run_id: run.id, plan: &plan };
    progress.step(1, "reading rows and making match keys");
    let mut census = run.read(&steps, false)?;
    progress.step(2, "fitting the model");
    let builtin = run.model.clone();
    run.fit(&steps, &mut census)?;
    guard::refresh(rel.0, guard::Changed::Model)?;
    spi::execute(&format!("DROP TABLE {}", steps.records()), &[])?;
    let plan = engine::plan(&run.plan)?;
    let mut lines = Vec::new();
    for (index, field) in plan.fields.iter().enumerate() {
        for (nth, level) in field.kind.levels().iter().enumerate() {
            let ([m, u], [m_before, u_before]) = (run.model.fields[index][nth], builtin.fields[index][nth]);
            let (kind, level) = (field.kind.name().to_owned(), level.name.to_owned());
            lines.push((field.label.clone(), kind, level, m, u, (m / u).log2(), (m_before / u_before).log2()));
        }
    }
    Ok(TableIterator::new(lines))
}
