//! What a run would change, without changing it.

use super::Call;
use super::publish::stored_clusters;
use crate::error::{Result, required};
use crate::regclass::Regclass;
use crm_hygiene_core::names::Assignment;
use crm_hygiene_core::score::row_order;
use pgrx::datum::JsonB;
use pgrx::prelude::*;

#[pg_extern]
#[search_path(pg_catalog, pg_temp)]
#[allow(clippy::type_complexity, clippy::too_many_arguments)] // pgrx reads SQL columns and arguments from the written-out type.
fn crm_dedupe_changes(
    rel: Option<Regclass>,
    columns: default!(Option<JsonB>, "NULL"),
    region: default!(Option<&str>, "NULL"),
    key: default!(Option<Vec<Option<String>>>, "NULL"),
    threshold: default!(Option<f64>, 0.9),
    review: default!(Option<f64>, 0.3),
    full: default!(Option<bool>, false),
) -> Result<
    TableIterator<
        'static,
        (name!(row_id, String), name!(change, String), name!(cluster_before, Option<String>), name!(cluster_after, Option<String>)),
    >,
> {
    let oid = required(rel, "rel")?.0;
    let call = Call { rel, columns, region, key, threshold, review, full };
    let (before, after) = undone(|| {
        let before = stored_clusters(oid)?;
        call.run()?;
        Ok((before, stored_clusters(oid)?))
    })?;
    Ok(TableIterator::new(changes(&before, &after)))
}

/// Does the work and takes back all that it wrote.
pub fn undone<T>(work: impl FnOnce() -> Result<T>) -> Result<T> {
    // SAFETY: the subtransaction is closed on every way out: here, or by the abort of the whole transaction on an error.
    // What is returned lies in Rust's memory, not in the subtransaction's.
    unsafe {
        let (context, owner) = (pg_sys::CurrentMemoryContext, pg_sys::CurrentResourceOwner);
        pg_sys::BeginInternalSubTransaction(std::ptr::null());
        pg_sys::MemoryContextSwitchTo(context);
        let result = work();
        pg_sys::RollbackAndReleaseCurrentSubTransaction();
        pg_sys::MemoryContextSwitchTo(context);
        pg_sys::CurrentResourceOwner = owner;
        result
    }
}

/// Row, word, cluster before and cluster after of every row whose cluster differs.
fn changes(before: &Assignment, after: &Assignment) -> Vec<(String, String, Option<String>, Option<String>)> {
    let mut changes = Vec::new();
    for (row, now) in after.iter() {
        let then = before.get(row);
        if then != Some(now) {
            let change = if then.is_some() { "moves" } else { "joins" };
            changes.push((row.to_owned(), change.to_owned(), then.map(str::to_owned), Some(now.to_owned())));
        }
    }
    for (row, then) in before.iter().filter(|(row, _)| after.get(row).is_none()) {
        changes.push((row.to_owned(), "leaves".to_owned(), Some(then.to_owned()), None));
    }
    changes.sort_unstable_by(|a, b| row_order(&a.0, &b.0));
    changes
}
