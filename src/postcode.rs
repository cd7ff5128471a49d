//! `crm_postcode_info`: a postcode and what its form tells.

use crate::error::Result;
use crate::value;
use crm_hygiene_core::kind::postcode;
use pgrx::prelude::*;

/// One row: the postcode, its country and its area.
#[pg_extern(immutable, strict, parallel_safe)]
#[allow(clippy::type_complexity)]
fn crm_postcode_info(
    raw: &str,
    region: default!(&str, "'CN'"),
) -> Result<
    TableIterator<
        'static,
        (
            name!(postcode, Option<String>),
            name!(country, Option<String>),
            name!(area, Option<String>),
            name!(valid, bool),
            name!(reason, Option<&'static str>),
        ),
    >,
> {
    let info = postcode::info(raw, &value::context(region)?);
    Ok(TableIterator::once((info.postcode, info.country, info.area, info.valid, info.reason)))
}
