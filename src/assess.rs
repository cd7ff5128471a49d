//! The functions that a measurement's statements call: pure, immutable and parallel safe.

use crate::engine::{self, Cache};
use crate::error::Result;
use crm_hygiene_core::quality::assess::{self, Assessor};
use pgrx::prelude::*;

thread_local! {
    static ASSESSOR: Cache<Assessor> = const { Cache::new() };
}

/// A row's packed assessment. `present` is the present time, written as the row's own times are.
#[pg_extern(immutable, strict, parallel_safe, schema = "crm_hygiene", cost = 3000)]
fn assess(plan: &str, present: &str, row_values: Array<'_, &str>) -> Result<Vec<u8>> {
    let assessor = ASSESSOR.with(|cache| cache.get(plan, Assessor::parse))?;
    let values = engine::texts(&row_values);
    Ok(assessor.assess(&values, present))
}

/// Operator and area of each phone column.
#[pg_extern(immutable, strict, parallel_safe, schema = "crm_hygiene", cost = 50)]
fn assessed_facets(assessment: &[u8]) -> Vec<&str> {
    assess::facets(assessment)
}

/// What is wrong with a row.
#[pg_extern(immutable, strict, parallel_safe, schema = "crm_hygiene", cost = 100)]
#[allow(clippy::type_complexity)] // pgrx reads the SQL columns from the written-out type.
fn assessed_issues(
    plan: &str,
    assessment: &[u8],
) -> Result<
    TableIterator<
        'static,
        (
            name!(column_name, String),
            name!(check_name, Option<String>),
            name!(code, String),
            name!(severity, String),
            name!(suggestion, Option<String>),
        ),
    >,
> {
    let assessor = ASSESSOR.with(|cache| cache.get(plan, Assessor::parse))?;
    let given = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    let rows = assess::findings(assessment).into_iter().map(|finding| {
        (
            assessor.column_name(finding.column).to_owned(),
            given(finding.check),
            finding.code.to_owned(),
            finding.severity.name().to_owned(),
            given(finding.suggestion),
        )
    });
    Ok(TableIterator::new(rows.collect::<Vec<_>>()))
}
