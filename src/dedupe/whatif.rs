//! What a run would change, without changing it.

use super::Call;
use crate::error::{Result, required};
use crate::regclass::Regclass;
use crate::spi;
use crm_hygiene_core::score::row_order;
use pgrx::datum::JsonB;
use pgrx::prelude::*;
use rustc_hash::FxHashMap;

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
        let before = clusters(oid)?;
        call.run()?;
        Ok((before, clusters(oid)?))
    })?;
    Ok(TableIterator::new(changes(before, after)))
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

/// The cluster of every row that is in one.
type Clusters = FxHashMap<String, String>;

fn clusters(oid: pg_sys::Oid) -> Result<Clusters> {
    let mut clusters = Clusters::default();
    spi::stream("SELECT row_id, cluster_id FROM crm_hygiene.cluster_member WHERE relation = $1", &[oid.into()], |row| {
        clusters.extend(row.get::<String>(1)?.zip(row.get::<String>(2)?));
        Ok(())
    })?;
    Ok(clusters)
}

/// Row, word, cluster before and cluster after of every row whose cluster differs.
fn changes(mut before: Clusters, after: Clusters) -> Vec<(String, String, Option<String>, Option<String>)> {
    let mut changes = Vec::new();
    for (row, now) in after {
        match before.remove(&row) {
            None => changes.push((row, "joins".to_owned(), None, Some(now))),
            Some(then) if then != now => changes.push((row, "moves".to_owned(), Some(then), Some(now))),
            Some(_) => {}
        }
    }
    changes.extend(before.into_iter().map(|(row, then)| (row, "leaves".to_owned(), Some(then), None)));
    changes.sort_unstable_by(|a, b| row_order(&a.0, &b.0));
    changes
}
