//! `crm_date_info`: a date taken apart.

use crate::error::Result;
use crate::value;
use crm_hygiene_core::kind::date;
use pgrx::prelude::*;

/// One row: a date as ISO 8601 text of its precision, its parts, and the other reading where day and month may be swapped.
#[pg_extern(immutable, strict, parallel_safe)]
#[allow(clippy::type_complexity)]
fn crm_date_info(
    raw: &str,
    region: default!(&str, "'CN'"),
) -> Result<
    TableIterator<
        'static,
        (
            name!(date, Option<String>),
            name!(year, Option<i32>),
            name!(month, Option<i32>),
            name!(day, Option<i32>),
            name!(precision, Option<&'static str>),
            name!(other_reading, Option<String>),
            name!(valid, bool),
            name!(reason, Option<&'static str>),
        ),
    >,
> {
    let info = date::info(raw, &value::context(region)?);
    Ok(TableIterator::once((
        info.date,
        info.year.map(i32::from),
        info.month.map(i32::from),
        info.day.map(i32::from),
        info.precision,
        info.other_reading,
        info.valid,
        info.reason,
    )))
}
